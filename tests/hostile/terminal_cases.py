"""What a terminal or a spreadsheet would act upon, as `tests/cases/hostile/terminals.toml` has it, which tells what each is."""

from __future__ import annotations

from pathlib import Path

from tests.data_files import Table, apart, read

CASES = Path(__file__).parent.parent / "cases" / "hostile" / "terminals.toml"


class Sequence(Table, frozen=True):
    """Signs, and what a terminal or a reader would do with them."""

    name: str
    signs: str
    would: str

    def __post_init__(self) -> None:
        if not (self.signs and self.would.strip()):
            raise ValueError(f"{self.name}: there is no attack, or nobody knows what it would do")


class Opening(Table, frozen=True):
    """What opens a title, and publishers."""

    title: str
    publishers: tuple[str, str]


class Formula(Table, frozen=True):
    """Words, and the cell that is written of them."""

    words: str
    written: str

    def __post_init__(self) -> None:
        if not self.written.startswith("'"):
            raise ValueError(f"{self.words}: it is written as a formula")


class Cells(Table, frozen=True):
    """What stays as it is."""

    stay: tuple[int | float | str, ...]


class Terminals(Table, frozen=True):
    """The data file."""

    sequence: tuple[Sequence, ...]
    opening: Opening
    formula: tuple[Formula, ...]
    cells: Cells

    def __post_init__(self) -> None:
        apart((one.name for one in self.sequence), "sequences")


FOUND = read(CASES, Terminals)
ATTACK = "".join(one.signs for one in FOUND.sequence)
