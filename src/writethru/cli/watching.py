"""Commands that read feeds: `update` makes one round, `watch` keeps going."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING, Annotated

import typer

from writethru.cli.options import JsonOption, NowOption, StoreOption, kept
from writethru.cli.printing import complain, count, on_one_line, report, say, say_json

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
    with kept(store, read_only=False, must_exist=True, now=now) as room:
        if not room.feeds():
            complain("no feed is followed; `writethru feed add URL` adds one")
            return NOTHING_DONE
        for visit in room.update(feed, every=every):
            visits += 1
            news += visit.new
            troubled += bool(visit.problems)
            _tell(visit, as_json)
    if not as_json:
        say(f"{count(visits, 'feed')} read, {count(news, 'new item')}" if visits else "no feed is due")
    return WITH_PROBLEMS if troubled else 0


def watch(store: StoreOption = None, as_json: JsonOption = False) -> int:
    """Read feeds as they come due, until it is stopped (Ctrl-C or SIGTERM).

    Example: writethru watch --store news.db
    """
    from writethru.acquire.watching import Clock

    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    with kept(store, read_only=False, must_exist=True) as room:
        if not room.feeds():
            complain("no feed is followed yet; those that are added are read at once")
        for visit in room.watch(stopped.is_set, clock=Clock()):
            _tell(visit, as_json)
    complain("stopped; what was read is kept, and the next start goes on from there")
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
