"""Which sentences of two outlets report one event, and which share its words only."""

from __future__ import annotations

import pytest

from tests.publish.conftest import document
from writethru.publish.likeness import REPEATS, Likeness
from writethru.records import AnnotatedArticle

REST = (
    " The ferries of Tolmund carry grain and cars.\n\nHarbour master Ilse Bork has worked there since 2019."
    " The town council meets in the old customs house. Insurers have asked for the log books of three ships."
    " Fishermen blame the weather for the poor season."
)


def report(publisher: str, title: str, first: str, day: str = "2031-04-02") -> AnnotatedArticle:
    return document(publisher, title, f"{day}T08:00:00Z", f"{first}\n\n{REST}")


def sure(one: AnnotatedArticle, other: AnnotatedArticle) -> float:
    return Likeness((one, other)).same(one, one.body.sentences[0], other, other.body.sentences[0])


RESIGNS = report(
    "Tolmund Post",
    "Minister Jon Vell resigns over ferry",
    "Transport minister Jon Vell resigned on Tuesday over the sinking of a ferry off Port Hale.",
)


@pytest.mark.parametrize(
    ("title", "first", "one_event"),
    [
        # A noun for the verb, another word for the event.
        (
            "Vell quits after ferry disaster",
            "Jon Vell announced his resignation as minister on Tuesday after a ferry sank off Port Hale.",
            True,
        ),
        (
            "Ferry minister goes",
            "Vell, the transport minister, quit on Tuesday over the ferry's sinking.",
            True,
        ),
        # The same people and words, another event.
        (
            "Ferry crew had asked for a radio",
            "The crew of the ferry had asked for a new radio twice since March, transport inspectors found.",
            False,
        ),
        (
            "Opposition to name candidate",
            "The opposition will name its candidate for transport minister next week, its leader said.",
            False,
        ),
    ],
)
def test_one_event_is_known_in_other_words(title: str, first: str, one_event: bool) -> None:
    assert (sure(RESIGNS, report("Basin Courier", title, first)) >= REPEATS) is one_event


def test_other_words_of_one_speaker_are_another_statement() -> None:
    one = report(
        "Tolmund Post", "Vell speaks", "“I never saw the report on the ferry”, minister Jon Vell said."
    )
    same = report(
        "Basin Courier", "Vell speaks", "Minister Jon Vell said: “I never saw the report on the ferry.”"
    )
    other = report(
        "Lake Mail", "Vell speaks", "“The ferry report was wrong from the start”, minister Jon Vell said."
    )
    assert sure(one, same) > REPEATS
    assert sure(one, same) > sure(one, other) + 0.3


def test_days_between_two_reports_speak_against_one_event() -> None:
    first = "Police searched the office of the ferry company Balt Line."
    one, same = (report(p, "Police search office", first) for p in ("Tolmund Post", "Basin Courier"))
    later = report("Basin Courier", "Police search office", first, "2031-04-06")
    assert sure(one, same) > sure(one, later)


def test_the_likeness_is_the_same_from_both_sides() -> None:
    other = report("Basin Courier", "Vell quits", "Jon Vell announced his resignation on Tuesday.")
    assert sure(RESIGNS, other) == pytest.approx(sure(other, RESIGNS))


@pytest.mark.parametrize("least", [0.05, 0.2, REPEATS, 0.6, 0.9])
def test_what_is_surely_less_alike_than_asked_is_not_weighed_and_nothing_else(least: float) -> None:
    firsts = (
        "Jon Vell announced his resignation on Tuesday after a ferry sank off Port Hale.",
        "Vell, the transport minister, quit on Tuesday over the ferry's sinking, which cost 14 lives.",
        "The crew of the ferry had asked for a new radio twice since March, inspectors found.",
        "“I never saw the report”, minister Jon Vell said as he left.",
    )
    reports = [RESIGNS, *(report(f"Outlet {n}", "Vell quits over ferry", f) for n, f in enumerate(firsts))]
    likeness = Likeness(reports)
    said = [likeness.said(each, sentence) for each in reports for sentence in each.body.sentences]
    for one in said:
        for other in said:
            sure = likeness.likely(one, other)
            assert likeness.likely(one, other, least) in ((sure,) if sure >= least else (sure, 0.0))
