"""What a request asks for: its parameters, checked against those that its address knows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from starlette.requests import Request

from writethru.records import moment
from writethru.web.answers import Trouble

MOST_WORDS = 400  # characters of a query
MOST_ROWS = 100
ROWS = 30


def parameters(request: Request, known: Collection[str]) -> dict[str, str]:
    """Return the parameters of a request; Trouble 400 for one that is not known, comes twice or is too long."""
    found: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            raise Trouble(
                400, f"unknown parameter {name[:40]!r}; known are {', '.join(sorted(known)) or 'none'}"
            )
        if name in found:
            raise Trouble(400, f"parameter {name!r} is given twice; give it once")
        if len(value) > MOST_WORDS:
            raise Trouble(400, f"parameter {name!r} has more than {MOST_WORDS} characters")
        found[name] = value
    return found


def searchable(words: str) -> str:
    """Return words to search for; Trouble 400 if there is nothing in them that an article could hold."""
    if not any(sign.isalnum() for sign in words):
        raise Trouble(400, f"parameter 'q' has to hold a word to search for, not {words[:40]!r}")
    return words


def whole(asked: dict[str, str], name: str, least: int, most: int, default: int) -> int:
    """Return a parameter as a whole number within bounds; Trouble 400 if it is none."""
    text = asked.get(name, str(default))
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not least <= int(text) <= most:
        raise Trouble(
            400, f"parameter {name!r} has to be a whole number from {least} to {most}, not {text[:40]!r}"
        )
    return int(text)


def when(asked: dict[str, str], name: str) -> datetime | None:
    """Return a parameter as a time in UTC; Trouble 400 if it is no ISO 8601 time."""
    try:
        return moment(asked.get(name))
    except (ValueError, OverflowError) as error:
        said = asked.get(name, "")[:40]
        raise Trouble(400, f"parameter {name!r} has to be an ISO 8601 time, not {said!r}") from error
