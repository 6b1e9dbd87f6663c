"""The default store: one SQLite file with a write-ahead log and a full-text index."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Self, TypeVar

from msgspec import structs

from writethru.errors import StoreUnusable
from writethru.records import (
    AnnotatedArticle,
    Article,
    Assertion,
    Brief,
    Capture,
    Problem,
    Standing,
    Story,
    StoryEvent,
    content_id,
)
from writethru.store.checking import find_faults
from writethru.store.entries import Addition, Census, Hit
from writethru.store.lives import beginning, called, last_act, lives
from writethru.store.opening import connect, explained, transaction
from writethru.store.places import append, carry_out, keep_standing, standing_of
from writethru.store.rows import (
    ARTICLE_COLUMNS,
    DOCUMENT_COLUMNS,
    TEXT,
    TITLE,
    article_row,
    as_json,
    capture_of,
    capture_row,
    document_of,
    from_json,
    marked,
    match_expression,
    optional,
    packed,
    plain,
    sort_time,
    unpacked,
)
from writethru.store.schema import VERSION

T = TypeVar("T")

_CHUNK = 256  # rows read at a time where a store is walked through
_SNIPPET_WORDS = 24  # about two lines of a terminal
# The last text of a page that went into the story of `p`: a page may change into one of another story.
_NEWEST = (
    "a.number = (SELECT max(b.number) FROM articles b JOIN places o ON o.article = b.id"
    " WHERE b.key = a.key AND o.story = p.story)"
)
_BY_TIME = "a.published_at IS NULL, a.published_at, a.id"


def open_sqlite(path: str, *, busy_seconds: float, read_only: bool) -> SqliteStore:
    """Open the file as `open_store` says."""
    return SqliteStore(path, connect(path, busy_seconds=busy_seconds, read_only=read_only), read_only)


def _placed(row: tuple[Any, ...]) -> tuple[AnnotatedArticle, StoryEvent]:
    *document, story, event = row
    return document_of(tuple(document)), structs.replace(from_json(event, StoryEvent), story=story)


def _hit(row: tuple[Any, ...]) -> Hit:
    id, external_id, story, publisher, title, url, published, snippet = row
    text, marks = marked(snippet)
    return Hit(id, external_id, story, publisher, title, url, published, text, marks)


class SqliteStore:
    """A `Store` in one SQLite file; every method is described there."""

    def __init__(self, where: str, connection: sqlite3.Connection, read_only: bool) -> None:
        self.where = where
        self.read_only = read_only
        self._connection = connection

    # -- reading and writing rows

    def _rows(self, query: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        with explained(self.where):
            return self._connection.execute(query, values).fetchall()

    def _value(self, query: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> Any:
        rows = self._rows(query, values)
        return rows[0][0] if rows else None

    def _walk(self, query: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield rows by their `number`, a few at a time, so that no writer waits for a slow reader."""
        last = 0
        while rows := self._rows(query, (last, *values, _CHUNK)):
            yield from (row[1:] for row in rows)
            last = rows[-1][0]

    def _read(self, decode: Callable[[tuple[Any, ...]], T], rows: Sequence[tuple[Any, ...]]) -> tuple[T, ...]:
        with explained(self.where):
            return tuple(decode(row) for row in rows)

    # -- keeping

    def add_captures(self, captures: Iterable[Capture]) -> int:
        """Keep raw bytes as they came; return how many were not known."""
        rows = [capture_row(capture) for capture in captures]
        insert = (
            "INSERT OR IGNORE INTO captures (id, place, url, media_type, retrieved, hints, content)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)"
        )
        with transaction(self._connection, self.where):
            return sum(self._connection.execute(insert, row).rowcount for row in rows)

    def add(
        self,
        document: AnnotatedArticle,
        event: StoryEvent,
        assertions: Iterable[Assertion] = (),
        problems: Iterable[Problem] = (),
    ) -> bool:
        """Keep one article, complete or not at all; return False when it was known, and change nothing."""
        return self.add_many([Addition(document, event, tuple(assertions), tuple(problems))])[0]

    def add_many(
        self,
        additions: Iterable[Addition],
        events: Iterable[StoryEvent] = (),
        standing: Standing | None = None,
    ) -> tuple[bool, ...]:
        """Keep articles, each with its findings, place and assertions; say of each whether it was new."""
        rows = [(addition, article_row(addition.document)) for addition in additions]
        with transaction(self._connection, self.where):
            new = tuple(self._insert(addition, row) for addition, row in rows)
            carry_out(self._connection, events)
            if standing is not None:
                keep_standing(self._connection, standing)
            return new

    def standing(self) -> Standing:
        """Return what assignment remembered last."""
        parts = self._rows("SELECT name, state FROM standing")
        return standing_of(parts, self._rows("SELECT article, state FROM open_articles"))

    def _insert(self, addition: Addition, row: tuple[Any, ...]) -> bool:
        if self.known(addition.document.article) is not None:
            return False
        article, event = addition.document.article.id, addition.event
        execute = self._connection.execute
        number = execute(
            f"INSERT INTO articles ({ARTICLE_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row
        ).lastrowid
        title, text = row[TITLE], row[TEXT]
        execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", (number, title, text))
        execute("INSERT INTO places (article, story) VALUES (?, ?)", (article, event.story))
        append(self._connection, event)
        execute(
            "INSERT INTO assertions (article, count, records) VALUES (?, ?, ?)",
            (article, len(addition.assertions), packed(addition.assertions)),
        )
        self._insert_problems(addition.problems, article)
        return True

    def _insert_problems(self, problems: Iterable[Problem], article: str | None) -> None:
        self._connection.executemany(
            "INSERT INTO problems (article, id, record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [
                (article, content_id(article or "", p.where, p.kind, p.found), as_json(p).decode())
                for p in problems
            ],
        )

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Keep problems that belong to no article; one that is known is not kept twice."""
        with transaction(self._connection, self.where):
            self._insert_problems(problems, None)

    def save_page(self, brief: Brief) -> bool:
        """Keep a page under its story and revision; return False when that revision is kept already."""
        row = (brief.story, brief.revision, as_json(brief).decode())
        with transaction(self._connection, self.where):
            insert = "INSERT INTO pages (story, revision, record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
            return self._connection.execute(insert, row).rowcount == 1

    # -- articles

    def has_article(self, id: str) -> bool:
        """Return whether the article with this id is kept."""
        return self._value("SELECT 1 FROM articles WHERE id = ?", (id,)) is not None

    def known(self, article: Article) -> str | None:
        """Return the id of the same text under the same id, URL or external id; None when it is new."""
        names = ("id", "url", "external_id", "title", "text")
        row = {name: optional(getattr(article, name)) for name in names}
        found = self._value(
            "SELECT id FROM articles WHERE id = :id"
            " UNION ALL SELECT id FROM articles WHERE url = :url AND text = :text AND title = :title"
            " UNION ALL SELECT id FROM articles"
            " WHERE external_id = :external_id AND text = :text AND title = :title LIMIT 1",
            row,
        )
        return None if found is None else str(found)

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

    # -- stories

    def story(self, name: str) -> Story | None:
        """Return a story by id or unique beginning of it; UsageError when ambiguous."""
        with explained(self.where):
            id = called(self._rows, plain(name))
        if id is None:
            return None
        rows = self._rows(
            "SELECT a.id FROM places p JOIN articles a ON a.id = p.article"
            f" WHERE p.story = ? ORDER BY {_BY_TIME}",
            (id,),
        )
        return Story(id, tuple(row[0] for row in rows), self.events(id))

    def stories(self) -> Iterator[Story]:
        """Yield all stories without their events: most articles first, then newest, then by id."""
        members: dict[str, list[str]] = {}
        keys: dict[str, set[str]] = {}
        newest: dict[str, str] = {}
        for story, article, key, published in self._rows(
            "SELECT p.story, a.id, a.key, a.published_at FROM places p JOIN articles a ON a.id = p.article"
            f" ORDER BY {_BY_TIME}"
        ):
            members.setdefault(story, []).append(article)
            keys.setdefault(story, set()).add(key)
            newest[story] = max(newest.get(story, ""), published or "")
        order = sorted(members)
        order.sort(key=lambda story: (len(keys[story]), newest[story]), reverse=True)
        return (Story(story, tuple(members[story])) for story in order)

    def story_of(self, article: str) -> str | None:
        """Return the id of the story an article stands in."""
        found = self._value("SELECT story FROM places WHERE article = ?", (plain(article),))
        return None if found is None else str(found)

    def documents(self, story: str, *, revisions: bool = False) -> tuple[AnnotatedArticle, ...]:
        """Return the articles of a story by (publication, id); the newest text of each, or all texts."""
        newest = "" if revisions else f" AND {_NEWEST}"
        rows = self._rows(
            f"SELECT {DOCUMENT_COLUMNS} FROM places p JOIN articles a ON a.id = p.article"
            f" WHERE p.story = ?{newest} ORDER BY {_BY_TIME}",
            (plain(story),),
        )
        return self._read(document_of, rows)

    def assertions(self, story: str) -> tuple[Assertion, ...]:
        """Return the assertions of a story's articles, in order of keeping."""
        rows = self._rows(
            "SELECT s.records FROM places p JOIN assertions s ON s.article = p.article"
            " WHERE p.story = ? ORDER BY s.number",
            (plain(story),),
        )
        return tuple(a for entered in self._read(lambda row: unpacked(row[0]), rows) for a in entered)

    def events(self, story: str) -> tuple[StoryEvent, ...]:
        """Return what happened to a story, oldest first."""
        rows = self._rows("SELECT record FROM story_events WHERE story = ? ORDER BY number", (plain(story),))
        return self._read(lambda row: from_json(row[0], StoryEvent), rows)

    def lives(self, articles: Iterable[str]) -> dict[str, tuple[StoryEvent, ...]]:
        """Return the events that placed each article, oldest first, those of its whole story included."""
        with explained(self.where):
            return lives(self._rows, articles)

    def last_act(self, story: str) -> tuple[StoryEvent, ...]:
        """Return the events of what a person did last to a story; none if nobody did anything."""
        with explained(self.where):
            return last_act(self._rows, plain(story))

    def problems(self, story: str | None = None) -> tuple[Problem, ...]:
        """Return the problems of the newest text of each of a story's articles, or all that are kept."""
        if story is None:
            rows = self._rows("SELECT record FROM problems ORDER BY number")
        else:
            rows = self._rows(
                "SELECT q.record FROM places p JOIN articles a ON a.id = p.article"
                " JOIN problems q ON q.article = a.id WHERE p.story = ?"
                f" AND {_NEWEST} ORDER BY q.number",
                (plain(story),),
            )
        return self._read(lambda row: from_json(row[0], Problem), rows)

    def pages(self, story: str) -> tuple[Brief, ...]:
        """Return the kept pages of a story, oldest revision first."""
        rows = self._rows("SELECT record FROM pages WHERE story = ? ORDER BY revision", (plain(story),))
        return self._read(lambda row: from_json(row[0], Brief), rows)

    # -- the whole

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
        return tuple(_hit(row) for row in rows)

    def check(self) -> tuple[str, ...]:
        """Return one line for everything in the database that does not hold together."""
        found = list(find_faults(self._rows))
        for kept in (self.recent(), self._every_assertion(), self.captures()):
            try:
                for _ in kept:
                    pass
            except StoreUnusable as error:
                found.append(str(error))
        return tuple(dict.fromkeys(found))

    def _every_assertion(self) -> Iterator[tuple[Assertion, ...]]:
        for row in self._walk(
            "SELECT number, records FROM assertions WHERE number > ? ORDER BY number LIMIT ?"
        ):
            yield from self._read(lambda r: unpacked(r[0]), [row])

    def census(self) -> Census:
        """Return how much is kept."""
        counts = (
            "SELECT (SELECT count(DISTINCT key) FROM articles), (SELECT count(*) FROM articles),"
            " (SELECT count(DISTINCT story) FROM places), (SELECT coalesce(sum(count), 0) FROM assertions),"
            " (SELECT count(*) FROM captures), (SELECT count(*) FROM pages), (SELECT count(*) FROM problems)"
        )
        articles, texts, *rest = self._rows(counts)[0]
        return Census(self.where, VERSION, articles, texts - articles, *rest)

    def close(self) -> None:
        """Let go of the database."""
        with explained(self.where):
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
