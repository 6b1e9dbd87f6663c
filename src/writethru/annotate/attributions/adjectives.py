"""Adjectives that attribute: `S is worried that C`, `S was critical of C`, `S is eager to C`."""

from __future__ import annotations

from functools import cache
from typing import cast

from writethru.annotate import lexicon
from writethru.annotate.attributions.clauses import clause_end, object_end
from writethru.annotate.attributions.cues import STANCES, closed_class
from writethru.annotate.attributions.patterns import Pattern, is_negated, negated_stance
from writethru.annotate.attributions.subjects import STOPS, group_start, is_adverb, subject
from writethru.annotate.attributions.tokens import MARKS, Tokens
from writethru.records import Stance


@cache
def adjectives(language: str = "en") -> dict[str, Stance]:
    """Return the adjectives that attribute, with their stance."""
    table = lexicon.table("cues", language)["adjectives"]
    return {word: stance for stance in STANCES for word in cast(str, table.get(stance, "")).split()}


@cache
def _class(name: str, language: str = "en") -> frozenset[str]:
    return frozenset(cast(str, lexicon.table("cues", language)["adjectives"][name]).split())


def adjective(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `S is worried that C`, `S was critical of C`, `S is eager to C` at an adjective."""
    low = tokens.low
    if at + 2 >= stop:
        return None
    start = at
    while start > first and (is_adverb(low[start - 1]) or low[start - 1] in closed_class("degrees")):
        start -= 1
    if start == first or low[start - 1] not in closed_class("copulas"):
        return None
    start = group_start(tokens, start - 1, first)
    source = subject(tokens, start, first)
    if source is None or low[source[0]] in ("it", "there"):
        return None
    link, end = low[at + 1], at + 1
    if link == "that" or link in closed_class("subjects"):
        content = (end, clause_end(tokens, end, stop, first))
    elif link == "to" and low[at] in _class("infinitive"):
        content = (end, clause_end(tokens, end, stop, first))
    elif link in _class("links") and (low[at + 2] not in STOPS or low[at + 2] in MARKS) and link != "to":
        end += 1
        content = (end, object_end(tokens, end, stop))
    else:
        return None
    if content[1] <= content[0]:
        return None
    stance = negated_stance(adjectives()[low[at]], is_negated(tokens, (start, at)))
    return Pattern(source, (start, end), (content,), stance, False, link in ("that", "to"))
