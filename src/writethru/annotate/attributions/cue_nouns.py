"""Nouns that attribute: `S's claim that C`, `allegations that C`, `calls for C`, `S raised doubts about C`."""

from __future__ import annotations

from writethru.annotate.attributions.clauses import clause_end, object_end
from writethru.annotate.attributions.cues import noun_links, noun_stance
from writethru.annotate.attributions.groups import group_start, has_finite, is_finite
from writethru.annotate.attributions.patterns import Pattern, Range, is_negated, negated_stance
from writethru.annotate.attributions.subjects import subject
from writethru.annotate.attributions.tokens import Tokens

LONGEST = 6  # words of a possessor
MODIFIERS = 5  # words between a light verb, or a possessor, and its noun


def cue_noun(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `S's claim that C`, `allegations that C`, `calls for C`, `S raised doubts about C`."""
    low = tokens.low
    if at + 2 >= stop or not _word_before(tokens, at, first):
        return None
    if low[at] in tokens.words.partisans:
        return _partisan(tokens, at, first, stop)
    linked = _linked(tokens, at, first, stop)
    if linked is None:
        return None
    end, content = linked
    source, begin, owned = _owner(tokens, at, first)
    verb = (
        None
        if owned and low[begin - 1] not in tokens.words.possessives
        else _light_verb(tokens, begin - owned, first)
    )
    clausal = low[content[0]] in tokens.words.that
    stance = noun_stance(low[at])
    if verb is not None:
        start = group_start(tokens, verb, first)
        spoken = subject(tokens, start, first)
        if spoken is not None and low[spoken[0]] not in tokens.words.expletives:
            return Pattern(
                spoken, (start, end), (content,), negated_stance(stance, is_negated(tokens, (start, verb))), yields=True, clausal=clausal
            )  # fmt: skip
    if source is None and (
        low[at] in tokens.words.guarded_nouns or (not clausal and low[at + 1] in tokens.words.weak_links)
    ):
        return None
    if not clausal and low[content[0]] not in tokens.words.questions:
        content = content[0], _before_verb(tokens, *content)
    return Pattern(source, (begin, end), (content,), stance, yields=True, clausal=clausal)


def _before_verb(tokens: Tokens, start: int, stop: int) -> int:
    """Return where a noun phrase ends before the verb of its sentence: `concerns about delays | grew`."""
    for at in range(start + 1, stop):
        if tokens.low[at] in tokens.words.relatives or tokens.quoted[at]:
            return stop
        if is_finite(tokens, at):
            return at
    return stop


def _partisan(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `S is a critic of C` and `critics of C`."""
    low = tokens.low
    if low[at + 1] not in tokens.words.partisan_links:
        return None
    _, begin, _ = _owner(tokens, at, first)
    content = (at + 2, object_end(tokens, at + 2, stop))
    stance = noun_stance(low[at])
    if begin > first and low[begin - 1] in tokens.words.be:
        start = group_start(tokens, begin, first)
        source = subject(tokens, start, first)
        if source is not None:
            return Pattern(source, (start, at + 2), (content,), stance, yields=True, clausal=False)
    return None


def _linked(tokens: Tokens, at: int, first: int, stop: int) -> tuple[int, Range] | None:
    """Return where the cue ends after a noun, and the content that follows."""
    low = tokens.low
    link = low[at + 1]
    if link in tokens.words.that and low[at] not in tokens.words.things:
        content = (at + 1, clause_end(tokens, at + 1, stop, first))
        relative = is_finite(tokens, at + 2)  # "a claim that originated in court"
        return None if relative or not has_finite(tokens, at + 2, content[1]) else (at + 1, content)
    if link not in noun_links().get(low[at], ()):
        return None
    if low[at + 2] in tokens.words.times:
        return None
    begins = at + 1 if link in tokens.words.to else at + 2
    if low[begins] in tokens.words.questions:
        return begins, (begins, clause_end(tokens, begins, stop, first))
    return begins, (begins, object_end(tokens, begins, stop))


def _owner(tokens: Tokens, at: int, first: int) -> tuple[Range | None, int, bool]:
    """Return the possessor of a noun as its source, where the cue begins, and whether a possessor was found."""
    low = tokens.low
    for back in range(at - 1, max(first, at - MODIFIERS) - 1, -1):
        if low[back] in tokens.words.possessives:
            return (back, back + 1), back + 1, True
        if low[back].endswith(tokens.words.possessive) and low[back] not in tokens.words.subjects:
            start = back
            while start > first and start > back - LONGEST and _in_name(tokens, start - 1):
                start -= 1
            if start > first and low[start - 1] in tokens.words.determiners:
                start -= 1
            return (start, back + 1), back + 1, True
        if (
            not low[back].replace("-", "a").isalpha()
            or low[back] in tokens.words.prepositions
            or is_finite(tokens, back)
        ):
            break
        if (
            low[back] in tokens.words.determiners
            or low[back] in tokens.words.light
            or low[back] in tokens.words.conjunctions
        ):
            break
    begin = at
    while begin > first and begin > at - MODIFIERS and _modifier(tokens, begin - 1):
        begin -= 1
    while begin > first and low[begin - 1] in tokens.words.determiners:
        begin -= 1
    return None, begin, False


def _in_name(tokens: Tokens, at: int) -> bool:
    """Return whether a word may belong to who possesses: `the Harbour Ministry's`, `the mayor's`."""
    low = tokens.low[at]
    if not tokens.is_word(at) or low in tokens.words.openers or low in tokens.words.conjunctions:
        return False
    return tokens.capital(at) or _modifier(tokens, at)


def _modifier(tokens: Tokens, at: int) -> bool:
    """Return whether an adjective, likely, stands here: a lower-case word of no other known class."""
    low = tokens.low[at]
    if not tokens.word(at)[0].islower() or low in tokens.words.light or is_finite(tokens, at):
        return False
    return low not in tokens.words.no_modifier


def _light_verb(tokens: Tokens, begin: int, first: int) -> int | None:
    """Return the verb right before a noun phrase that begins here, if it is one that says little itself."""
    at = begin - 1
    return at if at >= first and tokens.low[at] in tokens.words.light else None


def _word_before(tokens: Tokens, at: int, first: int) -> bool:
    """Return whether a word stands before a token within its sentence."""
    return at == first or tokens.is_word(at - 1) or tokens.low[at - 1] == ","
