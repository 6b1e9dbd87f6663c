"""Nouns that attribute: `S's claim that C`, `allegations that C`, `calls for C`, `his promise to C`."""

from __future__ import annotations

from writethru.annotate.attributions.clauses import clause_end, object_end
from writethru.annotate.attributions.cues import closed_class, noun_links, noun_stance
from writethru.annotate.attributions.patterns import Pattern, Range
from writethru.annotate.attributions.subjects import has_finite, is_finite
from writethru.annotate.attributions.tokens import Tokens


def cue_noun(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `S's claim that C`, `allegations that C`, `calls for C`, `his promise to C`."""
    low = tokens.low
    if at + 2 >= stop or not _word_before(tokens, at, first):
        return None
    link, clausal = low[at + 1], low[at + 1] == "that"
    if clausal:
        content = (at + 1, clause_end(tokens, at + 1, stop, first))
        if not has_finite(tokens, at + 2, content[1]):
            return None
    elif link in noun_links().get(low[at], ()):
        begins = at + 1 if link == "to" else at + 2
        content = (begins, object_end(tokens, begins, stop))
    else:
        return None
    source, begin = _owner(tokens, at, first)
    if not clausal and link in ("to", "on") and source is None:
        return None
    cue = (begin, at + 1 if clausal or link == "to" else at + 2)
    return Pattern(source, cue, (content,), noun_stance(low[at]), False, clausal)


def _owner(tokens: Tokens, at: int, first: int) -> tuple[Range | None, int]:
    """Return the possessor of a noun as its source, and where the cue begins."""
    low = tokens.low
    for back in range(at - 1, max(first, at - 3) - 1, -1):
        if low[back] in closed_class("possessives"):
            return (back, back + 1), back + 1
        if low[back].endswith(("'s", "s'")) and low[back] not in closed_class("subjects"):
            start = back
            while (
                start > first
                and tokens.capital(start - 1)
                and tokens.is_word(start - 1)
                and tokens.capital(start)
            ):
                start -= 1
            return (start, back + 1), back + 1
        if (
            not tokens.low[back].isalpha()
            or low[back] in closed_class("prepositions")
            or is_finite(tokens, back)
        ):
            break
    begin = at
    while begin > first and low[begin - 1] in closed_class("determiners"):
        begin -= 1
    return None, begin


def _word_before(tokens: Tokens, at: int, first: int) -> bool:
    """Return whether a word stands before a token within its sentence."""
    return at == first or tokens.is_word(at - 1) or tokens.low[at - 1] == ","
