from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from worker_inputs import Told, do, slowly, tell

from tests.trials import trials
from writethru.acquire import Lost, extract, lost_problem
from writethru.acquire.processes import Gone
from writethru.acquire.workers import Here, Workers
from writethru.records import Capture
from writethru.settings import AcquireSettings, Settings

POSIX = pytest.mark.skipif(os.name != "posix", reason="limits and signals as POSIX has them")
SETTINGS = AcquireSettings(
    workers=2,
    parse_seconds=1.0,
    parse_cpu_seconds=30.0,
    parse_memory_bytes=800_000_000,
    parse_output_bytes=1_000_000,
)
PAGE = (
    '<html lang="en"><head><title>Mill sold</title></head><body><article><p>'
    + "The council of the town met on Monday and said that the old mill would be sold. " * 9
    + "</p></article></body></html>"
).encode()


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    found = Workers(SETTINGS)
    yield found
    found.close()


def test_results_come_in_the_order_of_the_calls(workers: Workers) -> None:
    calls = [{"number": n, "text": "x" * (n * 7919 % 20_000)} for n in range(300)]
    assert list(workers.each(tell, calls)) == [Told(c["number"], c["text"]) for c in calls]  # type: ignore[arg-type]


def test_a_page_is_read_as_in_this_process(workers: Workers) -> None:
    capture = Capture(
        "a.html", PAGE, "text/html", url="https://a.example/1", hints={"title": "\ud800 broken"}
    )
    cleaned = Capture(
        "a.html", PAGE, "text/html", url="https://a.example/1", hints={"title": "\ufffd broken"}
    )
    settings = Settings()
    assert workers.run(extract, capture, settings=settings) == Here().run(extract, cleaned, settings=settings)


ENDS = [
    ("hang", "too-slow", "longer than 1 seconds"),
    pytest.param("spin", "too-slow", "longer than 1 seconds"),
    pytest.param("segfault", "worker-killed", "SIGSEGV", marks=POSIX),
    pytest.param("kill", "worker-killed", "SIGKILL", marks=POSIX),
    ("exit", "worker-killed", "exit code 3"),
    ("leave", "worker-killed", "exit code 3"),
    pytest.param("memory", "worker-killed", "more than 800 MB", marks=POSIX),
    ("nested", "failed", "nested too deeply"),
    ("much", "too-large", "3,000,0"),
    ("connect", "failed", "refused"),
    ("look up", "failed", "refused"),
    ("write", "failed", "nothing is written"),
    ("run", "failed", "refused"),
    pytest.param("fork", "failed", "refused", marks=POSIX),
]


@pytest.mark.parametrize(("how", "kind", "found"), ENDS)
def test_what_ends_or_breaks_a_worker_is_lost_and_all_else_goes_on(
    workers: Workers, how: str, kind: str, found: str
) -> None:
    file = Path(__file__).with_name("written")  # not among temporary files, which may be written
    names = ["a", "b", how, "c", *"defgh"]
    results = list(workers.each(do, ({"how": name, "where": str(file)} for name in names)))
    lost = results.pop(2)
    assert results == [name for name in names if name != how]
    assert isinstance(lost, Lost)
    assert lost.kind == kind
    assert found in lost.found
    assert not file.exists()
    problem = lost_problem(lost, "https://a.example/1")
    assert problem.kept == "its bytes are kept"
    assert problem.line().startswith("https://a.example/1: ")


def test_what_is_printed_while_reading_is_no_answer(workers: Workers) -> None:
    assert list(workers.each(do, ({"how": how} for how in ("print", "a", "print")))) == [
        "print",
        "a",
        "print",
    ]


def test_a_deadline_is_overrun_by_little(workers: Workers) -> None:
    workers.run(do, "a")
    began = time.monotonic()
    assert isinstance(workers.run(do, "hang"), Lost)
    assert time.monotonic() - began < SETTINGS.parse_seconds + 2  # on a machine that has other things to do


@POSIX
def test_the_processor_is_limited_too() -> None:
    workers = Workers(AcquireSettings(parse_seconds=30, parse_cpu_seconds=0.5))
    lost = workers.run(do, "spin")
    workers.close()
    assert isinstance(lost, Lost)
    assert lost.kind == "too-slow"
    assert "0.5 seconds of the processor" in lost.found


def test_any_mixture_of_ends_loses_only_what_it_has_to(workers: Workers) -> None:
    chance = random.Random(20310306)
    ways = ["a", "b", "c", "exit", "nested", "much", "print", "kill" if os.name == "posix" else "exit"]
    weights = [20, 20, 20, 1, 1, 1, 2, 1]
    for _ in range(trials(1, 50)):
        names = chance.choices(ways, weights, k=60)
        results = list(workers.each(do, ({"how": name} for name in names)))
        assert [r.kind if isinstance(r, Lost) else r for r in results] == [
            {"exit": "worker-killed", "kill": "worker-killed", "nested": "failed", "much": "too-large"}.get(
                n, n
            )
            for n in names
        ]


def test_several_threads_may_ask(workers: Workers) -> None:
    found: dict[int, list[object]] = {}

    def ask(thread: int) -> None:
        calls = ({"number": n, "text": str(thread)} for n in range(40))
        found[thread] = [*workers.each(tell, calls), workers.run(tell, 99, str(thread))]

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == {n: [Told(k, str(n)) for k in (*range(40), 99)] for n in range(4)}


def test_calls_that_nobody_waits_for_are_not_carried_out(workers: Workers) -> None:
    asked = workers.each(slowly, ({"seconds": 0.2} for _ in range(200)))
    next(asked)
    asked.close()  # type: ignore[attr-defined]
    began = time.monotonic()
    assert workers.run(do, "a") == "a"
    assert time.monotonic() - began < 20  # 200 calls would take that of two


def test_what_a_child_does_not_find_is_lost(workers: Workers) -> None:
    lost = workers.run(lambda: "a")
    assert isinstance(lost, Lost)
    assert lost.kind == "failed"
    assert workers.run(do, "a") == "a"


def test_workers_that_are_closed_say_so() -> None:
    workers = Workers(SETTINGS)
    workers.close()
    with pytest.raises(Gone):
        workers.run(do, "a")


HOLDER = """
import sys, threading
from writethru.acquire.workers import Workers
from writethru.settings import AcquireSettings
from worker_inputs import do, slowly
workers = Workers(AcquireSettings())
print(workers.run(slowly, 0.0), flush=True)
workers.run(do, {how!r})
"""


@POSIX
@pytest.mark.parametrize("how", ["hang", "spin"])
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_children_die_with_a_parent_that_is_killed(how: str, name: str) -> None:
    path = os.pathsep.join(map(os.path.abspath, filter(None, sys.path)))
    parent = subprocess.Popen(
        [sys.executable, "-c", HOLDER.format(how=how)],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(0.3)  # by now it hangs
    parent.send_signal(getattr(signal, name))
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 5
    while alive(child) and time.monotonic() < until:
        time.sleep(0.02)
    assert not alive(child)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
