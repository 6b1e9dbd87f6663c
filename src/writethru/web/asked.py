"""What a request asks for: its parameters, checked against those that its address declares."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any, Literal

from starlette.requests import Request

from writethru.newsroom.looking_up import has_word
from writethru.records import Record, moment
from writethru.web.answers import Trouble

MOST_WORDS = 400  # characters of a query
MOST_ROWS = 100
ROWS = 30
MOST_KEY = 120  # characters of the key of an outlet, person or place
MOST_NUMBER = 10**6  # of a revision

Given = dict[str, Any]  # parameters by name, read: those that were given, and those that have a default

# Between these a day may be added to a time or taken away; nothing that is kept is of another time.
FIRST, LAST = datetime(2, 1, 2, tzinfo=UTC), datetime(9998, 12, 30, tzinfo=UTC)


class Parameter(Record, frozen=True, kw_only=True):
    """One parameter: what is checked of it and what is told of it."""

    name: str
    tells: str
    kind: Literal["text", "words", "whole", "time", "choice", "flag"] = "text"
    place: Literal["query", "path", "header"] = "query"
    least: int = 0
    most: int = MOST_WORDS  # of a whole number itself, of others characters
    default: int | None = None
    choices: tuple[str, ...] = ()
    form: re.Pattern[str] | None = None  # of the whole of it
    example: str | int | None = None
    required: bool = False

    def read(self, text: str) -> Any:
        """Return its value; Trouble 400 for what it cannot be."""
        if self.kind != "whole" and len(text) > self.most:
            raise Trouble(400, f"parameter {self.name!r} has more than {self.most} characters")
        if self.form and not self.form.fullmatch(text):
            raise Trouble(400, f"parameter {self.name!r} has to be {self.tells}, not {text[:40]!r}")
        match self.kind:
            case "words":
                return searchable(text)
            case "whole":
                return whole({self.name: text}, self.name, self.least, self.most, self.least)
            case "time":
                return when({self.name: text}, self.name)
            case "choice" if text not in self.choices:
                said = ", ".join(self.choices)
                raise Trouble(400, f"parameter {self.name!r} has to be one of {said}, not {text[:40]!r}")
            case _:
                return text

    def schema(self) -> dict[str, Any]:
        """Return what it may be as a JSON Schema."""
        shape: dict[str, Any] = {"type": "string", "maxLength": self.most}
        match self.kind:
            case "whole":
                shape = {"type": "integer", "minimum": self.least, "maximum": self.most}
            case "choice":
                shape = {"type": "string", "enum": list(self.choices)}
            case "time":
                shape |= {"format": "date-time"}
            case "words":
                shape |= {"minLength": 1, "pattern": r"[\p{L}\p{N}]"}
        if self.form:
            shape["pattern"] = f"^({self.form.pattern})$"
        return shape | ({"default": self.default} if self.default is not None else {})


def read_all(request: Request, declared: Iterable[Parameter]) -> Given:
    """Return the parameters of a request, read; Trouble 400 for one that is not declared or not as declared."""
    known = {each.name: each for each in declared if each.place == "query"}
    asked = parameters(request, known)
    for each in known.values():
        if each.required and each.name not in asked:
            raise Trouble(400, f"parameter {each.name!r} is missing: {each.tells}")
    given: Given = {e.name: e.default for e in known.values() if e.default is not None}
    return given | {name: known[name].read(text) for name, text in asked.items()}


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
    if not has_word(words):
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
    """Return a parameter as a time in UTC; Trouble 400 if it is no ISO 8601 time. Ends of time are moved inwards."""
    said = asked.get(name)
    try:
        found = moment(said)
    except (ValueError, OverflowError):
        found = None
    if said is not None and found is None:
        raise Trouble(400, f"parameter {name!r} has to be an ISO 8601 time, not {said[:40]!r}")
    return min(max(found, FIRST), LAST) if found else None


def passage(asked: dict[str, str], name: str, length: int) -> tuple[int, int] | None:
    """Return a parameter as a range of a text of some length; Trouble 400 if it is none, None if it is not given."""
    if name not in asked:
        return None
    text = asked[name]
    first, _, last = text.partition("-")
    numbers = [int(n) for n in (first, last) if n.isascii() and n.isdigit() and len(n) <= 9]
    if len(numbers) != 2 or not 0 <= numbers[0] < numbers[1] <= length:
        raise Trouble(
            400, f"parameter {name!r} has to be a range like 120-214 within the text, not {text[:40]!r}"
        )
    return numbers[0], numbers[1]
