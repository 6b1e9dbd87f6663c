"""Who holds what is attributed: the joined name of a source, or its office or group, and of what kind."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache

from writethru.annotate import lexicon
from writethru.annotate.cues import closed_class
from writethru.annotate.tokens import Tokens
from writethru.records import HolderKind, Mention

LONGEST = 8  # words of an office or group that is kept as a holder


@cache
def _heads(kind: str) -> frozenset[str]:
    return frozenset(lexicon.table("holders")[kind].split())


def _head_end(tokens: Tokens, start: int, stop: int) -> int:
    """Return where the head of a source ends: before an apposition, a relative clause, a preposition."""
    for at in range(start + 1, stop):
        if tokens.low[at] in (",", "(", "—", "–", "--", "who", "that", "which", "whose"):
            return at
    return stop


def _head_noun(tokens: Tokens, start: int, end: int) -> str:
    for at in range(start + 1, end):
        if tokens.low[at] in closed_class("prepositions"):
            end = at
            break
    return tokens.low[end - 1] if end > start else ""


def _kind_of(noun: str, phrase: str) -> HolderKind:
    if noun in _heads("unnamed") or not noun:
        return "unnamed"
    if noun in _heads("office"):
        return "office"
    if noun in _heads("outlet"):
        return "outlet"
    if noun in _heads("organisation"):
        return "organisation"
    if phrase and phrase[0].isupper():
        return "organisation"
    return "group" if noun in _heads("group") or noun.endswith("s") else "unnamed"


def holder_of(
    tokens: Tokens, source: tuple[int, int], names: tuple[Mention, ...], starts: list[int]
) -> tuple[str, HolderKind]:
    """Return holder and kind of a source, not a pronoun, given the mentions and their start offsets."""
    start, stop = source
    end = _head_end(tokens, start, stop)
    left, right = tokens.start[start], tokens.end[end - 1]
    inside = [
        names[i]
        for i in range(bisect_left(starts, left), bisect_left(starts, right))
        if names[i].end <= right
    ]
    noun_end = end
    for at in range(start + 1, end):
        if tokens.low[at] in closed_class("prepositions"):
            noun_end = at
            break
    head_right = tokens.end[noun_end - 1]
    people = [mention for mention in inside if mention.kind == "person" and mention.end <= head_right]
    if people:
        return people[-1].name or tokens.text[people[-1].start : people[-1].end], "person"
    while start < end - 1 and (tokens.low[start] in closed_class("determiners") or not tokens.is_word(start)):
        start += 1
    phrase = tokens.text[tokens.start[start] : tokens.end[min(end, start + LONGEST) - 1]]
    last = [mention for mention in inside if mention.end == head_right]
    if (
        last
        and last[-1].kind in ("organisation", "place", "people")
        and last[-1].start <= tokens.start[start]
    ):
        outlet = tokens.low[noun_end - 1] in _heads("outlet") or phrase.lower() in _heads("outlet")
        return last[-1].name or phrase, "outlet" if outlet else "organisation"
    noun = _head_noun(tokens, start, end)
    if noun in _heads("unnamed"):
        return "", "unnamed"
    kind = _kind_of(noun, phrase)
    if kind == "organisation" and not inside and _personal(tokens, start, noun_end):
        kind = "person"
    return phrase, kind


def _personal(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether two or three capitalised words look like a person's name."""
    words = [tokens.word[at] for at in range(start, end) if tokens.is_word(at)]
    return 1 <= len(words) <= 3 and all(word[0].isupper() and not word.isupper() for word in words)
