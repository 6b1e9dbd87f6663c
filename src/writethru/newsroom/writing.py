"""Writing pages: of what is read, of what is kept, and the check of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from writethru.errors import UsageError
from writethru.newsroom import cards, filing, front, history, pages, verification
from writethru.newsroom.amended import story_articles, with_gone_words
from writethru.newsroom.captures import Progress
from writethru.newsroom.desk import Sources
from writethru.newsroom.looking_up import LookingUp
from writethru.newsroom.notifying import tell
from writethru.newsroom.pages import FULL_PAGE
from writethru.newsroom.reports import (
    ClaimListing,
    Edition,
    Page,
    Report,
)
from writethru.newsroom.taking_in import TakingIn, silent
from writethru.records import (
    Brief,
    Difference,
    Problem,
    RevisionNote,
    SourceNote,
    TimelineEntry,
    Verification,
)
from writethru.store import Card, Facet, Filing, is_store, open_store

TOGETHER = 16  # stories of which what was written is kept in one transaction
# Stories of an earlier layout, or that an interrupted run left, that are filed with those that changed: each takes
# as long as to write its page, and nobody should wait for a whole store.
MOST_OLDER = 100


class _Written(NamedTuple):
    """What was written of a story: what lists hold of it with its page, what a search finds, its new revision if any."""

    listed: tuple[Card, list[Facet], Brief]
    filing: Filing
    revision: Page | None


class Writing(TakingIn, LookingUp):
    """Writes the pages of stories, and checks pages."""

    def _publish(self, report: Report) -> Report:
        """Revise the pages of the stories that changed, and tell who asked to be told."""
        from writethru.acquire import open_post

        # And of those that an interrupted run has added to, and another process while pages were written.
        new = [page.brief for page in self.revise((*report.stories, *self._store.behind()))]
        if behind := self._store.behind():
            new += [page.brief for page in self.revise(behind)]
        untold = tell(new, self._store, self.settings.notify, open_post(self.settings))
        self.file()  # after everybody was told: to weigh all claims takes as long as to write a page
        return msgspec.structs.replace(report, problems=(*report.problems, *untold))

    def brief(
        self, sources: Sources | None = None, *, story: int | None = None, progress: Progress | None = None
    ) -> Edition:
        """Write the page of each story of at least 2 articles, or of the one with this number.

        With sources they are read and not kept; without, the stories of the store are written. Story 1
        has the most articles, then the newest.
        """
        if sources is None:
            return self._edition(story, ())
        with type(self)(settings=self.settings, now=self.now, fetch=self._get, stdin=self.stdin) as room:
            report = room._take_in(room._collect(sources), progress or silent)
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

    def show(self, story: str, *, revision: int | None = None, since: int | str | None = None) -> Page:
        """Write the page of a kept story; what is shown is kept under its revision, if it can be.

        With `revision` return that page as it was kept; with `since`, a revision or an ISO time, the page of
        now with all that changed since.
        """
        id = self._story(story).id
        if revision is not None:
            kept = history.numbered(self._store.revisions(id), revision, id)
            articles = {d.article.id: d.article for d in history.read_again(self._store, kept.page)}
            return Page(with_gone_words(self._store, kept.page), articles)
        page = pages.write_story(self._store, id, self.settings)
        if not self._read_only:
            history.keep(self._store, page.brief, self.now, self.settings)
        if since is not None:
            page = history.since(page, self._store.revisions(id), since)
        alive = front.phase_of(page.brief, self.now, self.settings) if self.now else None
        return msgspec.structs.replace(page, phase=alive)

    def revise(self, stories: Iterable[str]) -> tuple[Page, ...]:
        """Write the pages of stories; return those that are a new revision, now kept.

        The page of a story of one article is kept as it stands now, for who asks for it, and has no revisions unless
        the story had more articles before. What lists show of the stories is renewed, too.
        """
        new: list[Page] = []
        ids = list(dict.fromkeys(stories))
        # Without any, too: what went into others leaves the lists.
        for at in range(0, max(len(ids), 1), TOGETHER):
            written = [w for id in ids[at : at + TOGETHER] if (w := self._written(id))]
            self._store.put_cards([w.listed for w in written], [w.filing for w in written])
            new += (w.revision for w in written if w.revision)
        return tuple(new)

    def _written(self, id: str) -> _Written | None:
        """Write the page of a story, and keep it if it is a new revision; None of one that has no articles."""
        documents = self._store.documents(id)
        if not documents:
            return None
        page = pages.write_of(self._store, id, documents, self.settings)
        revised, told, changed = None, None, ""
        if len(documents) >= FULL_PAGE or self._store.last_page(id) is not None:
            revised = page if history.keep(self._store, page.brief, self.now, self.settings) else None
            told, changed = page.brief, cards.when_made(self._store.last_page(id))
        card = cards.make_card(id, documents, told, changed, self.now.isoformat() if self.now else "")
        found = list(cards.facets(documents, told))
        return _Written((card, found, page.brief), filing.file_story(card, documents, found, told), revised)

    def file(self) -> int:
        """File what cannot be found yet by a search, claims above all; return of how many stories."""
        waiting = self._store.unfiled()
        changed = [story for story, known in waiting if known]
        older = [story for story, known in waiting if not known][:MOST_OLDER]
        filings: list[Filing] = []
        for number, story in enumerate((*changed, *older), 1):
            filings += filing.file_whole(self._store, story, self.settings, known=number <= len(changed))
            if number % TOGETHER == 0:
                self._store.file_passages(filings)
                filings = []
        self._store.file_passages(filings)
        return len(changed) + len(older)

    def history(self, story: str) -> tuple[RevisionNote, ...]:
        """Return the revisions of a story's page, oldest first: when each was, what it changed, what came."""
        return history.steps(self._store.revisions(self._story(story).id))

    def diff(self, story: str, old: int | None = None, new: int | None = None) -> Difference:
        """Return the difference between two revisions of a story's page: the last two, or from `old` to the last."""
        return history.difference(
            self._store.revisions(self._story(story).id), self._story(story).id, old, new
        )

    def timeline(self, story: str) -> tuple[TimelineEntry, ...]:
        """Return the dated events of a kept story."""
        return self._page(story).timeline

    def sources(self, story: str) -> tuple[SourceNote, ...]:
        """Return the source list of a kept story: what each article adds, and which are one report."""
        return self._page(story).sources

    def claims(self, story: str) -> tuple[ClaimListing, ...]:
        """Return who claims what in a kept story, and how firmly each claim stands."""
        documents, amends = story_articles(self._store, self._story(story).id)
        return tuple(pages.list_claims(documents, self.settings, amends))

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
        if isinstance(sources, str | Path) and is_store(sources):
            with open_store(str(sources), settings=self.settings, read_only=True) as store:
                return verification.verify_pages(found, store)
        given = (
            verification.read_sources(self._collect(sources), self.settings) if sources is not None else None
        )
        return verification.verify_pages(found, self._store, given)


def _are(count: int, one: str, many: str) -> str:
    return f"is 1 {one}" if count == 1 else f"are {count} {many}"
