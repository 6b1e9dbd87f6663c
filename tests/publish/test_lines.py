"""Which titles and clauses can serve as headline or lead, and what is never printed because it is about the writer."""

from __future__ import annotations

import pytest
from msgspec import structs

from tests.publish.conftest import document
from writethru.annotate.sentences import find_sentences
from writethru.cluster import origins
from writethru.pipeline import write_page
from writethru.publish.alone import is_of_writer
from writethru.publish.material import gather
from writethru.publish.opinion import is_opinion
from writethru.publish.titles import is_overtaken, title_line
from writethru.records import AnnotatedArticle
from writethru.settings import Settings

TEXT = "The council of Lorne voted on Monday to close the old bridge to lorries."


def titled(title: str) -> AnnotatedArticle:
    return document("Lorne Post", title, "2031-04-02T08:00:00Z", TEXT)


@pytest.mark.parametrize(
    "title, most, line",
    [
        ("Lorne council closes the old bridge", 14, "Lorne council closes the old bridge"),
        (
            "Lorne council closes the old bridge. What does that mean for you?",
            14,
            "Lorne council closes the old bridge",
        ),
        (
            "Lorne council closes the old bridge to lorries after cracks in two of its six piers",
            14,
            "Lorne council closes the old bridge to lorries",
        ),
        (
            "Lorne council closes the old bridge to lorries as the mayor says it would fall",
            10,
            None,
        ),  # who says so
        ("Lorne council may close the old bridge, U.S. Steel tells the harbour office in a letter", 10, None),
        ("The council was right to close the old bridge", 14, None),
        ("Bridge closure reveals a council in disarray", 14, None),
        ("Lorne bridge closed, driver's mother says", 14, "Lorne bridge closed, driver's mother says"),
        ("Lorne council hears of old laws of the harbour that interfere with trade", 11, None),
        ("Lorne harbour ready for the long closure, amid doubts", 7, None),
    ],
)
def test_a_title_is_cut_only_where_the_rest_adds_to_it(title: str, most: int, line: str | None) -> None:
    found = title_line(titled(title), most)
    assert (found and found.text) == line


def test_a_headline_tells_what_happened_and_is_no_credit_of_a_picture() -> None:
    text = "Wirefoto / Mara Tolm The council of Lorne closed the old bridge to lorries on Monday after a long debate."
    feature = document(
        "Lorne Post", "The last days of a bridge that fell in Lorne", "2031-04-03T08:00:00Z", text
    )
    report = document("Basin Courier", "Council closes bridge of Lorne", "2031-04-03T08:00:00Z", TEXT)
    brief, _ = write_page("bridge", [feature, report], settings=Settings())
    assert brief.headline.text == "Council closes bridge of Lorne"


def test_a_headline_counts_no_fewer_dead_than_its_reports() -> None:
    first = document(
        "Lorne Post",
        "At least 40 killed as bridge of Lorne falls",
        "2031-04-02T08:00:00Z",
        "At least 40 people were killed as the bridge of Lorne fell, its mayor said at first; 250 people were killed in all.\n\n"
        "The council of Lorne said on Monday that it would look for the cause.",
    )
    other = document(
        "Tolmund Post",
        "Bridge of Lorne falls into the river",
        "2031-04-01T18:00:00Z",
        "The old bridge of Lorne fell into the river on Tuesday with lorries and buses on it.",
    )
    brief, _ = write_page("bridge", [other, first], settings=Settings())
    assert "40" not in brief.headline.text


@pytest.mark.parametrize(
    ("later", "overtaken"),
    [
        ("Council of Lorne closes old river bridge", True),
        ("Council of Lorne is set to close old river bridge", False),
        ("Ferry of Tolmund sinks", False),
    ],
)
def test_a_title_that_looks_ahead_is_overtaken_by_a_later_report(later: str, overtaken: bool) -> None:
    text = "The council of Lorne spoke about the old river bridge on Wednesday, its clerk said."
    first = document(
        "Lorne Post", "Council of Lorne expected to close old river bridge", "2031-04-02T08:00:00Z", text
    )
    documents = [first, document("Tolmund Post", later, "2031-04-02T18:00:00Z", text)]
    assert is_overtaken(first, gather(documents, origins(documents), (), Settings())) is overtaken


def test_where_all_titles_argue_the_headline_at_least_does_not_ask() -> None:
    asks = document("Lorne Post", "Opinion: Should bridges close?", "2031-04-03T08:00:00Z", TEXT)
    tells = document(
        "Basin Opinion", "Council closes bridge of Lorne", "2031-04-02T08:00:00Z", "We weep for it."
    )
    brief, _ = write_page("bridge", [asks, tells], settings=Settings())
    assert "?" not in brief.headline.text


def test_what_introduces_the_writer_stands_on_no_page() -> None:
    told = document(
        "Lorne Post",
        "Lorne council closes the old bridge",
        "2031-04-02T08:00:00Z",
        TEXT
        + "\n\nAda Renn is the senior vice president of the Lorne bridge society, which wants the old bridge closed.",
    )
    by = structs.replace(told, article=structs.replace(told.article, byline="By Bo Vell and Ada Renn"))
    assert [is_of_writer(by, s) for s in by.body.sentences] == [False, True]
    assert not any(is_of_writer(told, s) for s in told.body.sentences)
    brief, _ = write_page("bridge", [by], settings=Settings())
    assert not any(
        "Ada Renn" in s.text for section in brief.sections for s in (section.lead, *section.sentences)
    )


@pytest.mark.parametrize(
    "paragraph, caption",
    [
        ("Lorries are seen near the closed bridge in Lorne. REUTERS/Ann Bell", True),
        ("A crane stands over the quay of Lorne on Monday. Photo by Ann Bell", True),
        ("A crane stands over the quay of Lorne on Monday. NATO officials came.", False),
    ],
)
def test_a_credit_shows_that_its_paragraph_is_a_caption(paragraph: str, caption: bool) -> None:
    found = find_sentences(f"{TEXT}\n\n{paragraph}")
    assert [s.boilerplate == "caption" for s in found] == [False, caption, caption]


def test_an_opinion_is_known_by_its_title_and_speaks_only_through_others() -> None:
    argues = document(
        "Lorne Voice",
        "Why the council was right to close the old bridge",
        "2031-04-02T09:00:00Z",
        "The lorry drivers know that the old bridge of Lorne was bound to fall into the river within the year.\n\n"
        "Engineer Mara Tolm said on Monday that two of the six piers of the old bridge had cracks a hand wide.",
    )
    assert is_opinion(argues)
    assert not is_opinion(titled("Lorne council closes the old bridge"))
    brief, _ = write_page(
        "bridge", [titled("Lorne council closes the old bridge"), argues], settings=Settings()
    )
    told = " ".join(s.text for section in brief.sections for s in (section.lead, *section.sentences))
    assert "Mara Tolm" in told
    assert "drivers know" not in told
