from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from kept_articles import made_addition

from writethru.errors import StoreError, StoreFull, StoreUnusable, UsageError
from writethru.records import Capture, Problem
from writethru.store import Store, open_store


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    with open_store(str(path)) as store:
        store.add_many([made_addition(n) for n in range(5)])
        store.add_captures([Capture("a.html", b"<html>", "text/html")])
    return path


WRITES: dict[str, Callable[[Store], object]] = {
    "add": lambda store: store.add(made_addition(77).document, made_addition(77).event),
    "add_many": lambda store: store.add_many([made_addition(78)]),
    "add_captures": lambda store: store.add_captures([Capture("b.html", b"b", "text/html")]),
    "add_problems": lambda store: store.add_problems([Problem("a", "b")]),
}


@pytest.mark.parametrize("write", sorted(WRITES))
def test_a_read_only_store_takes_nothing(kept: Path, write: str) -> None:
    before = kept.read_bytes()
    with open_store(str(kept), read_only=True) as store, pytest.raises(StoreFull, match="read-only"):
        WRITES[write](store)
    assert kept.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="may write everywhere")
def test_a_file_without_permission_is_read_only(kept: Path) -> None:
    kept.chmod(0o444)
    with pytest.raises(StoreFull), open_store(str(kept)) as store:
        store.add_many([made_addition(50)])


def test_a_store_on_a_read_only_medium_can_be_read(kept: Path) -> None:
    kept.parent.chmod(0o555)
    kept.chmod(0o444)
    try:
        with open_store(str(kept), read_only=True) as store:
            assert store.census().articles == 5
    finally:
        kept.parent.chmod(0o755)


def test_a_full_disk_keeps_nothing_of_the_step(kept: Path) -> None:
    with open_store(str(kept)) as store:
        connection = store._connection  # type: ignore[attr-defined]
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        before = store.census()
        with pytest.raises(StoreFull, match="the disk is full"):
            store.add_many([made_addition(n, text="Long. " * 2000) for n in range(100, 130)])
        assert store.census() == before
        assert store.check() == ()


@pytest.mark.parametrize("n", range(0, 40, 3))
def test_a_write_that_fails_at_any_step_leaves_nothing_behind(kept: Path, n: int) -> None:
    """The n-th step of SQLite's own machine is interrupted, and the article is not there at all."""
    with open_store(str(kept)) as store:
        connection = store._connection  # type: ignore[attr-defined]
        before, steps = store.census(), 0

        def interrupt() -> int:
            nonlocal steps
            steps += 1
            return steps > n

        connection.set_progress_handler(interrupt, 15)
        try:
            store.add_many([made_addition(60), made_addition(61)])
            done = True
        except StoreError:
            done = False
        connection.set_progress_handler(None, 0)
        assert store.census().articles - before.articles == (2 if done else 0)
        assert store.census().assertions - before.assertions == (6 if done else 0)
        assert store.check() == ()


def refused(path: Path, error: type[Exception], words: str) -> None:
    before = path.read_bytes()
    for read_only in (True, False):
        with pytest.raises(error, match=words), open_store(str(path), read_only=read_only) as store:
            list(store.recent())
    assert path.read_bytes() == before


def test_a_file_of_another_kind_is_left_as_it_is(tmp_path: Path) -> None:
    for n, content in enumerate([b"Dear diary", b"SQLite format 2\0", b"\0" * 5000]):
        path = tmp_path / f"{n}.txt"
        path.write_bytes(content)
        refused(path, StoreUnusable, "not a store")
    with pytest.raises(StoreUnusable, match="folder"):
        open_store(str(tmp_path))


def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bookmarks (url)")
    other.commit()
    other.close()
    refused(path, StoreUnusable, "another program")


def test_a_store_of_a_newer_version_is_left_as_it_is(kept: Path) -> None:
    newer = sqlite3.connect(kept)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    refused(kept, StoreUnusable, r"newer version \(layout 99")


def test_a_damaged_store_is_reported(kept: Path) -> None:
    content = bytearray(kept.read_bytes())
    for at in range(4096, len(content), 64):  # the first page, with the header, stays
        content[at : at + 16] = b"\xa5" * 16
    kept.write_bytes(content)
    with pytest.raises(StoreUnusable, match="damaged"), open_store(str(kept)) as store:
        list(store.recent())


def test_a_damaged_article_is_named_by_check(kept: Path) -> None:
    broken = sqlite3.connect(kept)
    broken.execute("UPDATE articles SET findings = x'00' WHERE number = 2")
    broken.execute("UPDATE captures SET content = x'00'")
    broken.execute("DELETE FROM assertions WHERE number = 4")
    broken.execute("DELETE FROM places WHERE article = (SELECT id FROM articles WHERE number = 3)")
    broken.commit()
    broken.close()
    with open_store(str(kept), read_only=True) as store:
        found = store.check()
    assert any("cannot be read" in line for line in found)
    assert sum("has no place in a story, or no assertions" in line for line in found) == 2
    assert len(found) >= 3


def test_an_empty_file_becomes_a_store_only_when_written_to(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(StoreUnusable, match="empty"):
        open_store(str(path), read_only=True)
    with open_store(str(path)) as store:
        assert store.census().articles == 0


def test_reading_makes_no_store(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no store here"):
        open_store(str(tmp_path / "none.db"), read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_takes_no_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreFull, match="cannot be opened or made"):
        open_store(str(tmp_path / "file" / "news.db"))
