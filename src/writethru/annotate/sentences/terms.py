"""The words that say what a text is about: lower case, stemmed, numbers kept, stop words out."""

from __future__ import annotations

import re
from functools import cache

import Stemmer

from writethru.annotate import lexicon

_WORD = re.compile(r"[^\W_]+(?:['.,][^\W_]+)*")
_STEMMERS = {"en": "english"}


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS[language])


def _plain(word: str) -> str:
    """Drop a possessive ending, the commas of a number and the stops of an abbreviation."""
    if word.endswith("'s"):
        word = word[:-2]
    if word[0].isdigit():
        return word.replace(",", "")
    return word.replace(".", "").replace(",", " ").partition(" ")[0]


def terms(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the stemmed content words and numbers of a text in order; `1,200` gives `1200`."""
    stop = lexicon.words("stopwords", language)
    found = _WORD.findall(text.lower().replace("’", "'"))
    kept = [word for word in found if word not in stop]
    plain = [word if word.isalpha() else _plain(word) for word in kept]
    return tuple(_stemmer(language).stemWords([w for w in plain if w and (len(w) > 1 or w.isdigit())]))
