"""What in the indexes of stories, claims, quotations and names does not agree with what they are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Query = Callable[[str], list[tuple[Any, ...]]]

INDEXES = {"passage_words": "kind <> 'story'", "story_words": "kind = 'story'"}
_COLUMNS = "name, said, tags"
_TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"
_LOOSE = (
    ("passages of stories that are not there", "SELECT count(*) FROM passages p WHERE NOT EXISTS"
     " (SELECT 1 FROM cards c WHERE c.story = p.story)"),
    ("stories cannot be found although they were filed", "SELECT count(*) FROM cards c WHERE c.filed IS NOT NULL"
     " AND NOT EXISTS (SELECT 1 FROM passages p WHERE p.story = c.story AND p.kind = 'story')"),
    ("names are counted wrongly", "SELECT count(*) FROM (SELECT kind, key, count(*) FROM facets GROUP BY kind, key"
     " EXCEPT SELECT kind, key, stories FROM names)"),
    ("names stand in no story", "SELECT count(*) FROM (SELECT kind, key FROM names EXCEPT SELECT kind, key FROM facets)"),
)  # fmt: skip

_OUTSIDE = (
    "SELECT count(*) FROM passages p JOIN articles a ON a.number = p.article WHERE p.start < 0 OR p.stop < p.start"
    " OR p.stop > length(iif(p.field = 'title', a.title, a.text))"
)


def loose_passages(rows: Query) -> Iterator[str]:
    """Yield a line for each kind of passages and names that have lost what they are made of."""
    for said, query in _LOOSE:
        if found := rows(query)[0][0]:
            yield f"search: {found} {said}"


def unfound_passages(rows: Query) -> Iterator[str]:
    """Yield a line for each index that misses passages, or has some that are not kept."""
    for index, of in INDEXES.items():
        missing, left = rows(
            f"SELECT (SELECT count(*) FROM passages WHERE {of} AND number NOT IN (SELECT id FROM {index}_docsize)),"
            f" (SELECT count(*) FROM {index}_docsize WHERE id NOT IN (SELECT number FROM passages WHERE {of}))"
        )[0]
        if missing:
            yield f"search: {missing} passages are missing in {index}"
        if left:
            yield f"search: {left} passages in {index} are not kept"


def differing_passages(rows: Query) -> Iterator[str]:
    """Yield a line for what lies outside of its article, and for each index whose terms are not those of its passages.

    For that an index is made again and compared.
    """
    if found := rows(_OUTSIDE)[0][0]:
        yield f"search: {found} claims and quotations lie outside of their article"
    for index, of in INDEXES.items():
        try:
            rows(f"CREATE VIRTUAL TABLE temp.made USING fts5 ({_COLUMNS}, content = '', {_TOKENS})")
            rows(
                f"INSERT INTO temp.made (rowid, {_COLUMNS}) SELECT t.number, t.name, t.said, t.tags"
                f" FROM passage_texts t JOIN passages p ON p.number = t.number WHERE p.{of}"
            )
            rows("CREATE VIRTUAL TABLE temp.made_terms USING fts5vocab (temp, made, col)")
            rows(f"CREATE VIRTUAL TABLE temp.kept_terms USING fts5vocab (main, {index}, col)")
            for one, other in (("kept", "made"), ("made", "kept")):
                differing = rows(
                    f"SELECT count(*) FROM (SELECT term, col, doc, cnt FROM temp.{one}_terms EXCEPT"
                    f" SELECT term, col, doc, cnt FROM temp.{other}_terms)"
                )[0][0]
                if differing:
                    yield f"search: {differing} terms of {index} are not as the passages have them"
                    break
        finally:
            for table in ("kept_terms", "made_terms", "made"):
                rows(f"DROP TABLE IF EXISTS temp.{table}")
