"""Inspecting a store: how much it holds, where it lies, and all that does not hold together in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from writethru.errors import StoreError, StoreUnusable
from writethru.store.checking import find_faults
from writethru.store.checkpoints import log_of, size_of
from writethru.store.contents import TABLES, article_faults, misplaced, row_faults
from writethru.store.entries import Census, Counted, Files, Mark, uncounted
from writethru.store.opening import MEMORY
from writethru.store.readable import readable_rows
from writethru.store.rows import ARTICLE_COLUMNS
from writethru.store.schema import VERSION
from writethru.store.seals import broken_seals
from writethru.store.sqlite.base import Rows


class Inspecting(Rows):
    """The part of a store that looks at itself."""

    def census(self) -> Census:
        """Return how much is kept."""
        counts = (
            "SELECT (SELECT count(DISTINCT key) FROM articles), (SELECT count(*) FROM articles),"
            " (SELECT count(DISTINCT story) FROM places), (SELECT coalesce(sum(count), 0) FROM assertions),"
            " (SELECT count(*) FROM captures), (SELECT count(*) FROM pages), (SELECT count(*) FROM problems)"
        )
        articles, texts, *rest = self._rows(counts)[0]
        return Census(self.where, VERSION, articles, texts - articles, *rest)

    def mark(self) -> Mark:
        """Return what differs from before when the store was replaced, brought to another layout or changed."""
        file = (0, 0)
        if self.where != MEMORY:
            with suppress(OSError):
                found = self.file.stat()
                file = (found.st_dev, found.st_ino)
        layout, changes = (self._value(f"PRAGMA {name}") for name in ("user_version", "data_version"))
        return Mark(file, layout, changes)

    def files(self) -> Files | None:
        """Return the file, how large it and its log are, and how much room is left; None in memory."""
        if self.where == MEMORY:
            return None
        return Files(
            path=str(self.file),
            bytes=size_of(self.file),
            log_bytes=size_of(log_of(self.file)),
            free_bytes=shutil.disk_usage(self.file.parent).free,
            writable=os.access(self.file, os.W_OK) and os.access(self.file.parent, os.W_OK),
            open_to_all=bool(self.file.stat().st_mode & 0o002),
        )

    def check(self, *, quick: bool = False, progress: Counted = uncounted) -> tuple[str, ...]:
        """Return one line for everything in the database that does not hold together."""
        with self._one_moment():
            found = [*self._cut(), *find_faults(self._rows, quick=quick)]
            if not quick:
                found += [
                    *self._faulty_articles(progress),
                    *(fault for table in TABLES for fault in self._faulty_rows(table)),
                    *self._misplaced(),
                    *broken_seals(self._rows),
                ]
        return tuple(dict.fromkeys(found))

    @contextmanager
    def _one_moment(self) -> Iterator[None]:
        """Look at the store as it is now, while others write; the log is not shortened meanwhile."""
        self._rows("BEGIN")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self._rows("ROLLBACK")

    def _cut(self) -> Iterator[str]:
        """Yield that the end of the file is missing; while there is a log it may be in there."""
        try:
            length = self._value("PRAGMA page_count") * self._value("PRAGMA page_size")
        except StoreUnusable as error:
            yield str(error)
            return
        there = size_of(self.file)
        if self.where != MEMORY and not size_of(log_of(self.file)) and there < length:
            yield f"database: the file was cut, {there} of {length} bytes are there"

    def _faulty_articles(self, progress: Counted) -> Iterator[str]:
        done, all_of_them = 0, self._count("articles")
        for number, row in readable_rows(self._connection, "articles", ARTICLE_COLUMNS):
            done += 1
            progress(done, all_of_them)
            if row is None:
                yield f"article {number}: cannot be read"
                continue
            try:
                entered = self._rows("SELECT count, records FROM assertions WHERE article = ?", (row[0],))
            except StoreError:
                yield f"article {row[0]}: its assertions cannot be read"
                entered = []
            yield from article_faults(row, entered[0] if entered else None)

    def _faulty_rows(self, table: str) -> Iterator[str]:
        for number, row in readable_rows(self._connection, table, TABLES[table][1]):
            yield from row_faults(table, number, row)

    def _misplaced(self) -> Iterator[str]:
        try:
            events = self._rows("SELECT story, article, other FROM story_events ORDER BY number")
            yield from misplaced(events, self._rows("SELECT article, story FROM places"))
        except StoreUnusable as error:
            yield str(error)

    def _count(self, table: str) -> int:
        try:
            return int(self._value(f"SELECT count(*) FROM {table}"))
        except StoreUnusable:
            return 0
