"""Putting stories right by hand, and explaining how they came about."""

from __future__ import annotations

from collections.abc import Iterable

from writethru.newsroom import revision
from writethru.newsroom.looking_up import LookingUp
from writethru.newsroom.reports import (
    Explanation,
)
from writethru.records import (
    Story,
)


class Revising(LookingUp):
    """Merges, splits and moves, and takes it back."""

    def why(self, story: str) -> Explanation:
        """Return how and why each article of a story came into it, how well it fits, and which do not."""
        return revision.explain(self._store, self._story(story), self.settings)

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
