"""Folding the ways in which one word is carried over into Latin letters: accents, Cyrillic, Arabic, German."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language, by_language_within
from writethru.characters import composed

# Letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
    | dict.fromkeys("'’‘ʿʾʼ`´.", "")
)


class _Rule(NamedTuple):
    """A way of writing that is folded: what a word has that it can change, and into what."""

    sign: str
    pattern: re.Pattern[str] | None  # None: it is the sign itself
    into: str


# How outlets write one Cyrillic letter; in this order. Sources: BGN/PCGN, ISO 9, Ukrainian national 2010, and
# what newspapers do with them (the German and French forms for older names).
_CYRILLIC = tuple(
    _Rule(sign, re.compile(pattern) if pattern else None, into)
    for sign, pattern, into in (
        ("ch", r"^t?sch(?=ai|ay|e)|^tch", "ch"),
        ("w", "", "v"),
        ("ch", r"shch|sch", "sh"),
        ("kh", "", "h"),
        ("x", "", "ks"),
        ("tz", "", "ts"),
        ("off", r"off$", "ov"),
        ("eff", r"eff$", "ev"),
        ("ndr", r"ks([aei])ndr$", r"ks\1nder"),
        ("a", r"^ja|^ya", "ia"),
        ("a", r"iy?a$|y?ja$|ya$", "ia"),
        ("u", r"[yij]u", "u"),
        ("ye", "", "e"),
        ("yo", "", "e"),
        ("", r"(?<=[aeou])[yj]", "i"),
        ("", r"ei$|[iy][iyj]$", "i"),
        ("y", "", "i"),
        ("", r"([a-z])\1", r"\1"),
    )
)
# The same for Arabic script, Persian and Urdu names included: short vowels differ most.
_ARABIC = tuple(
    _Rule(sign, re.compile(pattern) if pattern else None, into)
    for sign, pattern, into in (
        ("dh", "", "d"),
        ("th", "", "t"),
        ("gh", "", "g"),
        ("ph", "", "f"),
        ("dj", "", "j"),
        ("tch", "", "sh"),
        ("ch", "", "sh"),
        ("ck", "", "k"),
        ("q", "", "k"),
        ("ou", "", "u"),
        ("oo", "", "u"),
        ("o", "", "u"),
        ("ee", "", "i"),
        ("ae", "", "a"),
        ("ay", "", "ai"),
        ("ey", "", "ai"),
        ("ei", "", "ai"),
        ("ie", "", "i"),
        ("y", "", "i"),
        ("e", "", "i"),
        ("ah", r"(?<=[a-z]a)h$", ""),
        ("", r"([a-z])\1", r"\1"),
    )
)
# ü, ö, ä are written with or without e; not where a name ends so (Samuel, Noel, Michael).
_UMLAUT = re.compile(r"(?<=[bcdfghjklmnprstvwz])([uoa])e(?=[bcdfghkmnrt]|l[lmt]|ss)")


@by_language_within(20_000)
def letters(word: str) -> str:
    """Return a word in small letters without accents, apostrophes and stops."""
    if word.isascii():
        return word.lower().translate(_LETTERS)
    folded = unicodedata.normalize("NFKD", composed(word.casefold().translate(_LETTERS)))
    return "".join(c for c in folded if not unicodedata.combining(c)).translate(_LETTERS)


def _fold(word: str, rules: tuple[_Rule, ...]) -> str:
    for sign, pattern, into in rules:
        if sign in word:
            word = word.replace(sign, into) if pattern is None else pattern.sub(into, word)
    return word


@by_language_within(20_000)
def cyrillic(word: str) -> str:
    """Return the fold of a word (small letters) carried over from Cyrillic: Zelenskyy, Zelenskiy -> zelenski."""
    folded = _fold(word, _CYRILLIC)
    return _slavic_names().get(folded, folded)


@by_language_within(20_000)
def arabic(word: str) -> str:
    """Return the fold of a word (small letters) carried over from Arabic script: Mohammed, Muhammad -> muhamid."""
    folded = _fold(word, _ARABIC)
    return _arabic_names().get(folded, folded)


def western(word: str) -> str:
    """Return the fold of any other word (small letters): Mueller -> muller."""
    return _UMLAUT.sub(r"\1", word) if "e" in word else word


@by_language
def _slavic_names() -> dict[str, str]:
    """Return the fold of other forms of a name -> the fold of its first form."""
    same = lexicon.table("spellings")["slavic"]["same"]
    return {
        _fold(letters(n), _CYRILLIC): _fold(letters(names[0]), _CYRILLIC) for names in same for n in names
    }


@by_language
def _slavic_given() -> frozenset[str]:
    return frozenset(cyrillic(letters(n)) for n in lexicon.table("spellings")["slavic"]["given"].split())


@by_language
def _arabic_names() -> dict[str, str]:
    """Return the fold of each spelling of a known name -> the fold of its first spelling."""
    names = lexicon.table("spellings")["arabic"]["names"]
    return {_fold(letters(n), _ARABIC): _fold(letters(same[0]), _ARABIC) for same in names for n in same}


@by_language
def _slavic_endings() -> tuple[str, ...]:
    return tuple(lexicon.table("spellings")["slavic"]["endings"])


@by_language_within(20_000)
def script_of(word: str) -> str:
    """Return the script that a word (small letters) is known to come from: "arabic", "slavic", or "" for neither.

    A word is a known name of Arabic script, or else a known given name, or ends like a family name, of Cyrillic.
    """
    if arabic(word) in _arabic_names():
        return "arabic"
    slavic = (len(word) > 4 and word.endswith(_slavic_endings())) or cyrillic(word) in _slavic_given()
    return "slavic" if slavic else ""
