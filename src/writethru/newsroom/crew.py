"""A few threads that fetch while the newsroom reads; none of them is waited for when the work ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

K = TypeVar("K")
R = TypeVar("R")


class Crew(Generic[K, R]):
    """Does jobs in up to `size` threads; what each returned or raised is handed out with its key.

    The threads are daemons: a process that is told to stop does not wait for a slow server.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.busy = 0
        self._threads = 0
        self._jobs: SimpleQueue[tuple[K, Callable[[], R]] | None] = SimpleQueue()
        self._done: SimpleQueue[tuple[K, R | BaseException]] = SimpleQueue()

    @property
    def free(self) -> bool:
        """Whether another job would be begun at once."""
        return self.busy < self.size

    def do(self, key: K, job: Callable[[], R]) -> None:
        """Have a job done."""
        self.busy += 1
        if self._threads < min(self.busy, self.size):
            self._threads += 1
            threading.Thread(target=self._work, daemon=True).start()
        self._jobs.put((key, job))

    def done(self, seconds: float) -> list[tuple[K, R]]:
        """Return what is done, after waiting at most so long for the first; raise what a job raised."""
        found: list[tuple[K, R]] = []
        while self.busy:
            try:
                key, result = self._done.get(timeout=seconds) if not found else self._done.get_nowait()
            except Empty:
                break
            self.busy -= 1
            if isinstance(result, BaseException):
                raise result
            found.append((key, result))
        return found

    def close(self) -> None:
        """Send the threads home, each after the job that it is at."""
        for _ in range(self._threads):
            self._jobs.put(None)

    def _work(self) -> None:
        while (task := self._jobs.get()) is not None:
            key, job = task
            try:
                self._done.put((key, job()))
            except BaseException as error:
                self._done.put((key, error))
