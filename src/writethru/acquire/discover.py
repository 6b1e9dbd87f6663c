"""Where the feeds of a site may be: candidates from its page, in order of promise. None is looked at here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from writethru.acquire import body, urls
from writethru.records import Record

TYPES = {
    "application/rss+xml": "RSS",
    "application/atom+xml": "Atom",
    "application/feed+json": "JSON Feed",
    "application/rdf+xml": "RSS",
}
MAYBE = {"application/json": "JSON Feed", "application/xml": "XML", "text/xml": "XML"}
# Feeds of comments hold no articles.
COMMENTS = re.compile(r"\bcomments?\b|/comments/", re.IGNORECASE)
ABOUT_FEEDS = re.compile(r"\b(?:rss|atom|feeds?|xml)\b", re.IGNORECASE)
KNOWN_PATHS = (
    "/feed",
    "/rss",
    "/feed.xml",
    "/rss.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/news-sitemap.xml",
    "/sitemap-news.xml",
)
MOST = 40


class Candidate(Record, frozen=True):
    """An address that may be a feed: what the page calls it, and what speaks for it."""

    url: str
    title: str = ""
    why: str = ""  # "named by the page as RSS", "a link of the page", "a usual address"


def find(page: bytes, url: str, charset: str = "") -> tuple[Candidate, ...]:
    """Return where the feeds of a page's site may be: what it names first, then its links, then guesses.

    `url` is the page's own address. Each candidate comes once; feeds of comments come behind all others.
    """
    tree, _ = body.parse(body.decode(page, charset).text) if page.strip() else (None, False)
    found: dict[str, Candidate] = {}
    if tree is not None:
        base = urls.absolute(url, next((n.get("href") or "" for n in tree.iter("base")), "")) or url
        for candidate in [*_named(tree, base), *_linked(tree, base)]:
            found.setdefault(candidate.url, candidate)
    for place in _usual(url):
        found.setdefault(place, Candidate(place, "", "a usual address"))
    found.pop("", None)
    ordered = sorted(found.values(), key=lambda c: COMMENTS.search(f"{c.title} {c.url}") is not None)
    return tuple(ordered[:MOST])


def _named(tree: Any, base: str) -> Iterator[Candidate]:
    for types in (TYPES, MAYBE):
        for node in tree.iter("link"):
            rel = (node.get("rel") or "").lower().split()
            kind = types.get((node.get("type") or "").partition(";")[0].strip().lower())
            if not kind or not {"alternate", "feed", "service.feed"} & set(rel):
                continue
            if types is MAYBE and not ABOUT_FEEDS.search(f"{node.get('href')} {node.get('title')}"):
                continue  # oEmbed and the like
            title = " ".join((node.get("title") or "").split())
            yield Candidate(
                urls.absolute(base, _web(node.get("href"))), title, f"named by the page as {kind}"
            )


def _linked(tree: Any, base: str) -> Iterator[Candidate]:
    """Yield links that look like feeds by their address, and then those that only say so."""
    said: list[Candidate] = []
    for node in tree.iter("a"):
        href = node.get("href") or ""
        link = urls.absolute(base, _web(href))
        title = " ".join("".join(node.itertext()).split())[:80]
        if href.lower().startswith("feed:") or urls.looks_like_feed(link):
            yield Candidate(link, title, "a link of the page")
        elif link and urls.same_site(link, base) and ABOUT_FEEDS.search(f"{title} {urlsplit(link).path}"):
            said.append(Candidate(link, title, "a link of the page that speaks of feeds"))
    yield from said


def _web(href: str | None) -> str:
    return re.sub(r"\Afeed:(?://)?(?=https?:)", "", href or "").replace("feed://", "http://", 1)


def _usual(url: str) -> Iterator[str]:
    """Yield usual addresses beneath the page itself and at the root of its site."""
    clean = urls.canonical(url)
    if not clean:
        return
    folder = urlsplit(clean).path.rstrip("/")
    if folder and "." not in folder.rpartition("/")[2]:
        yield from (urls.site(clean) + folder + path for path in KNOWN_PATHS[:2])
    yield from (urls.site(clean) + path for path in KNOWN_PATHS)
