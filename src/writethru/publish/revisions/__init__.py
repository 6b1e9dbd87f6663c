"""What a new page changes for a reader, and because of which words: nothing but this makes a revision.

A page is a function of its articles alone. It is compared with the page before it, and with the articles
that one was made from; what only moved up or down between them changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from writethru.publish.carried import numbers_of
from writethru.publish.edits import cited_sentence
from writethru.publish.revisions.compare import compare_pages
from writethru.publish.revisions.disagreements import changed_disagreements
from writethru.publish.revisions.figures import revised
from writethru.publish.revisions.net import net_changes
from writethru.publish.revisions.news import News, find_news
from writethru.publish.revisions.told import Told
from writethru.publish.verify import Desk, quantities, text_faults
from writethru.records import AnnotatedArticle, Brief, Change, Citation, CitedSentence

MOST = 8  # changes of one revision; a reader who comes back reads no more

__all__ = ["changes_since", "compare_pages", "find_changes", "net_changes", "revise"]


def revise(
    previous: Brief,
    before: Sequence[AnnotatedArticle],
    brief: Brief,
    documents: Sequence[AnnotatedArticle],
    known: Iterable[Change] = (),
    turned: Iterable[Change] = (),
) -> Brief:
    """Return a page under the next revision with what changed, or under that of the page before it.

    Nothing else of the page depends on what was there before. `find_changes` tells of the rest.
    """
    if changes := find_changes(previous, before, brief, documents, known, turned):
        return replace(brief, revision=previous.revision + 1, changes=changes)
    if previous.revision > 1:
        brief = replace(brief, changes=carried_over(previous.changes, brief))
    return replace(brief, revision=previous.revision)


def find_changes(
    previous: Brief,
    before: Sequence[AnnotatedArticle],
    brief: Brief,
    documents: Sequence[AnnotatedArticle],
    known: Iterable[Change] = (),
    turned: Iterable[Change] = (),
) -> tuple[Change, ...]:
    """Return how the meaning of a page changed; none, and it is the same revision still.

    `before` are the articles that the previous page was made from, `documents` those of the new one.
    `known` are changes that the articles do not tell of themselves: corrections, withdrawals, merged stories;
    `turned` are claims that stand otherwise now.
    What its words do not carry is left out.
    """
    old = {d.article.id for d in before}
    new = sorted((d for d in documents if d.article.id not in old), key=lambda d: d.article.order)
    desk = _desk([*documents, *before])
    fresh = frozenset(d.article.id for d in new)
    told = Told(before, previous)
    differing = list(changed_disagreements(previous, brief, {d.article.id: d for d in new}, told))
    found = [*known, *revised(brief, before, documents, fresh), *differing, *turned]
    year = max((d.article.day.year for d in documents if d.article.day), default=None)
    sides = _sides(brief) if differing else frozenset()
    found += [_told(n, year) for n in find_news(new, told) if _place(n) not in sides]
    found = [change for change in found if _is_carried(change, desk)]
    found += _headline(previous, brief, fresh, found)
    numbers = {note.article: note.number for note in brief.sources}
    numbered = (_numbered(change, numbers) for change in _each_once(found))
    return tuple(change for change in numbered if change)[:MOST]


def changes_since(revisions: Iterable[Sequence[Change]], brief: Brief) -> tuple[Change, ...]:
    """Return what several revisions changed, oldest first, as one change a matter, cited by a page's numbers."""
    return net_changes(carried_over(changes, brief) for changes in revisions)


def carried_over(changes: Sequence[Change], brief: Brief) -> tuple[Change, ...]:
    """Return the changes of a revision, cited by the numbers of a page with more articles."""
    numbers = {note.article: note.number for note in brief.sources}
    return tuple(found for change in changes if (found := _numbered(change, numbers)))


def _desk(documents: Sequence[AnnotatedArticle]) -> Desk:
    by_id = {d.article.id: d for d in documents}
    return Desk({id: d.article for id, d in by_id.items()}, lambda article: by_id[article.id])


def _is_carried(change: Change, desk: Desk) -> bool:
    """Return whether the cited words carry what was and what is now, figures and all."""
    sides = [(change.now, change.because), *([(change.previously, change.was)] if change.was else [])]
    return not any(
        any(text_faults(text, desk))
        or numbers_of(words) - numbers_of(text.citations[0].exact) - set(quantities(text.citations[0], desk))
        for words, text in sides
    )


def _sides(brief: Brief) -> frozenset[tuple[str, int]]:
    """Return where the sides of a page's disagreements stand: with one of them the others are told."""
    cited = (p.statement.citations[0] for point in brief.disagreements for p in point.positions)
    return frozenset((c.article, c.start) for c in cited if c.field == "text")


def _place(news: News) -> tuple[str, int]:
    return news.document.article.id, news.sentence.start


def _told(news: News, year: int | None) -> Change:
    text = cited_sentence(news.document, news.sentence, year)
    kind = "new statement" if news.said else "new event"
    return Change(kind, "", text.without_additions(), text)


def _headline(
    previous: Brief, brief: Brief, fresh: frozenset[str], found: Sequence[Change]
) -> Iterator[Change]:
    """Yield the change of the headline, if an article that brought news gave the new one."""
    bringing = {change.because.citations[0].article for change in found}
    old, new = previous.headline, brief.headline
    article = new.citations[0].article
    if old.text != new.text and article in fresh and article in bringing:
        yield Change("headline changed", old.text, new.text, new)


def _each_once(changes: Sequence[Change]) -> Iterator[Change]:
    """Yield the changes without those that rest on the same words as one before; a headline may."""
    seen: set[tuple[str, str, int]] = set()
    for change in changes:
        first = change.because.citations[0]
        place = (first.article, first.field, first.start)
        if place not in seen or change.kind == "headline changed":
            seen.add(place)
            yield change


def _numbered(change: Change, numbers: dict[str, int]) -> Change | None:
    """Return a change whose citations carry the numbers of the page's sources; None if one is not among them."""
    texts = [change.because, *([change.was] if change.was else [])]
    if any(c.article not in numbers for text in texts for c in text.citations):
        return None
    return replace(
        change,
        because=_renumbered(change.because, numbers),
        was=_renumbered(change.was, numbers) if change.was else None,
    )


def _renumbered(text: CitedSentence, numbers: dict[str, int]) -> CitedSentence:
    def numbered(citation: Citation) -> Citation:
        return replace(citation, source=numbers.get(citation.article, 0))

    edits = tuple(replace(e, source=numbered(e.source)) if e.source else e for e in text.edits)
    return CitedSentence(text.text, tuple(map(numbered, text.citations)), edits)
