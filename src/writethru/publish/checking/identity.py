"""Who is who in an article: the words by which it names one person or body, from its titles and what stands beside names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from writethru.publish.checking.senses import base
from writethru.publish.checking.words import listed, words_in
from writethru.records import AnnotatedArticle

BEHIND = re.compile(r", ((?:the |a |an |his |her |its |who |[\w]+[’']s )[^,.;\n]{2,80})[,.;]")
WIDE = 60  # characters before a name that may describe it
MOST = 6  # words before a name that describe it


class Identity:
    """For every word of a name, the words that an article uses for its bearer."""

    def __init__(self, document: AnnotatedArticle) -> None:
        self.words: dict[str, set[str]] = {}
        self.names: dict[str, set[str]] = {}
        self.references: dict[int, frozenset[str]] = {}
        text = document.article.text
        for name in document.body.names:
            own = {base(w.low) for w in words_in(text, name.start, name.end)}
            full = {base(w.low) for w in words_in(name.name)} | own
            known = full | (set(_titles(text, name.start, name.end)) if name.kind == "person" else set())
            for word in full:
                self.names.setdefault(word, set()).update(full)
                self.words.setdefault(word, set()).update(known)
        for found in document.body.references:
            self.references[found.start] = frozenset(base(w.low) for w in words_in(found.name))

    def widened(self, bases: frozenset[str], strict: bool = False) -> frozenset[str]:
        """Return words with those that stand for the same; `strict`: those of the same names alone."""
        found = set(bases)
        for word in bases:
            found |= (self.names if strict else self.words).get(word, set())
        return frozenset(found)


def _titles(text: str, start: int, end: int) -> Iterator[str]:
    """Yield the bases of what describes a name before it and behind it."""
    at, kept = start, 0
    for word in reversed(words_in(text, max(0, start - WIDE), start)):
        if text[word.end : at] not in (" ", ", ") or kept == MOST:
            break
        at, kept = word.start, kept + 1
        if word.low not in _small():
            yield base(word.low)
    if behind := BEHIND.match(text, end):
        yield from (base(w.low) for w in words_in(behind[1]) if w.low not in _small())


@cache
def _small() -> frozenset[str]:
    return listed("sense", "small", "article") | listed("sense", "small", "preposition")
