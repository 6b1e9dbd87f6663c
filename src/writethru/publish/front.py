"""How much a story deserves to stand first: independent origins, outlets, what changed, and how long ago."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import exp2, log2

from writethru.records import Counts, Significance, known_moment

# A story loses half of its weight in a day: of stories that were silent for a day a half goes on within the next
# two (swept in cluster/lifecycle.py).
HALF_LIFE = timedelta(days=1)
_REACH = 0.5  # of an outlet beside an origin: reprints carry a report further, and confirm nothing
_DECIMALS = 3  # of a weight: so one that faded to nothing stays in its place
_LONGEST = 999.0  # half-lives: after more nothing is left of any weight, and numbers end at 2**1024
_CHANGE = 1.0  # a changed figure, status or dispute weighs as much as twice the origins


def significance(counts: Counts, changes: int, newest: str | None, now: datetime) -> Significance:
    """Return the weight of a story at `now` (aware), and what it is made of in words.

    `changes` is how many changes its latest revision brought, `newest` the ISO time of its newest article:
    one without a time, or of a time to come, counts as a week old, so that it never floats to the top.
    """
    age = age_of(known_moment(newest), now)
    parts = [
        _count(counts.origins, "independent origin"),
        _count(counts.outlets, "outlet"),
        f"{_count(changes, 'change')} in its latest revision" if changes else "",
        f"newest {_words(age)}" if newest else "undated",
    ]
    return Significance(faded(fresh_weight(counts, changes), age), ", ".join(filter(None, parts)))


def fresh_weight(counts: Counts, changes: int) -> float:
    """Return the weight of a story the newest article of which came just now."""
    return log2(1 + counts.origins) + _REACH * log2(1 + counts.outlets) + _CHANGE * (changes > 0)


def faded(weight: float, age: timedelta) -> float:
    """Return what is left of a weight after a time, to the third decimal."""
    return round(weight * exp2(-(age / HALF_LIFE)), _DECIMALS)


def unfaded(weight: float, time: timedelta) -> float:
    """Return more than a weight can have been so long ago of which so much is left."""
    unrounded = 10.0**-_DECIMALS  # twice what rounding takes off, of what was and of what is left
    return (weight + unrounded) * exp2(min(time / HALF_LIFE, _LONGEST)) + unrounded


def age_of(when: datetime | None, now: datetime) -> timedelta:
    """Return how long ago something came; what may not be known counts as a week."""
    if when is None or when - now > HALF_LIFE:
        return timedelta(days=7)
    return max(now - when, timedelta(0))


def _words(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    if not hours:
        return "less than an hour ago"
    return f"{_count(hours, 'hour')} ago" if hours < 48 else f"{_count(hours // 24, 'day')} ago"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
