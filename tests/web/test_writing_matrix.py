"""Every route of the reading room × every method × what is shown: nothing, a wrong token, a good one, from where.

A route that nobody has classified in `expected_routes.py` fails the first test, and with it the build.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from expected_routes import EXPECTED
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.routing import Route
from writers import HERE, Writing

from tests.trials import SOAKING
from writethru import Newsroom
from writethru.records import Token, WatchedFeed
from writethru.settings import Settings
from writethru.store import open_store
from writethru.web.described import written
from writethru.web.writing import WRITING

EVERY = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW")
METHODS = EVERY if SOAKING else ("GET", "HEAD", "POST", "PUT", "DELETE", "BREW")
SAFE = ("GET", "HEAD")
ELSEWHERE = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
SISTER = {"origin": "http://localhost:3000", "sec-fetch-site": "same-site"}
# What is shown, and from where: headers of tokens, kind of session, headers of the browser.
STATES: dict[str, tuple[str, str, dict[str, str]]] = {
    "nothing": ("", "", {}),
    "nothing, from a page of ours": ("", "", HERE),
    "a wrong token": ("wrong", "", {}),
    "a removed token": ("removed", "", {}),
    "a good token": ("good", "", {}),
    "a good token, from a foreign page": ("good", "", ELSEWHERE),
    "a good token, from another port": ("good", "", SISTER),
    "a good token, from a page without a name": ("good", "", {"origin": "null"}),
    "a wrong session": ("", "wrong", HERE),
    "a removed session": ("", "removed", HERE),
    "a good session": ("", "good", HERE),
    "a good session, as newer browsers say it": (
        "",
        "good",
        {"origin": "null", "sec-fetch-site": "same-origin"},
    ),
    "a good session, from nowhere": ("", "good", {}),
    "a good session, from a foreign page": ("", "good", ELSEWHERE),
    "a good session, from another port": ("", "good", SISTER),
    "a good session, from a page without a name": ("", "good", {"origin": "null"}),
}
FOREIGN = {"foreign", "another port", "without a name"}
PATHS = sorted({path for _, path in EXPECTED})
READ_ONLY = set(PATHS) - {
    path for (_, path), who in EXPECTED.items() if who.needs != "anybody" or who.does == "signs"
}
LISTENED = {path for (_, path), who in EXPECTED.items() if who.does == "listens"}
# What only reads looks at no credentials: in a short run it is tried in these states.
READ_IN = tuple(STATES) if SOAKING else ("nothing", "a wrong token", "a good session, from a foreign page")

UNKNOWN = dict.fromkeys(("outlet", "person", "place", "organisation", "script"), "none")


def served(app: Starlette) -> set[tuple[str, str]]:
    """Return the routes, by method and path."""
    return {
        (method, re.sub(":[a-z]+}", "}", route.path))
        for route in app.routes
        if isinstance(route, Route)
        for method in (route.methods or ()) - {"HEAD"}
    }


def test_every_route_is_classified(writing: Writing) -> None:
    assert all(isinstance(route, Route) for route in writing.app.routes)
    assert served(writing.app) == EXPECTED.keys()
    for method in ("GET", "POST"):  # a new one that only reads is one more that was not looked at
        writing.app.router.routes.append(Route("/api/v1/planted", lambda request: None, methods=[method]))
        assert (method, "/api/v1/planted") in served(writing.app) - EXPECTED.keys()


def test_what_needs_somebody_is_declared_so() -> None:
    """The table of what writes says the same of each: what it needs, and whether it changes something or fetches."""
    declared = {(way.method, way.path): way for way in WRITING}
    guarded = {route: who for route, who in EXPECTED.items() if who.needs != "anybody" or who.does == "signs"}
    assert declared.keys() == guarded.keys() | {("GET", "/sign-in")}
    for route, (needs, does) in guarded.items():
        way = declared[route]
        assert way.needs == ("nothing" if needs == "anybody" else needs), route
        pace = {"changes": "write", "fetches": "fetch"}.get(does)
        assert (way.act is not None) == (pace is not None) and way.pace == (pace or "read"), route


def test_only_signing_in_needs_nothing() -> None:
    for (method, path), (needs, does) in EXPECTED.items():
        assert needs != "anybody" or does in ("reads", "listens") or path == "/sign-in"
        assert does not in ("reads", "listens") or method == "GET"
        assert needs == "anybody" or (needs == "token") == path.startswith("/api/v1/"), (
            "the API takes tokens, and nothing else does"
        )


def dumped(store: Path) -> list[str]:
    """Return all that is in a store."""
    with closing(sqlite3.connect(store)) as connection:
        return list(connection.iterdump())


def expected(path: str, method: str, state: str) -> Iterable[int]:
    """Return the statuses that are right; who is let in gets whatever the act gives for an empty body."""
    foreign = any(end in state for end in FOREIGN)
    if method not in SAFE and foreign:
        return (403,)
    as_get = "GET" if method == "HEAD" else method
    who = EXPECTED.get((as_get, path))
    if who is None:
        return (405,)
    if who.needs == "anybody" and who.does != "signs":
        return (200, 400, 404)
    needs, admitted = who.needs, (200, 202, 303, 400, 404, 409, 415)
    if needs == "token":
        return admitted if state.startswith("a good token") else (401,)
    signed_in = state.startswith("a good session")
    if needs == "session" and method in SAFE:
        return (200, 404) if signed_in else (303,)
    refused = "a wrong session", "a removed session"
    ours = "from a page of ours" in state or state in refused or (signed_in and "nowhere" not in state)
    if needs == "anybody":
        return (401, 415) if ours else (403,)
    return (403,) if not ours else admitted if signed_in else (401,)


class Answered(NamedTuple):
    """The status and the headers of an answer."""

    status_code: int
    headers: Any


def begun(writing: Writing, method: str, path: str, headers: dict[str, str]) -> Answered:
    """Return how an answer that goes on begins, to a client that is gone by then."""
    sent: list[Any] = []
    given = [(name.encode(), value.encode()) for name, value in {"host": "localhost", **headers}.items()]

    async def receive() -> dict[str, object]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
    }
    assert writing.client.portal is not None
    writing.client.portal.call(writing.app, {**scope, "headers": given}, receive, send)
    return Answered(sent[0]["status"], Headers(raw=sent[0]["headers"]))


def removed(writing: Writing) -> tuple[str, Token]:
    """Return a token that was removed, and what was known of it: somebody may have signed in with it before."""
    with Newsroom(writing.store) as room:
        shown = room.token_add("day desk")
        (token,) = (token for token in room.tokens() if token.name == "day desk")
        room.token_remove("day desk")
    return shown, token


@pytest.mark.parametrize("state", STATES)
def test_every_route_method_and_state(writing: Writing, state: str) -> None:
    token, session, browser = STATES[state]
    story = writing.stories[0]
    article = writing.client.get(f"/api/v1/stories/{story}/sources").json()["sources"][0]["article"]
    known = writing.app.state.desk
    gone, left = removed(writing)
    with_token = {"wrong": "wt_" + "a" * 43, "removed": gone, "good": writing.token}
    (kept,) = known.rooms.submit(lambda room: room.tokens()).result()
    wrong = []
    for path in PATHS:
        if path in READ_ONLY and state not in READ_IN:
            continue
        filled = path.format(
            story=story, article=article, feed="0" * 16, errand="0" * 16, mark="0" * 16, **UNKNOWN
        )
        for method in METHODS:
            headers = dict(browser)
            if token:
                headers["authorization"] = f"Bearer {with_token[token]}"
            if session:  # a new one each time, for one of the routes ends it
                with_session = {"good": kept, "removed": left}
                value = known.sessions.begin(with_session[session]) if session != "wrong" else "a" * 43
                headers["cookie"] = f"writethru={value}"
            done: Any = (
                begun(writing, method, filled, headers)
                if path in LISTENED
                else writing.client.request(method, filled, headers=headers, follow_redirects=False)
            )
            if done.status_code not in expected(path, method, state):
                wrong.append((method, path, done.status_code))
            if done.status_code == 401:
                assert done.headers["www-authenticate"] == "Bearer"
            if done.status_code == 303 and method in SAFE:
                assert done.headers["location"].startswith("/sign-in?to=/"), path
            if done.status_code == 405:
                assert method not in done.headers["allow"]
            assert done.headers["content-security-policy"].startswith("default-src 'none'")
    assert wrong == []


def test_nobody_who_is_not_let_in_changes_anything(writing: Writing) -> None:
    """The same with bodies that would do something: the store is as it was after all of them."""
    story, other = writing.stories
    body = {"stories": [other], "articles": ["h-1"], "url": "https://a.example/", "story": story}
    gone, left = removed(writing)
    before = dumped(writing.store)
    for state, (token, session, browser) in STATES.items():
        if state in ("a good token", "a good session", "a good session, as newer browsers say it"):
            continue
        for way in WRITING:
            if way.act is None:
                continue
            headers = dict(browser)
            if token:
                shown = {"good": writing.token, "removed": gone}.get(token, "wt_x")
                headers["authorization"] = f"Bearer {shown}"
            if session == "good":
                headers |= writing.session()
            elif session == "removed":
                headers["cookie"] = f"writethru={writing.app.state.desk.sessions.begin(left)}"
            path = way.path.format(story=story, article="h-1", errand="0", mark="0")
            fields = {name.rstrip("?") for name in way.act.fields}
            given = {name: value for name, value in body.items() if name in fields}
            sent = {"json": given} if way.needs == "token" else {"data": given}
            done = writing.client.request(way.method, path, headers=headers, **sent)  # type: ignore[arg-type]
            good_elsewhere = way.needs == "token" and token == "good" and not browser
            assert done.status_code in (401, 403), (state, way.path, done.text) if not good_elsewhere else ""
    assert dumped(writing.store) == before
    assert writing.app.state.desk.errands.last(9) == []


def test_what_is_done_is_answered_with_what_is_described(writing: Writing) -> None:
    """Each answer holds all fields of the record that the description names, of their types, and no others."""
    described = {(each.method, each.path): each for each in written()}
    story, other = writing.stories
    feed = "https://harbour.example/feed.xml"
    with open_store(str(writing.store), settings=Settings()) as store:
        store.add_feed(WatchedFeed(url=feed))
    sentence = writing.client.get(f"/api/v1/stories/{story}").json()["sections"][0]["sentences"][0]["text"]
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "/stories/{story}/merge", {"stories": [other]}),
        ("POST", "/stories/{story}/undo", {}),
        ("POST", "/stories/{story}/split", {"articles": ["h-1"]}),
        ("POST", "/articles/{article}/move", {"story": story}),
        ("POST", "/stories/{story}/follow", {}),
        ("DELETE", "/stories/{story}/follow", {}),
        ("POST", "/marks", {"story": story, "sentence": sentence}),
        ("GET", "/marks", {}),
        ("POST", "/marks/{mark}/withdraw", {}),
        ("DELETE", "/feeds", {"url": feed}),
        ("POST", "/articles", {"url": "https://harbour.example/1"}),
        ("GET", "/errands/{errand}", {}),
    ]
    parts = {"story": story, "article": "h-1"}
    for method, path, given in steps:
        sent = {"json": given} if method == "POST" else {"params": given}
        address = f"/api/v1{path.format(**parts)}"
        done = writing.client.request(method, address, headers=writing.bearer, **sent)  # type: ignore[arg-type]
        endpoint = described[method, path]
        assert done.status_code == endpoint.status, (path, done.text)
        found = msgspec.json.decode(done.content, type=endpoint.gives)
        assert json.loads(msgspec.json.encode(found)) == done.json(), path
        if (method, path) in (("POST", "/marks"), ("POST", "/articles")):
            parts |= dict.fromkeys(("mark", "errand"), done.json()["id"])
    assert {gives.__name__ for gives in (described[m, p].gives for m, p, _ in steps)} == {
        "Placed", "Followed", "Removed", "WrongMark", "MarkPage", "Errand",
    }  # fmt: skip
