"""The application: its routes, who may call them, and the checks before and after each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from writethru.errors import StoreError, UsageError
from writethru.newsroom import Newsroom
from writethru.settings import Settings
from writethru.web import api, pages
from writethru.web.answers import ATOM, JSON, JSON_FEED, MARKDOWN, Trouble, later, trouble
from writethru.web.events import Events
from writethru.web.listing import Listing
from writethru.web.rooms import Rooms

V1 = "/api/v1"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
RETRY = 5  # seconds after which a store that was busy or replaced is worth another try
MOST_ADDRESS = 2_000  # characters of a path with its query

# Everything there is, for anybody who can reach the server: it only reads.
READING: tuple[tuple[str, Any], ...] = (
    ("/", pages.front),
    ("/stories", pages.front),
    ("/stories.atom", pages.feed_as(ATOM)),
    ("/stories.feed.json", pages.feed_as(JSON_FEED)),
    ("/stories/{story}.atom", pages.story_as(ATOM)),
    ("/stories/{story}.feed.json", pages.story_as(JSON_FEED)),
    ("/stories/{story}.md", pages.story_as(MARKDOWN)),
    ("/stories/{story}.json", pages.story_as(JSON)),
    ("/stories/{story}/history", pages.history),
    ("/stories/{story}/claims", pages.claims),
    ("/stories/{story}", pages.story),
    ("/articles/{article}", pages.article),
    ("/outlets", pages.names("Outlets", "outlet")),
    ("/people", pages.names("People", "person")),
    ("/places", pages.names("Places", "place")),
    ("/search", pages.search),
    ("/about", pages.about),
    *((f"{V1}{endpoint.path}", endpoint.answer) for endpoint in api.ENDPOINTS),
)


# What is answered for as long as somebody listens; it holds no thread.
LISTENING: tuple[tuple[str, Any], ...] = ((f"{V1}{api.EVENTS.path}", api.events),)


def open_app(
    store: str, *, settings: Settings | None = None, now: datetime | None = None, hosts: tuple[str, ...] = ()
) -> Starlette:
    """Return the application that serves a store for reading.

    `hosts` are the names under which it may be asked, besides those of this machine; `now` stops its clock. Raises
    UsageError or StoreError where the store cannot be opened.
    """
    settings = settings or Settings()
    with Newsroom(store, settings=settings, read_only=True) as room:
        room.census()
    rooms, keeper = Rooms(store, settings, now), Rooms(store, settings, now, threads=1)
    listing = Listing(keeper)
    looker = Rooms(store, settings, now, threads=1)
    events = Events(rooms, looker, listing)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        events.close()
        rooms.close()
        keeper.close()
        looker.close()

    app = Starlette(
        routes=[
            *(Route(path, _endpoint(call, rooms), methods=["GET"]) for path, call in READING),
            *(Route(path, _listened(call), methods=["GET"]) for path, call in LISTENING),
        ],
        middleware=[Middleware(Guard, hosts=(*LOOPBACK, *(host.lower() for host in hosts)))],
        exception_handlers={404: _missing, 405: _not_so, 500: _broken},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # it would answer with an address made of the host that was asked
    app.state.listing, app.state.events = listing, events
    return app


def _endpoint(call: Any, rooms: Rooms) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            response: Response = await rooms.ask(lambda room: call(request, room))
            return response
        except (Trouble, UsageError, StoreError) as error:
            return _refused(request, error)

    return endpoint


def _listened(call: Any) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            response: Response = await call(request)
            return response
        except (Trouble, UsageError, StoreError) as error:
            return _refused(request, error)

    return endpoint


def _refused(request: Request, error: Exception) -> Response:
    refused = trouble(request, error)
    return later(refused, RETRY) if refused.status_code == 503 else refused


async def _missing(request: Request, error: Exception) -> Response:
    return trouble(request, Trouble(404, f"there is nothing at {request.url.path[:200]!r}"))


async def _not_so(request: Request, error: Exception) -> Response:
    routes = [route for route in request.app.routes if isinstance(route, Route)]
    known = {m for r in routes if r.matches(request.scope)[0] != Match.NONE for m in r.methods or ()}
    allowed = ", ".join(sorted(known))
    refused = trouble(request, Trouble(405, f"{request.method[:20]} is not answered here, but {allowed}"))
    refused.headers["Allow"] = allowed
    return refused


async def _broken(request: Request, error: Exception) -> Response:
    """Say nothing of what broke: the log has it."""
    return trouble(request, Trouble(500, "this cannot be answered because of a fault of the server"))


class Guard:
    """Lets through only what is asked of a host that we are, with an address of some length and no body."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if refusal := self._refusal(request):
            await trouble(request, refusal)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, request: Request) -> Trouble | None:
        named = request.headers.getlist("host")
        host = named[0].lower() if len(named) == 1 else ""
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if name not in self._hosts:
            return Trouble(421, "this server does not answer for this host; name it with --host-name")
        if len(request.url.path) + len(request.url.query) > MOST_ADDRESS:
            return Trouble(414, f"the address has more than {MOST_ADDRESS} characters")
        if request.method in ("GET", "HEAD") and (
            request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
        ):
            return Trouble(413, "a request to read has no body")
        return None
