"""Find where reports count the same thing differently.

Like is compared with like: the same thing counted in the same unit, no other place, day or part named, and
the same subject in the words around. Values that overlap do not differ; a later, higher count replaces an
earlier one; one report alone against three is the outlet's error.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from writethru.ledger.assertions import NO_REPORT
from writethru.ledger.claims import Weights, likeness
from writethru.ledger.topics import count_topic
from writethru.ledger.words import same_counts, subject, vocabulary, words
from writethru.records import (
    AnnotatedArticle,
    Assertion,
    Citation,
    Contention,
    Dispute,
    Quantity,
    Sentence,
    Value,
)

MOST_CITED = 600
MOST_READINGS = 200  # of one thing in one story
LEAST_SHARED = 2  # weighty words that the sentences of two comparable counts share
LIKE_ACTION = 0.06  # their cosine, where it is told what happened to those counted (killed, arrested)
LIKE_THING = 0.3  # where it is not
FAR = 4.0  # counts more than so many times apart are most often of different things ...
LIKE_FAR = 0.1  # ... unless the sentences are that much more alike


class Reading(NamedTuple):
    """One count as one report gives it."""

    low: float
    high: float
    unit: str
    approximate: bool
    holder: str
    origin: str
    day: str
    citation: Citation
    around: frozenset[str]
    places: frozenset[str]
    times: tuple[tuple[str, str], ...]
    counted: str
    entity: frozenset[str]  # who or what is counted, beside what happened to it
    action: bool  # whether it is told what happened to what is counted


def find_numbers(
    documents: Sequence[AnnotatedArticle],
    assertions: Sequence[Assertion],
    origin: Mapping[str, str],
    weight: Weights,
) -> list[Dispute]:
    """Return the disputes of number; `documents` are in order of publication."""
    groups: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    speaking: dict[str, list[Assertion]] = defaultdict(list)
    for a in assertions:
        if a.holder and a.holder_kind != "outlet":
            speaking[a.article].append(a)
    for document in documents:
        for key, reading in _readings(document, speaking[document.article.id], origin):
            groups[key].append(reading)
    found = []
    for key in sorted(groups):
        for like in _like(groups[key], weight):
            dispute = _dispute(like)
            if dispute is not None:
                found.append(dispute)
    return found


def _readings(
    document: AnnotatedArticle, speaking: Sequence[Assertion], origin: Mapping[str, str]
) -> list[tuple[tuple[str, str], Reading]]:
    """Return the counts of one article, each with the key of what it counts."""
    article, found = document.article, []
    starts = [s.start for s in document.body.sentences]
    for quantity in document.body.quantities:
        number = bisect_right(starts, quantity.start) - 1
        if number < 0 or not quantity.counted or (quantity.low is None and quantity.high is None):
            continue
        sentence = document.body.sentences[number]
        things = _thing(quantity, sentence, article.text)
        if sentence.boilerplate in NO_REPORT or things is None or sentence.end - sentence.start > MOST_CITED:
            continue
        inside = [
            a for a in speaking if a.statement.start <= quantity.start and quantity.end <= a.statement.end
        ]
        holder = inside[-1].holder if inside else article.publisher
        places = {m.name.lower() for m in _within(document.body.names, sentence) if m.kind == "place"}
        times = [
            t.interval
            for t in _within(document.body.times, sentence)
            if t.interval and t.granularity in ("day", "part-of-day", "month", "year")
        ]
        exact = article.text[sentence.start : sentence.end]
        reading = Reading(
            quantity.low if quantity.low is not None else -math.inf,
            quantity.high if quantity.high is not None else math.inf,
            quantity.unit,
            quantity.approximate,
            holder,
            origin.get(article.id, article.id),
            (article.published or "")[:10],
            Citation(0, article.id, "text", sentence.start, sentence.end, exact),
            subject(sentence.terms),
            frozenset(places),
            tuple(times),
            quantity.counted,
            things[1],
            things[2],
        )
        found.append(((things[0], quantity.unit), reading))
    return found


def _within(spans: Sequence, sentence: Sentence) -> list:  # type: ignore[type-arg]
    """Return the spans inside a sentence."""
    first = bisect_right(spans, sentence.start - 1, key=lambda s: s.start)
    last = bisect_right(spans, sentence.end - 1, key=lambda s: s.start)
    return list(spans[first:last])


def _thing(quantity: Quantity, sentence: Sentence, text: str) -> tuple[str, frozenset[str], bool] | None:
    """Return what is counted: a key, who or what it is, and whether it is told what happened to it.

    None if the count is part of another ("one of five", "another 15") or too vague ("dozens") to compare.
    """
    stems = [word.stem for word in words(quantity.counted)]
    before = words(text, max(sentence.start, quantity.start - 25), quantity.start)
    inside = words(text, quantity.start, quantity.end)
    after = words(text, quantity.end, min(sentence.end, quantity.end + 12))
    part, vague = vocabulary("part"), vocabulary("vague")
    partitive = any(a.stem == "of" for a in (*inside[1:2], *after[:1]))
    if part & {w.stem for w in (*before[-2:], *after[:1])} or part & set(stems) or partitive:
        return None
    if not stems or vague & {w.stem for w in inside} or quantity.unit in ("%", "pp"):
        return None
    same = {same_counts().get(s, s) for s in stems}
    action = {same_counts().get(s, s) for s in vocabulary("growing")} & same
    entity = frozenset(same - action - vocabulary("bare"))
    key = " ".join(sorted(action)) if action else same_counts().get(stems[-1], stems[-1])
    return key, entity, bool(action)


def _compatible(one: Reading, other: Reading, weight: Weights) -> bool:
    """Return whether two counts can be of one thing: no other place, day or part, and the same subject."""
    if one.places and other.places and not one.places & other.places:
        return False
    if (
        one.times
        and other.times
        and not any(a[0] <= b[1] and b[0] <= a[1] for a in one.times for b in other.times)
    ):
        return False
    if bool(one.entity) != bool(other.entity) or not (
        one.entity <= other.entity or other.entity <= one.entity
    ):
        return False
    alike = likeness(one.around, other.around, weight)
    low, high = sorted((abs(one.low), abs(other.low)))
    far = not math.isfinite(high) or high > FAR * max(low, 1.0)
    needed = (LIKE_ACTION if one.action else LIKE_THING) + (LIKE_FAR if far else 0.0)
    return alike >= needed and len(one.around & other.around) >= LEAST_SHARED


def _like(readings: Sequence[Reading], weight: Weights) -> list[list[Reading]]:
    """Return groups of counts that can be compared: each with most of its group."""
    groups: list[list[Reading]] = []
    for reading in readings[:MOST_READINGS]:
        for group in groups:
            if 2 * sum(_compatible(reading, other, weight) for other in group) > len(group):
                group.append(reading)
                break
        else:
            groups.append([reading])
    return [group for group in groups if len({r.origin for r in group}) > 1]


def _apart(one: Reading, other: Reading) -> bool:
    """Return whether two values exclude each other; approximate ones differ by more than a fifth."""
    if one.low <= other.high and other.low <= one.high:
        # "at least 11" and "17" overlap, yet the firm lower bounds tell different counts
        firm = math.isfinite(one.low) and math.isfinite(other.low) and one.high == other.high == math.inf
        if not (firm and one.low != other.low):
            return False
    if one.approximate or other.approximate:
        bigger = max(abs(one.low), abs(other.low))
        return bigger > 0 and math.isfinite(bigger) and abs(one.low - other.low) > 0.2 * bigger
    return True


def _dispute(readings: Sequence[Reading]) -> Dispute | None:
    """Return the dispute among comparable counts, or None if they agree."""
    values: list[list[Reading]] = []
    for reading in readings:
        for group in values:
            if not _apart(reading, group[0]):
                group.append(reading)
                break
        else:
            values.append([reading])
    if len(values) < 2 or len({r.origin for group in values for r in group[:1]}) < 2:
        return None
    values.sort(key=lambda g: (min(r.day for r in g), g[0].low))
    state = _state(values)
    contentions = tuple(_contention(group) for group in values[:4])
    first = values[0][0]
    weight = 0.8 + 0.15 * len({r.origin for group in values for r in group})
    return Dispute(count_topic(first.counted, first.unit), "number", state, contentions, (), weight)  # type: ignore[arg-type]


def _state(values: Sequence[Sequence[Reading]]) -> str:
    """Return the class of a difference in number."""
    backing = [len({r.origin for r in group}) for group in values]
    days = sorted((min(r.day for r in g), max(r.day for r in g), g[0].low) for g in values)
    growing = values[0][0].action
    later = all(a[1] <= b[0] and a[0] < b[1] and a[2] < b[2] for a, b in pairwise(days))
    if growing and later:
        return "superseded"
    if min(backing) == 1 and max(backing) >= 3 and len(values) == 2:
        return "outlet-error"
    if all(r.approximate or r.high == math.inf for g in values for r in g[:1]):
        return "spread"
    return "conflict"


def _contention(group: Sequence[Reading]) -> Contention:
    """Return the position of those who give one value."""
    lead = group[0]
    value: Value = {
        "low": lead.low if math.isfinite(lead.low) else None,
        "high": lead.high if math.isfinite(lead.high) else None,
        "unit": lead.unit,
    }
    seen = {lead.origin}
    more: list[Citation] = []
    for reading in group[1:]:
        if reading.origin not in seen and len(more) < 3:
            seen.add(reading.origin)
            more.append(reading.citation)
    return Contention(lead.holder, lead.citation, value, tuple(more))
