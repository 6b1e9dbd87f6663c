"""The claims of a story as one HTML file: a table of what is claimed, how firmly it stands and who says so."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from writethru.records import Claim, Status
from writethru.render.html import templates
from writethru.render.wording import days_words

MOST_NAMES = 6  # of holders in one cell


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


def render_claims(rows: Sequence[ClaimRow], *, title: str, total: int, why: bool = False) -> str:
    """Return the claims of a story, in the order given, as one self-contained HTML file.

    `title` names the story, `total` is how many claims it has in all; with `why` each status explains itself.
    """
    return (
        templates()
        .get_template("claims.html.jinja")
        .render(rows=rows, story=title, total=total, why=why, names=names)
    )
