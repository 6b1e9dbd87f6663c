"""How much a sentence tells of the story: shared terms, all titles, place, age, figures and dates."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

from writethru.memory import remembered
from writethru.publish.spans import contains, touching
from writethru.records import AnnotatedArticle, Record, Sentence

EXACT = 1.2  # what a figure adds to a sentence, and what a date does


class Weighed(Record, frozen=True):
    """A sentence of an article, its place among the article's and its weight."""

    document: AnnotatedArticle
    sentence: Sentence
    position: int
    terms: frozenset[str]
    weight: float
    age: int  # days between its article and the newest


def term_weights(documents: Sequence[AnnotatedArticle], origin_of: dict[str, str]) -> dict[str, float]:
    """Return each term's weight: the share of origins that use it, more for titles and leads.

    A term of only one origin counts little when there are several: what independent reports share
    is what the story is about (cross-document agreement, as in centroid summarization, Radev 2004).
    """
    seen: dict[str, dict[str, float]] = {}
    for document in documents:
        origin, own = origin_of[document.article.id], own_weights(document)
        seen[origin] = _greatest(seen[origin], own) if origin in seen else own
    total: dict[str, float] = {}
    for terms in seen.values():
        for term, weight in terms.items():
            total[term] = total.get(term, 0.0) + weight
    users = Counter(chain.from_iterable(seen.values()))
    several = len(seen) > 1
    return {t: w / len(seen) * (0.3 if several and users[t] == 1 else 1.0) for t, w in total.items()}


def _greatest(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """Return each term of two tables with the greater of its weights."""
    found = dict(one)
    for term, weight in other.items():
        if weight > found.get(term, 0.0):
            found[term] = weight
    return found


@remembered
def title_terms(document: AnnotatedArticle) -> frozenset[str]:
    """Return the terms of an article's title."""
    return frozenset(t for s in document.title.sentences for t in s.terms)


@remembered
def own_weights(document: AnnotatedArticle) -> dict[str, float]:
    """Return how much each term belongs to one article: how often, and whether in its lead and title."""
    counts = Counter(t for s in document.body.sentences if not s.boilerplate for t in s.terms)
    lead = {t for s in document.body.sentences[:4] for t in s.terms}
    title = title_terms(document)
    return {t: 1 + 0.5 * math.log(count) + (t in lead) + (t in title) for t, count in counts.items()}


def term_users(
    documents: Sequence[AnnotatedArticle], origin_of: dict[str, str]
) -> tuple[Counter[str], dict[str, str]]:
    """Return how many origins have each term in a text, and the origin of each term that only one has in text or title."""
    texts: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    anywhere: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for document in documents:
        text, whole = used_terms(document)
        texts[origin_of[document.article.id]].append(text)
        anywhere[origin_of[document.article.id]].append(whole)
    by_origin = {origin: _all(mine) for origin, mine in anywhere.items()}
    users = Counter(chain.from_iterable(by_origin.values()))
    single = {term for term, count in users.items() if count == 1}
    sole = {term: origin for origin, mine in by_origin.items() for term in mine & single}
    return Counter(chain.from_iterable(map(_all, texts.values()))), sole


def _all(sets: Sequence[frozenset[str]]) -> frozenset[str]:
    return sets[0] if len(sets) == 1 else sets[0].union(*sets[1:])


@remembered
def used_terms(document: AnnotatedArticle) -> tuple[frozenset[str], frozenset[str]]:
    """Return the terms of an article's text, and those of text and title together."""
    body, title = (
        frozenset(t for s in findings.sentences for t in s.terms)
        for findings in (document.body, document.title)
    )
    return body, body | title


def title_shares(documents: Sequence[AnnotatedArticle]) -> dict[str, float]:
    """Return for each term of a title its share of the title, as a mean over all titles."""
    titles = [title_terms(d) for d in documents]
    titles = [title for title in titles if title]
    shares: Counter[str] = Counter()
    for title in titles:
        for term in sorted(title):
            shares[term] += 1 / len(title) / len(titles)  # type: ignore[assignment]
    return dict(shares)


def weigh(
    documents: Sequence[AnnotatedArticle],
    weights: Mapping[str, float],
    titles: Mapping[str, float],
    newest: date | None,
) -> Iterator[Weighed]:
    """Yield the sentences of a story with their weight.

    The weight is the mean weight of its terms, raised near the top of the article, for what the titles
    of all outlets say, in a recent article, and for figures and dates. The numbers were chosen on half
    of the labelled stories and of the stream's together: facts told, and words shared with editors'
    summaries.
    """
    weight_of, titled = weights.__getitem__, titles.keys()
    for document in documents:
        age = (newest - document.article.day).days if newest and document.article.day else 0
        for sentence, position, terms, ordered, exact in telling_sentences(document):
            weight = sum(map(weight_of, ordered)) / (len(terms) + 8)  # a story weighs all terms of its texts
            told = 0.0 if titled.isdisjoint(terms) else sum([titles[t] for t in ordered if t in titles])
            weight *= (1 + position**-0.5 + 2.5 * told) / (1 + 0.1 * min(age, 10))
            yield Weighed(document, sentence, position, terms, weight * EXACT**exact, age)


@remembered
def telling_sentences(
    document: AnnotatedArticle,
) -> tuple[tuple[Sentence, int, frozenset[str], tuple[str, ...], int], ...]:
    """Return the sentences of an article that say something: place, terms, these in order, and whether with figure and date."""
    found = []
    position = 0
    for sentence in document.body.sentences:
        if sentence.boilerplate:
            continue
        position += 1
        terms = frozenset(sentence.terms)
        if len(terms) < 4:
            continue
        figures = any(contains(sentence, q) for q in touching(document.body.quantities, sentence))
        dated = any(t.interval and contains(sentence, t) for t in touching(document.body.times, sentence))
        found.append((sentence, position, terms, tuple(sorted(terms)), figures + dated))
    return tuple(found)
