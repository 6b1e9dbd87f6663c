"""What a page cites: its cited sentences in their order, and the passages of each source."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from writethru.records import Brief, Citation, CitedSentence, Edit


def cited_words(brief: Brief) -> dict[int, list[Citation]]:
    """Return every passage a page cites, by source number, each once, in order of place."""
    found = {
        (c.source, c.field != "title", c.start, c.end, c.exact): c
        for sentence in sentences(brief)
        for c in sentence.citations
    }
    ordered = [found[key] for key in sorted(found)]
    return {number: list(group) for number, group in groupby(ordered, key=lambda c: c.source)}


def unshown_words(brief: Brief) -> dict[int, list[Citation]]:
    """Return the passages that a page cites and does not show word for word, by source number: on paper none opens.

    Shown are those that a sentence is, but for what stands in square brackets, and titles: the source list has them.
    """
    titles = {source.number: source.title for source in brief.sources}
    shown = {
        citation
        for sentence in sentences(brief)
        for citation in sentence.citations
        if _words(citation.exact) == _words(sentence.before(_bracketed))
        or (citation.field == "title" and citation.exact == titles.get(citation.source))
    }
    left = {number: [c for c in cited if c not in shown] for number, cited in cited_words(brief).items()}
    return {number: cited for number, cited in left.items() if cited}


def _bracketed(edit: Edit) -> bool:
    return not edit.was and edit.now.strip().startswith("[")


def _words(text: str) -> list[str]:
    return text.split()


def sentences(brief: Brief) -> Iterator[CitedSentence]:
    """Yield every cited sentence of a page, from the headline down."""
    yield brief.headline
    for section in brief.sections:
        yield section.lead
        yield from section.sentences
    for disagreement in brief.disagreements:
        yield from (position.statement for position in disagreement.positions)
        yield from disagreement.unverified
    yield from (source.adds for source in brief.sources if source.adds)
    yield from (entry.event for entry in brief.timeline)
    yield from (change.because for change in brief.changes)
