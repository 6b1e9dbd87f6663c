from __future__ import annotations

import gzip
from io import BytesIO

import pytest

from writethru.acquire import Fetched, collect, extract, sitemap
from writethru.errors import FetchError
from writethru.records import Capture, Problem
from writethru.settings import Settings

WORDS = "The council of the town met on Monday and said that the old mill would be sold. " * 9
PAGE = f"<html><body><article><p>{WORDS}</p></article></body></html>".encode()


def entry(number: int, news: str = "news:", date: str = "2031-03-04T18:40:00+01:00") -> str:
    return f"""<url><loc>https://mill.example/story?id={number}&amp;a=b</loc><lastmod>2031-03-05</lastmod>
<{news}news><{news}publication><{news}name>Mill Post</{news}name><{news}language>en</{news}language></{news}publication>
<{news}publication_date>{date}</{news}publication_date><{news}title>Story &amp; {number}</{news}title>
<{news}keywords>town, mill</{news}keywords></{news}news></url>"""


def urlset(*entries: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:n="{sitemap.NEWS}">'
        f"{''.join(entries)}</urlset>"
    ).encode()


def index(*links: tuple[str, str]) -> bytes:
    parts = "".join(f"<sitemap><loc>{url}</loc><lastmod>{when}</lastmod></sitemap>" for url, when in links)
    return (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>'.encode()
    )


def test_an_entry_states_what_a_feed_item_does() -> None:
    item = sitemap.read(urlset(entry(1), entry(2, "n:")), None).feed.items
    assert [(i.url, i.title) for i in item] == [
        ("https://mill.example/story?id=1&a=b", "Story & 1"),
        ("https://mill.example/story?id=2&a=b", "Story & 2"),
    ]
    one = item[0]
    assert (one.published, one.raw_published) == ("2031-03-04T18:40:00+01:00", "2031-03-04T18:40:00+01:00")
    assert (one.publisher, one.language, one.section) == ("Mill Post", "en", "town")


def test_a_date_that_cannot_be_is_kept_as_it_was_written() -> None:
    one = sitemap.read(urlset(entry(1, date="2031-02-30")), None).feed.items[0]
    assert (one.published, one.raw_published) == (None, "2031-02-30")


def test_pages_without_news_are_counted_and_not_fetched() -> None:
    found = sitemap.read(urlset("<url><loc>https://mill.example/about</loc></url>", entry(1)), None)
    assert (len(found.feed.items), found.others) == (1, 1)


def test_the_parts_of_an_index_with_news_come_alone_newest_first_and_from_its_own_site() -> None:
    links = [
        ("https://mill.example/sitemap-pages.xml", "2031-03-09"),
        ("https://mill.example/news-1.xml", "2031-03-01"),
        ("https://mill.example/news-2.xml.gz", "2031-03-02"),
        ("https://elsewhere.example/news-3.xml", "2031-03-03"),
    ]
    assert sitemap.read(index(*links), "https://www.mill.example/sitemap.xml").parts == (
        "https://mill.example/news-2.xml.gz",
        "https://mill.example/news-1.xml",
    )
    assert sitemap.read(index(links[0]), None).parts == ("https://mill.example/sitemap-pages.xml",)
    many = [(f"https://mill.example/{n}.xml", f"2031-03-{n:02}") for n in range(1, 31)]
    assert len(sitemap.read(index(*many), None).parts) == sitemap.MAX_PARTS


def test_more_articles_than_a_sitemap_may_have_are_counted() -> None:
    found = sitemap.read(urlset(*(entry(n) for n in range(sitemap.MAX_ITEMS + 3))), None).feed
    assert len(found.items) == sitemap.MAX_ITEMS and "only the first 1000 of 1003" in found.fault


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    text = (
        "<!DOCTYPE u [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><urlset><url><loc>&a;</loc></url></urlset>"
    )
    found = sitemap.read(text.encode(encoding), None)
    assert not found.feed.items and "entities" in found.feed.fault


def test_of_a_sitemap_that_breaks_off_the_beginning_is_kept() -> None:
    whole = urlset(*(entry(n) for n in range(5)))
    found = sitemap.read(whole[: len(whole) - 700], None).feed
    assert len(found.items) >= 3 and "malformed" in found.fault


# -- as a source


def gather(source: bytes, **pages: bytes) -> tuple[list[object], list[Problem], list[str]]:
    asked: list[str] = []

    def fetch(url: str) -> Fetched:
        asked.append(url)
        for name, content in pages.items():
            if name in url:
                return Fetched(url, content, "text/html")
        raise FetchError("it answered 404")

    found = list(collect("-", fetch=fetch, settings=Settings(), stdin=BytesIO(source)))
    articles = [extract(c, settings=Settings())[0] for c in found if isinstance(c, Capture)]
    return articles, [p for p in found if isinstance(p, Problem)], asked


def test_the_pages_of_a_news_sitemap_are_fetched_and_keep_what_it_says_of_them() -> None:
    articles, problems, asked = gather(urlset(entry(1), entry(2)), **{"id=1": PAGE})
    assert asked == ["https://mill.example/story?id=1&a=b", "https://mill.example/story?id=2&a=b"]
    (one,) = articles
    assert (one.title, one.publisher, one.published) == (
        "Story & 1",
        "Mill Post",
        "2031-03-04T18:40:00+01:00",
    )  # type: ignore[attr-defined]
    assert [(p.kind, p.where) for p in problems] == [("unreachable", "https://mill.example/story?id=2&a=b")]


def test_an_index_is_followed_one_step_and_no_further() -> None:
    links = [(f"https://mill.example/news-{n}.xml", "2031-03-04") for n in "abc"]
    articles, problems, asked = gather(
        index(*links), **{"news-a": gzip.compress(urlset(entry(1))), "news-b": index(*links), "id=1": PAGE}
    )
    assert len(articles) == 1 and len(asked) == 4
    assert [p.kind for p in problems] == ["skipped", "unreachable"]


def test_a_sitemap_of_pages_is_named_and_nothing_is_fetched() -> None:
    articles, problems, asked = gather(urlset("<url><loc>https://mill.example/about</loc></url>"))
    assert (articles, asked) == ([], []) and [p.kind for p in problems] == ["skipped"]
    articles, problems, asked = gather(urlset())
    assert (articles, asked) == ([], []) and [p.kind for p in problems] == ["empty"]


def test_a_reference_to_half_a_character_costs_nothing() -> None:
    """lxml raises UnicodeDecodeError when asked for the name of such an element: found by a fuzzer."""
    found = sitemap.read(urlset(entry(1)).replace(b"<loc>", b'<x xmlns="&#xd800;0.9"/><loc>'), None)
    assert [item.title for item in found.feed.items] == ["Story & 1"]
