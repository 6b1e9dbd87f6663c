"""Words to classes: the tokens of a stretch of text, each with the class its time words belong to.

Every class has a character; the string of a text's characters is what the rules of `grammar` read.
Classes and their words come from `lexicon/LANGUAGE/times.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language

_TOKEN = re.compile(
    r" ?([ap]\.m\b\.?|[AP]\.M\b\.?|[Oo]['’]clock\b|[a-zA-Z]+|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?(?![\d-])"
    r"|\d{1,2}/\d{1,2}/\d{2,4}(?![\d/])|\d/\d\d(?![\d/])"
    r"|\d{1,2}\.\d\d(?=\s?[apAP]\.?[mM]\b)|\d{1,2}:\d\d(?::\d\d)?(?![\d:])"
    r"|\d{1,12}(?:st|nd|rd|th|s)\b|(?<=['’])\d0['’]s\b"
    r"|\d{1,3}(?:[ -]1/2\b|[½¼¾])"
    r"|\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
    r"|['’]s\b|\n\s{0,20}\n|[^\W\d_]+|[^\s\w])"
)
_DIGIT = re.compile(r"[0-9]")
_QUICK = re.compile(r"\w+")
_QUICK_SHAPE = re.compile(r"\d[:/]\d|\d ?[apAP]\.?[mM]\b")
SIGNS = {"-": "hyphen", "–": "hyphen", ",": "comma", ".": "stop", "'": "quote", "’": "quote", "`": "quote"}
SHAPES = ("day_number", "year_number", "number", "decimal", "ordinal", "decade", "iso", "slash", "clock")
APART = ("tense", "not_counted", "cased", "lists")  # tables of times.toml that are no class
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
# classes that alone make no time expression, beside the signs and the plain words
_WEAK = frozenset(
    "day_number number decimal ordinal possessive card scale ord few about early later stretch next this that those "
    "shift every local time_word fiscal new_year day_holiday half period short_weekday teen tens named_day".split()
)


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
    classes: list[tuple[str, str, Any] | None]
    source: str
    starts: list[int]  # of the tokens as far as they were asked for, then where the next is looked for

    def start(self, index: int) -> int:
        """Return where a token begins: all but white space and `_` is in tokens, so each is the next find."""
        starts, find = self.starts, self.source.index
        if index + 1 >= len(starts):
            at = starts.pop()
            for word in self.texts[len(starts) : index + 1]:
                at = find(word, at)
                starts.append(at)
                at += len(word)
            starts.append(at)
        return starts[index]

    def token(self, index: int) -> Token:
        """Return one token."""
        text, start = self.texts[index], self.start(index)
        _, kind, value = self.classes[index] or ("", "", None)
        return Token(kind, value, text, start, start + len(text))

    def tokens(self, low: int, high: int) -> tuple[Token, ...]:
        """Return the tokens from `low` to before `high`, cut to those there are."""
        return tuple(self.token(index) for index in range(max(low, 0), min(high, len(self.texts))))

    def text(self, index: int) -> str:
        """Return the text of one token; "" outside."""
        return self.texts[index] if 0 <= index < len(self.texts) else ""


@by_language
def listed(name: str) -> frozenset[str]:
    """Return a closed set of words: a list of the table `lists`."""
    return frozenset(lexicon.table("times")["lists"][name])


@by_language
def short_months() -> frozenset[str]:
    """Return the abbreviations of months, in lower case, without their full stop."""
    return frozenset(lexicon.table("times")["short_month"])


@by_language
def doubtful_month() -> re.Pattern[str]:
    """Return a pattern for a month that may be a name or a verb, with a space before it and no day after it."""
    names = "|".join(name.capitalize() for name in sorted(lexicon.table("times")["doubtful_month"]))
    return re.compile(rf" ({names})\b(?! \d)")


@by_language
def known_days() -> tuple[str, ...]:
    """Return the days, as `2001-09-11`, that are named without their year."""
    return tuple(lexicon.table("times")["known_day"].values())


@by_language
def letters() -> dict[str, str]:
    """Return the character that stands for each class; `.` stands for every other token."""
    table = lexicon.table("times")
    names = set(table) - {*APART, "words"} | set(table["words"])
    names |= {*SIGNS.values(), *SHAPES, "possessive"}
    return {name: chr(0x4E00 + number) for number, name in enumerate(sorted(names))}


@by_language
def triggers() -> frozenset[str]:
    """Return the characters of the classes without which there is no time expression."""
    plain = {*SIGNS.values(), *lexicon.table("times")["words"]}
    return frozenset(letter for name, letter in letters().items() if name not in _WEAK and name not in plain)


@by_language
def _word_classes() -> dict[str, tuple[str, str, Any]]:
    """Return character, class and value of every word, in each way of writing it that counts."""
    table = lexicon.table("times")
    cased = table["cased"]["classes"]
    found: dict[str, tuple[str, str, Any]] = {}
    for kind, entries in table.items():
        if kind in APART:
            continue
        for word, value in entries.items():
            name = word if kind == "words" else kind
            entry = (letters()[name], name, value)
            found |= {word.capitalize(): entry, word.upper(): entry}
            if kind not in cased:
                found[word] = entry
    for sign, name in SIGNS.items():
        found[sign] = (letters()[name], name, 0)
    possessive = (letters()["possessive"], "possessive", 0)
    return found | {"'s": possessive, "’s": possessive}


@by_language
def _quick_words() -> frozenset[str]:
    """Return the words and numbers of which a stretch of text needs one to hold a time expression."""
    strong = {word for word, entry in _word_classes().items() if entry[0] in triggers()}
    numbers = {str(year) for year in range(1000, 2200)} | {str(tens) for tens in range(20, 100, 10)}
    numbers |= {f"{tens}s" for tens in (*range(20, 100, 10), *range(1000, 2200, 10))}
    quarters = {f"Q{number}" for number in range(1, 5)}
    return frozenset(strong | numbers | quarters | {"clock"})


def may_hold_time(text: str, start: int, end: int) -> bool:
    """Return whether a stretch of text has a word or number that a time expression needs."""
    if not _quick_words().isdisjoint(_QUICK.findall(text, start, end)):
        return True
    return bool(_DIGIT.search(text, start, end) and _QUICK_SHAPE.search(text, start, end))


def _number_class(word: str) -> tuple[str, Any]:
    """Return class and value of a token that begins with a digit."""
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
    if word[-1] == "s":
        return "decade", int(word[:-1].rstrip("'’"))
    if word[-1].isalpha():
        return "ordinal", int(word[:-2])
    digits = word.replace(",", "")
    return ("decimal", float(digits)) if "." in digits else ("number", int(digits))


def tokenize(text: str, start: int = 0, end: int | None = None) -> Words:
    """Return the tokens of a stretch of text."""
    known, marks = _word_classes(), letters()
    texts = _TOKEN.findall(text, start, len(text) if end is None else end)
    classes = [known.get(word) for word in texts]
    if _DIGIT.search(text, start, len(text) if end is None else end):
        for index, word in enumerate(texts):
            if (
                classes[index] is None
                and word[0] in "0123456789"
                and (word.isascii() or word[-1] in FRACTIONS)
            ):
                name, value = _number_class(word)
                after = classes[index + 1] if name == "decimal" and index + 1 < len(texts) else None
                if after is not None and after[1] == "meridiem" and isinstance(value, float):
                    name, value = "clock", word.replace(".", ":")  # `2.30 pm`
                classes[index] = (marks[name], name, value) if name else None
    line = "".join([entry[0] if entry else "." for entry in classes])
    return Words(line, texts, classes, text, [start])
