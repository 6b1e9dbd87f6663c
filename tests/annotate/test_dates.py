"""Time expressions: the cases of tests/cases/dates, and what holds for any text."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from writethru.annotate.dates import find_times
from writethru.annotate.dates import values as date_values
from writethru.annotate.sentences import find_sentences
from writethru.records import Sentence, TimeExpression

CASES = Path(__file__).parent.parent / "cases" / "dates"
WORDS = (
    "the a an of in on by 1999 2001 3 12 45 Monday Tuesday May March may march Sept. Jan. week weeks year years ago "
    "earlier later last next this past early late mid - , . ' quarter first second third half to and from until "
    "night morning at 10 a.m. p.m. GMT 18:40 2,000 '90s 1990s century every each few several two twenty hundred "
    "today yesterday now recently soon following previous day days will was said Christmas 31 30 29 February 9999 0000"
).split()


def cases() -> list[tuple[str, str, str, str]]:
    found = []
    for path in sorted(CASES.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                published, marked, wanted = (part.strip() for part in (line + " ").split(" | "))
                found.append((path.stem, published, marked, wanted))
    return found


def times(text: str, published: str | None = "2031-03-06") -> tuple[TimeExpression, ...]:
    return find_times(text, find_sentences(text), published=published)


@pytest.mark.parametrize(("topic", "published", "marked", "wanted"), cases())
def test_case(topic: str, published: str, marked: str, wanted: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    spans, removed = [], 0
    for match in re.finditer(r"\[[^\]]*\]", marked):
        spans.append(text[match.start() - removed : match.end() - removed - 2])
        removed += 2
    found = times(text, None if published == "-" else published)
    expected = [part.split() for part in wanted.split(";") if part.strip()]
    assert [text[t.start : t.end] for t in found] == spans
    assert [(t.type, t.value) for t in found] == [(kind, value) for kind, value, *_ in expected]
    for time, (_, _, *interval) in zip(found, expected, strict=True):
        if interval:
            assert time.interval == tuple(interval[0].split(".."))


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 150


def test_granularity_interval_and_confidence() -> None:
    day, month, part, span, now = times(
        "On Monday, as in May 2019 and last night, for two years he was now ill."
    )
    assert (day.granularity, month.granularity, part.granularity) == ("day", "month", "part-of-day")
    assert (span.interval, now.interval, now.granularity) == (None, None, "")
    assert day.relative and not month.relative
    assert month.confidence == 1.0 > day.confidence


def test_what_counts_from_a_day_that_was_not_said_has_no_interval() -> None:
    year, day = times("The ferry sank in 2010. The next day the crew was found.")
    assert (year.value, day.value, day.interval) == ("2010", "XXXX-XX-XX", None)
    assert day.confidence < 0.5


def test_a_year_that_was_told_makes_a_later_day_doubtful() -> None:
    _, later = times("He was held on Nov. 3, 2029. On Feb. 27 he was freed.")
    assert later.confidence < 0.8


def test_the_number_of_cases_that_are_no_times() -> None:
    assert sum(not wanted for _, _, _, wanted in cases()) >= 60


def test_a_date_is_read_across_a_false_end_of_sentence() -> None:
    text = "The camp ran from Sept. 29-Oct. 3."
    parts = (Sentence(0, text.index(" 3") + 1), Sentence(text.index(" 3") + 1, len(text)))
    assert find_times(text, parts, published="2031-03-06")[-1].value == "2030-10-03"


def test_a_weekday_without_a_tense_is_a_guess() -> None:
    (guess,) = times("Monday: a photograph")
    (told,) = times("He left on Monday")
    assert guess.confidence < 0.8 <= told.confidence


def test_today_without_a_tense_may_mean_nowadays() -> None:
    (nowadays,) = times("Today, most families own a boat.")
    (day,) = times("Today, the ferry sank.")
    assert nowadays.confidence < 0.8 <= day.confidence


def test_a_month_beside_a_year_that_follows_is_a_guess() -> None:
    month, year = times("The bridge, which opened in June, closed in November 2028.")
    assert (year.value, month.confidence < 0.8) == ("2028-11", True)


def test_the_outlets_own_day_is_the_reference() -> None:
    text = "He left today."
    assert times(text, "2031-03-06T00:30:00+09:00")[0].value == "2031-03-06"


def test_a_history_follows_its_own_years() -> None:
    text = (
        "The war began in April 1861. In July 1861 the first battle was fought. In March 1862 the fleet sailed. "
        "By June 1862 it was lost. On 3 May 1863 the siege began. In July the town fell. "
        "In August 1864 the last harbour was closed, and peace came in 1865."
    )
    july = next(t for t in times(text) if text[t.start : t.end] == "July")
    assert july.value == "1863-07"


def test_news_with_a_background_of_years_is_no_history() -> None:
    text = (
        "The clerk quit on Tuesday. He had joined the council in January 2027 after the vote of 2026.\n\n"
        "In July 2026 the council had met in the mill, as in June 2026. The mill burnt down last summer. "
        "A picture shows it on March 4, 2025.\n\n"
        "The clerk took over the office in September after the short term of his uncle."
    )
    month = next(t for t in times(text) if text[t.start : t.end] == "September")
    assert month.value == "2030-09"


def test_what_a_month_far_back_marks_out_is_a_guess() -> None:
    rise, month = times("The bank raised its rates after the May rise of prices, which began in May.")
    assert rise.confidence < 0.5 <= month.confidence


def test_dates_beyond_the_calendar_are_left_out() -> None:
    assert times("It will end 99999 years later, 900000000000 days ago.") == ()
    found = times("On February 30, 2019 and 13/45/2019 nothing happened.")
    assert all(time.granularity != "day" for time in found)


def test_publication_must_be_iso() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        times("today", "yesterday")


@limits(deadline=None)  # the first text of a process takes longer: the grammar is read
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=200))
def test_spans_are_valid_ordered_and_found_again(text: str) -> None:
    found = times(text)
    assert found == times(text)
    last = 0
    for time in found:
        assert last <= time.start < time.end <= len(text)
        last = time.end
        assert time.value and 0 < time.confidence <= 1
        if time.interval:
            first, end = (date.fromisoformat(day) for day in time.interval)
            assert first <= end
            assert time.type in ("DATE", "TIME") and time.granularity


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_works_without_dateline_and_without_sentences(text: str) -> None:
    for time in find_times(text, (), published=None, field="title"):
        assert time.field == "title" and time.value


@given(st.dates(min_value=date(1600, 1, 1), max_value=date(2400, 12, 31)))
def test_each_unit_holds_its_day(day: date) -> None:
    for unit in ("D", "W", "M", "Q", "H", "Y", "DE", "CE"):
        days = date_values.days_of(date_values.unit_value(day, unit))
        assert days is not None and days[0] <= day <= days[1]


@pytest.mark.parametrize(
    "piece",
    [
        "the ",
        "every two ",
        "in the early ",
        "a few ",
        "May 3 to ",
        "1999-",
        "of the ",
        "3 3 ",
        "a half ",
        "two or ",
        "12-18 ",
        "thousand two ",
    ],
)
def test_long_repetitions_take_linear_time(piece: str) -> None:
    text = piece * (16_000 // len(piece))
    assert isinstance(find_times(text, (), published="2031-03-06"), tuple)


@pytest.mark.parametrize(
    "text",
    [
        "The dam broke over half a century ago.",
        "The dam broke more than 50 years ago.",
        "The dam broke nearly 60 days ago.",
        "She opened the bridge Sunday, April 13, with a speech.",  # after the day of its article
        "In 2017 two mayors ran. In May a paper told of a feast. One of them spoke in September.",
        "The bill passed the council on Tuesday. So great! — Jon Vell (@jonvell) May 19, 2031",
    ],
)
def test_what_dates_no_event_for_sure_is_a_guess(text: str) -> None:
    sure = [t for t in times(text) if t.relative and t.interval and t.confidence >= 0.5]
    assert not sure


@pytest.mark.parametrize(
    "text",
    [
        "The dam broke two years ago.",
        "She opens the bridge Sunday, March 9, with a speech.",
        "In 2017 two mayors ran. In February a paper told of a feast.",
        "In 2017 two mayors ran.\n\nIn May a paper told of a feast.",
        "The bill passed the council on Tuesday. So great! — Jon Vell (@jonvell) March 5, 2031",
    ],
)
def test_what_dates_an_event_stays_sure(text: str) -> None:
    (time,) = [t for t in times(text) if t.relative]
    assert time.confidence >= 0.5
