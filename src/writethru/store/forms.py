"""Stores that were made while a migration was still being written: each gets the form which that migration has now.

Their number says that they have been through it, but what it made then lacks something that is there now.
"""

from __future__ import annotations

import sqlite3
import zlib

from writethru.store.schema import MIGRATIONS


def _saying(number: int, *words: str) -> tuple[str, ...]:
    """Return the statements of a migration that have one of these words."""
    return tuple(s for s in MIGRATIONS[number - 1] if not set(words).isdisjoint(s.split()))


def _sealed(table: str, *also: str) -> tuple[str, ...]:
    return _saying(13, table, f"{table}_unsealed", *also)


_ASSERTIONS = (
    "ALTER TABLE assertions RENAME TO entered",  # a row each
    *_saying(1, "assertions"),
    """
    INSERT INTO assertions (article, count, records)
      SELECT id, (SELECT count(*) FROM entered WHERE article = a.id),
        (SELECT packed('{"assertions":[' || coalesce(group_concat(record), '') || ']}')
          FROM (SELECT record FROM entered WHERE article = a.id ORDER BY number))
      FROM articles a ORDER BY number
    """,
    "DROP TABLE entered",
)
_CARDS = ("DROP TABLE facets", "DROP TABLE cards", *MIGRATIONS[3])  # they are made again
_NOTICES = (
    "ALTER TABLE notices RENAME TO told",
    *MIGRATIONS[6],
    "INSERT INTO notices (id) SELECT id FROM told",
    "DROP TABLE told",
)
# Their checksums of facets were of fewer columns.
_NAMES = (*_sealed("names", "facet_came", "facet_went"), "UPDATE facets SET seal = NULL")

# From which layout on a table has a column, and what makes that of a store in which it is missing.
_FORMS = (
    (1, "assertions", "count", _ASSERTIONS),
    (4, "cards", "page", _CARDS),
    (4, "cards", "last", _CARDS),
    (7, "notices", "number", _NOTICES),
    (13, "passages", "seal", _sealed("passages")),
    (13, "names", "seal", _NAMES),
    (13, "card_changes", "seal", _sealed("card_changes")),
)


def finish(connection: sqlite3.Connection, version: int) -> None:
    """Bring a store of an earlier layout to what the migrations that it has been through make now."""
    connection.create_function("packed", 1, lambda text: zlib.compress(text.encode(), 1))
    for since, table, column, statements in _FORMS:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        if version >= since and column not in columns:
            for statement in statements:
                connection.execute(statement)
