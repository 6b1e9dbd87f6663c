"""What several commands take: store, clock, formats; and the newsroom that they open with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

if TYPE_CHECKING:
    from writethru.newsroom import Newsroom
    from writethru.settings import Settings

EXIT_CODES = """\b
Exit codes:
  0    done
  1    wrong use, or nothing could be done
  2    done with problems
  3    verify found a fault
  4    store locked
  5    disk full or read-only
  6    store corrupt, foreign or from a newer version
  129  interrupted: the terminal was closed
  130  interrupted: Ctrl-C
  143  interrupted: SIGTERM
"""


SETTINGS = {"help_option_names": ["-h", "--help"]}


def group(name: str, help: str, commands: Mapping[str, Callable[..., int]]) -> typer.Typer:
    """Return commands under one name, as `feed add` and `feed list`."""
    found = typer.Typer(
        name=name,
        add_completion=False,
        rich_markup_mode=None,
        help=help,
        epilog=EXIT_CODES,
        context_settings=SETTINGS,
    )
    for called, function in commands.items():
        found.command(called, epilog=EXIT_CODES, no_args_is_help=False)(function)
    return found


class Format(StrEnum):
    """How a page is written."""

    text = "text"
    markdown = "markdown"
    html = "html"
    json = "json"


class FindingsFormat(StrEnum):
    """How findings are written."""

    json = "json"
    html = "html"


SourceArguments = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Page or feed (URL or file), JSON Lines file, folder of these, or - for standard input.",
    ),
]
StoryArgument = Annotated[
    str, typer.Argument(metavar="STORY", help="Id of a story, or enough of its beginning.")
]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar="WRITETHRU_STORE",
        metavar="FILE",
        help="File that keeps the articles; else writethru.db in the user's data folder.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
FormatOption = Annotated[Format, typer.Option("--format", help="How to write the page.")]
ArticlesOption = Annotated[
    bool,
    typer.Option("--with-articles", help="Put the articles into the JSON, so that anybody can check it."),
]
NowOption = Annotated[
    str | None,
    typer.Option("--now", metavar="WHEN", help="Take this ISO 8601 time for the present one."),
]


def present(now: str | None) -> datetime:
    """Return the time that `--now` gives, or else the clock's: the one place where the clock is read."""
    from writethru.errors import UsageError

    if now is None:
        return datetime.now(UTC)
    try:
        given = datetime.fromisoformat(now.strip())
    except ValueError as error:
        raise UsageError(
            f"--now: {now!r} is no ISO 8601 time; give one like 2031-03-08 or 2031-03-08T12:00:00Z"
        ) from error
    if not 1 < given.year < 9999:  # room for zones, and for what comes next
        raise UsageError(f"--now: {now!r} is at an end of all times; give one of the years 2 to 9998")
    return given if given.tzinfo else given.replace(tzinfo=UTC)


def settings() -> Settings:
    """Return the settings of the user's file, overridden by the environment."""
    from platformdirs import user_config_path

    from writethru.settings import load_settings

    path = user_config_path("writethru", appauthor=False) / "settings.toml"
    return load_settings(path if path.exists() else None, os.environ)


def store_path(store: str | None) -> str:
    """Return the store that was named, or the file in the user's data folder."""
    from platformdirs import user_data_path

    return store or str(user_data_path("writethru", appauthor=False) / "writethru.db")


def is_there(store: str | None) -> bool:
    """Return whether there is a file of this store, or something in its way that opening it will name."""
    try:
        Path(store_path(store).removeprefix("sqlite:///")).expanduser().stat()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def _may_be_written(store: str | None) -> bool:
    """Return whether there is a file of this store, not empty, that can be written with a log beside it."""
    path = Path(store_path(store).removeprefix("sqlite:///")).expanduser()
    try:
        return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) and path.stat().st_size > 0
    except OSError:
        return False


def kept(
    store: str | None, *, read_only: bool = True, must_exist: bool = False, now: str | None = None
) -> Newsroom:
    """Open the newsroom of a store; reading commands change nothing and make no store."""
    from writethru.newsroom import Newsroom

    if must_exist and not _may_be_written(store):
        read_only = True  # it is not there, which is then said, or may be read though not written
    return Newsroom(
        store_path(store), settings=settings(), now=present(now), stdin=standard_input(), read_only=read_only
    )


def unkept(now: str | None = None) -> Newsroom:
    """Open a newsroom that keeps nothing."""
    from writethru.newsroom import Newsroom

    return Newsroom(settings=settings(), now=present(now), stdin=standard_input())


def standard_input() -> BinaryIO | None:
    """Return the bytes of standard input."""
    return getattr(sys.stdin, "buffer", None)
