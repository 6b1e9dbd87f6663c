"""The default store: one SQLite file with a write-ahead log and a full-text index."""

from __future__ import annotations

from typing import Self

from writethru.store.opening import connect, explained
from writethru.store.sqlite.amendments import Amendments
from writethru.store.sqlite.cards import Cards
from writethru.store.sqlite.copying import Copying
from writethru.store.sqlite.desk import Desk
from writethru.store.sqlite.feeds import Feeds
from writethru.store.sqlite.listings import Listings
from writethru.store.sqlite.naming import Naming
from writethru.store.sqlite.pages import Pages
from writethru.store.sqlite.readings import Readings
from writethru.store.sqlite.stories import Stories


def open_sqlite(path: str, *, busy_seconds: float, read_only: bool) -> SqliteStore:
    """Open the file as `open_store` says."""
    return SqliteStore(path, connect(path, busy_seconds=busy_seconds, read_only=read_only), read_only)


class SqliteStore(Readings, Stories, Pages, Cards, Feeds, Copying, Amendments, Listings, Desk, Naming):
    """A `Store` in one SQLite file; every method is described there."""

    def interrupt(self) -> None:
        """End the statement that runs now, from any thread, and begin none until `resume`."""
        self._stopped = True
        with explained(self.where):
            self._connection.interrupt()

    def resume(self) -> None:
        """Read on after an interruption."""
        self._stopped = False

    def close(self) -> None:
        """Let go of the database."""
        with explained(self.where):
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
