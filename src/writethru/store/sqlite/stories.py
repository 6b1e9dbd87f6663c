"""Looking up stories: their articles, assertions, problems, and what happened to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from writethru.records import (
    AnnotatedArticle,
    Assertion,
    Problem,
    Story,
    StoryEvent,
)
from writethru.store.lives import called, last_act, lives
from writethru.store.opening import decoded
from writethru.store.rows import (
    DOCUMENT_COLUMNS,
    document_of,
    from_json,
    plain,
    unpacked,
)
from writethru.store.sqlite.base import BY_TIME, NEWEST, Rows


class Stories(Rows):
    """The part of a store that finds stories."""

    def story(self, name: str) -> Story | None:
        """Return a story by id or unique beginning of it; UsageError when ambiguous."""
        with decoded(self.where):
            id = called(self._rows, plain(name))
        if id is None:
            return None
        rows = self._rows(
            "SELECT a.id FROM places p JOIN articles a ON a.id = p.article"
            f" WHERE p.story = ? ORDER BY {BY_TIME}",
            (id,),
        )
        return Story(id, tuple(row[0] for row in rows), self.events(id))

    def stories(self) -> Iterator[Story]:
        """Yield all stories without their events: most articles first, then newest, then by id."""
        members: dict[str, list[str]] = {}
        keys: dict[str, set[str]] = {}
        newest: dict[str, str] = {}
        with decoded(self.where):
            for story, article, key, published in self._rows(
                "SELECT p.story, a.id, a.key, a.published_at FROM places p JOIN articles a ON a.id = p.article"
                f" ORDER BY {BY_TIME}"
            ):
                members.setdefault(story, []).append(article)
                keys.setdefault(story, set()).add(key)
                newest[story] = max(newest.get(story, ""), published or "")
            order = sorted(members)
            order.sort(key=lambda story: (len(keys[story]), newest[story]), reverse=True)
        return (Story(story, tuple(members[story])) for story in order)

    def story_of(self, article: str) -> str | None:
        """Return the id of the story an article stands in."""
        found = self._value("SELECT story FROM places WHERE article = ?", (plain(article),))
        return None if found is None else str(found)

    def documents(self, story: str, *, revisions: bool = False) -> tuple[AnnotatedArticle, ...]:
        """Return the articles of a story by (publication, id); the newest text of each, or all texts."""
        newest = "" if revisions else f" AND {NEWEST}"
        rows = self._rows(
            f"SELECT {DOCUMENT_COLUMNS} FROM places p JOIN articles a ON a.id = p.article"
            f" WHERE p.story = ?{newest} ORDER BY {BY_TIME}",
            (plain(story),),
        )
        return self._read(document_of, rows)

    def assertions(self, story: str) -> tuple[Assertion, ...]:
        """Return the assertions of a story's articles, in order of keeping."""
        rows = self._rows(
            "SELECT s.records FROM places p JOIN assertions s ON s.article = p.article"
            " WHERE p.story = ? ORDER BY s.number",
            (plain(story),),
        )
        return tuple(a for entered in self._read(lambda row: unpacked(row[0]), rows) for a in entered)

    def events(self, story: str) -> tuple[StoryEvent, ...]:
        """Return what happened to a story, oldest first."""
        rows = self._rows("SELECT record FROM story_events WHERE story = ? ORDER BY number", (plain(story),))
        return self._read(lambda row: from_json(row[0], StoryEvent), rows)

    def lives(self, articles: Iterable[str]) -> dict[str, tuple[StoryEvent, ...]]:
        """Return the events that placed each article, oldest first, those of its whole story included."""
        with decoded(self.where):
            return lives(self._rows, articles)

    def last_act(self, story: str) -> tuple[StoryEvent, ...]:
        """Return the events of what a person did last to a story; none if nobody did anything."""
        with decoded(self.where):
            return last_act(self._rows, plain(story))

    def problems(self, story: str | None = None) -> tuple[Problem, ...]:
        """Return the problems of the newest text of each of a story's articles, or all that are kept."""
        if story is None:
            rows = self._rows("SELECT record FROM problems ORDER BY number")
        else:
            rows = self._rows(
                "SELECT q.record FROM places p JOIN articles a ON a.id = p.article"
                " JOIN problems q ON q.article = a.id WHERE p.story = ?"
                f" AND {NEWEST} ORDER BY q.number",
                (plain(story),),
            )
        return self._read(lambda row: from_json(row[0], Problem), rows)
