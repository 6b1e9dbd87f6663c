"""How often a test tries: a part of it in every run, all of it in `make soak`."""

from __future__ import annotations

import os

SOAKING = bool(os.environ.get("WRITETHRU_SOAK"))


def trials(short: int, long: int) -> int:
    """Return how many trials to make: `short` in every run, `long` in `make soak`."""
    return long if SOAKING else short
