"""Find on what the accounts of a story differ: number, date, outcome and blame, most important first.

Only what two sides plainly hold against each other counts; few and sure ones are better than many.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from writethru.ledger.claims import origin_of
from writethru.ledger.dates import find_dates
from writethru.ledger.numbers import find_numbers
from writethru.ledger.outcomes import find_outcomes
from writethru.ledger.statements import Story, roots, take_statements
from writethru.ledger.words import stems
from writethru.records import AnnotatedArticle, Assertion, Citation, Dispute, Origin
from writethru.settings import LedgerSettings, Settings

BESIDE = 400  # characters between a remark on verification and a position that it may speak about
ANAPHOR = re.compile(
    r"\b(?:either|both|the|this|that|these|those|any) (?:account|claim|report|allegation|version)s?\b"
)
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
    ordered = sorted(documents, key=lambda d: (d.article.dated or "", d.article.id))
    known = origin_of(origins)
    story = take_statements(ordered, assertions, origins)
    found = [
        *find_numbers(ordered, assertions, known, story),
        *find_dates(ordered, assertions, known, story),
        *find_outcomes(story, limits),
    ]
    kept: list[Dispute] = []
    open_ones = 0
    for dispute in sorted(found, key=lambda d: (-d.weight, d.kind, d.topic)):
        if any(_overlap(dispute, other) or _one_toll(dispute, other) for other in kept):
            continue
        if dispute.state != "superseded":
            if open_ones >= limits.most_disputes:
                continue
            open_ones += 1
        kept.append(dispute)
    kept.sort(key=lambda d: (d.state == "superseded", -d.weight, d.topic))
    remarks = [a for a in assertions if a.verification]
    remarks.sort(key=lambda a: (a.article, a.statement.start, a.id))
    return tuple(replace(d, unverified=_unverified(d, remarks, story)) for d in kept)


def _overlap(one: Dispute, other: Dispute) -> bool:
    """Return whether two disputes of one kind rest on the same two statements, or numbers, of two sides."""
    places = [
        {
            (c.statement.article, c.statement.start, str(c.value) if d.kind == "number" else "")
            for c in d.contentions
        }
        for d in (one, other)
    ]
    return one.kind == other.kind and len(places[0] & places[1]) >= 2


def _one_toll(one: Dispute, other: Dispute) -> bool:
    """Return whether both tell how one toll was revised."""
    return one.state == other.state == "superseded" and one.topic == other.topic


def _unverified(dispute: Dispute, remarks: Sequence[Assertion], story: Story) -> tuple[Citation, ...]:
    """Return outlets' remarks on verification that speak about a dispute."""
    cited = [c for contention in dispute.contentions for c in (contention.statement, *contention.supporting)]
    about = roots([s for c in cited for s in stems(c.exact)])
    found: list[Citation] = []
    for remark in remarks:
        place = remark.citation
        near = roots(stems(place.exact))
        beside = any(
            c.article == place.article and max(c.start - place.end, place.start - c.end) <= BESIDE
            for c in cited
        )
        shared = len(about & near)
        enough = (
            (shared >= 1 or bool(ANAPHOR.search(place.exact))) if beside else 2 * shared > max(len(near), 5)
        )
        if enough and all(place.exact != other.exact for other in found):
            found.append(place)
    return tuple(found[:MOST_REMARKS])
