"""The clock that fetching goes by, and the moment by which one fetch is to be done."""

from __future__ import annotations

import time
from collections.abc import Callable

from writethru.errors import FetchError
from writethru.records import Record


class Clock(Record, frozen=True):
    """Three functions, so that politeness over days can be tried in a moment."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    wall: Callable[[], float] = time.time  # seconds since 1970, against which dates of servers are held


class Deadline:
    """The end of one fetch: whatever waits, waits for what is left of it."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._seconds = seconds
        self._end = clock.now() + seconds

    def left(self, most: float | None = None) -> float:
        """Return the seconds left, at most `most`; raise FetchError when there are none."""
        rest = self._end - self._clock.now()
        if rest <= 0:
            raise FetchError(f"it did not answer within {self._seconds:g} seconds", "timeout")
        return rest if most is None else min(rest, most)
