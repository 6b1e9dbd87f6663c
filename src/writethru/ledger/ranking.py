"""Put claims in the order in which a reader needs them, and leave out those that only mirror another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from writethru.ledger.sides import Sides
from writethru.ledger.wording import read_wording
from writethru.records import Claim, Status

WORTH = {  # of a status, beside one more report
    "disputed": 1.5,
    "withdrawn": 1.5,
    "superseded": 0.5,
    "unverified": 1.0,
    "confirmed": 0.5,
    "reported": 0.0,
    "claimed": 0.0,
}
EARLY = 0.8  # what a claim at the very beginning of an article is worth, fading towards its end
TALKATIVE = 0.3  # of each further voice
LEAST_SAID = 4  # concepts of a statement that says enough
BRIEF = 1.0  # what one that says less loses
MEANT = 0.6  # of one that tells a wish, a demand or a question rather than a fact


def rank_claims(
    claims: Sequence[Claim], statuses: Sequence[Status], sides: Sides, lengths: Mapping[str, int]
) -> list[tuple[int, bool]]:
    """Return the numbers of claims, the most important first, each with whether a reader needs it.

    `lengths` are the characters of each article. A claim that is only the denial of one told before it is
    not needed: the other row has who denies it.
    """
    worth = [_worth(claim, status, sides, lengths) for claim, status in zip(claims, statuses, strict=True)]
    ordered = sorted(range(len(claims)), key=lambda n: (-worth[n], claims[n].id))
    told: set[str] = set()
    needed, rest = [], []
    for number in ordered:
        claim = claims[number]
        wording = read_wording(claim.assertions[0])
        denial = wording.against or bool(wording.turned)
        mirrors = denial and not told.isdisjoint(claim.opposes)
        if mirrors or wording.sparse or claim.assertions[0].stance in ("asks", "doubts"):
            rest.append((number, False))
        else:
            told.add(claim.id)
            needed.append((number, True))
    return needed + rest


def _worth(claim: Claim, status: Status, sides: Sides, lengths: Mapping[str, int]) -> float:
    """Return what a claim is worth to a reader."""
    voices = {sides.voice(a).side for a in claim.assertions}
    place = min(a.statement.start / max(lengths.get(a.article, 1), 1) for a in claim.assertions)
    wording = read_wording(claim.assertions[0])
    worth = status.origins + TALKATIVE * len(voices) + WORTH[status.kind] + EARLY * (1.0 - min(place, 1.0))
    if len(wording.weights) < LEAST_SAID:
        worth -= BRIEF
    if wording.manner in ("demand", "question"):
        worth -= MEANT
    return worth
