"""Commands that read feeds: `update` makes one round, `watch` keeps going."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from writethru.cli.interrupts import Asked, Counting, telling, to_go_on
from writethru.cli.options import JsonOption, NowOption, StoreOption, kept
from writethru.cli.printing import (
    complain,
    count,
    discard_output,
    on_one_line,
    report,
    say,
    say_json,
    though_unread,
)

if TYPE_CHECKING:
    from writethru.records import Visit

WITH_PROBLEMS = 2
NOTHING_DONE = 1
SHOWN = 3  # problems of one visit; the rest is counted


def update(
    every: Annotated[bool, typer.Option("--all", help="Look at all feeds, due or not.")] = False,
    feed: Annotated[
        str | None, typer.Option("--feed", metavar="FEED", help="Look at this feed only, due or not.")
    ] = None,
    store: StoreOption = None,
    now: NowOption = None,
    as_json: JsonOption = False,
) -> int:
    """Read the feeds that are due, and keep their new articles.

    Example: writethru update --store news.db
    """
    visits = news = troubled = 0
    counting = Counting()
    with telling(lambda: f"{_so_far(visits, counting)}, and what was fetched is kept"):
        with kept(store, read_only=False, must_exist=True, now=now) as room:
            if not room.feeds():
                complain("no feed is followed; `writethru feed add URL` adds one")
                return NOTHING_DONE
            for visit in room.update(feed, every=every, progress=counting):
                visits += 1
                news += visit.new
                troubled += bool(visit.problems)
                with though_unread():
                    _tell(visit, as_json)
        if not as_json:
            say(f"{count(visits, 'feed')} read, {count(news, 'new item')}" if visits else "no feed is due")
    return WITH_PROBLEMS if troubled else 0


def _so_far(visits: int, counting: Counting) -> str:
    return f"{count(visits, 'feed')} read, {count(counting['kept'], 'article')} added"


def watch(store: StoreOption = None, as_json: JsonOption = False) -> int:
    """Read feeds as they come due, until it is stopped (Ctrl-C or SIGTERM).

    Example: writethru watch --store news.db
    """
    from writethru.acquire.watching import Clock

    visits, counting = 0, Counting()
    stopped = Asked(signal.SIGTERM)
    with (
        telling(lambda: f"{_so_far(visits, counting)}, and what was fetched is kept"),
        kept(store, read_only=False, must_exist=True) as room,
    ):
        if not room.feeds():
            complain("no feed is followed yet; those that are added are read at once")
        try:
            for visit in room.watch(stopped, clock=Clock(), progress=counting):
                visits += 1
                _tell(visit, as_json)
                sys.stdout.flush()
        except BrokenPipeError:  # it would go on for ever, and nobody know of it
            discard_output()
            complain("nobody reads any more what it prints")
    words = ["watch", *(["--store", store] if store else []), *(["--json"] if as_json else [])]
    complain(f"stopped; what was read is kept ({_so_far(visits, counting)}); {to_go_on(words)}")
    return 0


def _tell(visit: Visit, as_json: bool) -> None:
    """Print what one visit brought: one line for people, one object for machines."""
    if as_json:
        say_json(visit)
        return
    say(f"{on_one_line(visit.title)}: {what_came(visit)}")
    report(visit.problems[:SHOWN])
    if len(visit.problems) > SHOWN:
        complain(f"{visit.feed}: {len(visit.problems) - SHOWN} more problems; --json has all")


def what_came(visit: Visit) -> str:
    """Return what a visit brought in words."""
    if visit.outcome in ("trouble", "ended"):
        return (
            f"{visit.health}; next look {_clock(visit.next)}" if visit.outcome == "trouble" else visit.health
        )
    if visit.outcome == "unchanged":
        told = ["unchanged"]
    elif visit.outcome == "pages":
        told = ["pages that were owed"]
    else:
        told = [f"{visit.new} new"]
        told += [f"{visit.changed} changed"] if visit.changed else []
        told += [f"{visit.known} known"]
    told += [f"{count(visit.owed, 'page')} to be tried again"] if visit.owed else []
    told += [visit.health] if visit.health != "well" else []
    return ", ".join([*told, f"next look {_clock(visit.next)}"])


def _clock(when: str) -> str:
    return when[:16].replace("T", " ")
