"""The default store: one SQLite file with a write-ahead log and a full-text index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from writethru.errors import StoreUnusable
from writethru.records import Assertion
from writethru.store.checking import find_faults
from writethru.store.entries import Census
from writethru.store.opening import connect, explained
from writethru.store.rows import unpacked
from writethru.store.schema import VERSION
from writethru.store.sqlite.cards import Cards
from writethru.store.sqlite.keeping import Keeping
from writethru.store.sqlite.pages import Pages
from writethru.store.sqlite.stories import Stories


def open_sqlite(path: str, *, busy_seconds: float, read_only: bool) -> SqliteStore:
    """Open the file as `open_store` says."""
    return SqliteStore(path, connect(path, busy_seconds=busy_seconds, read_only=read_only), read_only)


class SqliteStore(Keeping, Stories, Pages, Cards):
    """A `Store` in one SQLite file; every method is described there."""

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
