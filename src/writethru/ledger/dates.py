"""Find where reports give one event two dates.

Two dates are of one event when the clause of one names the event of the other and shares most of its weighty
words, or when the sentences are all but the same. Days told by night or early morning may be one day apart
in two zones: that is a difference of scope, no conflict. One report alone against others is an error.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from writethru.ledger.assertions import NO_REPORT
from writethru.ledger.claims import Weights, likeness
from writethru.ledger.statements import Story, idle, root, roots
from writethru.ledger.topics import day_topic, event_topic, name_words
from writethru.ledger.words import plain_words, stem, vocabulary, words
from writethru.memory import latest, remembered
from writethru.records import (
    AnnotatedArticle,
    Assertion,
    Citation,
    Contention,
    DisagreementState,
    Dispute,
    Sentence,
    TimeExpression,
    Value,
)

RARE = 6
LONGEST_POSTING = 40
SAME_EVENT = 0.4  # cosine of two clauses from which they may tell of one event ...
SAME_VERB = 0.5  # ... where it is told by the same word ...
LEAST_SHARED = 3  # ... with so many words in common, the event among them
LEAST_OTHERS = 5  # ... where the clauses have different subjects
SAME_WORDS = 0.8  # cosine of two sentences that are all but the same ...
LEAST_SAME = 5  # ... with so many words in common
MOST_CITED = 600
SEVERAL = 2  # independent reports against which one alone is taken for wrong
MOST_SUPPORT = 3
WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
LIMIT = re.compile(
    r"\b(?:through|until|till|by|since|from|before|after|between|to)\s(?:the\s)?$"
)  # no day of the event
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Dated(NamedTuple):
    """A date with its event, as one report tells it."""

    start: str
    end: str
    given: tuple[str, str]  # first and last day as the words give them, not narrowed by `early` or `late`
    granularity: str
    holder: str
    origin: str
    named: frozenset[str]  # the words that name the date
    beside: tuple[tuple[str, str], ...]  # the other dates of its sentence
    quoted: bool  # whether it stands in a quotation
    anew: bool  # whether it is told as one of several: "in a separate ruling"
    subject: str  # root of the first weighty word of its clause
    event: str  # root of the event; "" if none is known
    bag: frozenset[str]  # roots of its clause
    around: frozenset[str]  # roots of its sentence
    told: str  # the words of the event
    before: str  # the words of the sentence before the date
    citation: Citation


def find_dates(
    documents: Sequence[AnnotatedArticle],
    assertions: Sequence[Assertion],
    origin: Mapping[str, str],
    story: Story,
) -> list[Dispute]:
    """Return the disputes of date; `documents` are in order of publication."""
    holders: dict[tuple[str, int], str] = {}
    known_as = story.holders.known_as
    places = {(d.article.id, entry.citation.start) for d in documents for entry in _dates_of(d)}
    for said in assertions:
        asked = said.holder_kind != "outlet" and (said.article, said.citation.start) in places
        if asked and (name := known_as(said.holder, said.holder_kind)[0]):
            holders[said.article, said.citation.start] = name
    dated = [entry for document in documents for entry in _dated(document, holders, origin)]
    scored, weight = [], story.steady
    for a, b in _near(dated, weight):
        score = _one_event(dated[a], dated[b], weight)
        if score:
            scored.append((-score, a, b))
    found: list[Dispute] = []
    used: set[int] = set()
    for minus, a, b in sorted(scored):
        if a not in used and b not in used:
            sides = [_backed(n, dated, (a, b)) for n in (a, b)]
            used |= {n for side in sides for n in side}
            told = [[dated[n] for n in side] for side in sides]
            found.append(_dispute(told, -minus, name_words(story.holders.known)))
    return [dispute for dispute in found if dispute.topic]


def _near(dated: Sequence[Dated], weight: Weights) -> set[tuple[int, int]]:
    """Return the pairs that share one of their rarest words, and of which one names the event of the other."""
    terms = frozenset[str]().union(*(entry.around for entry in dated))
    order = sorted(sorted(terms), key=lambda t: weight.get(t, 1.0), reverse=True)
    rank = {term: place for place, term in enumerate(order)}
    postings: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(dated):
        rare = sorted([rank[term] for term in entry.around])[:RARE]
        for term in {*(order[place] for place in rare), entry.event} - {""}:
            postings[term].append(number)
    pairs: set[tuple[int, int]] = set()
    for numbers in postings.values():
        if len(numbers) <= LONGEST_POSTING:
            by_event: dict[str, list[int]] = defaultdict(list)
            for number in numbers:
                by_event[dated[number].event].append(number)
            for same in by_event.values():
                pairs.update(combinations(same, 2))
            for number in numbers:
                for other in by_event.get(dated[number].subject, ()):
                    if other != number:
                        pairs.add((number, other) if number < other else (other, number))
    return pairs


def _one_event(one: Dated, other: Dated, weight: Weights) -> float:
    """Return how surely two dates that exclude each other are of one event; 0 if they are not."""
    if one.origin == other.origin or (one.start <= other.end and other.start <= one.end):
        return 0.0
    if one.named & other.named & vocabulary("weekdays"):
        return 0.0  # "on Tuesday" and "on Tuesday" are read as two days only by their datelines
    if one.anew or other.anew or _names(one, other) or _names(other, one):
        return 0.0  # a sentence that names both dates gives each to an event of its own
    if one.event == other.event and len(one.around & other.around) >= LEAST_SAME:
        near = likeness(one.around, other.around, weight)
        if near >= SAME_WORDS:
            return near
    sizes = {one.granularity == "year", other.granularity == "year"}
    if not one.event or not other.event:
        return 0.0
    # "the charges were brought", "was charged"
    crossed = one.event != other.event and (one.event == other.subject or other.event == one.subject)
    if len(sizes) > 1 or not (crossed or one.event == other.event):
        return 0.0
    same = one.subject == other.subject != one.event  # a clause that opens with its verb leaves it out
    least = LEAST_SHARED if (crossed or same) and True not in sizes else LEAST_OTHERS
    alike = likeness(one.bag, other.bag, weight)
    needed = SAME_EVENT if crossed else SAME_VERB
    return alike if alike >= needed and len(one.bag & other.bag) >= least else 0.0


def _names(one: Dated, other: Dated) -> bool:
    """Return whether the sentence of one date names the other one too."""
    return any(start <= other.end and other.start <= end for start, end in one.beside)


def _backed(number: int, dated: Sequence[Dated], pair: tuple[int, int]) -> list[int]:
    """Return a date with those of other reports that give the event the same one."""
    lead, seen, found = dated[number], {dated[n].origin for n in pair}, [number]
    events = {dated[n].event for n in pair} - {""}
    for n, entry in enumerate(dated):
        same = entry.start <= lead.end and lead.start <= entry.end and entry.granularity == lead.granularity
        if same and entry.origin not in seen and entry.event in events:
            seen.add(entry.origin)
            found.append(n)
    return found[: 1 + MOST_SUPPORT]


def _dated(
    document: AnnotatedArticle, holders: Mapping[tuple[str, int], str], origin: Mapping[str, str]
) -> list[Dated]:
    """Return the dates of an article that are told outright and belong to an event, each with who gives it."""
    article = document.article
    given = [
        holders.get((article.id, entry.citation.start), article.publisher) for entry in _dates_of(document)
    ]
    return _held(document, tuple(given), origin.get(article.id, article.id))


@latest
def _held(document: AnnotatedArticle, holders: tuple[str, ...], source: str) -> list[Dated]:
    """Return the dates of an article, each with who gives it."""
    pairs = zip(_dates_of(document), holders, strict=True)
    return [entry._replace(holder=holder, origin=source) for entry, holder in pairs]


@remembered
def _dates_of(document: AnnotatedArticle) -> tuple[Dated, ...]:
    """Return the dates of an article that are told outright and belong to an event; who gives them is not told."""
    article, found = document.article, []
    starts = [s.start for s in document.body.sentences]
    for time in document.body.times:
        number = bisect_right(starts, time.start) - 1
        if number < 0 or not time.interval or time.type not in ("DATE", "TIME"):
            continue
        sentence = document.body.sentences[number]
        if sentence.boilerplate in NO_REPORT or sentence.end - sentence.start > MOST_CITED:
            continue
        text = article.text[time.start : time.end]
        digits = any(c.isdigit() for c in text)
        outright = {
            "day": WEEKDAY.search(text) or (MONTH.search(text) and digits),
            "part-of-day": WEEKDAY.search(text) or (MONTH.search(text) and digits),
            "month": MONTH.search(text) and YEAR.search(text),
            "year": YEAR.search(text),
        }
        if outright.get(time.granularity) and not LIMIT.search(
            article.text, max(time.start - 12, 0), time.start
        ):
            found.append(_entry(time, sentence, document))
    return tuple(found)


def _entry(time: TimeExpression, sentence: Sentence, document: AnnotatedArticle) -> Dated:
    """Return one date with the words of its event, clause and sentence."""
    text = document.article.text
    named = frozenset(w.stem for w in words(text, time.start, time.end))
    others = [t for t in document.body.times if sentence.start <= t.start < sentence.end]
    telling = {w.stem for t in others for w in words(text, t.start, t.end)}
    clause = time.clause or sentence
    inside = {w.stem for w in words(text, clause.start, clause.end)}
    content = [t for t in sentence.terms if t not in telling and not t[:1].isdigit()]
    told = text[time.event.start : time.event.end] if time.event else ""
    event = "" if not told or idle(stem(told)) else root(stem(told))
    start, end = _narrowed(time, named)
    exact = text[sentence.start : sentence.end]
    return Dated(
        start,
        end,
        time.interval or ("", ""),
        time.granularity,
        "",
        "",
        named,
        tuple(t.interval for t in others if t.interval and t != time),
        any(q.start <= time.start < q.end for q in document.body.quotations),
        not plain_words("anew").isdisjoint(exact.lower().split()),
        next((root(stem(w)) for w in text[clause.start : clause.end].split() if stem(w) in content), ""),
        event,
        roots([t for t in content if t in inside]),
        roots(content),
        told,
        text[sentence.start : time.start],
        Citation(0, document.article.id, "text", sentence.start, sentence.end, exact),
    )


def _narrowed(time: TimeExpression, named: frozenset[str]) -> tuple[str, str]:
    """Return the first and last day of a time; of `early`, `mid` or `late`, its third."""
    assert time.interval is not None
    first, last = (date.fromisoformat(day) for day in time.interval)
    third = timedelta(days=(last - first).days // 3)
    if "earli" in named:
        last = first + third
    elif "late" in named:
        first = last - third
    elif "mid" in named:
        first, last = first + third, last - third
    return first.isoformat(), last.isoformat()


def _dispute(sides: Sequence[Sequence[Dated]], score: float, names: frozenset[str]) -> Dispute:
    """Return the dispute of two dates; its topic is empty if their words make none."""
    sides = sorted(sides, key=lambda side: (side[0].start, side[0].citation.article))
    leads = [side[0] for side in sides]
    topics = (*(day_topic(e.before, names) for e in leads), *(event_topic(e.told) for e in leads))
    topic = next(filter(None, topics), "")
    contentions = []
    for side in sides:
        first, last = side[0].given
        value: Value = {"start": first, "end": last}
        more = tuple(entry.citation for entry in side[1:])
        contentions.append(Contention(side[0].holder, side[0].citation, value, more))
    return Dispute(topic, "date", _state(sides), tuple(contentions), (), 0.6 + score)


def _state(sides: Sequence[Sequence[Dated]]) -> DisagreementState:
    """Return the class of a difference in date."""
    former, latter = (side[0] for side in sides)
    days = (date.fromisoformat(latter.start) - date.fromisoformat(former.end)).days
    if days == 1 and (former.named | latter.named) & plain_words("edge_of_day"):
        return "scope"
    if former.quoted and latter.quoted:
        return "outlet-error"  # one statement, quoted with two dates
    backing = sorted(len(side) for side in sides)
    if backing[0] == 1 and backing[1] >= SEVERAL:
        return "outlet-error"
    return "conflict"
