"""The Python API: one object that reads sources, keeps articles and writes the pages of their stories."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import msgspec

from writethru.errors import UsageError
from writethru.newsroom import intake, pages, revision, verification
from writethru.newsroom.intake import Progress
from writethru.newsroom.reports import (
    ArticleListing,
    ClaimListing,
    Edition,
    Explanation,
    Health,
    Member,
    Page,
    Report,
    StoryListing,
)
from writethru.records import (
    AnnotatedArticle,
    Article,
    Brief,
    Capture,
    Problem,
    SourceNote,
    Story,
    TimelineEntry,
    Verification,
)
from writethru.settings import Settings
from writethru.store import Hit, Store, open_store

if TYPE_CHECKING:
    from writethru.acquire import Fetch, Fetched

__all__ = [
    "ArticleListing",
    "ClaimListing",
    "Edition",
    "Explanation",
    "Health",
    "Member",
    "Newsroom",
    "Page",
    "Report",
    "StoryListing",
    "read",
]

Sources = str | Path | Iterable[str | Path]
FULL_PAGE = 2  # a story gets a page unasked from this many articles on


class Newsroom:
    """Reads sources, keeps articles and writes pages.

    `store` is a path or `sqlite:///path`; without one everything is kept in memory and gone on `close`.
    `now` (aware) becomes the time of retrieval; `fetch` replaces the one guarded way to the network;
    `stdin` is what the source "-" reads. With `read_only` a store must be there and is not changed.
    Every method raises StoreError when the store is locked, full or unusable, and UsageError when asked
    for what is not there.
    """

    def __init__(
        self,
        store: str | Path | None = None,
        *,
        settings: Settings | None = None,
        now: datetime | None = None,
        fetch: Fetch | None = None,
        stdin: BinaryIO | None = None,
        read_only: bool = False,
    ) -> None:
        self.settings = settings or Settings()
        self.now = now
        self.stdin = stdin
        self._fetch = fetch
        self._read_only = read_only
        where = ":memory:" if store is None else str(store)
        self._store: Store = open_store(where, settings=self.settings, read_only=read_only)

    # -- taking in

    def add(self, sources: Sources, *, progress: Progress | None = None) -> Report:
        """Read sources and keep their articles; what is known already changes nothing.

        A batch is taken in order of (published, id), so that the order of sources does not matter.
        Bad input is among the problems of the report, and the rest goes on.
        """
        progress = progress or _silent
        found, problems = intake.read_captures(self._collect(sources), self._store, self.settings, progress)
        new, known, repeated = intake.sort_out(found, self._store)
        placed = intake.place_in_order(new, self._store, self.settings, progress)
        kept = [id for batch in placed for id in intake.keep(*batch, self._store)]
        problems += repeated
        of_articles = {p for _, theirs in (*found, *new) for p in theirs}
        if loose := [p for p in problems if p not in of_articles]:
            self._store.add_problems(loose)
        stories = tuple(dict.fromkeys(self._store.story_of(id) or "" for id in kept))
        return Report(tuple(kept), tuple(known), stories, tuple(problems))

    def annotate(self, sources: Sources) -> Iterator[AnnotatedArticle | Problem]:
        """Read sources and yield each article with all that was found in it, in the order given."""
        from writethru.pipeline import read

        for item in self._collect(sources):
            document, problems = read(item, self.settings) if isinstance(item, Capture) else (None, (item,))
            if document is not None:
                yield document
            yield from problems

    def _collect(self, sources: Sources) -> Iterator[Capture | Problem]:
        from writethru.acquire import collect

        for source in [sources] if isinstance(sources, str | Path) else sources:
            yield from collect(
                str(source), fetch=self._get, settings=self.settings, now=self.now, stdin=self.stdin
            )

    def _get(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        from writethru.acquire import open_fetch

        if self._fetch is None:
            self._fetch = open_fetch(self.settings)
        if etag or last_modified:
            return self._fetch(url, etag=etag, last_modified=last_modified)
        return self._fetch(url)

    # -- pages

    def brief(
        self, sources: Sources | None = None, *, story: int | None = None, progress: Progress | None = None
    ) -> Edition:
        """Write the page of each story of at least 2 articles, or of the one with this number.

        With sources they are read and not kept; without, the stories of the store are written. Story 1
        has the most articles, then the newest.
        """
        if sources is None:
            return self._edition(story, ())
        with Newsroom(settings=self.settings, now=self.now, fetch=self._get, stdin=self.stdin) as room:
            report = room.add(sources, progress=progress)
            return room._edition(story, report.problems)

    def _edition(self, story: int | None, problems: tuple[Problem, ...]) -> Edition:
        listed = self.stories()
        if story is not None and not 1 <= story <= len(listed):
            raise UsageError(
                f"no story {story}: there {_are(len(listed), 'story', 'stories')} in the sources"
            )
        chosen = [listed[story - 1]] if story else [s for s in listed if len(s.articles) >= FULL_PAGE]
        loose = pages.of_no_page(problems, self._store, listed)
        written = (pages.write_story(self._store, s.id, self.settings, loose) for s in chosen)
        full = (page for page in written if story or page.brief.counts.articles >= FULL_PAGE)
        return Edition(tuple(full), listed, problems)

    def show(self, story: str) -> Page:
        """Write the page of a kept story; what is shown is kept under its revision, if it can be."""
        page = pages.write_story(self._store, self._story(story).id, self.settings)
        return page if self._read_only else pages.publish(self._store, page)

    def timeline(self, story: str) -> tuple[TimelineEntry, ...]:
        """Return the dated events of a kept story."""
        return self._page(story).timeline

    def sources(self, story: str) -> tuple[SourceNote, ...]:
        """Return the source list of a kept story: what each article adds, and which are one report."""
        return self._page(story).sources

    def claims(self, story: str) -> tuple[ClaimListing, ...]:
        """Return who claims what in a kept story, and how firmly each claim stands."""
        return tuple(pages.list_claims(self._store.documents(self._story(story).id), self.settings))

    def verify(
        self, page: str | Path | Brief | Page | None = None, *, sources: Sources | None = None
    ) -> Verification:
        """Check a page, the pages of a file ("-": stdin), the page of a kept story, or all kept pages.

        A file is JSON of ours, or a page in Markdown or plain text that cites its sources as [1]. It is checked
        against `sources` (what `add` reads, or a store); without, against what it carries and what is kept.
        """
        if isinstance(page, Page):
            page = page.whole
        if isinstance(page, Brief):
            found: Iterable[tuple[str, Brief | str]] = [(f"story {page.story}", page)]
        elif page is None:
            found = verification.kept_pages(self._store, self.settings)
        elif str(page) == "-" or os.path.lexists(page):
            found = verification.read_pages(str(page), self.stdin)
        elif (kept := self._store.story(str(page))) is not None:
            found = [(f"story {kept.id}", self._page(kept.id))]
        else:
            raise UsageError(f'{page}: neither a file nor a story; "writethru stories" lists the kept ones')
        if isinstance(sources, str | Path) and verification.is_store(sources):
            with open_store(str(sources), settings=self.settings, read_only=True) as store:
                return verification.verify_pages(found, store)
        given = (
            verification.read_sources(self._collect(sources), self.settings) if sources is not None else None
        )
        return verification.verify_pages(found, self._store, given)

    # -- looking up

    def stories(self) -> tuple[StoryListing, ...]:
        """List all stories with their articles: most articles first, then the newest."""
        return tuple(pages.list_story(self._store, story) for story in self._store.stories())

    def search(self, words: str, *, limit: int = 20) -> tuple[Hit, ...]:
        """Return the kept articles that hold all words, or phrases in quotation marks, best first."""
        if not any(sign.isalnum() for sign in words):
            raise UsageError(f"nothing to search for in {words!r}; give one or more words")
        return self._store.search(words, limit)

    def article(self, id: str) -> AnnotatedArticle:
        """Return a kept article by its id, its external id or a unique beginning of its id."""
        found = self._store.article(id)
        if found is None:
            raise UsageError(
                f'no article {id!r}; "writethru stories --json" and "writethru search" list them'
            )
        return found

    def story_of(self, id: str) -> Story:
        """Return the story of an article, with the event and the reason that brought each one in."""
        story = self._store.story_of(self.article(id).article.id)
        return self._story(story or "")

    def why(self, story: str) -> Explanation:
        """Return how and why each article of a story came into it, how well it fits, and which do not."""
        return revision.explain(self._store, self._story(story), self.settings)

    # -- revising by hand

    def merge(self, stories: Iterable[str], *, reason: str = "") -> Story:
        """Take stories into the first of them, whose id is kept; the other ids lead to it."""
        named = [self._story(story) for story in stories]
        return revision.merge(self._store, named, reason, self.settings)

    def split(self, story: str, articles: Iterable[str], *, reason: str = "") -> Story:
        """Make articles of a story a new one, and return that."""
        chosen = [self.article(article).article for article in articles]
        return revision.split(self._store, self._story(story), chosen, reason, self.settings)

    def move(self, article: str, story: str, *, reason: str = "") -> Story:
        """Move an article to a story, and return that."""
        moving = self.article(article).article
        return revision.move(self._store, moving, self._story(story), reason, self.settings)

    def undo(self, story: str, *, reason: str = "") -> Story:
        """Take back what was done last by hand to a story, be it an undoing; return where its articles went."""
        return revision.undo(self._store, self._story(story), reason, self.settings)

    # -- itself

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the page."""
        return msgspec.json.schema(Brief)

    def doctor(self, *, thorough: bool = True) -> Health:
        """Return versions, settings and what is wrong with the store; `thorough` reads all of it."""
        from writethru.newsroom.health import examine

        return examine(self._store, self.settings, thorough=thorough)

    def _story(self, name: str) -> Story:
        found = self._store.story(name)
        if found is None:
            raise UsageError(f'no story {name!r}; "writethru stories" lists them')
        return found

    def _page(self, story: str) -> Brief:
        return pages.write_story(self._store, self._story(story).id, self.settings).brief

    # -- the end

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def read(
    sources: Sources,
    *,
    settings: Settings | None = None,
    now: datetime | None = None,
    fetch: Fetch | None = None,
) -> Iterator[Article | Problem]:
    """Read sources and yield each article as it stands, without findings, and what was wrong with input."""
    from writethru.acquire import extract

    with Newsroom(settings=settings, now=now, fetch=fetch) as room:
        for item in room._collect(sources):
            article, problems = (
                extract(item, settings=room.settings) if isinstance(item, Capture) else (None, (item,))
            )
            if article is not None:
                yield article
            yield from problems


def _silent(step: str, where: str) -> None:
    pass


def _are(count: int, one: str, many: str) -> str:
    return f"is 1 {one}" if count == 1 else f"are {count} {many}"
