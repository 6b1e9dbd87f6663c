"""An address of the API: what it takes and gives, declared once for those who answer and those who document."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal, get_type_hints

from starlette.requests import Request
from starlette.responses import Response

from writethru.newsroom import Newsroom
from writethru.records import Record
from writethru.web.answers import JSON, acceptable, as_json, json_answer
from writethru.web.asked import Given, Parameter, read_all
from writethru.web.made import Elsewhere, made, subject_of

# (request, room, given) -> what it gives; about one story (room, story, given); of a stream (request) -> response
Call = Callable[..., Any]


class Endpoint(Record, frozen=True, kw_only=True):
    """One address under /api/v1: what answers, and all that is checked of a request.

    What it gives is what the call is annotated to return, what it tells is what the call says of itself.
    """

    path: str
    call: Call
    parameters: tuple[Parameter, ...] = ()
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    form: str = JSON
    item: type | None = None  # what it gives, where the call does not say so
    title: str = ""  # its name and what it is for, where several have one call
    told: str = ""
    body: dict[str, Any] | str | None = None  # JSON Schema of what a request holds, or its media type
    guarded: bool = False  # whether it needs a token
    status: int = 200
    process: str = ""  # of what takes long: where it is made
    troubles: tuple[int, ...] = ()  # besides those that every address may answer

    @property
    def name(self) -> str:
        """What programs call it."""
        return self.title or self.call.__name__

    @property
    def tells(self) -> str:
        """What it is for."""
        return self.told or " ".join((self.call.__doc__ or "").split())

    @property
    def gives(self) -> Any:
        """The type of what it returns."""
        return self.item or get_type_hints(self.call)["return"]

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts of its path that are to be filled in."""
        return tuple(re.findall(r"{(\w{1,40})}", self.path))

    def answer(self, request: Request, room: Newsroom) -> Response | Elsewhere:
        """Check a request and answer it; what tells of one story is made once, and again when that changes."""
        acceptable(request, (self.form,))
        given = read_all(request, self.parameters)
        if "story" not in self.parts or self.method != "GET":
            return json_answer(request, self.call(request, room, given))
        subject = subject_of(request, room, self.path, JSON, *sorted(given.items()))
        return made(request, room, subject, told, self.call, given, process=self.process)


def told(room: Newsroom, story: str, call: Call, given: Given) -> bytes:
    """Return what is told of a story as JSON."""
    return as_json(call(room, story, given))
