"""Which figures a page revised because of a new article, that no earlier one gave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from writethru.publish.carried import numbers_of
from writethru.publish.revisions.news import is_recent, looks_back
from writethru.publish.revisions.told import days_of
from writethru.publish.spans import contains, touching
from writethru.records import (
    AnnotatedArticle,
    Brief,
    Change,
    Citation,
    CitedSentence,
    Findings,
    Quantity,
    Span,
)

Figure = tuple[str, float]  # what is counted, and how many


def revised(
    brief: Brief,
    before: Sequence[AnnotatedArticle],
    documents: Sequence[AnnotatedArticle],
    fresh: frozenset[str],
) -> Iterator[Change]:
    """Yield the revised figures of a page whose later figure stands in a fresh article first."""
    by_id = {d.article.id: d for d in documents}
    told: set[Figure] | None = None
    for change in brief.changes:
        first = change.because.citations[0]
        if first.article not in fresh:
            continue
        if told is None:
            told = {
                f for d in before for found in (d.body, d.title) for q in found.quantities for f in figures(q)
            }
        if _looks_back(by_id[first.article], first) or _is_room_left(change, by_id):
            continue
        given = set(cited_figures(by_id[first.article], first, numbers_of(change.now)))
        if given and not given & told:
            yield change


def _looks_back(document: AnnotatedArticle, citation: Citation) -> bool:
    """Return whether a figure is told of another time than the one that its article reports on."""
    span = Span(citation.start, citation.end)
    sentence = next(touching(document.body.sentences, span), None)
    if citation.field != "text" or sentence is None:
        return False
    return looks_back(document, sentence) and not is_recent(document, days_of(document.body, sentence))


def _is_room_left(change: Change, documents: Mapping[str, AnnotatedArticle]) -> bool:
    """Return whether a figure only says how many at most, which contradicts none that says how many at least."""
    was = change.was
    if was is None or was.citations[0].article not in documents:
        return False
    return _is_most(change.because, change.now, documents) and not _is_most(was, change.previously, documents)


def _is_most(text: CitedSentence, said: str, documents: Mapping[str, AnnotatedArticle]) -> bool:
    """Return whether cited words give a figure only as the most that it may be."""
    cited = text.citations[0]
    found = list(_quantities(documents[cited.article], cited))
    given = [q for q in found if {q.low, q.high} & numbers_of(said)]
    return bool(given) and all(q.low is None for q in given)


def cited_figures(document: AnnotatedArticle, citation: Citation, numbers: Set[float]) -> Iterator[Figure]:
    """Yield the figures in cited words that give one of some numbers."""
    for quantity in _quantities(document, citation):
        yield from (f for f in figures(quantity) if f[1] in numbers)


def _quantities(document: AnnotatedArticle, citation: Citation) -> Iterator[Quantity]:
    findings: Findings = document.body if citation.field == "text" else document.title
    span = Span(citation.start, citation.end)
    yield from (q for q in touching(findings.quantities, span) if contains(span, q))


def figures(quantity: Quantity) -> Iterator[Figure]:
    """Yield what a quantity counts with each bound that it gives."""
    for bound in dict.fromkeys((quantity.low, quantity.high)):
        if bound is not None:
            yield quantity.counted, float(bound)
