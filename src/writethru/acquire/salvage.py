"""What can be read of a broken JSON array: every sound object in it, and the line of every damaged one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from writethru.records import Record

BLANKS = re.compile(r"[\s,]*")
OBJECT = re.compile(r"\{\s{0,200}\"")
ITEMS = re.compile(r"\"items\"\s{0,20}:\s{0,20}\[")
# Characters that may be read in vain, in lengths of the text; hostile nesting would cost its square.
IN_VAIN = 20
DEEP = 10_000  # characters that too deep a nesting counts as


class Found(Record, frozen=True):
    """One object of an array, or in its place what is wrong with it; `number` counts both from 1."""

    number: int
    line: int
    value: dict[str, Any] | None = None
    fault: str = ""


def is_article(value: dict[str, Any]) -> bool:
    """Return whether an object can be a whole article: nested objects are none."""
    return "text" in value and any(
        name in value for name in ("id", "url", "title", "headline", "published", "date", "publisher")
    )


def is_item(value: dict[str, Any]) -> bool:
    """Return whether an object can be a whole item of a JSON Feed."""
    return bool({"id", "url"} & value.keys()) and bool(
        {"content_html", "content_text", "summary", "title", "date_published"} & value.keys()
    )


def feed_head(text: str) -> tuple[dict[str, Any], int]:
    """Return what a broken JSON Feed says before its items, and where they begin (0: there are none)."""
    found = ITEMS.search(text)
    if not found:
        return {}, 0
    try:
        head = json.loads(text[: found.start()].rstrip().rstrip(",") + "}", strict=False)
    except (ValueError, RecursionError):
        head = {}
    return (head if isinstance(head, dict) else {}), found.end()


def objects(text: str, start: int, wanted: Callable[[dict[str, Any]], bool]) -> Iterator[Found]:
    """Yield the objects of an array whose first element stands at `start` or behind it.

    Behind a damaged object the next one that is `wanted` is searched for.
    """
    decoder = json.JSONDecoder(strict=False)
    number, line, counted, at, ended = 0, 1, 0, start, False
    left = IN_VAIN * len(text)
    while (at := _skip(text, at)) < len(text):
        if text[at] == "]" and not text[at + 1 :].strip(" \t\r\n}"):
            return
        number += 1
        line += text.count("\n", counted, at)
        counted = at
        value, end, fault = _decoded(decoder, text, at)
        ended = not fault
        fault = fault or _behind(text, end)
        if not fault and not isinstance(value, dict):
            fault = f"expected an object, found {type(value).__name__}"
        yield Found(number, line, None if fault else value, fault)
        if not fault:
            at = end
            continue
        at, spent = _next(decoder, text, at, wanted, left)
        left -= spent
    if ended:
        yield Found(number + 1, line + text.count("\n", counted), None, "the list is cut off")


def _behind(text: str, end: int) -> str:
    """What is wrong with what follows an object; nothing if it is another one, or the end."""
    follows = _skip(text, end)
    if follows == len(text) or text[follows] in "{]" or "," in text[end:follows]:
        return ""
    return f"{text[follows]!r} stands where the next object was expected"


def _skip(text: str, at: int) -> int:
    found = BLANKS.match(text, at)
    return found.end() if found else at


def _decoded(decoder: json.JSONDecoder, text: str, at: int) -> tuple[Any, int, str]:
    try:
        value, end = decoder.raw_decode(text, at)
    except json.JSONDecodeError as error:
        return None, error.pos, f"broken JSON: {error.msg}"
    except RecursionError:
        return None, at + DEEP, "broken JSON: nested too deeply"
    except ValueError as error:
        return None, at + DEEP, f"broken JSON: {str(error)[:80]}"
    return value, end, ""


def _next(
    decoder: json.JSONDecoder, text: str, at: int, wanted: Callable[[dict[str, Any]], bool], left: int
) -> tuple[int, int]:
    """Return where the next wanted object begins, or the end, and how many characters were read in vain."""
    spent = 0
    for found in OBJECT.finditer(text, at + 1):
        value, end, fault = _decoded(decoder, text, found.start())
        if not fault and isinstance(value, dict) and wanted(value):
            return found.start(), spent
        spent += max(0, end - found.start())
        if spent > left:
            break
    return len(text), spent
