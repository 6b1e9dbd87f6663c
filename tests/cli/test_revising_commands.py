from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from calling import Call

from writethru.cli import printing, revising
from writethru.newsroom import Member
from writethru.records import StoryEvent


def listed(call: Call) -> dict[str, set[str]]:
    return {
        s["id"]: {a["external_id"] for a in s["articles"]} for s in json.loads(call("stories", "--json").out)
    }


def ids(call: Call) -> tuple[str, str]:
    """The story of the three ferry articles, and that of the museum."""
    ferry, museum = listed(call)
    return ferry, museum


def why(call: Call, story: str) -> Any:
    return json.loads(call("why", story, "--json").out)


def test_merge_split_move_and_undo_say_where_articles_are_now(filled: Call) -> None:
    ferry, museum = ids(filled)
    assert filled("merge", ferry, museum) == (0, f"merged: story {ferry} has 4 articles now\n", "")
    assert filled("undo", museum) == (
        0,
        f"undone (undoes a merge): story {museum} has 1 article now\n",
        "",
    )
    done = filled("split", ferry, "h-1", "h-2", "--reason", "the rescue", "--json")
    new = json.loads(done.out)
    assert set(new) == {"story", "articles"}
    assert listed(filled)[new["story"]] == {"h-1", "h-2"}
    assert filled("move", "h-3", museum[:8]).out == f"moved: story {museum} has 2 articles now\n"
    assert listed(filled) == {new["story"]: {"h-1", "h-2"}, museum: {"h-3", "h-4"}}
    assert filled("show", ferry).out == filled("show", museum).out  # its last article went there
    assert filled("verify").code == 0


def test_why_has_the_promised_shape(filled: Call) -> None:
    ferry, museum = ids(filled)
    filled("merge", ferry, museum, "--reason", "one harbour")
    shape = why(filled, museum)
    assert set(shape) == {"story", "articles", "apart"}
    assert shape["story"] == ferry
    for article in shape["articles"]:
        assert set(article) == {
            "id",
            "external_id",
            "url",
            "publisher",
            "title",
            "published",
            "events",
            "likeness",
            "outlier",
        }
        for event in article["events"]:
            assert set(event) == {"kind", "story", "article", "at", "reason", "score", "other", "act"}
    (step,) = [e for a in shape["articles"] for e in a["events"] if e["act"]]
    assert (step["kind"], step["reason"], step["other"]) == ("merged", "one harbour", museum)
    documented = (Path(__file__).parent.parent.parent / "docs/reference/json.md").read_text(encoding="utf-8")
    section = documented.partition("## `why --json`")[2].partition("\n## ")[0]
    for field in {*shape, *shape["articles"][0], *step}:
        assert f"`{field}`" in section, field


def test_why_in_a_pipe_is_a_line_an_article(filled: Call) -> None:
    ferry, museum = ids(filled)
    filled("move", "h-4", ferry)
    rows = [line.split("\t") for line in filled("why", ferry).out.splitlines()]
    assert [len(row) for row in rows] == [7] * 4
    (odd,) = [row for row in rows if row[5]]
    assert odd[5] == "outlier"
    assert odd[6].startswith(f"opened story {museum}: ")
    assert odd[6].endswith(f"; moved to this story from story {museum}, by hand")
    assert all(0 < float(row[4]) < 1 for row in rows)


def test_why_tells_what_a_rule_and_what_a_person_did() -> None:
    steps = (
        StoryEvent("joined", "t", "a", reason="a place that did not last"),
        StoryEvent("moved", "u", "a", reason="3 rare terms", other="t"),
        StoryEvent("merged", "s", other="u", reason="articles of a day tie the two together"),
        StoryEvent("split", "v", "a", reason="by hand", other="s", act="1"),
        StoryEvent("undone", "s", "a", reason="undoes a split", other="v", act="2"),
    )
    member = Member("a", None, None, "", "", None, steps, None, "")
    assert revising._told(member, "s") == [
        "was in story t until its day was settled",
        "came to story u when its day was settled: 3 rare terms",
        "came to this story with all of story u: articles of a day tie the two together",
        "split off into story v from this story, by hand",
        "moved back to this story from story v, by hand: undoes a split",
    ]


def test_why_on_a_terminal_marks_outliers_and_names_the_split(
    filled: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    ferry, museum = ids(filled)
    filled("merge", ferry, museum)
    for module in (printing, revising):
        monkeypatch.setattr(module, "on_terminal", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "300")
    told = filled("why", ferry).out
    assert "   Outlier: is far less like the others (0." in told
    assert f"came to this story with all of story {museum[:8]}, by hand" in told
    assert museum not in told


def test_a_story_that_falls_apart_is_told_with_the_command_that_parts_it(filled: Call) -> None:
    filled("add", "examples/dam/northern-ledger.jsonl", "--now", "2031-06-01")
    stories = listed(filled)
    (ferry,) = [story for story, articles in stories.items() if "h-1" in articles]
    dam = next(story for story, articles in stories.items() if len(articles) > 1 and story != ferry)
    assert filled("why", dam).err == ""
    filled("merge", dam, ferry)
    done = filled("why", dam)
    assert done.code == 0
    assert len(done.err.splitlines()) == 1
    command = done.err.split(": writethru ")[1].split()
    assert filled(*command).code == 0
    assert {frozenset(a) for a in listed(filled).values()} == {frozenset(a) for a in stories.values()}
    assert filled("why", dam).err == ""


def test_the_reason_of_an_article_is_that_of_its_last_step(filled: Call) -> None:
    ferry, museum = ids(filled)
    filled("move", "h-4", ferry, "--reason", "on the quay")
    assert json.loads(filled("article", "h-4", "--json").out)["reason"] == "on the quay"
    filled("merge", museum, ferry)
    assert filled("article", "h-4").out.count(": by hand") == 0


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("merge {ferry}", "nothing to merge"),
        ("merge {ferry} {ferry}", "named twice"),
        ("split {ferry} h-4", "is not in story"),
        ("split {ferry}", "ARTICLE"),
        ("move h-1 {ferry}", "already"),
        ("move h-1", "STORY"),
        ("undo {ferry}", "nothing was done by hand"),
        ("why x1", '"writethru stories" lists them'),
        ("merge {ferry} x1", '"writethru stories" lists them'),
        ("move x1 {ferry}", "no article 'x1'"),
    ],
)
def test_what_makes_no_sense_is_one_line_and_1(filled: Call, command: str, said: str) -> None:
    ferry, _ = ids(filled)
    done = filled(*command.format(ferry=ferry).split())
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("command", ["why x", "merge x y", "split x y", "move x y", "undo x"])
def test_revising_makes_no_store(call: Call, tmp_path: Path, command: str) -> None:
    done = call(*command.split())
    assert (done.code, done.out) == (1, "")
    assert "there is no store here" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_is_locked_is_4_and_nothing_is_revised(
    filled: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WRITETHRU_STORE__BUSY_SECONDS", "0.05")
    ferry, museum = ids(filled)
    holder = sqlite3.connect(tmp_path / "own.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert filled("merge", ferry, museum).code == 4
    assert filled("why", ferry).code == 0
    holder.close()
    assert set(listed(filled)) == {ferry, museum}
