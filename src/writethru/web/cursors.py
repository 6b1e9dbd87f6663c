"""Where a list that is read a part at a time goes on: behind the last row that was given, not at a number of rows.

A row that comes in meanwhile shifts nothing: what stands behind the last row still stands behind it.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TypeVar

import msgspec

from writethru.records import Record
from writethru.web.answers import Trouble
from writethru.web.asked import Parameter

R = TypeVar("R", bound=Record)

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
