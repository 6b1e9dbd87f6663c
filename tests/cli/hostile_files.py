"""The files of `tests/cases/cli/hostile_files.toml`, which tells how they are written and what comes of each."""

from __future__ import annotations

import gzip
from pathlib import Path

from tests.data_files import Table, apart, read
from tests.hostile.recipes import Recipe, as_json, made, made_texts

CASES = Path(__file__).parent.parent / "cases" / "cli" / "hostile_files.toml"


class File(Table, frozen=True):
    """A file and what comes of it."""

    name: str
    content: Recipe
    kept: int
    said: tuple[str, ...]
    code: int
    encoding: str = "utf-8"
    gzip: int = 0
    end: int | None = None

    def __post_init__(self) -> None:
        if self.code != (0 if not self.said else 2 if self.kept else 1):
            raise ValueError(f"{self.name}: its code is not that of what is kept and said")
        if not all(words.strip() for words in self.said):
            raise ValueError(f"{self.name}: no words are said by any line")


class Files(Table, frozen=True):
    """The data file."""

    text: dict[str, Recipe]
    file: tuple[File, ...]

    def __post_init__(self) -> None:
        apart((file.name for file in self.file), "files")


def content(file: File, texts: dict[str, str]) -> bytes:
    """Return the bytes of a file."""
    text = made(file.content, texts)
    found = as_json(text).encode("ascii") if file.encoding == "json" else text.encode(file.encoding)
    for _ in range(file.gzip):
        found = gzip.compress(found, mtime=0)
    return found[: file.end]


DATA = read(CASES, Files)
FILES = {file.name: file for file in DATA.file}
TEXTS = made_texts(DATA.text)
GIVEN = {name: content(file, TEXTS) for name, file in FILES.items()}
