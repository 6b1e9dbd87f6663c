"""What is fetched or read is kept before anything looks at it, and stays when reading it goes wrong."""

from __future__ import annotations

import gzip
import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from writethru import Newsroom
from writethru.acquire import Fetched, workers
from writethru.errors import FetchError
from writethru.newsroom import captures, runs
from writethru.settings import AcquireSettings, Settings
from writethru.store import open_store

NOW = datetime(2031, 3, 10, 12, tzinfo=UTC)
WORDS = "The council of {} met on Monday and said that the old mill would be sold. " * 9
SMALL = Settings(acquire=AcquireSettings(parse_output_bytes=20_000))


def page(town: str, length: int = 1) -> bytes:
    said = WORDS.replace("{}", town)
    text = "".join(f"<p>{said}{n}</p>" for n in range(length))
    return (
        f'<html lang="en"><head><meta property="og:title" content="Mill of {town} sold">'
        '<meta property="article:published_time" content="2031-03-04T10:00:00Z"></head>'
        f"<body><article>{text}</article></body></html>"
    ).encode()


def feed(*names: str) -> bytes:
    items = "".join(
        f"<item><title>{n}</title><link>https://a.example/{n}</link><guid>{n}</guid></item>" for n in names
    )
    return f'<rss version="2.0"><channel><title>A</title>{items}</channel></rss>'.encode()


class Net:
    """Addresses with what they answer, and how often each was asked for."""

    def __init__(self, **known: bytes) -> None:
        self.known = known
        self.asked: Counter[str] = Counter()

    def __call__(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        name = url.rpartition("/")[2].partition(".")[0]
        self.asked[name] += 1
        if name not in self.known:
            raise FetchError("it answered 404")
        media = {"feed": "application/rss+xml", "pdf": "application/pdf"}.get(name, "text/html")
        return Fetched(url, self.known[name], media, "utf-8", etag='"v1"', last_modified="Tue, 04 Mar 2031")


def rows(store: Path, query: str) -> list[Any]:
    connection = sqlite3.connect(store)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


def test_all_that_is_fetched_is_there_before_it_is_read(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading stops with the first document, whatever it is: its bytes, headers and hash are in the store."""
    net = Net(feed=feed("one"), one=page("Arl"))

    def run(self: object, function: object, *given: object) -> None:
        raise KeyboardInterrupt

    def each(self: object, function: object, calls: Iterator[object]) -> None:
        next(calls)
        raise KeyboardInterrupt

    monkeypatch.setattr(workers.Workers, "run", run)
    monkeypatch.setattr(workers.Workers, "each", each)
    addresses = {"https://a.example/feed.xml": feed("one"), "https://a.example/one": page("Arl")}
    for url, content in addresses.items():
        with Newsroom(store, now=NOW, fetch=net) as room, pytest.raises(KeyboardInterrupt):
            room.add(url)
        with open_store(str(store), read_only=True) as opened:
            answer = opened.answer(url, opened.open_runs())
        assert answer is not None
        assert answer.content == content
        assert (answer.head["etag"], answer.head["last_modified"]) == ('"v1"', "Tue, 04 Mar 2031")
        assert answer.at == NOW.isoformat(timespec="seconds")
    hashes = rows(store, "SELECT asked, sha256 FROM answers")
    assert hashes == [(url, hashlib.sha256(content).hexdigest()) for url, content in addresses.items()]


def test_a_page_that_cannot_be_read_is_a_problem_and_the_others_go_on(store: Path) -> None:
    net = Net(feed=feed("one", "two", "three"), one=page("Arl"), two=page("Murow", 60), three=page("Sorrel"))
    with Newsroom(store, now=NOW, fetch=net, settings=SMALL) as room:
        report = room.add("https://a.example/feed.xml")
        (problem,) = report.problems
        assert (problem.where, problem.kind) == ("https://a.example/two", "too-large")
        assert problem.kept == "its bytes are kept"
        assert len(report.added) == 2
        with open_store(str(store), read_only=True) as opened:
            assert page("Murow", 60) in [c.content for c in opened.captures()]
            assert problem in opened.problems()
            assert opened.check() == ()
        again = room.add([])
        assert (again.added, again.resumed) == ((), 0)  # this version has tried it


def test_another_version_of_the_reader_tries_again_what_could_not_be_read(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Newsroom(store, now=NOW, fetch=Net(two=page("Murow", 60)), settings=SMALL) as room:
        assert not room.add("https://a.example/two").added
    for module in (runs, captures):
        monkeypatch.setattr(module, "READER", "writethru 99")
    with Newsroom(store, now=NOW, fetch=Net()) as room:
        report = room.add([])
        assert (len(report.added), report.resumed, report.problems) == (1, 1, ())
        assert room.add([]).resumed == 0


def test_a_feed_that_cannot_be_read_is_a_problem_and_its_bytes_are_kept(store: Path) -> None:
    much = feed(*(f"item{n}" for n in range(500)))
    with Newsroom(store, now=NOW, fetch=Net(feed=much, one=page("Arl")), settings=SMALL) as room:
        report = room.add(["https://a.example/feed.xml", "https://a.example/one"])
    assert [p.kind for p in report.problems] == ["too-large"]
    assert len(report.added) == 1
    kept = rows(store, "SELECT sha256, content IS NULL FROM answers WHERE asked LIKE '%feed.xml'")
    assert kept == [(hashlib.sha256(much).hexdigest(), 0)]


def test_of_a_feed_the_newest_document_is_kept_and_pages_once(store: Path) -> None:
    net = Net(feed=feed("one"), one=page("Arl"), two=page("Murow"), pdf=b"%PDF-1.7 \x00\x01\x02" * 99)
    for names in (("one",), ("one", "two"), ("two", "pdf")):
        net.known["feed"] = feed(*names)
        with Newsroom(store, now=NOW, fetch=net) as room:
            room.add("https://a.example/feed.xml")
    kept = {
        name: rest
        for name, *rest in rows(store, "SELECT asked, content IS NULL, capture IS NULL FROM answers")
    }
    assert kept == {
        "https://a.example/feed.xml": [0, 1],
        "https://a.example/one": [1, 0],
        "https://a.example/two": [1, 0],
        "https://a.example/pdf": [1, 1],  # no text: what it was is known, its bytes are not kept
    }
    assert rows(store, "SELECT count(*) FROM answers") == [(4,)]
    assert rows(store, "SELECT number FROM runs") == []


def test_of_what_is_followed_and_looked_at_again_as_much_is_kept(store: Path) -> None:
    net = Net(feed=feed("one", "pdf"), one=page("Arl"), pdf=b"%PDF-1.7 \x00\x01\x02" * 99)
    with Newsroom(store, now=NOW, fetch=net) as room:
        room.feed_add("https://a.example/feed.xml")
        for hours in range(3):
            net.known["feed"] = feed("one", "pdf") + b" " * hours
            room.now = NOW + timedelta(hours=hours)
            assert len(list(room.update(every=True))) == 1
            assert len(list(room.recheck())) == 1
    kept = rows(
        store, "SELECT asked, content IS NULL, capture IS NULL, json_extract(head, '$.etag') FROM answers"
    )
    assert sorted(kept) == [
        ("https://a.example/feed.xml", 0, 1, '"v1"'),  # where it was to be followed
        ("https://a.example/one", 1, 0, '"v1"'),  # a page of the feed,
        ("https://a.example/one", 1, 0, '"v1"'),  # and the page looked at by itself
        ("https://a.example/pdf", 1, 1, '"v1"'),
    ]
    assert rows(store, "SELECT number FROM runs") == []


class Stop:
    """A source that is interrupted after so many items."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, step: str, where: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt


def test_what_an_interrupted_run_fetched_within_the_hour_is_not_fetched_again(store: Path) -> None:
    net = Net(feed=feed("one", "two"), one=page("Arl"), two=page("Murow"))
    with Newsroom(store, now=NOW, fetch=net) as room, pytest.raises(KeyboardInterrupt):
        room.add("https://a.example/feed.xml", progress=Stop(1))
    with (
        Newsroom(store, now=NOW + timedelta(minutes=59), fetch=net) as room,
        pytest.raises(KeyboardInterrupt),
    ):
        room.add("https://a.example/feed.xml", progress=Stop(2))
    assert set(net.asked.values()) == {1}
    with Newsroom(store, now=NOW + timedelta(minutes=61), fetch=net) as room:
        report = room.add("https://a.example/feed.xml")
        assert len(report.added) == 2
        assert report.resumed == 2
        assert net.asked == {"feed": 2, "one": 2, "two": 2}
        room.add("https://a.example/feed.xml")
    assert net.asked == {"feed": 3, "one": 3, "two": 3}  # a run that ended is not taken up


def test_a_run_that_goes_on_beside_is_left_alone(store: Path) -> None:
    def during() -> Iterator[str]:
        with Newsroom(store, now=NOW, fetch=net) as other:
            report = other.add([])
            assert report.resumed == 0
        yield "https://a.example/two"

    net = Net(one=page("Arl"), two=page("Murow"))
    with Newsroom(store, now=NOW, fetch=net) as room:
        report = room.add(during())  # type: ignore[arg-type]
        assert len(report.added) == 1
        assert rows(store, "SELECT number FROM runs") == []


def test_captures_of_before_count_as_read(store: Path) -> None:
    """A store that knew no readings is not read anew."""
    from writethru.store.schema import MIGRATIONS

    before = next(n for n, steps in enumerate(MIGRATIONS) if any("CREATE TABLE readings" in s for s in steps))
    connection = sqlite3.connect(":memory:")
    for steps in MIGRATIONS[:before]:
        for statement in steps:
            connection.execute(statement)
    connection.execute(
        "INSERT INTO captures (id, place, media_type, hints, content) VALUES ('c', 'a', 'text/html', '{}', x'')"
    )
    for statement in MIGRATIONS[before]:
        connection.execute(statement)
    assert connection.execute("SELECT capture, article, lost FROM readings").fetchall() == [("c", None, 0)]
    connection.close()


LOSSES = {
    "deep.html": (b"<div>" * 5000 + b"<p>hidden</p>" + b"</div>" * 5000, {"truncated"}),
    "long.html": (b"<p>" + b"far too long a text " * 550_000 + b"</p>", {"truncated"}),
}


@pytest.mark.parametrize("name", LOSSES)
def test_text_that_the_parser_drops_is_noticed_in_a_worker_too(
    store: Path, tmp_path: Path, name: str
) -> None:
    within, kinds = LOSSES[name]
    file = tmp_path / name
    file.write_bytes(page("Arl", 3).replace(b"</article>", b"</article>" + within))
    with Newsroom(store, now=NOW) as room:
        report = room.add(file)
        assert {p.kind for p in report.problems} == kinds
        (added,) = report.added
        assert set(room.article(added).article.marks) == kinds


def test_gzip_that_breaks_off_is_noticed(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "cut.html.gz"
    file.write_bytes(gzip.compress(page("Arl", 40))[:-20])
    with Newsroom(store, now=NOW) as room:
        assert "damaged" in {p.kind for p in room.add(file).problems}


def test_a_page_reads_the_same_in_a_worker_and_here(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_bytes(page("Arl", 5))
    here = Settings(acquire=AcquireSettings(workers=0))
    found = []
    for settings in (Settings(), here):
        with Newsroom(settings=settings, now=NOW) as room:
            found.append([msgspec.to_builtins(d) for d in room.annotate(file)])
    assert found[0] == found[1] and found[0]
