"""How a watched feed may fail, as `tests/cases/feeds/troubles.toml` has it, which tells how that is written."""

from __future__ import annotations

from pathlib import Path

from tests.data_files import Table, apart, read
from writethru.errors import FetchError

CASES = Path(__file__).parent.parent / "cases" / "feeds" / "troubles.toml"


class Trouble(Table, frozen=True):
    """What a feed answers, or why it does not, and what is listed of it."""

    listed: str
    content: str | None = None
    error: str | None = None
    kind: str | None = None
    status: int | None = None

    def __post_init__(self) -> None:
        if (self.content is None) == (self.error is None):
            raise ValueError(f"{self.listed}: either it answers, or there is an error")
        if (self.error is None) != (self.kind is None) or (self.kind == "status") != (
            self.status is not None
        ):
            raise ValueError(f"{self.listed}: an error has a kind, and what is a status has one")
        if not self.listed.strip():
            raise ValueError("nothing is listed")

    def answer(self) -> bytes | FetchError:
        if self.content is not None:
            return self.content.encode()
        return FetchError(self.error or "", self.kind or "", status=self.status)


class Troubles(Table, frozen=True):
    """The data file."""

    trouble: tuple[Trouble, ...]

    def __post_init__(self) -> None:
        apart((one.listed for one in self.trouble), "troubles")


TROUBLES = read(CASES, Troubles).trouble
