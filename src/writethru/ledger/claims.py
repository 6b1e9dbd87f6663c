"""Group assertions into claims, the same statement wherever it is made, and tell how firmly each stands.

Two assertions are one claim when they share most of their weighty content words and do not name
different numbers or days; a denial or a negation belongs to the claim it turns against. Candidates come
from postings of each statement's rarest words, so cost grows with the number of statements.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from writethru.ledger.words import subject
from writethru.records import Assertion, Claim, Origin, Status, content_id
from writethru.settings import LedgerSettings

RARE = 6  # words of a statement by which candidates are looked up, rarest first
LONGEST_POSTING = 60  # statements; a word in more of them finds nothing in particular
LEAST_SHARED = 2  # words that two statements of one claim share, at the least


def origin_of(origins: Iterable[Origin]) -> dict[str, str]:
    """Return the origin of each article."""
    return {article: origin.id for origin in origins for article in origin.articles}


def against(assertion: Assertion) -> bool:
    """Return whether an assertion speaks against what its words state: a denial or a negation, not both."""
    return (assertion.stance in ("denies", "doubts")) != assertion.negated


class Weights(dict[str, float]):
    """The weight of each term of a story, and the lengths of the bags that were measured."""

    def __init__(self, weight: Mapping[str, float]) -> None:
        super().__init__(weight)
        self._lengths: dict[frozenset[str], float] = {}

    def length(self, bag: frozenset[str]) -> float:
        """Return the length of a bag of terms, as a vector of their weights."""
        known = self._lengths.get(bag)
        if known is None:
            # fsum is exact, so the order of a set does not matter
            known = math.sqrt(math.fsum(self.get(term, 1.0) ** 2 for term in bag))
            self._lengths[bag] = known
        return known


def weights(bags: Sequence[frozenset[str]], others: int = 1) -> Weights:
    """Return the weight of each term: the rarer among the bags, and `others` without it, the heavier."""
    counts = Counter(term for bag in bags for term in bag)
    whole = len(bags) + others
    return Weights({term: math.log(whole / (count + 0.5)) + 0.1 for term, count in counts.items()})


def likeness(one: frozenset[str], other: frozenset[str], weight: Weights) -> float:
    """Return the cosine of two bags of weighted terms, 0 to 1."""
    shared = one & other
    if not shared:
        return 0.0
    return math.fsum(weight.get(t, 1.0) ** 2 for t in shared) / (weight.length(one) * weight.length(other))


def group_claims(
    assertions: Sequence[Assertion], *, settings: LedgerSettings | None = None
) -> tuple[Claim, ...]:
    """Return the claims that assertions make; each assertion is in exactly one.

    The first statement in order of time, holder and place stands for its claim, and the order in which the
    assertions are given does not matter.
    """
    limit = (settings or LedgerSettings()).same_claim
    ordered = sorted({a.id: a for a in assertions}.values(), key=_order)
    wordings: dict[frozenset[str], list[Assertion]] = defaultdict(list)
    for assertion in ordered:  # a reprint has the same words and must not change what is rare
        wordings[subject(assertion.terms) or frozenset({assertion.id})].append(assertion)
    bags = sorted(wordings, key=sorted)
    weight = weights(bags)
    groups = _grouped(bags, weight, limit)
    claims = [_claim([a for bag in group for a in wordings[bag]]) for group in groups]
    return tuple(
        sorted(claims, key=lambda c: (-len({a.article for a in c.assertions}), _order(c.assertions[0])))
    )


def _grouped(bags: Sequence[frozenset[str]], weight: Weights, limit: float) -> list[list[frozenset[str]]]:
    """Return the wordings that state the same, in groups; what joins must be like what the group began with."""
    head = list(range(len(bags)))

    def root(number: int) -> int:
        while head[number] != number:
            number = head[number]
        return number

    for number, other in _candidates(bags, weight):
        first, second = sorted((root(number), root(other)))
        if first != second and all(
            _same(bags[a], bags[b], weight, limit) for a, b in ((number, other), (first, second))
        ):
            head[second] = first
    groups: dict[int, list[frozenset[str]]] = defaultdict(list)
    for number, bag in enumerate(bags):
        groups[root(number)].append(bag)
    return list(groups.values())


def _order(assertion: Assertion) -> tuple[str, str, int, str]:
    return (assertion.said or "9999", assertion.article, assertion.statement.start, assertion.id)


def _claim(members: Sequence[Assertion]) -> Claim:
    """Return the claim of a group; a plain, affirmed statement stands for it where there is one."""
    head = min(members, key=lambda a: (against(a), a.verification, _order(a)))
    return Claim(content_id("claim", head.id), head.citation, tuple(sorted(members, key=_order)))


def _candidates(bags: Sequence[frozenset[str]], weight: Weights) -> list[tuple[int, int]]:
    """Return pairs of statements that share rare words, the likest first."""
    postings: dict[str, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        for term in sorted(bag, key=lambda t: (-weight[t], t))[:RARE]:
            postings[term].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for term in sorted(postings):
        numbers = postings[term]
        if 2 <= len(numbers) <= LONGEST_POSTING:
            shared.update((a, b) for i, a in enumerate(numbers) for b in numbers[i + 1 :])
    scored = [
        (likeness(bags[a], bags[b], weight), a, b)
        for (a, b), count in shared.items()
        if count >= LEAST_SHARED
    ]
    return [(a, b) for score, a, b in sorted(scored, key=lambda s: (-s[0], s[1], s[2])) if score >= 0.3]


def _same(one: frozenset[str], other: frozenset[str], weight: Weights, limit: float) -> bool:
    """Return whether two wordings state (or deny) the same."""
    counts, others = (frozenset(t for t in bag if t[:1].isdigit()) for bag in (one, other))
    if counts and others and counts != others:
        return False
    return len(one & other) >= LEAST_SHARED and likeness(one, other, weight) >= limit


def numbers(assertion: Assertion) -> frozenset[str]:
    """Return the numbers in digits among the terms of a statement."""
    return frozenset(term for term in assertion.terms if term[:1].isdigit())


def status(claim: Claim, origins: Sequence[Origin], *, claims: Sequence[Claim] = ()) -> Status:
    """Return how firmly a claim stands, computed from its assertions and the independent origins.

    Each origin counts once, however many articles carry it; `claims` are the other claims of the story,
    among which a later figure for the same thing is looked for.
    """
    known = origin_of(origins)
    spoken = [a for a in claim.assertions if not a.verification]
    sides: dict[bool, list[Assertion]] = {True: [], False: []}
    for assertion in spoken:
        sides[against(assertion)].append(assertion)
    own = {known.get(a.article, a.article) for a in sides[False] if a.holder_kind == "outlet"}
    held, denied = _holders(sides[False], known), _holders(sides[True], known)
    everyone = {known.get(a.article, a.article) for a in claim.assertions}
    remarks = _holders([a for a in claim.assertions if a.verification], known)
    later = _superseding(claim, claims)
    count = len(everyone)

    def made(kind: str, why: str) -> Status:
        return Status(kind, held, denied, count, why)  # type: ignore[arg-type]

    if any(
        max(a.leanings.get("withdrawal", 0.0), a.leanings.get("frame-withdrawal", 0.0)) >= 1.0 for a in spoken
    ):
        return made("withdrawn", "taken back in the words of " + _list(held or denied))
    if later is not None:
        return made(
            "superseded", f"a later report gives another figure: {_list(_holders(later.assertions, known))}"
        )
    if denied and held and set(denied) - set(held):
        return made("disputed", f"said by {_list(held)}; denied by {_list(denied)}")
    if len(own) >= 2:
        return made("confirmed", f"reported by {len(own)} independent origins in their own voice")
    if remarks:
        return made("unverified", f"{_list(remarks)} could not verify it")
    if own:
        return made("reported", f"reported by {_list(held)}, one origin")
    return made("claimed", f"said by {_list(held or denied)}; no outlet reports it in its own voice")


def _holders(assertions: Iterable[Assertion], known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of holders, each once; outlets that carry one report count as the first of them."""
    outlets: dict[str, tuple[tuple[str, str, int, str], str]] = {}
    named: set[str] = set()
    for a in assertions:
        if a.holder_kind == "outlet":
            key = known.get(a.article, a.article)
            outlets[key] = min(outlets.get(key, (_order(a), a.holder)), (_order(a), a.holder))
        else:
            named.add(a.holder or "unnamed")
    return (*sorted(named), *sorted({holder for _, holder in outlets.values()} - named))


def _list(names: Sequence[str]) -> str:
    """Return names as a person would write them down, four at most."""
    shown = [*names[:4], *([f"{len(names) - 4} more"] if len(names) > 4 else [])]
    return ", ".join(shown[:-1]) + " and " + shown[-1] if len(shown) > 1 else "".join(shown)


def _superseding(claim: Claim, claims: Sequence[Claim]) -> Claim | None:
    """Return the claim that gives a later, higher number for the same thing, if there is one."""
    mine = numbers(claim.assertions[0])
    if len(mine) != 1:
        return None
    last = max(a.said or "" for a in claim.assertions)
    bag = subject(claim.assertions[0].terms) - mine
    for other in claims:
        theirs = numbers(other.assertions[0])
        if other.id == claim.id or len(theirs) != 1 or theirs == mine:
            continue
        if min(a.said or "" for a in other.assertions) <= last:
            continue
        shared = subject(other.assertions[0].terms) - theirs
        if (
            bag
            and len(bag & shared) >= max(LEAST_SHARED, math.ceil(0.7 * len(bag | shared)))
            and _higher(theirs, mine)
        ):
            return other
    return None


def _higher(ones: frozenset[str], others: frozenset[str]) -> bool:
    """Return whether the one number is above the other."""
    try:
        return float(min(ones)) > float(min(others))
    except ValueError:
        return False
