"""Times of the day on the drawn timeline: when in minutes an entry was, and the labels of hours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from writethru.records import When
from writethru.render.wording import MONTHS

DAY = 1_440  # minutes
MOST_DAYS = 2  # from the first to the last: of more a strip shows days
# Parts of the day, in minutes from its beginning; a night is the one that begins on that day.
PARTS = {"MO": (360, 720), "MI": (690, 780), "AF": (720, 1_080), "EV": (1_080, 1_380), "NI": (1_260, 1_439)}
STEPS = (5, 15, 30, 60, 120, 180, 360, 720, 1_440)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def minutes(times: Sequence[When]) -> list[tuple[int, int]] | None:
    """Return from which to which minute each time reaches; None where days tell as much, or are too many.

    They are counted from the first day that there is. What is told without a time of the day reaches over all of it.
    """
    found, clocks = [], set()
    for when in times:
        first, last = (date.fromisoformat(day).toordinal() * DAY for day in (when.start, when.end))
        within = _within(when.clock) if first == last else None
        clocks |= {(first, within)} if within else set()
        found.append((first + within[0], first + within[1]) if within else (first, last + DAY - 1))
    days = [time // DAY for span in found for time in span]
    return found if len(clocks) > 1 and max(days) - min(days) <= MOST_DAYS else None


def _within(clock: str) -> tuple[int, int] | None:
    """Return the minutes of a day that a time of it takes."""
    if at := _CLOCK.fullmatch(clock):
        minute = int(at[1]) * 60 + int(at[2])
        return minute, minute
    return PARTS.get(clock)


def labels(first: int, last: int, room: float) -> Iterator[tuple[int, str, str]]:
    """Yield the minutes that are to be labelled, at most so many, each with its hour, and its day where that changes."""
    length = last - first
    step = next((s for s in STEPS if length / s <= room), STEPS[-1])
    begin = -(-first // step) * step
    day = 0
    for minute in range(begin, last + 1, step) if begin <= last else (first,):
        today = minute // DAY
        yield minute, clock_words(minute), "" if today == day else day_of(minute)
        day = today


def clock_words(minute: int) -> str:
    """Return the time of the day of a minute: `21:40`."""
    return f"{minute % DAY // 60:02}:{minute % 60:02}"


def day_of(minute: int) -> str:
    """Return the day of a minute: `3 Mar`."""
    day = date.fromordinal(minute // DAY)
    return f"{day.day} {MONTHS[day.month - 1]}"
