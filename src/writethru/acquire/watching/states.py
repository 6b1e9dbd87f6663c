"""The next state of a feed: from what is remembered of it, what a look gave, and the time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from writethru.acquire import urls
from writethru.acquire.watching import schedule
from writethru.acquire.watching.answers import Look
from writethru.acquire.watching.items import Sorted
from writethru.acquire.watching.reading import Answered
from writethru.records import Sign, WatchedFeed, moment
from writethru.settings import WatchSettings

MOST_SAID = 300  # characters of a failure that are kept


def after_look(
    feed: WatchedFeed, look: Look, found: Sorted, now: datetime, settings: WatchSettings
) -> WatchedFeed:
    """Return the next state of a feed; `found` has the items of its answer, sorted."""
    at = now.isoformat(timespec="seconds")
    feed = replace(feed, looks=feed.looks + 1, last=at)
    if look.trouble:
        return _failed(feed, look, now, settings)
    feed = replace(
        feed, good=at, failures=0, failing="", trouble="", said="", ended="", max_age=look.max_age or 0.0
    )
    if look.answered is not None:
        feed = _renewed(feed, look, look.answered, found, now)
    else:
        feed = replace(feed, etag=look.etag, last_modified=look.last_modified)
    feed = _moved(feed, look, settings)
    return replace(feed, due=schedule.later(now, schedule.wait_after_answer(feed, now, settings)))


def _failed(feed: WatchedFeed, look: Look, now: datetime, settings: WatchSettings) -> WatchedFeed:
    """The state after a failure. What a good answer left is kept, so that the next one is held against it."""
    feed = replace(
        feed,
        failures=feed.failures + 1,
        failing=feed.failing or feed.last,
        trouble=look.trouble,
        said=look.said[:MOST_SAID],
        moved="",
        moves=0,
        ended="the server says that it is gone for good (410)" if look.trouble == "gone" else "",
    )
    wait = schedule.wait_after_failure(feed, look.retry_after, settings)
    rest = schedule.later(now, look.retry_after) if look.retry_after else feed.rest
    return replace(feed, due=schedule.later(now, wait), rest=rest)


def resting(feeds: Iterable[WatchedFeed], at: str) -> set[str]:
    """Return the hosts that ask to be left alone at a time: what one feed was told holds for all of its host."""
    return {urls.host(feed.url) for feed in feeds if feed.rest > at}


def _renewed(feed: WatchedFeed, look: Look, answered: Answered, found: Sorted, now: datetime) -> WatchedFeed:
    """The state after an answer with items.

    Of one that broke off neither validators nor digest are kept: the server would say of the rest, which
    was never seen, that it is unchanged.
    """
    faulty: tuple[Sign, ...] = ("malformed",) if answered.fault else ()
    long: tuple[Sign, ...] = ("long",) if answered.beyond else ()
    dates = [item.published for item in answered.items]
    whole = not answered.cut
    dated = [at for date in dates if (at := moment(date)) is not None]
    return replace(
        feed,
        title=answered.title or feed.title,
        home=answered.home or feed.home,
        etag=look.etag if whole else "",
        last_modified=look.last_modified if whole else "",
        digest=look.digest if whole else "",
        items=len(answered.items),
        signs=(*found.signs, *faulty, *long),
        oldest=min(dated).isoformat() if dated else "",
        pace=schedule.pace(dates, now),
        ttl=answered.ttl,
        news=feed.last if found.new else feed.news,
        taken=feed.taken + len(found.new),
    )


def _moved(feed: WatchedFeed, look: Look, settings: WatchSettings) -> WatchedFeed:
    """The state after a good answer, which may have said that the feed is elsewhere for good."""
    if not look.moved or look.moved == feed.url:
        return replace(feed, moved="", moves=0)
    moves = feed.moves + 1 if look.moved == feed.moved else 1
    if moves < settings.moved_after:
        return replace(feed, moved=look.moved, moves=moves)
    return replace(feed, url=look.moved, moved="", moves=0)
