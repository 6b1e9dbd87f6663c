"""A newsroom for each thread that answers: a database connection belongs to one thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

from writethru.newsroom import Newsroom
from writethru.settings import Settings

Clock = Callable[[], datetime]


class Rooms:
    """Opens the store for reading, once in each thread."""

    def __init__(self, store: str, settings: Settings, now: datetime | None) -> None:
        self._store = store
        self._settings = settings
        self._now = now
        self._local = threading.local()

    def room(self) -> Newsroom:
        """Return the newsroom of this thread, at the present time."""
        room: Newsroom | None = getattr(self._local, "room", None)
        if room is None:
            room = Newsroom(self._store, settings=self._settings, read_only=True)
            self._local.room = room
        room.now = self._now or datetime.now(UTC)
        return room
