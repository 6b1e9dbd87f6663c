"""All stories in order, the most significant first: renewed by what changed in the store and by the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from writethru.cluster import phase
from writethru.newsroom import cards, front
from writethru.newsroom.reports import FrontStory
from writethru.publish.front import age_of, faded, fresh_weight, unfaded
from writethru.records import Counts, Phase, PhaseKind, known_moment
from writethru.settings import Settings
from writethru.store import Card, Store

_DAY = timedelta(days=1)  # by which the last moment of an article of a day is later than its date says


class Known:
    """What the place of a story in the order follows from, read once a card; and how alive it was found to be."""

    __slots__ = ("card", "closed", "found", "fresh", "kind", "last", "settings")

    def __init__(self, card: Card, settings: Settings) -> None:
        self.card = card
        self.settings = settings
        self.last = known_moment(card.last)
        self.fresh = fresh_weight(Counts(card.articles, card.outlets, card.origins), card.changes)
        keep = timedelta(days=settings.cluster.keep_days)
        self.closed = self.last + keep + _DAY if self.last else None  # from then on, for certain
        self.found: tuple[datetime, Phase] | None = None
        self.kind: tuple[datetime, datetime, PhaseKind] | None = (
            None  # from when, and until when, for certain
        )

    def kind_at(self, at: datetime) -> PhaseKind:
        """Return of what kind it is at a moment; its articles are looked at only when that may have changed."""
        if self.closed and at > self.closed:
            return "closed"
        if self.kind is None or not self.kind[0] <= at <= self.kind[1]:
            found = phase(self.card.dates, at, self.settings.cluster)
            self.kind = at, self._until(found, at), found.kind
        return self.kind[2]

    def _until(self, found: Phase, at: datetime) -> datetime:
        """Return the last moment until which it is of the same kind for certain."""
        chosen, since = self.settings.cluster, known_moment(found.since)
        if since is None or self.last is None or self.last + _DAY > at:
            return at  # of a day, or to come: it is looked at each time
        hours = (chosen.breaking_hours, chosen.quiet_hours, chosen.keep_days * 24)
        edges = (begun + timedelta(hours=h) for h in hours for begun in (since, self.last))
        return min((edge for edge in edges if edge >= at), default=at)


class Ranked:
    """A story as it stands in the order of a moment, of what `kind` it is by how alive it is; the rest when asked for.

    The kind is looked at once: a list by it goes through all stories for each who asks.
    """

    __slots__ = ("at", "card", "followed", "kind", "known", "weight")

    def __init__(self, known: Known, at: datetime, followed: bool) -> None:
        self.known = known
        self.card = known.card
        self.at = at
        self.followed = followed
        self.weight = faded(known.fresh, age_of(known.last, at))
        self.kind = known.kind_at(at)

    @property
    def phase(self) -> Phase:
        """How alive it is."""
        found = self.known.found
        if found is None or found[0] != self.at:
            found = self.at, phase(self.card.dates, self.at, self.known.settings.cluster)
            self.known.found = found
        return found[1]

    def weight_at(self, at: datetime) -> float:
        """Return how much it deserved to stand first at a moment, as far as it has not changed since."""
        return self.weight if at == self.at else faded(self.known.fresh, age_of(self.known.last, at))

    def most_at(self, at: datetime) -> float:
        """Return more than this story, or any that stands behind it for its weight now, deserved at an earlier moment."""
        return unfaded(self.weight, self.at - at) if at <= self.at else float("inf")

    def told(self) -> FrontStory:
        """Return it as it is shown."""
        shown = front.significance_of(self.card, self.at)
        return FrontStory(self.card, self.phase, shown, self.followed)


class Ranking:
    """Keeps what order the stories of a store follow; of the store only what changed is read again."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._number = 0
        self._known: dict[str, Known] = {}
        self._named: tuple[str, ...] = ()  # the stories that are followed, as they were named
        self._at: datetime | None = None
        self._stories: tuple[Ranked, ...] = ()

    def order(self, store: Store, at: datetime, followed: Callable[[], Iterable[str]]) -> tuple[Ranked, ...]:
        """Return the stories in order as of a moment, after a look at what changed.

        `followed` tells where the stories that are followed are now: others may have gone into them.
        """
        changed, named = store.card_changes(self._number), store.followed()
        if self._at is None:  # a store of an earlier layout may have stories without cards
            for card, *_ in cards.missing(store):
                self._known[card.story] = Known(card, self._settings)
        for change in changed:
            self._number = change.number
            if change.card is None:
                self._known.pop(change.story, None)
            else:
                self._known[change.story] = Known(change.card, self._settings)
        if changed or self._at != at or self._named != named:
            self._stories = self._sorted(at, frozenset(followed()))
            self._at, self._named = at, named
        return self._stories

    def _sorted(self, at: datetime, followed: frozenset[str]) -> tuple[Ranked, ...]:
        """Return the stories in order: those that were there first, as they stood, which makes sorting quick."""
        there: dict[str, Ranked | None] = {story.card.story: story for story in self._stories}
        found = []
        for id in there | dict.fromkeys(self._known.keys() - there.keys()):
            if known := self._known.get(id):
                old = there.get(id)
                same = old and old.known is known and old.at == at and old.followed == (id in followed)
                found.append(old if old and same else Ranked(known, at, id in followed))
        return tuple(sorted(found, key=place))


def place(story: Ranked) -> tuple[bool, float, str]:
    """Return what stories are in order by."""
    return not story.followed, -story.weight, story.card.story
