"""The words of a text with their places and stems, and the word lists that checking reads.

Stems are those of the findings (Snowball's), so that the words of a claim and the terms of an article's
sentences can be compared.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

import Stemmer

LANGUAGE = "en"
WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")


class Word(NamedTuple):
    """A word of a text: in lower case, its stem and where it stands."""

    low: str
    stem: str
    start: int
    end: int


@cache
def table(name: str) -> dict[str, Any]:
    """Return a table of the language's words; treat it as read-only."""
    folder = resources.files("writethru.publish.checking").joinpath("lexicon", LANGUAGE)
    return tomllib.loads(folder.joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a word in lower case, without possessive ending."""
    plain = word.replace("’", "'").removesuffix("'s")
    if plain[:1].isdigit():
        return plain.replace(",", "")
    stemmed: str = _stemmer().stemWord(plain.replace(".", ""))
    return stemmed


def alternatives(*path: str) -> str:
    """Return the words of a list as a pattern has them, the longest first: of two that begin alike the whole is meant."""
    return "|".join(sorted(map(re.escape, listed(*path)), key=lambda word: (-len(word), word)))


def words_in(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words of a part of a text; a contracted negation (`don't`) is the word `n't` as well."""
    found = []
    for match in WORD.finditer(text, start, len(text) if end is None else end):
        low, stemmed = _forms(match.group())
        start, end_here = match.span()
        if low.endswith("n't"):
            found.append(Word("n't", "n't", end_here - 3, end_here))
        found.append(Word(low, stemmed, start, end_here))
    return found


def is_month(word: Word, text: str) -> bool:
    """Return whether a word of a text is May, the month, or who is called so; "may" is a hedge."""
    return word.low == "may" and text[word.start] == "M"


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, str]:
    """Return a word in lower case, and its stem."""
    low = word.lower().replace("’", "'")
    return low, stem(low)


@lru_cache(maxsize=20_000)
def words_of_line(text: str) -> tuple[Word, ...]:
    """Return the words of a name or a line, such as are asked for again and again."""
    return tuple(words_in(text))


@cache
def listed(name: str, section: str, key: str = "words") -> frozenset[str]:
    """Return the words of a list, in lower case."""
    words = table(name)[section][key]
    return frozenset(words.split() if isinstance(words, str) else words)


@cache
def stems_listed(name: str, section: str, key: str = "words") -> frozenset[str]:
    """Return the stems of the words of a list."""
    return frozenset(map(stem, listed(name, section, key)))


@cache
def rows(name: str, section: str, key: str = "rows") -> dict[str, str]:
    """Return for each form in the rows of a table the first form of its row."""
    return {form: row[0] for row in table(name)[section][key] for form in row}


def level(text: str) -> str:
    """Return a text in which marks of quotation, dashes and white space are alike, for comparison only."""
    return re.sub(r"\s+", " ", text.translate(_LEVEL)).strip()


_LEVEL = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’`", "'") | dict.fromkeys("–—‑", "-"))
