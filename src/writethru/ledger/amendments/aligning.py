"""Find which sentences of two texts are the same, which were rewritten into which, and which stand alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from writethru.ledger.amendments.reading import Line, Text

ALIKE = 0.5  # likeness from which one sentence is a new wording of another, wherever it stands
ALIKE_THERE = 0.3  # the same where it stands between the same neighbours
FEW = (
    4  # sentences of both texts between the same neighbours, so that their place tells which belongs to which
)
PART = 0.7  # share of the words of a sentence that another one took over, from which it was joined to it
MOST_USERS = 40  # sentences that have a word by which two are found to compare; more share too common a one
MOST_LINES = 800  # of a text that are compared; longer ones are lists and live pages


class Group(NamedTuple):
    """Sentences of the earlier text and those of the later one that stand for them."""

    was: tuple[Line, ...]
    now: tuple[Line, ...]


def align(previous: Text, now: Text) -> list[Group]:
    """Return what is not the same in two texts, in the order of the later one; a sentence that moved is the same."""
    old, new = _left(previous.lines[:MOST_LINES], now.lines[:MOST_LINES])
    gaps_old, gaps_new = _gaps(previous.lines, old), _gaps(now.lines, new)
    pairs = _pairs(old, new, gaps_old, gaps_new)
    groups: dict[int, list[list[Line]]] = {n: [[old[o]], [new[n]]] for o, n in pairs.items()}
    taken_old, taken_new = set(pairs), set(pairs.values())
    _join(old, taken_old, groups, side=0)
    _join(new, taken_new, groups, side=1)
    found = [Group(tuple(sorted(a, key=_start)), tuple(sorted(b, key=_start))) for a, b in groups.values()]
    found += [Group((line,), ()) for n, line in enumerate(old) if n not in taken_old]
    found += [Group((), (line,)) for n, line in enumerate(new) if n not in taken_new]
    return sorted(found, key=lambda g: (g.now[0].start if g.now else g.was[0].start, not g.now))


def _start(line: Line) -> int:
    return line.start


def _left(old: Sequence[Line], new: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines of each text that the other does not have, typography and place aside."""
    counts_old, counts_new = Counter(line.key for line in old), Counter(line.key for line in new)
    return _over(old, counts_new), _over(new, counts_old)


def _over(lines: Sequence[Line], others: Counter[tuple[str, ...]]) -> list[Line]:
    left, found = Counter(others), []
    for line in lines:
        if left[line.key] > 0:
            left[line.key] -= 1
        elif not (line.around and others[line.key]):
            found.append(line)
    return found


def _gaps(lines: Sequence[Line], left: Sequence[Line]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return, for each line that is left, the nearest lines before and behind it that both texts have."""
    mine = {line.start for line in left}
    before: dict[int, tuple[str, ...]] = {}
    last: tuple[str, ...] = ()
    for line in lines:
        if line.start in mine:
            before[line.start] = last
        elif not line.around:
            last = line.key
    behind: dict[int, tuple[str, ...]] = {}
    last = ()
    for line in reversed(lines):
        if line.start in mine:
            behind[line.start] = last
        elif not line.around:
            last = line.key
    return [(before[line.start], behind[line.start]) for line in left]


def most_alike(one: Line, other: Line) -> float:
    """Return what the likeness of two sentences is at most, by their lengths and the words that say something."""
    fewer, most = sorted((len(one.tokens), len(other.tokens)))
    said = len(one.said) + len(other.said)
    return (2 * fewer + 3 * 2 * len(one.said & other.said)) / (fewer + most + 3 * said or 1)


def likeness(one: Line, other: Line) -> float:
    """Return how much of their words two sentences share, 0 to 1; words that say something count thrice."""
    a, b = Counter(one.key), Counter(other.key)
    said_a, said_b = one.said, other.said
    words = sum((a & b).values()) * 2 + 3 * 2 * len(said_a & said_b)
    return words / (len(one.tokens) + len(other.tokens) + 3 * (len(said_a) + len(said_b)) or 1)


def _pairs(
    old: Sequence[Line],
    new: Sequence[Line],
    gaps_old: Sequence[tuple[tuple[str, ...], tuple[str, ...]]],
    gaps_new: Sequence[tuple[tuple[str, ...], tuple[str, ...]]],
) -> dict[int, int]:
    """Return which old line became which new one, the likest first; each has at most one partner."""
    using: dict[str, list[int]] = defaultdict(list)
    for n, line in enumerate(new):
        for stem in sorted(line.said):
            using[stem].append(n)
    crowd = Counter(gaps_old) + Counter(gaps_new)
    scored = []
    for o, line in enumerate(old):
        near = {n for stem in line.said if len(using[stem]) <= MOST_USERS for n in using[stem]}
        for n in sorted(near):
            if line.around != new[n].around:
                continue
            there = gaps_old[o] == gaps_new[n] and crowd[gaps_old[o]] <= FEW
            like = likeness(line, new[n])
            if like >= (ALIKE_THERE if there else ALIKE):
                scored.append((-like - 0.1 * there, o, n))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, o, n in sorted(scored):
        if o not in found and n not in taken:
            found[o] = n
            taken.add(n)
    return found


def _join(lines: Sequence[Line], taken: set[int], groups: dict[int, list[list[Line]]], *, side: int) -> None:
    """Put a line that stands alone to the group of which it is a part: one sentence was split, or two were joined."""
    for number, line in enumerate(lines):
        mine = line.said
        if number in taken or not mine or line.around:
            continue
        best: tuple[float, int] | None = None
        for key, group in groups.items():
            theirs = frozenset(s for other in group[1 - side] for s in other.said)
            ours = frozenset(s for other in group[side] for s in other.said)
            free = theirs - ours  # what its partner does not account for
            share = len(mine & free) / len(mine)
            if share >= PART and (best is None or share > best[0]):
                best = (share, key)
        if best is not None:
            groups[best[1]][side].append(line)
            taken.add(number)
