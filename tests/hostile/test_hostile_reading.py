"""Pages and feeds made to be hard are read in bounded time, lose nothing in silence, and open nothing.

Each is read in a process of its own that is killed when it takes too long. What a library cannot do in time is
named with its cause as `slow` in its data file; there the killing is what helps.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.hostile.hostile_cases import cases, makers
from tests.hostile.reading_child import ELSE
from tests.trials import trials
from writethru import Newsroom
from writethru.records import Problem
from writethru.settings import Settings

ROOT = Path(__file__).parent.parent.parent
SIZES = (2_000, 20_000, 200_000, 2_000_000)[: trials(2, 4)]
LONGEST = 10.0  # seconds of the processor
UTMOST = 30.0  # and of what is named `linear` there,
SLOPE = 1.1  # which grows with its length to this power at most, so that nothing hangs
STEPS = 2  # a feed is read in one child, and its items in others
BESIDE = 5.0  # seconds for the sound page, for what was found, and for children that are started anew
PATIENCE = 90.0  # seconds on the clock of a machine that does much else
CASES = {(kind, case.name): case for kind in ("page", "feed") for case in cases(kind).case}


class Child:
    """A process that reads inputs one after another, and is started again when it had to be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def read(self, kind: str, name: str, size: int) -> dict[str, Any] | None:
        """Return what came of one input; None if it took too long, and the process is gone."""
        if self.process is None:
            command = [sys.executable, "-m", "tests.hostile.reading_child", str(self.folder)]
            path = os.pathsep.join(filter(None, [str(ROOT / "src"), str(ROOT)]))
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=ROOT,
                env=os.environ | {"PYTHONPATH": path},
            )
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps([kind, name, size]).encode() + b"\n")
        self.process.stdin.flush()
        with selectors.DefaultSelector() as waiting:
            waiting.register(self.process.stdout, selectors.EVENT_READ)
            line = self.process.stdout.readline() if waiting.select(PATIENCE) else b""
        if not line:
            self.close()
            return None
        return dict(json.loads(line))

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


@pytest.fixture(scope="module")
def child(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Child]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "canary").write_text("CANARY")
    found = Child(folder)
    yield found
    found.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("kind", "name"), CASES, ids=lambda value: value.replace(" ", "-"))
def test_it_is_read_in_time_and_loses_nothing_in_silence(
    child: Child, kind: str, name: str, size: int
) -> None:
    found = child.read(kind, name, size)
    case = CASES[kind, name]
    if found is None or (found["seconds"] > LONGEST and not case.linear):
        assert case.slow and size > 100_000, found
        return
    if found["seconds"] > LONGEST:
        assert is_linear(child, kind, name, size, found["seconds"]), found
    spoken = bool(found["said"]) or found["marked"]
    assert not found["lost"] or spoken, found
    assert not found["canary"], "a file was read that an entity names"
    if found["refused"]:
        assert found["said"], found


def is_linear(child: Child, kind: str, name: str, size: int, seconds: float) -> bool:
    """Return whether an input takes hardly more, by its size, than one of a tenth of it."""
    tenth = child.read(kind, name, size // 10)
    return tenth is not None and seconds <= min(UTMOST, 10**SLOPE * tenth["seconds"])


def read_in_program(folder: Path, kind: str, name: str, settings: Settings) -> float:
    """Have the program read a hostile input of 2 MB and a sound page behind it; return the seconds on the clock."""
    given = makers(kind, folder / "canary")[name](2_000_000)
    ending = "html" if kind == "page" else "json" if "json" in given.media_type else "xml"
    (folder / f"a.{ending}").write_bytes(given.content)
    (folder / "b.html").write_bytes(makers("page")["many rules"](2_000).content)
    with Newsroom(settings=settings) as room:
        list(room.annotate([str(folder / "b.html")]))  # the children have started
        begun = time.monotonic()
        found = list(room.annotate([str(folder / f"a.{ending}"), str(folder / "b.html")]))
        seconds = time.monotonic() - begun
    said = {one.kind for one in found if isinstance(one, Problem)}
    read = [one for one in found if not isinstance(one, Problem)]
    assert any(one.article.where.endswith("b.html") for one in read)
    assert len(read) > 1 or not given.sees or said - set(ELSE), found
    return seconds


@pytest.mark.soak
@pytest.mark.parametrize(("kind", "name"), CASES, ids=lambda value: value.replace(" ", "-"))
def test_nothing_holds_the_program_up_for_longer_than_a_child_may_live(
    kind: str, name: str, tmp_path: Path
) -> None:
    """Each kind as a user's run reads it: what a library cannot do in time is ended, said, and the next page is read."""
    limits = Settings().acquire
    assert read_in_program(tmp_path, kind, name, Settings()) < limits.parse_seconds * STEPS + BESIDE


@pytest.mark.parametrize("slow", ["page numbered attributes", "feed deep elements"])
def test_what_a_library_cannot_do_in_time_is_ended_and_said(slow: str, tmp_path: Path) -> None:
    second = Settings(acquire=replace(Settings().acquire, parse_seconds=1.0))
    kind, name = slow.split(" ", 1)
    assert read_in_program(tmp_path, kind, name, second) < 1.0 * STEPS + BESIDE


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 150


def test_what_is_lost_in_silence_is_told(child: Child) -> None:
    """The test of the test: a page whose sentences a reader sees elsewhere counts as lost."""
    found = child.read("page", "comments never closed", 2_000)
    assert found is not None and not found["lost"] and not found["said"]
    assert child.read("page", "divisions within each other", 20_000)["said"]  # type: ignore[index]
