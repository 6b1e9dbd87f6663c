"""Commands that look at what is kept: stories, pages, claims, articles, words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from writethru.cli.options import (
    JsonOption,
    StoreOption,
    StoryArgument,
    kept,
)
from writethru.cli.printing import (
    colours,
    day,
    on_one_line,
    outlet,
    say,
    say_blocks,
    say_json,
    say_table,
    tell,
)

if TYPE_CHECKING:
    from writethru.records import Citation


def timeline(story: StoryArgument, store: StoreOption = None, as_json: JsonOption = False) -> int:
    """Print the dated events of a kept story.

    Example: writethru timeline 3f2a
    """
    from writethru.render.wording import when_words

    with kept(store) as room:
        entries = room.timeline(story)
    if as_json:
        say_json(entries)
        return 0
    say_table(
        ("when", "event"),
        [(when_words(e.when), _cited(e.event.text, e.event.citations)) for e in entries],
        none="no event of this story has a date",
    )
    return 0


def sources(story: StoryArgument, store: StoreOption = None, as_json: JsonOption = False) -> int:
    """Print what each article of a story adds.

    Articles with the same origin are one report: a reprint, a rewrite or agency copy.

    Example: writethru sources 3f2a --json
    """
    from writethru.render.origins import reports
    from writethru.render.wording import source_words

    with kept(store) as room:
        notes = room.sources(story)
    alike = reports(notes)
    if as_json:
        say_json(notes)
        return 0
    say_blocks(
        [
            (
                n.number,
                day(n.published),
                n.publisher,
                n.title,
                ", ".join(n.roles),
                n.origin,
                n.why_origin,
                n.adds.text if n.adds else "",
            )
            for n in notes
        ],
        [
            (
                f"{n.number}. {outlet(n.publisher)}: {n.title or 'Untitled'} ({day(n.published)})",
                (f"Adds: {n.adds.text}" if n.adds else "", source_words(n, alike), n.url or ""),
            )
            for n in notes
        ],
    )
    return 0


def article(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="Its id or enough of its beginning, or its external id.")
    ],
    store: StoreOption = None,
    revisions: Annotated[
        bool, typer.Option("--revisions", help="What changed between its texts, and its corrections.")
    ] = False,
    findings: Annotated[
        bool, typer.Option("--findings", help="What was found in it, as one line of JSON like annotate.")
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Print a kept article, and why it is in its story.

    Example: writethru article 8c1d --revisions
    """
    from writethru.cli.rechecking import say_history
    from writethru.cli.shapes import annotation, kept_article

    with kept(store) as room:
        if revisions:
            history = room.history_of(id)
            say_json(history) if as_json else say_history(history)
            return 0
        document = room.article(id)
        if findings:
            say_json(annotation(document))
            return 0
        found = document.article
        shape = kept_article(found, room.story_of(found.id))
    if as_json:
        say_json(shape)
        return 0
    bold, plain = ("\x1b[1m", "\x1b[0m") if colours() else ("", "")
    say(f"{bold}{on_one_line(found.title) or 'Untitled'}{plain}")
    told = (
        outlet(found.publisher),
        found.published or "undated",
        found.byline,
        found.url,
        ", ".join(found.marks),
    )
    tell(" · ".join(on_one_line(part) for part in told if part))
    tell(f"article {found.id} · story {shape['story']}: {on_one_line(shape['reason'])}")
    say("")
    tell(found.text)
    return 0


def _cited(text: str, citations: Iterable[Citation]) -> str:
    return text + " " + "".join(f"[{c.source}]" for c in citations)
