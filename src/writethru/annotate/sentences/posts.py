"""Where a post is shown within a report: it ends in the name, the handle and the day of who posted it.

`… — Harbour Office (@lorneharbour) March 4, 2031`, as the pages of outlets embed it. Its words are not the outlet's.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_CREDIT = re.compile(
    r"\(@\w{1,20}\)\s{0,3}(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4})\b"
)
_DASHES = ("—", "–", " - ")
NAME = 80  # characters between the dash and the handle


def posted(text: str, paragraphs: list[tuple[int, int, int]]) -> dict[int, int]:
    """Return for each paragraph with a post where its last one ends, given number, start and end of all paragraphs."""
    found: dict[int, int] = {}
    starts = [start for _, start, _ in paragraphs]
    for credit in _CREDIT.finditer(text):
        index = bisect_right(starts, credit.start()) - 1
        number, start, _ = paragraphs[index]
        dash = max(text.rfind(sign, max(start, credit.start() - NAME), credit.start()) for sign in _DASHES)
        above = paragraphs[index - 1] if index else None
        apart = dash < 0 and above is not None and text[above[2] - 1] in "—–"  # the dash ends the lines above
        if dash >= 0 or apart:
            found[number] = credit.end()
        if above is not None and (apart or (dash >= 0 and not text[start:dash].strip())):
            found[above[0]] = above[2]
    return found
