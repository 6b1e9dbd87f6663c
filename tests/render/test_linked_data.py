"""What a page says of itself to programs is schema.org's vocabulary, and stays data within a script element."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from msgspec.structs import replace
from sample_pages import BARE, DAM, HOSTILE, HOSTILE_URLS, crowded, hostile, said

from writethru.records import Brief, Change, known_moment
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


def fits(value: Any, expected: str) -> bool:
    if isinstance(value, dict):
        return expected in TABLE["types"] and expected in kinds(value["@type"])
    if expected == "URL":
        parts = urlsplit(value) if isinstance(value, str) else urlsplit("")
        return parts.scheme in ("http", "https") and bool(parts.netloc)
    if expected in ("Date", "DateTime"):
        return isinstance(value, str) and known_moment(value) is not None
    if expected == "Number":
        return isinstance(value, int) and not isinstance(value, bool)
    return expected in ("Text", "Language") and isinstance(value, str) and bool(value.strip())


def check(thing: dict[str, Any]) -> None:
    mine = kinds(thing["@type"])
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
