"""A story and its claims, written down as a page and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from writethru.publish.accounts import disagreements, revised_figures
from writethru.publish.checking import verify_text
from writethru.publish.cuts import cut_faults
from writethru.publish.faultless import is_faultless
from writethru.publish.headline import write_headline
from writethru.publish.introductions import introduce_people
from writethru.publish.material import Material, gather, is_lost, standing, taken_back
from writethru.publish.revisions import changes_since, compare_pages, find_changes, revise
from writethru.publish.sections import write_sections
from writethru.publish.select import budget, choose
from writethru.publish.sources import note_sources
from writethru.publish.timeline import write_timeline
from writethru.publish.verify import Desk, is_holder, topic_faults, verify
from writethru.publish.walk import cited_texts, rebuild
from writethru.records import (
    Amends,
    AnnotatedArticle,
    Brief,
    Citation,
    CitedSentence,
    Counts,
    Coverage,
    Disagreement,
    Dispute,
    Fault,
    Origin,
    Problem,
    Skipped,
)
from writethru.settings import Settings

REST = 24  # words of a summary that may stay unused: at 60 words 20 to 25 do best by ROUGE

__all__ = [
    "changes_since",
    "cited_texts",
    "compare_pages",
    "drop_faulty",
    "find_changes",
    "revise",
    "summarize",
    "verify",
    "verify_text",
    "write",
]


def write(
    story: str,
    documents: Sequence[AnnotatedArticle],
    origins: Sequence[Origin],
    disputes: Sequence[Dispute],
    amends: Amends = Amends(),  # noqa: B008 (it never changes)
    problems: Sequence[Problem] = (),
    *,
    revision: int,
    settings: Settings,
) -> Brief:
    """Return the page of a story, its sources numbered from the newest to the oldest.

    What corrections and withdrawals took back (`amends`) does not stand on it but in notes of the source list.

    Raises ValueError when there is no article.
    """
    if not documents:
        raise ValueError("a page needs at least one article")
    material = gather(documents, origins, disputes, settings, amends)
    by_id = {d.article.id: d for d in documents}
    desk = Desk({d.article.id: d.article for d in documents}, lambda article: by_id[article.id])

    def check(text: CitedSentence) -> bool:
        return not taken_back(text, amends) and is_faultless(text, desk)

    def whole(text: CitedSentence) -> bool:
        """Whether `check` holds, and what was cut of the text changes nothing that it says."""
        return check(text) and not any(cut_faults(text))

    chosen = choose(material, budget(len(documents), material))
    headline = write_headline(material, chosen, whole)
    sections = write_sections([c for c in chosen if whole(c.sentence)], headline, material, whole)
    newest_first = sorted(documents, key=lambda d: d.article.order, reverse=True)
    numbers = {d.article.id: n for n, d in enumerate(newest_first, 1)}
    newest = updated(material)
    brief = Brief(
        story=story,
        revision=revision,
        updated=newest,
        counts=count(material),
        headline=headline,
        sections=sections,
        disagreements=tuple(founded(disagreements(material, whole), desk)),
        sources=note_sources(material, numbers, [c.candidate.terms for c in chosen], whole),
        timeline=write_timeline(material, check),
        changes=revised_figures(material, check),
        coverage=Coverage(newest, tuple(Skipped(p.where, p.found) for p in problems)),
    )
    brief = introduce_people(brief, by_id, lambda cited: not is_lost(cited, amends))
    if amends.corrected or amends.lost:
        brief = rebuild(brief, lambda where, text: standing(text, amends))
    return number(brief, numbers)


def founded(points: Iterable[Disagreement], desk: Desk) -> Iterator[Disagreement]:
    """Yield the disagreements whose topic and holders the cited words bear out, without other positions."""
    for point in points:
        positions = tuple(p for p in point.positions if is_holder(p.holder, p.statement.citations[0], desk))
        point = replace(point, positions=positions)
        if len({p.holder for p in positions}) > 1 and not any(topic_faults(point)):
            yield point


def summarize(
    documents: Sequence[AnnotatedArticle], origins: Sequence[Origin], words: int, *, settings: Settings
) -> list[CitedSentence]:
    """Return the weightiest sentences of a story within a number of words, best first."""
    material = gather(documents, origins, (), settings)
    return [c.sentence for c in choose(material, words, REST)]


def updated(material: Material) -> str | None:
    """Return the newest time of publication or change among the articles, as they give it."""
    dated = [d.article for d in material.documents if d.article.dated]
    return max(dated, key=lambda a: a.order).published if dated else None


def count(material: Material) -> Counts:
    """Return how many articles, outlets and independent origins there are."""
    articles = [d.article for d in material.documents]
    outlets = {a.publisher for a in articles}
    return Counts(len(articles), len(outlets), len({material.origin_of[a.id] for a in articles}))


def number(brief: Brief, numbers: dict[str, int]) -> Brief:
    """Return the page with every citation carrying the number of its source."""

    def numbered(citation: Citation) -> Citation:
        return replace(citation, source=numbers[citation.article])

    def turn(where: str, text: CitedSentence) -> CitedSentence:
        edits = tuple(replace(e, source=numbered(e.source)) if e.source else e for e in text.edits)
        return CitedSentence(text.text, tuple(map(numbered, text.citations)), edits)

    return rebuild(brief, turn)


def drop_faulty(brief: Brief, faults: Sequence[Fault]) -> Brief:
    """Return the page without the texts that have a fault; the page stands.

    A faulty topic takes all texts of its disagreement along, and so the disagreement.
    """
    bad = {fault.where for fault in faults}

    def turn(where: str, text: CitedSentence) -> CitedSentence | None:
        return None if where in bad or f"{where.partition('.')[0]}.topic" in bad else text

    return rebuild(brief, turn)
