"""Commands that find: by words, and all that is kept of one outlet, person, place or organisation, or of none."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from writethru.cli.options import JsonOption, NowOption, StoreOption, kept
from writethru.cli.printing import (
    SHORT,
    complain,
    count,
    day,
    on_terminal,
    outlet,
    say_blocks,
    say_json,
    say_table,
    tell,
)

if TYPE_CHECKING:
    from writethru.newsroom import About, FrontStory
    from writethru.store import Census, Find


class Kind(StrEnum):
    """What can be found by its words."""

    story = "story"
    article = "article"
    claim = "claim"
    quotation = "quotation"


class NameKind(StrEnum):
    """What has a name."""

    outlet = "outlet"
    person = "person"
    place = "place"
    organisation = "organisation"


def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...", help='All of them; "a phrase" in quotation marks; begin* of a word.'
        ),
    ],
    store: StoreOption = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only what is of this kind.")] = None,
    outlet: Annotated[str, typer.Option("--outlet", metavar="NAME", help="Only what stands in it.")] = "",
    person: Annotated[
        str, typer.Option("--person", metavar="NAME", help="Only what names this person, or is said by it.")
    ] = "",
    place: Annotated[str, typer.Option("--place", metavar="NAME", help="Only what names this place.")] = "",
    organisation: Annotated[
        str, typer.Option("--organisation", metavar="NAME", help="Only what names it, or is said by it.")
    ] = "",
    since: Annotated[
        str | None, typer.Option("--since", metavar="TIME", help="Only published since this ISO time.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="Only published before this ISO time.")
    ] = None,
    status: Annotated[
        str, typer.Option("--status", metavar="STATUS", help="Only claims that stand so: disputed, ...")
    ] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most so many.")] = 20,
    as_json: JsonOption = False,
) -> int:
    """Find stories, articles, claims and quotations by the words in them, the best of each kind in turn.

    Example: writethru search dam "spillway gates" --kind claim
    """
    with kept(store) as room:
        found = room.find(
            " ".join(f'"{word}"' if " " in word else word for word in words),
            kind=kind or "",
            outlet=outlet,
            person=person,
            place=place,
            organisation=organisation,
            since=since,
            until=until,
            status=status,
            limit=limit,
        )
    if as_json:
        say_json(found.hits)
        return 0
    _say_finds(found.hits, none=f"nothing that is kept has {' '.join(words)}")
    if found.next and on_terminal():
        complain(f"more was found than {count(limit, 'hit')}; --limit N shows more")
    return 0


def about(
    kind: Annotated[
        NameKind | None, typer.Argument(metavar="[KIND", help="outlet, person, place or organisation.")
    ] = None,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]]", help="Without one the names of this kind are listed.")
    ] = None,
    store: StoreOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most so many of each.")] = 10,
    now: NowOption = None,
    as_json: JsonOption = False,
) -> int:
    """Print the stories, claims, quotations and articles of an outlet, person, place or organisation.

    Without any of these it tells what the pages are, how they count, and what they do not do.

    Example: writethru about outlet "The Vasken Courier"
    """
    with kept(store, now=now) as room:
        if kind is None:
            _say_pages(room.census(), as_json=as_json)
            return 0
        if name is None:
            names, _ = room.names_like(kind, limit=limit)
            if as_json:
                say_json(names)
            else:
                say_table(
                    ("stories", "name"), [(n.stories, n.name) for n in names], none="no names are kept yet"
                )
            return 0
        found, stories = room.about(kind, name, limit=limit), room.stories_about(kind, name)[:limit]
    if as_json:
        say_json({"about": found, "stories": stories})
        return 0
    _say_about(found, stories)
    return 0


def _say_pages(census: Census, *, as_json: bool) -> None:
    """Say of all pages what the reading room does."""
    from writethru.render.about import PARTS, TITLE

    if as_json:
        say_json({"articles": census.articles, "stories": census.stories, "parts": PARTS})
        return
    tell(f"{TITLE}\n{count(census.articles, 'article')} in {count(census.stories, 'story')}")
    for part in PARTS:
        told = [part.heading, part.text, *(f"{term}: {meaning}" for term, meaning in part.terms)]
        tell("\n" + "\n".join(filter(None, told)))


def _say_about(found: About, stories: Iterable[FrontStory]) -> None:
    told = [count(found.name.stories, "story"), count(found.articles, "article")]
    if found.reporting:
        told += [
            f"first with a report {count(found.reporting.firsts, 'time')}",
            f"own reporting {found.reporting.own}",
            f"agency copy or reprint {found.reporting.copies}",
        ]
    rows = [(s.card.story, s.phase.kind, s.card.headline) for s in stories]
    say_blocks(
        [(found.name.kind, found.name.key, found.name.name, *told)], [(found.name.name, (", ".join(told),))]
    )
    say_blocks(
        [("story", *row) for row in rows],
        [(headline or "Untitled", (f"{phase} · story {story[:SHORT]}",)) for story, phase, headline in rows],
    )
    _say_finds((*found.claims, *found.quotations, *found.latest))


def _say_finds(hits: Iterable[Find], none: str = "") -> None:
    shown = list(hits)
    say_blocks(
        [
            (h.kind, h.article, h.story, day(h.published), h.publisher, h.status, h.name, h.title, h.snippet)
            for h in shown
        ],
        [_block(h) for h in shown],
        none=none,
    )


def _block(h: Find) -> tuple[str, tuple[str, ...]]:
    source = (
        f"{outlet(h.publisher)} · {day(h.published)} · article {h.article[:SHORT]} · story {h.story[:SHORT]}"
    )
    match h.kind:
        case "story":
            return h.name or "Untitled", (f"story {h.story[:SHORT]} · {day(h.published)}", h.snippet)
        case "article":
            return h.title or "Untitled", (source, h.snippet)
        case "claim":
            sides = f"for: {h.name}" + (f"; against: {h.against}" if h.against else "")
            return f"Claim, {h.status}: {h.snippet}", (sides if h.name or h.against else "", source)
        case _:
            return f"“{h.snippet}”", (h.name, source)
