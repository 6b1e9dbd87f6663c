"""A text as parallel lists of tokens, with which of them stand inside quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from writethru.annotate import lexicon
from writethru.annotate.attributions.words import closed_classes
from writethru.annotate.lexicon import by_language

MARKS = frozenset(["“", "”", '"', "''", "'''", "``", "„", "«", "»"])
DASHES = frozenset(["—", "–", "--", "-"])
STOPS = frozenset([",", ";", ":", "(", ")", "?", "!", "…", "[", "]"]) | DASHES | MARKS


@by_language
def _token() -> re.Pattern[str]:
    """Return the pattern of a token in a text in lower case: words, numbers with commas, doubled marks, anything else.

    An auxiliary is cut from its subject: "they", "'ve".
    """
    cut = "|".join(map(re.escape, lexicon.table("clauses")["endings"]["cut"].split()))
    return re.compile(
        rf"(\w++(?:[&.-]\w++|'(?!(?:{cut})\b)\w++|,(?<=\d,)\d{{3}}(?!\d))*+|'(?:{cut})\b|'{{2,3}}|``|--|\S)"
    )


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
        # gap, token, gap, ...: cheaper than a match object for each token
        pieces = _token().split(lowered(text))
        edges = list(accumulate(map(len, pieces)))
        self.low = pieces[1::2]
        self.text, self.words = text, closed_classes()
        self.start = edges[:-1:2]
        self.end = edges[1::2]
        self.quoted = bytearray(len(self.low))
        for left, right in quotations:
            first, stop = bisect_left(self.start, left), bisect_left(self.start, right)
            self.quoted[first:stop] = b"\1" * (stop - first)

    def at(self, offset: int) -> int:
        """Return the index of the first token that starts at or after an offset."""
        return bisect_left(self.start, offset)

    def is_word(self, index: int) -> bool:
        """Return whether a token is a word or a number."""
        return self.low[index][0].isalnum()

    def word(self, index: int) -> str:
        """Return a token as written."""
        return self.text[self.start[index] : self.end[index]]

    def breaks(self, index: int) -> bool:
        """Return whether a line ends before a token."""
        return "\n" in self.text[self.end[index - 1] : self.start[index]] if index else True

    def capital(self, index: int) -> bool:
        """Return whether a token begins with a capital letter."""
        return self.text[self.start[index]].isupper()
