"""The application: its routes, those for everybody and those of `writing`, and what answers when something is not so."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from writethru.errors import StoreError, UsageError
from writethru.newsroom import Newsroom
from writethru.render.html import compile_templates
from writethru.settings import Settings
from writethru.web import api, finding, front, pages, story, syndicated
from writethru.web.answers import ATOM, JSON, JSON_FEED, MARKDOWN, Trouble, later, trouble
from writethru.web.choices import Choices
from writethru.web.desk import Desk
from writethru.web.desk_pages import to_sign_in
from writethru.web.events import Events
from writethru.web.guard import Guard
from writethru.web.kept import Kept
from writethru.web.lately import Lately
from writethru.web.limits import Paces
from writethru.web.listing import Listing
from writethru.web.made import Aside, Elsewhere
from writethru.web.rooms import Rooms
from writethru.web.writing import V1, WRITING, Way, served

if TYPE_CHECKING:
    from writethru.acquire import Fetch

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
RETRY = 5  # seconds after which a store that was busy or replaced is worth another try

# What is there for anybody who can reach the server: it only reads. What writes stands in `writing.WRITING`.
READING: tuple[tuple[str, Any], ...] = (
    ("/", front.front),
    ("/stories", front.front),
    ("/stories.atom", syndicated.feed_as(ATOM)),
    ("/stories.feed.json", syndicated.feed_as(JSON_FEED)),
    ("/stories/{story}.atom", story.story_as(ATOM)),
    ("/stories/{story}.feed.json", story.story_as(JSON_FEED)),
    ("/stories/{story}.md", story.story_as(MARKDOWN)),
    ("/stories/{story}.json", story.story_as(JSON)),
    ("/stories/{story}/history", story.history),
    ("/stories/{story}/diff", story.difference),
    ("/stories/{story}/claims", story.claims),
    ("/stories/{story}/why", story.why),
    ("/stories/{story}", story.story),
    ("/articles/{article}", pages.article),
    ("/outlets", finding.names("outlet")),
    ("/outlets/{outlet}", finding.about("outlet")),
    ("/people", finding.names("person")),
    ("/people/{person}", finding.about("person")),
    ("/places", finding.names("place")),
    ("/places/{place}", finding.about("place")),
    ("/organisations", finding.names("organisation")),
    ("/organisations/{organisation}", finding.about("organisation")),
    ("/search", finding.search),
    ("/search/live", finding.live),
    ("/static/{script}", finding.script),
    ("/feeds", pages.feeds),
    ("/about", pages.about),
    *((f"{V1}{endpoint.path}", endpoint.answer) for endpoint in api.ENDPOINTS),
)


# What is answered for as long as somebody listens; it holds no thread.
LISTENING: tuple[tuple[str, Any], ...] = ((f"{V1}{api.EVENTS.path}", api.events),)


def open_app(
    store: str,
    *,
    settings: Settings | None = None,
    now: datetime | None = None,
    hosts: tuple[str, ...] = (),
    fetch: Fetch | None = None,
) -> Starlette:
    """Return the application that serves a store: for reading to all, for writing to who has a token.

    `hosts` are the names under which it may be asked, besides those of this machine; `now` stops its clock; `fetch`
    replaces the one guarded way to the network. Raises UsageError or StoreError where the store cannot be opened.
    """
    settings = settings or Settings()
    with Newsroom(store, settings=settings, read_only=True) as room:
        room.census()
    rooms, keeper = Rooms(store, settings, now), Rooms(store, settings, now, threads=1)
    listing = Listing(keeper)
    looker = Rooms(store, settings, now, threads=1)
    events = Events(rooms, looker, listing)
    paces = Paces(settings.serve)
    desk = Desk(store, settings, rooms, paces, fetch)
    kept = Kept(settings.serve.kept_bytes)
    aside = Aside(store, rooms, kept)
    choices = Choices()

    def warm_up(room: Newsroom) -> None:
        """Load and count what the first reader would have to wait for: half a second."""
        compile_templates()
        listing.stories()
        choices.options(room)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        warmed: Callable[[], None] = app.state.warmed
        rooms.submit(warm_up).add_done_callback(lambda done: warmed())
        threading.Thread(target=aside.warm, daemon=True).start()  # whoever ends the server waits for none
        yield
        events.close()
        desk.close()
        rooms.close()
        keeper.close()
        looker.close()

    known = (*LOOPBACK, *(host.lower() for host in hosts))
    app = Starlette(
        routes=[
            *(Route(_with_ids(path), _endpoint(call, rooms), methods=["GET"]) for path, call in READING),
            *(Route(path, _listened(call), methods=["GET"]) for path, call in LISTENING),
            *(Route(way.path, _writing(way, desk), methods=[way.method]) for way in WRITING),
        ],
        middleware=[Middleware(Guard, hosts=known, paces=paces, most=settings.serve.requests)],
        exception_handlers={404: _missing, 405: _not_so, 500: _broken},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # it would answer with an address made of the host that was asked
    app.state.lately = Lately()
    app.state.listing, app.state.events, app.state.desk = listing, events, desk
    app.state.choices = choices
    app.state.warmed = lambda: None  # what is done when all is loaded that readers need
    app.state.kept, app.state.aside = kept, aside
    return app


class _FeedId(StringConvertor):
    regex = "[0-9a-f]{16}"


register_url_convertor("id", _FeedId())


def _with_ids(path: str) -> str:
    """Return the path of a route in which the id of a feed is one: `feeds/import` is none."""
    return path.replace("{feed}", "{feed:id}")


def _endpoint(call: Any, rooms: Rooms) -> Callable[[Request], Awaitable[Response]]:
    async def answered(request: Request) -> Response:
        found: Response | Elsewhere = await rooms.ask(lambda room: call(request, room))
        if isinstance(found, Elsewhere):
            aside: Aside = request.app.state.aside
            return await aside.answer(request, found)
        return found

    return _listened(answered)


def _listened(call: Any) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            response: Response = await call(request)
            return response
        except (Trouble, UsageError, StoreError) as error:
            return _refused(request, error)

    return endpoint


def _writing(way: Way, desk: Desk) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return await served(way, request, desk)
        except (Trouble, UsageError, StoreError) as error:
            refused = _refused(request, error)
            page = way.needs == "session" and way.method == "GET"
            return to_sign_in(request) if page and refused.status_code == 401 else refused

    return endpoint


def _refused(request: Request, error: Exception) -> Response:
    refused = trouble(request, error)
    return later(refused, RETRY) if refused.status_code == 503 else refused


async def _missing(request: Request, error: Exception) -> Response:
    return trouble(request, Trouble(404, f"there is nothing at {request.url.path[:200]!r}"))


async def _not_so(request: Request, error: Exception) -> Response:
    """Say by which methods this address is asked."""
    routes = [route for route in request.app.routes if route.path_regex.match(request.url.path)]
    allowed = ", ".join(sorted({method for route in routes for method in route.methods}))
    refused = trouble(
        request, Trouble(405, f"{request.method[:20]} is not answered here; this address takes {allowed}")
    )
    refused.headers["Allow"] = allowed
    return refused


async def _broken(request: Request, error: Exception) -> Response:
    """Say nothing of what broke: the log has it."""
    return trouble(request, Trouble(500, "this cannot be answered because of a fault of the server"))
