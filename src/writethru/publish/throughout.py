"""Which days an event lasted: `June 16-19` dates it by all four, not by the first."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from writethru.records import TimeExpression

JOINED = re.compile(r" ?[-–—] ?| through ")
LONGEST = 62  # days


def throughout(text: str, times: Sequence[TimeExpression], time: TimeExpression) -> TimeExpression:
    """Return a day as the stretch up to the day that is joined to it, among the times of a text in order; any other as it is."""
    if time.granularity != "day" or time.interval is None:
        return time
    at = bisect_left(times, time.end, key=lambda t: t.start)
    last = times[at] if at < len(times) else time
    if last.granularity == "day" and last.interval and JOINED.fullmatch(text, time.end, last.start):
        days = date.fromisoformat(last.interval[1]) - date.fromisoformat(time.interval[0])
        if 0 < days.days <= LONGEST:
            return replace(time, end=last.end, interval=(time.interval[0], last.interval[1]))
    return time


def days_within(
    text: str, times: Sequence[TimeExpression], start: int, end: int
) -> Iterator[tuple[str, str, str]]:
    """Yield first day, last day and granularity of each time in a stretch of a text, and of what it lasts there."""
    for time in times:
        if start <= time.start and time.end <= end:
            for found in (time, throughout(text, times, time)):
                if found.interval and found.end <= end:
                    yield (*found.interval, found.granularity)
