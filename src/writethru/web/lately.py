"""What was made lately for one who asked is given to the next: for what costs much and need not be of this second."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")

SECONDS = 10.0  # a feed reader asks every few minutes
MOST = 8  # a feed has half a megabyte


class Lately(Generic[T]):
    """Keeps the last few things that were made, each for some seconds; who asks while one is made waits for it."""

    def __init__(self, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._made: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made under a key lately, or make it."""
        with self._lock:
            found = self._made.get(key)
            if found is None or self._clock() - found[0] >= self._seconds:
                found = self._made[key] = self._clock(), make()
            self._made.move_to_end(key)
            if len(self._made) > MOST:
                self._made.popitem(last=False)
            return found[1]
