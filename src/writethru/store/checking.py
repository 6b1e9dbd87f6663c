"""What in a database does not hold together: what SQLite finds, and what the links between its tables say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from writethru.errors import StoreUnusable
from writethru.store.passage_faults import differing_passages, loose_passages, unfound_passages

Query = Callable[[str], list[tuple[Any, ...]]]

_HALVES = (
    "SELECT a.id FROM articles a LEFT JOIN places p ON p.article = a.id WHERE p.article IS NULL",
    "SELECT id FROM articles WHERE id NOT IN (SELECT article FROM story_events WHERE article > '')",
    "SELECT id FROM articles WHERE id NOT IN (SELECT article FROM assertions)",
)
_UNFOUND = (
    "SELECT (SELECT count(*) FROM articles WHERE number NOT IN (SELECT id FROM words_docsize)),"
    " (SELECT count(*) FROM words_docsize WHERE id NOT IN (SELECT number FROM articles))"
)
# The index is made again in a temporary database, and the terms of both compared: how often each stands in
# titles and texts, and in how many. FTS5's own comparison is a write, for which others would have to wait.
_TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"
_MADE_AGAIN = (
    f"CREATE VIRTUAL TABLE temp.made USING fts5 (title, text, content = '', {_TOKENS})",
    "INSERT INTO temp.made (rowid, title, text) SELECT number, title, text FROM articles",
    "CREATE VIRTUAL TABLE temp.made_terms USING fts5vocab (temp, made, col)",
    "CREATE VIRTUAL TABLE temp.kept_terms USING fts5vocab (main, words, col)",
)
_TERMS = (
    "SELECT count(*) FROM (SELECT term, col, doc, cnt FROM temp.{} EXCEPT"
    " SELECT term, col, doc, cnt FROM temp.{})"
)
_LENGTHS = (
    "SELECT (SELECT count(*) FROM (SELECT id, sz FROM words_docsize EXCEPT SELECT id, sz FROM temp.made_docsize))"
    " + ((SELECT block FROM words_data WHERE id = 1) <> (SELECT block FROM temp.made_data WHERE id = 1))"
)
_DROPPED = ("kept_terms", "made_terms", "made")


def find_faults(rows: Query, *, quick: bool, words: bool = True) -> Iterator[str]:
    """Yield one line for everything that SQLite or the links between the tables say is wrong.

    With `quick` indexes are not compared with their tables, and without `words` not that of the search either.

    What cannot be looked at because the file is damaged is such a line too, and the next is looked at.
    """
    for find in (
        _broken,
        _pointing_nowhere,
        _halves,
        _unfound,
        _passages,
        *((_index_differs, _passages_differ) if words and not quick else ()),
    ):
        try:
            yield from find(rows, quick)
        except StoreUnusable as error:
            yield str(error)


def _broken(rows: Query, quick: bool) -> Iterator[str]:
    check = "quick_check" if quick else "integrity_check"
    yield from (f"database: {line}" for row in rows(f"PRAGMA {check}") for line in _lines(row[0]))


def _lines(said: object) -> Iterator[str]:
    for line in str(said).splitlines():
        if line.strip() not in ("", "ok"):
            yield line.strip(" *")


def _pointing_nowhere(rows: Query, quick: bool) -> Iterator[str]:
    yield from (f"{row[0]}: row {row[1]} points nowhere" for row in rows("PRAGMA foreign_key_check"))


def _halves(rows: Query, quick: bool) -> Iterator[str]:
    for query in _HALVES:
        for row in rows(query):
            yield f"article {row[0]}: has no place in a story, or no assertions"


def _unfound(rows: Query, quick: bool) -> Iterator[str]:
    missing, left = rows(_UNFOUND)[0]
    if missing:
        yield f"search index: {missing} articles are missing in it"
    if left:
        yield f"search index: {left} articles in it are not kept"


def _passages(rows: Query, quick: bool) -> Iterator[str]:
    yield from loose_passages(rows)
    yield from unfound_passages(rows)


def _passages_differ(rows: Query, quick: bool) -> Iterator[str]:
    yield from differing_passages(rows)


def _index_differs(rows: Query, quick: bool) -> Iterator[str]:
    try:
        for statement in _MADE_AGAIN:
            rows(statement)
        for kept, made in (("kept_terms", "made_terms"), ("made_terms", "kept_terms")):
            if differing := rows(_TERMS.format(kept, made))[0][0]:
                yield f"search index: {differing} terms are not as the articles have them"
                return
        if differing := rows(_LENGTHS)[0][0]:
            yield f"search index: {differing} lengths of articles, by which hits are ranked, are not right"
    finally:
        for table in _DROPPED:
            rows(f"DROP TABLE IF EXISTS temp.{table}")
