"""What became of the articles behind a page: edits, corrections, losses, and cited words that are gone."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from writethru.records import (
    Amends,
    AnnotatedArticle,
    ArticleNote,
    Brief,
    Citation,
    Pin,
)
from writethru.store import Store


def story_articles(store: Store, story: str) -> tuple[list[AnnotatedArticle], Amends]:
    """Return the texts that the page of a story is made from, and what became of its articles."""
    from writethru.ledger.amendments import amend, settled

    documents = store.documents(story)
    texts, checks = store.texts(story=story), store.rechecks(story=story)
    amends = amend(documents, texts, checks)
    chosen = settled(documents, texts, amends)
    if [d.article.id for d in chosen] != [d.article.id for d in documents]:
        amends = amend(chosen, texts, checks)
    return chosen, amends


def gone_words(store: Store, brief: Brief) -> Iterator[Pin]:
    """Yield the words that a page cites and that the newest text of their article no longer has."""
    from writethru.publish import cited_texts

    newest: dict[str, tuple[AnnotatedArticle, str | None] | None] = {}
    seen: set[tuple[str, int, int]] = set()
    for where, text in cited_texts(brief):
        for citation in text.citations:
            place = (citation.article, citation.start, citation.end)
            if place in seen:
                continue
            seen.add(place)
            if citation.article not in newest:
                newest[citation.article] = _newest(store, citation.article)
            known = newest[citation.article]
            if known is not None and (pin := _pin(where, citation, *known)) is not None:
                yield pin


def _newest(store: Store, article: str) -> tuple[AnnotatedArticle, str | None] | None:
    """Return the newest text of an article and when it was found, None where the given one is that."""
    texts = store.texts(article=article)
    if not texts or texts[-1].article.id == article:
        return None
    last = texts[-1]
    at = next((c.at for c in store.rechecks(article=article) if c.now == last.article.id), None)
    return last, last.article.modified or at


def _pin(where: str, citation: Citation, newest: AnnotatedArticle, at: str | None) -> Pin | None:
    """Return that cited words are gone from the newest text; typography is no difference."""
    from writethru.ledger.amendments import has_words

    article = newest.article
    if has_words(article.title if citation.field == "title" else article.text, citation.exact):
        return None
    edited = f"which was edited on {at[:10]}" if at else "which was edited since"
    return Pin(where, citation, article.id, f"these words are no longer in the article, {edited}")


def with_gone_words(store: Store, brief: Brief) -> Brief:
    """Return a page of some time ago whose source list says which cited words its articles no longer have."""
    pins = list(gone_words(store, brief))
    sources = []
    for source in brief.sources:
        mine = [pin for pin in pins if pin.citation.article == source.article]
        notes = tuple(
            ArticleNote(
                "words gone", f"{pin.why}: “{' '.join(pin.citation.exact.split())}”", was=pin.citation
            )
            for pin in mine
        )
        sources.append(replace(source, notes=(*source.notes, *notes)))
    return replace(brief, sources=tuple(sources)) if pins else brief
