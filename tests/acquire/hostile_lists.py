"""The lists of `tests/cases/feeds/hostile_lists.toml`, which tells how they are written and what comes of each."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from tests.hostile.recipes import Recipe, made, made_texts

CASES = Path(__file__).parent.parent / "cases" / "feeds" / "hostile_lists.toml"


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A problem: its kind, and words of its line."""

    kind: str
    words: str


class List(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list and what comes of it."""

    name: str
    content: Recipe
    encodings: tuple[str, ...]
    feeds: tuple[str, ...]
    said: tuple[Said, ...]

    def __post_init__(self) -> None:
        if not self.encodings or not (self.feeds or self.said):
            raise ValueError(f"{self.name}: it is not read, or nothing comes of it")


class Lists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The data file."""

    text: dict[str, Recipe]
    list: tuple[List, ...]

    def __post_init__(self) -> None:
        if len({one.name for one in self.list}) < len(self.list):
            raise ValueError("two lists have one name")


def understood(table: dict[str, Any]) -> Lists:
    return msgspec.convert(table, Lists)


FOUND = understood(tomllib.loads(CASES.read_text(encoding="utf-8")))
LISTS = {one.name: one for one in FOUND.list}
TEXTS = made_texts(FOUND.text)
CONTENT = {name: made(one.content, TEXTS) for name, one in LISTS.items()}
