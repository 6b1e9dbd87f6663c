"""Which event a time dates: the cases of tests/cases/dating, and what holds for any text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.annotate.growth import LINEAR, growth
from writethru.annotate.dates import find_times
from writethru.annotate.dating import date_events
from writethru.annotate.sentences import find_sentences
from writethru.records import Field, TimeExpression

CASES = Path(__file__).parent.parent / "cases" / "dating"
MARK = re.compile(r"<(?P<event>[^<>:]+):(?P<of>\d)>|\{(?P<time>[^{}:]+):(?P<number>[\d-])\}")
WORDS = (
    "the a man police attack vote on in after before since that which who said says will be was were killed held "
    "to sell and but , ; : ( ) “ ” \" — Monday 2014 next week last year now recently two years ’s 's . Roe of by "
    "plans agreed found abandoned whose if it they has been not only than first"
).split()


def cases() -> list[tuple[str, str]]:
    return [
        (path.stem, line)
        for path in sorted(CASES.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]


def dated(
    text: str, published: str | None = "2031-04-02", field: Field = "text"
) -> tuple[TimeExpression, ...]:
    sentences = find_sentences(text, field)
    times = find_times(text, sentences, published=published, field=field)
    return date_events(text, sentences, times, published=published, field=field)


@pytest.mark.parametrize(("topic", "marked"), cases())
def test_case(topic: str, marked: str) -> None:
    events, times, text, last = {}, [], "", 0
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        last = mark.end()
        if mark["event"]:
            events[mark["of"]] = (len(text), len(text) + len(mark["event"]))
            text += mark["event"]
        else:
            times.append((len(text), len(text) + len(mark["time"]), mark["number"]))
            text += mark["time"]
    text += marked[last:]
    found = dated(text, field="title" if topic == "headlines" else "text")
    for start, end, number in times:
        time = next(t for t in found if t.start < end and start < t.end)
        event = time.event and text[time.event.start : time.event.end]
        wanted = events.get(number)
        assert event == (wanted and text[wanted[0] : wanted[1]])
        if time.event and wanted:
            assert (time.event.start, time.event.end) == wanted


def test_the_clause_holds_the_time_and_its_event_and_no_other() -> None:
    text = "The minister said on Tuesday that the bridge, which was built in 1964, would be closed in May."
    said, built, closed = dated(text)
    clauses = [text[t.clause.start : t.clause.end] for t in (said, built, closed) if t.clause]
    assert clauses == ["The minister said on Tuesday", "was built in 1964", "would be closed in May"]


def test_times_outside_of_sentences_are_kept() -> None:
    text = "On Monday he left."
    times = find_times(text, (), published="2031-04-02")
    assert date_events(text, (), times) == times


def test_without_a_dateline() -> None:
    (time,) = dated("Orlen agreed to sell the mill in 2019.", None)
    assert time.event is not None


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=200))
def test_spans_are_valid(text: str) -> None:
    sentences = find_sentences(text)
    times = find_times(text, sentences, published="2031-04-02")
    found = dated(text)
    assert [(t.start, t.end, t.value) for t in found] == [(t.start, t.end, t.value) for t in times]
    for time in found:
        assert (time.event is None) == (time.clause is None)
        if time.event and time.clause:
            assert 0 <= time.clause.start <= time.event.start < time.event.end <= time.clause.end <= len(text)
            assert time.clause.start <= time.start < time.end <= time.clause.end
            assert any(s.start <= time.clause.start and time.clause.end <= s.end for s in sentences)


@pytest.mark.parametrize(
    "unit",
    [
        "on Monday he said ",
        "Monday and ",
        "in 2014 the man killed ",
        "police attacks since 2014 ",
        "“on Monday ",
        ", on Monday",
        "Monday      ",
        "who was on Monday accused of ",
    ],
)
def test_cost_grows_with_the_text(unit: str) -> None:
    def read(text: str) -> object:
        sentences = find_sentences(text)
        return date_events(text, sentences, find_times(text, sentences, published="2031-04-02"))

    assert growth(read, unit) < LINEAR
