"""What the reading room shows: pages as they were written last, lists by names, feeds of what changed last."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from writethru.errors import UsageError
from writethru.newsroom import front, history
from writethru.newsroom.reports import Page
from writethru.newsroom.writing import Writing
from writethru.records import Brief, Phase
from writethru.store import Census, Facet, Mark, StoryMark

if TYPE_CHECKING:
    from writethru.newsroom.ranking import Ranked, Ranking


class ReadingRoom(Writing):
    """Hands out what is kept without writing it anew."""

    def page_of(self, story: str, *, revision: int | None = None) -> tuple[Brief, Phase | None]:
        """Return the page of a story as it was written last, or under a revision; and how alive the story is.

        One that has none that is kept, as in a store of an earlier layout, is written.
        """
        if revision is not None:
            return self.show(story, revision=revision).brief, None
        id = self._story(story).id
        page = self.kept_page(id) or self._page(id)
        return page, front.phase_of(page, self.now, self.settings) if self.now else None

    def page_since(self, story: str, when: str) -> Brief | None:
        """Return the page of a story with what changed since an ISO time; None where nothing did, or none was then."""
        id = self._story(story).id
        page, revisions = self.kept_page(id), self._store.revisions(id)
        if page is None or not revisions:
            return None
        found = history.since(Page(page, {}), revisions, when).brief
        since = found.since
        return found if since and since.revision and (found.changes or since.sources) else None

    def kept_page(self, story: str) -> Brief | None:
        """Return the page of a story as it was written last, None if none was."""
        last = self._store.current_page(story)
        if last is None and (kept := self._store.last_page(story)) is not None:
            return kept.page
        return last

    def revisions_of(self, story: str) -> tuple[Brief, ...]:
        """Return the kept revisions of a story's page, newest first."""
        return self._store.pages(self._story(story).id)[::-1]

    def last_page(self, story: str) -> Brief | None:
        """Return the last revision of a story's page, by its id, that was kept; None if none was."""
        kept = self._store.last_page(story)
        return kept.page if kept else None

    def newest_pages(self, most: int) -> tuple[Brief, ...]:
        """Return the last revisions of the stories whose pages changed last, newest first."""
        pages = self._store.newest_pages(most)
        return tuple(sorted(pages, key=lambda page: (page.updated or "", page.story), reverse=True))

    def order(self, ranking: Ranking, at: datetime) -> tuple[Ranked, ...]:
        """Return all stories in their order at a moment, of a ranking that is kept from one time to the next."""
        return ranking.order(self._store, at, self.followed)

    def names(self, kind: str) -> tuple[Facet, ...]:
        """Return the outlets, persons, places, ... of all stories, those in most stories first."""
        return self._store.facets(kind)

    def name_of(self, kind: str, key: str) -> str:
        """Return the name behind the key of an outlet, person or place; "" where there is none."""
        return self._store.facet_name(kind, key) if kind else ""

    def stories_with(self, kind: str, key: str) -> frozenset[str]:
        """Return the ids of the stories that have an outlet, person or place."""
        return self._store.stories_with(kind, key)

    def stories_holding(self, words: str, most: int) -> frozenset[str]:
        """Return the ids of the stories of the articles kept last that hold all words; so many articles, at most."""
        return self._store.stories_holding(words, most)

    def mark(self) -> Mark:
        """Return what differs from before when the store was replaced or changed by another."""
        return self._store.mark()

    def story_mark(self, story: str) -> StoryMark:
        """Return what differs from before when a story's articles or page changed."""
        found = self._store.story_mark(story)
        if found is None:
            self._story(story)  # says what there is instead
            raise UsageError(f"story {story!r} is there no more")
        return found

    def story_id_of(self, article: str) -> str:
        """Return the id of the story an article stands in."""
        story = self._store.story_of(article)
        if story is None:
            raise UsageError(f"article {article!r} stands in no story")
        return story

    def census(self) -> Census:
        """Return how much is kept."""
        return self._store.census()
