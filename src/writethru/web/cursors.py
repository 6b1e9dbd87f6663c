"""Where a list that is read a part at a time goes on: behind the last row that was given, not at a number of rows.

A row that comes in meanwhile shifts nothing: what stands behind the last row still stands behind it.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from writethru.records import Record
from writethru.web.answers import Trouble
from writethru.web.asked import Given, Parameter

R = TypeVar("R", bound=Record)
T = TypeVar("T")

FORM = re.compile("[A-Za-z0-9_-]{1,300}")
CURSOR = Parameter(
    name="cursor",
    tells="the `next` of an answer of this address",
    form=FORM,
    most=300,
)


def cursor_of(row: Record) -> str:
    """Return the cursor that goes on behind a row."""
    return base64.urlsafe_b64encode(msgspec.json.encode(row)).decode().rstrip("=")


def behind(cursor: str, kind: type[R]) -> R:
    """Return the row behind which a cursor goes on; Trouble 400 if no answer has given it."""
    try:
        content = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(content, type=kind)
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise Trouble(400, f"parameter 'cursor' has to be {CURSOR.tells}, not {cursor[:40]!r}") from error


class _Row(Record, frozen=True):
    """Behind which row of which list to go on, by the name of the row."""

    list: str
    row: str
    time: int = 1  # which of the rows of this name it is


def part(
    rows: Sequence[T], given: Given, what: str, name: Callable[[T], str | int]
) -> tuple[tuple[T, ...], str]:
    """Return the part of a list that is asked for, and the cursor of what follows; "" at the end.

    `what` tells the list from others. Trouble 400 where the row behind which to go on is not there any more.
    """
    names = [str(name(row)) for row in rows]
    first = 0
    if cursor := given.get("cursor"):
        last = behind(cursor, _Row)
        places = [n for n, each in enumerate(names, 1) if each == last.row][: max(last.time, 1)]
        if last.list != what or not places:
            raise Trouble(400, f"parameter 'cursor' has to be {CURSOR.tells} as it is now; begin again")
        first = places[-1]
    end = first + given["limit"]
    found = tuple(rows[first:end])
    if end >= len(rows):
        return found, ""
    return found, cursor_of(_Row(what, names[end - 1], names[:end].count(names[end - 1])))
