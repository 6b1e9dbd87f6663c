"""What the source list says of an article: a fact of the story, told whole, by somebody whom a reader knows."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.publish.ferry_story import document
from writethru.cluster import origins
from writethru.publish.article_notes import is_of_page
from writethru.publish.edits import cite
from writethru.publish.material import Material, gather
from writethru.publish.sources import is_analysis, note_sources
from writethru.records import AnnotatedArticle, SourceNote
from writethru.render.origins import same_report
from writethru.settings import Settings

SHARED = (
    "The council of Tolmund approved a dam on the river Orn on Monday after a long debate in the town hall.\n\n"
    "The dam on the river will cost the town of Tolmund money that the council wants to borrow."
)
TITLE = "Council of Tolmund approves river dam"
RENN = "Ada Renn, an engineer, told the council that the dam would flood 340 farms along the river Orn."


def material(own: str, title: str, newer: str = "") -> tuple[Material, AnnotatedArticle]:
    """Return two reports of a vote, one of which has a sentence of its own."""
    mine = document(
        "Courier",
        title,
        "2031-05-06T08:00:00Z",
        f"Clerks met.\n\n{own}\n\nThe dam of the council is on a river.",
    )
    documents = [document("Tolmund Post", TITLE, "2031-05-05T18:00:00Z", SHARED), mine]
    if newer:
        documents.append(document("Late Post", TITLE, "2031-05-07T18:00:00Z", newer))
    return gather(documents, origins(documents), (), Settings()), mine


def added(own: str, title: str = "Tolmund council approves dam on river Orn", newer: str = "") -> str:
    """Return what the source list says that the report with a sentence of its own adds."""
    made, mine = material(own, title, newer)
    numbers = {d.article.id: n for n, d in enumerate(made.documents, 1)}
    notes = note_sources(made, numbers, [], lambda text: True)
    (text,) = [n.adds.text if n.adds else "" for n in notes if n.article == mine.article.id]
    return text


def test_a_fact_of_the_story_is_added() -> None:
    assert added(RENN) == RENN
    speech = "“We will lose 340 farms to the dam on the river Orn,” said Ada Renn, an engineer."
    assert added(speech) == speech


@pytest.mark.parametrize(
    "own",
    [
        "Ada Renn, a singer, told the paper that 340 people came to hear her in a hotel.",  # of nothing in the titles
        "“We will lose 340 farms to the dam on the river Orn,” an official told the council.",  # of nobody named
    ],
)
def test_what_is_beside_the_story_or_said_by_nobody_is_not_added(own: str) -> None:
    assert added(own) == ""


def test_what_argues_adds_nothing() -> None:
    assert added(RENN, "Opinion: Tolmund council approves dam on river Orn") == ""


def test_what_the_page_prints_from_one_report_alone_is_its_own() -> None:
    own = "Quarrymen of the valley will have to move their sheds, cranes and kilns before the river rises behind the dam of Tolmund."
    made, mine = material(own, "Tolmund council approves dam on river Orn")
    numbers = {d.article.id: n for n, d in enumerate(made.documents, 1)}
    shown = [
        c.terms for c in made.candidates if "Quarrymen" in c.document.article.text[c.sentence.start :][:9]
    ]
    assert shown
    found = {n.article: n.adds for n in note_sources(made, numbers, shown, lambda text: True)}
    told = found[mine.article.id]
    assert told is None or told.text == own


@pytest.mark.parametrize(
    ("title", "publisher", "role"),
    [
        ("Why the dam of Tolmund was approved", "Courier", True),
        ("The dam of Tolmund, explained", "Courier", True),
        ("Council approves dam", "Courier - Opinion", True),
        ("Council approves dam", "Courier", False),
    ],
)
def test_an_article_that_argues_or_explains_is_said_to_be_no_report(
    title: str, publisher: str, role: bool
) -> None:
    assert is_analysis(document(publisher, title, "2031-05-06T08:00:00Z", SHARED)) is role


def test_what_an_older_report_expected_is_not_added() -> None:
    own = "Ada Renn, an engineer, said the dam on the river Orn is scheduled to close on 340 farms."
    assert added(own)
    assert added(own, newer="The council of Tolmund closed the dam on the river.") == ""


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Correction: An earlier version misstated the length of the dam.", True),
        ("Correction: An earlier version misspelled the name of a singer.", False),
    ],
)
def test_a_correction_of_another_matter_is_not_told(words: str, kept: bool) -> None:
    made, _ = material(RENN, "Tolmund council approves dam on river Orn")
    assert is_of_page(cite("x", words, 0, len(words)), made) is kept


def test_a_report_in_words_of_its_own_retells_the_other() -> None:
    made, mine = material(RENN, TITLE)
    first = note_sources(
        made, {d.article.id: n for n, d in enumerate(made.documents, 1)}, [], lambda text: True
    )[0]
    source: SourceNote = replace(first, number=2, origin="o", article=mine.article.id)
    assert same_report(replace(source, roles=("rewrite",)), {"o": [1, 2]}) == "retells [1]"
    assert same_report(replace(source, roles=("reprint",)), {"o": [1, 2]}) == "same report as [1]"
