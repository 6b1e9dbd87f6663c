"""All stories in their order, kept in memory until the store changes or the minute is over."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from datetime import UTC, datetime

from writethru.newsroom import Newsroom
from writethru.newsroom.ranking import Ranked, Ranking
from writethru.store import Mark
from writethru.web.answers import Trouble
from writethru.web.rooms import Rooms

Stories = tuple[Ranked, ...]
State = tuple[Mark, datetime]

# Seconds for which nobody looks whether the store changed. While `watch` takes articles in, it changes many times
# a second, and after each look all stories are sorted; who reloads a page does not miss an article for a second.
UNLOOKED = 1.0
# Seconds that a list may be old while a newer one is made. Only after these a request waits for the newer one: so
# nobody waits on a busy site, and on one where nobody looked for long nobody is shown what was long ago.
OLDEST = 5.0


class Listing:
    """Keeps the stories, renewed by a thread of its own so that no request waits for it on a busy site."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._lock = threading.Lock()
        self._running: Future[None] | None = None
        self._listed: tuple[Stories, datetime] = (), datetime.min.replace(tzinfo=UTC)
        self._state: State | None = None
        self._ranking: Ranking | None = None
        self._looked = float("-inf")  # by a clock that is not set

    def stories(self) -> Stories:
        """Return all stories, the most significant first, as they were at most a few seconds ago."""
        return self.listed()[0]

    def listed(self) -> tuple[Stories, datetime]:
        """Return all stories, and the moment at which this was their order."""
        with self._lock:
            age = time.monotonic() - self._looked
            if self._running is None or self._running.done():
                self._running = self._rooms.submit(self._renew) if age >= UNLOOKED else None
            running = self._running
        if running is not None and age >= OLDEST:
            self._waited_for(running)
        return self._listed

    def _waited_for(self, running: Future[None]) -> None:
        try:
            running.result(self._rooms.seconds)
        except TimeoutError as error:
            raise Trouble(503, "the list of stories is being made; try again", 5) from error

    def _renew(self, room: Newsroom) -> None:
        looked = time.monotonic()
        assert room.now is not None
        minute = room.now.replace(second=0, microsecond=0)
        state = room.mark(), minute
        if self._ranking is None or self._state is None or self._state[0].file != state[0].file:
            self._ranking = Ranking(room.settings)
        if state != self._state:
            self._listed = room.order(self._ranking, minute), minute
            self._state = state
        self._looked = looked
