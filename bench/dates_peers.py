"""Dates of peers beside ours: dateparser's search on every third document of TimeBank.

dateparser knows no durations, sets or parts of a day, so its values are days: the figures say what a
general reader of dates makes of news text, not what it was made for. A peer that is not installed is
skipped by name; `pip install .[bench]` brings it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bench.dates import Extent, Labelled, predict, score, squeeze

EVERY = 3  # one document in so many, because it takes a hundred times as long


def dateparser_finder() -> Callable[[Labelled], list[Extent]] | None:
    """Return a function that finds dates with dateparser, None if it is not installed."""
    try:
        from dateparser.search import search_dates
    except ImportError:
        print("skipped: dateparser is not installed", file=sys.stderr)
        return None

    def find(document: Labelled) -> list[Extent]:
        base = datetime.fromisoformat(document.published) if document.published else None
        settings: dict[str, Any] = {"RELATIVE_BASE": base} if base else {}
        found: list[Extent] = []
        place = 0
        for words, moment in search_dates(document.text, languages=["en"], settings=settings) or ():
            start = document.text.find(words, place)
            if start >= 0:
                place = start + len(words)
                found.append((start, place, moment.date().isoformat(), "DATE"))
        return found

    return find


def peers(documents: list[Labelled]) -> dict[str, dict[str, float]]:
    """Return the figures of ours and of each peer on a sample of some documents."""
    find = dateparser_finder()
    if find is None:
        return {}
    sample = documents[::EVERY]
    figures = {}
    for name, finder in (("ours", predict), ("dateparser", find)):
        pairs = [(squeeze(d.text, d.gold), squeeze(d.text, finder(d))) for d in sample]
        figures[f"timebank_{len(sample)} {name}"] = {
            key: value for key, value in score(pairs).items() if key != "type_f1"
        }
    return figures
