"""Doing things: every address that changes something or is not for everybody, what it needs, and how it is answered.

A route stands in this table with what it needs, or it is not served: `needs` is nothing, a token (in a header, for
programs), or a session (in a cookie, for people). `credentials` says why that keeps foreign pages out.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Literal

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from writethru.records import Record, WrongMark
from writethru.render.reading_room import headers
from writethru.web import acts, bodies, desk_pages
from writethru.web.acts import Act, Followed, Placed
from writethru.web.answers import JSON, Trouble, later
from writethru.web.asked import Parameter, parameters, read_all
from writethru.web.bodies import Given
from writethru.web.credentials import bearer, whence
from writethru.web.desk import Desk, refused_until
from writethru.web.errands import Errand
from writethru.web.limits import Pace, address

log = logging.getLogger("writethru.web")

V1 = "/api/v1"
MOST_MARKS = 1_000
MARKS = (
    Parameter(name="story", tells="only those of this story"),
    Parameter(name="limit", kind="whole", least=1, most=MOST_MARKS, default=100, tells="how many, at most"),
    Parameter(
        name="cursor", most=60, tells="the `next` of an answer of this address: the id of its last mark"
    ),
)
Needs = Literal["nothing", "token", "session"]
Answer = Callable[[Request, Desk, "Way", str], Awaitable[Response]]


class Way(Record, frozen=True):
    """One route: method and address, what it needs, and what answers, told who asks."""

    method: str
    path: str
    needs: Needs
    answer: Answer
    act: Act | None = None
    after: str = ""  # the address that a browser is sent to when a form was taken
    gives: type[Record] | None = None  # what a program is told that only looks
    parameters: tuple[Parameter, ...] = ()

    @property
    def pace(self) -> Pace:
        """How often it may be asked for."""
        if self.act is None:
            return "read"
        return "fetch" if self.act.fetches else "write"


class MarkPage(Record, frozen=True):
    """What people found wrong, and the cursor that asks for what follows; "" at the end."""

    marks: tuple[WrongMark, ...]
    next: str = ""


async def served(way: Way, request: Request, desk: Desk) -> Response:
    """Answer a request where who asks may ask this, and not too often."""
    who = await _who(way, request, desk)
    if who and way.act is not None:
        refused_until(desk.paces.take(way.pace, who))
    return await way.answer(request, desk, way, who)


async def _who(way: Way, request: Request, desk: Desk) -> str:
    """Return the name of who asks; Trouble 401 or 403 where it may not be asked so."""
    if way.needs == "nothing":
        return ""
    if way.needs == "session":
        if way.method != "GET" and whence(request) != "here":
            raise Trouble(
                403, "a form is taken only from a page of this site, as the browser says; reload it"
            )
        if (session := await desk.signed_in(request)) is not None:
            return session.name
        raise Trouble(401, "this needs somebody who is signed in; sign in at /sign-in")
    shown = bearer(request)
    token = await desk.token(shown) if shown else None
    if token is not None:
        return token.name
    if shown is not None:
        refused_until(desk.paces.take("sign-in", address(request)))
        raise Trouble(401, "this token lets nobody in; `writethru token list` says which there are")
    raise Trouble(401, "this needs a token: Authorization: Bearer TOKEN; `writethru token add` makes one")


# -- acts


async def for_program(request: Request, desk: Desk, way: Way, who: str) -> Response:
    """Do what a program asks for, and answer as JSON: 200 when it is done, 202 when it is on its way."""
    act = _act(way)
    if way.method == "DELETE":
        given = bodies.checked(parameters(request, [name.rstrip("?") for name in act.fields]), act.fields)
    elif act.fields.get("list") == "file":
        given = {"list": await bodies.read(request, desk.settings.list_bytes, desk.settings.body_seconds)}
        given = bodies.checked(given, act.fields)
    else:
        body = await bodies.read(request, desk.settings.body_bytes, desk.settings.body_seconds)
        given = bodies.from_json(body, act.fields)
    done = await _done(request, desk, act, given, who)
    if act.fetches:
        return _json(done, 202, {"Location": f"{V1}/errands/{done.id}"})
    return _json(done)


async def from_form(request: Request, desk: Desk, way: Way, who: str) -> Response:
    """Do what a form asks for, and lead the browser to what came of it."""
    act = _act(way)
    most = desk.settings.list_bytes if act.fields.get("list") == "file" else desk.settings.body_bytes
    body = await bodies.read(request, most, desk.settings.body_seconds)
    given = bodies.from_form(body, request.headers.get("content-type", ""), act.fields)
    done = await _done(request, desk, act, given, who)
    if act.fetches:
        return _led(f"/desk/errands/{done.id}")
    known = {"story": done.story} if isinstance(done, Placed | Followed) else {}
    return _led(way.after.format(**{**request.path_params, **known}))


async def _done(request: Request, desk: Desk, act: Act, given: Given, who: str) -> Any:
    """Do an act and return what came of it, or the errand that it is."""
    full = {**given, **request.path_params, "by": who}
    log.info("%s: %s %s", who, act.name, request.url.path)
    if act.about:
        full[act.about] = acts.web_address(full)
    if act.fetches:
        about = str(full.get(act.about, "a list of feeds"))
        return desk.errands.send(act.name, about, who, lambda do: do(act.do, full))
    there = request.path_params
    future = asyncio.wrap_future(desk.writer.give(lambda do: do(acts.carry_out, act.do, full, there)))
    try:
        async with asyncio.timeout(desk.settings.act_seconds):
            return await asyncio.shield(future)
    except TimeoutError as error:
        raise Trouble(
            504, "this takes longer than it is waited for; it is being done all the same"
        ) from error


def _act(way: Way) -> Act:
    assert way.act is not None
    return way.act


def _led(to: str) -> Response:
    return RedirectResponse(to, 303, headers=headers({"Cache-Control": "no-store"}))


def _json(value: Any, status: int = 200, more: dict[str, str] | None = None) -> Response:
    given = headers({"Cache-Control": "no-store", **(more or {})})
    return Response(msgspec.json.encode(value), status, media_type=JSON, headers=given)


# -- looking


async def marks(request: Request, desk: Desk, way: Way, who: str) -> Response:
    """What people found wrong, oldest first, for evaluation; what was withdrawn is followed by that."""
    asked = read_all(request, way.parameters)
    limit, last = asked["limit"], asked.get("cursor", "")
    found = await desk.rooms.ask(lambda room: room.marks(asked.get("story"), after=last, limit=limit + 1))
    more = len(found) > limit
    return _json(MarkPage(tuple(found[:limit]), found[limit - 1].id if more else ""))


async def errand(request: Request, desk: Desk, way: Way, who: str) -> Response:
    """How far an errand is, and what came of it."""
    read_all(request, way.parameters)
    found = desk.errands.find(request.path_params["errand"])
    answered = _json(found)
    return later(answered, 2) if found.state in ("waiting", "running") else answered


def _for_programs() -> tuple[Way, ...]:
    def way(method: str, path: str, act: Act) -> Way:
        return Way(method, f"{V1}/{path}", "token", for_program, act)

    return (
        way("POST", "articles", acts.ADD),
        way("POST", "feeds", acts.FEED_ADD),
        way("DELETE", "feeds", acts.FEED_REMOVE),
        way("POST", "feeds/import", acts.FEED_IMPORT),
        way("POST", "stories/{story}/merge", acts.MERGE),
        way("POST", "stories/{story}/split", acts.SPLIT),
        way("POST", "stories/{story}/undo", acts.UNDO),
        way("POST", "stories/{story}/follow", acts.FOLLOW),
        way("DELETE", "stories/{story}/follow", acts.UNFOLLOW),
        way("POST", "articles/{article}/move", acts.MOVE),
        way("POST", "marks", acts.MARK),
        way("POST", "marks/{mark}/withdraw", acts.WITHDRAW),
        Way("GET", f"{V1}/marks", "token", marks, gives=MarkPage, parameters=MARKS),
        Way("GET", f"{V1}/errands/{{errand}}", "token", errand, gives=Errand),
    )


def _forms() -> tuple[Way, ...]:
    def form(path: str, act: Act, after: str = "") -> Way:
        return Way("POST", path, "session", from_form, act, after)

    here, back = "/stories/{story}", "/stories/{story}/desk"
    return (
        form("/desk/articles", acts.ADD),
        form("/desk/feeds", acts.FEED_ADD),
        form("/desk/feeds/import", acts.FEED_IMPORT),
        form("/desk/feeds/remove", acts.FEED_REMOVE, "/desk#feeds"),
        form(f"{here}/merge", acts.MERGE, here),
        form(f"{here}/split", acts.SPLIT, here),
        form(f"{here}/move", acts.MOVE_ONE, here),
        form(f"{here}/undo", acts.UNDO, here),
        form(f"{here}/follow", acts.FOLLOW, back),
        form(f"{here}/unfollow", acts.UNFOLLOW, back),
        form(f"{here}/marks", acts.MARK, f"{back}#marks"),
        form(f"{here}/marks/{{mark}}/withdraw", acts.WITHDRAW, f"{back}#marks"),
        Way("GET", "/desk", "session", desk_pages.desk),
        Way("GET", "/desk/errands/{errand}", "session", desk_pages.errand),
        Way("GET", back, "session", desk_pages.story),
        Way("GET", "/sign-in", "nothing", desk_pages.sign_in),
        Way("POST", "/sign-in", "nothing", desk_pages.signed_in),
        Way("POST", "/sign-out", "session", desk_pages.sign_out),
    )


WRITING: tuple[Way, ...] = (*_for_programs(), *_forms())
