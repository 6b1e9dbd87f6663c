from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from calling import HARBOUR, NOW, Call

from writethru import __version__, pipeline
from writethru.cli import printing
from writethru.cli.options import settings

PROGRAM = [sys.executable, "-m", "writethru"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["frobnicate"], "frobnicate"),
        (["brief"], "SOURCE"),
        (["brief", HARBOUR, "--colour"], "--colour"),
        (["brief", HARBOUR, "--format", "pdf"], "pdf"),
        (["brief", HARBOUR, "--story", "one"], "--story"),
        (["brief", HARBOUR, "--now", "yesterday"], "2031-03-08T12:00:00Z"),
        (["brief", HARBOUR, "--now", ""], "ISO 8601"),
        (["show"], "STORY"),
        (["search"], "WORDS"),
        (["search", "x", "--limit", "0"], "--limit"),
        (["add", HARBOUR, "--store", "mongodb://localhost/news"], "mongodb"),
    ],
)
def test_wrong_use_is_one_line_and_1(call: Call, arguments: list[str], words: str) -> None:
    done = call(*arguments)
    assert (done.code, done.out) == (1, "")
    assert words in done.err
    assert len(done.err.splitlines()) == 1
    assert done.err.startswith("writethru: ")
    assert ".;" not in done.err


def test_a_name_alone_shows_help_and_is_wrong_use(call: Call) -> None:
    done = call()
    assert done.code == 1
    assert "Commands:" in done.out
    assert call("--help").code == 0
    assert call("--version") == (0, f"writethru {__version__}\n", "")


def test_wrong_settings_are_wrong_use(call: Call, tmp_path: Path) -> None:
    (tmp_path / "writethru").mkdir()
    (tmp_path / "writethru" / "settings.toml").write_text("[store]\nbusy_seconds = 'long'\n")
    done = call("brief", HARBOUR)
    assert done.code == 1
    assert "settings.toml" in done.err
    (tmp_path / "writethru" / "settings.toml").write_text("[store]\nbusy_seconds = 7\n")
    assert settings().store.busy_seconds == 7


def test_a_locked_store_is_4(filled: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WRITETHRU_STORE__BUSY_SECONDS", "0.05")
    holder = sqlite3.connect(tmp_path / "own.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    done = filled("add", HARBOUR, "--now", NOW)
    holder.close()
    assert done.code == 4
    assert "another process is writing" in done.err


def test_a_place_that_takes_no_file_is_5(call: Call, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = call("add", HARBOUR, "--store", str(tmp_path / "file" / "news.db"))
    assert done.code == 5
    done = call("brief", HARBOUR, "--now", NOW, "--out", str(tmp_path / "file"))
    assert done.code == 5
    assert "cannot be written" in done.err


@pytest.mark.parametrize(
    "command", ["add " + HARBOUR, "stories", "search ferry", "show x", "article x", "verify"]
)
def test_a_foreign_file_is_6_and_stays_as_it_is(call: Call, tmp_path: Path, command: str) -> None:
    foreign = tmp_path / "own.db"
    foreign.write_bytes(b"Dear diary, " * 50)
    done = call(*command.split())
    assert (done.code, done.out) == (6, "")
    assert "not a store" in done.err
    assert foreign.read_bytes() == b"Dear diary, " * 50


def test_a_newer_store_is_6(filled: Call, tmp_path: Path) -> None:
    newer = sqlite3.connect(tmp_path / "own.db")
    newer.execute("PRAGMA user_version = 1000")
    newer.close()
    done = filled("stories")
    assert done.code == 6
    assert "update writethru" in done.err


def test_interruption_is_130_and_keeps_what_was_added(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    place = pipeline.place
    monkeypatch.setattr(pipeline, "place", interrupted)
    done = call("add", HARBOUR, "--now", NOW)
    assert done.code == 130
    assert "interrupted" in done.err
    monkeypatch.setattr(pipeline, "place", place)
    assert call("add", HARBOUR, "--now", NOW).out.startswith("4 added")


def run_program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    given = {**os.environ, **environment}
    return subprocess.run([*PROGRAM, *arguments], capture_output=True, env=given, timeout=60)


def test_output_is_utf8_in_any_locale(tmp_path: Path) -> None:
    source = tmp_path / "s.jsonl"
    source.write_text(
        '{"id":"é","title":"Zoë’s","published":"2031-05-12","text":"' + "Zoë said “no” twice. " * 12 + '"}',
        encoding="utf-8",
    )
    done = run_program(
        "annotate", str(source), "--now", NOW, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert done.returncode == 0, done.stderr
    assert "Zoë’s" in done.stdout.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="pipes close otherwise there")
def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    child = subprocess.Popen([*PROGRAM, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None and child.stderr is not None
    child.stdout.close()  # nobody reads, before anything was written
    errors = child.stderr.read()
    child.stderr.close()
    assert (child.wait(timeout=60), errors) == (0, b"")


class Terminal:
    """A stream that says it is a terminal."""

    def __init__(self) -> None:
        self.written = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None:
        pass


def test_json_holds_what_utf8_cannot(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    printing.say_json({"a\ud800": ["é“\udfff", None]})
    assert capsys.readouterr().out == '{"a\ufffd":["é“\ufffd",null]}\n'


def test_a_terminal_gets_tables_colours_and_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = Terminal(), Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert printing.colours()
    printing.say_table(("one", "two"), [("[bold]a", None), ("b\tc\x1b[2J", 2)])
    assert "one" in out.written
    assert "[bold]a" in out.written
    assert "b c [2J" in out.written
    printing.say_blocks([], [("[i]heading\n", ["a [red]line", ""])])
    assert "[i]heading" in out.written
    assert "a [red]line" in out.written
    printing.complain("one two " * 20)
    assert all(len(line) <= 80 for line in err.written.splitlines())
    assert len(err.written.splitlines()) > 1
    with printing.progress() as count:
        count("read", "page [1].html")
        count("placed", "page [1].html")
    assert "1 read, 1 placed" in err.written
    monkeypatch.setenv("NO_COLOR", "1")
    assert not printing.colours()


def test_a_path_that_may_not_be_looked_at_or_is_too_long_is_said(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked, stat = str(tmp_path / "locked"), os.stat

    def refused(path: object, *given: object, **named: object) -> os.stat_result:
        if str(path).startswith(locked):
            raise PermissionError(13, "Permission denied", path)
        return stat(path, *given, **named)  # type: ignore[arg-type, call-overload, no-any-return]

    monkeypatch.setattr(os, "stat", refused)
    for path in (f"{locked}/page.json", "x" * 5000, f"{tmp_path}/" + "y" * 300):
        for command in ("brief", "add", "annotate"):
            done = call(command, path, "--now", NOW)
            assert done.code == 1, (command, path)
            assert path in done.err
        assert call("verify", path).code == 1
        for command in (["doctor"], ["stories"], ["verify", HARBOUR], ["add", HARBOUR, "--now", NOW]):
            done = call(*command, "--store", path)
            assert done.code == 5, (command, path)
            assert len(done.err.splitlines()) == 1
