"""What is counted from another day, or named by `now`: offsets, the following day, last week, the same period."""

from __future__ import annotations

from datetime import date, timedelta

from writethru.annotate.dates import values as calendar
from writethru.annotate.dates.context import (
    COUNTED,
    DAY,
    DOUBTFUL,
    NUMBER,
    ROUND,
    SUB_DAY,
    UNIT,
    Context,
    Draft,
    count_of,
    duration,
)
from writethru.annotate.dates.grammar import Reading
from writethru.annotate.dates.resolution import month_of, place_weekday
from writethru.annotate.dates.words import listed

UNPLACED = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "2W": "XXXX-WXX", "M": "XXXX-XX"}


def offset_of(reading: Reading, context: Context) -> Draft | None:
    """Two weeks ago, a day earlier, three months later, two years from now, a few years back."""
    unit = reading.first(*UNIT) or "Q"
    if reading.has("day_name"):
        day = _beyond_day_name(reading, context)
        if day is not None:
            return day
    back = reading.has("back")
    if back and (context.word_after in listed("after_back") or reading.tokens[1].kind == "unit"):
        return Draft("DURATION", duration(_count(reading), unit), False, 0.8, drop=1)
    count, ago = _count(reading), back or reading.has("ago")
    sign = -1 if ago else 1 if reading.has("from") else reading.first("later", "shift") or 1
    if isinstance(count, str) or reading.has("to", "or") or _is_range(reading):
        if ago:
            return Draft("DATE", "PAST_REF", True, 0.6)
        drop = int(reading.tokens[-1].kind == "shift")
        return Draft("DURATION", duration(count, unit), not drop, 0.8 if drop else 0.6, drop=drop)
    if unit == "Y" and count == 1 and context.near_quarter and sign < 0:
        year = int(context.near_quarter[:4])
        this = context.now is None or year >= context.now.year - (context.now.month < 4)
        return Draft("DATE", f"{year - this:04}{context.near_quarter[4:]}", True, 0.7)
    if reading.tokens[-1].kind == "shift" and context.word_after[:1].isalnum():
        return Draft("DURATION", duration(count, unit), False, 0.8, drop=1)
    base, exact = (context.reference, True) if ago or reading.has("from") else context.anchor_for(unit)
    if base is None or unit in SUB_DAY:
        return Draft("DURATION", duration(count, unit), True, 0.5 if base is None else 0.6)
    weekday = reading.first("weekday")
    if weekday and not ago:
        base = calendar.shift(base, (weekday - base.isoweekday()) % 7, "D")
    elif weekday:
        return _weekday_ago(base, weekday, count, unit)
    inexact = reading.has("about", "than") or context.word_before.lower() in listed("roughly")
    value = calendar.unit_value(calendar.shift(base, sign * count, unit), "D" if weekday else unit)
    if not exact:
        return _unplaced(unit)
    return Draft("DATE", value, True, _sureness(inexact, ago, bool(weekday)))


def _sureness(inexact: bool, ago: bool, weekday: bool) -> float:
    """Return how sure the time so long before or after another is: `more than 50 years ago` is no year."""
    if inexact:
        return DOUBTFUL
    return 0.6 if weekday else 0.8 if ago else 0.7


def _unplaced(unit: str) -> Draft:
    """Return a day, week or month that counts from one that was never said."""
    return Draft("DATE", UNPLACED.get(unit, "XXXX"), True, 0.3)


def _is_range(reading: Reading) -> bool:
    """Return whether a hyphen stands between two numbers that are not one, as in `2-3 years ago`."""
    kinds = [token.kind for token in reading.tokens]
    return any(
        kind == "hyphen" and 0 < i < len(kinds) - 1 and kinds[i - 1] in NUMBER and kinds[i + 1] in NUMBER
        for i, kind in enumerate(kinds)
    )


def _count(reading: Reading) -> float | str:
    """Return the number of an offset; that of `two or three` is the first."""
    tokens = list(reading.tokens)
    cut = next((i for i, t in enumerate(tokens) if i and t.kind in ("to", "or")), len(tokens))
    count = count_of([t for t in tokens[:cut] if t.kind in COUNTED])
    return 1.0 if count is None else count


def _beyond_day_name(reading: Reading, context: Context) -> Draft | None:
    """The day before yesterday, the day after tomorrow; None for `a week from tomorrow`."""
    if context.reference is None:
        return Draft("DATE", "XXXX-XX-XX", True, 0.4)
    if reading.tokens[0].kind != "the" or not reading.has("shift"):
        return None
    days = int(reading.first("day_name")) * 2
    return Draft("DATE", (context.reference + timedelta(days=days)).isoformat(), True, 0.95)


def _weekday_ago(base: date, weekday: int, count: float, unit: str) -> Draft | None:
    """A week ago Friday: the Friday of that week; two years ago Friday: the day of which this Friday is so long after."""
    if unit not in ("W", "2W"):
        friday = base - timedelta(days=(base.isoweekday() - weekday) % 7)
        return Draft("DATE", calendar.shift(friday, -count, unit).isoformat(), True, DOUBTFUL)
    year, week, _ = calendar.shift(base, -count, unit).isocalendar()
    return Draft("DATE", date.fromisocalendar(year, week, weekday).isoformat(), True, 0.7)


def loose_offset_of(reading: Reading, context: Context) -> Draft | None:
    """Years ago, days later, a while ago, the other day: before or after, nobody says how much."""
    if reading.has("part") and reading.first("part") != "NI":
        return None
    if reading.tokens[0].kind == "about" and reading.tokens[0].text.lower() not in listed("some"):
        return None
    future = reading.first("later") == 1
    return Draft("DATE", "FUTURE_REF" if future else "PAST_REF", True, 0.5)


def before_after_of(reading: Reading, context: Context) -> Draft | None:
    """The day before, the week after: from what was mentioned last, unless an event follows."""
    turn, unit = reading.first("shift"), reading.first("unit")
    after = context.word_after
    if (after[:1].isalnum() and after not in listed("clause_openers")) or context.anchor is None:
        return None
    if reading.tokens[-1].text.lower() not in listed("before_or_after"):
        return None
    base, exact = context.anchor_for(unit or "D")
    assert base is not None
    if unit is None:
        day = (base + timedelta(days=turn)).isoformat()
        return Draft("TIME", f"{day}T{reading.first('part')}", True, 0.6)
    if unit in SUB_DAY:
        return None
    if not exact:
        return _unplaced(unit)
    return Draft("DATE", calendar.unit_value(calendar.shift(base, turn, unit), unit), True, 0.6)


def shifted_of(reading: Reading, context: Context) -> Draft | None:
    """The following day, the next week, the previous year: from what was mentioned last."""
    token = next(t for t in reading.tokens if t.kind in ("shift", "past", "next"))
    turn, word, unit = token.value, token.text.lower(), reading.first("unit")
    if word in listed("the_last") and unit:
        return round_of(reading, context)
    base, exact = (context.reference, True) if word in listed("from_now") else context.anchor_for(unit or "D")
    if word in listed("after_duration") and unit is None:
        return None
    if base is None:
        return Draft("DATE", "FUTURE_REF" if turn > 0 else "PAST_REF", True, 0.3)
    if unit is None:
        return _shifted_part(reading, context, base, turn)
    if unit in ("TH", "TM", "CE"):
        return Draft("DURATION", duration(1.0, unit), True, 0.5)
    from_now = unit in ("W", "M", "Y") and word in listed("next")
    if from_now and not context.narrative and context.tense >= 0 and context.reference:
        base, exact = context.reference, True
    if not exact:
        return _unplaced(unit)
    return Draft("DATE", calendar.unit_value(calendar.shift(base, turn, unit), unit), True, 0.75)


def _shifted_part(reading: Reading, context: Context, base: date, turn: int) -> Draft | None:
    """The following morning, the next Tuesday, the previous March."""
    part = reading.first("part")
    if part:
        return Draft("TIME", f"{(base + timedelta(days=turn)).isoformat()}T{part}", True, 0.7)
    if reading.has("weekday"):
        saved, context.narrative, context.last_day = (context.narrative, context.last_day), True, base
        value, sure = place_weekday(reading.first("weekday"), context, turn)
        context.narrative, context.last_day = saved
        return Draft("DATE", value, True, sure)
    return month_of(reading, context)


def round_of(reading: Reading, context: Context) -> Draft | None:
    """Last week, this month, next year; that day, the same year from what was mentioned last."""
    unit = reading.first("unit") or ("W" if reading.has("second") else "")
    if reading.has("second") or not unit:
        return None
    at = max(i for i, t in enumerate(reading.tokens) if t.kind in ROUND)
    if at and reading.tokens[at].kind == "next" and reading.tokens[at - 1].kind == "this" and unit == "WE":
        at -= 1  # this coming weekend
    token = reading.tokens[at]
    word, turn = token.text.lower(), token.value
    determined = at > 0 and reading.tokens[at - 1].kind == "the"
    if token.kind in ("latest", "recent"):
        return None
    if context.word_before in listed("opening_quotes") and reading.tokens[-1].text[0].isupper():
        return None  # the name of a broadcast
    if word in listed("past") or (word in listed("the_last") and determined):
        return Draft("DURATION", duration(1.0, unit), True, 0.7)
    if unit in SUB_DAY:
        return None if turn == 0 or not determined else Draft("DURATION", duration(1.0, unit), True, 0.6)
    told = token.kind == "that" or word in listed("from_told")
    base, exact = context.anchor_for(unit) if told else (context.reference, True)
    if base is None:
        return Draft("DATE", {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[turn], True, 0.3)
    if unit == "D" and token.kind == "current":
        return Draft("DATE", "PRESENT_REF", True, 0.7)
    if unit == "D" and token.kind == "this":
        return Draft("DATE", "PRESENT_REF", True, 0.5)
    value = calendar.unit_value(calendar.shift(base, turn, unit), unit)
    if not exact:
        return _unplaced(unit)
    return Draft("DATE", value, True, 0.7 if token.kind == "that" else 0.9)


def same_period_of(reading: Reading, context: Context) -> Draft | None:
    """The same month a year ago, the corresponding period last year: what was mentioned last, that much earlier."""
    units = reading.all("unit")
    turn = -1 if reading.has("ago", "later") else reading.first("past", "next", "this")
    last = context.last_quarter if reading.has("quarter", "period") and context.last_quarter else context.last
    if units[-1:] != ["Y"] or turn is None or context.now is None:
        return None
    now = context.now
    if len(last) < 6:
        return Draft("DATE", f"{now.year + turn:04}", True, 0.6)
    year = int(last[:4]) + turn if turn < 0 and reading.has("ago", "later") else now.year + turn
    tail = last[4:7] if "W" not in last else last[4:8]
    return Draft("DATE", f"{year:04}{tail}", True, 0.6)


def year_ago_of(reading: Reading, context: Context) -> Draft | None:
    """The year-ago figures: the year before, or the quarter that was spoken of a year before."""
    unit, now = reading.first("unit"), context.now
    if reading.first("later") == 1:
        return None
    skip = int(reading.has("the", "a"))
    if unit == "Y" and context.near_quarter:
        value = f"{int(context.near_quarter[:4]) - 1:04}{context.near_quarter[4:]}"
        return Draft("DATE", value, True, 0.6, skip=skip)
    if now is None:
        return Draft("DATE", "PAST_REF", True, 0.3, skip=skip)
    value = calendar.unit_value(calendar.shift(now, -1, unit), unit)
    return Draft("DATE", value, True, 0.6, skip=skip)


def the_unit_of(reading: Reading, context: Context) -> Draft | None:
    """The week, the month, the year, the weekend: the one in which the text stands; later in the day."""
    unit, now, after = reading.first("unit"), context.now, context.word_after
    if unit == "Y" and (after in listed("year_of_account") or after in listed("year_that")):
        return Draft("DURATION", "P1Y", False, 0.6) if after in listed("year_of_account") else None
    if unit == "D" and reading.has("later") and reading.has("in"):
        day = context.last_day or context.reference
        return Draft("DATE", day.isoformat(), True, 0.6) if day else None
    if (
        unit not in ("W", "M", "Y", "WE", "DE", "CE")
        or now is None
        or (unit == "CE" and not reading.has("stretch"))
    ):
        return None
    edged = reading.has("stretch", "early", "later")
    named = (
        not reading.has("the")
        or after == "-"
        or after.lower() in listed("after_named_unit")
        or after[:1].isupper()
        or reading.tokens[-1].text[0].isupper()
    )
    if not edged and unit != "WE" and context.word_before.lower() not in listed("for") and named:
        return None
    if edged and context.last_year and unit == "Y" and context.narrative:
        return Draft("DATE", f"{context.last_year:04}", True, 0.6)
    if unit == "WE" and context.tense < 0 and now.isoweekday() < 6:
        now = now - timedelta(days=7)
    sure = 0.8 if unit == "WE" and context.tense < 0 and not edged else 0.6
    return Draft("DATE", calendar.unit_value(now, unit), True, sure)


def nth_day_of(reading: Reading, context: Context) -> Draft | None:
    """On the 5th, the 15th of this month: a day of the month that is spoken of."""
    day, now = reading.first(*DAY), context.now
    turn = reading.first(*ROUND)
    if now is None or not 1 <= day <= 31 or reading.first("unit") not in (None, "M"):
        return None
    if not reading.has("unit"):
        if context.word_after[:1].isalnum() and context.word_after not in listed("clause_openers"):
            return None  # `on the 5th floor`
        turn = -1 if context.tense < 0 and day > now.day else 1 if context.tense > 0 and day < now.day else 0
    month = calendar.shift_months(now.replace(day=1), turn or 0)
    return Draft("DATE", month.replace(day=day).isoformat(), True, 0.8 if reading.has("unit") else DOUBTFUL)


def year_end_of(reading: Reading, context: Context) -> Draft | None:
    """Year-end, year's end."""
    unit = reading.first("unit")
    if context.now is None or not (unit == "Y" or (unit in ("W", "M") and reading.has("possessive"))):
        return None
    return Draft("DATE", calendar.unit_value(context.now, unit), True, 0.7)


def reference_of(reading: Reading, context: Context) -> Draft | None:
    """Now, currently, recently, soon, at the moment."""
    value = reading.first("reference", "moment")
    if reading.has("this") and reading.tokens[-1].text.lower() in listed("present"):
        return None
    if value == "FUTURE_REF" and (
        context.tense < 0
        or context.word_after in listed("after_soon")
        or context.word_before in listed("before_soon")
    ):
        return None
    if reading.tokens[0].text[0].isupper() and context.word_before[:1].isupper():
        return None  # the name of a broadcast
    if value is None:
        if reading.has("time_word") and context.word_before.lower() not in listed("at"):
            return None
        value = "PRESENT_REF"
    return Draft("DATE", value, True, 0.8)


def current_of(reading: Reading, context: Context) -> Draft | None:
    """The current president."""
    after = context.word_after
    if not after[:1].isalnum() or after in listed("clause_openers"):
        return None  # the noun
    return Draft("DATE", "PRESENT_REF" if reading.has("current") else "PAST_REF", True, 0.7)


def future_of(reading: Reading, context: Context) -> Draft | None:
    """The future, the near future."""
    return Draft("DATE", "FUTURE_REF", True, 0.7) if reading.has("the") else None


def past_of(reading: Reading, context: Context) -> Draft | None:
    """The past."""
    word = next(t.text.lower() for t in reading.tokens if t.kind == "past")
    before, after = context.word_before.lower(), context.word_after
    alone = (
        not after[:1].isalnum() or after in listed("clause_openers") or before in listed("before_the_past")
    )
    return Draft("DATE", "PAST_REF", True, 0.7) if alone and word in listed("past") else None
