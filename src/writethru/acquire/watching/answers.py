"""One look at a feed over the network: its items, or that nothing changed, or why there is nothing."""

from __future__ import annotations

from collections.abc import Generator

from msgspec.structs import replace

from writethru.acquire.clock import Clock
from writethru.acquire.feed import Item
from writethru.acquire.fetch import Fetch, Fetched
from writethru.acquire.watching.reading import Answered, read_apart
from writethru.acquire.workers import Parsing
from writethru.errors import FetchError
from writethru.records import Record, WatchedFeed, content_id

TROUBLES = {404: "missing", 410: "gone"}  # by the status that was answered


class Look(Record, frozen=True, kw_only=True):
    """What a look at a feed gave; `trouble` and `said` tell why it gave nothing."""

    url: str  # where it was found after redirects
    answered: Answered | None = None  # None where nothing changed, or nothing came
    unchanged: bool = False
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    max_age: float | None = None
    moved: str = ""
    trouble: str = ""
    said: str = ""
    retry_after: float | None = None
    fetched: int = 1
    bytes: int = 0
    seconds: float = 0.0


Asked = tuple[str, Fetched]  # an address, and what it answered
Looking = Generator[Asked, None, Look]


def look(feed: WatchedFeed, fetch: Fetch, parsing: Parsing, clock: Clock) -> Look:
    """Look at a feed once, and keep nothing of it."""
    looking = look_at(feed, fetch, parsing, clock)
    while True:
        try:
            next(looking)
        except StopIteration as done:
            found: Look = done.value
            return found


def look_at(feed: WatchedFeed, fetch: Fetch, parsing: Parsing, clock: Clock) -> Looking:
    """Look at a feed once; whatever is wrong with it is told, not raised.

    Each document is yielded before anything looks at it, and read when it is asked for more: by then it is kept.
    One that is as it was is not yielded.
    """
    began = clock.now()
    known = {"etag": feed.etag, "last_modified": feed.last_modified}
    try:
        got = fetch(feed.url, **{name: value for name, value in known.items() if value})
    except FetchError as error:
        trouble = TROUBLES.get(error.status or 0, error.kind)
        seconds = clock.now() - began
        return Look(
            url=feed.url, trouble=trouble, said=str(error), retry_after=error.retry_after, seconds=seconds
        )
    digest = content_id(got.content.decode("latin-1"))
    unchanged = got.status == 304 or digest == feed.digest
    spent = clock.now() - began
    if not unchanged:
        yield feed.url, got
    began = clock.now()
    told = Look(
        url=got.url,
        answered=None if unchanged else read_apart(got.content, got.url, parsing),
        unchanged=unchanged,
        etag=got.etag,
        last_modified=got.last_modified,
        digest=feed.digest if unchanged else digest,
        max_age=got.max_age,
        moved=got.moved,
        bytes=len(got.content),
    )
    told = yield from _whole(told, fetch, parsing)
    return replace(told, seconds=spent + clock.now() - began)


def _whole(told: Look, fetch: Fetch, parsing: Parsing) -> Looking:
    """Return a look with the items of all parts, where it is a sitemap of sitemaps; and what is no feed as trouble."""
    answered = told.answered
    if answered is None:
        return told
    if answered.kind not in ("feed", "sitemap"):
        trouble = "page" if answered.kind == "page" else "unreadable"
        return replace(told, trouble=trouble, said=answered.fault)
    if not answered.parts:
        return told
    items: list[Item] = []
    title, fault, size = answered.title, answered.fault, 0
    for part in answered.parts:
        try:
            got = fetch(part)
        except FetchError as error:
            fault = f"a part of it cannot be had: {error}"
            continue
        yield part, got
        inner = read_apart(got.content, got.url, parsing)
        items += inner.items
        size += len(got.content)
        title, fault = title or inner.title, fault or inner.fault
    # Its parts may change while it stays as it is, so nothing is remembered to compare it with.
    whole = replace(answered, title=title, items=tuple(items), fault=fault, cut=True)
    fetched = 1 + len(answered.parts)
    return replace(told, answered=whole, fetched=fetched, bytes=told.bytes + size)
