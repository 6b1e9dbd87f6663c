"""A few threads that answer, each with its own newsroom: a database connection belongs to one thread."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import TypeVar

from writethru.errors import StoreError, StoreLocked, UsageError
from writethru.newsroom import Newsroom
from writethru.settings import Settings
from writethru.web.answers import Trouble

T = TypeVar("T")
log = logging.getLogger("writethru.web")

# Of Python code only one runs at a time; more threads than these only wait, and each keeps its own pages in memory.
THREADS = 4


class Rooms:
    """Opens the store for reading once in each of its threads, and anew where another one stands in its place."""

    def __init__(
        self, store: str, settings: Settings, now: datetime | None, *, threads: int = THREADS
    ) -> None:
        self._store = store
        self.settings = settings
        self._now = now
        self._local = threading.local()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="reading")

    async def ask(self, call: Callable[[Newsroom], T]) -> T:
        """Return what a call answers in one of the threads; a store that cannot be used is told in the log."""
        return await asyncio.wrap_future(self.submit(call))

    def submit(self, call: Callable[[Newsroom], T]) -> Future[T]:
        """Have a call done in one of the threads."""
        return self._threads.submit(self._do, call)

    def close(self) -> None:
        """End the threads, when they are done with what they were given; their connections end with them."""
        self._threads.shutdown(cancel_futures=True)

    def now(self) -> datetime:
        """Return the present time, or the one at which the clock was stopped."""
        return self._now or datetime.now(UTC)

    def _do(self, call: Callable[[Newsroom], T]) -> T:
        try:
            room = self._room()
            room.now = self.now()
            return call(room)
        except StoreLocked:
            raise
        except StoreError as error:
            log.error("%s", error)
            self._leave()
            raise

    def _room(self) -> Newsroom:
        """Return the newsroom of this thread; one whose file was replaced or brought to a newer layout is left."""
        room: Newsroom | None = getattr(self._local, "room", None)
        if room is not None:
            mark = room.mark()
            if (mark.file, mark.layout) == self._local.known:
                return room
            self._leave()
        try:
            room = Newsroom(self._store, settings=self.settings, read_only=True)
        except UsageError as error:  # not asked wrongly: the store that was there at the start is gone
            log.error("%s", error)
            raise Trouble(503, "the store is not there now") from error
        mark = room.mark()
        if not any(mark.file):  # it was taken away just now
            room.close()
            raise Trouble(503, "the store is not there now")
        self._local.room, self._local.known = room, (mark.file, mark.layout)
        return room

    def _leave(self) -> None:
        room: Newsroom | None = getattr(self._local, "room", None)
        self._local.room = None
        if room is not None:
            with suppress(StoreError):
                room.close()
