"""Seasons, holidays and days with a name of their own."""

from __future__ import annotations

from datetime import timedelta

from writethru.annotate.dates import values as calendar
from writethru.annotate.dates.context import ROUND, Context, Draft, year_of
from writethru.annotate.dates.grammar import Reading
from writethru.annotate.dates.resolution import nearest
from writethru.annotate.dates.words import listed


def season_of(reading: Reading, context: Context) -> Draft | None:
    """A season: needs an article, a preposition, a year or a turn; `fall` most of all."""
    season = reading.first("season")
    year = year_of(reading, context)
    if reading.has("latest", "recent", "current"):
        return None  # the latest fall in prices
    turn = reading.first(*ROUND)
    if reading.has("that") and context.word_after.lower() in listed("after_verb_fall"):
        return None
    word = next(t.text.lower() for t in reading.tokens if t.kind == "season")
    if year is not None:
        return Draft("DATE", f"{year:04}-{season}")
    if turn is None and not reading.has("early", "stretch"):
        determined = reading.has("the") and (
            word not in listed("doubtful_seasons")
            or context.word_before.lower() in listed("prepositions_of_months")
        )
        before = context.word_before
        if not determined and (word in listed("doubtful_seasons") or before not in listed("in")):
            return None
        if determined and context.word_after.lower() in listed("of"):
            return None
        if reading.tokens[-1].text.istitle() and context.word_after[:1].isupper():
            return None  # the Summer Games
    now = context.now
    if context.linked_year:
        return Draft("DATE", f"{context.linked_year:04}-{season}", True, 0.9)
    if now is None:
        return Draft("DATE", f"XXXX-{season}", True, 0.4)
    year = now.year
    start = calendar.SEASONS[season]
    if turn in (-1, 1) and not reading.has("unit"):
        year += (turn < 0 and -(start + 2 >= now.month)) or (turn > 0 and start <= now.month) or 0
    elif reading.has("unit"):
        year += turn or 0
    elif turn is None and context.tense <= 0 and start > now.month and not context.narrative:
        year -= 1
    elif turn is None and context.tense > 0 and start + 2 < now.month:
        year += 1
    return Draft("DATE", f"{year:04}-{season}", True, 0.7)


def holiday_of(reading: Reading, context: Context) -> Draft | None:
    """A holiday, or its eve."""
    rule = reading.first("holiday", "day_holiday", "new_year", "named_day")
    units = reading.all("unit")
    if reading.has("new_year", "day_holiday") and (
        units[0] != ("Y" if reading.has("new_year") else "D")
        or units[-1] not in ("D", "Y")
        or units[1:] == ["Y"]
    ):
        return None
    year = year_of(reading, context)
    if year is None and len(context.word_before) == 4 and context.word_before.isdecimal():
        year = int(context.word_before)  # `his 2027 Easter address`
    now = context.now
    eve = timedelta(days=1 if reading.has("eve") else 0)
    if units and units[0] not in ("D", "WE", "W", "Y"):
        return None
    if context.word_after in listed("not_after_holiday"):
        return None
    weekday = reading.first("weekday")
    if weekday and rule == "easter":
        rule = f"easter{(1 if weekday == 1 else weekday - 7):+}"
    if year is None and now is None:
        return Draft(
            "DATE",
            "XXXX-XX-XX" if rule.startswith("easter") or rule.count("-") > 1 else f"XXXX-{rule}",
            True,
            0.4,
        )
    if year is not None:
        return Draft("DATE", (calendar.holiday_day(rule, year) - eve).isoformat())
    assert now is not None
    options = [
        calendar.holiday_day(rule, y) - eve for y in (now.year - 1, now.year, now.year + 1) if 0 < y < 9999
    ]
    turn = reading.first("past", "next") or context.tense
    return Draft("DATE", nearest(now, options, turn).isoformat(), True, 0.8)


def known_day_of(reading: Reading, context: Context) -> Draft | None:
    """9/11."""
    return Draft("DATE", str(reading.first("known_day")), False, 0.9)


def named_day_of(reading: Reading, context: Context) -> Draft | None:
    """Good Friday, Black Friday; None for what no calendar knows, as Super Tuesday."""
    return holiday_of(reading, context) if reading.first("named_day") else None
