"""What a share between brackets or dashes is of: `most voters (54%)`, `a majority (54%) of voters`."""

from __future__ import annotations

from itertools import takewhile

from writethru.annotate.quantities.measured import counted_after_measure
from writethru.annotate.quantities.numbers import table
from writethru.annotate.quantities.phrases import Counted
from writethru.annotate.quantities.words import is_plural, known

_OPENING, _CLOSING = "(–—-", ")–—-"
_REACH = 70  # characters before it in which the words stand that it tells more exactly
_MOST_NOUN = 4


def share_in_aside(text: str, start: int, end: int, sentence: tuple[int, int]) -> Counted | None:
    """Return what a share from `start` to `end` is of if it says more exactly what words before it say, or None."""
    opening = text[max(0, start - 2) : start].strip()
    closing = text[end : end + 2].strip()[:1]
    if not opening or opening[-1] not in _OPENING or not closing or closing not in _CLOSING:
        return None
    before = text[max(sentence[0], start - _REACH) : start - 1].rstrip(" –—-").lower().split()
    lead = next((at for at in range(len(before) - 1, -1, -1) if before[at] in table()["shares"]["leads"]), -1)
    if lead < 0:
        return None
    rest = before[lead + 1 :]
    if not rest:
        return counted_after_measure(text, text.index(closing, end) + 1, sentence[1], "%", False)
    words = known()
    while rest and (rest[0] in words.of or rest[0] in words.determiners or rest[0] in words.idle):
        rest = rest[1:]
    noun = list(takewhile(lambda word: word.replace("-", "").isalpha() and word not in words.stop, rest))
    if not 0 < len(noun) <= _MOST_NOUN or not is_plural(noun[-1]):
        return None
    noun[-1] = table()["same"].get(noun[-1], noun[-1])
    return Counted(" ".join(noun), "%", end, end)
