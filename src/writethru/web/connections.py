"""Connections that ask nothing, ask too slowly or take no answer: they are closed, and others are answered.

Uvicorn waits without end for the head of a request, and counts who only waits among those who ask. Here a connection
has its time for each thing that is awaited of the other end, and where much is awaited the one that keeps us waiting
longest makes room. Whoever means to ask does so within a moment, and so is never the slowest of two hundred.
"""

from __future__ import annotations

import asyncio

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from writethru.settings import ServeSettings


class Waiting:
    """The connections of which something is awaited, the slowest first, and how many are open."""

    def __init__(self, settings: ServeSettings) -> None:
        self.settings = settings
        self.open = 0
        self._slow: dict[Watched, None] = {}

    def add(self, connection: Watched) -> None:
        """Note that something is awaited of a connection from now on; close the slowest where there are too many."""
        self.drop(connection)
        self._slow[connection] = None
        if len(self._slow) > self.settings.waiting_connections or self.open > self.settings.connections:
            slowest = next(iter(self._slow))
            self.drop(slowest)
            slowest.give_up()

    def drop(self, connection: Watched) -> None:
        """Note that nothing is awaited of a connection any more."""
        self._slow.pop(connection, None)


class Watched(H11Protocol):
    """A connection that is closed when a head, a body or the taking of an answer is awaited for too long."""

    waiting: Waiting

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._timer: asyncio.TimerHandle | None = None
        self._awaited: tuple[str, int] | None = None
        self._full = False
        self.waiting.open += 1
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self.waiting.open -= 1
        self.waiting.drop(self)
        self._end()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, and see what is awaited then."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._look()

    def pause_writing(self) -> None:
        """Wait until the other end has taken some of the answer."""
        super().pause_writing()
        self._full = True
        self._look()

    def resume_writing(self) -> None:
        """Go on: the other end takes what is sent."""
        super().resume_writing()
        self._full = False
        self._look()

    def give_up(self) -> None:
        """Close the connection without a word: who waits for nothing reads nothing."""
        if not self.transport.is_closing():
            self.transport.abort()

    def _look(self) -> None:
        """Set the time for what is awaited, if that is something else than before."""
        if self.transport.is_closing():
            return
        settings, cycle = self.waiting.settings, self.cycle
        awaited, seconds = "", 0.0
        if self._full:
            awaited, seconds = "taking", settings.stuck_seconds
        elif cycle is None or cycle.response_complete:
            awaited, seconds = "head", settings.head_seconds
        elif cycle.more_body:
            awaited, seconds = "body", settings.body_seconds
        if (awaited, id(cycle)) == self._awaited:
            return
        self._awaited = awaited, id(cycle)
        self._end()
        if awaited:
            self._timer = self.loop.call_later(seconds, self.give_up)
            self.waiting.add(self)
        else:
            self.waiting.drop(self)

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def watched(settings: ServeSettings) -> type[Watched]:
    """Return the kind of connection that uvicorn is to make, with these limits."""

    class Limited(Watched):
        waiting = Waiting(settings)

    return Limited


def open_server(app: ASGIApp, host: str, port: int, settings: ServeSettings) -> uvicorn.Server:
    """Return the server of an application, with these limits."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=watched(settings),
            ws="none",  # an upgraded connection would be nobody's
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=5,
        )
    )
