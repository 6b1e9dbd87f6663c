"""Rounds over feeds are interrupted at random, gone on with as they say, and leave the store of one that was not."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.interrupting import (
    LATER,
    NOW,
    SIGNALS,
    Press,
    Runs,
    assert_whole,
    essence,
    follow,
    forking,
)
from tests.trials import trials
from writethru.cli.interrupts import GENERAL
from writethru.store import open_store

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
TIMES = 3  # that one command is interrupted before it is let go on to its end


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    try:
        press = Press()
    except OSError:
        pytest.skip("one address of this machine only")
    yield press
    press.close()


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, press: Press) -> Iterator[Runs]:
    folder = tmp_path_factory.mktemp("interrupted")
    machine = forking()
    store, site = str(folder / "warm.db"), str(folder / "warm")
    follow(Path(store), press)
    for words in (["update"], ["recheck", "--all"], ["export", "--site", site]):
        machine.warm(*words, "--store", store, "--now", NOW)
    runs = Runs(machine, folder, seed=20210308)
    yield runs
    assert runs.interrupted or runs.tried < 12  # some at least met their signal at work


@pytest.fixture(scope="module")
def whole(press: Press, runs: Runs) -> tuple[Path, dict[str, Any], float]:
    """A store after an uninterrupted round, what is in it, and how long that took."""
    store = runs.folder / "whole.db"
    follow(store, press)
    _, seconds = runs.whole("update", "--store", str(store), "--now", NOW)
    found = essence(store)
    assert (len(found["articles"]), len(found["stories"])) == (6, 3)
    assert all(len(articles) == 2 and words for articles, words in found["stories"])
    return store, found, seconds


def articles_of(store: Path) -> int:
    """How many articles are kept."""
    connection = sqlite3.connect(store)
    number = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    connection.close()
    return int(number)


def assert_acknowledged(line: str, before: int, after: int) -> None:
    """What is said to be added has come since; of what came a batch at most was not said yet."""
    said = re.search(r"(\d+) feeds? read, (\d+) articles? added", line)
    assert said, line
    assert int(said[2]) <= after - before <= 6


def test_an_update_goes_on_as_it_says(
    press: Press, runs: Runs, whole: tuple[Path, dict[str, Any], float]
) -> None:
    _, expected, seconds = whole
    for chain in range(trials(1, 25)):
        store = runs.folder / f"update{chain}.db"
        follow(store, press)
        words = ["update", "--store", str(store), "--now", NOW]
        for _ in range(TIMES):
            before = articles_of(store)
            words, line = runs.go_on(words, seconds)
            if line:
                assert_acknowledged(line, before, articles_of(store))
        runs.whole(*words)
        assert essence(store) == expected


def test_a_watch_goes_on_as_it_says(
    press: Press, runs: Runs, whole: tuple[Path, dict[str, Any], float]
) -> None:
    """SIGTERM is how it is meant to end, with 0; Ctrl-C has the code of all commands."""
    _, expected, seconds = whole
    for chain in range(trials(1, 25)):
        store = runs.folder / f"watch{chain}.db"
        follow(store, press)
        words = ["watch", "--store", str(store)]
        for number in range(TIMES):
            signum = SIGNALS[number % 2]
            before = articles_of(store)
            ended = runs.stop(words, signum, runs.chance.uniform(0.1, 1.1) * seconds)
            assert_whole(store)
            assert ended.code in (None, 0 if signum == signal.SIGTERM else 128 + signum, 128 + signum), ended
            if ended.code is not None:
                said = "stopped; what was read is kept (" if ended.code == 0 else "interrupted: "
                assert ended.line.startswith(f"writethru: {said}"), ended
                if GENERAL not in ended.line:  # it had just begun
                    assert_acknowledged(ended.line, before, articles_of(store))
                words = ended.command
        there = articles_of(store) == 6 and essence(store) == expected
        process = runs.machine.start(steps=[words], acks=str(runs.folder / "acks"))
        until = time.monotonic() + 60
        while time.monotonic() < until and (articles_of(store) < 6 or essence(store) != expected):
            time.sleep(0.2)
        os.kill(process, signal.SIGTERM)
        assert runs.ended(signal.SIGTERM).code in (0, None if there else 0)
        assert essence(store) == expected


def test_a_recheck_goes_on_as_it_says(
    press: Press, runs: Runs, whole: tuple[Path, dict[str, Any], float]
) -> None:
    """The texts that it found are known to be found by it, and the pages of their stories are revised."""
    before, _, _ = whole
    press.edited = True
    try:
        first = runs.folder / "recheck.db"
        shutil.copy(before, first)
        _, seconds = runs.whole("recheck", "--all", "--store", str(first), "--now", LATER)
        expected = essence(first)
        assert len(expected["articles"]) == 9 and len(expected["rechecks"]) == 6
        for chain in range(trials(1, 25)):
            store = runs.folder / f"recheck{chain}.db"
            shutil.copy(before, store)
            words = ["recheck", "--all", "--store", str(store), "--now", LATER]
            for _ in range(TIMES):
                known = len(essence(store)["rechecks"])
                words, line = runs.go_on(words, seconds)
                said = re.search(r"looked at (\d+) article", line)
                assert said or not line, line
                assert not said or int(said[1]) <= len(essence(store)["rechecks"]) - known <= int(said[1]) + 1
            runs.whole(*words)
            assert expected["runs"] == [] and essence(store) == expected
    finally:
        press.edited = False


@pytest.mark.parametrize("act", ["merge", "split", "move"])
def test_an_act_by_hand_is_done_as_a_whole_or_not_at_all(
    runs: Runs, whole: tuple[Path, dict[str, Any], float], act: str
) -> None:
    """It says which: what was not done is done by the same command, what was done is taken back by `undo`."""
    before, untouched, _ = whole
    with open_store(str(before), read_only=True) as kept:
        one, other, *_ = kept.stories()
    given = {
        "merge": [one.id, other.id],
        "split": [one.id, one.articles[0]],
        "move": [one.articles[1], other.id],
    }[act]
    first = runs.folder / f"{act}.db"
    shutil.copy(before, first)
    _, seconds = runs.whole(act, *given, "--store", str(first))
    expected = essence(first)
    assert expected["stories"] != untouched["stories"] and expected["behind"] == []
    for trial in range(trials(1, 40)):
        store = runs.folder / f"{act}{trial}.db"
        shutil.copy(before, store)
        words = [act, *given, "--store", str(store)]
        signum = SIGNALS[trial % 2]
        ended = runs.stop(words, signum, runs.chance.uniform(0.05, 1.0) * seconds)
        assert_whole(store)
        assert ended.code in (None, 0, 128 + signum), ended
        done = essence(store)["stories"] != untouched["stories"]
        if ended.code == 128 + signum:
            assert ("all the same" in ended.line) is done, ended
            assert ("nothing was changed" in ended.line or GENERAL in ended.line) is not done
            assert "nothing is left to do" in ended.line or ended.command[0] == ("undo" if done else act)
        if not done:
            runs.whole(*words)
        assert essence(store) == expected


def test_an_export_goes_on_as_it_says(runs: Runs, whole: tuple[Path, dict[str, Any], float]) -> None:
    """Every file is whole at every moment, and nothing else is left in the folder."""
    store, *_ = whole
    _, seconds = runs.whole(
        "export", "--site", str(runs.folder / "site"), "--store", str(store), "--now", NOW
    )
    expected = files_of(runs.folder / "site")
    for chain in range(trials(1, 25)):
        site = runs.folder / f"site{chain}"
        words = ["export", "--site", str(site), "--store", str(store), "--now", NOW]
        for _ in range(TIMES):
            words, line = runs.go_on(words, seconds)
            said = re.search(r"(\d+) of (\d+) files written", line)
            assert not said or int(said[1]) <= len(files_of(site)) <= int(said[2]) == len(expected), line
            assert files_of(site).items() <= expected.items()
        runs.whole(*words)
        assert files_of(site) == expected


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


def test_a_backup_is_made_as_a_whole_or_not_at_all(
    runs: Runs, whole: tuple[Path, dict[str, Any], float]
) -> None:
    store, expected, _ = whole
    folder = runs.folder / "copies"
    folder.mkdir()
    _, seconds = runs.whole("backup", str(folder / "first.db"), "--store", str(store))
    for trial in range(trials(2, 60)):
        copy = folder / f"{trial}.db"
        signum = SIGNALS[trial % 2]
        ended = runs.stop(
            ["backup", str(copy), "--store", str(store)], signum, runs.chance.uniform(0.05, 1.0) * seconds
        )
        # Who only reads a copy leaves what SQLite keeps beside it; what was begun is `.part`.
        assert {path.suffix for path in folder.iterdir()} <= {".db", ".db-shm", ".db-wal"}
        if ended.code == 128 + signum:
            made = "the copy was made" in ended.line or "nothing is left to do" in ended.line
            assert made is copy.exists(), ended
        if copy.exists():
            assert essence(copy) == expected
