"""Which report a page starts from, and which articles tell first of something else than the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from writethru.memory import remembered
from writethru.publish.alone import PENDING
from writethru.publish.matter import terms_at_top
from writethru.publish.weighing import title_terms
from writethru.records import AnnotatedArticle, Sentence

TOP = 4  # sentences in which a report tells its news
AGE = 0.35  # by how much a day's age makes a report less what the story is now
AHEAD = 0.6  # of its worth that an older report keeps whose title tells what was to come
STRAY = 0.45  # of what the nearest article shares with the others: who shares less is about something else
FEWEST = 3  # origins without which nobody can tell who strays


def anchor_of(reports: Iterable[AnnotatedArticle], weights: Mapping[str, float], newest: date | None) -> str:
    """Return the id of the report that a page starts from, "" for no reports.

    It is the one whose title and first sentences say most of what all articles say, the newest of its like: what
    news reports put first is what happened last, in words that read alone.
    """

    def worth(document: AnnotatedArticle) -> float:
        terms = told_first(document)
        told = sum(weights.get(term, 0.0) for term in terms) / (len(terms) + 8)
        age = (newest - document.article.day).days if newest and document.article.day else 0
        ahead = AHEAD if age and PENDING.search(document.article.title) else 1.0
        return told * ahead / (1 + AGE * age)

    best = max(reports, key=lambda d: (worth(d), d.article.id), default=None)
    return best.article.id if best else ""


@remembered
def told_first(document: AnnotatedArticle) -> tuple[str, ...]:
    """Return the terms of an article's title and first sentences, in order."""
    return tuple(
        sorted({t for s in (*first_sentences(document), *document.title.sentences) for t in s.terms})
    )


def first_sentences(document: AnnotatedArticle) -> Iterator[Sentence]:
    """Yield the sentences in which an article tells its news."""
    return islice((s for s in document.body.sentences if not s.boilerplate), TOP)


def strays(documents: Sequence[AnnotatedArticle], origin_of: Mapping[str, str]) -> frozenset[str]:
    """Return the ids of the articles that begin with something else than the articles of other origins."""
    tops: dict[str, frozenset[str]] = {}
    for document in documents:
        origin = origin_of[document.article.id]
        tops[origin] = tops.get(origin, frozenset()) | told_at_top(document)
    if len(tops) < FEWEST:
        return frozenset()
    users = Counter(term for terms in tops.values() for term in terms)
    shared = {
        d.article.id: sum(users[t] - 1 for t in top) / len(top) for d in documents if (top := told_at_top(d))
    }
    least = STRAY * max(shared.values(), default=0.0)
    return frozenset(id for id, share in shared.items() if share < least)


@remembered
def told_at_top(document: AnnotatedArticle) -> frozenset[str]:
    """Return the terms of an article's title and beginning."""
    return terms_at_top(document) | title_terms(document)
