"""Which figures a page revised because of a new article, that no earlier one gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from writethru.publish.carried import numbers_of
from writethru.publish.revisions.news import is_recent, looks_back
from writethru.publish.revisions.told import days_of
from writethru.publish.spans import contains, touching
from writethru.records import AnnotatedArticle, Brief, Change, Citation, Findings, Quantity, Span

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
        if _looks_back(by_id[first.article], first):
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


def cited_figures(document: AnnotatedArticle, citation: Citation, numbers: Set[float]) -> Iterator[Figure]:
    """Yield the figures in cited words that give one of some numbers."""
    findings: Findings = document.body if citation.field == "text" else document.title
    span = Span(citation.start, citation.end)
    for quantity in touching(findings.quantities, span):
        if contains(span, quantity):
            yield from (f for f in figures(quantity) if f[1] in numbers)


def figures(quantity: Quantity) -> Iterator[Figure]:
    """Yield what a quantity counts with each bound that it gives."""
    for bound in dict.fromkeys((quantity.low, quantity.high)):
        if bound is not None:
            yield quantity.counted, float(bound)
