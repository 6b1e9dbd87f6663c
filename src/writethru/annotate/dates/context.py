"""What a reading is resolved from and to: its surroundings, the draft of an expression, counts, years, durations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from writethru.annotate.dates import values as calendar
from writethru.annotate.dates.grammar import Reading
from writethru.records import TimeType

DAY, YEAR = ("day_number", "ordinal"), ("year_number",)
MONTH = ("month", "doubtful_month", "short_month")
WEEKDAY = ("weekday", "short_weekday")
NUMBER = ("day_number", "year_number", "number", "decimal")
ROUND = ("past", "next", "this", "current", "that", "latest", "recent", "shift")
UNIT = ("unit", "units", "quarter")
CARDINAL = ("card", "teen", "tens", "nineteen", "scale")
COUNTED = ("few", *CARDINAL, *NUMBER)
OWN = ("the", "its", "his", "her", "their", "our", "my")
SPANS = {"D": 1, "W": 7, "WE": 7, "2W": 14, "M": 31}  # days; to count units from what spans more says nothing
SUB_DAY = ("TH", "TM", "TS")

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
    quarter_at: int = 0  # where it was said
    near_quarter: str = ""  # the same, if `a year ago` can be one of it
    before: str = ""  # class of the token before, and its word
    word_before: str = ""
    two_before: str = ""  # the word before that
    counted_before: bool = False  # a number stands shortly before
    word_after: str = ""
    surnames: frozenset[str] = frozenset()  # months that are also the name of somebody in the text
    titles: frozenset[tuple[str, ...]] = frozenset()  # titles that end in a day, as words in lower case
    linked_year: int | None = None  # of the date that follows: `May 3 to June 5, 2001`
    linked_month: int | None = None
    told_year: int | None = None  # an earlier one told just before: `on Jan. 5, 2009; on March 3`
    told_here: bool = False  # in the same sentence
    year_here: bool = False  # a year before the text's own stands in the next expression of the sentence
    of_history: bool = False  # a year well before the text's own was told by itself just before
    changed: bool = False  # the text was changed well after its day
    ahead: tuple[Any, ...] = field(default_factory=tuple)  # tokens that follow
    previous_rule: str = ""  # of the expression before
    span_from: date | None = None  # first day of the expression that this one ends: `from Monday to Friday`

    @property
    def anchor(self) -> date | None:
        """The day that `the following day`, `a year earlier` count from."""
        days = calendar.days_of(self.last) if self.last else None
        return days[0] if days else self.reference

    def anchor_for(self, unit: str) -> tuple[date | None, bool]:
        """Return the day that so many of a unit count from, and whether it was said as exactly as the unit."""
        days = calendar.days_of(self.last) if self.last else None
        if days is None:
            return self.reference, True
        if (days[1] - days[0]).days <= SPANS.get(unit, 400):
            return days[0], True
        return self.last_day or days[0], self.last_day is not None

    @property
    def now(self) -> date | None:
        """The day that bare weekdays, months and quarters are near to."""
        return self.anchor if self.narrative else self.reference


def count_of(tokens: list[Any]) -> float | str | None:
    """Return the number that digit and word tokens make; `X` for an unknown number."""
    total, part, seen = 0.0, 0.0, False
    if any(token.kind == "half" for token in tokens):
        part = 0.5
    for index, token in enumerate(tokens):
        if token.kind == "few" and index + 1 < len(tokens):
            continue  # `as many as ten`
        if token.kind == "few":
            return token.value if token.value == "X" else float(token.value)
        if token.kind in NUMBER:
            part, seen = part + token.value, True
        elif token.kind in CARDINAL:
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
    values = reading.all(*CARDINAL)
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
            if (
                mark.kind == "quote"
                and mark.end == number.start
                and number.kind in ("day_number", "number")
                and len(number.text) == 2
            ):
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
    return f"PT{text}{unit[1]}" if unit in SUB_DAY else f"P{text}{unit}"
