"""What a person is asked for when something is wrong: versions, settings, the state of the store."""

from __future__ import annotations

import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, requires, version

from writethru.newsroom.reports import Health
from writethru.settings import Settings
from writethru.store import Store

# Up to this version two connections that checkpoint at once can damage a database in WAL mode.
_CHECKPOINTS_UNSAFE = (3, 51, 2)


def examine(store: Store | None, settings: Settings, *, thorough: bool) -> Health:
    """Return versions, settings and what is wrong; `thorough` reads the whole store."""
    warnings = []
    if sqlite3.sqlite_version_info <= _CHECKPOINTS_UNSAFE:
        warnings.append(
            f"SQLite {sqlite3.sqlite_version}: up to 3.51.2 two processes that write to one store at the same"
            " moment can damage it; let one process add at a time, or update SQLite"
        )
    faults = store.check() if store is not None and thorough else ()
    return Health(_versions(), settings, store.census() if store else None, tuple(warnings), faults)


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
