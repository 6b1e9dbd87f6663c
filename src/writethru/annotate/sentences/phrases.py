"""Which phrase of the lexicon opens, fills or ends a sentence: caption, promo, byline."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language
from writethru.annotate.sentences.terms import lower_words

KINDS = ("caption", "promo", "byline")  # in this order
BIOGRAPHY = "biography"  # a kind that is told by phrases at the end of a text only, and counts as a byline
_LEADING = "[(*•●▪·|►▶>–—- "  # what may stand before a phrase that opens a line
ENDED = 200  # characters of a sentence up to which a phrase at its end tells


class Phrase(NamedTuple):
    """A phrase of the lexicon, its kind, its words, and the longest of these."""

    kind: str
    text: str
    words: frozenset[str]
    key: str


class Edges(NamedTuple):
    """How phrases begin and end: those of one word, the first two words of others, last words; openers without words."""

    single: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    last: frozenset[str]
    wordless: tuple[str, ...]

    def open(self, words: list[str]) -> bool:
        """Return whether a sentence of these words may open with a phrase."""
        return words[0] in self.single or (len(words) > 1 and (words[0], words[1]) in self.pairs)


class Contained(NamedTuple):
    """Phrases that a text contains, and their longest words."""

    keys: frozenset[str]
    phrases: tuple[Phrase, ...]


@by_language
def table() -> dict[str, dict[str, list[str]]]:
    """Return the phrases and words that mark boilerplate, by kind."""
    return lexicon.table("boilerplate")


def _phrases(place: str) -> list[Phrase]:
    """Return the phrases that stand at a place: `starts`, `contains`, `ends`."""
    found = []
    for kind in (*KINDS, BIOGRAPHY):
        for text in table()[kind].get(place, ()):
            words = lower_words(text)
            found.append(Phrase(kind, text, frozenset(words), max(words, key=len, default="")))
    return found


@by_language
def _openers() -> dict[str, tuple[Phrase, ...]]:
    """Return the phrases that open a sentence, by their first character."""
    found: dict[str, tuple[Phrase, ...]] = {}
    for phrase in _phrases("starts"):
        found[phrase.text[0]] = (*found.get(phrase.text[0], ()), phrase)
    return found


@by_language
def _closers() -> tuple[Phrase, ...]:
    return tuple(_phrases("ends"))


@by_language
def _keyed() -> dict[str, tuple[Phrase, ...]]:
    """Return the phrases that a sentence may contain, by a word they need."""
    found: dict[str, tuple[Phrase, ...]] = {}
    for phrase in _phrases("contains"):
        found[phrase.key] = (*found.get(phrase.key, ()), phrase)
    return found


@by_language
def _edges() -> Edges:
    opening = {phrase.text: lower_words(phrase.text) for phrase in _phrases("starts")}
    paired = [words for words in opening.values() if len(words) > 1 and not words[1].isdigit()]
    return Edges(
        frozenset(words[0] for words in opening.values() if words and words not in paired),
        frozenset((words[0], words[1]) for words in paired),
        frozenset(lower_words(phrase.text)[-1] for phrase in _closers()),
        tuple(text for text, words in opening.items() if not words),
    )


def contained(low: str, words: Set[str]) -> Contained:
    """Return which phrases a whole lower-case text with these words contains: few do any."""
    keyed = _keyed()
    found = tuple(
        phrase
        for key in sorted(words & keyed.keys())
        for phrase in keyed[key]
        if phrase.words <= words and phrase.text in low
    )
    return Contained(frozenset(phrase.key for phrase in found), found)


def _whole(low: str, at: int, phrase: str) -> bool:
    """Return whether a phrase found at an offset ends with its last word, not within a longer one."""
    end = at + len(phrase)
    return at >= 0 and not (phrase[-1].isalpha() and low[end : end + 1].isalnum())


def phrased(sentence: str, words: list[str], within: Contained, closing: bool) -> str:
    """Return the kind of boilerplate whose phrase opens, fills or ends a sentence with these lower-case words.

    `within` are the phrases that the sentence's whole text contains; `closing` sentences are among its last.
    """
    edges = _edges()
    if (
        not edges.open(words)
        and words[-1] not in edges.last
        and within.keys.isdisjoint(words)
        and not sentence.startswith(edges.wordless)
    ):
        return ""
    low = sentence.lower()
    opening = low.lstrip(_LEADING)
    kinds = {p.kind for p in within.phrases if _whole(low, low.find(p.text), p.text)}
    for text in (low, opening):
        openers = _openers().get(text[:1], ())
        kinds |= {p.kind for p in openers if text.startswith(p.text) and _whole(text, 0, p.text)}
    if len(low) < ENDED:
        ended = low.rstrip(".!) ")
        kinds |= {p.kind for p in _closers() if ended.endswith(p.text)}
    for kind in KINDS:
        if kind in kinds:
            return kind
    return "byline" if closing and BIOGRAPHY in kinds else ""
