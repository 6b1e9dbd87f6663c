"""Saving what can be read of a damaged store: complete articles, and every other row that is whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from writethru.records import StoryEvent
from writethru.store.contents import TABLES, article_faults, row_faults, stands
from writethru.store.entries import Counted
from writethru.store.places import append
from writethru.store.readable import FAILED, keyed_rows, readable_rows
from writethru.store.rows import ARTICLE_COLUMNS, TEXT, TITLE
from writethru.store.seals import SEALED, SEALED_APART, seal, seal_rows

_RENEWED = {
    "standing",
    "open_articles",
    "cards",
    "facets",
    "card_changes",
    "passages",
    "named",
    "names",
    "seals",
}  # made again from the articles
_WITH_ARTICLES = {"articles", "places", "assertions", "story_events"}
_INDEXES = ("words", "passage_words", "story_words", "sqlite_")
_MOST_NAMED = 20
_REASON = "saved from a damaged store, in which it could not be read what had brought it here"
_URL = 3  # where it stands in ARTICLE_COLUMNS
_EVENT_COLUMNS = TABLES["story_events"][1]

Row = tuple[Any, ...]


def save_readable(source: sqlite3.Connection, copy: sqlite3.Connection, progress: Counted) -> tuple[str, ...]:
    """Fill an empty store with what can be read of another; return a line for all that was lost."""
    copy.execute("BEGIN IMMEDIATE")
    events, unread = _whole_events(source)
    saved, lost = _save_articles(source, copy, _places(source, events, whole=not unread), progress)
    if unread:
        lost.append(f"{unread} events in the lives of stories")
    insert = f"INSERT INTO story_events (number, {_EVENT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
    copy.executemany(insert, ((n, *row) for n, row in events.items() if row[1] is None or row[1] in saved))
    _explain_the_rest(copy)
    for table in _other_tables(copy):
        lost += _save_rows(source, copy, table)
    lost += [line for table in SEALED_APART for line in _changed(source, copy, table)]
    seal_rows(copy)
    copy.execute("COMMIT")
    return tuple(lost)


def _whole_events(source: sqlite3.Connection) -> tuple[dict[int, Row], int]:
    events: dict[int, Row] = {}
    unread = 0
    for number, sealed_row in readable_rows(source, "story_events", f"{_EVENT_COLUMNS}, seal"):
        *row, kept = sealed_row or (None,)
        if (
            sealed_row is None
            or kept != seal(number, *row)
            or any(row_faults("story_events", number, tuple(row)))
        ):
            unread += 1
        else:
            events[number] = tuple(row)
    return events, unread


def _places(source: sqlite3.Connection, events: dict[int, Row], *, whole: bool) -> dict[str, str]:
    """Return in which story each article stands: as its events say, unless one of them could not be read."""
    told = stands(row[:3] for _, row in sorted(events.items()))
    kept: dict[str, str] = dict(row for _, row in readable_rows(source, "places", "article, story") if row)
    return kept | told if whole else told | kept


def _save_articles(
    source: sqlite3.Connection, copy: sqlite3.Connection, places: dict[str, str], progress: Counted
) -> tuple[set[str], list[str]]:
    """Put each article that is whole into the copy, with assertions and place; return their ids, and what was lost."""
    marks = ", ".join("?" * (ARTICLE_COLUMNS.count(",") + 2))
    saved: set[str] = set()
    lost: list[str] = []
    for done, (number, row) in enumerate(readable_rows(source, "articles", ARTICLE_COLUMNS), 1):
        progress(done, 0)
        entered = _assertions_of(source, row[0]) if row else None
        if row is None:
            lost.append(f"article {number}: cannot be read")
        elif entered is None or row[0] not in places:
            lost.append(f"{_named(row)}: its assertions or its place cannot be read")
        elif fault := next(article_faults(row, entered), None):
            lost.append(f"{_named(row)}: {fault.partition(': ')[2]}")
        else:
            copy.execute(f"INSERT INTO articles (number, {ARTICLE_COLUMNS}) VALUES ({marks})", (number, *row))
            words = (number, row[TITLE], row[TEXT])
            copy.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", words)
            copy.execute("INSERT INTO places (article, story) VALUES (?, ?)", (row[0], places[row[0]]))
            copy.execute(
                "INSERT INTO assertions (article, count, records) VALUES (?, ?, ?)", (row[0], *entered)
            )
            saved.add(row[0])
    if len(lost) > _MOST_NAMED:
        rest = len(lost) - _MOST_NAMED + 1
        lost = [*lost[: _MOST_NAMED - 1], f"{rest} more articles: cannot be read"]
    return saved, lost


def _named(row: Row) -> str:
    return f"article {row[0]}" + (f" ({row[_URL]})" if row[_URL] else "")


def _assertions_of(source: sqlite3.Connection, article: object) -> Row | None:
    for way in ("", "NOT INDEXED"):  # the index may be damaged and the table not
        try:
            query = f"SELECT count, records FROM assertions {way} WHERE article = ?"
            if row := source.execute(query, (article,)).fetchone():
                return tuple(row)
        except FAILED:
            continue
    return None


def _explain_the_rest(copy: sqlite3.Connection) -> None:
    """Give each article that is not where its events say one that says so, and that its own could not be read."""
    told = stands(copy.execute("SELECT story, article, other FROM story_events ORDER BY number").fetchall())
    query = "SELECT p.article, p.story, a.published FROM places p JOIN articles a ON a.id = p.article"
    for article, story, published in copy.execute(query).fetchall():
        if told.get(article) != story:
            append(copy, StoryEvent("joined", story, article, published, _REASON))


def _other_tables(copy: sqlite3.Connection) -> Iterator[str]:
    """Yield the tables that are saved row by row: all but those of articles and of the search index."""
    own = copy.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid").fetchall()
    for (name,) in own:
        if name not in _RENEWED | _WITH_ARTICLES and not name.startswith(_INDEXES):
            yield name


def _save_rows(source: sqlite3.Connection, copy: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [row[1] for row in copy.execute(f"PRAGMA table_info({table})")]
    insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    lost = 0
    for number, row in _rows(source, copy, table, ", ".join(columns)):
        try:
            if (
                row is None
                or (table in SEALED and row[columns.index("seal")] != seal(*_sealed(table, columns, row)))
                or (table in TABLES and any(row_faults(table, number, _known(table, columns, row))))
            ):
                lost += 1
            else:
                copy.execute(insert, row)
        except sqlite3.IntegrityError:  # of an article that was lost, or there twice
            lost += 1
    if lost:
        yield f"{lost} rows of the table {table}"


def _rows(
    source: sqlite3.Connection, copy: sqlite3.Connection, table: str, columns: str
) -> Iterator[tuple[int, Row | None]]:
    made = copy.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
    if made.rstrip().upper().endswith("WITHOUT ROWID"):
        return enumerate(keyed_rows(source, table, columns), 1)
    return readable_rows(source, table, columns)


def _changed(source: sqlite3.Connection, copy: sqlite3.Connection, table: str) -> Iterator[str]:
    """Yield a line for each row that was saved as its words are whole, though something beside them was changed."""
    called, columns = SEALED_APART[table]
    for id, number, *row in copy.execute(f"SELECT id, {columns} FROM {table} ORDER BY number"):
        try:
            query = "SELECT seal FROM seals WHERE kept = ? AND number = ?"
            kept = source.execute(query, (table, number)).fetchone()
        except FAILED:
            return  # none of them can be told
        if kept is None or kept[0] != seal(number, *row):
            yield f"{called} {id}: its words are saved, but what stands beside them may have changed"


def _sealed(table: str, columns: list[str], row: Row) -> Iterator[Any]:
    """Yield the values of a row that its checksum is of."""
    return (row[columns.index(name)] for name in SEALED[table][2].split(", "))


def _known(table: str, columns: list[str], row: Row) -> Row:
    """Return the columns of a row that its check knows."""
    return tuple(row[columns.index(name)] for name in TABLES[table][1].split(", "))
