"""Which stories of a list are meant: by names, words, how alive they are and when they changed, whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar, get_args

from writethru.records import PhaseKind, known_moment
from writethru.store import Card

FACETS = ("outlet", "person", "place", "organisation", "people")
PHASES: tuple[str, ...] = get_args(PhaseKind)
DISPUTED = "disputed"
STATUSES = (*PHASES, DISPUTED)
DAY = timedelta(days=1)
MOST_FOUND = 1_000  # articles that a search for stories looks at, the newest


class Listed(Protocol):
    """A story of a list."""

    @property
    def card(self) -> Card:
        """What is shown of it."""

    @property
    def kind(self) -> str:
        """Of what kind it is by how alive it is."""


class Library(Protocol):
    """What knows in which stories names and words stand."""

    def stories_with(self, kind: str, key: str) -> frozenset[str]:
        """Return the ids of the stories that have an outlet, person or place."""

    def stories_holding(self, words: str, most: int) -> frozenset[str]:
        """Return the ids of the stories of articles that hold all words."""


L = TypeVar("L", bound=Listed)


def chosen(listed: Iterable[L], library: Library, given: Mapping[str, Any]) -> Iterator[L]:
    """Yield of all stories those that are meant, in their order; no more is looked at than is asked for.

    `given` are keys of names by their kind (FACETS), words as `q`, a `status` (STATUSES), and the times `since` and
    `published_since`; what is left out or empty leaves all.
    """
    found: Iterable[L] = listed
    having = [library.stories_with(kind, given[kind]) for kind in FACETS if given.get(kind)]
    if words := given.get("q"):
        having.append(library.stories_holding(words, MOST_FOUND))
    if having:
        stories = frozenset.intersection(*having)
        found = (s for s in found if s.card.story in stories)
    if status := given.get("status"):
        found = (s for s in found if (s.card.disputes if status == DISPUTED else s.kind == status))
    if since := given.get("since"):
        found = changed_since(found, since)
    if since := given.get("published_since"):
        found = (s for s in found if (at := known_moment(s.card.updated or s.card.last)) and at >= since)
    return iter(found)


def came_since(card: Card, since: datetime) -> bool:
    """Whether a story is new since a time: first listed at it or later; where that is not known, by its revisions."""
    came = known_moment(card.came)
    return card.revision <= 1 if came is None else came >= since


def changed_since(found: Iterable[L], since: datetime) -> Iterator[L]:
    """Yield the stories that changed since a time, in their order.

    A page changed when its revision was made, however old its articles are; a story without one, with its newest
    article.
    """
    # Most are older by their date, in any zone.
    early = (since - DAY).date().isoformat() if since.replace(tzinfo=None) > datetime.min + DAY else ""
    for story in found:
        text = story.card.changed or story.card.last or ""
        if text >= early and (at := known_moment(text)) and at >= since:
            yield story
