"""Manners of several: two newsrooms of a process, and two processes of a user, are as polite to a host as one."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from tests.nets import FakeNet, SimulatedClock, answer
from writethru.acquire import open_fetch
from writethru.acquire.clock import Clock, Deadline
from writethru.acquire.hosts import Hosts
from writethru.acquire.places import NEVER, TIME, Places, of_this_user
from writethru.errors import FetchError
from writethru.settings import Settings

POSIX = pytest.mark.skipif(os.name != "posix", reason="locks as POSIX has them")
ASKING = """
import sys
from msgspec.structs import replace
from writethru.acquire import open_fetch
from writethru.settings import Settings
own = replace(Settings().acquire, allow_networks=("127.0.0.0/8",), min_interval_seconds=float(sys.argv[2]))
fetch = open_fetch(Settings(acquire=own))
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    fetch(f"{sys.argv[1]}/{number}.xml")
"""
TAKING = """
import sys, time
from writethru.acquire.places import of_this_user
assert of_this_user().take(sys.argv[1], time.monotonic) is not None
print("ready", flush=True)
time.sleep(600)
"""


# -- in one process


def polite(seconds: float = 1.0) -> Settings:
    return Settings(acquire=msgspec.structs.replace(Settings().acquire, min_interval_seconds=seconds))


def test_two_newsrooms_of_a_process_leave_a_pause_between_their_requests() -> None:
    clock, asked = SimulatedClock(), []

    def paper(path: str, headers: dict[str, str]) -> bytes:
        asked.append(clock.time)
        return answer("page") if path != "/busy.xml" else answer("", 429, Retry_After="60")

    net, time_ = FakeNet({"one.example": paper}), clock.clock()
    one, other = (open_fetch(polite(), clock=time_, net=net.net()) for _ in range(2))
    patient = open_fetch(polite(5.0), clock=time_, net=net.net())
    for get in (one, other, patient, one, other):
        get("http://one.example/feed.xml")
    assert [after - before for before, after in pairwise(asked)] == [1.0, 5.0, 1.0, 1.0]
    with pytest.raises(FetchError, match="429"):
        one("http://one.example/busy.xml")
    with pytest.raises(FetchError, match="left alone"):
        other("http://one.example/feed.xml")
    assert len(asked) == 6


def test_two_newsrooms_of_a_process_never_ask_a_host_at_once() -> None:
    times: list[tuple[float, float]] = []

    def paper(path: str, headers: dict[str, str]) -> bytes:
        start = time.monotonic()
        time.sleep(0.005)
        times.append((start, time.monotonic()))
        return answer("page")

    net = FakeNet({"one.example": paper})
    fetches = [open_fetch(polite(0.02), net=net.net()) for _ in range(6)]
    threads = [threading.Thread(target=get, args=("http://one.example/feed.xml",)) for get in fetches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) == 6
    assert all(start - end >= 0.02 for (_, end), (start, _) in pairwise(times))


def test_who_was_refused_leaves_no_pause_and_other_networks_have_hosts_of_their_own() -> None:
    clock = SimulatedClock()
    time_ = clock.clock()
    for url in ("http://10.0.0.1/a.xml", "http://nowhere.example/a.xml"):
        for net in (FakeNet({}), FakeNet({})):
            with pytest.raises(FetchError):
                open_fetch(polite(), clock=time_, net=net.net())(url)
    for _ in range(2):
        net = FakeNet({"one.example": lambda path, headers: answer("page")})
        open_fetch(polite(), clock=time_, net=net.net())("http://one.example/a.xml")
    assert clock.slept == []


# -- in several


class Slow(BaseHTTPRequestHandler):
    times: list[tuple[float, float]] = []  # noqa: RUF012

    def do_GET(self) -> None:
        start = time.monotonic()
        time.sleep(0.02)
        # Noted before it is answered: who asked may be asking again before this thread goes on.
        self.times.append((start, time.monotonic()))
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"page")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    slow = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    thread = threading.Thread(target=slow.serve_forever, daemon=True)
    thread.start()
    Slow.times.clear()
    yield f"http://127.0.0.1:{slow.server_port}"
    slow.shutdown()
    slow.server_close()
    thread.join()


def started(script: str, folder: Path, *given: str) -> subprocess.Popen[str]:
    """Start a process of this user's that says when it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *given],
        env=os.environ | {"XDG_CACHE_HOME": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


@POSIX
@pytest.mark.skipif(sys.platform != "linux", reason="the folder is another variable's on other systems")
def test_two_processes_leave_a_pause_between_their_requests(server: str, tmp_path: Path) -> None:
    pause, each = 0.1, 5
    both = [started(ASKING, tmp_path, server, str(pause), str(each)) for _ in range(2)]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in both:
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert len(Slow.times) == 2 * each
    assert all(start - end >= pause for (_, end), (start, _) in pairwise(sorted(Slow.times)))


@POSIX
@pytest.mark.skipif(sys.platform != "linux", reason="the folder is another variable's on other systems")
def test_nobody_waits_for_a_process_that_is_gone_nor_beyond_the_deadline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    places = of_this_user()
    with started(TAKING, tmp_path, "one.example") as holding:
        assert places.take("one.example", lambda: 1.0) is None
        assert places.take("two.example", lambda: 1.0) == NEVER
        hosts, start = Hosts(Clock(), places), time.monotonic()
        with (
            pytest.raises(FetchError, match="busy with other requests"),
            hosts.visit("one.example") as host,
            hosts.turn(host, Deadline(Clock(), 0.3), 0.0),
        ):
            raise AssertionError("it was asked")
        assert time.monotonic() - start < 5
        holding.kill()
        holding.communicate()
    assert places.take("one.example", lambda: 1.0) == NEVER


@POSIX
def test_a_place_says_when_its_host_was_asked(tmp_path: Path) -> None:
    places, others = Places(tmp_path / "own" / "hosts"), Places(tmp_path / "own" / "hosts")
    assert places.take("one.example", lambda: 50.0) == NEVER
    places.leave("one.example", 50.0)
    assert (others.take("one.example", lambda: 51.0), others.take("two.example", lambda: 51.0)) == (
        50.0,
        NEVER,
    )
    assert others.take("one.example", lambda: 20.0) == NEVER  # the machine was started again since
    others.leave("one.example")
    assert places.take("one.example", lambda: 52.0) == 50.0
    assert (tmp_path / "own").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "own" / "hosts").stat().st_mode & 0o777 == 0o600


@POSIX
def test_where_there_can_be_no_places_each_process_goes_by_itself(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "open").mkdir(mode=0o777)
    (tmp_path / "open").chmod(0o777)
    (tmp_path / "linked").mkdir(mode=0o700)
    (tmp_path / "linked" / "hosts").symlink_to(tmp_path / "file")
    (tmp_path / "folder" / "hosts").mkdir(parents=True, mode=0o700)
    for name in ("file", "open", "linked", "folder"):
        places = Places(tmp_path / name / "hosts")
        assert places.take("one.example", lambda: 1.0) == NEVER, name
        places.leave("one.example", 1.0)
        assert places.take("one.example", lambda: 2.0) == NEVER, name
    assert (tmp_path / "file").read_text() == ""
    assert Places(Path("~") / "hosts").take("one.example", lambda: 1.0) == NEVER
    assert not Path("~").exists()


@POSIX
@pytest.mark.parametrize(
    "held", [b"\xff" * TIME.size, TIME.pack(float("nan")), TIME.pack(float("inf")), b"\x01"]
)
def test_what_no_clock_said_is_no_time(tmp_path: Path, held: bytes) -> None:
    places = Places(tmp_path / "own" / "hosts")
    assert places.take("one.example", lambda: 1.0) == NEVER
    (tmp_path / "own" / "hosts").write_bytes(held * 65_536 if len(held) == TIME.size else held)
    assert places.take("one.example", lambda: 1.0) == NEVER
