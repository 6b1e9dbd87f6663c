"""Records as rows and rows as records: JSON for what is read whole, columns for what is looked up."""

from __future__ import annotations

import hashlib
import re
import zlib
from datetime import UTC
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from writethru.memory import read_again
from writethru.records import (
    AnnotatedArticle,
    Article,
    Assertion,
    Capture,
    Findings,
    Record,
    content_id,
    moment,
)
from writethru.store.entries import Answer

R = TypeVar("R", bound=Record)

_SURROGATES = re.compile("[\ud800-\udfff]")
_LEAST_BEGINNING = 4
_LEVEL = 1  # a third of the time of level 6 for a tenth more bytes, on annotated articles


class _Found(Record, frozen=True):
    body: Findings
    title: Findings


class _Entered(Record, frozen=True):
    assertions: tuple[Assertion, ...]


def plain(text: str) -> str:
    """Return text that a database can hold; a lone surrogate becomes U+FFFD, so that offsets stay."""
    return _SURROGATES.sub("\ufffd", text)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {_cleaned(k): _cleaned(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(v) for v in value]
    return value


def as_json(record: Record) -> bytes:
    """Return a record as JSON in UTF-8, without lone surrogates."""
    try:
        return msgspec.json.encode(record)
    except UnicodeEncodeError:
        return msgspec.json.encode(_cleaned(msgspec.to_builtins(record)))


def from_json(record: str | bytes, kind: type[R]) -> R:
    """Return the record that JSON holds; msgspec.DecodeError if it holds another."""
    return msgspec.json.decode(record, type=kind)


@lru_cache(maxsize=10_000)
def sort_time(published: str | None) -> str | None:
    """Return an ISO time as text in UTC that sorts as time does; None for none, and for what is no time."""
    try:
        when = moment(published)
        return when.astimezone(UTC).isoformat(timespec="seconds") if when else None
    except (ValueError, OverflowError):
        return None


def optional(text: str | None) -> str | None:
    """Return `plain` text, or None."""
    return None if text is None else plain(text)


ARTICLE_COLUMNS = (
    "id, key, external_id, url, publisher, published, published_at, title, text, record, findings"
)
TITLE, TEXT = 7, 8  # where they stand in ARTICLE_COLUMNS
DOCUMENT_COLUMNS = "a.title, a.text, a.record, a.findings"


def article_row(document: AnnotatedArticle) -> tuple[Any, ...]:
    """Return the columns of an article, in the order of ARTICLE_COLUMNS."""
    article = document.article
    rest = msgspec.structs.replace(article, title="", text="")
    found = zlib.compress(as_json(_Found(document.body, document.title)), _LEVEL)
    return (
        article.id,
        plain(article.key),
        optional(article.external_id),
        optional(article.url),
        plain(article.publisher),
        optional(article.published),
        sort_time(article.dated),
        plain(article.title),
        plain(article.text),
        as_json(rest).decode(),
        found,
    )


def document_of(row: tuple[Any, ...]) -> AnnotatedArticle:
    """Return the article of the columns DOCUMENT_COLUMNS with its findings."""
    title, text, record, findings = row
    article = msgspec.structs.replace(from_json(record, Article), title=title, text=text)

    def read() -> AnnotatedArticle:
        found = from_json(zlib.decompress(findings), _Found)
        return AnnotatedArticle(article, found.body, found.title)

    return read_again(article.id, row, read)


def packed(assertions: tuple[Assertion, ...]) -> bytes:
    """Return the assertions of an article as one compressed piece of JSON."""
    return zlib.compress(as_json(_Entered(assertions)), _LEVEL)


def unpacked(records: bytes) -> tuple[Assertion, ...]:
    """Return the assertions that `packed` packed."""
    return from_json(zlib.decompress(records), _Entered).assertions


def _hints(capture: Capture) -> str:
    return msgspec.json.encode(_cleaned(capture.hints)).decode()


def capture_id(capture: Capture) -> str:
    """Return the id under which a capture is kept: the same bytes of the same place with the same hints."""
    return content_id(
        capture.url or capture.where, capture.media_type, _hints(capture), capture.content.decode("latin-1")
    )


def capture_row(capture: Capture) -> tuple[Any, ...]:
    """Return id, place, URL, media type, time, hints and compressed bytes of a capture."""
    return (
        capture_id(capture),
        plain(capture.where),
        optional(capture.url),
        plain(capture.media_type),
        optional(capture.retrieved),
        _hints(capture),
        zlib.compress(capture.content, _LEVEL),
    )


def capture_of(row: tuple[Any, ...]) -> Capture:
    """Return the capture of a row as `capture_row` has it, without the id."""
    where, url, media_type, retrieved, hints, content = row
    return Capture(
        where=where,
        content=zlib.decompress(content),
        media_type=media_type,
        url=url,
        retrieved=retrieved,
        hints=msgspec.json.decode(hints, type=dict[str, str]),
    )


def answer_row(asked: str, answer: Answer) -> tuple[Any, ...]:
    """Return an answer as the columns asked, url, media_type, at, head, sha256 and content."""
    return (
        plain(asked),
        plain(answer.url),
        plain(answer.media_type),
        optional(answer.at),
        msgspec.json.encode(answer.head).decode(),
        hashlib.sha256(answer.content).hexdigest(),
        zlib.compress(answer.content, _LEVEL),
    )


def answer_of(row: tuple[Any, ...]) -> Answer:
    """Return an answer from the columns url, media_type, at, head and content."""
    url, media_type, at, head, content = row
    return Answer(url, zlib.decompress(content), media_type, msgspec.json.decode(head), at)


def match_expression(words: str) -> str:
    """Return a query of the full-text index for all words, and for phrases in quotation marks.

    Everything is quoted, so that no sign in it is taken for an operator; a word ending in `*` is a
    beginning of words, if it has four letters: of fewer too much begins. Returns "" when there is no word.
    """
    parts = []
    for piece in re.findall(r'"[^"]*"|[^\s"]+', plain(words).replace("\0", " ")):
        bare = piece.strip('"').rstrip("*")
        if any(sign.isalnum() for sign in bare):
            beginning = piece.endswith("*") and len(bare) >= _LEAST_BEGINNING
            parts.append(f'"{bare}"' + ("*" if beginning else ""))
    return " ".join(parts)


def marked(snippet: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a snippet without its \\x02 and \\x03 marks, and the spans that they enclosed."""
    text, spans, start = "", [], None
    for piece in re.split("([\x02\x03])", snippet):
        if piece == "\x02":
            start = len(text)
        elif piece == "\x03":
            if start is not None:
                spans.append((start, len(text)))
            start = None
        else:
            text += piece
    return text, tuple(spans)
