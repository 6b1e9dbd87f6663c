"""Weekdays, parts of the day, clock times, quarters, decades, centuries and bare years."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from writethru.annotate import lexicon
from writethru.annotate.dates import values as calendar
from writethru.annotate.dates.grammar import Reading
from writethru.annotate.dates.resolution import (
    ROUND,
    Context,
    Draft,
    date_of,
    place_weekday,
    year_of,
)

NO_YEAR_BEFORE = ("$", "£", "€", "#", "+", "%", "/")


PREPOSITIONS_OF_YEARS = frozenset(
    "in of since until till by from to through during before after between and circa ( – - summer winter "
    "spring autumn fall early late mid".split()
)


def weekday_of(reading: Reading, context: Context) -> Draft | None:
    """A weekday: the last, the next, or the one the tense points to."""
    turn = reading.first(*ROUND)
    if reading.has("unit"):
        now = context.now
        if now is None:
            return Draft("DATE", f"XXXX-WXX-{reading.first('weekday')}", True, 0.5)
        shifted = now + timedelta(days=7 * (turn or 0))
        value = f"{calendar.week_value(shifted)}"
        day = date.fromisocalendar(int(value[:4]), int(value[6:]), reading.first("weekday"))
        return Draft("DATE", day.isoformat(), True, 0.95)
    value, sure = place_weekday(reading.first("weekday"), context, turn)
    return Draft("DATE", value, True, sure)


def day_name_of(reading: Reading, context: Context) -> Draft | None:
    """Today, yesterday, tomorrow."""
    if context.reference is None:
        return Draft("DATE", "PRESENT_REF" if reading.first("day_name") == 0 else "XXXX-XX-XX", True, 0.4)
    day = context.reference + timedelta(days=reading.first("day_name"))
    return Draft("DATE", day.isoformat(), True, 0.97)


def _day_part(reading: Reading, context: Context) -> Draft | None:
    """The day within a longer reading: a date, a weekday, a name of a day; None if there is none."""
    if reading.has("month", "doubtful_month", "short_month", "iso", "slash"):
        return date_of(reading, context)
    if reading.has("weekday"):
        kept = tuple(t for t in reading.tokens if t.kind in (*ROUND, "weekday"))
        return weekday_of(Reading("weekday", kept, 0), context)
    if reading.has("day_name"):
        return day_name_of(reading, context)
    return None


def part_of(reading: Reading, context: Context) -> Draft | None:
    """A part of a day: `Monday night`, `this morning`, `the evening of May 3`, `last night`, `tonight`."""
    part = reading.first("part", "tonight")
    if part is None:
        clock = reading.first("noon")
        part = clock
    day = _day_part(reading, context)
    if day is not None:
        if len(day.value) != 10:
            return day
        return Draft("TIME", f"{day.value}T{part}", day.relative, day.confidence)
    turn = reading.first(*ROUND)
    if (
        turn is None
        and not reading.has("tonight")
        and not (context.word_before == "in" or reading.has("in", "early"))
    ):
        return None
    told = reading.has("that", "next") or context.narrative
    base = context.last_day if told and context.last_day else context.reference
    if base is None:
        return Draft("TIME", f"XXXX-XX-XXT{part}", True, 0.4)
    if turn is None and not reading.has("tonight") and context.last_day:
        base = context.last_day
    day_value = (base + timedelta(days=turn or 0)).isoformat()
    skip = int(reading.tokens[0].kind == "in")
    sure = 0.9 if turn is not None or reading.has("tonight") else 0.4
    return Draft("TIME", f"{day_value}T{part}", True, sure, skip=skip)


def time_of(reading: Reading, context: Context) -> Draft | None:
    """A clock time, with its day and zone where they are said."""
    clock = _clock(reading)
    if clock is None:
        return None
    marks = [i for i, t in enumerate(reading.tokens) if t.kind in ("meridiem", "clock", "clock_word", "noon")]
    first = marks[0] - (reading.tokens[marks[0]].kind in ("meridiem", "clock_word"))
    first -= reading.tokens[first].kind == "meridiem"
    others = reading.tokens[: max(first, 0)] + reading.tokens[marks[-1] + 1 :]
    day = _day_part(Reading("date", others, 0), context) if others else None
    zone = "Z" if reading.first("zone") == "Z" else ""  # TimeBank leaves other zones out
    if day is not None and len(day.value) == 10:
        return Draft("TIME", f"{day.value}T{clock}{zone}", day.relative, day.confidence)
    base = context.last_day or context.reference
    if base is None:
        return Draft("TIME", f"XXXX-XX-XXT{clock}{zone}", True, 0.5)
    return Draft("TIME", f"{base.isoformat()}T{clock}{zone}", True, 0.4)  # of which day is not said


def _clock(reading: Reading) -> str | None:
    """Return `18:40` of a clock time in any spelling; None if there is no such time."""
    if reading.has("noon"):
        return str(reading.first("noon"))
    for token, after in zip(reading.tokens, (*reading.tokens[1:], None), strict=True):
        if token.kind not in ("clock", "day_number", "card") or (
            token.kind != "clock" and (after is None or after.kind not in ("meridiem", "clock_word"))
        ):
            continue
        hour, minute, *rest = (
            (*(int(p) for p in str(token.value).split(":")), 0)[:3]
            if token.kind == "clock"
            else (
                int(token.value),
                0,
            )
        )
        if after is not None and after.kind == "meridiem" and hour <= 12:
            hour = hour % 12 + (12 if after.value.upper().startswith("P") else 0)
        if hour > 24 or minute > 59:
            return None
        del rest
        return f"{hour:02}:{minute:02}"
    return None


def quarter_of(reading: Reading, context: Context) -> Draft | None:
    """A quarter or half of a year; `the year-ago quarter`, `the latest period`."""
    unit = "H" if reading.has("half") else "Q"
    number = reading.first("ord", "ordinal", "second")
    year = year_of(reading, context)
    now = context.now
    turn = reading.first(*ROUND)
    ago = reading.has("ago", "later")
    if number is None:
        return _bare_quarter(reading, context, year, turn, ago)
    if number == -1:
        number = 4 if unit == "Q" else 2
    if not 1 <= number <= (4 if unit == "Q" else 2):
        return None
    if unit == "H" and year is None and not reading.has("unit"):
        return None
    relative = year is None
    if year is None:
        if now is None:
            return Draft("DATE", f"XXXX-{unit}{number}", True, 0.5)
        year = _quarter_year(int(number), unit, context, now, turn, reading)
        year -= 1 if ago else 0
    hyphens = any(t.kind == "hyphen" for t in reading.tokens)
    joined = hyphens and reading.tokens[-1].kind in ("quarter", "half") and not ago
    skip = int(joined and reading.tokens[0].kind in ("the", "its", "his", "her", "their", "our", "this"))
    return Draft("DATE", f"{year:04}-{unit}{number}", relative, 0.8 if relative else 1.0, skip=skip)


def _quarter_year(
    number: int, unit: str, context: Context, now: date, turn: int | None, reading: Reading
) -> int:
    """Return the year of a quarter that names none."""
    if reading.has("unit") and turn is not None:
        return now.year + turn
    if reading.has("unit") and not reading.has("fiscal") and not reading.has("ago", "later"):
        return context.last_year or now.year
    current = (now.month + 2) // 3 if unit == "Q" else (now.month + 5) // 6
    if context.tense > 0:
        return now.year + (number < current - (1 if unit == "Q" else 0))
    return now.year - (number > current)


def _bare_quarter(
    reading: Reading, context: Context, year: int | None, turn: int | None, ago: bool
) -> Draft | None:
    """`The quarter`, `the latest period`, `this quarter`, `the 1988 quarter`."""
    last, now = context.last_quarter, context.now
    if reading.has("half", "period") and not last and (now is None or reading.has("half")):
        return None
    if not last:
        if now is None:
            return Draft("DATE", "XXXX-QX", True, 0.4)
        if reading.has("period"):
            return None
        back = 0 if turn in (0, 1) and not reading.has("latest", "the") else -1
        last = calendar.unit_value(calendar.shift(now, (1 if reading.has("next") else back), "Q"), "Q")
        return Draft("DATE", last, True, 0.6)
    if year is not None:
        return Draft("DATE", f"{year:04}{last[4:]}", True, 0.8)
    if ago or (reading.has("unit") and turn == -1):
        return Draft("DATE", f"{int(last[:4]) - 1:04}{last[4:]}", True, 0.8)
    if now is not None and reading.has("this", "next") and reading.has("quarter"):
        return Draft("DATE", calendar.unit_value(calendar.shift(now, turn or 0, "Q"), "Q"), True, 0.8)
    if turn == -1 and now is not None:
        return Draft("DATE", calendar.unit_value(calendar.shift(now, -1, "Q"), "Q"), True, 0.7)
    return Draft("DATE", last, True, 0.7)


def decade_of(reading: Reading, context: Context) -> Draft | None:
    """The 1990s, the '90s, the nineties."""
    number = reading.first("decade")
    if number is None:
        tens = reading.first("decade_name")
        century = 19
    elif number >= 1000:
        if number % 10:
            return None
        return Draft("DATE", f"{number // 10:03}")
    else:
        if (
            number % 10
            or not 0 <= number <= 90
            or not (
                reading.has("the", "quote", "early")
                or context.word_before.lower() in ("and", "or", "-", "of")
            )
        ):
            return None
        tens, century = number // 10, (19 if number >= 20 or not context.reference else 20)
    if tens is None or (number is None and not reading.has("the", "early")):
        return None
    return Draft("DATE", f"{century}{tens}", True, 0.9)


def century_of(reading: Reading, context: Context) -> Draft | None:
    """The 20th century is `19`."""
    number = reading.first("ord", "ordinal", "second")
    unit = reading.first("unit")
    if unit == "CE" and 1 <= number <= 22:
        return Draft("DATE", f"{number - 1:02}")
    if unit in ("D", "W", "M", "Y") and not reading.has("early"):
        return None
    return None


def fiscal_of(reading: Reading, context: Context) -> Draft | None:
    """Fiscal 2005 is taken for the year of that number."""
    if reading.first("unit") not in (None, "Y"):
        return None
    year = year_of(reading, context)
    return Draft("DATE", f"{year:04}") if year is not None else None


@cache
def _counted() -> frozenset[str]:
    return frozenset(lexicon.table("times")["not_counted"]["after_number"])


def year_only(reading: Reading, context: Context) -> Draft | None:
    """A number that is a year, or '98."""
    year = year_of(reading, context)
    if year is None:
        return None
    if not reading.has("year_number"):
        return Draft("DATE", f"{year:04}", False, 0.8)
    named = reading.has("early", "stretch", "unit")
    if named:
        return Draft("DATE", f"{year:04}") if reading.first("unit") in (None, "Y") else None
    if context.word_before == "at" and context.word_after[:1].isupper():
        return None  # a house number
    if context.word_before in NO_YEAR_BEFORE or context.before in ("about", "hyphenated", "than", "least"):
        return None
    if context.word_after.lower() in _counted() or context.word_after in ("%", "$"):
        return None
    prepared = context.word_before.lower() in PREPOSITIONS_OF_YEARS
    if 1900 <= year <= 2049 or ((prepared or context.narrative) and year < 2100):
        return Draft("DATE", f"{year:04}", False, 1.0 if prepared else 0.85)
    return None
