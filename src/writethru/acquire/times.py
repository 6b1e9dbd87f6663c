"""Reads the times that pages, feeds and rows state, and keeps their zone.

Times are ISO 8601 text: a day alone when only the day is known, else with seconds; a zone only if one
is stated. Everything here returns None for text that is no time, and never raises.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

FIRST_YEAR, LAST_YEAR = 1900, 2199  # outside of these a stamp is a mistake
EMPTY = ("1970-01-01", "1969-12-31", "1900-01-01")  # what computers make of no date, in one zone or another
NUMERIC = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ ,T]{1,3}(\d{1,2}):(\d{2})(?::(\d{2}))?(?!.{0,5}[AaPp]\.?[Mm])(.{0,9}))?"
)
ISO = re.compile(
    r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})"
    r"(?:[T ]{1,2}(\d{1,2})[:.]?(\d{2})(?:[:.]?(\d{2})(?:[.,]\d{1,12})?)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
    re.IGNORECASE,
)
EPOCH = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d{1,6})?")
# What Java and C print: the zone by its name, of which only these are unambiguous in news.
PRINTED = re.compile(r"\w{3} (\w{3})\s{1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (?:([A-Z]{1,5}) )?(\d{4})")
ZONES = {"CEST": 2, "CET": 1, "MESZ": 2, "MEZ": 1, "EET": 2, "EEST": 3, "MSK": 3, "GMT": 0, "UTC": 0, "Z": 0}
ZONES |= {
    "WEST": 1,
    "WET": 0,
    "EST": -5,
    "EDT": -4,
    "CDT": -5,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "JST": 9,
    "KST": 9,
}
CLOCK = re.compile(
    r"(\w{3}) (\w{3}) (\d{1,2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:GMT|UTC)([+-]\d{4})(?: \([^)]{0,60}\))?"
)
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
    for name in [names]
}
MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)? ([A-Za-z]{3,9})\.?,? (\d{4})\b")


def iso(text: object) -> str | None:
    """Return a stated time as ISO text with its own zone, or None if it cannot be read.

    Reads ISO 8601 in its common spellings, RFC 822, seconds or milliseconds since 1970, a JavaScript
    date, English month names, and days in numbers where it is clear which is the month.
    """
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        return None
    words = str(text).strip()[:80]
    if EPOCH.fullmatch(words):
        found = _epoch(float(words))
    else:
        readers = (_iso, _clock, _printed, _rfc822, _english, _numeric)
        found = next((time for read in readers if (time := read(words))), None)
    return None if found is not None and found.startswith(EMPTY) else found


def is_sure(time: str | None, written: str) -> bool:
    """Return whether a time was read that leaves nothing open: its zone, if it has a clock, and its century."""
    if time is None or not re.search(r"\d{4}", written):
        return False
    return len(time) != len("2031-03-04T18:40:00")


def day(text: str | None) -> str | None:
    """Return the day of ISO text."""
    return text[:10] if text else None


def in_future(published: str, now: datetime, hours: float) -> bool:
    """Return whether an article is dated more than so many hours after `now`."""
    try:
        when = datetime.fromisoformat(published)
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when
        now = now.replace(tzinfo=UTC) if now.tzinfo is None else now
        return when > now + timedelta(hours=hours)
    except (ValueError, OverflowError):
        return False


def _shown(when: datetime) -> str | None:
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        return None
    text = when.replace(microsecond=0).isoformat()
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def _epoch(number: float) -> str | None:
    seconds = number / 1000 if number >= 1e11 else number
    return _shown(datetime.fromtimestamp(int(seconds), UTC))


def _iso(words: str) -> str | None:
    found = ISO.match(words)
    if not found:
        return None
    year, month, number, hour, minute, second, zone = found.groups()
    try:
        if hour is None:
            plain = date(int(year), int(month), int(number))
            return plain.isoformat() if FIRST_YEAR <= plain.year <= LAST_YEAR else None
        when = datetime(int(year), int(month), int(number), int(hour), int(minute), int(second or 0))
        return _shown(when.replace(tzinfo=_zone(zone)))
    except ValueError:
        return None


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _rfc822(words: str) -> str | None:
    if not re.search(r"\d{1,2} [A-Za-z]{3,9} \d{2,4} \d{1,2}:\d{2}", words):
        return None
    try:
        when = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # "-0000" means that no zone is known, but feeds write it for UTC
    return _shown(when.replace(tzinfo=UTC) if when.tzinfo is None and "-0000" in words else when)


def _clock(words: str) -> str | None:
    found = CLOCK.match(words)
    month = MONTHS.get(found.group(2).lower()) if found else None
    if not found or not month:
        return None
    _, _, number, year, hour, minute, second, zone = found.groups()
    try:
        when = datetime(
            int(year), month, int(number), int(hour), int(minute), int(second), tzinfo=_zone(zone)
        )
    except ValueError:
        return None
    return _shown(when)


def _printed(words: str) -> str | None:
    found = PRINTED.match(words)
    month = MONTHS.get(found.group(1).lower()) if found else None
    if not found or not month:
        return None
    _, number, hour, minute, second, zone, year = found.groups()
    offset = ZONES.get(zone or "")
    try:
        when = datetime(int(year), month, int(number), int(hour), int(minute), int(second))
    except ValueError:
        return None
    return _shown(when if offset is None else when.replace(tzinfo=timezone(timedelta(hours=offset))))


def _english(words: str) -> str | None:
    found = MONTH_DAY.search(words)
    name, number, year = found.groups() if found else ("", "", "")
    if not found:
        found = DAY_MONTH.search(words)
        number, name, year = found.groups() if found else ("", "", "")
    month = MONTHS.get(name[:3].lower())
    if not found or not month:
        return None
    try:
        return (
            date(int(year), month, int(number)).isoformat() if FIRST_YEAR <= int(year) <= LAST_YEAR else None
        )
    except ValueError:
        return None


def _numeric(words: str) -> str | None:
    """Read 25/12/2031 and 25.12.2031; of 3/4/2031 nobody can tell which is the month."""
    found = NUMERIC.match(words)
    if not found:
        return None
    one, sign, other, year, hour, minute, second, zone = found.groups()
    if sign != "." and one != other and int(one) <= 12 and int(other) <= 12:
        return None
    number, month = (other, one) if sign != "." and int(other) > 12 else (one, other)
    text = f"{year}-{month:0>2}-{number:0>2}"
    return _iso(f"{text}T{hour:0>2}:{minute}:{second or '00'}{zone or ''}") if hour else _iso(text)
