"""Commands that keep a store safe: a copy of it, and whether it holds together."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from writethru.cli.interrupts import telling
from writethru.cli.options import JsonOption, StoreOption, kept, store_path
from writethru.cli.printing import complain, count, say, say_json

SOMETHING_LOST = 2


def backup(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where the copy goes; it is a complete store.")
    ],
    store: StoreOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file of this name.")] = False,
    salvage: Annotated[
        bool, typer.Option("--salvage", help="Copy all that can be read of a damaged store.")
    ] = False,
) -> int:
    """Copy the store into one file, while others may write into it.

    The copy is the store as it is at this moment. It is checked and on the disk before it gets its name.

    Example: writethru backup monday.db --store news.db
    """
    steps, before = _Steps("copied"), _found_at(file)

    def done() -> str:
        if _found_at(file) != before:
            return f"the copy was made, and {file} is whole"
        return f"{steps}, and no copy was made: what is at {file} stays as it was"

    with telling(done):
        lost = _copied(file, store, steps, force=force, salvage=salvage)
        for line in lost:
            complain(f"lost: {line}")
        if not salvage:
            say(f"{store_path(store)}: copied to {file}")
        elif not lost:
            say(f"{store_path(store)}: all of it was saved to {file}")
        else:
            say(
                f"{store_path(store)}: what can be read was saved to {file}; add the sources of what was lost again"
            )
    return SOMETHING_LOST if lost else 0


def _copied(file: Path, store: str | None, steps: _Steps, *, force: bool, salvage: bool) -> tuple[str, ...]:
    """Copy the store, and return a line for all that was lost."""
    from writethru.errors import StoreUnusable

    try:
        with kept(store) as room, _progress(steps):
            return room.backup(file, force=force, salvage=salvage, progress=steps)
    except StoreUnusable as error:
        what, said, _ = str(error).partition("; put back a backup, or save what can be read")
        if not said or not salvage:
            raise
        raise StoreUnusable(
            f"{what}, and nothing can be read of it; put back a backup, or move it away and add the sources again"
        ) from error


def check(
    store: StoreOption = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Look at the database only, and read no record.")
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Check that the store is whole, and say what is damaged and what to do.

    Every record is read: ids against the words that they were made of, findings and citations against their
    texts, places against events, and the search index against the articles.

    Example: writethru check --store news.db
    """
    from writethru.errors import StoreUnusable

    steps = _Steps("checked")
    with telling(lambda: f"{steps}; nothing was changed"), kept(store) as room, _progress(steps):
        faults = room.check(quick=quick, progress=steps)
    if as_json:
        say_json({"store": store_path(store), "faults": faults})
        return StoreUnusable.exit_code if faults else 0
    for line in faults:
        say(line)
    if not faults:
        say(f"{store_path(store)}: all is well")
        return 0
    complain(
        f"{store_path(store)}: {count(len(faults), 'fault')}; put back a backup,"
        " or save what can be read with `writethru backup FILE --salvage`"
    )
    return StoreUnusable.exit_code


class _Steps:
    """How far something has come."""

    def __init__(self, done: str) -> None:
        self.done = done
        self.shown: Callable[[int, int], object] = lambda step, of: None
        self._step = self._of = 0

    def __call__(self, step: int, of: int) -> None:
        self._step, self._of = step, of
        self.shown(step, of)

    def __str__(self) -> str:
        share = int(100 * self._step / self._of) if self._of else 0
        return f"{share}% was {self.done}"


def _found_at(file: Path) -> tuple[int, int] | None:
    """Return what tells a file from one that takes its place; None where there is none."""
    try:
        found = file.expanduser().stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_mtime_ns


@contextmanager
def _progress(steps: _Steps) -> Iterator[None]:
    """Draw a bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn(steps.done), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        steps.shown = lambda step, of: bar.update(task, completed=step, total=of or None)
        yield
