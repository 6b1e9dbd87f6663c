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
from writethru.ledger.statements import Story
from writethru.ledger.topics import count_topic
from writethru.ledger.words import plain_words, stem, vocabulary
from writethru.records import (
    AnnotatedArticle,
    Assertion,
    Citation,
    Contention,
    DisagreementState,
    Dispute,
    Value,
)

MOST_COUNTS = 200  # of one thing in one story
MOST_VALUES = 4  # of one count that are told
LEAST_SHARED = 2  # weighty words that the sentences of two comparable counts share
LIKE_ACT = 0.1  # their cosine, where it is told what happened to those counted
LIKE_BESIDE = 0.25  # where only the clause tells it ...
LIKE_THING = 0.4  # where nothing does ...
LIKE_MEASURE = 0.5  # ... and for sums of money, shares and measures, of which a report tells many
FAR = 4.0  # counts more than so many times apart are most often of different things ...
FEW = 3.0  # such counts are often parts, and then twice as many are far apart
LIKE_FAR = 0.2  # ... unless the sentences are that much more alike
ABSURD = 100.0  # and so many times apart they always are
LIKE_SCOPE = 0.3  # likeness of two counts of unlike scope ...
LIKE_ONE_TEXT = 0.4  # ... and of two that one text tells
GROWS_DAYS = 30  # a toll is still counted so many days after
CLOSE = 0.2  # share by which approximate values may differ and still be one ...
ROUNDED = 0.05  # ... and a bound and the value that it was rounded from: "more than 850", 852
WIDE = 2.0  # approximate values no more than so many times apart are a spread
MANY = 3  # independent reports against which one alone is taken for wrong

Group = list[Count]  # counts of one value


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
    found, weight = [], story.steady()
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
        or not any(o.article == c.article and o.field == "text" and not _apart(c, o) for o in counts)
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
            if b.low in a.companions or a.low in b.companions:
                return True
            if a.citation == b.citation or (a.article, a.holder, a.field) == (b.article, b.holder, b.field):
                return True
    return False


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
    low, high = sorted(_size(c) for c in (one, other))
    far = high > FAR * max(low, 1.0) or (low <= FEW and high >= WIDE * low)
    if high > ABSURD * max(low, 1.0) or (far and one.article == other.article):
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


def _size(count: Count) -> float:
    """Return a value as one number."""
    return count.low if math.isfinite(count.low) else count.high


def _one_time(one: Count, other: Count) -> bool:
    """Return whether two counts may be of one time; what grows is told as of one day, then as of another."""
    if any(a[0] <= b[1] and b[0] <= a[1] for a in one.times for b in other.times):
        return True
    former, latter = sorted((one, other), key=lambda c: max(c.times))
    days = [date.fromisoformat(max(c.times)[0]) for c in (former, latter)]
    grows = one.act in vocabulary("shrinking") or _size(latter) > _size(former)
    return bool(one.act) and grows and (days[1] - days[0]).days <= GROWS_DAYS


def _dispute(groups: Sequence[Group], weight: Weights) -> Dispute | None:
    """Return the dispute among the values of one thing, or None if they agree."""
    values = _distinct(groups)
    if len(values) < 2:
        return None
    values = _old_to_new(values)
    pairs = [(a, b) for one, other in combinations(values, 2) for a in one for b in other]
    if not any(_two_voices(a, b) for a, b in pairs) or (
        len(values) > 2 and len({c.origin for pair in pairs for c in pair}) == 1
    ):
        return None  # one report that tells three counts tells of three things
    state = _state(values)
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


def _old_to_new(values: Sequence[Group]) -> list[Group]:
    """Return values by the last day on which they are told; lower bounds of what grows by their size."""
    by_size = _bounds_that_grow(values)
    return sorted(
        values,
        key=lambda g: (
            not any(c.earlier for c in g),
            _size(g[0]) if by_size else 0.0,
            max(c.day for c in g),
            any(c.field == "text" for c in g),
            _size(g[0]),
        ),
    )


def _bounds_that_grow(values: Sequence[Group]) -> bool:
    """Return whether a value is a lower bound, or an estimate, of what only grows: who tells fewer tells an older count."""
    if not values[0][0].act or _shrinks(values[0][0]):
        return False
    return any(c.high == math.inf or c.approximate for group in values for c in group[:1])


def _much_alike(values: Sequence[Group], weight: Weights) -> bool:
    """Return whether some counts of two values stand in much the same words."""
    pairs = ((a, b) for one, other in combinations(values, 2) for a in one for b in other)
    return any(likeness(a.around, b.around, weight) >= LIKE_SCOPE for a, b in pairs)


def _distinct(groups: Sequence[Group]) -> list[Group]:
    """Return the values that exclude each other; a value that overlaps one told by more counts with it."""
    values: list[Group] = []
    for group in groups:
        near = next((known for known in values if not _apart(group[0], known[0])), None)
        if near is None:
            values.append(list(group))
        else:
            near.extend(group)
    return values


def _apart(one: Count, other: Count) -> bool:
    """Return whether two values exclude each other; approximate ones differ by more than a fifth."""
    bounds = [c for c in (one, other) if not (math.isfinite(c.low) and math.isfinite(c.high))]
    grown = bool(one.act) and one.day != other.day  # "at least 11", and "17" two days later
    if one.low <= other.high and other.low <= one.high and len(bounds) < 2 and not grown:
        return False
    difference = abs(_size(one) - _size(other))
    if one.approximate or other.approximate:
        return difference > CLOSE * max(_size(one), _size(other))
    return difference > (ROUNDED * max(_size(one), _size(other)) if bounds and not grown else 0.0)


def _state(values: Sequence[Group]) -> DisagreementState:
    """Return the class of a difference in number; the last of the values is the newest."""
    if any(a[0].scope != b[0].scope for a, b in combinations(values, 2)):
        return "scope"
    backing = [len({c.origin for c in group}) for group in values]
    if _replaced(values, backing):
        return "superseded"
    if min(backing) == 1 and max(backing) >= MANY and len(values) == 2:
        return "outlet-error"
    sizes = [_size(c) for group in values for c in group]
    if any(c.approximate for g in values for c in g[:1]) and max(sizes) <= WIDE * min(sizes):
        return "spread"
    return "conflict"


def _replaced(values: Sequence[Group], backing: Sequence[int]) -> bool:
    """Return whether what grows was told anew: not by two who speak in one text, and not as a lower count.

    A lower count replaces a higher one only if more reports tell it.
    """
    if all(all(c.field == "title" for c in group) for group in values[:-1]):
        return True  # a headline that its own text has overtaken
    if all(any(c.earlier for c in group) for group in values[:-1]):
        return True
    if all(_shrinks(count) for group in values for count in group[:1]):
        return True
    if len(values) == 2 and any(
        one.article == other.article
        and one.field == other.field
        and _apart(one, other)
        and ((one.named and other.named) or not _size(one) / WIDE < _size(other) < _size(one) * WIDE)
        for one, other in combinations([c for group in values for c in group], 2)
    ):
        return False
    newest = values[-1]
    return all(
        _overtaken(one, newest) or (backing[-1] > n and _mended(one, newest))
        for one, n in zip(values[:-1], backing, strict=False)
    )


def _shrinks(count: Count) -> bool:
    """Return whether fewer may be counted later: the missing, those still in hospital."""
    return count.act in vocabulary("shrinking") or bool(count.scope & plain_words("yet"))


def _overtaken(one: Group, newest: Group) -> bool:
    """Return whether a value was told before the newest, which is higher, or was only a lower bound of it."""
    first = min(c.day for c in one) < min(c.day for c in newest)
    bound = bool(one[0].act) and (one[0].high == math.inf or one[0].approximate)
    return _size(newest[0]) > _size(one[0]) and (first or bound)


def _mended(one: Group, newest: Group) -> bool:
    """Return whether a toll was told for the last time before a lower one was."""
    later = max(c.day for c in one) < max(c.day for c in newest)
    return bool(one[0].act) and _size(newest[0]) < _size(one[0]) and later


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
