"""The pages of items that came as teasers: each fetched once, tried again for a while, else the teaser is kept."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from writethru.acquire import feed
from writethru.acquire.collect import Means, Place, _item
from writethru.acquire.fetch import Fetch, Fetched
from writethru.acquire.watching import schedule
from writethru.acquire.workers import Here
from writethru.errors import FetchError
from writethru.records import Capture, OwedPage, Problem, Record
from writethru.settings import Settings

# What may be over in a while; all else would be the same again.
PASSING = ("unresolved", "timeout", "connection", "busy")
PASSING_STATUS = (408, 425, 429)
FIRST_WAIT, LONGER = 300.0, 4.0  # seconds before a page is tried again, and how much longer the next time


class Paid(Record, frozen=True, kw_only=True):
    """What became of an owed page: its answer, at which nothing has looked yet, or the failure.

    One that is to be tried again, as the failure may pass, is `off`.
    """

    owed: OwedPage
    got: Fetched | None = None
    failure: FetchError | None = None
    off: bool = False
    fetched: int = 1  # 0: its answer was there already


def is_whole(item: feed.Item, settings: Settings) -> bool:
    """Return whether no page is to be fetched for an item."""
    return feed.is_whole(item, settings.acquire.min_feed_text) or not item.url


def capture_whole(item: feed.Item, where: str, retrieved: str, settings: Settings) -> Capture | Problem:
    """Return an item whose page is not fetched, as it stands in the feed."""
    return _item(item, where, Place(where, "", None, retrieved), Means(_nowhere, Here(), settings))


def _nowhere(url: str) -> Fetched:
    raise FetchError(f"{url} is not fetched", "refused")


def owe(item: feed.Item, where: str, now: datetime) -> OwedPage:
    """Return the page of an item as one to be fetched at once."""
    due = now.isoformat(timespec="seconds")
    return OwedPage(url=item.url, item=msgspec.json.encode(item).decode(), where=where, due=due)


def fetch_page(owed: OwedPage, fetch: Fetch, settings: Settings) -> Paid:
    """Fetch an owed page; look at nothing of it."""
    try:
        return Paid(owed=owed, got=fetch(owed.url))
    except FetchError as error:
        off = _may_pass(error) and owed.tries + 1 < settings.watch.tries
        return Paid(owed=owed, failure=error, off=off)


def bring(paid: Paid, retrieved: str, settings: Settings) -> Capture | Problem:
    """Return what is to be read for an owed page: the page, when it is kept, or the item's teaser where there is none."""
    owed = paid.owed

    def again(url: str) -> Fetched:
        if paid.got is None:
            raise paid.failure or FetchError(f"{url} is not fetched", "refused")
        return paid.got

    item = msgspec.json.decode(owed.item, type=feed.Item)
    means = Means(again, Here(), settings)
    return _item(item, owed.where, Place(owed.where, "", None, retrieved), means)


def _may_pass(error: FetchError) -> bool:
    if error.kind == "status":
        return (error.status or 0) >= 500 or error.status in PASSING_STATUS
    return error.kind in PASSING


def put_off(paid: Paid, now: datetime) -> OwedPage:
    """Return an owed page that could not be had, with when to try it again."""
    owed = paid.owed
    wait = FIRST_WAIT * LONGER**owed.tries * schedule.spread(owed.url, owed.tries, schedule.FAILED_JITTER)
    asked = paid.failure.retry_after if paid.failure else None
    due = schedule.later(now, max(wait, asked or 0.0))
    return replace(owed, tries=owed.tries + 1, due=due)
