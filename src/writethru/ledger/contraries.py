"""Find claims of two sides that cannot both be so: denied, negated, counted otherwise, or told against each other.

Sides count here, so this is done once the claims of a story are known and who speaks for whom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from msgspec.structs import replace

from writethru.ledger.gathering import order, read_saying
from writethru.ledger.sameness import compare
from writethru.ledger.sides import Sides, Voice
from writethru.ledger.synonyms import concept_of, opposites
from writethru.ledger.wording import Wording, read_wording
from writethru.records import Assertion, Claim

MOST_SHARING = 40  # statements; a word that more of them share finds nothing
TOLD = 2.0  # weight of a shared word from which two statements are of one matter
BESIDE = 250  # characters between two statements of which one may answer the other
DENIED = 600  # the same for a denial, which may stand further on
FEW = 4  # concepts of a statement that says little more than a number
LEAST_PLAIN = 2  # words other than names that a statement and its negation share
ALIKE = 0.65  # share of their words that a statement and its negation have in common at the least
SAME_COUNT = 0.3  # score at which two statements with different numbers count one thing
MEASURES = frozenset(
    "m km kg ton metr meter mile kilometr mph percent % year month week day hour minut time peopl person million billion".split()
)


class _Said(NamedTuple):
    """An assertion of a claim with what a comparison needs."""

    claim: int
    assertion: Assertion
    wording: Wording
    voice: Voice
    contrasts: bool


def oppose(claims: Sequence[Claim], sides: Sides) -> tuple[Claim, ...]:
    """Return claims, each with the assertions of others that cannot be so beside it."""
    ids = {claim.id: number for number, claim in enumerate(claims)}
    against: dict[int, set[int]] = defaultdict(set)
    for number, claim in enumerate(claims):
        against[number].update(ids[other] for other in claim.opposes if other in ids)
    said = [
        _Said(n, a, read_wording(a), sides.voice(a), _contrasts(a))
        for n, claim in enumerate(claims)
        for a in claim.assertions
        if a.stance not in ("asks", "doubts")
    ]
    for one, other in (*_answers(said), *_counted(said, sides), *_negated(said)):
        if one != other:
            against[one].add(other)
            against[other].add(one)
    return tuple(_with(claim, [claims[o] for o in sorted(against[n])]) for n, claim in enumerate(claims))


def _with(claim: Claim, others: Sequence[Claim]) -> Claim:
    if not others:
        return claim
    held = {a.id: a for other in others for a in other.assertions}
    return replace(
        claim,
        against=tuple(sorted(held.values(), key=order)),
        opposes=tuple(sorted(other.id for other in others)),
    )


def _contrasts(assertion: Assertion) -> bool:
    """Return whether a statement is set against another: a denial, or "It was the union that walked out"."""
    lean = assertion.leanings
    if max(lean.get("silence", 0.0), lean.get("frame-silence", 0.0)) > 0:
        return False
    if assertion.stance == "denies":
        return True
    cited = assertion.citation
    start = max(assertion.statement.start - cited.start, 0)
    opening = [w.lower().strip(',.“”"') for w in cited.exact[start:].split()[:3]]
    return assertion.direct and opening[:2] == ["it", "was"] and opening[2:] in (["the"], ["a"])


def _matter(one: Wording, other: Wording) -> float:
    """Return the weight of the words that two statements share, names left out."""
    shared = one.weights.keys() & other.weights.keys()
    return sum(
        min(one.weights[c], other.weights[c]) for c in shared if c not in one.names and c not in other.names
    )


def _answers(said: Sequence[_Said]) -> Iterator[tuple[int, int]]:
    """Yield claims of two sides of which one answers the other beside it in an article."""
    by_article: dict[str, list[_Said]] = defaultdict(list)
    for entry in said:
        by_article[entry.assertion.article].append(entry)
    for entries in by_article.values():
        entries.sort(key=lambda e: (e.assertion.statement.start, e.assertion.id))
        for place, later in enumerate(entries):
            if later.voice.own and later.assertion.stance != "denies":
                continue
            if not later.contrasts:
                before = entries[place - 1] if place else None
                if before is not None and before.voice.side != later.voice.side and _recounts(before, later):
                    yield before.claim, later.claim
                continue
            reach = DENIED if later.assertion.stance == "denies" else BESIDE
            for earlier in reversed(entries[max(place - 4, 0) : place]):
                gap = later.assertion.citation.start - earlier.assertion.statement.end
                if gap > reach:
                    break
                if earlier.voice.side == later.voice.side:
                    continue
                if _matter(earlier.wording, later.wording) >= TOLD:
                    yield earlier.claim, later.claim
                    break


def _recounts(earlier: _Said, later: _Said) -> bool:
    """Return whether a short statement gives another figure for what was counted just before it."""
    gap = later.assertion.citation.start - earlier.assertion.citation.end
    ones, others = earlier.assertion.counts, later.assertion.counts
    if gap > BESIDE or len(ones) != 1 or len(others) != 1 or len(later.wording.weights) > FEW:
        return False
    (_, _, low, high, of), (_, _, other_low, other_high, other_of) = ones[0], others[0]
    things = [{concept_of(w) for w in counted.split()} - MEASURES for counted in (of, other_of)]
    return (things[0] == things[1] or bool(things[0] & things[1])) and _apart(
        (low, high), (other_low, other_high)
    )


def _apart(one: tuple[float | None, float | None], other: tuple[float | None, float | None]) -> bool:
    """Return whether two ranges do not meet."""
    (low, high), (other_low, other_high) = one, other
    return (high is not None and other_low is not None and high < other_low) or (
        other_high is not None and low is not None and other_high < low
    )


def _counted(said: Sequence[_Said], sides: Sides) -> Iterator[tuple[int, int]]:
    """Yield claims of two sides that count one thing differently."""
    by_thing: dict[str, list[_Said]] = defaultdict(list)
    for entry in said:
        for _, _, low, high, of in entry.assertion.counts[:2]:
            if low is None and high is None:
                continue
            for concept in {concept_of(w) for w in of.split()} - MEASURES:
                by_thing[concept].append(entry)
    for thing, entries in by_thing.items():
        if len(entries) > MOST_SHARING:
            continue
        for one, other in combinations(entries, 2):
            if (
                one.claim == other.claim
                or one.voice.side == other.voice.side
                or (one.voice.own and other.voice.own)
            ):
                continue
            if _differ(one, other, thing):
                yield one.claim, other.claim


def _differ(one: _Said, other: _Said, thing: str) -> bool:
    """Return whether two statements count one thing differently: one number each that cannot be the other's."""
    values = []
    for entry in (one, other):
        counts = [
            (low, high)
            for _, _, low, high, of in entry.assertion.counts
            if thing in {concept_of(w) for w in of.split()}
        ]
        if len(counts) != 1:
            return False
        values.append(counts[0])
    if not _apart(values[0], values[1]):
        return False
    return compare(read_saying(one.assertion), read_saying(other.assertion)).score >= SAME_COUNT


def _negated(said: Sequence[_Said]) -> Iterator[tuple[int, int]]:
    """Yield claims of two sides that share a matter which one of them turns round."""
    by_concept: dict[str, list[_Said]] = defaultdict(list)
    for entry in said:
        for concept, weight in entry.wording.weights.items():
            if weight >= TOLD and concept not in entry.wording.names:
                by_concept[concept].append(entry)
    for entries in by_concept.values():
        if len(entries) > MOST_SHARING:
            continue
        for one, other in combinations(entries, 2):
            if (
                one.claim != other.claim
                and one.voice.side != other.voice.side
                and _contrary(one.wording, other.wording)
            ):
                yield one.claim, other.claim


def _contrary(x: Wording, y: Wording) -> bool:
    """Return whether of two statements of one matter one says what the other turns round."""
    shared = x.weights.keys() & y.weights.keys()
    plain = [c for c in shared if c not in x.names and c not in y.names]
    if x.sparse or y.sparse or x.manner != y.manner or len(plain) < LEAST_PLAIN:
        return False
    common = sum(min(x.weights[c], y.weights[c]) for c in shared)
    if 2 * common < ALIKE * (sum(x.weights.values()) + sum(y.weights.values())):
        return False
    turned = (bool(x.turned & shared) != bool(y.turned & shared)) != (x.against != y.against)
    opposite = any(
        (a in x.weights and b in y.weights and b not in x.weights and a not in y.weights)
        or (b in x.weights and a in y.weights and a not in x.weights and b not in y.weights)
        for a, b in opposites()
    )
    return turned != opposite
