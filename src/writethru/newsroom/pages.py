"""Stories out of the store: listed, claimed, and written as pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from writethru.newsroom import history
from writethru.newsroom.amended import amended
from writethru.newsroom.intake import age
from writethru.newsroom.reports import ArticleListing, ClaimListing, Page, StoryListing, naming
from writethru.records import (
    Amends,
    AnnotatedArticle,
    Findings,
    Problem,
    Story,
)
from writethru.settings import Settings
from writethru.store import Store

FULL_PAGE = 2  # a story gets revisions, and a page unasked, from this many articles on
# What is wrong with an article that is on the page all the same: all of its text, only later in order.
NOTHING_MISSING = ("undated", "future", "no-feed")
MOST_NAMED = 20  # on one page; more say only that much could not be read


def write_story(store: Store, story: str, settings: Settings, loose: Sequence[Problem] = ()) -> Page:
    """Write the page of a story as it stands now.

    Its revision is one more than that of the last page kept, if its meaning changed since.
    Left out of it, and named on it, is what its own articles lack, and what `loose` problems kept away.
    """
    return write_of(store, story, store.documents(story), settings, loose)


def write_of(
    store: Store,
    story: str,
    documents: Sequence[AnnotatedArticle],
    settings: Settings,
    loose: Sequence[Problem] = (),
) -> Page:
    """Write the page of a story of these articles, which are all of it."""
    from writethru.pipeline import write_page

    documents, amends = amended(store, story, documents)
    missing = not_on_page((*store.problems(story), *loose))
    brief, faults = write_page(story, documents, settings=settings, problems=missing, amends=amends)
    brief = history.in_sequence(store, brief, documents, amends)
    return Page(brief, {d.article.id: d.article for d in documents}, faults)


def of_no_page(problems: Sequence[Problem], store: Store, stories: Sequence[StoryListing]) -> list[Problem]:
    """Return what a run could not read, or not use, so that it might have stood on any of its pages."""
    if not problems:
        return []
    placed = {p for story in stories for p in store.problems(story.id) if p.kind != "language"}
    return [p for p in problems if p not in placed]


def not_on_page(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems that kept something off a page, each once, and how many more there are."""
    found = list(dict.fromkeys(p for p in problems if p.kind not in NOTHING_MISSING))
    if len(found) <= MOST_NAMED:
        return found
    rest = len(found) - MOST_NAMED + 1
    return [*found[: MOST_NAMED - 1], Problem(f"{rest} more sources", "each was named when it was read")]


def list_story(store: Store, story: Story) -> StoryListing:
    """List a story with all its articles."""
    from writethru.cluster import origins

    documents = store.documents(story.id, revisions=True)
    compared = documents if len(documents) > 1 else [_wordless(documents[0])]
    origin = {article: o.id for o in origins(compared) for article in o.articles}
    articles = [d.article for d in documents]
    dated = [article for article in articles if article.dated]
    return StoryListing(
        story.id,
        max(dated or articles, key=age).title,
        dated[0].published if dated else None,
        dated[-1].published if dated else None,
        tuple(ArticleListing(*naming(a), origin[a.id]) for a in articles),
    )


def _wordless(document: AnnotatedArticle) -> AnnotatedArticle:
    """Return an article without its words: one that stands alone need not be compared with any."""
    bare = msgspec.structs.replace(document.article, title="", text="")
    return AnnotatedArticle(bare, Findings(), Findings())


def list_claims(
    documents: Sequence[AnnotatedArticle],
    settings: Settings,
    amends: Amends = Amends(),  # noqa: B008 (it never changes)
) -> Iterator[ClaimListing]:
    """List the claims of a story, those that a reader needs most first; `amends` is what outlets took back."""
    from writethru.cluster import origins
    from writethru.ledger import (
        Sides,
        apply,
        enter,
        find_disputes,
        group_claims,
        oppose,
        rank_claims,
        statuses,
    )

    assertions = [assertion for document in documents for assertion in enter(document)]
    reports = origins(documents)
    disputes = find_disputes(documents, assertions, reports, settings=settings)
    sides = Sides(documents, reports)
    grouped = apply(group_claims(assertions, settings=settings.ledger, disputes=disputes), amends)
    claims = oppose(grouped, sides)
    found = statuses(claims, sides)
    lengths = {d.article.id: len(d.article.text) for d in documents}
    for number, needed in rank_claims(claims, found, sides, lengths):
        claim = claims[number]
        said = sorted(a.said for a in claim.assertions if a.said)
        first, last = (said[0], said[-1]) if said else (None, None)
        yield ClaimListing(claim, found[number], first, last, needed)
