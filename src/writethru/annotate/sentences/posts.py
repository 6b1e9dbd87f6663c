"""Where a post is shown within a report: it ends in the name, the handle and the day of who posted it.

`… — Harbour Office (@lorneharbour) March 4, 2031`, as the pages of outlets embed it. Its words are not the outlet's.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from writethru.annotate.lexicon import by_language
from writethru.annotate.sentences.phrases import table

# A dash, a name that is looked at below, a handle and a day, with which the line ends or something new begins.
_CREDIT = re.compile(
    r"(?:[—–]|(?<!\S)-)\s{0,3}(?P<name>[^\s—–(][^\n—–(]{0,58})\(@\w{1,20}\),?\s{0,3}"
    r"(?:\d{1,2}:\d\d ?[AaPp]\.?[Mm]\.? [·•-] )?"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4})\b(?!,? {0,2}[a-z])"
)
WORDS = 7  # of a name


def posted(text: str, paragraphs: list[tuple[int, int, int]]) -> dict[int, int]:
    """Return for each paragraph with a post where its last one ends, given number, start and end of all paragraphs.

    Where the name stands on a line of its own, the paragraph above it is the post. Of a post in several paragraphs only
    the last is known.
    """
    found: dict[int, int] = {}
    starts = [start for _, start, _ in paragraphs]
    for credit in _CREDIT.finditer(text):
        if not _is_name(credit["name"]):
            continue
        dash = bisect_right(starts, credit.start()) - 1
        number, start, end = paragraphs[dash]
        found[number] = min(end, credit.end())
        found[paragraphs[bisect_right(starts, credit.end() - 1) - 1][0]] = credit.end()
        if dash > 1 and not text[start : credit.start()].strip():  # under the first it may be a byline
            above, _, stop = paragraphs[dash - 1]
            found[above] = stop
    return found


def _is_name(text: str) -> bool:
    words = text.split()
    return (
        len(words) <= WORDS
        and not text[0].islower()
        and not any(word[0].islower() and word not in _small() for word in words)
    )


@by_language
def _small() -> frozenset[str]:
    return frozenset(table()["names"]["posters"])
