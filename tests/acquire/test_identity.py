"""One article under many addresses and ids stays one; two that look alike stay two."""

from __future__ import annotations

import json
import tomllib
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from msgspec import structs

from tests.trials import trials
from writethru import Newsroom
from writethru.acquire import Fetched, urls
from writethru.settings import Settings

CASES = Path(__file__).parent.parent / "cases" / "identity"
SAME = tomllib.loads((CASES / "same.toml").read_text(encoding="utf-8"))
DIFFERENT = tomllib.loads((CASES / "different.toml").read_text(encoding="utf-8"))
PAIRS: list[dict[str, Any]] = DIFFERENT["pair"]
# A feed's item counts as a whole article from some length on; these are short.
SHORT = structs.replace(Settings(), acquire=structs.replace(Settings().acquire, min_feed_text=100))
FEED = "https://feeds.example/quay.xml"


def item(given: Any, source: dict[str, Any], **more: str) -> dict[str, str]:
    """An item with what is common to all, and its words."""
    own = {"url": given} if isinstance(given, str) else given
    whole: dict[str, str] = {"url": "", **source["common"], **more, **own}
    return whole | {"text": source["texts"][whole["text"]]}


def items_of(case: dict[str, Any]) -> list[dict[str, str]]:
    return [
        item(given, SAME, **({"id": f"new-{n}"} if case.get("new_ids") else {}))
        for n, given in enumerate(case["items"])
    ]


# -- the ways in which an item comes in


def as_rows(room: Newsroom, items: list[dict[str, str]]) -> None:
    rows = [{k: v for k, v in one.items() if v} for one in items]
    room.stdin = BytesIO("".join(json.dumps(row) + "\n" for row in rows).encode())
    room.add("-")


def as_feed(room: Newsroom, items: list[dict[str, str]], text: bool = True) -> None:
    told = "".join(
        f"<item><title>{escape(one['title'])}</title>"
        + (f"<link>{escape(one['url'])}</link>" if one["url"] else "")
        + (f"<fb:origLink>{one['original']}</fb:origLink>" if "original" in one else "")
        + (f'<guid isPermaLink="false">{one["id"]}</guid>' if one["id"] else "")
        + (f"<dc:date>{one['published']}</dc:date>" if one["published"] else "")
        + (f"<content:encoded>{escape('<p>' + one['text'] + '</p>')}</content:encoded>" if text else "")
        + "</item>"
        for one in items
    )
    publisher = items[0]["publisher"]
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0"'
    )
    content = (
        f'<rss version="2.0" {spaces}><channel><title>{publisher}</title>{told}</channel></rss>'.encode()
    )

    def fetch(url: str) -> Fetched:
        if url == FEED:
            return Fetched(url, content, "application/rss+xml")
        one = next(one for one in items if one["url"] == url)
        return Fetched(one.get("leads_to", url), page_of(one), "text/html")

    room._fetch = fetch
    room.add(FEED)


def as_page(room: Newsroom, items: list[dict[str, str]]) -> None:
    as_feed(room, items, text=False)


def page_of(one: dict[str, str]) -> bytes:
    link = f'<link rel="canonical" href="{one["canonical"]}">' if "canonical" in one else ""
    paragraphs = "".join(f"<p>{part}.</p>" for part in one["text"].split(". "))
    head = f'<title>{one["title"]}</title><meta property="og:site_name" content="{one["publisher"]}">{link}'
    return f'<html lang="en"><head>{head}</head><body><article>{paragraphs}</article></body></html>'.encode()


WAYS = {"rows": as_rows, "feed": as_feed, "page": as_page}


def kept(room: Newsroom) -> list[tuple[str, str]]:
    """Key and id of every text that is kept."""
    return [
        (room.article(article.id).article.key, article.id)
        for story in room.stories()
        for article in story.articles
    ]


def order_of(items: list[dict[str, str]]) -> dict[str, list[list[dict[str, str]]]]:
    return {
        "one after the other": [[one] for one in items],
        "at once": [items],
        "at once, the last first": [items[::-1]],
        "the last first": [[one] for one in items[::-1]],
    }


def runs(listed: list[dict[str, Any]]) -> list[Any]:
    """Every case by one way and order in turn; in the long run by all."""
    orders = list(order_of([{}]))
    found = []
    for n, case in enumerate(listed):
        ways = [case["only"]] if "only" in case else list(WAYS)[:2]
        chosen = [(way, order) for way in ways for order in orders]
        few = (
            chosen
            if trials(0, 1)
            else [(ways[n % len(ways)], orders[n % 3]), (ways[(n + 1) % len(ways)], orders[0])]
        )
        name = case.get("why") or case["way"] + ("" if "name" not in case else ", " + case["name"])
        found += [
            pytest.param(case, way, order, id=f"{name} ({way}, {order}) {n}")
            for way, order in dict.fromkeys(few)
        ]
    return found


@pytest.mark.parametrize(("case", "way", "order"), runs(SAME["case"]))
def test_one_article_stays_one(case: dict[str, Any], way: str, order: str) -> None:
    with Newsroom(settings=SHORT) as room:
        for batch in order_of(items_of(case))[order]:
            WAYS[way](room, batch)
        found = kept(room)
    assert len({key for key, _ in found}) == 1
    assert len(found) == case.get("revisions", 1)


@pytest.mark.parametrize(("pair", "way", "order"), runs(PAIRS))
def test_two_articles_stay_two(pair: dict[str, Any], way: str, order: str) -> None:
    items = [item(pair[which], DIFFERENT) for which in ("one", "other")]
    if way == "feed" and items[0]["publisher"] != items[1]["publisher"] and order.startswith("at once"):
        pytest.skip("one feed has one publisher")
    with Newsroom(settings=SHORT) as room:
        for batch in order_of(items)[order]:
            WAYS[way](room, batch)
        found = kept(room)
    assert len(found) == 2 and len({key for key, _ in found}) == 2


SPELLINGS = (
    "http and https",
    "closing slash",
    "AMP and mobile twins",
    "port",
    "fragment",
    "spelling of the address",
)
BY_WORDS = ("capitals", "that say whose twins they are")  # which only what the pages say makes one


@pytest.mark.parametrize(
    "case", [c for c in SAME["case"] if c["way"] in SPELLINGS and c.get("name") not in BY_WORDS]
)
def test_spellings_of_one_address_are_one_whatever_stands_there(case: dict[str, Any]) -> None:
    assert len({urls.identity(one["url"]) for one in items_of(case)}) == 1


def test_tracking_parameters_are_no_part_of_an_address() -> None:
    for case in SAME["case"]:
        if case["way"] == "tracking parameters":
            assert len({urls.identity(one["url"]) for one in items_of(case)}) == 1


@pytest.mark.parametrize(
    "pair", [p for p in PAIRS if "url" in p["one"] and p["one"]["url"] != p["other"]["url"]]
)
def test_addresses_of_two_pages_are_two_whatever_stands_there(pair: dict[str, Any]) -> None:
    assert urls.identity(pair["one"]["url"]) != urls.identity(pair["other"]["url"])


@limits(deadline=None)
@given(
    st.text(max_size=40),
    st.sampled_from(["https://a.example/", "http://www.a.example:80/b/../", "https://a.example/?", ""]),
)
def test_a_clean_address_stays_as_it_is(text: str, front: str) -> None:
    clean = urls.canonical(front + text)
    assert urls.canonical(clean) == clean
    assert urls.identity(clean) == urls.identity(front + text)


def test_there_are_as_many_ways_and_pairs_as_there_should_be() -> None:
    assert len({case["way"] for case in SAME["case"]}) >= 12
    assert len(PAIRS) >= 50
    told = [json.dumps([pair["one"], pair["other"]]) for pair in PAIRS]
    assert len(set(told)) == len(told)
