"""What all parts of the SQLite store do: run queries, walk through rows, decode them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from writethru.errors import StoreUnusable
from writethru.store.checkpoints import bound_log
from writethru.store.opening import MEMORY, REMEDY, decoded, explained, stopped, transaction
from writethru.store.seals import seal_rows

T = TypeVar("T")

_CHUNK = 256  # rows read at a time where a store is walked through
# The last text of a page that went into the story of `p`: a page may change into one of another story.
NEWEST = (
    "a.number = (SELECT max(b.number) FROM articles b JOIN places o ON o.article = b.id"
    " WHERE b.key = a.key AND o.story = p.story)"
)
BY_TIME = "a.published_at IS NULL, a.published_at, a.id"


class Rows:
    """A connection, and the ways in which the parts of a store use it."""

    def __init__(self, where: str, connection: sqlite3.Connection, read_only: bool) -> None:
        self.where = where
        self.read_only = read_only
        self._connection = connection
        self._stopped = False  # by another thread
        self.file = Path(where).expanduser().resolve()

    def _rows(self, query: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        if self._stopped:
            raise stopped(self.where)
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
            if rows[-1][0] <= last:  # of a damaged table; it would go on for ever
                raise StoreUnusable(f"{self.where}: the store is damaged (rows out of order); {REMEDY}")
            last = rows[-1][0]

    def _read(self, decode: Callable[[tuple[Any, ...]], T], rows: Sequence[tuple[Any, ...]]) -> tuple[T, ...]:
        with decoded(self.where):
            return tuple(decode(row) for row in rows)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Run one write transaction, all of it or nothing; the log does not grow without bound by it."""
        with transaction(self._connection, self.where):
            yield
            seal_rows(self._connection)
        if self.where != MEMORY:
            bound_log(self._connection, self.file)
