"""Gather assertions into claims, article by article: what says the same is one claim.

What two statements share does not depend on the rest of the story, so each article is compared once, with
the statements that share two of its weightiest words; the order of articles does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from writethru.ledger.remarks import attach, remark_kind
from writethru.ledger.sameness import Saying, Verdict, compare
from writethru.ledger.wording import read_wording
from writethru.records import Assertion, Claim, Contention, Dispute, content_id
from writethru.settings import LedgerSettings

HEAVY = 6  # words of a statement, the weightiest first, two of which a candidate shares
CONTENDED = ("conflict", "spread", "outlet-error")  # states of a dispute whose sides are at odds
SHORT = 5  # words of a statement that is also compared with short ones that share one of them
MOST_SHARING = 25  # statements; two words that more of them share find nothing in particular
COMPARED = 6  # statements of each of two groups that have to be alike
KEPT = 0.2  # score from which a pair is remembered
OPPOSED = (
    0.6  # score, the negation left out, at which two statements of which one is negated are of one matter
)
MEAN = 0.5  # of the score asked of two statements, that all those of two groups have to reach on average


class Gathering:
    """The statements of one story as far as they were added, and which of them say the same."""

    def __init__(self, settings: LedgerSettings | None = None) -> None:
        self._limit = (settings or LedgerSettings()).same_claim
        self._assertions: dict[str, Assertion] = {}
        self._remarks: dict[str, Assertion] = {}
        self._sayings: dict[str, Saying] = {}
        self._members: dict[str, list[str]] = defaultdict(list)  # ids of assertions by key of saying
        self._sharing: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._heavy: dict[str, tuple[tuple[str, str], ...]] = {}
        self._pairs: dict[tuple[str, str], Verdict] = {}

    def add(self, assertions: Iterable[Assertion]) -> None:
        """Add the assertions of one article, or of several; those known already change nothing."""
        for assertion in assertions:
            if assertion.id in self._assertions or assertion.id in self._remarks:
                continue
            kind = remark_kind(assertion)
            if kind is not None or assertion.verification:
                self._remarks[assertion.id] = assertion
                if assertion.verification or (kind == "withdrawn" and assertion.holder_kind == "outlet"):
                    continue
            saying = read_saying(assertion)
            self._assertions[assertion.id] = assertion
            self._members[saying.key].append(assertion.id)
            if saying.key not in self._sayings:
                self._enter(saying)

    def _enter(self, saying: Saying) -> None:
        """Compare a new saying with those that share two of its weightiest words."""
        self._sayings[saying.key] = saying
        weights = saying.wording.weights
        heaviest = sorted(sorted(weights, key=lambda c: (-weights[c], c))[:HEAVY])
        keys = tuple(combinations(heaviest, 2))
        if len(weights) <= SHORT:
            keys += tuple((c, c) for c in heaviest)
        self._heavy[saying.key] = keys
        near: set[str] = set()
        for key in keys:
            sharing = self._sharing[key]
            if len(sharing) <= MOST_SHARING:
                near.update(sharing)
                sharing.append(saying.key)
        for other in near:
            verdict = compare(saying, self._sayings[other])
            if verdict.score >= KEPT:
                self._pairs[_pair(saying.key, other)] = verdict

    def _found(self, one: str, other: str) -> bool:
        """Return whether two words that both have are shared by few enough to tell something."""
        keys = set(self._heavy[one]).intersection(self._heavy[other])
        return any(len(self._sharing[key]) <= MOST_SHARING for key in keys)

    def _score(self, one: str, other: str) -> float:
        verdict = self._pairs.get(_pair(one, other))
        if verdict is None or not self._found(one, other):
            return 0.0
        return -1.0 if verdict.apart else verdict.score

    def groups(self) -> list[list[str]]:
        """Return the keys of sayings that say the same, in groups."""
        head = {key: key for key in self._sayings}
        grouped = {key: [key] for key in self._sayings}
        ranked = sorted(
            (-v.score, pair) for pair, v in self._pairs.items() if v.score >= self._limit and not v.apart
        )
        for _, (one, other) in ranked:
            first, second = head[one], head[other]
            if first == second or not self._found(one, other):
                continue
            ones, others = grouped[first], grouped[second]
            scores = [self._score(a, b) for a in ones[:COMPARED] for b in others[:COMPARED]]
            if sum(scores) < MEAN * self._limit * len(scores) or self._apart(ones, others):
                continue
            for key in others:
                head[key] = first
            grouped[first] = sorted([*ones, *others])
            del grouped[second]
        return list(grouped.values())

    def _apart(self, ones: Sequence[str], others: Sequence[str]) -> bool:
        """Return whether two groups have statements that are surely not one claim."""
        return any(self._score(a, b) < 0 for a in ones[:COMPARED] for b in others[:COMPARED])

    def claims(self, disputes: Sequence[Dispute] = ()) -> tuple[Claim, ...]:
        """Return the claims, those of most articles first, each with what cannot be so beside it.

        Beside what the words tell, what the sides of a dispute hold cannot be so together.
        """
        groups = self.groups()
        place = {key: n for n, keys in enumerate(groups) for key in keys}
        members = [
            sorted([self._assertions[id] for key in keys for id in self._members[key]], key=order)
            for keys in groups
        ]
        opposed = self._opposed(place)
        for one, other in _disputed(disputes, members):
            opposed[one].add(other)
            opposed[other].add(one)
        ids = [content_id("claim", found[0].id) for found in members]
        claims = [
            Claim(
                ids[n],
                found[0].citation,
                tuple(found),
                against=tuple(sorted((a for o in opposed[n] for a in members[o]), key=order))
                if n in opposed
                else (),
                opposes=tuple(sorted(ids[o] for o in opposed[n])) if n in opposed else (),
            )
            for n, found in enumerate(members)
        ]
        ranked = sorted(
            claims, key=lambda c: (-len({a.article for a in c.assertions}), order(c.assertions[0]))
        )
        return attach(ranked, list(self._remarks.values()))

    def _opposed(self, place: Mapping[str, int]) -> dict[int, set[int]]:
        """Return, by the place of each group, those of the groups that cannot be so beside it."""
        opposed: dict[int, set[int]] = defaultdict(set)
        for (one, other), verdict in self._pairs.items():
            if (
                verdict.opposed
                and verdict.score >= OPPOSED
                and place[one] != place[other]
                and self._found(one, other)
            ):
                opposed[place[one]].add(place[other])
                opposed[place[other]].add(place[one])
        return opposed


def _disputed(
    disputes: Sequence[Dispute], members: Sequence[Sequence[Assertion]]
) -> Iterator[tuple[int, int]]:
    """Yield the places of claims that two sides of one dispute hold."""
    by_article: dict[str, list[tuple[Assertion, int]]] = defaultdict(list)
    if disputes:
        for number, found in enumerate(members):
            for assertion in found:
                by_article[assertion.article].append((assertion, number))
    for dispute in disputes:
        if dispute.state not in CONTENDED:
            continue
        sides = [_stated(contention, by_article) for contention in dispute.contentions]
        for one, other in combinations([side for side in sides if side is not None], 2):
            if one != other:
                yield one, other


def _stated(contention: Contention, by_article: Mapping[str, Sequence[tuple[Assertion, int]]]) -> int | None:
    """Return the place of the claim that one side of a dispute states, None if there is none."""
    cited = contention.statement
    if cited.field != "text":
        return None  # a title states nothing of its own here
    best: tuple[float, int] | None = None
    for assertion, number in by_article.get(cited.article, ()):
        within = min(cited.end, assertion.citation.end) - max(cited.start, assertion.citation.start)
        if within <= 0:
            continue
        fit = within / (cited.end - cited.start) + (assertion.holder == contention.holder)
        if best is None or (fit, -number) > (best[0], -best[1]):
            best = (fit, number)
    return None if best is None else best[1]


def read_saying(assertion: Assertion) -> Saying:
    """Return an assertion as it is compared."""
    wording = read_wording(assertion)
    holder = (
        frozenset()
        if assertion.holder_kind == "outlet"
        else frozenset(w for w in assertion.holder.lower().split() if w not in ("the", "of", "for", "a"))
    )
    days = "|".join(f"{first}/{last}" for first, last in wording.days)
    words = " ".join(sorted(wording.weights)) or assertion.id
    turned = " ".join(sorted(wording.turned))
    parts = "|".join(
        f"{act}:{'+'.join(sorted(doer))}>{'+'.join(sorted(done))}"
        for act, (doer, done) in sorted(wording.acts.items())
        if doer or done
    )
    key = f"{words}|{turned}|{wording.against:d}|{wording.manner}|{' '.join(sorted(holder))}|{days}|{parts}"
    return Saying(wording, holder, sum(wording.weights.values()) or 1.0, key)


def order(assertion: Assertion) -> tuple[str, str, int, str]:
    """Return what assertions are put in order by: day, article, place."""
    return (assertion.said or "9999", assertion.article, assertion.statement.start, assertion.id)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
