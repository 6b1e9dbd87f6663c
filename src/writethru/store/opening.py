"""Opening a SQLite file: ours or not, migrated, durable; and what SQLite's errors mean to a user."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import msgspec

from writethru.errors import StoreError, StoreFull, StoreLocked, StoreStopped, StoreUnusable, UsageError
from writethru.store.checkpoints import LOG_BYTES, bound_log, log_of, size_of
from writethru.store.forms import finish
from writethru.store.schema import APPLICATION_ID, MIGRATIONS, VERSION
from writethru.store.seals import know_seals, seal_rows

MEMORY = ":memory:"
REMEDY = "put back a backup, or save what can be read with `writethru backup FILE --salvage`"
# Tables that no other program has together.
_OUR_TABLES = 3
_OURS = "SELECT count(*) FROM sqlite_schema WHERE name IN ('story_events', 'assertions', 'captures')"
_HEADER = 100  # bytes that every SQLite database has
_CACHE_KIB = 32_768  # pages of indexes kept in memory; 2 MB, the default, rereads them on every insert
_READING_CACHE_KIB = 8_192  # of each thread that answers; what is beyond that the system has in memory


def stopped(where: str) -> StoreStopped:
    """Return what is raised where another thread has interrupted what was being read."""
    return StoreStopped(f"{where}: what was being read took too long and was stopped; try again")


def meaning(error: sqlite3.Error, where: str) -> StoreError:
    """Return what a SQLite error means: locked, full or read-only, or unusable, with its remedy."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreLocked(f"{where}: another process is writing to this store; try again when it is done")
    if primary == sqlite3.SQLITE_INTERRUPT:
        return stopped(where)
    if primary == sqlite3.SQLITE_FULL:
        return StoreFull(f"{where}: the disk is full; nothing of this step was kept, make room and repeat it")
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return StoreFull(f"{where}: the store is read-only; make the file and its folder writable")
    if primary == sqlite3.SQLITE_CANTOPEN:
        return StoreFull(
            f"{where}: the file, or its log beside it, cannot be opened or made here; is the folder there and"
            " writable, and is there room on the disk?"
        )
    if primary == sqlite3.SQLITE_IOERR:
        return StoreFull(f"{where}: the disk does not take or give the data ({error}); check the disk")
    if primary == sqlite3.SQLITE_NOTADB:
        return StoreUnusable(f"{where}: this file is not a store (no SQLite database); it was left as it is")
    return StoreUnusable(f"{where}: the store is damaged ({error}); {REMEDY}")


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Raise SQLite's errors, and those of records that cannot be decoded, as StoreError.

    A connection that was closed, or belongs to another thread, is no fault of the file but wrong use.
    """
    try:
        yield
    except sqlite3.ProgrammingError as error:
        if "closed" in str(error):
            raise UsageError(f"{where}: the store was closed; open it again") from error
        if "thread" in str(error):
            raise UsageError(f"{where}: the store was opened in another thread; open one in each") from error
        raise
    except sqlite3.Error as error:
        raise meaning(error, where) from error
    except (zlib.error, msgspec.MsgspecError, UnicodeDecodeError) as error:  # the last: in what SQLite says
        raise _unreadable(error, where) from error


@contextmanager
def decoded(where: str) -> Iterator[None]:
    """Raise what goes wrong in making records of rows as StoreError: in a damaged row a text may be a number."""
    with explained(where):
        try:
            yield
        except (TypeError, ValueError, AttributeError) as error:
            raise _unreadable(error, where) from error


def _unreadable(error: Exception, where: str) -> StoreUnusable:
    return StoreUnusable(f"{where}: a kept record cannot be read ({error}); {REMEDY}")


@contextmanager
def transaction(connection: sqlite3.Connection, where: str) -> Iterator[None]:
    """Run one write transaction, all of it or nothing.

    IMMEDIATE: a transaction that begins by reading fails "locked" at once in spite of the timeout.
    """
    with explained(where):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
            raise


def connect(path: str, *, busy_seconds: float, read_only: bool) -> sqlite3.Connection:
    """Return a connection to a store that is ours and of this version; errors as `open_store` says."""
    if path == MEMORY:
        connection = sqlite3.connect(MEMORY, isolation_level=None)
        know_seals(connection)
        with explained(MEMORY):
            _migrate(connection, MEMORY, 0)
        return connection
    file = Path(path).expanduser()
    _look(file, read_only)
    with explained(str(file)):
        connection = _open(file, busy_seconds, read_only)
        try:
            version = _version(connection, str(file))
            if not read_only:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(f"PRAGMA journal_size_limit = {LOG_BYTES}")
                if version < VERSION:
                    _migrate(connection, str(file), version)
                    bound_log(
                        connection, file, from_bytes=1
                    )  # a file that loses its log is still known as ours
            elif version < VERSION:
                raise _too_old(file, version)
        except BaseException:
            connection.close()
            raise
    return connection


def _look(file: Path, read_only: bool) -> None:
    """Refuse what is no file; make the folder of a new one.

    The file is not opened here: closing it would take from this process the locks of its other connections.
    """
    try:
        mode = _mode(file)
        if mode is not None and stat.S_ISDIR(mode):
            raise StoreUnusable(f"{file}: this is a folder, not a store; name a file in it")
        if mode is not None and not stat.S_ISREG(mode):
            raise StoreUnusable(f"{file}: this is a pipe or a device, not a store; name a file")
        if mode is not None and 0 < file.stat().st_size < _HEADER:  # SQLite takes a single byte for none
            raise StoreUnusable(
                f"{file}: this file is not a store (no SQLite database); it was left as it is"
            )
        if mode is None and read_only:
            raise UsageError(
                f"{file}: there is no store here; `writethru add SOURCE... --store FILE` makes one"
            )
        if mode is None:
            _make_folder(file.parent)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise StoreUnusable(f"{file}: links that lead in a circle, not a store; name a file") from error
        raise StoreFull(f"{file}: the store cannot be opened or made here ({error.strerror})") from error


def is_database(file: Path) -> bool:
    """Return whether a file is a SQLite database; SQLite itself looks, so that no lock is lost."""
    try:
        if not file.is_file() or file.stat().st_size < _HEADER:
            return False
    except (OSError, ValueError):  # what cannot be the name of a file
        return False
    try:
        with closing(
            sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=0)
        ) as connection:
            connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.DatabaseError as error:
        return (error.sqlite_errorcode & 0xFF) not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CANTOPEN)
    return True


def _mode(file: Path) -> int | None:
    """Return the mode of a file, None if it is not there."""
    try:
        return file.stat().st_mode
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise UsageError(f"{str(file)!r} cannot be the name of a file; name another") from error


def _make_folder(folder: Path) -> None:
    """Make a folder with those above it, each so that a power cut does not take it away again."""
    if not folder.exists():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Write the names in a folder to the disk, where the system can do that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _open(file: Path, busy_seconds: float, read_only: bool) -> sqlite3.Connection:
    address = file.resolve().as_uri()
    if not read_only:
        return _connection(f"{address}?mode=rwc", busy_seconds)
    try:
        return _connection(f"{address}?mode=ro", busy_seconds)
    except sqlite3.OperationalError as error:
        _look(file, read_only)  # it may be gone since
        # On a read-only medium the write-ahead log cannot be made; without one nothing is missed.
        refused = (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        if not refused or size_of(log_of(file.resolve())):
            raise
        return _connection(f"{address}?mode=ro&immutable=1", busy_seconds)  # without a mode it makes a file


def _connection(address: str, busy_seconds: float) -> sqlite3.Connection:
    """Return a connection that has read the file once, so that what cannot be opened is known."""
    connection = sqlite3.connect(address, uri=True, timeout=busy_seconds, isolation_level=None)
    try:
        connection.execute("PRAGMA wal_autocheckpoint = 0")  # `bound_log` says why
        connection.execute("PRAGMA trusted_schema = OFF")  # a crafted file runs nothing of its own
        connection.execute("PRAGMA cell_size_check = ON")  # find damaged pages when they are read first
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a power cut
        cache = _READING_CACHE_KIB if "mode=rw" not in address else _CACHE_KIB
        connection.execute(f"PRAGMA cache_size = -{cache}")
        know_seals(connection)
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _version(connection: sqlite3.Connection, where: str) -> int:
    """Return the version of a store of ours, 0 for an empty file; StoreUnusable for anything else."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if application != APPLICATION_ID and (tables or application or version):
        if connection.execute(_OURS).fetchone()[0] == _OUR_TABLES:
            raise StoreUnusable(
                f"{where}: the store is damaged (its header does not say that it is one), so that nothing can be"
                " read of it; put back a backup"
            )
        raise StoreUnusable(f"{where}: this database belongs to another program; it was left as it is")
    if version > VERSION:
        raise StoreUnusable(
            f"{where}: written by a newer version (layout {version}, this one knows {VERSION});"
            " update writethru"
        )
    return version


def _too_old(file: Path, version: int) -> StoreUnusable:
    if version:
        return StoreUnusable(f"{file}: layout {version} is older than {VERSION}; the next `add` brings it up")
    return StoreUnusable(f"{file}: this file is empty; `writethru add SOURCE... --store FILE` fills it")


def _migrate(connection: sqlite3.Connection, where: str, version: int) -> None:
    with transaction(connection, where):
        version = _version(connection, where)  # another process may have been first
        finish(connection, version)
        for migration in MIGRATIONS[version:]:
            for statement in migration:
                connection.execute(statement)
        seal_rows(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
