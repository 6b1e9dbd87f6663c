"""Readings to TIMEX3 types and values: against the dateline, the tense and what was mentioned before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from writethru.annotate.dates import values as calendar
from writethru.annotate.dates.grammar import Reading
from writethru.records import TimeType

DAY, YEAR = ("day_number", "ordinal"), ("year_number",)
MONTH = ("month", "doubtful_month", "short_month")
WEEKDAY = ("weekday", "short_weekday")
NUMBER = ("day_number", "year_number", "number", "decimal")
ROUND = ("past", "next", "this", "that", "latest", "shift")

IN_SMALLER = {"Q": (3, "M"), "DE": (10, "Y"), "CE": (100, "Y")}  # as TimeBank writes them


class Draft(NamedTuple):
    """What a reading means: type, value, whether another date was needed, and how sure it is."""

    type: TimeType
    value: str
    relative: bool = False
    confidence: float = 1.0
    skip: int = 0  # tokens at the beginning that do not belong to it
    drop: int = 0  # and at the end


DOUBTFUL = 0.4  # a guess not to be printed: `Friday` on a Thursday, in a text changed a day later


@dataclass
class Context:
    """Where a reading stands: reference day, what was mentioned before it, and the tense around it."""

    reference: date | None
    narrative: bool = False  # the text tells of another time than its own
    tense: int = 0  # -1 past, 1 future, 0 unknown
    last: str = ""  # value of the last DATE or TIME that could be placed
    last_day: date | None = None  # only where the day itself was said
    last_year: int | None = None
    last_quarter: str = ""
    before: str = ""  # class of the token before, and its word
    word_before: str = ""
    counted_before: bool = False  # a number stands shortly before
    word_after: str = ""
    surnames: frozenset[str] = frozenset()  # months that are also the name of somebody in the text
    linked_year: int | None = None  # of the date that follows: `May 3 to June 5, 2001`
    linked_month: int | None = None
    told_year: int | None = None  # an earlier one told just before: `on Jan. 5, 2009; on March 3`
    ahead: tuple[Any, ...] = field(default_factory=tuple)  # tokens that follow

    @property
    def anchor(self) -> date | None:
        """The day that `the following day`, `a year earlier` count from."""
        days = calendar.days_of(self.last) if self.last else None
        return days[0] if days else self.reference

    @property
    def now(self) -> date | None:
        """The day that bare weekdays, months and quarters are near to."""
        return self.anchor if self.narrative else self.reference


def count_of(tokens: list[Any]) -> float | str | None:
    """Return the number that digit and word tokens make; `X` for an unknown number."""
    total, part, seen = 0.0, 0.0, False
    if any(token.kind == "half" for token in tokens):
        part = 0.5
    for token in tokens:
        if token.kind == "few":
            return token.value if token.value == "X" else float(token.value)
        if token.kind in NUMBER:
            part, seen = part + token.value, True
        elif token.kind in ("card", "nineteen", "scale"):
            seen = True
            if token.value >= 1000:
                total, part = total + max(part, 1) * token.value, 0
            elif token.value in (100, 12) and (part or token.value == 100):
                part = max(part, 1) * token.value
            else:
                part += token.value
    return total + part if seen else None


def spoken_year(reading: Reading) -> int | None:
    """Return the year that number words make: nineteen ninety-six, two thousand."""
    values = reading.all("card", "nineteen", "scale")
    if len(values) >= 2 and values[0] in (18, 19, 20) and 10 <= values[1] <= 99:
        return int(values[0] * 100 + sum(values[1:]))
    if values[:2] == [2, 1000]:
        return int(2000 + sum(values[2:]))
    return None


def year_of(reading: Reading, context: Context) -> int | None:
    """Return the year that a reading names: in full, in words, or as '98."""
    year = reading.first("year_number")
    if year is None:
        for mark, number in zip(reading.tokens, reading.tokens[1:], strict=False):
            if mark.kind == "quote" and number.kind in ("day_number", "number") and len(number.text) == 2:
                base = context.reference.year if context.reference else 2000
                full = base // 100 * 100 + int(number.value)
                return full - 100 if full > base + 20 else full
        return spoken_year(reading)
    return int(year)


def number_text(number: float) -> str:
    """Return a number as durations have it: `2`, `1.5`."""
    return str(int(number)) if number == int(number) else str(number)


def duration(count: float | str, unit: str) -> str:
    """Return a duration: P2Y, PT3H, PXD."""
    if unit == "2W":
        count, unit = (count if isinstance(count, str) else count * 2), "W"
    if unit in IN_SMALLER and not isinstance(count, str):
        factor, unit = IN_SMALLER[unit]
        count *= factor
    text = count if isinstance(count, str) else number_text(count)
    if not isinstance(count, str) and count == 0.5:
        halves = {"Y": "P6M", "D": "PT12H", "TH": "PT30M"}
        return halves.get(unit, f"P0.5{unit}")
    return f"PT{text}{unit[1]}" if unit in ("TH", "TM", "TS") else f"P{text}{unit}"


def nearest(reference: date, options: list[date], tense: int) -> date:
    """Return the option that is nearest, those on the wrong side of the tense counting as further off."""

    def distance(option: date) -> float:
        days = (option - reference).days
        wrong = (tense < 0 and days > 0) or (tense > 0 and days < 0)
        return abs(days) * (8 if wrong else 1) * (1.5 if days > 0 and not tense else 1)

    return min(options, key=distance)


def place_month(month: int, day: int | None, context: Context) -> tuple[str, float]:
    """Return the value of a month, or a day in it, without a year, and how sure its year is."""
    tail = f"-{month:02}" + (f"-{day:02}" if day else "")
    now = context.now
    if context.linked_year:
        back = context.linked_month is not None and month > context.linked_month
        return f"{context.linked_year - back:04}{tail}", 0.95
    if context.told_year and context.tense <= 0 and not context.narrative:
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
        return f"{best.year:04}{tail}", DOUBTFUL
    sure = 0.9 if context.tense or (day and abs((best - now).days) < 60) else 0.7
    return f"{best.year:04}{tail}", sure


def place_weekday(weekday: int, context: Context, direction: int | None) -> tuple[str, float]:
    """Return the day of a weekday: strictly before or after where a word says so, else by tense."""
    now = context.reference or context.now  # even a text that tells history names weekdays of its own week
    if now is None:
        return f"XXXX-WXX-{weekday}", 0.5
    back = (now.isoweekday() - weekday) % 7
    if direction == -1:
        return (now - timedelta(days=back or 7)).isoformat(), 0.9
    if direction == 1:
        return (now + timedelta(days=(7 - back) % 7 or 7)).isoformat(), 0.75
    if direction == 0:
        return (now - timedelta(days=now.isoweekday() - weekday)).isoformat(), 0.85
    if back == 0:
        return now.isoformat(), 0.95
    if context.tense > 0 and (context.tense > 1 or back > 2):
        return (now + timedelta(days=7 - back)).isoformat(), 0.9 if back > 2 else DOUBTFUL
    if back >= (6 if context.tense < 0 else 4):
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
    value, sure = place_month(month, day, context)
    return Draft("DATE", value, True, sure, skip=int(turn is not None))


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
    if first is None or not first.day < day <= 31 or (context.word_after and context.word_after not in SMALL):
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


SMALL = frozenset(
    ". , ; : ) ( it he she they we in at were was when the and but for that as with where on by of which to".split()
)


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
    now = context.now
    if now is None:
        value, sure = place_month(month, None, context)
        return Draft("DATE", value, True, sure)
    if turn is None:
        value, sure = place_month(month, None, context)
        return Draft("DATE", value, True, sure * 0.9)
    if reading.has("unit"):
        base = context.last_year if reading.has("that") and context.last_year else now.year
        return Draft("DATE", f"{base + turn:04}-{month:02}", True, 0.95)
    year = now.year
    if turn < 0:
        year -= month >= now.month
    elif turn > 0:
        year += month <= now.month
    return Draft("DATE", f"{year:04}-{month:02}", True, 0.9)


PREPOSITIONS = frozenset(
    "in of by since until till from to through during and or early late mid before after between for "
    "last next this".split()
)


def _is_month(reading: Reading, context: Context) -> bool:
    """Whether a capitalised `May` or `March` that stands alone is the month."""
    before, after = context.word_before, context.word_after
    if reading.has("early", "stretch") or after in ("'s", "’s"):
        return True
    if before.lower() in DETERMINERS:  # `the March vote`, not `the March on the capital`
        return after.islower() and after not in SMALL
    if month_name(reading) in context.surnames and before.lower() not in FIRM:
        return False
    return before.lower() in PREPOSITIONS and not after[:1].isupper()


def month_name(reading: Reading) -> str:
    """Return the month as it is written."""
    return next(token.text for token in reading.tokens if token.kind == "doubtful_month")


FIRM = frozenset("in since until early late mid last next".split())
DETERMINERS = frozenset("the a its his her their this that 's ’s".split())


def season_of(reading: Reading, context: Context) -> Draft | None:
    """A season: needs an article, a preposition, a year or a turn; `fall` most of all."""
    season = reading.first("season")
    year = year_of(reading, context)
    turn = reading.first(*ROUND)
    word = next(t.text.lower() for t in reading.tokens if t.kind == "season")
    if year is not None:
        return Draft("DATE", f"{year:04}-{season}")
    if turn is None and not reading.has("early", "stretch"):
        determined = reading.has("the") and (
            word not in ("fall", "spring") or context.word_before.lower() in PREPOSITIONS
        )
        if not determined and (word in ("fall", "spring", "falls", "springs") or context.word_before != "in"):
            return None
        if determined and context.word_after.lower() == "of":
            return None
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
    return Draft("DATE", f"{year:04}-{season}", True, 0.8)


def holiday_of(reading: Reading, context: Context) -> Draft | None:
    """A holiday, or its eve."""
    rule = reading.first("holiday", "day_holiday", "new_year")
    units = reading.all("unit")
    if reading.has("new_year", "day_holiday") and (
        units[0] != ("Y" if reading.has("new_year") else "D")
        or units[-1] not in ("D", "Y")
        or units[1:] == ["Y"]
    ):
        return None
    year = year_of(reading, context)
    now = context.now
    eve = timedelta(days=1 if reading.has("eve") else 0)
    if units and units[0] not in ("D", "WE", "W", "Y"):
        return None
    if year is None and now is None:
        return Draft(
            "DATE", "XXXX-XX-XX" if rule == "easter" or rule.count("-") > 1 else f"XXXX-{rule}", True, 0.4
        )
    if year is not None:
        return Draft("DATE", (calendar.holiday_day(rule, year) - eve).isoformat())
    assert now is not None
    options = [
        calendar.holiday_day(rule, y) - eve for y in (now.year - 1, now.year, now.year + 1) if 0 < y < 9999
    ]
    turn = reading.first("past", "next") or context.tense
    return Draft("DATE", nearest(now, options, turn).isoformat(), True, 0.8)
