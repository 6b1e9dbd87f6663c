"""Where clauses begin and end in a line of word classes, and which verb or noun stands where in them.

No parse is made: boundaries are commas, conjunctions, relatives and marks, and no look-up goes farther
than a bounded number of words or verb groups.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from writethru.annotate.dating.nouns import is_listed, names_event
from writethru.annotate.dating.verbs import BARE, FARTHEST, FINITE, INFINITIVE, ING, NEAR, OPEN, Group
from writethru.annotate.dating.words import Line, word_set

OPENING = re.compile(r"(?:[apqck?]|Tt?)*")  # what may stand before a time that opens its clause
BOUNDARIES = frozenset(',;("_zwWc)')
REACH = 14  # words between a time and the noun that it dates
_ADVERBIAL = re.compile("[qz]")
_SUBJECT = re.compile("[nmSCi]")
_APART = re.compile(r'[;cziwW"]')
_PLAIN = frozenset("DnmSCkaPp?svrg")  # what a noun phrase and its prepositions are made of


class Clauses:
    """The words and verb groups of one sentence."""

    def __init__(self, line: Line, groups: Sequence[Group]) -> None:
        self.line, self.groups = line, groups
        self.heads = [group.head for group in groups]

    def boundary(self, place: int) -> int:
        """Return the last boundary of clauses before a word; -1 is the beginning of the sentence."""
        letters, floor = self.line.letters, max(0, place - FARTHEST)
        at = place - 1
        while at >= floor:
            if letters[at] in BOUNDARIES:
                opened = letters.rfind("(", floor, at) if letters[at] == ")" and at < place - 1 else -1
                if opened < 0:
                    return at
                at = opened  # what goes on behind brackets
            at -= 1
        return floor - 1

    def last_before(self, place: int, first: int = 0) -> Group | None:
        """Return the last verb group before a word that begins at or after another."""
        number = bisect_left(self.heads, place)
        group = self.groups[number - 1] if number else None
        return group if group is not None and group.first >= first else None

    def first_after(self, place: int) -> Group | None:
        """Return the first verb group behind a word."""
        number = bisect_right(self.heads, place)
        return self.groups[number] if number < len(self.heads) else None

    def directly_after(self, place: int) -> Group | None:
        """Return the finite verb group that begins right behind a time and a comma."""
        letters = self.line.letters
        at = place + 1
        while letters[at : at + 1] in ("a", ","):
            at += 1
        number = bisect_left(self.heads, at)
        group = self.groups[number] if number < len(self.heads) else None
        return group if group is not None and group.first == at and group.kind in (FINITE, OPEN) else None

    def main_after(self, place: int, first_counts: bool = False) -> Group | None:
        """Return the main verb of the clause that goes on behind a word, past relative and adverbial clauses."""
        letters = self.line.letters
        at = place + 1
        number = bisect_right(self.heads, place)
        later = self.groups[number : number + NEAR]
        within, spare = False, None  # in an adverbial clause, and the first verb that may lie behind it
        for number, group in enumerate(later):
            between = letters[at : group.first]
            if len(between) > FARTHEST or ";" in between or (")" in between and "(" not in between):
                return None
            at = group.head + 1
            if group.kind in (INFINITIVE, ING, BARE):
                continue
            if first_counts:
                return group
            if _subordinate(between):
                within = within or not ("w" in between or "W" in between)
                continue
            if within and "," not in between and "_" not in between:
                spare = spare or group
                continue
            if group.kind == OPEN and self._is_reduced(group, later[number + 1 :]):
                continue
            return group
        return spare

    def _is_reduced(self, group: Group, later: Sequence[Group]) -> bool:
        """Return whether an open form is a participle, since its clause has a finite verb behind it."""
        words, saying = self.line.words, word_set("verbs", "saying")
        behind = self.line.letters[group.head + 1 : group.head + 2]
        if self.line.letters[group.first - 1 : group.first] == "i" or words[group.head] in saying:
            return False
        if words[group.head] in saying or (behind and behind in "DiPk"):
            return False
        if word_set("frames", "agent").issuperset(words[group.head + 1 : group.head + 2] or [""]):
            return any(other.kind in (FINITE, OPEN) for other in later[:NEAR])
        for other in later:
            between = self.line.letters[group.head + 1 : other.first]
            if (
                _APART.search(between)
                or between.count(",") == 1
                or (other.kind == ING and words[other.head] in saying)
            ):
                return False
            if other.kind == FINITE:
                return behind == "p" or words[group.head] in word_set("verbs", "reduced")
            if other.kind == OPEN:
                reduced = word_set("verbs", "reduced")
                return words[other.head] not in reduced and words[group.head] in reduced
        return False

    def is_fronted(self, group: Group) -> bool:
        """Return whether a verb stands in an adverbial clause and nothing has been told before it."""
        letters = self.line.letters
        number = bisect_left(self.heads, group.head)
        told = any(other.kind in (FINITE, OPEN) for other in self.groups[max(0, number - NEAR) : number])
        return not told and bool(_ADVERBIAL.search(letters, max(0, group.first - FARTHEST), group.first))

    def is_apposed(self, group: Group) -> bool:
        """Return whether a verb is a participle behind its noun: a bus tour called `Onward`, on Monday."""
        plain = group.kind == OPEN and group.first == group.head
        behind_noun = self.line.letters[group.first - 1 : group.first] in ("n", "m", "S", "C", "s")
        return plain and behind_noun and self.line.words[group.head] in word_set("verbs", "reduced")

    def is_cleft(self, group: Group, place: int) -> bool:
        """Return whether a copula only puts a time first: it was on Monday that, it was not until 2014 that."""
        letters = self.line.letters
        if letters[group.head] != "b" or letters[group.first - 1 : group.first] != "i":
            return False
        return OPENING.fullmatch(letters, group.head + 1, place) is not None

    def opens_clause(self, before: Group, between: str) -> bool:
        """Return whether a subject stands between a verb and a time that has a verb right behind it."""
        adverbial = _ADVERBIAL.search(between)
        if adverbial and _SUBJECT.search(between, adverbial.end()):
            return True
        word = self.line.words[before.head]
        said = word in word_set("verbs", "saying") and before.head == before.first
        return said and between[:1] in tuple("DnmSCki") and word not in word_set("frames", "told")

    def event_subject(self, first: int, place: int) -> int | None:
        """Return the head of the subject before a time, if it names an event: the attack on a mosque on Monday."""
        letters = self.line.letters
        while first < place and letters[first] in "acpq?":
            if letters[first] in "pq":
                return None
            first += 1
        stop = first
        while stop < place and letters[stop] in "DnmSCksgdrva?":
            stop += 1
        if (
            stop > first
            and (letters[stop] == "p" or stop == place)
            and names_event(self.line.words[stop - 1])
            and self.line.words[stop - 1] not in word_set("nouns", "actors")
        ):
            return stop - 1
        return None

    def noun_of_phrases(self, first: int, place: int) -> tuple[int | None, bool]:
        """Return the first noun of what happens in the phrases before a time, and whether they leave the verb.

        They do behind a preposition such as `after` or `about`.
        """
        letters, words = self.line.letters, self.line.words
        noun, inner = None, False
        near = place - 2  # a noun right before a time carries it, whatever it stands in
        for at in range(place - 1, max(first, place - REACH) - 1, -1):
            letter = letters[at]
            if letter in "nmsSvrg" and (noun is None or (inner and noun < near)) and names_event(words[at]):
                noun, inner = at, False
            elif letter in "pq" and words[at] in word_set("nouns", "before_event"):
                return noun, noun is not None and (letter == "q" or is_listed(words[noun]))
            elif letter not in _PLAIN and not (letter in "de" and letters[at + 1] in "nmsSvr"):
                return None, False
            inner = inner or letter == "p"
        return noun, False

    def span(self, place: int, event: int) -> tuple[int, int]:
        """Return the words [first, stop) of the clause in which a time and its event stand."""
        letters = self.line.letters
        first, stop = min(place, event), max(place, event) + 1
        floor, ceiling = max(0, first - FARTHEST), min(len(letters), stop + FARTHEST)
        while first > floor and letters[first - 1] not in BOUNDARIES:
            first -= 1
        while stop < ceiling and letters[stop] not in BOUNDARIES and letters[stop] != ".":
            stop += 1
        return first, stop


def _subordinate(between: str) -> bool:
    """Return whether a verb belongs to a relative or adverbial clause, from what stands before it."""
    tail = between[max(between.rfind(","), between.rfind("_")) + 1 :]
    return (
        "z" in tail or "w" in tail or "q" in tail or (between[-1:] == "W" and between[-2:-1] in tuple("nmSC"))
    )
