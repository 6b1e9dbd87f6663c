"""What nobody in particular says: `C seems to C`, `C is reportedly C`, `known as C`, and `In a poll, C`, `Based on S, C`."""

from __future__ import annotations

from writethru.annotate.attributions.clauses import clause_end, object_end
from writethru.annotate.attributions.groups import group_start, has_finite, is_finite
from writethru.annotate.attributions.patterns import Pattern
from writethru.annotate.attributions.subjects import subject
from writethru.annotate.attributions.tokens import MARKS, STOPS, Tokens
from writethru.records import Stance

SUPPOSED: Stance = "expects"  # what seems so, negated or not, is nobody's statement


def appearance(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match at one of the words of `cues.appearances`, `cues.hearsay` or `cues.naming`."""
    low = tokens.low[at]
    if low in tokens.words.appearing:
        return _seems(tokens, at, first, stop)
    if low in tokens.words.hearsay:
        return _hearsay(tokens, at, first, stop)
    return _named(tokens, at, first, stop)


def _seems(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `C seems to C`, `C appeared likely to C`, `it seems that C`."""
    low = tokens.low
    ahead = at + 1
    if ahead + 1 >= stop or (low[ahead] in STOPS and low[ahead] not in MARKS):
        return None
    group = group_start(tokens, at, first)
    spoken = subject(tokens, group, first)
    if spoken is None or low[ahead] in tokens.words.conjunctions or low[ahead] in tokens.words.times:
        return None
    if low[ahead] in tokens.words.prepositions and low[ahead] not in tokens.words.after_seeming:
        return None
    to = ahead if low[ahead] in tokens.words.to else 0
    if to and low[to + 1] in tokens.words.forms and "clause" in tokens.words.forms[low[to + 1]].verb.frames:
        return None  # "seems to think that": who thinks
    if low[spoken[0]] in tokens.words.expletives and (
        low[ahead] in tokens.words.that or low[ahead] in tokens.words.subjects
    ):
        content = ((ahead, clause_end(tokens, ahead, stop, first)),)
        return Pattern(None, (group, ahead), content, SUPPOSED, clausal=False)
    return Pattern(
        None, (group, ahead), (spoken, (ahead, clause_end(tokens, ahead, stop, first))), SUPPOSED, True, False
    )


def _hearsay(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `C reportedly C`: an adverb within a verb group, with subject and predicate as content."""
    if at + 2 >= stop:
        return None
    group = group_start(tokens, at, first)
    spoken = subject(tokens, group, first)
    if spoken is None:
        return None
    left = (spoken[0], at)
    return Pattern(
        None, (at, at + 1), (left, (at + 1, clause_end(tokens, at + 1, stop, first))), "asserts", True, False
    )


def _named(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `a plan called C`, `titled C`, `also known as C`."""
    low = tokens.low
    end = at + 1
    if end < stop and low[end] in tokens.words.as_:
        end += 1
    elif low[at] in tokens.words.named_as:
        return None
    if end >= stop or not (low[end] in MARKS or tokens.capital(end) or low[end] in tokens.words.determiners):
        return None
    start = at
    while start > first and (
        tokens.words.adverbial[low[start - 1]] or low[start - 1] in tokens.words.auxiliaries
    ):
        start -= 1
    if any(low[i] in tokens.words.be for i in range(start, at)):
        spoken = subject(tokens, start, first)
        content = (*([spoken] if spoken else []), (end, object_end(tokens, end, stop)))
        return Pattern(None, (start, end), tuple(content), "asserts", True, False)
    if (
        start == first
        or (tokens.is_word(start - 1) and low[start - 1] in tokens.words.subjects)
        or start < at
    ):
        return None
    return Pattern(None, (at, end), ((end, object_end(tokens, end, stop)),), "asserts", False, False)


def evidence_first(tokens: Tokens, first: int, stop: int) -> Pattern | None:
    """Match `In a new poll, C`, `Based on the records, C`, `By his account, C` at the head of a sentence."""
    low = tokens.low
    cue = first + 1
    if tuple(low[first : first + 2]) in tokens.words.based_on:
        cue = first + 2
    elif low[first] not in tokens.words.of_evidence:
        return None
    comma = next((at for at in range(cue, min(cue + 25, stop)) if low[at] == ","), 0)
    if not comma or comma + 2 >= stop:
        return None
    if cue == first + 1 and not any(low[at] in tokens.words.evidence for at in range(cue, comma)):
        return None
    head = next((at for at in range(cue, comma) if low[at] in tokens.words.prepositions), comma)
    if cue == first + 1 and not any(low[at] in tokens.words.evidence for at in range(cue, head)):
        return None
    return Pattern(
        (cue, comma),
        (first, cue),
        ((comma + 1, clause_end(tokens, comma + 1, stop)),),
        "asserts",
        False,
        False,
    )


def evidence_last(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `C in a new poll` at its noun."""
    low = tokens.low
    start = next(
        (i for i in range(at - 1, max(first + 3, at - 9), -1) if low[i] in tokens.words.of_survey), 0
    )
    if not start or any(low[i] in STOPS or is_finite(tokens, i) for i in range(start, at)):
        return None
    end = object_end(tokens, at, stop)
    if end < stop - 1 and low[end] != ",":
        return None
    spoken = first
    while spoken < start and (low[spoken] in tokens.words.openers or low[spoken] == ","):
        spoken += 1
    left = start - 1 if low[start - 1] == "," else start
    if not has_finite(tokens, spoken, left):
        return None
    rest = ((end + 1, clause_end(tokens, end + 1, stop)),) if end + 2 < stop else ()
    return Pattern((start + 1, end), (start, start + 1), ((spoken, left), *rest), "asserts", True, False)
