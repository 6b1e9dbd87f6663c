"""Weekdays, parts of the day, clock times, quarters, decades, centuries and bare years."""

from __future__ import annotations

from datetime import date, timedelta

from writethru.annotate import lexicon
from writethru.annotate.dates import values as calendar
from writethru.annotate.dates.context import DOUBTFUL, OWN, ROUND, Context, Draft, year_of
from writethru.annotate.dates.grammar import Reading
from writethru.annotate.dates.resolution import date_of, place_weekday
from writethru.annotate.dates.words import listed
from writethru.annotate.lexicon import by_language

FOUR_DIGITS = ("year_number", "number")  # `1840 GMT`
NO_YEAR_BEFORE = ("$", "£", "€", "#", "+", "%", "/")


def weekday_of(reading: Reading, context: Context) -> Draft | None:
    """A weekday: the last, the next, or the one the tense points to."""
    if context.word_after in listed("after_weekday_of_name") or context.two_before in listed(
        "before_weekday_of_name"
    ):
        return None  # the Sunday Times, the Mail on Sunday
    turn = next((t for t in (reading.first("past", "next"), reading.first(*ROUND)) if t is not None), None)
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
    word = reading.tokens[-1].text
    if word[0].isupper() and (
        context.word_before[:1].isupper() or context.word_after.lower() in listed("show")
    ):
        return None  # `USA Today`
    if context.reference is None:
        return Draft("DATE", "PRESENT_REF" if reading.first("day_name") == 0 else "XXXX-XX-XX", True, 0.4)
    day = context.reference + timedelta(days=reading.first("day_name"))
    nowadays = reading.first("day_name") == 0 and context.tense == 0  # may be meant
    return Draft("DATE", day.isoformat(), True, 0.7 if nowadays else 0.97)


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
    if reading.tokens[-1].text.istitle() and context.word_after[:1].isupper() and reading.has("weekday"):
        return None  # Monday Night Football
    day = _day_part(reading, context)
    if day is not None:
        if len(day.value) != 10:
            return day
        return Draft("TIME", f"{day.value}T{part}", day.relative, day.confidence)
    turn = reading.first(*ROUND)
    if reading.tokens[0].kind == "tonight" and _in_name(reading, context):
        return None
    if (
        turn is None
        and not reading.has("tonight")
        and not (context.word_before in listed("in") or reading.has("in", "early"))
    ) or _as_adjective(reading):
        return None  # no day is meant, as in `late-night shows`
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


def _in_name(reading: Reading, context: Context) -> bool:
    """Return whether a capitalised word belongs to the name of a programme: `The Tonight Show`."""
    before, after = context.word_before, context.word_after
    return reading.tokens[0].text.istitle() and (
        after.lower() in listed("show") or (before[:1].isupper() and before[1:].islower())
    )


def _as_adjective(reading: Reading) -> bool:
    tokens = reading.tokens
    return (
        len(tokens) == 3 and tokens[1].kind == "hyphen" and tokens[0].text.lower() in listed("late_or_early")
    )


def time_of(reading: Reading, context: Context) -> Draft | None:
    """A clock time, with its day and zone where they are said."""
    clock = _clock(reading)
    if clock is None:
        return None
    marks = [
        i
        for i, t in enumerate(reading.tokens)
        if t.kind in ("meridiem", "clock", "clock_word", "noon")
        or (t.kind in FOUR_DIGITS and _before_zone(reading, i))
    ]
    first = marks[0] - (reading.tokens[marks[0]].kind in ("meridiem", "clock_word"))
    first -= reading.tokens[first].kind == "meridiem"
    others = reading.tokens[: max(first, 0)] + reading.tokens[marks[-1] + 1 :]
    day = _day_part(Reading("date", others, 0), context) if others else None
    lone = reading.tokens[0].kind == "clock" and len(reading.tokens) == 1
    if lone and context.word_before.lower() not in listed("prepositions_of_clocks"):
        return None  # the length of a film, a result
    zone = "Z" if reading.first("zone") == "Z" else ""  # TimeBank leaves other zones out
    if day is not None and len(day.value) == 10:
        return Draft("TIME", f"{day.value}T{clock}{zone}", day.relative, day.confidence)
    base = context.last_day or context.reference
    if base is None:
        return Draft("TIME", f"XXXX-XX-XXT{clock}{zone}", True, 0.5)
    return Draft("TIME", f"{base.isoformat()}T{clock}{zone}", True, 0.4)  # of which day is not said


def _before_zone(reading: Reading, index: int) -> bool:
    return index + 1 < len(reading.tokens) and reading.tokens[index + 1].kind == "zone"


def _clock(reading: Reading) -> str | None:
    """Return `18:40` of a clock time in any spelling; None if there is no such time."""
    if reading.has("noon"):
        return str(reading.first("noon"))
    for token, after in zip(reading.tokens, (*reading.tokens[1:], None), strict=True):
        if after is not None and after.kind == "zone" and token.kind in FOUR_DIGITS:
            if len(token.text) != 4 or not token.text.isdigit():
                return None
            return _clock_text(int(token.text[:2]), int(token.text[2:]))
        if token.kind not in ("clock", "day_number", "card", "teen") or (
            token.kind != "clock" and (after is None or after.kind not in ("meridiem", "clock_word"))
        ):
            continue
        hour, minute = [*(int(p) for p in str(token.value).split(":")), 0][:2]
        if after is not None and after.kind == "meridiem" and hour <= 12:
            hour = hour % 12 + (12 if after.value.upper().startswith("P") else 0)
        return _clock_text(hour, minute)
    return None


def _clock_text(hour: int, minute: int) -> str | None:
    return f"{hour:02}:{minute:02}" if hour <= 24 and minute <= 59 else None


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


def quarter_name_of(reading: Reading, context: Context) -> Draft | None:
    """Q3, Q1 2030."""
    letter, digit = reading.tokens[:2]
    if digit.start != letter.end or not 1 <= digit.value <= 4:
        return None
    year, now = year_of(reading, context), context.now
    if year is None and now is None:
        return Draft("DATE", f"XXXX-Q{digit.value}", True, 0.5)
    if year is None and now is not None:
        return Draft(
            "DATE",
            f"{_quarter_year(digit.value, 'Q', context, now, None, reading):04}-Q{digit.value}",
            True,
            0.8,
        )
    return Draft("DATE", f"{year:04}-Q{digit.value}")


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
    last, now = context.near_quarter if reading.has("quarter") else context.last_quarter, context.now
    if last and now is not None and reading.has("latest") and last >= calendar.unit_value(now, "Q"):
        last = ""  # the one that has ended
    if (
        reading.has("half", "period")
        and not (ago or reading.has("latest"))
        and not last
        and (now is None or reading.has("half"))
    ):
        return None
    if not last:
        if now is None:
            return Draft("DATE", "XXXX-QX", True, 0.4)
        if reading.has("half") or (reading.has("period") and not (ago or reading.has("latest"))):
            return None
        back = 0 if turn in (0, 1) and not reading.has("latest", "the") else -1
        back = -5 if ago else 1 if reading.has("next") else back
        last = calendar.unit_value(calendar.shift(now, back, "Q"), "Q")
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
            or reading.has(*OWN[1:])
            or not (
                reading.has("the", "quote")
                or (context.previous_rule == "decade" and context.word_before.lower() in listed("links"))
            )
        ):
            return None
        tens, century = number // 10, (19 if number >= 20 or not context.reference else 20)
    if tens is None or (number is None and (not reading.has("the", "early") or reading.has(*OWN[1:]))):
        return None
    plain = number is not None and tens < 6 and not reading.has("quote")  # may be of ages or degrees
    return Draft("DATE", f"{century}{tens}", True, DOUBTFUL if plain else 0.9)


def century_of(reading: Reading, context: Context) -> Draft | None:
    """The 20th century is `19`."""
    number = reading.first("ord", "ordinal", "second")
    unit = reading.first("unit", "units")
    number += reading.first("tens") or 0
    if (unit == "CE" or reading.rule == "century_list") and 1 <= number <= 22:
        skip = int(
            reading.tokens[0].kind in OWN and any(token.kind == "hyphen" for token in reading.tokens[2:])
        )
        return Draft("DATE", f"{number - 1:02}", skip=skip)  # `the 19th-century house`
    return None


def century_list(reading: Reading, context: Context) -> Draft | None:
    """The 18th of `the 18th and 19th centuries`."""
    unit = next((token.value for token in context.ahead if token.kind == "units"), None)
    return century_of(reading, context) if unit == "CE" else None


def fiscal_of(reading: Reading, context: Context) -> Draft | None:
    """Fiscal 2005 is taken for the year of that number."""
    if reading.first("unit") not in (None, "Y"):
        return None
    year = year_of(reading, context)
    return Draft("DATE", f"{year:04}") if year is not None else None


@by_language
def _counted() -> frozenset[str]:
    return frozenset(lexicon.table("times")["not_counted"]["after_number"])


@by_language
def _numbered() -> frozenset[str]:
    return frozenset(lexicon.table("times")["not_counted"]["before_number"])


def year_only(reading: Reading, context: Context) -> Draft | None:
    """A number that is a year, or '98."""
    year = year_of(reading, context)
    if year is None:
        return None
    if not reading.has("year_number"):
        title = reading.has("quote") and context.word_after[:1].isupper()  # '60 Minutes
        return None if title else Draft("DATE", f"{year:04}", False, 0.8)
    named = reading.has("early", "stretch", "unit")
    if named:
        return Draft("DATE", f"{year:04}") if reading.first("unit") in (None, "Y") else None
    if context.word_before in listed("at") and context.word_after[:1].isupper():
        return None  # a house number
    if context.word_before in NO_YEAR_BEFORE or context.before in ("about", "than", "least"):
        return None
    if context.word_before in _numbered():
        return None
    if context.word_after in _counted() or context.word_after in ("%", "$"):
        return None
    prepared = context.word_before.lower() in listed("prepositions_of_years")
    if 1900 <= year <= 2049 or ((prepared or context.narrative) and year < 2100):
        return Draft("DATE", f"{year:04}", False, 1.0 if prepared else 0.85)
    if 1700 <= year < 1900 and context.word_before.lower() in listed("articles_of_years"):
        return Draft("DATE", f"{year:04}", False, 0.8) if context.word_after[:1].isalpha() else None
    return None
