"""The words that say what a text is about: lower case, stemmed, numbers kept, stop words out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import Stemmer

from writethru.annotate import lexicon

_WORD = re.compile(r"[^\W_]+(?:['.,][^\W_]+)*")
_ASCII = re.compile(r"[a-z0-9]+(?:['.,][a-z0-9]+)*")  # the same in a plain text in lower case, and faster
_STEMMERS = {"en": "english"}
REMEMBERED = 2**15  # words whose terms are kept: all but a few words of a day's news, in about 6 MB


def _plain(word: str) -> str:
    """Drop a possessive ending, the commas of a number and the stops of an abbreviation."""
    if word.endswith("'s"):
        word = word[:-2]
    if word[0].isdigit():
        return word.replace(",", "")
    return word.replace(".", "").replace(",", " ").partition(" ")[0]


class _Terms(dict[str, str]):
    """The term of each lower-case word met of late; empty for a word that has none."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.stop = lexicon.words("stopwords", language)
        self.stem = Stemmer.Stemmer(_STEMMERS[language], 0).stemWord  # remembers nothing: this does

    def __missing__(self, word: str) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        plain = word if word.isalpha() else _plain(word)
        known = word not in self.stop and (len(plain) > 1 or plain.isdigit())
        self[word] = term = self.stem(plain) if known else ""
        return term


@cache
def _terms(language: str = "en") -> _Terms:
    return _Terms(language)


def lower_words(text: str) -> list[str]:
    """Return the words and numbers of a text in lower case, in order."""
    low = text.lower().replace("’", "'")
    return (_ASCII if low.isascii() else _WORD).findall(low)


def terms_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return the terms of lower-case words, those that have one, in order."""
    return tuple(filter(None, map(_terms().__getitem__, words)))


def terms(text: str) -> tuple[str, ...]:
    """Return the stemmed content words and numbers of a text in order; `1,200` gives `1200`."""
    return terms_of(lower_words(text))
