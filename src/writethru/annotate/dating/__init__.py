"""Which event each time expression dates, and the clause in which both stand.

Most errors of a news timeline put the date of one clause, or of the saying, on the event of another.
`words` reads a sentence as a line of word classes, `verbs` finds its verb groups, `nouns` the nouns that
name events, `clauses` says which of them a time belongs to.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from writethru.annotate.dating.clauses import Clauses
from writethru.annotate.dating.verbs import verb_groups
from writethru.annotate.dating.words import read_line
from writethru.records import Field, Sentence, Span, TimeExpression


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
    starts = [time.start for time in times]
    found: list[TimeExpression] = []
    for sentence in sentences:
        low, high = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        if low < high:
            found += times[len(found) : low]
            found += _dated(text, sentence, times[low:high], day, field)
    return (*found, *times[len(found) :])


def _dated(
    text: str, sentence: Sentence, times: Sequence[TimeExpression], day: str, field: Field
) -> list[TimeExpression]:
    """Return the times of one sentence with their events."""
    line, places = read_line(text, sentence.start, sentence.end, times)
    clauses = Clauses(line, verb_groups(line))
    found = []
    for time, place in zip(times, places, strict=True):
        ahead = time.interval is not None and time.interval[1] > day
        event = clauses.event(place, time, ahead)
        if event is not None:
            first, stop = clauses.span(place, event)
            time = replace(
                time,
                event=Span(line.starts[event], line.ends[event], field),
                clause=Span(line.starts[first], line.ends[stop - 1], field),
            )
        found.append(time)
    return found
