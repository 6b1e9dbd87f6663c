"""Negations that a claim adds or leaves out beside the words it rests on, and hedges that it leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from writethru.publish.checking.case import Case, Found
from writethru.publish.checking.words import Word, listed, stems_listed, words_in

REACH = 4  # words behind a cue that it bears on
TIGHT = 0.5  # share of a claim's words that a passage needs before what it negates counts against the claim


def polarity_faults(case: Case) -> Found:
    """Yield the negations and hedges in which a claim and what it cites differ."""
    mine, theirs = case.words, words_in(case.near_text(1))
    inner = words_in(case.near_text(0))
    cues, lexical = listed("cues", "negation"), stems_listed("cues", "negation", "lexical")
    stems = {w.stem for w in mine}
    negated, _ = _split(mine, cues, REACH)
    borne, free = _split(theirs, cues | listed("cues", "negation", "strong"), REACH)
    denies = any(w.low in cues or w.stem in lexical for w in inner)
    met = negated & (borne | free)
    if negated and (not met & borne if met else not denies):
        yield "negation", " ".join(w.low for w in mine if w.stem in negated), "the cited words, which do not negate it"
    if stems & _denials() and not denies and not any(w.low in cues for w in theirs):
        yield "negation", next(w.low for w in mine if w.stem in _denials()), "a denial in the cited words"
    top = words_in(case.top)
    weighty = set(case.terms)
    lost, plain = _split(top, cues | listed("cues", "negation", "strong"), 2)
    gone = (lost - plain - free) & weighty
    open_ended = _cues(mine, "open") or bool(stems & lexical)
    if gone and case.best >= TIGHT and not negated and not open_ended:
        yield "negation", " ".join(sorted(gone)), "the negation of the cited words"
    lost, plain = _split(top, listed("cues", "hedge", "strict"), REACH)
    gone = (lost - plain) & weighty
    if gone and case.best >= TIGHT and not _cues(mine, "hedge") and not stems & stems_listed("cues", "said"):
        yield "hedge", " ".join(sorted(gone)), "the hedge of the cited words"


def _denials() -> frozenset[str]:
    return stems_listed("cues", "negation", "denials")


def _cues(words: Sequence[Word], section: str) -> bool:
    return any(w.low in listed("cues", section) for w in words)


def _split(words: Sequence[Word], cues: frozenset[str], reach: int) -> tuple[set[str], set[str]]:
    """Return the stems on which cues bear, and those on which none does."""
    plain = listed("cues", "plain")
    borne: set[str] = set()
    free: set[str] = set()
    left = 0
    for word in words:
        if word.low in cues:
            left = reach
        elif word.low in plain or len(word.low) < 3:
            continue
        elif left:
            left -= 1
            borne.add(word.stem)
        else:
            free.add(word.stem)
    return borne, free
