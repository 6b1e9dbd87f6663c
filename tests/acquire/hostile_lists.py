"""The lists of `tests/cases/feeds/hostile_lists.toml`, which tells how they are written and what comes of each."""

from __future__ import annotations

from pathlib import Path

from tests.data_files import Table, apart, read
from tests.hostile.recipes import Recipe, made, made_texts

CASES = Path(__file__).parent.parent / "cases" / "feeds" / "hostile_lists.toml"


class Said(Table, frozen=True):
    """A problem: its kind, and words of its line."""

    kind: str
    words: str


class List(Table, frozen=True):
    """A list and what comes of it."""

    name: str
    content: Recipe
    encodings: tuple[str, ...]
    feeds: tuple[str, ...]
    said: tuple[Said, ...]

    def __post_init__(self) -> None:
        if not self.encodings or not (self.feeds or self.said):
            raise ValueError(f"{self.name}: it is not read, or nothing comes of it")


class Lists(Table, frozen=True):
    """The data file."""

    text: dict[str, Recipe]
    list: tuple[List, ...]

    def __post_init__(self) -> None:
        apart((one.name for one in self.list), "lists")


FOUND = read(CASES, Lists)
LISTS = {one.name: one for one in FOUND.list}
TEXTS = made_texts(FOUND.text)
CONTENT = {name: made(one.content, TEXTS) for name, one in LISTS.items()}
