"""When a reader came last: one cookie of our own, set by the server, so that what is new since then stands first.

It holds two times in seconds: when the visit before this one ended, and when this one was last heard of. A visit
ends after half an hour without a request. It names nobody.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from writethru.records import Record

NAME = "visit"
ENDED = timedelta(
    minutes=30
)  # without a request; what analytics of sites mostly takes for the end of a visit
RENEWED = timedelta(
    minutes=1
)  # at most so often it is set, so that pages asked for in a row need not change it
KEPT = timedelta(days=365)
_DIGITS = 12


class Visit(Record, frozen=True):
    """When the visit before ended (None for a first one), when this one was last heard of, and when it is now."""

    before: datetime | None
    heard: datetime | None
    now: datetime

    @property
    def since(self) -> str:
        """Since when a reader wants to know what is new, as ISO text; "" for one who never came before."""
        return self.before.isoformat(timespec="seconds") if self.before else ""


def visit_of(request: Request, now: datetime) -> Visit:
    """Return the visit that a request belongs to; what no server of ours wrote, or wrote later than now, is none."""
    parts = request.cookies.get(NAME, "").split(".")
    before, heard = (_time(part, now) for part in parts) if len(parts) == 2 else (None, None)
    if heard is None:
        return Visit(None, None, now)
    return Visit(heard if now - heard >= ENDED else before, heard, now)


def _time(text: str, now: datetime) -> datetime | None:
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        return None
    seconds = int(text)
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds <= now.timestamp() else None


def remember(response: Response, visit: Visit, request: Request) -> Response:
    """Tell the client to keep that its reader was here, where that is news."""
    if visit.heard is None or not timedelta() <= visit.now - visit.heard < RENEWED:
        before = int(visit.before.timestamp()) if visit.before else 0
        response.set_cookie(
            NAME,
            f"{before}.{int(visit.now.timestamp())}",
            max_age=int(KEPT.total_seconds()),
            httponly=True,
            secure=request.url.scheme == "https",
            samesite="lax",
        )
    response.headers["Vary"] = f"{response.headers.get('Vary', 'Accept')}, Cookie"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
