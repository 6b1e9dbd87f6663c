"""Find where reports count the same thing differently, and of which class each difference is.

Like is compared with like: what happened, to whom, in which place and at which time have to fit, and the
words around have to be alike. Two values that one voice tells in one text are of two things. Values
that overlap are a spread, a later report replaces an earlier one, one report alone against three is an error.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations

from writethru.ledger.claims import Weights, likeness
from writethru.ledger.counts import Count, read_counts
from writethru.ledger.number_classes import MANY, WIDE, Group, apart, distinct, old_to_new, size, state_of
from writethru.ledger.statements import Story
from writethru.ledger.topics import count_topic
from writethru.ledger.words import plain_words, stem, vocabulary
from writethru.records import (
    AnnotatedArticle,
    Assertion,
    Citation,
    Contention,
    Dispute,
    Value,
)

MOST_COUNTS = 200  # of one thing in one story
MOST_VALUES = 4  # of one count that are told
LEAST_SHARED = 2  # weighty words that the sentences of two comparable counts share
LIKE_ACT = 0.1  # their cosine, where it is told what happened to those counted
LIKE_BESIDE = 0.25  # where only the clause tells it ...
LIKE_THING = 0.6  # where nothing does ...
LIKE_MEASURE = 0.5  # ... and for sums of money, shares and measures, of which a report tells many
FAR = 4.0  # counts more than so many times apart are most often of different things ...
FEW = 3.0  # such counts are often parts, and then twice as many are far apart
LIKE_FAR = 0.2  # ... unless the sentences are that much more alike
ABSURD = 100.0  # and so many times apart they always are
LIKE_SCOPE = 0.3  # likeness of two counts of unlike scope ...
LIKE_ONE_TEXT = 0.4  # ... and of two that one text tells
GROWS_DAYS = 30  # a toll is still counted so many days after


def find_numbers(
    documents: Sequence[AnnotatedArticle],
    assertions: Sequence[Assertion],
    origin: Mapping[str, str],
    story: Story,
) -> list[Dispute]:
    """Return the disputes of number; `documents` are in order of publication."""
    kinds: dict[tuple[str, str, str], list[Count]] = defaultdict(list)
    for count in read_counts(documents, assertions, origin, story):
        kinds[count.key].append(count)
    found, weight = [], story.steady
    for key in sorted(kinds):
        for groups in _comparable(_without_titles(kinds[key])[:MOST_COUNTS], weight):
            dispute = _dispute(groups, weight)
            if dispute is not None:
                found.append(dispute)
    return found


def _without_titles(counts: Sequence[Count]) -> list[Count]:
    """Return the counts without headlines that their own text bears out."""
    return [
        c
        for c in counts
        if c.field == "text"
        or not any(o.article == c.article and o.field == "text" and not apart(c, o) for o in counts)
    ]


def _comparable(counts: Sequence[Count], weight: Weights) -> list[list[Group]]:
    """Return sets of values that can be compared, each value with the counts that give it.

    Beside the toll that most reports give, others have to be plainly alike: they are mostly of other days,
    places or events.
    """
    by_value: dict[tuple[object, ...], Group] = defaultdict(list)
    for count in counts:
        by_value[count.value, count.entity].append(count)
    values = sorted(
        by_value.values(), key=lambda g: (-len({c.origin for c in g}), g[0].value, sorted(g[0].entity))
    )
    sets: list[list[Group]] = []
    for group in values:
        for known in sets:
            if all(not _told_apart(group, other) for other in known) and any(
                _linked(group, other, weight) for other in known
            ):
                known.append(group)
                break
        else:
            sets.append([group])
    sets = [known for known in sets if len(known) > 1 and not _running(known, counts)]
    return [
        known
        for number, known in enumerate(sets)
        if not known[0][0].act
        or (number == 0 and (known[0] is values[0] or len({c.origin for c in values[0]}) < MANY))
        or _much_alike(known, weight)
    ]


def _running(groups: Sequence[Group], counts: Sequence[Count]) -> bool:
    """Return whether values come from one text alone that tells more of the same: it is added to all day."""
    origins = {c.origin for group in groups for c in group}
    return (
        len(origins) == 1 and len({c.value for c in counts if c.origin in origins and c.field == "text"}) > 2
    )


def _told_apart(one: Group, other: Group) -> bool:
    """Return whether one sentence, or one voice in one text, tells both values: it counts two things."""
    for a in one:
        for b in other:
            if b.low in a.companions or a.low in b.companions or _sums(a, b) or _sums(b, a):
                return True
            if a.facilities and b.facilities and _elsewhere(a.facilities, b.facilities):
                return True
            if a.citation == b.citation or (a.article, a.holder, a.field) == (b.article, b.holder, b.field):
                return True
    return False


def _elsewhere(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two counts are of other grounds, or of one of them and of several."""
    return not one & other or (one != other and max(len(one), len(other)) > 1)


def _sums(one: Count, other: Count) -> bool:
    """Return whether a count is a part: with another one of its sentence it makes up the other."""
    return any(one.low + (more or 0.0) == other.low for more in one.companions)


def _linked(one: Group, other: Group, weight: Weights) -> bool:
    """Return whether two values are of one thing, by the most alike of their counts."""
    return any(_alike(a, b, weight) for a in one for b in other)


def _alike(one: Count, other: Count, weight: Weights) -> bool:
    """Return whether two counts are of one thing: no other place, day or part, and the same subject."""
    if one.places != other.places and not one.places & other.places:
        return False
    if one.entity != other.entity or one.older != other.older:
        return False
    if one.times and other.times and not _one_time(one, other):
        return False
    low, high = sorted(size(c) for c in (one, other))
    far = high > FAR * max(low, 1.0) or (low <= FEW and high >= WIDE * low)
    if high > ABSURD * max(low, 1.0) or (one.article == other.article and (far or not one.act)):
        return False
    if _title_of(one, other) and not far:
        return True
    sure = one.act and not (one.beside or other.beside)
    needed = LIKE_ACT if sure else LIKE_THING if one.unit in ("", "people") else LIKE_MEASURE
    if one.act and not sure:
        needed = LIKE_BESIDE
    if not sure and one.spots and other.spots and not one.spots & other.spots:
        return False
    if one.scope != other.scope:
        needed = max(needed, LIKE_SCOPE)
    if one.article == other.article:
        needed = max(needed, LIKE_ONE_TEXT)
    needed += LIKE_FAR if far else 0.0
    shared = one.around & other.around
    return len(shared) >= LEAST_SHARED and likeness(one.around, other.around, weight) >= needed


def _title_of(one: Count, other: Count) -> bool:
    """Return whether one is the headline of the text that opens with the other."""
    return bool(one.act) and one.article == other.article and {one.field, other.field} == {"title", "text"}


def _one_time(one: Count, other: Count) -> bool:
    """Return whether two counts may be of one time; what grows is told as of one day, then as of another."""
    if any(a[0] <= b[1] and b[0] <= a[1] for a in one.times for b in other.times):
        return True
    former, latter = sorted((one, other), key=lambda c: max(c.times))
    days = [date.fromisoformat(max(c.times)[0]) for c in (former, latter)]
    grows = one.act in vocabulary("shrinking") or size(latter) > size(former)
    return bool(one.act) and grows and (days[1] - days[0]).days <= GROWS_DAYS


def _dispute(groups: Sequence[Group], weight: Weights) -> Dispute | None:
    """Return the dispute among the values of one thing, or None if they agree."""
    values = distinct(groups)
    if len(values) < 2:
        return None
    values = old_to_new(values)
    pairs = [(a, b) for one, other in combinations(values, 2) for a in one for b in other]
    if not any(_two_voices(a, b) for a, b in pairs) or (
        len(values) > 2 and len({c.origin for pair in pairs for c in pair}) == 1
    ):
        return None  # one report that tells three counts tells of three things
    state = state_of(values)
    if state == "scope" and not _much_alike(values, weight):
        return None
    contentions = tuple(_contention(group) for group in values[-MOST_VALUES:])
    importance = 0.6 + 0.15 * len({c.origin for group in values for c in group})
    return Dispute(_topic(values), "number", state, contentions, (), importance)


def _topic(values: Sequence[Group]) -> str:
    """Return what is counted, with what happened to it, as the texts or the lexicon word it."""
    counts = [count for group in values for count in group]
    first = next((c for c in counts if c.act and not c.beside), counts[0])
    doing = next((word for word in sorted(plain_words("growing")) if stem(word) == first.act), "")
    told = first.beside and doing in plain_words("passive")
    text = first.citation.exact if first.citation.field == "text" else ""
    counted = " ".join(_as_written(word, text) for word in first.counted.split())
    return count_topic(f"{counted} {doing}" if told else counted, first.unit)


def _as_written(word: str, text: str) -> str:
    """Return a word with the capital that it has in a text; the first word of a text tells nothing."""
    written = word.capitalize()
    return written if f" {written}" in text and f" {word}" not in text else word


def _two_voices(one: Count, other: Count) -> bool:
    """Return whether two counts come from two reports, two speakers of one, or a headline and its text."""
    if one.origin != other.origin:
        return True
    return one.article == other.article and (one.field != other.field or one.holder != other.holder)


def _much_alike(values: Sequence[Group], weight: Weights) -> bool:
    """Return whether some counts of two values stand in much the same words."""
    pairs = ((a, b) for one, other in combinations(values, 2) for a in one for b in other)
    return any(likeness(a.around, b.around, weight) >= LIKE_SCOPE for a, b in pairs)


def _contention(group: Group) -> Contention:
    """Return the position of those who give one value."""
    lead = next((c for c in group if c.named), group[0])
    value: Value = {
        "low": lead.low if math.isfinite(lead.low) else None,
        "high": lead.high if math.isfinite(lead.high) else None,
        "unit": lead.counted or lead.unit,
    }
    seen = {lead.origin}
    more: list[Citation] = []
    for count in group:
        if count.origin not in seen and len(more) < 3:
            seen.add(count.origin)
            more.append(count.citation)
    return Contention(lead.holder, lead.citation, value, tuple(more))
