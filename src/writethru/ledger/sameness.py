"""Tell whether two statements say the same, or what cannot be so together.

What they share is weighed by logistic regression on pairs labelled by hand; another number of the same
thing, another day, swapped parts or an opposite word are no matter of weight: then they are two claims.
"""

from __future__ import annotations

import math
from collections.abc import Set
from typing import NamedTuple

from writethru.ledger.synonyms import opposed_concepts, opposites
from writethru.ledger.wording import Wording

# Evidence in logits, fitted on the pairs of the labelled stories to tune on that share two concepts.
DOUBT = -8.0
CONTAINED = 1.1
DICE = 4.7
SHARED = 1.3  # of the logarithm of one and all weight shared in words that are no names
NAMES = 0.4  # of each name shared
STRANGE_NAMES = -0.6  # of each name that either has for itself
NUMBERS = 1.2
GREAT_NUMBERS = 1.5  # and of one that is no small round one
DAYS = 2.0
COUNTED = 1.0  # as many of the same thing
MANNER = 0.7
HOLDER = 1.1  # told of one holder
ALONE = 0.6  # one concept shared of two short statements
LEAST = -1.5  # evidence below which a pair is not worth keeping
GREAT = 20  # numbers from here on are seldom equal by chance
LEAST_SHARED = 2  # concepts, or one that is nearly all there is
SHORT_SHARE = 0.4  # of all their words, where they share one concept only


class Saying(NamedTuple):
    """A statement that is compared: what it says, and the words of who says it (none for an outlet)."""

    wording: Wording
    holder: frozenset[str]
    sum: float  # of all weights
    key: str  # equal for equal sayings


class Verdict(NamedTuple):
    """How probable it is that two statements are of one matter, and whether they cannot both be so."""

    score: float
    opposed: bool
    apart: bool  # of one matter, yet two things


NOTHING = Verdict(0.0, False, True)


def compare(one: Saying, other: Saying) -> Verdict:
    """Return what two statements have to do with each other."""
    x, y = one.wording, other.wording
    shared = x.weights.keys() & y.weights.keys()
    if not shared:
        return NOTHING
    matched = math.fsum([min(x.weights[c], y.weights[c]) for c in shared])
    contained, dice = matched / min(one.sum, other.sum), 2.0 * matched / (one.sum + other.sum)
    if x.sparse or y.sparse or (len(shared) < LEAST_SHARED and dice < SHORT_SHARE):
        return NOTHING
    names = shared & (x.names | y.names)
    plain = math.fsum([min(x.weights[c], y.weights[c]) for c in shared - names])
    evidence = (
        DOUBT
        + CONTAINED * contained
        + DICE * dice
        + SHARED * math.log1p(plain)
        + NAMES * len(names)
        + STRANGE_NAMES * min(len(x.names - shared), len(y.names - shared))
        + ALONE * (len(shared) < LEAST_SHARED)
    )
    most = MANNER + (COUNTED if x.counts and y.counts else 0.0)
    most += NUMBERS + GREAT_NUMBERS if x.numbers and y.numbers else 0.0
    most += (DAYS if x.days and y.days else 0.0) + (HOLDER if one.holder and other.holder else 0.0)
    if evidence + most < LEAST:
        return NOTHING  # whatever else they share
    number, days = _numbers(x, y), _days(x, y)
    evidence += (
        NUMBERS * (number > 0)
        + GREAT_NUMBERS * _great(x.numbers & y.numbers)
        + DAYS * (days > 0)
        + COUNTED * _same_count(x, y)
        + MANNER * (x.manner == y.manner)
        + HOLDER * _one_holder(one.holder, other.holder)
    )
    turned = (bool(x.turned & shared) != bool(y.turned & shared)) != (x.against != y.against)
    contrary = _opposite(x, y, shared)
    apart = number < 0 or days < 0 or contrary or _swapped(x, y)
    at_odds = (
        (turned != contrary or number < 0)
        and x.manner == y.manner
        and len(shared) - len(names) >= LEAST_SHARED
    )
    return Verdict(1.0 / (1.0 + math.exp(-evidence)), at_odds, apart or turned)


def _one_holder(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and (one <= other or other <= one)


def _opposite(x: Wording, y: Wording, shared: Set[str]) -> bool:
    """Return whether one statement has a concept and the other its opposite."""
    mine, theirs = (opposed_concepts() & w.weights.keys() - shared for w in (x, y))
    return any(frozenset((a, b)) in opposites() for a in mine for b in theirs)


def _numbers(x: Wording, y: Wording) -> int:
    """Return 1 if two statements share a number, -1 if they count one thing differently, else 0."""
    if x.numbers & y.numbers:
        return 1
    for low, high, of in x.counts:
        for other_low, other_high, other_of in y.counts:
            if (of & other_of) and (
                (high is not None and other_low is not None and high < other_low)
                or (other_high is not None and low is not None and other_high < low)
            ):
                return -1
    # A number that nobody found to count anything: one each, and all else alike.
    bare = not (x.counts or y.counts) and len(x.numbers) == len(y.numbers) == 1
    return -1 if bare and (x.weights.keys() - x.numbers) == (y.weights.keys() - y.numbers) else 0


def _same_count(x: Wording, y: Wording) -> bool:
    """Return whether two statements count the same thing and find as many."""
    return any(
        of & other_of and (low, high) != (None, None) and (low == other_low or high == other_high)
        for low, high, of in x.counts
        for other_low, other_high, other_of in y.counts
    )


def _great(numbers: frozenset[str]) -> bool:
    """Return whether there is a number that is seldom equal by chance."""
    return any(not number[1:].isdigit() or int(number[1:]) >= GREAT for number in numbers)


def _days(x: Wording, y: Wording) -> int:
    """Return 1 if days of two statements meet, -1 if each tells one and they do not, else 0."""
    if not x.days or not y.days:
        return 0
    if any(first <= other_last and other <= last for first, last in x.days for other, other_last in y.days):
        return 1
    one_day = (
        len(x.days) == len(y.days) == 1 and x.days[0][0] == x.days[0][1] and y.days[0][0] == y.days[0][1]
    )
    return -1 if one_day else 0


def _swapped(x: Wording, y: Wording) -> bool:
    """Return whether one act is told of the same two with their parts swapped, or done to another by the same."""
    for act in x.acts.keys() & y.acts.keys():
        (doer, done_to), (other_doer, other_done_to) = x.acts[act], y.acts[act]
        if doer & other_done_to and done_to & other_doer and not doer & other_doer:
            return True
        if doer & other_doer and done_to and other_done_to and not done_to & other_done_to:
            return True
    return False
