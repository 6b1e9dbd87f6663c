"""A file of JSON to what it holds: the items of a JSON Feed, or articles; of a broken one what is sound."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from writethru.acquire import feed, salvage
from writethru.acquire.body import decode
from writethru.records import Problem, Record


class Piece(Record, frozen=True):
    """One article as a JSON object and where it stands, or what was wrong in its place."""

    where: str
    row: bytes = b""
    problem: Problem | None = None


class Held(Record, frozen=True):
    """What a file of JSON holds, in order, and the feed that it is, if it is one."""

    pieces: tuple[Piece, ...] = ()
    feed: feed.Feed | None = None


def read(content: bytes, where: str, url: str | None = None) -> Held:
    """Read a JSON Feed, an array of articles, or one article."""
    text = decode(content).text
    try:
        given: Any = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        return _salvaged(text, f"broken JSON: {str(error)[:80]}", where, url)
    if isinstance(given, dict) and isinstance(given.get("items"), list):
        return Held(feed=feed.read_json(given, url))
    if not isinstance(given, list):
        return Held((Piece(where, json.dumps(given).encode()),))
    if not given:
        return Held((_wrong(where, "it is empty", kind="empty"),))
    return Held(tuple(Piece(f"{where} item {n}", json.dumps(row).encode()) for n, row in enumerate(given, 1)))


def _wrong(where: str, found: str, kept: str = "", remedy: str = "", kind: str = "damaged") -> Piece:
    return Piece(where, problem=Problem(where, found, kept, remedy, kind))


def _salvaged(text: str, fault: str, where: str, url: str | None) -> Held:
    """Read what is sound of a broken JSON Feed or array, and name what is damaged of it."""
    head, start = salvage.feed_head(text)
    wanted = salvage.is_item if start else salvage.is_article
    found = salvage.objects(text, start or text.find("[", 0, text.find("{")) + 1, wanted)
    if not any(one.value is not None for one in found):
        return Held((_wrong(where, fault, "nothing of it is kept"),))
    pieces = [_wrong(where, fault, f"all {len(found)} items are read")]
    if any(one.value is None for one in found):
        pieces = []  # each damaged one says so itself
    items = [one.value for one in found if one.value is not None] if start else []
    whole = feed.read_json({**head, "items": items}, url) if items else None
    return Held((*pieces, *_pieces(found, where, rows=not start)), whole)


def _pieces(found: list[salvage.Found], where: str, *, rows: bool) -> Iterator[Piece]:
    for one in found:
        place = f"{where} item {one.number} (line {one.line})"
        if one.value is None:
            yield _wrong(place, one.fault, "this item is left out", "mend the line and read it again")
        elif rows:
            yield Piece(place, json.dumps(one.value).encode())
