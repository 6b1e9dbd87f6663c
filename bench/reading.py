"""The articles of a data set, read and annotated by the product's own path."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.data import rows
from writethru.pipeline import read
from writethru.records import AnnotatedArticle, Capture
from writethru.settings import Settings


def read_row(row: dict[str, Any]) -> AnnotatedArticle | None:
    """Return the annotated article of one row of JSON Lines."""
    where = str(row.get("id") or row.get("url") or "row")
    capture = Capture(where, json.dumps(row).encode(), "application/json")
    return read(capture, Settings())[0]


def stream_rows(data: Path, wanted: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the stream's rows with the wanted ids."""
    ids = set(wanted)
    return {row["id"]: row for row in rows(data / "stream" / "articles.jsonl.gz") if row["id"] in ids}


def read_story(ids: Iterable[str], table: dict[str, dict[str, Any]]) -> list[AnnotatedArticle]:
    """Return the annotated articles of a story, those in the table."""
    documents = (read_row(table[i]) for i in ids if i in table)
    return [d for d in documents if d is not None]
