"""Stories out of the store: listed, claimed, and written as pages; pages read back and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

from writethru.errors import StoreFull, StoreLocked, UsageError
from writethru.newsroom.intake import age
from writethru.newsroom.reports import ArticleListing, ClaimListing, Page, StoryListing, naming
from writethru.records import (
    AnnotatedArticle,
    Article,
    Brief,
    Fault,
    Findings,
    Problem,
    Story,
    Verification,
)
from writethru.settings import Settings
from writethru.store import Store

# What is wrong with an article that is on the page all the same: all of its text, only later in order.
NOTHING_MISSING = ("undated", "future", "no-feed")
MOST_NAMED = 20  # on one page; more say only that much could not be read


def write_story(store: Store, story: str, settings: Settings, loose: Sequence[Problem] = ()) -> Page:
    """Write the page of a story as it stands now.

    Its revision is one more than that of the last page shown, if other articles stand behind it.
    Left out of it, and named on it, is what its own articles lack, and what `loose` problems kept away.
    """
    from writethru.pipeline import write_page

    documents = store.documents(story)
    last = next(reversed(store.pages(story)), None)
    same = last is not None and {n.article for n in last.sources} == {d.article.id for d in documents}
    revision = last.revision + (not same) if last else 1
    missing = not_on_page((*store.problems(story), *loose))
    brief, faults = write_page(story, documents, revision=revision, settings=settings, problems=missing)
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


def publish(store: Store, page: Page) -> Page:
    """Keep a page that is shown, so that it can be checked later; a reader does not fail where it cannot."""
    with suppress(StoreLocked, StoreFull):
        store.save_page(page.brief)
    return page


def list_story(store: Store, story: Story) -> StoryListing:
    """List a story with all its articles."""
    from writethru.cluster import origins

    documents = store.documents(story.id, revisions=True)
    compared = documents if len(documents) > 1 else [_wordless(documents[0])]
    origin = {article: o.id for o in origins(compared) for article in o.articles}
    articles = [d.article for d in documents]
    dated = [article for article in articles if article.published]
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


def list_claims(documents: Sequence[AnnotatedArticle], settings: Settings) -> Iterator[ClaimListing]:
    """List the claims of a story, those that a reader needs most first."""
    from writethru.cluster import origins
    from writethru.ledger import Sides, enter, find_disputes, group_claims, oppose, rank_claims, statuses

    assertions = [assertion for document in documents for assertion in enter(document)]
    reports = origins(documents)
    disputes = find_disputes(documents, assertions, reports, settings=settings)
    sides = Sides(documents, reports)
    claims = oppose(group_claims(assertions, settings=settings.ledger, disputes=disputes), sides)
    found = statuses(claims, sides)
    lengths = {d.article.id: len(d.article.text) for d in documents}
    for number, needed in rank_claims(claims, found, sides, lengths):
        claim = claims[number]
        said = sorted(a.said for a in claim.assertions if a.said)
        first, last = (said[0], said[-1]) if said else (None, None)
        yield ClaimListing(claim, found[number], first, last, needed)


def read_pages(name: str, stdin: BinaryIO | None) -> list[tuple[str, Brief]]:
    """Return the pages of a file ("-": standard input) of JSON or JSON Lines, and where each stands.

    Raises UsageError for what cannot be read or is not a page.
    """
    try:
        content = stdin.read() if name == "-" and stdin else Path(name).read_bytes()
    except OSError as error:
        raise UsageError(f"{name}: the page cannot be read: {error.strerror}") from error
    content = content.removeprefix(b"\xef\xbb\xbf").strip()
    lines = [(f"{name} line {n}", line) for n, line in enumerate(content.splitlines(), 1) if line.strip()]
    if not lines:
        raise UsageError(f"{name}: is empty; give a page as `brief --format json --with-articles` prints it")
    try:
        if len(lines) == 1 or content[:1] == b"[" or lines[0][1].strip() == b"{":
            return [(name, page) for page in _pages(content)]
    except msgspec.DecodeError as error:
        raise UsageError(f"{name}: is no page of writethru/brief/1: {error}") from error
    found = []
    for where, line in lines:
        try:
            found += [(where, page) for page in _pages(line)]
        except msgspec.DecodeError as error:
            raise UsageError(f"{where}: is no page of writethru/brief/1: {error}") from error
    return found


def _pages(content: bytes) -> list[Brief]:
    try:
        if content[:1] == b"[":
            return msgspec.json.decode(content, type=list[Brief])
        return [msgspec.json.decode(content, type=Brief)]
    except (UnicodeDecodeError, RecursionError) as error:
        raise msgspec.DecodeError(str(error)) from error


def verify_pages(pages: Iterable[tuple[str, Brief]], store: Store) -> Verification:
    """Check pages against the articles that they carry, and where they carry none, those of the store."""
    from writethru.pipeline import verify_page

    checked = supported = 0
    faults: list[Fault] = []
    for where, brief in pages:
        found = verify_page(brief, _articles(brief, store))
        checked += found.checked
        supported += found.supported
        faults += [
            msgspec.structs.replace(fault, where=f"{where}: {fault.where}") for fault in found.problems
        ]
    return Verification(checked, supported, tuple(faults))


def _articles(brief: Brief, store: Store) -> Mapping[str, Article]:
    """Return the articles that a page names, as the store has them."""
    kept = {note.article: store.article(note.article) for note in brief.sources if note.article}
    return {id: d.article for id, d in kept.items() if d is not None and d.article.id == id}


def kept_pages(store: Store, settings: Settings) -> Iterator[tuple[str, Brief]]:
    """Yield the last page shown of each story, and the page of each that was never shown."""
    for story in store.stories():
        shown = store.pages(story.id)
        if shown:
            yield f"story {story.id}", shown[-1]
        elif len(story.articles) > 1:
            yield f"story {story.id}", write_story(store, story.id, settings).brief
