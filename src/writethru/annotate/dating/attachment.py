"""Which verb or noun a time stands with, from the clause boundaries around it and without a parse.

A time dates the nearest verb before it in its clause; one that opens its clause, or stands between a
subject and its verb, dates the verb that follows; one before a noun dates that noun.
"""

from __future__ import annotations

from writethru.annotate.dating.carriers import governed, is_past, refined
from writethru.annotate.dating.clauses import OPENING, Clauses
from writethru.annotate.dating.nouns import (
    bounds_a_record,
    dates_nothing,
    headed_noun,
    is_frame,
    is_possessive,
    measured_noun,
    names_event,
    noun_before,
    noun_of,
    stands_before_noun,
)
from writethru.annotate.dating.verbs import FARTHEST, FINITE, INFINITIVE, ING, OPEN, Group
from writethru.annotate.dating.words import When

_BETWEEN = frozenset(",;zwW")
_FRESH_START = ("", ";", "z", "W", "w", "_", '"')
FAR = 5  # words behind which a time is no longer that of an infinitive, with a verb right behind it
_SUBJECT = frozenset("iDCnmkS")  # what a subject may begin with


class Attachment:
    """What the times of one sentence date."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses, self.line = clauses, clauses.line
        self.groups = clauses.groups

    def event(self, when: When) -> int | None:
        """Return the word that a time dates, None if it dates nothing."""
        place, time = when.place, when.time
        if dates_nothing(self.line, place, time):
            return None
        if not time.granularity and time.type == "DATE":  # now, recently
            beside = self._beside(place)
            if beside is not None:
                return beside
        boundary = self.clauses.boundary(place)
        opens = OPENING.fullmatch(self.line.letters, boundary + 1, place) is not None
        noun = self._noun_beside(when, opens)
        if noun is not None:
            return noun
        if bounds_a_record(self.line, place, time):
            return None
        found = self._of_opening(boundary, when) if opens else self._of_following(boundary, when)
        if not isinstance(found, Group):
            return found
        told = is_past(self.line, found) and time.type != "DURATION" and not when.ahead
        return found.head if told else self._to_come(found, place)

    def _noun_beside(self, when: When, opens: bool) -> int | None:
        """Return the noun of which a time is a part: Monday's attack, the 2014 vote, months of talks, footage from."""
        place, time = when.place, when.time
        if is_possessive(self.line, place):
            return headed_noun(
                self.line, place + 1 + (self.line.letters[place + 1 : place + 2] in ("P", "?"))
            )
        if stands_before_noun(self.line, place, time, opens):
            return headed_noun(self.line, place + 1)
        measured = measured_noun(self.line, place, time)
        return noun_of(self.line, place, time) if measured is None else measured

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
        other = self.clauses.first_after(group.head)
        if other is None or group.first < place or not governed(self.line, group, other, other.first):
            return group.head
        return other.head

    def _to_come_behind(self, group: Group, place: int) -> Group | None:
        """Return the infinitive behind a time, of a verb before it that looks ahead: due on Monday to open."""
        other = self.clauses.first_after(place)
        if other is None or other.first != place + 1:
            return None
        return other if governed(self.line, group, other, place) else None

    def _of_opening(self, boundary: int, when: When) -> Group | int | None:
        """Return what a time dates that opens its clause or stands between commas."""
        letters, place = self.line.letters, when.place
        mark = letters[boundary] if boundary >= 0 else ""
        if mark == "(":
            within = self.clauses.first_after(place)
            closed = letters.find(")", place, place + FARTHEST)
            return within if within is not None and within.head < closed else None
        shown = self._of_caption(when)
        noun = self._noun_explained(boundary, place) if shown is None else shown
        if noun is not None:
            return noun
        if mark == ",":  # and, on Monday, the; when, days later, she
            opener = letters[:boundary].rstrip("a")[-1:]
            mark = opener if opener and opener in "czwW" else mark
        before, directly = self.clauses.last_before(place), self.clauses.directly_after(place)
        after = directly or self.clauses.main_after(place)
        if before is None and directly is not None and self._is_adjective(directly):
            return self.clauses.main_after(directly.head) or directly  # for years, retired teachers were
        if before is None or mark in _FRESH_START:
            return after or before
        if mark == "," and self.clauses.is_apposed(before):
            before = self.clauses.last_before(before.first) or before
        if directly is not None and (letters[place + 1] in ",_" or mark in ",_)c"):
            return directly
        if after is not None and (self.clauses.is_fronted(before) or self._is_fresh(mark, place, after)):
            return after
        return before

    def _is_adjective(self, group: Group) -> bool:
        """Return whether a past form stands before a noun."""
        return self.line.letters[group.head : group.head + 2] in ("dn", "dm", "dS", "dC")

    def _is_fresh(self, mark: str, place: int, after: Group) -> bool:
        """Return whether a subject, and with it another clause, begins behind a time: it fell and on Monday the."""
        letters = self.line.letters
        if letters[place + 1 : place + 2] == "," and (mark == "c" or letters[place + 2 : place + 3] == "i"):
            return True
        between = letters[place + 1 : after.first]
        return between[:1] in _SUBJECT and _BETWEEN.isdisjoint(between)

    def _of_caption(self, when: When) -> Group | None:
        """Return the main verb of a caption that ends with its day: Roe speaks in Tolmund, May 9, 2019."""
        letters, place = self.line.letters, when.place
        full = when.time.granularity == "day" and self.line.words[place][-4:].isdigit()
        if not full or letters[place - 1 : place] not in (",", "?") or letters[place + 1 :] not in ("", "."):
            return None
        return next((group for group in self.groups if group.kind in (FINITE, OPEN)), None)

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

    def _of_following(self, boundary: int, when: When) -> Group | int | None:
        """Return what a time dates that has words of its clause before it."""
        before = self.clauses.last_before(when.place, boundary + 1)
        if before is None:
            return self._of_subject(boundary, when)
        letters, place = self.line.letters, when.place
        directly = self.clauses.directly_after(place)
        between = letters[before.head + 1 : place]
        if directly is not None and letters[place + 1] != ",":
            far = before.kind in (ING, INFINITIVE) and len(between) > FAR
            if far or self.clauses.opens_clause(before, between):
                return directly
        if letters[place + 1 : place + 2] == "W" and self.clauses.is_cleft(before, place):
            return self.clauses.main_after(place, first_counts=True) or before  # it was on Monday that
        if letters[before.head] == "b" and between in ("", "p"):
            subject = self.clauses.event_subject(boundary + 1, before.first)  # the vote is on Sunday
            return before if subject is None else subject
        coming = self._to_come_behind(before, place)
        return refined(self.clauses, before, when) if coming is None else coming

    def _of_subject(self, boundary: int, when: When) -> Group | int | None:
        """Return what a time dates that stands in the subject of its clause, or between it and its verb."""
        letters, place = self.line.letters, when.place
        mark = letters[boundary] if boundary >= 0 else ""
        directly, after = self.clauses.directly_after(place), self.clauses.main_after(place)
        aside = letters[place + 1 : place + 2] == ","
        if (
            after is not None
            and aside
            and mark in _FRESH_START
            and is_frame(self.line, boundary + 1, "occasion")
        ):
            return after  # at a rally on Monday, Roe said
        noun = noun_before(self.line, place)
        subject = self.clauses.event_subject(boundary + 1, place)
        if subject is not None and (noun == subject or directly is not None or mark == ","):
            return subject
        inside = directly is not None and not aside and "p" in letters[boundary + 1 : noun]
        if noun is not None and names_event(self.line.words[noun]) and not inside:
            return noun  # but: the ratio at birth in 2005 was
        inner, leaves = self.clauses.noun_of_phrases(boundary + 1, place)
        if leaves and inner is not None:
            return inner  # testimony about events in Tolmund on Monday makes clear
        earlier = self.clauses.last_before(place)
        if directly is not None and (earlier is None or not aside):
            return directly
        if after is not None and mark in _FRESH_START:
            return after
        if earlier is not None and mark == "c":
            return refined(self.clauses, earlier, when)
        return earlier or after
