"""What can be wrong with the file of a store: each its own message and exit code, through the command line too."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from kept_articles import made_addition
from machine import NOW, Machine, make_sources

from writethru.cli import run
from writethru.errors import UsageError
from writethru.store import open_store, opening
from writethru.store.checkpoints import bound_log
from writethru.store.schema import VERSION

READING = ["stories", "check", "doctor", "search ferry", "show s1", "backup COPY", "backup COPY --salvage"]
ADD = "add SOURCE"


def own(path: Path) -> None:
    with open_store(str(path)) as store:
        store.add_many([made_addition(n) for n in range(3)])


def newer(path: Path) -> None:
    own(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")


def bookmarks(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE bookmarks (url); INSERT INTO bookmarks VALUES ('a')")


def unmarked(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA user_version = 3; VACUUM")


def overwritten(path: Path) -> None:
    own(path)
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xa5" * 3996
    path.write_bytes(content)


def without_mark(path: Path) -> None:
    own(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA application_id = 7; VACUUM")


def circle(path: Path) -> None:
    path.symlink_to(path.with_name("other"))
    path.with_name("other").symlink_to(path)


# How it is made, the exit code of every command, and what is said.
NOT_OURS: dict[str, tuple[Callable[[Path], object], str]] = {
    "from a newer version": (newer, "update writethru"),
    "another program's": (bookmarks, "belongs to another program"),
    "another program's, empty": (unmarked, "belongs to another program"),
    "a text": (lambda path: path.write_text("Dear diary, " * 500), "not a store (no SQLite database)"),
    "a short text": (lambda path: path.write_text("x"), "not a store (no SQLite database)"),
    "zeros": (lambda path: path.write_bytes(bytes(9000)), "not a store (no SQLite database)"),
    "ours without its mark": (without_mark, "the store is damaged (its header does not say"),
    "a damaged first page": (overwritten, "the store is damaged"),
    "a folder": (lambda path: path.mkdir(), "this is a folder, not a store"),
    "a circle of links": (circle, "links that lead in a circle"),
}
if hasattr(os, "mkfifo"):
    NOT_OURS["a pipe"] = (os.mkfifo, "a pipe or a device")
    NOT_OURS["a device"] = (lambda path: path.symlink_to(os.devnull), "a pipe or a device")


def words_of(command: str, tmp_path: Path) -> list[str]:
    names = {"COPY": str(tmp_path / "copy.db"), "SOURCE": make_sources(tmp_path / "sources", 1)[0]}
    return [names.get(word, word) for word in command.split()]


@pytest.mark.parametrize("case", NOT_OURS)
def test_what_is_no_store_of_ours_is_6_and_stays_as_it_is(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, said = NOT_OURS[case]
    path = tmp_path / "news.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    for command in (*READING, ADD):
        code = run([*words_of(command, tmp_path), "--store", str(path)])
        told = capsys.readouterr()
        assert code == 6, (command, told)
        assert said in told.err, (command, told.err)
        assert str(path) in told.err
        assert len(told.err.splitlines()) == 1, told.err
        assert not (tmp_path / "copy.db").exists()
    assert (path.read_bytes() if path.is_file() else b"") == before
    left = {p.name for p in tmp_path.iterdir()} - {
        "news.db",
        "sources",
        "other",
        "news.db-wal",
        "news.db-shm",
    }
    assert left == set()


def test_a_locked_store_is_4_for_who_writes_and_open_for_who_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WRITETHRU_STORE__BUSY_SECONDS", "0.1")
    path = tmp_path / "news.db"
    own(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        for command in READING:
            copy = [] if "COPY" not in command else ["--force"]
            assert run([*words_of(command, tmp_path), *copy, "--store", str(path)]) == 0, command
        capsys.readouterr()
        assert run([*words_of(ADD, tmp_path), "--store", str(path)]) == 4
        assert "another process is writing to this store; try again" in capsys.readouterr().err
    assert run([*words_of(ADD, tmp_path), "--store", str(path), "--now", NOW]) == 0


def test_a_store_that_another_program_keeps_to_itself_is_4(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WRITETHRU_STORE__BUSY_SECONDS", "0.1")
    path = tmp_path / "news.db"
    own(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        for command in (*READING, ADD):
            assert run([*words_of(command, tmp_path), "--store", str(path)]) == 4, command
            assert "try again" in capsys.readouterr().err


@pytest.mark.parametrize("command", READING)
def test_an_empty_file_or_a_link_to_nothing_is_no_store_to_read(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if command == "doctor":
        return  # says so, and checks the rest
    empty, nowhere = tmp_path / "empty.db", tmp_path / "nowhere.db"
    empty.touch()
    nowhere.symlink_to(tmp_path / "target.db")
    assert run([*words_of(command, tmp_path), "--store", str(empty)]) == 6
    assert "this file is empty; `writethru add" in capsys.readouterr().err
    assert run([*words_of(command, tmp_path), "--store", str(nowhere)]) == 1
    assert "there is no store here" in capsys.readouterr().err
    assert empty.read_bytes() == b""


def test_an_empty_file_or_a_link_to_nothing_becomes_a_store_by_adding(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    (tmp_path / "nowhere.db").symlink_to(tmp_path / "target.db")
    for name in ("empty.db", "nowhere.db"):
        path = tmp_path / name
        assert run([*words_of(ADD, tmp_path), "--store", str(path), "--now", NOW]) == 0
        assert run(["check", "--store", str(path)]) == 0
    assert (tmp_path / "target.db").is_file()


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EPERM], ids=errno.errorcode.get)
def test_a_store_that_may_not_be_written_is_5_for_who_adds_and_open_for_who_reads(
    failing: Machine, number: int, tmp_path: Path
) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    path = folder / "news.db"
    own(path)
    request = {"watch": str(folder), "acks": str(tmp_path / "acks"), "refuse": number}
    store = ["--store", str(path)]
    reads = [[*words_of(c, tmp_path), *store] for c in READING[:-1]]
    done = failing.do(**request, steps=[*reads, [*words_of(ADD, tmp_path), *store, "--now", NOW]])
    assert [step["code"] for step in done] == [0] * len(reads) + [5], done
    assert re.search("store is read-only|cannot be opened or made", done[-1]["err"])
    (new,) = failing.do(
        **request, steps=[[*words_of(ADD, tmp_path), "--store", str(folder / "new.db"), "--now", NOW]]
    )
    assert new["code"] == 5, new
    assert "cannot be opened or made" in new["err"]
    with open_store(str(path)) as kept:
        assert kept.census().articles == 3
        assert kept.check() == ()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_store_that_is_taken_away_while_it_is_opened_is_not_made_anew_by_who_reads_or_tidies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read_only: bool
) -> None:
    path = tmp_path / "s.db"
    own(path)
    if read_only:
        look = opening._look

        def away(file: Path, read_only: bool) -> None:
            look(file, read_only)
            if path.exists():
                path.rename(tmp_path / "away.db")

        monkeypatch.setattr(opening, "_look", away)
        with pytest.raises(UsageError, match="no store here"):
            open_store(str(path), read_only=True)
    else:
        with closing(sqlite3.connect(path)) as connection:
            path.rename(tmp_path / "away.db")
            bound_log(connection, path, from_bytes=0)
    assert not path.exists()
