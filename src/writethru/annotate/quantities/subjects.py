"""What a bare number counts by its subject: `the death toll rose to 15`, `the number of cases topped 300`."""

from __future__ import annotations

import re
from itertools import takewhile

from writethru.annotate.lexicon import by_language
from writethru.annotate.quantities.numbers import alternatives, table
from writethru.annotate.quantities.phrases import Counted, normal
from writethru.annotate.quantities.words import is_people, is_plural, known, plural

_TOLL = Counted("people killed", "people", 0, 0)
_REACH = 140  # characters before a number in which its subject stands
_MOST_RUN = 6  # words of a verb with its preposition
_MOST_NOUN = 3
_SHORTEST = 5  # letters of a subject


def of_subject(before: str, state: str, at: int) -> Counted | None:
    """Return what a bare number counts by the words before it, or by what these say befell somebody."""
    if state:
        phrase = normal([], state)
        return Counted(phrase, "people", at, at) if phrase.startswith("people") else None
    tail = before[-_REACH:]
    last = tail.rpartition(" ")[0].rpartition(" ")[2].lower()
    if tail[-1:] not in (" ", "\u00a0") or not (last in _moves() or last.endswith((",", ":"))):
        return None
    toll, verbs, pair = _patterns()
    if verbs.search(tail) and toll.search(tail):
        return _TOLL._replace(start=at, end=at)
    if match := pair.search(tail):
        return Counted(match[1], "", at, at)
    words = tail.lower().split()
    cut = _run(words, len(words))
    if cut == len(words):
        return None
    noun = _number_of(words, cut) or _subject(words, cut)
    return _of_noun(noun, at) if noun else None


def counting_phrase(words: list[str]) -> str:
    """Return what a noun that says what befell counts, with its people: `voters killed` for `voter deaths`."""
    phrase = str(table()["counting"][words[-1]])
    prior = [word for word in words[:-1] if word not in known().idle]
    if prior and phrase.startswith("people ") and is_people(plural(prior[-1])):
        return normal([prior[-1]], phrase.removeprefix("people "))
    return phrase


@by_language
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a toll, of its verbs, and of a pair: `14 votes to 6`."""
    said = table()["tolls"]
    return (
        re.compile(rf"\b(?:{alternatives(said['nouns'])})\b[^.;!?]{{0,90}}$", re.I),
        re.compile(rf"(?:\b(?:{alternatives(said['verbs'])})|,|:)[ \u00a0]$", re.I),
        re.compile(rf"\d ({alternatives(said['pairs'])}) to $"),
    )


@by_language
def _moves() -> frozenset[str]:
    """Return the words of which the verb between a subject and its number can consist, with prepositions."""
    said = table()["tolls"]
    phrases = [*said["verbs"], *said["moved"], *said["equal"], *said["pairs"], *said["prepositions"]]
    return known().changes | {word for phrase in phrases for word in phrase.split()}


def _run(words: list[str], end: int) -> int:
    """Return where the verb that ends here begins: the index of `rose` in `rose from 12 million to`."""
    at = end
    while at > max(0, end - _MOST_RUN) and words[at - 1] in _moves():
        at -= 1
    number = at - 1 - (at > 0 and words[at - 1] in table()["scales"])
    if 0 < number < end - 1 and words[number][:1].isdigit() and words[number - 1] in _prepositions():
        return _run(words, number)
    return at


@by_language
def _prepositions() -> frozenset[str]:
    return frozenset(table()["tolls"]["prepositions"])


def _number_of(words: list[str], cut: int) -> list[str]:
    """Return the noun whose number the words before a verb name: `the number of new cases in Tolmund`."""
    said = table()["tolls"]
    for at in range(cut - 2, -1, -1):
        if " ".join(words[at : at + 2]) not in said["number"]:
            continue
        rest = words[at + 2 : cut]
        while rest and rest[0] in said["modifiers"]:
            rest = rest[1:]
        noun = list(takewhile(_goes_on, rest))
        ended = any(word.endswith((",", ";", ":", "!", "?")) or _ends(word) for word in rest)
        far = len(noun) < len(rest) and _prepositions().issuperset(words[cut:])
        return noun if 0 < len(noun) <= _MOST_NOUN and not ended and not far else []
    return []


def _goes_on(word: str) -> bool:
    """Whether a word can belong to a noun phrase."""
    words = known()
    return word not in words.stop and word not in words.of and word not in words.no_noun


def _ends(word: str) -> bool:
    """Whether a word ends a sentence and is no abbreviation."""
    return word.endswith(".") and "." not in word[:-1]


def _subject(words: list[str], cut: int) -> list[str]:
    """Return the plural right before a verb that says how many it is, or to how many it rose."""
    noun, run = words[cut - 1 : cut], words[cut:]
    if not noun or len(noun[0]) < _SHORTEST or not noun[0].isalpha() or not is_plural(noun[0]):
        return []
    joined = f" {' '.join(run)}"
    rose = run[-1] in _prepositions() and not known().changes.isdisjoint(run)
    equal = any(joined.endswith(f" {phrase}") for phrase in table()["tolls"]["equal"])
    return noun if rose or equal else []


def _of_noun(words: list[str], at: int) -> Counted | None:
    """Return what a noun before the number names, with what befell it."""
    words = [word for word in words if word not in known().stop]
    if not words or words[-1] in table()["tolls"]["no_subject"]:
        return None
    if words[-1] in table()["counting"]:
        return Counted(counting_phrase(words), "people", at, at)
    states = [known().states[word] for word in words if word in known().states]
    nouns = [word for word in words if word not in known().states]
    unit = "people" if not nouns or is_people(nouns[-1]) else ""
    return Counted(normal(nouns, states[-1] if states else ""), unit, at, at)
