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
    lexical = stems_listed("cues", "negation", "lexical")
    negated = _scope(mine, listed("cues", "negation"))
    theirs_negated, theirs_plain = _split(theirs, listed("cues", "negation"))
    denies = any(w.stem in lexical for w in theirs)
    if negated and not theirs_negated and not denies:
        yield "negation", " ".join(sorted(negated)), "a negation in the cited words"
    elif negated and negated <= theirs_plain and not negated & theirs_negated and not denies:
        yield "negation", " ".join(sorted(negated)), "the cited words, which do not negate it"
    if any(w.stem in _denials() for w in mine) and not denies and not theirs_negated:
        yield "negation", next(w.low for w in mine if w.stem in _denials()), "a denial in the cited words"
    best = words_in(case.library.text(case.passages[0])) if case.best >= TIGHT else []
    stems = {w.stem for w in mine}
    weighty = {t for t in case.terms if t in case.weights}
    lost, plain = _split(best, listed("cues", "negation"))
    gone = (lost - plain - theirs_plain) & weighty
    if (
        gone
        and not negated
        and not any(w.stem in lexical or w.low in listed("cues", "negation") for w in mine)
    ):
        yield "negation", " ".join(sorted(gone)), "the negation of the cited words"
    if {w.stem for w in best} & _denials() and not stems & lexical and not _cues(mine, "negation"):
        yield "negation", case.text, "the denial of the cited words"
    lost, plain = _split(best, listed("cues", "hedge", "strict"))
    gone = (lost - plain) & weighty
    if gone and not _cues(mine, "hedge") and not stems & stems_listed("cues", "said"):
        yield "hedge", " ".join(sorted(gone)), "the hedge of the cited words"


def _denials() -> frozenset[str]:
    return stems_listed("cues", "negation", "denials")


def _cues(words: Sequence[Word], section: str) -> bool:
    return any(w.low in listed("cues", section) for w in words)


def _scope(words: Sequence[Word], cues: frozenset[str]) -> set[str]:
    """Return the stems on which the cues among some words bear."""
    return _split(words, cues)[0]


def _split(words: Sequence[Word], cues: frozenset[str]) -> tuple[set[str], set[str]]:
    """Return the stems on which cues bear, and those on which none does."""
    plain = listed("cues", "plain")
    borne: set[str] = set()
    free: set[str] = set()
    left = 0
    for word in words:
        if word.low in cues:
            left = REACH
        elif word.low in plain or len(word.low) < 3:
            continue
        elif left:
            left -= 1
            borne.add(word.stem)
        else:
            free.add(word.stem)
    return borne, free
