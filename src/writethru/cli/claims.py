"""The command that tells who claims what in a story: a table for people, rows for pipes, HTML, JSON."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from writethru.cli.options import JsonOption, StoreOption, StoryArgument, kept
from writethru.cli.printing import complain, count, on_terminal, say, say_json, say_table

if TYPE_CHECKING:
    from writethru.newsroom import ClaimListing

FEW = 20  # claims that a reader sees unless all are asked for
MOST_WORDS = 40  # of a claim in a terminal's table


class ClaimsFormat(StrEnum):
    """How claims are written."""

    text = "text"
    html = "html"
    json = "json"


def claims(
    story: StoryArgument,
    store: StoreOption = None,
    why: Annotated[bool, typer.Option("--why", help="Say of each status what it rests on.")] = False,
    whole: Annotated[
        bool, typer.Option("--all", help=f"Print all claims, not only the {FEW} that matter most.")
    ] = False,
    format: Annotated[
        ClaimsFormat, typer.Option("--format", help="How to write the claims.")
    ] = ClaimsFormat.text,
    as_json: JsonOption = False,
) -> int:
    """Print who claims what in a story, and how firmly it stands.

    Example: writethru claims 3f2a --why
    """
    with kept(store) as room:
        listed = room.claims(story)
        title = (
            next((s.headline for s in room.stories() if s.id.startswith(story)), "")
            if format is ClaimsFormat.html
            else ""
        )
    shown = listed if whole else tuple(c for c in listed if c.needed)[:FEW]
    if as_json or format is ClaimsFormat.json:
        from writethru.cli.shapes import claim

        say_json([claim(listing) for listing in shown])
    elif format is ClaimsFormat.html:
        from writethru.render.claims import ClaimRow, render_claims

        rows = [ClaimRow(c.claim, c.status, c.first, c.last) for c in shown]
        say(render_claims(rows, title=title or f"Story {story}", total=len(listed), why=why))
    else:
        _print(shown, why)
        if len(shown) < len(listed) and on_terminal():
            complain(f"{len(listed) - len(shown)} further claims; --all prints them too")
    return 0


def _print(shown: Sequence[ClaimListing], why: bool) -> None:
    """Print claims as a table, on a terminal with what fits it."""
    from writethru.render.claims import names
    from writethru.render.wording import days_words

    none = "nobody claims anything in this story"
    if on_terminal():
        say_table(
            ("claim", "status", "who", "said"),
            [
                (
                    _short(c.claim.statement.exact) + (f"\n> {c.status.why}" if why else ""),
                    f"{c.status.kind}\n{count(c.status.origins, 'report')}",
                    "\n".join(
                        f"{side}: {names(held)}"
                        for side, held in (
                            ("for", c.status.holders_for),
                            ("against", c.status.holders_against),
                        )
                        if held
                    ),
                    days_words(c.first, c.last).replace(" – ", "\n– "),
                )
                for c in shown
            ],
            none=none,
            shares=(5, None, 3, None),
        )
        return
    rows = [
        (
            c.claim.statement.exact,
            c.status.kind,
            ", ".join(c.status.holders_for),
            ", ".join(c.status.holders_against),
            c.status.origins,
            c.first,
            c.last,
            *((c.status.why,) if why else ()),
        )
        for c in shown
    ]
    say_table((), rows, none=none)


def _short(sentence: str) -> str:
    """Return a sentence, of a long one its first words."""
    words = sentence.split()
    return " ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "")
