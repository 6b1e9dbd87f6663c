"""Days in a page's words: which times name a month or a year, what stretch they bound, and when two meet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from writethru.publish.checking.words import rows, words_in
from writethru.records import TimeExpression

RANGED = re.compile(r"\s?[–—-]\s?")
WEEK = re.compile(r"\bweek of $", re.IGNORECASE)
SEASON = 80  # days; a season that an article gives bears out its months
WEEKLY = (5, 8)  # days of what a page calls a week; no single day bears that out
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
Interval = tuple[str, str]


def stretches(text: str, times: Sequence[TimeExpression]) -> Iterator[tuple[TimeExpression, Interval]]:
    """Yield the times that name a year or a month with their days; `9–15 Nov` is one time, so is a week of a day."""
    at = 0
    while at < len(times):
        time, last = times[at], times[at]
        while at + 1 < len(times) and RANGED.fullmatch(text, last.end, times[at + 1].start):
            at += 1
            last = times[at]
        at += 1
        first, final = time.interval, last.interval
        if first is None or final is None or not (explicit(text, time) or explicit(text, last)):
            continue
        interval = (first[0], final[1])
        if WEEK.search(text, max(0, time.start - 9), time.start) and first == final:
            interval = (first[0], (date.fromisoformat(first[0]) + timedelta(days=6)).isoformat())
        yield time, interval


def explicit(text: str, time: TimeExpression) -> bool:
    """Return whether a time names a year or a month, and so does not hang on the day of the page."""
    words = text[time.start : time.end]
    months = rows("page", "dates", "months")
    return time.type in ("DATE", "TIME") and (
        bool(YEAR.search(words)) or any(w.low in months and words[w.start].isupper() for w in words_in(words))
    )


def meets(mine: Interval, other: Interval, year: bool) -> bool:
    """Return whether a time that is given bears out a time of the page: the same days, or days within it.

    Where the page names no year, that of the article counts.
    """
    if not year and mine[0][:4] != other[0][:4] and "-02-29" not in (mine[0][4:], mine[1][4:]):
        mine = (other[0][:4] + mine[0][4:], other[0][:4] + mine[1][4:])
    long = date.fromisoformat(other[1]) - date.fromisoformat(other[0]) >= timedelta(days=SEASON)
    within = long and other[0][:4] == mine[0][:4] and other[0] <= mine[0] and mine[1] <= other[1]
    months = within and date.fromisoformat(mine[1]) - date.fromisoformat(mine[0]) >= timedelta(days=27)
    if WEEKLY[0] <= _length(mine) <= WEEKLY[1] and _length(other) < WEEKLY[0]:
        return False
    return (mine[0] <= other[0] and other[1] <= mine[1]) or (
        months and date.fromisoformat(other[1]) - date.fromisoformat(other[0]) < timedelta(days=100)
    )


def _length(interval: Interval) -> int:
    return (date.fromisoformat(interval[1]) - date.fromisoformat(interval[0])).days + 1


def same_weekday(mine: Interval, other: Interval) -> bool:
    """Return whether two days are one weekday in neighbouring weeks: "Tuesday" may be the last or the next."""
    if mine[0] != mine[1] or other[0] != other[1]:
        return False
    return abs((date.fromisoformat(mine[0]) - date.fromisoformat(other[0])).days) == 7


def shown(interval: Interval) -> str:
    """Return an interval in words of ISO."""
    return interval[0] if interval[0] == interval[1] else f"{interval[0]}/{interval[1]}"
