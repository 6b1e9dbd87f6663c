"""What is wrong with a kept record: it cannot be decoded, or is not what its id and columns say."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from writethru.records import (
    AnnotatedArticle,
    Assertion,
    Attribution,
    Brief,
    Findings,
    MadeFrom,
    Problem,
    Recheck,
    Span,
    StoryEvent,
    Token,
    WrongMark,
    content_id,
)
from writethru.store.entries import Card
from writethru.store.rows import (
    article_row,
    capture_of,
    capture_row,
    document_of,
    from_json,
    sort_time,
    unpacked,
)

Row = tuple[Any, ...]
Faults = Iterator[str]

UNREADABLE = (zlib.error, msgspec.MsgspecError, TypeError, ValueError)
_REPLACED = "\ufffd"  # stands for a lone surrogate, so that the hash of the text as it was is not known
_COLUMNS_BEFORE_TITLE = 7


def article_faults(row: Row, assertions: Row | None) -> Faults:
    """Yield what is wrong with an article (ARTICLE_COLUMNS), and with its assertions (count, records)."""
    name = f"article {row[0]}"
    try:
        document = document_of(row[-4:])
    except UNREADABLE as error:
        yield f"{name}: cannot be read ({error})"
        return
    article = document.article
    words = (article.key, article.title, article.text)
    if _REPLACED not in "".join(words) and article.id != content_id(*words):
        yield f"{name}: its title or text is not the one that its id was made of"
    if article_row(document)[:_COLUMNS_BEFORE_TITLE] != row[:_COLUMNS_BEFORE_TITLE]:
        yield f"{name}: its columns and its record differ"
    if any(_outside(document)):
        yield f"{name}: a finding lies outside of its text"
    if assertions is not None:
        yield from _assertion_faults(name, document, *assertions)


def _assertion_faults(name: str, document: AnnotatedArticle, count: object, records: bytes) -> Faults:
    try:
        assertions = unpacked(records)
    except UNREADABLE as error:
        yield f"{name}: its assertions cannot be read ({error})"
        return
    if count != len(assertions):
        yield f"{name}: has {len(assertions)} assertions instead of {count}"
    if not all(_cited(document, assertion) for assertion in assertions):
        yield f"{name}: an assertion does not cite its words"


def _cited(document: AnnotatedArticle, assertion: Assertion) -> bool:
    cited = assertion.citation
    article = document.article
    text = article.title if cited.field == "title" else article.text
    return (
        assertion.article == cited.article == article.id
        and text[cited.start : cited.end] == cited.exact
        and not _beyond(assertion.statement, document, in_title=False)
    )


def _outside(document: AnnotatedArticle) -> Iterator[bool]:
    for findings, in_title in ((document.body, False), (document.title, True)):
        yield from (_beyond(span, document, in_title=in_title) for span in _spans(findings))


def _beyond(span: Span, document: AnnotatedArticle, *, in_title: bool) -> bool:
    title = in_title or span.field == "title"
    length = len(document.article.title if title else document.article.text)
    return not 0 <= span.start <= span.end <= length


def _spans(findings: Findings) -> Iterator[Span]:
    yield from (*findings.sentences, *findings.names, *findings.quotations, *findings.references)
    for time in findings.times:
        yield from (span for span in (time, time.event, time.clause) if span)
    for quantity in findings.quantities:
        yield from (span for span in (quantity, quantity.counted_span) if span)
    yield from _pieces(findings.attributions)


def _pieces(attributions: Iterable[Attribution]) -> Iterator[Span]:
    for found in attributions:
        yield from (*found.source, *found.cue, *found.content)
        yield from _pieces(found.inner)


def capture_faults(row: Row) -> Faults:
    """Yield what is wrong with a capture: id, place, url, media_type, retrieved, hints, content."""
    capture = capture_of(row[1:])
    if _REPLACED not in f"{capture.where}{capture.url}" and row[0] != capture_row(capture)[0]:
        yield "is not what its id was made of"


def event_faults(row: Row) -> Faults:
    """Yield what is wrong with an event: story, article, other, act, record."""
    event = from_json(row[-1], StoryEvent)
    if (event.story, event.article, event.other, event.act) != row[:-1]:
        yield "its columns and its record differ"


def problem_faults(row: Row) -> Faults:
    """Yield what is wrong with a problem: article, id, record."""
    article, id, record = row
    p = from_json(record, Problem)
    if _REPLACED not in p.where + p.found and id != content_id(article or "", p.where, p.kind, p.found):
        yield "is not what its id was made of"


def page_faults(row: Row) -> Faults:
    """Yield what is wrong with a page: story, revision, record, made_from."""
    *columns, record, made_from = row
    page = from_json(record, Brief)
    if made_from is not None:
        from_json(made_from, MadeFrom)
    if [page.story, page.revision] != columns:
        yield "its columns and its record differ"


def card_faults(row: Row) -> Faults:
    """Yield what is wrong with a card: story, newest, record."""
    card = from_json(row[-1], Card)
    if (card.story, sort_time(card.last)) != row[:-1]:
        yield "its columns and its record differ"


def answer_faults(row: Row) -> Faults:
    """Yield what is wrong with what an address answered: head, sha256, content."""
    head, sha256, content = row
    msgspec.json.decode(head)
    if content is not None and hashlib.sha256(zlib.decompress(content)).hexdigest() != sha256:
        yield "is not what came"


def recheck_faults(row: Row) -> Faults:
    """Yield what is wrong with a recheck: at, now, record."""
    recheck = from_json(row[-1], Recheck)
    if (recheck.at, recheck.now) != row[:-1]:
        yield "its columns and its record differ"


def token_faults(row: Row) -> Faults:
    """Yield what is wrong with a token: name, record."""
    if from_json(row[1], Token).name != row[0]:
        yield "its name and its record differ"


def mark_faults(row: Row) -> Faults:
    """Yield what is wrong with a mark: id, story, record."""
    mark = from_json(row[-1], WrongMark)
    if (mark.id, mark.story) != row[:-1]:
        yield "its columns and its record differ"


# What a row of these tables is called, its columns, and what finds its faults.
TABLES: dict[str, tuple[str, str, Callable[[Row], Faults]]] = {
    "captures": ("capture", "id, place, url, media_type, retrieved, hints, content", capture_faults),
    "story_events": ("event", "story, article, other, act, record", event_faults),
    "problems": ("problem", "article, id, record", problem_faults),
    "pages": ("page", "story, revision, record, made_from", page_faults),
    "rechecks": ("recheck", "at, now, record", recheck_faults),
    "answers": ("answer", "head, sha256, content", answer_faults),
    "tokens": ("token", "name, record", token_faults),
    "marks": ("mark", "id, story, record", mark_faults),
    "feed_documents": ("feed document", "head, sha256, content", answer_faults),
    "cards": ("card", "story, newest, record", card_faults),
}


def row_faults(table: str, number: int, row: Row | None) -> Faults:
    """Yield what is wrong with a row of one of TABLES, each line with its place."""
    name, _, find = TABLES[table]
    if row is None:
        yield f"{name} {number}: cannot be read"
        return
    try:
        yield from (f"{name} {number}: {fault}" for fault in find(row))
    except UNREADABLE as error:
        yield f"{name} {number}: cannot be read ({error})"


def stands(events: Iterable[Row]) -> dict[str, str]:
    """Return in which story each article stands by events (story, article, other) in order.

    One without an article moved all of `other`.
    """
    story_of: dict[str, str] = {}
    members: dict[str, set[str]] = {}
    for story, article, other in events:
        for moving in [article] if article else list(members.get(other, ())):
            members.get(story_of.get(moving, ""), set()).discard(moving)
            story_of[moving] = story
            members.setdefault(story, set()).add(moving)
    return story_of


def misplaced(events: Iterable[Row], places: Iterable[Row]) -> Faults:
    """Yield the articles that do not stand, by (article, story), where their events put them."""
    story_of = stands(events)
    for article, story in places:
        if (put := story_of.get(article, story)) != story:
            yield f"article {article}: stands in story {story}, and not in {put} as its events say"
