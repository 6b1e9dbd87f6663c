from __future__ import annotations

import io
import json
import re
from datetime import datetime
from xml.etree import ElementTree as Xml

import feedparser
import pytest
from msgspec.structs import replace
from sample_pages import BARE, DAM, HOSTILE, hostile

from writethru.records import Brief, Change
from writethru.render import Channel, render_atom, render_json_feed

SITE = Channel("Stories", "stories.atom", "index.html", "https://desk.example/")
OF_ONE = Channel("The dam", "dam.atom", "dam.html", "https://desk.example/", DAM.story)
LATER = replace(
    DAM, revision=DAM.revision + 1, updated="2031-03-09T08:00:00Z", changes=(
        Change("figure", "14 people killed", "15 people killed", DAM.sections[0].sentences[0]),
    ),
)  # fmt: skip
NAME = "{http://www.w3.org/2005/Atom}"


def parsed(text: str) -> feedparser.FeedParserDict:
    found = feedparser.parse(io.BytesIO(text.encode("utf-8")))
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_a_story_keeps_its_entry_and_its_time_moves_with_its_revision() -> None:
    before, after = (parsed(render_atom([page], SITE)).entries[0] for page in (DAM, LATER))
    assert before.id == after.id
    assert (before.updated, after.updated) == (DAM.updated, "2031-03-09T08:00:00Z")
    assert before.link == f"https://desk.example/{DAM.story}.html"


def test_revisions_of_one_story_are_entries_of_their_own() -> None:
    entries = parsed(render_atom([LATER, DAM], OF_ONE)).entries
    assert len({entry.id for entry in entries}) == 2
    assert parsed(render_atom([DAM], OF_ONE)).entries[0].id == entries[1].id
    assert {e.id for e in entries}.isdisjoint({e.id for e in parsed(render_atom([DAM], SITE)).entries})


def test_the_change_comes_first() -> None:
    entry = parsed(render_atom([LATER], SITE)).entries[0]
    words = re.sub(r"<[^>]+>", " ", entry.content[0].value)
    assert words.index("15 people killed") < words.index(DAM.sections[0].lead.text)
    assert entry.summary.startswith("Previously 14 people killed → now 15 people killed.")


def test_what_the_specification_asks_for() -> None:
    """RFC 4287, 4.1: what a feed and an entry must have, each once, and times by RFC 3339."""
    root = Xml.fromstring(render_atom([BARE, LATER], SITE))
    for place in (root, *root.findall(f"{NAME}entry")):
        for name in ("id", "title", "updated"):
            (only,) = place.findall(NAME + name)
            assert only.text
        datetime.fromisoformat(place.findtext(f"{NAME}updated", ""))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", place.findtext(f"{NAME}updated", ""))
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", place.findtext(f"{NAME}id", ""))
    assert [link.get("rel") for link in root.findall(f"{NAME}link")] == ["self", "alternate"]
    assert root.findtext(f"{NAME}author/{NAME}name")
    assert {e.find(f"{NAME}content").get("type") for e in root.iter(f"{NAME}entry")} == {"html"}  # type: ignore[union-attr]


def test_the_json_feed_tells_the_same() -> None:
    feed = json.loads(render_json_feed([LATER, BARE], SITE))
    atom = parsed(render_atom([LATER, BARE], SITE)).entries
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    for item, entry in zip(feed["items"], atom, strict=True):
        assert (item["id"], item["title"]) == (entry.id, entry.title)
        assert (item["date_modified"], item["url"]) == (entry.updated, entry.link)
        assert item["content_html"] and item["summary"] is not None


def test_without_a_site_no_address_is_made_up() -> None:
    feed = json.loads(render_json_feed([DAM], Channel("Stories", "stories.json", "index.html")))
    assert "feed_url" not in feed and "url" not in feed["items"][0]
    assert f'href="{DAM.story}.html"' in render_atom([DAM], Channel("Stories", "a.atom", "index.html"))


@pytest.mark.parametrize("page", [hostile(text) for text in HOSTILE], ids=range(len(HOSTILE)))
def test_no_markup_of_an_article_is_markup_in_a_feed(page: Brief) -> None:
    entry = parsed(render_atom([page], SITE)).entries[0]
    plain = json.loads(render_json_feed([page], SITE))["items"][0]["content_html"]
    tags = set(re.findall(r"<\s*/?\s*([a-z]+)", plain))
    assert tags <= {"p", "strong", "em", "ul", "li", "a"}
    assert not re.search(r"<[^>]*\son\w+\s*=", plain)
    assert set(re.findall(r'href="([a-z]+):', plain)) <= {"http", "https"}
    assert "<script" not in entry.content[0].value


def test_a_feed_without_stories_is_valid() -> None:
    assert parsed(render_atom([], SITE)).feed.title == "Stories"
    assert json.loads(render_json_feed([], SITE))["items"] == []
