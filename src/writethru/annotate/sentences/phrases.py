"""Which phrase of the lexicon opens, fills or ends a sentence: caption, promo, byline."""

from __future__ import annotations

from collections.abc import Set
from functools import cache
from itertools import chain

from writethru.annotate import lexicon
from writethru.annotate.sentences.terms import lower_words

KINDS = ("caption", "promo", "byline")  # in this order
ENDED = 200  # characters of a sentence up to which a phrase at its end tells


@cache
def table() -> dict[str, dict[str, list[str]]]:
    """Return the phrases and words that mark boilerplate, by kind."""
    return lexicon.table("boilerplate")


@cache
def _starts(kind: str) -> tuple[str, ...]:
    return tuple(table()[kind]["starts"])


@cache
def _ends(kind: str) -> tuple[str, ...]:
    return tuple(table()[kind].get("ends", ()))


@cache
def _openers() -> dict[str, tuple[str, ...]]:
    """Return the phrases of all kinds that open a sentence, by their first character."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase in chain.from_iterable(map(_starts, KINDS)):
        found[phrase[0]] = (*found.get(phrase[0], ()), phrase)
    return found


@cache
def _closers() -> tuple[str, ...]:
    return tuple(chain.from_iterable(map(_ends, KINDS)))


@cache
def _keyed(kind: str) -> tuple[tuple[str, frozenset[str], str], ...]:
    """Return the phrases that a sentence may contain, each with a word it needs, all of these and itself.

    The last word of several may be part of a longer one in the text, so it is not needed.
    """
    found = []
    for phrase in table()[kind]["contains"]:
        words = lower_words(phrase)
        needed = words[:-1] or words
        found.append((max(needed, key=len), frozenset(needed), phrase))
    return tuple(found)


def contained(low: str, words: Set[str]) -> dict[str, list[str]]:
    """Return by kind which phrases a whole lower-case text with these words contains: few do any."""
    return {
        kind: [p for key, needed, p in _keyed(kind) if key in words and needed <= words and p in low]
        for kind in KINDS
    }


def _whole(low: str, at: int, phrase: str) -> bool:
    """Return whether a phrase found at an offset ends with its last word, not within a longer one."""
    end = at + len(phrase)
    return at >= 0 and not (phrase[-1].isalnum() and low[end : end + 1].isalnum())


def phrased(low: str, within: dict[str, list[str]]) -> str:
    """Return the kind of boilerplate whose phrase opens, fills or ends a lower-case sentence.

    `within` are the phrases that the sentence's whole text contains.
    """
    ended = low.rstrip(".!) ") if len(low) < ENDED else ""
    if not (
        low.startswith(_openers().get(low[0], ()))
        or ended.endswith(_closers())
        or any(phrase in low for phrases in within.values() for phrase in phrases)
    ):
        return ""
    for kind in KINDS:
        if any(low.startswith(p) and _whole(low, 0, p) for p in _starts(kind)):
            return kind
        if any(_whole(low, low.find(p), p) for p in within[kind]):
            return kind
        if ended.endswith(_ends(kind)):
            return kind
    return ""
