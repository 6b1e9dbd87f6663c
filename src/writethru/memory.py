"""What a function made of an article, remembered: a page is written anew for each article that comes, and most stays as it was.

What is remembered holds for an article with the same text, metadata and findings, and for no other: the id
finds it, comparing the whole record makes sure. It changes no result, only what it costs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, TypeVar, TypeVarTuple

from writethru.records import AnnotatedArticle

# Characters of the articles that one function remembers: a story of 100 long articles has 620,000, and
# what is remembered of them takes some 40 times as much room.
MOST = 1_500_000

_More = TypeVarTuple("_More")
_Made = TypeVar("_Made")


class _Article:
    """One article, and what was made of it by what else was given."""

    __slots__ = ("document", "made")

    def __init__(self, document: AnnotatedArticle) -> None:
        self.document = document
        self.made: dict[tuple[Any, ...], Any] = {}


def remembered(
    make: Callable[[AnnotatedArticle, *_More], _Made],
) -> Callable[[AnnotatedArticle, *_More], _Made]:
    """Return a function of an article, and of more that is hashable, that remembers what it made; the longest known are let go.

    What it makes must not be changed by whoever gets it.
    """
    kept: dict[str, _Article] = {}
    held = 0
    lock = Lock()

    def entry(document: AnnotatedArticle) -> _Article:
        nonlocal held
        id = document.article.id
        known = kept.get(id)
        if known is not None and known.document is document:
            return known
        if known is not None and known.document == document:
            known.document = document  # it is the one that will be asked for again
            return known
        new = _Article(document)
        with lock:
            old = kept.pop(id, None)
            held += len(document.article.text) - (len(old.document.article.text) if old else 0)
            kept[id] = new
            while held > MOST and len(kept) > 1:
                held -= len(kept.pop(next(iter(kept))).document.article.text)
        return new

    @wraps(make)
    def remembering(document: AnnotatedArticle, *more: *_More) -> _Made:
        made = entry(document).made
        try:
            found: _Made = made[more]
        except KeyError:
            found = made[more] = make(document, *more)
        return found

    return remembering
