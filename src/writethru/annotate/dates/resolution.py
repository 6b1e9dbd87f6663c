"""Days, weeks and months, placed near the reference day where no year is said."""

from __future__ import annotations

from datetime import date, timedelta

from writethru.annotate.dates import values as calendar
from writethru.annotate.dates.context import (
    DAY,
    DOUBTFUL,
    MONTH,
    ROUND,
    WEEKDAY,
    YEAR,
    Context,
    Draft,
    year_of,
)
from writethru.annotate.dates.grammar import Reading
from writethru.annotate.dates.words import known_days, listed

NEAR_DAYS = 45  # a day that lies so little ahead is hardly meant a year back
FAR_DAYS = 200  # after `until`, `by`
LONG_AGO_DAYS = 240  # so far back what only marks out (`the December rise`) is as often to come
WEEKDAY_YEARS = 7  # within so many years a date falls on each weekday, but for leap days
EARLIER_THIS_YEAR = 2  # months before this one, from which on `last` may speak of the year before
RECENT_DAYS = 60  # so long after it a day is still called by its month and number alone


def nearest(reference: date, options: list[date], tense: int) -> date:
    """Return the option that is nearest, those on the wrong side of the tense counting as further off."""

    def distance(option: date) -> float:
        days = (option - reference).days
        wrong = (tense < 0 and days > 0) or (tense > 0 and days < 0)
        return abs(days) * (8 if wrong else 1) * (1.5 if days > 0 and not tense else 1)

    return min(options, key=distance)


def _days_back(now: date, month: int, day: int) -> int:
    """Return how many days ago a day of this year was; below 0 if it is still to come or is none."""
    try:
        return (now - date(now.year, month, day)).days
    except ValueError:
        return -1


def place_month(month: int, day: int | None, context: Context) -> tuple[str, float]:
    """Return the value of a month, or a day in it, without a year, and how sure its year is."""
    tail = f"-{month:02}" + (f"-{day:02}" if day else "")
    now = context.now
    if context.linked_year:
        back = context.linked_month is not None and month > context.linked_month
        return f"{context.linked_year - back:04}{tail}", 0.95
    if context.span_from is not None:
        year = context.span_from.year + (
            (month, day or 31) < (context.span_from.month, context.span_from.day)
        )
        if calendar.days_of(f"{year:04}{tail}"):
            return f"{year:04}{tail}", 0.7
    recent = (
        now is not None
        and not context.told_here
        and day is not None
        and 0 <= _days_back(now, month, day) <= RECENT_DAYS
    )
    if context.told_year and context.tense <= 0 and not context.narrative and not recent:
        return f"{context.told_year:04}{tail}", DOUBTFUL
    if context.narrative and context.last_year and now is not None:
        turned = context.last[4:5] == "-" and now.month - month > 6
        if month == 2 and day == 29 and calendar.days_of(f"{context.last_year + turned:04}{tail}") is None:
            return f"XXXX{tail}", 0.3
        return f"{context.last_year + turned:04}{tail}", 0.7
    if now is None:
        return f"XXXX{tail}", 0.5
    options = []
    for year in (now.year - 1, now.year, now.year + 1):
        try:
            options.append(date(year, month, day or min(now.day, 28)))
        except ValueError:
            continue
    if not options:
        return f"XXXX{tail}", 0.3
    best = nearest(now, options, context.tense)
    if best > now and context.tense < 2 and (best.year, best.month) != (now.year, now.month):
        reach = FAR_DAYS if context.word_before.lower() in listed("open_ends") else NEAR_DAYS
        near = (best - now).days <= reach and (day is not None or context.tense > 0)
        return f"{best.year:04}{tail}", 0.8 if near else DOUBTFUL
    sure = 0.9 if context.tense or (day and abs((best - now).days) < 60) else 0.7
    if (context.told_year or context.year_here) and context.tense <= 0:
        sure = DOUBTFUL  # it may be of the year that was told
    if context.of_history and context.tense <= 0 and not 0 <= (now - best).days <= RECENT_DAYS:
        sure = DOUBTFUL
    said_when = context.word_before.lower() in listed("prepositions_of_months")
    if (now - best).days > LONG_AGO_DAYS and not said_when:
        sure = DOUBTFUL
    return f"{best.year:04}{tail}", sure


def place_weekday(weekday: int, context: Context, direction: int | None) -> tuple[str, float]:
    """Return the day of a weekday: strictly before or after where a word says so, else by tense."""
    now = context.reference or context.now  # even a text that tells history names weekdays of its own week
    if now is None:
        return f"XXXX-WXX-{weekday}", 0.5
    if context.span_from is not None and direction is None:
        ahead = (weekday - context.span_from.isoweekday()) % 7
        return (context.span_from + timedelta(days=ahead)).isoformat(), 0.8
    back = (now.isoweekday() - weekday) % 7
    if direction == -1:
        if back == 1:
            return (now - timedelta(days=8)).isoformat(), DOUBTFUL  # yesterday would be named without `last`
        return (now - timedelta(days=back or 7)).isoformat(), 0.9
    if direction == 1:
        return (now + timedelta(days=(7 - back) % 7 or 7)).isoformat(), 0.75
    if direction == 0:
        return (now - timedelta(days=now.isoweekday() - weekday)).isoformat(), 0.85
    if back == 0:
        return now.isoformat(), 0.95
    if context.tense > 0 and (context.tense > 1 or back > 2):
        return (now + timedelta(days=7 - back)).isoformat(), 0.9 if back > 2 else DOUBTFUL
    began = context.tense < 0 and context.word_before.lower() in listed("opens_span")
    if (back == 6 and not began) or (
        back > 3 and context.tense == 0
    ):  # nobody names the weekday of tomorrow for six days ago
        return (now + timedelta(days=7 - back)).isoformat(), DOUBTFUL
    if back > 4 or (back > 3 and context.tense >= 0):
        return (now - timedelta(days=back)).isoformat(), DOUBTFUL
    return (now - timedelta(days=back)).isoformat(), 0.95 if context.tense < 0 else 0.7


def date_of(reading: Reading, context: Context) -> Draft | None:
    """A day: with or without year, weekday first or not, in digits."""
    iso = reading.first("iso")
    if iso:
        value = iso.replace(" ", "T")
        if calendar.days_of(value[:10]) is None:
            return None
        return Draft("TIME" if "T" in value else "DATE", value)
    slash = reading.first("slash")
    if slash:
        return _slash_date(slash, context)
    month = reading.first(*MONTH)
    days = [t.value for t in reading.tokens if t.kind in DAY] or reading.all("ord")
    if month is None:
        return None
    day = int(days[0]) if days else 0
    year = year_of(reading, context)
    if not 1 <= day <= 31 or (month in (4, 6, 9, 11) and day > 30) or (month == 2 and day > 29):
        return None
    if year is not None:
        value = f"{year:04}-{month:02}-{day:02}"
        return Draft("DATE", value) if calendar.days_of(value) else None
    turn = next((t.value for t in reading.tokens[:1] if t.kind in ("past", "next", "this")), None)
    if turn and not context.narrative:
        context.tense = turn
    if context.word_after in listed("after_known_day"):
        for known in known_days():
            if known.endswith(f"-{month:02}-{day:02}"):
                return Draft("DATE", known, True, 0.7)
    value, sure = place_month(month, day, context)
    matching = _by_weekday(reading.first(*WEEKDAY), month, day, context)
    if matching:
        value, sure = matching, 0.95
    return Draft("DATE", value, True, sure, skip=int(turn is not None))


def _by_weekday(weekday: int | None, month: int, day: int, context: Context) -> str | None:
    """Return the day near now on which a date without a year falls on the weekday that is said."""
    if weekday is None or context.now is None:
        return None
    year = context.now.year
    near, far = (year - 1, year, year + 1), range(year - 2, year - WEEKDAY_YEARS, -1)
    for years, most in ((near, 3), (far, 1)):
        values = [f"{y:04}-{month:02}-{day:02}" for y in years if 0 < y < 9999]
        days = [span[0] for value in values if (span := calendar.days_of(value))]
        fitting = [found for found in days if found.isoweekday() == weekday][:most]
        if fitting:
            break
    return nearest(context.now, fitting, context.tense).isoformat() if fitting else None


def _slash_date(text: str, context: Context) -> Draft | None:
    """Month first, as American papers have it, unless only day first makes sense."""
    first, second, year = (int(part) for part in text.split("/"))
    if len(text.rsplit("/", 1)[1]) == 2:
        base = context.reference.year if context.reference else 2000
        year += base // 100 * 100
        year -= 100 if year > base + 20 else 0
    sure = 1.0 if first > 12 or second > 12 or first == second else 0.7
    month, day = (second, first) if first > 12 else (first, second)
    value = f"{year:04}-{month:02}-{day:02}"
    return Draft("DATE", value, False, sure) if calendar.days_of(value) else None


def day_list(reading: Reading, context: Context) -> Draft | None:
    """The first day of `2-3 December`, whose month comes after the next day."""
    rest = []
    for token in context.ahead[:6]:
        rest.append(token)
        if token.kind in YEAR:
            break
    kinds = [t.kind for t in rest]
    first = next((t for t in rest if t.kind in MONTH), None)
    if first is None:
        return None
    end = rest if "year_number" in kinds and kinds.index("year_number") - rest.index(first) <= 2 else [first]
    tokens = tuple(t for t in reading.tokens if t.kind in (*DAY, "the")) + tuple(
        t for t in end if t.kind in (*MONTH, *YEAR)
    )
    first_day = date_of(Reading("date", tokens, 0), context)
    return first_day._replace(drop=len(reading.tokens) - 1 - reading.has("the")) if first_day else None


def more_days(reading: Reading, context: Context) -> Draft | None:
    """The second day of `May 6 and 7`, in the month of the first; the year may come after it."""
    day = reading.first(*DAY)
    year = reading.first(*YEAR)
    first = context.last_day
    dashed = reading.tokens[0].kind == "hyphen" and reading.tokens[0].end == reading.tokens[1].start
    plain = dashed or not context.word_after or context.word_after in listed("after_month_or_day")
    if first is None or not first.day < day <= 31 or not plain:
        return None
    if year and first.year != year:
        return None
    skip = next(index for index, token in enumerate(reading.tokens) if token.kind in DAY)
    return Draft("DATE", first.replace(day=day).isoformat(), True, 0.85, skip=skip)


def more_years(reading: Reading, context: Context) -> Draft | None:
    """The second year of `1995-96`."""
    last = reading.tokens[-1]
    if context.last_year is None or len(last.text) != 2 or context.last_year % 100 >= last.value:
        return None
    return Draft("DATE", f"{context.last_year // 100 * 100 + last.value:04}", True, 0.85, skip=1)


def month_of(reading: Reading, context: Context) -> Draft | None:
    """A month, with its year or without."""
    month = reading.first(*MONTH)
    year = year_of(reading, context)
    if year is not None:
        return Draft("DATE", f"{year:04}-{month:02}")
    turn = reading.first(*ROUND)
    if (
        reading.has("doubtful_month")
        and (turn is None or reading.has("that"))
        and not _is_month(reading, context)
    ):
        return None
    if turn is None and len(reading.tokens) == 1 and _is_first_name(reading, context):
        return None
    now = context.now
    if now is None:
        value, sure = place_month(month, None, context)
        return Draft("DATE", value, True, sure)
    if turn is None:
        value, sure = place_month(month, None, context)
        return Draft("DATE", value, True, sure if sure == 0.8 else sure * 0.9)
    if reading.has("unit"):
        base = context.last_year if reading.has("that") and context.last_year else now.year
        return Draft("DATE", f"{base + turn:04}-{month:02}", True, 0.95)
    year, sure = now.year, 0.9
    if turn < 0:
        year -= month >= now.month
        if year == now.year and now.month - month >= EARLIER_THIS_YEAR:
            sure = DOUBTFUL  # last April, said in September, may be that of the year before
    elif turn > 0:
        year += month <= now.month
    return Draft("DATE", f"{year:04}-{month:02}", True, sure)


def _is_first_name(reading: Reading, context: Context) -> bool:
    """Return whether a month that stands alone is somebody's first name: `April Moran`."""
    return (
        reading.tokens[0].text.lower() in listed("first_names")
        and context.word_after[:1].isupper()
        and context.word_after[1:].islower()
        and context.word_before.lower() not in listed("before_sure_month")
    )


def _is_month(reading: Reading, context: Context) -> bool:
    """Whether a capitalised `May` or `March` that stands alone is the month."""
    before, after = context.word_before, context.word_after
    if reading.has("early", "stretch") or after in listed("number_opens_year"):
        return True
    if context.two_before.lower() in listed("who_march") and before in listed("number_opens_year"):
        return False
    if before.lower() in listed("determiners"):  # `the March vote`, not `the March on the capital`
        return after.islower() and after not in listed("after_month_or_day")
    if before in listed("of") and after in listed("after_marching"):
        return False
    if month_name(reading) in context.surnames and before.lower() not in listed("firm_before_month"):
        return False
    return before.lower() in listed("prepositions_of_months") and not after[:1].isupper()


def month_name(reading: Reading) -> str:
    """Return the month as it is written."""
    return next(token.text for token in reading.tokens if token.kind == "doubtful_month")


def week_of(reading: Reading, context: Context) -> Draft | None:
    """The week of March 4, the month of April."""
    unit, rest = reading.first("unit"), reading.tokens[3:]
    day = date_of(Reading("date", rest, reading.position + 3), context)
    if day is None and unit == "M":
        value = _span_value(reading, context)
        return Draft("DATE", value, not reading.has(*YEAR), 0.7) if value else None
    span = calendar.days_of(day.value) if day else None
    if day is None or span is None or unit not in ("W", "WE"):
        return None
    return Draft("DATE", calendar.unit_value(span[0], unit), day.relative, day.confidence)


def nth_of(reading: Reading, context: Context) -> Draft | None:
    """The first week of May, the last day of 2012, the third Monday in March 2019."""
    number = -1 if reading.has("past") else reading.first("ord", "ordinal", "second")
    unit, weekday = reading.first("unit"), reading.first("weekday")
    span = calendar.days_of(_span_value(reading, context) or "")
    if span is None or unit not in ("D", "W", "WE", None):
        return None
    first, last = span
    if weekday or unit == "WE":
        wanted = weekday or 6
        day = first + timedelta(days=(wanted - first.isoweekday()) % 7 + 7 * (number - 1))
        if number == -1:
            day = last - timedelta(days=(last.isoweekday() - wanted) % 7)
    else:
        step = 7 if unit == "W" else 1
        offset = 3 if unit == "W" else 0  # a week belongs to the year that has its middle
        day = last if number == -1 else first + timedelta(days=step * (number - 1) + offset)
    if not first <= day <= last:
        return None
    value = calendar.unit_value(day, unit or "D")
    return Draft("DATE", value, not reading.has("year_number"), 0.7 if unit in ("W", "WE") else 0.85)


def _span_value(reading: Reading, context: Context) -> str | None:
    """Return the value of the month or year at the end of a reading."""
    at = next((i for i, t in enumerate(reading.tokens) if t.kind in (*MONTH, *YEAR, "quote")), None)
    if at is None:
        return None
    rest = Reading("month", reading.tokens[at:], reading.position + at)
    year = year_of(rest, context)
    if not rest.has(*MONTH):
        return f"{year:04}" if year else None
    month = rest.first(*MONTH)
    return f"{year:04}-{month:02}" if year else place_month(month, None, context)[0]
