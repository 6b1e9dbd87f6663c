"""What is decided of feeds without network, clock and store: what is new, when to look again, how a feed is."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from writethru.acquire.feed import Item
from writethru.acquire.watching import (
    Answered,
    Look,
    Sorted,
    after_look,
    condition,
    health,
    resting,
    sort_items,
)
from writethru.acquire.watching.reading import read
from writethru.acquire.watching.schedule import pace, spread
from writethru.records import WatchedFeed, WatchedItem
from writethru.settings import WatchSettings

CASES = json.loads((Path(__file__).parent.parent / "cases/feeds/items.json").read_text())
SETTINGS = WatchSettings()
NOW = datetime(2031, 5, 14, 12, tzinfo=UTC)
LEAST = 600
LONG = "The lock keeper opened the third gate of the Orlen canal before noon. " * 10
MINUTE = 60.0


def item(said: str) -> Item:
    """An item as the cases write it: its letter, `teaser` for a short text, and fields that are other than usual."""
    letter, *rest = said.split()
    fields: dict[str, Any] = {
        "id": f"tag:{letter}",
        "url": f"https://n.example/{letter}",
        "title": f"Report {letter}",
        "text": f"Of {letter}. " + (LONG if "teaser" not in rest else ""),
        "published": "2031-05-01",
    }
    for word in rest:
        name, told, value = word.partition("=")
        if told:
            fields[name] = (
                (value + " " + fields["text"])
                if name == "text"
                else value or ("" if name != "published" else None)
            )
    return Item(**fields)


def remembered(items: list[Item]) -> dict[str, WatchedItem]:
    return {row.name: row for row in sort_items(items, {}, "2031-05-13", LEAST).memory}


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_which_items_are_new(case: dict[str, Any]) -> None:
    known = remembered([item(said) for said in case["before"]])
    found = sort_items([item(said) for said in case["after"]], known, "2031-05-14", LEAST)
    assert [i.title[7:] for i in found.new] == case.get("new", [])
    assert [
        i.text[3] if i.title == "other" or not i.text.startswith("other") else i.text[9]
        for i in found.changed
    ] == case.get("changed", [])
    assert found.known == case["known"]
    assert set(found.signs) - ({"teasers"} if "signs" not in case else set()) == set(case.get("signs", []))


@given(st.permutations(list("abcdef")), st.integers(0, 6))
def test_what_was_sorted_is_known_the_next_time(letters: list[str], seen: int) -> None:
    known = remembered([item(letter) for letter in letters[:seen]])
    found = sort_items([item(letter) for letter in letters], known, "2031-05-14", LEAST)
    assert len(found.new) == len(letters) - seen
    again = sort_items(
        [item(letter) for letter in letters], known | {r.name: r for r in found.memory}, "2031-05-14", LEAST
    )
    assert (again.new, again.changed, again.memory) == ((), (), ())


# -- when to look again


def feed(**fields: Any) -> WatchedFeed:
    usual = {"url": "https://n.example/feed", "added": "2031-01-01T00:00:00+00:00", "news": ago(hours=1)}
    return WatchedFeed(**{**usual, **fields})


def ago(**delta: float) -> str:
    return (NOW - timedelta(**delta)).isoformat()


def answered(items: int, every: timedelta, **fields: Any) -> Look:
    dates = [(NOW - every * (n + 0.5)).isoformat() for n in range(items)]
    given = tuple(Item(id=str(n), published=date) for n, date in enumerate(dates))
    return Look(url="https://n.example/feed", answered=Answered("feed", "N", items=given), **fields)


def minutes(state: WatchedFeed) -> float:
    return (datetime.fromisoformat(state.due) - NOW).total_seconds() / MINUTE


@pytest.mark.parametrize(
    ("items", "every", "news", "least", "most"),
    [
        (20, timedelta(minutes=4), 0.1, 4.5, 5.6),  # no more often than the shortest
        (20, timedelta(hours=1), 1, 26, 34),  # half of an hour
        (20, timedelta(hours=8), 4, 210, 270),
        (20, timedelta(days=9), 24, 1290, 1600),  # no more seldom than a day
        (20, timedelta(hours=1), 100, 530, 670),  # its dates say hourly, but nothing came for 100 hours
        (1, timedelta(hours=3), 3, 80, 100),  # too few dates: after what was seen
    ],
)
def test_a_feed_is_looked_at_twice_in_the_time_of_an_item(
    items: int, every: timedelta, news: float, least: float, most: float
) -> None:
    state = after_look(feed(news=ago(hours=news)), answered(items, every), Sorted(), NOW, SETTINGS)
    assert least <= minutes(state) <= most


def test_what_a_feed_asks_for_is_heeded_unless_items_would_be_missed() -> None:
    hourly = answered(20, timedelta(hours=1), max_age=7200.0)
    assert 108 <= minutes(after_look(feed(), hourly, Sorted(), NOW, SETTINGS)) <= 133
    lazy = answered(20, timedelta(hours=1), max_age=86400.0)  # its items are gone in 20 hours
    assert 520 <= minutes(after_look(feed(), lazy, Sorted(), NOW, SETTINGS)) <= 650


def failure(**fields: Any) -> Look:
    return Look(url="https://n.example/feed", **{"trouble": "timeout", "said": "it did not answer", **fields})


def test_failures_are_tried_again_ever_more_seldom_and_never_together() -> None:
    state, waits = feed(), []
    for _ in range(12):
        state = after_look(state, failure(), Sorted(), NOW, SETTINGS)
        waits.append(minutes(state))
    assert 3.5 <= waits[0] <= 6.5
    assert all(b > a for a, b in itertools.pairwise(waits[:7]))
    assert max(waits) <= 1440 * 1.25 + 1
    other = after_look(feed(url="https://o.example/feed"), failure(), Sorted(), NOW, SETTINGS)
    assert minutes(other) != waits[0]
    assert minutes(after_look(feed(), failure(), Sorted(), NOW, SETTINGS)) == waits[0]
    well = after_look(state, answered(5, timedelta(hours=1)), Sorted(), NOW, SETTINGS)
    assert (well.failures, well.failing, well.trouble) == (0, "", "")


def test_retry_after_is_heeded_to_the_second_and_for_the_whole_host() -> None:
    state = after_look(feed(), failure(trouble="status", retry_after=200_000.0), Sorted(), NOW, SETTINGS)
    assert minutes(state) * 60 >= 200_000
    assert resting([state], NOW.isoformat()) == {"n.example"}
    later = NOW + timedelta(seconds=200_002)
    assert resting([state], later.isoformat()) == set()


@given(st.text(max_size=40), st.integers(0, 10_000))
def test_jitter_is_the_same_for_the_same_attempt(url: str, attempt: int) -> None:
    assert 0.75 <= spread(url, attempt, 0.25) == spread(url, attempt, 0.25) <= 1.25


def test_dates_to_come_tell_no_pace() -> None:
    dates = [ago(hours=-5), ago(hours=1), ago(hours=2), None]
    assert pace(dates, NOW) == (ago(hours=2), 2)
    assert pace([ago(hours=-5), ago(hours=1)], NOW) is None


# -- moved, gone, broken off


def test_a_feed_that_moved_is_followed_after_three_answers_that_say_so() -> None:
    state = feed()
    new = "https://new.example/feed"
    for number in (1, 2):
        state = after_look(state, answered(3, timedelta(hours=1), moved=new), Sorted(), NOW, SETTINGS)
        assert (state.url, state.moved, state.moves) == ("https://n.example/feed", new, number)
    moved = after_look(state, answered(3, timedelta(hours=1), moved=new), Sorted(), NOW, SETTINGS)
    assert (moved.url, moved.moved, moved.moves) == (new, "", 0)
    for other in (answered(3, timedelta(hours=1)), failure()):
        assert after_look(state, other, Sorted(), NOW, SETTINGS).moves == 0
    elsewhere = answered(3, timedelta(hours=1), moved="https://other.example/")
    assert after_look(state, elsewhere, Sorted(), NOW, SETTINGS).moves == 1


def test_410_ends_a_feed_and_404_does_not() -> None:
    assert after_look(feed(), failure(trouble="gone"), Sorted(), NOW, SETTINGS).ended
    state = after_look(feed(last=ago(days=8)), failure(trouble="missing"), Sorted(), NOW, SETTINGS)
    assert not state.ended
    assert condition(state, NOW, SETTINGS) == "failing"
    assert condition(state, NOW + timedelta(days=8), SETTINGS) == "missing"


def test_of_an_answer_that_broke_off_no_validator_is_kept() -> None:
    look = Look(
        url="u",
        etag='"1"',
        last_modified="x",
        digest="d",
        answered=Answered("feed", fault="it breaks off", cut=True),
    )
    state = after_look(feed(etag='"0"'), look, Sorted(), NOW, SETTINGS)
    assert (state.etag, state.last_modified, state.digest, state.signs) == ("", "", "", ("malformed",))
    assert after_look(feed(), replace(look, answered=Answered("feed")), Sorted(), NOW, SETTINGS).etag == '"1"'


RSS = b'<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>%s</channel></rss>'
ONE = (
    b"<item><guid>%d</guid><title>Report %d</title><description>Text of report %d here.</description></item>"
)
SITEMAP = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://n.example/</loc></url></urlset>'


@pytest.mark.parametrize(
    ("content", "kind", "items", "fault", "cut"),
    [
        (RSS % (ONE % (1, 1, 1) + ONE % (2, 2, 2)), "feed", 2, "", False),
        ((RSS % (ONE % (1, 1, 1) + ONE % (2, 2, 2)))[:-60], "feed", 1, "it", True),
        (RSS % b"", "feed", 0, "", False),
        (b"", "unreadable", 0, "its answer is empty", False),
        (b"<!doctype html><title>x</title><p>We moved", "page", 0, "a page is there instead", False),
        (b"\x00\x01\x02\x03", "unreadable", 0, "neither a feed nor a page", False),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "R"}]}', "feed", 1, "", False),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "R"}, {"id"', "feed", 1, "broken", True),
        (b'{"a": 1}', "unreadable", 0, "no JSON Feed", False),
        (SITEMAP, "unreadable", 0, "without news", False),
    ],
)  # fmt: skip
def test_what_an_answer_is(content: bytes, kind: str, items: int, fault: str, cut: bool) -> None:
    found = read(content, "https://n.example/feed")
    assert (found.kind, len(found.items), found.cut) == (kind, items, cut)
    assert fault in found.fault
    assert bool(fault) is bool(found.fault)


# -- health in words


@pytest.mark.parametrize(
    ("fields", "how", "words"),
    [
        ({}, "new", "not looked at yet"),
        ({"good": ago(hours=1), "items": 3}, "well", "well"),
        ({"good": ago(hours=1), "signs": ("empty",)}, "poor", "it has no items"),
        ({"good": ago(hours=1), "items": 3, "signs": ("undated", "new-ids", "teasers")}, "poor", "none of its items is dated; it gives its items new ids"),
        ({"good": ago(hours=1), "items": 3, "signs": ("teasers",)}, "well", "well"),
        ({"good": ago(hours=1), "items": 3, "signs": ("malformed",)}, "poor", "it is malformed, but can be read"),
        ({"good": ago(hours=1), "items": 9, "signs": ("long",)}, "poor", "it has more items than are read"),
        ({"good": ago(hours=1), "items": 3, "moved": "https://new.example/"}, "moving", "it says that it has moved to https://new.example/"),
        ({"good": ago(hours=1), "items": 3, "news": ago(days=41)}, "quiet", "no new item for 41 days"),
        ({"good": ago(days=2), "trouble": "status", "said": "it answered 503", "failing": ago(days=1)}, "failing", "answers 503 since 2031-05-13 12:00; last good 2031-05-12 12:00"),
        ({"trouble": "page", "failing": ago(days=1)}, "failing", "is a page, not a feed, since 2031-05-13 12:00; never good"),
        ({"good": ago(days=9), "trouble": "missing", "failing": ago(days=8)}, "missing", "is not found since 2031-05-06 12:00; last good 2031-05-05 12:00; missing for over 7 days, remove it?"),
        ({"trouble": "certificate", "failing": ago(days=1)}, "failing", "has a certificate that is not trusted, since 2031-05-13 12:00; never good"),
        ({"trouble": "robots", "failing": ago(days=1)}, "failing", "is closed by its robots.txt since 2031-05-13 12:00; never good"),
        ({"ended": "the server says that it is gone for good (410)"}, "ended", "ended: the server says that it is gone for good (410)"),
    ],
)  # fmt: skip
def test_how_a_feed_is(fields: dict[str, Any], how: str, words: str) -> None:
    state = feed(**fields)
    assert condition(state, NOW, SETTINGS) == how
    assert health(state, NOW, SETTINGS) == words
