"""Find where one holder says that something is so and another says it is not: outcome and blame.

Each rebuttal is paired with what it most likely rebuts: a statement by another holder about the same
weighty words, nearer ones first. A pair weighs more, the more plainly its words contend and the more
independent reports take up the matter. Pairs about one matter become one dispute.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from writethru.ledger.accounts import Account, Accounts
from writethru.ledger.claims import Weights, against, likeness
from writethru.ledger.holders import one_holder
from writethru.ledger.topics import matter_topic
from writethru.ledger.words import stem
from writethru.records import Citation, Contention, Dispute
from writethru.settings import LedgerSettings

RARE = 8  # words of a statement by which candidates are looked up
LONGEST_POSTING = 80
NEAR = 3  # sentences: a rebuttal often follows what it rebuts within so many
AGREEING = 0.55  # likeness from which two statements without opposite signs say the same
ANSWERED = 0.15  # what it adds that one side speaks of the other's holder
PLAIN_DENIAL = 0.8  # a weaker rebuttal is but a negation
MERE_NEGATION = 0.3  # likeness that a mere negation needs
MOST_SUPPORTING = 2  # further citations of a position
SAME_STATEMENT = 0.7  # cosine from which a negation alone makes two statements opposite
CROWD = 2.0  # statements a report that make a matter weigh in full
BLAMES = 0.7  # weight of a cue of blame from which a dispute is about who did it, or why
SHARED_SIDES = 0.5  # of their statements, from which two disputes are one
MOST_CANDIDATES = 30
MOST_PAIRS = 400  # the surest, from which disputes are made


class Pair(NamedTuple):
    """A rebuttal and what it rebuts, as places in the accounts, with how surely they belong together."""

    score: float
    rebuttal: int
    claim: int


def find_outcomes(accounts: Accounts, settings: LedgerSettings) -> list[Dispute]:
    """Return the disputes of outcome and blame, most important first."""
    postings = _postings(accounts)
    reports = len({account.origin for account in accounts.all})
    candidates: list[tuple[Dispute, frozenset[int]]] = []
    used: set[int] = set()
    for pair in _pairs(accounts, postings, settings):
        if pair.rebuttal in used or pair.claim in used:
            continue
        used |= {pair.rebuttal, pair.claim}
        sides = _sides(pair, accounts, postings, settings)
        dispute = _dispute(pair, sides, accounts, reports)
        if dispute is not None and dispute.weight >= settings.least_dispute:
            candidates.append((dispute, frozenset((*sides[0], *sides[1]))))
        if len(candidates) >= MOST_CANDIDATES:
            break
    kept: list[tuple[Dispute, frozenset[int]]] = []
    for dispute, members in sorted(candidates, key=lambda c: (-c[0].weight, c[0].topic, sorted(c[1]))):
        if not any(len(members & other) > SHARED_SIDES * min(len(members), len(other)) for _, other in kept):
            kept.append((dispute, members))
    return [dispute for dispute, _ in kept[: settings.most_disputes]]


def _postings(accounts: Accounts) -> dict[str, list[int]]:
    """Return the places of the accounts by their rare words."""
    postings: dict[str, list[int]] = defaultdict(list)
    for number, account in enumerate(accounts.all):
        for term in sorted(account.bag, key=lambda t: (-accounts.weight.get(t, 1.0), t))[:RARE]:
            postings[term].append(number)
    return postings


def _pairs(accounts: Accounts, postings: Mapping[str, Sequence[int]], settings: LedgerSettings) -> list[Pair]:
    """Return rebuttals with what they rebut, the surest first."""
    found: list[Pair] = []
    for number, account in enumerate(accounts.all):
        if account.rebuttal < settings.least_rebuttal or account.opinion:
            continue
        near = range(max(number - NEAR, 0), min(number + NEAR + 1, len(accounts.all)))
        candidates = {other for other in near if accounts.all[other].article == account.article}
        for term in account.bag:
            if len(postings[term]) <= LONGEST_POSTING:
                candidates.update(postings[term])
        for other in sorted(candidates - {number}):
            score = _score(account, accounts.all[other], accounts.weight)
            if score >= settings.least_pair:
                found.append(Pair(score, number, other))
    found = sorted(found, key=lambda p: (-p.score, p.rebuttal, p.claim))[:MOST_PAIRS]
    support = {n: _support(n, accounts, postings) for n in sorted({n for pair in found for n in pair[1:]})}
    lifted = [Pair(p.score * (support[p.rebuttal] + support[p.claim]), p.rebuttal, p.claim) for p in found]
    return sorted(lifted, key=lambda p: (-p.score, p.rebuttal, p.claim))


def _support(number: int, accounts: Accounts, postings: Mapping[str, Sequence[int]]) -> float:
    """Return how much an account's matter is taken up: 1 and the likeness of the like in each other report."""
    account = accounts.all[number]
    shared: dict[int, int] = defaultdict(int)
    for term in account.bag:
        if len(postings[term]) <= LONGEST_POSTING:
            for other in postings[term]:
                shared[other] += 1
    best: dict[str, float] = {}
    for other, count in shared.items():
        there = accounts.all[other]
        if count >= 2 and there.origin != account.origin and heat(there) >= 0.5:
            alike = likeness(account.bag, there.bag, accounts.weight)
            best[there.origin] = max(best.get(there.origin, 0.0), alike)
    return 1.0 + math.fsum(best.values())


def heat(account: Account) -> float:
    """Return how plainly an account's words contend, 0 to about 1.5, whatever they are about."""
    named = {"outlet": 0.35, "unnamed": 0.6}.get(account.assertion.holder_kind, 1.0)
    if account.assertion.stance in ("asks", "expects"):
        named *= 0.4
    lean = max(account.rebuttal, account.claimed, 0.8 * account.blame)
    return named * lean * (1.2 if account.assertion.direct else 1.0)


def _score(rebuttal: Account, claim: Account, weight: Weights) -> float:
    """Return how surely the one account rebuts the other, 0 to about 2."""
    if claim.assertion.stance != "asserts" or rebuttal.assertion.stance in ("asks", "expects"):
        return 0.0
    if claim.rebuttal > rebuttal.rebuttal - 0.2 or not rebuttal.holder or not claim.holder or claim.opinion:
        return 0.0
    alike = likeness(rebuttal.bag, claim.bag, weight)
    opposite = rebuttal.assertion.negated != claim.assertion.negated or rebuttal.assertion.stance == "denies"
    if alike >= AGREEING and not opposite:
        return 0.0
    near = 0.0
    if rebuttal.article == claim.article:
        distance = abs(rebuttal.sentence - claim.sentence)
        if 0 < distance <= NEAR:
            near = 0.3 - 0.05 * distance
    elif len(rebuttal.bag & claim.bag) < 2:
        return 0.0
    if one_holder(rebuttal.holder, claim.holder):
        return 0.0
    answered = ANSWERED * (_names(claim, rebuttal) + _names(rebuttal, claim))
    if alike < 0.05 and not (near and answered) and (near < 0.2 or claim.claimed < 0.7):
        return 0.0
    if rebuttal.rebuttal < PLAIN_DENIAL and (alike < MERE_NEGATION or not _opposed(rebuttal, claim)):
        return 0.0
    return (alike + near + answered) * heat(rebuttal) * heat(claim)


def _opposed(one: Account, other: Account) -> bool:
    """Return whether one account affirms and the other negates or denies."""
    return against(one.assertion) != against(other.assertion)


def _names(one: Account, other: Account) -> bool:
    """Return whether an account speaks of the other's holder: accused and accuser name each other."""
    return other.named and stem(other.holder.split()[-1]) in one.around


def _sides(
    seed: Pair, accounts: Accounts, postings: Mapping[str, Sequence[int]], settings: LedgerSettings
) -> tuple[list[int], list[int]]:
    """Return who rebuts and who claims in the matter of a pair, the pair first, then the likest.

    Who is a holder on one side stays there; others join the side their words take.
    """
    everyone, weight = accounts.all, accounts.weight
    first, second = everyone[seed.rebuttal], everyone[seed.claim]
    matter = first.bag | second.bag
    shared: dict[int, int] = defaultdict(int)
    for term in matter:
        if len(postings[term]) <= LONGEST_POSTING:
            for number in postings[term]:
                shared[number] += 1
    ranked = []
    for number, count in shared.items():
        account = everyone[number]
        if count < 2 or number in seed[1:] or account.assertion.stance in ("asks", "expects"):
            continue
        own = account.holder in (first.holder, second.holder)
        likest = max(likeness(account.bag, first.bag, weight), likeness(account.bag, second.bag, weight))
        if likest >= settings.same_matter * (0.6 if own else 1.0):
            ranked.append((-likest * heat(account), number))
    rebuttals, claims = [seed.rebuttal], [seed.claim]
    for _, number in sorted(ranked):
        account = everyone[number]
        if account.holder == first.holder:
            rebuttals.append(number)
        elif account.holder == second.holder:
            claims.append(number)
        elif account.rebuttal >= settings.least_rebuttal:
            rebuttals.append(number)
        elif account.claimed >= 0.5:
            claims.append(number)
    return rebuttals, claims


def _dispute(
    seed: Pair, sides: tuple[list[int], list[int]], accounts: Accounts, reports: int
) -> Dispute | None:
    """Return the dispute of two sides, or None if they are not two holders."""
    rebuttal, claim = accounts.all[seed.rebuttal], accounts.all[seed.claim]
    rebutting = [accounts.all[number] for number in sides[0]]
    claiming = [accounts.all[number] for number in sides[1]]
    first, second = _contentions(claiming), _contentions(rebutting)
    names = {c.holder for c in first}
    second = [c for c in second if c.holder not in names]
    if not first or not second:
        return None
    blame = max(claim.blame, 0.8 * rebuttal.blame)
    kind = "blame" if blame >= BLAMES else "outcome"
    topic = matter_topic(claim, rebuttal, kind)
    return Dispute(topic, kind, "conflict", (*first, *second), (), _weight(seed, sides, accounts, reports))  # type: ignore[arg-type]


def _weight(seed: Pair, sides: tuple[list[int], list[int]], accounts: Accounts, reports: int) -> float:
    """Return how much a dispute deserves room: plain denials, in a matter that many statements are about.

    The factors are from a sweep over labelled stories, one at a time.
    """
    rebuttal, claim = accounts.all[seed.rebuttal], accounts.all[seed.claim]
    alike = likeness(rebuttal.bag, claim.bag, accounts.weight)
    origins = {accounts.all[number].origin for side in sides for number in side}
    weight = (
        heat(rebuttal) * heat(claim) * min((len(sides[0]) + len(sides[1])) / min(8.0, CROWD * reports), 2.0)
    )
    if alike >= SAME_STATEMENT and _opposed(rebuttal, claim) and rebuttal.named and claim.named:
        return max(weight, 0.5)  # the same statement, affirmed and negated
    weight *= 0.6 + alike if alike < 0.4 else 0.7
    weight *= 1.0 if rebuttal.rebuttal >= PLAIN_DENIAL else 0.55
    weight *= 1.0 if _names(rebuttal, claim) or _names(claim, rebuttal) else 0.7
    return weight * (0.4 if len(origins) < 0.3 * reports else 1.0)


def _contentions(accounts: Sequence[Account], most: int = 2) -> list[Contention]:
    """Return a position for each holder, first mentioned first, with citations of further origins."""
    by_holder: dict[str, list[Account]] = {}
    for account in accounts:
        by_holder.setdefault(account.holder, []).append(account)
    found = []
    for group in list(by_holder.values())[:most]:
        lead = group[0].assertion
        more: list[Citation] = []
        for account in group[1:]:
            cited = account.assertion.citation
            if cited not in more and cited != lead.citation and len(more) < MOST_SUPPORTING:
                more.append(cited)
        name = max((a.name for a in group), key=lambda h: (len(h.split()) <= 4, len(h), h))
        if name:
            found.append(Contention(name, lead.citation, None, tuple(more)))
    return found
