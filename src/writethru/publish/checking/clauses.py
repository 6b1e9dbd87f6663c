"""A sentence as clauses: who does what to whom, whether it is denied, and whether it is so, will be or may be.

No grammar is at hand, so words are told apart by small lists, by their endings and by how often they are verbs. What
cannot be told is left open: a phrase that is not found is no evidence of anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from writethru.publish.checking.senses import base, bases_listed, is_irregular, is_verb_form, verb_share
from writethru.publish.checking.words import Word, listed, words_in

KINDS = (
    "negative", "modal", "be", "have", "do", "relative", "joining", "opening", "article", "preposition", "adverb",
)  # fmt: skip
FINITE = 8  # of a hundred uses of a word in which it has to be a verb, to be one where it looks like one
PLAIN = 60  # and where only its place speaks for it
AGENT = 9  # words behind a passive within which "by" names who did it


class Phrase(NamedTuple):
    """The words of who or what takes part in a clause."""

    start: int
    end: int
    bases: frozenset[str]
    pronoun: bool


class Clause(NamedTuple):
    """A verb with who does it and whom it befalls."""

    verb: str
    at: int
    agent: Phrase | None
    patient: Phrase | None
    passive: bool
    negated: bool
    mood: str  # fact, future, possible, wish


@cache
def small_words() -> dict[str, str]:
    """Return the kind of each small word, the first that lists it."""
    return {low: kind for kind in reversed(KINDS) for low in listed("sense", "small", kind)}


class _Reader:
    """The words of one sentence, read from left to right."""

    def __init__(self, text: str, start: int, end: int, times: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.words = words_in(text, start, end)
        self.times = times
        self.kind = [self._kind(w) for w in self.words]
        self.clauses: list[Clause] = []
        self.opened = 0  # the first word behind the last opening of a clause
        self.verb = False  # whether a verb was found since then
        self.outer: tuple[int, int] | None = None  # what stands before a clause between commas

    def _kind(self, word: Word) -> str:
        kind = small_words().get(word.low)
        if kind is not None:
            return kind
        if any(a <= word.start < b for a, b in self.times):
            return "time"
        if word.low[0].isdigit():
            return "figure"
        return "adverb" if word.low.endswith("ly") and not self.text[word.start].isupper() else "word"

    def parted(self, index: int) -> bool:
        """Return whether a mark stands before a word."""
        gap = self.text[self.words[index - 1].end : self.words[index].start] if index else ""
        return any(c in ',;:()—–“”"' for c in gap)

    def closed(self, index: int) -> bool:
        """Return whether a mark stands before a word at which a clause ends."""
        gap = self.text[self.words[index - 1].end : self.words[index].start]
        return any(c in ';:()—–“”"' for c in gap)

    def looks(self, index: int) -> bool:
        """Return whether a word looks like a verb that says something happened."""
        word = self.words[index]
        share = verb_share(base(word.low))
        if self.kind[index] != "word" or not index or self.text[word.start].isupper():
            return False
        before = self.kind[index - 1]
        if before in ("article", "figure") or (before == "preposition" and not self.parted(index)):
            return False
        if word.low.endswith("ed") or is_irregular(word.low):
            return share >= FINITE
        return share >= PLAIN and is_verb_form(word.low) and (word.low.endswith("s") or before == "relative")

    def read(self) -> list[Clause]:
        """Return the clauses of the sentence."""
        index = 0
        while index < len(self.words):
            kind = self.kind[index]
            if index and self.closed(index):
                self.opened, self.verb, self.outer = index, False, None
            if kind == "relative" and self.parted(index):
                self.outer = (self.opened, index)
            if kind in ("relative", "joining") or (kind == "opening" and self.words[index].low != "as"):
                if kind != "joining" or (self.verb and self._verb_behind(index)):
                    self.opened, self.verb = index + 1, False
                index += 1
            elif kind in ("modal", "be", "have", "do") and not self._noun_before(index):
                index = self._group(index)
            elif (not self.verb or (self.outer and self.parted(index))) and self.looks(index):
                index = self._simple(index, index)
            elif (
                self.parted(index)
                and self.words[index].low.endswith("ing")
                and verb_share(base(self.words[index].low)) >= PLAIN
                and self.clauses
            ):
                self._add(
                    index,
                    self.clauses[-1].agent if not self.clauses[-1].passive else self.clauses[-1].patient,
                    False,
                    False,
                    "fact",
                )
                index += 1
            else:
                index += 1
        return self.clauses

    def _noun_before(self, index: int) -> bool:
        return self.words[index].low == "may" and self.text[self.words[index].start] == "M"

    def _verb_behind(self, index: int) -> bool:
        """Return whether a verb follows what is joined before the next mark: a clause of its own."""
        for at in range(index + 1, min(len(self.words), index + 8)):
            if at > index + 1 and self.parted(at):
                return False
            if self.kind[at] in ("modal", "be", "have", "do") or (at > 0 and self.looks(at)):
                return True
        return False

    def _group(self, index: int) -> int:
        """Read a verb with its helping words; return the index behind it."""
        first, mood, negated, helper = index, "fact", False, ""
        while index < len(self.words) and self.kind[index] in (
            "modal",
            "be",
            "have",
            "do",
            "negative",
            "adverb",
        ):
            low = self.words[index].low
            if low in listed("sense", "small", "possible"):
                mood = "possible"
            elif low in listed("sense", "small", "future") and mood == "fact":
                mood = "future"
            negated = negated or low in listed("sense", "small", "negative")
            if self.kind[index] in ("modal", "be", "have", "do"):
                helper = self.kind[index]
            index += 1
        if index < len(self.words) and self._is_verb(index, helper):
            passive = helper == "be" and not self.words[index].low.endswith("ing")
            return self._simple(first, index, passive=passive, negated=negated, mood=mood)
        if helper == "be":
            return self._quality(first, index, negated, mood)
        self.verb = True
        return index

    def _is_verb(self, index: int, helper: str) -> bool:
        word = self.words[index]
        share = verb_share(base(word.low))
        if self.kind[index] != "word" or self.parted(index) or self.text[word.start].isupper():
            return False
        if helper == "be":
            return (
                word.low.endswith(("ed", "ing")) or is_irregular(word.low) or word.low.endswith("en")
            ) and share >= 10
        return share >= 10

    def _quality(self, first: int, index: int, negated: bool, mood: str) -> int:
        """Read what somebody or something is: `was peaceful`, `is not a suspect`."""
        phrase = self._phrase(index)
        subject = self._subject(first)
        self.verb, self.opened = True, index
        if phrase is None or not phrase.bases:
            return index
        last = next(w for w in reversed(self.words) if w.end == phrase.end)
        self.clauses.append(Clause(f"be {base(last.low)}", last.start, subject, None, False, negated, mood))
        return index

    def _simple(
        self, first: int, index: int, passive: bool | None = None, negated: bool = False, mood: str = "fact"
    ) -> int:
        """Note the verb at an index with its subject; follow the infinitives that hang on it."""
        subject = self._subject(first)
        if passive is None:
            by = index + 2 < len(self.words) and self.words[index + 1].low == "by"
            passive = by and self.kind[index + 2] != "figure" and self.words[index].low.endswith(("ed", "en"))
        if subject is not None and any(
            w.low in ("no", "none", "nobody", "neither", "nothing")
            for w in self.words[max(0, self.opened) : first]
        ):
            negated = True
        self._add(index, subject, passive, negated, mood)
        self.verb = True
        self.opened = index + 1
        verb = base(self.words[index].low)
        at = index + 1
        if verb in bases_listed("sense", "small", "wish"):
            while at < len(self.words) and at < index + 4 and self.words[at].low != "to":
                at += 1
            if (
                at + 1 < len(self.words)
                and self.words[at].low == "to"
                and verb_share(base(self.words[at + 1].low)) >= FINITE
                and self.kind[at + 1] == "word"
            ):
                denied = negated != (verb in bases_listed("sense", "small", "refusal"))
                self._add(
                    at + 1,
                    subject if at == index + 1 else None,
                    False,
                    denied,
                    "wish" if not denied else mood,
                )
                return at + 2
        return index + 1

    def _add(self, index: int, subject: Phrase | None, passive: bool, negated: bool, mood: str) -> None:
        word = self.words[index]
        agent, patient = subject, self._phrase(index + 1)
        if passive:
            agent, patient = self._by(index + 1), subject
        self.clauses.append(Clause(base(word.low), word.start, agent, patient, passive, negated, mood))

    def _by(self, index: int) -> Phrase | None:
        for at in range(index, min(len(self.words), index + AGENT)):
            if self.kind[at] in ("relative", "opening", "modal", "be", "have") or (
                at > index and self.looks(at)
            ):
                return None
            if self.words[at].low == "by":
                return self._phrase(at + 1)
        return None

    def _subject(self, first: int) -> Phrase | None:
        """Return the phrase that stands before a verb, with what is put beside it between commas."""
        if self.outer and self.parted(first) and self.kind[self.opened - 1] != "relative":
            (opened, end), self.outer = self.outer, None
            return self._between(opened, end)
        if self.opened and self.kind[self.opened - 1] == "relative" and self.opened == first:
            return self._phrase_before(self.opened - 1)
        if self.opened and self.kind[self.opened - 1] == "joining" and self.opened == first and self.clauses:
            last = self.clauses[-1]
            return last.patient if last.passive else last.agent
        return self._between(self.opened, first)

    def _between(self, opened: int, first: int) -> Phrase | None:
        """Return the phrase that words between two places make, of all that stands between commas."""
        pieces: list[list[int]] = [[]]
        for at in range(opened, first):
            if at > opened and self.parted(at) and pieces[-1]:
                pieces.append([])
            pieces[-1].append(at)
        kept = [
            self._head(p)
            for p in pieces
            if p and self.kind[p[0]] not in ("preposition", "opening", "adverb", "time")
        ]
        if not kept:
            kept = [self._head(self._behind_time(pieces[-1]))]
        bases = frozenset().union(*(k.bases for k in kept if k))
        found = [k for k in kept if k]
        return (
            Phrase(found[0].start, found[-1].end, bases, len(found) == 1 and found[0].pronoun)
            if found
            else None
        )

    def _behind_time(self, piece: list[int]) -> list[int]:
        """Return what stands behind a preposition and its time or name at the beginning of a stretch."""
        at = 0
        while at < len(piece) and self.kind[piece[at]] in ("preposition", "time", "figure", "adverb"):
            at += 1
        return piece[at:] if any(self.kind[p] == "time" for p in piece[:at]) else []

    def _phrase_before(self, index: int) -> Phrase | None:
        """Return the phrase that ends before a word: what "who" and "which" stand for."""
        at = index
        while (
            at > 0
            and self.kind[at - 1] in ("word", "figure", "article")
            and not (at < index and self.parted(at))
            and not self.looks(at - 1)
        ):
            at -= 1
        return self._head(list(range(at, index)))

    def _phrase(self, index: int) -> Phrase | None:
        """Return the phrase that begins at a word: behind a verb, behind "by"."""
        at = index
        while at < len(self.words) and self.kind[at] in ("adverb", "negative") and not self.parted(at):
            at += 1
        if (
            at < len(self.words)
            and self.kind[at] == "preposition"
            and self.words[at].low not in ("by", "after", "before")
            and not self.parted(at)
        ):
            at += 1
        piece: list[int] = []
        while at < len(self.words) and not (piece and self.parted(at)):
            if self.kind[at] not in ("word", "figure", "article") and not (
                piece and self.words[at].low == "of"
            ):
                break
            piece.append(at)
            at += 1
        return self._head(piece)

    def _head(self, piece: list[int]) -> Phrase | None:
        """Return the words that name what a phrase is about: no owner before it, nothing behind "of" and "in"."""
        piece = [p for p in piece if self.kind[p] != "time"]
        kept: list[int] = []
        for number, at in enumerate(piece):
            word = self.words[at]
            if self.kind[at] == "preposition":
                quantity = (
                    word.low == "of"
                    and bool(kept)
                    and self.words[kept[-1]].low in listed("sense", "small", "quantity")
                )
                if not quantity and kept:
                    break
                kept = []
            elif word.low.endswith(("'s", "s'")) or (
                word.low.endswith("s")
                and self.text[word.end : word.end + 1] in "’'"
                and self.text[word.end : word.end + 1]
            ):
                kept = [] if number + 1 < len(piece) else [*kept, at]
            elif self.kind[at] in ("word", "figure", "article"):
                kept.append(at)
        words = [self.words[at] for at in kept if self.kind[at] == "word"]
        named = [self.words[at] for at in kept]
        if not words:
            lows = {self.words[at].low for at in piece} & listed("sense", "small", "pronoun")
            return (
                Phrase(self.words[piece[0]].start, self.words[piece[-1]].end, frozenset(), True)
                if lows and piece
                else None
            )
        pronoun = all(w.low in listed("sense", "small", "pronoun") for w in words)
        return Phrase(named[0].start, named[-1].end, frozenset(base(w.low) for w in words), pronoun)


def clauses(text: str, start: int, end: int, times: Sequence[tuple[int, int]] = ()) -> list[Clause]:
    """Return the clauses of a sentence."""
    return _Reader(text, start, end, times).read()


@lru_cache(maxsize=5_000)
def clauses_of_line(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a sentence or of what is left of it, which are asked for again for each of its shorter forms."""
    return tuple(clauses(text, 0, len(text)))


def told(clause: Clause, text: str) -> str:
    """Return a clause in a few words: who, does, what."""
    parts: Iterator[Phrase | None] = iter((clause.agent, clause.patient))
    agent, patient = (text[p.start : p.end] if p else "…" for p in parts)
    verb = text[clause.at :].partition(" ")[0].strip(".,;")
    return f"{agent} – {verb} – {patient}"
