"""Find on what the accounts of a story differ: number, date, outcome and blame, most important first.

Only what two holders of different reports, or two named holders, hold against each other counts; few and
sure ones are better than many.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from writethru.ledger.accounts import Accounts, take_accounts
from writethru.ledger.claims import origin_of
from writethru.ledger.dates import find_dates
from writethru.ledger.numbers import find_numbers
from writethru.ledger.outcomes import find_outcomes
from writethru.ledger.words import subject, words
from writethru.records import AnnotatedArticle, Assertion, Citation, Dispute, Origin
from writethru.settings import LedgerSettings, Settings

NEAR_SUBJECT = 2  # weighty words that a remark on verification shares with the dispute it speaks about
MOST_REMARKS = 2


def find_disputes(
    documents: Sequence[AnnotatedArticle],
    assertions: Sequence[Assertion],
    origins: Sequence[Origin],
    *,
    settings: Settings | LedgerSettings | None = None,
) -> tuple[Dispute, ...]:
    """Return the disputes of one story, the true conflicts first, then by weight.

    The order in which articles and assertions are given does not matter. At most
    `settings.ledger.most_disputes` are returned that are not superseded.
    """
    limits = settings.ledger if isinstance(settings, Settings) else settings or LedgerSettings()
    ordered = sorted(documents, key=lambda d: (d.article.published or "", d.article.id))
    known = origin_of(origins)
    accounts = take_accounts(ordered, assertions, origins)
    found = [
        *find_numbers(ordered, assertions, known, accounts.weight),
        *find_dates(ordered, assertions, known, accounts.weight),
        *find_outcomes(accounts, limits),
    ]
    kept: list[Dispute] = []
    open_ones = 0
    for dispute in sorted(found, key=lambda d: (-d.weight, d.kind, d.topic)):
        if any(_overlap(dispute, other) for other in kept):
            continue
        if dispute.state != "superseded":
            if open_ones >= limits.most_disputes:
                continue
            open_ones += 1
        kept.append(dispute)
    kept.sort(key=lambda d: (d.state == "superseded", -d.weight, d.topic))
    remarks = [
        a for a in sorted(assertions, key=lambda a: (a.article, a.statement.start, a.id)) if a.verification
    ]
    return tuple(replace(d, unverified=_unverified(d, remarks, accounts)) for d in kept)


def _overlap(one: Dispute, other: Dispute) -> bool:
    """Return whether two disputes of one kind rest on the same two statements."""
    places = [{(c.statement.article, c.statement.start) for c in d.contentions} for d in (one, other)]
    return one.kind == other.kind and len(places[0] & places[1]) >= 2


def _unverified(dispute: Dispute, remarks: Sequence[Assertion], accounts: Accounts) -> tuple[Citation, ...]:
    """Return outlets' remarks on verification that speak about a dispute."""
    cited = [c.statement for c in dispute.contentions]
    about = subject(tuple(w.stem for c in cited for w in words(c.exact)))
    found: list[Citation] = []
    for remark in remarks:
        near = subject(tuple(w.stem for w in words(remark.citation.exact)))
        beside = any(
            c.article == remark.article and abs(c.start - remark.citation.start) <= 600 for c in cited
        )
        if len(about & near) >= NEAR_SUBJECT - beside and remark.citation not in found:
            found.append(remark.citation)
    return tuple(found[:MOST_REMARKS])
