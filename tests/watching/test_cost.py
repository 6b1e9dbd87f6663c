"""What it costs to look at many feeds in which nothing has changed."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from msgspec.structs import replace

from tests.nets import FakeNet, SimulatedClock, answer
from writethru.acquire import open_fetch
from writethru.newsroom import Newsroom
from writethru.records import WatchedFeed
from writethru.settings import Settings

FEEDS = 500
BOUND = 5.0  # seconds of CPU: the gate


def unchanged(path: str, headers: dict[str, str]) -> bytes:
    return answer(status=304, ETag=headers["If-None-Match"])


def seconds_of_a_round(store: Path) -> float:
    """Return the processor time of one round in which no feed has changed."""
    time_told = SimulatedClock()
    net = FakeNet({f"outlet{n}.example": unchanged for n in range(FEEDS)})
    settings = Settings()
    watch, acquire = replace(settings.watch, visits=1), replace(settings.acquire, workers=0)
    settings = replace(settings, watch=watch, acquire=acquire)
    fetch = open_fetch(settings, clock=time_told.clock(), net=net.net())
    with Newsroom(store, settings=settings, fetch=fetch) as room:
        for n in range(FEEDS):
            url = f"http://outlet{n}.example/feed.xml"
            room._store.add_feed(
                WatchedFeed(
                    url=url,
                    added="2030-01-01T00:00:00+00:00",
                    etag='"1"',
                    digest="1",
                    items=20,
                    good="2030-01-01T00:00:00+00:00",
                )
            )
        list(
            room.update("outlet0.example", clock=time_told.clock())
        )  # what is imported once is no cost of a round
        began = time.process_time()
        visits = list(room.update(every=True, clock=time_told.clock()))
        spent = time.process_time() - began
    assert sum(visit.unchanged for visit in visits) == FEEDS
    return spent


def test_a_round_of_500_unchanged_feeds_is_cheap(tmp_path: Path) -> None:
    # In a process of its own: what counts the lines that tests reach takes twice as long as the round.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        spent = apart.submit(seconds_of_a_round, tmp_path / "news.db").result()
    assert spent < BOUND, f"{spent:.2f} s"
    print(f"{spent:.2f} s of CPU for {FEEDS} unchanged feeds")
