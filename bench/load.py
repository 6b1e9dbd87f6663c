"""Requests sent by a schedule, whatever the answers: how long each kind takes from when it was due, and what fails.

An open loop: a server that stands still for a second makes fifty requests late, and all of them count so. Runs as a
process of its own; asked over connections that are kept, as browsers do it.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from random import Random

TIMEOUT = 20.0  # seconds after which an answer counts as none
HOT = 0.5  # share of the requests for a story that go to one of the most asked for
MOST_ASKED = 40


@dataclass(frozen=True)
class Ask:
    """One request: its kind, which server, its address, and whether what is known of it is told."""

    kind: str
    port: int
    path: str
    known: bool = False


@dataclass
class Found:
    """What came of the requests of a kind: milliseconds, bytes, and what went wrong."""

    milliseconds: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Held:
    """What can be asked for: stories, those asked for most first, articles, words, outlets, and a list's next part."""

    stories: tuple[str, ...]
    articles: tuple[str, ...]
    words: tuple[str, ...]
    outlets: tuple[str, ...]
    cursor: str = ""


def asks(held: Held, port: int, bare: int, random: Random) -> Iterator[Ask]:
    """Yield requests without end, of every kind as often as readers and programs make them; a fifth to the bare server."""
    kinds = (
        *("front",) * 6,
        *("story",) * 12,
        *("filtered",) * 3,
        *("search",) * 5,
        *("found-stories",) * 1,
        *("article",) * 4,
        *("known-front",) * 2,
        *("known-story",) * 2,
        *("api-stories",) * 2,
        *("api-story",) * 2,
        "feed",
    )
    while True:
        for kind in random.sample(kinds, len(kinds)):
            yield Ask(kind, port, address(kind, held, random), kind.startswith("known"))
            if random.random() < 0.25:
                yield Ask("bare", bare, "/")


def address(kind: str, held: Held, random: Random) -> str:
    """Return what is asked for in a request of a kind."""
    hot = kind == "known-story" or random.random() < HOT
    story = random.choice(held.stories[:MOST_ASKED] if hot else held.stories)
    words = random.choice(held.words)
    filters = (
        f"outlet={random.choice(held.outlets)}",
        "status=developing",
        "status=breaking",
        f"cursor={held.cursor}",
    )
    return {
        "front": "/",
        "known-front": "/",
        "story": f"/stories/{story}",
        "known-story": f"/stories/{story}",
        "filtered": f"/stories?{random.choice(filters)}",
        "search": f"/search?q={words}",
        "found-stories": f"/stories?q={words}",
        "article": f"/articles/{random.choice(held.articles)}",
        "api-stories": "/api/v1/stories?limit=50",
        "api-story": f"/api/v1/stories/{story}",
        "feed": "/stories.atom",
    }[kind]


class Reader:
    """Asks servers over kept connections, and remembers the entity tag of each address."""

    def __init__(self) -> None:
        self._idle: dict[int, list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]] = defaultdict(list)
        self._tags: dict[str, str] = {}
        self.found: dict[str, Found] = defaultdict(Found)

    def close(self) -> None:
        """Close the connections that were kept."""
        for kept in self._idle.values():
            for _, writer in kept:
                writer.close()
        self._idle.clear()

    async def ask(self, ask: Ask, due: float) -> None:
        """Ask, and note the milliseconds from when it was due."""
        found = self.found[ask.kind]
        try:
            status, length = await asyncio.wait_for(self._answer(ask), TIMEOUT)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError) as error:
            found.errors.append(f"{ask.path}: {type(error).__name__} {error}")
            return
        found.milliseconds.append(1000 * (time.perf_counter() - due))
        found.bytes.append(length)
        if status not in (200, 304):
            found.errors.append(f"{ask.path}: {status}")

    async def _answer(self, ask: Ask) -> tuple[int, int]:
        idle = self._idle[ask.port]
        for again in (False, True):  # a kept connection may have been closed meanwhile
            kept = idle.pop() if idle and not again else None
            reader, writer = kept or await asyncio.open_connection("127.0.0.1", ask.port, limit=2**22)
            try:
                tag = self._tags.get(ask.path) if ask.known else None
                known = f"If-None-Match: {tag}\r\n" if tag else ""
                accept = "application/json" if ask.kind.startswith("api") else "text/html"
                writer.write(
                    f"GET {ask.path} HTTP/1.1\r\nHost: localhost:{ask.port}\r\nAccept: {accept}\r\n{known}\r\n".encode()
                )
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            except (OSError, asyncio.IncompleteReadError):
                writer.close()
                if kept is None:
                    raise
                continue
            fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
            status = int(head.split(" ", 2)[1])
            length = int(fields.get("content-length", 0)) if status != 304 else 0
            await reader.readexactly(length)
            if "etag" in fields:
                self._tags[ask.path] = fields["etag"]
            idle.append((reader, writer))
            return status, length
        raise ConnectionError("closed before it was answered")


async def send(asked: Iterator[Ask], seconds: float, rate: float) -> dict[str, Found]:
    """Send requests by schedule for so long, and return what came of each kind once all are answered."""
    reader = Reader()
    begun = time.perf_counter()
    tasks: set[asyncio.Task[None]] = set()
    for number in range(int(seconds * rate)):
        due = begun + number / rate
        if (wait := due - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        task = asyncio.create_task(reader.ask(next(asked), due))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    await asyncio.gather(*tasks)
    reader.close()
    return dict(reader.found)


def load(tell: Connection, held: Held, port: int, bare: int, seconds: float, rate: float) -> None:
    """Send requests for so long (as a process), and tell what came of them; a quarter more goes to the bare server."""
    warm = Random("warm")
    asyncio.run(send(asks(held, port, bare, warm), min(5.0, seconds / 4), rate / 2))
    tell.send("warm")
    tell.recv()
    tell.send(asyncio.run(send(asks(held, port, bare, Random("load")), seconds, rate * 1.25)))


def alone(asked: Sequence[Ask]) -> dict[str, Found]:
    """Send requests one after the other, each when the one before is answered."""

    async def each() -> dict[str, Found]:
        reader = Reader()
        for ask in asked:
            await reader.ask(ask, time.perf_counter())
        reader.close()
        await asyncio.sleep(0)
        return dict(reader.found)

    return asyncio.run(each())
