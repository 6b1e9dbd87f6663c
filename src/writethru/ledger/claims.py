"""Group assertions into claims, the same statement wherever it is made, with what is said against each.

The terms of a story are weighed here too, for whoever compares its statements.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from writethru.ledger.gathering import Gathering
from writethru.records import Assertion, Claim, Dispute, Origin
from writethru.settings import LedgerSettings


def origin_of(origins: Iterable[Origin]) -> dict[str, str]:
    """Return the origin of each article."""
    return {article: origin.id for origin in origins for article in origin.articles}


def against(assertion: Assertion) -> bool:
    """Return whether an assertion speaks against what its words state: a denial or a negation, not both."""
    return (assertion.stance in ("denies", "doubts")) != assertion.negated


class Squares(dict[str, float]):
    """The square of the weight of each term of a story; that of a term that it has not is 1."""

    def __missing__(self, term: str) -> float:
        return 1.0


class Weights(dict[str, float]):
    """The weight of each term of a story, and the lengths of the bags that were measured."""

    def __init__(self, weight: Mapping[str, float]) -> None:
        super().__init__(weight)
        self._lengths: dict[frozenset[str], float] = {}
        self.square = Squares({term: value**2 for term, value in weight.items()}).__getitem__

    def length(self, bag: frozenset[str]) -> float:
        """Return the length of a bag of terms, as a vector of their weights."""
        known = self._lengths.get(bag)
        if known is None:
            # fsum is exact, so the order of a set does not matter
            known = math.sqrt(math.fsum(map(self.square, bag)))
            self._lengths[bag] = known
        return known


def count_terms(bags: Sequence[frozenset[str]]) -> tuple[Counter[str], int]:
    """Return in how many bags each term is, and how many bags there are."""
    return Counter(chain.from_iterable(bags)), len(bags)


def weights(counts: Mapping[str, int], bags: int, others: int = 1) -> Weights:
    """Return the weight of each term: the rarer among the bags, and `others` without it, the heavier."""
    whole = bags + others
    return Weights({term: math.log(whole / (count + 0.5)) + 0.1 for term, count in counts.items()})


def likeness(one: frozenset[str], other: frozenset[str], weight: Weights) -> float:
    """Return the cosine of two bags of weighted terms, 0 to 1."""
    shared = one & other
    if not shared:
        return 0.0
    return math.fsum(map(weight.square, shared)) / (weight.length(one) * weight.length(other))


def group_claims(
    assertions: Sequence[Assertion],
    *,
    settings: LedgerSettings | None = None,
    disputes: Sequence[Dispute] = (),
) -> tuple[Claim, ...]:
    """Return the claims that assertions make, those of most articles first; each assertion is in one or remarks on some.

    What the sides of a dispute hold cannot be so together. The order of the assertions does not matter.
    """
    gathering = Gathering(settings)
    gathering.add(assertions)
    return gathering.claims(disputes)
