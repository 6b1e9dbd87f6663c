"""Out to readers: the stories as they stand on a site, and where the ids of stories that went into others lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from writethru.newsroom.finding import Finding
from writethru.newsroom.pages import FULL_PAGE

if TYPE_CHECKING:
    from writethru.render import Told


class Publishing(Finding):
    """Hands the kept stories out."""

    def site(self, *, active: bool = False) -> Iterator[Told]:
        """Yield each story of at least 2 articles with its page and revisions, the most significant first.

        A page is handed out as it was written when its last article came, and written anew only if it was not.
        """
        from writethru.render import Told

        late = frozenset(self._store.behind())
        for found in self.front(active=active):
            story = found.card.story
            if found.card.articles >= FULL_PAGE:
                kept = None if story in late else self._store.current_page(story)
                page = kept or self.show(story).brief
                yield Told(page, self._store.pages(story)[::-1] or (page,), found.phase)

    def moved(self, stories: Iterable[str]) -> dict[str, str]:
        """Return of these ids of stories those that lead to another story, and to which."""
        found = ((id, self._store.story(id)) for id in stories)
        return {id: story.id for id, story in found if story is not None and story.id != id}
