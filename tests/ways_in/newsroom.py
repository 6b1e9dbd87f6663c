"""The ways by which an address comes to a newsroom: followed, looked at again, told, and given over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from html import escape
from io import BytesIO

import pytest
from msgspec.structs import replace

from tests.ways_in.paper import HERE, SETTINGS, json_feed, moved, page, rss, sitemap, sitemap_index
from tests.ways_in.way import NOON, Desk, Way
from writethru import Newsroom
from writethru.acquire import open_post
from writethru.annotate import annotate
from writethru.errors import FetchError, UsageError
from writethru.ledger import enter
from writethru.records import Article, StoryEvent, WatchedFeed, content_id
from writethru.settings import NotifyRule, NotifySettings
from writethru.store import Addition

EARLIER = (NOON - timedelta(hours=10)).isoformat()
BUSY = b"HTTP/1.1 503 Said\r\nContent-Length: 0\r\n\r\n"


# -- feeds


def discover(desk: Desk, address: str) -> None:
    with suppress(FetchError, UsageError):
        desk.room.feed_discover(address)


def feed_add(desk: Desk, address: str) -> None:
    """Follow an address, and visit what comes of it."""
    with suppress(UsageError):
        desk.room.feed_add(address)
    update(desk, 1)


def feed_check(desk: Desk, address: str) -> None:
    with suppress(UsageError):
        list(desk.room.feed_check(address))


def watch(desk: Desk, address: str, rounds: int = 1) -> None:
    """Visit a feed that is in the store, however it came there."""
    desk.room._store.add_feed(WatchedFeed(url=address, added=EARLIER))
    update(desk, rounds)


def import_list(desk: Desk, address: str) -> None:
    with suppress(UsageError):
        desk.room.feed_import(outlines(address))
    update(desk, 1)


def update(desk: Desk, rounds: int) -> None:
    for _ in range(rounds):
        list(desk.room.update(every=True, clock=desk.time.clock()))
        desk.time.time += 86_400
    for feed in desk.room.feeds():
        desk.room.feed_remove(feed.url)


def outlines(address: str) -> bytes:
    outline = f'<outline type="rss" text="x" xmlUrl="{escape(address)}"/>'
    listed = outline if "\0" not in address else ""  # a list cannot hold it: what is read is another address
    return f'<opml version="2.0"><body>{listed}</body></opml>'.encode("utf-8", "replace")


def link(target: str) -> bytes:
    return page(f'<link rel="alternate" type="application/rss+xml" href="{escape(target)}">')


def item(target: str) -> bytes:
    return rss(item=f"<link>{escape(target)}</link>")


# -- articles that are kept


def recheck(desk: Desk, address: str, times: int = 1) -> None:
    """Look again at an article that has this address in the store."""
    article = Article(
        id=content_id(address),
        key=content_id("key", address),
        title="Mill burns down",
        text="The mill by the river burned down on Monday.",
        url=address,
        publisher="Paper",
        published=EARLIER,
    )
    document = annotate(article)
    event = StoryEvent("opened", content_id("story", address), article.id, EARLIER)
    with Newsroom(settings=SETTINGS, now=NOON) as room:
        room._store.add_many([Addition(document, event, tuple(enter(document)))])
        for day in range(times):
            room.now = NOON + timedelta(days=day)
            list(room.recheck(article.id))


def look_at_cited(desk: Desk, address: str) -> None:
    """Let a round of `update` look again at what a page cites."""
    with Newsroom(settings=SETTINGS, now=NOON, stdin=BytesIO(story_of(address))) as room:
        room.add("-")
        list(room.update(clock=desk.time.clock()))


def story_of(address: str) -> bytes:
    """Return two articles of one event, one with an address: pages of a story begin with the second."""
    text = "The mill by the river Hal burned down on Monday, the fire service of Hallen said. Two people were hurt."
    one = {"url": address, "title": "Mill at Hallen burns down", "publisher": "Paper", "published": EARLIER}
    other = one | {"url": None, "publisher": "Post", "title": "Fire destroys mill at Hallen"}
    more = "The mill by the river Hal burned down on Monday. The cause of the fire at Hallen is not known."
    return "\n".join(json.dumps(row) for row in (one | {"text": text}, other | {"text": more})).encode()


# -- who is told


def post(desk: Desk, address: str) -> None:
    with suppress(FetchError):
        open_post(SETTINGS)(address, b"{}")


def notify(desk: Desk, address: str) -> None:
    """Tell a webhook of a new story."""
    rules = NotifySettings(rules=(NotifyRule(webhook=address),))
    settings = replace(SETTINGS, notify=rules)
    with Newsroom(settings=settings, now=NOON, stdin=BytesIO(story_of(f"{HERE}/a"))) as room:
        room.add("-")


# -- what is asked for over HTTP, as the process does it that fetches


def act(name: str) -> Callable[[Desk, str], None]:
    def do(desk: Desk, address: str) -> None:
        pytest.importorskip("starlette", reason="the reading room needs the extra web")
        from writethru.web import acts
        from writethru.web.answers import Trouble

        given = {"list": outlines(address)} if name == "FEED_IMPORT" else {"url": address}
        with suppress(Trouble, UsageError):
            getattr(acts, name).do(desk.room, given)
        update(desk, 1)

    return do


def again(address: str) -> bytes:
    """A page as it was, with a word more, that has another address for its own."""
    return page(f'<link rel="canonical" href="{escape(address)}">', "<p>Another word.</p>")


LEADING: dict[str, Way] = {
    "feed discover": Way(None, lambda t: {}, discover),
    "feed discover: redirect of the site": Way("/", lambda t: {"/": moved(t)}, discover),
    "feed discover: feed that the page names": Way("/", lambda t: {"/": link(t)}, discover, 32),
    "feed discover: redirect of that feed": Way(
        "/", lambda t: {"/": link("/feed.xml"), "/feed.xml": moved(t)}, discover, 32
    ),
    "feed discover: base of the page": Way(
        "/", lambda t: {"/": page(f'<base href="{escape(t)}">', '<a href="a.xml">RSS</a>')}, discover, 32
    ),
    "feed add": Way(None, lambda t: {}, feed_add),
    "feed add: redirect": Way("/feed.xml", lambda t: {"/feed.xml": moved(t, 301)}, feed_add),
    "feed add: feed that the page names": Way("/", lambda t: {"/": link(t)}, feed_add, 64),
    "feed check": Way(None, lambda t: {}, feed_check),
    "feed import": Way(None, lambda t: {}, import_list),
    "watched feed": Way(None, lambda t: {}, watch),
    "redirect of a watched feed": Way("/feed.xml", lambda t: {"/feed.xml": moved(t, 301)}, watch),
    "redirect of where a watched feed has moved for good": Way(
        "/feed.xml",
        lambda t: {"/feed.xml": moved("/new.xml", 301), "/new.xml": [rss(), rss(), rss(), moved(t)]},
        lambda desk, address: watch(desk, address, 4),
        32,
    ),
    "item of a watched feed": Way("/feed.xml", lambda t: {"/feed.xml": item(t)}, watch),
    "GUID of a watched feed": Way(
        "/feed.xml",
        lambda t: {"/feed.xml": rss(item=f'<guid isPermaLink="true">{escape(t)}</guid>')},
        watch,
    ),
    "item of a watched JSON Feed": Way("/feed.json", lambda t: {"/feed.json": json_feed(url=t)}, watch),
    "item of a watched sitemap": Way("/news.xml", lambda t: {"/news.xml": sitemap(t)}, watch),
    "redirect of a page that is owed": Way(
        "/feed.xml", lambda t: {"/feed.xml": item(f"{HERE}/a"), "/a": moved(t, 308)}, watch
    ),
    "redirect of a page that is owed and tried again": Way(
        "/feed.xml",
        lambda t: {"/feed.xml": item(f"{HERE}/a"), "/a": [BUSY, moved(t)]},
        lambda desk, address: watch(desk, address, 2),
    ),
    "redirect of a part of a watched sitemap index": Way(
        "/index.xml",
        lambda t: {"/index.xml": sitemap_index(f"{HERE}/news.xml"), "/news.xml": moved(t)},
        watch,
    ),
    "recheck": Way(None, lambda t: {}, recheck, 32),
    "recheck: redirect": Way("/a", lambda t: {"/a": moved(t)}, recheck, 64),
    "recheck: redirect of where it has moved for good": Way(
        "/a",
        lambda t: {"/a": moved("/b", 301), "/b": [page(), moved(t, 301)]},
        lambda desk, address: recheck(desk, address, 2),
        64,
    ),
    "recheck of what a page cites": Way(None, lambda t: {}, look_at_cited, 64),
    "recheck of what a page cites: redirect": Way("/a", lambda t: {"/a": moved(t, 301)}, look_at_cited, 64),
    "webhook": Way(None, lambda t: {}, post, 1),
    "webhook of a rule": Way(None, lambda t: {}, notify, 64),
    "add over HTTP": Way(None, lambda t: {}, act("ADD")),
    "redirect of what is added over HTTP": Way("/a", lambda t: {"/a": moved(t)}, act("ADD")),
    "feed add over HTTP": Way(None, lambda t: {}, act("FEED_ADD")),
    "feed import over HTTP": Way(None, lambda t: {}, act("FEED_IMPORT")),
}

MENTIONED: dict[str, Way] = {
    "part of a watched sitemap index": Way("/index.xml", lambda t: {"/index.xml": sitemap_index(t)}, watch),
    "home of a watched feed": Way(
        "/feed.xml", lambda t: {"/feed.xml": rss(f"<link>{escape(t)}</link><ttl>5</ttl>")}, watch
    ),
    "recheck: canonical link": Way(
        "/a", lambda t: {"/a": [again(t), again(t)]}, lambda desk, address: recheck(desk, address, 2), 64
    ),
    "redirect of a webhook": Way("/hook", lambda t: {"/hook": moved(t, 307)}, post),
}
