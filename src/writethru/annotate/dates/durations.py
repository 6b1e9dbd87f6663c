"""Durations and sets: `nearly two years`, `the past three months`, `every week`, `12 times a year`."""

from __future__ import annotations

from writethru.annotate.dates import values as calendar
from writethru.annotate.dates.context import (
    CARDINAL,
    COUNTED,
    DOUBTFUL,
    OWN,
    ROUND,
    SUB_DAY,
    UNIT,
    Context,
    Draft,
    count_of,
    duration,
)
from writethru.annotate.dates.grammar import Reading
from writethru.annotate.dates.tokens import Token
from writethru.annotate.dates.words import listed

FRACTION_OF = {"CE": (100, "Y"), "DE": (10, "Y"), "Y": (12, "M"), "D": (24, "TH"), "TH": (60, "TM")}


def last_n_of(reading: Reading, context: Context) -> Draft | None:
    """The past three months: a duration that ends at the reference."""
    draft = duration_of(reading, context)
    return draft._replace(relative=True) if draft else None


def vague_of(reading: Reading, context: Context) -> Draft | None:
    """Recent weeks, past years, coming days, the weeks ahead, these days."""
    unit = reading.first("units")
    token = next((t for t in reading.tokens if t.kind in (*ROUND, "those")), None)
    if token is not None and token.kind == "those":
        if unit == "D" and token.text.lower() in listed("now_days"):
            return Draft("DATE", "PRESENT_REF", True, 0.7)
        return None
    return Draft("DURATION", duration("X", unit), True, 0.6)


def duration_of(reading: Reading, context: Context) -> Draft | None:
    """A length of time."""
    if context.word_after.lower() in listed("age") or (
        reading.has("quarter") and not reading.has("past", "next")
    ):
        return None
    tokens = list(reading.tokens)
    if tokens[-1].kind == "units" and tokens[-1].text[0].isupper() and tokens[0].text[0].isdigit():
        return None  # a title: `60 Minutes`
    cut = next((i for i in range(1, len(tokens)) if _parts_range(tokens, i)), None)
    head = tokens[:cut] if cut and any(t.kind in COUNTED for t in tokens[:cut]) else tokens
    unit = next((t.value for t in reversed(tokens) if t.kind in UNIT), None)
    if unit is None:
        return None
    count = count_of([t for t in head if t.kind in (*COUNTED, "half")])
    if count is None:
        half = reading.has("half")
        count = 0.5 if half and tokens[-1].kind != "half" else 1.0
        if half and reading.has("and"):
            count = 1.5
    if isinstance(count, float) and count > 1e9:
        return None
    whole = reading.has("full", "entire", "whole") and reading.has("the")
    if whole and count == 1.0 and unit in ("Y", "M", "W") and context.now is not None:
        return Draft("DATE", calendar.unit_value(context.now, unit), True, 0.6)
    return Draft("DURATION", duration(count, unit), skip=_not_its_own(tokens))


def _parts_range(tokens: list[Token], at: int) -> bool:
    """Return whether a token stands between the numbers of a range: `two or three`, `12-18`, not `twenty-five`."""
    token = tokens[at]
    if token.kind != "hyphen":
        return token.kind in ("to", "or")
    ahead = tokens[at + 1].kind if at + 1 < len(tokens) else ""
    return tokens[at - 1].kind not in ("tens", "half") and ahead in COUNTED


def _not_its_own(tokens: list[Token]) -> int:
    """Return how many of the first tokens are a preposition or the article of a later noun."""
    skip = 0
    if tokens[0].kind == "the" and tokens[-2].kind == "hyphen":
        return 1  # `the ten-day march`
    if len(tokens) > 2 and tokens[0].text.lower() in listed("preposition_or_about"):
        article = tokens[1].kind in ("a", "an") and tokens[2].kind not in UNIT
        skip = int(tokens[1].kind == "few" or article)  # `over several years`
    rest = tokens[skip:]
    if len(rest) > 2 and rest[0].kind in ("a", "an") and rest[1].kind in CARDINAL[:4]:
        skip += 1  # `a five year low`
    return skip


def period_of(reading: Reading, context: Context) -> Draft | None:
    """A three-year period, a period of three years."""
    count, unit = count_of([t for t in reading.tokens if t.kind in COUNTED]), reading.first(*UNIT)
    return Draft("DURATION", duration(1.0 if count is None else count, unit)) if unit else None


def article_duration(reading: Reading, context: Context) -> Draft | None:
    """A year, a week: a length of time, or a rate after a number (`12 times a year`)."""
    unit = reading.first("unit")
    if unit == "WE":
        return None
    if (
        reading.tokens[0].kind in ("a", "an")
        and len(reading.tokens) == 2
        and context.counted_before
        and context.word_before not in listed("before_length")
    ):
        return Draft("SET", duration(1.0, unit), False, 0.7)
    return duration_of(reading, context)


def long_unit_of(reading: Reading, context: Context) -> Draft | None:
    """The yearlong inquiry, a day-long trip, decades-long."""
    skip = int(reading.tokens[0].kind in ("a", *OWN))
    value = reading.first("long_unit")
    if value is None:
        value = duration("X" if reading.has("units") else 1.0, reading.first(*UNIT))
    return Draft("DURATION", str(value), skip=skip)


def fraction_of(reading: Reading, context: Context) -> Draft | None:
    """Half a century, the past quarter century, a half-hour; with `ago` the year or day so long before."""
    unit, share = reading.first("unit"), 0.25 if reading.has("quarter") else 0.5
    if unit not in FRACTION_OF or (share == 0.25 and unit not in ("CE", "TH")):
        return None
    many, smaller = FRACTION_OF[unit]
    sign = reading.first("ago", "later", "shift")
    if sign is None or (reading.has("shift") and context.word_after[:1].isalnum()):
        value = duration(many * share, smaller)
        return Draft("DURATION", value, False, 0.9, drop=int(sign is not None))
    base = context.reference if reading.has("ago") else context.anchor
    if base is None or smaller in SUB_DAY:
        return Draft("DURATION", duration(many * share, smaller), True, 0.5)
    value = calendar.unit_value(calendar.shift(base, sign * many * share, smaller), smaller)
    # half a century ago is no year, half a year ago is a month
    return Draft("DATE", value, True, 0.7 if smaller != "Y" else DOUBTFUL)


def nothing(reading: Reading, context: Context) -> Draft | None:
    """What looks like a time and is none: `24 hours a day`, `a 12-year-old`."""
    return None


def units_of(reading: Reading, context: Context) -> Draft | None:
    """Weeks, months, years without a number; `over the years`."""
    unit, before = reading.first("units"), context.word_before.lower()
    before = context.two_before.lower() if before == "-" else before  # man-hours
    if reading.has(*OWN) and not (unit in ("Y", "DE", "CE") and before in listed("through_years")):
        return None
    named = reading.tokens[-1].text[0].isupper() and context.word_before[:1] not in {
        "",
        *listed("opening_quotes"),
    }
    if (
        named
        or unit in ("TS", "WE")
        or context.before in ("ord", "second", "early", "stretch", "ordinal", "part")
        or before in listed("not_before_units")
        or (unit == "TH" and before in listed("not_before_hours"))
        or before[:1].isdigit()
        or context.word_after.lower() in listed("age")
    ):
        return None
    return Draft("DURATION", duration("X", unit), False, 0.5)


def set_of(reading: Reading, context: Context) -> Draft | None:
    """Every week, each July, every two years, per day, Fridays."""
    weekday = reading.first("weekday", "weekdays")
    if weekday:
        part = reading.first("part")
        return Draft("SET", f"XXXX-WXX-{weekday}" + (f"T{part}" if part else ""))
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
    """Daily, weekly, annually; not the name of a paper."""
    if context.word_after[:1].isupper() and context.word_after not in listed("pronoun_i"):
        return None
    return Draft("SET", str(reading.first("adverb_set")))
