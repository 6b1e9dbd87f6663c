"""Reading the data folder: rows of JSON Lines, plain or gzipped, and members of archives."""

from __future__ import annotations

import gzip
import json
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def rows(path: Path) -> Iterator[Any]:
    """Yield the rows of a JSON Lines file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def present(path: Path) -> bool:
    """Return whether a set is there, and say on standard error that it is skipped if not."""
    if path.exists():
        return True
    print(f"skipped: {path.name} is not in the data folder", file=sys.stderr)
    return False


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the files in a tar archive."""
    with tarfile.open(path) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None:
                yield member.name, file.read()
