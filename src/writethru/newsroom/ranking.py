"""All stories in order, the most significant first: renewed by what changed in the store and by the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from writethru.cluster import phase
from writethru.newsroom import cards, front
from writethru.newsroom.reports import FrontStory
from writethru.publish.front import age_of, faded, fresh_weight
from writethru.records import Counts, PhaseKind, known_moment
from writethru.settings import Settings
from writethru.store import Card, Store

if TYPE_CHECKING:
    from writethru.store import CardChange

_DAY = timedelta(days=1)  # by which the last moment of an article of a day is later than its date says


class Ranked:
    """A story with what its place in the order follows from, read once."""

    __slots__ = ("_kind", "_kind_at", "card", "fresh", "last", "updated")

    def __init__(self, card: Card) -> None:
        self.card = card
        self.last = known_moment(card.last)
        self.updated = known_moment(card.updated) or self.last
        self.fresh = fresh_weight(Counts(card.articles, card.outlets, card.origins), card.changes)
        self._kind: PhaseKind = "closed"
        self._kind_at: datetime | None = None

    def kind(self, now: datetime, settings: Settings) -> PhaseKind:
        """Return how alive the story is at a moment."""
        if self._kind_at != now:
            chosen = settings.cluster
            # Nearly all stories are of long ago, and need no look at their articles: this is what `phase` says.
            silent = now - self.last if self.last else timedelta()
            if silent > timedelta(days=chosen.keep_days) + _DAY:
                self._kind = "closed"
            else:
                self._kind = phase(self.card.dates, now, chosen).kind
            self._kind_at = now
        return self._kind


class Order:
    """The stories as they stood in order at a moment; it is not changed any more."""

    def __init__(self, found: Sequence[Ranked], at: datetime, settings: Settings) -> None:
        self.at = at
        self._settings = settings
        self.stories = tuple(sorted(found, key=self.key))

    def key(self, story: Ranked) -> tuple[float, str]:
        """Return what the stories are in order by."""
        return -weight(story, self.at), story.card.story

    def of_kind(self, found: Sequence[Ranked], kind: str) -> list[Ranked]:
        """Return the stories that are so alive."""
        return [story for story in found if story.kind(self.at, self._settings) == kind]

    def told(self, found: Sequence[Ranked]) -> tuple[FrontStory, ...]:
        """Return stories as they are shown."""
        return front.weighed((story.card for story in found), self.at, self._settings)


def weight(story: Ranked, at: datetime) -> float:
    """Return how much a story deserves to stand first at a moment, as `significance` has it."""
    return faded(story.fresh, age_of(story.last, at))


class Ranking:
    """Keeps what order the stories of a store follow; of the store only what changed is read again."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._number = 0
        self._stories: dict[str, Ranked] = {}
        self._order: Order | None = None

    def order(self, store: Store, now: datetime) -> Order:
        """Return the stories in order as of a moment, after a look at what changed."""
        changed = store.card_changes(self._number)
        if self._order is None:  # a store of an earlier layout may have stories without cards
            self._stories = {card.story: Ranked(card) for card, *_ in cards.missing(store)}
        for change in changed:
            self._take(change)
        if changed or self._order is None or self._order.at != now:
            # Nearly in order already, which makes it quick.
            before = (
                [s for s in self._order.stories if self._stories.get(s.card.story) is s]
                if self._order
                else []
            )
            known = {id(s) for s in before}
            found = before + [s for s in self._stories.values() if id(s) not in known]
            self._order = Order(found, now, self._settings)
        return self._order

    def _take(self, change: CardChange) -> None:
        self._number = change.number
        if change.card is None:
            self._stories.pop(change.story, None)
        else:
            self._stories[change.story] = Ranked(change.card)
