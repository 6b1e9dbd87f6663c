from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_cases import CASES, build, read_case

from writethru.ledger import enter, find_disputes, group_claims, status
from writethru.records import AnnotatedArticle, Claim, Origin, Status

PLACES = ("Werrin", "Tolm", "Orra", "Gannet")
HOLDERS = ("Ines Falk", "Tomas Reue", "Mara Lind")
FACTS = (
    "the dyke broke at dawn",
    "two bridges were closed",
    "the pumps failed twice",
    "the mayor left the hall",
)
OUTLETS = ("Harbour Post", "Valley Times", "Daily Sluice", "Northern Wire", "Tolm Echo")


@st.composite
def stories(draw: st.DrawFn) -> list[AnnotatedArticle]:
    documents = []
    for number in range(draw(st.integers(2, 5))):
        text, says = [], []
        for _ in range(draw(st.integers(1, 4))):
            fact = f"{draw(st.sampled_from(FACTS))} in {draw(st.sampled_from(PLACES))}"
            if draw(st.booleans()):
                cue, stance = draw(st.sampled_from((("said", "asserts"), ("denied", "denies"))))
                holder = draw(st.sampled_from(HOLDERS))
                sentence = f"{holder} {cue} that {fact}."
                says.append({"holder": holder, "cue": cue, "content": fact, "stance": stance})
            else:
                sentence = fact[0].upper() + fact[1:] + "."
            text.append(sentence)
        day = f"2031-05-0{draw(st.integers(1, 5))}"
        body = " ".join(dict.fromkeys(text))
        says = [e for i, e in enumerate(says) if e["content"] not in [o["content"] for o in says[:i]]]
        documents.append(build({"publisher": OUTLETS[number], "published": day, "text": body, "says": says}))
    return documents


def single(documents: list[AnnotatedArticle]) -> list[Origin]:
    return [Origin(d.article.id, (d.article.id,)) for d in documents]


def reprint(document: AnnotatedArticle) -> AnnotatedArticle:
    said = [
        {
            "holder": a.holder,
            "cue": document.article.text[a.cue[0].start : a.cue[0].end],
            "content": document.article.text[a.content[0].start : a.content[0].end],
            "stance": a.stance,
        }
        for a in document.body.attributions
    ]
    entry = {"publisher": "Zeta Mail", "published": "2031-05-09", "text": document.article.text, "says": said}
    return build(entry)


def statuses(claims: tuple[Claim, ...], origins: list[Origin]) -> list[Status]:
    return [status(claim, origins, claims=claims) for claim in claims]


@settings(max_examples=40, deadline=None)
@given(stories(), st.data())
def test_a_reprint_changes_no_status(documents: list[AnnotatedArticle], data: st.DataObject) -> None:
    assertions = [a for d in documents for a in enter(d)]
    before = statuses(group_claims(assertions), single(documents))
    copied = data.draw(st.sampled_from(documents))
    copy = reprint(copied)
    origins = [
        Origin(o.id, (*o.articles, copy.article.id)) if copied.article.id in o.articles else o
        for o in single(documents)
    ]
    after = statuses(group_claims([*assertions, *enter(copy)]), origins)
    assert sorted(before, key=repr) == sorted(after, key=repr)


@settings(max_examples=40, deadline=None)
@given(stories(), st.randoms(use_true_random=False))
def test_the_order_of_articles_does_not_matter(
    documents: list[AnnotatedArticle], chance: random.Random
) -> None:
    shuffled = documents[:]
    chance.shuffle(shuffled)
    ones = [a for d in documents for a in enter(d)]
    others = [a for d in shuffled for a in enter(d)]
    assert group_claims(ones) == group_claims(others)
    origins = single(documents)
    assert find_disputes(documents, ones, origins) == find_disputes(shuffled, others, origins[::-1])


@settings(max_examples=40, deadline=None)
@given(stories())
def test_every_assertion_is_in_one_claim_and_no_origin_counts_twice(
    documents: list[AnnotatedArticle],
) -> None:
    assertions = [a for d in documents for a in enter(d)]
    claims = group_claims(assertions)
    assert sorted(a.id for c in claims for a in c.assertions) == sorted({a.id for a in assertions})
    together = [Origin("one", tuple(d.article.id for d in documents))]
    for claim in claims:
        assert status(claim, together).origins == 1
        assert status(claim, single(documents)).origins == len({a.article for a in claim.assertions})
        assert status(claim, together).kind != "confirmed"


@settings(max_examples=40, deadline=None)
@given(stories())
def test_an_article_more_removes_no_assertion(documents: list[AnnotatedArticle]) -> None:
    fewer = {a.id for d in documents[:-1] for a in enter(d)}
    assert fewer <= {a.id for d in documents for a in enter(d)}
    for document in documents:
        assert enter(document) == enter(document)


@settings(max_examples=40, deadline=None)
@given(stories())
def test_both_sides_have_their_holder(documents: list[AnnotatedArticle]) -> None:
    assertions = [a for d in documents for a in enter(d)]
    held = {a.holder for a in assertions}
    for dispute in find_disputes(documents, assertions, single(documents)):
        holders = [c.holder for c in dispute.contentions]
        assert len(set(holders)) >= 2
        assert set(holders) <= held


@pytest.mark.parametrize("path", sorted(CASES.glob("*.toml")), ids=lambda p: p.stem)
def test_every_number_stands_in_its_citation(path: Path) -> None:
    _, documents, origins = read_case(path)
    assertions = [a for d in documents for a in enter(d)]
    for dispute in find_disputes(documents, assertions, origins):
        for contention in dispute.contentions if dispute.kind == "number" else ():
            assert contention.value is not None
            low = contention.value["low"]
            assert isinstance(low, float)
            assert str(int(low)) in contention.statement.exact


def test_renaming_both_parties_changes_nothing() -> None:
    path = CASES / "denial.toml"
    renamed = (
        path.read_text(encoding="utf-8").replace("Calder Mining", "Sorrel Works").replace("Tolm", "Brede")
    )
    import tomllib

    _, documents, origins = read_case(path)
    others = [build(entry) for entry in tomllib.loads(renamed)["article"]]
    first = find_disputes(documents, [a for d in documents for a in enter(d)], origins)
    second = find_disputes(others, [a for d in others for a in enter(d)], single(others))
    assert [(d.kind, d.state, len(d.contentions)) for d in first] == [
        (d.kind, d.state, len(d.contentions)) for d in second
    ]
