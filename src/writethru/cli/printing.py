"""Output: UTF-8 always, colours and progress only on a terminal, tables for people and tabs for pipes."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from writethru.characters import escape_json, shown

if TYPE_CHECKING:
    from rich.console import Console

    from writethru.newsroom import Page
    from writethru.records import Problem

SHORT = 8  # signs of an id that a terminal shows: enough to name it by
# Of these kinds nothing of an article is lost; from FEW of one kind on they are told in one line.
MANY = {
    "future": (
        "are dated in the future",
        "all are kept, and none counts as the newest (--now sets the present)",
    ),
    "undated": ("have no date that can be read", "all are kept, behind dated ones and on no timeline"),
    "duplicate": ("came twice", "one of each is kept"),
}
FEW = 4
WIDEST = 100  # columns of running text; longer lines are hard to read

_SURROGATES = re.compile("[\ud800-\udfff]")
# What a spreadsheet takes for a formula; marks and spaces before it do not hide it.
_FORMULA = re.compile("[\\s\"']{0,80}[=+@\uff1d\uff0b\uff0d\uff20-]")


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale says; what UTF-8 cannot hold is escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def have_streams() -> None:
    """Give a program that was started with closed streams (`>&-`) such that lead nowhere.

    They take the numbers 0 to 2, which no file may have: what is printed would go into it.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def discard_output(stream: Any = None) -> None:
    """Let the end of the program write into nothing, because nobody reads any more, or nothing can be written."""
    with suppress(OSError, ValueError, AttributeError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, (stream or sys.stdout).fileno())
        os.close(nothing)


@contextmanager
def though_unread() -> Iterator[None]:
    """Print at once, and go on with the work where nobody reads any more: it is to be done all the same."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        discard_output()


def harmless(text: str) -> str:
    """Return text without what a terminal obeys and what a reader does not see."""
    return shown(text)


def on_one_line(text: str) -> str:
    """Return harmless text on one line."""
    return " ".join(harmless(text).split())


def in_a_cell(value: object) -> str:
    """Return a value as a field of tab-separated lines; a text that opens like a formula gets an apostrophe."""
    text = on_one_line("" if value is None else str(value))
    return f"'{text}" if isinstance(value, str) and _FORMULA.match(text) else text


def outlet(publisher: str) -> str:
    """Return the name of an outlet, or that it has none."""
    return on_one_line(publisher) or "Unnamed outlet"


def day(when: str | None) -> str:
    """Return the day of an ISO time, or that there is none."""
    return when[:10] if when else "undated"


def count(number: int, noun: str) -> str:
    """Return `1 fault`, `2 faults`, `3 stories`, `4 addresses`."""
    if number == 1:
        return f"1 {noun}"
    if noun.endswith("ry"):
        return f"{number} {noun[:-1]}ies"
    return f"{number} {noun}{'es' if noun.endswith('ss') else 's'}"


def say(text: str) -> None:
    """Print text and a newline to standard output, as it is."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def say_line(text: object) -> None:
    """Print one harmless line to standard output, with its spaces as they are."""
    say(harmless(str(text)).translate({9: " ", 10: " "}))


def tell(text: str) -> None:
    """Print harmless running text; a terminal gets it broken at spaces."""
    text = harmless(text)
    if not on_terminal():
        say(text)
        return
    from rich.text import Text

    from writethru.render.wrapping import wrap

    width = min(shutil.get_terminal_size().columns, WIDEST)
    say("\n".join(line.plain for line in wrap(Text(text), width)))


def say_json(value: Any) -> None:
    """Print a value as one line of JSON; what UTF-8 cannot hold is replaced by U+FFFD."""
    import json

    import msgspec

    try:
        line = msgspec.json.encode(value).decode("utf-8")
    except UnicodeEncodeError:
        whole = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
        line = _SURROGATES.sub("\ufffd", whole)
    say(escape_json(line))


def complain(text: str) -> None:
    """Print one line to standard error; a terminal gets it broken at spaces."""
    line = f"writethru: {on_one_line(text)}"
    if sys.stderr.isatty():  # where a line that is too long would break within a word
        width = shutil.get_terminal_size().columns
        line = textwrap.fill(
            line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        )
    try:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
    except OSError:  # nobody reads it, or the disk that it goes to is full
        discard_output(sys.stderr)


def report(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, one line each; many that lost nothing get one line a kind."""
    given = list(problems)
    alike = {kind: [p for p in given if p.kind == kind] for kind in MANY}
    for problem in given:
        if len(alike.get(problem.kind, ())) < FEW:
            complain(problem.line())
    for kind, listed in alike.items():
        if len(listed) >= FEW:
            what, then = MANY[kind]
            complain(f"{len(listed)} articles {what}, the first is {listed[0].where}: {then}")


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


def say_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    none: str = "",
    shares: Sequence[int | None] = (),
) -> None:
    """Print rows as a table on a terminal, and else as lines of fields separated by tabs.

    With `shares`, a terminal's table has columns of these shares of its width (None: as wide as they need), lines
    within cells, and one between rows. Where there are no rows, `none` is said on standard error.
    """
    given = [tuple(row) for row in rows]
    if none and not given:
        complain(none)
    if not on_terminal():
        for row in given:
            say("\t".join(map(in_a_cell, row)))
        return
    if not given:
        return
    cells = [["\n".join(map(on_one_line, _lines(cell, shares))) for cell in row] for row in given]
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", leading=1 if shares else 0)
    for heading, share in zip(headings, shares or [None] * len(headings), strict=True):
        table.add_column(heading, ratio=share)
    for line in cells:
        table.add_row(*map(Text, line))
    _console().print(table)


def _lines(cell: object, shares: Sequence[int | None]) -> list[str]:
    """Return the lines of a cell: one, unless the table is spaced out."""
    text = "" if cell is None else str(cell)
    return text.split("\n") if shares else [text]


def say_blocks(
    rows: Iterable[Sequence[object]], blocks: Iterable[tuple[str, Sequence[str]]], *, none: str = ""
) -> None:
    """Print what is too long for a table: a heading and its lines on a terminal, and else the rows.

    Lines hang, and addresses are not broken. Where there is nothing, `none` is said on standard error.
    """
    if not on_terminal():
        say_table((), rows, none=none)
        return
    from rich.text import Text

    from writethru.render.wrapping import wrap

    console, blocks = _console(), list(blocks)
    if none and not blocks:
        complain(none)
    for heading, lines in blocks:
        for number, text in enumerate(wrap(Text(on_one_line(heading), style="bold"), console.width - 3)):
            console.print(Text.assemble("   " if number else "", text), soft_wrap=True)
        for line in filter(None, map(on_one_line, lines)):
            for text in wrap(Text(line), console.width - 3):
                console.print(Text.assemble("   ", text), soft_wrap=True)


def _console() -> Console:
    from rich.console import Console

    return Console(file=sys.stdout, no_color=not colours(), highlight=False)


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

        def told(step: str, where: str) -> None:
            done[step] = done.get(step, 0) + 1
            bar.update(task, place=on_one_line(where)[-60:], **done)

        yield told
