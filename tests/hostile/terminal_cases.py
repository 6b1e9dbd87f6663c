"""What a terminal or a spreadsheet would act upon, as `tests/cases/hostile/terminals.toml` has it, which tells what each is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec

CASES = Path(__file__).parent.parent / "cases" / "hostile" / "terminals.toml"


class Sequence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Signs, and what a terminal or a reader would do with them."""

    name: str
    signs: str
    would: str

    def __post_init__(self) -> None:
        if not (self.signs and self.would.strip()):
            raise ValueError(f"{self.name}: there is no attack, or nobody knows what it would do")


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What opens a title, and publishers."""

    title: str
    publishers: tuple[str, str]


class Formula(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words, and the cell that is written of them."""

    words: str
    written: str

    def __post_init__(self) -> None:
        if not self.written.startswith("'"):
            raise ValueError(f"{self.words}: it is written as a formula")


class Cells(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stays as it is."""

    stay: tuple[int | float | str, ...]


class Terminals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The data file."""

    sequence: tuple[Sequence, ...]
    opening: Opening
    formula: tuple[Formula, ...]
    cells: Cells

    def __post_init__(self) -> None:
        if len({one.name for one in self.sequence}) < len(self.sequence):
            raise ValueError("two sequences have one name")


def understood(table: dict[str, Any]) -> Terminals:
    return msgspec.convert(table, Terminals)


FOUND = understood(tomllib.loads(CASES.read_text(encoding="utf-8")))
ATTACK = "".join(one.signs for one in FOUND.sequence)
