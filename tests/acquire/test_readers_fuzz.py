"""Whatever readers are given, they give records back and raise nothing."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from hypothesis import example, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.trials import trials
from writethru.acquire import collect, extract, feed, sitemap, times, urls
from writethru.errors import FetchError
from writethru.records import Article, Capture, Problem
from writethru.settings import Settings

MANY = limits(deadline=None, max_examples=trials(40, 800))
NOW = datetime.fromisoformat("2031-03-06T12:00:00+00:00")

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
ITEM = st.dictionaries(
    st.sampled_from(
        "id url external_url title content_html content_text summary date_published date_modified authors author "
        "tags language published text".split()
    ),
    JSON,
    max_size=6,
)
FEED = st.dictionaries(
    st.sampled_from("title language feed_url home_page_url authors author version".split()), JSON
)
TAGS = st.sampled_from(
    "rss channel item title link guid pubDate description source ttl feed entry id updated content urlset url loc news "
    "publication publication_date sitemapindex sitemap opml body outline".split()
)
MARKUP = st.lists(
    st.one_of(
        TAGS.map(lambda tag: f"<{tag}>"),
        TAGS.map(lambda tag: f"</{tag}>"),
        TAGS.map(
            lambda tag: (
                f'<{tag} href="http://[" xml:base="\x01:" xmlUrl="//" url="http://a:b" isPermaLink="true">'
            )
        ),
        st.sampled_from(
            ["<![CDATA[", "]]>", "<!--", "-->", "&#0;", "&#x110000;", "&lt;p&gt;", "&a;", "<?xml", "?>"]
        ),
        st.text(max_size=10),
    ),
    max_size=14,
).map("".join)


def nowhere(url: str) -> Any:
    raise FetchError("it answered 404")


def read(content: bytes) -> None:
    from io import BytesIO

    for found in collect("-", fetch=nowhere, settings=Settings(), stdin=BytesIO(content), now=NOW):
        assert isinstance(found, Capture | Problem)
        if isinstance(found, Capture):
            article, problems = extract(found, settings=Settings())
            assert article is not None or problems
            if article is not None:
                assert isinstance(article, Article) and (article.published_at is None or article.dated)
                assert article.published or "undated" in article.marks
                assert not (article.published_sure and "future" in article.marks)


@MANY
@given(FEED, st.lists(ITEM, max_size=3))
def test_json_feeds(head: dict[str, Any], items: list[dict[str, Any]]) -> None:
    given_feed = {**head, "items": items}
    for one in feed.read_json(given_feed, "https://quay.example/feed").items:
        assert feed.encoded(one, text=one.text) and feed.hints(one) is not None
    read(json.dumps({"version": "https://jsonfeed.org/version/1.1", **given_feed}).encode())
    read(json.dumps(items).encode()[:-3])


@MANY
@given(MARKUP)
@example("<rss><channel><item><link>http://[</link><guid>http://a:b/</guid></item></channel></rss>")
def test_markup_of_every_kind(text: str) -> None:
    feed.read_xml(text.encode("utf-8", "replace"), "https://quay.example/feed")
    sitemap.read(text.encode("utf-8", "replace"), "https://quay.example/sitemap.xml")
    for root in ("<rss>", "<feed>", "<urlset>", "<sitemapindex>", "<opml>"):
        read((root + text).encode("utf-8", "replace"))


DIGITS = st.text(alphabet="0123456789-/.: TZ+,aAPpmMJunGMT", max_size=40)


@limits(deadline=None, max_examples=trials(300, 20_000))
@given(st.one_of(DIGITS, st.text(max_size=40), JSON))
def test_times(stated: object) -> None:
    found = times.iso(stated)
    if found is not None:
        when = datetime.fromisoformat(found)
        assert 1900 <= when.year <= 2199 and len(found) >= 10
        assert times.iso(found) == found, "what was read is read again as the same"
    times.is_sure(found, str(stated))


@limits(deadline=None, max_examples=trials(200, 10_000))
@given(st.text(alphabet="htps:/.aA0%?&=#;[]@!~é\u0308 \\amp\x00", max_size=50), st.text(max_size=20))
def test_addresses(text: str, more: str) -> None:
    for url in (text, "https://a.example/" + text, "https://" + text + more):
        assert urls.identity(url) == urls.identity(urls.canonical(url))
        (
            urls.numbers(url),
            urls.looks_like_feed(url),
            urls.host(url),
            urls.same_site(url, text),
            urls.absolute(url, more),
        )
