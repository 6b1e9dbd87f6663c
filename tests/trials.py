"""How often a test tries: a part of it in every run, all of it in `make soak`."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest

SOAKING = bool(os.environ.get("WRITETHRU_SOAK"))
# Where a change is judged (`.ci/run`) and in `make soak` nothing may be missing: a test fails for want of what it needs.
COMPLETE = SOAKING or bool(os.environ.get("WRITETHRU_COMPLETE"))


def trials(short: int, long: int) -> int:
    """Return how many trials to make: `short` in every run, `long` in `make soak`."""
    return long if SOAKING else short


def do_without(why: str) -> NoReturn:
    """Pass a test over for want of what it needs; where nothing may be missing, fail it."""
    if COMPLETE:
        pytest.fail(why)
    pytest.skip(why)


@contextmanager
def untraced() -> Iterator[None]:
    """Measure without a tracer (as of coverage), which takes time, and remembers every thread that it has seen."""
    own, of_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)  # type: ignore[arg-type]
    try:
        yield
    finally:
        sys.settrace(own)
        threading.settrace(of_threads)  # type: ignore[arg-type]
