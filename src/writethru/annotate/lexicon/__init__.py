"""Language data apart from code: word lists (TXT) and tables (TOML), a folder a language.

A word list has one entry a line; `#` opens a comment, blank lines are skipped. Adding a language is
adding a folder with the same file names.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("en",)


def _read(language: str, file: str) -> str:
    return resources.files(__package__).joinpath(language, file).read_text(encoding="utf-8")


@cache
def words(name: str, language: str = "en") -> frozenset[str]:
    """Return the entries of `LANGUAGE/NAME.txt`, as written.

    Raises FileNotFoundError if the language has no such list.
    """
    lines = (line.partition("#")[0].strip() for line in _read(language, f"{name}.txt").splitlines())
    return frozenset(line for line in lines if line)


@cache
def table(name: str, language: str = "en") -> dict[str, Any]:
    """Return the content of `LANGUAGE/NAME.toml`; treat it as read-only.

    Raises FileNotFoundError if the language has no such table.
    """
    return tomllib.loads(_read(language, f"{name}.toml"))
