"""Tell of which class a difference in number is: conflict, superseded, scope, spread or outlet error.

What grows is told anew from report to report; approximate values that lie near each other are a spread; one
report alone against three is an error.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations, pairwise

from writethru.ledger.counts import Count
from writethru.ledger.words import plain_words, vocabulary
from writethru.records import DisagreementState

CLOSE = 0.2  # share by which approximate values may differ and still be one ...
ROUNDED = 0.05  # ... and a bound and the value that it was rounded from: "more than 850", 852
FAR = 4.0  # a count so many times higher that somebody claims is no later one
WIDE = 2.0  # approximate values no more than so many times apart are a spread
FIRM = frozenset(
    {"confirmed"}
)  # "nine confirmed dead" and "14 dead" count the same, if nobody is only feared dead
MANY = 3  # independent reports against which one alone is taken for wrong

Group = list[Count]  # counts of one value


def size(count: Count) -> float:
    """Return a value as one number."""
    return count.low if math.isfinite(count.low) else count.high


def old_to_new(values: Sequence[Group]) -> list[Group]:
    """Return values by the last day on which they are told; lower bounds of what grows by their size."""
    by_size = _bounds_that_grow(values)
    return sorted(
        values,
        key=lambda g: (
            not any(c.earlier for c in g),
            size(g[0]) if by_size else 0.0,
            max(c.day for c in g),
            any(c.field == "text" for c in g),
            size(g[0]),
        ),
    )


def _bounds_that_grow(values: Sequence[Group]) -> bool:
    """Return whether a value is a lower bound, or an estimate, of what only grows: who tells fewer tells an older count."""
    if not values[0][0].act or _shrinks(values[0][0]):
        return False
    return any(c.high == math.inf or c.approximate for group in values for c in group[:1])


def distinct(groups: Sequence[Group]) -> list[Group]:
    """Return the values that exclude each other; a value that overlaps one told by more counts with it."""
    values: list[Group] = []
    for group in groups:
        near = next((known for known in values if not apart(group[0], known[0])), None)
        if near is None:
            values.append(list(group))
        else:
            near.extend(group)
    return values


def apart(one: Count, other: Count) -> bool:
    """Return whether two values exclude each other; approximate ones differ by more than a fifth."""
    bounds = [c for c in (one, other) if not (math.isfinite(c.low) and math.isfinite(c.high))]
    grown = bool(one.act) and one.day != other.day  # "at least 11", and "17" two days later
    if one.low <= other.high and other.low <= one.high and len(bounds) < 2 and not grown:
        return False
    difference = abs(size(one) - size(other))
    if one.approximate or other.approximate:
        return difference > CLOSE * max(size(one), size(other))
    return difference > (ROUNDED * max(size(one), size(other)) if bounds and not grown else 0.0)


def state_of(values: Sequence[Group]) -> DisagreementState:
    """Return the class of a difference in number; the last of the values is the newest."""
    if any((a[0].scope ^ b[0].scope) - FIRM for a, b in combinations(values, 2)):
        return "scope"
    backing = [len({c.origin for c in group}) for group in values]
    if _replaced(values, backing):
        return "superseded"
    if min(backing) == 1 and max(backing) >= MANY and len(values) == 2:
        return "outlet-error"
    if _outrun(values):
        return "superseded"
    sizes = [size(c) for group in values for c in group]
    if any(c.approximate for g in values for c in g[:1]) and max(sizes) <= WIDE * min(sizes):
        return "spread"
    return "conflict"


def _replaced(values: Sequence[Group], backing: Sequence[int]) -> bool:
    """Return whether what grows was told anew: not by two who speak in one text, and not as a lower count.

    A lower count replaces a higher one only if more reports tell it.
    """
    if all(all(c.field == "title" for c in group) for group in values[:-1]):
        return True  # a headline that its own text has overtaken
    if all(any(c.earlier for c in group) for group in values[:-1]):
        return True
    if all(_shrinks(count) for group in values for count in group[:1]):
        return True
    if len(values) == 2 and any(
        one.article == other.article
        and one.field == other.field
        and apart(one, other)
        and ((one.named and other.named) or not size(one) / WIDE < size(other) < size(one) * WIDE)
        for one, other in combinations([c for group in values for c in group], 2)
    ):
        return False
    newest = values[-1]
    return all(
        _overtaken(one, newest) or (backing[-1] > n and _mended(one, newest))
        for one, n in zip(values[:-1], backing, strict=False)
    )


def _shrinks(count: Count) -> bool:
    """Return whether fewer may be counted later: the missing, those still in hospital."""
    return count.act in vocabulary("shrinking") or bool(count.scope & plain_words("yet"))


def _overtaken(one: Group, newest: Group) -> bool:
    """Return whether a value was told before the newest, which is higher, or was only a lower bound of it."""
    first = min(c.day for c in one) < min(c.day for c in newest)
    bound = bool(one[0].act) and (one[0].high == math.inf or one[0].approximate)
    claimed = any(c.named for c in newest) and size(newest[0]) > FAR * size(one[0])
    return size(newest[0]) > size(one[0]) and (first or bound) and not claimed


def _outrun(values: Sequence[Group]) -> bool:
    """Return whether a headline and other texts tell a toll of one day differently: it rose while they wrote."""
    told = [count for group in values for count in group]
    grows = bool(told[0].act) and all(size(a[0]) < size(b[0]) for a, b in pairwise(values))
    return grows and any(c.field == "title" for c in told)


def _mended(one: Group, newest: Group) -> bool:
    """Return whether a toll was told for the last time before a lower one was."""
    later = max(c.day for c in one) < max(c.day for c in newest)
    return bool(one[0].act) and size(newest[0]) < size(one[0]) and later
