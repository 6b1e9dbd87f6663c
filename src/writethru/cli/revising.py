"""Commands that explain a story and revise it by hand: why, merge, split, move, undo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Annotated

import typer

from writethru.cli.interrupts import Interrupted, command_line, signal_of, too_late
from writethru.cli.options import JsonOption, StoreOption, StoryArgument, kept
from writethru.cli.printing import (
    SHORT,
    complain,
    count,
    day,
    on_terminal,
    outlet,
    say_blocks,
    say_json,
    say_line,
)
from writethru.errors import StoreError

if TYPE_CHECKING:
    from writethru.newsroom import Member, Newsroom
    from writethru.records import Story

ReasonOption = Annotated[
    str, typer.Option("--reason", metavar="WORDS", help="Why, in your words: `why` tells it.")
]
ARTICLE_HELP = "Its id or enough of its beginning, or its external id."


def why(story: StoryArgument, store: StoreOption = None, as_json: JsonOption = False) -> int:
    """Print how and why each article of a story came into it, and which no longer fit.

    Likeness is how probably an article is of one story with those near to it in time, by what they share;
    an outlier is far less like the others than they are like each other.

    Example: writethru why 3f2a
    """
    with kept(store) as room:
        found = room.why(story)
    if as_json:
        say_json(found)
        return 0
    say_blocks(
        [
            (
                m.id,
                day(m.published),
                m.publisher,
                m.title,
                _likeness(m),
                "outlier" if m.outlier else "",
                "; ".join(_told(m, found.story)),
            )
            for m in found.articles
        ],
        [
            (
                f"{outlet(m.publisher)}: {m.title or 'Untitled'} ({day(m.published)})",
                (
                    f"article {m.id[:SHORT]}" + (f" · likeness {_likeness(m)}" if _likeness(m) else ""),
                    f"Outlier: {m.outlier}" if m.outlier else "",
                    *_told(m, found.story),
                ),
            )
            for m in found.articles
        ],
    )
    if found.apart:
        complain(
            f"the story has fallen into two groups, {count(len(found.apart), 'article')} of"
            f" {len(found.articles)} apart from the rest; to part them: writethru split"
            f" {' '.join(id[:SHORT] for id in (found.story, *found.apart))}"
        )
    return 0


def _told(member: Member, here: str) -> list[str]:
    """Return in words what placed an article of a story, oldest first."""
    from writethru.render.placing import placing_words

    return placing_words(member.events, here, lambda id: f"story {id[:SHORT] if on_terminal() else id}")


def _likeness(member: Member) -> str:
    return "" if member.likeness is None else f"{member.likeness:.2f}"


def merge(
    stories: Annotated[
        list[str],
        typer.Argument(metavar="STORY STORY...", help="The first keeps its id; the other ids lead to it."),
    ],
    reason: ReasonOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take stories into the first one named.

    Example: writethru merge 3f2a 91bc --reason "one flood, told from both banks"
    """
    with _acting(store) as room:
        return _done("merged", room.merge(stories, reason=reason), as_json)


def split(
    story: StoryArgument,
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE...", help=ARTICLE_HELP)],
    reason: ReasonOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Make articles of a story a new story.

    Example: writethru split 3f2a 8c1d 77e0 --reason "the trial, not the flood"
    """
    with _acting(store) as room:
        return _done("split", room.split(story, articles, reason=reason), as_json)


def move(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help=ARTICLE_HELP)],
    story: StoryArgument,
    reason: ReasonOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Move an article to another story.

    Example: writethru move 8c1d 91bc
    """
    with _acting(store) as room:
        return _done("moved", room.move(article, story, reason=reason), as_json)


def undo(
    story: StoryArgument,
    reason: ReasonOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take back what was done last by hand to a story: a merge, a split, a move or an undo.

    Example: writethru undo 3f2a
    """
    with _acting(store) as room:
        done = room.undo(story, reason=reason)
        return _done(f"undone ({done.events[-1].reason})", done, as_json)


@contextmanager
def _acting(store: str | None) -> Iterator[Newsroom]:
    """Open the newsroom for an act; when a signal comes, say whether it was done, and if it was, write the pages first.

    An act that is done must not be done again: a second `undo` takes back the first.
    """
    through = False
    try:
        with kept(store, read_only=False, must_exist=True) as room:
            before = room.last_point()
            try:
                yield room
                through = True
            except KeyboardInterrupt as stop:
                acts = room.acts_since(before)
                if not acts:
                    raise
                done = "it was done all the same"
                # The store keeps that the pages are to be written; whoever adds next does.
                with suppress(StoreError):
                    room.revise(dict.fromkeys(id for act in acts for id in (act.story, act.other) if id))
                    room.file()
                    done += ", and the pages are written"
                raise _done_already(
                    stop, f"{done}: see story {acts[0].story}", acts[0].story, store
                ) from None
    except KeyboardInterrupt as stop:
        if isinstance(stop, Interrupted) and stop.then:
            raise
        if through:
            raise too_late(stop) from None
        raise Interrupted(signal_of(stop), "nothing was changed") from None


def _done_already(stop: KeyboardInterrupt, done: str, story: str, store: str | None) -> Interrupted:
    return Interrupted(
        signal_of(stop),
        done,
        then=f"to take it back: `{command_line('undo', story, *(['--store', store] if store else []))}`",
    )


def _done(what: str, story: Story, as_json: bool) -> int:
    """Say how the story stands into which articles went."""
    if as_json:
        say_json({"story": story.id, "articles": story.articles})
    else:
        say_line(f"{what}: story {story.id} has {count(len(story.articles), 'article')} now")
    return 0
