"""The words of a statement: stems with their places, and the cues that tell which side it takes.

Stems are those of the findings (Snowball's English stemmer), so a statement's terms can be told
apart within its sentence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

import Stemmer

WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")


class Word(NamedTuple):
    """A word of a text: its stem and where it stands."""

    stem: str
    start: int
    end: int


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the lower-case stem of a word, without possessive ending and group marks of numbers."""
    plain = word.lower().replace("’", "'")
    if plain.endswith("'s"):
        plain = plain[:-2]
    if plain[:1].isdigit():
        return plain.replace(",", "")
    if not plain.isalpha() and not plain.endswith("n't"):
        plain = plain.replace(".", "").replace(",", " ").partition(" ")[0]
    stemmed: str = _stemmer().stemWord(plain)
    return stemmed


def words(text: str, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """Return the words of a part of a text, with places in the whole text."""
    found = WORD.finditer(text, start, len(text) if end is None else end)
    return tuple(Word(stem(match.group()), match.start(), match.end()) for match in found)


@lru_cache(maxsize=3_000)
def stems(text: str) -> tuple[str, ...]:
    """Return the stems of the words of a sentence, or of less."""
    return tuple([stem(found) for found in WORD.findall(text)])


def stems_with_starts(text: str) -> tuple[list[str], list[int]]:
    """Return the stems of all words of a text, and where each begins."""
    starts = [match.start() for match in WORD.finditer(text)]
    return list(map(stem, WORD.findall(text))), starts


def _data(name: str) -> Any:
    """Return a file of English words as a table."""
    return tomllib.loads(
        resources.files("writethru.ledger").joinpath("lexicon", "en", name).read_text("utf-8")
    )


@cache
def vocabulary(name: str) -> frozenset[str]:
    """Return the stems of a list of words: plain, unfit, finite, part, growing, when, ...."""
    return frozenset(stem(word) for word in _data("vocabulary.toml")[name].split())


@cache
def plain_words(name: str) -> frozenset[str]:
    """Return the words of a list as they stand there, in lower case."""
    return frozenset(_data("vocabulary.toml")[name].split())


@cache
def answer_words(name: str) -> tuple[str, ...]:
    """Return the words or phrases of a list of how somebody answers another, as they stand there."""
    listed = _data("answers.toml")[name]
    return tuple(listed.split() if isinstance(listed, str) else listed)


@cache
def same_counts() -> dict[str, str]:
    """Return, by stem, the stem of the word that stands for a count of the same."""
    return {stem(word): stem(other) for word, other in _data("vocabulary.toml")["same"].items()}


@cache
def kindred() -> dict[str, str]:
    """Return, by stem, the stem of the word that stands for accusations of the same."""
    return {stem(word): stem(other) for word, other in _data("vocabulary.toml")["kindred"].items()}


@cache
def pasts() -> dict[str, str]:
    """Return the past of irregular verbs by their form in -ing."""
    return dict(_data("vocabulary.toml")["past"])


@cache
def _phrases() -> dict[str, dict[tuple[str, ...], float]]:
    """Return, by kind of cue, each phrase as stems with its weight."""
    tree: dict[str, dict[str, float]] = _data("cues.toml")
    return {
        kind: {tuple(word.stem for word in words(phrase)): weight for phrase, weight in entries.items()}
        for kind, entries in tree.items()
    }


@cache
def _index() -> dict[str, tuple[tuple[tuple[str, ...], str, float], ...]]:
    """Return the phrases of all kinds by their first stem."""
    index: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
    for kind, phrases in _phrases().items():
        for phrase, weight in phrases.items():
            index.setdefault(phrase[0], []).append((phrase, kind, weight))
    return {first: tuple(entries) for first, entries in index.items()}


def cues(stems: Sequence[str]) -> dict[str, float]:
    """Return, for each kind of cue that occurs among the stems of words, the weight of the strongest."""
    index, best = _index(), dict[str, float]()
    for place, first in enumerate(stems):
        if first[-3:] == "n't":
            best["negation"] = 1.0
        if first not in index:
            continue
        for phrase, kind, weight in index[first]:
            if weight > best.get(kind, 0.0) and tuple(stems[place : place + len(phrase)]) == phrase:
                if kind == "rebuttal" and len(phrase) == 1 and _turned(stems, place):
                    continue
                best[kind] = weight
    return best


def _turned(stems: Sequence[str], place: int) -> bool:
    """Return whether a negation stands just before a word: "did not deny"."""
    return any(s.endswith("n't") or s in ("not", "never", "nor") for s in stems[max(place - 3, 0) : place])


@cache
def cue_stems() -> frozenset[str]:
    """Return the stems of all cues: words that tell a stance rather than a subject."""
    return frozenset(part for phrases in _phrases().values() for phrase in phrases for part in phrase)


def subject(terms: tuple[str, ...]) -> frozenset[str]:
    """Return the terms that tell what a statement is about, without cues and plain words of reporting."""
    return frozenset(
        term
        for term in terms
        if term not in vocabulary("plain") and term not in cue_stems() and (len(term) > 1 or term.isdigit())
    )
