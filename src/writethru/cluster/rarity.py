"""How rare a term is just now: in what share of recent stories it stands, as of the last settled day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import repeat
from math import log
from operator import add, mul, sub

from msgspec import Struct

Vector = dict[str, float]


class Counts(Struct):
    """Fading counts of stories that hold a term, as they are kept: what one story counts now is `gain`."""

    terms: Vector
    total: float = 0.0
    gain: float = 1.0  # grows instead of shrinking all the rest


class Waiting(Struct, array_like=True):
    """A settled article that is not counted yet: its terms and names, and for which share of a story it counts."""

    terms: list[str]
    names: list[str]
    share: float = 1.0


class Rarity:
    """In how many stories a term stands, recent ones counting more; begins with the shares of a background.

    Counted by articles, a story that is told often would make its own words common, and lose what comes late.
    Articles are counted when their day is settled, in a fixed order: within a day the order of arrival
    changes no weight.
    """

    def __init__(self, fade: float, prior: float, background: Mapping[str, float], counts: Counts) -> None:
        self._fade = fade
        self._prior = prior
        # half an article stands for what a count cannot know, a whole one for the article that asks
        self._expected = {term: 1.5 + prior * share for term, share in background.items()}
        self.counts = counts
        self._known: Vector = {}  # what was asked for since articles were counted last

    @property
    def as_of(self) -> float:
        """What differs whenever articles have been counted since."""
        return self.counts.gain

    def count(self, terms: Collection[str], share: float) -> None:
        """Count an article for a share of a story."""
        self._known.clear()
        counts = self.counts
        counts.gain /= self._fade**share
        if counts.gain > 1e9:
            self._shrink()
        gain, held = counts.gain * share, counts.terms
        counts.total += gain
        for term in terms:
            held[term] = held.get(term, 0.0) + gain

    def _shrink(self) -> None:
        counts = self.counts
        least = counts.gain * 1e-3  # of a story: what is less is forgotten
        counts.terms = {t: c / counts.gain for t, c in counts.terms.items() if c > least}
        counts.total /= counts.gain
        counts.gain = 1.0

    def of(self, terms: Collection[str]) -> list[float]:
        """Return how rare each term is, in their order: the logarithm of an inverse share, above 0."""
        known = self._known
        new = [term for term in terms if term not in known]
        if new:
            per = 1.0 / self.counts.gain
            articles = log(self.counts.total * per + self._prior + 2.0)
            # Passes over all terms, because this is a third of an assignment and a loop takes twice as long.
            counted = map(mul, map(self.counts.terms.get, new, repeat(0.0)), repeat(per))
            held = map(add, counted, map(self._expected.get, new, repeat(1.5)))
            known.update(zip(new, map(sub, repeat(articles), map(log, held)), strict=True))
        return list(map(known.__getitem__, terms))
