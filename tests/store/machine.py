"""A machine that fails: `writethru add` in processes that are killed, lose power or meet a failing disk.

As a program it reads a request a line (JSON), does it in a forked process, which costs no start of Python, and
answers with a line: what each step returned and said. `Machine` is the other end of it, for the tests.
"""

from __future__ import annotations

import ctypes
import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from writethru import Newsroom
from writethru.cli import run
from writethru.settings import load_settings
from writethru.store import checkpoints, opening

NOW = "2031-05-14T12:00:00Z"
HERE = Path(__file__).parent
LOG_BYTES = 400_000  # instead of 4 MB, so that the log is moved now and then in a short run


def make_sources(folder: Path, files: int, articles: int = 3, words: int = 60) -> list[str]:
    """Write JSON Lines files of invented articles, all different, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return [str(_source(folder, file, articles, words)) for file in range(files)]


def _source(folder: Path, file: int, articles: int, words: int) -> Path:
    rows = []
    for number in range(file * articles, (file + 1) * articles):
        fish = ("herring", "mackerel", "plaice", "turbot", "pollack")[number % 5]
        said = " ".join(
            f"Boat {number * 7 + n} of Lorne landed {n + 2} crates of {fish}." for n in range(words // 9 + 1)
        )
        rows.append(
            {
                "id": f"a-{number}",
                "url": f"https://ledger.example/{file}/{number}",
                "publisher": "The Ledger",
                "title": f"The {fish} of day {number} is landed at Lorne",
                "published": f"2031-04-{number % 28 + 1:02}T08:00:00Z",
                "text": f"Skippers of {number} boats met at the harbour on Monday. {said}",
            }
        )
    path = folder / f"{file}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


# -- the machine


@functools.cache
def shim() -> Path | str:
    """Return the library that logs writes and lets them fail, or why there is none."""
    if not sys.platform.startswith("linux"):
        return "writes are logged by LD_PRELOAD, on Linux"
    compiler = shutil.which("cc")
    if compiler is None:
        return "no C compiler here"
    library = Path(tempfile.mkdtemp(prefix="disk-")) / "disk.so"
    flags = ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror"]
    subprocess.run(
        [compiler, *flags, "-o", str(library), str(HERE / "disk.c"), "-ldl"], check=True, timeout=60
    )
    return library


class Machine:
    """Processes that run `add` on sources; with a disk they may lose power and meet failing writes."""

    def __init__(self, *, disk: bool = False) -> None:
        # Rows are read in the process that is killed: to start another for it takes longer than it lives.
        environment = {**os.environ, "WRITETHRU_ACQUIRE__WORKERS": "0"}
        if disk:
            environment["LD_PRELOAD"] = str(shim())
        self._server = subprocess.Popen(
            [sys.executable, str(HERE / "machine.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def start(self, **request: Any) -> int:
        """Begin a request and return the id of the process that works on it."""
        assert self._server.stdin and self._server.stdout
        self._server.stdin.write(json.dumps(request) + "\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline())

    def answer(self) -> list[dict[str, Any]]:
        """Wait for the end of the process; return what each step of it said, {"signal": n} if it was killed."""
        assert self._server.stdin and self._server.stdout
        self._server.stdin.write("\n")
        self._server.stdin.flush()
        found = json.loads(self._server.stdout.readline())
        assert isinstance(found, list)
        return found

    def warm(self, *words: str) -> None:
        """Run a command in the process that is forked, so that the others need not load again what it loads."""
        assert self._server.stdin and self._server.stdout
        self._server.stdin.write(json.dumps({"warm": words}) + "\n")
        self._server.stdin.flush()
        assert self._server.stdout.readline().strip() == "0"

    def do(self, **request: Any) -> list[dict[str, Any]]:
        """Do a request to its end."""
        self.start(**request)
        return self.answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        assert self._server.stdin and self._server.stdout
        self._server.stdin.close()
        self._server.stdout.close()
        self._server.wait(timeout=60)


def acknowledged(acks: Path) -> set[str]:
    """Return the ids of the articles that were said to be kept."""
    return ids_in(acks.read_bytes() if acks.exists() else b"")


def ids_in(lines: bytes) -> set[str]:
    """Return the ids in complete lines of what `add --json` prints."""
    found = [json.loads(line) for line in lines.split(b"\n")[:-1] if line.startswith(b"{")]
    return {id for done in found for id in (*done["added"], *done["known"])}


# -- the other end of it


def serve() -> None:
    """Do requests from standard input until it ends."""
    with (
        tempfile.TemporaryDirectory() as folder
    ):  # word lists, patterns and the like are read before the fork
        (source,) = make_sources(Path(folder), 1)
        assert _run_here(["add", source, "--store", f"{folder}/warm.db", "--now", NOW]) == 0
    while line := sys.stdin.readline():
        request = json.loads(line)
        if "warm" in request:
            print(_run_here(request["warm"]), flush=True)
            continue
        out, into = os.pipe()
        child = os.fork()
        if not child:
            os.close(out)
            _in_child(request, into)
        os.close(into)
        print(child, flush=True)
        sys.stdin.readline()  # until it is waited for, its number is not given to another process
        with os.fdopen(out, "rb") as answer:
            steps = [json.loads(line) for line in answer.read().split(b"\n")[:-1]]
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            steps.append({"signal": os.WTERMSIG(status)})
        print(json.dumps(steps), flush=True)


def _run_here(words: list[str]) -> int:
    said, sys.stdout = sys.stdout, open(os.devnull, "w")  # noqa: PTH123, SIM115
    try:
        return run(words)
    finally:
        sys.stdout = said


def _in_child(request: dict[str, Any], answer: int) -> None:
    try:
        _work(request, answer)
        os._exit(0)
    except BaseException as error:
        os.write(answer, json.dumps({"error": repr(error)}).encode() + b"\n")
        os._exit(1)


def _add_to_room(store: str, *sources: str) -> int:
    settings = load_settings(None, os.environ)
    with Newsroom(store, settings=settings, now=datetime.fromisoformat(NOW)) as room:
        for source in sources:
            report = room.add(source)
            print(json.dumps({"added": report.added, "known": report.known}), flush=True)
    return 0


def _work(request: dict[str, Any], answer: int) -> None:
    """Do the steps: the command line with these arguments, or, after "room", one newsroom that adds files.

    Standard output goes to the file of acknowledgements.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if request.get("often"):
        checkpoints.LOG_BYTES = LOG_BYTES
    if pragma := request.get("pragma"):
        opened = opening._connection

        def weakened(*given: Any) -> Any:
            connection = opened(*given)
            connection.execute(pragma)
            return connection

        opening._connection = weakened  # type: ignore[assignment]
    disk = ctypes.CDLL(None)
    if folder := request.get("watch"):
        log = (
            os.open(request["log"], os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600) if "log" in request else -1
        )
        disk.disk_watch(folder.encode(), log)
    acks = os.open(request["acks"], os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    os.dup2(acks, 1)
    sys.stdout = os.fdopen(acks, "w", closefd=False)
    if "fail" in request:
        at, number, lasting = request["fail"]
        disk.disk_fail(ctypes.c_long(at), number, lasting)
    if "refuse" in request:
        disk.disk_refuse(request["refuse"])
    for arguments in request["steps"]:
        begun, complaints = time.perf_counter(), tempfile.TemporaryFile("w+")  # noqa: SIM115
        sys.stderr = complaints
        code = _add_to_room(*arguments[1:]) if arguments[0] == "room" else run(arguments)
        took = time.perf_counter() - begun
        complaints.seek(0)
        writes = disk.disk_writes() if folder else 0
        told = {"code": code, "err": complaints.read(), "seconds": took, "writes": writes}
        os.write(answer, json.dumps(told).encode() + b"\n")


if __name__ == "__main__":
    serve()
