"""Adjectives that attribute: `S is worried that C`, `S was critical of C`, `S is eager to C`."""

from __future__ import annotations

from typing import cast

from writethru.annotate import lexicon
from writethru.annotate.attributions.chains import chain_start, controller
from writethru.annotate.attributions.clauses import clause_end, object_end
from writethru.annotate.attributions.cues import STANCES, forms_of
from writethru.annotate.attributions.groups import group_start
from writethru.annotate.attributions.patterns import Pattern, is_negated, negated_stance
from writethru.annotate.attributions.subjects import skip_time, subject
from writethru.annotate.attributions.tokens import MARKS, STOPS, Tokens
from writethru.annotate.lexicon import by_language
from writethru.records import Stance


@by_language
def adjectives() -> dict[str, Stance]:
    """Return the adjectives that attribute, with their stance."""
    table = lexicon.table("cues")["adjectives"]
    return {word: stance for stance in STANCES for word in cast(str, table.get(stance, "")).split()}


@by_language
def _class(name: str) -> frozenset[str]:
    return frozenset(cast(str, lexicon.table("cues")["adjectives"][name]).split())


def adjective(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `S is worried that C`, `S was critical of C`, `S is eager to C` at an adjective."""
    low = tokens.low
    if at + 2 >= stop:
        return None
    if low[at] in _class("made") and (made := _made(tokens, at, first)) is not None:
        return _made_clear(tokens, made, at, first, stop)
    start = at
    while start > first and (
        tokens.words.adverbial[low[start - 1]] or low[start - 1] in tokens.words.degrees
    ):
        start -= 1
    if start == first or low[start - 1] not in tokens.words.copulas:
        return None
    start = group_start(tokens, start - 1, first)
    source = subject(tokens, start, first)
    if source is None or low[source[0]] in tokens.words.expletives:
        return None
    link, end = low[at + 1], at + 1
    if (
        link in tokens.words.that
        or link in tokens.words.subjects
        or (link in tokens.words.to and low[at] in _class("infinitive"))
    ):
        content = (end, clause_end(tokens, end, stop, first))
    elif (link in tokens.words.to and low[at] in _class("toward")) or (
        link in _class("links")
        and low[at] not in _class("bound")
        and (low[at + 2] not in STOPS or low[at + 2] in MARKS)
        and link not in tokens.words.to
    ):
        end += 1
        content = (end, object_end(tokens, end, stop))
    else:
        return None
    if content[1] <= content[0]:
        return None
    stance = negated_stance(adjectives()[low[at]], is_negated(tokens, (start, at)))
    return Pattern(source, (start, end), (content,), stance, False, link in tokens.words.content_openers)


@by_language
def _making() -> frozenset[str]:
    return forms_of(tuple(_class("making")))


def _made(tokens: Tokens, at: int, first: int) -> int | None:
    """Return the form of "make" that stands within a few words before "clear"."""
    return next((i for i in range(at - 1, max(first, at - 4), -1) if tokens.low[i] in _making()), None)


def _made_clear(tokens: Tokens, made: int, at: int, first: int, stop: int) -> Pattern | None:
    """Match `S made it clear that C`."""
    low = tokens.low
    start = chain_start(tokens, group_start(tokens, made, first), first)
    source = subject(tokens, start, first) or controller(tokens, start, first)
    ahead = skip_time(tokens, at + 1, stop)
    if source is None or ahead + 1 >= stop or not (low[ahead] == ":" or low[ahead] in tokens.words.clause_openers or low[ahead] in tokens.words.subjects
                                                   or low[ahead] in tokens.words.determiners):  # fmt: skip
        return None
    ahead += low[ahead] == ":"
    content = (ahead, clause_end(tokens, ahead, stop, first))
    return Pattern(source, (start, at + 1), (content,), "asserts") if content[1] > content[0] else None
