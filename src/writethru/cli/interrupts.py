"""Signals that end a command: work stops at once, the store is as it was after its last step, one line says so."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

# SIGINT: Ctrl-C; SIGTERM: kill, service managers; SIGHUP: the terminal was closed; SIGBREAK: Ctrl-Break.
NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
AGAIN = 0.01  # seconds
GENERAL = "interrupted; what `add` has kept so far stays, and the same command goes on from there"
Progress = Callable[[str, str], object]


class Interrupted(KeyboardInterrupt):
    """A signal came; `said` is what there is to say of it."""

    def __init__(self, signum: int = signal.SIGINT, said: str = GENERAL) -> None:
        super().__init__(said)
        self.signum = int(signum)
        self.said = said

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


class Counting:
    """Counts the steps of taking in, to say what was done when it is interrupted."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._steps: Counter[str] = Counter()

    def __call__(self, step: str, where: str) -> None:
        """Count a step, and tell it on."""
        self._steps[step] += 1
        self._progress(step, where)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Say what was done when a signal comes."""
        try:
            yield
        except KeyboardInterrupt as stop:
            signum = stop.signum if isinstance(stop, Interrupted) else signal.SIGINT
            read, kept = self._steps["read"], self._steps["kept"]
            raise Interrupted(
                signum,
                f"interrupted: {read} pages and rows were read, {kept} articles added; what was fetched is"
                " kept, and the same command goes on from there",
            ) from None
