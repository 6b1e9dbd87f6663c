"""Nouns that name what happens, and the times that stand before them: `Monday's attack`, `the 2014 referendum`."""

from __future__ import annotations

from functools import lru_cache

from writethru.annotate.dating.words import Line, word_set
from writethru.records import TimeExpression

LONGEST = 7  # words of a noun phrase after a time
_PHRASE = frozenset("nmsvCdgeak?")
_NOUNS = frozenset("nmsvgC")
_AFTER_PREPOSITION = ("day", "part-of-day", "week", "")


@lru_cache(maxsize=16384)
def names_event(word: str) -> bool:
    """Return whether a word is a noun that names what happens: attack, election, closure."""
    low = word.lower()
    if low in word_set("nouns", "events"):
        return True
    if low in word_set("nouns", "no_events"):
        return False
    return len(low) > 6 and low.endswith(tuple(word_set("nouns", "event_endings")))


def is_possessive(line: Line, place: int) -> bool:
    """Return whether a time stands in the possessive: `Monday's`, `last week's`, `two days' notice`."""
    after = line.letters[place + 1 : place + 2]
    return after == "P" or line.words[place].endswith(("'s", "’s")) or (
        after == "?" and line.words[place].endswith("s") and line.words[place + 1] in ("'", "’")
    )


def headed_noun(line: Line, first: int) -> int | None:
    """Return the noun that names what happens in the phrase that begins at a word; None if there is none."""
    found = None
    letters = line.letters
    stop = min(len(letters), first + LONGEST)
    for at in range(first, stop):
        letter = letters[at]
        if letter not in _PHRASE:
            break
        if letter == "C" and at > first and letters[at - 1] in "nm" :
            break  # the 2016 election Roe won
        if letter == "d" and (letters[at + 1 : at + 2] or ".") not in "nmsC":
            break
        if letter in _NOUNS and names_event(line.words[at]):
            found = at
    return found


def stands_before_noun(line: Line, place: int, time: TimeExpression, opens: bool) -> bool:
    """Return whether a time without a possessive belongs to the noun behind it: `the 2014 referendum`."""
    letters = line.letters
    after = letters[place + 1 : place + 2]
    if not after or after not in "nmsvgCde":
        return False
    if after == "d" and letters[place + 2 : place + 3] not in ("n", "m", "C", "s"):
        return False
    before = letters[place - 1] if place else ""
    if before in ("D", "P"):
        return True
    if before == "p" or before == "q":
        head = headed_noun(line, place + 1)
        return head is not None and not opens and not (
            line.words[place - 1] == "on" and time.granularity in _AFTER_PREPOSITION
        )
    if opens and place == 0:
        return headed_noun(line, 1) is not None
    if before in ("n", "C", "m") and time.granularity in ("year", "month", "season"):
        at = place - 1
        while at > 0 and place - at < 4 and letters[at] in "nCmk":
            at -= 1
        return letters[at] in "DP"
    return False


def noun_before(line: Line, place: int) -> int | None:
    """Return the noun that a time follows, with or without a preposition: `the attack on Monday`."""
    at = place - 1
    while at >= 0 and line.letters[at] in "pq":
        at -= 1
    return at if at >= 0 and line.letters[at] in "nmsvgC" else None
