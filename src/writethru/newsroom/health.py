"""What a person is asked for when something is wrong: versions, settings, the state of the store."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

from writethru.newsroom.reports import Health
from writethru.settings import Settings
from writethru.store import Files, Store

# Releases from which on, within their line, a commit that begins the log anew while somebody moves it is safe.
_MENDED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
_LITTLE_ROOM = 200_000_000  # bytes: some 10,000 articles with all that belongs to them
_LONG_LOG = 64_000_000  # bytes: it is moved at 4 MB, unless a reader does not finish


def examine(store: Store | None, settings: Settings, *, thorough: bool) -> Health:
    """Return versions, settings and what is wrong; `thorough` reads the whole store."""
    files = store.files() if store is not None else None
    faults = store.check(quick=not thorough) if store is not None else ()
    census = store.census() if store is not None else None
    warnings = (*_of_sqlite(), *(_of_files(files) if files else ()))
    return Health(_versions(), settings, census, warnings, faults, files)


def _of_sqlite() -> Iterator[str]:
    version = sqlite3.sqlite_version_info
    same_line = [mended for mended in _MENDED if mended[:2] == version[:2]]
    if version < (same_line[0] if same_line else _MENDED[-1]):
        yield (
            f"SQLite {sqlite3.sqlite_version} can damage a database when one program moves its log while"
            " another writes (mended in 3.51.3, 3.50.7 and 3.44.6); writethru never does both at once,"
            " so let no other program write into the store, or update SQLite"
        )


def _of_files(files: Files) -> Iterator[str]:
    if not files.writable:
        yield f"{files.path} or its folder cannot be written: nothing can be added"
    if files.open_to_all:
        yield f"{files.path} can be changed by everybody on this machine; `chmod o-w` keeps them out"
    if files.free_bytes < _LITTLE_ROOM:
        yield f"{files.free_bytes // 1_000_000} MB are left on the disk of {files.path}; make room"
    if files.log_bytes > _LONG_LOG:
        yield (
            f"the log beside {files.path} has {files.log_bytes // 1_000_000} MB: another program has been"
            " reading the store for long; end it, and the next `add` makes the log short"
        )


def _versions() -> dict[str, str]:
    found = {
        "writethru": _version("writethru"),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": f"{platform.system()} {platform.machine()}",
    }
    names = [line.split(";")[0] for line in requires("writethru") or () if "extra ==" not in line]
    for name in sorted(name.split(">")[0].split("=")[0].split("<")[0].strip() for name in names):
        found[name] = _version(name)
    return found


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
