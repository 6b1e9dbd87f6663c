"""As of when a number holds: the time expression in its clause (`by Tuesday evening, 31 people`)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from writethru.annotate.quantities.numbers import alternatives, table
from writethru.records import TimeExpression

_FARTHEST = 120  # characters between a number and its time
_FEWEST_IN_CLAUSE = 2  # words before a time that can be a clause: `published on`
_MARK_REACH = 24  # characters before a time in which its preposition stands


class _Patterns(NamedTuple):
    before: re.Pattern[str]  # ends the clause between a time and the number after it
    after: re.Pattern[str]  # ends the clause between a number and the time after it
    until: re.Pattern[str]  # says that the count stood then
    since: re.Pattern[str]  # says that the time is another than that of the count
    opener: re.Pattern[str]  # opens a clause beside the main one
    spoken: re.Pattern[str]  # says that the time is that of somebody's words


@cache
def _patterns() -> _Patterns:
    said = table()["as_of"]
    boundary = alternatives([*said["subordinators"], *said["speech"]])
    links = alternatives(said["coordinators"])
    return _Patterns(
        re.compile(rf"[;:!?—]| [–-] |--|\b(?:{boundary})\b|, (?:{links})\b", re.I),
        re.compile(rf"[;:!?—,(]| [–-] |--|\b(?:{boundary}|{links})\b", re.I),
        re.compile(rf"\b(?:{alternatives(said['until'])})(?: the)? $", re.I),
        re.compile(rf"\b(?:{alternatives(said['since'])})(?: the)? $", re.I),
        re.compile(rf"\b(?:{alternatives(said['subordinators'])})\b", re.I),
        re.compile(rf"\b(?:{alternatives(said['speech'])})(?: \w+)?(?: (?:{alternatives(said['on'])}))? $", re.I),
    )


def as_of(
    text: str, start: int, end: int, sentence: tuple[int, int], times: Sequence[TimeExpression]
) -> tuple[str, str] | None:
    """Return the first and last day of the time at which the count from `start` to `end` holds.

    `times` are sorted. A time counts if nothing ends the clause between it and the number and its
    preposition is none of `since`, `before`, `than`; one that says until when (`by`, `as of`) goes before
    one that does not, a nearer one before a farther one. None if the clause states no day, week, month or
    year.
    """
    best: tuple[bool, int] | None = None
    found = None
    at = bisect_left(times, sentence[0], key=_start)
    while at < len(times) and times[at].start < sentence[1]:
        time, at = times[at], at + 1
        if time.interval is None:
            continue
        gap = _gap(text, start, end, time)
        if gap is None:
            continue
        patterns = _patterns()
        lead = text[max(sentence[0], time.start - _MARK_REACH) : time.start]
        if time.end <= start and _is_aside(text, sentence[0], time):
            continue
        if patterns.since.search(lead) or patterns.spoken.search(lead):
            continue
        rank = (not patterns.until.search(lead), gap)
        if best is None or rank < best:
            best, found = rank, time.interval
    return found


def _start(time: TimeExpression) -> int:
    return time.start


def _is_aside(text: str, floor: int, time: TimeExpression) -> bool:
    """Whether a time stands in a clause of its own before the number: `the fire that began on Saturday`."""
    left = max(floor, time.start - _FARTHEST)
    before = text[left : time.start]
    comma = max(before.rfind(mark) for mark in ",;:(—")
    words = before[comma + 1 :].split()
    if len(words) < _FEWEST_IN_CLAUSE:
        return False
    if comma >= 0 and text[time.end : time.end + 1] in (",", ")"):
        return True  # the survey, published on Monday, covered
    return _patterns().opener.search(" ".join(words[:-2])) is not None


def _gap(text: str, start: int, end: int, time: TimeExpression) -> int | None:
    """Return how far a time is from a number in the same clause, or None if it is in another."""
    if time.end <= start:
        between, boundary = text[time.end : start], _patterns().before
    elif time.start >= end:
        between, boundary = text[end : time.start], _patterns().after
    else:
        return None
    return None if len(between) > _FARTHEST or boundary.search(between) else len(between)
