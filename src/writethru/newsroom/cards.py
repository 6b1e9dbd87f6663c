"""What lists of stories show and are searched by: made of a story's articles and of its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from writethru.memory import remembered
from writethru.records import AnnotatedArticle, Brief, Findings, Revision
from writethru.store import Card, Facet, Store

MOST_NAMES = 40  # of one story: those that most of its articles name
COPIES = {"agency copy", "reprint", "rewrite"}
KINDS = ("person", "place", "organisation", "people")


def missing(store: Store) -> list[tuple[Card, list[Facet], Brief | None]]:
    """Make the cards of the stories that have none, as those of a store of an earlier layout."""
    made = []
    for story in store.cardless():
        documents, last = store.documents(story), store.last_page(story)
        if documents:
            page = last.page if last else None
            made.append(
                (make_card(story, documents, page, when_made(last)), list(facets(documents, page)), page)
            )
    return made


def when_made(last: Revision | None) -> str:
    """Return when a revision was made; "" where that is not known."""
    return (last.made_from.at or "") if last and last.made_from else ""


def make_card(
    story: str, documents: Sequence[AnnotatedArticle], page: Brief | None, changed: str = "", came: str = ""
) -> Card:
    """Return the card of a story from its articles in order of publication, and its page, if it has one.

    `changed` is when the last revision of the page was made, `came` when this is: a story that is listed already keeps
    the time at which it was first.
    """
    articles = [document.article for document in documents]
    dated = [a.dated for a in articles if a.dated]
    newest = next((a for a in reversed(articles) if a.dated), articles[-1])
    return Card(
        story=story,
        headline=page.headline.text if page else newest.title,
        lead=_lead(page) if page else "",
        updated=page.updated if page else (dated[-1] if dated else None),
        first=dated[0] if dated else None,
        last=dated[-1] if dated else None,
        dates=tuple(dated),
        articles=len(articles),
        outlets=len({a.publisher for a in articles}),
        origins=page.counts.origins if page else _origins(documents),
        revision=page.revision if page else 0,
        changes=len(page.changes) if page and page.revision > 1 else 0,
        disputes=len(page.disagreements) if page else 0,
        changed=changed,
        came=came,
    )


def _origins(documents: Sequence[AnnotatedArticle]) -> int:
    """Return how many independent reports there are; an article that stands alone need not be compared."""
    from writethru.cluster import origins

    return len(origins(documents)) if len(documents) > 1 else len(documents)


def _lead(page: Brief) -> str:
    return next((s.text for section in page.sections for s in section.sentences), "")


def facets(documents: Sequence[AnnotatedArticle], page: Brief | None = None) -> Iterator[Facet]:
    """Yield the outlets of articles, and the names that most of them hold, with in how many they stand.

    Of an outlet the page, if there is one, tells how many of its articles were what.
    """
    yield from _outlets(documents, page)
    here = [_named_in(document) for document in documents]
    named = Counter(chain.from_iterable(here))
    for (kind, key), count in sorted(named.items(), key=lambda item: (-item[1], item[0]))[:MOST_NAMES]:
        names = (each[kind, key] for each in here if (kind, key) in each)
        yield Facet(kind, key, max(names, key=lambda name: (len(name), name)), count)


def _outlets(documents: Sequence[AnnotatedArticle], page: Brief | None) -> Iterator[Facet]:
    names: dict[str, Counter[str]] = {}
    for document in documents:
        if name := document.article.publisher:
            names.setdefault(name.casefold(), Counter())[name] += 1
    for key, spelled in sorted(names.items()):
        roles = [s.roles for s in page.sources if s.publisher.casefold() == key] if page else []
        yield Facet(
            "outlet",
            key,
            max(spelled, key=lambda name: (spelled[name], name)),
            spelled.total(),
            sum("first report" in each for each in roles),
            sum("own reporting" in each for each in roles),
            sum(not COPIES.isdisjoint(each) for each in roles),
        )


@remembered
def _named_in(document: AnnotatedArticle) -> dict[tuple[str, str], str]:
    """Return whom an article names, by kind and key, in the words of the last mention."""
    return dict(_names((document.body, document.title)))


def _names(findings: Iterable[Findings]) -> Iterator[tuple[tuple[str, str], str]]:
    for found in findings:
        for mention in found.names:
            if mention.kind in KINDS and mention.key:
                yield (mention.kind, mention.key), mention.name
