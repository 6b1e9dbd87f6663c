"""Keeping what became of articles: all texts of one, and what was found when their pages were fetched again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from writethru.records import AnnotatedArticle, Recheck
from writethru.store.places import fall_behind
from writethru.store.rows import DOCUMENT_COLUMNS, as_json, document_of, from_json, plain
from writethru.store.sqlite.base import Rows


def insert_rechecks(connection: sqlite3.Connection, rechecks: Iterable[Recheck]) -> None:
    """Keep rechecks; a story of which one tells something new is behind until its page is written."""
    for check in rechecks:
        connection.execute(
            "INSERT INTO rechecks (key, at, now, record)"
            " SELECT key, ?2, ?3, ?4 FROM articles WHERE id = ?1 ON CONFLICT DO NOTHING",
            (check.article, check.at, check.now, as_json(check).decode()),
        )
        if check.tells:
            found = connection.execute("SELECT story FROM places WHERE article = ?", (check.article,))
            fall_behind(connection, [story for (story,) in found.fetchall()])


class Amendments(Rows):
    """The part of a store that remembers what became of articles."""

    def add_rechecks(self, rechecks: Iterable[Recheck]) -> None:
        """Keep what was found when pages were fetched again; one of an article that is not kept is left out."""
        with self._writing():
            insert_rechecks(self._connection, rechecks)

    def rechecks(self, *, story: str | None = None, article: str | None = None) -> tuple[Recheck, ...]:
        """Return the rechecks of all texts of an article, of a story's articles, or all; oldest first."""
        query, values = "SELECT record FROM rechecks", ()
        if article is not None:
            query += " WHERE key = (SELECT key FROM articles WHERE id = ?)"
            values = (plain(article),)  # type: ignore[assignment]
        elif story is not None:
            query += (
                " WHERE key IN (SELECT a.key FROM places p JOIN articles a ON a.id = p.article"
                " WHERE p.story = ?)"
            )
            values = (plain(story),)  # type: ignore[assignment]
        rows = self._rows(f"{query} ORDER BY at, number", values)
        return self._read(lambda row: from_json(row[0], Recheck), rows)

    def texts(self, *, story: str | None = None, article: str | None = None) -> tuple[AnnotatedArticle, ...]:
        """Return all texts of an article, or of those of a story's articles that have several, as they were kept."""
        if article is not None:
            chosen, name = "a.key = (SELECT key FROM articles WHERE id = ?)", article
        else:
            name = story or ""
            chosen = (
                "a.key IN (SELECT b.key FROM places p JOIN articles b ON b.id = p.article WHERE p.story = ?"
                " AND EXISTS (SELECT 1 FROM articles c WHERE c.key = b.key AND c.id <> b.id))"
            )
        rows = self._rows(
            f"SELECT {DOCUMENT_COLUMNS} FROM articles a WHERE {chosen} ORDER BY a.number", (plain(name),)
        )
        return self._read(document_of, rows)
