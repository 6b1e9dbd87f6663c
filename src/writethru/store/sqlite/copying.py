"""Copying a store into one new file: all of it, while others write, or what can be read of a damaged one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from writethru.errors import StoreError, StoreFull, StoreUnusable, UsageError
from writethru.store.checking import find_faults
from writethru.store.checkpoints import log_of
from writethru.store.entries import Counted, uncounted
from writethru.store.opening import MEMORY, REMEDY, connect, explained, meaning, sync_folder
from writethru.store.salvaging import save_readable
from writethru.store.sqlite.inspecting import Inspecting

_PAGES = 2_000  # copied at a time, 8 MB: between two of them progress is told and an interruption heard
_OF_THE_DISK = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
}


class Copying(Inspecting):
    """The part of a store that makes a copy of it."""

    def backup(self, file: str, *, overwrite: bool = False, progress: Counted = uncounted) -> None:
        """Copy the store, as it is at this moment, into a new file that is a complete store."""
        target = self._target(file, overwrite)
        with _published(target, overwrite, like=self.file) as part:
            with self._one_moment(), closing(sqlite3.connect(part, isolation_level=None)) as copy:
                self._value("SELECT count(*) FROM sqlite_schema")  # from here on the moment lasts
                for fault in self._cut():
                    raise _damaged(self.where, fault)
                self._copy_pages(copy, target, progress)
            _check(part, self.where)

    def salvage(
        self, file: str, *, overwrite: bool = False, progress: Counted = uncounted
    ) -> tuple[str, ...]:
        """Put all that can be read of a damaged store into a new one; return a line for all that was lost."""
        target = self._target(file, overwrite)
        with _published(target, overwrite, like=self.file) as part:
            with explained(str(target)), closing(connect(str(part), busy_seconds=0, read_only=False)) as copy:
                lost = save_readable(self._connection, copy, progress)
            _check(part, self.where)
        return lost

    def _copy_pages(self, copy: sqlite3.Connection, target: Path, progress: Counted) -> None:
        def told(status: int, remaining: int, total: int) -> None:
            progress(total - remaining, total)

        try:
            copy.execute("PRAGMA synchronous = OFF")  # synced once, before it gets its name
            self._connection.backup(copy, pages=_PAGES, progress=told)
        except sqlite3.Error as error:
            of_the_disk = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in _OF_THE_DISK
            raise meaning(error, str(target) if of_the_disk else self.where) from error

    def _target(self, file: str, overwrite: bool) -> Path:
        """Return where the copy goes; UsageError if that is the store itself, there already, or in use."""
        target = _named(file)
        if self.where != MEMORY and target.exists() and target.samefile(self.file):
            raise UsageError(f"{target}: this is the store itself; name another file")
        store = _whose(target)
        if store.exists():
            raise UsageError(f"{target}: this name belongs to the store {store.name}; name another file")
        if target.is_dir():
            raise UsageError(f"{target}: this is a folder; name a file in it")
        if target.exists() and not target.is_file():
            raise UsageError(f"{target}: this is a device or a pipe; name a file")
        if os.path.lexists(target) and not overwrite:
            raise _there_already(target)
        if target.exists():
            _settle(target)
        for left in (log_of(target), target.with_name(target.name + "-journal")):
            if left.exists():  # SQLite would play it into the copy
                raise UsageError(
                    f"{target}: a store of this name is in use, or was left by a crash ({left.name} is there);"
                    " name another file"
                )
        return target


def _named(file: str) -> Path:
    """Return a path that can be the name of a file; else UsageError."""
    try:
        target = Path(file).expanduser()
        target.lstat()
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(
            f"{ascii(file)[:200]} cannot be the name of a copy: {reason}; name another"
        ) from error
    return target


def _whose(target: Path) -> Path:
    """Return the store whose log or index has this name, which a copy may not take; else a path to nothing."""
    beside = next((end for end in ("-wal", "-shm", "-journal") if target.name.endswith(end)), None)
    return target.with_name(target.name.removesuffix(beside)) if beside else target / "none"


def _settle(target: Path) -> None:
    """Take back the log of a store that is to be replaced; UsageError if a process has it open."""
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(target, timeout=0)) as old:
        old.execute("PRAGMA wal_autocheckpoint = 0")
        old.execute("PRAGMA journal_mode = DELETE")  # fails where others have it open, and the log stays


def _there_already(target: Path) -> UsageError:
    return UsageError(f"{target}: there is a file of this name; name another, or replace it with --force")


@contextmanager
def _published(target: Path, overwrite: bool, like: Path) -> Iterator[Path]:
    """Yield a file beside the target; after it is written, sync it and give it its name, or else remove it."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        os.close(descriptor)
    except OSError as error:
        raise StoreFull(f"{target}: the copy cannot be made here ({error.strerror})") from error
    part = Path(name)
    try:
        yield part
        if like.exists():
            shutil.copymode(like, part)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        _rename(part, target, overwrite)
        sync_folder(target.parent)
    except StoreError as error:  # in the user's words
        raise type(error)(
            str(error).replace(str(part.resolve()), str(target)).replace(name, str(target))
        ) from error
    except OSError as error:
        raise StoreFull(f"{target}: the copy cannot be written here ({error.strerror})") from error
    finally:
        try:
            _remove(part)
        finally:
            _remove(part)  # again: a signal may have come while it was removed


def _remove(part: Path) -> None:
    """Remove what was begun, and what SQLite keeps beside it."""
    for left in (part, *(part.with_name(part.name + end) for end in ("-journal", "-wal", "-shm"))):
        left.unlink(missing_ok=True)


def _rename(part: Path, target: Path, overwrite: bool) -> None:
    """Give a file its name; what another process has put there meanwhile stays, unless it may be replaced."""
    if overwrite:
        part.replace(target)
        return
    with suppress(FileExistsError):
        try:
            os.link(part, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if not os.path.lexists(target):
                part.replace(target)
                return
        else:
            return
    raise _there_already(target)


def _check(part: Path, where: str) -> None:
    """Raise StoreUnusable if a copy does not hold together; it is not kept then."""
    with closing(connect(str(part), busy_seconds=0, read_only=False)) as copy:

        def rows(query: str) -> list[tuple[object, ...]]:
            with explained(where):
                return copy.execute(query).fetchall()

        try:
            fault = next(find_faults(rows, quick=False, words=False), None)
        except StoreError as error:
            fault = str(error)
    if fault is not None:
        raise _damaged(where, fault)


def _damaged(where: str, fault: str) -> StoreUnusable:
    return StoreUnusable(f"{where}: the store is damaged ({fault}), and no copy was made; {REMEDY}")
