"""Nobody waits for a slow host or a long feed; a watch keeps going, heeds what is added, and stops when told."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.nets import SimulatedClock
from writethru.acquire import Fetched
from writethru.acquire.clock import Clock
from writethru.errors import FetchError
from writethru.newsroom import Newsroom
from writethru.records import Visit, WatchedFeed
from writethru.settings import Settings

LONG = "The lock keeper opened gate {n} of the Orlen canal before noon, and {n} barges went through it. " * 8
ADDED = "2030-01-01T00:00:00+00:00"


def rss(host: str, items: range, teasers: bool = False) -> bytes:
    body = "".join(
        f"<item><guid isPermaLink='false'>{host}-{n}</guid><title>Gate {n} of {host}</title><link>http://{host}/{n}</link>"
        f"<description>{'In short.' if teasers else LONG.format(n=n)}</description></item>"
        for n in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{host}</title>{body}</channel></rss>'.encode()


def opened(
    path: Path, fetch: Callable[..., Fetched], *hosts: str, visits: int = 4, pages: int = 10
) -> Newsroom:
    settings = Settings()
    watch = replace(settings.watch, visits=visits, pages=pages)
    settings = replace(settings, watch=watch, acquire=replace(settings.acquire, workers=0))
    room = Newsroom(path / "news.db", settings=settings, fetch=fetch)
    for host in hosts:
        room._store.add_feed(WatchedFeed(url=f"http://{host}/feed.xml", added=ADDED))
    return room


def test_a_slow_host_keeps_only_itself_waiting(tmp_path: Path) -> None:
    release = threading.Event()

    def fetch(url: str, **_: str) -> Fetched:
        host = url.split("/")[2]
        if host == "slow.example":
            assert release.wait(30)
        return Fetched(url, rss(host, range(1)), "application/rss+xml")

    hosts = ["slow.example", *(f"fast{n}.example" for n in range(12))]
    with opened(tmp_path, fetch, *hosts, visits=3) as room:
        done: list[str] = []
        for visit in room.update():
            done.append(visit.title)
            if len(done) == 12:
                release.set()
        assert done[-1] == "slow.example"
        assert len(done) == 13


def test_two_feeds_of_one_host_are_not_asked_at_a_time(tmp_path: Path) -> None:
    busy: list[str] = []
    crowded: list[str] = []

    def fetch(url: str, **_: str) -> Fetched:
        host = url.split("/")[2]
        if host in busy:
            crowded.append(host)
        busy.append(host)
        time.sleep(0.01)
        busy.remove(host)
        return Fetched(url, rss(host, range(1)), "application/rss+xml")

    with opened(tmp_path, fetch, visits=8) as room:
        for n in range(16):
            room._store.add_feed(WatchedFeed(url=f"http://h{n % 2}.example/{n}.xml", added=ADDED))
        assert len(list(room.update())) == 16
    assert crowded == []


def test_a_feed_with_many_pages_lets_others_in_between(tmp_path: Path) -> None:
    asked: list[str] = []

    def fetch(url: str, **_: str) -> Fetched:
        asked.append(url)
        host = url.split("/")[2]
        if url.endswith(".xml"):
            return Fetched(
                url, rss(host, range(9 if host.startswith("long") else 1), host.startswith("long")), ""
            )
        page = f"<html><body><article><p>{LONG.format(n=url[-1])}</p></article></body></html>"
        return Fetched(url, page.encode(), "text/html")

    hosts = ["long.example", "other1.example", "other2.example"]
    with opened(tmp_path, fetch, *hosts, visits=1, pages=3) as room:
        done = {visit.title: visit for visit in room.update()}
    pages = [
        n
        for n, url in enumerate(asked)
        if url.startswith("http://long.example/") and not url.endswith(".xml")
    ]
    assert len(pages) == len(set(asked)) - 3 == 9
    assert asked.index("http://other2.example/feed.xml") < pages[3]
    assert (done["long.example"].new, done["long.example"].fetched, done["long.example"].owed) == (9, 10, 0)


def test_a_page_that_two_feeds_name_is_fetched_once(tmp_path: Path) -> None:
    asked: list[str] = []

    def fetch(url: str, **_: str) -> Fetched:
        asked.append(url)
        if url.endswith(".xml"):
            return Fetched(url, rss("site.example", range(4), True), "")
        page = f"<html><body><article><p>{LONG.format(n=url[-1])}</p></article></body></html>"
        return Fetched(url, page.encode(), "text/html")

    with opened(tmp_path, fetch, "site.example", visits=2) as room:
        room._store.add_feed(WatchedFeed(url="http://site.example/world.xml", added=ADDED))
        first = list(room.update())
        room._store.add_feed(WatchedFeed(url="http://other.example/late.xml", added=ADDED))
        second = list(room.update())
    assert sorted(visit.new for visit in first) == [0, 4]
    assert [visit.new for visit in second] == [0]
    assert {visit.health for visit in first + second} == {"none of its items is dated"}
    pages = [url for url in asked if not url.endswith(".xml")]
    assert len(pages) == len(set(pages)) == 4


def test_pages_that_an_interrupted_round_brought_are_asked_for_again_only_when_they_are_owed_again(
    tmp_path: Path,
) -> None:
    time_told = SimulatedClock()
    asked: Counter[str] = Counter()
    teaser = b"In short."

    def fetch(url: str, **_: str) -> Fetched:
        asked[url.rpartition("/")[2]] += 1
        if url.endswith(".xml"):
            return Fetched(url, rss("site.example", range(3), True).replace(b"In short.", teaser), "")
        page = (
            f"<html><body><article><p>{LONG.format(n=url[-1])}{teaser.decode()}</p></article></body></html>"
        )
        return Fetched(url, page.encode(), "text/html")

    def interrupt(step: str, where: str) -> None:
        raise KeyboardInterrupt

    with opened(tmp_path, fetch, "site.example") as room, pytest.raises(KeyboardInterrupt):
        list(room.update(clock=time_told.clock(), progress=interrupt))
    assert asked == {"feed.xml": 1, "0": 1, "1": 1, "2": 1}
    visits: list[Visit] = []
    with opened(tmp_path, fetch) as room:
        for visit in room.watch(lambda: len(visits) >= 2, clock=time_told.clock()):
            visits.append(visit)
            if len(visits) == 1:
                assert asked == {"feed.xml": 1, "0": 1, "1": 1, "2": 1}
                assert room._store.census().articles == 3
                assert room._store.open_runs() == {}
                teaser = b"Corrected."
        assert time_told.clock().now() < 3600  # what it brought would still do
        assert asked == {"feed.xml": 2, "0": 2, "1": 2, "2": 2}
        assert room._store.census().revisions == 3
    assert [(visit.fetched, visit.changed) for visit in visits] == [(0, 0), (4, 3)]


def test_a_host_whose_pages_fail_is_not_asked_for_each(tmp_path: Path) -> None:
    time_told = SimulatedClock()
    asked: list[str] = []

    def fetch(url: str, **_: str) -> Fetched:
        asked.append(url)
        if url.endswith(".xml"):
            return Fetched(url, rss("down.example", range(8), True), "")
        raise FetchError("it answered 503", "status", status=503, retry_after=4000)

    with opened(tmp_path, fetch, "down.example", visits=1) as room:
        (first,) = room.update(clock=time_told.clock())
        assert (first.owed, len(asked)) == (8, 2)
        assert list(room.update(clock=time_told.clock())) == []
        time_told.sleep(3990)
        assert list(room.update(clock=time_told.clock())) == []
        for _ in range(40):
            time_told.sleep(4100)
            list(room.update(clock=time_told.clock()))
        (feed,) = room._store.feeds()
        assert feed.owed == 0
        assert room._store.census().articles == 8  # their teasers
        assert len([url for url in asked if not url.endswith(".xml")]) <= 3 * 8


def test_a_watch_goes_on_heeds_what_is_added_and_stops(tmp_path: Path) -> None:
    time_told = SimulatedClock()
    news = iter(range(1, 1000))

    def fetch(url: str, **_: str) -> Fetched:
        last = next(news)
        return Fetched(url, rss(url.split("/")[2], range(last, last + 2)), "")

    visits: list[Visit] = []
    with opened(tmp_path, fetch, "a.example", visits=2) as room:
        for visit in room.watch(lambda: len(visits) >= 12, clock=time_told.clock()):
            visits.append(visit)
            if len(visits) == 3:
                room._store.add_feed(WatchedFeed(url="http://b.example/feed.xml", added=ADDED))
            if len(visits) == 8:
                room.feed_remove("a.example")
    titles = [visit.title for visit in visits]
    assert titles[:3] == ["a.example"] * 3
    assert "b.example" in titles[3:6]
    assert titles[9:] == ["b.example"] * 3
    assert all(visit.new for visit in visits)


def test_a_locked_store_does_not_end_a_watch(tmp_path: Path) -> None:
    import sqlite3

    time_told = SimulatedClock()

    def fetch(url: str, **_: str) -> Fetched:
        return Fetched(url, rss("a.example", range(2)), "")

    settings = Settings()
    settings = replace(settings, store=replace(settings.store, busy_seconds=0.05))
    settings = replace(settings, acquire=replace(settings.acquire, workers=0))
    with Newsroom(tmp_path / "news.db", settings=settings, fetch=fetch) as room:
        room._store.add_feed(WatchedFeed(url="http://a.example/feed.xml", added=ADDED))
        holder = sqlite3.connect(tmp_path / "news.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")

        def sleep(seconds: float) -> None:
            time_told.sleep(seconds)
            if holder.in_transaction:
                holder.execute("ROLLBACK")

        clock = Clock(now=time_told.clock().now, sleep=sleep, wall=time_told.clock().wall)
        (visit,) = room.watch(lambda: bool(room._store.census().articles), clock=clock)
        assert visit.new == 2
        holder.close()


def test_what_one_feed_is_told_holds_for_its_host_in_a_new_process_too(tmp_path: Path) -> None:
    time_told = SimulatedClock()
    asked: list[str] = []

    def fetch(url: str, **_: str) -> Fetched:
        asked.append(url)
        if url.endswith("/a.xml"):
            raise FetchError("it answered 429", "status", status=429, retry_after=5000)
        return Fetched(url, rss("site.example", range(2)), "")

    with opened(tmp_path, fetch) as room:
        room._store.add_feed(WatchedFeed(url="http://site.example/a.xml", added=ADDED))
        list(room.update(clock=time_told.clock()))
        room._store.add_feed(WatchedFeed(url="http://site.example/b.xml", added=ADDED))
        room._store.add_feed(WatchedFeed(url="http://other.example/c.xml", added=ADDED))
    with opened(tmp_path, fetch) as room:
        assert [visit.feed for visit in room.update(clock=time_told.clock())] == [
            "http://other.example/c.xml"
        ]
        time_told.sleep(5002)
        list(room.update(clock=time_told.clock()))
    assert "http://site.example/b.xml" in asked[-3:]
