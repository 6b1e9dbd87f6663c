"""Whatever way it comes in by: what was fetched is in the store when anything looks at it, and a process killed then leaves it there."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from writethru import Newsroom
from writethru.acquire import Fetched, kinds
from writethru.acquire.workers import Here
from writethru.errors import FetchError
from writethru.settings import Settings
from writethru.store import open_store

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a copy of this process is killed")

NOW = datetime(2031, 3, 10, 12, tzinfo=UTC)
SITE = "https://quay.example"
HERE = replace(Settings(), acquire=replace(Settings().acquire, workers=0))
MODIFIED = "Mon, 10 Mar 2031 08:00:00 GMT"
TOLD = (
    "The harbour board of {} said on Monday that the old quay would be raised by a metre before autumn. " * 8
)

Tell = Callable[[bytes], None]
Step = Callable[[Newsroom], object]


def page(town: str, links: str = "") -> bytes:
    text = f"<p>{TOLD.format(*[town] * 8)}</p><p>{town} has had no higher tide since.</p>"
    return (
        f'<html lang="en"><head><title>{town} raises its quay</title>{links}'
        '<meta property="article:published_time" content="2031-03-09T10:00:00Z"></head>'
        f"<body><article><h1>{town} raises its quay</h1>{text}</article></body></html>"
    ).encode()


def rss(*names: str) -> bytes:
    items = "".join(
        f"<item><title>{n}</title><link>{SITE}/{n}</link><guid>{n}</guid>"
        f"<description>{n}, in short.</description></item>"
        for n in names
    )
    return f'<rss version="2.0"><channel><title>Quay</title>{items}</channel></rss>'.encode()


LINKS = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
MAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
ANSWERS: dict[str, tuple[bytes, str]] = {
    "arl": (page("Arl"), "text/html"),
    "murow": (page("Murow"), ""),  # only a look can tell that it is a page
    "sorrel": (b"Sorrel, and nothing that a page has.", "text/plain"),
    "feed.xml": (rss("arl", "murow", "sorrel"), "application/rss+xml"),
    "brief.xml": (rss("arl"), "application/rss+xml"),
    "feed.json": (
        json.dumps({"version": "1", "title": "Quay", "items": [{"id": "1", "url": f"{SITE}/arl"}]}).encode(),
        "application/json",
    ),
    "list.opml": (
        f'<opml version="2.0"><body><outline type="rss" xmlUrl="{SITE}/feed.json"/></body></opml>'.encode(),
        "text/xml",
    ),
    "map.xml": (
        f"<sitemapindex {MAPS}><sitemap><loc>{SITE}/news.xml</loc></sitemap></sitemapindex>".encode(),
        "application/xml",
    ),
    "news.xml": (
        f'<urlset {MAPS} xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{SITE}/arl</loc>'
        "<n:news><n:title>Arl</n:title></n:news></url></urlset>".encode(),
        "application/xml",
    ),
    "home": (page("Quay", LINKS), "text/html"),
}
EDITED = {town: page(town.capitalize()).replace(b"a metre", b"two metres") for town in ("arl", "murow")}


class Unread(bytes):
    """Bytes that tell before anybody looks at them: to measure, copy or hash them is no look."""

    tell: Tell = staticmethod(lambda content: None)  # type: ignore[assignment]


def _looking(name: str) -> Callable[..., Any]:
    method = getattr(bytes, name)

    def look(self: Unread, *given: Any) -> Any:
        if given[:1] != ("latin-1",):  # as which they are hashed
            Unread.tell(bytes(self))
        return method(self, *given)

    return look


for _name in ("decode", "find", "partition", "removeprefix", "split", "splitlines", "startswith", "strip"):
    setattr(Unread, _name, _looking(_name))
for _name in ("lstrip", "__contains__", "__getitem__", "__iter__"):
    setattr(Unread, _name, _looking(_name))


class Net:
    """Addresses with what they answer."""

    def __init__(self, **instead: bytes) -> None:
        self.answers = ANSWERS | {name: (content, "text/html") for name, content in instead.items()}

    def __call__(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        name = url.removeprefix(f"{SITE}/")
        if name not in self.answers:
            raise FetchError("it answered 404", "status", status=404)
        content, media_type = self.answers[name]
        tag = f'"{hashlib.sha256(content).hexdigest()[:9]}"'
        return Fetched(url, Unread(content), media_type, etag=tag, last_modified=MODIFIED)


def told_of(tell: Tell) -> None:
    """Have `tell` called with all that is looked at, before it is; for good."""
    kind, run, each = kinds.kind, Here.run, Here.each

    def told_kind(head: bytes, name: str) -> str:
        tell(head)
        return kind(head, name)

    def told_run(self: Here, function: Any, content: Any, *given: Any, **named: Any) -> Any:
        tell(content)
        return run(self, function, content, *given, **named)

    def told_each(self: Here, function: Any, calls: Any) -> Iterator[Any]:
        def told() -> Iterator[Any]:
            for given in calls:
                tell(given["capture"].content)
                yield given

        return each(self, function, told())

    kinds.kind = told_kind
    Here.run, Here.each = told_run, told_each  # type: ignore[method-assign, assignment]
    Unread.tell = staticmethod(tell)  # type: ignore[assignment, method-assign]


def killed_at(number: int, opened: Callable[[], Newsroom], step: Step, of: set[str]) -> str:
    """Do a step in a copy of this process that is killed when it looks at the n-th of some documents.

    Returns the hash of that document; "" where it came to its end before.
    """
    heard, said = os.pipe()
    child = os.fork()
    if not child:
        looked: set[str] = set()

        def tell(content: bytes) -> None:
            sha256 = hashlib.sha256(content).hexdigest()
            if sha256 in of:
                looked.add(sha256)
                if len(looked) == number:
                    os.write(said, sha256.encode())
                    os.kill(os.getpid(), signal.SIGKILL)

        code = 1
        try:
            told_of(tell)
            with opened() as room:
                step(room)
            code = 0
        except BaseException as error:
            print(repr(error), file=sys.stderr)
        finally:
            os._exit(code)
    os.close(said)
    with os.fdopen(heard, "rb") as reader:
        sha256 = reader.read().decode()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) if sha256 else status == 0
    return sha256


def assert_kept(store: Path, sha256: str) -> None:
    """Bytes, headers and hash of a document are there, and the store is whole."""
    with closing(sqlite3.connect(store)) as connection:
        rows = connection.execute(
            "SELECT a.asked, a.head, coalesce(a.content, c.content) FROM answers a LEFT JOIN captures c"
            " ON c.id = a.capture WHERE a.sha256 = ?1"
            " UNION ALL SELECT asked, head, content FROM feed_documents WHERE sha256 = ?1",
            (sha256,),
        ).fetchall()
    assert rows, "nothing of it is there"
    for asked, head, content in rows:
        assert hashlib.sha256(zlib.decompress(content)).hexdigest() == sha256, asked
        told = json.loads(head)
        assert (told["status"], told["etag"], told["last_modified"]) == (200, f'"{sha256[:9]}"', MODIFIED)
    with open_store(str(store), read_only=True) as kept:
        assert kept.check() == ()


def what_came(store: Path) -> tuple[list[str], list[str], list[str]]:
    """All texts, all feeds, and what rechecks found."""
    with open_store(str(store), read_only=True) as kept:
        texts = sorted(document.article.text for document, _ in kept.recent())
        return texts, [f.url for f in kept.feeds()], [c.outcome for c in kept.rechecks()]


# A way in, what is done before, what it is, and how many documents are looked at.
WAYS: dict[str, tuple[Step | None, Step, int]] = {
    "a page": (None, lambda room: room.add(f"{SITE}/arl"), 1),
    "a feed, and the page of its item": (None, lambda room: room.add(f"{SITE}/brief.xml"), 2),
    "a JSON Feed": (None, lambda room: room.add(f"{SITE}/feed.json"), 2),
    "a list of feeds": (None, lambda room: room.add(f"{SITE}/list.opml"), 3),
    "a sitemap of sitemaps": (None, lambda room: room.add(f"{SITE}/map.xml"), 3),
    "a feed that is followed": (
        lambda room: room.feed_add(f"{SITE}/feed.xml"),
        lambda room: list(room.update(every=True)),
        4,
    ),
    "a sitemap that is followed": (
        lambda room: room.feed_add(f"{SITE}/map.xml"),
        lambda room: list(room.update(every=True)),
        3,
    ),
    "a site whose feed is to be followed": (None, lambda room: room.feed_add(f"{SITE}/home"), 2),
    "a feed to be followed": (None, lambda room: room.feed_add(f"{SITE}/feed.json"), 1),
    "a site whose feeds are looked for": (None, lambda room: room.feed_discover(f"{SITE}/home"), 2),
    "a page that is looked at again": (
        lambda room: room.add(f"{SITE}/arl"),
        lambda room: list(room.recheck()),
        1,
    ),
    "a page that a round looks at again": (
        lambda room: [room.add([f"{SITE}/arl", f"{SITE}/murow"]), *map(room.show, stories(room))],
        lambda room: list(room.update()),
        1,
    ),
}


def stories(room: Newsroom) -> list[str]:
    return [story.id for story in room.stories()]


@pytest.mark.parametrize("way", WAYS)
def test_what_is_looked_at_is_kept_and_stays_when_the_process_is_killed(way: str, tmp_path: Path) -> None:
    before, step, documents = WAYS[way]
    again = "again" in way
    net, now = (Net(**EDITED), NOW + timedelta(hours=9)) if again else (Net(), NOW)
    of = {hashlib.sha256(content).hexdigest() for content, _ in net.answers.values()}
    made = tmp_path / "made.db"
    with Newsroom(made, now=NOW, fetch=Net(), settings=HERE) as room:
        if before is not None:
            before(room)

    def opened(store: Path) -> Newsroom:
        return Newsroom(store, now=now, fetch=net, settings=HERE)

    came = []
    for number in range(1, documents + 2):
        store = tmp_path / f"{number}.db"
        shutil.copy(made, store)
        sha256 = killed_at(number, lambda store=store: opened(store), step, of)  # type: ignore[misc]
        assert bool(sha256) is (number <= documents), f"it looks at {number - bool(not sha256)} documents"
        if sha256:
            assert_kept(store, sha256)
            with opened(store) as room:
                step(room)
        came.append(what_came(store))
    assert came == came[-1:] * len(came), "what was not killed ends otherwise"
