"""The tokens of a stretch of text, words, numbers and signs, each with what it is in time expressions.

What a token is does not depend on where it stands, so it is looked up for all tokens of a stretch at once; a
stretch none of whose tokens can be of a time expression, as most are, is left at that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.dates.words import Entry, entries, letters, triggers
from writethru.annotate.lexicon import by_language

# Tokens that are the same in every language, in the order in which they are tried. Words of Latin letters are told
# apart from others for speed.
_LATIN = r"[a-zA-Z\xc0-\xd6\xd8-\xf6\xf8-\u024f]+"
_DATE = (
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?(?![\d-])"
    r"|\d{1,2}/\d{1,2}/\d{2,4}(?![\d/])|\d/\d\d(?![\d/])"
)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?![\d:])"
_NUMBER = r"\d{1,3}(?:[ -]1/2\b|[½¼¾])|\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
_OTHER = r"\n\s{0,20}\n|[^\W\d_]+|[^\s\w]"
_DIGITS = re.compile(r"[0-9]+")
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
PLAIN = Entry(".", "", None)
REMEMBERED = 2**15  # tokens whose entries are kept: those of a few hundred articles, in some MB


class Token(NamedTuple):
    """A word, number or sign with its class ("" for none), its meaning, and its place in the text."""

    kind: str
    value: Any
    text: str
    start: int
    end: int


@dataclass
class Words:
    """The tokens of a stretch of text, side by side, and the string of their class characters."""

    line: str
    texts: list[str]
    entries: list[Entry]
    source: str
    start: int  # of the stretch in its source
    _ends: list[int] = field(default_factory=list)  # of the tokens as far as they were asked for

    def tokens(self, low: int, high: int) -> tuple[Token, ...]:
        """Return the tokens from `low` to before `high`, cut to those there are.

        All but white space and `_` is in tokens, so each is the next find of its text.
        """
        low, known, find = max(low, 0), len(self._ends), self.source.index
        at = self._ends[-1] if known else self.start
        self._ends += [at := find(word, at) + len(word) for word in self.texts[known:high]]
        found = []
        for index in range(low, min(high, len(self.texts))):
            text, end, (_, kind, value) = self.texts[index], self._ends[index], self.entries[index]
            found.append(Token(kind, value, text, end - len(text), end))
        return tuple(found)

    def text(self, index: int) -> str:
        """Return the text of one token; "" outside."""
        return self.texts[index] if 0 <= index < len(self.texts) else ""


class _Entries(dict[str, Entry]):
    """What each token met of late is: a word of the lexicon, a number of some shape, or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.known, self.marks = entries(), letters()
        self.decades = tuple(lexicon.table("times")["endings"]["decade"])

    def __missing__(self, word: str) -> Entry:
        if len(self) >= REMEMBERED:
            self.clear()
        entry = self.known.get(word, PLAIN)
        if entry is PLAIN and word[0] in "0123456789" and (word.isascii() or word[-1] in FRACTIONS):
            kind, value = _number(word, self.decades)
            entry = Entry(self.marks[kind], kind, value) if kind else PLAIN
        self[word] = entry
        return entry


def _number(word: str, decades: tuple[str, ...]) -> tuple[str, Any]:
    """Return class and value of a token that begins with a digit; `decades` are the endings of a decade."""
    if word.isdigit():
        value = int(word)
        if len(word) <= 2 and 1 <= value <= 31:
            return "day_number", value
        return ("year_number" if len(word) == 4 and 1000 <= value <= 2199 else "number"), value
    if word[-1] in FRACTIONS:
        return "decimal", int(word[:-1]) + FRACTIONS[word[-1]]
    if word.endswith("1/2"):
        return "decimal", int(word[:-4]) + 0.5
    if "-" in word:
        return "iso", word
    if ":" in word:
        return "clock", word
    if "/" in word:
        return ("slash", word) if word.count("/") == 2 else ("", 0)
    digits = _DIGITS.match(word)
    if word[-1].isalpha() and digits:
        return ("decade" if word.endswith(decades) else "ordinal"), int(digits[0])
    digits_only = word.replace(",", "")
    return ("decimal", float(digits_only)) if "." in digits_only else ("number", int(digits_only))


@dataclass(frozen=True)
class Tokenizer:
    """How the texts of a language fall into tokens, and what these are."""

    pattern: re.Pattern[str]
    entries: _Entries
    triggers: frozenset[str]
    meridiem: str
    clock: str

    def words(self, text: str, start: int, end: int) -> Words | None:
        """Return the tokens of a stretch of text; None if none of them can be of a time expression."""
        texts = self.pattern.findall(text, start, end)
        found = list(map(self.entries.__getitem__, texts))
        line = "".join([entry.letter for entry in found])
        if self.triggers.isdisjoint(line):
            return None
        if self.meridiem in line:
            line = self._with_clocks(texts, found)
        return Words(line, texts, found, text, start)

    def _with_clocks(self, texts: list[str], found: list[Entry]) -> str:
        """Make clock times of decimals before `am` and `pm`, as in `2.30 pm`; return the line with them."""
        for index, after in enumerate(found[1:]):
            if after.kind == "meridiem" and isinstance(found[index].value, float):
                found[index] = Entry(self.clock, "clock", texts[index].replace(".", ":"))
        return "".join([entry.letter for entry in found])


def _either(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) + (r"\b" if word[-1].isalnum() else "") for word in longest) or "(?!)"


def _written(words: Iterable[str]) -> set[str]:
    return {way for word in words for way in (word, word.capitalize(), word.upper())}


@by_language
def _pattern() -> re.Pattern[str]:
    """Return the pattern of a token, with the space before it."""
    table = lexicon.table("times")
    ordinals, decades, possessives = (
        _either(table["endings"][of]) for of in ("ordinal", "decade", "possessive")
    )
    halves = _either(_written(table["meridiem"]))
    marked = _either(
        word for word in _written((*table["meridiem"], *table["clock_word"])) if not word.isalpha()
    )
    return re.compile(
        rf" ?((?:{marked})|{_LATIN}|{_DATE}|\d{{1,2}}\.\d\d(?=\s?(?:{halves}))|{_CLOCK}"
        rf"|\d{{1,12}}(?:{ordinals}|{decades})|(?<=['’])\d0['’](?:{decades})|{_NUMBER}"
        rf"|(?:{possessives})|{_OTHER})"
    )


@by_language
def tokenizer() -> Tokenizer:
    """Return how texts of the language being read fall into tokens."""
    marks = letters()
    return Tokenizer(_pattern(), _Entries(), triggers(), marks["meridiem"], marks["clock"])
