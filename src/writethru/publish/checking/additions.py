"""What a claim adds to the articles that it cites: words of weight of which no article has one like it.

A writer who puts an article in other words finds another verb, but seldom a thing, a manner or a judgement of
which the article has no trace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from writethru.publish.checking.case import Case, Found
from writethru.publish.checking.senses import base, bases_listed
from writethru.publish.checking.words import Word, listed

PART = re.compile(r"[,;:—–]|\b[a-z]{2,7}\b")
MANNER = ("ly", "est")  # endings of words that judge, whatever they stand beside
LEAST = 5  # letters of such a word


def addition_faults(case: Case) -> Found:
    """Yield the words of weight in phrases of which nothing is carried, and the judgements that are not."""
    if case.claim.kind not in ("sentence", "event"):
        return
    weighty = list(_weighty(case))
    lost = [w for w in weighty if not case.library.all_words.carries(base(w.low))]
    if not lost:
        return
    parts, telling = list(_parts(case)), {*weighty, *(w for w in case.words if w.low[0].isdigit())}
    for word in lost:
        if (len(word.low) > LEAST and word.low.endswith(MANNER)) or _alone(case, word, parts, telling):
            yield "addition", word.low, "a word of a cited article, or one of like meaning"


def _alone(case: Case, word: Word, parts: list[tuple[int, int]], telling: Set[Word]) -> bool:
    """Return whether no `telling` word of a word's phrase is carried, and none is a name, a figure or a time."""
    start, end = next((a, b) for a, b in parts if a <= word.start < b)
    if (start, end) == parts[0]:
        return False
    named = any(start <= f.start < end for f in (*case.names, *case.times))
    return not named and not any(
        w.low[0].isdigit() or case.library.all_words.carries(base(w.low))
        for w in telling
        if start <= w.start < end
    )


def _parts(case: Case) -> Iterator[tuple[int, int]]:
    """Yield the phrases of a claim: from a comma or a word that opens one to the next."""
    span, openers = case.claim.span, listed("sense", "phrase", "openers")
    start = span.start
    for mark in PART.finditer(case.told.text, span.start, span.end):
        if not mark.group()[0].isalpha() or mark.group() in openers:
            yield start, mark.start()
            start = mark.start()
    yield start, span.end


def _weighty(case: Case) -> Iterator[Word]:
    """Yield the words of a claim that stand in no name, time or quotation and are not light."""
    findings = (*case.names, *case.times, *case.within(case.told.findings.quotations))
    light = bases_listed("sense", "light")
    for word in case.words:
        if len(word.low) < 3 or word.low[0].isdigit() or base(word.low) in light:
            continue
        if not any(f.start <= word.start < f.end for f in findings):
            yield word
