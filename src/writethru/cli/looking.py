"""Commands that look at what is kept: stories, pages, claims, articles, words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from writethru.cli.options import (
    ArticlesOption,
    Format,
    FormatOption,
    JsonOption,
    NowOption,
    StoreOption,
    StoryArgument,
    kept,
)
from writethru.cli.printing import (
    colours,
    on_one_line,
    on_terminal,
    outlet,
    report_dropped,
    say,
    say_blocks,
    say_json,
    say_table,
    tell,
)

if TYPE_CHECKING:
    from writethru.newsroom import StoryListing
    from writethru.records import Citation

WITH_PROBLEMS = 2
SHORT = 8  # signs of an id that a terminal shows: enough to name it by


def stories(
    store: StoreOption = None,
    active: Annotated[
        bool, typer.Option("--active", help="Only stories that are alive, the most significant first.")
    ] = False,
    why: Annotated[
        bool, typer.Option("--why", help="Say how alive each story is and why it stands where it does.")
    ] = False,
    now: NowOption = None,
    as_json: JsonOption = False,
) -> int:
    """List the kept stories, those with most articles first.

    Example: writethru stories --active --why
    """
    with kept(store, now=now) as room:
        listed = room.front(active=active) if active or why else room.stories()
    if as_json:
        say_json(listed)
        return 0
    if why:
        _say_why(listed)
        return 0
    from writethru.render.wording import days_words

    short = on_terminal()  # where enough of the id leaves room for the headline
    rows = []
    for s in listed:
        figures = (len(s.articles), len({a.origin for a in s.articles}))
        dates = (days_words(s.first, s.last),) if short else (_day(s.first), _day(s.last))
        alive = (s.phase.kind,) if s.phase else ()
        rows.append((s.id[:SHORT] if short else s.id, *alive, *figures, *dates, s.headline))
    say_table(
        ("story", *(("phase",) if active else ()), "articles", "origins", "published", "headline"),
        rows,
        none="no story is alive; `writethru stories` lists all"
        if active
        else "no stories are kept yet; `writethru add SOURCE...` adds articles",
    )
    return 0


def _say_why(listed: Iterable[StoryListing]) -> None:
    """Print of each story how alive it is, and what its place is made of."""
    told = [(s, s.phase, s.significance) for s in listed if s.phase and s.significance]
    say_blocks(
        [(s.id, p.kind, p.why, f"{w.weight:.3f}", w.why, s.headline) for s, p, w in told],
        [
            (s.headline or "Untitled", (f"{p.kind}: {p.why}", f"{w.why}", f"story {s.id[:SHORT]}"))
            for s, p, w in told
        ],
        none="no stories are kept yet; `writethru add SOURCE...` adds articles",
    )


def show(
    story: StoryArgument,
    store: StoreOption = None,
    format: FormatOption = Format.text,
    with_articles: ArticlesOption = False,
) -> int:
    """Write the page of a kept story.

    Example: writethru show 3f2a --format markdown
    """
    from writethru.cli.pages import page_text

    with kept(store, read_only=False, must_exist=True) as room:
        page = room.show(story)
    say(page_text(page, format, with_articles=with_articles))
    report_dropped(page)
    return WITH_PROBLEMS if page.faults else 0


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
    from writethru.render.wording import source_words

    with kept(store) as room:
        notes = room.sources(story)
    if as_json:
        say_json(notes)
        return 0
    say_blocks(
        [
            (
                n.number,
                _day(n.published),
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
                f"{n.number}. {outlet(n.publisher)}: {n.title or 'Untitled'} ({_day(n.published)})",
                (f"Adds: {n.adds.text}" if n.adds else "", source_words(n, notes), n.url or ""),
            )
            for n in notes
        ],
    )
    return 0


def search(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS...", help='All of them; "a phrase" in quotation marks; begin* of a word.'
        ),
    ],
    store: StoreOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most so many articles.")] = 20,
    as_json: JsonOption = False,
) -> int:
    """Find kept articles by the words in them, best first.

    Example: writethru search dam "spillway gates" --limit 5
    """
    with kept(store) as room:
        hits = room.search(" ".join(f'"{word}"' if " " in word else word for word in words), limit=limit)
    if as_json:
        say_json(hits)
        return 0
    say_blocks(
        [(h.id, h.story, _day(h.published), h.publisher, h.title, h.snippet) for h in hits],
        [
            (
                h.title or "Untitled",
                (
                    f"{outlet(h.publisher)} · {_day(h.published)} · article {h.id[:SHORT]} · story {h.story[:SHORT]}",
                    h.snippet,
                ),
            )
            for h in hits
        ],
        none=f"no kept article has {' '.join(words)}",
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
    as_json: JsonOption = False,
) -> int:
    """Print a kept article, and why it is in its story.

    Example: writethru article 8c1d --revisions
    """
    from writethru.cli.rechecking import say_history
    from writethru.cli.shapes import kept_article

    with kept(store) as room:
        if revisions:
            history = room.history_of(id)
            say_json(history) if as_json else say_history(history)
            return 0
        found = room.article(id).article
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


def _day(when: str | None) -> str:
    return when[:10] if when else "undated"


def _cited(text: str, citations: Iterable[Citation]) -> str:
    return text + " " + "".join(f"[{c.source}]" for c in citations)
