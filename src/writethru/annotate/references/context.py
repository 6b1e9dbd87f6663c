"""What stands around a place of a text: its sentence, the names, persons and quotations near it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from writethru.annotate.names.genders import EITHER, word_before
from writethru.annotate.references.people import genders
from writethru.annotate.references.words import Nouns, Words, words
from writethru.records import Attribution, Mention, Sentence, Span

_WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]+){0,3}")


def _governor(before: str, nouns: Nouns, owns: tuple[str, ...]) -> str | None:
    """Return the word before the phrase of a noun, given what stands before the noun.

    The phrase opens with an article or a possessive at most three words before the noun; None for no such.
    """
    words = before.lower().split()
    determiners = nouns.determiners
    for at in range(len(words) - 1, max(-1, len(words) - 5), -1):
        word = words[at]
        if word in determiners or word.endswith(owns):
            while at > 0 and words[at - 1] in determiners:
                at -= 1
            return words[at - 1] if at else ""
        if word in nouns.links or not word[-1].isalnum():
            return None
    return None


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether a range is no part of a longer word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or before == "-" or after.isalnum() or after == "-")


def _modifies(text: str, end: int, words: Words) -> bool:
    """Return whether a plain word follows a noun, which is neither a verb nor of a closed class."""
    if not text.startswith(" ", end):
        return False
    word = next(iter(text[end : end + 20].split(None, 1)), "")
    bound = word in words.clauses.boundaries or word in words.clauses.after_object or words.is_verb(word)
    return word.isalpha() and word.islower() and not bound


class Noun(NamedTuple):
    """A noun for one person that is not named beside it."""

    start: int
    word: str
    gender: str


class Context:
    """A text with its findings, asked by offset."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        names: Sequence[Mention],
        quotations: Sequence[Span],
        attributions: Sequence[Attribution],
    ) -> None:
        self.text, self.sentences = text, sentences
        self.words = words()
        self.patterns = self.words.patterns
        self.names = names
        self.starts = [mention.start for mention in self.names]
        self.bounds = [sentence.start for sentence in sentences]
        self.quotes = [(span.start, span.end) for span in quotations]
        self.quote_starts = [start for start, _ in self.quotes]
        self.people = [mention for mention in self.names if mention.kind == "person"]
        self.before = [word_before(text, mention.start) for mention in self.people]
        self.genders, self.shared = genders(self.people, self.before)
        self._possible: list[tuple[int, str, str, bool]] | None = None
        self.sources = {piece.start: (piece.end, one) for one in attributions for piece in one.source}
        self.source_starts = sorted(self.sources)
        self.described: dict[int, str] = {}  # by the offset of its noun: whom a description names
        self._nouns: dict[int, list[Noun]] = {}

    def sentence_at(self, at: int) -> int:
        """Return the index of the sentence that holds an offset, -1 for none."""
        index = bisect_right(self.bounds, at) - 1
        return index if index >= 0 and at < self.sentences[index].end else -1

    def quoted(self, at: int) -> bool:
        """Return whether an offset lies inside quotation marks."""
        index = bisect_right(self.quote_starts, at)
        return index > 0 and at < self.quotes[index - 1][1]

    def between(self, start: int, end: int) -> Sequence[Mention]:
        """Return the names that start in a range."""
        return self.names[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def source_before(self, at: int) -> tuple[int, int, str, int] | None:
        """Return the last source of an attribution that ends before an offset.

        With its start and end come its person ("" for none) and where what he says ends.
        """
        for start in reversed(self.source_starts[: bisect_left(self.source_starts, at)]):
            end, attribution = self.sources[start]
            if end <= at and not self.quoted(start):
                person = attribution.holder if attribution.holder_kind == "person" else ""
                told = max(piece.end for piece in (*attribution.cue, *attribution.content))
                return start, end, person, told
        return None

    def sources_between(self, left: int, right: int) -> Iterator[tuple[int, int, Attribution]]:
        """Yield the sources that start in a range and end in it, the last one first, with what is attributed."""
        for start in reversed(
            self.source_starts[bisect_left(self.source_starts, left) : bisect_left(self.source_starts, right)]
        ):
            end, attribution = self.sources[start]
            if end <= right:
                yield start, end, attribution

    def people_between(self, start: int, end: int) -> list[tuple[int, str, str, bool]]:
        """Return the mentions in a range that may be a person's: offset, name, gender, and whether he is meant.

        Who is named inside a quotation, or for what is his ("the Poe campaign"), is not.
        """
        if self._possible is None:
            told, after = self.genders, self.patterns.what_is_his
            self._possible = [
                (
                    m.start,
                    m.name,
                    told.get(m.name, EITHER),
                    not (self.quoted(m.start) or after.match(self.text, m.end)),
                )
                for m in self.names
                if self.maybe_person(m)
            ]
        return self._possible[bisect_left(self._possible, (start,)) : bisect_left(self._possible, (end,))]

    def maybe_person(self, mention: Mention) -> bool:
        """Return whether a name may be a person's: known to be, or of no known kind and written like one."""
        if mention.kind == "person":
            return True
        if mention.kind != "other" or mention.name.count(" ") > 2:
            return False
        return bool(self.patterns.acting.match(self.text, mention.end))

    def acts(self, mention: Mention) -> bool:
        """Return whether a verb follows a name, so that it is likely a subject."""
        text = self.text
        word = text[max(0, mention.start - 12) : mention.start].split()[-1:]
        if word and word[0].lower() in self.words.clauses.governing:
            return False
        match = self.patterns.verb_after.match(text, mention.end)
        return match is not None and (self.words.is_verb(match[1]) or match[1].endswith(self.words.present))

    def nouns(self, index: int) -> list[Noun]:
        """Return the nouns of a sentence for one person who is not named beside them."""
        held = self._nouns.get(index)
        if held is None:
            held = self._nouns[index] = self._read_nouns(self.sentences[index])
        return held

    def _read_nouns(self, sentence: Sentence) -> list[Noun]:
        text, known, (first, stop) = self.text, self.words.persons, (sentence.start, sentence.end)
        found: list[Noun] = []
        for word in self._likely_nouns(sentence):
            at = text.find(word, first, stop)
            while at >= 0:
                end = at + len(word)
                if _is_whole(text, at, end) and self._is_somebody(first, at, end, word):
                    found.append(Noun(at, word, known[word]))
                at = text.find(word, end, stop)
        return sorted(found)

    def _likely_nouns(self, sentence: Sentence) -> set[str]:
        """Return the nouns for a person that a sentence may hold, by its terms if it has them."""
        if not sentence.terms:
            return self.words.persons.keys() & set(_WORD.findall(self.text, sentence.start, sentence.end))
        by_term = self.words.persons_by_term
        found = {noun for term in sentence.terms if term in by_term for noun in by_term[term]}
        return found.union(by_term[""]) if found else found

    def _is_somebody(self, first: int, start: int, end: int, word: str) -> bool:
        """Return whether a noun names one person, not what somebody is, and none who is named beside it."""
        text, nouns = self.text, self.words.nouns
        governor = _governor(text[max(first, start - 60) : start], nouns, self.words.owns)
        if governor is None or governor in nouns.copulas:
            return False
        if governor in nouns.comparing and self.patterns.no_verb_after.match(text, end):
            return False
        if word in nouns.adjectival and _modifies(text, end, self.words):
            return False
        return not self._named_beside(first, start, end)

    def _named_beside(self, first: int, start: int, end: int) -> bool:
        """Return whether a noun is the title or an apposition of a name: `Ann Poe, a lawyer`."""
        at = bisect_left(self.starts, start)
        following = self.names[at] if at < len(self.names) else None
        if (
            following
            and following.kind == "person"
            and self.text[end : following.start] in (" ", ", ", "\u00a0")
        ):
            return True
        return any(
            name.start >= first
            and name.kind == "person"
            and self.patterns.apposed.fullmatch(self.text, name.end, start)
            for name in self.names[max(0, at - 2) : at]
        )
