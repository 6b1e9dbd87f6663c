"""Offsets, durations, sets and words such as `now`; and the table of what resolves each rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from writethru.annotate.dates import values as calendar
from writethru.annotate.dates.grammar import Reading
from writethru.annotate.dates.periods import (
    century_of,
    day_name_of,
    decade_of,
    fiscal_of,
    part_of,
    quarter_of,
    time_of,
    weekday_of,
    year_only,
)
from writethru.annotate.dates.resolution import (
    ROUND,
    Context,
    Draft,
    count_of,
    date_of,
    day_list,
    duration,
    holiday_of,
    month_of,
    more_days,
    more_years,
    place_weekday,
    season_of,
)
from writethru.annotate.dates.words import Token

UNIT = ("unit", "units", "quarter")
COUNTED = ("few", "card", "nineteen", "scale", "day_number", "number", "year_number", "decimal")


def offset_of(reading: Reading, context: Context) -> Draft | None:
    """Two weeks ago, a day earlier, three months later, two years from now."""
    unit = reading.first(*UNIT) or "Q"
    if reading.has("day_name"):
        if context.reference is None:
            return Draft("DATE", "XXXX-XX-XX", True, 0.4)
        back = reading.first("shift", "that") or 0
        days = int(reading.first("day_name")) * 2 if reading.tokens[0].kind == "the" else 0
        if back and reading.tokens[0].kind == "the":
            return Draft("DATE", (context.reference + timedelta(days=days)).isoformat(), True, 0.95)
    count = count_of([t for t in reading.tokens if t.kind in COUNTED])
    count = 1.0 if count is None else count
    ago = reading.has("ago")
    sign = -1 if ago else 1 if reading.has("from") else reading.first("later", "shift") or 1
    if isinstance(count, str):
        if ago:
            return Draft("DATE", "PAST_REF", True, 0.6)
        if reading.tokens[-1].kind == "shift":
            return Draft("DURATION", duration(count, unit), False, 0.8, drop=1)
        return Draft("DURATION", duration(count, unit), True, 0.6)
    if unit == "Y" and count == 1 and context.last_quarter and sign < 0:
        year = int(context.last_quarter[:4])
        this = context.now is None or year >= context.now.year - (context.now.month < 4)
        return Draft("DATE", f"{year - this:04}{context.last_quarter[4:]}", True, 0.7)
    if reading.tokens[-1].kind == "shift" and context.word_after[:1].isalnum():
        return Draft("DURATION", duration(count, unit), False, 0.8, drop=1)
    base = context.reference if ago or reading.has("from") else context.anchor
    if base is None:
        return Draft("DURATION", duration(count, unit), True, 0.5)
    if unit in ("TH", "TM", "TS"):
        return Draft("DURATION", duration(count, unit), True, 0.6)
    day = calendar.shift(base, sign * count, unit)
    exact = reading.has("about") or reading.has("than")
    return Draft("DATE", calendar.unit_value(day, unit), True, 0.6 if exact else 0.8)


def loose_offset_of(reading: Reading, context: Context) -> Draft | None:
    """Years ago, days later: before or after, nobody says how much."""
    past = reading.has("ago") or reading.first("later") == -1
    return Draft("DATE", "PAST_REF" if past else "FUTURE_REF", True, 0.5)


def shifted_of(reading: Reading, context: Context) -> Draft | None:
    """The following day, the next week, the previous year: from what was mentioned last."""
    turn = reading.first("shift", "past", "next")
    word = next(t.text.lower() for t in reading.tokens if t.kind in ("shift", "past", "next"))
    unit = reading.first("unit")
    if word in ("past", "last") and unit:
        return round_of(reading, context)
    base = context.anchor if word not in ("coming", "upcoming") else context.reference
    if word in ("before", "after", "hence", "afterward", "afterwards") and unit is None:
        return None
    if base is None:
        return Draft("DATE", "FUTURE_REF" if turn > 0 else "PAST_REF", True, 0.3)
    if unit is None:
        part = reading.first("part")
        if part:
            return Draft("TIME", f"{(base + timedelta(days=turn)).isoformat()}T{part}", True, 0.7)
        if reading.has("weekday"):
            saved, context.narrative, context.last_day = (context.narrative, context.last_day), True, base
            value, sure = place_weekday(reading.first("weekday"), context, turn)
            context.narrative, context.last_day = saved
            return Draft("DATE", value, True, sure)
        return month_of(reading, context)
    if unit in ("TH", "TM", "CE"):
        return Draft("DURATION", duration(1.0, unit), True, 0.5)
    if (
        unit in ("W", "M", "Y")
        and word == "next"
        and not context.narrative
        and context.tense >= 0
        and context.reference
    ):
        base = context.reference
    return Draft("DATE", calendar.unit_value(calendar.shift(base, turn, unit), unit), True, 0.75)


def round_of(reading: Reading, context: Context) -> Draft | None:
    """Last week, this month, next year; that day, the same year from what was mentioned last."""
    unit = reading.first("unit") or ("W" if reading.has("second") else "")
    if reading.has("second") or not unit:
        return None
    token = next(t for t in reading.tokens if t.kind in ROUND)
    word, turn = token.text.lower(), token.value
    if token.kind == "latest":
        return None
    if word == "past" or (word == "last" and reading.has("the")):
        return Draft("DURATION", duration(1.0, unit), True, 0.7)
    if unit in ("TH", "TM", "TS"):
        return None if turn == 0 else Draft("DURATION", duration(1.0, unit), True, 0.6)
    base = (
        context.anchor
        if token.kind == "that" or word in ("previous", "preceding", "following")
        else context.reference
    )
    if base is None:
        return Draft("DATE", {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[turn], True, 0.3)
    if unit == "D" and token.kind == "this":
        return Draft("DATE", "PRESENT_REF" if word == "current" else base.isoformat(), True, 0.7)
    value = calendar.unit_value(calendar.shift(base, turn, unit), unit)
    return Draft("DATE", value, True, 0.9 if token.kind != "that" else 0.7)


def last_n_of(reading: Reading, context: Context) -> Draft | None:
    """The past three months: a duration that ends at the reference."""
    draft = duration_of(reading, context)
    return draft._replace(relative=True) if draft else None


def vague_of(reading: Reading, context: Context) -> Draft | None:
    """Recent weeks, past years, coming days, these days."""
    unit = reading.first("units")
    token = next(t for t in reading.tokens if t.kind in (*ROUND, "those"))
    if token.kind == "those":
        if unit == "D" and token.text.lower() == "these":
            return Draft("DATE", "PRESENT_REF", True, 0.7)
        return None
    return Draft("DURATION", duration("X", unit), True, 0.6)


def duration_of(reading: Reading, context: Context) -> Draft | None:
    """A length of time."""
    kinds = COUNTED
    if reading.has("old") and "Y" in reading.all(*UNIT):
        return None  # an age
    if context.word_after.lower() == "old" or (reading.has("quarter") and not reading.has("past", "next")):
        return None
    tokens = list(reading.tokens)
    cut = next(
        (i for i, t in enumerate(tokens) if i and t.kind in ("to", "or", "hyphen") and t.kind != "hyphen"),
        None,
    )
    if tokens[-1].kind == "units" and tokens[-1].text[0].isupper() and tokens[0].text[0].isdigit():
        return None  # a title: `60 Minutes`
    head = tokens[:cut] if cut and any(t.kind in kinds for t in tokens[:cut]) else tokens
    unit = next((t.value for t in reversed(tokens) if t.kind in UNIT), None)
    if unit is None:
        return None
    count = count_of([t for t in head if t.kind in (*kinds, "half")])
    half = reading.has("half")
    if count is None:
        count = 0.5 if half and tokens[-1].kind != "half" else 1.0
        if half and reading.has("and"):
            count = 1.5
    if isinstance(count, float) and count > 1e9:
        return None
    whole = reading.has("full", "entire", "whole") and reading.has("the")
    if whole and count == 1.0 and unit in ("Y", "M", "W") and context.now is not None:
        return Draft("DATE", calendar.unit_value(context.now, unit), True, 0.6)
    return Draft("DURATION", duration(count, unit), skip=_not_its_own(tokens))


def _not_its_own(tokens: list[Token]) -> int:
    """Return how many of the first tokens are a preposition or the article of a later noun."""
    skip = 0
    if tokens[0].kind == "the" and tokens[-2].kind == "hyphen":
        return 1  # `the ten-day march`
    if len(tokens) > 2 and tokens[0].text.lower() in ("over", "around", "about"):
        article = tokens[1].kind in ("a", "an") and tokens[2].kind not in UNIT
        skip = int(tokens[1].kind == "few" or article)  # `over several years`
    rest = tokens[skip:]
    if len(rest) > 2 and rest[0].kind in ("a", "an") and rest[1].kind in COUNTED[1:3]:
        skip += 1  # `a five year low`
    return skip


def article_duration(reading: Reading, context: Context) -> Draft | None:
    """A year, a week: a length of time, or a rate after a number (`12 times a year`)."""
    unit = reading.first("unit")
    if reading.tokens[0].kind in ("a", "an") and len(reading.tokens) == 2 and context.counted_before:
        return Draft("SET", duration(1.0, unit), False, 0.7)
    return duration_of(reading, context)


def same_period_of(reading: Reading, context: Context) -> Draft | None:
    """The same month a year ago, the corresponding period last year: what was mentioned last, that much earlier."""
    units = reading.all("unit")
    turn = -1 if reading.has("ago", "later") else reading.first("past", "next", "this")
    last = context.last_quarter if reading.has("quarter", "period") and context.last_quarter else context.last
    if units[-1:] != ["Y"] or len(last) < 6 or turn is None or context.now is None:
        return None
    now = context.now
    year = int(last[:4]) + turn if turn < 0 and reading.has("ago", "later") else now.year + turn
    tail = last[4:7] if "W" not in last else last[4:8]
    return Draft("DATE", f"{year:04}{tail}", True, 0.6)


def nothing(reading: Reading, context: Context) -> Draft | None:
    """What looks like a time and is none: `24 hours a day`."""
    return None


def units_of(reading: Reading, context: Context) -> Draft | None:
    """Weeks, months, years without a number."""
    if reading.has("the", "its", "his", "her", "their", "our", "my"):
        return None
    unit = reading.first("units")
    if (
        unit in ("TS", "WE")
        or context.before in ("ord", "second", "early", "stretch")
        or context.word_before.lower() in ("teen", "school", "old", "school", "olympic")
    ):
        return None
    return Draft("DURATION", duration("X", unit), False, 0.5)


def set_of(reading: Reading, context: Context) -> Draft | None:
    """Every week, each July, every two years, per day."""
    weekday = reading.first("weekday")
    if weekday:
        return Draft("SET", f"XXXX-WXX-{weekday}")
    month = reading.first("month", "doubtful_month", "short_month")
    if month:
        return Draft("SET", f"XXXX-{month:02}")
    if reading.has("season"):
        return Draft("SET", f"XXXX-{reading.first('season')}")
    if reading.has("part"):
        return Draft("SET", f"XXXX-XX-XXT{reading.first('part')}")
    if reading.has("holiday"):
        return Draft("SET", "P1Y")
    count = count_of([t for t in reading.tokens if t.kind in COUNTED])
    unit = reading.first(*UNIT)
    if reading.has("other"):
        count = 2.0
    return Draft("SET", duration(1.0 if count is None else count, unit or "Q"))


def adverb_of(reading: Reading, context: Context) -> Draft | None:
    """Daily, weekly, annually."""
    return Draft("SET", str(reading.first("adverb_set")))


def year_ago_of(reading: Reading, context: Context) -> Draft | None:
    """The year-ago figures: the year before, or the quarter that was spoken of a year before."""
    unit, now = reading.first("unit"), context.now
    if reading.first("later") == 1:
        return None
    skip = int(reading.has("the", "a"))
    if unit == "Y" and context.last_quarter:
        return Draft(
            "DATE", f"{int(context.last_quarter[:4]) - 1:04}{context.last_quarter[4:]}", True, 0.6, skip=skip
        )
    if now is None:
        return Draft("DATE", "PAST_REF", True, 0.3, skip=skip)
    value = calendar.unit_value(calendar.shift(now, -1, unit), unit)
    return Draft("DATE", value, True, 0.6, skip=skip)


def the_unit_of(reading: Reading, context: Context) -> Draft | None:
    """The week, the month, the year, the weekend: the one in which the text stands."""
    unit, now = reading.first("unit"), context.now
    if unit == "Y" and context.word_after in ("ended", "ending", "that", "to"):
        return Draft("DURATION", "P1Y", False, 0.6) if context.word_after in ("ended", "ending") else None
    if unit not in ("W", "M", "Y", "WE", "DE", "CE") or now is None:
        return None
    edged = reading.has("stretch", "early", "later")
    if not edged and unit != "WE" and context.word_before.lower() != "for":
        return None
    if edged and context.last_year and unit == "Y" and context.narrative:
        return Draft("DATE", f"{context.last_year:04}", True, 0.6)
    if unit == "WE" and context.tense < 0 and now.isoweekday() < 6:
        now = now - timedelta(days=7)
    return Draft("DATE", calendar.unit_value(now, unit), True, 0.6)


def year_end_of(reading: Reading, context: Context) -> Draft | None:
    """Year-end, year's end."""
    if reading.first("unit") != "Y" or context.now is None:
        return None
    return Draft("DATE", f"{context.now.year:04}", True, 0.7)


def reference_of(reading: Reading, context: Context) -> Draft | None:
    """Now, currently, recently, soon, at the moment."""
    value = reading.first("reference", "moment")
    if value == "FUTURE_REF" and (
        context.tense < 0 or context.word_after in ("as", "after") or context.word_before in ("as", "too")
    ):
        return None
    if value is None:
        if reading.has("time_word") and context.word_before.lower() != "at":
            return None
        value = "PRESENT_REF"
    return Draft("DATE", value, True, 0.8)


def future_of(reading: Reading, context: Context) -> Draft | None:
    """The future, the near future."""
    return Draft("DATE", "FUTURE_REF", True, 0.7) if reading.has("the") else None


def past_of(reading: Reading, context: Context) -> Draft | None:
    """The past."""
    word = next(t.text.lower() for t in reading.tokens if t.kind == "past")
    return Draft("DATE", "PAST_REF", True, 0.7) if word == "past" else None


Resolver = Callable[[Reading, Context], Draft | None]
RESOLVERS: dict[str, Resolver] = {
    "set": set_of,
    "adverb": adverb_of,
    "time": time_of,
    "part": part_of,
    "date": date_of,
    "more_days": more_days,
    "more_years": more_years,
    "day_list": day_list,
    "month": month_of,
    "season": season_of,
    "holiday": holiday_of,
    "quarter": quarter_of,
    "decade": decade_of,
    "century": century_of,
    "fiscal": fiscal_of,
    "offset": offset_of,
    "loose_offset": loose_offset_of,
    "shifted": shifted_of,
    "weekday": weekday_of,
    "last_n": last_n_of,
    "round": round_of,
    "vague": vague_of,
    "duration": duration_of,
    "year_ago": year_ago_of,
    "rate": nothing,
    "same_period": same_period_of,
    "article": article_duration,
    "the_unit": the_unit_of,
    "year_end": year_end_of,
    "units": units_of,
    "year": year_only,
    "day_name": day_name_of,
    "reference": reference_of,
    "future": future_of,
    "past_time": past_of,
}
