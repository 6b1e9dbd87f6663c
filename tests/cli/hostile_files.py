"""The files of `tests/cases/cli/hostile_files.toml`, which tells how they are written and what comes of each."""

from __future__ import annotations

import gzip
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from tests.hostile.recipes import Recipe, as_json, made, made_texts

CASES = Path(__file__).parent.parent / "cases" / "cli" / "hostile_files.toml"


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
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


class Files(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The data file."""

    text: dict[str, Recipe]
    file: tuple[File, ...]

    def __post_init__(self) -> None:
        if len({file.name for file in self.file}) < len(self.file):
            raise ValueError("two files have one name")


def understood(table: dict[str, Any]) -> Files:
    return msgspec.convert(table, Files)


def content(file: File, texts: dict[str, str]) -> bytes:
    """Return the bytes of a file."""
    text = made(file.content, texts)
    found = as_json(text).encode("ascii") if file.encoding == "json" else text.encode(file.encoding)
    for _ in range(file.gzip):
        found = gzip.compress(found, mtime=0)
    return found[: file.end]


DATA = understood(tomllib.loads(CASES.read_text(encoding="utf-8")))
FILES = {file.name: file for file in DATA.file}
TEXTS = made_texts(DATA.text)
GIVEN = {name: content(file, TEXTS) for name, file in FILES.items()}
