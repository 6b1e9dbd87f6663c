from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from writethru.cli import run

CASES = Path(__file__).parent.parent / "cases"
HARBOUR = str(CASES / "cli" / "harbour.jsonl")  # three articles on a ferry, one on a museum
NOW = "2031-05-14T12:00:00Z"


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Call = Callable[..., Outcome]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Run one command in this process, with a store and settings of its own."""
    monkeypatch.setenv("WRITETHRU_STORE", str(tmp_path / "own.db"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    def outcome(*arguments: str) -> Outcome:
        code = run(arguments)
        return Outcome(code, *capsys.readouterr())

    return outcome


@pytest.fixture
def filled(call: Call) -> Call:
    """The same, with the harbour articles in the store."""
    assert call("add", HARBOUR, "--now", NOW).code == 0
    return call
