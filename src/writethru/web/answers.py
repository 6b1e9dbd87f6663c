"""Answers: HTML, JSON, Markdown and feeds with their headers, entity tags, and errors that say what was expected."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from writethru.errors import StoreError, StoreLocked, UsageError
from writethru.render.reading_room import headers, trouble_page

HTML, JSON, PROBLEM = "text/html; charset=utf-8", "application/json", "application/problem+json"
MARKDOWN, ATOM, JSON_FEED = (
    "text/markdown; charset=utf-8",
    "application/atom+xml; charset=utf-8",
    "application/feed+json",
)


class Trouble(Exception):
    """What was asked for cannot be given: the status, what was found and expected, and after how many seconds to try."""

    def __init__(self, status: int, detail: str, wait: int = 0) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.wait = wait


def answer(request: Request, content: str | bytes, media_type: str, status: int = 200) -> Response:
    """Return content under an entity tag, or 304 where the client has it already."""
    body = content.encode("utf-8", "replace") if isinstance(content, str) else content
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    given = headers({"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"})
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if status == HTTPStatus.OK and (tag in known or "*" in known):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=given)
    return Response(body, status_code=status, media_type=media_type, headers=given)


def json_answer(request: Request, value: Any) -> Response:
    """Return a value as JSON."""
    return answer(request, msgspec.json.encode(value), JSON)


def status_of(error: Exception) -> tuple[int, str]:
    """Return the status and the words of an error."""
    if isinstance(error, Trouble):
        return error.status, error.detail
    if isinstance(error, UsageError):
        return HTTPStatus.NOT_FOUND, str(error)
    if isinstance(error, StoreLocked):
        return HTTPStatus.SERVICE_UNAVAILABLE, "the store is busy; try again"
    if isinstance(error, StoreError):
        return HTTPStatus.SERVICE_UNAVAILABLE, "the store cannot be read now"
    raise error


def trouble(request: Request, error: Exception) -> Response:
    """Return an error as a page, or to a program as problem+json (RFC 9457)."""
    status, detail = status_of(error)
    title = HTTPStatus(status).phrase
    if wants_data(request):
        value = {"type": "about:blank", "title": title, "status": int(status), "detail": detail}
        refused = answer(request, msgspec.json.encode(value), PROBLEM, status)
    else:
        refused = answer(request, trouble_page(title, detail), HTML, status)
    if status == HTTPStatus.UNAUTHORIZED:
        refused.headers["WWW-Authenticate"] = "Bearer"
    return later(refused, error.wait) if isinstance(error, Trouble) and error.wait else refused


def later(response: Response, seconds: int) -> Response:
    """Say in a response when it is worth to ask again."""
    response.headers["Retry-After"] = str(seconds)
    return response


def wants_data(request: Request) -> bool:
    """Whether a program asks: under the API, or by what it accepts."""
    return request.url.path.startswith("/api/") or preferred(request) == JSON


def preferred(request: Request) -> str:
    """Return the form of a page that a client likes best; HTML unless it says otherwise."""
    best, weight = HTML, 0.0
    for part in request.headers.get("accept", "").split(",")[:20]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        form = {
            "text/html": HTML,
            "application/json": JSON,
            "text/markdown": MARKDOWN,
            "application/atom+xml": ATOM,
            "application/feed+json": JSON_FEED,
        }.get(name)
        if form and (quality := _quality(parameters)) > weight:
            best, weight = form, quality
    return best


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(1.0, max(0.0, float(parameter[2:])))
            except ValueError:
                return 0.0
    return 1.0
