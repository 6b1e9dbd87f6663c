"""News sitemaps: the articles that a site lists for search engines, and the parts of a sitemap index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from writethru.acquire import body, times, urls
from writethru.acquire.feed import Feed, Item
from writethru.records import Record

NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
MAX_ITEMS = 1000  # as many as a news sitemap may have; the rest is reported
MAX_PARTS = 20  # of one index that are followed
RECENT = ("news", "latest", "recent")  # what the parts with news are called


class Sitemap(Record, frozen=True):
    """The articles of a sitemap as the items of a feed, its parts, and how many pages it names without news."""

    feed: Feed
    parts: tuple[str, ...] = ()
    others: int = 0


def read(content: bytes, url: str | None) -> Sitemap:
    """Return what a sitemap or a sitemap index names. An index gives its parts, those with news first."""
    root, fault = body.parse_xml(content)
    if root is None:
        return Sitemap(Feed("", (), fault))
    if _name(root) == "sitemapindex":
        parts = [(_part(node), _text(node, "lastmod")) for node in root if _name(node) == "sitemap"]
        return Sitemap(Feed("", (), fault), _chosen([(link, when) for link, when in parts if link], url))
    items: list[Item] = []
    others = more = 0
    for node in root:
        if _name(node) != "url":
            continue
        item = _item(node)
        if item is None:
            others += 1
        elif len(items) == MAX_ITEMS:
            more += 1
        else:
            items.append(item)
    if more:
        fault = f"only the first {MAX_ITEMS} of {MAX_ITEMS + more} articles were read"
    return Sitemap(Feed(items[0].publisher if items else "", tuple(items), fault), (), others)


def _name(node: Any) -> str:
    return str(node.tag).rpartition("}")[2].lower()


def _within(node: Any, *path: str) -> Iterator[Any]:
    """Yield the elements at the end of a path of names, whatever their namespaces."""
    if not path:
        yield node
        return
    for child in node:
        if _name(child) == path[0]:
            yield from _within(child, *path[1:])


def _text(node: Any, *path: str) -> str:
    found = next(_within(node, *path), None)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _part(node: Any) -> str:
    return urls.canonical(_text(node, "loc"))


def _chosen(parts: list[tuple[str, str]], url: str | None) -> tuple[str, ...]:
    """The parts on the index's own site: only those called news if any is, else the ones changed last."""
    own = [(link, when) for link, when in dict(parts).items() if not url or urls.same_site(link, url)]
    named = [part for part in own if any(word in part[0].lower() for word in RECENT)]
    newest = sorted(named or own, key=lambda part: part[1], reverse=True)
    return tuple(link for link, _ in newest[:MAX_PARTS])


def _item(node: Any) -> Item | None:
    news = next(_within(node, "news"), None)
    url = urls.canonical(_text(node, "loc"))
    if news is None or not url:
        return None
    raw = _text(news, "publication_date")
    return Item(
        url=url,
        title=_text(news, "title"),
        published=times.iso(raw),
        raw_published=raw,
        publisher=_text(news, "publication", "name"),
        language=_text(news, "publication", "language")[:2].lower(),
        section=_text(news, "keywords").partition(",")[0],
    )
