"""Connections that ask nothing, ask too slowly or take no answer: they are closed, and others are answered.

Uvicorn waits without end for the head of a request, and counts who only waits among those who ask. Here a connection
has its time for each step, and where many wait for nothing the one that waits longest makes room. Whoever means to ask
sends a head within a moment of connecting, and so is never the longest waiting of two hundred.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from writethru.settings import ServeSettings


class Waiting:
    """The connections without a request, those that wait longest first, and all that are open."""

    def __init__(self, settings: ServeSettings) -> None:
        self.settings = settings
        self.open = 0
        self._waiting: dict[Watched, None] = {}

    def add(self, connection: Watched) -> None:
        """Note that a connection waits from now on; close the one that waits longest where there are too many."""
        self._waiting[connection] = None
        if len(self._waiting) > self.settings.waiting_connections or self.open > self.settings.connections:
            longest = next(iter(self._waiting))
            self._waiting.pop(longest)
            longest.give_up()

    def drop(self, connection: Watched) -> None:
        """Note that a connection does not wait any more."""
        self._waiting.pop(connection, None)

    def __len__(self) -> int:
        return len(self._waiting)


class Watched(H11Protocol):
    """A connection that is closed when the head or the body of a request, or who takes its answer, takes too long."""

    waiting: Waiting

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._timer: asyncio.TimerHandle | None = None
        self._stuck: asyncio.TimerHandle | None = None
        self._awaited = ""
        self.waiting.open += 1
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self.waiting.open -= 1
        self.waiting.drop(self)
        self._end(self._timer)
        self._end(self._stuck)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, and see what is waited for then."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._look()

    def pause_writing(self) -> None:
        """The client takes nothing: it has its time for that, too."""
        super().pause_writing()
        self._end(self._stuck)
        self._stuck = self.loop.call_later(self.waiting.settings.stuck_seconds, self.give_up)

    def resume_writing(self) -> None:
        """The client takes what is sent."""
        super().resume_writing()
        self._end(self._stuck)

    def give_up(self) -> None:
        """Close the connection without a word: who waits for nothing reads nothing."""
        if not self.transport.is_closing():
            self.transport.abort()

    def _look(self) -> None:
        """Set the time for what is waited for, if that is something else than before."""
        if self.transport.is_closing():
            return
        cycle: Any = self.cycle
        awaited = "head" if cycle is None or cycle.response_complete else "body" if cycle.more_body else ""
        request = id(cycle) if awaited == "body" else 0
        if f"{awaited}{request}" == self._awaited:
            return
        self._awaited = f"{awaited}{request}"
        self._end(self._timer)
        if awaited == "head":
            self.waiting.add(self)
        else:
            self.waiting.drop(self)
        settings = self.waiting.settings
        seconds = {"head": settings.head_seconds, "body": settings.body_seconds}.get(awaited)
        self._timer = self.loop.call_later(seconds, self.give_up) if seconds else None

    @staticmethod
    def _end(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()


def watched(settings: ServeSettings) -> type[Watched]:
    """Return the kind of connection that uvicorn is to make, with these limits."""

    class Limited(Watched):
        waiting = Waiting(settings)

    return Limited
