from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from writethru.acquire import discover

PAGE = b"""<html><head><title>Quay</title>
<link rel="stylesheet" type="text/css" href="/a.css">
<link rel="alternate" type="application/rss+xml" title="Quay: comments" href="/comments/feed">
<link rel="alternate" type="application/json+oembed" href="/oembed?url=feed">
<link rel="alternate" type="application/json" href="/wp-json/posts/7">
<link rel="alternate" type="application/feed+json" title=" Quay
 as JSON" href="feed.json">
<link rel="ALTERNATE home" type="Application/RSS+XML; charset=utf-8" href="https://feeds.quay.example/all">
<link rel="alternate" hreflang="de" href="/de/">
</head><body>
<a href="/feedback">Feedback</a> <a href="/sport/rss.xml">Sport</a> <a href="/help/rss">How to use our RSS feeds</a>
<a href="feed://quay.example/old">old</a> <a href="https://elsewhere.example/x">RSS elsewhere</a>
<a href="javascript:rss()">RSS</a> <a href="https://news.example/feed/">Partner</a>
</body></html>"""


def test_what_the_page_names_comes_before_its_links_and_these_before_guesses() -> None:
    found = discover.find(PAGE, "https://quay.example/news/")
    urls = [c.url for c in found]
    assert urls[:6] == [
        "https://quay.example/news/feed.json",
        "https://feeds.quay.example/all",
        "https://quay.example/sport/rss.xml",
        "https://quay.example/help/rss",
        "http://quay.example/old",
        "https://news.example/feed/",
    ]
    assert urls[-1] == "https://quay.example/comments/feed"
    assert found[0].title == "Quay as JSON" and "JSON Feed" in found[0].why
    guessed = [c.url for c in found if c.why == "a usual address"]
    assert guessed[:3] == [
        "https://quay.example/news/feed",
        "https://quay.example/news/rss",
        "https://quay.example/feed",
    ]
    assert not any(
        "oembed" in url or "wp-json" in url or "feedback" in url or "elsewhere" in url for url in urls
    )
    assert len(set(urls)) == len(urls)


def test_a_base_element_counts() -> None:
    page = (
        b'<base href="https://cdn.quay.example/x/"><link rel=alternate type=application/atom+xml href=a.xml>'
    )
    assert discover.find(page, "https://quay.example/")[0].url == "https://cdn.quay.example/x/a.xml"


def test_a_page_that_is_nothing_leaves_the_usual_addresses() -> None:
    found = discover.find(b"", "https://quay.example/2031/story.html")
    assert {c.why for c in found} == {"a usual address"}
    assert found[0].url == "https://quay.example/feed"
    assert discover.find(b"<p>", "no address") == ()


def test_candidates_are_few() -> None:
    page = b"".join(b'<a href="/%d.rss">x</a>' % n for n in range(500))
    assert len(discover.find(page, "https://quay.example/")) == discover.MOST


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/xml,x", "file:///etc/passwd", "http://[", "mailto:a@b"]
)
def test_only_web_addresses_are_candidates(href: str) -> None:
    page = f'<link rel="alternate" type="application/rss+xml" href="{href}"><a href="{href}">RSS feed</a>'
    assert {c.why for c in discover.find(page.encode(), "https://quay.example/")} == {"a usual address"}


@limits(deadline=None, max_examples=50)
@given(st.binary(max_size=200), st.text(max_size=40))
def test_any_bytes_and_address(page: bytes, url: str) -> None:
    assert all(c.url.startswith("http") for c in discover.find(page, url))
