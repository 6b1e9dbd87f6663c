"""The checksum of rows, kept beside them: a byte that changed on the disk is noticed, whatever it is part of."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from zlib import crc32

from msgspec import msgpack

from writethru.errors import StoreUnusable

# What a row of these tables is called, what names it, and the columns that its checksum is of. `places`, `assertions`
# and the search indexes are not here, as what they hold is told by something else in the store. Of answers and documents
# the bytes are not in it: `sha256` is of them, and those of answers move to captures.
SEALED: dict[str, tuple[str, str, str]] = {
    "story_events": ("event", "number", "number, story, article, other, act, record"),
    "problems": ("problem", "number", "number, article, id, record"),
    "pages": ("page", "story || ' version ' || revision", "story, revision, record, made_from"),
    "rechecks": ("recheck", "number", "number, key, at, now, record"),
    "cards": ("card", "story", "story, newest, record, page, last"),
    "facets": (
        "facet",
        "kind || ' ' || key || ' of ' || story",
        "kind, key, story, name, count, firsts, own, copies",
    ),
    "notices": ("notice", "number", "number, id"),
    "answers": ("answer", "number", "number, run, asked, url, media_type, at, head, sha256, capture"),
    "runs": ("run", "number", "number, token"),
    "readings": ("reading", "capture", "capture, article, reader, lost"),
    "feeds": ("feed", "url", "number, url, record"),
    "feed_items": ("feed item", "name || ' of ' || feed", "feed, name, digest, modified, seen"),
    "owed_pages": ("owed page", "url", "number, feed, url, item, place, tries, due"),
    "feed_documents": (
        "feed document",
        "asked",
        "number, feed, asked, url, media_type, at, head, sha256, state",
    ),
    "tokens": ("token", "name", "number, name, record"),
    "followed": ("followed story", "story", "number, story, at"),
    "marks": ("mark", "id", "number, id, story, record"),
    "passages": (
        "passage",
        "number",
        "number, story, kind, article, field, start, stop, name, said, tags, status, against, at",
    ),
    "names": ("name", "kind || ' ' || key", "kind, key, name, stories"),
    "card_changes": ("change of a card", "story", "number, story"),
    "standing": ("what assignment remembers of", "name", "name, state"),
    "open_articles": ("what assignment remembers of", "article", "article, state"),
}
# The same for tables whose rows are long and never change: a column in them would have meant to write all of an
# earlier store anew, so theirs are in the table `seals`. Text and bytes are not in it: ids are made of them.
SEALED_APART: dict[str, tuple[str, str]] = {
    "articles": (
        "article",
        "number, id, key, external_id, url, publisher, published, published_at, record",
    ),
    "captures": ("capture", "number, id, place, url, media_type, retrieved, hints, run"),
}
# The same for a table of some forty short rows an article, which come together and never change: all of an article have
# one checksum, the sum of theirs, in the table `seals`.
SEALED_TOGETHER: dict[str, tuple[str, str]] = {"named": ("what is named in article", "kind, key")}
FAULT = "is not as it was written (its checksum does not fit)"

_SEAL = tuple(
    f"UPDATE {table} SET seal = seal({columns}) WHERE seal IS NULL"
    for table, (_, _, columns) in SEALED.items()
) + tuple(
    f"INSERT INTO seals (kept, number, seal) SELECT '{table}', number, seal({columns}) FROM {table}"
    f" WHERE number > (SELECT coalesce(max(number), 0) FROM seals WHERE kept = '{table}')"
    for table, (_, columns) in SEALED_APART.items()
)

# What a checksum of an article and the sum of those of its rows differ by; a row or the checksum may be missing.
_DIFFERING = (
    "SELECT coalesce(a.id, number) FROM"
    " (SELECT number, seal FROM seals WHERE kept = '{table}' UNION ALL {sums})"
    " LEFT JOIN articles a USING (number) GROUP BY number HAVING sum(seal) <> 0"
)


def seal(*values: Any) -> int:
    """Return the checksum of the values of a row."""
    return crc32(msgpack.encode(values))


def know_seals(connection: sqlite3.Connection) -> None:
    """Let statements of a connection use `seal`."""
    connection.create_function("seal", -1, seal, deterministic=True)


def seal_rows(connection: sqlite3.Connection) -> None:
    """Give a checksum to every row that has none: the new ones, and those that were changed with `seal = NULL`."""
    for statement in _SEAL:
        connection.execute(statement)


def add_to_seal(
    connection: sqlite3.Connection, table: str, number: int, rows: Iterable[tuple[Any, ...]]
) -> None:
    """Add new rows to the checksum that all those of a number have together."""
    added = sum(seal(*row) for row in rows)
    connection.execute(
        "INSERT INTO seals (kept, number, seal) VALUES (?, ?, ?)"
        " ON CONFLICT (kept, number) DO UPDATE SET seal = seal + excluded.seal",
        (table, number, added),
    )


def broken_seals(rows: Callable[[str], list[tuple[Any, ...]]]) -> Iterator[str]:
    """Yield a line for every row that is not as it was written."""
    for table, (called, name, columns) in SEALED.items():
        query = f"SELECT {name} FROM {table} WHERE seal IS NOT seal({columns})"
        yield from _named(rows, called, query)
    for table, (called, columns) in SEALED_APART.items():
        own = ", ".join(f"t.{column}" for column in columns.split(", "))
        query = (
            f"SELECT t.id FROM {table} t LEFT JOIN seals s ON s.kept = '{table}' AND s.number = t.number"
            f" WHERE s.seal IS NOT seal({own})"
        )
        yield from _named(rows, called, query)
    for table, (called, columns) in SEALED_TOGETHER.items():
        sums = f"SELECT article, -sum(seal({columns})) FROM {table} GROUP BY article"
        yield from _named(rows, called, _DIFFERING.format(table=table, sums=sums))


def _named(rows: Callable[[str], list[tuple[Any, ...]]], called: str, query: str) -> Iterator[str]:
    try:
        yield from (f"{called} {row[0]}: {FAULT}" for row in rows(query))
    except StoreUnusable as error:  # what else is wrong with it is told by others
        yield str(error)
