"""What a watched feed answers is kept before anything looks at it, and can be looked at when reading it went wrong."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from troubles import CASES, TROUBLES, Troubles

from tests.data_files import assert_refused
from writethru import Newsroom
from writethru.acquire import Fetched, Lost, workers
from writethru.acquire.watching import reading
from writethru.cli import run
from writethru.errors import FetchError
from writethru.records import WatchedFeed
from writethru.store import open_store

NOW = datetime(2031, 3, 10, 12, tzinfo=UTC)
FEED = "https://mill.example/feed.xml"
TEXT = "The mill at Tarn turns again, and its three wheels were oiled on Monday by the miller. " * 20


def feed(*names: str) -> bytes:
    items = "".join(
        f"<item><title>Mill {n}</title><guid>{n}</guid><description>{n} {TEXT}</description></item>"
        for n in names
    )
    return f'<rss version="2.0"><channel><title>Mill</title>{items}</channel></rss>'.encode()


class Net:
    """Addresses with what they answer; an error is raised instead."""

    def __init__(self, **known: bytes) -> None:
        self.known: dict[str, bytes | FetchError] = {
            f"https://mill.example/{name}.xml": content for name, content in known.items()
        }

    def __call__(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        if url not in self.known:
            raise FetchError("it answered 404")
        content = self.known[url]
        if isinstance(content, FetchError):
            raise content
        return Fetched(url, content, "application/rss+xml", "utf-8", etag=f'"{len(content)}"')


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    with open_store(str(path)) as kept:
        kept.add_feed(WatchedFeed(url=FEED, title="Mill"))
    return path


def update(store: Path, net: Net, hours: int = 0) -> list[str]:
    """Look at the feed; return the kinds of problems."""
    with Newsroom(store, now=NOW + timedelta(hours=hours), fetch=net) as room:
        return [p.kind for visit in room.update(every=True) for p in visit.problems]


def documents(store: Path) -> list[tuple[str, bytes]]:
    with open_store(str(store), read_only=True) as kept:
        found = kept.feed_documents(FEED)
        assert kept.check() == ()
    assert all(d.sha256 == hashlib.sha256(d.answer.content).hexdigest() for d in found)
    return [(d.state, d.answer.content) for d in found]


def test_its_bytes_headers_and_hash_are_there_before_it_is_read(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def interrupted(self: object, function: object, content: bytes, *given: object) -> None:
        seen.append((function, documents(store)))
        raise KeyboardInterrupt

    monkeypatch.setattr(workers.Workers, "run", interrupted)
    for names in (("one",), ("one", "two")):
        with pytest.raises(KeyboardInterrupt):
            update(store, Net(feed=feed(*names)))
        assert seen.pop() == (reading.read, [("unread", feed(*names))]), (
            "and what an earlier look left is gone"
        )
    with open_store(str(store), read_only=True) as kept:
        (document,) = kept.feed_documents(FEED)
    assert document.answer.head["etag"] == f'"{len(feed("one", "two"))}"'
    assert document.answer.at == NOW.isoformat(timespec="seconds")


def test_of_a_feed_the_last_that_could_be_read_is_kept_and_the_last_that_could_not(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it changes: the store does not grow by it."""
    done = workers.Workers.run

    def dying(self: workers.Workers, function: object, content: bytes, *given: object) -> object:
        if b"<poison/>" in content:
            return Lost("worker-killed", "reading it ended the process it was read in (SIGSEGV)")
        return done(self, function, content, *given)  # type: ignore[arg-type, call-arg]

    monkeypatch.setattr(workers.Workers, "run", dying)
    net = Net(feed=feed("0"))
    for hour in range(1, 5):
        net.known[FEED] = feed(*map(str, range(hour)))
        assert update(store, net, 10 * hour) == ["undated"] * 1
        assert update(store, net, 10 * hour + 1) == [], "it did not change"
        net.known[FEED] = feed(*map(str, range(hour))) + b"<poison/>" + bytes([64 + hour])
        assert update(store, net, 10 * hour + 2) == ["damaged"]
        assert documents(store) == [
            ("broken", net.known[FEED]),
            ("read", net.known[FEED].partition(b"<poison/>")[0]),
        ]
    with Newsroom(store, now=NOW, fetch=net) as room:
        assert [d.state for d in room.feed_documents("mill")] == ["broken", "read"]
        room.feed_remove("mill")
    assert documents(store) == []


def test_a_feed_that_fails_keeps_what_was_good_and_says_of_when_that_is(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its last good document, its articles and what is known of its items stay, however it fails."""
    good, net = feed("1", "2"), Net(feed=feed("1", "2"))
    update(store, net)
    for days, trouble in enumerate(TROUBLES, 1):
        net.known[FEED] = trouble.answer()
        assert len(update(store, net, 24 * days)) == 1
        now = (NOW + timedelta(days=days)).isoformat()
        assert run(["feed", "list", "--store", str(store), "--now", now]) == 0
        assert (
            f"{trouble.listed} since 2031-03-11 12:00; last good 2031-03-10 12:00" in capsys.readouterr().out
        )
        with Newsroom(store, now=NOW) as room:
            (kept,) = [d for d in room.feed_documents("mill") if d.state == "read"]
            assert (kept.answer.content, kept.answer.at) == (good, NOW.isoformat(timespec="seconds"))
            assert len({a.title for s in room.stories() for a in s.articles}) == 2
            assert (room.feeds()[0].items, room.feeds()[0].good) == (2, kept.answer.at)
    net.known[FEED] = good
    with Newsroom(store, now=NOW + timedelta(days=9), fetch=net) as room:
        (visit,) = room.update(every=True)
    assert (visit.new, visit.problems, visit.health) == (0, (), "none of its items is dated")


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("listed =", "list ="),
        ('listed = "is not found"', ""),
        ('kind = "timeout"', ""),
        ("status = 503", ""),
        ('content = "<', 'error = "<'),
    ],
)
def test_what_is_wrong_in_the_data_is_told(good: str, bad: str) -> None:
    written = CASES.read_text(encoding="utf-8")
    assert good in written
    assert_refused(written, good, bad, Troubles)


def test_a_look_that_finds_what_is_kept_already_keeps_nothing_new(store: Path) -> None:
    """A feed that cannot be read is asked in full each time."""
    net = Net(feed=b"no feed at all")
    for hour in range(3):
        assert update(store, net, hour) == ["damaged"]
        assert documents(store) == [("broken", b"no feed at all")]


def test_the_parts_of_a_sitemap_are_kept_too(store: Path) -> None:
    def sitemap(*names: str) -> bytes:
        parts = "".join(f"<sitemap><loc>https://mill.example/{n}.xml</loc></sitemap>" for n in names)
        return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>'.encode()

    part = (
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        b' xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://mill.example/1</loc>'
        b"<n:news><n:title>Mill</n:title></n:news></url></urlset>"
    )
    net = Net(feed=sitemap("news", "latest"), news=part, latest=part)
    update(store, net)
    assert documents(store) == [("read", part), ("read", part), ("read", net.known[FEED])]
    net.known[FEED] = sitemap("news")
    update(store, net, 1)
    assert sorted(documents(store)) == [("read", net.known[FEED]), ("read", part)]


def test_what_came_can_be_listed_and_saved(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["feed", "raw", "mill", "--store", str(store)]) == 1
    assert "nothing of it is kept yet" in capsys.readouterr().err
    update(store, Net(feed=b"\x1b[31mred"))
    assert run(["feed", "raw", "mill", "--store", str(store), "--save", str(tmp_path / "raw")]) == 0
    name = hashlib.sha256(b"\x1b[31mred").hexdigest()[:12] + ".broken"
    assert (tmp_path / "raw" / name).read_bytes() == b"\x1b[31mred"
    assert "\x1b" not in capsys.readouterr().out
    assert run(["feed", "raw", "mill", "--store", str(store), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["state"], told["bytes"], told["media_type"]) == ("broken", 8, "application/rss+xml")
    (tmp_path / "file").write_text("")
    assert run(["feed", "raw", "mill", "--store", str(store), "--save", str(tmp_path / "file" / "x")]) == 1
    assert "it cannot be written" in capsys.readouterr().err
