"""TIMEX3 values and the calendar: steps between values, and the full days and granularity a value stands for."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from writethru.records import Granularity

_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)(?:-(?P<weekday>WE|\d))?|Q(?P<quarter>[1-4])|H(?P<half>[12])"
    r"|(?P<season>SP|SU|FA|WI)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?(?P<time>T[\w:+.-]{1,30})?"
)
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # first month, northern hemisphere
MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200}
DAYS = {"D": 1, "W": 7, "2W": 14, "WE": 7}


def week_value(day: date) -> str:
    """Return the ISO week of a day: `1998-W06`."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def unit_value(day: date, unit: str) -> str:
    """Return the value of the day, week, month, quarter, ... that a day lies in."""
    if unit in ("W", "2W"):
        return week_value(day)
    if unit == "WE":
        return f"{week_value(day)}-WE"
    return {
        "D": day.isoformat(),
        "M": f"{day.year:04}-{day.month:02}",
        "Q": f"{day.year:04}-Q{(day.month + 2) // 3}",
        "H": f"{day.year:04}-H{(day.month + 5) // 6}",
        "Y": f"{day.year:04}",
        "DE": f"{day.year // 10:03}",
        "CE": f"{day.year // 100:02}",
    }.get(unit, day.isoformat())


def shift_months(day: date, months: int) -> date:
    """Return the day some months on; the last of the month where it has no such day. Raises ValueError."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"no year {year}")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift(day: date, count: float, unit: str) -> date:
    """Return the day `count` units on. Raises ValueError or OverflowError beyond the calendar."""
    if unit in DAYS:
        return day + timedelta(days=round(count * DAYS[unit]))
    if unit in MONTHS:
        return shift_months(day, round(count * MONTHS[unit]))
    return day + timedelta(hours=count * {"TH": 1, "TM": 1 / 60, "TS": 1 / 3600}.get(unit, 0))


@lru_cache(4096)
def days_of(value: str) -> tuple[date, date] | None:
    """Return first and last full day of a DATE or TIME value; None if it cannot be placed."""
    try:
        if re.fullmatch(r"\d{2,3}", value):
            scale = 10 ** (4 - len(value))
            return date(max(int(value) * scale, 1), 1, 1), date(int(value) * scale + scale - 1, 12, 31)
        match = _VALUE.fullmatch(value)
        if match is None:
            return None
        year = int(match["year"])
        if match["week"]:
            first = 6 if match["weekday"] == "WE" else int(match["weekday"] or 1)
            last = 7 if match["weekday"] in ("WE", None) else first
            week = int(match["week"])
            return date.fromisocalendar(year, week, first), date.fromisocalendar(year, week, last)
        if match["day"]:
            day = date(year, int(match["month"]), int(match["day"]))
            return day, day
        start, months = 1, 12
        if match["month"]:
            start, months = int(match["month"]), 1
        elif match["quarter"]:
            start, months = int(match["quarter"]) * 3 - 2, 3
        elif match["half"]:
            start, months = int(match["half"]) * 6 - 5, 6
        elif match["season"]:
            start, months = SEASONS[match["season"]], 3
        first_day = date(year, start, 1)
        return first_day, shift_months(first_day, months) - timedelta(days=1)
    except (ValueError, OverflowError):
        return None


@lru_cache(4096)
def granularity_of(value: str) -> Granularity:
    """Return how exactly a DATE or TIME value is known; empty for what is neither placed nor placeable."""
    if re.fullmatch(r"\d{2}", value):
        return "century"
    if re.fullmatch(r"\d{3}", value):
        return "decade"
    if "T" in value and value[0] in "X0123456789":
        return "part-of-day"
    if re.fullmatch(r"[\dX]{4}-(\d\d|XX)-(\d\d|XX)|[\dX]{4}-W..-\d", value):
        return "day"
    if re.fullmatch(r"[\dX]{4}-W(\d\d|XX)(-WE)?", value):
        return "week"
    if re.fullmatch(r"[\dX]{4}-(\d\d|XX)", value):
        return "month"
    if re.fullmatch(r"[\dX]{4}-(Q.|H.|SP|SU|FA|WI)", value):
        return "season"
    return "year" if re.fullmatch(r"[\dX]{4}", value) else ""


def easter(year: int) -> date:
    """Return Easter Sunday in the Gregorian calendar (anonymous computus, Meeus, Astronomical Algorithms)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def holiday_day(rule: str, year: int) -> date:
    """Return the day of a holiday in a year: `12-25`, `easter`, `easter-2`, `11-4-4` (month, weekday, which one or `last`,
    days after it as `+1`).
    """
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule.removeprefix("easter") or 0))
    rule, _, later = rule.partition("+")
    month, day, *nth = (int(part) for part in rule.replace("last", "0").split("-"))
    if not nth:
        return date(year, month, day)
    if nth[0] == 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.isoweekday() - day) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(day - first.isoweekday()) % 7 + 7 * (nth[0] - 1) + int(later or 0))
