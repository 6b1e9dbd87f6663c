"""What feeds say and how they say it: links, ids, times, names, teasers, and how often they want to be asked."""

from __future__ import annotations

from typing import Any

import pytest

from writethru.acquire import feed
from writethru.acquire.feed import Feed, Item

AT = "https://quay.example/feeds/all.xml"
WORDS = "The council of the town met on Monday and said that the old mill would be sold. " * 9
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)


def rss(*items: str, channel: str = "", root: str = "") -> Feed:
    told = "".join(f"<item><title>T</title>{one}</item>" for one in items)
    text = (
        f'<rss version="2.0" {SPACES} {root}><channel><title>Quay Post</title>{channel}{told}</channel></rss>'
    )
    return feed.read_xml(text.encode(), AT)


def atom(*entries: str, root: str = "", head: str = "") -> Feed:
    told = "".join(f"<entry><title>T</title>{one}</entry>" for one in entries)
    text = f'<feed xmlns="http://www.w3.org/2005/Atom" {root}><title>Quay Post</title>{head}{told}</feed>'
    return feed.read_xml(text.encode(), AT)


def json_feed(*items: dict[str, Any], **head: Any) -> Feed:
    return feed.read_json(
        {"version": "https://jsonfeed.org/version/1.1", "title": "Quay Post", **head, "items": [*items]}, AT
    )


# -- links and ids


@pytest.mark.parametrize(
    ("inside", "url", "id"),
    [
        ("<link>https://quay.example/a</link><guid>g1</guid>", "https://quay.example/a", "g1"),
        ("<link>/a?utm_source=rss</link>", "https://quay.example/a", ""),
        ("<link>a.html</link>", "https://quay.example/feeds/a.html", ""),
        ("<guid>https://quay.example/a</guid>", "https://quay.example/a", "https://quay.example/a"),
        (
            '<guid isPermaLink="true">https://quay.example/a?x=1&amp;y=2</guid>',
            "https://quay.example/a?x=1&y=2",
            "https://quay.example/a?x=1&y=2",
        ),
        ('<guid isPermaLink="false">https://quay.example/a</guid>', "", "https://quay.example/a"),
        ("<guid>4711</guid>", "", "4711"),
        ("<guid>tag:quay.example,2031:4711</guid>", "", "tag:quay.example,2031:4711"),
        (
            "<link>https://feeds.proxy.example/~r/quay/1/</link><fb:origLink>https://quay.example/a</fb:origLink>",
            "https://quay.example/a",
            "",
        ),
        ("<link>javascript:alert(1)</link><guid>g</guid>", "", "g"),
        ("<link> </link><guid>g</guid>", "", "g"),
    ],
)
def test_where_the_page_of_an_item_is(inside: str, url: str, id: str) -> None:
    (one,) = rss(inside).items
    assert (one.url, one.id) == (url, id)


def test_a_base_of_the_feed_goes_before_its_own_address_and_completes_no_id() -> None:
    base = 'xml:base="https://www.quay.example/news/"'
    linked, named = rss("<link>a</link><guid>4711</guid>", "<guid>4712</guid>", root=base).items
    assert (linked.url, linked.id) == ("https://www.quay.example/news/a", "4711")
    assert (named.url, named.id) == ("", "4712")


def test_bases_of_atom_are_nested_and_only_the_page_is_the_link() -> None:
    (one,) = atom(
        '<link rel="enclosure" href="a.mp3"/><link rel="replies" href="a/comments"/><link rel="alternate" href="../a.html"/><id>urn:a</id>',
        root='xml:base="https://quay.example/blog/posts/"',
    ).items
    assert (one.url, one.id) == ("https://quay.example/blog/a.html", "urn:a")


def test_a_json_item_may_have_its_page_elsewhere_or_in_its_id() -> None:
    own, other, id_only, number = json_feed(
        {"id": "1", "url": "/a"},
        {"id": "2", "external_url": "https://dune.example/b"},
        {"id": "https://quay.example/c"},
        {"id": 4711, "content_text": "x"},
    ).items
    assert [i.url for i in (own, other, id_only, number)] == [
        "https://quay.example/a",
        "https://dune.example/b",
        "https://quay.example/c",
        "",
    ]
    assert number.id == "4711"


# -- times


@pytest.mark.parametrize(
    ("inside", "published", "modified", "raw", "sure"),
    [
        (
            "<published>2031-03-04T10:00:00Z</published><updated>2031-03-05T10:00:00Z</updated>",
            "2031-03-04T10:00:00Z",
            "2031-03-05T10:00:00Z",
            "2031-03-04T10:00:00Z",
            True,
        ),
        (
            "<updated>2031-03-05T10:00:00Z</updated>",
            "2031-03-05T10:00:00Z",
            "2031-03-05T10:00:00Z",
            "2031-03-05T10:00:00Z",
            False,
        ),
        (
            "<published>2031-03-04T10:00:00+01:00</published>",
            "2031-03-04T10:00:00+01:00",
            None,
            "2031-03-04T10:00:00+01:00",
            True,
        ),
        ("<published>soon</published>", None, None, "soon", True),
        ("", None, None, "", False),
    ],
)
def test_published_is_not_updated(inside: str, published: str, modified: str, raw: str, sure: bool) -> None:
    (one,) = atom(inside).items
    assert (one.published, one.modified, one.raw_published, one.published_sure) == (
        published,
        modified,
        raw,
        sure,
    )
    (as_json,) = json_feed(
        {"id": "1"}
        | ({"date_published": raw} if sure else {"date_modified": raw})
        | ({"date_modified": modified} if modified else {})
    ).items
    assert (as_json.published, as_json.raw_published, as_json.published_sure) == (published, raw, sure)


def test_the_date_of_dublin_core_is_one_of_publication() -> None:
    (one,) = rss("<dc:date>2031-03-04T10:00:00Z</dc:date>").items
    assert (one.published, one.published_sure) == ("2031-03-04T10:00:00Z", True)


# -- names


def test_an_item_taken_over_names_its_source() -> None:
    own, taken = rss("", '<source url="https://dune.example/feed">Dune Daily</source>').items
    assert (own.publisher, taken.publisher) == ("Quay Post", "Dune Daily")
    (entry,) = atom("<source><id>x</id><title>Dune Daily</title></source>").items
    assert entry.publisher == "Dune Daily"


def test_authors_of_both_versions_of_json_feed_and_of_the_feed_itself() -> None:
    items = json_feed(
        {"id": "1", "authors": [{"name": "Ina Sund"}, {"name": "Per Holm"}, {"url": "x"}, "no"]},
        {"id": "2", "author": {"name": "Ina Sund"}},
        {"id": "3"},
        {"id": "4", "authors": "nobody"},
        authors=[{"name": "The desk"}],
        language="en-GB",
    ).items
    assert [i.byline for i in items] == ["Ina Sund, Per Holm", "Ina Sund", "The desk", "The desk"]
    assert {i.language for i in items} == {"en"}


def test_captions_of_pictures_are_no_text_and_no_title() -> None:
    picture = (
        '<media:content url="https://quay.example/a.jpg"><media:title>A ship</media:title>'
        "<media:description>The ship at the pier, seen from the north</media:description></media:content>"
    )
    for inside in (
        picture,
        picture + "<description>The mill is sold.</description>",
        "<description>The mill is sold.</description>" + picture,
    ):
        (one,) = rss(inside).items
        assert one.title == "T" and one.text == ("The mill is sold." if "mill" in inside else "")


# -- teasers


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (WORDS, True),
        (WORDS.strip() + "\n\nThe post The mill is sold appeared first on Quay Post.", True),
        (WORDS + "The mayor […]\n\nThe post The mill is sold appeared first on Quay Post.", False),
        (WORDS + "The mayor said that the", False),
        (WORDS + "The mayor said…", False),
        (WORDS + "Read more", False),
        (WORDS + "“It is sold.”", True),
        (WORDS + "(It is sold.)", True),
        (WORDS[:300], False),
    ],
)
def test_a_text_that_stops_within_a_sentence_is_a_teaser(text: str, whole: bool) -> None:
    inside = "".join(f"&lt;p&gt;{part}&lt;/p&gt;" for part in text.split("\n\n"))
    (one,) = rss(f"<description>{inside}</description>").items
    assert feed.is_whole(one, 600) is whole
    assert "appeared first" not in one.text
    (as_json,) = json_feed({"id": "1", "content_text": text}).items
    assert feed.is_whole(as_json, 600) is whole


# -- what a feed says of itself


@pytest.mark.parametrize(
    ("channel", "minutes"),
    [
        ("<ttl>90</ttl>", 90),
        ("<ttl>soon</ttl>", 0),
        ("<ttl>-5</ttl>", 0),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 60),
        ("<sy:updatePeriod> Daily </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 360),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 60),
        ("<ttl>15</ttl><sy:updatePeriod>daily</sy:updatePeriod>", 15),
        ("", 0),
    ],
)
def test_how_long_a_feed_asks_to_be_left_alone(channel: str, minutes: int) -> None:
    assert rss(channel=channel).ttl_minutes == minutes


def test_the_home_of_a_feed() -> None:
    assert rss(channel="<link>/</link>").home == "https://quay.example/"
    assert rss().home == ""
    assert (
        atom(head='<link rel="self" href="all.xml"/><link href="https://quay.example/news"/>').home
        == "https://quay.example/news"
    )
    assert json_feed(home_page_url="https://quay.example").home == "https://quay.example/"
    assert json_feed(home_page_url=7).home == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_encoding_and_wherever_they_stand(encoding: str) -> None:
    bomb = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><rss><channel><item><title>&b;</title></item></channel></rss>"
    for text in (bomb, *(["<!--" + " " * 70_000 + "-->" + bomb] if encoding == "utf-8" else [])):
        found = feed.read_xml(text.encode(encoding), AT)
        assert found.items == () and "entities" in found.fault


def test_what_an_item_says_goes_with_it() -> None:
    one = Item(
        id="g", url="https://quay.example/a", title="T", raw_published="soon", published_sure=False, text="x"
    )
    assert feed.hints(one) == {
        "id": "g",
        "title": "T",
        "published": "soon",
        "published_raw": "soon",
        "published_sure": "no",
        "teaser": "x",
    }


def test_of_a_very_long_feed_the_first_items_are_read_and_it_is_well_formed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feed, "MAX_ITEMS", 3)
    items = "".join(f"<item><guid>g{n}</guid><title>Report {n}</title></item>" for n in range(5))
    whole = f'<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>{items}</channel></rss>'
    found = feed.read_xml(whole.encode(), "https://n.example/feed")
    assert ([item.id for item in found.items], found.fault, found.beyond) == (["g0", "g1", "g2"], "", 2)
    given = {"title": "N", "items": [{"id": str(n), "content_text": f"Report {n}."} for n in range(5)]}
    found = feed.read_json({**given, "items": [*given["items"], "no item"]})
    assert (len(found.items), found.fault, found.beyond) == (3, "1 of its items could not be read", 2)


@pytest.mark.parametrize(
    "inside",
    [
        "<category>mills</item></category><item><title>T</title>",
        "<source><category>mills</source></category>",
        "<KEYWORDS a='1'>mills</item></KEYWORDS><item><title>T</title>",
    ],
)
def test_a_category_that_ends_behind_its_item_costs_no_item(inside: str) -> None:
    """feedparser raises KeyError then: found by a fuzzer."""
    found = rss(f"<guid>1</guid><description>{WORDS}</description>{inside}", "<guid>2</guid>")
    assert {"1", "2"} <= {item.id for item in found.items}
    assert found.items[0].text.startswith("The council of the town")


@pytest.mark.parametrize("inside", ["<link>x</item></link>", "<link>x</ipem></item></link>"])
def test_a_link_that_ends_behind_its_item_is_said_and_costs_no_text(inside: str) -> None:
    """feedparser raises KeyError then: found by a fuzzer."""
    found = rss(f"<guid>1</guid><description>{WORDS}</description>{inside}", "<guid>2</guid>")
    assert found.items[0].id == "1"
    assert found.items[0].text.startswith("The council of the town")
    assert "malformed" in found.fault
