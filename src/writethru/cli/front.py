"""The command that lists stories: all of them, those that deserve to be looked at first, or those that are meant."""

from __future__ import annotations

from typing import Annotated

import typer

from writethru.cli.options import JsonOption, NowOption, StoreOption, kept
from writethru.cli.printing import (
    SHORT,
    day,
    on_terminal,
    say_blocks,
    say_json,
    say_table,
)


def stories(
    store: StoreOption = None,
    active: Annotated[
        bool, typer.Option("--active", help="Only stories that are alive, the most significant first.")
    ] = False,
    why: Annotated[
        bool, typer.Option("--why", help="Say how alive each story is and why it stands where it does.")
    ] = False,
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="WHEN", help="Only stories that changed since this ISO 8601 time, likewise."
        ),
    ] = "",
    outlet: Annotated[
        str, typer.Option("--outlet", metavar="NAME", help="Only stories that this outlet reports, likewise.")
    ] = "",
    person: Annotated[
        str, typer.Option("--person", metavar="NAME", help="Only stories that name this person, likewise.")
    ] = "",
    place: Annotated[
        str, typer.Option("--place", metavar="NAME", help="Only stories that name this place, likewise.")
    ] = "",
    organisation: Annotated[
        str,
        typer.Option(
            "--organisation", metavar="NAME", help="Only stories that name this organisation, likewise."
        ),
    ] = "",
    status: Annotated[
        str,
        typer.Option(
            "--status",
            metavar="STATUS",
            help="Only stories that are breaking, developing, reopened, quiet or closed; or disputed: accounts differ.",
        ),
    ] = "",
    words: Annotated[
        str,
        typer.Option(
            "--words",
            metavar="WORDS",
            help='Only stories of articles with all these words (the newest 1,000 such); "a phrase"; begin*.',
        ),
    ] = "",
    now: NowOption = None,
    as_json: JsonOption = False,
) -> int:
    """List the kept stories, those with most articles first; of those that are chosen the most significant.

    Example: writethru stories --active --why
    """
    asked = {
        "since": since,
        "outlet": outlet,
        "person": person,
        "place": place,
        "organisation": organisation,
        "status": status,
        "words": words,
    }
    if active or why or any(asked.values()):
        return _front(store, now, asked, active=active, why=why, as_json=as_json)
    with kept(store) as room:
        listed = room.stories()
    if as_json:
        say_json(listed)
        return 0
    from writethru.render.wording import days_words

    short = on_terminal()  # where enough of the id leaves room for the headline
    rows = []
    for s in listed:
        figures = (len(s.articles), len({a.origin for a in s.articles}))
        dates = (days_words(s.first, s.last),) if short else (day(s.first), day(s.last))
        rows.append((s.id[:SHORT] if short else s.id, *figures, *dates, s.headline))
    say_table(
        ("story", "articles", "origins", "published", "headline"),
        rows,
        none="no stories are kept yet; `writethru add SOURCE...` adds articles",
    )
    return 0


def _front(
    store: str | None, now: str | None, asked: dict[str, str], *, active: bool, why: bool, as_json: bool
) -> int:
    """List stories by significance; with `why`, say of each how alive it is, and what its place is made of."""
    with kept(store, now=now) as room:
        listed = room.front(active=active, **asked)
    none = _none(asked, active)
    if as_json:
        say_json(listed)
    elif why:
        told = [(s.card, s.phase, s.significance) for s in listed]
        say_blocks(
            [(c.story, p.kind, p.why, f"{w.weight:.3f}", w.why, c.headline) for c, p, w in told],
            [
                (c.headline or "Untitled", (f"{p.kind}: {p.why}", w.why, f"story {c.story[:SHORT]}"))
                for c, p, w in told
            ],
            none=none,
        )
    else:
        cut = SHORT if on_terminal() else None
        say_table(
            ("story", "phase", "articles", "origins", "headline"),
            [
                (s.card.story[:cut], s.phase.kind, s.card.articles, s.card.origins, s.card.headline)
                for s in listed
            ],
            none=none,
        )
    return 0


def _none(asked: dict[str, str], active: bool) -> str:
    """Return what is said where no story is listed; nothing where none was left out."""
    given = [f"--{name}" for name, value in asked.items() if value]
    if given == ["--since"]:
        return f"no story changed since {asked['since']}; `writethru stories` lists all"
    if given:
        return f"no story fits {', '.join([*(['--active'] if active else []), *given])}; `writethru stories` lists all"
    return "no story is alive; `writethru stories` lists all" if active else ""
