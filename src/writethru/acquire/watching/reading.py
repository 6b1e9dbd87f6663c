"""The bytes of an answer as a feed: RSS, Atom, JSON Feed or news sitemap, or what it is instead."""

from __future__ import annotations

import json
import re
from typing import Any, Literal

from writethru.acquire import feed, kinds, salvage, sitemap
from writethru.acquire.body import decode
from writethru.acquire.workers import Parsing
from writethru.records import Record

Kind = Literal["feed", "sitemap", "page", "unreadable"]

# What closes a feed: without it the answer broke off, and its last item may be half of one.
CLOSED = re.compile(rb"</\s{0,9}(?:\w{1,20}:)?(?:rss|feed|RDF|urlset|sitemapindex)\s{0,9}>")
TAIL = 2000  # bytes at the end in which that stands


class Answered(Record, frozen=True):
    """What an answer holds: items of a feed, or, in `fault`, why it is none."""

    kind: Kind
    title: str = ""
    home: str = ""
    items: tuple[feed.Item, ...] = ()
    fault: str = ""
    ttl: float = 0.0  # seconds that the feed asks to leave between two looks
    beyond: int = 0  # items that were not read, as there are too many
    cut: bool = False  # it breaks off: what can be read of it is not all
    parts: tuple[str, ...] = ()  # of a sitemap index


def read_apart(content: bytes, url: str, parsing: Parsing) -> Answered:
    """Return what an answer holds, read where foreign bytes are; one that ends its reader is unreadable."""
    found = parsing.run(read, content, url)
    return found if isinstance(found, Answered) else Answered("unreadable", fault=found.found)


def read(content: bytes, url: str) -> Answered:
    """Return what an answer holds."""
    kind = kinds.kind(content[: kinds.PEEK], "")
    if kind == "feed":
        return _feed(feed.read_xml(content, url), cut=not CLOSED.search(content[-TAIL:]))
    if kind == "sitemap":
        return _sitemap(sitemap.read(content, url), cut=not CLOSED.search(content[-TAIL:]))
    if kind in ("json", "lines"):
        return _json(content)
    if kind == "page":
        return Answered("page", fault="a page is there instead of a feed")
    found = "its answer is empty" if kind == "empty" else "its answer is neither a feed nor a page"
    return Answered("unreadable", fault=found)


def _feed(found: feed.Feed, *, cut: bool, kind: Kind = "feed") -> Answered:
    if found.fault and not found.items:
        return Answered("unreadable", found.title, fault=found.fault)
    items = found.items[:-1] if cut else found.items  # the last one may be half of one, and comes again
    fault = found.fault or ("it breaks off" if cut else "")
    ttl = found.ttl_minutes * 60.0
    return Answered(kind, found.title, found.home, items, fault, ttl, found.beyond, cut)


def _sitemap(found: sitemap.Sitemap, *, cut: bool) -> Answered:
    if found.parts:
        return Answered("sitemap", found.feed.title, fault=found.feed.fault, parts=found.parts)
    if found.others and not found.feed.items:
        return Answered("unreadable", fault="it is a sitemap of pages without news")
    return _feed(found.feed, cut=cut, kind="sitemap")


def _json(content: bytes) -> Answered:
    """Read a JSON Feed; of one that is broken its sound items."""
    text = decode(content).text
    try:
        given: Any = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        head, start = salvage.feed_head(text)
        items = [one.value for one in salvage.objects(text, start, salvage.is_item)] if start else []
        sound = feed.read_json({**head, "items": [value for value in items if value is not None]})
        fault = f"its JSON is broken: {str(error)[:80]}"
        if not sound.items:
            return Answered("unreadable", fault=fault)
        return Answered("feed", sound.title, items=sound.items, fault=fault, cut=True)
    if isinstance(given, dict) and isinstance(given.get("items"), list):
        return _feed(feed.read_json(given), cut=False)
    return Answered("unreadable", fault="it is JSON, but no JSON Feed")
