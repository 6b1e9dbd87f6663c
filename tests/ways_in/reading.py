"""The ways by which an address comes in when something is read once: by itself, by redirects, from pages, feeds, lists."""

from __future__ import annotations

import json
from html import escape

from tests.nets import answer
from tests.ways_in.paper import (
    HERE,
    TEXT,
    atom,
    json_feed,
    moved,
    opml,
    page,
    rss,
    sitemap,
    sitemap_index,
)
from tests.ways_in.way import Desk, Way
from writethru.acquire import collect, extract, open_fetch
from writethru.records import Capture


def take_in(desk: Desk, address: str) -> None:
    """Do with an address all that reading it does."""
    for found in collect(address, fetch=open_fetch(desk.settings), settings=desk.settings):
        if isinstance(found, Capture):
            extract(found, settings=desk.settings)


# What is asked for.
LEADING: dict[str, Way] = {
    "page": Way(None, lambda target: {}, take_in, 1),
    "redirect of a page": Way("/a", lambda target: {"/a": moved(target)}, take_in),
    "permanent redirect of a page": Way("/a", lambda target: {"/a": moved(target, 308)}, take_in),
    "second redirect": Way("/a", lambda target: {"/a": moved("/b", 301), "/b": moved(target, 307)}, take_in),
    "redirect of a feed": Way("/feed.xml", lambda target: {"/feed.xml": moved(target, 301)}, take_in),
    "redirect of robots.txt": Way("/a", lambda target: {"/robots.txt": moved(target), "/a": page()}, take_in),
    "RSS item": Way("/feed.xml", lambda t: {"/feed.xml": rss(item=f"<link>{escape(t)}</link>")}, take_in, 4),
    "redirect of an RSS item": Way(
        "/feed.xml", lambda t: {"/feed.xml": rss(item=f"<link>{HERE}/a</link>"), "/a": moved(t)}, take_in
    ),
    "RSS guid": Way(
        "/feed.xml",
        lambda t: {"/feed.xml": rss(item=f'<guid isPermaLink="true">{escape(t)}</guid>')},
        take_in,
        4,
    ),
    "Atom entry": Way(
        "/feed.atom", lambda t: {"/feed.atom": atom(f'<link href="{escape(t)}"/>')}, take_in, 4
    ),
    "xml:base of a feed": Way(
        "/feed.atom",
        lambda t: {"/feed.atom": atom('<link href="a"/>', f' xml:base="{escape(t)}"')},
        take_in,
        4,
    ),
    "JSON Feed item": Way("/feed.json", lambda t: {"/feed.json": json_feed(url=t)}, take_in, 4),
    "JSON Feed external_url": Way(
        "/feed.json", lambda t: {"/feed.json": json_feed(external_url=t)}, take_in, 4
    ),
    "OPML outline item": Way(
        "/list.opml", lambda t: {"/list.opml": opml(f'xmlUrl="{escape(t)}"')}, take_in, 4
    ),
    "redirect of an OPML outline": Way(
        "/list.opml",
        lambda t: {"/list.opml": opml(f'xmlUrl="{HERE}/feed.xml"'), "/feed.xml": moved(t, 301)},
        take_in,
    ),
    "news sitemap item": Way("/news.xml", lambda t: {"/news.xml": sitemap(t)}, take_in, 4),
    "redirect of a part of a sitemap index": Way(
        "/index.xml",
        lambda t: {"/index.xml": sitemap_index(f"{HERE}/news.xml"), "/news.xml": moved(t)},
        take_in,
    ),
}

# What only stands there: it is not asked for, wherever it leads.
MENTIONED: dict[str, Way] = {
    "part of a sitemap index": Way("/index.xml", lambda t: {"/index.xml": sitemap_index(t)}, take_in),
    "sitemap in robots.txt": Way(
        "/a", lambda t: {"/robots.txt": answer(f"Sitemap: {t}"), "/a": page()}, take_in
    ),
    "RSS enclosure, comments, source": Way(
        "/feed.xml",
        lambda t: {
            "/feed.xml": rss(
                item=f'<enclosure url="{escape(t)}" type="image/png" length="1"/>'
                f'<comments>{escape(t)}</comments><source url="{escape(t)}">x</source>'
            )
        },
        take_in,
    ),
    "RSS channel, image, cloud": Way(
        "/feed.xml",
        lambda t: {
            "/feed.xml": rss(
                f"<link>{escape(t)}</link><image><url>{escape(t)}</url></image><docs>{escape(t)}</docs>"
                f'<cloud domain="{escape(t)}" port="80" path="/" protocol="http-post"/>'
            )
        },
        take_in,
    ),
    "stylesheet of a feed": Way(
        "/feed.xml",
        lambda t: {"/feed.xml": rss(before=f'<?xml-stylesheet href="{escape(t)}" type="text/xsl"?>')},
        take_in,
    ),
    "document type of a feed": Way(
        "/feed.xml",
        lambda t: {"/feed.xml": rss(before=f'<!DOCTYPE rss PUBLIC "-//x" "{escape(t)}">')},
        take_in,
    ),
    "external entity of a feed": Way(
        "/feed.xml",
        lambda t: {
            "/feed.xml": rss(
                item="<description>&x;</description>",
                before=f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{escape(t)}"><!ENTITY % y SYSTEM "{escape(t)}"> %y;]>',
            )
        },
        take_in,
    ),
    "Atom content out of line": Way(
        "/feed.atom",
        lambda t: {"/feed.atom": atom(f'<content src="{escape(t)}" type="text/html"/>')},
        take_in,
    ),
    "JSON Feed image and banner": Way(
        "/feed.json", lambda t: {"/feed.json": json_feed(image=t, banner_image=t)}, take_in
    ),
    "canonical link": Way(
        "/a", lambda t: {"/a": page(f'<link rel="canonical" href="{escape(t)}">')}, take_in
    ),
    "meta refresh": Way(
        "/a", lambda t: {"/a": page(f'<meta http-equiv="refresh" content="0; url={escape(t)}">')}, take_in
    ),
    "base of a page": Way(
        "/a", lambda t: {"/a": page(f'<base href="{escape(t)}">', '<img src="a.png">')}, take_in
    ),
    "stylesheet, icon, preload, feed of a page": Way(
        "/a",
        lambda t: {
            "/a": page(
                "".join(
                    f'<link rel="{rel}" href="{escape(t)}" type="application/rss+xml">'
                    for rel in ("stylesheet", "icon", "preload", "alternate", "amphtml", "next", "manifest")
                )
            )
        },
        take_in,
    ),
    "images, frames, scripts of a page": Way(
        "/a",
        lambda t: {
            "/a": page(
                f'<meta property="og:image" content="{escape(t)}"><meta property="og:url" content="{escape(t)}">'
                f'<style>@import url("{escape(t)}");</style>',
                "".join(f'<{tag} src="{escape(t)}"></{tag}>' for tag in ("img", "iframe", "script", "video"))
                + f'<object data="{escape(t)}"></object><a href="{escape(t)}">x</a>',
            )
        },
        take_in,
    ),
    "document type of a page": Way(
        "/a",
        lambda t: {
            "/a": answer(f'<!DOCTYPE html PUBLIC "-//x" "{escape(t)}"><html><body>{TEXT}</body></html>')
        },
        take_in,
    ),
    "linked data of a page": Way(
        "/a",
        lambda t: {
            "/a": page(
                '<script type="application/ld+json">'
                + json.dumps({"@context": t, "@type": "NewsArticle", "url": t, "image": t})
                + "</script>"
            )
        },
        take_in,
    ),
    "headers of an answer": Way(
        "/a",
        lambda t: {
            "/a": answer(TEXT, Link=f"<{t}>; rel=canonical", Refresh=f"0; url={t}", Content_Location=t)
        },
        take_in,
    ),
    "home and links of an OPML outline": Way(
        "/list.opml",
        lambda t: {
            "/list.opml": opml(f'xmlUrl="{HERE}/feed.xml" htmlUrl="{escape(t)}" url="{escape(t)}"'),
            "/feed.xml": rss(),
        },
        take_in,
    ),
    "record of a web archive": Way(
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
        take_in,
    ),
    "row of JSON Lines": Way(
        "/rows.jsonl", lambda t: {"/rows.jsonl": answer(json.dumps({"url": t, "text": "x"}))}, take_in
    ),
}
