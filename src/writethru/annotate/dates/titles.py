"""Names that end in a day and are no time: titles in quotation marks, and programmes: `Fox News Sunday`.

A name of several words before a day is most often a place or a person (`in Kell Monday`), so that a programme
without quotation marks is told by the lexicon, by what follows it (`News Sunday host`), or by a title that the
same text has in quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable

from writethru.annotate.dates.grammar import Reading
from writethru.annotate.dates.tokens import Words
from writethru.annotate.dates.words import listed
from writethru.annotate.lexicon import by_language

TITLES = ("weekday", "part", "day_name", "round", "reference")  # rules whose expressions end such names
TITLE_WORDS = 6  # words of a title before its day, at most
Title = tuple[str, ...]  # its words, in lower case


@by_language
def _programmes() -> frozenset[Title]:
    return frozenset(tuple(name.lower().split()) for name in listed("programmes"))


def _may_be_title(words: Words, first: int, last: int) -> bool:
    """Return whether the last token has a capital, and a word with one or a quotation mark stands before the first."""
    before = words.text(first - 1)
    return not words.text(last)[:1].islower() and (before[:1].isupper() or before in listed("opening_quotes"))


def _words_of_title(words: Words, first: int, last: int) -> Title:
    """Return the words of a title in quotation marks that tokens end: `on "Fox News Sunday."`; none if they end none."""
    if not _may_be_title(words, first, last):
        return ()
    opening = first - 1
    while opening > first - TITLE_WORDS and words.text(opening)[:1].isupper():
        opening -= 1
    if words.text(opening) not in listed("opening_quotes"):
        return ()
    several = opening < first - 1 or last > first
    closing = last + 2 if several and words.text(last + 1) in (".", ",") else last + 1
    if words.text(closing) not in listed("closing_quotes"):
        return ()
    return tuple(word.lower() for word in words.texts[opening + 1 : last + 1])


def _shown(words: Words, first: int, last: int) -> bool:
    """Return whether a name before tokens and a word of broadcasting after them show a programme: `News Sunday host`."""
    return words.text(first - 1)[:1].isupper() and words.text(last + 1).lower() in listed("of_programmes")


def titles(told: Iterable[tuple[Words, list[Reading]]]) -> frozenset[Title]:
    """Return the titles that end in a day: those of the lexicon, and those of several words a text has quoted."""
    found = (
        _words_of_title(words, reading.position, reading.last)
        for words, readings in told
        for reading in readings
        if reading.rule in TITLES
    )
    return _programmes() | {title for title in found if len(title) > 1}


def ends_title(words: Words, reading: Reading, known: frozenset[Title]) -> bool:
    """Return whether a reading is the end of a title, in quotation marks or known."""
    first, last = reading.position, reading.last
    if not _may_be_title(words, first, last):
        return False
    before = [word.lower() for word in words.texts[max(0, first - TITLE_WORDS) : last + 1]]
    return (
        any(before[-len(title) :] == list(title) for title in known if title[-1] == before[-1])
        or _shown(words, first, last)
        or bool(_words_of_title(words, first, last))
    )
