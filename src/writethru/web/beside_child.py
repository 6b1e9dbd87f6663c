"""The process that works beside the one that serves: it does one thing after another, each with a newsroom of its own.

Of Python code only one thread runs at a time within a process: what takes seconds there makes every reader wait. It has
no way to the network of its own: what is to be fetched it asks the other process for, which has the one there is.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import Any, BinaryIO

from writethru.acquire import Fetched
from writethru.errors import FetchError, UsageError, WritethruError
from writethru.memory import forget
from writethru.newsroom import Newsroom
from writethru.records import Record
from writethru.settings import Settings
from writethru.store import is_store
from writethru.web.answers import Trouble

HEAD = 8  # bytes that say how long a frame is


class Opening(Record, frozen=True):
    """With what newsroom something is done."""

    store: str
    settings: Settings
    now: datetime
    read_only: bool


class Task(Record, frozen=True):
    """Something to be done: a function of a module, which gets the newsroom, and the rest of what it gets."""

    number: int
    opening: Opening
    call: Callable[..., Any]
    given: tuple[Any, ...]


class Asked(Record, frozen=True):
    """Something that is to be fetched."""

    url: str
    etag: str
    last_modified: str


class Broke(Exception):
    """What was done failed by a fault of ours: the words that the log is to have."""


# What passes: of which task, what kind of thing it is, and the thing.
Message = tuple[int, str, Any]


def send(door: BinaryIO, message: Any) -> None:
    """Write one message, all of it or, where it cannot be written down, nothing."""
    content = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    door.write(len(content).to_bytes(HEAD, "big") + content)
    door.flush()


def receive(door: BinaryIO) -> Any:
    """Return the next message; EOFError where there will be none. Both ends are ours."""
    head = door.read(HEAD)
    size = int.from_bytes(head, "big")
    content = door.read(size) if len(head) == HEAD else b""
    if not content or len(content) < size:
        raise EOFError
    return pickle.loads(content)


class Asking:
    """The way to the network of one task: over the other process, one address at a time."""

    def __init__(self, number: int, doors: Doors) -> None:
        self._number = number
        self._doors = doors

    def __call__(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        """Return what a URL answers."""
        kind, value = self._doors.ask(self._number, Asked(url, etag, last_modified))
        if kind == "failed":
            raise value
        assert isinstance(value, Fetched)
        return value


class Doors:
    """The two pipes, which threads that fetch for one task share."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO) -> None:
        self._requests = requests
        self._answers = answers
        self._asking = threading.Lock()  # until what is asked for has come
        self._sending = threading.Lock()

    def say(self, number: int, kind: str, value: Any) -> None:
        """Tell the other process something."""
        with self._sending:
            send(self._answers, (number, kind, value))

    def ask(self, number: int, asked: Asked) -> tuple[str, Any]:
        """Ask for something to be fetched, and wait for what came of it."""
        with self._asking:
            self.say(number, "fetch", asked)
            kind, value = receive(self._requests)
            return kind, value

    def task(self) -> Task:
        """Wait for something to do. A thread that fetches for what is done already is answered before."""
        with self._asking:
            found: Task = receive(self._requests)
            return found


def main(nicer: int) -> None:
    """Do what comes, until the other process closes the door or is gone; give way to others so much (`nice`)."""
    for name in ("SIGINT", "SIGHUP"):  # of the terminal: they are for the other one, which then ends this
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(nicer)
    doors = Doors(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)  # what is printed does not get among the messages
    try:
        while True:
            _do_next(doors)
    except (EOFError, OSError):
        sys.stdout.flush()
        os._exit(0)  # a thread that fetches may still wait for its answer


def _do_next(doors: Doors) -> None:
    """Do one thing, and tell what came of it; EOFError or OSError where nobody is there any more."""
    task = doors.task()
    doors.say(task.number, "begun", None)
    kind, value = _outcome(task, doors)
    if task.opening.read_only:  # what was made of it is kept by who asked
        forget()
    try:
        doors.say(task.number, kind, value)
    except (pickle.PicklingError, TypeError, AttributeError):
        doors.say(task.number, "failed", Broke(f"{task.call} gave what cannot be told: {type(value)}"))


def _outcome(task: Task, doors: Doors) -> tuple[str, Any]:
    """Return what came of a task, or why nothing did."""
    try:
        with _opened(task, doors) as room:
            return "done", task.call(room, *task.given)
    except (WritethruError, Trouble, FetchError) as error:
        return "failed", error
    except Exception:
        return "failed", Broke(traceback.format_exc())


def _opened(task: Task, doors: Doors) -> Newsroom:
    opening = task.opening
    gone = Trouble(503, "the store is not there now")
    if not opening.read_only and not is_store(opening.store):  # opening it would make a new one
        raise gone
    try:
        return Newsroom(
            opening.store,
            settings=opening.settings,
            now=opening.now,
            fetch=Asking(task.number, doors),
            read_only=opening.read_only,
        )
    except UsageError as error:
        raise gone from error
