"""What a request to write brings: read within bounds of size and time, and checked against the fields that are known."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, Literal
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import ClientDisconnect, Request

from writethru.web.answers import Trouble

Kind = Literal["text", "texts", "whole", "file"]
Fields = Mapping[str, Kind]  # "name" is needed, "name?" is not
Given = dict[str, Any]
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
MOST_FIELDS = 1_000
LONGEST = 2_000  # characters of one text


async def read(request: Request, most: int, seconds: float) -> bytes:
    """Return the body; Trouble 413 if it is larger than `most`, 408 if it does not come in time."""
    refused = Trouble(413, f"the body has more than {most:,} bytes")
    stated = request.headers.get("content-length", "0")
    if not stated.isdigit() or len(stated) > 15 or int(stated) > most:
        raise refused
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise refused
    except (TimeoutError, ClientDisconnect) as error:
        raise Trouble(408, f"the body did not come within {seconds:g} seconds") from error
    return bytes(body)


def from_json(body: bytes, fields: Fields) -> Given:
    """Return the fields of a JSON object; Trouble 400 for what is no object or has others."""
    try:
        found = msgspec.json.decode(body or b"{}", type=dict[str, str | int | float | list[str] | None])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        said = str(error)[:200]
        raise Trouble(400, f"the body has to be a JSON object of {_known(fields)}: {said}") from error
    _all_known(found, fields)
    # To JSON 5 and 5.0 are one number.
    known = {n: int(v) if isinstance(v, float) and v.is_integer() else v for n, v in found.items()}
    return checked({name: value for name, value in known.items() if value is not None}, fields)


def from_form(body: bytes, content_type: str, fields: Fields) -> Given:
    """Return the fields of a form, as a browser sends it; empty ones were not filled in."""
    kind = content_type.partition(";")[0].strip().lower()
    pairs: list[tuple[str, Any]] = []
    if kind == MULTIPART:
        pairs = _parts(body, content_type)
    elif kind == FORM:
        try:
            pairs = list(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
        except ValueError as error:
            raise Trouble(400, f"the form cannot be read: {str(error)[:100]}") from error
    elif body:
        raise Trouble(415, f"a form comes as {FORM} or {MULTIPART}, not as {kind[:60]!r}")
    found: dict[str, Any] = {}
    for name, value in pairs:
        if fields.get(name, fields.get(f"{name}?")) == "texts":
            found.setdefault(name, []).append(value)
        elif value:
            found[name] = value
    return checked(found, fields)


def _parts(body: bytes, content_type: str) -> list[tuple[str, Any]]:
    """Return the parts of a form with a file; text is UTF-8."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    pairs: list[tuple[str, Any]] = []
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(part, Message) or not isinstance(name, str) or not isinstance(content, bytes):
            raise Trouble(400, "the form cannot be read: a part of it has no name")
        file = part.get_filename() is not None
        pairs.append((name, content if file else content.decode("utf-8", "replace")))
        if len(pairs) > MOST_FIELDS:
            raise Trouble(400, f"the form has more than {MOST_FIELDS} fields")
    return pairs


def checked(found: Mapping[str, Any], fields: Fields) -> Given:
    """Return fields that are of the kinds that are known; Trouble 400 says which one is not, and why."""
    _all_known(found, fields)
    kinds = {name.rstrip("?"): kind for name, kind in fields.items()}
    given: Given = {}
    for name, kind in kinds.items():
        if name in found:
            given[name] = _value(name, found[name], kind)
        elif name in fields:
            raise Trouble(400, f"field {name!r} is missing; known are {_known(fields)}")
    return given


def _all_known(found: Mapping[str, Any], fields: Fields) -> None:
    """Raise Trouble 400 for a field that is not known, whatever is in it."""
    known = {name.rstrip("?") for name in fields}
    for name in found:
        if name not in known:
            raise Trouble(400, f"unknown field {name[:40]!r}; known are {_known(fields)}")


def _value(name: str, value: Any, kind: Kind) -> Any:
    if kind == "whole":
        text = str(value)
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise Trouble(400, f"field {name!r} has to be a whole number")
        return int(text)
    if kind == "file":
        if not isinstance(value, bytes) or not value:
            raise Trouble(400, f"field {name!r} has to be a file")
        return value
    texts = value if isinstance(value, list) else [value]
    if (kind == "text") == isinstance(value, list) or not all(isinstance(text, str) for text in texts):
        raise Trouble(400, f"field {name!r} has to be {'a text' if kind == 'text' else 'a list of texts'}")
    if any(len(text) > LONGEST for text in texts) or len(texts) > MOST_FIELDS:
        raise Trouble(400, f"field {name!r} has more than {LONGEST:,} characters, or {MOST_FIELDS:,} texts")
    return value


def _known(fields: Fields) -> str:
    return (
        ", ".join(name.rstrip("?") + (" (if you like)" if name.endswith("?") else "") for name in fields)
        or "none"
    )
