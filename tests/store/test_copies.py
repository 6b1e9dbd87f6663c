"""Copies of a store: complete, checked, on the disk before they get their name, and never in the way of another file."""

from __future__ import annotations

import errno
import json
import os
import random
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from kept_articles import made_addition
from machine import Machine
from surviving import trouble

from tests.trials import trials
from writethru import Newsroom
from writethru.cli import keeping, run
from writethru.errors import StoreFull, StoreUnusable, UsageError
from writethru.records import Capture
from writethru.store import open_store
from writethru.store.checkpoints import log_of


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    with open_store(str(path)) as store:
        store.add_captures(Capture(f"{n}.html", b"<html>%d" % n, "text/html") for n in range(30))
        store.add_many(
            made_addition(n, f"s{n % 3}", f"Ferry {n}. " + "Water rose. " * 300) for n in range(20)
        )
    return path


def names(folder: Path) -> set[str]:
    return {p.name for p in folder.iterdir()} - {"news.db-wal", "news.db-shm"}


def test_a_copy_is_a_complete_store_and_all_there_is(kept: Path, tmp_path: Path) -> None:
    kept.chmod(0o640)
    with open_store(str(kept), read_only=True) as store:
        store.backup(str(tmp_path / "copy.db"))
        assert names(tmp_path) == {"news.db", "copy.db"}
        assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o640
        with open_store(str(tmp_path / "copy.db")) as copy:
            assert copy.check() == ()
            assert list(copy.recent()) == list(store.recent())
            assert list(copy.captures()) == list(store.captures())
            assert copy.search("ferry") == store.search("ferry")
            assert copy.add_many([made_addition(99)]) == (True,)
        assert store.article(made_addition(99).document.article.id) is None


def test_what_is_in_memory_can_be_copied_into_a_file(tmp_path: Path) -> None:
    with Newsroom() as room:
        room._store.add_many([made_addition(1)])
        room.backup(tmp_path / "kept.db")
    with Newsroom(tmp_path / "kept.db", read_only=True) as room:
        assert room.check() == ()
        assert len(room.stories()) == 1


def test_a_copy_replaces_nothing_unless_it_may(kept: Path, tmp_path: Path) -> None:
    other = tmp_path / "copy.db"
    other.write_text("Dear diary")
    with open_store(str(kept), read_only=True) as store:
        for copy in (store.backup, store.salvage):
            with pytest.raises(UsageError, match="--force"):
                copy(str(other))
            with pytest.raises(UsageError, match="the store itself"):
                copy(str(kept), overwrite=True)
            with pytest.raises(UsageError, match="a folder"):
                copy(str(tmp_path))
            with pytest.raises(StoreFull, match="cannot be made here"):
                copy(str(tmp_path / "none" / "copy.db"))
            assert other.read_text() == "Dear diary"
        store.backup(str(other), overwrite=True)
        assert names(tmp_path) == {"news.db", "copy.db"}
        (tmp_path / "link.db").symlink_to(tmp_path / "nowhere")
        with pytest.raises(UsageError, match="--force"):
            store.backup(str(tmp_path / "link.db"))
    assert (
        trouble(other, {made_addition(0, "s0", "Ferry 0. " + "Water rose. " * 300).document.article.id}) == ""
    )


def test_a_copy_never_takes_the_place_of_a_store_in_use(kept: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with open_store(str(kept), read_only=True) as store, open_store(str(other)) as used:
        used.add_many([made_addition(7)])
        with pytest.raises(UsageError, match="in use"):
            store.backup(str(other), overwrite=True)
        assert used.check() == ()
        assert used.census().articles == 1
    with open_store(str(kept), read_only=True) as store:
        with open_store(str(other), read_only=True):  # a reader leaves an empty log behind
            pass
        store.backup(str(other), overwrite=True)
        other.unlink()
        log_of(other).write_bytes(b"left over")
        with pytest.raises(UsageError, match="left by a crash"):
            store.backup(str(other))


def test_a_copy_that_is_interrupted_leaves_nothing(kept: Path, tmp_path: Path) -> None:
    def interrupt(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with open_store(str(kept)) as store:
        for copy in (store.backup, store.salvage):
            with pytest.raises(KeyboardInterrupt):
                copy(str(tmp_path / "copy.db"), progress=interrupt)
            assert names(tmp_path) == {"news.db"}
        assert store.add_many([made_addition(99)]) == (True,)


@pytest.mark.parametrize("salvage", [[], ["--salvage"]], ids=["backup", "salvage"])
def test_a_write_that_fails_makes_no_copy_and_is_said(
    failing: Machine, kept: Path, tmp_path: Path, salvage: list[str]
) -> None:
    failed, n, stride = 0, 1, trials(37, 1)
    while True:
        to = tmp_path / f"to-{n}"
        to.mkdir()
        (to / "copy.db").write_text("Dear diary")
        arguments = ["backup", str(to / "copy.db"), "--store", str(kept), "--force", *salvage]
        request = {"steps": [arguments], "watch": str(to), "acks": str(tmp_path / "acks")}
        (step,) = failing.do(**request, fail=(n, errno.ENOSPC, 1))
        if step["code"] == 0:
            break
        failed, n = failed + 1, n + stride
        assert step["code"] == 5, step
        assert str(to / "copy.db") in step["err"]
        assert names(to) == {"copy.db"}
        assert (to / "copy.db").read_text() == "Dear diary"
    assert failed > 2
    assert trouble(to / "copy.db", set()) == ""


def test_a_copy_that_is_killed_leaves_the_old_file(machine: Machine, kept: Path, tmp_path: Path) -> None:
    chance = random.Random(20310310)
    copy = tmp_path / "copies" / "copy.db"
    copy.parent.mkdir()
    arguments = ["backup", str(copy), "--store", str(kept), "--force"]
    machine.do(steps=[arguments], acks=str(tmp_path / "acks"))
    for _ in range(trials(6, 200)):
        child = machine.start(steps=[arguments] * 50, acks=str(tmp_path / "acks"))
        time.sleep(chance.random() * 0.2)
        os.kill(child, 9)
        machine.answer()
        with open_store(str(copy), read_only=True) as left:
            assert left.census().articles == 20
            assert left.check(quick=True) == ()


@pytest.mark.parametrize(
    "statement", ["DELETE FROM places WHERE rowid = 3", "DELETE FROM words_docsize WHERE id = 3"]
)
def test_a_copy_that_does_not_hold_together_is_not_kept(kept: Path, tmp_path: Path, statement: str) -> None:
    with closing(sqlite3.connect(kept)) as connection:
        connection.executescript(statement)
    with open_store(str(kept), read_only=True) as store:
        with pytest.raises(StoreUnusable, match=r"no copy was made; put back a backup, or save what"):
            store.backup(str(tmp_path / "copy.db"))
        assert names(tmp_path) == {"news.db"}
        assert store.salvage(str(tmp_path / "copy.db")) == (), (
            "the place is in the events, the words in the text"
        )


# -- the command line


def test_the_commands_say_what_they_did(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.db"
    assert run(["backup", str(copy), "--store", str(kept)]) == 0
    assert capsys.readouterr().out == f"{kept}: copied to {copy}\n"
    assert run(["backup", str(copy), "--store", str(kept)]) == 1
    assert "--force" in capsys.readouterr().err
    assert run(["backup", str(copy), "--store", str(kept), "--salvage", "--force"]) == 0
    assert "all of it was saved" in capsys.readouterr().out
    for more in ([], ["--quick"]):
        assert run(["check", "--store", str(copy), *more]) == 0
        assert capsys.readouterr().out == f"{copy}: all is well\n"
    assert run(["check", "--store", str(copy), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"store": str(copy), "faults": []}


def test_the_commands_say_what_is_damaged_and_what_was_lost(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(kept)) as connection:
        connection.executescript("UPDATE articles SET findings = x'00' WHERE number IN (3, 4)")
    assert run(["check", "--store", str(kept)]) == 6
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert "2 faults; put back a backup, or save what can be read" in said.err
    assert run(["check", "--store", str(kept), "--json"]) == 6
    assert len(json.loads(capsys.readouterr().out)["faults"]) == 2
    assert run(["backup", str(tmp_path / "copy.db"), "--store", str(kept), "--salvage"]) == 2
    said = capsys.readouterr()
    assert said.err.count("lost: article") == 2
    assert "add the sources of what was lost again" in said.out


def test_no_store_is_made_by_a_copy_or_a_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["check"], ["backup", str(tmp_path / "copy.db")]):
        assert run([*arguments, "--store", str(tmp_path / "none.db")]) == 1
        assert "there is no store here" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_terminal_gets_a_bar(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        written = ""

        def isatty(self) -> bool:
            return True

        def write(self, text: str) -> int:
            self.written += text
            return len(text)

        def flush(self) -> None:
            pass

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    steps = keeping._Steps("copied")
    with keeping._progress(steps):
        steps(1, 4)
        steps(4, 4)
    assert "copied" in terminal.written
    assert "100%" in terminal.written
