"""What it costs that an article reaches the page of its story, by how many the story has.

The articles of one long story of the stream are put into one story of a store; then one more comes. Told are
processor milliseconds from the stored article to the stored page, revision and list entry: `first` in a new
process, which loads its word lists too (its modules are compiled, as those of an installed package are), `more`
in one that wrote the page before, as `watch` does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from bench.data import rows
from bench.long_stories import long_stories
from bench.reading import read_row
from writethru.ledger import enter
from writethru.newsroom import Newsroom
from writethru.records import AnnotatedArticle, StoryEvent
from writethru.settings import Settings
from writethru.store import Store, open_store

STORY = "Kavanaugh"  # the longest
SIZES = (10, 30, 100)
ID = "5707e1de1011"
NEW_PROCESS = """
import sys, time
from writethru.newsroom import Newsroom
start = time.process_time()
with Newsroom(sys.argv[1]) as room:
    room.revise([sys.argv[2]])
print(time.process_time() - start)
"""
TURNS = 3  # articles that come one by one; the median counts


def articles(data: Path) -> list[AnnotatedArticle]:
    """Return the first articles of the long story, annotated, in order of time."""
    table = {row["id"]: row for row in rows(data / "stream" / "articles.jsonl.gz")}
    gold = long_stories(table.values())
    found = [d for id in table if gold.get(id) == STORY and (d := read_row(table[id])) is not None]
    return sorted(found, key=lambda d: d.article.order)[: max(SIZES) + TURNS]


def growth(documents: Sequence[AnnotatedArticle], size: int) -> dict[str, float]:
    """Return what the page of a story of so many articles costs a new process, and again when one more came."""
    with TemporaryDirectory() as folder:
        where = f"sqlite:///{folder}/growing.db"
        with open_store(where, settings=Settings()) as store:
            for number, document in enumerate(documents[:size]):
                keep(store, document, "joined" if number else "opened")
        told = in_new_process(folder)
        more = []
        with Newsroom(where) as room, open_store(where, settings=Settings()) as store:
            room.revise([ID])
            for document in documents[size : size + TURNS]:
                keep(store, document, "joined")
                start = time.process_time()
                room.revise([ID])
                more.append(time.process_time() - start)
    first, median = told, sorted(more)[len(more) // 2]
    return {"first_ms": 1000 * first, "more_ms": 1000 * median, "more_ratio": median / first}


def in_new_process(folder: str) -> float:
    """Return the seconds that a new process takes for the page, after one that wrote it in a copy of the store."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = f"{folder}/compiled"
    shutil.copy(f"{folder}/growing.db", f"{folder}/copy.db")
    for name in ("copy", "growing"):
        command = [sys.executable, "-c", NEW_PROCESS, f"sqlite:///{folder}/{name}.db", ID]
        told = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    return float(told.stdout)


def keep(store: Store, document: AnnotatedArticle, kind: Literal["opened", "joined"]) -> None:
    """Put an article into the story."""
    store.add(document, StoryEvent(kind, ID, article=document.article.id), enter(document))


def growing_costs(data: Path) -> dict[str, float]:
    """Return the figures for each size of a story."""
    documents = articles(data)
    return {f"{name}_{size}": figure for size in SIZES for name, figure in growth(documents, size).items()}
