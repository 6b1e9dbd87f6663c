"""No spelling of an address leads inside by way of the feeds that are followed, either."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from html import escape
from pathlib import Path

import pytest

from tests.acquire.test_fetch_guard import (
    HERE,
    REFUSED,
    SETTINGS,
    Entry,
    json_feed,
    moved,
    other_ways,
    page,
    rss,
    site,
)
from tests.nets import PUBLIC, FakeNet
from tests.trials import trials
from writethru.acquire import Fetched, open_fetch
from writethru.errors import FetchError, UsageError
from writethru.newsroom import Newsroom

__all__ = ["other_ways"]


def link(target: str) -> bytes:
    return page(f'<link rel="alternate" type="application/rss+xml" href="{escape(target)}">')


def item(target: str) -> bytes:
    return rss(item=f"<link>{escape(target)}</link><description>The mill.</description>")


# What is followed -> what paper.example answers.
ENTRIES: dict[str, Entry] = {
    "the address itself": (None, lambda t: {}),
    "a feed that a page names": ("/", lambda t: {"/": link(t)}),
    "redirect of a feed that a page names": ("/", lambda t: {"/": link("/feed.xml"), "/feed.xml": moved(t)}),
    "permanent redirect": ("/feed.xml", lambda t: {"/feed.xml": moved(t, 301)}),
    "an item": ("/feed.xml", lambda t: {"/feed.xml": item(t)}),
    "redirect of an item": ("/feed.xml", lambda t: {"/feed.xml": item(f"{HERE}/a"), "/a": moved(t, 308)}),
    "an item of a JSON Feed": (
        "/feed.json",
        lambda t: {"/feed.json": json_feed(url=t, content_text="Mill.")},
    ),
    "the home of a feed": (
        "/feed.xml",
        lambda t: {
            "/feed.xml": rss(f"<link>{escape(t)}</link><ttl>5</ttl>", f"<link>{HERE}/a</link>"),
            "/a": page(),
        },
    ),
}


class Following:
    """A newsroom that follows one address after the other, each in a network of its own."""

    def __init__(self) -> None:
        self.net = FakeNet({})
        self.room = Newsroom(settings=SETTINGS, fetch=self.fetch)

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        return self.get(url, etag=etag, last_modified=last_modified)

    def enter(self, net: FakeNet) -> None:
        self.net, self.get = net, open_fetch(SETTINGS, net=net.net())

    def follow(self, address: str) -> None:
        """Do with an address all that following it does."""
        for step in (self.room.feed_discover, self.room.feed_add, lambda a: list(self.room.feed_check(a))):
            with suppress(FetchError, UsageError):
                step(address)
        self.update()

    def update(self) -> None:
        list(self.room.update(every=True))
        for feed in self.room.feeds():
            self.room.feed_remove(feed.url)


@pytest.fixture(scope="module")
def following() -> Iterator[Following]:
    found = Following()
    with found.room:
        yield found


@pytest.mark.parametrize("entry", ENTRIES)
def test_following_leads_nowhere_inside(entry: str, following: Following) -> None:
    path, answers = ENTRIES[entry]
    wrong = []
    for case in REFUSED[:: trials(14, 1)]:
        following.enter(FakeNet({"paper.example": site(answers(case["url"]))}, case.get("names")))
        following.follow(HERE + path if path else case["url"])
        made = following.net.connections
        if not set(made) <= {(PUBLIC, 80), (PUBLIC, 443)}:
            wrong.append((case["url"], made))
        assert not path or made
    assert not wrong


def test_an_imported_list_leads_nowhere_inside(following: Following, tmp_path: Path) -> None:
    outlines = "".join(f'<outline type="rss" text="x" xmlUrl="{escape(case["url"])}"/>' for case in REFUSED)
    outlines = "".join(c for c in outlines if c.isprintable())  # else it were no XML
    file = tmp_path / "list.opml"
    file.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8", errors="replace")
    names = {name: found for case in REFUSED for name, found in case.get("names", {}).items()}
    following.enter(FakeNet({"paper.example": site({})}, names))
    assert len(following.room.feed_import(file).added) > 100
    following.update()
    assert set(following.net.connections) <= {(PUBLIC, 80), (PUBLIC, 443)}
