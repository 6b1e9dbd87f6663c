"""Bounds that a claim sets (all, most, few, only, at least, at most) and the cited words do not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from writethru.publish.checking.case import Case, Found
from writethru.publish.checking.figures import figure_words
from writethru.publish.checking.words import Word, table

Phrases = frozenset[tuple[str, ...]]
LONGEST = 4  # words of a phrase that sets a bound
FIGURE = "#"


@cache
def _bounds() -> list[tuple[str, Phrases, Phrases]]:
    """Return each bound with what says it in a claim and what bears it out in a source."""

    def phrases(rows: Sequence[str]) -> Phrases:
        return frozenset(tuple(row.split()) for row in rows)

    return [(b["is"], phrases(b["claimed"]), phrases(b["given"])) for b in table("limits")["bound"]]


def limit_faults(case: Case) -> Found:
    """Yield the bounds of a claim that nothing in the passage sets."""
    if case.claim.kind not in ("sentence", "event") or not case.passages:
        return
    given = {phrase for phrase, _, _ in _phrases(case.near_words(0))}
    quoted = list(case.within(case.told.findings.quotations))
    mine = [w for w in case.words if not any(q.start <= w.start < q.end for q in quoted)]
    said = list(_phrases(mine))
    for kind, claimed, bears in _bounds():
        if not given.isdisjoint(bears):
            continue
        for phrase, start, end in said:
            if phrase in claimed:
                yield "limit", case.told.text[start:end], f"the cited words, which do not say “{kind}”"
                break


def _phrases(words: Sequence[Word]) -> list[tuple[tuple[str, ...], int, int]]:
    """Return each run of a few words, as they stand and with figures as a sign for any figure."""
    found = []
    lows = [w.low for w in words]
    signs = [FIGURE if low[0].isdigit() or low in figure_words() else low for low in lows]
    for at, word in enumerate(words):
        for length in range(1, LONGEST + 1):
            if at + length <= len(words):
                for row in (lows, signs):
                    found.append((tuple(row[at : at + length]), word.start, words[at + length - 1].end))
    return found
