"""Which words of news tell one thing, and how little a common word tells, read from the lexicon."""

from __future__ import annotations

import math
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from writethru.ledger.words import stem

EXACT = "="  # before a word of the lexicon: only this form is meant
RAREST = 1.0  # of 100 articles: what a word stands in that the list of common ones lacks


class Meaning(NamedTuple):
    """A phrase as stems (or exact forms) with what it tells."""

    phrase: tuple[str, ...]
    concept: str
    act: bool  # somebody does it to something
    turned: bool  # the words before it name what it is done to


def _read(name: str) -> str:
    return resources.files("writethru.ledger").joinpath("lexicon", "en", name).read_text("utf-8")


def _part(word: str) -> str:
    return word if word.startswith(EXACT) else stem(word)


@cache
def meanings() -> dict[str, tuple[Meaning, ...]]:
    """Return the phrases of the lexicon by their first stem or form, the longest first."""
    index: dict[str, list[Meaning]] = {}
    tree = tomllib.loads(_read("synonyms.toml"))
    for kind in ("acts", "turned", "things"):
        for concept, listed in tree[kind].items():
            for entry in listed.split(", "):
                phrase = tuple(_part(word) for word in entry.split())
                index.setdefault(phrase[0], []).append(
                    Meaning(phrase, concept, kind != "things", kind == "turned")
                )
    return {
        first: tuple(sorted(found, key=lambda m: (-len(m.phrase), m.concept)))
        for first, found in index.items()
    }


@cache
def opposites() -> frozenset[frozenset[str]]:
    """Return the pairs of concepts that cannot both be so."""
    pairs: dict[str, str] = tomllib.loads(_read("synonyms.toml"))["opposites"]
    return frozenset(frozenset(pair) for pair in pairs.items())


@cache
def opposed_concepts() -> frozenset[str]:
    """Return all concepts that have an opposite."""
    return frozenset(concept for pair in opposites() for concept in pair)


@cache
def _common() -> dict[str, float]:
    lines = [line.split() for line in _read("common.txt").splitlines() if not line.startswith("#")]
    return {word: float(share) for word, share in lines}


@cache
def weight(concept: str) -> float:
    """Return what sharing a word tells: the logarithm of one in how many articles it stands."""
    return math.log(100.0 / max(_common().get(concept, RAREST), RAREST)) + 0.2


def is_common(stemmed: str) -> bool:
    """Return whether a stem stands in many news articles."""
    return stemmed in _common()


@lru_cache(maxsize=20_000)
def concept_of(word: str) -> str:
    """Return the concept of a single word, its stem if the lexicon has none."""
    for key in (EXACT + word.lower(), stem(word)):
        for meaning in meanings().get(key, ()):
            if len(meaning.phrase) == 1:
                return meaning.concept
    return stem(word)
