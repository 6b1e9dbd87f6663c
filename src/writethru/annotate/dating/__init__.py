"""Which event each time expression dates, and the clause in which both stand.

Most errors of a news timeline put the date of one clause, or of the saying, on the event of another.
`words` reads a sentence as a line of word classes, `verbs` finds its verb groups, `nouns` the nouns that
name events, `clauses` what stands where in its clauses, `carriers` what a time behind a verb dates, and
`attachment` which of them a time belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from writethru.annotate.dating.attachment import Attachment
from writethru.annotate.dating.clauses import Clauses
from writethru.annotate.dating.nouns import is_possessive
from writethru.annotate.dating.verbs import verb_groups
from writethru.annotate.dating.words import When, lowered_headline, read_line, word_set
from writethru.records import Field, Sentence, Span, TimeExpression

LINKED = re.compile("T(?:[c_t]|cp)")  # a second time of one event: in 2019 and 2021, from Monday to Friday


def date_events(
    text: str,
    sentences: Sequence[Sentence],
    times: Sequence[TimeExpression],
    *,
    published: str | None = None,
    field: Field = "text",
) -> tuple[TimeExpression, ...]:
    """Return the time expressions with `event` and `clause` where they date an event.

    `event` is the main verb ("was killed": killed) or the noun that names what happened; `clause` is the
    clause in which the time stands with it. `published` (ISO 8601) tells what lies ahead.
    """
    day = published[:10] if published else ""
    text = lowered_headline(text) if field == "title" else text
    found: list[TimeExpression] = []
    count = len(times)
    for sentence in sentences:
        first = len(found)
        while first < count and times[first].start < sentence.start:
            first += 1
        stop = first
        while stop < count and times[stop].end <= sentence.end:
            stop += 1
        if first < stop:
            found += times[len(found) : first]
            found += _dated(text, sentence, times[first:stop], day, field)
    return (*found, *times[len(found) :])


def _dated(
    text: str, sentence: Sentence, times: Sequence[TimeExpression], day: str, field: Field
) -> list[TimeExpression]:
    """Return the times of one sentence with their events."""
    line, places = read_line(text, sentence.start, sentence.end, times)
    clauses = Clauses(line, verb_groups(line))
    attachment = Attachment(clauses)
    found = []
    last = None
    for time, place in zip(times, places, strict=True):
        before = line.letters[max(0, place - 4) : place]
        joined = LINKED.fullmatch(before, max(0, before.rfind("T"))) and not is_possessive(line, place)
        event = (
            last if joined else attachment.event(When(place, time, _is_ahead(line.words[place], time, day)))
        )
        last = event
        if event is not None:
            first, stop = clauses.span(place, event)
            time = replace(
                time,
                event=Span(line.start(event), line.ends[event], field),
                clause=Span(line.start(first), line.ends[stop - 1], field),
            )
        found.append(time)
    return found


def _is_ahead(words: str, time: TimeExpression, day: str) -> bool:
    """Return whether a time begins after a day, or says of itself that it is to come."""
    if time.interval is None:
        return not word_set("frames", "ahead").isdisjoint(words.split())
    return time.interval[0] > day
