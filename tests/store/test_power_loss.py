"""The power goes at any point, and writes that were not synced are lost; or the n-th write fails."""

from __future__ import annotations

import errno
import random
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from disk import Disk, Files, Operation, power_losses, read_log
from machine import NOW, Machine, acknowledged, ids_in, make_sources
from surviving import trouble

from tests.trials import trials

POINTS = trials(40, 500)
STORE = "data/news.db"  # in a folder that is made with it


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return make_sources(tmp_path_factory.mktemp("sources"), 9)


def steps(store: Path, sources: list[str]) -> list[list[str]]:
    """A third of the sources each in a run of the command line, the others into one open newsroom."""
    third = len(sources) // 3
    add = [["add", source, "--store", str(store), "--now", NOW, "--json"] for source in sources[:third]]
    return [*add, ["room", str(store), *sources[third:]], add[0]]


def logged(failing: Machine, folder: Path, sources: list[str], **more: Any) -> list[Operation]:
    disk, log = folder / "disk", folder / "log"
    disk.mkdir()
    done = failing.do(
        steps=steps(disk / STORE, sources),
        watch=str(disk),
        log=str(log),
        acks=str(disk / "acks"),
        often=True,
        **more,
    )
    assert [step["code"] for step in done] == [0] * len(done), done
    return read_log(log)


def troubles_after(operations: list[Operation], points: int | list[int], folder: Path) -> list[str]:
    found = []
    for point, loses, files, acks in power_losses(operations, points, random.Random(20310308)):
        left = folder / str(point)
        write_out(files, left)
        if said := trouble(left / STORE, ids_in(acks)):
            found.append(f"at {point} of {len(operations)}, losing {loses}: {said}")
        shutil.rmtree(left)
    return found


def soon_after_acknowledged(operations: list[Operation]) -> list[int]:
    told = [number for number, each in enumerate(operations, 1) if (each.what, each.name) == ("W", "acks")]
    return sorted({min(number + more, len(operations)) for number in told for more in range(3)})


def write_out(files: Files, folder: Path) -> None:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def test_what_was_acknowledged_outlasts_the_power_at_any_point(
    failing: Machine, sources: list[str], tmp_path: Path
) -> None:
    operations = logged(failing, tmp_path, sources)
    kinds = {(o.what, o.name) for o in operations}
    assert {("S", STORE), ("S", f"{STORE}-wal"), ("U", f"{STORE}-wal"), ("S", "data"), ("W", "acks")} <= kinds
    moved = sum((o.what, o.name) == ("S", STORE) for o in operations)
    closed = sum((o.what, o.name) == ("U", f"{STORE}-wal") for o in operations)
    assert moved > closed + 1, "the log is moved within the run, not only when the store is closed"
    assert troubles_after(operations, POINTS, tmp_path) == []
    soon = soon_after_acknowledged(operations)  # where a commit that is not synced is lost, if ever
    assert troubles_after(operations, soon[:: trials(2, 1)], tmp_path) == []


def test_without_syncing_the_same_trial_finds_losses(
    failing: Machine, sources: list[str], tmp_path: Path
) -> None:
    operations = logged(failing, tmp_path, sources, pragma="PRAGMA synchronous = OFF")
    found = troubles_after(operations, 40, tmp_path)
    assert len(found) > 10
    assert any("are lost" in said or "no store" in said for said in found)


def test_with_a_commit_that_is_not_synced_the_same_trial_finds_losses(
    failing: Machine, sources: list[str], tmp_path: Path
) -> None:
    """NORMAL never damages the store, and loses what was acknowledged last: until soon after the log is moved."""
    operations = logged(failing, tmp_path, sources, pragma="PRAGMA synchronous = NORMAL")
    found = troubles_after(operations, soon_after_acknowledged(operations), tmp_path)
    assert found
    assert all("are lost" in said or "no store" in said for said in found), found


def test_a_disk_is_what_was_synced_and_perhaps_more() -> None:
    disk, chance = Disk(), random.Random(1)
    for what, name, offset, data in [
        ("C", "a", 0, b""),
        ("W", "a", 0, b"one"),
        ("S", "a", 0, b""),
        ("W", "a", 3, b"two"),
    ]:
        disk.do(Operation(what, name, offset, data))
    assert disk.after_power_loss(chance, "all") == {}, "its name was not synced"
    assert disk.after_power_loss(chance, "last")["a"] in (b"one", b"onet", b"onetw")
    disk.do(Operation("S", "", 0, b""))
    assert disk.after_power_loss(chance, "all") == {"a": b"one"}
    assert {disk.after_power_loss(chance, "some")["a"] for _ in range(20)} == {b"one", b"onetwo"}
    disk.do(Operation("U", "a", 0, b""))
    assert disk.after_power_loss(chance, "all") == {"a": b"one"}
    assert disk.after_power_loss(chance, "last") == {}


FAILURES = {
    "a full disk": (errno.ENOSPC, 1, r"the disk is full|room on the disk|does not take or give the data"),
    "a write that fails once": (errno.EIO, 0, r"does not take or give the data|cannot be opened or made"),
    "a disk that fails for good": (errno.EIO, 1, r"does not take or give the data|cannot be opened or made"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_write_that_fails_is_said_and_loses_nothing(
    failing: Machine, sources: list[str], tmp_path: Path, failure: str
) -> None:
    """The n-th write fails, for every n until a run succeeds (in every run of the tests for some n)."""
    number, lasting, words = FAILURES[failure]
    failed, n, stride = 0, 1, trials(37, 1)
    while True:
        with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
            store, acks = Path(folder) / STORE, Path(folder) / "acks"
            add = ["add", sources[1], "--store", str(store), "--now", NOW, "--json"]
            before = failing.do(steps=[["add", sources[0], *add[2:]]], watch=folder, acks=str(acks))
            (step,) = failing.do(steps=[add], watch=folder, acks=str(acks), fail=(n, number, lasting))
            assert step["code"] in (0, 5), (n, step)
            if step["code"]:
                failed += 1
                assert re.search(words, step["err"]), (n, step)
                assert len(step["err"].splitlines()) == 1
            assert trouble(store, acknowledged(acks)) == "", n
            (again,) = failing.do(steps=[add], watch=folder, acks=str(acks))
            assert again["code"] == 0, (n, again)
            assert re.fullmatch(r"(writethru: \d+ captures? of an interrupted run .*\n)?", again["err"]), (
                n,
                again,
            )
            assert len(acknowledged(acks)) == 6
            assert trouble(store, acknowledged(acks)) == "", n
            if step["writes"] < n:
                break
        n += stride
    assert before[0]["code"] == step["code"] == 0
    assert failed > trials(2, 60)
