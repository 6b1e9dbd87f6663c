"""What goes into a store together, and what a look-up in it returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from writethru.records import (
    AnnotatedArticle,
    Assertion,
    Change,
    CitedSentence,
    OwedPage,
    Problem,
    Record,
    StoryEvent,
    WatchedFeed,
    WatchedItem,
)

Counted = Callable[[int, int], object]  # told how much is done, of how much (0: not known)


def uncounted(done: int, of: int) -> None:
    """Tell nobody how far it is."""


class Addition(Record, frozen=True):
    """One article with its findings, its place in a story and its assertions: kept together or not at all."""

    document: AnnotatedArticle
    event: StoryEvent
    assertions: tuple[Assertion, ...] = ()
    problems: tuple[Problem, ...] = ()


class Answer(Record, frozen=True):
    """What an address answered: its final URL, the bytes as they came, and what the head of the answer says."""

    url: str
    content: bytes
    media_type: str
    head: dict[str, Any]
    at: str | None = None  # ISO time


class FeedDocument(Record, frozen=True):
    """What a watched feed answered: it could be read, or not ("broken"), or nobody knows yet ("unread")."""

    asked: str  # the address of the feed, or of a part of a sitemap
    answer: Answer
    sha256: str
    state: str = "unread"


class Reading(Record, frozen=True):
    """What came of a capture, and which version of the reader read it; `lost`: it ended the process that did."""

    capture: str
    reader: str
    article: str | None = None
    problems: tuple[Problem, ...] = ()
    lost: bool = False


class Hit(Record, frozen=True):
    """One article that holds the words searched for; `marks` are spans of them in `snippet`."""

    id: str
    external_id: str | None
    story: str
    publisher: str
    title: str
    url: str | None
    published: str | None
    snippet: str
    marks: tuple[tuple[int, int], ...] = ()


class ListedArticle(Record, frozen=True):
    """One article where all are listed; `at` is its time as lists are ordered by, "" for one without a date."""

    id: str
    external_id: str | None
    story: str
    publisher: str
    title: str
    url: str | None
    published: str | None
    at: str


class PageHead(Record, frozen=True):
    """What is read of a kept page where only its news are told; `at` is when it was made."""

    story: str
    revision: int
    updated: str | None
    headline: CitedSentence
    changes: tuple[Change, ...] = ()
    at: str | None = None


class Happened(Record, frozen=True):
    """Steps of stories and kept pages, each with its number; `first` is the first step ever, as it is kept."""

    first: str
    steps: tuple[tuple[int, StoryEvent], ...]
    pages: tuple[tuple[int, PageHead], ...]


class Census(Record, frozen=True):
    """How much a store holds, and which version of its layout."""

    where: str
    version: int
    articles: int
    revisions: int  # of them, texts of an article that came again with other words
    stories: int
    assertions: int
    captures: int
    pages: int
    problems: int


class Card(Record, frozen=True, kw_only=True):
    """One story as the front page and lists show it; made anew whenever its articles or its page change.

    `dates` are the times of publication of its articles, from which follows how alive it is at any moment.
    """

    story: str
    headline: str
    lead: str  # the first sentence of its page, "" where it has none
    updated: str | None
    first: str | None
    last: str | None
    dates: tuple[str, ...]
    articles: int
    outlets: int
    origins: int
    revision: int  # 0: no page is kept
    changes: int  # that the revision brought
    disputes: int  # points on which accounts differ
    changed: str = ""  # when the last revision was made; "" where none is kept, or it is not known
    came: str = ""  # when the story was first listed; "" where that is not known, as in a store of before


class CardChange(Record, frozen=True):
    """That the card of a story was renewed, or dropped (None); later changes have higher numbers."""

    number: int
    story: str
    card: Card | None


class Facet(Record, frozen=True):
    """What stories can be found by: an outlet, person, place or organisation, and how many articles name it."""

    kind: str  # outlet, person, place, organisation, people
    key: str  # equal for the spellings of one name
    name: str  # the fullest
    count: int
    firsts: int = 0  # of an outlet's articles: those that reported first,
    own: int = 0  # that tell what it saw or was told itself,
    copies: int = 0  # and that are agency copy or reprints


class Mark(Record, frozen=True):
    """What tells a reader that a store is not as it was: another file, another layout, or changed by another."""

    file: tuple[int, int]  # device and number of the file that stands under its name; zeros where none does
    layout: int
    changes: int  # moves when another connection has changed something; to be compared by one connection only


class StoryMark(Record, frozen=True):
    """What tells a reader that the page of a story is not as it was, and when its last revision was made."""

    story: str  # id
    card: int  # number of the change by which its card became as it is
    page: int  # number of its last revision in the order of keeping; 0 without one
    written: bool  # whether its page is kept, with revisions or without
    event: int  # number of the last event in its life
    made: str  # ISO time; "" where that is not known


class Files(Record, frozen=True):
    """Where a store lies: its file, the log beside it, the room that is left, and who may write."""

    path: str
    bytes: int
    log_bytes: int
    free_bytes: int
    writable: bool
    open_to_all: bool  # anybody on the machine may write into it


class Visited(Record, frozen=True, kw_only=True):
    """What a visit to a feed leaves to be kept, together: its new state, its items, the pages it owes."""

    was: str  # the address under which it was kept
    feed: WatchedFeed
    items: tuple[WatchedItem, ...] = ()
    owed: tuple[OwedPage, ...] = ()
    paid: tuple[str, ...] = ()  # addresses of pages that are owed no more
    forget: str = ""  # items last seen before this day
    documents: tuple[tuple[str, str], ...] = ()  # that came: the address asked, and the SHA-256 of the bytes
    broken: bool = False  # they could not be read, or not wholly
