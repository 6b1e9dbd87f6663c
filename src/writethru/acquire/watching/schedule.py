"""When a feed is looked at next: after its own rhythm, what it asks for, and how often it failed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from writethru.records import WatchedFeed, moment
from writethru.settings import WatchSettings

PACE = 20  # of the newest items, by whose dates the rhythm is told
OFTEN = 2  # looks in the time in which an item is to be expected
SILENCE = 10  # looks in the time in which none came, however often the feed's dates say they come
JITTER = 0.1  # of a wait, so that feeds do not come due together
FAILED_JITTER = 0.25  # the same after a failure: what failed together is not tried again together


def spread(url: str, attempt: int, share: float) -> float:
    """Return a factor about 1, by at most `share`: the same for the same address and attempt."""
    drawn = (
        int.from_bytes(hashlib.sha256(f"{url}\x1f{attempt}".encode("utf-8", "replace")).digest()[:4], "big")
        / 2**32
    )
    return 1 + share * (2 * drawn - 1)


def pace(dates: Iterable[str | None], now: datetime) -> tuple[str, int] | None:
    """Return since when how many of the newest items came; None where too few are dated."""
    past = sorted((d for text in dates if (d := moment(text)) is not None and d <= now), reverse=True)[:PACE]
    return (past[-1].isoformat(), len(past)) if len(past) > 1 else None


def wait_after_answer(feed: WatchedFeed, now: datetime, settings: WatchSettings) -> float:
    """Return for how many seconds a feed that answered is left alone.

    Twice in the time in which it brings an item, ten times in the time in which it brought none; as seldom
    as it asks for, but not so seldom that an item might come and go unseen.
    """
    shortest, longest = settings.shortest_minutes * 60, settings.longest_minutes * 60
    silent = _seconds_since(feed.news or feed.added, now)
    if feed.pace is None:
        wait = silent / OFTEN
    else:
        since, count = feed.pace
        wait = max(_seconds_since(since, now) / count / OFTEN, silent / SILENCE)
    asked = max(feed.ttl, feed.max_age)
    if feed.oldest:
        asked = min(asked, _seconds_since(feed.oldest, now) / OFTEN)
    wait = min(max(wait, asked, shortest), longest)
    return wait * spread(feed.url, feed.looks, JITTER)


def wait_after_failure(feed: WatchedFeed, retry_after: float | None, settings: WatchSettings) -> float:
    """Return for how many seconds a feed that failed is left alone: twice as long each time."""
    shortest, longest = settings.shortest_minutes * 60, settings.longest_minutes * 60
    wait = min(shortest * 2.0 ** min(feed.failures - 1, 20), longest)
    return max(wait * spread(feed.url, feed.failures, FAILED_JITTER), retry_after or 0.0)


def later(now: datetime, seconds: float) -> str:
    """Return the moment so many seconds from now, rounded up to a second."""
    return (now + timedelta(seconds=int(seconds) + 1)).isoformat(timespec="seconds")


def _seconds_since(when: str, now: datetime) -> float:
    since = moment(when)
    return max((now - since).total_seconds(), 0.0) if since else 0.0
