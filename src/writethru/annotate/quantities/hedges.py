"""How firmly a number is given: `at least 12`, `nearly 500`, `20 or more`."""

from __future__ import annotations

import re

from writethru.annotate.lexicon import by_language
from writethru.annotate.quantities.numbers import alternatives, table
from writethru.annotate.quantities.ranges import Number

_REACH = 40  # characters before a number in which its hedge stands
_QUOTES = "(\"“'‘—–"
_LONGEST = 5  # words of a hedge


@by_language
def _hedges() -> dict[str, str]:
    return {phrase: kind for kind, phrases in table()["hedges"].items() for phrase in phrases}


@by_language
def _last_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words with which a hedge can end, and those that may stand between it and the number."""
    return (
        frozenset(phrase.split()[-1] for phrase in _hedges()),
        frozenset(table()["hedged"]["between"]),
    )


@by_language
def _afterthoughts() -> tuple[re.Pattern[str], dict[str, str]]:
    said = table()["hedged"]["after"]
    return re.compile(rf"(?:[ -]({alternatives(said)})\b|(\+))", re.I), said


def is_hedge(word: str) -> bool:
    """Whether a lower-case word alone is a hedge."""
    return word in _hedges()


def hedge_before(text: str, start: int, floor: int) -> tuple[str, int]:
    """Return the kind of the hedge before a number and where it starts; `floor` bounds the sentence."""
    if text[start - 1 : start] not in (" ", "\u00a0", "\n"):
        return "", start
    left = max(floor, start - _REACH)
    lasts, between = _last_words()
    last = text[max(left, text.rfind(" ", left, start - 1) + 1) : start - 1].lower().lstrip(_QUOTES)
    if last not in lasts and last not in between and last.isalpha():
        return "", start
    words = text[left:start].lower().split()
    skipped = 0
    while words and skipped < 3:
        word = words[-1].lstrip(_QUOTES)
        if word in lasts:
            for length in range(min(_LONGEST, len(words)), 0, -1):
                phrase = " ".join([*words[-length:-1], word]) if length > 1 else word
                phrase = phrase.lstrip(_QUOTES)
                if phrase in _hedges():
                    at = _start_of(text, left, start, length + skipped, phrase)
                    kind, outer = _hedges()[phrase], at
                    if kind == "about" and at > floor:
                        kind, outer = hedge_before(text, at, floor)  # less than roughly 30
                    return (kind, outer) if kind else (_hedges()[phrase], at)
        if word not in between:
            break
        words.pop()
        skipped += 1
    return "", start


def _start_of(text: str, left: int, start: int, words: int, phrase: str) -> int:
    """Return where the last so many words before a number begin."""
    at = start
    for _ in range(words):
        while at > left and text[at - 1].isspace():
            at -= 1
        while at > left and not text[at - 1].isspace():
            at -= 1
    while at < start and text[at].lower() != phrase[0]:
        at += 1
    return at


def hedge_after(text: str, end: int) -> tuple[str, int]:
    """Return the kind of the hedge behind a number (`20 or more`, `40+`) and where it ends."""
    if text[end : end + 1] not in (" ", "-", "+"):
        return "", end
    pattern, kinds = _afterthoughts()
    match = pattern.match(text, end)
    if match is None:
        return "", end
    return ("least" if match[2] else kinds[match[1].lower()]), match.end()


def bounds(number: Number, hedge: str) -> tuple[float | None, float | None, bool]:
    """Return the bounds of a number with its hedge, and whether they are approximate."""
    low, high = number.low, number.high
    if hedge == "least":
        return low, None, number.vague
    if hedge == "most":
        return None, high if high is not None else low, number.vague
    return low, high, hedge == "about" or number.vague or number.share
