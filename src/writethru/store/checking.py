"""What in a database does not hold together, besides what SQLite finds itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

_HALVES = (
    "SELECT a.id FROM articles a LEFT JOIN places p ON p.article = a.id WHERE p.article IS NULL",
    "SELECT id FROM articles WHERE id NOT IN (SELECT article FROM story_events WHERE article > '')",
    "SELECT id FROM articles WHERE id NOT IN (SELECT article FROM assertions)",
)


def find_faults(rows: Callable[[str], list[tuple[Any, ...]]]) -> Iterator[str]:
    """Yield one line for everything that SQLite or the links between the tables say is wrong."""
    yield from (str(row[0]) for row in rows("PRAGMA integrity_check") if row[0] != "ok")
    yield from (f"{row[0]}: row {row[1]} points nowhere" for row in rows("PRAGMA foreign_key_check"))
    for query in _HALVES:
        for row in rows(query):
            yield f"article {row[0]}: has no place in a story, or no assertions"
    unread = rows("SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM words_docsize)")[0][0]
    if unread:
        yield f"search index: {unread} articles are missing in it"
