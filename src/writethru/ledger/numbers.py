"""Find where reports count the same thing differently.

Like is compared with like: the same thing counted in the same unit, no other place, day or part named, and
the same subject in the words around. Values that overlap do not differ; a later, higher count replaces an
earlier one; one report alone against three is the outlet's error.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from writethru.ledger.assertions import NO_REPORT
from writethru.ledger.claims import Weights, likeness
from writethru.ledger.holders import Holders
from writethru.ledger.statements import Story, roots
from writethru.ledger.topics import count_topic
from writethru.ledger.words import same_counts, vocabulary, words
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
LIKE_ACTION = 0.05  # their cosine, where it is told what happened to those counted (killed, arrested)
LIKE_THING = 0.5  # where it is not
GROWING = frozenset({"kill", "injur", "miss"})  # stems of what is counted on from day to day
MOST_VALUES = 4  # of one count that are told
# "That fire killed two": another event than the one of the story.
ELSEWHERE = re.compile(
    r"(?:That|Those|Another|Earlier|Previous|Previously|Last year|The previous|The last|Since)\b"
)
LIKE_SENTENCE = 0.3  # likeness from which a named source and another tell of one count ...
SAME_SENTENCE = 0.5  # ... and two outlets in their own words
GROWS_DAYS = 14  # a toll is still counted so many days after
FAR = 4.0  # counts more than so many times apart are most often of different things ...
LIKE_FAR = 0.3  # ... unless the sentences are that much more alike


class Reading(NamedTuple):
    """One count as one report gives it."""

    low: float
    high: float
    unit: str
    approximate: bool
    holder: str
    named: bool  # whether somebody else than the outlet gives it
    origin: str
    published: str
    citation: Citation
    around: frozenset[str]
    places: frozenset[str]
    times: tuple[tuple[str, str], ...]
    counted: str
    entity: frozenset[str]  # who or what is counted, beside what happened to it
    acts: frozenset[str]  # what happened to what is counted; empty if that is not told

    @property
    def action(self) -> bool:
        """Whether it is told what happened to what is counted."""
        return bool(self.acts)


def find_numbers(
    documents: Sequence[AnnotatedArticle],
    assertions: Sequence[Assertion],
    origin: Mapping[str, str],
    story: Story,
) -> list[Dispute]:
    """Return the disputes of number; `documents` are in order of publication."""
    weight = story.weight
    groups: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    speaking: dict[str, list[Assertion]] = defaultdict(list)
    for a in assertions:
        if a.holder and a.holder_kind != "outlet":
            speaking[a.article].append(a)
    for document in documents:
        for key, reading in _readings(document, speaking[document.article.id], origin, story.holders):
            groups[key].append(reading)
    found = []
    for key in sorted(groups):
        for like in _like(groups[key], weight):
            dispute = _dispute(like, weight) or _superseded(like)
            if dispute is not None:
                found.append(dispute)
    return found


def _readings(
    document: AnnotatedArticle, speaking: Sequence[Assertion], origin: Mapping[str, str], holders: Holders
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
        if ELSEWHERE.match(article.text, sentence.start):
            continue
        inside = [
            a for a in speaking if a.statement.start <= quantity.start and quantity.end <= a.statement.end
        ]
        said = holders.present(inside[-1].holder, inside[-1].holder_kind) if inside else ""
        places = {m.name.lower() for m in _within(document.body.names, sentence) if m.kind == "place"}
        times = [
            t.interval
            for t in _within(document.body.times, sentence, document.body.sentences[max(number - 1, 0)].start)
            if t.interval
            and (
                t.granularity == "year"
                or (t.start >= sentence.start and t.granularity in ("day", "part-of-day", "month"))
            )
        ]
        exact = article.text[sentence.start : sentence.end]
        reading = Reading(
            quantity.low if quantity.low is not None else -math.inf,
            quantity.high if quantity.high is not None else math.inf,
            quantity.unit,
            quantity.approximate,
            said or article.publisher,
            bool(said),
            origin.get(article.id, article.id),
            article.published or "",
            Citation(0, article.id, "text", sentence.start, sentence.end, exact),
            frozenset(term for term in roots(sentence.terms) if not term[:1].isdigit()),
            frozenset(places),
            tuple(times),
            quantity.counted,
            things[1],
            things[2],
        )
        found.append(((things[0], quantity.unit), reading))
    return found


def _within(spans: Sequence, sentence: Sentence, start: int | None = None) -> list:  # type: ignore[type-arg]
    """Return the spans inside a sentence, or from an earlier place to its end."""
    first = bisect_right(spans, (sentence.start if start is None else start) - 1, key=lambda s: s.start)
    last = bisect_right(spans, sentence.end - 1, key=lambda s: s.start)
    return list(spans[first:last])


def _thing(
    quantity: Quantity, sentence: Sentence, text: str
) -> tuple[str, frozenset[str], frozenset[str]] | None:
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
    if not action and (not entity or any(w.stem == "of" for w in before[-3:])):
        return None  # "six of the eight"
    key = " ".join(sorted(action)) if action else same_counts().get(stems[-1], stems[-1])
    return key, entity, frozenset(action)


def _compatible(one: Reading, other: Reading, weight: Weights) -> bool:
    """Return whether two counts can be of one thing: no other place, day or part, and the same subject."""
    if one.places and other.places and not one.places & other.places:
        return False
    if (
        one.times
        and other.times
        and not any(_meet(a, b, bool(one.acts & GROWING)) for a in one.times for b in other.times)
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


def _meet(one: tuple[str, str], other: tuple[str, str], growing: bool) -> bool:
    """Return whether two times may be of one count; what grows is told as of one day and then of another."""
    if one[0] <= other[1] and other[0] <= one[1]:
        return True
    first, last = sorted((date.fromisoformat(one[0]), date.fromisoformat(other[0])))
    return growing and (last - first).days <= GROWS_DAYS


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


def _dispute(readings: Sequence[Reading], weight: Weights) -> Dispute | None:
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
    values.sort(key=lambda g: (min(r.published for r in g), g[0].low))
    state = _state(values, likeness(values[0][0].around, values[-1][0].around, weight))
    if not state:
        return None
    contentions = tuple(_contention(group) for group in values[-MOST_VALUES:])
    if len({c.holder for c in contentions}) < 2:
        return None
    first = values[0][0]
    importance = 0.6 + 0.15 * len({r.origin for group in values for r in group})
    return Dispute(count_topic(first.counted, first.unit), "number", state, contentions, (), importance)  # type: ignore[arg-type]


def _superseded(readings: Sequence[Reading]) -> Dispute | None:
    """Return the change of a toll from one report to a later one, or None if there is none.

    The dead and the hurt only grow in number; whoever reports fewer afterwards tells an older count.
    """
    chain: list[Reading] = []
    for reading in sorted(readings, key=lambda r: (r.published, -r.low, r.citation.start)):
        if not reading.action or reading.low < 1:
            continue
        if not chain or (reading.low > chain[-1].low and reading.published > chain[-1].published):
            chain.append(reading)
    if len(chain) < 2 or not any(stem in GROWING for stem in sorted(chain[0].acts)):
        return None
    contentions = tuple(_contention([reading]) for reading in chain[-MOST_VALUES:])
    topic = count_topic(chain[0].counted, chain[0].unit)
    return Dispute(topic, "number", "superseded", contentions, (), 0.6 + 0.15 * len(chain))


def _state(values: Sequence[Sequence[Reading]], alike: float) -> str:
    """Return the class of a difference in number, "" if the counts do not conflict.

    What grows with time (the dead, the arrested) is only disputed between two who speak of the same day.
    """
    backing = [len({r.origin for r in group}) for group in values]
    firsts = [min(r.published for r in group) for group in values]
    if values[0][0].action:
        same_day = firsts[0][:10] == firsts[-1][:10]
        sources = {group[0].holder for group in values if group[0].named}
        all_named = len(sources) == len(values)
        rising = all(a[0].low < b[0].low for a, b in pairwise(values)) and len(set(firsts)) == len(firsts)
        if rising and not (same_day and all_named):
            return ""
        if len({bool(group[0].places) for group in values}) > 1:
            return ""  # one place's count and the whole's
        if not (all_named and same_day) and alike < (SAME_SENTENCE if not sources else LIKE_SENTENCE):
            return ""
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
        "unit": lead.counted or lead.unit,
    }
    seen = {lead.origin}
    more: list[Citation] = []
    for reading in group[1:]:
        if reading.origin not in seen and len(more) < 3:
            seen.add(reading.origin)
            more.append(reading.citation)
    return Contention(lead.holder, lead.citation, value, tuple(more))
