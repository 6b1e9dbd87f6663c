"""Reading what can be read of a damaged table, row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

Row = tuple[Any, ...]

FAILED = (sqlite3.DatabaseError, UnicodeDecodeError)  # the second where SQLite tells of a damaged name

_CHUNK = 64
_ROWS_OF_A_PAGE = 400  # fewer in all our tables: a row has more than ten bytes


def readable_rows(
    connection: sqlite3.Connection, table: str, columns: str
) -> Iterator[tuple[int, Row | None]]:
    """Yield the rows of a table by rowid, and None in place of each that cannot be read.

    Where some rows in one go cannot be read, or are out of order, each number after the last one is asked for by
    itself, up to the highest that the table or one of its indexes knows; so those before and behind a damaged
    page are found.
    """
    select = f"SELECT rowid, {columns} FROM {table} NOT INDEXED WHERE rowid"
    last, highest = 0, None
    while True:
        rows = _some(connection, select, last)
        if rows is not None:
            if not rows:
                return
            yield from ((row[0], row[1:]) for row in rows)
            last = rows[-1][0]
            continue
        highest = _highest(connection, table) if highest is None else highest
        if last >= highest:
            yield last + 1, None  # at least one, and who knows how many
            return
        for number in range(last + 1, min(last + _CHUNK, highest) + 1):
            yield from _one(connection, select, number)
            last = number


def keyed_rows(connection: sqlite3.Connection, table: str, columns: str) -> Iterator[Row | None]:
    """Yield the rows of a table without rowids up to the first that cannot be read, and None in place of the rest."""
    try:
        yield from connection.execute(f"SELECT {columns} FROM {table}")
    except FAILED:
        yield None


def _some(connection: sqlite3.Connection, select: str, last: int) -> list[Row] | None:
    """Return the next rows in their order, None if that cannot be done."""
    try:
        rows = connection.execute(f"{select} > ? ORDER BY rowid LIMIT {_CHUNK}", (last,)).fetchall()
    except FAILED:
        return None
    numbers = [last, *(row[0] for row in rows)]
    return rows if all(a < b for a, b in pairwise(numbers)) else None


def _one(connection: sqlite3.Connection, select: str, number: int) -> Iterator[tuple[int, Row | None]]:
    try:
        row = connection.execute(f"{select} = ?", (number,)).fetchone()
    except FAILED:
        yield number, None
    else:
        if row is not None:
            yield number, row[1:] if row[0] == number else None


def _highest(connection: sqlite3.Connection, table: str) -> int:
    """Return the highest rowid that the table or one of its indexes knows; 0 where none can be read.

    A damaged page can claim any number; there are not more rows than have room in the file.
    """
    most = 0
    found = [0]
    try:
        most = connection.execute("PRAGMA page_count").fetchone()[0] * _ROWS_OF_A_PAGE
        indexes = [row[1] for row in connection.execute(f"PRAGMA index_list({table})")]
    except FAILED:
        indexes = []
    for way in ("NOT INDEXED", *(f'INDEXED BY "{name}"' for name in indexes)):
        try:
            found.append(connection.execute(f"SELECT max(rowid) FROM {table} {way}").fetchone()[0] or 0)
        except FAILED:
            continue
    return max(number for number in found if number <= most)
