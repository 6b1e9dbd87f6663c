"""Which words mean nearly the same, and which exclude one another: WordNet's likeness of common words, by stems.

A word stands for its base ("sold" for "sell") before its stem is taken. What is near is of one sense, of the
next wider sense, or derived from it; no chain of such steps is followed, since two steps lead anywhere.
`tools/wordnet.py` makes the tables again from WordNet's files.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from writethru.publish.checking.words import LANGUAGE, listed, stem

LEAST_ROOT = (
    5  # letters that two words share at their beginning, to be forms of one: `engineer`, `engineering`
)
ENDING = 4  # letters in which they may differ behind it


def _lines(name: str) -> list[str]:
    folder = resources.files("writethru.publish.checking").joinpath("lexicon", LANGUAGE)
    return [s for s in folder.joinpath(name).read_text("utf-8").splitlines() if s and s[0] != "#"]


@cache
def _irregular() -> dict[str, str]:
    return dict(line.split() for line in _lines("irregular.txt"))


@cache
def _meanings() -> dict[str, frozenset[str]]:
    found = {head: set(rest.split()) for head, _, rest in (s.partition(" ") for s in _lines("meanings.txt"))}
    for line in _lines("alike.txt"):
        group = {base(word) for word in line.split()}
        for word in group:
            found.setdefault(word, set()).update(group - {word})
    return {head: frozenset(rest) for head, rest in found.items()}


@cache
def _verbs() -> dict[str, int]:
    return {stem(word): int(share) for word, share in (s.split() for s in _lines("verbs.txt"))}


@cache
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _lines("opposites.txt"):
        left, right = ([stem(w) for w in side.split()] for side in line.split("|"))
        for word in left:
            found.setdefault(word, set()).update(right)
        for word in right:
            found.setdefault(word, set()).update(left)
    return {word: frozenset(others) - {word} for word, others in found.items()}


@lru_cache(maxsize=50_000)
def base(low: str) -> str:
    """Return the stem of a word's base form: `sold` and `selling` are `sell`."""
    plain = low.removesuffix("'s").removesuffix("'")
    return stem(_irregular().get(plain, plain))


@lru_cache(maxsize=100_000)
def near(a: str, b: str) -> bool:
    """Return whether two base stems are one word, derived from one another, or of like meaning."""
    if a == b:
        return True
    return b in _meanings().get(a, ()) or _one_root(a, b)


def like(word: str) -> frozenset[str]:
    """Return the stems of like meaning."""
    return _meanings().get(word, frozenset())


def _one_root(a: str, b: str) -> bool:
    shared = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        shared += 1
    return shared >= LEAST_ROOT and max(len(a), len(b)) - shared <= ENDING


def opposed(a: str, b: str) -> bool:
    """Return whether two base stems exclude one another."""
    return b in _opposites().get(a, ())


def opposites(word: str) -> frozenset[str]:
    """Return the base stems that a word excludes."""
    return _opposites().get(word, frozenset())


def verb_share(word: str) -> int:
    """Return in how many of a hundred of its uses a word (a base stem) is a verb; 0 of one that is none."""
    return _verbs().get(word, 0)


@cache
def bases_listed(name: str, section: str, key: str = "words") -> frozenset[str]:
    """Return the base stems of the words of a list."""
    return frozenset(map(base, listed(name, section, key)))


def is_irregular(low: str) -> bool:
    """Return whether a word is a form such as `sold`."""
    return low in _irregular()


@cache
def _verb_words() -> frozenset[str]:
    return frozenset(line.split()[0] for line in _lines("verbs.txt"))


@lru_cache(maxsize=50_000)
def is_verb_form(low: str) -> bool:
    """Return whether a word is a verb's base, or its form in `s`."""
    return any(low.removesuffix(ending) in _verb_words() for ending in ("", "s", "es")) or (
        low.endswith("ies") and low[:-3] + "y" in _verb_words()
    )
