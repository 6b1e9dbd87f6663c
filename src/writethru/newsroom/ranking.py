"""All stories in order, the most significant first: renewed by what changed in the store and by the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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

    def __init__(
        self, found: Iterable[Ranked], followed: frozenset[str], at: datetime, settings: Settings
    ) -> None:
        self.at = at
        self.followed = followed
        self._settings = settings
        self.stories = tuple(sorted(found, key=self._place))

    def _place(self, story: Ranked) -> tuple[bool, float, str]:
        return story.card.story not in self.followed, -weight(story, self.at), story.card.story

    def of_kind(self, found: Sequence[Ranked], kind: str) -> list[Ranked]:
        """Return the stories that are so alive."""
        return [story for story in found if story.kind(self.at, self._settings) == kind]

    def told(self, found: Iterable[Ranked]) -> tuple[FrontStory, ...]:
        """Return stories as they are shown."""
        cards = (story.card for story in found)
        return tuple(front.weighed(c, self.at, self._settings, c.story in self.followed) for c in cards)


def weight(story: Ranked, at: datetime) -> float:
    """Return how much a story deserves to stand first at a moment, as `significance` has it."""
    return faded(story.fresh, age_of(story.last, at))


class Ranking:
    """Keeps what order the stories of a store follow; of the store only what changed is read again."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._number = 0
        self._stories: dict[str, Ranked] = {}
        self._named: tuple[str, ...] = ()  # the stories that are followed, as they were named
        self._order: Order | None = None

    def order(self, store: Store, now: datetime, followed: Callable[[], Iterable[str]]) -> Order:
        """Return the stories in order as of a moment, after a look at what changed.

        `followed` tells where the stories that are followed are now: others may have gone into them.
        """
        changed, named = store.card_changes(self._number), store.followed()
        if self._order is None:  # a store of an earlier layout may have stories without cards
            self._stories = {card.story: Ranked(card) for card, *_ in cards.missing(store)}
            before: tuple[Ranked, ...] = ()
        else:
            before = self._order.stories
        for change in changed:
            self._take(change)
        if changed or self._order is None or named != self._named or self._order.at != now:
            # Those that were there are nearly in order, which makes sorting quick.
            there = {story.card.story: story for story in before} | self._stories
            found = (there[id] for id in there if id in self._stories)
            self._order = Order(found, frozenset(followed()), now, self._settings)
            self._named = named
        return self._order

    def _take(self, change: CardChange) -> None:
        self._number = change.number
        if change.card is None:
            self._stories.pop(change.story, None)
        else:
            self._stories[change.story] = Ranked(change.card)
