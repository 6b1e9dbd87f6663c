"""What reading pages in child processes costs, by the clock, as a ratio to reading them in this one.

All pages of real outlets go in small turns through this process, through one child and through as many as there
are processors, so that a machine that is slower for a while is so for all; the ratio is the median over the
turns. Each reads a page once: the extractor remembers what it has seen.

The same pages as one web archive are split in this process and in a child, and read in children either way.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import time
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from statistics import median

from bench.data import members
from writethru.acquire import Lost, Parsing, extract
from writethru.acquire.archives import captures as pages_of
from writethru.acquire.reading import Reading
from writethru.acquire.workers import Here, Workers
from writethru.records import Article, Capture, Problem
from writethru.settings import AcquireSettings, Settings

SETTINGS = Settings()
TURN = 12  # pages
WARM = 24  # pages
ARCHIVES = 5  # turns of the whole archive
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


def archive_of(pages: Sequence[Capture]) -> bytes:
    """Return pages as a web archive, gzipped by records."""
    records = []
    for number, page in enumerate(pages):
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.content
        digest = base64.b32encode(hashlib.sha1(block).digest()).decode()
        header = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2031-03-04T10:00:00Z\r\n"
            f"WARC-Target-URI: https://archive.example/{number}\r\nWARC-Block-Digest: sha1:{digest}\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        )
        records.append(gzip.compress(header.encode() + block + b"\r\n\r\n"))
    return b"".join(records)


def read_archive(archive: bytes, splitting: Parsing, reading: Parsing) -> float:
    """Return the seconds by the clock that an archive takes, from its bytes to its articles."""
    start = time.perf_counter()
    limit = SETTINGS.acquire.max_bytes
    found = pages_of(Reading(BytesIO(archive)), "archive", None, limit, splitting)
    calls = ({"capture": page, "settings": SETTINGS} for page in found if isinstance(page, Capture))
    for _ in reading.each(extract, calls):
        pass
    return time.perf_counter() - start


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
    archive = archive_of(pages)
    times = [
        [read_archive(archive, way, all_of_them) for way in (Here(), all_of_them)] for _ in range(ARCHIVES)
    ]
    one.close()
    all_of_them.close()
    return {
        "archive_ratio": median(there / here for here, there in times),
        "n": len(pages) - WARM,
        "turns_that_differ": differ,
        "one_child_ratio": median(found["one"]),
        "all_children_ratio": median(found["all"]),
    }
