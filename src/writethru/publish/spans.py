"""Which findings lie in a stretch of text, looked up and not searched for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import TypeVar

from writethru.memory import remembered
from writethru.records import AnnotatedArticle, Attribution, Citation, Span

SpanLike = TypeVar("SpanLike", bound=Span)
# Start and end in the cited words, the kind of edit, the new words, and from where these are.
Replacement = tuple[int, int, str, str, Citation | None]
REACH = 4000  # characters of the longest attribution; the longest in 750 real articles has 2,100


def contains(span: Span, other: Span) -> bool:
    """Return whether `other` lies within `span`."""
    return span.start <= other.start and other.end <= span.end


def overlaps(a: Span, b: Span) -> bool:
    """Return whether two spans of one text share a character."""
    return a.start < b.end and b.start < a.end


def touching(spans: Sequence[SpanLike], span: Span) -> Iterator[SpanLike]:
    """Yield the spans that share a character with another; they are in order and do not overlap."""
    for index in range(bisect_right(spans, span.start, key=end_of), len(spans)):
        if spans[index].start >= span.end:
            return
        yield spans[index]


def plain_words(document: AnnotatedArticle, span: Span) -> str:
    """Return the words of a span of a text without the links that ran into them."""
    text, parts, at = document.article.text, [], span.start
    for insert in touching(document.body.inserts, span):
        parts.append(text[at : insert.start])
        at = insert.end
    return "".join([*parts, text[at : span.end]])


def end_of(span: Span) -> int:
    """Return where a span ends."""
    return span.end


def start_of(span: Span) -> int:
    """Return where a span begins."""
    return span.start


def sayings_near(document: AnnotatedArticle, span: Span) -> Iterator[Attribution]:
    """Yield the attributions that begin before the end of a span and end behind its beginning, in order of place."""
    attributions = document.body.attributions
    starts, ends = extents(document)
    for index in range(bisect_left(starts, span.start - REACH), bisect_left(starts, span.end)):
        if ends[index] > span.start:
            yield attributions[index]


@remembered
def extents(document: AnnotatedArticle) -> tuple[list[int], list[int]]:
    """Return where the attributions of an article begin, and where each ends."""
    pieces = [(*a.source, *a.cue, *a.content) for a in document.body.attributions]
    return (
        [min([p.start for p in each]) for each in pieces],
        [max([p.end for p in each]) for each in pieces],
    )


def blanked(text: str, start: int, end: int) -> str:
    """Return a text with blanks for what stands between two places, as far as they lie in it."""
    start, end = max(0, start), min(len(text), end)
    return text[:start] + " " * (end - start) + text[end:] if start < end else text
