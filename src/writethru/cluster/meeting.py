"""Which open articles of near days one meets: where each term that articles are found by stands, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from writethru.cluster.likeness import Placed
from writethru.cluster.rarity import Vector

Met = dict[str, float]  # article -> what one shares with it of the terms that both are found by, in logits


class Meetings:
    """Open articles by their day and the terms that they are found by.

    Whom an article meets is looked for when it comes, and kept until its day is settled: whoever comes
    later adds itself. The weights are multiples of a small power of two, so that their sums are exact and no order
    of adding shows in them.
    """

    def __init__(self, window_days: int) -> None:
        self._window = window_days
        self.days: dict[int | None, dict[str, Vector]] = {}  # day -> term -> article -> weight
        self._kept: dict[str, Met] = {}

    def put(self, placed: Placed) -> None:
        """Let others meet an article from now on."""
        article, table = placed.features.article, self.days.setdefault(placed.features.day, {})
        for term, weight in placed.found_by.items():
            if term in table:
                table[term][article] = weight
            else:
                table[term] = {article: weight}

    def take(self, placed: Placed) -> None:
        """Let nobody meet an article any more."""
        article, day = placed.features.article, placed.features.day
        table = self.days[day]
        for term in placed.found_by:
            held = table[term]
            del held[article]
            if not held:
                del table[term]
        if not table:
            del self.days[day]
        self.forget(article)

    def replace(self, before: Placed, placed: Placed) -> None:
        """Take an article as it is weighed now."""
        self.take(before)
        self.put(placed)
        for met in self._kept.values():
            met.pop(placed.features.article, None)

    def of(self, placed: Placed) -> Met:
        """Return whom an article meets, of the days around its own."""
        met: Met = {}
        known, found_by = met.get, placed.found_by
        for table in self._near(placed.features.day):
            for term in found_by.keys() & table.keys():
                weight = found_by[term]
                for article, theirs in table[term].items():
                    met[article] = known(article, 0.0) + weight * theirs
        met.pop(placed.features.article, None)
        return met

    def _near(self, day: int | None) -> Iterator[Mapping[str, Vector]]:
        for each, table in self.days.items():
            if day is None or each is None or abs(each - day) <= self._window:
                yield table

    def keep(self, placed: Placed, met: Met) -> None:
        """Keep whom an article meets, and that it is met by those of whom the same is kept."""
        article = placed.features.article
        for other in met.keys() & self._kept.keys():
            self._kept[other][article] = met[other]
        self._kept[article] = met

    def kept(self, placed: Placed) -> Met:
        """Return whom an article has met, those included who came after it."""
        met = self._kept.get(placed.features.article)
        if met is None:
            met = self.of(placed)
            self.keep(placed, met)
        return met

    def forget(self, article: str) -> None:
        """Keep no longer whom an article meets."""
        self._kept.pop(article, None)
