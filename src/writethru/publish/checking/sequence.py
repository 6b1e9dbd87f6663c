"""Order and cause between two things that a claim tells: said only where the source says it."""

from __future__ import annotations

import re
from functools import cache

from writethru.publish.checking.case import Case, Found
from writethru.publish.checking.senses import base
from writethru.publish.checking.wording import Wording
from writethru.publish.checking.words import Word, listed, words_in

LEAST = 0.5  # of the words of a cause that stand in a sentence of the article that tells a cause


@cache
def _causes() -> re.Pattern[str]:
    rows = sorted(listed("sense", "cause", "claimed"), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(rows)})\b", re.IGNORECASE)


def sequence_faults(case: Case) -> Found:
    """Yield the causes and orders that a claim puts between things and no cited article does."""
    if case.claim.kind not in ("sentence", "event") or not case.passages:
        return
    yield from _cause(case)
    yield from _order(case)


def _cause(case: Case) -> Found:
    """Yield what is given as a cause where no sentence that tells a cause speaks of it."""
    text, span = case.told.text, case.claim.span
    found = _causes().search(text, span.start, span.end)
    if found is None or any(
        q.start <= found.start() < q.end for q in case.within(case.told.findings.quotations)
    ):
        return
    light = frozenset(map(base, listed("sense", "light")))
    why = [w for w in case.words if w.start >= found.end() and base(w.low) not in light]
    what = [w for w in case.words if w.end <= found.start() and base(w.low) not in light]
    if not why:
        return
    for document in case.documents():
        sentences = document.body.sentences
        for index, sentence in enumerate(sentences):
            words = words_in(document.article.text, sentence.start, sentence.end)
            if not {w.low for w in words} & listed("sense", "cause", "given"):
                continue
            before = sentences[index - 1].start if index else sentence.start
            have = Wording(base(w.low) for w in words_in(document.article.text, before, sentence.end))
            if _share(why, have) >= LEAST and _share(what, have) >= LEAST:
                return
    yield "cause", text[found.start() : span.end].strip(), "a cause that the cited article gives"


def _share(words: list[Word], have: Wording) -> float:
    return sum(have.carries(base(w.low)) for w in words) / len(words) if words else 1.0


def _order(case: Case) -> Found:
    """Yield "after" and "before" that the passage does not say, or says the other way round."""
    text = case.told.text
    beside = case.near_text(0)
    given = case.near_words(0)
    have = {w.low for w in given}
    wider = {w.low for w in case.near_words(1)}
    later, earlier = listed("sense", "order", "later"), listed("sense", "order", "earlier")
    for word in case.words:
        if word.low not in later | earlier:
            continue
        following = next((w for w in case.words if w.start > word.end), None)
        if following is None or following.low[0].isdigit() or text[following.start].isupper():
            continue  # "before 2040" is a date
        if not wider & listed("sense", "order", "given"):
            yield "order", text[word.start : word.end], "an order that the cited words give"
            continue
        mine, other = (later, earlier) if word.low in later else (earlier, later)
        if have & other and not have & mine:
            light = frozenset(map(base, listed("sense", "light")))
            ends = text.find(",", word.end, case.claim.span.end)
            ends = ends if ends > 0 else case.claim.span.end
            behind = [w for w in case.words if word.end <= w.start < ends and base(w.low) not in light]
            mark = next(w for w in given if w.low in other)
            after = Wording(base(w.low) for w in given if w.start > mark.start)
            ahead = Wording(base(w.low) for w in given if w.start < mark.start)
            if behind and _share(behind, after) > _share(behind, ahead):
                yield "order", text[word.start : word.end], beside[mark.start : mark.end]
