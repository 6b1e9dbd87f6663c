"""Keeping the write-ahead log short: what is in it is moved into the database, by one process at a time."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

LOG_BYTES = 4_000_000  # from this size on it is moved; SQLite's own measure, 1,000 pages
SUFFIX = "-wal"


def log_of(file: Path) -> Path:
    """Return the write-ahead log that belongs to a database file."""
    return file.with_name(file.name + SUFFIX)


def size_of(file: Path) -> int:
    """Return the bytes of a file, 0 for none."""
    with suppress(OSError):
        return file.stat().st_size
    return 0


def bound_log(connection: sqlite3.Connection, file: Path, *, from_bytes: int | None = None) -> None:
    """Move a log that has grown long into the database, unless another process is writing.

    Up to SQLite 3.51.2 a commit that begins the log anew while somebody moves it can damage the database. So
    nobody moves it (wal_autocheckpoint is 0 everywhere) without holding the write lock, which needs a second
    connection: a transaction of one's own would stand in the way. Who writes just then moves it later. What was
    committed is in the log and safe, so that what goes wrong here is no error of the commit; readers that have
    not finished only leave a part of it in the log until the next time.
    """
    if size_of(log_of(file)) < (LOG_BYTES if from_bytes is None else from_bytes):
        return
    address = f"{file.resolve().as_uri()}?mode=rw"  # a store that was taken away just now is not made anew
    with suppress(sqlite3.Error), closing(_at(address)) as holder:
        holder.execute("PRAGMA wal_autocheckpoint = 0")
        holder.execute("BEGIN IMMEDIATE")
        try:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        finally:
            holder.execute("ROLLBACK")


def _at(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)
