"""What takes bytes from strangers, each as a function of bytes that raises for nothing but a fault of ours.

Bad input has to become Problems, wrong use a UsageError. `SEEDS` are what the fuzzers begin with.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from tests.fuzz import commands
from tests.hostile.hostile_cases import makers
from writethru import Newsroom
from writethru.acquire import (
    collect,
    dates,
    discover,
    extract,
    feed,
    opml,
    robots,
    sitemap,
    times,
    urls,
    warc,
)
from writethru.acquire.fetch import Fetched
from writethru.annotate import annotate
from writethru.errors import FetchError, UsageError
from writethru.publish import verify_text
from writethru.records import AnnotatedArticle, Article, Capture, Problem
from writethru.settings import Settings, load_settings

NOW = datetime(2031, 5, 14, 12, tzinfo=UTC)
TOLD = "The old mill at Tarn was sold on Monday for 2 million crowns, Mayor Ida Holt said. “It is a loss,” said Olav Brekk. "
ROW = {"id": "1", "url": "https://a.example/1", "title": "Mill sold", "published": "2031-05-12T08:00:00Z",
       "publisher": "Tarn News", "byline": "Ann Poe", "text": TOLD * 3}  # fmt: skip


HERE = replace(Settings(), acquire=replace(Settings().acquire, workers=0))  # what is raised is seen here


def no_fetch(url: str, **more: object) -> Fetched:
    raise FetchError(f"{url}: not in a test")


def collected(content: bytes) -> None:
    """Whatever the bytes are: what a user hands over."""
    for found in collect("-", fetch=no_fetch, settings=Settings(), now=NOW, stdin=io.BytesIO(content)):  # type: ignore[arg-type]
        if isinstance(found, Capture):
            read_as(found)
        else:
            told([found])


def read_as(capture: Capture) -> None:
    article, problems = extract(capture, settings=Settings())
    assert article is not None or problems, "neither an article nor a word about why there is none"
    told(problems)
    if article is not None:
        usable(article)


def told(problems: object) -> None:
    for problem in problems:  # type: ignore[attr-defined]
        assert isinstance(problem, Problem) and problem.line().strip()


def usable(article: Article) -> None:
    """An article that came out must be fit for all that follows."""
    assert article.text.strip() and article.id and article.key
    (article.text + article.title + article.publisher + (article.url or "")).encode("utf-8")
    assert article.published_at is None or article.published_at.tzinfo is not None
    assert article.order and (article.day is None or article.day.year)


def page(content: bytes) -> None:
    read_as(Capture("here", content, "text/html", "https://a.example/mill", NOW.isoformat()))


def row(content: bytes) -> None:
    for media_type in ("application/json", "application/x-feed-item+json"):
        read_as(Capture("here", content, media_type, None, NOW.isoformat()))


def xml_feed(content: bytes) -> None:
    found = feed.read_xml(content, "https://a.example/feed")
    for item in found.items[:20]:
        read_as(Capture("here", feed.encoded(item, text=item.text), "application/x-feed-item+json"))
    assert found.items or found.fault or not content.strip() or isinstance(found.title, str)


def json_feed(content: bytes) -> None:
    collected(b'{"version":"https://jsonfeed.org/version/1.1","items":[' + content + b"]}")
    collected(content)


def rows(content: bytes) -> None:
    collected(json.dumps(ROW).encode() + b"\n" + content)


def feed_list(content: bytes) -> None:
    subscriptions, problems = opml.read(content, "here")
    told(problems)
    assert subscriptions or problems
    assert set(opml.read(opml.write(subscriptions), "here")[0]) == set(
        subscriptions
    )  # written in another order


def site_map(content: bytes) -> None:
    sitemap.read(content, "https://a.example/sitemap.xml")


def archive(content: bytes) -> None:
    for step in warc.steps([content], "here", None, 1_000_000, 0, {}, 3_000_000):
        if step.found is not None:
            read_as(step.found)


def links(content: bytes) -> None:
    discover.find(content, "https://a.example/")
    robots.read(content, "writethru")


def dated(content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    for found in (times.iso(text), *(dates.in_address(text) or ())[:1]):
        if found is not None:
            assert datetime.fromisoformat(found) and 1900 <= int(found[:4]) <= 2199
            times.in_future(found, NOW, 24.0)
    row(json.dumps({**ROW, "published": text, "modified": text}).encode())


def addressed(content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    clean = urls.canonical(text)
    assert clean == urls.canonical(clean), "a clean address is clean"
    assert not clean or (clean.isascii() and clean.isprintable() and " " not in clean)
    assert urls.identity(text) == urls.identity(clean)
    urls.absolute("https://a.example/x/", text)
    urls.same_site(text, "https://a.example/")
    row(json.dumps({**ROW, "url": text}).encode())


@cache
def _sources() -> dict[str, Article]:
    found = {}
    for number, title in enumerate(("Mill sold", "Mayor sells the mill at Tarn"), 1):
        article, _ = extract(
            Capture("here", json.dumps({**ROW, "id": str(number), "title": title, "url": f"https://a.example/{number}"}).encode(),
                    "application/json"), settings=Settings())  # fmt: skip
        assert article is not None
        found[article.id] = article
    return found


@cache
def _read(id: str) -> AnnotatedArticle:
    return annotate(_sources()[id])


def cited_page(content: bytes) -> None:
    """A page in Markdown or plain text, against two articles."""

    def findings(article: Article) -> AnnotatedArticle:
        return _read(article.id) if article.id in _sources() else annotate(article)

    text = content.decode("utf-8", "replace")
    for given in ({}, _sources()):
        found = verify_text(text, given, findings)
        assert 0 <= found.supported <= found.checked


def own_page(content: bytes) -> None:
    """A page in JSON, JSON Lines or words, as `verify FILE` reads it."""
    with Newsroom(settings=HERE, stdin=io.BytesIO(content), now=NOW) as room:
        try:
            room.verify("-")
        except UsageError as error:
            assert str(error).strip()


def written(content: bytes) -> None:
    """Any words, through all stages to the page and its check."""
    text = content.decode("utf-8", "replace")
    listed = [{**ROW, "id": str(n), "url": f"https://a.example/{n}", "title": text[:200] or "x", "text": f"{TOLD}\n\n{text}\n\n{n}"}
              for n in (1, 2)]  # fmt: skip
    with Newsroom(
        settings=HERE, stdin=io.BytesIO("\n".join(map(json.dumps, listed)).encode()), now=NOW
    ) as room:
        for made in room.brief("-").pages:
            assert made.brief.sources


def configured(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        path.write_bytes(content)
        text = content.decode("utf-8", "replace")
        named = {
            f"WRITETHRU_{line.partition('=')[0].strip().upper()}": line.partition("=")[2]
            for line in text.split("\n")
        }
        for given, environment in (
            (path, {}),
            (None, named),
            (path, {"WRITETHRU_STORE__BUSY_SECONDS": text}),
        ):
            try:
                load_settings(given, environment)
            except UsageError as error:
                assert str(error).strip()


TARGETS: dict[str, Callable[[bytes], None]] = {
    "any source": collected,
    "page": page,
    "feed": xml_feed,
    "JSON Feed": json_feed,
    "JSON Lines": rows,
    "row": row,
    "OPML": feed_list,
    "sitemap": site_map,
    "archive": archive,
    "links and robots": links,
    "date": dated,
    "address": addressed,
    "cited page": cited_page,
    "page of ours": own_page,
    "all stages": written,
    "settings": configured,
    "command line": commands.commanded,
}
MARKDOWN = f"""# Mill at Tarn is sold

**The mill has a new owner** {TOLD}[1][2]

## Where accounts differ
- **The price** - 2 million crowns [1], 3 million, says Brekk [2].

## Timeline
12 May 2031 - The mill was sold [1].

## Sources
1. Tarn News: Mill sold (12 May 2031) https://a.example/1
2. Tarn News: Mayor sells the mill
"""
OPML = '<opml version="2.0"><body><outline text="A"><outline text="B" xmlUrl="https://a.example/feed" htmlUrl="https://a.example"/></outline></body></opml>'
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
    "<url><loc>https://a.example/1</loc><news:news><news:publication><news:name>T</news:name></news:publication>"
    "<news:publication_date>2031-05-12</news:publication_date><news:title>Mill</news:title></news:news></url></urlset>"
)
WARC = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nWARC-Date: 2031-05-12T08:00:00Z\r\n"
    "Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{}\r\n\r\n"
)


def _archived() -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>{TOLD * 3}</p></body></html>"
    return WARC.format(len(http.encode()), http).encode()


@cache
def _hostile(kind: str) -> list[bytes]:
    return [make(600).content for make in makers(kind).values()]


def seeds(name: str) -> list[bytes]:
    """Return what a target is first given."""
    ours = {
        "any source": [json.dumps(ROW).encode(), MARKDOWN.encode(), OPML.encode(), _archived(), *_hostile("page")[::9], *_hostile("feed")[::9]],
        "page": _hostile("page"),
        "feed": _hostile("feed"),
        "JSON Feed": [json.dumps({"id": "1", "content_html": f"<p>{TOLD}</p>", "authors": [{"name": "A"}], "tags": ["t"], "date_published": "2031-05-12"}).encode()],
        "JSON Lines": [json.dumps(ROW).encode() + b"\n" + json.dumps(ROW).encode()],
        "row": [json.dumps(ROW).encode()],
        "OPML": [OPML.encode()],
        "sitemap": [SITEMAP.encode()],
        "archive": [_archived(), _archived().replace(b"Content-Type: text/html\r\n", b"a header without a colon\r\n and more\r\n")],
        "links and robots": [b'<link rel="alternate" type="application/rss+xml" href="/feed">', b"User-agent: *\nDisallow: /x\nCrawl-delay: 2\nSitemap: https://a.example/s.xml"],
        "date": [b"2031-05-12T08:00:00+02:00", b"Mon, 12 May 2031 08:00:00 GMT", b"12 May 2031", b"1936339200000", b"x, 12 May 9707", b"https://a.example/2031/05/12/x"],
        "address": [b"https://a.example:443/x/../y?utm_source=z&b=1#f", "http://ü.example/ä?ö".encode(), b"http://[::1]:80/", b"//a/%zz", b"http://\xc3\xbc.e\x01l/"],
        "cited page": [MARKDOWN.encode()],
        "page of ours": [MARKDOWN.encode(), _own()],
        "all stages": [TOLD.encode(), b"12 people were hurt [1] on 12 May, police denied it. \xe2\x80\x9cNo,\xe2\x80\x9d he said."],
        "settings": [b"[store]\nbusy_seconds = 5\n[acquire]\nlanguages = ['en']\nacquire__max_text = 5"],
        "command line": commands.seeds(),
    }  # fmt: skip
    return ours[name]


def _own() -> bytes:
    listed = [
        {**ROW, "id": str(n), "url": f"https://a.example/{n}", "text": f"{TOLD * 3} {n}"} for n in (1, 2)
    ]
    with Newsroom(
        settings=HERE, stdin=io.BytesIO("\n".join(map(json.dumps, listed)).encode()), now=NOW
    ) as room:
        from writethru.render import render_json

        return "\n".join(render_json(made.whole) for made in room.brief("-").pages).encode()
