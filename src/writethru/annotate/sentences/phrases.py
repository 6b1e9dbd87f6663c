"""Which phrase of the lexicon opens, fills or ends a sentence: caption, promo, byline."""

from __future__ import annotations

from collections.abc import Set
from functools import cache
from itertools import chain

from writethru.annotate import lexicon
from writethru.annotate.sentences.terms import lower_words

KINDS = ("caption", "promo", "byline")  # in this order
CLOSING = "biography"  # a kind that is told by phrases at the end of a text only
_LEADING = "[(*•●▪·|►▶>–—- "  # what may stand before a phrase that opens a line
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
def _edges() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """Return the first words of phrases that open, the last words of those that close, and openers without words."""
    opening = {phrase: lower_words(phrase) for phrase in chain.from_iterable(map(_starts, KINDS))}
    closing = filter(None, map(lower_words, _closers()))
    return (
        frozenset(words[0] for words in opening.values() if words),
        frozenset(words[-1] for words in closing),
        tuple(phrase for phrase, words in opening.items() if not words),
    )


@cache
def _keyed() -> dict[str, tuple[tuple[frozenset[str], str, str], ...]]:
    """Return by a word they need the phrases that a sentence may contain: all their words, kind and phrase."""
    found: dict[str, tuple[tuple[frozenset[str], str, str], ...]] = {}
    for kind in (*KINDS, CLOSING):
        for phrase in table()[kind]["contains"]:
            words = lower_words(phrase)
            key = max(words, key=len)
            found[key] = (*found.get(key, ()), (frozenset(words), kind, phrase))
    return found


def contained(low: str, words: Set[str]) -> tuple[tuple[str, str], ...]:
    """Return kind and phrase of those that a whole lower-case text with these words contains: few do any."""
    keyed = _keyed()
    return tuple(
        sorted(
            (kind, phrase)
            for key in words & keyed.keys()
            for needed, kind, phrase in keyed[key]
            if needed <= words and phrase in low
        )
    )


def _whole(low: str, at: int, phrase: str) -> bool:
    """Return whether a phrase found at an offset ends with its last word, not within a longer one."""
    end = at + len(phrase)
    return at >= 0 and not (phrase[-1].isalnum() and low[end : end + 1].isalnum())


def phrased(sentence: str, words: list[str], within: tuple[tuple[str, str], ...], closing: bool) -> str:
    """Return the kind of boilerplate whose phrase opens, fills or ends a sentence with these lower-case words.

    `within` are the phrases that the sentence's whole text contains; `closing` sentences are among its last.
    """
    first, last, wordless = _edges()
    if not within and words[0] not in first and words[-1] not in last and not sentence.startswith(wordless):
        return ""
    low = sentence.lower()
    opening = low if low[0].isalpha() else low.lstrip(_LEADING)
    ended = low.rstrip(".!) ") if len(low) < ENDED else ""
    opened = [text for text in (low, opening) if text and text.startswith(_openers().get(text[0], ()))]
    inside = [(kind, phrase) for kind, phrase in within if phrase in low]
    if not (opened or inside or ended.endswith(_closers())):
        return ""
    for kind in KINDS:
        if any(text.startswith(p) and _whole(text, 0, p) for text in opened for p in _starts(kind)):
            return kind
        if any(of == kind and _whole(low, low.find(p), p) for of, p in inside):
            return kind
        if ended.endswith(_ends(kind)):
            return kind
    told = closing and any(kind == CLOSING and _whole(low, low.find(p), p) for kind, p in inside)
    return "byline" if told else ""
