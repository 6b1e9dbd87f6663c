"""Answers: HTML, JSON, Markdown and feeds with their headers, entity tags, and errors that say what was expected."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus
from typing import Any, overload

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from writethru.errors import StoreError, StoreLocked, UsageError
from writethru.records import Record
from writethru.render.reading_room import headers, trouble_page

HTML, JSON, PROBLEM = "text/html; charset=utf-8", "application/json", "application/problem+json"
MARKDOWN, ATOM, JSON_FEED = (
    "text/markdown; charset=utf-8",
    "application/atom+xml; charset=utf-8",
    "application/feed+json",
)


FORMS = (HTML, JSON, MARKDOWN, ATOM, JSON_FEED)  # of a story's page
MOST_RANGES = 20  # of an Accept header; browsers send some eight
PACKED = "gzip"  # how a content that is kept compressed is given to who takes it so


class Trouble(Exception):
    """What was asked for cannot be given: the status, what was found and expected, and after how many seconds to try."""

    def __init__(self, status: int, detail: str, wait: int = 0) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.wait = wait

    def __reduce__(self) -> tuple[type[Trouble], tuple[int, str, int]]:
        return Trouble, (self.status, self.detail, self.wait)


class ProblemDetails(Record, frozen=True):
    """Why something is not answered as it was asked for (RFC 9457); `detail` says what was expected."""

    type: str
    title: str
    status: int
    detail: str


def answer(request: Request, content: str | bytes, media_type: str, status: int = 200) -> Response:
    """Return content under an entity tag, or 304 where the client has it already."""
    body = content.encode("utf-8", "replace") if isinstance(content, str) else content
    return tagged(request, tag_of(body), media_type, lambda: body, status)


def tag_of(body: bytes) -> str:
    """Return the entity tag of a content."""
    return f'"{hashlib.sha256(body).hexdigest()[:24]}"'


@overload
def tagged(
    request: Request, tag: str, media_type: str, body: Callable[[], bytes], status: int = 200
) -> Response: ...
@overload
def tagged(
    request: Request, tag: str, media_type: str, body: Callable[[], bytes] | None, status: int = 200
) -> Response | None: ...
def tagged(
    request: Request, tag: str, media_type: str, body: Callable[[], bytes] | None, status: int = 200
) -> Response | None:
    """Return 304 where the client has what has this tag already, or its content; None where nobody has it."""
    given = headers({"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"})
    known = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if status == HTTPStatus.OK and (tag in known or "*" in known):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=given)
    if body is None:
        return None
    return Response(body(), status_code=status, media_type=media_type, headers=given)


def has_content(answer: Response) -> bool:
    """Whether an answer is the content itself, and not that it is known already."""
    return answer.status_code == HTTPStatus.OK


def takes_packed(request: Request) -> bool:
    """Whether a client takes compressed content."""
    for part in request.headers.get("accept-encoding", "").split(",")[:MOST_RANGES]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name == PACKED:
            return bool(_quality(parameters))
    return False


def packed_tag(tag: str) -> str:
    """Return the entity tag of a compressed content: it is another one to a cache."""
    return f'{tag[:-1]}-{PACKED}"'


def json_answer(request: Request, value: Any) -> Response:
    """Return a value as JSON."""
    return answer(request, as_json(value), JSON)


def as_json(value: Any) -> bytes:
    """Return a value as it is told under the API."""
    return msgspec.json.encode(value)


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
        value = ProblemDetails("about:blank", title, int(status), detail)
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
    return request.url.path.startswith("/api/") or _liked(request, FORMS) == JSON


def preferred(request: Request) -> str:
    """Return the form of a story's page that a client likes best, HTML unless it says otherwise; Trouble 406."""
    return acceptable(request, FORMS)


def acceptable(request: Request, forms: Sequence[str]) -> str:
    """Return the form that a client likes best, the first of those that it likes as much; Trouble 406 for none."""
    found = _liked(request, forms)
    if found is None:
        there = ", ".join(form.partition(";")[0] for form in forms)
        raise Trouble(406, f"this can be given as {there}; `Accept` asks for none of these")
    return found


def _liked(request: Request, forms: Sequence[str]) -> str | None:
    """Choose by the rules of HTTP: the closest range gives the quality of a form, the highest quality wins.

    Of forms of one quality the one that is named more closely is chosen. What is no range counts as not said.
    """
    ranges = dict(_ranges(",".join(request.headers.getlist("accept"))))
    if not ranges:
        return forms[0]
    best, weight = None, (0.0, -1)
    for form in forms:
        name = form.partition(";")[0]
        closest = (name, f"{name.partition('/')[0]}/*", "*/*")
        near, quality = next(((-n, ranges[r]) for n, r in enumerate(closest) if r in ranges), (0, 0.0))
        if quality and (quality, near) > weight:
            best, weight = form, (quality, near)
    return best


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Yield the ranges of an Accept header with their qualities; later ones of the same name are left out."""
    seen: set[str] = set()
    for part in accept.split(",")[:MOST_RANGES]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = _quality(parameters)
        range_like = name == "*/*" or (name.count("/") == 1 and not name.startswith("*"))
        if range_like and quality is not None and name not in seen:
            seen.add(name)
            yield name, quality


def _quality(parameters: list[str]) -> float | None:
    """Return the q of a range, 1 where it has none, None where it is no number from 0 to 1."""
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                quality = float(parameter[2:])
            except ValueError:
                return None
            return quality if 0.0 <= quality <= 1.0 else None
    return 1.0
