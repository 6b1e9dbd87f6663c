"""The passage of an article that carries a claim best: one to three sentences that share its weightiest words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from writethru.publish.checking.clauses import Clause, clauses
from writethru.publish.checking.figures import Figure, days_of, figures
from writethru.publish.checking.identity import Identity
from writethru.publish.checking.senses import base, like
from writethru.publish.checking.wording import Wording, wording_of
from writethru.publish.checking.words import WORD, stem
from writethru.records import AnnotatedArticle, Attribution, Citation, Sentence, Span

WIDEST = 3  # sentences of a passage
KIN = 0.6  # of a word's weight that one of like meaning counts
WIDTH_COST = 0.04  # of the share of a claim's words that another sentence has to add


class Passage(NamedTuple):
    """Neighbouring sentences of one article (index -1: its title), and the share of a claim's words they have."""

    article: str
    first: int
    last: int
    score: float


class Library:
    """The articles that a page cites, by the terms of their sentences."""

    def __init__(self, documents: Mapping[str, AnnotatedArticle]) -> None:
        self.documents = documents
        self.terms: dict[str, list[frozenset[str]]] = {}
        self.places: dict[str, list[tuple[str, int]]] = {}
        self.counted: dict[str, list[Figure]] = {}
        self.words: dict[str, frozenset[str]] = {}
        self.stems: dict[str, frozenset[str]] = {}
        self.titled: dict[str, list[Figure]] = {}
        self.level: dict[str, str] = {}
        self.parsed: dict[tuple[str, int], list[Clause]] = {}
        self.said: dict[str, list[tuple[Attribution, Wording]]] = {}
        self.who: dict[str, Identity] = {}
        for id, document in documents.items():
            rows = [frozenset(s.terms) for s in document.body.sentences]
            self.terms[id] = rows
            for index, row in enumerate(rows):
                for term in row:
                    self.places.setdefault(term, []).append((id, index))
            for term in {t for s in document.title.sentences for t in s.terms}:
                self.places.setdefault(term, []).append((id, -1))
        self.size = 1 + sum(map(len, self.terms.values()))
        self.kinds: dict[str, list[str]] = {}
        for term in self.places:
            self.kinds.setdefault(base(term), []).append(term)
        self.kindred: dict[str, frozenset[str]] = {}

    def kin(self, term: str) -> frozenset[str]:
        """Return the other terms of the articles that say nearly what a term says, looked up once."""
        if term not in self.kindred:
            own = base(term)
            found = (t for b in (own, f"un{own}", *like(own)) for t in self.kinds.get(b, ()) if t != term)
            self.kindred[term] = frozenset(found)
        return self.kindred[term]

    def figures(self, id: str) -> list[Figure]:
        """Return the figures of an article's text, read once."""
        if id not in self.counted:
            document = self.documents[id]
            text = document.article.text
            self.counted[id] = figures(text, 0, len(text), days_of(document.body.times))
        return self.counted[id]

    def title_figures(self, id: str) -> list[Figure]:
        """Return the figures of an article's title, read once."""
        if id not in self.titled:
            title = self.documents[id].article.title
            self.titled[id] = figures(title, 0, len(title))
        return self.titled[id]

    def lows(self, id: str) -> frozenset[str]:
        """Return the words of an article, its title, outlet and author in lower case, read once."""
        if id not in self.words:
            a = self.documents[id].article
            told = f"{a.title} {a.subtitle} {a.publisher} {a.byline} {a.dateline} {a.agency} {a.text}"
            self.words[id] = frozenset(WORD.findall(told.lower().replace("’", "'")))
        return self.words[id]

    def vocabulary(self, id: str) -> frozenset[str]:
        """Return the stems of all words of an article, its title, outlet and author, read once."""
        if id not in self.stems:
            self.stems[id] = frozenset(map(stem, self.lows(id)))
        return self.stems[id]

    def clauses(self, id: str, first: int, last: int) -> Iterator[Clause]:
        """Yield the clauses of some sentences of an article's text, each read once."""
        document = self.documents[id]
        sentences = document.body.sentences
        for index in range(max(0, first), min(len(sentences), last + 1)):
            if (id, index) not in self.parsed:
                start, end = sentences[index].start, sentences[index].end
                times = [(t.start, t.end) for t in document.body.times if start <= t.start < end]
                self.parsed[id, index] = clauses(document.article.text, start, end, times)
            yield from self.parsed[id, index]

    @cached_property
    def all_words(self) -> Wording:
        """The words of all articles and their titles by their base."""
        return Wording(base(low) for id in self.documents for low in self.lows(id))

    def sayings(self, id: str) -> list[tuple[Attribution, Wording]]:
        """Return who says what in an article, with the words of what is said, read once."""
        if id not in self.said:
            document = self.documents[id]
            text = document.article.text
            every = [s for said in document.body.attributions for s in (said, *said.inner)]
            self.said[id] = [(s, wording_of(*(text[p.start : p.end] for p in s.content))) for s in every]
        return self.said[id]

    def identity(self, id: str) -> Identity:
        """Return who is who in an article, read once."""
        if id not in self.who:
            self.who[id] = Identity(self.documents[id])
        return self.who[id]

    def levelled(self, id: str, make: Callable[[], str]) -> str:
        """Return an article's text made comparable, made once."""
        if id not in self.level:
            self.level[id] = make()
        return self.level[id]

    def weight(self, term: str) -> float:
        """Return how much a term tells: the rarer in the articles' sentences the more."""
        return math.log(1 + self.size / (1 + len(self.places.get(term, ()))))

    def weights(self, terms: Iterable[str]) -> dict[str, float]:
        """Return the terms with their weights."""
        return {term: self.weight(term) for term in terms}

    def scores(self, weights: Mapping[str, float], kin: float) -> dict[str, Counter[int]]:
        """Return for each article what each of its sentences has of a claim's terms."""
        found: dict[str, Counter[int]] = {}
        for term, weight in weights.items():
            exact = self.places.get(term, ())
            for id, index in exact:
                found.setdefault(id, Counter())[index] += weight  # type: ignore[assignment]
            others = {place for other in self.kin(term) for place in self.places[other]} if kin else set()
            for id, index in others.difference(exact):
                found.setdefault(id, Counter())[index] += kin * weight  # type: ignore[assignment]
        return found

    def best(self, id: str, weights: Mapping[str, float], scores: Mapping[int, float], kin: float) -> Passage:
        """Return the passage of an article that has most of a claim's terms."""
        total = sum(weights.values()) or 1.0
        best = Passage(id, 0, 0, 0.0)
        tops = sorted(scores, key=lambda i: (-scores[i], i))[:6]
        for top in tops:
            if top < 0:
                best = max(best, Passage(id, -1, -1, scores[top] / total), key=_worth)
                continue
            for first in range(max(0, top - WIDEST + 1), top + 1):
                for last in range(top, min(len(self.terms[id]), first + WIDEST)):
                    best = max(
                        best, Passage(id, first, last, self.share(id, first, last, weights, kin)), key=_worth
                    )
        return best

    def share(self, id: str, first: int, last: int, weights: Mapping[str, float], kin: float) -> float:
        """Return the share of a claim's terms that sentences of an article have, by weight."""
        rows = self.terms[id]
        total = sum(weights.values()) or 1.0
        have = frozenset().union(*rows[max(0, first) : last + 1]) if last >= 0 else self._title(id)
        return (
            sum(
                w if t in have else 0 if have.isdisjoint(self.kin(t)) else kin * w for t, w in weights.items()
            )
            / total
        )

    def _title(self, id: str) -> frozenset[str]:
        return frozenset(t for s in self.documents[id].title.sentences for t in s.terms)

    def sentence(self, id: str, at: int) -> int:
        """Return the index of the sentence of an article in which a place lies, or after which it stands."""
        sentences = self.documents[id].body.sentences
        low, high = 0, len(sentences)
        while low < high:
            middle = (low + high) // 2
            if sentences[middle].start <= at:
                low = middle + 1
            else:
                high = middle
        return max(0, low - 1)

    def text(self, passage: Passage, beside: int = 0) -> str:
        """Return the words of a passage, with some sentences beside it."""
        document = self.documents[passage.article]
        if passage.first < 0:
            return document.article.title
        span = self.span(passage, beside)
        return document.article.text[span.start : span.end]

    def span(self, passage: Passage, beside: int = 0) -> Span:
        """Return where a passage stands in its article's text, or in its title."""
        document = self.documents[passage.article]
        if passage.first < 0:
            return Span(0, len(document.article.title), "title")
        sentences: Sequence[Sentence] = document.body.sentences
        if not sentences:
            return Span(0, 0)
        first = sentences[max(0, passage.first - beside)]
        last = sentences[min(len(sentences) - 1, passage.last + beside)]
        return Span(first.start, last.end)

    def citation(self, passage: Passage, number: int) -> Citation:
        """Return a passage as a citation."""
        span = self.span(passage)
        article = self.documents[passage.article].article
        field = article.title if span.field == "title" else article.text
        return Citation(
            number, passage.article, span.field, span.start, span.end, field[span.start : span.end]
        )


def _worth(passage: Passage) -> float:
    return passage.score - WIDTH_COST * (passage.last - passage.first)
