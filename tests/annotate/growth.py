"""How the cost of reading grows with the length of a text: a ratio, since machines differ."""

from __future__ import annotations

import time
from collections.abc import Callable

LINEAR = 24.0  # eight times the text, and three times that for noise; a square would be 64


def growth(read: Callable[[str], object], unit: str) -> float:
    """Return how much dearer 16,000 characters of a repeated unit are than 2,000: the best of three each."""

    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        best = float("inf")
        for _ in range(3):
            begun = time.process_time()
            read(text)
            best = min(best, time.process_time() - begun)
        return best

    seconds(1000)  # what is loaded once is not counted
    return seconds(16_000) / max(seconds(2000), 0.001)
