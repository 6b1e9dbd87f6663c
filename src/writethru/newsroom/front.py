"""The front page: for each story how alive it is and how much it deserves to stand first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from writethru.newsroom.reports import FrontStory
from writethru.records import Brief, Counts, Phase, Significance, moment
from writethru.settings import Settings
from writethru.store import Card

ALIVE = ("breaking", "developing", "reopened")


def in_order(
    cards: Sequence[Card],
    now: datetime | None,
    settings: Settings,
    *,
    active: bool = False,
    followed: Collection[str] = (),
) -> tuple[FrontStory, ...]:
    """Return stories with how alive they are at `now`, the most significant first; only those alive if `active`.

    Those that are followed stand before all others. Without `now` it is the newest time of any of them.
    """
    at = now or _newest(cards)
    found = [_weighed(card, at, settings, card.story in followed) for card in cards]
    chosen = [s for s in found if not active or s.phase.kind in ALIVE]
    return tuple(sorted(chosen, key=lambda s: (not s.followed, -s.significance.weight, s.card.story)))


def significance_of(card: Card, at: datetime) -> Significance:
    """Return how much a story deserves to stand first at a moment."""
    from writethru.publish.front import significance

    counts = Counts(card.articles, card.outlets, card.origins)
    return significance(counts, card.changes, card.last, at)


def phase_of(page: Brief, now: datetime, settings: Settings) -> Phase:
    """Return how alive the story of a page is."""
    from writethru.cluster import phase

    return phase([source.published for source in page.sources], now, settings.cluster)


class Alive:
    """How alive the story of a page was said to be, of which the clock decides: looked at anew once a minute."""

    def __init__(self, page: Brief, told: Phase | None, settings: Settings) -> None:
        self._dates = tuple(source.published for source in page.sources)
        self._told = (told.kind, told.since) if told else None
        self._settings = settings
        self._looked: datetime | None = None

    def still(self, now: datetime) -> bool:
        """Whether it would be said so now."""
        from writethru.cluster import phase

        minute = now.replace(second=0, microsecond=0)
        if minute != self._looked and self._told is not None:
            found = phase(self._dates, now, self._settings.cluster)
            if (found.kind, found.since) != self._told:
                return False
        self._looked = minute
        return True


def _weighed(card: Card, at: datetime, settings: Settings, followed: bool) -> FrontStory:
    from writethru.cluster import phase

    return FrontStory(card, phase(card.dates, at, settings.cluster), significance_of(card, at), followed)


def _newest(cards: Iterable[Card]) -> datetime:
    times = [moment(date) for card in cards for date in card.dates]
    return max((t for t in times if t), default=datetime.fromisoformat("1970-01-01T00:00:00+00:00"))
