"""What became of the articles behind a page: edits, corrections, losses, and cited words that are gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from writethru.records import (
    Amends,
    AnnotatedArticle,
    ArticleNote,
    Brief,
    Change,
    Citation,
    CitedSentence,
    Pin,
    moment,
)
from writethru.store import Store

OWNED = ("correction", "clarification")  # notes that own to a mistake
GONE = {"withdrawn": "withdrawn", "gone": "no longer online"}


def story_articles(store: Store, story: str) -> tuple[list[AnnotatedArticle], Amends]:
    """Return the texts that the page of a story is made from, and what became of its articles."""
    return amended(store, story, store.documents(story))


def amended(
    store: Store, story: str, documents: Sequence[AnnotatedArticle], until: str | None = None
) -> tuple[list[AnnotatedArticle], Amends]:
    """Return these articles of a story in the texts that its page is made from, and what became of them.

    With `until` (ISO time) only by what was found of them up to then.
    """
    from writethru.ledger.amendments import amend, settled

    texts, checks = store.texts(story=story), store.rechecks(story=story)
    if until is not None:
        last = moment(until)
        checks = tuple(c for c in checks if (at := moment(c.at)) is None or last is None or at <= last)
    amends = amend(documents, texts, checks)
    chosen = settled(documents, texts, amends)
    if [d.article.id for d in chosen] != [d.article.id for d in documents]:
        amends = amend(chosen, texts, checks)
    return chosen, amends


def told_changes(last: Brief, page: Brief, amends: Amends) -> Iterator[Change]:
    """Yield which corrections and withdrawals of articles of the page before became known since.

    An article that came with its correction changes nothing, unless something before it had the mistake.
    """
    known = {(n.kind, n.because.exact if n.because else n.says) for s in last.sources for n in s.notes}
    there = {source.article for source in last.sources}
    for correction in amends.corrections:
        wrong = [
            c.sentence for c in amends.corrected if c.correction == correction and c.sentence.article in there
        ]
        if correction.kind in OWNED and wrong and ("corrected", correction.note.exact) not in known:
            was, right = correction.wrong or wrong[0], correction.right
            because = CitedSentence(correction.note.exact, (correction.note,))
            yield Change("correction", was.exact, right.exact if right else "corrected", because)
    titles = {source.article: source for source in page.sources}
    for lost in amends.lost:
        words = lost.note.exact if lost.note else lost.why
        source = titles.get(lost.article)
        if source is None or not source.title or (lost.kind, words) in known:
            continue
        cited = lost.note or Citation(0, lost.article, "title", 0, len(source.title), source.title)
        because = CitedSentence(cited.exact, (cited,))
        yield Change("withdrawal", source.title, GONE[lost.kind], because)


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
