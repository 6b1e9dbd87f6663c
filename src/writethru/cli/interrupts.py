"""Signals that end a command: work stops at once, the store is as it was after its last step.

One line says what was done by then and which command goes on from there.
"""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

# SIGINT: Ctrl-C; SIGTERM: kill, service managers; SIGHUP: the terminal was closed; SIGBREAK: Ctrl-Break.
NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
AGAIN = 0.01  # seconds
GENERAL = "what it had done so far stays, and nothing is half done"
LONGEST = 600  # characters of a command that is said again; one of a thousand files is not
Progress = Callable[[str, str], object]


class Interrupted(KeyboardInterrupt):
    """A signal came; `done` is what was done by then, `then` what remains to be done, if not the same command.

    `more` is what the same command is to be given besides, so that it goes on.
    """

    def __init__(
        self, signum: int = signal.SIGINT, done: str = GENERAL, more: Sequence[str] = (), then: str = ""
    ) -> None:
        super().__init__(done)
        self.signum = int(signum)
        self.done = done
        self.more = tuple(more)
        self.then = then

    def said(self, given: Sequence[str]) -> str:
        """Return the line that tells of it, where these are the words of the command."""
        return f"interrupted: {self.done}; {self.then or to_go_on(given, self.more)}"

    @property
    def exit_code(self) -> int:
        """128 and the number of the signal, as shells have it."""
        return 128 + self.signum


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise Interrupted where a signal comes; a second one ends the process at once.

    A signal that is ignored (as `nohup` has it) stays so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came = 0

    def stop(signum: int, frame: FrameType | None) -> None:
        nonlocal came
        if came and not swallowed:
            os._exit(128 + signum)
        swallowed.clear()
        came = signum
        raise Interrupted(signum)

    swallowed: list[bool] = []
    hook = sys.unraisablehook

    def repeat(unraisable: Any) -> None:
        """Python drops what is raised while something is being deleted: then the signal is sent again."""
        if isinstance(unraisable.exc_value, Interrupted):
            swallowed.append(True)
            threading.Timer(AGAIN, signal.raise_signal, [came]).start()
        else:
            hook(unraisable)

    chosen = [found for name in NAMES if (found := getattr(signal, name, None)) is not None]
    before = {found: signal.getsignal(found) for found in chosen}
    before = {found: old for found, old in before.items() if old is not signal.SIG_IGN and old is not None}
    sys.unraisablehook = repeat
    try:
        for found in before:
            signal.signal(found, stop)
        yield
    finally:
        for found, old in before.items():
            signal.signal(found, old)
        sys.unraisablehook = hook


def command_line(*words: str) -> str:
    """Return a command of ours as it is typed."""
    return shlex.join(["writethru", *words])


def to_go_on(given: Sequence[str], more: Sequence[str] = ()) -> str:
    """Return in words the command that goes on."""
    command = command_line(*given, *more)
    if len(command) <= LONGEST:
        return f"to go on: `{command}`"
    return "the same command goes on from there" + (f", with {shlex.join(more)}" if more else "")


@contextmanager
def telling(done: Callable[[], str], *more: str) -> Iterator[None]:
    """Say what was done when a signal comes, if nobody within has; `more` is what the command needs besides to go on."""
    try:
        yield
    except KeyboardInterrupt as stop:
        if isinstance(stop, Interrupted) and stop.done is not GENERAL:
            raise
        raise Interrupted(signal_of(stop), done(), more) from None


def signal_of(stop: KeyboardInterrupt) -> int:
    """Return the signal that stopped something."""
    return stop.signum if isinstance(stop, Interrupted) else signal.SIGINT


def too_late(stop: KeyboardInterrupt) -> Interrupted:
    """Return what is said of a signal that came when all was done."""
    return Interrupted(signal_of(stop), "it was done all the same", then="nothing is left to do")


class Asked:
    """Whether a signal has asked to stop at the next pause; a second one ends the process at once."""

    def __init__(self, signum: int) -> None:
        self._came = False
        signal.signal(signum, self._hear)

    def __call__(self) -> bool:
        """Return whether it was asked."""
        return self._came

    def _hear(self, signum: int, frame: FrameType | None) -> None:
        if self._came:
            os._exit(128 + signum)
        self._came = True


class Counting:
    """Counts the steps of taking in, to say what was done when it is interrupted."""

    def __init__(self) -> None:
        self._steps: Counter[str] = Counter()
        self._progress: Progress | None = None

    def shown(self, progress: Progress) -> None:
        """Tell each step on, to who shows it."""
        self._progress = progress

    def __call__(self, step: str, where: str) -> None:
        """Count a step, and tell it on."""
        self._steps[step] += 1
        if self._progress:
            self._progress(step, where)

    def __getitem__(self, step: str) -> int:
        """Return how often there was a step."""
        return self._steps[step]
