"""What a server has to say while it runs: to standard error, one line each, the same trouble at most once a minute."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from writethru.cli.printing import complain

AGAIN = 60.0  # seconds; a store that is gone is told of at every request
MOST = 100  # lines that are remembered


class Noting(logging.Handler):
    """Says what is logged, and of what broke where that was."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(logging.INFO)
        self._clock = clock
        self._said: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Say one thing; a trouble only if it was not said just before."""
        line = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            steps = [f"{step.filename}:{step.lineno}" for step in traceback.extract_tb(error.__traceback__)]
            line = f"{line}: {type(error).__name__}: {error} ({' < '.join(reversed(steps[-5:]))})"
        if record.levelno < logging.ERROR:
            complain(line)
            return
        now = self._clock()
        if now - self._said.get(line, float("-inf")) < AGAIN:
            return
        self._said.pop(line, None)
        self._said[line] = now
        if len(self._said) > MOST:
            del self._said[next(iter(self._said))]
        complain(line)


@contextmanager
def noting() -> Iterator[None]:
    """Have what the reading room logs be said as long as this lasts."""
    log, handler = logging.getLogger("writethru.web"), Noting()
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
