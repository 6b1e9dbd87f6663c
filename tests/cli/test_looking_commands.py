from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import msgspec
import pytest
from calling import HARBOUR, NOW, Call

from writethru import Newsroom
from writethru.cli import pages, printing
from writethru.records import Brief


def ferry(call: Call) -> str:
    return str(json.loads(call("stories", "--json").out)[0]["id"])


def test_stories_lists_every_story_with_its_articles(filled: Call) -> None:
    done = filled("stories", "--json")
    ferries, museum = json.loads(done.out)
    assert set(ferries) == {"id", "headline", "first", "last", "articles"}
    assert [a["external_id"] for a in ferries["articles"]] == ["h-1", "h-2", "h-3"]
    assert (ferries["first"], ferries["last"]) == (
        ferries["articles"][0]["published"],
        ferries["articles"][2]["published"],
    )
    fields = {"id", "external_id", "url", "publisher", "title", "published", "origin"}
    assert all(set(a) == fields for a in ferries["articles"])
    assert [a["external_id"] for a in museum["articles"]] == ["h-4"]
    assert museum["headline"] == "Museum of Glass reopens in Tarn after two years of repairs"
    rows = [line.split("\t") for line in filled("stories").out.splitlines()]
    assert [row[0] for row in rows] == [ferries["id"], museum["id"]]
    assert rows[0][1] == "3"


def test_stories_that_are_alive_come_by_significance(filled: Call) -> None:
    done = filled("stories", "--active", "--now", NOW)
    rows = [line.split("\t") for line in done.out.splitlines()]
    assert [(row[0] == ferry(filled), row[1]) for row in rows] == [
        (True, "developing"),
        (False, "developing"),
    ]
    told = json.loads(filled("stories", "--active", "--json", "--now", NOW).out)[0]
    assert told["phase"]["why"] == "first published 2 days ago, last 27 hours ago"
    assert told["significance"]["why"].startswith("3 independent origins, 2 outlets, newest 27 hours ago")
    later = filled("stories", "--active", "--now", "2031-09-01")
    assert (later.out, later.err) == ("", "writethru: no story is alive; `writethru stories` lists all\n")


def test_why_a_story_stands_where_it_does(filled: Call) -> None:
    rows = [line.split("\t") for line in filled("stories", "--why", "--now", NOW).out.splitlines()]
    assert rows[0][0] == ferry(filled)
    assert float(rows[0][3]) > float(rows[1][3])
    assert "independent origin" in rows[0][4]


@pytest.mark.parametrize("format", ["text", "markdown", "html", "json"])
def test_show_writes_the_page_and_keeps_its_revision(filled: Call, format: str) -> None:
    story = ferry(filled)
    first = filled("show", story[:8], "--format", format)
    assert (first.code, first.err) == (0, "")
    assert filled("show", story, "--format", format) == first
    page = msgspec.json.decode(filled("show", story, "--format", "json", "--with-articles").out, type=Brief)
    assert (page.story, page.revision, len(page.articles)) == (story, 1, 3)


def test_show_counts_a_revision_when_an_article_came(call: Call, tmp_path: Path) -> None:
    lines = Path(HARBOUR).read_text(encoding="utf-8").splitlines(keepends=True)
    early = tmp_path / "early.jsonl"
    early.write_text("".join(lines[:2]), encoding="utf-8")
    call("add", str(early), "--now", NOW)
    story = ferry(call)
    assert json.loads(call("show", story, "--format", "json").out)["revision"] == 1
    call("add", HARBOUR, "--now", NOW)
    assert [json.loads(call("show", story, "--format", "json").out)["revision"] for _ in "ab"] == [2, 2]


def test_a_page_is_shown_while_another_process_writes(
    filled: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WRITETHRU_STORE__BUSY_SECONDS", "0.05")
    story = ferry(filled)
    holder = sqlite3.connect(tmp_path / "own.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert filled("show", story).code == 0
    holder.close()


def test_timeline_claims_and_sources(filled: Call) -> None:
    story = ferry(filled)
    page = json.loads(filled("show", story, "--format", "json").out)
    assert json.loads(filled("timeline", story, "--json").out) == page["timeline"]
    assert json.loads(filled("sources", story, "--json").out) == page["sources"]
    assert len(filled("timeline", story).out.splitlines()) == len(page["timeline"]) > 0
    assert [line.split("\t")[2] for line in filled("sources", story).out.splitlines()] == [
        "The Lorne Ledger",
        "Coast Daily",
        "The Lorne Ledger",
    ]
    claims = json.loads(filled("claims", story, "--json").out)
    fields = {"id", "statement", "status", "why", "holders_for", "holders_against", "origins"}
    fields |= {"first", "last", "needed", "assertions", "against", "remarks"}
    assert claims
    assert all(set(claim) == fields for claim in claims)
    assert json.loads(filled("claims", story, "--format", "json").out) == claims
    assert all(claim["needed"] for claim in claims)
    rows = [line.split("\t") for line in filled("claims", story).out.splitlines()]
    assert [row[1] for row in rows] == [claim["status"] for claim in claims]
    whys = [line.split("\t")[-1] for line in filled("claims", story, "--why").out.splitlines()]
    assert whys == [claim["why"] for claim in claims]
    assert len(json.loads(filled("claims", story, "--json", "--all").out)) > len(claims)


def test_claims_are_a_table_that_can_be_read(filled: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    story = ferry(filled)
    page = filled("claims", story, "--format", "html", "--why").out
    claims = json.loads(filled("claims", story, "--json").out)
    assert page.count("<tr class=") == len(claims)
    assert "<script" not in page
    monkeypatch.setattr(printing, "on_terminal", lambda: True)
    monkeypatch.setattr("writethru.cli.claims.on_terminal", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    shown = filled("claims", story)
    assert shown.out.split()[:4] == ["claim", "status", "who", "said"]
    assert all(claim["status"] in shown.out for claim in claims)
    assert max(map(len, shown.out.splitlines())) <= 100
    assert "--all" in shown.err


def test_search_finds_words_and_phrases(filled: Call) -> None:
    story, hit = json.loads(filled("search", "engine failed", "Hesk", "--json").out)
    assert (story["kind"], story["story"]) == ("story", ferry(filled))
    assert (hit["kind"], hit["external_id"], hit["story"]) == ("article", "h-3", ferry(filled))
    assert len(filled("search", "ferry", "--limit", "2").out.splitlines()) == 2
    assert filled("search", "zebra", "x y") == (0, "", "writethru: nothing that is kept has zebra x y\n")
    assert filled("search", "zebra", "--json") == (0, "[]\n", "")


def test_search_is_narrowed_by_kind_outlet_time_and_standing(filled: Call) -> None:
    def found(*options: str) -> list[dict[str, object]]:
        return list(json.loads(filled("search", "ferry", *options, "--json").out))

    articles = found("--kind", "article")
    assert articles and {hit["kind"] for hit in articles} == {"article"}
    outlet = str(articles[0]["publisher"])
    assert {hit["publisher"] for hit in found("--kind", "article", "--outlet", outlet)} == {outlet}
    assert found("--kind", "article", "--since", "2099-01-01") == []
    assert found("--kind", "article", "--until", "2099-01-01") == articles
    claims = found("--kind", "claim")
    for status in {str(hit["status"]) for hit in claims}:
        assert found("--status", status) == [hit for hit in claims if hit["status"] == status]
    assert claims
    assert filled("search", "ferry", "--status", "heard").code == 1


def test_about_tells_what_is_kept_of_an_outlet(filled: Call) -> None:
    names = json.loads(filled("about", "outlet", "--json").out)
    found = json.loads(filled("about", "outlet", names[0]["name"].upper(), "--json").out)
    assert found["about"]["name"] == names[0]
    assert len(found["stories"]) == names[0]["stories"]
    assert found["about"]["latest"] and found["about"]["reporting"]["stories"] == names[0]["stories"]
    assert names[0]["name"] in filled("about", "outlet", names[0]["name"]).out
    assert filled("about", "person", "Nobody Known").code == 1


def test_article_by_id_external_id_or_beginning(filled: Call) -> None:
    shape = json.loads(filled("article", "h-2", "--json").out)
    assert shape["external_id"] == "h-2"
    assert shape["story"] == ferry(filled)
    assert shape["reason"]
    assert json.loads(filled("article", shape["id"][:9], "--json").out) == shape
    text = filled("article", "h-2").out
    assert text.startswith(
        "Twelve injured as Hesk ferry hits sandbank off Lorne\nCoast Daily · 2031-05-12T11:30:00Z"
    )
    assert shape["text"] in text


@pytest.mark.parametrize("command", ["show", "timeline", "claims", "sources", "article"])
def test_what_is_not_there_is_named_with_a_remedy(filled: Call, command: str) -> None:
    done = filled(command, "x1")
    assert (done.code, done.out) == (1, "")
    assert "'x1'; \"writethru stories" in done.err


@pytest.mark.parametrize(
    "command", ["stories", "show x", "timeline x", "claims x", "sources x", "search x", "article x"]
)
def test_looking_makes_no_store(call: Call, tmp_path: Path, command: str) -> None:
    done = call(*command.split())
    assert (done.code, done.out) == (1, "")
    assert "there is no store here" in done.err
    assert list(tmp_path.iterdir()) == []


def test_article_tells_how_its_date_was_written_and_where_it_stood(call: Call, tmp_path: Path) -> None:
    rows = [
        {
            "id": "odd",
            "title": "Odd",
            "published": "2031-02-30",
            "text": "The mill burned down on Monday, the mayor said.",
        },
        {
            "id": "even",
            "title": "Even",
            "published": "Tue, 04 Mar 2031 18:40:00 GMT",
            "text": "The mill is sold now.",
        },
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    call("add", str(file), "--now", NOW)
    stated = ("published", "published_raw", "published_from", "published_sure")
    odd, even = (json.loads(call("article", name, "--json").out) for name in ("odd", "even"))
    assert [odd[name] for name in stated] == [None, "2031-02-30", "row", False]
    assert [even[name] for name in stated] == [
        "2031-03-04T18:40:00Z",
        "Tue, 04 Mar 2031 18:40:00 GMT",
        "row",
        True,
    ]


def test_control_signs_of_an_article_reach_no_terminal(call: Call, tmp_path: Path) -> None:
    source = tmp_path / "hostile.jsonl"
    row = {
        "id": "x\x1b[2Jx",
        "title": "Red \x1b[31malert\x9b2J\nnow",
        "published": "2031-05-12",
        "publisher": "Out\x07let\tInc",
        "text": "A \x1b]0;title\x07 sentence of the article that is long enough to be kept. " * 5,
    }
    source.write_text(json.dumps(row), encoding="utf-8")
    call("add", str(source), "--now", NOW)
    id = json.loads(call("stories", "--json").out)[0]["articles"][0]["id"]
    for command in (
        ["stories"],
        ["article", id],
        ["search", "sentence"],
        ["brief", str(source), "--now", NOW],
    ):
        done = call(*command)
        printed = done.out + done.err
        assert done.code in (0, 2), command
        assert not [
            sign for sign in printed if (sign < " " and sign not in "\t\n") or "\x7f" <= sign <= "\x9f"
        ]


def test_what_is_empty_is_said(call: Call, tmp_path: Path) -> None:
    with Newsroom(tmp_path / "own.db"):
        pass
    done = call("stories")
    assert (done.code, done.out) == (0, "")
    assert done.err == "writethru: no stories are kept yet; `writethru add SOURCE...` adds articles\n"
    assert call("stories", "--json") == (0, "[]\n", "")


def test_an_article_of_no_outlet_and_no_title(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "bare.jsonl"
    source.write_text(json.dumps({"text": "The old mill at Tarn was sold on Monday. " * 9}), encoding="utf-8")
    call("add", str(source), "--now", NOW)
    story, id = (lambda s: (s["id"], s["articles"][0]["id"]))(json.loads(call("stories", "--json").out)[0])
    assert call("article", id).out.startswith("Untitled\nUnnamed outlet · undated")
    monkeypatch.setattr(printing, "on_terminal", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    for command in (["sources", story], ["search", "mill"], ["brief", str(source)]):
        out = call(*command).out
        assert "Unnamed outlet" in out, command
        assert "Untitled" in out, command


def test_no_address_is_broken_on_a_terminal(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [json.loads(line) for line in Path(HARBOUR).read_text(encoding="utf-8").splitlines()]
    address = "https://lorneledger.example/" + "ferry-aground/" * 12
    rows[0]["url"] = address
    del rows[3]["id"]
    rows[3]["url"] = address + "glass"
    source, single = tmp_path / "long.jsonl", tmp_path / "single.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    single.write_text(json.dumps(rows[3]), encoding="utf-8")
    call("add", str(source), "--now", NOW)
    story = ferry(call)
    monkeypatch.setattr(printing, "on_terminal", lambda: True)
    monkeypatch.setattr(pages, "on_terminal", lambda: True)
    for command in (["sources", story], ["show", story], ["brief", str(single), "--now", NOW]):
        assert address in call(*command).out, command
