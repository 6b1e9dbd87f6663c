"""Filing what people search beside articles: what did not change is left alone, so that a new page costs little."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from writethru.store.finds import Filing, Passage
from writethru.store.rows import plain, sort_time
from writethru.store.seals import add_to_seal
from writethru.store.sqlite.base import Rows
from writethru.store.sqlite.finding import passage_tags

_COLUMNS = "kind, article, field, start, stop, name, said, tags, status, against, at"
_PLACE, _INDEXED = (
    5,
    8,
)  # so many of them say which passage it is, and so many are all that the index depends on

Row = tuple[Any, ...]


class FiledPassages(Rows):
    """The part of a store that keeps what is searched beside articles."""

    def file_passages(self, filings: Iterable[Filing]) -> None:
        """Put what there is to be found of stories in place of what there was of the same kinds."""
        with self._writing():
            for filing in filings:
                put(self._connection, filing)

    def unfiled(self) -> tuple[tuple[str, bool], ...]:
        """Return the stories of which something cannot be found yet; True where only its claims cannot."""
        rows = self._rows("SELECT story, filed IS NOT NULL FROM cards WHERE filed IS NOT 1 ORDER BY story")
        return tuple((row[0], bool(row[1])) for row in rows)


def put(connection: sqlite3.Connection, filing: Filing) -> None:
    """Put a filing in place of what was there, in a transaction; only what differs is written."""
    story = plain(filing.story)
    numbers = _numbers(connection, {p.article for p in filing.passages} | {a for a, _, _ in filing.named})
    wanted = {row[:_PLACE]: (row, p.said) for p in filing.passages if (row := _row(p, numbers)) is not None}
    for number, *row in connection.execute(
        f"SELECT number, {_COLUMNS} FROM passages WHERE story = ?"
        f" AND kind IN ({', '.join('?' * len(filing.kinds))})",
        (story, *filing.kinds),
    ).fetchall():
        new = wanted.pop(tuple(row[:_PLACE]), None)
        if new is None:
            _drop(connection, number, row[0])
        elif new[0] != tuple(row):
            _change(connection, number, row, *new)
    for row, said in wanted.values():
        number = connection.execute(
            f"INSERT INTO passages (story, {_COLUMNS}) VALUES (?{', ?' * len(row)})", (story, *row)
        ).lastrowid
        _index(connection, number or 0, row, said)
    _name(connection, [(kind, plain(key), numbers[a]) for a, kind, key in filing.named if a in numbers])
    # A story without a page has no claims that were weighed.
    done = "1" if "claim" in filing.kinds else "iif(page IS NULL, 1, 0)"
    connection.execute(f"UPDATE cards SET filed = {done} WHERE story = ?", (story,))


def _name(connection: sqlite3.Connection, named: Iterable[tuple[str, str, int]]) -> None:
    """Keep whom articles name; of one whose first name is known all are, since a text never changes."""
    known = "SELECT 1 FROM named WHERE kind = ? AND key = ? AND article = ?"
    for _, rows in groupby(named, key=lambda row: row[2]):
        new = list(rows)
        if connection.execute(known, new[0]).fetchone() is None:
            insert = "INSERT OR IGNORE INTO named (kind, key, article) VALUES (?, ?, ?)"
            added = [row[:2] for row in new if connection.execute(insert, row).rowcount]
            add_to_seal(connection, "named", new[0][2], added)


def drop_story(connection: sqlite3.Connection, story: str) -> None:
    """Drop all that was to be found of a story, in a transaction."""
    rows = connection.execute("SELECT number, kind FROM passages WHERE story = ?", (story,)).fetchall()
    for number, kind in rows:
        _drop(connection, number, kind)


def _numbers(connection: sqlite3.Connection, articles: Iterable[str]) -> dict[str, int]:
    found = {}
    for article in articles:
        row = connection.execute("SELECT number FROM articles WHERE id = ?", (article,)).fetchone()
        if row is not None:
            found[article] = int(row[0])
    return found


def _row(p: Passage, numbers: dict[str, int]) -> Row | None:
    """Return the columns of a passage; None for one of an article that is not kept."""
    if p.article and p.article not in numbers:
        return None
    return (
        p.kind,
        numbers.get(p.article),
        p.field,
        p.start,
        p.end,
        plain(p.name),
        None if p.article else plain(p.said),
        " ".join(passage_tags(p.kind, p.status, p.at, p.tags)),
        p.status,
        plain(p.against),
        sort_time(p.at),
    )


def index_of(kind: str) -> str:
    """Return the full-text index that has passages of a kind."""
    return "story_words" if kind == "story" else "passage_words"


def _index(connection: sqlite3.Connection, number: int, row: Row, said: str) -> None:
    connection.execute(
        f"INSERT INTO {index_of(row[0])} (rowid, name, said, tags) VALUES (?, ?, ?, ?)",
        (number, row[_PLACE], plain(said), row[_INDEXED - 1]),
    )


def _drop(connection: sqlite3.Connection, number: int, kind: str) -> None:
    """Drop a passage; the index reads in the view what it had of it, so that this comes first."""
    connection.execute(f"DELETE FROM {index_of(kind)} WHERE rowid = ?", (number,))
    connection.execute("DELETE FROM passages WHERE number = ?", (number,))


def _change(connection: sqlite3.Connection, number: int, old: list[Any], row: Row, said: str) -> None:
    reindexed = tuple(old[:_INDEXED]) != row[:_INDEXED]
    if reindexed:
        connection.execute(f"DELETE FROM {index_of(row[0])} WHERE rowid = ?", (number,))
    values = ", ".join(f"{name} = ?" for name in _COLUMNS.split(", "))
    connection.execute(f"UPDATE passages SET {values}, seal = NULL WHERE number = ?", (*row, number))
    if reindexed:
        _index(connection, number, row, said)
