"""What reading pages in child processes costs, by the clock, as a ratio to reading them in this one.

All pages of real outlets go in small turns through this process, through one child and through as many as there
are processors, so that a machine that is slower for a while is so for all; the ratio is the median over the
turns. Each reads a page once: the extractor remembers what it has seen.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from bench.data import members
from writethru.acquire import Lost, Parsing, extract
from writethru.acquire.workers import Here, Workers
from writethru.records import Article, Capture, Problem
from writethru.settings import AcquireSettings, Settings

SETTINGS = Settings()
TURN = 12  # pages
WARM = 24  # pages
Read = tuple[Article | None, tuple[Problem, ...]]


def captures(data: Path) -> list[Capture]:
    """Return all pages of the set."""
    return [
        Capture(name, gzip.decompress(content), "text/html")
        for name, content in members(data / "pages" / "fundus-dev.tar.gz")
        if name.endswith(".html.gz")
    ]


def timed(pages: Sequence[Capture], parsing: Parsing) -> tuple[list[Read], float]:
    """Return what pages say, and the seconds by the clock that reading them takes."""
    start = time.perf_counter()
    found = list(parsing.each(extract, ({"capture": page, "settings": SETTINGS} for page in pages)))
    seconds = time.perf_counter() - start
    return [read for read in found if not isinstance(read, Lost)], seconds


def turns(pages: Sequence[Capture]) -> Iterable[Sequence[Capture]]:
    """Yield pages a few at a time."""
    return (pages[at : at + TURN] for at in range(0, len(pages), TURN))


def ratios(data: Path) -> dict[str, float]:
    """Return the ratios of one child and of all to this process, and how many pages read otherwise there."""
    pages = captures(data)
    one, all_of_them = Workers(AcquireSettings(workers=1)), Workers(AcquireSettings())
    for way in (Here(), one, all_of_them):
        timed(pages[:WARM], way)
    found: dict[str, list[float]] = {"one": [], "all": []}
    differ = 0
    for turn in turns(pages[WARM:]):
        here, alone = timed(turn, Here())
        for name, way in (("one", one), ("all", all_of_them)):
            there, seconds = timed(turn, way)
            differ += here != there
            found[name].append(seconds / alone)
    one.close()
    all_of_them.close()
    return {
        "n": len(pages) - WARM,
        "turns_that_differ": differ,
        "one_child_ratio": median(found["one"]),
        "all_children_ratio": median(found["all"]),
    }
