"""The path: capture -> article -> findings -> story -> assertions -> page -> check. Read this first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from writethru.acquire import extract
from writethru.annotate import annotate
from writethru.cluster import OpenStories, assign, origins
from writethru.ledger import enter, find_disputes
from writethru.publish import drop_faulty, verify, write
from writethru.records import (
    Amends,
    AnnotatedArticle,
    Article,
    Assertion,
    Brief,
    Capture,
    Fault,
    Problem,
    StoryEvent,
    Verification,
)
from writethru.settings import Settings


def read(capture: Capture, settings: Settings) -> tuple[AnnotatedArticle | None, tuple[Problem, ...]]:
    """Read one capture: the article and all findings in it, with what was wrong with it."""
    article, problems = extract(capture, settings=settings)
    return (annotate(article) if article else None), problems


def place(document: AnnotatedArticle, stories: OpenStories) -> tuple[StoryEvent, tuple[Assertion, ...]]:
    """Find the story an article belongs to, and enter what it states."""
    return assign(document, stories), enter(document)


def write_page(
    story: str,
    documents: Sequence[AnnotatedArticle],
    *,
    revision: int = 1,
    settings: Settings,
    problems: Sequence[Problem] = (),
    amends: Amends = Amends(),  # noqa: B008 (it never changes)
) -> tuple[Brief, tuple[Fault, ...]]:
    """Write the page of a story and check it; what fails is dropped and returned beside it."""
    reports = origins(documents)
    disputes = find_disputes(documents, [a for d in documents for a in enter(d)], reports, settings=settings)
    brief = write(story, documents, reports, disputes, amends, problems, revision=revision, settings=settings)
    known = {d.article.id: d for d in documents}
    faults = verify(brief, {id: d.article for id, d in known.items()}, lambda a: known[a.id]).problems
    return (drop_faulty(brief, faults), faults) if faults else (brief, ())


def verify_page(brief: Brief, articles: Mapping[str, Article]) -> Verification:
    """Check every sentence, quotation, number, name and date of a page against what it cites."""
    return verify(brief, articles, annotate)
