"""Calls in, results out: foreign bytes are read in child processes that are killed when they take too long.

A child has limits of time, memory and output, no network, and nothing to write to; on systems without
`resource` limits (Windows) only wall-clock time and output are limited. One that dies is replaced, and the
call that it died of is `Lost`; all others go on, and results come in the order of the calls. Children are
of the process, not of who asks: to start one costs a third of a second of loading. They end with the
process, also when that is killed.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, ParamSpec, Protocol, TypeVar

from msgspec import msgpack

from writethru.acquire.deadlines import Deadline
from writethru.acquire.frames import DONE, LEAVING, Limits, Lost, called, result_type
from writethru.acquire.processes import Gone, Process
from writethru.acquire.streams import Streaming
from writethru.records import Problem
from writethru.settings import AcquireSettings, Settings

__all__ = ["Here", "Lost", "Parsing", "Workers", "lost_problem", "open_workers"]

T = TypeVar("T")
P = ParamSpec("P")

AHEAD = 32  # calls that are handed over before the first of them has to be done
TOGETHER = 16  # short calls that go to a child at once, so that short ones do not wait for the pipe
TOGETHER_BYTES = 65_536
ANOTHER_CALLS, ANOTHER_BYTES = 8, 1_000_000  # that wait: worth another child
KEPT = "its bytes are kept"
REMEDY = "the others go on; the next version of writethru tries it again"


class Parsing(Protocol):
    """How foreign bytes are read: by whatever process, a result or why there is none."""

    def run(self, function: Callable[P, T], *given: P.args, **named: P.kwargs) -> T | Lost:
        """Call a function of a module, and return its result."""
        ...

    def each(self, function: Callable[..., T], calls: Iterable[dict[str, Any]]) -> Iterator[T | Lost]:
        """Call a function once for each set of arguments, and yield the results in their order."""
        ...

    def stream(
        self, function: Callable[..., Iterator[T]], chunks: Iterator[bytes], **given: Any
    ) -> Iterator[T | Lost]:
        """Yield what a function yields of the bytes that are its first argument; at the end why not all, if so."""
        ...


def lost_problem(lost: Lost, where: str, kept: str = KEPT) -> Problem:
    """Return the Problem of a call that has no result."""
    return Problem(where, lost.found, kept, REMEDY, lost.kind)


class Here:
    """Reads in this process: for bytes of one's own, and where no process can be started."""

    def run(self, function: Callable[P, T], *given: P.args, **named: P.kwargs) -> T | Lost:
        """Call a function, and return its result."""
        return function(*given, **named)

    def each(self, function: Callable[..., T], calls: Iterable[dict[str, Any]]) -> Iterator[T | Lost]:
        """Call a function once for each set of arguments, and yield the results in their order."""
        return (function(**given) for given in calls)

    def stream(
        self, function: Callable[..., Iterator[T]], chunks: Iterator[bytes], **given: Any
    ) -> Iterator[T | Lost]:
        """Yield what a function yields of bytes."""
        return function(chunks, **given)


def open_workers(settings: Settings) -> Parsing:
    """Return what reads foreign bytes by these settings; no child is started before there is something to read."""
    chosen = settings.acquire
    if not chosen.workers:
        return Here()
    # Newsrooms that differ in other settings share their children.
    return _shared(
        AcquireSettings(
            workers=chosen.workers,
            parse_seconds=chosen.parse_seconds,
            parse_cpu_seconds=chosen.parse_cpu_seconds,
            parse_memory_bytes=chosen.parse_memory_bytes,
            parse_output_bytes=chosen.parse_output_bytes,
        )
    )


class Job:
    """One call on its way to a child and back."""

    def __init__(self, request: bytes) -> None:
        self.request = request
        self.done = threading.Event()
        self.answer: bytes | Lost | Exception | None = None

    def settle(self, answer: bytes | Lost | Exception) -> None:
        """Hand over the answer, the first one, and wake who waits for it."""
        if not self.done.is_set():
            self.answer = answer
            self.done.set()


class Workers:
    """Child processes, each driven by a thread that hands it calls and takes its answers."""

    def __init__(self, settings: AcquireSettings) -> None:
        self._seconds = settings.parse_seconds
        self._limits = Limits(
            settings.parse_cpu_seconds, settings.parse_memory_bytes, settings.parse_output_bytes
        )
        self._most = max(1, min(settings.workers, os.cpu_count() or 1))
        self._queue: deque[Job] = deque()
        # Taken as a lock, never as a condition: a signal within the latter's Python code would leave it locked.
        self._lock = threading.RLock()
        self._turn = threading.Condition(self._lock)
        self._drivers: list[Driver] = []
        self._readers: list[Streaming] = []  # of long documents, that are idle; one is enough
        self._reading: set[Streaming] = set()
        self._closed = False

    def run(self, function: Callable[P, T], *given: P.args, **named: P.kwargs) -> T | Lost:
        """Call a function in a child before all calls that wait, and return its result."""
        job = Job(called(function, *given, **named))
        self._hand_over(job, first=True)
        return self._result(function, job)

    def each(self, function: Callable[..., T], calls: Iterable[dict[str, Any]]) -> Iterator[T | Lost]:
        """Call a function in children once for each set of arguments; yield the results in their order."""
        waiting: deque[Job] = deque()
        try:
            for given in calls:
                job = Job(called(function, **given))
                self._hand_over(job)
                waiting.append(job)
                while waiting and (len(waiting) >= AHEAD or waiting[0].done.is_set()):
                    yield self._result(function, waiting.popleft())
            while waiting:
                yield self._result(function, waiting.popleft())
        finally:
            self._forget(waiting)

    def stream(
        self, function: Callable[..., Iterator[T]], chunks: Iterator[bytes], **given: Any
    ) -> Iterator[T | Lost]:
        """Yield what a function yields of bytes, in a child that reads nothing else meanwhile."""
        with self._lock:
            if self._closed:
                raise Gone("the workers were closed")
            reader = self._readers.pop() if self._readers else Streaming(self.start, self._seconds)
            self._reading.add(reader)
        try:
            yield from reader.read(function, chunks, given)
        finally:
            with self._lock:
                self._reading.discard(reader)
                if self._readers or self._closed:
                    reader.close()
                else:
                    self._readers.append(reader)

    def _hand_over(self, job: Job, *, first: bool = False) -> None:
        with self._lock:
            if self._closed:
                raise Gone("the workers were closed")
            (self._queue.appendleft if first else self._queue.append)(job)
            idle = sum(1 for driver in self._drivers if driver.idle)
            size = sum(len(one.request) for one in self._queue)
            much = len(self._queue) >= ANOTHER_CALLS or size >= ANOTHER_BYTES
            if not self._drivers or (not idle and much and len(self._drivers) < self._most):
                self._drivers.append(Driver(self))
            self._turn.notify()

    def _result(self, function: Callable[..., T], job: Job) -> T | Lost:
        while not job.done.wait(1.0):  # a wait without an end cannot be interrupted on Windows
            pass
        if isinstance(job.answer, Exception):
            raise job.answer
        if isinstance(job.answer, Lost):
            return job.answer
        content = job.answer or b""
        if content.startswith(DONE):
            result: T = msgpack.decode(memoryview(content)[1:], type=result_type(function))
            return result
        return msgpack.decode(memoryview(content)[1:], type=Lost)

    def _forget(self, jobs: Iterable[Job]) -> None:
        left = set(map(id, jobs))
        with self._lock:
            kept = [job for job in self._queue if id(job) not in left]
            self._queue.clear()
            self._queue.extend(kept)

    def take(self) -> list[Job]:
        """Wait for calls, and return those that go to a child together; none when there will be no more."""
        with self._lock:
            while not self._queue and not self._closed:
                self._turn.wait()
            taken: list[Job] = []
            size = 0
            while self._queue and len(taken) < TOGETHER and (not taken or size < TOGETHER_BYTES):
                taken.append(self._queue.popleft())
                size += len(taken[-1].request)
            return [] if self._closed else taken

    def give_back(self, jobs: Iterable[Job]) -> None:
        """Put calls that were taken back to the front, for another child."""
        with self._lock:
            self._queue.extendleft(reversed(list(jobs)))
            self._turn.notify()

    def start(self) -> Process:
        """Start a child; raise Gone if it does not start."""
        return Process(self._limits)

    @property
    def seconds(self) -> float:
        """How long a call may take by the clock."""
        return self._seconds

    def close(self) -> None:
        """Kill all children at once; what was not read yet is not read."""
        with self._lock:
            self._closed = True
            left = list(self._queue)
            self._queue.clear()
            self._turn.notify_all()
        for driver in self._drivers:
            driver.close()
        for reader in self._reading:
            reader.kill()
        for reader in self._readers:
            reader.close()
        for job in left:
            job.settle(Gone("the workers were closed"))


class Driver:
    """One child and the thread that talks to it; a second thread looks at the clock."""

    def __init__(self, workers: Workers) -> None:
        self.idle = False
        self._workers = workers
        self._process: Process | None = None
        self._lock = threading.Lock()
        self._over = False
        self._deadline = Deadline(workers.seconds, self._kill)
        self._thread = threading.Thread(target=self._drive, name="writethru-worker", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the child at once."""
        self._deadline.close()
        with self._lock:
            self._over = True
        self._kill()
        self._thread.join(1.0)

    def _kill(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.kill()

    def _drive(self) -> None:
        while jobs := self._take():
            try:
                self._workers.give_back(self._carry_out(jobs, self._running()))
            except Exception as error:  # nobody may wait for ever, whatever went wrong
                for job in jobs:
                    job.settle(error)
        if self._process is not None:
            self._replace(self._process)

    def _running(self) -> Process:
        process = self._process or self._workers.start()
        with self._lock:
            self._process = process
            if self._over:
                process.kill()
        return process

    def _take(self) -> list[Job]:
        self.idle = True
        jobs = self._workers.take()
        self.idle = False
        return jobs

    def _carry_out(self, jobs: list[Job], process: Process) -> list[Job]:
        """Settle calls in their order; return those that another child is to have."""
        process.ask([job.request for job in jobs])
        for number, job in enumerate(jobs, 1):
            self._deadline.begin()
            answer = process.answer()
            if self._deadline.finish():
                answer = Lost("too-slow", f"reading it takes longer than {self._workers.seconds:g} seconds")
            gone = isinstance(answer, Lost) or answer.startswith(LEAVING)
            if gone:
                self._replace(process)
            job.settle(answer)
            if gone:
                return jobs[number:]
        if process.worn_out:
            self._replace(process)
        return []

    def _replace(self, process: Process) -> None:
        with self._lock:
            self._process = None
        process.kill()
        process.end()


@cache
def _shared(settings: AcquireSettings) -> Workers:
    import atexit

    workers = Workers(settings)
    atexit.register(workers.close)
    return workers


if hasattr(os, "register_at_fork"):
    # A forked copy of this process has the children's pipes, but not the threads that drive them.
    os.register_at_fork(after_in_child=_shared.cache_clear)
