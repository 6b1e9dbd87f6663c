"""How the cost of reading grows with the length of a text: a ratio, since machines differ."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.trials import untraced

LINEAR = 24.0  # eight times the text, and three times that for noise; a square would be 64


def growth(read: Callable[[str], object], unit: str) -> float:
    """Return how much dearer 16,000 characters of a repeated unit are than 2,000: each the best of up to three."""

    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        with untraced():
            begun = time.process_time()
            read(text)
            return time.process_time() - begun

    seconds(1000)  # what is loaded once is not counted
    short, long = max(min(seconds(2000) for _ in range(3)), 0.001), float("inf")
    for _ in range(3):  # a machine that does something else only ever makes a time longer
        long = min(long, seconds(16_000))
        if long < LINEAR * short:
            break
    return long / short
