"""What functions made of an article, remembered: a page is written anew for each article that comes, and most stays as it was.

What is remembered holds for an article with the same text, metadata and findings, and for no other: the id
finds it, comparing the whole record makes sure. It changes no result, only what it costs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import wraps
from threading import Lock
from typing import Any, TypeVar, TypeVarTuple

from writethru.records import AnnotatedArticle

# Characters of the articles that are remembered; the longest known are let go first. A story of 100 long
# articles has 620,000 and takes 127 MB when its page is written, with all that is remembered beside it.
MOST = 1_000_000
SUMS = 4  # stories of which the last sums are kept

_More = TypeVarTuple("_More")
_Made = TypeVar("_Made")


class _Known:
    """One article, and what functions made of it and of what else they were given."""

    __slots__ = ("document", "made", "row")

    def __init__(self, document: AnnotatedArticle) -> None:
        self.document = document
        self.made: dict[tuple[Any, ...], Any] = {}
        self.row: tuple[Any, ...] | None = None  # as which it is kept


class _Memory:
    """The articles that are remembered, by id."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._held = 0
        self._lock = Lock()

    def of(self, document: AnnotatedArticle) -> _Known:
        """Return what is remembered of an article: nothing yet if anything about it is new."""
        known = self._known.get(document.article.id)
        if known is not None and known.document is document:
            return known
        if known is not None and known.document == document:
            known.document = document  # it is the one that will be asked for again
            return known
        return self._begin(document)

    def again(self, id: str, row: tuple[Any, ...], read: Callable[[], AnnotatedArticle]) -> AnnotatedArticle:
        """Return the article of a row of a store, without reading it again if it is remembered as it is there."""
        known = self._known.get(id)
        if known is not None and known.row == row:
            return known.document
        document = read()
        if known is not None and known.document == document:
            known.row = row
            return known.document
        return document

    def clear(self) -> None:
        """Let go of all articles."""
        with self._lock:
            self._known.clear()
            self._held = 0

    def _begin(self, document: AnnotatedArticle) -> _Known:
        new = _Known(document)
        with self._lock:
            old = self._known.pop(document.article.id, None)
            self._held += len(document.article.text) - (len(old.document.article.text) if old else 0)
            self._known[document.article.id] = new
            while self._held > MOST and len(self._known) > 1:
                self._held -= len(self._known.pop(next(iter(self._known))).document.article.text)
        return new


_MEMORY = _Memory()


def remembered(
    make: Callable[[AnnotatedArticle, *_More], _Made],
) -> Callable[[AnnotatedArticle, *_More], _Made]:
    """Return a function of an article, and of more that is hashable, that remembers what it made.

    What it makes must not be changed by whoever gets it.
    """

    @wraps(make)
    def remembering(document: AnnotatedArticle, *more: *_More) -> _Made:
        known = _MEMORY._known.get(document.article.id)
        if known is None or known.document is not document:  # asked here too: nothing is called more often
            known = _MEMORY.of(document)
        key = (make, *more)
        try:
            found: _Made = known.made[key]
        except KeyError:
            found = known.made[key] = make(document, *more)
        return found

    return remembering


def latest(
    make: Callable[[AnnotatedArticle, *_More], _Made],
) -> Callable[[AnnotatedArticle, *_More], _Made]:
    """Return a function of an article, and of more that can be compared, that remembers what it made last.

    It is for what depends on the story too, which changes seldom for one article. What it makes must not be
    changed by whoever gets it.
    """

    @wraps(make)
    def remembering(document: AnnotatedArticle, *more: *_More) -> _Made:
        made = _MEMORY.of(document).made
        known: tuple[tuple[*_More], _Made] | None = made.get((make,))
        if known is None or known[0] != more:
            known = made[(make,)] = more, make(document, *more)
        return known[1]

    return remembering


def read_again(id: str, row: tuple[Any, ...], read: Callable[[], AnnotatedArticle]) -> AnnotatedArticle:
    """Return the article of a row of a store: the one that is remembered, if it was read from an equal row."""
    return _MEMORY.again(id, row, read)


def forget() -> None:
    """Let go of all that is remembered: a process that goes on with other stories has no use for it."""
    _MEMORY.clear()


def totals(
    count: Callable[[AnnotatedArticle], Counter[_Made]],
) -> Callable[[Sequence[AnnotatedArticle]], Counter[_Made]]:
    """Return a function that adds up what another counts in each article of a story, and remembers the last sums.

    Of a story that only grew the articles are counted that came since. A sum must not be changed by whoever gets it.
    """
    kept: list[tuple[frozenset[object], Counter[_Made]]] = []

    @wraps(count)
    def adding(documents: Sequence[AnnotatedArticle]) -> Counter[_Made]:
        marks = frozenset(map(mark_of, documents))
        before = max((each for each in kept if each[0] <= marks), key=lambda each: len(each[0]), default=None)
        counted, total = (before[0], before[1].copy()) if before else (frozenset(), Counter())
        for document in documents:
            if mark_of(document) not in counted:
                total.update(count(document))
        kept[:] = [*(each for each in kept if each is not before), (marks, total)][-SUMS:]
        return total

    return adding


def latest_of_story(
    make: Callable[[Sequence[AnnotatedArticle]], _Made],
) -> Callable[[Sequence[AnnotatedArticle]], _Made]:
    """Return a function of the articles of a story that remembers what it made of the last one."""
    kept: tuple[tuple[object, ...], _Made] | None = None

    @wraps(make)
    def remembering(documents: Sequence[AnnotatedArticle]) -> _Made:
        nonlocal kept
        last, marks = kept, tuple(map(mark_of, documents))
        if last is None or last[0] != marks:
            kept = last = marks, make(documents)
        return last[1]

    return remembering


@remembered
def mark_of(document: AnnotatedArticle) -> object:
    """Return what stands for an article as it is: another as soon as anything of it is new, or was forgotten."""
    return object()
