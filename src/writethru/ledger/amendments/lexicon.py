"""The words by which changes, corrections and withdrawals are known, from the data files beside the ledger."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence, Set
from functools import cache
from importlib import resources
from typing import Any


@cache
def read(name: str) -> dict[str, Any]:
    """Return a table of English words and phrases."""
    file = resources.files("writethru.ledger").joinpath("lexicon", "en", f"{name}.toml")
    return tomllib.loads(file.read_text("utf-8"))


def split(listed: str) -> tuple[str, ...]:
    """Return the phrases of a list, which bars and line ends part."""
    return tuple(phrase.strip() for phrase in listed.replace("\n", "|").split("|") if phrase.strip())


@cache
def words(name: str) -> frozenset[str]:
    """Return a list of words that tell kinds of change."""
    return frozenset(map(respelled, split(read("amendments")["words"][name])))


@cache
def phrases(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return a list of words and phrases as tuples of words, by their first one."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in split(read("amendments")["words"][name]):
        parts = tuple(map(respelled, phrase.split()))
        found.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(listed, key=len, reverse=True)) for first, listed in found.items()}


@cache
def numbers() -> dict[str, str]:
    """Return the figures for numbers in words."""
    return dict(read("amendments")["numbers"])


@cache
def spellings() -> dict[str, str]:
    """Return, for a word that desks write in different ways, the form that is compared."""
    return dict(read("amendments")["same"])


@cache
def endings() -> tuple[tuple[str, str], ...]:
    """Return the endings that desks spell in different ways, the longest first, with the one that is compared."""
    return tuple(sorted(read("amendments")["endings"].items(), key=lambda pair: -len(pair[0])))


def respelled(word: str) -> str:
    """Return a word in the spelling that is compared."""
    for ending, instead in endings():
        if len(word) > len(ending) + 2 and word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word


@cache
def contraries() -> frozenset[tuple[str, str]]:
    """Return the pairs of words one of which says the contrary of the other, both ways round."""
    found = set()
    for line in read("amendments")["words"]["contraries"].splitlines():
        one, _, other = line.partition("/")
        found |= {
            pair
            for a in map(respelled, one.split())
            for b in map(respelled, other.split())
            for pair in ((a, b), (b, a))
        }
    return frozenset(found)


@cache
def straps() -> tuple[str, ...]:
    """Return what may stand before a title and is no part of it, the longest first."""
    return tuple(sorted(split(read("amendments")["headlines"]["before"]), key=len, reverse=True))


@cache
def cut_marks() -> frozenset[str]:
    """Return the marks of an article of which only a part was to be had."""
    return frozenset(split(read("amendments")["paywall"]["marks"]))


class Phrases:
    """Phrases that are looked for among the words of a text."""

    def __init__(self, listed: str) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in split(listed):
            parts = tuple(phrase.split())
            self._by_first.setdefault(parts[0], []).append(parts)
        for phrases_ in self._by_first.values():
            phrases_.sort(key=len, reverse=True)

    @property
    def first(self) -> Set[str]:
        """The words with which they begin."""
        return self._by_first.keys()

    def at(self, words: Sequence[str], place: int) -> int:
        """Return how many words the longest phrase has that begins at a place; 0 if none does."""
        for phrase in self._by_first.get(words[place], ()) if place < len(words) else ():
            if tuple(words[place : place + len(phrase)]) == phrase:
                return len(phrase)
        return 0

    def find(self, words: Sequence[str], start: int = 0) -> tuple[int, int] | None:
        """Return where the first phrase begins and ends among words, None if there is none."""
        return next(((place, place + size) for place, size in self.places(words, start)), None)

    def places(self, words: Sequence[str], start: int = 0) -> Iterator[tuple[int, int]]:
        """Yield where phrases begin among words, each with how many words it has."""
        for place in range(start, len(words)):
            if words[place] in self._by_first and (size := self.at(words, place)):
                yield place, size


@cache
def notices(table: str, name: str) -> Phrases:
    """Return a list of phrases of notes and notices."""
    return Phrases(read("notices")[table][name])


@cache
def traces() -> tuple[str, ...]:
    """Return pieces of words without one of which a sentence opens no note."""
    return split(read("notices")["traces"]["any"])
