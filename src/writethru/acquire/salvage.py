"""What can be read of a broken JSON array: every sound object in it, and the line of every damaged one."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from writethru.records import Record

BLANKS = re.compile(r"[\s,]*")
OBJECT = re.compile(r"\{\s{0,200}\"")
ITEMS = re.compile(r"\"items\"\s{0,20}:\s{0,20}\[")
REACH = 262_144  # characters that are tried first, as an error costs the time of all before it
# Characters that may be read in vain, beside so many lengths of the text; hostile nesting would cost its square.
IN_VAIN, LENGTHS = 50_000_000, 8
KINDS, LIKE = 50, 0.5  # sets of keys that are kept, and the share in common of two that are alike
TRY, DEEP = 4096, 50_000  # characters that an attempt counts as, and one that was nested too deeply


class Found(Record, frozen=True):
    """One object of an array, or in its place what is wrong with it; `number` counts both from 1."""

    number: int
    line: int
    value: dict[str, Any] | None = None
    fault: str = ""
    opened: bool = True  # it begins as an object does


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


def objects(text: str, start: int, wanted: Callable[[dict[str, Any]], bool]) -> list[Found]:
    """Return the objects of an array whose first element stands at `start` or behind it; 0: of no array.

    Behind a damaged object the next one that is `wanted` is searched for. One beside damage that has other
    keys than all other objects is what damage left of a larger one.
    """
    found = list(_elements(text, start, wanted))
    broken = [one.value is None or not wanted(one.value) for one in found]
    kinds = Counter(frozenset(one.value) for one in found if one.value is not None)
    for at, one in enumerate(found):
        if one.value is None or not any(broken[max(0, at - 1) : at + 2]):
            continue
        keys = frozenset(one.value)
        # A quotation mark too many, and a brace in the text is the end: the keys behind it are missing.
        cut = broken[at + 1 : at + 2] == [True] and not found[at + 1].opened and kinds[keys] == 1
        if (cut and len(kinds) > 1) or not _is_like(keys, kinds):
            fault = "broken JSON: only a part of an object is left"
            found[at] = Found(one.number, one.line, None, fault)
    return found


def _is_like(keys: frozenset[str], kinds: Counter[frozenset[str]]) -> bool:
    others = [(kind, count - (kind == keys)) for kind, count in kinds.most_common(KINDS)]
    return not any(count for _, count in others) or any(
        count and len(keys & kind) > LIKE * len(keys | kind) for kind, count in others
    )


def _elements(text: str, start: int, wanted: Callable[[dict[str, Any]], bool]) -> Iterator[Found]:
    decoder = json.JSONDecoder(strict=False)
    number, line, counted, at, ended = 0, 1, 0, start, False
    left = IN_VAIN + LENGTHS * len(text)
    first: set[str] = set()  # the keys with which sound objects begin: rows are alike, their parts are not

    def like(value: dict[str, Any]) -> bool:
        return wanted(value) and (not first or next(iter(value)) in first)

    while (at := _skip(text, at)) < len(text):
        if text[at] == "]" and not text[at + 1 :].strip(" \t\r\n}"):
            return
        number += 1
        line += text.count("\n", counted, at)
        counted = at
        value, end, fault = _decoded(decoder, text, at)
        ended = not fault
        if not fault and not isinstance(value, dict):
            fault = f"expected an object, found {type(value).__name__}"
        yield Found(number, line, None if fault else value, fault, text[at] == "{")
        if not fault:
            if wanted(value):
                first.update(list(value)[:1])
            at = end
            continue
        at, spent = _next(decoder, text, at, like, left)
        left -= spent
    if ended and start:
        yield Found(number + 1, line + text.count("\n", counted), None, "the list is cut off")


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
        start = found.start()
        near = text[start : start + REACH]
        value, end, fault = _decoded(decoder, near, 0)
        if fault and len(near) == REACH and end > REACH // 2:
            value, end, fault = _decoded(decoder, text[start:], 0)
        if not fault and isinstance(value, dict) and wanted(value):
            return start, spent
        spent += end + TRY
        if spent > left:
            break
    return len(text), spent
