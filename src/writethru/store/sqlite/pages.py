"""Keeping pages by story and revision, and looking them up."""

from __future__ import annotations

from writethru.records import (
    Brief,
)
from writethru.store.rows import (
    as_json,
    from_json,
    plain,
)
from writethru.store.sqlite.base import Rows


class Pages(Rows):
    """The part of a store that keeps pages."""

    def save_page(self, brief: Brief) -> bool:
        """Keep a page under its story and revision; return False when that revision is kept already."""
        row = (brief.story, brief.revision, as_json(brief).decode())
        with self._writing():
            insert = "INSERT INTO pages (story, revision, record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
            return self._connection.execute(insert, row).rowcount == 1

    def pages(self, story: str) -> tuple[Brief, ...]:
        """Return the kept pages of a story, oldest revision first."""
        rows = self._rows("SELECT record FROM pages WHERE story = ? ORDER BY revision", (plain(story),))
        return self._read(lambda row: from_json(row[0], Brief), rows)
