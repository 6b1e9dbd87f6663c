"""Which phrase of the lexicon opens, fills or ends a sentence: caption, promo, byline."""

from __future__ import annotations

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
    """A phrase of the lexicon, its kind, and the word that tells it best."""

    kind: str
    text: str
    key: str


@by_language
def table() -> dict[str, dict[str, list[str]]]:
    """Return the phrases and words that mark boilerplate, by kind."""
    return lexicon.table("boilerplate")


def _telling(word: str) -> tuple[bool, int]:
    """Return how well a word tells a phrase: the long ones best, small words not at all."""
    return word not in lexicon.words("stopwords"), len(word)


def _phrases(place: str) -> list[Phrase]:
    """Return the phrases that stand at a place: `starts`, `contains`, `ends`."""
    found = []
    for kind in (*KINDS, BIOGRAPHY):
        for text in table()[kind].get(place, ()):
            found.append(Phrase(kind, text, max(lower_words(text), key=_telling, default="")))
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

    def kind(self, sentence: str, words: list[str], closing: bool) -> str:
        """Return the kind of boilerplate whose phrase opens, fills or ends a sentence with these lower-case words.

        `closing` sentences are among the last of the text.
        """
        keyed = not self.keys.isdisjoint(words)
        edged = (
            words[0] in self.single
            or words[-1] in self.last
            or (words[0], words[1] if len(words) > 1 else "") in self.paired
            or sentence.startswith(self.wordless)
        )
        if not (keyed or edged):
            return ""
        low = sentence.lower()
        kinds = self.within(low, words) if keyed else set()
        if edged:
            kinds |= self.at_edges(low)
        for kind in KINDS:
            if kind in kinds:
                return kind
        return "byline" if closing and BIOGRAPHY in kinds else ""

    def within(self, low: str, words: list[str]) -> set[str]:
        """Return the kinds of the phrases that a sentence with these words contains."""
        near = (phrase for key in self.keys.intersection(words) for phrase in self.keyed[key])
        return {phrase.kind for phrase in near if _whole(low, low.find(phrase.text), phrase.text)}

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
