"""Putting stories right by hand, and explaining how they came about."""

from __future__ import annotations

from collections.abc import Iterable

from writethru.newsroom import revision
from writethru.newsroom.reports import Explanation
from writethru.newsroom.writing import Writing
from writethru.records import Story


class Revising(Writing):
    """Merges, splits and moves, and takes it back; the pages of the stories this touches are revised."""

    def why(self, story: str) -> Explanation:
        """Return how and why each article of a story came into it, how well it fits, and which do not."""
        return revision.explain(self._store, self._story(story), self.settings)

    def merge(self, stories: Iterable[str], *, reason: str = "") -> Story:
        """Take stories into the first of them, whose id is kept; the other ids lead to it."""
        named = [self._story(story) for story in stories]
        return self._revised(revision.merge(self._store, named, _written(reason), self.settings))

    def split(self, story: str, articles: Iterable[str], *, reason: str = "") -> Story:
        """Make articles of a story a new one, and return that."""
        chosen = [self.article(article).article for article in articles]
        parted = self._story(story)
        return self._revised(
            revision.split(self._store, parted, chosen, _written(reason), self.settings), parted.id
        )

    def move(self, article: str, story: str, *, reason: str = "") -> Story:
        """Move an article to a story, and return that."""
        moving = self.article(article).article
        left = self._store.story_of(moving.id) or ""
        return self._revised(
            revision.move(self._store, moving, self._story(story), _written(reason), self.settings), left
        )

    def undo(self, story: str, *, reason: str = "") -> Story:
        """Take back what was done last by hand to a story, be it an undoing; return where its articles went."""
        done = self._store.last_act(self._story(story).id)
        touched = [id for event in done for id in (event.story, event.other) if id]
        return self._revised(
            revision.undo(self._store, self._story(story), _written(reason), self.settings), *touched
        )

    def _revised(self, story: Story, *others: str) -> Story:
        self.revise([story.id, *others])
        self.file()
        return story


def _written(reason: str) -> str:
    """Return a reason as it can be kept: half a character cannot."""
    return reason.encode("utf-8", "replace").decode("utf-8")
