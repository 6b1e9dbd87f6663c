"""How rare a term is just now: in what share of recent stories it stands, as of the last settled day.

Terms and names are numbers here, so that an article is an array and what is asked of all its terms is asked
at once. numpy is loaded where it is used: whoever only reads pages does without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import chain, compress, count
from math import log
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from writethru.cluster.features import Share

    Numbers = NDArray[np.intp]
    Weights = NDArray[np.float64]


_LEAST = 1e-3  # of a story: what counts less is forgotten
_FULL = (
    1e4  # what one story counts more than the first counted since: some 1,800 stories have come since then
)

LEARNED = 150.0  # stories counted, of 200 in the long run, from which on names are known from them alone


class Counts(Struct, array_like=True):
    """Fading counts of stories that hold a term, as they are kept: what one story counts now is `gain`."""

    terms: str = ""  # a line each
    names: str = ""
    counts: bytes = b""  # of terms, then of names
    total: float = 0.0
    gain: float = 1.0  # grows instead of shrinking all the rest


class Waiting(NamedTuple):
    """A settled article that is not counted yet: its terms and names, and for which share of a story it counts."""

    terms: Collection[str]
    names: Collection[str]
    numbers: Numbers
    share: float


class _Numbering(dict[str, int]):
    """A number for each term, a new one where it has none."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self._next = iter(numbers).__next__

    def __missing__(self, term: str) -> int:
        number = self[term] = self._next()
        return number


class Rarity:
    """In how many stories a term stands, recent ones counting more; begins with the shares of a background.

    Counted by articles, a story that is told often would make its own words common, and lose what comes late.
    Articles are counted when their day is settled, in a fixed order: within a day the order of arrival
    changes no weight.
    """

    def __init__(self, fade: float, prior: float, background: Mapping[str, Share]) -> None:
        import numpy as np

        self._fade = fade
        self._prior = prior
        self._background = len(background)
        self._number(background, ())
        self.counts: Weights = np.zeros(2 * self._background + 1024)
        # half an article stands for what a count cannot know, a whole one for the article that asks
        self._expected: Weights = np.full(len(self.counts), 1.5)
        shares = np.array([(share.lasting, share.passing) for share in background.values()]).reshape(-1, 2)
        self._expected[: self._background] += prior * shares[:, 0]
        # Names are those of their time: what is counted takes their place.
        self._passing: Weights = np.zeros(len(self.counts))
        self._passing[: self._background] = prior * shares[:, 1]
        self.total = 0.0
        self.gain = 1.0

    def _number(self, terms: Iterable[str], names: Iterable[str]) -> None:
        numbers = count()
        self._terms, self._names = _Numbering(numbers), _Numbering(numbers)
        self._terms.update(zip(terms, numbers, strict=False))
        self._names.update(zip(names, numbers, strict=False))

    @property
    def as_of(self) -> float:
        """What differs whenever articles have been counted since."""
        return self.gain

    @property
    def size(self) -> int:
        """One more than the largest number."""
        return len(self._terms) + len(self._names)

    def numbers(self, terms: Collection[str], names: Collection[str], more: Collection[str] = ()) -> Numbers:
        """Return the numbers of terms, then those of names, then those of more terms."""
        import numpy as np

        known, named = self._terms.__getitem__, self._names.__getitem__
        every = chain(map(known, terms), map(named, names), map(known, more))
        found = np.fromiter(every, np.intp, len(terms) + len(names) + len(more))
        if self.size > len(self.counts):
            spare = np.zeros(self.size)
            self.counts = np.concatenate((self.counts, spare))
            self._expected = np.concatenate((self._expected, spare + 1.5))
            self._passing = np.concatenate((self._passing, spare))
        return found

    def of(self, numbers: Numbers) -> Weights:
        """Return how rare each term is: the logarithm of an inverse share, above 0."""
        import numpy as np

        per = 1.0 / self.gain
        rare = self.counts.take(numbers)
        rare *= per
        rare += self._expected.take(numbers)
        if (left := 1.0 - self.total * per / LEARNED) > 0.0:
            rare += left * self._passing.take(numbers)
        np.log(rare, out=rare)
        return np.subtract(log(self.total * per + self._prior + 2.0), rare, out=rare)

    def count(self, numbers: Numbers, share: float) -> None:
        """Count an article of so many different terms and names for a share of a story."""
        self.gain /= self._fade**share
        self.total += self.gain * share
        self.counts[numbers] += self.gain * share

    @property
    def full(self) -> bool:
        """Return whether it is time to forget."""
        return self.gain > _FULL

    def forget(self, held: Iterable[Numbers]) -> Numbers:
        """Forget terms that hardly count any more, but for the background and those held; return the new numbers."""
        import numpy as np

        counts = self.counts[: self.size] / self.gain
        counts[counts <= _LEAST] = 0.0
        stays = counts > 0.0
        stays[: self._background] = True
        for numbers in held:
            stays[numbers] = True
        terms, names = ([t for t, n in table.items() if stays[n]] for table in (self._terms, self._names))
        before = self._ordered(terms, names)
        new = np.zeros(self.size, np.intp)
        new[before] = np.arange(len(before))
        self._number(terms, names)
        self.counts, self._expected = counts[before], self._expected[before]
        self._passing = self._passing[before]
        self.total /= self.gain
        self.gain = 1.0
        return new

    def _ordered(self, terms: Iterable[str], names: Iterable[str]) -> Numbers:
        import numpy as np

        return np.array([*map(self._terms.__getitem__, terms), *map(self._names.__getitem__, names)], np.intp)

    def kept(self) -> Counts:
        """Return the counts as they are kept."""
        import numpy as np

        words, counts = [], []
        for table in (self._terms, self._names):
            counted = self.counts[np.fromiter(table.values(), np.intp, len(table))]
            held = counted > 0.0
            words.append("\n".join(compress(table, held.tolist())))
            counts.append(counted[held])
        kept = np.concatenate(counts).astype("<f8").tobytes()
        return Counts(words[0], words[1], kept, self.total, self.gain)

    def restore(self, kept: Counts) -> None:
        """Go on from counts that were kept."""
        import numpy as np

        terms, names = ([each for each in lines.split("\n") if each] for lines in (kept.terms, kept.names))
        numbers = self.numbers(terms, names)  # before `counts` is looked at: it grows with them
        self.counts[numbers] = np.frombuffer(kept.counts, "<f8")
        self.total, self.gain = kept.total, kept.gain
