"""Find where one holder says that something is so and another says it is not: outcome and blame.

Each rebuttal is paired with what it most likely rebuts: a statement by another holder about the same
weighty words, nearer ones first. Pairs about the same matter become one dispute with a position for each
holder.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from writethru.ledger.accounts import Account, Accounts
from writethru.ledger.claims import likeness
from writethru.ledger.topics import matter_topic
from writethru.records import Citation, Contention, Dispute
from writethru.settings import LedgerSettings

RARE = 8  # words of a statement by which candidates are looked up
LONGEST_POSTING = 80
NEAR = 3  # sentences: a rebuttal often follows what it rebuts within so many
NEARNESS = 0.25  # what standing in the same or the next sentence adds to likeness


class Pair(NamedTuple):
    """A rebuttal and what it rebuts, as places in the accounts, with how surely they belong together."""

    score: float
    rebuttal: int
    claim: int


def find_outcomes(accounts: Accounts, settings: LedgerSettings) -> list[Dispute]:
    """Return the disputes of outcome and blame, most important first."""
    pairs = _pairs(accounts, settings)
    found: list[Dispute] = []
    used: set[int] = set()
    for pair in pairs:
        if pair.rebuttal in used or pair.claim in used:
            continue
        sides = _sides(pair, pairs, accounts, used, settings)
        dispute = _dispute(pair, sides, accounts)
        used |= {number for side in sides for number in side}
        if dispute is not None:
            found.append(dispute)
        if len(found) >= 3 * settings.most_disputes:
            break
    return sorted(found, key=lambda d: (-d.weight, d.topic))


def _postings(accounts: Accounts) -> dict[str, list[int]]:
    """Return the places of the accounts by their rare words."""
    postings: dict[str, list[int]] = defaultdict(list)
    for number, account in enumerate(accounts.all):
        for term in sorted(account.bag, key=lambda t: (-accounts.weight.get(t, 1.0), t))[:RARE]:
            postings[term].append(number)
    return postings


def _pairs(accounts: Accounts, settings: LedgerSettings) -> list[Pair]:
    """Return rebuttals with what they rebut, the surest first."""
    postings = _postings(accounts)
    found: list[Pair] = []
    for number, account in enumerate(accounts.all):
        if account.rebuttal < settings.least_rebuttal or account.opinion:
            continue
        near = range(max(number - NEAR, 0), min(number + NEAR, len(accounts.all)))
        candidates = {other for other in near if accounts.all[other].article == account.article}
        for term in account.bag:
            if len(postings[term]) <= LONGEST_POSTING:
                candidates.update(postings[term])
        for other in sorted(candidates - {number}):
            score = _score(account, accounts.all[other], accounts.weight)
            if score >= settings.least_pair:
                found.append(Pair(score, number, other))
    return sorted(found, key=lambda p: (-p.score, p.rebuttal, p.claim))


def _score(rebuttal: Account, claim: Account, weight: Mapping[str, float]) -> float:
    """Return how surely the one account rebuts the other, 0 to about 1."""
    if rebuttal.holder == claim.holder or claim.opinion or claim.rebuttal > rebuttal.rebuttal - 0.25:
        return 0.0
    alike = likeness(rebuttal.bag, claim.bag, weight)
    if rebuttal.article == claim.article:
        distance = abs(rebuttal.sentence - claim.sentence)
        if distance <= NEAR and (alike > 0.05 or distance <= 1):
            alike += NEARNESS * (1 - distance / (NEAR + 1)) * (1.0 if claim.claimed >= 0.5 else 0.4)
    elif len(rebuttal.bag & claim.bag) < 2:
        return 0.0
    return alike * rebuttal.rebuttal * (0.4 + 0.6 * claim.claimed)


def _sides(
    seed: Pair, pairs: Sequence[Pair], accounts: Accounts, used: set[int], settings: LedgerSettings
) -> tuple[list[int], list[int]]:
    """Return who rebuts and who claims in the dispute that grows from a pair."""
    everyone, weight = accounts.all, accounts.weight
    rebuttals, claims = [seed.rebuttal], [seed.claim]
    for pair in pairs:
        if pair.rebuttal in used or pair.claim in used:
            continue
        same_rebuttal = pair.rebuttal == seed.rebuttal or (
            likeness(everyone[pair.rebuttal].bag, everyone[seed.rebuttal].bag, weight) >= settings.same_matter
        )
        same_claim = pair.claim == seed.claim or (
            likeness(everyone[pair.claim].bag, everyone[seed.claim].bag, weight) >= settings.same_matter
        )
        if same_rebuttal and same_claim:
            if pair.rebuttal not in rebuttals and pair.rebuttal not in claims:
                rebuttals.append(pair.rebuttal)
            if pair.claim not in claims and pair.claim not in rebuttals:
                claims.append(pair.claim)
    return rebuttals, claims


def _dispute(seed: Pair, sides: tuple[list[int], list[int]], accounts: Accounts) -> Dispute | None:
    """Return the dispute of two sides, or None if they are not two holders."""
    against = [accounts.all[number] for number in sides[0]]
    held = [accounts.all[number] for number in sides[1]]
    first, second = _contentions(held), _contentions(against)
    names = {c.holder for c in first}
    second = [c for c in second if c.holder not in names] or second[:1]
    if not first or not second or {c.holder for c in first} == {c.holder for c in second}:
        return None
    origins = {account.origin for account in (*against, *held)}
    blame = max(accounts.all[seed.claim].blame, 0.8 * accounts.all[seed.rebuttal].blame)
    kind = "blame" if blame >= 0.7 else "outcome"
    topic = matter_topic(accounts.all[seed.claim], accounts.all[seed.rebuttal], kind)
    weight = seed.score * (1 + 0.25 * (len(origins) - 1))
    return Dispute(topic, kind, "conflict", (*first, *second), (), weight)  # type: ignore[arg-type]


def _contentions(accounts: Sequence[Account], most: int = 2) -> list[Contention]:
    """Return a position for each holder, first mentioned first, with citations of further origins."""
    by_holder: dict[str, list[Account]] = {}
    for account in accounts:
        by_holder.setdefault(account.holder, []).append(account)
    found = []
    for group in list(by_holder.values())[:most]:
        lead, seen = group[0].assertion, {group[0].origin}
        more: list[Citation] = []
        for account in group[1:]:
            if account.origin not in seen and len(more) < 2:
                seen.add(account.origin)
                more.append(account.assertion.citation)
        name = max((a.assertion.holder for a in group), key=lambda h: (len(h.split()) <= 4, len(h), h))
        if name:
            found.append(Contention(name, lead.citation, None, tuple(more)))
    return found
