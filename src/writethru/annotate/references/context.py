"""What stands around a place of a text: its sentence, the names, persons and quotations near it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.attributions.cues import verb_forms
from writethru.annotate.lexicon import by_language
from writethru.annotate.names.genders import EITHER
from writethru.annotate.references.people import genders, person_nouns
from writethru.annotate.sentences.terms import terms
from writethru.records import Attribution, Mention, Sentence, Span

_WORD = re.compile(r"[a-zé]{2,}(?:-[a-zé]+){0,3}")


@by_language
def words_of(section: str, key: str) -> frozenset[str]:
    """Return a word list of the table."""
    return frozenset(lexicon.table("references")[section][key].split())


@by_language
def pattern(key: str) -> re.Pattern[str]:
    """Return a regular expression of the table."""
    return re.compile(lexicon.table("references")["patterns"][key])


@by_language
def _noun_terms() -> frozenset[str]:
    """Return the terms by which a sentence shows that it may hold a noun for a person."""
    return frozenset(term for noun in person_nouns() for term in terms(noun))


def _governor(before: str) -> str | None:
    """Return the word before the phrase of a noun, given what stands before the noun.

    The phrase opens with an article or a possessive at most three words before the noun; None for no such.
    """
    words = before.lower().split()
    determiners, owns = words_of("nouns", "determiners"), tuple(words_of("nouns", "owns"))
    for at in range(len(words) - 1, max(-1, len(words) - 5), -1):
        word = words[at]
        if word in determiners or word.endswith(owns):
            while at > 0 and words[at - 1] in determiners:
                at -= 1
            return words[at - 1] if at else ""
        if word in words_of("nouns", "links") or not word[-1].isalnum():
            return None
    return None


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether a range is no part of a longer word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or before == "-" or after.isalnum() or after == "-")


def _modifies(text: str, end: int) -> bool:
    """Return whether a plain word follows a noun, which is neither a verb nor of a closed class."""
    word = text[end : end + 20].split()[:1] if text[end : end + 1] == " " else []
    return bool(word) and word[0].isalpha() and word[0].islower() and not _is_bound(word[0])


def _is_bound(word: str) -> bool:
    if word in words_of("clauses", "boundaries") or word in words_of("clauses", "after_object"):
        return True
    return is_verb(word)


@by_language
def _verbs() -> frozenset[str]:
    closed = lexicon.table("clauses")
    return frozenset(verb_forms()) | frozenset(f"{closed['auxiliaries']} {closed['verbs']}".split())


def is_verb(word: str) -> bool:
    """Return whether a word after a name is likely its verb."""
    return word in _verbs() or (len(word) > 4 and word.endswith("ed"))


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
        self.names = names
        self.starts = [mention.start for mention in self.names]
        self.bounds = [sentence.start for sentence in sentences]
        self.quotes = [(span.start, span.end) for span in quotations]
        self.quote_starts = [start for start, _ in self.quotes]
        self.people = [mention for mention in self.names if mention.kind == "person"]
        self.genders, self.shared = genders(text, self.people)
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
        index = bisect_right(self.quote_starts, at) - 1
        return index >= 0 and at < self.quotes[index][1]

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

    def people_between(self, start: int, end: int) -> list[tuple[int, str, str, bool]]:
        """Return the mentions in a range that may be a person's: offset, name, gender, and whether he is meant.

        Who is named inside a quotation, or for what is his ("the Poe campaign"), is not.
        """
        if self._possible is None:
            told, after = self.genders, pattern("what_is_his")
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
        return bool(pattern("acting").match(self.text, mention.end))

    def acts(self, mention: Mention) -> bool:
        """Return whether a verb follows a name, so that it is likely a subject."""
        text = self.text
        word = text[max(0, mention.start - 12) : mention.start].split()[-1:]
        if word and word[0].lower() in words_of("clauses", "governing"):
            return False
        match = pattern("verb_after").match(text, mention.end)
        return match is not None and (is_verb(match[1]) or match[1].endswith("s"))

    def nouns(self, index: int) -> list[Noun]:
        """Return the nouns of a sentence for one person who is not named beside them."""
        if index not in self._nouns:
            self._nouns[index] = self._read_nouns(self.sentences[index])
        return self._nouns[index]

    def _read_nouns(self, sentence: Sentence) -> list[Noun]:
        text, known, (first, stop) = self.text, person_nouns(), (sentence.start, sentence.end)
        if sentence.terms and _noun_terms().isdisjoint(sentence.terms):
            return []
        found: list[Noun] = []
        for word in {word for word in _WORD.findall(text, first, stop) if word in known}:
            at = text.find(word, first, stop)
            while at >= 0:
                end = at + len(word)
                if _is_whole(text, at, end) and self._is_somebody(first, at, end, word):
                    found.append(Noun(at, word, known[word]))
                at = text.find(word, end, stop)
        return sorted(found)

    def _is_somebody(self, first: int, start: int, end: int, word: str) -> bool:
        """Return whether a noun names one person, not what somebody is, and none who is named beside it."""
        text = self.text
        governor = _governor(text[max(first, start - 60) : start])
        if governor is None or governor in words_of("nouns", "copulas"):
            return False
        if governor in words_of("nouns", "comparing") and pattern("no_verb_after").match(text, end):
            return False
        if word in words_of("nouns", "adjectival") and _modifies(text, end):
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
            and pattern("apposed").fullmatch(self.text, name.end, start)
            for name in self.names[max(0, at - 2) : at]
        )
