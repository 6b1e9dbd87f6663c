"""The invented stories with their labels: sound offsets, unique ids, both halves cover everything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from typing import Any, get_args, get_type_hints

import pytest
from ledger_cases import CASES

from writethru.records import Dispute, Status

PATHS = sorted(CASES.glob("*.json"))
STORIES: dict[str, dict[str, Any]] = {path.stem: json.loads(path.read_text("utf-8")) for path in PATHS}
HALVES = {
    "tuning": [story for name, story in STORIES.items() if not name.endswith("-held")],
    "held": [story for name, story in STORIES.items() if name.endswith("-held")],
}
KINDS = get_args(get_type_hints(Dispute)["kind"])
CLASSES = get_args(get_type_hints(Dispute)["state"])
STATUSES = get_args(get_type_hints(Status)["kind"])
GRANULARITIES = {"day", "part-of-day", "week", "month", "season", "year"}


def spans(labels: Any) -> Iterator[dict[str, Any]]:
    """Every span anywhere below the labels."""
    if isinstance(labels, dict):
        if "start" in labels and "field" in labels:
            yield labels
        labels = list(labels.values())
    if isinstance(labels, list):
        for label in labels:
            yield from spans(label)


def declared_copies(story: dict[str, Any]) -> set[frozenset[str]]:
    return {
        frozenset(pair)
        for origin in story["origins"]
        if origin["kind"] == "copy"
        for pair in combinations(origin["articles"], 2)
    }


@pytest.mark.parametrize("name", STORIES)
def test_every_span_lies_on_whole_words_of_its_text(name: str) -> None:
    fields = {article["id"]: article for article in STORIES[name]["articles"]}
    found = list(spans([value for key, value in STORIES[name].items() if key != "articles"]))
    assert len(found) > 10
    for span in found:
        words = fields[span["article"]][span["field"]]
        start, end = span["start"], span["end"]
        assert 0 <= start < end <= len(words)
        exact = words[start:end]
        assert exact == exact.strip()
        assert "\n" not in exact
        assert not (start and words[start - 1].isalnum() and words[start].isalnum())
        assert not (end < len(words) and words[end - 1].isalnum() and words[end].isalnum())


@pytest.mark.parametrize("name", STORIES)
def test_labels_are_complete(name: str) -> None:
    story = STORIES[name]
    assert name[4:].removesuffix("-held") == story["story"]
    assert 3 <= len(story["articles"]) <= 6
    assert len(story["key_facts"]) >= 4 and all(fact["evidence"] for fact in story["key_facts"])
    for disagreement in story["disagreements"]:
        assert disagreement["kind"] in KINDS and disagreement["class"] in CLASSES
        positions = disagreement["positions"]
        assert len({position["holder"] for position in positions}) >= 2
        assert all(position["evidence"] for position in positions)
    assert all(len(pair["evidence"]) == 2 for pair in story["not_disagreements"])
    for entry in story["timeline"]:
        assert entry["granularity"] in GRANULARITIES
        assert entry["start"] <= entry["end"] and entry["evidence"]


@pytest.mark.parametrize("name", STORIES)
def test_claims_are_groups_of_their_own(name: str) -> None:
    claims = STORIES[name]["claims"]
    assert 6 <= len(claims) <= 12
    members = [tuple(member.values()) for claim in claims for member in claim["members"]]
    assert len(members) == len(set(members))
    for claim in claims:
        assert claim["members"] and claim["holders_for"]
        assert claim["status"] in STATUSES
        assert claim["holders_against"] or claim["status"] != "disputed"
        assert claim["unverified"] or claim["status"] != "unverified"


@pytest.mark.parametrize("name", STORIES)
def test_only_declared_copies_share_a_text(name: str) -> None:
    copies = declared_copies(STORIES[name])
    for one, other in combinations(STORIES[name]["articles"], 2):
        mine, theirs = (set(article["text"].split("\n\n")) for article in (one, other))
        if frozenset((one["id"], other["id"])) in copies:
            assert mine & theirs
        else:
            assert not mine & theirs


def test_stories_and_articles_have_ids_of_their_own() -> None:
    numbers = [name[:3] for name in STORIES]
    articles = [article for story in STORIES.values() for article in story["articles"]]
    assert len(set(numbers)) == len(numbers)
    for key in ("id", "url"):
        assert len({article[key] for article in articles}) == len(articles)


@pytest.mark.parametrize("half", HALVES)
def test_a_half_covers_every_kind_class_and_status(half: str) -> None:
    stories = HALVES[half]
    pairs = {(d["kind"], d["class"]) for story in stories for d in story["disagreements"]}
    assert pairs == {(kind, state) for kind in KINDS for state in CLASSES}
    assert {claim["status"] for story in stories for claim in story["claims"]} == set(STATUSES)
    assert sum(not story["disagreements"] for story in stories) >= 2


def test_the_halves_are_of_one_size() -> None:
    sizes = [len(stories) for stories in HALVES.values()]
    assert min(sizes) >= 22 and max(sizes) - min(sizes) <= 1
