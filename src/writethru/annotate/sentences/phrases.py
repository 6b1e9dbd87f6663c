"""Which phrase of the lexicon opens, fills or ends a sentence: caption, promo, byline."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
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


def _whole(low: str, at: int, phrase: str) -> bool:
    """Return whether a phrase found at an offset ends with its last word, not within a longer one."""
    end = at + len(phrase)
    return at >= 0 and not (phrase[-1].isalpha() and low[end : end + 1].isalnum())


@dataclass(frozen=True)
class Phrases:
    """The phrases of a language, by where they stand, and the words they begin and end with."""

    openers: dict[str, tuple[Phrase, ...]]  # by their first character
    closers: tuple[Phrase, ...]
    keyed: dict[str, tuple[Phrase, ...]]  # those that a sentence may contain, by a word they need
    keys: frozenset[str]  # of these
    single: frozenset[str]  # the first words of openers
    paired: frozenset[tuple[str, str]]  # or their first two
    wordless: tuple[str, ...]  # openers without words
    last: frozenset[str]  # words of closers

    def held(self, low: str, words: Set[str]) -> Held:
        """Return which phrases a whole lower-case text with these words contains: few do any."""
        found = tuple(
            phrase
            for key in sorted(self.keys & words)
            for phrase in self.keyed[key]
            if phrase.words <= words and phrase.text in low
        )
        return Held(self, frozenset(phrase.key for phrase in found), found)

    def at_edges(self, low: str) -> set[str]:
        """Return the kinds of the phrases that open or close a sentence."""
        kinds = set()
        for text in (low, low.lstrip(_LEADING)):
            for phrase in self.openers.get(text[:1], ()):
                if text.startswith(phrase.text) and _whole(text, 0, phrase.text):
                    kinds.add(phrase.kind)
        if len(low) < ENDED:
            ended = low.rstrip(".!) ")
            kinds |= {phrase.kind for phrase in self.closers if ended.endswith(phrase.text)}
        return kinds


@dataclass(frozen=True)
class Held:
    """Those phrases of a language that a text contains somewhere, and their longest words."""

    known: Phrases
    keys: frozenset[str]
    phrases: tuple[Phrase, ...]

    def kind(self, sentence: str, words: list[str], closing: bool) -> str:
        """Return the kind of boilerplate whose phrase opens, fills or ends a sentence with these lower-case words.

        `closing` sentences are among the last of the text.
        """
        known = self.known
        if (
            words[0] not in known.single
            and (words[0], words[1] if len(words) > 1 else "") not in known.paired
            and words[-1] not in known.last
            and self.keys.isdisjoint(words)
            and not sentence.startswith(known.wordless)
        ):
            return ""
        low = sentence.lower()
        kinds = known.at_edges(low)
        kinds |= {phrase.kind for phrase in self.phrases if _whole(low, low.find(phrase.text), phrase.text)}
        for kind in KINDS:
            if kind in kinds:
                return kind
        return "byline" if closing and BIOGRAPHY in kinds else ""


@by_language
def phrases() -> Phrases:
    """Return the phrases of the language being read."""
    openers: dict[str, tuple[Phrase, ...]] = {}
    keyed: dict[str, tuple[Phrase, ...]] = {}
    closers = tuple(_phrases("ends"))
    for phrase in _phrases("starts"):
        openers[phrase.text[0]] = (*openers.get(phrase.text[0], ()), phrase)
    for phrase in _phrases("contains"):
        keyed[phrase.key] = (*keyed.get(phrase.key, ()), phrase)
    opening = {phrase.text: lower_words(phrase.text) for phrase in _phrases("starts")}
    paired = [words for words in opening.values() if len(words) > 1 and not words[1].isdigit()]
    return Phrases(
        openers,
        closers,
        keyed,
        keys=frozenset(keyed),
        single=frozenset(words[0] for words in opening.values() if words and words not in paired),
        paired=frozenset((words[0], words[1]) for words in paired),
        wordless=tuple(text for text, words in opening.items() if not words),
        last=frozenset(lower_words(phrase.text)[-1] for phrase in closers),
    )
