"""What happened in the order of keeping, so that a program can follow without missing anything."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from writethru.errors import UsageError
from writethru.newsroom.desk import Desk
from writethru.records import Record, StoryEvent
from writethru.store import Happened, ListedArticle
from writethru.store.entries import PageHead

Kind = Literal[
    "new story",
    "new article",
    "new revision",
    "merged",
    "split",
    "moved",
    "undone",
    "closed",
    "phase",
    "reset",
]
MOST_STEPS = 100_000  # that are looked through for an act: more than a story has articles
_KINDS: dict[str, Kind] = {
    "opened": "new story",
    "joined": "new article",
    "merged": "merged",
    "split": "split",
    "moved": "moved",
    "undone": "undone",
    "closed": "closed",
}
NOWHERE = "0"  # before anything happened, of any store
_POINT = re.compile(r"([0-9a-f]{8})-([0-9]{1,15})-([0-9]{1,15})")


class Point(Record, frozen=True):
    """How far somebody has read: so many steps of stories and so many kept pages of a store."""

    store: str = ""  # what tells it from another; "" before anything happened
    steps: int = 0
    pages: int = 0

    def __str__(self) -> str:
        return f"{self.store}-{self.steps}-{self.pages}" if self.store else NOWHERE

    def knows(self, happening: Happening) -> bool:
        """Whether who stands here has been told of something."""
        there = point_of(happening.id)
        if happening.kind == "phase":
            return False
        if happening.kind == "reset":
            return there == self
        if happening.kind == "new revision":
            return there.pages <= self.pages
        return there.steps <= self.steps

    def after(self, happening: Happening) -> Point:
        """Return the point of who stood here and is told of what comes next."""
        there = point_of(happening.id)
        if happening.kind == "reset":
            return there
        return Point(there.store, max(self.steps, there.steps), max(self.pages, there.pages))


def point_of(name: str) -> Point:
    """Return the point with a name; raise UsageError for what is none."""
    if name == NOWHERE:
        return Point()
    found = _POINT.fullmatch(name)
    if found is None:
        raise UsageError(f"{name[:60]!r} is no point; give {NOWHERE!r} to begin, or one that was told")
    return Point(found[1], int(found[2]), int(found[3]))


class Told(Record, frozen=True):
    """What a revision changed, in words."""

    kind: str
    previously: str
    now: str


class Happening(Record, frozen=True, kw_only=True):
    """One thing that happened to a story; `id` is the point to go on after.

    A `phase` is told while it changes with the clock, and is not kept; `reset` says that the store is another one.
    """

    id: str
    kind: Kind
    story: str
    other: str | None = None  # the story that articles came from, or that went into it
    article: str | None = None
    revision: int | None = None
    headline: str | None = None
    changes: tuple[Told, ...] = ()
    phase: str | None = None  # how alive it is now
    why: str = ""
    at: str | None = None  # of a revision: when it was made; else when the article was published


class Happenings(Desk):
    """Tells what happened, and lists what is kept a part at a time."""

    def articles(
        self,
        *,
        outlet: str = "",
        since: datetime | None = None,
        words: str = "",
        after: tuple[str, str] | None = None,
        limit: int = 30,
    ) -> tuple[ListedArticle, ...]:
        """List articles, the newest first, after the one with this `(at, id)`; of an outlet, since a time, with words."""
        return self._store.articles(
            limit,
            outlet=outlet.casefold(),
            since=since.isoformat() if since else None,
            words=words,
            after=after,
        )

    def happened(self, after: str, *, limit: int = 100) -> tuple[Happening, ...]:
        """Return what happened after a point, in order; at most so many steps of stories and so many revisions.

        Raises UsageError for what is no point, or one of another store.
        """
        point = point_of(after)
        found = self._store.happened(point.steps, point.pages, limit)
        if point.store and point.store != _token(found.first):
            raise UsageError(f"{after!r} is a point in another store; begin again")
        last = (point.steps, point.pages) if found.steps or found.pages else self._store.happened_last()
        if point.steps > last[0] or point.pages > last[1]:
            raise UsageError(f"{after!r} is a point further on than this store has come; begin again")
        return tuple(_in_order(found, point))

    def last_point(self) -> str:
        """Return the point after which nothing has happened yet."""
        first = self._store.happened(0, 0, 0).first
        return str(Point(_token(first), *self._store.happened_last())) if first else NOWHERE

    def acts_since(self, after: str) -> tuple[StoryEvent, ...]:
        """Return the steps after a point that a person took, not those of rules, in order."""
        point = point_of(after)
        steps = self._store.happened(point.steps, point.pages, MOST_STEPS).steps
        return tuple(step for _, step in steps if step.act)

    def id_of(self, story: str) -> str:
        """Return the id of a story that is named by it, by its beginning, or by the id of one that went into it."""
        return self._story(story).id


def _token(first: str) -> str:
    """Return what tells a store from another: made of the first step that was ever kept in it."""
    return hashlib.sha256(first.encode()).hexdigest()[:8]


def _in_order(found: Happened, point: Point) -> Iterator[Happening]:
    """Yield steps and revisions; each point counts those before it, so that none is lost wherever one stops."""
    store, steps = _token(found.first), point.steps
    for number, step in found.steps:
        steps = number
        yield _of_step(str(Point(store, steps, point.pages)), step)
    for number, page in found.pages:
        yield _of_page(str(Point(store, steps, number)), page)


def _of_step(point: str, step: StoryEvent) -> Happening:
    return Happening(
        id=point,
        kind=_KINDS[step.kind],
        story=step.story,
        other=step.other,
        article=step.article,
        why=step.reason,
        at=step.at,
    )


def _of_page(point: str, page: PageHead) -> Happening:
    told = tuple(Told(c.kind, c.previously, c.now) for c in page.changes) if page.revision > 1 else ()
    return Happening(
        id=point,
        kind="new revision",
        story=page.story,
        revision=page.revision,
        headline=page.headline.text,
        changes=told,
        at=page.at or page.updated,
    )
