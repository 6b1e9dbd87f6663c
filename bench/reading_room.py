"""The reading room under load: a full store, fifty requests a second from another process, and articles that come.

`writethru serve` runs as readers have it; a second process asks it by schedule (`bench.load`), a third adds articles
and has pages written anew, as `watch` does. Beside it runs the bare framework, which answers a fixed string, under a
fifth of the requests: what the machine was busy with at that moment slows both. No data is needed; the store is built
once in WRITETHRU_BENCH_SCRATCH (or the folder for temporary files) and used again, after which it has grown.
WRITETHRU_BENCH_SECONDS says how long (a minute; with WRITETHRU_SOAK an hour), WRITETHRU_BENCH_PAUSE how many seconds
pass from one addition to the next (2).
"""

from __future__ import annotations

import json
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from urllib.request import urlopen

from bench.full_store import ready
from bench.load import Ask, Found, Held, address, alone, load
from writethru import Newsroom
from writethru.store import open_store

ARTICLES, STORIES = 100_000, 10_000
RATE = 50.0  # requests a second
WORDS = (
    "ferry+overloaded",
    "strike",
    "monastery",
    "vineyard+leased",
    "refinery",
    "%22the+worst+is+over%22",
    "lighthouse",
)
EACH = 2  # articles that are added at a time
GIVES_WAY = 10  # the `Nice` of the shipped units
PAUSE = 2.0  # seconds from one addition to the next
PARTS = 6  # of the time, at the end of each of which the memory is told
SETTLED = 0.25  # of the time, after which memory is measured: until then caches fill
BARE_BYTES = 25_000  # of what the bare framework answers: as long as a front page

STORIES_API = "/api/v1/stories"
CPU_KINDS = (
    "front",
    "story",
    "search",
    "found-stories",
    "filtered",
    "article",
    "api-stories",
    "api-story",
    "feed",
)


def held(file: Path) -> Held:
    """Return what can be asked for of a store."""
    with open_store(str(file), read_only=True) as store:
        stories = [card.story for card in store.cards()]  # the newest first
        articles = [document.article.id for id in stories[::97] for document in store.documents(id)]
        outlets = [facet.key.replace(" ", "+") for facet in store.facets("outlet")]
    return Held(tuple(stories), tuple(articles), WORDS, tuple(outlets))


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def served(file: Path) -> Iterator[tuple[int, int]]:
    """Serve a store as a user does, and give port and number of the process."""
    port = free_port()
    command = [sys.executable, "-m", "writethru", "serve", "--store", str(file), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:  # it says only that it serves
        try:
            answering(port)
            yield port, process.pid
        finally:
            process.terminate()


def answering(port: int, seconds: float = 60) -> None:
    """Wait until somebody listens."""
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def next_part(port: int) -> str:
    """Return the cursor of what follows the first stories."""
    with urlopen(f"http://127.0.0.1:{port}{STORIES_API}") as answer:
        return str(json.load(answer)["next"])


def bare(port: int) -> None:
    """Serve a fixed string with the framework alone."""
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    async def page(request: Request) -> Response:
        return Response("x" * BARE_BYTES, media_type="text/html")

    uvicorn.run(Starlette(routes=[Route("/", page)]), port=port, log_level="error", access_log=False)


def take_in(tell: Connection, file: Path, late: Path) -> None:
    """Add articles, a few at a time, until told to stop; tell how many, and the slowest addition.

    It gives way to who serves, as `watch` does under the unit that is shipped (contrib/systemd).
    """
    os.nice(GIVES_WAY)
    rows = [json.loads(line) for line in late.read_text().splitlines()]
    Random(time.time_ns()).shuffle(rows)
    slowest, added = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "new.jsonl")
        pause = float(os.environ.get("WRITETHRU_BENCH_PAUSE", PAUSE))
        while not tell.poll(pause) and rows:
            now = datetime.now(UTC)
            batch = [
                {**rows.pop(), "published": now.isoformat(timespec="seconds")} for _ in range(EACH) if rows
            ]
            source.write_text("\n".join(map(json.dumps, batch)))
            began = time.perf_counter()
            with Newsroom(file, now=now) as room:
                added += len(room.add(str(source)).added)
            slowest = max(slowest, time.perf_counter() - began)
    tell.send((added, slowest))


@contextmanager
def beside(target: object, *arguments: object) -> Iterator[Connection]:
    """Run a function as a process that has one end of a pipe, and give the other end."""
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    process: BaseProcess = context.Process(target=target, args=(far, *arguments), daemon=True)  # type: ignore[arg-type]
    process.start()
    try:
        yield near
    finally:
        process.terminate()
        process.join()


def cpu_seconds(process: int) -> float:
    """Return the seconds of processor that all threads of a process have had."""
    spent = 0
    for task in Path(f"/proc/{process}/task").iterdir():
        spent += int((task / "schedstat").read_text().split()[0])
    return spent / 1e9


def memory(process: int) -> float:
    """Return the megabytes of memory that a process holds; 0 of one that has just ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    return 0.0


def children(process: int) -> list[int]:
    """Return the processes that a process has started and that run."""
    found: list[str] = []
    for task in Path(f"/proc/{process}/task").iterdir():
        with suppress(OSError):
            found += (task / "children").read_text().split()
    return [int(each) for each in found]


def held_by(process: int) -> tuple[float, float]:
    """Return the megabytes that a server holds, and those of the processes beside it."""
    return memory(process), sum(map(memory, children(process)))


def slope(samples: list[tuple[float, float]]) -> float:
    """Return by how much the second value grows with the first (least squares)."""
    if len(samples) < 2:
        return 0.0
    mean_x = sum(x for x, _ in samples) / len(samples)
    mean_y = sum(y for _, y in samples) / len(samples)
    spread = sum((x - mean_x) ** 2 for x, _ in samples)
    return sum((x - mean_x) * (y - mean_y) for x, y in samples) / spread if spread else 0.0


def costs(known: Held, port: int, process: int, times: int) -> dict[str, float]:
    """Return the milliseconds of processor that a request of each kind costs the server when it has no other."""
    found = {}
    random = Random("costs")
    for kind in CPU_KINDS:
        asked = [Ask(kind, port, address(kind, known, random)) for _ in range(times)]
        alone(asked[:2])
        before = cpu_seconds(process)
        alone(asked)
        found[f"{kind}_cpu_ms"] = 1000 * (cpu_seconds(process) - before) / times
    return found


def quantile(values: list[float], share: float) -> float:
    """Return the value that so large a share of them is not above; 0 of none."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def summed(kind: str, found: Found, plain: Found) -> dict[str, float]:
    """Return how long the requests of a kind took, beside those to the bare framework."""
    p99 = quantile(found.milliseconds, 0.99)
    return {
        "n": len(found.milliseconds) + len(found.errors),
        "errors": len(found.errors),
        "p50_ms": quantile(found.milliseconds, 0.5),
        "p95_ms": quantile(found.milliseconds, 0.95),
        "p99_ms": p99,
        "max_ms": max(found.milliseconds, default=0.0),
        "p99_to_bare": p99 / max(quantile(plain.milliseconds, 0.99), 0.001),
        "kb": quantile([n / 1000 for n in found.bytes], 0.5),
    }


def measured(file: Path, late: Path, seconds: float, rate: float, times: int) -> dict[str, dict[str, float]]:
    """Return what comes of serving a store under load for so long, a set a kind of request."""
    known = held(file)
    other = free_port()
    plain = multiprocessing.get_context("spawn").Process(target=bare, args=(other,), daemon=True)
    plain.start()
    try:
        answering(other)
        with served(file) as (port, process):
            known = replace(known, cursor=next_part(port))
            costing = costs(known, port, process, times)
            with (
                beside(take_in, file, late) as writer,
                beside(load, known, port, other, seconds, rate) as asking,
            ):
                asking.recv()
                begun, spent = time.monotonic(), cpu_seconds(process)
                asking.send("go")
                samples = []
                while not asking.poll(min(1.0, seconds / 20)):
                    samples.append((time.monotonic() - begun, *held_by(process)))
                spent = cpu_seconds(process) - spent
                found: dict[str, Found] = asking.recv()
                writer.send("stop")
                added, slowest = writer.recv()
    finally:
        plain.terminate()
        plain.join()
    for error in [error for each in found.values() for error in each.errors][:10]:
        print(error, file=sys.stderr)
    settled = [(at / 3600, size) for at, size, _ in samples if at > SETTLED * seconds]
    part = max(len(samples) // PARTS, 1)
    curve = {f"mb_{n}": size for n, (_, size, _) in enumerate(samples[part - 1 :: part], 1)}
    asked = sum(len(each.milliseconds) for kind, each in found.items() if kind != "bare")
    whole = {
        "errors": sum(len(each.errors) for each in found.values()),
        "requests": asked,
        "cpu_ms_a_request": 1000 * spent / max(asked, 1),
        "mb_first": samples[0][1],
        "mb_last": samples[-1][1],
        **curve,
        "mb_an_hour": slope(settled),
        "beside_mb_first": samples[0][2],
        "beside_mb_last": samples[-1][2],
        "added": added,
        "slowest_add_s": slowest,
        "load_average": os.getloadavg()[0],
    }
    kinds = {kind: summed(kind, each, found["bare"]) for kind, each in sorted(found.items())}
    return {"server": whole, "cpu": costing, **kinds}


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return the figures; `data` is not used."""
    scratch = Path(os.environ.get("WRITETHRU_BENCH_SCRATCH", tempfile.gettempdir()), "writethru-bench")
    file, late = ready(scratch, articles=ARTICLES, stories=STORIES)
    usual = "3600" if os.environ.get("WRITETHRU_SOAK") else "60"
    seconds = float(os.environ.get("WRITETHRU_BENCH_SECONDS", usual))
    return measured(file, late, seconds, RATE, times=100)
