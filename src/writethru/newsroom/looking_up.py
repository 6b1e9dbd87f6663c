"""Looking up: stories, articles and words in the store."""

from __future__ import annotations

from writethru.errors import UsageError
from writethru.newsroom import pages
from writethru.newsroom.desk import Desk
from writethru.newsroom.reports import StoryListing
from writethru.records import AnnotatedArticle, Story
from writethru.store import Hit


class LookingUp(Desk):
    """Finds what is kept."""

    def stories(self) -> tuple[StoryListing, ...]:
        """List all stories with their articles: most articles first, then the newest."""
        return tuple(pages.list_story(self._store, story) for story in self._store.stories())

    def story(self, id: str) -> Story:
        """Return a story by its id or a unique beginning of it; an id that leads to another story returns that."""
        return self._story(id)

    def followed(self) -> tuple[str, ...]:
        """Return the ids of the stories that are followed, in the order in which that began."""
        found = (self._store.story(id) for id in self._store.followed())
        return tuple(dict.fromkeys(story.id for story in found if story is not None))

    def search(self, words: str, *, limit: int = 20) -> tuple[Hit, ...]:
        """Return the kept articles that hold all words, or phrases in quotation marks, best first."""
        return self._store.search(self._searchable(words), limit)

    def _searchable(self, words: str) -> str:
        """Return words to search for; UsageError where there is nothing to search for in them."""
        if not has_word(words):
            raise UsageError(f"nothing to search for in {words!r}; give one or more words")
        return words

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


def has_word(words: str) -> bool:
    """Return whether there is anything in words that a text could hold."""
    return any(sign.isalnum() for sign in words)
