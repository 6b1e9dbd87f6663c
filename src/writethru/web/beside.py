"""Work that is done beside the serving of readers, in processes of its own: what takes long makes no reader wait.

A process is started when there is something for it to do, is kept for the next thing, and ends with this one, or when
it had nothing to do for long. One that dies is replaced; what it was doing is told to have failed.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

from writethru.errors import FetchError
from writethru.web.answers import Trouble
from writethru.web.beside_child import Asked, Opening, Task, receive, send

if TYPE_CHECKING:
    from writethru.acquire import Fetch

CHILD = "import sys; sys.path[:] = sys.argv[2:]; from writethru.web.beside_child import main; main(int(sys.argv[1]))"
NICER = 5  # by how much a process gives way to the one that readers wait for
READING = "reading"  # the process that weighs claims and reasons
PAGES = "pages"  # the one that writes pages which are not kept: it gives no way, who waits for it reads, its turns are short
IDLE = 300.0  # seconds after which a process that does nothing ends: with what it has read it takes 150 MB


class Beside:
    """One process, which does one thing at a time; a thread that has something done waits for its turn."""

    def __init__(self, idle: float = IDLE, nicer: int = NICER) -> None:
        self._idle, self._nicer = idle, nicer
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._number = 0
        self._timer: threading.Timer | None = None

    def do(
        self,
        opening: Opening,
        call: Callable[..., Any],
        *given: Any,
        fetch: Fetch | None = None,
        seconds: float | None = None,
    ) -> Any:
        """Have a function of a module called with a newsroom and what is given; return or raise what it does.

        Where it is to take no longer than so many seconds, the process is ended after them.
        """
        with self._lock:
            self._number += 1
            task = Task(self._number, opening, call, given)
            if self._timer is not None:
                self._timer.cancel()
            over = seconds and _after(seconds, self._kill)
            try:
                return self._done(task, fetch)
            finally:
                if over:
                    over.cancel()
                self._timer = _after(self._idle, self._rest)

    def _kill(self) -> None:
        """End what is being done, with the process; whoever waits for it is told."""
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._timer is not None:
            self._timer.cancel()
        self._kill()
        self._end()

    def _rest(self) -> None:
        """End the process if it does nothing now."""
        if self._lock.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._lock.release()

    def _done(self, task: Task, fetch: Fetch | None) -> Any:
        for last in (False, True):
            begun = False
            try:
                answers = self._handed_over(task)
                while True:
                    number, kind, value = receive(answers)
                    if kind == "fetch":
                        self._fetched(value, fetch if number == task.number else None)
                    elif number == task.number and kind == "done":
                        return value
                    elif number == task.number and kind == "failed":
                        raise value
                    begun = begun or kind == "begun"
            except (EOFError, BrokenPipeError):
                self._end()
                if begun or last:  # one that ended before it began had nothing to do for long
                    raise Trouble(
                        503, "the process that did this ended in the midst of it; try again", 5
                    ) from None
        raise AssertionError("unreachable")

    def _handed_over(self, task: Task) -> BinaryIO:
        """Hand over a task to the process, which is started where there is none, and return where it answers."""
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-c", CHILD, str(self._nicer), *map(os.path.abspath, sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        assert self._process.stdin and self._process.stdout
        send(self._process.stdin, task)  # type: ignore[arg-type]
        return self._process.stdout  # type: ignore[return-value]

    def _fetched(self, asked: Asked, fetch: Fetch | None) -> None:
        """Fetch something for the process; nothing for a thread of something that is done already."""
        assert self._process is not None and self._process.stdin is not None
        answer: tuple[str, Any]
        try:
            if fetch is None:
                raise FetchError("what this was fetched for is over", "timeout")
            answer = "done", fetch(asked.url, etag=asked.etag, last_modified=asked.last_modified)
        except FetchError as error:
            answer = "failed", error
        except BaseException:
            self._end()  # it would wait for its answer
            raise
        send(self._process.stdin, answer)  # type: ignore[arg-type]

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        try:
            process.wait(1.0)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _after(seconds: float, call: Callable[[], None]) -> threading.Timer:
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    timer.start()
    return timer


@cache
def beside(name: str) -> Beside:
    """Return the process of a name, of which each program has one: to start one takes half a second."""
    made = Beside(nicer=0 if name == PAGES else NICER)
    atexit.register(made.close)
    return made
