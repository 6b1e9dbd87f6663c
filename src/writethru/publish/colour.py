"""Words that only colour the one behind them (`a stinging rebuke`), cut where the rest stays as it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from writethru.publish.checking.words import alternatives, listed

VOWELS = "aeiou"
NO = re.compile(
    r"\b(?:[Nn]o|[Nn]ot|[Nn]ever|[Nn]or|without)\b|n['’]t\b"
)  # what is denied may be the colour alone


def colour_cuts(words: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a sentence that only colour what stands behind them; its quotations are blanked out."""
    for match in _coloured().finditer(words):
        before, after = match[1].lower(), match[4]
        if after.lower() in listed("pieces", "last") or after.lower() in listed(
            "sense", "small", "preposition"
        ):
            continue  # it is a noun there: "a bombshell from the harbour"
        if not may_go(before, match[2]) or NO.search(words, 0, match.start()):
            continue
        if before in ("a", "an") and (before == "an") != (after[0].lower() in VOWELS):
            continue  # the article would have to change with it
        yield match.start(2), match.end(3)


def may_go(before: str, word: str) -> bool:
    """Return whether a word that colours stands where it may be cut: an adjective behind a determiner, an adverb anywhere."""
    if word.endswith("ly"):
        return before not in listed("judging", "cut", "degree")
    return before in listed("judging", "cut", "before") or before.endswith(("'s", "’s", "s’", "s'"))


@cache
def _coloured() -> re.Pattern[str]:
    words = alternatives("judging", "cut")
    return re.compile(rf"(?<![\w’'-])([\w’'-]{{1,30}}) ((?:{words})(?![\w-]))( )(?=([\w’'-]{{2,30}}))")
