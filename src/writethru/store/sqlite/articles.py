"""Looking up articles and captures: by id, by what names them, by their words, in order of keeping."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import structs

from writethru.records import (
    AnnotatedArticle,
    Article,
    Capture,
    StoryEvent,
)
from writethru.store.entries import Hit
from writethru.store.lives import beginning
from writethru.store.rows import (
    DOCUMENT_COLUMNS,
    capture_of,
    document_of,
    from_json,
    marked,
    match_expression,
    optional,
    plain,
    sort_time,
)
from writethru.store.sqlite.base import Rows

_SNIPPET_WORDS = 24  # about two lines of a terminal


def _placed(row: tuple[Any, ...]) -> tuple[AnnotatedArticle, StoryEvent]:
    *document, story, event = row
    return document_of(tuple(document)), structs.replace(from_json(event, StoryEvent), story=story)


def _hit(row: tuple[Any, ...]) -> Hit:
    id, external_id, story, publisher, title, url, published, snippet = row
    text, marks = marked(snippet)
    return Hit(id, external_id, story, publisher, title, url, published, text, marks)


class Articles(Rows):
    """The part of a store that finds articles."""

    def has_article(self, id: str) -> bool:
        """Return whether the article with this id is kept."""
        return self._value("SELECT 1 FROM articles WHERE id = ?", (id,)) is not None

    def known(self, article: Article) -> str | None:
        """Return the id of the same text under the same id, URL or external id of its publisher, or None."""
        names = ("id", "url", "external_id", "publisher", "title", "text")
        row = {name: optional(getattr(article, name)) for name in names}
        found = self._value(
            "SELECT id FROM articles WHERE id = :id"
            " UNION ALL SELECT id FROM articles WHERE url = :url AND text = :text AND title = :title"
            " UNION ALL SELECT id FROM articles"
            " WHERE external_id = :external_id AND publisher = :publisher"
            " AND text = :text AND title = :title LIMIT 1",
            row,
        )
        return None if found is None else str(found)

    def namesakes(self, article: Article, most: int) -> tuple[Article, ...]:
        """Return articles that may be the same page: of the same external id, or the same time and title.

        Where the time has a clock, those of the same publisher too. Of each kind at most so many are returned.
        """
        names = ("external_id", "title", "publisher")
        given: dict[str, str | int | None] = {name: optional(getattr(article, name)) for name in names}
        given |= {"at": sort_time(article.dated), "most": most}
        alike = ["external_id = :external_id", "published_at IS :at AND title = :title"]
        if len(article.dated or "") > len("2031-03-04"):
            alike.append("published_at = :at AND publisher = :publisher")
        found = (
            f"SELECT * FROM (SELECT title, text, record FROM articles WHERE {a} LIMIT :most)" for a in alike
        )
        rows = self._rows(" UNION ALL ".join(found), given)
        return tuple(structs.replace(from_json(r, Article), title=t, text=x) for t, x, r in rows)

    def article(self, name: str) -> AnnotatedArticle | None:
        """Return an article by id, external id or unique beginning of its id; UsageError when ambiguous."""
        name = plain(name)
        select = f"SELECT {DOCUMENT_COLUMNS} FROM articles a WHERE "
        rows = self._rows(select + "a.id = ?", (name,)) or self._rows(
            select + "a.external_id = ? ORDER BY a.number DESC LIMIT 1", (name,)
        )
        if not rows and (id := beginning(self._rows, name, "id", "articles")):
            rows = self._rows(select + "a.id = ?", (id,))
        return next(iter(self._read(document_of, rows)), None)

    def captures(self) -> Iterator[Capture]:
        """Yield the raw bytes that were kept, in order of keeping."""
        query = (
            "SELECT number, place, url, media_type, retrieved, hints, content FROM captures"
            " WHERE number > ? ORDER BY number LIMIT ?"
        )
        for row in self._walk(query):
            yield from self._read(capture_of, [row])

    def recent(self, since: str | None = None) -> Iterator[tuple[AnnotatedArticle, StoryEvent]]:
        """Yield what was kept and its place, in order of keeping; only published since an ISO time."""
        query = (
            f"SELECT a.number, {DOCUMENT_COLUMNS}, p.story,"
            " (SELECT e.record FROM story_events e WHERE e.article = a.id ORDER BY e.number DESC LIMIT 1)"
            " FROM articles a JOIN places p ON p.article = a.id"
            " WHERE a.number > ? AND (a.published_at >= ? OR a.published_at IS NULL)"
            " ORDER BY a.number LIMIT ?"
        )
        for row in self._walk(query, (sort_time(since) or "",)):
            yield from self._read(_placed, [row])

    def search(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """Return articles that hold all words (or "phrases in quotation marks"), best first."""
        expression = match_expression(words)
        if not expression:
            return ()
        rows = self._rows(
            "SELECT a.id, a.external_id, p.story, a.publisher, a.title, a.url, a.published,"
            f" snippet(words, 1, char(2), char(3), '…', {_SNIPPET_WORDS})"
            " FROM words JOIN articles a ON a.number = words.rowid JOIN places p ON p.article = a.id"
            " WHERE words MATCH ? ORDER BY bm25(words, 4.0, 1.0), a.id LIMIT ?",  # titles tell more
            (expression, limit),
        )
        return self._read(_hit, rows)
