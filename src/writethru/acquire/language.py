"""Tells the language of an article, offline: what its page declares, checked against its words."""

from __future__ import annotations

import math
import re

WORD = re.compile(r"[^\W\d_]+")
SAMPLE = 4000  # characters that are looked at
FIRST_LOOK = 1500  # characters by which English is told
FEW = 20  # words; from fewer the model may guess, and counts only if it is sure
LEAST = 6  # words; from fewer nothing is sure
# English function words that no other large language spells so; a page of English prose has
# 15 to 25 in 100 words of them, other languages under 3. They spare loading the model for most input.
ENGLISH = frozenset(
    "the and of to that with said from which his they would their been were this has have".split()
)
ENGLISH_SHARE = 0.09
SURE = 0.9  # probability at which the model goes before what a page declares


def tell(text: str, stated: str = "") -> str:
    """Return the ISO 639-1 code of a text's language; what the page states counts for short texts."""
    sample = text[:SAMPLE]
    words = WORD.findall(sample[:FIRST_LOOK].lower())
    if len(words) >= LEAST and sum(map(ENGLISH.__contains__, words)) >= ENGLISH_SHARE * len(words):
        return "en"
    if len(words) < LEAST:
        return stated
    found, probability = _model(sample)
    if probability >= SURE:
        return found
    return stated or (found if len(words) >= FEW else "")


def _model(sample: str) -> tuple[str, float]:
    import py3langid

    ranked = py3langid.rank(sample)  # (code, log-probability but for a constant), best first
    best, length = float(ranked[0][1]), math.sqrt(len(sample.encode("utf-8", "replace")) or 1)
    # The length is what the model's own calibration divides by.
    return str(ranked[0][0]), 1.0 / sum(math.exp((float(score) - best) / length) for _, score in ranked)
