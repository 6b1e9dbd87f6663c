"""The commands on feeds, on a network of two hosts in this process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from calling import Call

from tests.nets import FakeNet, SimulatedClock, answer
from writethru import acquire
from writethru.acquire import open_fetch as real_open_fetch
from writethru.acquire.fetch import Fetch
from writethru.settings import Settings

NOW = "2031-05-14T12:00:00Z"
SITE = "https://orlen.example/"
FEED = "http://orlen.example/feed.xml"
LONG = "The lock keeper opened gate {n} of the Orlen canal before noon, and {n} barges went through. " * 8

# What only the second article tells, so that a page of both cites both.
PATH = (
    "Walkers on the tow path of the Orlen canal were led around the mill at Sarn, whose wall had cracked. "
    * 8
)


def item(number: int, text: str = LONG) -> str:
    date = format_datetime(datetime(2031, 5, 14, number, tzinfo=UTC))
    return (
        f"<item><guid isPermaLink='false'>o-{number}</guid><title>Gate {number} of the canal opened</title>"
        f"<link>http://orlen.example/{number}</link><pubDate>{date}</pubDate>"
        f"<description>{text.format(n=number)}</description></item>"
    )


def feed(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Orlen Times</title>{"".join(items)}</channel></rss>'


class Outlet:
    """A site with two feeds; what the first one says can be changed."""

    def __init__(self) -> None:
        self.body = feed(item(1), item(2))
        self.status = 200
        self.asked: list[str] = []

    def __call__(self, path: str, headers: dict[str, str]) -> bytes:
        self.asked.append(path)
        if path == "/feed.xml":
            etag = f'"{len(self.body)}"'
            if headers.get("If-None-Match") == etag:
                return answer(status=304, ETag=etag)
            return answer(self.body, self.status, ETag=etag)
        if path == "/sport.xml":
            return answer(feed(item(7)))
        if path == "/":
            links = ("feed.xml", "sport.xml")
            named = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}">' for n in links)
            return answer(
                f"<html><head><title>Orlen Times</title>{named}</head><body><p>Front</p></body></html>"
            )
        if path == "/3":
            text = "".join(f"<p>{LONG.format(n=3)}</p>" for _ in range(3))
            return answer(
                f"<html><head><title>Gate 3</title></head><body><article>{text}</article></body></html>"
            )
        return answer("no", 404)


@pytest.fixture
def outlet(monkeypatch: pytest.MonkeyPatch) -> Outlet:
    told, site = SimulatedClock(), Outlet()
    net = FakeNet({"orlen.example": site}).net()

    def open_fetch(settings: Settings, **_: object) -> Fetch:
        return real_open_fetch(settings, clock=told.clock(), net=net)

    monkeypatch.setattr(acquire, "open_fetch", open_fetch)
    return site


def test_from_a_site_to_its_articles(call: Call, outlet: Outlet) -> None:
    added = call("feed", "add", "http://orlen.example/", "--folder", "News/Canals", "--now", NOW)
    assert (added.code, added.out) == (0, f"Orlen Times: added: {FEED}\n")
    assert "1 more feed at http://orlen.example/" in added.err
    assert "http://orlen.example/sport.xml" in added.err
    assert "not looked at yet" in call("feed", "list", "--now", NOW).out
    done = call("update", "--now", NOW)
    assert done.code == 0, done.err
    assert done.out.startswith("Orlen Times: 2 new, 0 known, next look 2031-05-14 ")
    assert done.out.endswith("1 feed read, 2 new items\n")
    assert len(call("search", "canal", "--kind", "article").out.splitlines()) == 2
    assert call("update", "--now", NOW).out == "no feed is due\n"
    listed = call("feed", "list", "--now", NOW).out.split("\t")
    assert listed[:4] == ["News/Canals", "Orlen Times", FEED, "2"]
    assert listed[5] == "well"


def test_unchanged_then_news_then_trouble(call: Call, outlet: Outlet) -> None:
    outlet.body = feed(item(1), item(2, PATH))
    call("feed", "add", FEED, "--now", NOW)
    call("update", "--now", NOW)
    unchanged = json.loads(call("update", "--all", "--json", "--now", "2031-05-14T13:00:00Z").out)
    assert (unchanged["outcome"], unchanged["unchanged"], unchanged["fetched"], unchanged["new"]) == (
        "unchanged",
        1,
        1,
        0,
    )
    outlet.body = feed(item(3, "Gate {n}, in short."), item(2, PATH), item(1, LONG + "Corrected."))
    asked = len(outlet.asked)
    news = json.loads(call("update", "--all", "--json", "--now", "2031-05-14T14:00:00Z").out)
    assert (news["outcome"], news["new"], news["changed"], news["known"], news["owed"]) == (
        "news",
        1,
        1,
        1,
        0,
    )
    looked_at_again = {"/1", "/2"}  # cited by a page, and not looked at for six hours
    fetched = [path for path in outlet.asked[asked:] if path != "/robots.txt"]
    assert fetched[:2] == ["/feed.xml", "/3"]
    assert len(fetched) == 3 and fetched[2] in looked_at_again
    assert len(call("search", "canal", "--kind", "article").out.splitlines()) >= 3
    outlet.status = 503
    outlet.body = "no"
    failed = call("update", "--feed", "orlen", "--now", "2031-05-14T16:00:00Z")
    assert failed.code == 2
    assert failed.out.startswith(
        "Orlen Times: answers 503 since 2031-05-14 16:00; last good 2031-05-14 14:00; next look "
    )
    assert "it answered 503 (what it brought before is kept)" in failed.err


def test_check_says_what_would_be_done_and_does_nothing(call: Call, outlet: Outlet, tmp_path: Path) -> None:
    outlet.body = feed(item(3, "Gate {n}, in short."), item(2))
    checked = call("feed", "check", FEED, "--now", NOW)
    assert checked.code == 0
    assert "2 items: 2 new, 0 changed, 0 known; 1 page to fetch" in checked.out
    assert list(tmp_path.iterdir()) == []
    outlet.body = "<!doctype html><title>Orlen</title><p>We have moved."
    page = call("feed", "check", FEED, "--now", NOW)
    assert page.code == 2
    assert "is a page, not a feed," in page.out
    assert call("feed", "check", "--now", NOW).code == 1  # none is followed


def test_discover_lists_what_was_tried_out(call: Call, outlet: Outlet) -> None:
    found = json.loads(call("feed", "discover", "http://orlen.example/", "--json").out)
    assert [(f["url"], f["items"]) for f in found] == [(FEED, 2), ("http://orlen.example/sport.xml", 1)]
    assert call("feed", "discover", "http://orlen.example/3").code == 0


def test_opml_there_and_back(call: Call, outlet: Outlet, tmp_path: Path) -> None:
    call("feed", "add", FEED, "--title", "Canals & locks", "--folder", "News")
    assert call("feed", "export", str(tmp_path / "list.opml")).code == 0
    removed = call("feed", "remove", "canals & LOCKS")
    assert removed.out == f"Canals & locks: removed: {FEED}\n"
    assert call("feed", "import", str(tmp_path / "list.opml")).out == "1 feed added, 0 followed already\n"
    assert call("feed", "import", str(tmp_path / "list.opml")).out == "0 feeds added, 1 followed already\n"
    assert call("feed", "list").out.split("\t")[:3] == ["News", "Canals & locks", FEED]
    assert call("feed", "export", "-").out == (tmp_path / "list.opml").read_text()


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("feed add http://nowhere.example/", 1, "cannot be resolved"),
        ("feed add http://orlen.example/2", 1, "it answered 404"),
        ("feed add nonsense", 1, "is no address"),
        ("feed remove x", 1, "there is no store here"),
        ("feed list", 1, "there is no store here"),
        ("feed import nothing.opml", 1, "the list cannot be read"),
        ("feed discover http://nowhere.example/", 1, "cannot be resolved"),
        ("update", 1, "there is no store here"),
        ("update --feed x", 1, "there is no store here"),
        ("feed", 1, "Missing command"),
        ("feed shoe", 1, "No such command"),
    ],
)
def test_what_makes_no_sense_is_one_line(
    call: Call, outlet: Outlet, command: str, code: int, said: str
) -> None:
    done = call(*command.split())
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert len(done.err.splitlines()) == 1


def test_a_feed_that_is_not_followed_is_said_to_be_so(call: Call, outlet: Outlet) -> None:
    call("feed", "add", FEED, "http://orlen.example/sport.xml")
    for command in ("feed remove sorrow", "update --feed sorrow"):
        assert '"writethru feed list" lists them' in call(*command.split()).err
    assert "may be any of 2 feeds" in call("feed", "remove", "orlen").err
    assert call("feed", "remove", "sport").code == 0


def test_watch_ends_cleanly_on_sigterm(call: Call, outlet: Outlet, tmp_path: Path) -> None:
    call("feed", "add", FEED)
    call("feed", "remove", FEED)
    started = subprocess.Popen(
        [sys.executable, "-m", "writethru", "watch", "--store", str(tmp_path / "own.db")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert started.stderr is not None
    assert "no feed is followed yet" in started.stderr.readline()
    began = time.monotonic()
    started.send_signal(signal.SIGTERM)
    out, err = started.communicate(timeout=20)
    assert (started.returncode, out) == (0, "")
    assert "stopped; what was read is kept" in err
    assert time.monotonic() - began < 10
