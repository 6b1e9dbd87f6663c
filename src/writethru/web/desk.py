"""What all that writes shares: who is let in, the threads that write, the errands, and how often who may ask."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from writethru.records import Token
from writethru.settings import Settings
from writethru.web.answers import Trouble
from writethru.web.beside import beside
from writethru.web.beside_child import Opening
from writethru.web.credentials import Session, Sessions
from writethru.web.errands import Errands, Limited, Writer
from writethru.web.limits import Paces, whole_seconds
from writethru.web.rooms import Rooms

if TYPE_CHECKING:
    from writethru.acquire import Fetch

# How something is done: a function of a module, which gets a newsroom, and what else it gets.
Doing = AbstractContextManager[Callable[..., Any]]
CLOSING = 3.0  # seconds that the server waits for what is being written when it is told to end


class Desk:
    """The means of those who may write; `rooms` are those of readers, in which tokens are looked up."""

    def __init__(
        self, store: str, settings: Settings, rooms: Rooms, paces: Paces, fetch: Fetch | None = None
    ) -> None:
        from writethru.acquire import open_fetch

        self.settings = settings.serve
        self.rooms = rooms
        self.paces = paces
        self.sessions = Sessions(settings.serve.session_hours)
        self.way = Limited(fetch or open_fetch(settings))

        def doing(name: str) -> Doing:
            opening = Opening(store, settings, rooms.now(), False)
            return nullcontext(partial(beside(name).do, opening, fetch=self.way))

        now: Callable[[], datetime] = rooms.now
        self.writer = Writer(lambda: doing("writing"), settings.serve.waiting_acts, "writing")
        self._fetching = Writer(lambda: doing("fetching"), settings.serve.errands, "fetching")
        self.errands = Errands(self._fetching, self.way, settings.serve.errand_seconds, now)

    async def token(self, shown: str) -> Token | None:
        """Return what is known of a token that somebody shows; None where it lets nobody in."""
        return await self.rooms.ask(lambda room: room.let_in(shown))

    async def signed_in(self, request: Request) -> Session | None:
        """Return who is signed in and asks; None where nobody is, or the token was removed meanwhile."""
        session = self.sessions.find(request)
        if session is None:
            return None
        known = await self.rooms.ask(lambda room: [token.digest for token in room.tokens()])
        if session.digest not in known:
            self.sessions.end(request)
            return None
        return session

    def close(self) -> None:
        """End: what is being written gets its moment, what is being fetched is interrupted."""
        self.way.open_for(0)
        self.writer.close(CLOSING)
        self._fetching.close(CLOSING)


def refused_until(seconds: float) -> None:
    """Raise Trouble 429 where somebody has to wait so long before asking again; 0 is not at all."""
    if seconds > 0:
        wait = whole_seconds(seconds)
        raise Trouble(429, f"this is asked for too often; try again in {wait} seconds", wait)
