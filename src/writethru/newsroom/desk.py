"""What all parts of the newsroom share: store, settings, clock, and the one way to the network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from writethru.errors import UsageError
from writethru.newsroom import pages
from writethru.records import (
    Brief,
    Capture,
    Problem,
    Story,
)
from writethru.settings import Settings
from writethru.store import Store, open_store

if TYPE_CHECKING:
    from writethru.acquire import Fetch, Fetched

Sources = str | Path | Iterable[str | Path]


class Desk:
    """A store with its settings and clock; what is asked for and not there is a UsageError."""

    def __init__(
        self,
        store: str | Path | None = None,
        *,
        settings: Settings | None = None,
        now: datetime | None = None,
        fetch: Fetch | None = None,
        stdin: BinaryIO | None = None,
        read_only: bool = False,
    ) -> None:
        self.settings = settings or Settings()
        self.now = now
        self.stdin = stdin
        self._fetch = fetch
        self._taken: dict[str, datetime] = {}  # when articles came that a watch took in of late
        self._read_only = read_only
        self._keeps = store is not None
        where = ":memory:" if store is None else str(store)
        self._store: Store = open_store(where, settings=self.settings, read_only=read_only)

    def _collect(self, sources: Sources, fetch: Fetch | None = None) -> Iterator[Capture | Problem]:
        from writethru.acquire import collect, open_workers

        for source in [sources] if isinstance(sources, str | Path) else sources:
            if not isinstance(source, str | Path):
                raise UsageError(f"a source is a URL or a path, and {ascii(source)[:60]} was given")
            yield from collect(
                str(source),
                fetch=fetch or self._get,
                settings=self.settings,
                now=self.now,
                stdin=self.stdin,
                parsing=open_workers(self.settings),
            )

    def _get(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        from writethru.acquire import open_fetch

        if self._fetch is None:
            self._fetch = open_fetch(self.settings)
        if etag or last_modified:
            return self._fetch(url, etag=etag, last_modified=last_modified)
        return self._fetch(url)

    def _at(self) -> str:
        """Return the present time as it is kept, to the second."""
        return (self.now or datetime.now(UTC)).isoformat(timespec="seconds")

    def _story(self, name: str) -> Story:
        found = self._store.story(name)
        if found is None:
            raise UsageError(f'no story {name!r}; "writethru stories" lists them')
        return found

    def _page(self, story: str) -> Brief:
        return pages.write_story(self._store, self._story(story).id, self.settings).brief

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
