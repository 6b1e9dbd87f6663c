"""Events that stand on one page with two dates or two figures: sections against timeline against headline.

No source is needed. "The following day" and "a day earlier" are resolved from the sentence before by the
annotator; "at the same time" takes its date here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from writethru.publish.checking.case import Case
from writethru.publish.checking.claims import Claim
from writethru.publish.checking.days import shown, stretches
from writethru.publish.checking.figures import Figure, figures
from writethru.publish.checking.numbers import state_of

SAME = 0.5  # share of the shorter claim's weightiest words at which two claims tell one event
MONTH = 31  # days; a year is said of what is no event: the nominee of 2016
SECOND = 0.15  # so much less alike another claim may be to count as the same event as well
SHARED = 3  # words that they share at least
PLACES = {"headline": 0, "lead": 0, "sentence": 1, "event": 2}


class Dated(NamedTuple):
    """A claim with the days that it gives its event."""

    case: Case
    days: list[tuple[str, str]]


def page_faults(cases: Sequence[Case]) -> Iterator[tuple[Claim, str, str, str]]:
    """Yield the claims of a page that give an event another date or figure than a claim elsewhere on it."""
    told = [c for c in cases if c.claim.kind in PLACES]
    dated = [Dated(c, _days(c)) for c in told]
    for entry in dated:
        if entry.case.claim.kind != "event" or not entry.days:
            continue
        alike = [(likeness(entry.case, d.case), d) for d in dated if d.case.claim.kind != "event" and d.days]
        alike = [(share, d) for share, d in alike if share >= SAME]
        if not alike:
            continue
        share, other = max(alike, key=lambda pair: pair[0])
        if _days_in(entry.days[0]) > MONTH or any(
            _agree(entry.days, d.days) for s, d in alike if s >= share - SECOND
        ):
            continue
        better = (
            e
            for e in dated
            if e.case.claim.kind == "event"
            and e is not entry
            and _agree(other.days, e.days)
            and likeness(e.case, other.case) >= share
        )
        if next(better, None) is None:
            told_there = f"{shown(other.days[0])} in {other.case.claim.where}"
            yield entry.case.claim, "two-dates", shown(entry.days[0]), told_there
    yield from _two_figures(told)


def likeness(a: Case, b: Case) -> float:
    """Return the share of the lighter claim's words that both have, by weight; 0 of too few."""
    both = [t for t in a.weights if t in b.weights and not t.isdigit()]
    if len(both) < SHARED:
        return 0.0
    light = min(sum(w for t, w in c.weights.items() if not t.isdigit()) for c in (a, b))
    return sum(a.weights[t] for t in both) / light if light else 0.0


def _days(case: Case) -> list[tuple[str, str]]:
    """Return the days that a claim gives: those in front of it, named, or counted from the sentence before."""
    if case.claim.kind == "event":
        return [case.claim.date.interval] if case.claim.date is not None and case.claim.date.interval else []
    times = [t for t in case.times if t.interval]
    named = [i for _, i in stretches(case.told.text, times) if _days_in(i) <= MONTH]
    return named or [t.interval for t in times if t.interval and t.granularity in ("day", "part-of-day")]


def _days_in(interval: tuple[str, str]) -> int:
    return (date.fromisoformat(interval[1]) - date.fromisoformat(interval[0])).days + 1


def _agree(mine: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]) -> bool:
    return any(a[0] <= b[1] and b[0] <= a[1] for a in mine for b in others)


def _two_figures(cases: Sequence[Case]) -> Iterator[tuple[Claim, str, str, str]]:
    """Yield the claims whose figure of a thing is another than in a like claim in another place of the page."""
    read = [
        (
            c,
            {
                f.counted[0]: f
                for f in reversed(figures(c.told.text, c.claim.span.start, c.claim.span.end, c.days))
                if f.counted and not f.loose
            },
        )
        for c in cases
    ]
    earlier: dict[str, list[tuple[Case, Figure]]] = {}
    for case, mine in read:
        for counted, a in mine.items():
            for other, b in earlier.get(counted, ()):
                if PLACES[other.claim.kind] == PLACES[case.claim.kind] or a.value == b.value:
                    continue
                if state_of(a) == state_of(b) and likeness(case, other) >= SAME:
                    yield (
                        case.claim,
                        "two-figures",
                        case.told.text[a.start : a.end],
                        f"{b.value:g} in {other.claim.where}",
                    )
        for counted, a in mine.items():
            earlier.setdefault(counted, []).append((case, a))
