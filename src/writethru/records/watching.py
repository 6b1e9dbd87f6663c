"""Feeds that are watched: what is remembered of each and of its items, and what one visit brought."""

from __future__ import annotations

from typing import Literal

from msgspec import field

from writethru.records.base import Record
from writethru.records.reading import Problem

# What an answer was like though it could be read: each is told in words where feeds are listed.
Sign = Literal["empty", "undated", "malformed", "long", "new-ids", "teasers"]
# What became of a visit. `trouble`: the feed could not be had or read; `ended`: it is not looked at any more.
VisitOutcome = Literal["news", "nothing-new", "unchanged", "pages", "trouble", "ended"]


class WatchedFeed(Record, frozen=True, kw_only=True):
    """A feed that is watched, with all that the next look at it depends on. Times are ISO 8601, in UTC."""

    url: str
    title: str = ""  # as the feed calls itself
    named: str = ""  # as the user calls it
    folder: tuple[str, ...] = ()  # outermost first
    home: str = ""
    added: str = ""
    due: str = ""  # when it is to be looked at next
    looks: int = 0  # how often it was looked at
    last: str = ""  # when it was looked at last
    good: str = ""  # when it last answered as a feed does
    news: str = ""  # when an item last was new
    taken: int = 0  # items that were taken in
    # Of the last good answer.
    etag: str = ""
    last_modified: str = ""
    digest: str = ""  # of its bytes; "" where they are not to be trusted
    items: int = 0
    signs: tuple[Sign, ...] = ()
    oldest: str = ""  # date of its oldest item
    pace: tuple[str, int] | None = None  # since when so many items came: the newest of it
    ttl: float = 0.0  # seconds that it asks to leave between two looks
    max_age: float = 0.0  # seconds for which its last answer is fresh
    # Of the last answers that were no good ones, or led elsewhere.
    failures: int = 0
    failing: str = ""  # since when
    trouble: str = ""  # kind of the last failure, as FetchError has it, or page, unreadable, missing, gone
    said: str = ""  # the last failure in words
    rest: str = ""  # until when its host asks to be left alone
    moved: str = ""  # where it says that it has gone for good
    moves: int = 0  # how many answers in a row said so
    ended: str = ""  # why it is not looked at any more
    owed: int = 0  # pages of its items that are still to be fetched
    owed_due: str = ""  # when the first of them is

    @property
    def name(self) -> str:
        """What a reader calls it."""
        return self.named or self.title or self.url


class WatchedItem(Record, frozen=True, kw_only=True):
    """An item of a watched feed that is known, under one of its names."""

    name: str  # i, u or t and a hash: of its id, its address, its text
    digest: str  # of title and text: what is the same needs no second reading
    modified: str = ""  # as the feed states it
    seen: str = ""  # the day on which the feed last had it; "" for what only another feed had


class OwedPage(Record, frozen=True, kw_only=True):
    """A page of an item that is still to be fetched; `item` is the item as the feed had it, in JSON."""

    url: str
    item: str
    where: str
    tries: int = 0
    due: str = ""


class Visit(Record, frozen=True, kw_only=True):
    """What one visit to a feed brought, and what it cost."""

    feed: str
    title: str
    outcome: VisitOutcome
    health: str  # in words
    fetched: int = 0  # addresses that were fetched
    unchanged: int = 0  # 1 where the feed said so, or its bytes did
    new: int = 0  # items that were new to this feed
    changed: int = 0  # items that were read again because they had changed
    known: int = 0  # items that were known
    owed: int = 0  # pages that are still to be fetched
    bytes: int = 0
    seconds: float = 0.0
    next: str = ""  # when it is to be looked at again
    problems: tuple[Problem, ...] = field(default=())


class FoundFeed(Record, frozen=True, kw_only=True):
    """A feed that was found at an address and answered as one does."""

    url: str
    title: str
    items: int
    newest: str  # ISO time of its newest item
    why: str  # what spoke for it
    home: str = ""
