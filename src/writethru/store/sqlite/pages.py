"""Keeping pages by story and revision, and looking them up."""

from __future__ import annotations

from typing import Any

from writethru.records import Brief, MadeFrom, Revision
from writethru.store.entries import StoryMark
from writethru.store.lives import called
from writethru.store.opening import decoded
from writethru.store.rows import as_json, from_json, plain
from writethru.store.sqlite.base import Rows


class Pages(Rows):
    """The part of a store that keeps pages."""

    def save_page(self, brief: Brief, made_from: MadeFrom | None = None) -> bool:
        """Keep a page under its story and revision; return False when that revision is kept already."""
        made = as_json(made_from).decode() if made_from else None
        row = (brief.story, brief.revision, as_json(brief).decode(), made)
        with self._writing():
            insert = "INSERT INTO pages (story, revision, record, made_from) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
            return self._connection.execute(insert, row).rowcount == 1

    def pages(self, story: str) -> tuple[Brief, ...]:
        """Return the kept pages of a story, oldest revision first."""
        return tuple(revision.page for revision in self.revisions(story))

    def revisions(self, story: str) -> tuple[Revision, ...]:
        """Return the kept pages of a story with what each was made from, oldest first."""
        query = "SELECT record, made_from FROM pages WHERE story = ? ORDER BY revision"
        return self._read(_revision, self._rows(query, (plain(story),)))

    def last_page(self, story: str) -> Revision | None:
        """Return the newest kept page of a story; None when none is kept."""
        query = "SELECT record, made_from FROM pages WHERE story = ? ORDER BY revision DESC LIMIT 1"
        return next(iter(self._read(_revision, self._rows(query, (plain(story),)))), None)

    def story_mark(self, story: str) -> StoryMark | None:
        """Return what differs from before when a story's articles or page changed; by id or unique beginning."""
        with decoded(self.where):
            id = called(self._rows, plain(story))
        if id is None:
            return None
        rows = self._rows(
            "SELECT coalesce((SELECT number FROM card_changes WHERE story = ?1), 0), coalesce(max(p.rowid), 0),"
            " (SELECT max(number) FROM story_events WHERE story = ?1),"
            " (SELECT json_extract(made_from, '$.at') FROM pages WHERE story = ?1 ORDER BY revision DESC LIMIT 1),"
            " EXISTS (SELECT 1 FROM cards WHERE story = ?1 AND page IS NOT NULL)"
            " FROM pages p WHERE p.story = ?1",
            (id,),
        )
        card, page, event, made, current = rows[0]
        return StoryMark(id, card, page, bool(page or current), event or 0, made or "")

    def claim_notice(self, id: str) -> bool:
        """Keep that a notice goes out; return False when it went out already."""
        with self._writing():
            return (
                self._connection.execute("INSERT OR IGNORE INTO notices (id) VALUES (?)", (id,)).rowcount == 1
            )


def _revision(row: tuple[Any, ...]) -> Revision:
    page, made = row
    return Revision(from_json(page, Brief), from_json(made, MadeFrom) if made else None)
