"""Stores that earlier versions made: each opens, is brought up to date whole or not at all, and keeps all.

`tests/cases/store/layout-N.sql` makes a store as the code of layout N made it from tests/cases/cli/harbour.jsonl;
`layout-N.db.gz` is the file itself, with a page shown, two notices given (7, 8) or a feed followed (from 9) and, from
layout 10, a story followed, a sentence marked and a token. Those of 4 to 8 and 13 are of days on which a migration was
still being written, as is `layout-1-unfinished.db.gz`: no store was ever left at another form of these layouts.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import json
import multiprocessing
import os
import sqlite3
import tempfile
import zlib
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from tests.trials import SOAKING, trials
from writethru import Newsroom
from writethru.cli import run
from writethru.errors import StoreError, StoreUnusable
from writethru.store import open_store, opening
from writethru.store.schema import MIGRATIONS, VERSION


def number(layout: Path) -> int:
    """Return the layout's number, which its file is named by."""
    return int(name(layout).split("-")[0])


def name(layout: Path) -> str:
    """Return what a layout is called: its number, and what else its file is named by."""
    return layout.name.split(".")[0].removeprefix("layout-")


CASES = Path(__file__).parent.parent / "cases"
EXAMPLE = str(CASES / "cli" / "harbour.jsonl")
LAYOUTS = sorted((CASES / "store").glob("layout-*"), key=lambda p: (number(p), p.suffix))
EARLIER = [layout for layout in LAYOUTS if number(layout) < VERSION]

# The migrations that shipped. One that is edited leaves stores behind that are neither old nor new: append
# another instead. A new one is added here, and its layout to tests/cases/store, when it ships.
SHIPPED = (
    "53148d605e2426e4",
    "7db946fa473c55e4",
    "f9f42e2b9c06bef8",
    "dee59cf3bb1990c6",
    "cc098b4af80e9fbc",
    "8d45a4c9fa5791b4",
    "f1bb91e4c41ce3ef",
    "d057d9363f8a070d",
    "8e5fd6f0245cb1fc",
    "502b31334de2d57b",
    "af4e3362ff73fb37",
    "c5f0e9c752102983",
    "373190ccb52c25ac",
    "30a072fb0c674804",
    "54e506f5b3b4da77",
)

# The tables that are made again, or get another form, in a store that was made while a migration was being written.
CHANGED = {"1-unfinished": {"assertions"}, **{n: {"cards", "facets"} for n in "45678"}}


@functools.cache
def content(layout: Path) -> bytes:
    """Return the file of a store of an earlier layout, in WAL mode as they all are."""
    if layout.suffix == ".gz":
        return gzip.decompress(layout.read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "old.db")
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(layout.read_text(encoding="utf-8"))
        return path.read_bytes()


def made(layout: Path, path: Path) -> Path:
    """Make a store of an earlier layout."""
    path.write_bytes(content(layout))
    return path


def columns(path: Path) -> dict[str, str]:
    """Return the columns of all tables, those of the search index included."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [n for (n,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            table: ", ".join(row[1] for row in connection.execute(f"PRAGMA table_info({table})"))
            for table in tables
        }


def dumped(path: Path, of: dict[str, str] | None = None) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables, or of these with these columns."""
    of = of or columns(path)
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: connection.execute(f"SELECT {names} FROM {table} ORDER BY 1").fetchall()
            for table, names in of.items()
        }


def schema(path: Path) -> dict[str, str]:
    """Return what the tables, indexes, views and triggers of a store are made by."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql > ''").fetchall()
        return {name: " ".join(sql.split()) for name, sql in rows}


def test_a_migration_that_shipped_is_not_edited() -> None:
    found = tuple(hashlib.sha256(repr(m).encode()).hexdigest()[:16] for m in MIGRATIONS)
    assert found[: len(SHIPPED)] == SHIPPED


def test_there_is_a_store_of_every_layout_that_shipped() -> None:
    assert sorted(set(map(number, LAYOUTS))) == list(range(1, VERSION + 1))
    assert len(SHIPPED) == VERSION


@pytest.mark.parametrize("layout", LAYOUTS, ids=name)
def test_an_earlier_store_is_brought_up_to_date_and_keeps_all(layout: Path, tmp_path: Path) -> None:
    path = made(layout, tmp_path / "old.db")
    names = {t: names for t, names in columns(path).items() if t not in CHANGED.get(name(layout), ())}
    if number(layout) == 13:  # some rows were not sealed yet, and facets without some of their columns
        names = {table: columns.removesuffix(", seal") for table, columns in names.items()}
    before, entered = dumped(path, names), assertions(path)
    with open_store(str(path)) as store:
        census = store.census()
        assert store.check() == ()
        assert census.version == VERSION
        assert (census.articles, census.stories) == (4, 2)
        assert census.assertions == len(entered) > 10
        assert [h.title for h in store.search("museum")] != []
        assert len(list(store.captures())) == len(before["captures"])
        ferry = next(store.stories())
        assert len(store.documents(ferry.id)) == 3
        assert {e.article for e in store.events(ferry.id)} >= set(ferry.articles)
        assert [len(store.last_act(ferry.id)), census.pages] == [int(number(layout) == 3), 1]
    assert schema(path) == newest_schema()
    assert assertions(path) == entered
    after = dumped(path, names)
    for table, rows in before.items():
        kept = after[table]
        if table == "sqlite_sequence":  # SQLite's own, of the last number of each table
            assert {*kept} >= {*rows}
        else:
            assert [row for row in rows if row not in kept] == [], f"{table}: rows were lost or changed"
            assert table == "seals" or len(kept) == len(rows), f"{table}: rows came from nowhere"
    with Newsroom(path) as room:
        again = room.add(EXAMPLE)
        assert (again.added, len(again.known)) == ((), 4)
        assert room.show(ferry.id).brief.counts.articles == 3
        with open_store(str(path), read_only=True) as store:
            assert sorted(card.articles for card in store.cards()) == [1, 3]
            outlets = {facet.name: facet.count for facet in store.facets("outlet")}  # in how many stories
            assert outlets == {"Coast Daily": 2, "The Lorne Ledger": 1}
        assert room.merge([s.id for s in room.stories()]).articles
        assert room.check() == ()


def assertions(path: Path) -> list[Any]:
    """Return all assertions of a store, in a row each or in one piece an article, in the order of keeping."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT * FROM assertions ORDER BY number").fetchall()
    if isinstance(rows[0][-1], str):
        return [json.loads(row[-1]) for row in rows]
    return [found for row in rows for found in json.loads(zlib.decompress(row[-1]))["assertions"]]


@functools.cache
def newest_schema() -> dict[str, str]:
    """Return what the tables of a new store are made by."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "new.db")
        open_store(str(path)).close()
        return schema(path)


@pytest.mark.parametrize("layout", LAYOUTS, ids=name)
def test_an_earlier_store_is_not_changed_by_who_only_reads(layout: Path, tmp_path: Path) -> None:
    path = made(layout, tmp_path / "old.db")
    before = dumped(path)
    if len(MIGRATIONS) > number(layout):
        with pytest.raises(StoreUnusable, match="the next `add` brings it up"):
            open_store(str(path), read_only=True)
    else:
        open_store(str(path), read_only=True).close()
    assert dumped(path) == before


@pytest.mark.parametrize("layout", EARLIER, ids=name)
def test_a_migration_that_stops_anywhere_leaves_the_earlier_store(
    layout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = opening._connection
    # The steps that a later store has before it are among those of an earlier one; each begins with another.
    often = layout in (LAYOUTS[0], *EARLIER[-2:])
    stops, n, stride = 0, 1 if often else number(layout), trials(7 if often else 83, 1)

    def stopping(address: str, busy_seconds: float) -> sqlite3.Connection:
        connection, steps = opened(address, busy_seconds), 0

        def stop() -> int:
            nonlocal steps
            steps += connection.in_transaction
            return steps > n

        connection.set_progress_handler(stop, 20)
        return connection

    path = made(layout, tmp_path / "old.db")
    before = dumped(path)
    monkeypatch.setattr(opening, "_connection", stopping)
    while True:
        try:
            open_store(str(path)).close()
            break
        except StoreError:
            stops, n = stops + 1, n + stride
            assert dumped(path) == before
    monkeypatch.undo()
    assert stops > trials(1, 5)
    with open_store(str(path)) as store:
        assert store.check() == ()
        assert store.census().articles == 4


class Failing(sqlite3.Connection):
    """A connection that counts the statements of a migration, to its commit; the n-th of them is none."""

    n, done, version_set, over = 0, 0, False, False

    @classmethod
    def begin(cls, n: int) -> None:
        cls.n, cls.done, cls.version_set, cls.over = n, 0, False, False

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        if self.in_transaction and not Failing.over:
            Failing.done += 1
            Failing.version_set |= statement.startswith("PRAGMA user_version =")
            Failing.over = Failing.version_set and statement == "COMMIT"
            if Failing.done == Failing.n:
                statement = "no such statement"
        return super().execute(statement, *values)


@pytest.mark.parametrize("layout", EARLIER, ids=name)
def test_a_migration_of_which_a_statement_fails_is_undone(
    layout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "connect", functools.partial(sqlite3.connect, factory=Failing))
    Failing.begin(0)
    open_store(str(made(layout, tmp_path / "whole.db"))).close()
    statements = Failing.done
    assert statements > VERSION - number(layout)
    path = made(layout, tmp_path / "old.db")
    before, tables = dumped(path), schema(path)
    # In a short run one each, all over the way from the first statement to the last.
    place = EARLIER.index(layout) / (len(EARLIER) - 1)
    for n in range(1, statements + 1) if SOAKING else [1 + round(place * (statements - 1))]:
        Failing.begin(n)
        with pytest.raises(StoreUnusable, match="syntax error"):
            open_store(str(path))
        Failing.begin(0)
        assert dumped(path) == before
        assert schema(path) == tables
    open_store(str(path)).close()
    assert schema(path) == schema(tmp_path / "whole.db")


# -- others at the same time


@pytest.mark.parametrize("layout", EARLIER, ids=name)
def test_a_held_lock_is_said_and_later_the_earlier_store_is_brought_up(
    layout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WRITETHRU_STORE__BUSY_SECONDS", "0.05")
    path = made(layout, tmp_path / "old.db")
    before = dumped(path)
    command = ["add", EXAMPLE, "--store", str(path), "--now", "2031-05-14T12:00:00Z"]
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert run(command) == 4
        assert capsys.readouterr().err == (
            f"writethru: {path}: another process is writing to this store; try again when it is done\n"
        )
        assert dumped(path) == before
        holder.execute("ROLLBACK")
    with open_store(str(path)) as store:
        assert store.census().version == VERSION
        assert store.check() == ()
    if layout == EARLIER[0]:  # of the others that is much the same, and takes longer
        assert run(command) == 0
        assert "0 added in 0 stories, 4 known" in capsys.readouterr().out


def opened_apart(path: Path, other: Connection) -> None:
    """Open a store in a process of its own: tell when it waits for the lock, and how many rows it changed."""
    opened = opening._connection

    def telling(address: str, busy_seconds: float) -> sqlite3.Connection:
        connection = opened(address, busy_seconds)
        connection.set_trace_callback(lambda sql: other.send("waits") if sql == "BEGIN IMMEDIATE" else None)
        return connection

    other.recv()
    opening._connection = telling
    with open_store(str(path)) as store:
        connection = store._connection  # type: ignore[attr-defined]
        connection.set_trace_callback(None)
        other.send((connection.total_changes, store.census().version, store.check()))


def told(by: Connection) -> Any:
    """Return the next thing that another process tells."""
    assert by.poll(60), "it tells nothing"
    return by.recv()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked here")
@pytest.mark.parametrize("layout", EARLIER[:: trials(4, 1)], ids=name)
def test_two_processes_that_open_an_earlier_store_at_once_bring_it_up_once(
    layout: Path, tmp_path: Path
) -> None:
    path = made(layout, tmp_path / "old.db")
    apart = multiprocessing.get_context("fork")
    pipes = [apart.Pipe() for _ in range(2)]
    both = [apart.Process(target=opened_apart, args=(path, theirs), daemon=True) for _, theirs in pipes]
    for process in both:
        process.start()  # before this one opens the store: SQLite's locks do not outlive a fork
    ours = [pipe for pipe, _ in pipes]
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        for pipe in ours:
            pipe.send("go")
        assert [told(pipe) for pipe in ours] == ["waits"] * 2, "both have seen that it is an earlier store"
        holder.execute("ROLLBACK")
    done = [
        next(answer for answer in iter(functools.partial(told, pipe), None) if answer != "waits")
        for pipe in ours
    ]
    for process in both:
        process.join(timeout=60)
    assert [process.exitcode for process in both] == [0, 0]
    (none, *first), (some, *second) = sorted(done)
    assert first == second == [VERSION, ()]
    assert none == 0 < some


def test_two_that_open_an_earlier_store_at_once_bring_it_up_once(tmp_path: Path) -> None:
    path = made(LAYOUTS[0], tmp_path / "old.db")
    with open_store(str(path)) as one, open_store(str(path)) as two:
        assert one.census() == two.census()
        assert two.check() == ()
