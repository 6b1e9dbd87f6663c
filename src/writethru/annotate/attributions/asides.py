"""Cues in an aside or a relative clause: `as S noted`, `what S called C`, `which S said C`."""

from __future__ import annotations

from writethru.annotate.attributions.clauses import clause_end, object_end, skip_adverbials
from writethru.annotate.attributions.cues import Form
from writethru.annotate.attributions.groups import is_finite
from writethru.annotate.attributions.patterns import Pattern, Range, is_negated, negated_stance
from writethru.annotate.attributions.subjects import nearest_phrase, subject
from writethru.annotate.attributions.tokens import DASHES, MARKS, STOPS, Tokens

NEAR = 7  # tokens between such a pronoun and the verb group


def relative_object(
    tokens: Tokens, form: Form, group: int, at: int, first: int, stop: int, bare: bool
) -> Pattern | None:
    """Match `what S called C`, `which S said C`, `that S rejected`: the pronoun is part of the content."""
    low, frames = tokens.low, form.verb.frames
    source = subject(tokens, group, first) if group > first + 1 else None
    if source is None or source[0] == first or source[1] - source[0] >= NEAR or form.kind == "ing":
        return None
    pronoun = source[0] - 1
    while pronoun > first and low[pronoun] in tokens.words.openers:
        pronoun -= 1  # "which even critics say"
    unfinished = at + 1 < stop and "clause" in frames and is_finite(tokens, at + 1)  # "said | were asleep"
    if low[pronoun] not in tokens.words.object_pronouns:
        return None
    if low[pronoun] in tokens.words.that and not bare and not unfinished:
        return None
    stance = next(iter({**frames, **form.verb.particles}.values()))
    end, particle = at + 1, at + 1
    if end < stop and low[end] in form.verb.particles:
        particle = end = end + 1
    goes_on = end < stop and low[end] not in STOPS and low[end] not in tokens.words.no_predicate
    if goes_on and low[pronoun] in tokens.words.that and not unfinished:
        return None
    pieces: list[Range] = [(pronoun, pronoun + 1)]
    if goes_on or (end < stop and low[end] in MARKS):
        finite = is_finite(tokens, end) and "clause" not in frames
        if not finite:
            pieces.append((end, (clause_end if "clause" in frames else object_end)(tokens, end, stop)))
    return Pattern(source, (group, particle), tuple(pieces), negated_stance(stance, is_negated(tokens, (group, at))),
                   False, False)  # fmt: skip


def contact_clause(tokens: Tokens, form: Form, group: int, at: int, first: int, stop: int) -> Pattern | None:
    """Match `names he said would follow`: what he says goes on without a subject, for the noun before him is it."""
    low, end = tokens.low, at + 1
    noun = group - 2
    if "clause" not in form.verb.frames or noun <= first or end + 1 >= stop or not is_finite(tokens, end):
        return None
    if (
        not tokens.words.pronominal[low[group - 1]]
        or not tokens.is_word(noun)
        or tokens.words.adverbial[low[noun]]
    ):
        return None
    if low[noun] in tokens.words.no_contact or is_finite(tokens, noun):
        return None
    start, _ = nearest_phrase(tokens, max(first, noun - NEAR), noun + 1)
    stance = negated_stance(form.verb.frames["clause"], is_negated(tokens, (group, at)))
    pieces = ((start, noun + 1), (end, clause_end(tokens, end, stop)))
    return Pattern((group - 1, group), (group, end), pieces, stance, False, False)


def as_said(tokens: Tokens, form: Form, group: int, at: int, first: int, stop: int) -> Pattern | None:
    """Match `As S noted, C`, `C, as S noted` and `As reported by S, C`."""
    low, frames = tokens.low, form.verb.frames
    statement = frames.get("clause") or frames.get("that")
    if statement is None or form.kind in ("base", "ing"):
        return None
    ahead, source = at + 1, subject(tokens, group, first)
    if (
        source is None
        and group > first
        and low[group - 1] in tokens.words.as_
        and ahead + 1 < stop
        and low[ahead] in tokens.words.by
    ):
        source = (ahead + 1, object_end(tokens, ahead + 1, stop))
        opening, ahead, cue = group - 1, source[1], (group - 1, ahead + 1)
    elif source is not None and source[0] > first and low[source[0] - 1] in tokens.words.as_:
        opening, cue = source[0] - 1, (group, at + 1)
        ahead = skip_adverbials(tokens, ahead, stop)
    else:
        return None
    if ahead + 3 < stop and low[ahead] == "," and (opening == first or low[opening - 1] not in STOPS
                                                   or low[first] in tokens.words.openers):  # fmt: skip
        return Pattern(source, cue, ((ahead + 1, clause_end(tokens, ahead + 1, stop)),), statement)
    if opening - first > 3 and (low[opening - 1] == "," or low[opening - 1] in DASHES):
        rest = (
            ((ahead + 1, clause_end(tokens, ahead + 1, stop)),)
            if ahead + 2 < stop and low[ahead] in STOPS
            else ()
        )
        return Pattern(source, cue, ((first, opening - 1), *rest), statement, True)
    return None
