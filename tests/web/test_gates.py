"""What the table of demands on the reading room says that shows them is there: no row without a test, no test that is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROWS = re.findall(
    r"^\| (?!asked \||-)(.+) \|$",
    Path("docs/reference/reading-room-gates.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.partition(" | ")[0][:60])
def test_what_shows_it_is_there(row: str) -> None:
    named = re.findall(r"`(tests/[\w/.]+)(?:::(\w+))?`", row)
    assert named or "`python -m bench" in row
    for file, test in named:
        assert f"\ndef {test}(" in Path(file).read_text(encoding="utf-8") if test else Path(file).is_file(), (
            file,
            test,
        )


def test_there_is_a_row_for_each_demand() -> None:
    assert len(ROWS) > 55
