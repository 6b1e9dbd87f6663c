"""Dates of a claim that the cited article does not give to the same matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from writethru.publish.checking.case import NEAR, Case, Found
from writethru.publish.checking.words import rows, words_in
from writethru.records import TimeExpression

YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
Interval = tuple[str, str]


def date_faults(case: Case) -> Found:
    """Yield the dates of a claim, and in front of an event, that no cited article gives in the same matter."""
    wanted = [t for t in case.times if t.interval and explicit(case.told.text, t)]
    if case.claim.date is not None:
        wanted.append(case.claim.date)
    if not wanted:
        return
    given = list(_given(case))
    for time in wanted:
        words = case.told.text[time.start : time.end]
        year = bool(YEAR.search(words))
        near = [i for i, share in given if share >= NEAR]
        if time.interval and not any(meets(time.interval, i, year) for i in near):
            yield "date", words, " or ".join(sorted({shown(i) for i in near})[:4]) or "a date of a cited article"


def explicit(text: str, time: TimeExpression) -> bool:
    """Return whether a time names a year or a month, and so does not hang on the day of the page."""
    words = text[time.start : time.end]
    months = rows("page", "dates", "months")
    return time.type in ("DATE", "TIME") and (
        bool(YEAR.search(words)) or any(w.low in months and words[w.start].isupper() for w in words_in(words))
    )


def meets(mine: Interval, other: Interval, year: bool) -> bool:
    """Return whether a time that is given bears out a time of the page: the same days, or days within it.

    Where the page names no year, that of the article counts.
    """
    if not year and mine[0][:4] != other[0][:4]:
        shift = other[0][:4]
        mine = (shift + mine[0][4:], shift + mine[1][4:])
    return mine[0] <= other[0] and other[1] <= mine[1]


def _given(case: Case) -> Iterator[tuple[Interval, float]]:
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
                yield time.interval, max(1.0 * inside, case.nearness(passage.article, time.start))
        for time in document.title.times:
            if time.interval:
                yield time.interval, 1.0
        day = document.article.day
        if day is not None and not dated:
            yield (day.isoformat(), day.isoformat()), 1.0


def shown(interval: Interval) -> str:
    """Return an interval in words of ISO."""
    return interval[0] if interval[0] == interval[1] else f"{interval[0]}/{interval[1]}"
