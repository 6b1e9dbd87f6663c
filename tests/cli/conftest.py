from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import typer
from calling import HARBOUR, NOW, Call, Outcome

from writethru import Newsroom
from writethru.cli import app, run


@pytest.fixture(scope="session", autouse=True)
def built_once() -> Iterator[None]:
    """Build the tree of all commands once: that takes longer than most commands do."""
    command = typer.main.get_command(app)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(typer.main, "get_command", lambda given: command)
        yield


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


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a store with the harbour articles, which are read once for all who need them kept."""
    path = tmp_path_factory.mktemp("kept") / "news.db"
    with Newsroom(path, now=datetime.fromisoformat(NOW)) as room:
        room.add(HARBOUR)
    return path.read_bytes()


@pytest.fixture
def filled(call: Call, kept: bytes, tmp_path: Path) -> Call:
    """The same, with the harbour articles in the store."""
    (tmp_path / "own.db").write_bytes(kept)
    return call
