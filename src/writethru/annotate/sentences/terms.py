"""The words that say what a text is about: lower case, stemmed, numbers kept, stop words out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import cast

import Stemmer

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language

_WORD = re.compile(r"[^\W_]++(?:['.,][^\W_]++)*+")
_ASCII = re.compile(r"[a-z0-9]++(?:['.,][a-z0-9]++)*+")  # the same in a plain text in lower case, and faster
REMEMBERED = 2**15  # words whose terms are kept: all but a few words of a day's news, in about 6 MB


def _plain(word: str, possessives: tuple[str, ...]) -> str:
    """Drop a possessive ending, the commas of a number and the stops of an abbreviation."""
    for ending in possessives:
        word = word.removesuffix(ending)
    if word[0].isdigit():
        return word.replace(",", "")
    return word.replace(".", "").replace(",", " ").partition(" ")[0]


def _stem(language: str) -> Callable[[str], str]:
    """Return Snowball's stemmer of a language, or the word itself where it has none; it remembers nothing: `_Terms` does."""
    try:
        return cast("Callable[[str], str]", Stemmer.Stemmer(language, 0).stemWord)
    except KeyError:
        return str


class _Terms(dict[str, str]):
    """The term of each lower-case word met of late; empty for a word that has none."""

    def __init__(self) -> None:
        super().__init__()
        self.stop = lexicon.words("stopwords")
        self.possessives = tuple(lexicon.table("abbreviations")["possessive"])
        self.stem = _stem(lexicon.current())

    def __missing__(self, word: str) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        plain = word if word.isalpha() else _plain(word, self.possessives)
        known = word not in self.stop and (len(plain) > 1 or plain.isdigit())
        self[word] = term = self.stem(plain) if known else ""
        return term


@by_language
def _terms() -> _Terms:
    return _Terms()


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
