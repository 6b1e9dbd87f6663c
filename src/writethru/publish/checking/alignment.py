"""A claim that is nearly a copy of its passage, word beside word: what was put in, left out or put in place of it.

Where a page keeps an article's wording, the few words in which it differs are where it says something else. Words in
square brackets are the page's own, and other checks look at them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from writethru.publish.checking.case import Case, Found
from writethru.publish.checking.names import main_person
from writethru.publish.checking.words import Word, is_month, listed, words_in

COPIED = 0.7  # share of a claim's words that stand in the passage in the same order
SHORT = 4  # words; a longer cut is a clause that a writer may leave out, negations and all
LONGEST = 300  # words of a claim; the time of comparing grows as a square, and no sentence is as long
REACH = 8  # words behind a negation within which "until" lifts it
FULL_STOP = re.compile(r"[.!?][\"”’]?\s")
BRACKETED = re.compile(r"\[[^\[\]]{0,80}\]")


def alignment_faults(case: Case) -> Found:
    """Yield the negations, hedges, names and numbers in which a near copy differs from its passage."""
    if not case.passages:
        return
    span = case.claim.span
    own = [m.span() for m in BRACKETED.finditer(case.told.text, span.start, span.end)]
    mine = [
        w
        for w in case.words
        if w.start not in case.told.inserted and not any(a <= w.start < b for a, b in own)
    ]
    if len(mine) > LONGEST:
        return
    for beside in dict.fromkeys((case.top, case.near_text(1))):
        theirs = words_in(beside)
        steps = SequenceMatcher(
            None, [w.low for w in mine], [w.low for w in theirs], autojunk=False
        ).get_opcodes()
        kept = sum(i2 - i1 for tag, i1, i2, _, _ in steps if tag == "equal")
        if kept >= COPIED * len(mine) and kept >= SHORT:
            break
    else:
        return
    for index, (tag, i1, i2, j1, j2) in enumerate(steps):
        inner = 0 < index < len(steps) - 1
        if tag == "equal" or (tag == "delete" and not inner and i1 == i2):
            continue
        put, cut = mine[i1:i2], theirs[j1:j2]
        if inner and cut and FULL_STOP.search(beside, theirs[j1 - 1].end, theirs[j2 - 1].end):
            continue
        until = {w.low for w in theirs[j2 : j2 + REACH]} & listed("cues", "negation", "lifted") - {
            w.low for w in mine
        }
        short = inner and j2 - j1 <= SHORT and not until
        yield from _cue_faults(case, put, [w for w in cut if short and not is_month(w, beside)])
        if tag == "replace" and (j2 - j1 <= SHORT if inner else index == 0):
            ends = beside[theirs[j2].start :] if j2 < len(theirs) else ""
            reach = len(beside) - len(ends)
            opened = max(beside.rfind(sign, 0, reach) for sign in (". ", "! ", "? ", "\n", ".” "))
            yield from _name_faults(case, put, [w for w in cut[-SHORT:] if w.start > opened], beside)


def _cue_faults(case: Case, put: Sequence[Word], cut: Sequence[Word]) -> Found:
    """Yield the negations that a claim puts in or leaves out, and the hedges that it leaves out."""
    for kind, both in (("negation", True), ("hedge", False)):
        cues = listed("cues", kind, "words" if both else "strict")
        more, less = [w.low for w in put if w.low in cues], [w.low for w in cut if w.low in cues]
        if less and not more:
            yield kind, case.text, f"the cited word “{less[0]}”"
        elif both and more and not less:
            yield kind, more[0], "the cited words, which do not have it"


def _name_faults(case: Case, put: Sequence[Word], cut: Sequence[Word], beside: str) -> Found:
    """Yield a name that stands in place of another; a name for "he" is the page's right."""
    text = case.told.text
    stems = {w.stem for w in cut}
    wrong = [w for w in put if text[w.start].isupper() and w.stem not in stems]
    mentioned = [m for m in case.names if any(m.start <= w.start < m.end for w in wrong)]
    if put[0].start == case.claim.span.start and any(
        main_person(d) in {w.stem for w in put} for d in case.documents()
    ):
        return
    if mentioned and any(beside[w.start].isupper() and w.low not in listed("cues", "plain") for w in cut):
        yield "name", text[mentioned[0].start : mentioned[0].end], " ".join(w.low for w in cut)
