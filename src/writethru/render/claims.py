"""The claims of a story as one HTML file: a table of what is claimed, how firmly it stands and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from writethru.records import Claim, Status
from writethru.render.html import templates
from writethru.render.wording import days_words

MOST_NAMES = 6  # of holders in one cell
MOST_CLAIMS = 300  # in one table of the reading room


class ClaimRow(Struct, frozen=True):
    """A claim with its status and the ISO days on which it was first and last said."""

    claim: Claim
    status: Status
    first: str | None = None
    last: str | None = None

    @property
    def said(self) -> str:
        """When it was first and last said, in words."""
        return days_words(self.first, self.last)

    @property
    def words(self) -> str:
        """The sentence that makes the claim, on one line."""
        return " ".join(self.claim.statement.exact.split())


def names(holders: Sequence[str]) -> str:
    """Return holders in one line; of many, the first."""
    shown = [
        *holders[:MOST_NAMES],
        *([f"{len(holders) - MOST_NAMES} more"] if len(holders) > MOST_NAMES else []),
    ]
    return ", ".join(shown)


def claim_anchor(article: str, start: int) -> str:
    """Return what a claim is led to by: the place of its words."""
    return f"{article}-{start}"


def claim_anchors(rows: Sequence[ClaimRow]) -> list[str]:
    """Return what leads to each claim; what leads to a place leads to the first of several that have it."""
    found: dict[str, None] = {}
    for number, row in enumerate(rows):
        place = claim_anchor(row.claim.statement.article, row.claim.statement.start)
        found[place if place not in found else f"{place}-{number}"] = None
    return list(found)


def claim_place(hit: Any) -> str:
    """Return where a claim stands among those of its story, of which only so many stand on one page."""
    anchor = claim_anchor(hit.article, hit.start)
    return f"/stories/{hit.story}/claims?claim={anchor}#claim-{anchor}"


def render_claims(rows: Sequence[ClaimRow], *, title: str, total: int, why: bool = False) -> str:
    """Return the claims of a story, in the order given, as one self-contained HTML file.

    `title` names the story, `total` is how many claims it has in all; with `why` each status explains itself.
    """
    return (
        templates()
        .get_template("claims.html.jinja")
        .render(rows=rows, story=title, total=total, why=why, names=names)
    )
