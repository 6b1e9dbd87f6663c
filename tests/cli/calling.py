"""What the tests of the command line call, and what they call it on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import typer

from writethru.cli import app

CASES = Path(__file__).parent.parent / "cases"
HARBOUR = str(CASES / "cli" / "harbour.jsonl")  # three articles on a ferry, one on a museum
NOW = "2031-05-14T12:00:00Z"


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Call = Callable[..., Outcome]


def commands() -> dict[str, Any]:
    """Return all commands by what is typed to call them; those of a group stand where the group does."""
    found: dict[str, Any] = {}
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found |= {f"{name} {n}": c for n, c in inner.items()} if inner else {name: command}
    return found
