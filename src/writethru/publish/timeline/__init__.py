"""The days that matter in a story: what happened on each, merged across articles and cited from each.

An entry is a day (or month, or year) with the events that the articles date by it: the weightiest first,
a second and third behind it where they tell something else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from writethru.publish.alone import DEPENDENT
from writethru.publish.carried import carries, one_event_twice
from writethru.publish.checking.senses import base, like
from writethru.publish.compress import points_outside
from writethru.publish.days import date_edits
from writethru.publish.edits import cite, layout_edits, link_edits, opening_edits
from writethru.publish.likeness import Likeness
from writethru.publish.material import Candidate, Check, Material, overlap
from writethru.publish.select import MAX_CITATIONS, NO_REPEAT, Told, corroborate
from writethru.publish.sense import read_sentence
from writethru.publish.spans import overlaps, touching
from writethru.publish.timeline.about import matter_of
from writethru.publish.timeline.beside import FRONT
from writethru.publish.timeline.events import DatedEvent, dated_events
from writethru.publish.timeline.short import QUOTES, cut_short, in_few_words
from writethru.publish.timeline.wording import joined, without_date
from writethru.publish.timeline.words import SAYING
from writethru.records import (
    AnnotatedArticle,
    Citation,
    CitedSentence,
    Record,
    Span,
    TimelineEntry,
    When,
)

SAME_EVENT = 0.34  # share of the smaller sentence's terms at which two tell one event of one day
SAME_SENSE = 0.5  # and the same of words of like meaning,
BORNE_OUT = 0.25  # of the weight with which another origin tells an event, that it gains
COMPARED = 30  # events of one time that are compared with one another, the heaviest
SHARED = 3  # at least so many of them
SAME_OTHER_DAY = 0.5  # cosine of terms at which they tell one event with two dates
RELEVANT = 0.1  # of the weight of the heaviest event that one must have
EVENTS = 2  # that one entry tells
WORDS = 60  # of an entry, beyond which no further event joins it
PIECE = 30  # of a further event
LEAST = 0.05  # of the weight of a day's first event that a further one must have
ALIKE = 6  # tellings of one event that are compared
ALIKE_LEAST = (
    0.9  # of the weight of the heaviest: at less, a forecast that two report stands for what happened
)
THEY = re.compile(
    r"(?:in [^,]{3,80}, )?(?:they|it|others|by contrast|similarly|likewise)\b", re.IGNORECASE
)  # leans on what stands before
TURNS = re.compile(
    r"\b(?:too|however|in turn|instead|meanwhile|the sentiment)\b"
)  # from what another sentence tells
CITED = 3  # further articles that are cited for an entry's first event


class Day(Record, frozen=True):
    """A time and the events dated by it, the weightiest first."""

    interval: tuple[str, str]
    events: tuple[DatedEvent, ...]
    weight: float


class Story(Record, frozen=True):
    """What all entries share: the material, its sentences by their terms, and what a text must stand."""

    material: Material
    told: Told
    check: Check
    core: frozenset[str]  # its weightiest terms, one of which an event has that stands behind another


def write_timeline(material: Material, check: Check) -> tuple[TimelineEntry, ...]:
    """Return the days that matter, in order: at most as many entries as the settings allow."""
    told_by = Told(material.documents)
    matter = matter_of(material)
    story = Story(material, told_by, check, matter.core)
    kept: list[DatedEvent] = []
    entries: list[TimelineEntry] = []
    for day in days_of(with_told_years(dated_events(material, matter)), material, told_by.likeness):
        if len(entries) == material.settings.publish.timeline_entries:
            break
        new = [e for e in day.events if all(is_other(e, k) for k in kept)]
        entry, told = write_entry(new, day.events, story)
        if entry is not None and not any(one_event_twice(entry, other) for other in entries):
            kept += told
            entries.append(entry)
    return tuple(sorted(entries, key=lambda e: (e.when.start, e.when.end, e.event.text)))


def with_told_years(events: Sequence[DatedEvent]) -> list[DatedEvent]:
    """Return the events without those whose year was inferred where another telling gives it: `May`, `May 2016`."""
    told = [e for e in events if not e.time.relative]

    def is_misread(event: DatedEvent) -> bool:
        return event.time.relative and any(
            e.interval[0][4:] == event.interval[0][4:]
            and e.interval[0] != event.interval[0]
            and overlap(e.terms, event.terms) >= SAME_EVENT
            for e in told
        )

    return [event for event in events if not is_misread(event)]


def days_of(events: Sequence[DatedEvent], material: Material, likeness: Likeness) -> list[Day]:
    """Return the times that events are dated by, the weightiest first.

    A time weighs what its three weightiest events weigh, and half as much again for each further origin
    that names it.
    """
    by_time: dict[tuple[str, str], list[DatedEvent]] = {}
    for event in events:
        by_time.setdefault(event.interval, []).append(event)
    days = []
    heaviest = max((e.weight for e in events), default=0.0)
    for interval, found in by_time.items():
        told = borne_out(found, material, likeness)
        origins = {material.origin_of[e.document.article.id] for e in told}
        weight = sum(e.weight for e in told[:3]) + 0.5 * (len(origins) - 1) * told[0].weight
        if told[0].weight < RELEVANT * heaviest:
            continue
        days.append(Day(interval, tuple(told), weight))
    return sorted(days, key=lambda d: (-d.weight, d.interval))


def borne_out(events: Sequence[DatedEvent], material: Material, likeness: Likeness) -> list[DatedEvent]:
    """Return the events of one time, the heaviest first; one that other origins tell too weighs more."""

    def weight(event: DatedEvent) -> float:
        mine = material.origin_of[event.document.article.id]
        others: dict[str, float] = {}
        for other in events[:COMPARED]:
            origin = material.origin_of[other.document.article.id]
            if origin != mine and not is_second(other, event, likeness):
                others[origin] = max(others.get(origin, 0.0), other.weight)
        return event.weight + BORNE_OUT * sum(others.values())

    heaviest = [replace(event, weight=weight(event)) for event in events[:COMPARED]]
    return sorted(
        [*heaviest, *events[COMPARED:]], key=lambda e: (-e.weight, e.document.article.id, e.time.start)
    )


def is_other(one: DatedEvent, other: DatedEvent) -> bool:
    """Return whether two events of different entries are two: other words, or other dates that lie apart."""
    if one.document is other.document and overlaps(one.telling.span, other.telling.span):
        return False
    if one.interval == other.interval:
        return overlap(one.terms, other.terms) < SAME_EVENT
    shared = len(one.terms & other.terms)
    return shared < SAME_OTHER_DAY * math.sqrt(len(one.terms) * len(other.terms))


def write_entry(
    new: Sequence[DatedEvent], told: Sequence[DatedEvent], story: Story
) -> tuple[TimelineEntry | None, list[DatedEvent]]:
    """Return the entry of a day and the events that it tells; None where nothing passes the check."""
    for heaviest in new:
        first, base = best_told(heaviest, new, told, story)
        if base is None:
            continue
        chosen = [first]
        pieces: list[tuple[Citation, str]] = []
        for event in new:
            piece = piece_of(event, story.material) if event.terms & story.core else None
            if piece is None or event.weight < LEAST * first.weight or len(chosen) == EVENTS:
                continue
            if any(not is_second(event, c, story.told.likeness) for c in chosen):
                continue
            longer = joined(base, [*pieces, piece])
            if len(longer.text.split()) <= WORDS and story.check(longer):
                pieces.append(piece)
                chosen.append(event)
        clock = first.time.value.partition("T")[2] if first.time.granularity == "part-of-day" else ""
        when = When(*first.interval, granularity=first.time.granularity, clock=clock)
        return TimelineEntry(when, joined(base, pieces)), chosen
    return None, []


def best_told(
    heaviest: DatedEvent,
    new: Sequence[DatedEvent],
    told: Sequence[DatedEvent],
    story: Story,
) -> tuple[DatedEvent, CitedSentence | None]:
    """Return the telling of an event that most articles bear out, with their citations, and its words.

    Of those that as many bear out the heaviest; what passes no check counts as untold.
    """
    least = ALIKE_LEAST * heaviest.weight
    alike = [
        e
        for e in new
        if e is heaviest or (e.weight >= least and not is_second(e, heaviest, story.told.likeness))
    ][:ALIKE]
    best, words = heaviest, None
    for event in alike:
        lines = in_few_words(event.document, event.sentence, event.time, event.telling, story.material.year)
        text = next((line for line in lines if story.check(line)), None)
        if text is None:
            continue
        text = CitedSentence(text.text, (*text.citations, *supporting(text, event, told)), text.edits)
        if words is not None and len(text.citations) + MAX_CITATIONS - 1 <= len(words.citations):
            continue  # whatever confirms it, it has no more citations than the best
        text = confirmed(text, event, story)
        if words is None or len(text.citations) > len(words.citations):
            best, words = event, text
    return best, words


def is_second(one: DatedEvent, other: DatedEvent, likeness: Likeness) -> bool:
    """Return whether two events of one day are two, by their words and by words of like meaning."""
    shared = overlap(one.terms, other.terms)
    if one.sentence == other.sentence or shared >= SAME_EVENT or is_same_act(one, other):
        return False
    if not have_other_sense(one.bases, other.bases):
        return False
    return shared < NO_REPEAT or not likeness.repeats(
        one.document, one.sentence, other.document, other.sentence
    )


@lru_cache(maxsize=20_000)
def have_other_sense(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two events share few words, counting those of like meaning."""
    few, many = sorted((one, other), key=lambda b: (len(b), sorted(b)))
    shared = sum(word in many or not many.isdisjoint(like(word)) for word in few)
    return shared < max(SHARED, SAME_SENSE * len(few))


def is_same_act(one: DatedEvent, other: DatedEvent) -> bool:
    """Return whether two events of a day are one by what is done and who or what has to do with it: passed, approved."""
    acts = [base(e.document.article.text[e.act.start : e.act.end].lower()) for e in (one, other)]
    if any(SAYING.fullmatch(e.document.article.text, e.act.start, e.act.end) for e in (one, other)):
        return False
    return (acts[0] == acts[1] or acts[0] in like(acts[1])) and len(one.bases & other.bases) > SHARED


def piece_of(event: DatedEvent, material: Material) -> tuple[Citation, str] | None:
    """Return the words that tell an event behind another of its day, None if they would need an edit."""
    article, span = event.document.article, event.telling.span
    exact = article.text[span.start : span.end]
    others = [
        e for e in date_edits(event.document, span, material.year) if e[0] != event.time.end - span.start
    ]
    if (
        event.telling.pronoun
        or event.telling.gap
        or others
        or layout_edits(exact)
        or link_edits(event.document, span)
    ):
        return None
    opening = opening_edits(exact)
    words = exact[opening[0][1] - 1 :] if opening else exact
    words = without_date(words)
    if words[0] in QUOTES or THEY.match(words) or FRONT.match(words) or len(words.split()) > PIECE:
        return None
    if (
        DEPENDENT.search(words)
        or TURNS.search(words)
        or cut_short(words)
        or points_outside(read_sentence(event.document, event.sentence), words)
    ):
        return None
    if is_common(event.document, event.telling.span.start, words.split()[0]):
        words = words[0].lower() + words[1:]
    return cite(article.id, article.text, event.sentence.start, event.sentence.end), words


def is_common(document: AnnotatedArticle, start: int, word: str) -> bool:
    """Return whether the first word of a sentence has its capital only for that: no name, and small elsewhere."""
    text = document.article.text
    if any(name.start <= start < name.end for name in touching(document.body.names, Span(start, start + 1))):
        return False
    if word in LOWERED:
        return True
    if text[start + len(word) + 1 :][:1].isupper() or f" {word.lower()} " not in text:
        return False
    before = (part[-1:] for part in text.split(f" {word} ")[:-1])
    return not any(last.islower() or last == "," for last in before)


LOWERED = frozenset(
    "The A An In On At As Ahead When While After Before During His Her Their Two Three Four Five Six Police Officials".split()
)


def supporting(text: CitedSentence, first: DatedEvent, told: Sequence[DatedEvent]) -> tuple[Citation, ...]:
    """Return the citations of other articles that carry an event as the entry tells it."""
    found: list[Citation] = []
    used = {first.document.article.id}
    for event in told:
        article, span = event.document.article, event.sentence
        if article.id in used or overlap(event.terms, first.terms) < SAME_EVENT:
            continue
        citation = cite(article.id, article.text, span.start, span.end)
        if carries(citation.exact, text):
            used.add(article.id)
            found.append(citation)
            if len(found) == CITED:
                break
    return tuple(found)


def confirmed(text: CitedSentence, event: DatedEvent, story: Story) -> CitedSentence:
    """Return an event's words with the citations of other origins that report it, also of those that name no day."""
    candidate = Candidate(event.document, event.sentence, event.terms, None, event.weight, 0)
    used = {citation.article for citation in text.citations}
    more = [c for c in corroborate(candidate, text, story.told, story.material) if c.article not in used]
    citations = (*text.citations, *more)[: CITED + 1]
    return CitedSentence(text.text, citations, text.edits)
