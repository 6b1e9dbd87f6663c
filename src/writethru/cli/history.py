"""Commands for a page that changes: show it now or as it was, its history, what two revisions differ in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Annotated, TypeVar

import typer

from writethru.cli.options import (
    ArticlesOption,
    Format,
    FormatOption,
    NowOption,
    StoreOption,
    StoryArgument,
    kept,
)
from writethru.cli.pages import page_text
from writethru.cli.printing import colours, on_terminal, report_dropped, say, say_json

WITH_PROBLEMS = 2
LONGEST_NUMBER = 6  # digits of a number of a revision; more are a day without its hyphens

T = TypeVar("T")


def show(
    story: StoryArgument,
    revision: Annotated[
        int | None, typer.Option("--revision", min=1, metavar="N", help="The page as it was then.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="WHEN",
            help="First what is new since this revision, or this ISO 8601 time, for one who saw the page then.",
        ),
    ] = None,
    store: StoreOption = None,
    now: NowOption = None,
    format: FormatOption = Format.text,
    with_articles: ArticlesOption = False,
) -> int:
    """Write the page of a kept story.

    Example: writethru show 3f2a --since 2031-03-08T07:00:00Z
    """
    from writethru.errors import UsageError

    if revision is not None and since is not None:
        raise UsageError("--revision shows the page as it was, --since what came later; give one of them")
    with kept(store, read_only=False, must_exist=True, now=now) as room:
        page = room.show(story, revision=revision, since=_seen(since))
    say(page_text(page, format, with_articles=with_articles))
    report_dropped(page)
    return WITH_PROBLEMS if page.faults else 0


def _seen(since: str | None) -> int | str | None:
    """Return a revision as a number, a time as it was given."""
    if since is None or not since.strip().isdecimal() or len(since.strip()) > LONGEST_NUMBER:
        return since
    return int(since)


def history(story: StoryArgument, store: StoreOption = None, format: FormatOption = Format.text) -> int:
    """Print the revisions of a story's page: when each was, what it changed, and which articles came with it.

    Example: writethru history 3f2a
    """
    from writethru.render import render_history_html, render_history_markdown, render_history_text

    with kept(store) as room:
        steps = room.history(story)
    _say_as(format, steps, render_history_html, render_history_markdown, render_history_text)
    return 0


def diff(
    story: StoryArgument,
    old: Annotated[int | None, typer.Argument(metavar="[N", help="The older revision.", min=1)] = None,
    new: Annotated[
        int | None, typer.Argument(metavar="[M]]", help="The newer one; else the last.", min=1)
    ] = None,
    store: StoreOption = None,
    format: FormatOption = Format.text,
) -> int:
    """Print what two revisions of a story's page differ in; without numbers the last two.

    Example: writethru diff 3f2a 1 3 --format markdown
    """
    from writethru.render import (
        render_difference_html,
        render_difference_markdown,
        render_difference_text,
    )

    with kept(store) as room:
        found = room.diff(story, old, new)
    _say_as(format, found, render_difference_html, render_difference_markdown, render_difference_text)
    return 0


def _say_as(
    format: Format,
    value: T,
    html: Callable[[T], str],
    markdown: Callable[[T], str],
    text: Callable[..., str],
) -> None:
    """Print a value in a format, each written by its own renderer; `text` also takes a width and whether to colour."""
    if format is Format.json:
        say_json(value)
    elif format is Format.html:
        say(html(value))
    elif format is Format.markdown:
        say(markdown(value))
    else:
        width = shutil.get_terminal_size().columns if on_terminal() else None
        say(text(value, width=width, color=colours()))
