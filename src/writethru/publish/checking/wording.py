"""The words of an article by their base, sentence by sentence, and whether one of them carries a word of a page."""

from __future__ import annotations

from collections.abc import Iterable

from writethru.publish.checking.senses import LEAST_ROOT, base, like, near
from writethru.publish.checking.words import words_in


class Wording:
    """Words that a text has, ready to be asked for a word of like meaning."""

    def __init__(self, bases: Iterable[str]) -> None:
        self.bases = frozenset(bases)
        self.roots: dict[str, list[str]] = {}
        for one in self.bases:
            if len(one) >= LEAST_ROOT:
                self.roots.setdefault(one[:LEAST_ROOT], []).append(one)

    def carries(self, word: str) -> bool:
        """Return whether there is the word (a base stem), one derived from it, or one of like meaning."""
        if word in self.bases or not self.bases.isdisjoint(like(word)):
            return True
        return any(near(word, other) for other in self.roots.get(word[:LEAST_ROOT], ()))


def wording_of(*texts: str) -> Wording:
    """Return the wording of texts."""
    return Wording(base(w.low) for text in texts for w in words_in(text))
