"""The process is killed at random points while it adds, through the command line and through a newsroom."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from machine import NOW, Machine, acknowledged, make_sources
from surviving import trouble

from tests.trials import trials
from writethru.store import open_store

KILLS = trials(20, 1000)
KILLS_OF_ONE_STORE = 10
ARTICLES, FILES = 3, 12


def test_a_killed_process_loses_nothing_that_it_acknowledged(machine: Machine, tmp_path: Path) -> None:
    chance, sources = random.Random(20310304), make_sources(tmp_path / "sources", FILES, ARTICLES)
    starts, killed, grown = [], 0, 0
    while killed < KILLS:
        store, acks = tmp_path / str(killed) / "news.db", tmp_path / f"{killed}.acks"
        pace = seconds_of_a_file(machine, tmp_path / f"{killed}-first.db", sources[:3])
        for run in range(KILLS_OF_ONE_STORE):
            before = len(acknowledged(acks))
            left = sources[before // ARTICLES :] or sources
            add = [["add", source, "--store", str(store), "--now", NOW, "--json"] for source in left]
            child = machine.start(
                steps=[["room", str(store), *left]] if run % 2 else add, acks=str(acks), often=True
            )
            time.sleep(chance.random() ** 2 * pace * 4)
            os.kill(child, signal.SIGKILL)  # it is there, be it at its end
            killed += machine.answer()[-1:] == [{"signal": signal.SIGKILL}]
            starts.append(seconds_to_open(store))
            assert trouble(store, acknowledged(acks)) == "", f"after kill {killed}"
            grown += len(acknowledged(acks)) > before
        (done,) = machine.do(steps=[["room", str(store), *sources]], acks=str(acks))
        assert done["code"] == 0
        assert len(acknowledged(acks)) == ARTICLES * FILES, "the same command goes on from there"
        assert trouble(store, acknowledged(acks)) == ""
    print(f"{killed} kills, {grown} after something was added, longest start {max(starts):.3f} s")
    assert grown > KILLS / 10, "many processes had begun to keep articles when they were killed"
    assert max(starts) < 2


def seconds_of_a_file(machine: Machine, store: Path, sources: list[str]) -> float:
    """Return how long it takes to add one file on this machine, now."""
    (done,) = machine.do(steps=[["room", str(store), *sources]], acks=str(store.with_suffix(".acks")))
    return float(done["seconds"]) / len(sources)


def seconds_to_open(store: Path) -> float:
    begun = time.perf_counter()
    if store.exists():
        with open_store(str(store)) as opened:
            opened.census()
    return time.perf_counter() - begun
