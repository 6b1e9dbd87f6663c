"""A sentence as a line of word classes: one letter a word, so that a rule is a pattern over the line.

A time expression is one letter, whatever its length. The words of each class come from
`lexicon/LANGUAGE/dating.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast

from writethru.annotate import lexicon
from writethru.records import TimeExpression

_TOKEN = re.compile(r"[^\W_]+(?:[&.-][^\W_]+|[’'][tT]\b)*|[’'](?:s|ve|ll|d|re|m)\b|--|\S")
TIME, POSSESSIVE, NOUN, PLURAL, THING, NAME, NUMBER, BE, PAST, QUOTE = "T", "P", "n", "S", "m", "C", "k", "b", "d", '"'
LETTERS = {
    "adverb": "a",
    "be": BE,
    "get": "l",
    "have": "h",
    "do": "o",
    "modal": "x",
    "to": "t",
    "coordinator": "c",
    "subordinator": "z",
    "relative": "w",
    "that": "W",
    "link": "q",
    "pronoun": "i",
    "determiner": "D",
    "ordinal": NUMBER,
    "preposition": "p",
    "past": PAST,  # finite or a participle: killed, said
    "past_noun": "r",  # finite, a participle or a noun: cut, hit
    "finite": "f",  # went, says
    "participle": "e",  # taken
    "base": "v",
    "both": "s",  # a noun or a verb: attacks, plans
}
_NAMED = frozenset("drfevsnmxgbhol")  # what a capital within a sentence makes a name: Will, Strikes
_MARKS = {",": ",", ";": ";", ":": ";", "(": "(", "[": "(", ")": ")", "]": ")", "--": "_", "—": "_", "–": "_"}
_MARKS |= dict.fromkeys("“”\"«»„", QUOTE) | dict.fromkeys("?!", ".")


class Line(NamedTuple):
    """The words of a sentence: their letters as one string, each in lower case, where they begin and end."""

    letters: str
    words: list[str]
    starts: list[int]
    ends: list[int]


@cache
def word_set(section: str, name: str, language: str = "en") -> frozenset[str]:
    """Return a class of words of the `dating` table, such as `occasions` of `nouns`."""
    return frozenset(cast(str, lexicon.table("dating", language)[section][name]).split())


@cache
def _thing_endings(language: str = "en") -> tuple[str, ...]:
    return tuple(lexicon.table("dating", language)["nouns"]["endings"].split())


@cache
def _known(language: str = "en") -> dict[str, str]:
    """Return the letter of every word that is listed, and of the marks."""
    table: dict[str, Any] = lexicon.table("dating", language)
    found = {"'s": POSSESSIVE} | _MARKS
    for name in ("both", "base", "participle", "past", "past_noun", "finite"):
        found |= dict.fromkeys(table["verbs"][name].split(), LETTERS[name])
    for name in ("not_past", "not_ing"):
        found |= dict.fromkeys(table["verbs"][name].split(), NOUN)
    found |= dict.fromkeys(table["nouns"]["after_to"].split(), THING)
    for name, listed in table["classes"].items():
        found |= dict.fromkeys(listed.split(), LETTERS[name])
    return found


@lru_cache(maxsize=32768)
def letter_of(word: str, opens: bool) -> str:
    """Return the letter of a word as written, judged alone; `opens` if it is the first of its sentence."""
    low = word.lower().replace("’", "'")
    letter = _known().get(low)
    capital = word[0].isupper()
    if letter is not None:
        return NAME if capital and not opens and letter in _NAMED else letter
    if word[0].isdigit():
        return NUMBER
    if not word[0].isalpha():
        return "." if word == "." else "?"
    if capital and not (opens and low.endswith(("ed", "ing", "ly"))):
        return NAME
    if low.endswith("ly") and len(low) > 4:
        return LETTERS["adverb"]
    if low.endswith("ed") and len(low) > 3:
        return PAST
    if low.endswith("ing") and len(low) > 4:
        return "g"
    if low.endswith(_thing_endings()):
        return THING
    return PLURAL if low.endswith("s") and low[-2:-1] not in ("s", "u", "i", "a") else NOUN


def _opens_clause(text: str, at: int, before: Sequence[str]) -> bool:
    """Return whether a quotation mark opens words that are a clause of their own, not one phrase of another."""
    if at and not text[at - 1].isspace():
        return False
    return not before or before[-1] in ",;WdfT"


def read_line(text: str, start: int, end: int, times: Sequence[TimeExpression]) -> tuple[Line, list[int]]:
    """Return the words of a sentence, and at which of them each of its time expressions stands."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    letters: list[str] = []
    places: list[int] = []
    at = start
    for time in (*times, None):
        for match in _TOKEN.finditer(text, at, time.start if time else end):
            word = match[0]
            letter = letter_of(word, not words)
            if letter == QUOTE and not _opens_clause(text, match.start(), letters):
                letter = "?"
            letters.append(letter)
            words.append(word)
            starts.append(match.start())
            ends.append(match.end())
        if time:
            places.append(len(words))
            letters.append(TIME)
            words.append(text[time.start : time.end])
            starts.append(time.start)
            ends.append(time.end)
            at = time.end
    return Line("".join(letters).replace("iP", "ib"), words, starts, ends), places
