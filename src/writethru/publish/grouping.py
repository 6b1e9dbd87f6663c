"""Which of the chosen sentences belong together, and in what order a reader wants them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from statistics import mean
from typing import NamedTuple

from writethru.publish.material import Material, holder_of
from writethru.publish.select import Chosen
from writethru.publish.spans import contains, touching

Group = list[Chosen]
MOST = 4  # sentences of a section
FEWEST = 2
PARTED = 7  # sentences from which on a page has three sections
BACKGROUND_DAYS = 60  # what happened this long before the first report is background
OLD_DAYS = 14  # and this long before its own report, stands last in its section
HOLDER, AGE = 0.35, 0.3  # what one speaker and one age add to a likeness
NEIGHBOURS = {1: 0.4, 2: 0.25, 3: 0.1}  # and so many places from one to the other in an article
LED = 0.3  # what a lead is worth to a group
OUTSIZE = 10.0  # what a sentence too few or too many takes from it
LEAST_GAIN = 1e-6  # below which a change is none


class Kin(NamedTuple):
    """How much sentences of a page belong together, by their identity, which tell of a time well before, the last day."""

    likeness: dict[tuple[int, int], float]
    back: frozenset[int]
    newest: date | None  # of the articles

    def near(self, one: Chosen, group: Group) -> float:
        """Return how much a sentence belongs to a group, on average."""
        return sum(self.likeness[id(one), id(c)] for c in group) / len(group) if group else 0.0


def last_day(chosen: Chosen) -> date | None:
    """Return the last day that a sentence names."""
    sentence, document = chosen.candidate.sentence, chosen.candidate.document
    ends = [
        date.fromisoformat(t.interval[1])
        for t in touching(document.body.times, sentence)
        if t.interval and contains(sentence, t)
    ]
    return max(ends, default=None)


def is_background(chosen: Chosen, first: date | None) -> bool:
    """Return whether a sentence tells of a time well before the story."""
    day = last_day(chosen)
    return bool(day and first) and day < first - timedelta(days=BACKGROUND_DAYS)  # type: ignore[operator]


def is_old(chosen: Chosen) -> bool:
    """Return whether a sentence tells of a time before the days of its report."""
    told, day = last_day(chosen), chosen.candidate.document.article.day
    return bool(told and day) and told < day - timedelta(days=OLD_DAYS)  # type: ignore[operator]


def sections_for(sentences: int) -> int:
    """Return how many sections some sentences make."""
    if sentences < 5:
        return 1
    return 2 if sentences < PARTED else max(3, min(5, round(sentences / 3.5)))


def kin_of(chosen: Sequence[Chosen], material: Material) -> Kin:
    """Return how much each two sentences of a page belong together, and which of them are background."""
    days = [d.article.day for d in material.documents if d.article.day]
    first = min(days, default=None)
    back = frozenset(id(c) for c in chosen if is_background(c, first))
    found = {(id(a), id(b)): like for a, b, like in likenesses(chosen, back)}
    return Kin(found | {(b, a): like for (a, b), like in found.items()}, back, max(days, default=None))


def likenesses(chosen: Sequence[Chosen], back: frozenset[int]) -> list[tuple[Chosen, Chosen, float]]:
    """Return how much each two sentences belong together, by what few of them share; each two once."""
    users = Counter(t for c in chosen for t in c.candidate.terms)
    rare = {t: math.log(1 + len(chosen) / n) - math.log(2) for t, n in users.items()}
    worth = {id(c): sum([rare[t] for t in sorted(c.candidate.terms)]) for c in chosen}
    holders = {id(c): holder_of(c.candidate) for c in chosen}
    found = []
    for number, a in enumerate(chosen):
        for b in chosen[number:]:
            shared = sum([rare[t] for t in sorted(a.candidate.terms & b.candidate.terms)])
            whole = min(worth[id(a)], worth[id(b)])
            like = shared / whole if whole else 0.0
            if holders[id(a)] and holders[id(a)] == holders[id(b)]:
                like += HOLDER
            if a.candidate.document is b.candidate.document:
                like += NEIGHBOURS.get(abs(a.candidate.position - b.candidate.position), 0.0)
            like += AGE if (id(a) in back) == (id(b) in back) and id(a) in back else 0.0
            like -= AGE if (id(a) in back) != (id(b) in back) else 0.0
            found.append((a, b, like))
    return found


def parted(chosen: Sequence[Chosen], kin: Kin, leads: Mapping[int, float]) -> list[Group]:
    """Return the sentences of a page in as many groups as it has sections, those together that belong together.

    The two that suit each other best become one until so many are left; then sentences go over or change places as
    long as that makes the page better. `leads` is the worth of the lead that a sentence may have, by its identity:
    a group is better where one of its sentences can open it.
    """
    count = sections_for(len(chosen))
    most = max(MOST, -(-len(chosen) // count))
    groups: list[Group] = [[c] for c in chosen]
    while len(groups) > count:
        pairs = combinations(range(len(groups)), 2)
        one, other = max(pairs, key=lambda p: suits(groups[p[0]], groups[p[1]], kin, most))
        groups[one] += groups.pop(other)
    level = mean([kin.likeness[id(a), id(b)] for a, b in combinations(chosen, 2)] or [0.0])

    def value(group: Group) -> float:
        close = sum(kin.likeness[id(a), id(b)] - level for a, b in combinations(group, 2))
        odd = OUTSIZE * (max(0, FEWEST - len(group)) + max(0, len(group) - most))
        return close + LED * max((leads.get(id(c), 0.0) for c in group), default=0.0) - odd

    while better := best_change(groups, value):
        groups = better
    return groups


def suits(one: Group, other: Group, kin: Kin, most: int) -> tuple[bool, float, int]:
    """Return how well two groups go together: on average, where they are not too many."""
    size = len(one) + len(other)
    near = sum(kin.near(c, other) for c in one) / len(one)
    return size <= most, near, -size


def best_change(groups: Sequence[Group], value: Callable[[Group], float]) -> list[Group]:
    """Return groups after the one change that makes them better most: a sentence goes over, or two change places."""
    worth = [value(g) for g in groups]
    best, found = LEAST_GAIN, []
    for a, b in combinations(range(len(groups)), 2):
        for mine, theirs in changes(groups[a], groups[b]):
            gain = value(mine) + value(theirs) - worth[a] - worth[b]
            if gain > best:
                best, found = gain, list(groups)
                found[a], found[b] = mine, theirs
    return found


def changes(one: Group, other: Group) -> Iterator[tuple[Group, Group]]:
    """Yield two groups as they are when one sentence goes over, or two change places."""
    for a in range(len(one)):
        if len(one) > 1:
            yield one[:a] + one[a + 1 :], [*other, one[a]]
        for b in range(len(other)):
            yield [*one[:a], other[b], *one[a + 1 :]], [*other[:b], one[a], *other[b + 1 :]]
    for b in range(len(other) if len(other) > 1 else 0):
        yield [*one, other[b]], other[:b] + other[b + 1 :]


def is_past(chosen: Chosen, kin: Kin) -> bool:
    """Return whether a sentence tells of a time well before the story or its report."""
    return id(chosen) in kin.back or is_old(chosen)


def rank(sentences: Group, kin: Kin) -> tuple[bool, bool, bool, float]:
    """Return what sections go in order by: what was done last, what is said of it, what was before; the weightier first."""
    said = sum(bool(holder_of(c.candidate)) for c in sentences) > len(sentences) / 2
    old = 2 * sum(is_past(c, kin) for c in sentences) > len(sentences)
    earlier = 2 * sum(c.candidate.document.article.day != kin.newest for c in sentences) > len(sentences)
    return old, earlier, said, -sum(c.candidate.score for c in sentences) / (len(sentences) or 1)


def in_order(sentences: Group, top: Chosen) -> Group:
    """Return a group as it reads: its first, then the rest of that article, then others; what is old last."""
    own = top.candidate.document

    def place(one: Chosen) -> tuple[bool, bool, str, int]:
        document = one.candidate.document
        return (is_old(one), document is not own, document.article.order[0], one.candidate.sentence.start)

    return [top, *sorted((c for c in sentences if c is not top), key=place)]
