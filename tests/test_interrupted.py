"""`add` is interrupted at random points, by each signal, again and again: the store ends as if it had not been."""

from __future__ import annotations

import itertools
import json
import os
import random
import shlex
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.interrupting import forking
from tests.trials import SOAKING, trials
from writethru.cli.interrupts import GENERAL
from writethru.store import open_store

SRC = Path(__file__).parent.parent / "src"
NOW = "2031-03-30T12:00:00Z"
SIGNALS = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
LINKS = (7,) * 29 if SOAKING else (4, 10)  # interruptions of each store
FORKED = 1  # of these, the one whose processes are forked, which takes a tenth of the time
ROWS, PAGES = 68, 8  # more rows than are kept in one step
PAUSE = 0.02  # seconds in which the server thinks
PLACES = ("Arl", "Murow", "Sorrel", "Corvel", "Hallen", "Ebba", "Kelm", "Orn")
THINGS = ("bridge", "mill", "ferry", "school", "tram", "dam", "theatre", "harbour")
VERBS = ("closed", "sold", "reopened", "flooded", "repaired")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


def story(chance: random.Random, number: int) -> dict[str, str]:
    place, thing, verb = chance.choice(PLACES), chance.choice(THINGS), chance.choice(VERBS)
    days = chance.sample(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"), 4)
    said = [
        f"The {thing} in {place} was {verb} on {day}, the clerk said, and {chance.randint(2, 90)} came."
        for day in days
    ]
    return {
        "id": f"r{number}",
        "url": f"https://paper{number % 5}.example/{number}",
        "publisher": f"Paper {number % 5}",
        "title": f"{thing.title()} in {place} {verb}",
        "published": f"2031-03-{1 + number % 28:02}T{number % 24:02}:00:00Z",
        "text": " ".join(said),
    }


def page(row: dict[str, str]) -> bytes:
    return (
        f'<html lang="en"><head><meta property="og:title" content="{row["title"]}">'
        f'<meta property="article:published_time" content="{row["published"]}"></head>'
        f"<body><article><p>{row['text']}</p><p>{row['text']}</p></article></body></html>"
    ).encode()


def feed(address: str, rows: list[dict[str, str]]) -> bytes:
    items = "".join(
        f"<item><title>{r['title']}</title><link>{address}/page/{n}</link><guid>{n}</guid></item>"
        for n, r in enumerate(rows)
    )
    return f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'.encode()


class Site:
    """A feed and its pages on this machine, and how often each was asked for."""

    def __init__(self) -> None:
        chance = random.Random(20310304)
        rows = [story(chance, 1000 + n) for n in range(PAGES)]
        self.asked: Counter[str] = Counter()
        site = self

        class Desk(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked[self.path] += 1
                time.sleep(PAUSE)
                if self.path == "/feed.xml":
                    body, media = feed(site.address, rows), "application/rss+xml"
                elif self.path.startswith("/page/"):
                    body, media = page(rows[int(self.path.rpartition("/")[2])]), "text/html"
                else:
                    body, media = b"", "text/plain"
                self.send_response(200)
                self.send_header("Content-Type", media)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

            def handle(self) -> None:
                with suppress(OSError):  # who asked was interrupted
                    super().handle()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    found = Site()
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


class Adding:
    """The real command line, adding the same sources to one store or another."""

    def __init__(self, folder: Path, site: Site) -> None:
        chance = random.Random(4)
        self.folder = folder
        self.rows = folder / "rows.jsonl"
        self.rows.write_text("".join(json.dumps(story(chance, n)) + "\n" for n in range(ROWS)))
        (folder / "broken.html").write_bytes(b"<html><body><p>Menu</p></body></html>")
        self.sources = [f"{site.address}/feed.xml", str(folder / "broken.html"), str(self.rows)]
        mark = folder / "mark"  # on the path of each process, so that it is found whoever it belongs to
        mark.mkdir()
        self.mark = str(mark)
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(SRC), self.mark]),
            "WRITETHRU_ACQUIRE__ALLOW_NETWORKS": "127.0.0.0/8",
            "WRITETHRU_ACQUIRE__MIN_INTERVAL_SECONDS": "0.01",
            "XDG_CONFIG_HOME": str(folder),
            "XDG_CACHE_HOME": str(folder),  # or all that ask this machine would wait for each other
        }

    @property
    def with_one_reader(self) -> dict[str, str]:
        """The environment in which one child reads pages: it takes a second of the processor to start one."""
        return {**self.environment, "WRITETHRU_ACQUIRE__WORKERS": "1"}

    def words(self, store: Path) -> list[str]:
        return ["add", *self.sources, "--store", str(store), "--now", NOW]

    def start(self, store: Path, **more: Any) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "writethru", *self.words(store)]
        given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": self.environment} | more
        return subprocess.Popen(words, text=True, **given)

    def finish(self, store: Path) -> tuple[int, str, str]:
        process = self.start(store)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def stop(self, store: Path, number: int, seconds: float) -> tuple[int, str]:
        """Start it, and send it a signal so long after there is a store; return its exit code and what it said."""
        process = self.start(store)
        waited(store, process)
        time.sleep(seconds)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
        return process.returncode, err

    def stop_forked(self, store: Path, number: int, seconds: float) -> tuple[int, str]:
        """Do the same to a process that has not to load anything, and reads pages itself."""
        process = forking().start(steps=[self.words(store)], acks=os.devnull)
        while not store.exists():
            time.sleep(0.001)
        time.sleep(seconds)
        os.kill(process, number)
        (done, *_) = forking().answer()
        if "code" in done:
            return int(done["code"]), str(done["err"])
        assert done in ({"signal": number}, {"error": "KeyboardInterrupt()"}), done
        return -number, ""

    def left_behind(self) -> list[str]:
        """Processes of ours that still run; a moment is given to those that are being ended."""
        until = time.monotonic() + 2
        while (found := self._running()) and time.monotonic() < until:
            time.sleep(0.02)
        return found

    def _running(self) -> list[str]:
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = path.read_bytes()
            except OSError:
                continue
            if self.mark.encode() in words:
                found.append(words.replace(b"\0", b" ").decode("utf-8", "replace")[:200])
        return found


@pytest.fixture(scope="module")
def adding(tmp_path_factory: pytest.TempPathFactory, site: Site) -> Adding:
    return Adding(tmp_path_factory.mktemp("interrupted"), site)


def contents(store: Path) -> dict[str, list[Any]]:
    """All that a store says, but for numbers of rows and runs; what has an order, in that order."""
    ordered = {
        "articles": "id, key, url, published, title, text, record",
        "story_events": "story, article, record",
        "assertions": "article, count",
    }
    unordered = {
        "places": "article, story",
        "captures": "id, place, retrieved",
        "readings": "capture, article, reader, lost",
        "problems": "article, record",
        "answers": "asked, url, sha256, capture, content IS NULL",
        "open_articles": "article, state",
        "standing": "name, state",
    }
    connection = sqlite3.connect(store)
    try:
        found = {
            table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY number").fetchall()
            for table, columns in ordered.items()
        }
        found |= {
            table: sorted(connection.execute(f"SELECT {columns} FROM {table}").fetchall(), key=repr)
            for table, columns in unordered.items()
        }
    finally:
        connection.close()
    return found


@pytest.fixture(scope="module")
def whole(adding: Adding) -> tuple[dict[str, list[Any]], float]:
    """What an uninterrupted run leaves, and how long it takes from the store on."""
    store = adding.folder / "whole.db"
    process = adding.start(store)
    waited(store, process)
    began = time.monotonic()
    _, err = process.communicate(timeout=120)
    assert process.returncode == 2, err  # the page without text
    return contents(store), time.monotonic() - began


def waited(store: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a store is there: what comes before is loading, and the same for all."""
    while not store.exists() and process.poll() is None:
        time.sleep(0.005)


def test_an_interrupted_run_ends_in_one_line_and_is_taken_up(
    adding: Adding, site: Site, whole: tuple[dict[str, list[Any]], float]
) -> None:
    expected, duration = whole
    chance = random.Random(20310305)
    stopped: Counter[str] = Counter()
    signals = itertools.cycle(SIGNALS)
    for chain, links in enumerate(LINKS):
        store = adding.folder / f"chain{chain}.db"
        site.asked.clear()
        allowed = PAGES  # and one that was on its way when the signal came
        for link in range(links):
            name = next(signals)
            number = int(getattr(signal, name))
            stop = adding.stop_forked if chain == FORKED else adding.stop
            code, err = stop(store, number, chance.uniform(0.0 if link else 0.1, 1.0) * duration)
            # One that was killed by the signal was still loading.
            assert code in (128 + number, -number, 2), (code, err)
            finished = code == 2
            stopped[name] += not finished
            # While it loads, Python itself answers to Ctrl-C, with a traceback without us or that of our first import.
            ours = [line for line in err.splitlines() if "/writethru/" in line]
            loading = all(line.endswith(", in <module>") and "/__init__.py" in line for line in ours)
            assert ("Traceback" not in err and "Error" not in err) or loading, err
            if code == 128 + number:
                last = err.splitlines()[-1]
                assert last.startswith("writethru: interrupted: "), err
                assert "pages and rows were read, " in last or GENERAL in last, err
                assert shlex.split(last.split("`")[1]) == ["writethru", *adding.words(store)]
            assert not adding.left_behind()
            with open_store(str(store), read_only=True) if store.exists() else open_store(":memory:") as kept:
                assert kept.check() == ()
                ended = not kept.open_runs() and kept.census().articles == len(expected["articles"])
            allowed += PAGES if finished or ended else 1  # one that has ended is no more taken up
        code, _, err = adding.finish(store)
        assert code == 2, err
        got = contents(store)
        assert not {
            t: (set(got[t]) ^ set(expected[t]), len(got[t]), len(expected[t]))
            for t in got
            if got[t] != expected[t]
        }
        pages = sum(n for path, n in site.asked.items() if path.startswith("/page/"))
        assert pages <= allowed, site.asked
    assert sum(stopped.values()) >= len(LINKS), stopped


def test_a_killed_run_leaves_no_child_and_is_taken_up(
    adding: Adding, whole: tuple[dict[str, list[Any]], float]
) -> None:
    expected, duration = whole
    chance = random.Random(7)
    store = adding.folder / "killed.db"
    for _ in range(trials(2, 40)):
        process = adding.start(store)
        waited(store, process)
        time.sleep(chance.uniform(0.0, 0.6) * duration)
        process.kill()
        process.communicate(timeout=60)
        assert not adding.left_behind()
    (done,) = forking().do(steps=[adding.words(store)], acks=os.devnull)
    assert done["code"] == 2
    assert contents(store) == expected


def test_pipes_that_nobody_reads_do_not_stop_it(
    adding: Adding, whole: tuple[dict[str, list[Any]], float]
) -> None:
    expected, _ = whole
    for number, names in enumerate((("stdout", "stderr"), ("stdout",), ("stderr",))[: trials(1, 3)]):
        ends = os.pipe()
        os.close(ends[0])
        store = adding.folder / f"pipes{number}.db"
        process = adding.start(store, env=adding.with_one_reader, **dict.fromkeys(names, ends[1]))
        os.close(ends[1])
        _, err = process.communicate(timeout=120)
        assert process.returncode in (0, 2), (names, process.returncode)
        assert "Traceback" not in (err or "") and "Exception" not in (err or "")
        assert contents(store) == expected


def test_streams_that_are_closed_do_not_stop_it(
    adding: Adding, whole: tuple[dict[str, list[Any]], float]
) -> None:
    words = f"exec {sys.executable} -m writethru add {' '.join(adding.sources)} --now {NOW}"
    for number, closed in enumerate(("<&- >&- 2>&-", ">&-", "2>&-")[: trials(1, 3)]):
        store = adding.folder / f"closed{number}.db"
        done = subprocess.run(
            ["sh", "-c", f"{words} --store {store} {closed}"],
            env=adding.with_one_reader,
            timeout=120,
            check=False,
            capture_output=True,
        )
        assert done.returncode in (0, 2), (closed, done.returncode, done.stderr)
        assert b"Traceback" not in done.stderr
        assert contents(store) == whole[0]
