"""Twenty feeds over real HTTP under a simulated clock, with everything that feeds do wrong, against the world's own log."""

from __future__ import annotations

import gc
import itertools
import threading
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from watcher import STEP, Watcher
from world import OUTLETS, RETRY, Item, World, link, mark

from tests.trials import trials, untraced

ROUNDS = trials(50, 1000)
SLACK = 180  # simulated seconds a round in which servers are slow, hosts pause and killed newsrooms are away


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


def assert_nothing_lost(watcher: Watcher) -> None:
    """Every item that was ever visible in a good answer is kept, in every version that was."""
    kept, by_host = watcher.kept(), {o["host"]: o for o in OUTLETS}
    assert len(watcher.world.shown) > 2 * len(OUTLETS)
    for host, number, version in watcher.world.shown:
        outlet, item = by_host[host], Item(number, version, 0.0, 0.0)
        texts = kept.get(link(outlet, item), [])
        assert any(mark(outlet, item) in text for text in texts), f"lost: {mark(outlet, item)}"


def assert_nothing_twice(watcher: Watcher) -> None:
    """One article an item, one text a version; a page is fetched once, once more at most for each kill, and to look at it again."""
    kept = watcher.kept()
    by_host = {o["host"]: o for o in OUTLETS}
    versions: defaultdict[str, set[int]] = defaultdict(set)
    for host, number, version in watcher.world.shown:
        versions[link(by_host[host], Item(number, version, 0.0, 0.0))].add(version)
    for url, texts in kept.items():
        assert len(set(texts)) == len(texts), url
        assert len(texts) <= len(versions[url] or {1}), url
    assert len(kept) == watcher.room._store.census().articles
    again = sum(count - 1 for count in watcher.world.pages.values())
    rechecked = len(watcher.room._store.rechecks())
    assert again <= watcher.settings.watch.pages * len(watcher.killed) + rechecked


def assert_polite(watcher: Watcher) -> None:
    """One request to a host at a time, a second between two, and none before the time that was asked for."""
    world = watcher.world
    assert world.crowded == []
    by_host = defaultdict(list)
    for request in sorted(world.requests):
        by_host[request.host].append(request)
    for host, requests in by_host.items():
        for one, other in itertools.pairwise(requests):
            assert other.began - one.ended >= 0.999, (host, one, other)
            if one.status == 429:
                restarted = any(one.ended <= at <= other.began for at in watcher.killed)
                assert other.began - one.ended >= RETRY - 1 or restarted, (one, other)


def test_rounds_lose_nothing_keep_nothing_twice_and_are_polite(world: World, tmp_path: Path) -> None:
    watcher = Watcher(world, tmp_path / "news.db", kills=ROUNDS // 5)
    for _ in range(ROUNDS):
        watcher.round()
    assert len(watcher.killed) > ROUNDS // 20
    watcher.finish()
    assert_nothing_lost(watcher)
    assert_nothing_twice(watcher)
    assert_polite(watcher)
    assert watcher.room._store.check() == ()
    statuses = Counter(r.status for r in world.requests)
    assert {200, 301, 304, 410, 429, 500, 503} <= set(statuses)
    told = {v.feed: v.health for v in watcher.visits}
    assert told["http://outlook.example/feed.xml"].startswith("ended: the server says")
    assert "http://new-mail.example/feed.xml" in told
    assert all(not f.owed for f in watcher.room._store.feeds())
    healths = {v.health for v in watcher.visits}
    for words in (
        "a page, not a feed",
        "does not answer in time",
        "answers 500",
        "answers 429",
        "it has no items",
        "is dated",
    ):
        assert any(words in h for h in healths), words
    watcher.room.close()


# Outlets whose pages fail for hours: whether an item's page was had in three tries depends on when they were made.
BY_THE_HOUR = {o["host"] for o in OUTLETS if "pages fail" in o["ways"]}


def test_a_killed_newsroom_ends_where_one_that_was_not_does(tmp_path: Path) -> None:
    """Of every outlet that showed both the same; what one showed only for a while, the other may never have seen."""
    rounds, ends = trials(14, 300), []
    for kills in (0, trials(4, 100)):
        world = World()
        watcher = Watcher(world, tmp_path / f"{kills}.db", kills=kills)
        for _ in range(rounds):
            watcher.round()
        end = rounds * (STEP + SLACK)  # the same for both, however long each was away and waited
        assert world.time < end
        watcher.finish(end)
        assert_nothing_lost(watcher)
        assert bool(watcher.killed) is bool(kills)
        ends.append({o["host"]: (watcher.end_of(o), shown_by(world, o["host"])) for o in OUTLETS})
        watcher.room.close()
        world.close()
    alike = [host for host in ends[0] if ends[0][host][1] == ends[1][host][1]]
    assert len(alike) > len(OUTLETS) * 3 / 4
    differ = [host for host in alike if ends[0][host] != ends[1][host]]
    assert set(differ) <= BY_THE_HOUR


def shown_by(world: World, host: str) -> set[tuple[str, int, int]]:
    return {shown for shown in world.shown if shown[0] == host}


def test_many_at_a_time_are_as_polite(world: World, tmp_path: Path) -> None:
    watcher = Watcher(world, tmp_path / "news.db", visits=8)
    for _ in range(trials(8, 200)):
        watcher.round()
    watcher.finish()
    assert_nothing_lost(watcher)
    assert_nothing_twice(watcher)
    assert_polite(watcher)
    watcher.room.close()


@pytest.mark.parametrize("waits", [True, False])
def test_a_request_ends_when_who_asked_gives_up(waits: bool) -> None:
    """On a busy machine the server may come to its answer long after; who waits for it is held to its end."""
    world, asked, answer = World(), threading.Event(), threading.Event()
    sleep = world.sleep

    def busy(seconds: float) -> None:
        asked.set()
        answer.wait(10)
        sleep(seconds)

    world.sleep = busy  # type: ignore[method-assign]
    host = next(iter(world.outlets))
    line = world.net().connect("127.0.0.1", 80, 10)
    line.sendall(f"GET /feed.xml HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
    assert asked.wait(10)
    if not waits:
        line.close()
    answer.set()
    until = time.monotonic() + 10
    while not world.requests and time.monotonic() < until:
        time.sleep(0.01)
    assert world.requests[0].ended - world.requests[0].began == pytest.approx(0.05 if waits else 0.0)
    assert not any(world.open.values())
    line.close()
    world.close()


def test_memory_stays_flat(world: World, tmp_path: Path) -> None:
    """Once all is known, rounds leave nothing behind: the world goes silent, and is looked at again and again."""
    watcher = Watcher(world, tmp_path / "news.db")
    watcher.round()
    watcher.finish()
    sizes = []
    with untraced():
        tracemalloc.start()
        for _ in range(4):
            for _ in range(trials(5, 100)):
                world.sleep(24 * 3600)
                list(watcher.room.update(every=True, clock=world.clock()))
            world.requests.clear()
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
    assert sizes[-1] - sizes[1] < 100_000, sizes
    watcher.room.close()
