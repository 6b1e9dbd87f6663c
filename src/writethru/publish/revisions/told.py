"""What a story has told its readers so far, and how much of a sentence that says already."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from writethru.memory import remembered, totals
from writethru.publish.carried import stem
from writethru.publish.spans import contains, touching
from writethru.publish.walk import cited_texts
from writethru.records import (
    AnnotatedArticle,
    Brief,
    Citation,
    Findings,
    Record,
    Sentence,
    Span,
    TimeExpression,
)

OPENING = 8  # sentences of an article in which it says what is new
ENOUGH_NAMED = 2  # who or what is named in one appointment and the other
SAME_TIME = 2  # days between two articles that may report one event
DAYS = ("day", "part-of-day")  # how exactly a time is given that dates one event


class Happening(Record, frozen=True):
    """What happened on a day, by the word that tells it, and who had part in it."""

    day: str
    act: str
    names: frozenset[str]


class Telling(Record, frozen=True):
    """One sentence with the next, or a title: what may say the same as a later sentence."""

    terms: frozenset[str]
    days: frozenset[str]  # on which something happened that it tells


class Saying(Record, frozen=True):
    """What one article says at its beginning, and all terms that it uses."""

    terms: frozenset[str]
    tellings: tuple[Telling, ...]  # of its opening, then of its title
    opening: frozenset[str]  # terms of both
    parts: frozenset[tuple[str, str, str]]  # of everybody in what happened: day, act, name


class Passages(NamedTuple):
    """What stands in some places, and in which of them each term does."""

    tellings: Sequence[Telling]
    places: Mapping[str, Sequence[int]]


class Coverage(Record, frozen=True):
    """How much of a sentence was told before: the largest share in one place, and the share never told."""

    share: float
    same_day: float  # the largest share in one place that tells of one of its days
    unheard: float
    opening: float  # the largest share in the title and opening of one article of about that day


class Told:
    """What a reader was told before: the titles and openings of the articles, and what stands on the page."""

    def __init__(self, documents: Iterable[AnnotatedArticle], page: Brief | None = None) -> None:
        known = tuple(documents)
        self._articles = len(known)
        self._users = term_users(known).copy()  # articles by term
        said = [saying_of(document) for document in known]
        self._told = [Passages(one.tellings, places_of(d)) for d, one in zip(known, said, strict=True)]
        self._openings = [(d.article.day, one.opening) for d, one in zip(known, said, strict=True)]
        self._parts: set[tuple[str, str, str]] = set().union(*(one.parts for one in said))
        by_id = {document.article.id: document for document in known}
        cited = (c for _, text in (cited_texts(page) if page else ()) for c in text.citations)
        shown = [_cited(by_id[c.article], c) for c in cited if c.article in by_id]
        self._told.append(Passages(shown, _places(shown)))

    def add(self, document: AnnotatedArticle) -> None:
        """Remember what an article says."""
        self._articles += 1
        said = saying_of(document)
        self._users.update(said.terms)
        self._parts |= said.parts
        self._told.append(Passages(said.tellings, places_of(document)))
        self._openings.append((document.article.day, said.opening))

    def knows(self, happening: Happening) -> bool:
        """Return whether it was told that somebody of these did, or underwent, that on that day."""
        return any((happening.day, happening.act, name) in self._parts for name in happening.names)

    def expects(self, happening: Happening) -> bool:
        """Return whether it was told that most of these have something to do on that day, whatever it is."""
        named = {name for day, _, name in self._parts if day == happening.day}
        return len(named & happening.names) >= ENOUGH_NAMED

    def weight(self, term: str) -> float:
        """Return how much a term says: the fewer articles used it so far, the more."""
        return math.log((self._articles + 2) / (self._users[term] + 0.5))

    def coverage(self, terms: frozenset[str], days: frozenset[str], published: date | None) -> Coverage:
        """Return how much of a sentence with some terms, of some days, was told before it was published."""
        weights = {term: self.weight(term) for term in sorted(terms)}
        whole = math.fsum(weights.values())
        if not whole:
            return Coverage(1.0, 1.0, 0.0, 1.0)
        best = of_days = 0.0
        for told in self._told:
            shared: dict[int, float] = defaultdict(float)
            for term, weight in weights.items():
                for place in told.places.get(term, ()):
                    shared[place] += weight
            best = max([best, *shared.values()])
            of_days = max([of_days, *(s for place, s in shared.items() if days & told.tellings[place].days)])
        unheard = math.fsum(w for term, w in weights.items() if not self._users[term])
        at_once = max(
            (
                math.fsum(w for term, w in weights.items() if term in opening)
                for day, opening in self._openings
                if day and published and abs((published - day).days) <= SAME_TIME
            ),
            default=0.0,
        )
        return Coverage(best / whole, of_days / whole, unheard / whole, at_once / whole)


@remembered
def saying_of(document: AnnotatedArticle) -> Saying:
    """Return what an article says at its beginning."""
    used = {t for found in (document.body, document.title) for s in found.sentences for t in s.terms}
    sentences = [s for s in document.body.sentences if s.terms and not s.boilerplate][: OPENING + 1]
    pairs = zip_longest(sentences, sentences[1:])
    tellings = [_telling(document.body, [one, other] if other else [one]) for one, other in pairs]
    title = _telling(document.title, document.title.sentences)
    opening = {term for sentence in sentences for term in sentence.terms} | title.terms
    happened = (h for sentence in document.body.sentences for h in happenings(document, sentence))
    parts = frozenset((h.day, h.act, name) for h in happened for name in h.names)
    return Saying(frozenset(used), (*tellings, title), frozenset(opening), parts)


@remembered
def places_of(document: AnnotatedArticle) -> Mapping[str, Sequence[int]]:
    """Return for each term of what an article says at its beginning where it stands there."""
    return _places(saying_of(document).tellings)


def _places(tellings: Sequence[Telling]) -> Mapping[str, Sequence[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for number, telling in enumerate(tellings):
        for term in telling.terms:
            places[term].append(number)
    return dict(places)


@totals
def term_users(document: AnnotatedArticle) -> Counter[str]:
    """Return the terms that an article uses, each once; of several articles how many use it."""
    return Counter(saying_of(document).terms)


def happenings(document: AnnotatedArticle, sentence: Sentence) -> Iterator[Happening]:
    """Yield what a sentence says to have happened on some day."""
    names = frozenset(m.key or m.name for m in touching(document.body.names, sentence) if m.key or m.name)
    for time in times_of(document.body, sentence):
        if time.event is not None:
            act = stem(document.article.text[time.event.start : time.event.end])
            for day in dict.fromkeys(time.interval or ()):
                yield Happening(day, act, names)


def _telling(findings: Findings, sentences: Sequence[Sentence]) -> Telling:
    terms = frozenset(term for sentence in sentences for term in sentence.terms)
    return Telling(terms, frozenset(day for sentence in sentences for day in days_of(findings, sentence)))


def _cited(document: AnnotatedArticle, cited: Citation) -> Telling:
    findings = document.body if cited.field == "text" else document.title
    return _telling(findings, list(touching(findings.sentences, Span(cited.start, cited.end))))


def times_of(findings: Findings, sentence: Sentence) -> Iterator[TimeExpression]:
    """Yield the times in a sentence that date an event to a day or less."""
    for time in touching(findings.times, sentence):
        if time.interval and time.event and time.granularity in DAYS and contains(sentence, time):
            yield time


def days_of(findings: Findings, sentence: Sentence) -> frozenset[str]:
    """Return the days, in ISO form, on which a sentence says that something happens."""
    return frozenset(day for time in times_of(findings, sentence) for day in time.interval or ())


def days_between(day: str, other: date) -> int:
    """Return how many days one day is after another."""
    return (date.fromisoformat(day) - other).days
