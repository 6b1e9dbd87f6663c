"""Find where reports give one event two dates.

Two sentences tell of one event when they share most of their weighty words; each has to name exactly one
day, and the days must not overlap.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from writethru.ledger.claims import likeness
from writethru.ledger.statements import Story, root, roots
from writethru.ledger.topics import day_topic, name_words
from writethru.ledger.words import words
from writethru.records import AnnotatedArticle, Assertion, Citation, Contention, Dispute, Value

RARE = 6
LONGEST_POSTING = 40
SAME_EVENT = 0.65  # cosine from which two sentences tell of one event
LEAST_SHARED = 4
MOST_CITED = 600
WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")


class Dated(NamedTuple):
    """A sentence that names one day."""

    start: str
    end: str
    holder: str
    origin: str
    named: frozenset[str]  # the words that name the day
    bag: frozenset[str]
    before: str  # the words of the sentence before the day
    citation: Citation


def find_dates(
    documents: Sequence[AnnotatedArticle],
    assertions: Sequence[Assertion],
    origin: Mapping[str, str],
    story: Story,
) -> list[Dispute]:
    """Return the disputes of date; `documents` are in order of publication."""
    weight = story.weight
    holders = {
        (a.article, a.citation.start): a.holder for a in assertions if a.holder and a.holder_kind != "outlet"
    }
    dated = [entry for document in documents for entry in _dated(document, holders, origin)]
    postings: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(dated):
        for term in sorted(entry.bag, key=lambda t: (-weight.get(t, 1.0), t))[:RARE]:
            postings[term].append(number)
    pairs = set()
    for numbers in postings.values():
        if len(numbers) <= LONGEST_POSTING:
            pairs |= {(a, b) for i, a in enumerate(numbers) for b in numbers[i + 1 :]}
    scored = []
    for a, b in pairs:
        one, other = dated[a], dated[b]
        apart = one.end < other.start or other.end < one.start
        if (
            apart
            and not one.named & other.named
            and one.origin != other.origin
            and len(one.bag & other.bag) >= LEAST_SHARED
        ):
            score = likeness(one.bag, other.bag, weight)
            if score >= SAME_EVENT:
                scored.append((-score, a, b))
    found, used = [], set()
    for minus, a, b in sorted(scored):
        if a not in used and b not in used:
            used |= {a, b}
            found.append(_dispute(dated[a], dated[b], -minus, name_words(story.holders.known)))
    return [dispute for dispute in found if dispute.topic]


def _dated(
    document: AnnotatedArticle, holders: Mapping[tuple[str, int], str], origin: Mapping[str, str]
) -> list[Dated]:
    """Return the sentences of an article that name exactly one day."""
    article, found = document.article, []
    times = document.body.times
    starts = [s.start for s in document.body.sentences]
    telling = {
        bisect_right(starts, t.start) - 1
        for t in times
        if t.interval and t.granularity in ("day", "part-of-day")
    }
    for number in sorted(telling - {-1}):
        sentence = document.body.sentences[number]
        if sentence.boilerplate or sentence.end - sentence.start > MOST_CITED:
            continue
        first = bisect_right(times, sentence.start - 1, key=lambda t: t.start)
        last = bisect_right(times, sentence.end - 1, key=lambda t: t.start)
        inside = [t for t in times[first:last] if t.interval]
        days = [t for t in inside if t.granularity in ("day", "part-of-day") and t.type in ("DATE", "TIME")]
        quoted = any(q.start <= t.start < q.end for t in inside for q in document.body.quotations)
        if quoted or len(days) != 1 or len(inside) != 1 or days[0].interval is None:
            continue
        day = article.text[days[0].start : days[0].end]
        named = frozenset(w.stem for w in words(article.text, days[0].start, days[0].end))
        if not (WEEKDAY.search(day) or (MONTH.search(day) and re.search(r"\d", day))):
            continue
        start, end = days[0].interval
        exact = article.text[sentence.start : sentence.end]
        citation = Citation(0, article.id, "text", sentence.start, sentence.end, exact)
        holder = holders.get((article.id, sentence.start), article.publisher)
        bag = roots(sentence.terms) - {root(word) for word in named}
        before = article.text[sentence.start : days[0].start]
        found.append(
            Dated(start, end, holder, origin.get(article.id, article.id), named, bag, before, citation)
        )
    return found


def _dispute(one: Dated, other: Dated, score: float, names: frozenset[str]) -> Dispute:
    """Return the dispute of two dated sentences; its topic is empty if their words make none."""
    topic = day_topic(one.before, names) or day_topic(other.before, names)
    contentions = []
    for entry in sorted((one, other), key=lambda e: (e.start, e.citation.article)):
        value: Value = {"start": entry.start, "end": entry.end}
        contentions.append(Contention(entry.holder, entry.citation, value))
    return Dispute(topic, "date", "conflict", tuple(contentions), (), 0.6 + score)
