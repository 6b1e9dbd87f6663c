"""What stands on the page of the small story, and what does not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.publish.conftest import document
from writethru.pipeline import write_page
from writethru.publish.chronology import chronology
from writethru.records import AnnotatedArticle, Brief
from writethru.settings import Settings


def sentences(brief: Brief) -> list[str]:
    return [t.text for section in brief.sections for t in section.sentences]


def test_lengths_keep_to_the_settings(brief: Brief) -> None:
    assert len(brief.headline.text.split()) <= 16
    assert all(len(section.lead.text.split()) <= 14 for section in brief.sections)
    assert len(brief.timeline) <= 12


def test_nothing_is_said_twice(brief: Brief) -> None:
    said = sentences(brief)
    assert len(said) == len(set(said))


def test_a_replaced_toll_is_a_change_and_no_sentence(brief: Brief) -> None:
    change = next(c for c in brief.changes if c.kind == "figure revised")
    assert "12" in change.previously and "17" in change.now
    assert not any(re.search(r"\b12 people", text) for text in sentences(brief))


def test_a_contested_outcome_stands_with_its_holder(brief: Brief) -> None:
    for text in (*sentences(brief), brief.headline.text):
        if "overloaded" in text:
            assert re.search(r"[Uu]nion|Hale Lines|denied", text), text


def test_sources_are_numbered_from_the_newest(brief: Brief) -> None:
    assert [note.number for note in brief.sources] == [1, 2, 3]
    assert brief.sources[0].title == "Union says ferry was overloaded"
    assert "first report" in brief.sources[-1].roles
    assert brief.updated == "2031-05-07T15:30:00+02:00"


def test_a_source_is_a_reprint_or_a_rewrite_by_how_it_came_from_its_report() -> None:
    clerk = "“I signed for the crates because the seal was whole and the scales agreed with the paper”"
    widow = "“He never owned a boat, he was afraid of water from the day his brother drowned”"
    report = (
        f"Ledgers of the customs house hold 214 entries by one clerk.\n\n{clerk}, he told the Ellery Herald.\n\n"
        f"The boat was bought by a man who died in 2009.\n\n{widow}, his widow said over coffee.\n\n"
        "Three inspectors who asked were moved inland within a month.\n\nThe boiler of the laundry is still warm."
    )
    retold = (
        f"A clerk let crates through, the Ellery Herald says.\n\n{clerk}, he told the Ellery Herald of 214 entries."
        f"\n\n{widow}, a widow told the paper."
    )
    rows = (
        ("Ellery Herald", "Crates", "2031-03-04", report),
        ("Basin Courier", "Crates let in", "2031-03-05", report),
        ("Daily Ear", "Tea and lies", "2031-03-06", retold),
    )
    brief, _ = write_page("crates", [document(*row) for row in rows], settings=Settings())
    assert {note.publisher: note.roles for note in brief.sources} == {
        "Ellery Herald": ("first report", "own reporting"),
        "Basin Courier": ("reprint",),
        "Daily Ear": ("rewrite",),
    }
    assert brief.counts.origins == 1


def test_the_timeline_dates_events_and_not_articles(brief: Brief) -> None:
    when = {(e.when.start, e.when.granularity): e.event.text for e in brief.timeline}
    assert "ran aground" in when["2027-01-01", "year"]
    assert any(start == "2031-05-06" and "Divers" in text for (start, _), text in when.items())
    assert all(e.when.start <= e.when.end for e in brief.timeline)
    assert list(brief.timeline) == sorted(
        brief.timeline, key=lambda e: (e.when.start, e.when.end, e.event.text)
    )


@limits(deadline=None)  # the first page of a process takes longer: word lists are read
@given(st.permutations([0, 1, 2]))
def test_the_order_of_articles_does_not_matter(documents: list[AnnotatedArticle], order: list[int]) -> None:
    page = write_page("ferry", [documents[i] for i in order], settings=Settings())
    assert page == write_page("ferry", documents, settings=Settings())


def test_a_page_needs_an_article() -> None:
    with pytest.raises(ValueError, match="at least one article"):
        write_page("none", [], settings=Settings())


def test_one_article_without_a_usable_sentence_still_has_a_headline() -> None:
    brief, faults = write_page(
        "bare", [document("Gazette", "Ferry sinks", "2031-05-06", "No.")], settings=Settings()
    )
    assert (brief.headline.text, brief.sections, faults) == ("Ferry sinks", (), ())


def test_days_that_articles_name_come_first(documents: list[AnnotatedArticle]) -> None:
    told = chronology(documents, 2, 1, first="2031-01-01")
    assert "2031-05-05" in told and len(told) <= 2
    assert all(len(ts) <= 1 for ts in told.values())
    assert chronology(documents, 5, 1, first="2040-01-01") == {}
