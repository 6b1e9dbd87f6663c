"""Dates that are missing, impossible or yet to come: kept as written, told from where, and never on top."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from writethru import Newsroom
from writethru.acquire import Fetched
from writethru.newsroom import Page, StoryListing
from writethru.records import Article

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent.parent / "cases" / "times" / "stated.toml").read_text()
)["case"]
NOW = datetime(2031, 3, 6, 12, tzinfo=UTC)
TITLES = {
    "2031-03-03T09:00:00Z": "Dam above Arl bursts and floods the valley",
    "2031-03-04T09:00:00Z": "Rescuers search flooded Arl valley for twelve missing after dam burst",
    "2031-03-05T09:00:00Z": "Arl dam burst: governor Vera Holm promises inquiry into flood",
}
TEXTS = [
    "ARL — The dam above Arl burst early on Monday and flooded the valley, officials said. Three people were killed "
    "when the water reached the lower town of Arl.\n\nGovernor Vera Holm said that 400 people had left their homes. "
    "The dam was built in 1961 and was to be repaired this summer, the Arl water board said.",
    "ARL — Rescuers searched the flooded Arl valley on Tuesday for twelve people who are missing after the dam burst. "
    "The death toll rose to five, the fire service of Arl said.\n\nThe dam above the town broke on Monday and the "
    "water took two bridges. Governor Vera Holm visited the valley.",
    "ARL — Governor Vera Holm promised an inquiry on Wednesday into the dam burst that flooded the Arl valley. Seven "
    "people were killed and nine are missing, she said.\n\nThe Arl water board said that cracks in the dam had been "
    "reported in January. Rescuers went on with their search.",
]
ODD = (
    "ARL — The flood in the Arl valley after the dam burst has killed seven people, the fire service said. Nine are "
    "missing.\n\nThe Arl dam broke on Monday. Governor Vera Holm said tomorrow schools in the valley stay closed. "
    "Rescuers with boats brought 60 people out of the lower town of Arl."
)
ODD_TITLE = "Zebras: seven dead in Arl valley flood after dam burst"


def rows() -> list[dict[str, Any]]:
    return [
        {
            "id": f"d{n}",
            "url": f"https://post{n}.example/{n}",
            "publisher": f"Post {n}",
            "title": title,
            "text": text,
        }
        | {"published": when}
        for n, ((when, title), text) in enumerate(zip(TITLES.items(), TEXTS, strict=True))
    ]


def odd_row(case: dict[str, Any]) -> dict[str, Any]:
    url = "https://odd.example/" + case.get("path", "valley")
    return {
        "id": "odd",
        "url": url,
        "publisher": "Odd",
        "title": ODD_TITLE,
        "published": case["stated"],
        "text": ODD,
    }


def feed_of(case: dict[str, Any]) -> bytes:
    url = "https://odd.example/" + case.get("path", "valley")
    when = f"<pubDate>{case['feed']}</pubDate>" if "feed" in case else ""
    return (
        f"<rss version='2.0'><channel><title>Odd</title><item><guid>odd</guid><link>{url}</link>"
        f"<title>{ODD_TITLE}</title>{when}</item></channel></rss>"
    ).encode()


def page_of(case: dict[str, Any]) -> bytes:
    head = case["page"]
    paragraphs = "".join(
        f"<p>{part}</p>" for part in (ODD + "\n\n" + ODD[6:].replace("seven", "7")).split("\n\n")
    )
    return f'<html lang="en"><head>{head}</head><body><h1>{ODD_TITLE}</h1>{paragraphs}</body></html>'.encode()


def lines(given: list[dict[str, Any]]) -> BytesIO:
    return BytesIO("".join(json.dumps(row) + "\n" for row in given).encode())


def filled(case: dict[str, Any] | None) -> Newsroom:
    """A newsroom with the three dated articles and the one of the case, which comes first."""

    def fetch(url: str) -> Fetched:
        if url.endswith("/feed.xml"):
            return Fetched(url, feed_of(case or {}), "application/rss+xml")
        return Fetched(url, page_of(case or {}), "text/html")

    room = Newsroom(now=NOW, fetch=fetch)
    if case is not None and "page" in case:
        room.add("https://odd.example/feed.xml")
    elif case is not None:
        room.stdin = lines([odd_row(case)])
        room.add("-")
    room.stdin = lines(rows())
    room.add("-")
    return room


def odd_of(room: Newsroom) -> Article:
    return room.article("odd").article


@cache
def without() -> tuple[StoryListing, Page]:
    room = filled(None)
    (story,) = room.stories()
    return story, room.show(story.id)


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_a_date_is_kept_as_it_was_written(case: dict[str, Any]) -> None:
    with filled(case) as room:
        odd = odd_of(room)
    assert (odd.published or "") == case["published"]
    raw = str(case["stated"]) if "stated" in case else case.get("raw", "")
    assert odd.published_raw == case.get("raw", raw)
    assert odd.published_from == case["from"]
    assert odd.published_sure is case.get("sure", False)
    assert list(odd.marks) == case["marks"]


@pytest.mark.parametrize(
    "case", [c for c in CASES if not c.get("counts")], ids=[c["name"] for c in CASES if not c.get("counts")]
)
def test_a_date_that_does_not_count_moves_nothing(case: dict[str, Any]) -> None:
    story, page = without()
    with filled(case) as room:
        (found,) = room.stories()
        shown = room.show(found.id)
        odd = odd_of(room)
    assert len(found.articles) == 4
    assert (found.headline, found.first, found.last) == (story.headline, story.first, story.last)
    assert shown.brief.updated == page.brief.updated == "2031-03-05T09:00:00Z"
    assert shown.brief.coverage.newest == page.brief.coverage.newest
    assert odd.id not in {c.article for c in shown.brief.headline.citations}
    days = [entry.when.end for entry in shown.brief.timeline]
    assert days and max(days) <= max(entry.when.end for entry in page.brief.timeline)
    assert shown.brief.sources[-1].article != odd.id or len(shown.brief.sources) == 4


def test_a_change_that_is_yet_to_come_is_none() -> None:
    row = odd_row(CASES[0]) | {"published": "2031-03-05", "modified": "2031-09-01T10:00:00Z"}
    other = {"id": "b", "url": "https://odd.example/b", "text": TEXTS[0], "modified": "2031-03-06T09:00:00Z"}
    with Newsroom(now=NOW, stdin=lines([row, row | other])) as room:
        room.add("-")
        assert odd_of(room).modified is None
        assert room.article("b").article.modified == "2031-03-06T09:00:00Z"


def test_what_is_undated_comes_behind_all_others_when_articles_are_taken_in() -> None:
    never = [c for c in CASES if not c.get("counts") and "stated" in c]
    with filled(None) as room:
        room.stdin = lines(
            [odd_row(c) | {"id": f"o{n}", "url": f"https://o{n}.example/"} for n, c in enumerate(never)]
        )
        room.add("-")
        story = room.stories()[0]
    assert story.headline == list(TITLES.values())[-1]
    assert story.last == "2031-03-05T09:00:00Z"
