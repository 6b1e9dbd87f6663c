"""Who is introduced where, and by which words: offices that articles give, and none that is past or another's."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.publish.ferry_story import document
from writethru.publish.edits import cited_sentence, undo
from writethru.publish.introductions import People, introduce, unknown
from writethru.publish.namings import is_one_person
from writethru.publish.offices import offices_in
from writethru.publish.verify import Desk, edit_faults
from writethru.records import AnnotatedArticle, CitedSentence

FIRST = "The harbour of Tolmund closed on Monday."


def read(text: str, publisher: str = "Tolmund Post") -> AnnotatedArticle:
    return document(publisher, "Harbour closes", "2031-04-02T08:00:00Z", text)


def introduced(first: AnnotatedArticle, *others: AnnotatedArticle, number: int = 0) -> CitedSentence:
    """Return a sentence of the first article as a page of them all prints it that has named nobody yet."""
    documents = {d.article.id: d for d in (first, *others)}
    sentence = cited_sentence(first, first.body.sentences[number], 2031)
    return introduce(sentence, People(documents, lambda cited: True), set())


@pytest.mark.parametrize(
    ("told", "words", "usable"),
    [
        ("Foreign Minister Jon Vell left.", "Foreign Minister Jon Vell", True),
        ("They met Secretary of State Jon Vell.", "Secretary of State Jon Vell", True),
        ("Sen. Ada Renn (D-Ore.) left.", "Sen. Ada Renn (D-Ore.)", True),
        ("It angered former Governor Ada Renn.", "former Governor Ada Renn", True),
        (
            "The Health and Human Services Secretary Jon Vell left.",
            None,
            False,
        ),
        ("They met then-President Jon Vell.", None, False),
        ("They met the ousted Governor Jon Vell.", "Governor Jon Vell", False),
        ("They met spokesman Jon Vell.", "spokesman Jon Vell", False),
        ("In 2019 Governor Jon Vell built it.", "Governor Jon Vell", False),
        ("“I like Governor Jon Vell,” she said.", "Governor Jon Vell", False),
        ("Jon Vell, the foreign minister of Sarn, left.", "Jon Vell, the foreign minister of Sarn", True),
        ("They met Jon Vell, the mayor, and left.", "Jon Vell, the mayor", False),
        ("Jon Vell, who was mayor, left.", None, False),
        ("Presidents Vell and Ada Renn left.", None, False),
    ],
)
def test_offices_as_they_stand(told: str, words: str | None, usable: bool) -> None:
    found = [
        o for o in offices_in(read(f"{told} {FIRST} The town is quiet now.")).values() if o.usable or o.full
    ]
    assert [o.words for o in found if o.usable] == ([words] if usable else [])


@pytest.mark.parametrize(
    ("second", "printed"),
    [
        ("The council rejected Renn’s plan.", "The council rejected [Ada Renn]’s plan."),
        (
            "The council told Renn that it must open.",
            "The council told [Ada Renn, the mayor] that it must open.",
        ),
        ("The Renn plan for the harbour failed.", "The Renn plan for the harbour failed."),
        ("Mayor Renn left the harbour.", "Mayor Renn left the harbour."),
        ("“Renn’s plan is bad,” the council said.", "“Renn’s plan is bad,” the council said."),
        ("Mrs. Renn said no.", "[Ada Renn, the mayor] said no."),
        ("Renn, the mayor of the port, said no.", "[Ada Renn], the mayor of the port, said no."),
    ],
)
def test_a_surname_gets_the_office_and_the_full_name_of_its_article(second: str, printed: str) -> None:
    article = read(f"Ada Renn, the mayor, closed the harbour of Tolmund. {second}")
    assert introduced(article, number=1).text == printed


@pytest.mark.parametrize(
    ("first", "second", "printed"),
    [
        ("Mr. Vell said no.", "Foreign Minister Jon Vell left.", "[Foreign Minister Jon Vell] said no."),
        (
            "Jon Vell lost a vote.",
            "Foreign Minister Jon Vell left.",
            "[Foreign Minister Jon Vell] lost a vote.",
        ),
        # the article introduces him itself
        ("Minister Vell said no.", "Foreign Minister Jon Vell left.", "Minister Vell said no."),
        (
            "Jon Vell, who lives here, said no.",
            "Foreign Minister Jon Vell left.",
            "Jon Vell, who lives here, said no.",
        ),
        (
            "The singer, Jon Vell, said no.",
            "Foreign Minister Jon Vell left.",
            "The singer, Jon Vell, said no.",
        ),
        (
            "Party operative Jon Vell said no.",
            "Foreign Minister Jon Vell left.",
            "Party operative Jon Vell said no.",
        ),
        (
            "The council met the singer, Jon Vell.",
            "Foreign Minister Jon Vell left.",
            "The council met the singer, Jon Vell.",
        ),
        (
            "Jon Vell, chief engineer of the port told it.",
            "Foreign Minister Jon Vell left.",
            "Jon Vell, chief engineer of the port told it.",
        ),
        # a verb is no part of his office
        (
            "Mr. Vell said no.",
            "They came to press President Jon Vell.",
            "[President Jon Vell] said no.",
        ),
        # two of one surname; and an office that he has no longer
        ("Mr. Vell said no.", "Foreign Minister Jon Vell met Ada Vell.", "Mr. Vell said no."),
        (
            "Mr. Vell said no.",
            "Governor Jon Vell left. It angered former Governor Jon Vell.",
            "[Former Governor Jon Vell] said no.",
        ),
        (
            "Mr. Vell said no.",
            "Governor Jon Vell left. They met then-Governor Jon Vell.",
            "Mr. Vell said no.",
        ),
        # one title for several
        (
            "Sens. Ada Renn of Orn and Jon Vell said no.",
            "Sen. Jon Vell left.",
            "Sens. Ada Renn of Orn and Jon Vell said no.",
        ),
    ],
)
def test_another_article_says_who_somebody_is(first: str, second: str, printed: str) -> None:
    texts = [read(f"{first} {FIRST}"), read(f"{second} {FIRST}", "Sarn Courier")]
    assert introduced(*texts).text == printed


def test_an_office_of_one_belongs_to_whom_most_articles_give_it() -> None:
    first = read(f"Jon Vell called Ada Renn and left. {FIRST}")
    others = [read(f"President Jon Vell left. {FIRST}", str(n)) for n in range(2)]
    old = read(f"President Ada Renn was liked. {FIRST}", "Old Post")
    assert introduced(first, *others, old).text == "[President Jon Vell] called Ada Renn and left."


def test_everybody_is_introduced_once() -> None:
    article = read("Foreign Minister Jon Vell left. Vell said no. Vell said yes.")
    people, known = People({article.article.id: article}, lambda cited: True), set[str]()
    texts = [
        introduce(cited_sentence(article, s, 2031), people, known).text for s in article.body.sentences[1:]
    ]
    assert texts == ["[Foreign Minister Jon Vell] said no.", "Vell said yes."]


def test_words_that_were_taken_back_introduce_nobody() -> None:
    article = read(f"Vell said no. {FIRST} Foreign Minister Jon Vell left.")
    sentence = cited_sentence(article, article.body.sentences[0], 2031)
    lost = introduce(sentence, People({article.article.id: article}, lambda cited: False), set())
    assert "Minister" not in lost.text


def test_a_bracket_that_opens_a_sentence_has_a_capital_and_is_checked() -> None:
    first = read(f"It angered former Governor Ada Renn. {FIRST} Renn left the harbour of Tolmund in a hurry.")
    number = len(first.body.sentences) - 1
    text = introduced(first, number=number)
    assert text.text.startswith("[Former Governor Ada Renn] left")
    (edit,) = text.edits
    desk = Desk({first.article.id: first.article}, lambda article: first)
    assert not [*edit_faults(edit, text.citations[0], 0, desk)]
    assert [*edit_faults(replace(edit, now="[Former governor Ada Renn]"), text.citations[0], 0, desk)]
    assert undo(text) == text.citations[0].exact


def test_articles_at_hand_that_the_page_is_not_made_from_say_nothing_of_whom_it_means() -> None:
    first, other, later = (
        read(f"Mr. Vell said no. {FIRST}"),
        read(f"Foreign Minister Jon Vell met Ada Renn. {FIRST}", "Courier"),
        read(f"Lise Vell, a painter, sold the harbour of Tolmund. {FIRST}", "Painter"),
    )
    text = introduced(first, other)
    (edit,) = text.edits
    documents = {d.article.id: d for d in (first, other, later)}
    articles = {id: d.article for id, d in documents.items()}
    every = Desk(articles, lambda article: documents[article.id])
    own = Desk(articles, lambda article: documents[article.id], [first.article.id, other.article.id])
    assert [*edit_faults(edit, text.citations[0], 0, every)]
    assert not [*edit_faults(edit, text.citations[0], 0, own)]


def test_an_introduction_can_be_undone_and_is_checked() -> None:
    first, other = (
        read(f"Mr. Vell said no. {FIRST}"),
        read(f"Foreign Minister Jon Vell met Ada Renn. {FIRST}", "Courier"),
    )
    text = introduced(first, other)
    assert undo(text) == text.citations[0].exact
    (edit,) = text.edits
    documents = {d.article.id: d for d in (first, other)}
    desk = Desk({id: d.article for id, d in documents.items()}, lambda article: documents[article.id])
    assert not [*edit_faults(edit, text.citations[0], 0, desk)]
    assert edit.source is not None
    at = other.article.text.index("Ada Renn")
    renn = replace(edit.source, start=at, end=at + 8, exact="Ada Renn")
    false = [
        replace(edit, now="[Prime Minister Jon Vell]"),
        replace(edit, now="[Ada Renn]", source=renn),
        replace(edit, source=None),
        replace(edit, source=replace(edit.source, article="0" * 16)),
    ]
    assert all([*edit_faults(wrong, text.citations[0], 0, desk)] for wrong in false)


@pytest.mark.parametrize(
    ("keys", "one"),
    [
        ({"ed marlow", "edward marlow"}, True),
        ({"ed marlow"}, True),
        ({"ed marlow", "ada marlow"}, False),
        ({"ed marlow", "ed moss"}, False),
        (set[str](), False),
    ],
)
def test_short_first_names_are_of_one_person(keys: set[str], one: bool) -> None:
    assert is_one_person(keys) is one


@pytest.mark.parametrize(
    ("second", "printed"),
    [
        # Two of one surname, or one title for several: who is meant is not told.
        ("Renn came with Ada Renn to the harbour.", "Renn came with Ada Renn to the harbour."),
        ("Mayors Holm and Renn were at the harbour.", "Mayors Holm and Renn were at the harbour."),
    ],
)
def test_a_surname_that_two_may_bear_stays(second: str, printed: str) -> None:
    article = read(f"Ada Renn, the mayor, closed the harbour of Tolmund. {second}")
    assert introduced(article, number=1).text == printed


def test_a_note_says_nothing_of_people_whom_nobody_introduces() -> None:
    article = read("Foreign Minister Jon Vell left. Mr. Vell met Mr. Orr and Mrs. Holm.")
    people = People({article.article.id: article}, lambda cited: True)
    told = cited_sentence(article, article.body.sentences[1], 2031)
    assert [*unknown(introduce(told, people, known := set[str]()), people, known)] == ["Orr", "Holm"]


def test_another_of_the_surname_is_not_meant() -> None:
    article = read("Mrs. Anna Vell left. Mr. Vell said no to the harbour.")
    assert "Anna" not in introduced(article, number=1).text


@pytest.mark.parametrize(
    ("of_others", "printed"),
    [
        ("The town is quiet.", "[Renn] left the harbour."),
        ("Carl Renn, the baker, came.", "[Ada Renn] left the harbour."),  # two of one surname
    ],
)
def test_whom_the_page_has_named_a_bracket_names_by_the_surname(of_others: str, printed: str) -> None:
    first = read(f"Mayor Ada Renn met pilots. She left the harbour. Renn is sixty. {of_others} {FIRST}")
    people = People({first.article.id: first}, lambda cited: True)
    known = set[str]()
    told = [introduce(cited_sentence(first, s, 2031), people, known) for s in first.body.sentences[:2]]
    assert told[1].text == printed
    (edit,) = told[1].edits
    desk = Desk({first.article.id: first.article}, lambda article: first)
    assert not list(edit_faults(edit, told[1].citations[0], 0, desk))
    assert undo(told[1]) == "She left the harbour."
