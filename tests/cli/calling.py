"""What the tests of the command line call, and what they call it on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

CASES = Path(__file__).parent.parent / "cases"
HARBOUR = str(CASES / "cli" / "harbour.jsonl")  # three articles on a ferry, one on a museum
NOW = "2031-05-14T12:00:00Z"


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Call = Callable[..., Outcome]
