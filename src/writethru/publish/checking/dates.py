"""Dates of a claim that the cited article does not give to the same matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from writethru.publish.checking.case import Case, Found
from writethru.publish.checking.days import (
    YEAR,
    Interval,
    explicit,
    meets,
    same_weekday,
    shown,
    stretches,
)
from writethru.records import TimeExpression

CLOSE = 0.35  # of the best passage's share that the sentences around a date need; what is dated is told in few words


class Given(NamedTuple):
    """Days that a cited article gives, and how near they stand to the claim."""

    days: Interval
    near: float
    year: bool = True  # told, and not only understood
    weekday: bool = False  # told as a weekday alone
    printed: bool = False  # of publication


def date_faults(case: Case) -> Found:
    """Yield the dates of a claim, and in front of an event, that no cited article gives in the same matter."""
    wanted = list(stretches(case.told.text, [t for t in case.times if t.interval]))
    if case.claim.date is not None and case.claim.date.interval:
        wanted.append((case.claim.date, case.claim.date.interval))
    if not wanted:
        return
    given = [g for g in _given(case) if g.near >= CLOSE]
    for time, interval in wanted:
        words = case.told.text[time.start : time.end]
        year = bool(YEAR.search(words)) or interval != time.interval
        if not any(_gives(g, interval, year) for g in given) or not _bounded(time, interval, year, given):
            yield (
                "date",
                words,
                " or ".join(sorted({shown(g.days) for g in given})[:4]) or "a date of a cited article",
            )


def _bounded(time: TimeExpression, interval: Interval, year: bool, given: Sequence[Given]) -> bool:
    """Return whether both ends of a stretch from day to day are days that a cited article gives."""
    if time.granularity != "day" or interval[0] == interval[1]:
        return True
    cut = 0 if year else len("2031-")  # where the page names no year, that of the article counts
    return all(
        any(
            g.days[0][cut:] <= day[cut:] <= g.days[1][cut:]
            or (g.weekday and same_weekday((day, day), g.days))
            for g in given
        )
        for day in interval
    )


def _gives(given: Given, interval: Interval, year: bool) -> bool:
    if meets(interval, given.days, year and given.year) and (not given.printed or interval[0] == interval[1]):
        return True
    return given.weekday and given.near >= 1 and same_weekday(interval, given.days)


def _given(case: Case) -> Iterator[Given]:
    """Yield the days that the cited articles give, and how near each is to the claim; last those of publication.

    The day of an article counts, and the day before, where no time of a day stands in its passage.
    """
    for passage in case.passages:
        document = case.library.documents[passage.article]
        span = case.library.span(passage, 1)
        dated = False
        for time in document.body.times:
            if time.interval:
                inside = span.start <= time.start < span.end and span.field == "text"
                dated = dated or (inside and time.granularity in ("day", "part-of-day"))
                words = document.article.text[time.start : time.end]
                weekday = not any(c.isdigit() for c in words) and time.granularity == "day"
                near = max(1.0 * inside, case.nearness(passage.article, time.start))
                sure = not explicit(document.article.text, time) or bool(YEAR.search(words))
                yield Given(time.interval, near, sure, weekday)
        for time in document.title.times:
            if time.interval:
                yield Given(time.interval, 1.0)
        day = document.article.day
        if day is not None and not dated:
            yield Given((day.isoformat(), day.isoformat()), 1.0, printed=True)
