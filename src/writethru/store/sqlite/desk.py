"""Keeping who may write, which stories are followed, and what people say is wrong."""

from __future__ import annotations

from collections.abc import Iterable

from writethru.records import Token, WrongMark
from writethru.store.rows import as_json, from_json, plain
from writethru.store.sqlite.base import Rows


class Desk(Rows):
    """The part of a store that keeps what people may do and did besides revising stories."""

    def add_token(self, token: Token) -> bool:
        """Keep a token; return False when there is one of its name, and change nothing."""
        insert = "INSERT INTO tokens (name, record) VALUES (?, ?) ON CONFLICT DO NOTHING"
        return self._changed(insert, plain(token.name), as_json(token).decode())

    def tokens(self) -> tuple[Token, ...]:
        """Return the tokens that let somebody write, in order of their making."""
        rows = self._rows("SELECT record FROM tokens ORDER BY number")
        return self._read(lambda row: from_json(row[0], Token), rows)

    def remove_token(self, name: str) -> bool:
        """Forget a token; return False when there is none of this name."""
        return self._changed("DELETE FROM tokens WHERE name = ?", plain(name))

    def follow(self, story: str, at: str) -> bool:
        """Keep that a story is followed; return False when it was followed already."""
        insert = "INSERT INTO followed (story, at) VALUES (?, ?) ON CONFLICT DO NOTHING"
        return self._changed(insert, plain(story), plain(at))

    def unfollow(self, stories: Iterable[str]) -> bool:
        """Keep that stories are not followed any more; return False when none of them was."""
        rows = [(plain(story),) for story in stories]
        with self._writing():
            found = self._connection.executemany("DELETE FROM followed WHERE story = ?", rows)
            return found.rowcount > 0

    def followed(self) -> tuple[str, ...]:
        """Return the ids of the stories that are followed, in order; one may lead to another story by now."""
        return tuple(row[0] for row in self._rows("SELECT story FROM followed ORDER BY number"))

    def add_mark(self, mark: WrongMark) -> bool:
        """Append what a person says is wrong; return False when it was said already."""
        insert = "INSERT INTO marks (id, story, record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        return self._changed(insert, plain(mark.id), plain(mark.story), as_json(mark).decode())

    def marks(self, story: str | None = None, *, after: str = "", most: int = -1) -> tuple[WrongMark, ...]:
        """Return what people said is wrong with a story, or with all; oldest first, after one, at most so many."""
        chosen, values = "number > coalesce((SELECT number FROM marks WHERE id = ?), 0)", [plain(after)]
        if story is not None:
            chosen, values = f"{chosen} AND story = ?", [*values, plain(story)]
        rows = self._rows(f"SELECT record FROM marks WHERE {chosen} ORDER BY number LIMIT ?", (*values, most))
        return self._read(lambda row: from_json(row[0], WrongMark), rows)

    def _changed(self, statement: str, *values: str) -> bool:
        with self._writing():
            return self._connection.execute(statement, values).rowcount == 1
