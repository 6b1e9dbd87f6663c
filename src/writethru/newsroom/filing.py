"""What is to be found of a story by a search: its page, the quotations in its articles, the claims it makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from writethru.memory import remembered
from writethru.newsroom import cards, pages
from writethru.newsroom.amended import amended
from writethru.newsroom.cards import KINDS
from writethru.newsroom.reports import ClaimListing
from writethru.records import AnnotatedArticle, Assertion, Attribution, Brief, Mention, Span
from writethru.settings import Settings
from writethru.store import Card, Facet, Filing, Passage, Store, naming, said_by

LEAST_QUOTED = 4  # words: what is shorter is a term that a writer keeps at a distance, not what somebody said
MOST_NAMED = 6  # holders of one claim that are told by name

Name = tuple[str, str]  # kind and key


def file_whole(store: Store, story: str, settings: Settings, *, known: bool) -> Iterator[Filing]:
    """Yield what cannot be found yet of a story: its claims, and where nothing of it is `known`, the rest."""
    documents = store.documents(story)
    # A page without revisions, which that of one article is, is only to be shown.
    page = store.current_page(story) if store.last_page(story) else None
    if documents and not known:
        found = list(cards.facets(documents, page))
        yield file_story(cards.make_card(story, documents, page), documents, found, page)
    if documents and page is not None:
        texts, amends = amended(store, story, documents)
        yield file_claims(story, pages.list_claims(texts, settings, amends), texts)


def file_story(
    card: Card, documents: Sequence[AnnotatedArticle], facets: Iterable[Facet], page: Brief | None
) -> Filing:
    """Return what is to be found of a story as soon as it has a card: its page, quotations, and who is named where."""
    tags = tuple(naming(f.kind, f.key) for f in facets)
    said = "\n".join(_told(page)) if page else ""
    story = Passage(kind="story", name=card.headline, said=said, at=card.last, tags=tags)
    named = tuple((d.article.id, kind, key) for d in documents for kind, key in _names_in(d))
    # Without a page the claims of a story are not weighed; those that it had while it was longer go.
    kinds = ("story", "quotation", *(() if page else ("claim",)))
    return Filing(card.story, kinds, (story, *_quotations(documents)), named)


def file_claims(story: str, claims: Iterable[ClaimListing], documents: Sequence[AnnotatedArticle]) -> Filing:
    """Return the claims of a story that a reader needs, each as it stands."""
    known = {d.article.id: d for d in documents}
    passages: dict[tuple[object, ...], Passage] = {}
    for listing in claims:
        cited, status = listing.claim.statement, listing.status
        document = known.get(cited.article)
        place = (cited.article, cited.field, cited.start, cited.end)
        if not listing.needed or document is None or place in passages:
            continue
        tags = [naming(*name) for name in _named_in(document, cited.start, cited.end, cited.field)]
        for assertion in listing.claim.assertions:
            tags += _holder_tags(assertion, known)
        passages[place] = Passage(
            kind="claim",
            name=_list(status.holders_for),
            said=cited.exact,
            article=cited.article,
            field=cited.field,
            start=cited.start,
            end=cited.end,
            status=status.kind,
            against=_list(status.holders_against),
            at=document.article.dated,
            tags=tuple(tags),
        )
    return Filing(story, ("claim",), tuple(passages.values()))


def _told(page: Brief) -> Iterator[str]:
    """Yield the sentences of a page, and what its accounts differ about."""
    for section in page.sections:
        yield section.lead.text
        yield from (sentence.text for sentence in section.sentences)
    for disagreement in page.disagreements:
        yield disagreement.topic
        yield from (position.statement.text for position in disagreement.positions)
    yield from (entry.event.text for entry in page.timeline)


def _quotations(documents: Sequence[AnnotatedArticle]) -> Iterator[Passage]:
    """Yield what is quoted, each once: agency copy and reprints have the same words."""
    seen: set[str] = set()
    for document in documents:
        for same, passage in _quoted_in(document):
            if same not in seen:
                seen.add(same)
                yield passage


@remembered
def _quoted_in(document: AnnotatedArticle) -> tuple[tuple[str, Passage], ...]:
    """Return what an article quotes, with the words as they are compared."""
    article, found = document.article, []
    speakers = list(_speakers(document.body.attributions))
    for quoted in document.body.quotations:
        words = article.text[quoted.start : quoted.end]
        same = " ".join(words.casefold().split())
        if same.count(" ") + 1 < LEAST_QUOTED:
            continue
        speaker = next((by for content, by in speakers if _overlap(content, quoted)), None)
        tags = [naming("outlet", article.publisher.casefold())] if article.publisher else []
        tags += [naming(*name) for name in _named_in(document, quoted.start, quoted.end, "text")]
        if speaker and (name := _holder(document, speaker.holder, speaker.holder_kind)):
            tags.append(said_by(*name))
        passage = Passage(
            kind="quotation",
            name=speaker.holder if speaker else "",
            said=words,
            article=article.id,
            start=quoted.start,
            end=quoted.end,
            at=article.dated,
            tags=tuple(tags),
        )
        found.append((same, passage))
    return tuple(found)


def _speakers(attributions: Iterable[Attribution]) -> Iterator[tuple[Span, Attribution]]:
    """Yield the words that are given as somebody's own, with whose they are, what is told within what first."""
    for found in attributions:
        yield from _speakers(found.inner)
        if found.direct and found.holder:
            yield from ((content, found) for content in found.content)


def _overlap(one: Span, other: Span) -> bool:
    return one.field == other.field and one.start < other.end and other.start < one.end


def _holder_tags(assertion: Assertion, known: dict[str, AnnotatedArticle]) -> Iterator[str]:
    """Yield the tags of who states something, and of the outlet in which."""
    document = known.get(assertion.article)
    if document is None:
        return
    outlet = document.article.publisher.casefold()
    if outlet:
        yield naming("outlet", outlet)
    if name := _holder(document, assertion.holder, assertion.holder_kind):
        yield said_by(*name)


def _holder(document: AnnotatedArticle, holder: str, kind: str) -> Name | None:
    """Return kind and key of who says something: an outlet by its name, others where the article names them."""
    return ("outlet", holder.casefold()) if kind == "outlet" else _known(document, holder)


def _known(document: AnnotatedArticle, holder: str) -> Name | None:
    """Return kind and key of a holder that an article names; None for an office or a group."""
    for mention in _mentions(document):
        if mention.name == holder and mention.kind in KINDS and mention.key:
            return mention.kind, mention.key
    return None


def _mentions(document: AnnotatedArticle) -> Iterator[Mention]:
    yield from document.body.names
    yield from document.title.names


@remembered
def _names_in(document: AnnotatedArticle) -> tuple[Name, ...]:
    """Return whom an article names, each once, its outlet among them."""
    return tuple(dict.fromkeys(_names_of(document)))


def _names_of(document: AnnotatedArticle) -> Iterator[Name]:
    if document.article.publisher:
        yield "outlet", document.article.publisher.casefold()
    for mention in _mentions(document):
        if mention.kind in KINDS and mention.key:
            yield mention.kind, mention.key


def _named_in(document: AnnotatedArticle, start: int, end: int, field: str) -> Iterator[Name]:
    """Yield the names in a passage, and whom its pronouns and descriptions mean."""
    found = document.title if field == "title" else document.body
    for mention in (*found.names, *found.references):
        if start <= mention.start < end and mention.kind in KINDS and mention.key:
            yield mention.kind, mention.key


def _list(holders: Sequence[str]) -> str:
    shown = [*holders[:MOST_NAMED]]
    return ", ".join([*shown, *([f"{len(holders) - MOST_NAMED} more"] if len(holders) > MOST_NAMED else [])])
