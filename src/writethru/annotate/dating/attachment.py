"""Which verb or noun a time stands with, from the clause boundaries around it and without a parse.

A time dates the nearest verb before it in its clause; one that opens its clause, or stands between a
subject and its verb, dates the verb that follows; one before a noun dates that noun.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from writethru.annotate.dating.clauses import OPENING, Clauses
from writethru.annotate.dating.nouns import (
    bounds_a_record,
    dates_nothing,
    headed_noun,
    is_frame,
    is_owned_event,
    is_possessive,
    measured_noun,
    names_event,
    noun_before,
    noun_of,
    stands_before_noun,
)
from writethru.annotate.dating.verbs import FARTHEST, FINITE, INFINITIVE, ING, OPEN, Group
from writethru.annotate.dating.words import word_set
from writethru.records import TimeExpression

_BETWEEN = re.compile("[,;zwW]")
_NOT_GOVERNED = re.compile('[,;"zwWcbT]')
_FRESH_START = ("", ";", "z", "W", "w", "_", '"')
FAR = 5  # words behind which a time is no longer that of an infinitive, with a verb right behind it
_FRESH = frozenset("iDCnmkS")  # what a subject may begin with


class Attachment:
    """What the times of one sentence date."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses, self.line = clauses, clauses.line
        self.groups, self.heads = clauses.groups, clauses.heads

    def event(self, place: int, time: TimeExpression, ahead: bool) -> int | None:
        """Return the word that a time dates, None if it dates nothing.

        `ahead` says that the time begins after the day on which the text is published.
        """
        self.time = time
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
        boundary = self.clauses.boundary(place)
        opens = OPENING.fullmatch(letters, boundary + 1, place) is not None
        if is_possessive(self.line, place):
            return headed_noun(self.line, place + 2 - (letters[place + 1 : place + 2] not in ("P", "?")))
        if stands_before_noun(self.line, place, time, opens):
            return headed_noun(self.line, place + 1)
        measured = measured_noun(self.line, place, time)
        if measured is not None:
            return measured
        if place and letters[place - 1] in "pq":
            noun = noun_of(self.line, place, time)
            if noun is not None:
                return noun
            if bounds_a_record(self.line, place, time):
                return None
        found = (
            self._of_opening(boundary, place) if opens else self._of_following(boundary, place, time, ahead)
        )
        return (self._to_come(found, place) if ahead or time.type == "DURATION" or not self.is_past(found) else found.head) if isinstance(found, Group) else found

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

    def _of_opening(self, boundary: int, place: int) -> Group | int | None:
        """Return what a time dates that opens its clause or stands between commas."""
        letters = self.line.letters
        mark = letters[boundary] if boundary >= 0 else ""
        if mark == "(":
            within = self.groups[bisect_left(self.heads, place) :][:1]
            return (
                within[0] if within and within[0].head < letters.find(")", place, place + FARTHEST) else None
            )
        if letters[place - 1] in ",?" and self.time.granularity == "day" and letters[place + 1 :] in ("", ".") and self.line.words[place][-4:].isdigit():
            told = [g for g in self.groups if g.kind in (FINITE, OPEN)][:1]
            if told:
                return told[0]
        noun = self._noun_explained(boundary, place)
        if noun is not None:
            return noun
        if mark == ",":  # and, on Monday, the; when, days later, she
            opener = letters[:boundary].rstrip("a")[-1:]
            mark = opener if opener and opener in "czwW" else mark
        before, directly = self.clauses.last_before(place), self.clauses.directly_after(place)
        after = directly or self.clauses.main_after(place, first_counts=mark == "w")
        if before is None and directly and letters[directly.head] == "d" and letters[directly.head + 1] in "nmSC":
            return self.clauses.main_after(directly.head) or directly  # for years, retired teachers were
        if before is None or mark in _FRESH_START:
            return after or before
        if mark == "," and self.clauses.is_apposed(before):
            before = self.clauses.last_before(before.first) or before
        if directly is not None and (letters[place + 1] in ",_" or mark in ",_)c"):
            return directly
        behind = place + 1 + (mark == "c" and letters[place + 1 : place + 2] == ",")
        if after is not None and self.clauses.is_fronted(before):
            return after
        fresh = behind < len(letters) and letters[behind] in _FRESH
        apart = letters[place + 1 : place + 2] == ","
        if after and apart and (mark == "c" or letters[place + 2 : place + 3] == "i"):
            return after
        if fresh and after and not _BETWEEN.search(letters, behind, after.first):
            return after
        return before

    def _noun_explained(self, boundary: int, place: int) -> int | None:
        """Return the noun before a time between commas, where nothing has happened yet: the vote, on May 9, is."""
        letters = self.line.letters
        if boundary < 1 or letters[boundary] != "," or letters[place + 1 : place + 2] not in (",", "_"):
            return None
        noun = boundary - 1
        if (
            letters[noun] in "nmsSgr"
            and names_event(self.line.words[noun])
            and self.clauses.last_before(noun) is None
        ):
            return noun
        return None

    def _of_following(
        self, boundary: int, place: int, time: TimeExpression, ahead: bool
    ) -> Group | int | None:
        """Return what a time dates that has words of its clause before it."""
        letters = self.line.letters
        before, directly = self.clauses.last_before(place, boundary + 1), self.clauses.directly_after(place)
        mark = letters[boundary] if boundary >= 0 else ""
        if before is not None:
            between = letters[before.head + 1 : place]
            plain = directly is not None and letters[place + 1] != ","
            far = before.kind in (ING, INFINITIVE) and len(between) > FAR
            if plain and (far or self.clauses.opens_clause(before, between)):
                return directly
            if letters[place + 1 : place + 2] == "W" and self.clauses.is_cleft(before, place):
                return self.clauses.main_after(place, first_counts=True) or before  # it was on Monday that
            if letters[before.head] == "b" and letters[before.head + 1 : place] in ("", "p"):
                subject = self.clauses.event_subject(boundary + 1, before.first)  # the vote is on Sunday
                return before if subject is None else subject
            coming = self._to_come_behind(before, place)
            return self._refined(before, place, ahead) if coming is None else coming
        after = self.clauses.main_after(place)
        occasion = mark in _FRESH_START and letters[place + 1 : place + 2] == ","
        occasion = occasion and is_frame(self.line, boundary + 1, "occasion")
        if occasion and after is not None:
            return after  # at a rally on Monday, Roe said
        noun = noun_before(self.line, place)
        if directly is not None and directly.first == place + 1 and letters[place - 1] not in "pq":
            noun = noun if time.granularity else None  # the party now wants
        subject = self.clauses.event_subject(boundary + 1, place)
        if subject is not None and (noun == subject or directly is not None or mark == ","):
            return subject
        apart = directly is not None and letters[place + 1] != ","
        inside = apart and "p" in letters[boundary + 1 : noun]  # the ratio at birth in 2005 was
        if noun is not None and names_event(self.line.words[noun]) and not inside:
            return noun
        inner, leaves = self.clauses.noun_of_phrases(boundary + 1, place)
        if leaves and inner is not None:
            return inner  # testimony about events in Tolmund on Monday makes clear
        earlier = self.clauses.last_before(place)
        if directly is not None and (earlier is None or letters[place + 1] != ","):
            return directly
        loose = earlier is not None and earlier.kind in (ING, INFINITIVE) and self.heads[0] == earlier.head
        if after is not None and (mark in _FRESH_START or loose):
            return after  # speaking in Tolmund, Roe on Monday, as she had promised, said
        if earlier is not None and mark == "c":
            return self._refined(earlier, place, ahead)
        return earlier or after

    def _refined(self, group: Group, place: int, ahead: bool) -> Group | int:
        """Return the event of a time behind a verb: the verb, its governor, or a noun between them."""
        noun = self._noun_between(group, place, ahead)
        if noun is not None:
            return noun
        if group.kind == ING:
            governor = self.clauses.last_before(group.first)
            beside = governor is not None and self.line.letters[governor.head+1 : group.first] == ""
            return governor if governor is not None and beside and governor.kind in (OPEN, FINITE) else group
        if (
            group.kind == INFINITIVE
            and not ahead
            and (self.time.type == "DATE" or self.lasting(group))
            and self.line.words[place - 1] not in word_set("frames", "deadline")
        ):
            governor = self.clauses.last_before(group.first)
            if governor is not None and self._governs(governor, group):
                return governor
        return group

    def is_past(self, group):
        return _is_simple(group, self.line.letters) and self.line.letters[group.head] in "drf" and self.line.words[group.head] not in word_set("verbs", "present")

    def lasting(self, group):
        g = self.clauses.last_before(group.first)
        return g is not None and self.line.letters[g.first]=="h"

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
        if self.time.type == "SET":
            return None
        if is_owned_event(self.line, place - 1) and words[group.head] not in word_set("verbs", "light") | word_set("verbs", "saying"):
            return place - 1
        noun = noun_before(self.line, place)
        if noun is not None and noun > group.head and names_event(words[noun]):
            if letters[group.head] == "b":
                return noun  # is key to his election in 2016
            said = words[group.head] in word_set("verbs", "saying") and "p" in letters[group.head : noun]
            carrying = word_set("verbs", "to_come") | word_set("verbs", "naming")
            ahead = ahead and words[group.head] not in word_set("verbs", "light")
            if _is_simple(group, letters) and not said and ((ahead and self.is_past(group)) or words[group.head] in carrying):
                return noun  # announced a rally next week, planned a protest on Saturday
        return self._noun_after_preposition(group, place, ahead)

    def _noun_after_preposition(self, group: Group, place: int, ahead: bool) -> int | None:
        """Return the noun of what happens that carries a time behind a verb: left after the attack in Tolmund on.

        Where the time lies ahead of what is told, the object of the verb is such a noun too.
        """
        noun, leaves = self.clauses.noun_of_phrases(group.head + 1, place)
        told = self.line.letters[group.head] == "g" or self.is_past(group)
        other = word_set("verbs", "saying") | word_set("verbs", "light")
        coming = ahead and told and self.line.words[group.head] not in other
        return noun if leaves or coming else None


def _is_simple(group: Group, letters: str) -> bool:
    """Return whether a verb group is a single past or present form."""
    return group.kind in (OPEN, FINITE) and group.first == group.head and letters[group.head] in "drfsSv"
