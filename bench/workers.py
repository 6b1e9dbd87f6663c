"""What reading pages in child processes costs, as a ratio to reading them in this one, in the same run.

By the clock, all pages of real outlets in small turns: here, in one child, in as many as there are processors.
`start`: seconds from the first page handed to a new child until it is read, less those that a new process
takes to read it itself.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Sequence
from pathlib import Path

from bench.data import members
from writethru.acquire.extract import extract
from writethru.acquire.frames import Lost
from writethru.acquire.workers import Parsing
from writethru.records import Capture
from writethru.settings import Settings

SETTINGS = Settings()
TURN = 24  # pages
ROUNDS = 3
PAGE = "b'<html><body><p>' + b'The mill was sold on Monday by the town. ' * 20"
ALONE = (
    "from writethru.acquire.extract import extract; from writethru.records import Capture;"
    f" from writethru.settings import Settings; extract(Capture('', {PAGE}, 'text/html'), settings=Settings())"
)
IN_A_CHILD = (
    "from writethru.acquire.extract import extract; from writethru.acquire.workers import open_workers;"
    " from writethru.records import Capture; from writethru.settings import Settings;"
    f" open_workers(Settings()).run(extract, Capture('', {PAGE}, 'text/html'), settings=Settings())"
)


def captures(data: Path) -> list[Capture]:
    """Return all pages of the set."""
    return [
        Capture(name, gzip.decompress(content), "text/html")
        for name, content in members(data / "pages" / "fundus-dev.tar.gz")
        if name.endswith(".html.gz")
    ]


def read(pages: Sequence[Capture], parsing: Parsing) -> float:
    """Return the seconds by the clock that reading pages takes."""
    start = time.perf_counter()
    for found in parsing.each(extract_one, ({"capture": page} for page in pages)):
        assert not isinstance(found, Lost), found
    return time.perf_counter() - start


def extract_one(capture: Capture) -> tuple[str, int]:
    """Read a page here or in a child."""
    article, problems = extract(capture, settings=SETTINGS)
    return (article.id if article else ""), len(problems)


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures of the pages, and of the start."""
    return {}
