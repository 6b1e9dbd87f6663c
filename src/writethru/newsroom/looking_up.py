"""Looking up: stories, articles and words in the store."""

from __future__ import annotations

from writethru.errors import UsageError
from writethru.newsroom import cards, front, pages
from writethru.newsroom.desk import Desk
from writethru.newsroom.reports import (
    FrontStory,
    StoryListing,
)
from writethru.records import (
    AnnotatedArticle,
    Story,
    known_moment,
)
from writethru.store import Hit


class LookingUp(Desk):
    """Finds what is kept."""

    def stories(self) -> tuple[StoryListing, ...]:
        """List all stories with their articles: most articles first, then the newest."""
        return tuple(pages.list_story(self._store, story) for story in self._store.stories())

    def front(self, *, active: bool = False, since: str = "") -> tuple[FrontStory, ...]:
        """List stories with how alive they are, the most significant first; only those alive if `active`.

        That is told as of `now`, or of the newest article where the newsroom has no clock. With `since`, an ISO time,
        only those are listed that changed since: of which a page was made, or an article came where there is none.
        """
        after = known_moment(since)
        if since and after is None:
            raise UsageError(f"since: {since[:60]!r} is no ISO 8601 time; give one like 2031-03-08T12:00:00Z")
        made = cards.missing(self._store)
        if made and not self._read_only:
            self._store.put_cards(made)
            made = []
        listed = [*self._store.cards(), *(card for card, *_ in made)]
        if after is not None:
            listed = [c for c in listed if (at := known_moment(c.changed or c.last)) and at >= after]
        return front.in_order(listed, self.now, self.settings, active=active, followed=self.followed())

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
