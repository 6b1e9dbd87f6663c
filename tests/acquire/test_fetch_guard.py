"""No spelling of an address leads inside, by whatever way it comes in: as data in tests/cases/fetch/."""

from __future__ import annotations

import json
import random
import socket
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest

from tests.nets import PUBLIC, Answer, FakeNet, answer
from tests.trials import trials
from writethru.acquire import collect, extract, fetch, open_fetch, urls
from writethru.errors import FetchError
from writethru.records import Capture, Problem
from writethru.settings import Settings

CASES = Path(__file__).parent.parent / "cases" / "fetch"
REFUSED = [json.loads(line) for line in (CASES / "refused.jsonl").read_text(encoding="utf-8").splitlines()]
PASSED = [json.loads(line) for line in (CASES / "passed.jsonl").read_text(encoding="utf-8").splitlines()]
SETTINGS = Settings(acquire=msgspec.structs.replace(Settings().acquire, min_interval_seconds=0.0))
HERE = "http://paper.example"
MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
TEXT = "<p>The mill by the river burned down on Monday, the fire service of Hallen said.</p>" * 12


def page(head: str = "", body: str = "") -> bytes:
    return answer(
        f"<!doctype html><html><head><title>Mill</title>{head}</head><body>{TEXT}{body}</body></html>"
    )


def rss(channel: str = "", item: str = "", before: str = "") -> bytes:
    start = f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>Paper</title>{channel}'
    return answer(f"{start}<item><title>Mill</title>{item}</item></channel></rss>", Content_Type="text/xml")


def atom(entry: str, base: str = "") -> bytes:
    start = f'<feed xmlns="http://www.w3.org/2005/Atom"{base}><title>Paper</title>'
    return answer(f"{start}<entry><title>Mill</title>{entry}</entry></feed>", Content_Type="text/xml")


def json_feed(**item: str) -> bytes:
    given = {"version": "https://jsonfeed.org/version/1.1", "title": "Paper", "items": [{"id": "1", **item}]}
    return answer(json.dumps(given), Content_Type="application/feed+json")


def opml(attributes: str) -> bytes:
    outline = f'<outline type="rss" text="Paper" {attributes}/>'
    return answer(f'<opml version="2.0"><body>{outline}</body></opml>', Content_Type="text/x-opml")


def sitemap(target: str) -> bytes:
    news = "<n:news><n:title>Mill</n:title><n:publication_date>2031-03-04</n:publication_date></n:news>"
    url = f"<url><loc>{escape(target)}</loc>{news}</url>"
    return answer(f'<urlset xmlns="{MAPS}" xmlns:n="{NEWS}">{url}</urlset>', Content_Type="text/xml")


def moved(target: str, status: int = 302) -> bytes:
    return answer(status=status, Location=target)


# How an address comes in -> the address that is asked for, and what paper.example answers there.
# None asks for the address itself. What is told from a page or feed may only lead back to paper.example.
Entry = tuple[str | None, Callable[[str], dict[str, bytes]]]
ENTRIES: dict[str, Entry] = {
    "page": (None, lambda target: {}),
    "redirect of a page": ("/a", lambda target: {"/a": moved(target)}),
    "permanent redirect of a page": ("/a", lambda target: {"/a": moved(target, 308)}),
    "second redirect": ("/a", lambda target: {"/a": moved("/b", 301), "/b": moved(target, 307)}),
    "redirect of a feed": ("/feed.xml", lambda target: {"/feed.xml": moved(target, 301)}),
    "redirect of robots.txt": ("/a", lambda target: {"/robots.txt": moved(target), "/a": page()}),
    "sitemap in robots.txt": ("/a", lambda t: {"/robots.txt": answer(f"Sitemap: {t}"), "/a": page()}),
    "RSS item": ("/feed.xml", lambda t: {"/feed.xml": rss(item=f"<link>{escape(t)}</link>")}),
    "RSS guid": (
        "/feed.xml",
        lambda t: {"/feed.xml": rss(item=f'<guid isPermaLink="true">{escape(t)}</guid>')},
    ),
    "redirect of an RSS item": (
        "/feed.xml",
        lambda t: {"/feed.xml": rss(item=f"<link>{HERE}/a</link>"), "/a": moved(t)},
    ),
    "RSS enclosure, comments, source": (
        "/feed.xml",
        lambda t: {
            "/feed.xml": rss(
                item=f'<enclosure url="{escape(t)}" type="image/png" length="1"/>'
                f'<comments>{escape(t)}</comments><source url="{escape(t)}">x</source>'
            )
        },
    ),
    "RSS channel, image, cloud": (
        "/feed.xml",
        lambda t: {
            "/feed.xml": rss(
                f"<link>{escape(t)}</link><image><url>{escape(t)}</url></image><docs>{escape(t)}</docs>"
                f'<cloud domain="{escape(t)}" port="80" path="/" protocol="http-post"/>'
            )
        },
    ),
    "stylesheet of a feed": (
        "/feed.xml",
        lambda t: {"/feed.xml": rss(before=f'<?xml-stylesheet href="{escape(t)}" type="text/xsl"?>')},
    ),
    "document type of a feed": (
        "/feed.xml",
        lambda t: {"/feed.xml": rss(before=f'<!DOCTYPE rss PUBLIC "-//x" "{escape(t)}">')},
    ),
    "external entity of a feed": (
        "/feed.xml",
        lambda t: {
            "/feed.xml": rss(
                item="<description>&x;</description>",
                before=f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{escape(t)}"><!ENTITY % y SYSTEM "{escape(t)}"> %y;]>',
            )
        },
    ),
    "Atom entry": ("/feed.atom", lambda t: {"/feed.atom": atom(f'<link href="{escape(t)}"/>')}),
    "Atom content out of line": (
        "/feed.atom",
        lambda t: {"/feed.atom": atom(f'<content src="{escape(t)}" type="text/html"/>')},
    ),
    "xml:base of a feed": (
        "/feed.atom",
        lambda t: {"/feed.atom": atom('<link href="a"/>', f' xml:base="{escape(t)}"')},
    ),
    "JSON Feed item": ("/feed.json", lambda t: {"/feed.json": json_feed(url=t)}),
    "JSON Feed external_url": ("/feed.json", lambda t: {"/feed.json": json_feed(external_url=t)}),
    "JSON Feed image and banner": (
        "/feed.json",
        lambda t: {"/feed.json": json_feed(image=t, banner_image=t)},
    ),
    "canonical link": ("/a", lambda t: {"/a": page(f'<link rel="canonical" href="{escape(t)}">')}),
    "meta refresh": (
        "/a",
        lambda t: {"/a": page(f'<meta http-equiv="refresh" content="0; url={escape(t)}">')},
    ),
    "base of a page": ("/a", lambda t: {"/a": page(f'<base href="{escape(t)}">', '<img src="a.png">')}),
    "stylesheet, icon, preload, feed of a page": (
        "/a",
        lambda t: {
            "/a": page(
                "".join(
                    f'<link rel="{rel}" href="{escape(t)}" type="application/rss+xml">'
                    for rel in ("stylesheet", "icon", "preload", "alternate", "amphtml", "next", "manifest")
                )
            )
        },
    ),
    "images, frames, scripts of a page": (
        "/a",
        lambda t: {
            "/a": page(
                f'<meta property="og:image" content="{escape(t)}"><meta property="og:url" content="{escape(t)}">'
                f'<style>@import url("{escape(t)}");</style>',
                "".join(f'<{tag} src="{escape(t)}"></{tag}>' for tag in ("img", "iframe", "script", "video"))
                + f'<object data="{escape(t)}"></object><a href="{escape(t)}">x</a>',
            )
        },
    ),
    "document type of a page": (
        "/a",
        lambda t: {
            "/a": answer(f'<!DOCTYPE html PUBLIC "-//x" "{escape(t)}"><html><body>{TEXT}</body></html>')
        },
    ),
    "linked data of a page": (
        "/a",
        lambda t: {
            "/a": page(
                '<script type="application/ld+json">'
                + json.dumps({"@context": t, "@type": "NewsArticle", "url": t, "image": t})
                + "</script>"
            )
        },
    ),
    "headers of an answer": (
        "/a",
        lambda t: {
            "/a": answer(TEXT, Link=f"<{t}>; rel=canonical", Refresh=f"0; url={t}", Content_Location=t)
        },
    ),
    "OPML outline item": ("/list.opml", lambda t: {"/list.opml": opml(f'xmlUrl="{escape(t)}"')}),
    "redirect of an OPML outline": (
        "/list.opml",
        lambda t: {"/list.opml": opml(f'xmlUrl="{HERE}/feed.xml"'), "/feed.xml": moved(t, 301)},
    ),
    "home and links of an OPML outline": (
        "/list.opml",
        lambda t: {
            "/list.opml": opml(f'xmlUrl="{HERE}/feed.xml" htmlUrl="{escape(t)}" url="{escape(t)}"'),
            "/feed.xml": rss(),
        },
    ),
    "news sitemap item": ("/news.xml", lambda t: {"/news.xml": sitemap(t)}),
    "part of a sitemap index": (
        "/index.xml",
        lambda t: {
            "/index.xml": answer(
                f'<sitemapindex xmlns="{MAPS}"><sitemap><loc>{escape(t)}</loc></sitemap></sitemapindex>',
                Content_Type="text/xml",
            )
        },
    ),
    "redirect of a part of a sitemap index": (
        "/index.xml",
        lambda t: {
            "/index.xml": answer(
                f'<sitemapindex xmlns="{MAPS}"><sitemap><loc>{HERE}/news.xml</loc></sitemap></sitemapindex>',
                Content_Type="text/xml",
            ),
            "/news.xml": moved(t),
        },
    ),
    "record of a web archive": (
        "/a.warc",
        lambda t: {
            "/a.warc": answer(
                b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: "
                + t.encode("utf-8", "replace")
                + b"\r\nContent-Length: %d\r\n\r\n" % len(page())
                + page()
                + b"\r\n\r\n",
                Content_Type="application/warc",
            )
        },
    ),
    "row of JSON Lines": (
        "/rows.jsonl",
        lambda t: {"/rows.jsonl": answer(json.dumps({"url": t, "text": "x"}))},
    ),
}


def site(answers: dict[str, bytes]) -> Answer:
    return lambda path, headers: answers.get(path, answer("no such page", 404))


def read(start: str, net: FakeNet) -> None:
    """Do with an address all that taking it in does."""
    for found in collect(start, fetch=open_fetch(SETTINGS, net=net.net()), settings=SETTINGS):
        if isinstance(found, Capture):
            extract(found, settings=SETTINGS)


@pytest.fixture(autouse=True)
def other_ways() -> Iterator[list[str]]:
    """Every other door of the system to the network, and who went through it: nobody."""
    used: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, lambda *a, name=name: used.append(name))
        for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "create_connection"):
            patch.setattr(socket, name, lambda *a, name=name, **k: used.append(name) or [])
        yield used
    assert not used


@pytest.mark.parametrize("entry", ENTRIES)
def test_no_spelling_leads_inside(entry: str) -> None:
    path, answers = ENTRIES[entry]
    # Every spelling by every way in `make soak`; in every run a part, the larger the nearer to the network.
    near = path is None or "redirect" in entry
    cases = REFUSED[:: trials(2 if near else 4 if "item" in entry else 12, 1)]
    if path is None:
        cases = [case for case in REFUSED if urls.is_url(case["url"])]  # what else is given is a path
    assert len(cases) >= 150 or not near
    wrong = []
    for case in cases:
        net = FakeNet({"paper.example": site(answers(case["url"]))}, case.get("names"))
        read(HERE + path if path else case["url"], net)
        allowed = {(PUBLIC, 80)} if path else set()
        if not set(net.connections) <= allowed:
            wrong.append((case["url"], net.connections))
        assert not path or net.connections, "paper.example itself is to be asked"
    assert not wrong


def test_lists_of_feeds_that_name_each_other_are_read_once() -> None:
    outlines = "".join(f'<outline type="rss" text="{n}" xmlUrl="{HERE}/{n}.opml"/>' for n in range(3))
    said = answer(f'<opml version="2.0"><body>{outlines}</body></opml>', Content_Type="text/x-opml")
    net = FakeNet({"paper.example": lambda path, headers: said if "opml" in path else answer("", 404)})
    fetch_ = open_fetch(SETTINGS, net=net.net())
    found = list(collect(f"{HERE}/0.opml", fetch=fetch_, settings=SETTINGS))
    assert [problem.kind for problem in found if isinstance(problem, Problem)] == ["skipped"] * 3
    assert len(net.connections) == 5  # robots.txt, the list, and each that it names


FETCHING = [name for name in ENTRIES if "redirect" in name or name.endswith("item") or "external_url" in name]


@pytest.mark.parametrize("entry", FETCHING)
def test_each_way_is_one(entry: str) -> None:
    """What leads nowhere would lead nowhere inside, too: the same ways lead to a public page."""
    path, answers = ENTRIES[entry]
    met: list[str] = []

    def other(path: str, headers: dict[str, str]) -> bytes:
        met.append(path)
        return page()

    net = FakeNet({"paper.example": site(answers("http://other.example/met")), "other.example": other})
    read(f"{HERE}{path}", net)
    assert "/met" in met


def test_each_refusal_has_its_kind_and_a_message_that_can_be_printed() -> None:
    assert len(REFUSED) >= 150
    for case in REFUSED:
        net = FakeNet({"paper.example": site({})}, case.get("names"))
        with pytest.raises(FetchError) as caught:
            open_fetch(SETTINGS, net=net.net())(case["url"])
        assert caught.value.kind == case.get("kind", "refused"), case
        assert not net.connections, case
        assert str(caught.value).isprintable(), case


@pytest.mark.parametrize("case", PASSED, ids=lambda case: case["why"])
def test_what_is_on_the_web_passes(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(PASSED) >= 20
    monkeypatch.setattr(fetch.Line, "wrap", lambda self, sock, context, name: sock)
    answers = {"/robots.txt": answer("", 404)}
    host = urlsplit(urls.canonical(case["url"])).hostname or ""
    net = FakeNet({host: lambda path, headers: answers.get(path, page())}, case.get("names"))
    got = open_fetch(SETTINGS, net=net.net())(case["url"])
    assert b"mill by the river" in got.content
    assert {address for address, _ in net.connections} <= {PUBLIC, "2606:4700::1111"}
    assert len(net.connections) == 2


def changing(rng: random.Random) -> Callable[[str, int], list[str]]:
    """A resolver that gives a public address first, and later what it likes."""
    inside = ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1", "0.0.0.0"]
    asked = iter(range(1_000))
    quiet = rng.randrange(3)

    def resolve(host: str, port: int) -> list[str]:
        if next(asked) < quiet:
            return [PUBLIC]
        found = rng.sample(inside, rng.randint(1, 3)) + ([PUBLIC] if rng.random() < 0.3 else [])
        rng.shuffle(found)
        return found

    return resolve


def test_names_that_change_between_look_ups_never_lead_inside() -> None:
    rng = random.Random(7)
    refused = 0
    for _ in range(200):
        net = FakeNet({PUBLIC: site({"/a": moved("/b"), "/b": moved("/c"), "/c": page()})})
        doors = fetch.Net(resolve=changing(rng), connect=net.connect)
        try:
            open_fetch(SETTINGS, net=doors)("http://rebind.example/a")
        except FetchError as error:
            refused += error.kind == "refused"
        assert {address for address, _ in net.connections} <= {PUBLIC}
    assert refused >= 100  # the trials try something
