"""Stores that earlier versions made: each opens, is brought up to date whole or not at all, and keeps all.

`tests/cases/store/layout-N.sql` makes a store as the code of layout N made it from tests/cases/cli/harbour.jsonl;
`layout-N.db.gz` is the file itself, with a page shown, a feed followed and, from layout 10, a story followed, a
sentence marked and a token.
"""

from __future__ import annotations

import gzip
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.trials import trials
from writethru import Newsroom
from writethru.errors import StoreError, StoreUnusable
from writethru.store import open_store, opening
from writethru.store.schema import MIGRATIONS, VERSION


def number(layout: Path) -> int:
    """Return the layout's number, which its file is named by."""
    return int(layout.name.split(".")[0].removeprefix("layout-"))


CASES = Path(__file__).parent.parent / "cases"
LAYOUTS = sorted((CASES / "store").glob("layout-*"), key=lambda p: number(p))

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

# The others were steps from one of these to the next, which no store was left at.
LEFT_AT = (1, 2, 3, 9, 10, 11, 12, 14, 15)


def made(layout: Path, path: Path) -> Path:
    """Make a store of an earlier layout, in WAL mode as they all are."""
    if layout.suffix == ".gz":
        path.write_bytes(gzip.decompress(layout.read_bytes()))
        return path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(layout.read_text(encoding="utf-8"))
    return path


def dumped(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables, the search index included."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [n for (n,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {n: connection.execute(f"SELECT * FROM {n} ORDER BY 1").fetchall() for n in tables}


def test_a_migration_that_shipped_is_not_edited() -> None:
    found = tuple(hashlib.sha256(repr(m).encode()).hexdigest()[:16] for m in MIGRATIONS)
    assert found[: len(SHIPPED)] == SHIPPED


def test_there_is_a_store_of_every_layout_that_shipped() -> None:
    assert tuple(map(number, LAYOUTS)) == LEFT_AT
    assert LEFT_AT[-1] == len(SHIPPED) == VERSION


@pytest.mark.parametrize("layout", LAYOUTS, ids=number)
def test_an_earlier_store_is_brought_up_to_date_and_keeps_all(layout: Path, tmp_path: Path) -> None:
    path = made(layout, tmp_path / "old.db")
    before = dumped(path)
    with open_store(str(path)) as store:
        census = store.census()
        assert store.check() == ()
        assert census.version == VERSION
        assert (census.articles, census.stories) == (4, 2)
        assert census.assertions == sum(row[2] for row in before["assertions"]) > 10
        assert [h.title for h in store.search("museum")] != []
        assert len(list(store.captures())) == len(before["captures"])
        ferry = next(store.stories())
        assert len(store.documents(ferry.id)) == 3
        assert {e.article for e in store.events(ferry.id)} >= set(ferry.articles)
        assert [len(store.last_act(ferry.id)), census.pages] == [int(number(layout) == 3), 1]
    after = dumped(path)
    for table, rows in before.items():
        width = len(rows[0]) if rows else 0
        kept = [row[:width] for row in after[table]]
        if table == "sqlite_sequence":  # SQLite's own, of the last number of each table
            assert dict(kept).items() >= dict(rows).items()
        else:
            assert [row for row in rows if row not in kept] == [], f"{table}: rows were lost or changed"
            assert table == "seals" or len(kept) == len(rows), f"{table}: rows came from nowhere"
    with Newsroom(path) as room:
        again = room.add(str(CASES / "cli" / "harbour.jsonl"))
        assert (again.added, len(again.known)) == ((), 4)
        assert room.show(ferry.id).brief.counts.articles == 3
        assert room.merge([s.id for s in room.stories()]).articles
        assert room.check() == ()


@pytest.mark.parametrize("layout", LAYOUTS, ids=number)
def test_an_earlier_store_is_not_changed_by_who_only_reads(layout: Path, tmp_path: Path) -> None:
    path = made(layout, tmp_path / "old.db")
    before = dumped(path)
    if len(MIGRATIONS) > number(layout):
        with pytest.raises(StoreUnusable, match="the next `add` brings it up"):
            open_store(str(path), read_only=True)
    else:
        open_store(str(path), read_only=True).close()
    assert dumped(path) == before


@pytest.mark.parametrize("layout", LAYOUTS, ids=number)
def test_a_migration_that_stops_anywhere_leaves_the_earlier_store(
    layout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if len(MIGRATIONS) == number(layout):
        pytest.skip("nothing to migrate")
    opened = opening._connection
    # The steps that a later store has before it are among those of an earlier one.
    stops, n, stride = 0, 1, trials(41 if number(layout) in range(9, 13) else 7, 1)

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


@pytest.mark.parametrize("layout", LAYOUTS[:1], ids=number)
def test_a_migration_that_fails_within_is_undone(
    layout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(layout, tmp_path / "old.db")
    before = dumped(path)
    *others, last = MIGRATIONS
    for n in range(len(last)):
        monkeypatch.setattr(opening, "MIGRATIONS", (*others, (*last[:n], "no such statement")))
        with pytest.raises(StoreError):
            open_store(str(path))
        assert dumped(path) == before
    monkeypatch.undo()
    open_store(str(path)).close()


def test_two_that_open_an_earlier_store_at_once_bring_it_up_once(tmp_path: Path) -> None:
    path = made(LAYOUTS[0], tmp_path / "old.db")
    with open_store(str(path)) as one, open_store(str(path)) as two:
        assert one.census() == two.census()
        assert two.check() == ()
