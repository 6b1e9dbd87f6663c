"""Does something when what was begun takes too long: a thread looks at the clock while anything is going on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

TICK = 0.1  # seconds; a deadline is overrun by so much


class Deadline:
    """Calls `expire` when what was begun is not finished after so many seconds; there is one thing at a time.

    Time in which the whole program was stopped does not count: a step counts a second at most.
    """

    def __init__(self, seconds: float, expire: Callable[[], None]) -> None:
        self._seconds = seconds
        self._expire = expire
        self._turn = threading.Condition()
        self._begun = 0  # how many things were begun
        self._going_on = self._late = self._over = self._asleep = False
        threading.Thread(target=self._watch, name="writethru-clock", daemon=True).start()

    def begin(self) -> None:
        """Start the clock."""
        with self._turn:
            self._begun += 1
            self._going_on, self._late = True, False
            if self._asleep:
                self._turn.notify()

    def finish(self) -> bool:
        """Stop the clock; return whether it had run out."""
        with self._turn:
            self._going_on = False
            return self._late

    def close(self) -> None:
        """Look at the clock no more."""
        with self._turn:
            self._over = True
            self._turn.notify()

    def _watch(self) -> None:
        begun, spent, last = 0, 0.0, time.monotonic()
        with self._turn:
            while not self._over:
                self._asleep = not self._going_on
                self._turn.wait(TICK if self._going_on else None)
                self._asleep = False
                now = time.monotonic()
                same = self._going_on and self._begun == begun
                spent = spent + min(now - last, 1.0) if same else 0.0
                begun, last = self._begun, now
                if self._going_on and not self._late and spent > self._seconds:
                    self._late = True
                    self._expire()
