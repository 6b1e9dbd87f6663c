"""The page of an article: its stored text with what is cited from it, what was found in it, what became of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from writethru.records import AnnotatedArticle, Brief, Record
from writethru.render import wording
from writethru.render.cited import sentences
from writethru.render.difference import altered_words
from writethru.render.findings import LEGEND, drawn_paragraphs
from writethru.render.reading_room import page
from writethru.render.wording import visible

Range = tuple[int, int]

# What is wrong with a stored text, in words.
MARKS = {
    "paywalled": "Only what stands before its paywall is kept",
    "teaser": "Only its teaser is kept, not the whole text",
    "truncated": "Its text was cut short when it was read",
    "undated": "It has no date that can be read",
    "future": "It is dated in the future",
    "foreign": "It is in a language that is not read here",
}


class Piece(Record, frozen=True):
    """A stretch of a stored text; `id` is where a link to a citation leads."""

    text: str
    cited: bool = False
    id: str = ""
    asked: bool = False  # it is the passage that the address names


class Beside(Record, frozen=True):
    """What is told of an article beside its text: the page of its story, and its history as `history_of` has it."""

    story: str
    page: Brief | None
    history: Any


def article_page(document: AnnotatedArticle, beside: Beside, *, at: Range | None = None) -> str:
    """Return the stored text of an article with what the page of its story cites marked, and the passage `at`."""
    article = document.article
    cited = _cited(beside.page, article.id)
    return page(
        "article.html.jinja",
        **_about(document, beside),
        paragraphs=list(_paragraphs(article.text, cited, at)),
        findings="",
    )


def findings_page(document: AnnotatedArticle, beside: Beside) -> str:
    """Return the stored text of an article with all findings drawn into it."""
    return page(
        "article_findings.html.jinja",
        **_about(document, beside),
        findings="1",
        legend=LEGEND,
        drawn_title=drawn_paragraphs(document.article.title, document.title),
        drawn_body=drawn_paragraphs(document.article.text, document.body),
    )


def _about(document: AnnotatedArticle, beside: Beside) -> dict[str, Any]:
    article, brief = document.article, beside.page
    note = next((s for s in brief.sources if s.article == article.id), None) if brief else None
    alike = [s for s in brief.sources if note and s.origin == note.origin and s != note] if brief else []
    headline = brief.headline.text if brief else ""
    return {
        "article": article,
        "story": beside.story,
        "headline": headline,
        "trail": ((headline or "Its story", f"/stories/{beside.story}"),),
        "here": f"/articles/{article.id}",
        "note": note,
        "alike": alike,
        "marks": [MARKS.get(mark, wording.capital(mark)) for mark in article.marks],
        "history": beside.history,
        "altered": lambda was, now: altered_words(visible(was), visible(now)),
    }


def _cited(brief: Brief | None, article: str) -> list[Range]:
    found = {
        (c.start, c.end)
        for sentence in (sentences(brief) if brief else ())
        for c in sentence.citations
        if c.article == article and c.field == "text"
    }
    return sorted(found)


def _paragraphs(text: str, cited: Sequence[Range], at: Range | None) -> Iterator[list[Piece]]:
    """Yield the pieces of each paragraph, cut wherever a passage begins or ends: each can be led to."""
    starts = {start for start, _ in cited}
    merged = _merged(cited)
    edges = {edge for found in (*merged, *((at,) if at else ())) for edge in found} | starts
    begin, named = 0, False
    for paragraph in text.split("\n\n"):
        end = begin + len(paragraph)
        cuts = [begin, *sorted(edge for edge in edges if begin < edge < end), end]
        pieces = []
        for a, b in pairwise(cuts):
            asked = at is not None and at[0] <= a < at[1]
            id = "at" if asked and not named else f"c{a}" if a in starts else ""
            named = named or asked
            pieces += [Piece(text[a:b], _within(a, merged), id, asked)] if b > a else []
        yield pieces
        begin = end + 2


def _merged(ranges: Sequence[Range]) -> list[Range]:
    """Return ranges in order, those that overlap as one."""
    found: list[Range] = []
    for start, end in ranges:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _within(place: int, merged: Sequence[Range]) -> bool:
    index = bisect_right(merged, (place, 1 << 60)) - 1
    return index >= 0 and place < merged[index][1]
