"""Which stretches of a text may hold a time expression: two of three sentences are ruled out before they are read.

The terms of a sentence are known already, and nearly every word that makes a time expression has a term. What has
none, the small words (`now`, `May`) and clock times in digits, is looked for in the text as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from writethru.annotate import lexicon
from writethru.annotate.dates.words import entries, short_months, triggers
from writethru.annotate.lexicon import by_language
from writethru.annotate.sentences.terms import terms
from writethru.records import Sentence

_SPLIT = re.compile(r"\W")


@by_language
def _telling_words() -> frozenset[str]:
    """Return the words and numbers one of which a time expression needs, as they are written."""
    telling = triggers()
    quarters = {f"{letter}{n}" for letter in lexicon.table("times")["quarter_letter"] for n in range(1, 5)}
    decades = lexicon.table("times")["endings"]["decade"]
    numbers = {str(year) for year in range(1000, 2200)} | {str(tens) for tens in range(20, 100, 10)}
    numbers |= {f"{number}{ending}" for number in numbers if number[-1] == "0" for ending in decades}
    return frozenset(quarters | numbers | {w for w, entry in entries().items() if entry.letter in telling})


@by_language
def _telling_terms() -> frozenset[str]:
    return frozenset(chain.from_iterable(map(terms, _telling_words())))


@by_language
def _bare() -> tuple[str, ...]:
    """Return the telling words that have no term, but for those that tell nothing without a number in digits."""
    table = lexicon.table("times")
    beside = {*table["meridiem"], *table["quarter_letter"]}
    return tuple(sorted(word for word in _telling_words() if not terms(word) and word.lower() not in beside))


@by_language
def _shape() -> re.Pattern[str]:
    """Return the pattern of what tells a time in digits (`10:30`, `9/11`, `2.30 pm`), or glues words: `Oct.1`.

    It begins with what is rare.
    """
    initials = {word[0] for word in lexicon.table("times")["meridiem"]}
    either = re.escape("".join(sorted(initials | {letter.upper() for letter in initials})))
    return re.compile(
        rf"[0-9.,](?:(?<=[0-9])(?:[:/][0-9]| ?[{either}]\.?[^\W\d]\b)|(?<=[^\W\d_][^\W\d_][.,])[^\W_])"
    )


def _signs(text: str) -> list[int]:
    """Return where a text has what may tell a time and is no term, ascending."""
    found = [match.start() for match in _shape().finditer(text)]
    for word in _bare():
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            if not (text[at - 1 : at].isalpha() or text[end : end + 1].isalpha()):
                found.append(at)
            at = text.find(word, end)
    return sorted(found)


def stretches(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a text that may hold a time; each begins with a sentence, so that nothing is left out."""
    telling, signs, passed = _telling_terms(), [*_signs(text), len(text)], 0
    start, ended, told = 0, 0, False
    for sentence in sentences:
        opens = sentence.start
        told = told or bool(text[ended:opens].strip())
        if opens > start and not _splits_date(text, opens):
            if told or signs[passed] < opens:
                yield start, opens
            while signs[passed] < opens:
                passed += 1
            start, told = opens, False
        ended = sentence.end
        told = told or not sentence.terms or not telling.isdisjoint(sentence.terms)
    if start < len(text) and (told or signs[passed] < len(text) or text[ended:].strip()):
        yield start, len(text)


def _splits_date(text: str, place: int) -> bool:
    """Return whether a sentence is said to begin within a date: `from Sept. 29-Oct. | 3`."""
    if not text[place : place + 1].isdigit():
        return False
    before = text[max(0, place - 12) : place].rstrip()
    return before.endswith(".") and _SPLIT.split(before[:-1])[-1].lower() in short_months()
