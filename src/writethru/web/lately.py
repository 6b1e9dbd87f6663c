"""What was made lately for one who asked is given to the next: for what costs much and need not be of this second."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

SECONDS = 10.0  # a feed reader asks every few minutes
MOST = 8  # a feed has half a megabyte


class Lately:
    """Keeps the last few things that were made, each for some seconds; who asks while one is made waits for it."""

    def __init__(self, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._made: OrderedDict[Hashable, tuple[float, str]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], str]) -> str:
        """Return what was made under a key lately, or make it."""
        with self._lock:
            at, text = self._made.get(key, (float("-inf"), ""))
            if self._clock() - at >= self._seconds:
                at, text = self._clock(), make()
                self._made[key] = at, text
            self._made.move_to_end(key)
            if len(self._made) > MOST:
                self._made.popitem(last=False)
            return text
