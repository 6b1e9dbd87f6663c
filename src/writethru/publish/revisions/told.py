"""What a story has told so far: how much of a sentence its earlier articles say already."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from writethru.publish.spans import contains, touching
from writethru.records import AnnotatedArticle, Findings, Record, Sentence

DAYS = ("day", "part-of-day")  # how exactly a time is given that dates one event


class Telling(Record, frozen=True):
    """One sentence with the next, or a title: what may say the same as a later sentence."""

    terms: frozenset[str]
    days: frozenset[str]  # on which something happened that it tells


class Coverage(Record, frozen=True):
    """How much of a sentence was told before: the largest share in one place, and the share never told."""

    share: float
    same_day: float  # the largest share in one place that tells of one of its days
    unheard: float


class Told:
    """Every sentence of the articles that came before, to be found by its terms."""

    def __init__(self, documents: Iterable[AnnotatedArticle]) -> None:
        self._articles = 0
        self._users: Counter[str] = Counter()  # articles by term
        self._tellings: list[Telling] = []
        self._places: dict[str, list[int]] = defaultdict(list)
        for document in documents:
            self.add(document)

    def add(self, document: AnnotatedArticle) -> None:
        """Remember what an article says."""
        self._articles += 1
        sentences = [s for s in document.body.sentences if s.terms]
        pairs = zip(sentences, [*sentences[1:], None], strict=True)
        tellings = [_pair(document.body, one, other) for one, other in pairs]
        tellings += [_pair(document.title, one, None) for one in document.title.sentences if one.terms]
        for telling in tellings:
            for term in sorted(telling.terms):
                self._places[term].append(len(self._tellings))
            self._tellings.append(telling)
        self._users.update({term for telling in tellings for term in telling.terms})

    def weight(self, term: str) -> float:
        """Return how much a term says: the fewer articles used it so far, the more."""
        return math.log((self._articles + 2) / (self._users[term] + 0.5))

    def coverage(self, terms: frozenset[str], days: frozenset[str]) -> Coverage:
        """Return how much of a sentence with some terms, of some days, was told before."""
        weights = {term: self.weight(term) for term in sorted(terms)}
        whole = math.fsum(weights.values())
        if not whole:
            return Coverage(1.0, 1.0, 0.0)
        shared: dict[int, float] = defaultdict(float)
        for term, weight in weights.items():
            for place in self._places.get(term, ()):
                shared[place] += weight
        best = max(shared.values(), default=0.0)
        of_days = max((s for place, s in shared.items() if days & self._tellings[place].days), default=0.0)
        unheard = math.fsum(w for term, w in weights.items() if not self._users[term])
        return Coverage(best / whole, of_days / whole, unheard / whole)


def _pair(findings: Findings, one: Sentence, other: Sentence | None) -> Telling:
    terms = frozenset((*one.terms, *(other.terms if other else ())))
    days = days_of(findings, one) | (days_of(findings, other) if other else frozenset())
    return Telling(terms, days)


def days_of(findings: Findings, sentence: Sentence) -> frozenset[str]:
    """Return the days, in ISO form, on which a sentence says that something happens."""
    return frozenset(
        day
        for time in touching(findings.times, sentence)
        if time.interval and time.granularity in DAYS and contains(sentence, time)
        for day in time.interval
    )


def days_between(day: str, other: date) -> int:
    """Return how many days one day is after another."""
    return (date.fromisoformat(day) - other).days
