"""How a feed is, in words: what is wrong with it, since when, and nothing where it is well."""

from __future__ import annotations

from datetime import datetime

from writethru.records import WatchedFeed, moment
from writethru.settings import WatchSettings

DAY = 86_400.0
SIGNS = {
    "empty": "it has no items",
    "undated": "none of its items is dated",
    "new-ids": "it gives its items new ids",
    "malformed": "it is malformed, but can be read",
    "long": "it has more items than are read",
}
FAILING = {
    "missing": "is not found",
    "page": "is a page, not a feed,",
    "certificate": "has a certificate that is not trusted,",
    "robots": "is closed by its robots.txt",
    "refused": "may not be fetched",
    "unresolved": "has no address",
    "timeout": "does not answer in time",
    "connection": "cannot be reached",
    "redirects": "redirects without end",
    "too-large": "is too large",
    "encoding": "comes in a broken encoding",
    "unreadable": "cannot be read as a feed",
    "busy": "asks to be left alone",
}


def condition(feed: WatchedFeed, now: datetime, settings: WatchSettings) -> str:
    """Return in one word how a feed is: ended, new, failing, missing, poor, moving, quiet or well."""
    if feed.ended:
        return "ended"
    if feed.trouble:
        long = _age(feed.failing, now) >= settings.missing_days * DAY
        return "missing" if feed.trouble == "missing" and long else "failing"
    if not feed.good:
        return "new"
    if any(sign in SIGNS for sign in feed.signs):
        return "poor"
    if feed.moved:
        return "moving"
    return "quiet" if _age(feed.news or feed.added, now) >= settings.quiet_days * DAY else "well"


def health(feed: WatchedFeed, now: datetime, settings: WatchSettings) -> str:
    """Return in words how a feed is; of one that fails, since when, and when it was last well."""
    pieces = health_pieces(feed, now, settings)
    return "".join(_day(piece) if number % 2 else piece for number, piece in enumerate(pieces))


def health_pieces(feed: WatchedFeed, now: datetime, settings: WatchSettings) -> tuple[str, ...]:
    """Return in words how a feed is, in pieces of which every second is an ISO time, for who has a form for times."""
    how = condition(feed, now, settings)
    if how == "ended":
        return (f"ended: {feed.ended}",)
    if feed.trouble:
        asked = f"; missing for over {settings.missing_days:g} days, remove it?" if how == "missing" else ""
        since = (f"{_failing(feed)} since ", feed.failing)
        return (*since, "; last good ", feed.good, asked) if feed.good else (*since, f"; never good{asked}")
    if how == "new":
        return ("not looked at yet",)
    told = [SIGNS[sign] for sign in feed.signs if sign in SIGNS]
    if feed.moved:
        told.append(f"it says that it has moved to {feed.moved}")
    silent = _age(feed.news or feed.added, now)
    if feed.items and silent >= settings.quiet_days * DAY:
        told.append(f"no new item for {silent / DAY:.0f} days")
    return ("; ".join(told) or "well",)


def _failing(feed: WatchedFeed) -> str:
    if feed.trouble == "status":
        return feed.said.partition(" and asks")[0].replace("it answered", "answers")
    return FAILING.get(feed.trouble, feed.said or feed.trouble)


def _age(since: str, now: datetime) -> float:
    at = moment(since)
    return (now - at).total_seconds() if at else 0.0


def _day(when: str) -> str:
    """Return a time as a reader says it: 2031-03-04 18:40."""
    return when[:16].replace("T", " ")
