"""Who asks: a program with a token in its header, or a person who signed in with one.

The API knows only the header, which no browser sends by itself: a foreign page cannot make it write. The forms know only
the cookie. It is SameSite=Strict, so that no browser sends it with a request that another site began; what another port or
a sister domain begins is told by Sec-Fetch-Site, or where a browser does not send that (without TLS it may not) by Origin,
one of which every browser has sent with a form since 2020. A form that comes with neither is refused. So no form needs a
token of its own in it, and the pages that hold them need not differ from person to person.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from writethru.records import Record, Token

COOKIE = "writethru"
SAFE = ("GET", "HEAD")
MOST_SESSIONS = 1_000
Whence = Literal["here", "elsewhere", "unknown"]


class Session(Record, frozen=True):
    """Somebody who signed in: with which token, and until when."""

    name: str
    digest: str  # of the token: the session ends when that is removed
    until: float


class Sessions:
    """Those who are signed in, of each only the hash of what their browser holds; a restart signs all out."""

    def __init__(self, hours: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = hours * 3600
        self._clock = clock
        self._known: OrderedDict[str, Session] = OrderedDict()

    def begin(self, token: Token) -> str:
        """Return what the browser of somebody who showed a token is to hold."""
        value = secrets.token_urlsafe(32)
        self._known[_hash(value)] = Session(token.name, token.digest, self._clock() + self._seconds)
        if len(self._known) > MOST_SESSIONS:
            self._known.popitem(last=False)
        return value

    def find(self, request: Request) -> Session | None:
        """Return the session of who asks, None where there is none or its time is over."""
        value = request.cookies.get(COOKIE, "")
        found = self._known.get(_hash(value)) if value else None
        if found is not None and found.until < self._clock():
            self.end(request)
            return None
        return found

    def end(self, request: Request) -> None:
        """Sign out who asks."""
        self._known.pop(_hash(request.cookies.get(COOKIE, "")), None)

    def put(self, request: Request, response: Response, value: str) -> None:
        """Have the browser hold what `begin` gave, or forget it where that is nothing."""
        response.set_cookie(
            COOKIE,
            value,
            max_age=int(self._seconds) if value else 0,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )


def _hash(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()


def bearer(request: Request) -> str | None:
    """Return the token in the header of a request; None where there is no such header, "" for another scheme."""
    given = request.headers.getlist("authorization")
    if not given:
        return None
    scheme, _, token = given[0].partition(" ")
    return token.strip() if len(given) == 1 and scheme.lower() == "bearer" else ""


def whence(request: Request) -> Whence:
    """Return where what makes a browser ask comes from, as the browser says; programs say nothing."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None and origin is None:
        return "unknown"
    ours = (
        origin is not None and origin.partition("://")[2].lower() == request.headers.get("host", "").lower()
    )
    if site is not None:
        return "here" if site == "same-origin" and (ours or origin in (None, "null")) else "elsewhere"
    return "here" if ours else "elsewhere"
