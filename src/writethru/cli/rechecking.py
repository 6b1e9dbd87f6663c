"""The command that fetches pages of kept articles again, and what an article's texts show of its edits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from writethru.cli.interrupts import telling
from writethru.cli.options import JsonOption, NowOption, StoreOption, kept
from writethru.cli.printing import (
    SHORT,
    colours,
    complain,
    count,
    on_one_line,
    on_terminal,
    outlet,
    say,
    say_json,
    say_table,
    tell,
    though_unread,
)

if TYPE_CHECKING:
    from writethru.newsroom import ArticleHistory, Rechecked
    from writethru.records import Citation, Edited

WITH_PROBLEMS = 2
LATELY = ("--older-than", "1h")  # with which a second start passes over what an interrupted one has looked at
AGE = re.compile(r"(\d{1,6})\s?([mhdw])\Z")
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
INSERTED, DELETED, PLAIN = "\x1b[32m", "\x1b[31;9m", "\x1b[0m"


def recheck(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[STORY|ARTICLE]", help="Id of a story or an article, or enough of its beginning."
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All that is kept.")] = False,
    older_than: Annotated[
        str | None,
        typer.Option(
            "--older-than", metavar="AGE", help="Pass over what was looked at within 30m, 12h, 1d or 2w."
        ),
    ] = None,
    store: StoreOption = None,
    now: NowOption = None,
    as_json: JsonOption = False,
) -> int:
    """Fetch the pages of kept articles again and tell which were edited, corrected or withdrawn.

    Another text is kept beside the one before; pages that cite it stay pinned to what they cite. A page that
    cannot be reached is no withdrawal: it is gone when it answers 410 or has a notice, or was not found at
    two looks a day apart.

    Example: writethru recheck 3f2a --older-than 1d
    """
    from writethru.errors import UsageError

    if (what is None) != every:
        raise UsageError("recheck takes one story or article, or --all")
    age = _age(older_than)
    found: list[Rechecked] = []
    with telling(lambda: f"looked at {_told(found)}, each kept", *(() if older_than else LATELY)):
        with kept(store, read_only=False, must_exist=True, now=now) as room:
            for entry in room.recheck(what, older_than=age):
                found.append(entry)
                if not as_json:
                    _say_check(entry)
        if as_json:
            say_json(found)
        elif not found:
            complain(
                "nothing to look at: no article with an address, or all were looked at within --older-than"
            )
        elif on_terminal():
            say(_told(found))
    return WITH_PROBLEMS if any(e.check.outcome == "unreachable" for e in found) else 0


def _told(found: Sequence[Rechecked]) -> str:
    """Return how many articles were looked at, and what became of how many."""
    kinds = Counter(entry.check.outcome for entry in found)
    told = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    return count(len(found), "article") + (f": {told}" if told else "")


def _age(given: str | None) -> timedelta:
    """Return how long ago `30m`, `12h`, `1d` or `2w` is."""
    from writethru.errors import UsageError

    if given is None:
        return timedelta()
    match = AGE.match(given.strip())
    if match is None:
        raise UsageError(f"--older-than: {given!r} is no age; give one like 30m, 12h, 1d or 2w")
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def _say_check(entry: Rechecked) -> None:
    check = entry.check
    with though_unread():
        if not on_terminal():
            say_table((), [(entry.id, check.outcome, entry.publisher, entry.title, check.found)])
            return
        tell(f"{check.outcome}: {outlet(entry.publisher)}: {on_one_line(entry.title) or 'Untitled'}")
        about = f"   article {entry.id[:SHORT]} · story {entry.story[:SHORT]}"
        tell(about + (f" · {on_one_line(check.found)}" if check.found else ""))


def say_history(history: ArticleHistory) -> None:
    """Print what changed between the texts of an article, its notes, and what checks of its page found."""
    say(count(len(history.texts), "text"))
    for change in history.changes:
        when = f" {change.at}" if change.at else ""
        kinds = ", ".join(change.kinds) or "nothing but layout"
        say("")
        tell(f"{change.previous[:SHORT]} → {change.article[:SHORT]}{when}: {kinds}")
        if not change.meaningful:
            tell("unchanged in substance")
        for edit in change.changes:
            if edit.kind != "boilerplate":
                _say_edit(edit)
    for note in history.notes:
        say("")
        tell(f"{note.kind}: {on_one_line(note.note.exact)}")
        for label, words in (("wrong", note.wrong), ("right", note.right)):
            if words is not None:
                tell(f"   {label}: {on_one_line(words.exact)}")
    for check in history.rechecks:
        tell(
            f"checked {check.at}: {check.outcome}" + (f", {on_one_line(check.found)}" if check.found else "")
        )


def _say_edit(edit: Edited) -> None:
    """Print a change as lines that were and are; on a terminal what is gone is struck out."""
    told = f" ({on_one_line(edit.before) or '–'} → {on_one_line(edit.after) or '–'})"
    tell(f"  {edit.kind}{told if edit.before or edit.after else ''}")
    _say_side("-", edit.was, DELETED)
    _say_side("+", edit.now, INSERTED)


def _say_side(sign: str, citation: Citation | None, style: str) -> None:
    if citation is None:
        return
    words = on_one_line(citation.exact)
    if colours():
        say(f"  {sign} {style}{words}{PLAIN}")
    else:
        tell(f"  {sign} {words}")
