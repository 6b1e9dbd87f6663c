"""One child process: started, asked, answering, killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from typing import Any

from msgspec import Raw, msgpack

from writethru.acquire.frames import Limits, Lost, receive, send
from writethru.errors import WritethruError

RETIRE = 5_000  # calls; what parsers do not give back goes with the process
SLACK = 65_536  # of an answer over its limit, which is what the child says of it
# Nothing that reads a page needs more of our environment.
NEEDED = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ")
PIPE_BYTES = 1_048_576  # as much as Linux gives to everybody
PATIENCE = 1.0  # seconds in which a process whose end was seen is gone
NO_START = (
    "no process can be started to read in ({}); with `workers = 0` under [acquire] in the settings everything"
    " is read in one process, without limits"
)
CHILD = (
    "import sys; sys.path[:] = sys.argv[2:]; from writethru.acquire.child import main;"
    " main(int(sys.argv[1]) if sys.argv[1] else None)"
)


class Gone(WritethruError):
    """No child can be started, or all were closed."""


def _widen(pipe: Any) -> None:
    """Let a pipe hold a page, where the system can do that: each time it is full, one waits for the other."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


class Process:
    """A child that carries out calls one after another."""

    def __init__(self, limits: Limits) -> None:
        self._most = limits.output_bytes + SLACK
        self._asked = 0
        self._cpu_seconds = limits.cpu_seconds
        lifeline: int | None = None
        self._held: int | None = None
        more: dict[str, Any]
        if os.name == "posix":
            lifeline, self._held = os.pipe()
            more = {"pass_fds": (lifeline,), "start_new_session": True}
        else:
            more = {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0) | 0x200}  # a group of its own
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-B", "-c", CHILD, str(lifeline or ""), *map(os.path.abspath, sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in NEEDED if name in os.environ},
                **more,
            )
        except OSError as error:
            self._let_go()
            raise Gone(NO_START.format(error)) from error
        finally:
            if lifeline is not None:
                os.close(lifeline)
        for pipe in (self._process.stdin, self._process.stdout):
            _widen(pipe)
        with suppress(OSError):
            send(self._in, msgpack.encode(limits))
        if self._next() != b"":
            raise Gone(NO_START.format(self.end()))

    @property
    def _in(self) -> Any:
        return self._process.stdin

    @property
    def worn_out(self) -> bool:
        """Whether it has done so much that a new one is better."""
        return self._asked >= RETIRE

    def ask(self, requests: list[bytes]) -> None:
        """Hand over calls; that the child is gone shows when it is to answer."""
        self._asked += len(requests)
        array = msgpack.encode([Raw(request) for request in requests])
        with suppress(OSError):
            send(self._in, array)

    def give(self, chunk: bytes) -> None:
        """Hand over bytes that a call asked for; none say that there are no more."""
        with suppress(OSError):
            send(self._in, chunk)

    def answer(self) -> bytes | Lost:
        """Wait for the next answer; if none comes, return why."""
        try:
            found = self._next()
        except OverflowError as error:
            return Lost("too-large", f"what is read of it has {error}")
        return self._lost() if found is None else found

    def _next(self) -> bytes | None:
        try:
            return receive(self._process.stdout, self._most)  # type: ignore[arg-type]
        except (OSError, ValueError):
            return None

    def _lost(self) -> Lost:
        how = self.end()
        if how == "SIGXCPU":
            return Lost(
                "too-slow", f"reading it takes more than {self._cpu_seconds:g} seconds of the processor"
            )
        return Lost("worker-killed", f"reading it ended the process it was read in ({how})")

    def kill(self) -> None:
        """End it at once; who waits for an answer learns it."""
        with suppress(OSError):
            self._process.kill()

    def end(self) -> str:
        """Wait until it is gone, ending it if it does not end by itself, and return how it ended."""
        try:
            code = self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        self._let_go()
        if code >= 0:
            return f"exit code {code}"
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"

    def _let_go(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None
