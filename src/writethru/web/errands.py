"""Threads that have the store changed: one for what is done at once, one for errands that go to the network.

What they have done is done in processes beside this one (`beside`), so that neither makes readers wait. What cannot be taken on is refused at
once. An errand is answered before it is done, and told of under an address of its own; when the server ends, what is left
of it is as when `add` is interrupted: what was fetched is kept, and the next one reads it.
"""

from __future__ import annotations

import logging
import queue
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from msgspec.structs import replace

from writethru.errors import FetchError, WritethruError
from writethru.records import Record
from writethru.web.answers import Trouble

if TYPE_CHECKING:
    from writethru.acquire import Fetch, Fetched

T = TypeVar("T")
M = TypeVar("M")
State = Literal["waiting", "running", "done", "failed"]
REMEMBERED = 200  # errands
log = logging.getLogger("writethru.web")


class Writer(Generic[M]):
    """One thread with a queue of so many places, each job with means of its own, as a newsroom."""

    def __init__(self, means: Callable[[], AbstractContextManager[M]], places: int, name: str) -> None:
        self._means = means
        self._name = name
        self._jobs: queue.Queue[tuple[Future[Any], Callable[[M], Any]] | None] = queue.Queue(places)
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def give(self, call: Callable[[M], T]) -> Future[T]:
        """Have something done; Trouble 503 where too much waits already."""
        future: Future[T] = Future()
        try:
            self._jobs.put_nowait((future, call))
        except queue.Full as error:
            raise Trouble(503, "too much waits to be done; try again in a minute") from error
        with self._lock:
            if self._thread is None:
                # A daemon: a server that is told to stop does not wait for a slow one elsewhere.
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
        return future

    def close(self, seconds: float) -> None:
        """Do nothing more but what was begun, and wait for that so long."""
        while True:
            try:
                task = self._jobs.get_nowait()
            except queue.Empty:
                break
            if task is not None:
                task[0].cancel()
        with self._lock:
            if self._thread is not None:
                self._jobs.put(None)
                self._thread.join(seconds)

    def _work(self) -> None:
        while (task := self._jobs.get()) is not None:
            future, call = task
            if not future.set_running_or_notify_cancel():
                continue
            try:
                with self._means() as means:
                    done = call(means)
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(done)


class Limited:
    """A way to the network that is closed when the time of an errand is over."""

    def __init__(self, fetch: Fetch, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self.until = float("inf")

    def open_for(self, seconds: float) -> None:
        """Let through what is fetched within so many seconds from now."""
        self.until = self._clock() + seconds

    def __call__(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        """Return what a URL answers; FetchError where the time is over."""
        if self._clock() >= self.until:
            raise FetchError("the time of this errand is over", "timeout")
        if etag or last_modified:
            return self._fetch(url, etag=etag, last_modified=last_modified)
        return self._fetch(url)


class Errand(Record, frozen=True, kw_only=True):
    """Something that is fetched for somebody: what, for whom, how far it is, and what came of it."""

    id: str
    kind: str
    about: str
    by: str
    asked: str  # ISO time
    state: State = "waiting"
    ended: str = ""
    result: Any = None
    problem: str = ""  # why it failed


class Errands(Generic[M]):
    """Sends errands off in their order, and remembers the last ones as long as the server runs."""

    def __init__(self, writer: Writer[M], way: Limited, seconds: float, now: Callable[[], datetime]) -> None:
        self._writer = writer
        self._way = way
        self._seconds = seconds
        self._now = now
        self._known: OrderedDict[str, Errand] = OrderedDict()
        self._lock = threading.Lock()

    def send(self, kind: str, about: str, by: str, call: Callable[[M], Any]) -> Errand:
        """Have something fetched, after what waits already; Trouble 503 where that is too much."""
        errand = Errand(id=secrets.token_hex(8), kind=kind, about=about[:300], by=by, asked=self._at())
        with self._lock:
            self._known[errand.id] = errand
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        try:
            given = self._writer.give(lambda means: self._run(errand.id, means, call))
            given.add_done_callback(lambda future: self._ended(errand.id, future))
        except Trouble:
            with self._lock:
                self._known.pop(errand.id, None)
            raise
        return errand

    def find(self, id: str) -> Errand:
        """Return an errand as it is now; Trouble 404 where none of the last ones has this id."""
        with self._lock:
            found = self._known.get(id)
        if found is None:
            raise Trouble(404, "there is no such errand, or the server was started again since")
        return found

    def last(self, most: int) -> list[Errand]:
        """Return the last errands, newest first."""
        with self._lock:
            return list(self._known.values())[::-1][:most]

    def _run(self, id: str, means: M, call: Callable[[M], Any]) -> None:
        self._note(id, state="running")
        self._way.open_for(self._seconds)
        try:
            self._note(id, state="done", result=call(means), ended=self._at())
        except (WritethruError, Trouble) as error:
            self._note(id, state="failed", problem=str(error), ended=self._at())
        except Exception:
            log.exception("an errand failed")
            self._note(id, state="failed", problem="a fault of the server", ended=self._at())

    def _ended(self, id: str, future: Future[None]) -> None:
        """Note of an errand that could not be begun that it failed, and why."""
        error = None if future.cancelled() else future.exception()
        if future.cancelled() or error is not None:
            said = str(error) if isinstance(error, WritethruError | Trouble) else "the server was stopped"
            self._note(id, state="failed", problem=said, ended=self._at())

    def _note(self, id: str, **changes: Any) -> None:
        with self._lock:
            if id in self._known:
                self._known[id] = replace(self._known[id], **changes)

    def _at(self) -> str:
        return self._now().isoformat(timespec="seconds")
