"""A text as parallel lists of tokens, with which of them stand inside quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left

_TOKEN = re.compile(r"(?:[A-Z]\.){2,6}|[’'](?:ve|ll|d|re|m)\b|[^\W_]+(?:[’'&.-][^\W_]+)*|''|``|--|\S")
_CONTRACTED = ("'ve", "'ll", "'d", "'re", "'m")
MARKS = frozenset(["“", "”", '"', "''", "``", "„", "«", "»"])


class Tokens:
    """Tokens of a text: `low` in lower case with straight apostrophes, `word` as written, and offsets."""

    __slots__ = ("end", "low", "quoted", "start", "text", "word")

    def __init__(self, text: str, quotations: list[tuple[int, int]]) -> None:
        self.text = text
        self.word: list[str] = []
        self.start: list[int] = []
        self.end: list[int] = []
        for match in _TOKEN.finditer(text):
            word, at = match.group(), match.start()
            cut = _contraction(word)
            if cut:
                self._add(word[:cut], at)
                at, word = at + cut, word[cut:]
            self._add(word, at)
        self.low = [word.lower().replace("’", "'") for word in self.word]
        self.quoted = [False] * len(self.word)
        for left, right in quotations:
            for index in range(bisect_left(self.start, left), bisect_left(self.start, right)):
                self.quoted[index] = True

    def _add(self, word: str, at: int) -> None:
        self.word.append(word)
        self.start.append(at)
        self.end.append(at + len(word))

    def at(self, offset: int) -> int:
        """Return the index of the first token that starts at or after an offset."""
        return bisect_left(self.start, offset)

    def is_word(self, index: int) -> bool:
        """Return whether a token is a word or a number."""
        return self.word[index][0].isalnum()

    def capital(self, index: int) -> bool:
        """Return whether a token begins with a capital letter."""
        return self.word[index][0].isupper()


def _contraction(word: str) -> int:
    """Return where the auxiliary of `they've` begins; 0 if there is none."""
    if "'" not in word and "’" not in word:
        return 0
    low = word.lower().replace("’", "'")
    for ending in _CONTRACTED:
        if low.endswith(ending) and len(low) > len(ending):
            return len(low) - len(ending)
    return 0
