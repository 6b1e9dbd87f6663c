"""As of when a number holds: the time expression in its clause (`by Tuesday evening, 31 people`)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from writethru.annotate.lexicon import by_language
from writethru.annotate.quantities.numbers import alternatives, table
from writethru.records import TimeExpression

_FARTHEST = 120  # characters between a number and its time
_MARK_REACH = 24  # characters before a time in which its preposition stands


class _Patterns(NamedTuple):
    before: re.Pattern[str]  # ends the clause between a time and the number after it
    after: re.Pattern[str]  # ends the clause between a number and the time after it
    lead: re.Pattern[str]  # the preposition of a time, with `the end of`
    edge: re.Pattern[str]  # `the end of` in a time
    until: re.Pattern[str]  # says that the count stood then
    since: re.Pattern[str]  # says that the time is another than that of the count
    span: re.Pattern[str]  # opens a span of time: `from April through`
    opener: re.Pattern[str]  # opens a clause beside the main one
    spoken: re.Pattern[str]  # says that the time is that of somebody's words
    said_that: re.Pattern[str]  # opens a clause that is the main one for us: `reported that`
    level: re.Pattern[str]  # says before a number that it is a level
    alone: re.Pattern[str]  # says so whatever it is a level of
    levels: re.Pattern[str]  # names what has a level
    origin: re.Pattern[str]  # where a change to a level began: `fell from 9 to`
    stays: re.Pattern[str]  # says after a number that it is a level


@by_language
def _patterns() -> _Patterns:
    said = table()["as_of"]
    boundary = alternatives([*said["subordinators"], *said["speech"]])
    links = alternatives(said["coordinators"])
    the, of = said["the"], said["of"]
    on, edges = alternatives(said["on_time"]), alternatives(said["edges"])
    return _Patterns(
        re.compile(rf"[;:!?—]| [–-] |--|\b(?:{boundary})\b|, (?:{links})\b", re.I),
        re.compile(rf"[;:!?—,(]| [–-] |--|\b(?:{boundary}|{links})\b", re.I),
        re.compile(rf"\b(?:{on})(?: {the})?(?: (?P<edge>{edges}) {of})?(?: {the})? $", re.I),
        re.compile(rf"(?:{the} )?(?:{edges}) {of} (?:{the} )?", re.I),
        re.compile(rf"^(?:{alternatives(said['until'])})\b", re.I),
        re.compile(rf"\b(?:{alternatives(said['since'])})(?: {the})? $", re.I),
        re.compile(rf"\b(?:{alternatives(said['from'])}) [\w ]{{2,20}}$", re.I),
        re.compile(rf"\b(?:{alternatives(said['subordinators'])})\b", re.I),
        re.compile(
            rf"\b(?:{alternatives(said['speech'])})(?: \w+)?(?: (?:{alternatives(said['on'])}))? $", re.I
        ),
        re.compile(rf"\b(?:{alternatives(said['speech'])}) (?:{alternatives(said['that'])})\b", re.I),
        re.compile(rf"\b(?:{alternatives(said['level_verbs'])}) $", re.I),
        re.compile(rf"\b(?:{alternatives(said['level_verbs_alone'])}) $", re.I),
        re.compile(rf"\b(?:{alternatives(said['level_nouns'])})\b", re.I),
        re.compile(
            rf" (?:{alternatives(table()['ranges']['from'])}) [$£€]?\d[\d.,]{{0,12}}%?(?: [a-z]{{3,10}})?(?= (?:{table()['ranges']['joints'][0]}) $)",
            re.I,
        ),
        re.compile(rf"^[\w ]{{0,24}}\b(?:{alternatives(said['stays'])})\b", re.I),
    )


def as_of(
    text: str, start: int, end: int, sentence: tuple[int, int], times: Sequence[TimeExpression], level: bool
) -> tuple[str, str] | None:
    """Return the first and last day of the time at which the count from `start` to `end` holds.

    `times` are sorted. A time counts if nothing ends the clause between it and the number, and either
    its preposition says until when (`by`, `as of`) or the number is a level (`the rate in April was`) and
    not what happened then; `level` says that it is none of the latter for other reasons. A time that says
    until when goes before one that does not, a nearer one before a farther one. None if the clause states
    no such day, week, month or year.
    """
    best: tuple[bool, int] | None = None
    found = None
    at = bisect_left(times, sentence[0], key=_start)
    while at < len(times) and times[at].start < sentence[1]:
        time, at = times[at], at + 1
        gap = _gap(text, start, end, time) if time.interval else None
        if gap is None or time.interval is None:
            continue
        patterns = _patterns()
        edge = patterns.edge.match(text, time.start, time.end)  # the expression may hold `the end of` itself
        opens = edge.end() if edge else time.start
        lead = text[max(sentence[0], opens - _MARK_REACH) : opens]
        preposition = patterns.lead.search(lead)
        until = bool(preposition and patterns.until.match(preposition[0])) and not patterns.span.search(lead)
        if not until and (not level or not _is_level(text, start, end, sentence)):
            continue
        before_time = opens - len(preposition[0]) if preposition else time.start
        if time.end <= start and _is_aside(text, sentence[0], before_time, time.end):
            continue
        if time.start > end and _is_origin(text, start, end, time.start):
            continue
        if patterns.since.search(lead) or patterns.spoken.search(lead):
            continue
        rank = (not until, gap)
        if best is None or rank < best:
            best, found = rank, time.interval
            if preposition and preposition["edge"]:
                last = preposition["edge"].lower() in table()["as_of"]["last_edges"]
                found = (found[1], found[1]) if last else (found[0], found[0])
    return found


def _start(time: TimeExpression) -> int:
    return time.start


def _is_level(text: str, start: int, end: int, sentence: tuple[int, int]) -> bool:
    """Whether a number is a level and not how many things happened: `the toll stood at 12`."""
    patterns = _patterns()
    before = patterns.origin.sub(" ", text[max(sentence[0], start - _FARTHEST) : start])
    if patterns.alone.search(before) or (patterns.level.search(before) and patterns.levels.search(before)):
        return True
    return patterns.stays.match(text[end : end + _MARK_REACH * 2]) is not None


def _is_origin(text: str, start: int, end: int, until: int) -> bool:
    """Whether a number is where a change began whose end holds at the time: `from 12 to 15 by Friday`."""
    ranges = table()["ranges"]
    words = text[max(0, start - _MARK_REACH) : end].lower().split()
    return any(w in ranges["from"] for w in words[-4:]) and f" {ranges['joints'][0]} " in text[end:until]


def _is_aside(text: str, floor: int, before_time: int, after_time: int) -> bool:
    """Whether a time stands in a clause of its own before the number: `the fire that began on Saturday`."""
    before = text[max(floor, before_time - _FARTHEST) : before_time]
    comma = max(before.rfind(mark) for mark in ",;:(—")
    said = [match.end() for match in _patterns().said_that.finditer(before)]
    words = before[max([comma + 1, *said]) :].split()
    if not words:
        return False
    if comma >= 0 and text[after_time : after_time + 1] in (",", ")"):
        return True  # the survey, published on Monday, covered
    return len(words) > 1 and _patterns().opener.search(" ".join(words[:-1])) is not None


def _gap(text: str, start: int, end: int, time: TimeExpression) -> int | None:
    """Return how far a time is from a number in the same clause, or None if it is in another."""
    if time.end <= start:
        between, boundary = text[time.end : start], _patterns().before
    elif time.start >= end:
        between, boundary = text[end : time.start], _patterns().after
    else:
        return None
    return None if len(between) > _FARTHEST or boundary.search(between) else len(between)
