"""The words that say what a text is about: lower case, stemmed, numbers kept, stop words out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

import Stemmer

from writethru.annotate import lexicon

_WORD = re.compile(r"[^\W_]+(?:['.,][^\W_]+)*")
_STEMMERS = {"en": "english"}
REMEMBERED = 2**15  # words whose terms are kept: 24 of 25 words of a day's news, in about 6 MB


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS[language], 0)  # what it would remember is remembered here


def _plain(word: str) -> str:
    """Drop a possessive ending, the commas of a number and the stops of an abbreviation."""
    if word.endswith("'s"):
        word = word[:-2]
    if word[0].isdigit():
        return word.replace(",", "")
    return word.replace(".", "").replace(",", " ").partition(" ")[0]


@lru_cache(REMEMBERED)
def _term(word: str, language: str = "en") -> str:
    """Return the term of a lower-case word; empty if it has none."""
    if word in lexicon.words("stopwords", language):
        return ""
    plain = word if word.isalpha() else _plain(word)
    if len(plain) < 2 and not plain.isdigit():
        return ""
    stem: str = _stemmer(language).stemWord(plain)
    return stem


def lower_words(text: str) -> list[str]:
    """Return the words and numbers of a text in lower case, in order."""
    return _WORD.findall(text.lower().replace("’", "'"))


def terms_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return the terms of lower-case words, those that have one, in order."""
    return tuple(filter(None, map(_term, words)))


def terms(text: str) -> tuple[str, ...]:
    """Return the stemmed content words and numbers of a text in order; `1,200` gives `1200`."""
    return terms_of(lower_words(text))
