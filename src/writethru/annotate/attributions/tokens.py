"""A text as parallel lists of tokens, with which of them stand inside quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from writethru.annotate.attributions.words import closed_classes

# numbers with commas; words, with an auxiliary cut from its subject ("they've"); doubled marks; anything else
_TOKEN = re.compile(
    r"(\w++(?:[&.-]\w++|[’'](?!(?:ve|ll|d|re|m)\b)\w++|,(?<=\d,)\d{3}(?!\d))*+|[’'](?:ve|ll|d|re|m)\b|'{2,3}|``|--|\S)"
)
MARKS = frozenset(["“", "”", '"', "''", "'''", "``", "„", "«", "»"])
DASHES = frozenset(["—", "–", "--", "-"])
STOPS = frozenset([",", ";", ":", "(", ")", "?", "!", "…", "[", "]"]) | DASHES | MARKS


def lowered(text: str) -> str:
    """Return a text of the same length in lower case, with straight apostrophes."""
    low = text.lower()
    if len(low) != len(text):  # a few letters, as the dotted capital I, become two
        low = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return low.replace("’", "'")


class Tokens:
    """Tokens of a text: `low` in lower case with straight apostrophes, their offsets, and its language's `words`."""

    __slots__ = ("end", "low", "quoted", "start", "text", "words")

    def __init__(self, text: str, quotations: Iterable[tuple[int, int]]) -> None:
        pieces = _TOKEN.split(text)  # gap, token, gap, ...: cheaper than a match object for each token
        edges = list(accumulate(map(len, pieces)))
        words = pieces[1::2]
        self.text, self.words = text, closed_classes()
        self.start = edges[:-1:2]
        self.end = edges[1::2]
        self.low = lowered("\n".join(words)).split("\n") if words else []
        self.quoted = bytearray(len(words))
        for left, right in quotations:
            first, stop = bisect_left(self.start, left), bisect_left(self.start, right)
            self.quoted[first:stop] = b"\1" * (stop - first)

    def at(self, offset: int) -> int:
        """Return the index of the first token that starts at or after an offset."""
        return bisect_left(self.start, offset)

    def is_word(self, index: int) -> bool:
        """Return whether a token is a word or a number."""
        return self.text[self.start[index]].isalnum()

    def word(self, index: int) -> str:
        """Return a token as written."""
        return self.text[self.start[index] : self.end[index]]

    def breaks(self, index: int) -> bool:
        """Return whether a line ends before a token."""
        return "\n" in self.text[self.end[index - 1] : self.start[index]] if index else True

    def capital(self, index: int) -> bool:
        """Return whether a token begins with a capital letter."""
        return self.text[self.start[index]].isupper()
