"""What a time behind a verb dates: that verb, the verb that governs it, or a noun between it and the time."""

from __future__ import annotations

import re

from writethru.annotate.dating.clauses import Clauses
from writethru.annotate.dating.nouns import is_owned_event, names_event, noun_before
from writethru.annotate.dating.verbs import FINITE, INFINITIVE, ING, OPEN, Group
from writethru.annotate.dating.words import Line, When, word_set

_NOT_GOVERNED = re.compile('[,;"zwWcbT]')
NEAR = 4  # words between a verb and its infinitive


def is_past(line: Line, group: Group) -> bool:
    """Return whether a verb group is a single past form, which nothing that lies ahead can date."""
    past = _is_simple(line, group) and line.letters[group.head] in "drf"
    return past and line.words[group.head] not in word_set("verbs", "present")


def _is_simple(line: Line, group: Group) -> bool:
    """Return whether a verb group is a single past or present form."""
    single = group.kind in (OPEN, FINITE) and group.first == group.head
    return single and line.letters[group.head] in "drfsSv"


def governed(line: Line, group: Group, other: Group, stop: int) -> bool:
    """Return whether an infinitive is that of a verb that looks ahead, by the words from it to `stop`."""
    between = line.words[group.head : stop]
    plain = len(between) < NEAR and "D" not in line.letters[group.head : stop]
    return other.kind == INFINITIVE and plain and not word_set("verbs", "to_come").isdisjoint(between)


def refined(clauses: Clauses, group: Group, when: When) -> Group | int:
    """Return the event of a time behind a verb: the verb, its governor, or a noun between them."""
    noun = None if when.time.type == "SET" else _noun_between(clauses, group, when)
    if noun is not None:
        return noun
    governor = clauses.last_before(group.first)
    if governor is None:
        return group
    if group.kind == ING:
        beside = governor.head == group.first - 1 and governor.kind in (OPEN, FINITE)
        return governor if beside else group  # stopped working
    lasting = clauses.line.letters[governor.first] == "h"  # has been working to leave for years
    told = (when.time.type == "DATE" or lasting) and not when.ahead
    due = clauses.line.words[when.place - 1] in word_set("frames", "deadline")
    return governor if told and not due and _governs(clauses.line, governor, group) else group


def _governs(line: Line, governor: Group, group: Group) -> bool:
    """Return whether a past verb with its infinitive is what happened: `agreed to sell`."""
    if group.kind != INFINITIVE or group.first - governor.head > NEAR or governor.kind not in (OPEN, FINITE):
        return False
    if _NOT_GOVERNED.search(line.letters, governor.head + 1, group.first):
        return False
    return line.letters[governor.head] in "drfeg" and line.words[governor.head] not in word_set(
        "verbs", "ahead"
    )


def _noun_between(clauses: Clauses, group: Group, when: When) -> int | None:
    """Return the noun that names an event and carries the time: `closed since the attack on Monday`."""
    line, place = clauses.line, when.place
    word, light = line.words[group.head], word_set("verbs", "light")
    said = word in word_set("verbs", "saying")
    if is_owned_event(line, place - 1) and word not in light and not said:
        return place - 1  # justified his decision last month
    coming = when.ahead and word not in light
    noun = noun_before(line, place)
    if noun is not None and noun > group.head and names_event(line.words[noun]):
        if line.letters[group.head] == "b":
            return noun  # is key to his election in 2016
        carries = word in word_set("verbs", "to_come") or word in word_set("verbs", "naming")
        carries = carries or (coming and is_past(line, group))
        if carries and _is_simple(line, group) and not (said and "p" in line.letters[group.head : noun]):
            return noun  # announced a rally next week, planned a protest on Saturday
    noun, leaves = clauses.noun_of_phrases(group.head + 1, place)
    told = line.letters[group.head] == "g" or is_past(line, group)
    return noun if leaves or (coming and told and not said) else None
