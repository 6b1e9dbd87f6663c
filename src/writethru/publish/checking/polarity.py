"""Negations that a claim adds or leaves out beside the words it rests on, and hedges that it leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from writethru.publish.checking.case import Case, Found
from writethru.publish.checking.senses import base, near, opposites
from writethru.publish.checking.words import Word, is_month, listed, stems_listed, words_in

REACH = 4  # words behind a cue that it bears on
TIGHT = 0.5  # share of a claim's words that a passage needs before what it negates counts against the claim


def polarity_faults(case: Case) -> Found:
    """Yield the negations and hedges in which a claim and what it cites differ."""
    mine, theirs = case.words, case.near_words(1)
    inner = case.near_words(0)
    cues, lexical = listed("cues", "negation"), stems_listed("cues", "negation", "lexical")
    stems = {w.stem for w in mine}
    strong = cues | listed("cues", "negation", "strong")
    top = [w for w in words_in(case.top) if not is_month(w, case.top)]
    named = {w.stem for n in case.names for w in words_in(case.told.text, n.start, n.end)}
    negated = _split(mine, cues, REACH)[0] - named
    lost, plain = _split(top, strong, REACH)
    borne, free = _split(theirs, strong, REACH)
    met, wider = negated & (lost | plain), negated & (borne | free)
    denied = not negated & lost if met else not wider & borne if wider else not _negates(inner, cues, lexical)
    if negated and denied and not (met or wider) & (lost | borne) and not _borne_out(mine, cues, top, strong):
        yield (
            "negation",
            " ".join(w.low for w in mine if w.stem in negated),
            "the cited words, which do not negate it",
        )
    if stems & _denials() and not _negates(theirs, cues, lexical):
        yield "negation", next(w.low for w in mine if w.stem in _denials()), "a denial in the cited words"
    lost, plain = _split(top, strong, 2)
    gone = (lost - plain) & set(case.terms)
    if gone and case.best >= TIGHT and not negated and not _cues(mine, "open") and not stems & lexical:
        yield "negation", " ".join(sorted(gone)), "the negation of the cited words"
    weighty = set(case.terms)
    lost, plain = _split(top, listed("cues", "hedge", "strict"), REACH)
    gone = (lost - plain) & weighty
    if gone and case.best >= TIGHT and not _cues(mine, "hedge") and not stems & stems_listed("cues", "said"):
        yield "hedge", " ".join(sorted(gone)), "the hedge of the cited words"


def _borne_out(
    mine: Sequence[Word], cues: frozenset[str], theirs: Sequence[Word], strong: frozenset[str]
) -> bool:
    """Return whether what a claim negates is negated in like words, or excluded by a word of the source."""
    negated = {base(w) for w in _split(mine, cues, 1, low=True)[0]}  # what stands beside the cue
    borne = {base(w) for w in _split(theirs, strong, REACH, low=True)[0]}
    have = {base(w.low) for w in theirs}
    if any(near(a, b) for a in negated for b in borne) or {w.low for w in mine} & listed("cues", "bounded"):
        return True
    return any(
        not have.isdisjoint(opposites(word))
        or any(prefix + word in have for prefix in ("un", "in", "dis", "im"))
        for word in negated
    )


def _negates(words: Sequence[Word], cues: frozenset[str], lexical: frozenset[str]) -> bool:
    return any(w.low in cues or w.stem in lexical for w in words)


def _denials() -> frozenset[str]:
    return stems_listed("cues", "negation", "denials")


def _cues(words: Sequence[Word], section: str) -> bool:
    return any(w.low in listed("cues", section) for w in words)


def _split(
    words: Sequence[Word], cues: frozenset[str], reach: int, low: bool = False, stops: bool = False
) -> tuple[set[str], set[str]]:
    """Return the stems (or the words) on which cues bear, and those on which none does."""
    plain = listed("cues", "plain")
    borne: set[str] = set()
    free: set[str] = set()
    left = 0
    for index, word in enumerate(words):
        if stops and index and word.start - words[index - 1].end > 1:  # a comma, a full stop
            left = 0
        if word.low in cues:
            until = any(
                w.low in listed("cues", "negation", "lifted") for w in words[index : index + 2 * REACH]
            )
            left = 0 if until else reach
        elif word.low in plain or len(word.low) < 3:
            continue
        elif left:
            left -= 1
            borne.add(word.low if low else word.stem)
        else:
            free.add(word.low if low else word.stem)
    return borne, free
