"""Output: UTF-8 always, colours and progress only on a terminal, tables for people and tabs for pipes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from writethru.newsroom import Page
    from writethru.records import Problem

# Control characters of articles must not reach a terminal: C0 but tab and newline, DEL, C1.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale says; what UTF-8 cannot hold is escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def discard_output() -> None:
    """Let the end of the program write into nothing, because nobody reads any more."""
    with suppress(OSError, ValueError, AttributeError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)


def harmless(text: str) -> str:
    """Return text without control characters."""
    return _CONTROLS.sub(" ", text)


def on_one_line(text: str) -> str:
    """Return text without control characters, on one line."""
    return " ".join(harmless(text).split())


def say(text: str) -> None:
    """Print text and a newline to standard output, as it is."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def say_json(value: Any) -> None:
    """Print a value as one line of JSON."""
    import msgspec

    say(msgspec.json.encode(value).decode("utf-8"))


def complain(text: str) -> None:
    """Print one line to standard error."""
    with suppress(BrokenPipeError):
        sys.stderr.write(f"writethru: {on_one_line(text)}\n")
        sys.stderr.flush()


def report(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, one line each."""
    for problem in problems:
        complain(problem.line())


def report_dropped(page: Page) -> None:
    """Print what had to be dropped from a page to standard error, one line each."""
    for fault in page.faults:
        complain(
            f"page {page.brief.story}: {fault.where} was dropped: {fault.kind} {fault.found!r},"
            f" expected {fault.expected!r}"
        )


def on_terminal() -> bool:
    """Return whether standard output is a terminal."""
    return sys.stdout.isatty()


def colours() -> bool:
    """Return whether to write in colours: on a terminal, unless NO_COLOR asks not to."""
    return on_terminal() and not os.environ.get("NO_COLOR")


def say_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as a table on a terminal, and else as lines of fields separated by tabs."""
    cells = [[on_one_line("" if cell is None else str(cell)) for cell in row] for row in rows]
    if not on_terminal():
        for row in cells:
            say("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading)
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    Console(file=sys.stdout, no_color=not colours()).print(table)


def say_blocks(rows: Iterable[Sequence[object]], blocks: Iterable[tuple[str, Sequence[str]]]) -> None:
    """Print what is too long for a table: a heading and its lines on a terminal, and else the rows."""
    if not on_terminal():
        say_table((), rows)
        return
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(file=sys.stdout, no_color=not colours())
    for heading, lines in blocks:
        console.print(Text(on_one_line(heading), style="bold"))
        for line in filter(None, map(on_one_line, lines)):
            console.print(Padding(Text(line), (0, 0, 0, 3)))


@contextmanager
def progress() -> Iterator[Callable[[str, str], object]]:
    """Count on standard error what was read and placed, if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda step, where: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.fields[read]} read, {task.fields[placed]} placed"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[place]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        done: dict[str, Any] = {"read": 0, "placed": 0}
        task = bar.add_task("", total=None, place="", **done)

        def count(step: str, where: str) -> None:
            done[step] += 1
            bar.update(task, place=on_one_line(where)[-60:], **done)

        yield count
