"""One attribution within a sentence as token ranges, and how negation turns its stance."""

from __future__ import annotations

from typing import NamedTuple

from writethru.annotate.attributions.tokens import Tokens
from writethru.records import Stance

Range = tuple[int, int]


class Pattern(NamedTuple):
    """Token ranges of one attribution; `source` is None if nobody is named in the sentence."""

    source: Range | None
    cue: Range
    content: tuple[Range, ...]
    stance: Stance
    after: bool = False  # the cue stands after its content
    clausal: bool = True  # a statement, not an object of an attitude
    elliptic: bool = False  # a finite verb without a subject of its own: it needs a speaker before it
    yields: bool = False  # other patterns take their words first: the cue is a noun or an infinitive
    verification: bool = False  # a remark on what could, or could not, be verified
    inner: Pattern | None = None  # a statement reported within this one


def is_negated(tokens: Tokens, cue: Range) -> bool:
    """Return whether a cue holds a negation, such as `did not` or `never`."""
    return not tokens.words.negations.isdisjoint(tokens.low[cue[0] : cue[1]])


def negated_stance(stance: Stance, negated: bool) -> Stance:
    """Return what a negated cue says: not to deny is to assert, not to want is to deny, not to say is doubt."""
    if not negated:
        return stance
    return "asserts" if stance in ("denies", "doubts") else "denies" if stance == "expects" else "doubts"
