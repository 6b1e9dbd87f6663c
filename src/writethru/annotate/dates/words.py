"""The words of time expressions, from `lexicon/LANGUAGE/times.toml`: by class, and in closed lists.

Every class has a character; the string of a text's characters is what the rules of `grammar` read.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language

SIGNS = {"-": "hyphen", "–": "hyphen", ",": "comma", ".": "stop", "'": "quote", "’": "quote", "`": "quote"}
SHAPES = ("day_number", "year_number", "number", "decimal", "ordinal", "decade", "iso", "slash", "clock")
APART = (
    "tense",
    "not_counted",
    "endings",
    "cased",
    "lists",
    "words",
)  # tables of times.toml that are no class
# classes that alone make no time expression, beside the signs and the plain words
_WEAK = frozenset(
    "day_number number decimal ordinal possessive card scale ord few about early later stretch next this that those "
    "shift every local time_word fiscal new_year day_holiday half period short_weekday teen tens named_day".split()
)


class Entry(NamedTuple):
    """What a token is, wherever it stands: the character of its class, the class ("" for none), its meaning."""

    letter: str
    kind: str
    value: Any


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
    names = {*table, *table["words"], *SIGNS.values(), *SHAPES, "possessive"} - {*APART}
    return {name: chr(0x4E00 + number) for number, name in enumerate(sorted(names))}


@by_language
def triggers() -> frozenset[str]:
    """Return the characters of the classes without which there is no time expression."""
    plain = {*SIGNS.values(), *lexicon.table("times")["words"]}
    return frozenset(letter for name, letter in letters().items() if name not in _WEAK and name not in plain)


def entries() -> dict[str, Entry]:
    """Return what every word of the lexicon is, in each way of writing it that counts."""
    table, marks = lexicon.table("times"), letters()
    cased = table["cased"]["classes"]
    found: dict[str, Entry] = {}
    for kind, meanings in table.items():
        for word, value in () if kind in APART else meanings.items():
            entry = Entry(marks[kind], kind, value)
            found |= {word.capitalize(): entry, word.upper(): entry}
            if kind not in cased:
                found[word] = entry
    for kind, words in table["words"].items():
        entry = Entry(marks[kind], kind, 0)
        found |= {way: entry for word in words for way in (word.capitalize(), word.upper(), word)}
    found |= {sign: Entry(marks[kind], kind, 0) for sign, kind in SIGNS.items()}
    owned = Entry(marks["possessive"], "possessive", 0)
    return found | dict.fromkeys(table["endings"]["possessive"], owned)
