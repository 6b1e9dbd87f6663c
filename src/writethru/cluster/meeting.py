"""Which open articles of near days one meets: what they share of the terms that they are found by, all at once.

Open articles lie in rows, one behind the other as they came: the numbers of their terms in one array, the weights in
another. Who is near to an article is looked for when it comes, and kept until its day is settled: whoever comes later
adds itself. The weights are multiples of a small power of two, so that their sums are exact and no order of adding
shows in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from writethru.cluster.likeness import Placed, logits
from writethru.cluster.rarity import Rarity
from writethru.settings import ClusterSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from writethru.cluster.rarity import Numbers, Weights

_ROOM = 256  # rows that there is room for at first, of so many terms each
_TERMS = 64
_GONE = 1e12  # a day that is near to none
_SPARE = 1000  # rows of articles that are gone, from which it is worth closing ranks


class Met(Struct, eq=False):
    """What an article shares with the articles in rows from `first` on, in logits: 0 if they do not meet."""

    first: int
    totals: Weights
    worth: list[int]  # rows of those with which it shares enough to be compared


class Meetings:
    """Open articles by the terms that they are found by."""

    def __init__(self, rarity: Rarity, settings: ClusterSettings) -> None:
        import numpy as np

        self._rarity = rarity
        self._settings = settings
        # what two articles of one day have to share of the terms that they are found by
        self._promising = settings.doubt + logits(settings.join) - settings.other_evidence
        self.row: dict[str, int] = {}  # of each open article
        self.rows: list[Placed | None] = []
        self._days: Weights = np.zeros(_ROOM)  # nan of the undated, _GONE of those that are gone
        self._starts: Numbers = np.zeros(_ROOM, np.intp)
        self._numbers: Numbers = np.zeros(_ROOM * _TERMS, np.intp)
        self._weights: Weights = np.zeros(_ROOM * _TERMS)
        self._end = 0  # of what is in use of these two
        self._undated = 0
        self._spread: Weights = np.zeros(0)
        # article -> how many rows were looked through, and those of the articles that are near to it
        self._kept: dict[str, tuple[int, list[int]]] = {}

    def put(self, placed: Placed) -> None:
        """Let others meet an article from now on."""
        import numpy as np

        numbers, weights = placed.numbers[placed.found_by], placed.weights[placed.found_by]
        row, start = len(self.rows), self._end
        end = start + (
            len(numbers) or 1
        )  # no row is empty: sums by row need a term, if one that weighs nothing
        if row == len(self._days):
            self._days, self._starts = np.resize(self._days, 2 * row), np.resize(self._starts, 2 * row)
        if end > len(self._numbers):
            self._numbers, self._weights = (
                np.resize(self._numbers, 2 * end),
                np.resize(self._weights, 2 * end),
            )
        self._numbers[start:end] = numbers if len(numbers) else 0
        self._weights[start:end] = weights if len(numbers) else 0.0
        self._starts[row], self._end = start, end
        day = placed.features.day
        self._undated += day is None
        self._days[row] = float("nan") if day is None else day
        self.row[placed.features.article] = row
        self.rows.append(placed)

    def take(self, placed: Placed) -> None:
        """Let nobody meet an article any more."""
        row = self.row.pop(placed.features.article)
        self.forget(placed.features.article)
        self.rows[row] = None
        self._days[row] = _GONE
        self._undated -= placed.features.day is None
        if len(self.rows) > 2 * len(self.row) + _SPARE:
            self._close_ranks()

    def _close_ranks(self) -> None:
        left = [placed for placed in self.rows if placed is not None]
        self.row.clear()
        self._kept.clear()
        self.rows.clear()
        self._end = self._undated = 0
        for placed in left:
            self.put(placed)

    def renumber(self) -> None:
        """Take open articles as their terms are numbered now."""
        import numpy as np

        self._spread = np.zeros(0)
        self._close_ranks()

    def of(self, placed: Placed, since: int = 0) -> Met:
        """Return whom an article meets, of the days around its own; only in rows from one on."""
        import numpy as np

        rows = len(self.rows)
        near, least = self._near(placed.features.day, since)
        skip = int(near.argmax()) if since < rows else 0
        if since == rows or not near[skip]:
            return Met(rows, np.zeros(0), [])
        if len(self._spread) <= 2 * len(self._rarity.counts):
            self._spread = np.zeros(2 * len(self._rarity.counts) + 1)
        first = since + skip
        start, spread, mine = self._starts[first], self._spread, placed.numbers[placed.found_by]
        spread[mine] = placed.weights[placed.found_by]
        products = spread.take(self._numbers[start : self._end], mode="clip")
        products *= self._weights[start : self._end]
        totals = np.add.reduceat(products, self._starts[first:rows] - start)
        spread[mine] = 0.0
        totals *= near[skip:]
        own = self.row.get(placed.features.article, -1)
        if own >= first:
            totals[own - first] = 0.0
        worth = totals >= least[skip:]
        worth &= totals > 0.0
        return Met(first, totals, (worth.nonzero()[0] + first).tolist())

    def worth(self, met: Met) -> list[Placed]:
        """Return those that are worth comparing."""
        return [other for row in met.worth if (other := self.rows[row]) is not None]

    def keep(self, placed: Placed, near: Sequence[Placed]) -> None:
        """Keep of an article all that are near to it, and of those of whom the same is kept that it is near to them."""
        own = self.row.get(placed.order[2], len(self.rows))
        for other in near:
            theirs = self._kept.get(other.order[2])
            if theirs is not None and own >= theirs[0]:
                theirs[1].append(own)
        self._kept[placed.order[2]] = len(self.rows), [self.row[other.order[2]] for other in near]

    def kept(self, placed: Placed) -> list[Placed] | None:
        """Return all that are near to an article, those included who came later; None if that is not kept."""
        known = self._kept.get(placed.order[2])
        return None if known is None else [other for row in known[1] if (other := self.rows[row]) is not None]

    def forget(self, article: str) -> None:
        """Keep no longer who is near to an article."""
        self._kept.pop(article, None)

    def nearest(self, met: Met) -> Placed | None:
        """Return the article with which most is shared, of several the one with the largest id; None if none is met."""
        most = met.totals.max(initial=0.0)
        rows = (met.totals == most).nonzero()[0].tolist() if most > 0.0 else ()
        found = [placed for row in rows if (placed := self.rows[met.first + row]) is not None]
        return max(found, key=lambda placed: placed.features.article, default=None)

    def among(self, articles: Sequence[Placed]) -> Iterator[dict[str, float]]:
        """Yield for each of some articles what it shares with which of them."""
        import numpy as np

        rows = [self.row[placed.features.article] for placed in articles]
        since = min(rows, default=0)
        mine = np.zeros(len(self.rows) - since, np.bool_)
        mine[np.array(rows, np.intp) - since] = True
        names = {row: placed.features.article for row, placed in zip(rows, articles, strict=True)}
        for placed in articles:
            met = self.of(placed, since)
            totals = met.totals * mine[met.first - since :]
            found = totals.nonzero()[0]
            numbers = (found + met.first).tolist()
            yield dict(zip(map(names.__getitem__, numbers), totals[found].tolist(), strict=True))

    def _near(self, day: int | None, since: int) -> tuple[NDArray[np.bool_], Weights]:
        """Return which rows are of days around one, and what has to be shared with each to be compared."""
        import numpy as np

        settings, days = self._settings, self._days[since : len(self.rows)]
        if day is None:
            return days != _GONE, np.full(len(days), self._promising + settings.undated_cost)
        apart = np.abs(days - day)
        near = apart <= settings.window_days
        apart *= settings.day_cost
        apart += self._promising
        if self._undated:
            undated = np.isnan(days)
            near |= undated
            apart[undated] = self._promising + settings.undated_cost
        return near, apart
