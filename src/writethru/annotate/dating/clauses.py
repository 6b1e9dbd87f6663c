"""Which verb or noun a time stands with, from the clause boundaries around it and without a parse.

A time dates the nearest verb before it in its clause; one that opens its clause, or stands between a
subject and its verb, dates the verb that follows.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from writethru.annotate.dating.nouns import (
    bounds_a_record,
    dates_nothing,
    headed_noun,
    is_listed,
    is_possessive,
    names_event,
    noun_before,
    noun_of,
    stands_before_noun,
)
from writethru.annotate.dating.verbs import BARE, FARTHEST, FINITE, INFINITIVE, ING, NEAR, OPEN, Group
from writethru.annotate.dating.words import Line, word_set
from writethru.records import TimeExpression

_OPENING = re.compile(r"(?:[apqck?]|Tt?)*")
_BETWEEN = re.compile("[,;zwW]")
_SUBJECT_OF_ANOTHER = re.compile("[qz].*[nmSCi]")
_NOT_GOVERNED = re.compile('[,;"zwWcb]')
_ADVERBIAL = re.compile("[qz]")
_CONTACT = re.compile("[nmSC]i[aT]?$")
BOUNDARIES = frozenset(',;("_zwWc)')
_FRESH_START = ("", ";", "z", "W", "w", '"')
_APART = re.compile(r'[;cziwW"]')
_PLAIN = frozenset("DnmSCkaPp?svrg")  # what a noun phrase and its prepositions are made of
REACH = 14  # words between a time and the noun that it dates
_FRESH = frozenset("iDCnmkS")  # what a subject may begin with


class Clauses:
    """The words and verb groups of one sentence."""

    def __init__(self, line: Line, groups: Sequence[Group]) -> None:
        self.line, self.groups = line, groups
        self.heads = [group.head for group in groups]

    def event(self, place: int, time: TimeExpression, ahead: bool) -> int | None:
        """Return the word that a time dates, None if it dates nothing.

        `ahead` says that the time begins after the day on which the text is published.
        """
        letters = self.line.letters
        number = bisect_right(self.heads, place)
        if number < len(self.heads) and self.groups[number].first < place:
            return self.heads[number]  # was on Monday released
        if dates_nothing(self.line, place, time):
            return None
        if not time.granularity and time.type == "DATE":  # now, recently
            beside = self._beside(place)
            if beside is not None:
                return beside
        boundary = self._boundary(place)
        opens = _OPENING.fullmatch(letters, boundary + 1, place) is not None
        if is_possessive(self.line, place):
            return headed_noun(self.line, place + 2 - (letters[place + 1 : place + 2] not in ("P", "?")))
        if stands_before_noun(self.line, place, time, opens):
            return headed_noun(self.line, place + 1)
        noun = noun_of(self.line, place, time)
        if noun is not None:
            return noun
        if bounds_a_record(self.line, place, time):
            return None
        found = (
            self._of_opening(boundary, place) if opens else self._of_following(boundary, place, time, ahead)
        )
        return self._to_come(found, place) if isinstance(found, Group) else found

    def _beside(self, place: int) -> int | None:
        """Return the verb right behind a time that is an adverb: the recently released report, she now teaches."""
        letters = self.line.letters
        at = place + 1
        while letters[at : at + 1] == "a":
            at += 1
        if letters[at : at + 1] == "S" and letters[place - 1 : place] in ("n", "m", "S", "C", "i", "w"):
            return at
        return at if at < len(letters) and letters[at] in "dregf" else None

    def _to_come(self, group: Group, place: int) -> int:
        """Return the infinitive behind a verb that looks ahead, where the time stands before both."""
        number = bisect_right(self.heads, group.head)
        if group.first > place and number < len(self.heads):
            other = self.groups[number]
            between = self.line.words[group.head : other.first]
            plain = len(between) <= 3 and "D" not in self.line.letters[group.head : other.first]
            if other.kind == INFINITIVE and plain and not word_set("verbs", "to_come").isdisjoint(between):
                return other.head
        return group.head

    def _to_come_behind(self, group: Group, place: int) -> Group | None:
        """Return the infinitive behind a time, of a verb before it that looks ahead: due on Monday to open."""
        number = bisect_right(self.heads, place)
        if number == len(self.heads) or self.groups[number].first != place + 1:
            return None
        other, between = self.groups[number], self.line.words[group.head : place]
        plain = len(between) <= 3 and "D" not in self.line.letters[group.head : place]
        if other.kind == INFINITIVE and plain and not word_set("verbs", "to_come").isdisjoint(between):
            return other
        return None

    def _boundary(self, place: int) -> int:
        """Return the last boundary of clauses before a word; -1 is the beginning of the sentence."""
        letters, floor = self.line.letters, max(0, place - FARTHEST)
        for at in range(place - 1, floor - 1, -1):
            if letters[at] in BOUNDARIES:
                return at
        return floor - 1

    def _last_before(self, place: int, first: int = 0) -> Group | None:
        """Return the last verb group before a word that begins at or after another."""
        number = bisect_left(self.heads, place)
        group = self.groups[number - 1] if number else None
        return group if group is not None and group.first >= first else None

    def _directly_after(self, place: int) -> Group | None:
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
        relative = (
            False  # within a relative clause, where others may follow: a man who held the office he now holds
        )
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
            if _subordinate(between) or (number and relative and _CONTACT.search(between)):
                relative = "," not in between
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
        if words[group.head] in saying or (behind and behind in "DiPk"):
            return False
        if words[group.head + 1 : group.head + 2] == ["by"]:
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

    def _of_opening(self, boundary: int, place: int) -> Group | int | None:
        """Return what a time dates that opens its clause or stands between commas."""
        letters = self.line.letters
        mark = letters[boundary] if boundary >= 0 else ""
        if mark == "(":
            within = self.groups[bisect_left(self.heads, place) :][:1]
            return (
                within[0] if within and within[0].head < letters.find(")", place, place + FARTHEST) else None
            )
        noun = self._noun_explained(boundary, place)
        if noun is not None:
            return noun
        if mark == ",":  # and, on Monday, the; when, days later, she
            opener = letters[:boundary].rstrip("a")[-1:]
            mark = opener if opener and opener in "czwW" else mark
        before, directly = self._last_before(place), self._directly_after(place)
        after = directly or self.main_after(place, first_counts=mark == "w")
        if before is None or mark in _FRESH_START:
            return after or before
        if mark == "," and self._is_apposed(before):
            before = self._last_before(before.first) or before
        if directly is not None and (letters[place + 1] in ",_" or mark in ",_)c"):
            return directly
        behind = place + 1 + (mark == "c" and letters[place + 1 : place + 2] == ",")
        if after is not None and self._is_fronted(before):
            return after
        fresh = behind < len(letters) and letters[behind] in _FRESH
        if fresh and after and not _BETWEEN.search(letters, behind, after.first):
            return after
        return before

    def _is_fronted(self, group: Group) -> bool:
        """Return whether a verb stands in an adverbial clause and nothing has been told before it."""
        letters = self.line.letters
        number = bisect_left(self.heads, group.head)
        told = any(other.kind in (FINITE, OPEN) for other in self.groups[max(0, number - NEAR) : number])
        return not told and bool(_ADVERBIAL.search(letters, max(0, group.first - FARTHEST), group.first))

    def _is_apposed(self, group: Group) -> bool:
        """Return whether a verb is a participle behind its noun: a bus tour called `Onward`, on Monday."""
        plain = group.kind == OPEN and group.first == group.head
        behind_noun = self.line.letters[group.first - 1 : group.first] in ("n", "m", "S", "C", "s")
        return plain and behind_noun and self.line.words[group.head] in word_set("verbs", "reduced")

    def _noun_explained(self, boundary: int, place: int) -> int | None:
        """Return the noun before a time between commas, where nothing has happened yet: the vote, on May 9, is."""
        letters = self.line.letters
        if boundary < 1 or letters[boundary] != "," or letters[place + 1 : place + 2] not in (",", "_"):
            return None
        noun = boundary - 1
        if letters[noun] in "nmsS" and names_event(self.line.words[noun]) and self._last_before(noun) is None:
            return noun
        return None

    def _of_following(
        self, boundary: int, place: int, time: TimeExpression, ahead: bool
    ) -> Group | int | None:
        """Return what a time dates that has words of its clause before it."""
        letters = self.line.letters
        before, directly = self._last_before(place, boundary + 1), self._directly_after(place)
        mark = letters[boundary] if boundary >= 0 else ""
        if before is not None:
            between = letters[before.head + 1 : place]
            if directly and letters[place + 1] != "," and self._new_clause(before, between):
                return directly
            if letters[place + 1 : place + 2] == "W" and self._is_cleft(before, place):
                return self.main_after(place, first_counts=True) or before  # it was on Monday that
            if letters[before.head] == "b" and letters[before.head + 1 : place] in ("", "p"):
                subject = self._subject(boundary + 1, before.first)  # the vote is on Sunday
                return before if subject is None else subject
            coming = self._to_come_behind(before, place)
            return self._refined(before, place, ahead) if coming is None else coming
        after = self.main_after(place)
        occasion = (
            mark in _FRESH_START and letters[boundary + 1] == "p" and letters[place + 1 : place + 2] == ","
        )
        if occasion and after is not None:
            return after  # at a rally on Monday, Roe said
        noun = noun_before(self.line, place)
        if directly is not None and directly.first == place + 1 and letters[place - 1] not in "pq":
            noun = noun if time.granularity else None  # the party now wants
        subject = self._subject(boundary + 1, place)
        if subject is not None and (noun == subject or directly is not None or mark in (",", "c")):
            return subject
        inside = (
            directly is not None and "p" in letters[boundary + 1 : noun]
        )  # the ratio at birth in 2005 was
        if noun is not None and names_event(self.line.words[noun]) and not inside:
            return noun
        inner, leaves = self._noun_of_phrases(boundary + 1, place)
        if leaves and inner is not None:
            return inner  # testimony about events in Tolmund on Monday makes clear
        earlier = self._last_before(place)
        if directly is not None and (earlier is None or letters[place + 1] != ","):
            return directly
        loose = earlier is not None and earlier.kind in (ING, INFINITIVE) and self.heads[0] == earlier.head
        if after is not None and (mark in _FRESH_START or loose):
            return after  # speaking in Tolmund, Roe on Monday, as she had promised, said
        if earlier is not None and mark == "c":
            return self._refined(earlier, place, ahead)
        return earlier or after

    def _is_cleft(self, group: Group, place: int) -> bool:
        """Return whether a copula only puts a time first: it was on Monday that, it was not until 2014 that."""
        letters = self.line.letters
        if letters[group.head] != "b" or letters[group.first - 1 : group.first] != "i":
            return False
        return _OPENING.fullmatch(letters, group.head + 1, place) is not None

    def _new_clause(self, before: Group, between: str) -> bool:
        """Return whether a subject stands between a verb and a time that has a verb right behind it."""
        if _SUBJECT_OF_ANOTHER.search(between):
            return True
        said = self.line.words[before.head] in word_set("verbs", "saying") and before.head == before.first
        return said and between[:1] in tuple("DnmSCki") and self.line.words[before.head] != "told"

    def _subject(self, first: int, place: int) -> int | None:
        """Return the head of the subject before a time, if it names an event: the attack on a mosque on Monday."""
        letters = self.line.letters
        while first < place and letters[first] in "acpq?":
            if letters[first] in "pq":
                return None
            first += 1
        stop = first
        while stop < place and letters[stop] in "DnmSCksgdra?":
            stop += 1
        if (
            stop > first
            and (letters[stop] == "p" or stop == place)
            and names_event(self.line.words[stop - 1])
        ):
            return stop - 1
        return None

    def _refined(self, group: Group, place: int, ahead: bool) -> Group | int:
        """Return the event of a time behind a verb: the verb, its governor, or a noun between them."""
        noun = self._noun_between(group, place, ahead)
        if noun is not None:
            return noun
        if group.kind == ING:
            governor = self._last_before(group.first)
            beside = governor is not None and governor.head == group.first - 1
            return governor if governor is not None and beside and governor.kind in (OPEN, FINITE) else group
        if group.kind == INFINITIVE and not ahead and self.line.words[place - 1] not in ("by", "until"):
            governor = self._last_before(group.first)
            if governor is not None and self._governs(governor, group):
                return governor
        return group

    def _governs(self, governor: Group, group: Group) -> bool:
        """Return whether a past verb with its infinitive is what happened: `agreed to sell`."""
        if group.first - governor.head > 4 or governor.kind not in (OPEN, FINITE):
            return False
        between = self.line.letters[governor.head + 1 : group.first]
        words, letters = self.line.words, self.line.letters
        if _NOT_GOVERNED.search(between) or letters[governor.head] not in "drfeg":
            return False
        return words[governor.head] not in word_set("verbs", "ahead")

    def _noun_between(self, group: Group, place: int, ahead: bool) -> int | None:
        """Return the noun that names an event and carries the time: `closed since the attack on Monday`."""
        letters, words = self.line.letters, self.line.words
        noun = noun_before(self.line, place)
        if noun is not None and noun > group.head and names_event(words[noun]):
            if letters[group.head] == "b":
                return noun  # is key to his election in 2016
            said = words[group.head] in word_set("verbs", "saying") and "p" in letters[group.head : noun]
            carrying = word_set("verbs", "to_come") | word_set("verbs", "naming")
            ahead = ahead and words[group.head] not in word_set("verbs", "light")
            if _is_past(group, letters) and not said and (ahead or words[group.head] in carrying):
                return noun  # announced a rally next week, planned a protest on Saturday
        return self._noun_after_preposition(group, place, ahead)

    def _noun_after_preposition(self, group: Group, place: int, ahead: bool) -> int | None:
        """Return the noun of what happens that carries a time behind a verb: left after the attack in Tolmund on.

        Where the time lies ahead of what is told, the object of the verb is such a noun too.
        """
        noun, leaves = self._noun_of_phrases(group.head + 1, place)
        told = group.kind == ING or _is_past(group, self.line.letters)
        other = word_set("verbs", "saying") | word_set("verbs", "light")
        coming = ahead and told and self.line.words[group.head] not in other
        return noun if leaves or coming else None

    def _noun_of_phrases(self, first: int, place: int) -> tuple[int | None, bool]:
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
            elif letter not in _PLAIN:
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


def _is_past(group: Group, letters: str) -> bool:
    """Return whether a verb group is a past form without auxiliary, or a present one."""
    return group.kind in (OPEN, FINITE) and group.first == group.head and letters[group.head] in "drf"


def _subordinate(between: str) -> bool:
    """Return whether a verb belongs to a relative or adverbial clause, from what stands before it."""
    tail = between[max(between.rfind(","), between.rfind("_")) + 1 :]
    return (
        "z" in tail or "w" in tail or "q" in tail or (between[-1:] == "W" and between[-2:-1] in tuple("nmSC"))
    )
