"""What a page says of itself to programs is schema.org's vocabulary, and stays data within a script element."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from msgspec.structs import replace
from sample_pages import BARE, DAM, HOSTILE, HOSTILE_URLS, crowded, hostile, said

from writethru.records import Brief, Change, MadeFrom, Phase, RevisionNote, known_moment
from writethru.render.linked import linked_data

TABLE = json.loads(
    (Path(__file__).parent.parent / "cases" / "vocabulary" / "schema_org.json").read_text(encoding="utf-8")
)
ADDRESS = "http://localhost/stories/5b0c77e19f2a4d31"
CORRECTED = replace(
    DAM,
    changes=(
        Change(
            "correction", "at least 9 dead", "at most 9 dead", said("An earlier version said at least.", 5)
        ),
        Change("withdrawal", "Nine dead as dam bursts", "withdrawn", said("This article was withdrawn.", 5)),
        Change("figure revised", "9 dead", "14 dead", said("Fourteen died.", 5)),
    ),
)
PAGES = [DAM, BARE, CORRECTED, crowded(60, 250), *(hostile(text) for text in HOSTILE)]
PAGES += [hostile("A text", url) for url in HOSTILE_URLS]


def read(brief: Brief) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(linked_data(brief, ADDRESS, "http://localhost/articles/"))
    return found


def kinds(name: str) -> set[str]:
    """A type and all that it is one of."""
    return {name}.union(*(kinds(parent) for parent in TABLE["types"][name]))


def all_kinds(said: str | list[str]) -> set[str]:
    """What a thing is that says it is of one type, or of several at once."""
    return set().union(*(kinds(name) for name in ([said] if isinstance(said, str) else said)))


def fits(value: Any, expected: str) -> bool:
    if isinstance(value, dict):
        return expected in TABLE["types"] and expected in all_kinds(value["@type"])
    if expected == "URL":
        parts = urlsplit(value) if isinstance(value, str) else urlsplit("")
        return parts.scheme in ("http", "https") and bool(parts.netloc)
    if expected in ("Date", "DateTime"):
        return isinstance(value, str) and known_moment(value) is not None
    if expected == "Number":
        return isinstance(value, int) and not isinstance(value, bool)
    return expected in ("Text", "Language") and isinstance(value, str) and bool(value.strip())


def check(thing: dict[str, Any]) -> None:
    mine = all_kinds(thing["@type"])
    for name, held in thing.items():
        if name.startswith("@"):
            continue
        known = TABLE["properties"][name]
        assert mine & set(known["on"]), (thing["@type"], name)
        for value in held if isinstance(held, list) else [held]:
            assert any(fits(value, kind) for kind in known["holds"]), (name, value)
            if isinstance(value, dict):
                check(value)


@pytest.mark.parametrize("brief", PAGES)
def test_every_property_is_known_and_holds_what_it_may(brief: Brief) -> None:
    found = read(brief)
    assert (found["@context"], found["@type"], found["url"]) == ("https://schema.org", "NewsArticle", ADDRESS)
    check(found)


def test_the_check_finds_what_is_none() -> None:
    for wrong in ({"headlines": "x"}, {"version": True}, {"datePublished": "soon"}, {"isBasedOn": "javascript:x"},
                  {"correction": {"@type": "Organization"}}, {"publisher": "somebody"}):  # fmt: skip
        with pytest.raises((AssertionError, KeyError)):
            check({"@type": "NewsArticle", **wrong})


def test_a_page_names_its_sources_what_it_rests_on_and_its_corrections() -> None:
    found = read(CORRECTED)
    assert [each["headline"] for each in found["citation"]] == [source.title for source in DAM.sources]
    assert len(found["isBasedOn"]) == len({source.origin for source in DAM.sources}) == len(DAM.sources) - 1
    assert found["citation"][-1]["url"] == "http://localhost/articles/a10", (
        "kept here, where no address is known"
    )
    assert [each["@type"] for each in found["correction"]] == ["CorrectionComment"] * 2
    assert (
        "at most 9 dead" in found["correction"][0]["text"] and "withdrawn" in found["correction"][1]["text"]
    )
    assert found["temporalCoverage"] == "1964-01-01/2031-03-07"
    assert found["dateModified"] == DAM.updated and "datePublished" not in found
    assert read(replace(DAM, revision=1))["datePublished"] == DAM.updated


@pytest.mark.parametrize(
    "text", [*HOSTILE, "</script><script>alert(1)</script>", "<!--<script>", "]]>&lt;\u2028\u2029"]
)
def test_nothing_of_an_article_ends_the_script_element(text: str) -> None:
    written = linked_data(hostile(text), ADDRESS, "http://localhost/articles/")
    assert not set("<>&\u2028\u2029") & set(written)


def test_a_long_headline_is_cut_between_words() -> None:
    found = read(replace(DAM, headline=said("word " * 60, 1)))["headline"]
    assert len(found) <= 110 and found.endswith("word …")


def noted(number: int, *changes: Change, at: str = "") -> RevisionNote:
    made = MadeFrom((), "1.0", "", at) if at else None
    return RevisionNote(
        DAM.story, number, f"2031-03-0{number}T08:00:00Z", "Dam bursts", changes, DAM.sources[:number], made
    )


NOTES = (
    noted(1),
    noted(2, CORRECTED.changes[2], at="2031-03-02T09:00:00Z"),
    noted(3, *CORRECTED.changes, *CORRECTED.changes, at="2031-03-03T09:30:00Z"),
)


def live(brief: Brief, notes: tuple[RevisionNote, ...], phase: Phase | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        linked_data(brief, ADDRESS, "http://localhost/articles/", notes, phase)
    )
    return found


def test_a_page_of_several_revisions_is_a_live_blog_with_each_as_an_update() -> None:
    found = live(CORRECTED, NOTES, Phase("closed", "2031-03-07T10:00:00Z", ""))
    check(found)
    assert found["@type"] == ["NewsArticle", "LiveBlogPosting"]
    assert found["datePublished"] == found["coverageStartTime"] == "2031-03-01T08:00:00Z"
    assert found["coverageEndTime"] == "2031-03-07T10:00:00Z"
    third, second, first = found["liveBlogUpdate"]
    assert [each["datePublished"] for each in (third, second, first)] == [
        "2031-03-03T09:30:00Z",
        "2031-03-02T09:00:00Z",
        "2031-03-01T08:00:00Z",
    ]
    assert second["url"] == f"{ADDRESS}?revision=2" and "14 dead" in second["articleBody"]
    assert "And 2 more changes." in third["articleBody"] and "3 sources came." in third["articleBody"]
    assert first["headline"] == "Dam bursts" and "articleBody" not in first
    assert second["isBasedOn"] == [f"http://localhost/articles/{s.article}" for s in DAM.sources[:2]]
    assert len(found["correction"]) == 2 and found["citation"] and found["isBasedOn"]


def test_a_page_of_one_revision_and_one_that_goes_on_say_so() -> None:
    assert live(DAM, NOTES[:1])["@type"] == "NewsArticle" and "liveBlogUpdate" not in live(DAM, NOTES[:1])
    assert "coverageEndTime" not in live(DAM, NOTES, Phase("quiet", "2031-03-07T10:00:00Z", ""))
    many = live(DAM, tuple(noted(1 + n % 9, CORRECTED.changes[2]) for n in range(60)))
    check(many)
    assert len(many["liveBlogUpdate"]) == 20
    assert live(DAM, (replace(NOTES[0], when=None), NOTES[1])).get("coverageStartTime") is None


@pytest.mark.parametrize("text", HOSTILE)
def test_what_changed_is_data_too(text: str) -> None:
    change = Change("figure revised", text, text, said(text, 1))
    notes = (noted(1), replace(noted(2, change), headline=text))
    written = linked_data(hostile(text), ADDRESS, "http://localhost/articles/", notes)
    assert not set("<>&\u2028\u2029") & set(written)
    check(json.loads(written))
