"""The pages of those who write: signing in, the desk, an errand, and what can be done to a story."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from writethru.newsroom import Newsroom
from writethru.records import WrongMark
from writethru.render import desk as pages
from writethru.render.reading_room import headers
from writethru.store import ListedArticle
from writethru.web import bodies
from writethru.web.answers import HTML, Trouble
from writethru.web.asked import parameters
from writethru.web.beside import PAGES
from writethru.web.credentials import whence
from writethru.web.desk import Desk, refused_until
from writethru.web.limits import address
from writethru.web.made import Aside

if TYPE_CHECKING:
    from writethru.web.writing import Way

log = logging.getLogger("writethru.web")

MOST_LISTED, MOST_MARKS = 500, 50
# Where somebody is led after signing in: an address of this site and nothing that a browser takes for another.
INSIDE = re.compile(r"/(?:[A-Za-z0-9][A-Za-z0-9-]{0,80}(?:/[A-Za-z0-9][A-Za-z0-9-]{0,80}){0,5})?")


def _page(html: str, status: int = 200) -> Response:
    """Return a page for one reader. Its address is told within the site: else a browser hides where forms come from."""
    more = headers({"Cache-Control": "no-store", "Referrer-Policy": "same-origin"})
    return Response(html.encode("utf-8", "replace"), status, media_type=HTML, headers=more)


async def sign_in(request: Request, desk: Desk, way: Way, who: str) -> Response:
    """The form to sign in."""
    asked = parameters(request, {"to"})
    return _page(pages.sign_in_page(_inside(asked.get("to", ""))))


async def signed_in(request: Request, desk: Desk, way: Way, who: str) -> Response:
    """Take a token, and have the browser hold a session."""
    if whence(request) != "here":
        raise Trouble(403, "a form is taken only from a page of this site, as the browser says; reload it")
    body = await bodies.read(request, desk.settings.body_bytes, desk.settings.body_seconds)
    given = bodies.from_form(body, request.headers.get("content-type", ""), {"token?": "text", "to?": "text"})
    to = _inside(given.get("to", ""))
    token = await desk.token(given.get("token", "").strip())
    if token is None:
        refused_until(desk.paces.take("sign-in", address(request)))
        refused = _page(pages.sign_in_page(to, "This token lets nobody in."), 401)
        refused.headers["WWW-Authenticate"] = "Bearer"
        return refused
    response = RedirectResponse(to, 303, headers=headers({"Cache-Control": "no-store"}))
    desk.sessions.end(request)
    desk.sessions.put(request, response, desk.sessions.begin(token))
    log.info("%s: signed in from %s", token.name, address(request))
    return response


async def sign_out(request: Request, desk: Desk, way: Way, who: str) -> Response:
    """End a session, here and in the browser."""
    response = RedirectResponse("/", 303, headers=headers({"Cache-Control": "no-store"}))
    desk.sessions.end(request)
    desk.sessions.put(request, response, "")
    return response


async def desk(request: Request, desk: Desk, way: Way, who: str) -> Response:
    """What can be added, the feeds that are followed, the last errands, and what was marked."""
    parameters(request, ())

    def look(room: Newsroom) -> dict[str, Any]:
        followed, marks = room.followed()[:MOST_LISTED], room.marks()[::-1][:MOST_MARKS]
        return {
            "feeds": room.feeds()[:MOST_LISTED],
            "followed": followed,
            "marks": marks,
            "headlines": room.headlines([*followed, *(mark.story for mark in marks)]),
            "articles": _named(room, marks),
        }

    found = await desk.rooms.ask(look)
    return _page(pages.desk_page(who, errands=desk.errands.last(20), **found))


def _named(room: Newsroom, marks: Iterable[WrongMark]) -> dict[str, ListedArticle]:
    """Return the articles that marks name, by id; those that a marked sentence cites are not told."""
    return room.listed_articles(id for mark in marks if not mark.sentence for id in mark.articles)


async def errand(request: Request, desk: Desk, way: Way, who: str) -> Response:
    """How far an errand is, and what came of it."""
    parameters(request, ())
    found = desk.errands.find(request.path_params["errand"])
    stories = getattr(found.result, "stories", ())
    headlines = await desk.rooms.ask(lambda room: room.headlines(stories))
    return _page(pages.errand_page(who, found, headlines))


async def story(request: Request, desk: Desk, way: Way, who: str) -> Response:
    """What can be done to a story."""
    parameters(request, ())
    aside: Aside = request.app.state.aside
    return _page(await aside.do(PAGES, story_html, request.path_params["story"], who))


def story_html(room: Newsroom, story: str, who: str) -> str:
    """Return the page of what somebody can do to a story."""
    page, _ = room.page_of(story)
    marks = room.marks(page.story)
    return pages.story_page(who, page, page.story in room.followed(), marks, _named(room, marks))


def to_sign_in(request: Request) -> Response:
    """Lead a browser that asks for a page of those who write to where it can sign in."""
    to = quote(_inside(request.url.path), safe="/")
    return RedirectResponse(f"/sign-in?to={to}", 303, headers=headers({"Cache-Control": "no-store"}))


def _inside(path: str) -> str:
    return path if INSIDE.fullmatch(path) else "/desk"
