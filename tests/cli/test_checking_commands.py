from __future__ import annotations

import io
import json
import sqlite3
import sys
from pathlib import Path

import pytest
from calling import HARBOUR, NOW, Call

from writethru.cli import printing
from writethru.records import Brief


@pytest.fixture
def page(call: Call, tmp_path: Path) -> Path:
    path = tmp_path / "page.json"
    path.write_text(call("brief", HARBOUR, "--now", NOW, "--format", "json", "--with-articles").out)
    return path


def tampered(page: Path) -> None:
    shown = json.loads(page.read_text())
    shown["sections"][0]["sentences"][0]["text"] += " Nobody was hurt."
    page.write_text(json.dumps(shown))


def test_a_page_of_ours_has_no_fault(call: Call, page: Path) -> None:
    done = call("verify", str(page), "--json")
    found = json.loads(done.out)
    assert (done.code, set(found)) == (0, {"checked", "supported", "problems", "sentences", "gone"})
    assert found["checked"] == found["supported"] > 5
    assert found["problems"] == []
    assert "0 faults" in call("verify", str(page)).out


def test_a_changed_page_has_one(call: Call, page: Path) -> None:
    tampered(page)
    done = call("verify", str(page), "--json")
    found = json.loads(done.out)
    assert done.code == 3
    assert found["supported"] < found["checked"]
    assert all(set(problem) == {"kind", "where", "found", "expected"} for problem in found["problems"])
    assert "sections[0].sentences[0]" in found["problems"][0]["where"]
    assert call("verify", str(page)).code == 3


def test_on_a_terminal_there_is_no_table_of_nothing_and_one_fault_is_one(
    call: Call, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "on_terminal", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    (line,) = call("verify", str(page)).out.splitlines()
    assert line.endswith("cited texts are supported, 0 faults")
    tampered(page)
    out = call("verify", str(page)).out
    assert "".join(f"edit · {page}: sections[0].sentences[0]".split()) in "".join(out.split())
    assert "\n   found: " in out and "\n   expected: " in out
    assert out.endswith(", 1 fault\n")


def test_pages_come_one_a_line_or_indented_or_in_a_list_or_from_standard_input(
    call: Call, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = json.loads(call("verify", str(page), "--json").out)["checked"]
    given = page.read_text()
    for text in (given + given, json.dumps([json.loads(given)] * 2)):
        page.write_text(text)
        assert json.loads(call("verify", str(page), "--json").out)["checked"] == 2 * once
    page.write_text(json.dumps(json.loads(given), indent=2))
    assert json.loads(call("verify", str(page), "--json").out)["checked"] == once
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
    assert json.loads(call("verify", "-", "--json").out)["checked"] == once


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[1]", b"Dear diary", b"\xff\xfe\x00", b'{"schema":"writethru/brief/2"}', b"[" * 9999],
)
def test_what_is_no_page_is_wrong_use(call: Call, page: Path, content: bytes) -> None:
    page.write_bytes(content)
    done = call("verify", str(page))
    assert (done.code, done.out) == (1, "")
    assert "page.json" in done.err


def test_the_line_that_is_no_page_is_named(call: Call, page: Path) -> None:
    page.write_text(page.read_text() + '{"schema": 1}\n')
    assert "page.json line 2: is no page" in call("verify", str(page)).err


def test_pages_of_the_store_are_checked_against_it(filled: Call) -> None:
    story = json.loads(filled("stories", "--json").out)[0]["id"]
    whole = json.loads(filled("verify", "--json").out)
    assert whole == json.loads(filled("verify", story[:8], "--json").out)
    assert whole["checked"] == whole["supported"] > 5
    filled("show", story)
    assert json.loads(filled("verify", "--json").out) == whole


def test_a_page_without_articles_is_checked_against_the_store(filled: Call, tmp_path: Path) -> None:
    path = tmp_path / "bare.json"
    path.write_text(filled("brief", HARBOUR, "--now", NOW, "--format", "json").out)
    assert filled("verify", str(path)).code == 0
    assert filled("verify", str(path), "--store", str(tmp_path / "none.db")).code == 3


def test_a_page_whose_articles_are_nowhere_has_faults(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "bare.json"
    path.write_text(call("brief", HARBOUR, "--now", NOW, "--format", "json").out)
    found = json.loads(call("verify", str(path), "--json").out)
    assert {problem["kind"] for problem in found["problems"]} == {"article-missing"}


def test_neither_a_story_nor_a_file(filled: Call) -> None:
    done = filled("verify", "x1")
    assert done.code == 1
    assert "neither a file nor a story" in done.err


def test_schema_describes_the_page(call: Call) -> None:
    schema = json.loads(call("schema").out)
    assert set(schema["$defs"]["Brief"]["properties"]) == set(Brief.__struct_fields__)
    assert call("schema", "--json") == call("schema")


def test_doctor_on_a_sound_store(filled: Call, tmp_path: Path) -> None:
    done = filled("doctor", "--json")
    health = json.loads(done.out)
    assert (done.code, health["faults"]) == (0, [])
    assert (health["store"]["articles"], health["store"]["stories"]) == (4, 2)
    assert {"python", "sqlite", "writethru", "msgspec"} <= set(health["versions"])
    assert "missing" not in health["versions"].values()
    text = filled("doctor").out
    assert "acquire.max_bytes\t15000000" in text
    assert str(tmp_path / "own.db") in text
    assert "all is well" in text


def test_doctor_without_a_store(call: Call, tmp_path: Path) -> None:
    done = call("doctor")
    assert done.code == 0
    assert "no store yet" in done.out
    assert json.loads(call("doctor", "--json").out)["store"] is None
    assert list(tmp_path.iterdir()) == []


def test_doctor_on_a_foreign_file(call: Call, tmp_path: Path) -> None:
    (tmp_path / "own.db").write_text("Dear diary")
    done = call("doctor")
    assert done.code == 6
    assert "not a store" in done.err
    assert "python\t" in done.out


@pytest.mark.parametrize(
    ("version", "unsafe"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
    ],
)
def test_doctor_warns_of_an_unsafe_sqlite(
    call: Call, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int], unsafe: bool
) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", version)
    assert ("let no other program write into the store" in call("doctor").out) is unsafe


def test_doctor_says_where_the_store_lies_and_what_threatens_it(
    filled: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = json.loads(filled("doctor", "--json").out)["files"]
    assert files["path"] == str((tmp_path / "own.db").resolve())
    assert files["bytes"] == (tmp_path / "own.db").stat().st_size > 0
    assert files["free_bytes"] > files["log_bytes"] == 0
    assert (files["writable"], files["open_to_all"]) == (True, False)
    quiet = filled("doctor").out
    for words in ("make room", "can be changed by everybody", "cannot be written", "the log beside"):
        assert words not in quiet
    (tmp_path / "own.db").chmod(0o666)
    monkeypatch.setattr("writethru.newsroom.health._LITTLE_ROOM", 10**18)
    monkeypatch.setattr("writethru.newsroom.health._LONG_LOG", -1)
    monkeypatch.setattr("os.access", lambda path, mode: False)
    said = filled("doctor")
    assert said.code == 0, "advice is no fault"
    for words in ("make room", "can be changed by everybody", "cannot be written", "the log beside"):
        assert words in said.out


def test_doctor_finds_what_check_finds(filled: Call, tmp_path: Path) -> None:
    broken = sqlite3.connect(tmp_path / "own.db")
    broken.execute("UPDATE articles SET findings = x'00' WHERE number = 1")
    broken.commit()
    broken.close()
    done = filled("doctor")
    assert done.code == 6
    assert "cannot be read" in done.err
    assert "1 fault" in done.out
    assert filled("check").out.splitlines()[0] in done.err


CITED = """# Ferry strike

**A strike.** Seven people swam to Karstad [1].

## Sources

1. Nobody: Nothing of the kind
"""


def test_a_page_in_markdown_is_checked_against_sources(call: Call, tmp_path: Path) -> None:
    page, article = tmp_path / "page.md", json.loads(Path(HARBOUR).read_text().splitlines()[0])
    first = article["text"].split(". ")[0].split("\n")[0].rstrip(".")
    line = f"1. {article.get('publisher', '')}: {article['title']}"
    page.write_text(f"# {article['title']}\n\n{first} [1].\n\n## Sources\n\n{line}\n")
    done = call("verify", str(page), "--sources", HARBOUR, "--json")
    found = json.loads(done.out)
    assert (done.code, found["problems"]) == (0, [])
    assert found["sentences"][1]["support"][0]["exact"].startswith(first[:20])
    page.write_text(page.read_text().replace("[1].", "[7]."))
    wrong = call("verify", str(page), "--sources", HARBOUR)
    assert wrong.code == 3 and "source-number" in wrong.out


def test_a_page_of_which_nothing_is_at_hand(call: Call, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(CITED)
    alone = json.loads(call("verify", str(page), "--format", "json").out)
    assert {s["state"] for s in alone["sentences"]} == {"unchecked"}
    given = call("verify", str(page), "--sources", HARBOUR, "--format", "html")
    assert given.code == 3 and "article-missing" not in alone
    assert given.out.startswith("<!DOCTYPE html>")


def test_a_page_is_checked_against_a_store(filled: Call, tmp_path: Path) -> None:
    article = json.loads(Path(HARBOUR).read_text().splitlines()[0])
    page = tmp_path / "page.txt"
    text = article["text"].split("\n")[0]
    page.write_text(f"{text} [1]\n\nSources\n\n1. {article['title']}\n")
    for more in ((), ("--sources", str(tmp_path / "own.db"))):
        found = json.loads(filled("verify", str(page), "--json", *more).out)
        assert all(s["support"] for s in found["sentences"]), more


def test_sources_that_cannot_be_read_are_said(call: Call, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("It broke [1].\n\n1. The Courier: It broke\n")
    done = call("verify", str(tmp_path / "page.md"), "--sources", str(tmp_path / "none"))
    assert done.code == 1 and "nothing can be checked" in done.err and "no such file" in done.err


def test_what_is_no_file_is_not_checked(call: Call) -> None:
    done = call("verify", "/dev/zero")
    assert done.code == 1 and "no file" in done.err
