"""Keeping captures, articles with all that belongs to them, and problems."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from writethru.records import (
    AnnotatedArticle,
    Assertion,
    Problem,
    Recheck,
    Standing,
    StoryEvent,
    content_id,
)
from writethru.store.entries import Addition
from writethru.store.opening import decoded
from writethru.store.places import append, carry_out, keep_standing, standing_of
from writethru.store.rows import (
    ARTICLE_COLUMNS,
    TEXT,
    TITLE,
    article_row,
    as_json,
    packed,
)
from writethru.store.sqlite.amendments import insert_rechecks
from writethru.store.sqlite.articles import Articles


class Keeping(Articles):
    """The part of a store that takes in."""

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
        rechecks: Iterable[Recheck] = (),
    ) -> tuple[bool, ...]:
        """Keep articles, each with its findings, place and assertions; say of each whether it was new."""
        rows = [(addition, article_row(addition.document)) for addition in additions]
        with self._writing():
            insert_rechecks(self._connection, rechecks)
            return self._keep(rows, events, standing)

    def add_after(
        self, last: int, additions: Iterable[Addition], events: Iterable[StoryEvent], standing: Standing
    ) -> tuple[tuple[bool, ...], int] | None:
        """Do what `add_many` does if `last` is still the last event, and return its answer and the last event now."""
        rows = [(addition, article_row(addition.document)) for addition in additions]
        with self._writing():
            if self.last_event() != last:
                return None
            return self._keep(rows, events, standing), self.last_event()

    def last_event(self) -> int:
        """Return the number of the last event in the lives of stories; 0 where there is none."""
        return int(self._value("SELECT max(number) FROM story_events") or 0)

    def _keep(
        self,
        rows: Iterable[tuple[Addition, tuple[Any, ...]]],
        events: Iterable[StoryEvent],
        standing: Standing | None,
    ) -> tuple[bool, ...]:
        new = tuple(self._insert(addition, row) for addition, row in rows)
        carry_out(self._connection, events)
        if standing is not None:
            keep_standing(self._connection, standing)
        return new

    def standing(self) -> Standing:
        """Return what assignment remembered last."""
        parts = self._rows("SELECT name, state FROM standing")
        articles = self._rows("SELECT article, state FROM open_articles")
        with decoded(self.where):
            return standing_of(parts, articles)

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
        with self._writing():
            self._insert_problems(problems, None)
