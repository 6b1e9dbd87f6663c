"""Which verb or noun a time stands with, from the clause boundaries around it and without a parse.

A time dates the nearest verb before it in its clause; one that opens its clause, or stands between a
subject and its verb, dates the verb that follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from writethru.annotate.dating.nouns import (
    headed_noun,
    is_possessive,
    names_event,
    noun_before,
    stands_before_noun,
)
from writethru.annotate.dating.verbs import BARE, FINITE, INFINITIVE, ING, OPEN, Group
from writethru.annotate.dating.words import Line, word_set
from writethru.records import TimeExpression

_BOUNDARY = re.compile(r'[,;("_zwWc)](?!.*[,;("_zwWc)])')
_OPENING = re.compile(r"[apqck?]*$")
_LINKED = re.compile(r'(?:,?[ct_]|,|[pq]){0,1}[pqa]?$')
_FRESH = frozenset("iDCnmk")  # what a subject may begin with


class Clauses:
    """The words and verb groups of one sentence."""

    def __init__(self, line: Line, groups: Sequence[Group]) -> None:
        self.line, self.groups = line, groups

    def event(self, place: int, time: TimeExpression, ahead: bool) -> int | None:
        """Return the word that a time dates, None if it dates nothing.

        `ahead` says that the time is not over when the text is published.
        """
        letters = self.line.letters
        for group in self.groups:
            if group.first < place < group.head:
                return group.head
        boundary = self._boundary(place)
        opens = _OPENING.fullmatch(letters, boundary + 1, place) is not None
        if is_possessive(self.line, place):
            return headed_noun(self.line, place + 2 - (letters[place + 1 : place + 2] not in ("P", "?")))
        if stands_before_noun(self.line, place, time, opens):
            return headed_noun(self.line, place + 1)
        if opens:
            return self._of_opening(boundary, place)
        return self._of_following(boundary, place, ahead)

    def _boundary(self, place: int) -> int:
        """Return the last boundary of clauses before a word; -1 is the beginning of the sentence."""
        letters = self.line.letters
        at = place - 1
        while at >= 0 and letters[at] not in ',;("_zwWc)':
            at -= 1
        return at

    def _last_before(self, place: int, first: int = 0) -> Group | None:
        found = None
        for group in self.groups:
            if group.head >= place:
                break
            if group.first >= first:
                found = group
        return found

    def _directly_after(self, place: int) -> Group | None:
        """Return the finite verb group that begins right behind a time and a comma."""
        letters = self.line.letters
        at = place + 1
        while at < len(letters) and letters[at] in "a,":
            at += 1
        return next((g for g in self.groups if g.first == at and g.kind in (FINITE, OPEN)), None)

    def main_after(self, place: int, first_counts: bool = False) -> Group | None:
        """Return the main verb of the clause that goes on behind a word, past relative and adverbial clauses."""
        letters = self.line.letters
        at = place + 1
        later = [g for g in self.groups if g.first > place]
        for number, group in enumerate(later):
            between = letters[at : group.first]
            if ";" in between or (")" in between and "(" not in between):
                return None
            at = group.head + 1
            if group.kind in (INFINITIVE, ING, BARE):
                continue
            if first_counts:
                return group
            if _subordinate(between):
                continue
            if group.kind == OPEN and self._is_reduced(group, later[number + 1 :]):
                continue
            return group
        return None

    def _is_reduced(self, group: Group, later: Sequence[Group]) -> bool:
        """Return whether an open form is a participle, since its clause has a finite verb behind it."""
        letters = self.line.letters
        if self.line.words[group.head] in word_set("verbs", "saying"):
            return False
        at = group.head + 1
        for other in later:
            between = letters[at : other.first]
            if re.search(r'[;cziwW"]', between):
                return False
            if other.kind in (FINITE, OPEN):
                return between.count(",") in (0, 2) and (other.first - group.head > 1)
            at = other.head + 1
        return False

    def _of_opening(self, boundary: int, place: int) -> int | None:
        """Return what a time dates that opens its clause or stands between commas."""
        letters = self.line.letters
        mark = letters[boundary] if boundary >= 0 else ""
        before = self._last_before(place)
        if mark == "(":
            inside = letters.find(")", place)
            group = next((g for g in self.groups if place < g.head < inside), None)
            return group.head if group else None
        directly = self._directly_after(place)
        if mark == "w":
            after = self.main_after(place, first_counts=True)
        else:
            after = directly or self.main_after(place)
        if before is None or mark in ("", ";", "z", "W", "w", '"'):
            return self._head(after or before)
        nxt = letters[place + 1 : place + 2]
        if directly is not None and nxt in (",", "_") or (directly is not None and mark in ",_)"):
            return directly.head
        if nxt and nxt in _FRESH and after is not None and not re.search(r"[,;zwW]", letters[place + 1 : after.first]):
            return after.head
        return self._head(before)

    def _of_following(self, boundary: int, place: int, ahead: bool) -> int | None:
        """Return what a time dates that has words of its clause before it."""
        before = self._last_before(place, boundary + 1)
        if before is not None:
            return self._refined(before, place, ahead)
        noun = noun_before(self.line, place)
        directly = self._directly_after(place)
        if noun is not None and names_event(self.line.words[noun]):
            return noun
        if directly is not None:
            return directly.head
        mark = self.line.letters[boundary] if boundary >= 0 else ""
        if mark in ("", ";", "w", "z", "W", '"'):
            after = self.main_after(place)
            if after is not None:
                return after.head
        earlier = self._last_before(place)
        return self._head(earlier or self.main_after(place))

    def _refined(self, group: Group, place: int, ahead: bool) -> int:
        """Return the event of a time behind a verb: the verb, its governor, or a noun between them."""
        noun = self._noun_between(group, place)
        if noun is not None:
            return noun
        if group.kind == INFINITIVE and not ahead:
            governor = self._last_before(group.first)
            if governor is not None and self._governs(governor, group):
                return governor.head
        return group.head

    def _governs(self, governor: Group, group: Group) -> bool:
        """Return whether a past verb with its infinitive is what happened: `agreed to sell`."""
        if group.first - governor.head > 4 or governor.kind not in (OPEN, FINITE):
            return False
        between = self.line.letters[governor.head + 1 : group.first]
        if re.search(r'[,;"zwWcb]', between) or self.line.letters[governor.head] not in "df":
            return False
        return governor.first == governor.head and self.line.words[governor.head] not in word_set("verbs", "ahead")

    def _noun_between(self, group: Group, place: int) -> int | None:
        """Return the noun that names an event and carries the time: `closed since the attack on Monday`."""
        noun = noun_before(self.line, place)
        if noun is None or noun <= group.head or not names_event(self.line.words[noun]):
            return None
        at = noun - 1
        while at > group.head and noun - at < 6 and self.line.letters[at] in "DnmCaksgd":
            at -= 1
        if self.line.words[at] in word_set("nouns", "before_event") or self.line.letters[at] == "q":
            return noun
        return None

    @staticmethod
    def _head(group: Group | None) -> int | None:
        return None if group is None else group.head

    def span(self, place: int, event: int) -> tuple[int, int]:
        """Return the words [first, stop) of the clause in which a time and its event stand."""
        letters = self.line.letters
        first, stop = min(place, event), max(place, event) + 1
        while first > 0 and letters[first - 1] not in ',;("_zwWc)':
            first -= 1
        while stop < len(letters) and letters[stop] not in ',;(")_zwWc.':
            stop += 1
        return first, stop


def _subordinate(between: str) -> bool:
    """Return whether a verb belongs to a relative or adverbial clause, from what stands before it."""
    tail = between[between.rfind(",") + 1 :]
    return bool(re.search(r"[zwq]", tail)) or bool(re.search(r"[nmC]W$", between))
