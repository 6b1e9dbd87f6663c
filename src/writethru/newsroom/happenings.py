"""What happened in the order of keeping, so that a program can follow without missing anything."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from writethru.errors import UsageError
from writethru.newsroom.desk import Desk
from writethru.records import Record, Revision, StoryEvent
from writethru.store import Happened, ListedArticle

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
_PLACE = re.compile(r"([0-9a-f]{8})-([0-9]{1,15})-([0-9]{1,15})")


class Place(Record, frozen=True):
    """How far somebody has read: so many steps of stories and so many kept pages of a store."""

    store: str = ""  # what tells it from another; "" before anything happened
    steps: int = 0
    pages: int = 0

    def __str__(self) -> str:
        return f"{self.store}-{self.steps}-{self.pages}" if self.store else NOWHERE

    def knows(self, happening: Happening) -> bool:
        """Whether who stands here has been told of something."""
        there = place_of(happening.place)
        if happening.kind == "phase":
            return False
        if happening.kind == "reset":
            return there == self
        if happening.kind == "new revision":
            return there.pages <= self.pages
        return there.steps <= self.steps

    def after(self, happening: Happening) -> Place:
        """Return the place of who stood here and is told of what comes next."""
        there = place_of(happening.place)
        if happening.kind == "reset":
            return there
        return Place(there.store, max(self.steps, there.steps), max(self.pages, there.pages))


def place_of(name: str) -> Place:
    """Return the place with a name; raise UsageError for what is none."""
    if name == NOWHERE:
        return Place()
    found = _PLACE.fullmatch(name)
    if found is None:
        raise UsageError(f"{name[:60]!r} is no place; give {NOWHERE!r} to begin, or one that was told")
    return Place(found[1], int(found[2]), int(found[3]))


class Told(Record, frozen=True):
    """What a revision changed, in words."""

    kind: str
    previously: str
    now: str


class Happening(Record, frozen=True, kw_only=True):
    """One thing that happened to a story; `place` is where to go on after it.

    A `phase` is told while it changes with the clock, and is not kept; `reset` says that the store is another one.
    """

    place: str
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
        """Return what happened after a place, in order; at most so many steps of stories and so many revisions.

        Raises UsageError for what is no place, or one of another store.
        """
        place = place_of(after)
        found = self._store.happened(place.steps, place.pages, limit)
        if place.store and place.store != _token(found.first):
            raise UsageError(f"{after!r} is a place in another store; begin again")
        last = (place.steps, place.pages) if found.steps or found.pages else self._store.happened_last()
        if place.steps > last[0] or place.pages > last[1]:
            raise UsageError(f"{after!r} is a place further on than this store has come; begin again")
        return tuple(_in_order(found, place))

    def last_place(self) -> str:
        """Return the place after which nothing has happened yet."""
        first = self._store.happened(0, 0, 0).first
        return str(Place(_token(first), *self._store.happened_last())) if first else NOWHERE

    def id_of(self, story: str) -> str:
        """Return the id of a story that is named by it, by its beginning, or by the id of one that went into it."""
        return self._story(story).id


def _token(first: str) -> str:
    """Return what tells a store from another: made of the first step that was ever kept in it."""
    return hashlib.sha256(first.encode()).hexdigest()[:8]


def _in_order(found: Happened, place: Place) -> Iterator[Happening]:
    """Yield steps and revisions; each place counts those before it, so that none is lost wherever one stops."""
    store, steps = _token(found.first), place.steps
    for number, step in found.steps:
        steps = number
        yield _of_step(str(Place(store, steps, place.pages)), step)
    for number, revision in found.pages:
        yield _of_revision(str(Place(store, steps, number)), revision)


def _of_step(place: str, step: StoryEvent) -> Happening:
    return Happening(
        place=place,
        kind=_KINDS[step.kind],
        story=step.story,
        other=step.other,
        article=step.article,
        why=step.reason,
        at=step.at,
    )


def _of_revision(place: str, revision: Revision) -> Happening:
    page = revision.page
    told = tuple(Told(c.kind, c.previously, c.now) for c in page.changes) if page.revision > 1 else ()
    return Happening(
        place=place,
        kind="new revision",
        story=page.story,
        revision=page.revision,
        headline=page.headline.text,
        changes=told,
        at=(revision.made_from and revision.made_from.at) or page.updated,
    )
