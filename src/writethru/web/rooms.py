"""A few threads that answer, each with its own newsroom: a database connection belongs to one thread.

What takes too long is answered with 503, and what its thread reads is interrupted: the next one who asks finds it free.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TypeVar

from writethru.errors import StoreError, StoreLocked, StoreStopped, UsageError
from writethru.newsroom import Newsroom
from writethru.settings import Settings
from writethru.web.answers import Trouble

T = TypeVar("T")
log = logging.getLogger("writethru.web")

# Of Python code only one runs at a time; more threads than these only wait, and each keeps its own pages in memory.
THREADS = 4
# Seconds after which a call that is over is interrupted again: it may have been just before a statement.
AGAIN = 0.05


class ReadingRoom(Newsroom):
    """The newsroom of one thread; another one may interrupt what it reads."""

    def interrupt(self) -> None:
        """End the statement that runs now, and begin none for this call."""
        self._store.interrupt()

    def resume(self) -> None:
        """Read for another call."""
        self._store.resume()


class Turn:
    """One call in one of the threads: it can be stopped, and nothing that the thread does before or after it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._room: ReadingRoom | None = None
        self._over = False

    @contextmanager
    def reading(self, room: ReadingRoom) -> Iterator[None]:
        """Let what is read in this room be interrupted; StoreStopped where nobody waits for it any more."""
        with self._lock:
            if self._over:
                raise StoreStopped("nobody waits for this any more")
            self._room = room
        try:
            yield
        finally:
            with self._lock:
                self._room = None
                room.resume()

    def stop(self) -> bool:
        """Interrupt what is being read; return whether something was."""
        with self._lock:
            self._over = True
            if self._room is None:
                return False
            self._room.interrupt()
            return True


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
        self.seconds = settings.serve.read_seconds

    async def ask(self, call: Callable[[Newsroom], T]) -> T:
        """Return what a call answers in one of the threads; a store that cannot be used is told in the log.

        Trouble 503 where that takes too long, be it that no thread was free: then it is not begun, or it is stopped.
        """
        turn = Turn()
        limit = asyncio.timeout(self.seconds)
        try:
            async with limit:
                return await asyncio.wrap_future(self._threads.submit(self._do, call, turn))
        except TimeoutError as error:
            if not limit.expired():
                raise
            log.warning("what was asked for took longer than %g seconds and was stopped", self.seconds)
            self._stop(turn)
            raise Trouble(503, f"this takes longer than {self.seconds:g} seconds; try again later") from error

    def _stop(self, turn: Turn) -> None:
        """Stop a call, until its thread is free."""
        if turn.stop():
            asyncio.get_running_loop().call_later(AGAIN, self._stop, turn)

    def submit(self, call: Callable[[Newsroom], T]) -> Future[T]:
        """Have a call done in one of the threads, however long it takes: nobody who asks waits for it."""
        return self._threads.submit(self._do, call, Turn())

    def close(self) -> None:
        """End the threads, when they are done with what they were given; their connections end with them."""
        self._threads.shutdown(cancel_futures=True)

    def now(self) -> datetime:
        """Return the present time, or the one at which the clock was stopped."""
        return self._now or datetime.now(UTC)

    def _do(self, call: Callable[[Newsroom], T], turn: Turn) -> T:
        try:
            room = self._room()
            room.now = self.now()
            with turn.reading(room):
                return call(room)
        except (StoreLocked, StoreStopped):
            raise
        except StoreError as error:
            log.error("%s", error)
            self._leave()
            raise

    def _room(self) -> ReadingRoom:
        """Return the newsroom of this thread; one whose file was replaced or brought to a newer layout is left."""
        room: ReadingRoom | None = getattr(self._local, "room", None)
        if room is not None:
            mark = room.mark()
            if (mark.file, mark.layout) == self._local.known:
                return room
            self._leave()
        try:
            room = ReadingRoom(self._store, settings=self.settings, read_only=True)
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
        room: ReadingRoom | None = getattr(self._local, "room", None)
        self._local.room = None
        if room is not None:
            with suppress(StoreError):
                room.close()
