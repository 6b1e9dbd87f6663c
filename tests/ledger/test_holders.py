from __future__ import annotations

from ledger_cases import build

from writethru.ledger.holders import know_holders, one_holder
from writethru.ledger.sides import Sides
from writethru.records import AnnotatedArticle, Article, Findings, Mention

TEXT = "Mayor Ines Falk spoke. Mayor Ines Falk left. Deputy Mara Lind stayed. Falk returned to Werrin."


def document() -> AnnotatedArticle:
    names = []
    for name in ("Ines Falk", "Mara Lind"):
        at = TEXT.find(name)
        while at >= 0:
            names.append(Mention(at, at + len(name), kind="person", name=name))
            at = TEXT.find(name, at + 1)
    article = Article(id="a", key="a", title="", text=TEXT)
    found = tuple(sorted(names, key=lambda n: n.start))
    return AnnotatedArticle(article, Findings(names=found), Findings())


def test_a_family_name_and_an_office_mean_who_bears_them() -> None:
    holders = know_holders([document()])
    assert holders.full("Falk") == "Ines Falk"
    assert holders.full("the mayor") == "Ines Falk"
    assert holders.key("mayor") == holders.key("Ines Falk") == "falk"
    assert holders.key("former mayor") != "falk"
    assert holders.key("Mara Lind") == "lind"


def test_an_office_named_once_means_nobody_in_particular() -> None:
    assert know_holders([document()]).full("deputy") == "deputy"


def test_part_of_an_office_may_be_the_same_holder() -> None:
    assert one_holder("prosecutor office", "werrin prosecutor office")
    assert not one_holder("falk", "lind")


def test_a_holder_without_a_word_of_a_name_is_of_no_side() -> None:
    says = [
        {"holder": holder, "cue": "said", "content": "the gates were shut"} for holder in ("the", "Ines Falk")
    ]
    document = build({"publisher": "Harbour Post", "text": "Falk said the gates were shut.", "says": says})
    assert Sides([document], []).side("Ines Falk") == "falk"
