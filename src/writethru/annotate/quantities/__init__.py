"""Numbers with what they count and how firmly: `at least 12 people killed`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from writethru.annotate.quantities.counted import (
    Counted,
    counted_after_number,
    counts_something,
    is_plural,
    tokens_after,
)
from writethru.annotate.quantities.measured import counted_after_measure
from writethru.annotate.quantities.numbers import NUMBER, numbers, table, value
from writethru.records import Field, Quantity, Sentence, Span, TimeExpression

__all__ = ["find_quantities"]

_RANGE = re.compile(r" ?[–—-] ?(?=[\d$£€])| to (?:as many as )?| or (?=\w)|[–-](?=[a-z])")
_BETWEEN = re.compile(r" and ")
_PERCENT = re.compile(r"[ \u00a0-]?(?:%|percent\b(?! ?points?)|per cent\b|pct\b)", re.I)
_AFTER_BAD = re.compile(
    r"(?:st|nd|rd|th)\b|s\b|:\d|/\d|['’]s\b|[A-Za-z]|[-–](?:year|day|week|month|hour|minute)|[-–][a-z]|\.\d"
)
_YEARS_OLD = re.compile(r"[ -](?:years?|months?)[ -](?:old|of age)")
_MORE = re.compile(r"(?: or (more|fewer|less|so)\b|-?(plus)\b|(\+))")
_OF_NUMBER = re.compile(
    r" (?:out )?of (?:the |its |their |some |about )?(?=[\d]|two|three|four|five|six|seven|eight|nine|ten)"
)
_MAGNITUDE = re.compile(r"(?:magnitude(?: of)?|measuring|measured)[ -]$", re.I)
_WORD_BEFORE = re.compile(r"([\w.'’&-]{1,24})[ \u00a0]$")
_ONE_OF = re.compile(r" of (?:the|its|his|her|their|our|my|those|these|them|us|which|whom)\b")
_ONE_IN = re.compile(
    r" in (?:every )?(?=\d|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred)"
)
_AGED = re.compile(r"\w, $")
_CAPITAL_STREET = re.compile(r" [A-Z]\w+ (?:Street|Road|Avenue|Lane|Drive|Square|Boulevard|St|Rd|Ave)\b")


class Number(NamedTuple):
    """A number or range where it stands."""

    start: int
    end: int
    low: float | None
    high: float | None
    currency: str
    vague: bool
    share: bool  # a fraction, given in per cent
    in_words: bool


@cache
def _hedges() -> dict[str, str]:
    return {phrase: kind for kind, phrases in table()["hedges"].items() for phrase in phrases}


@cache
def _unit_pattern(section: str) -> re.Pattern[str]:
    names = sorted((n for n in table()[section] if n[0].isalnum() or n[0] == "°"), key=lambda n: (-len(n), n))
    return re.compile(r"(?:[ \u00a0-]|(?<=s) of )?(" + "|".join(map(re.escape, names)) + r")(?![\w²])")


@cache
def _series() -> frozenset[str]:
    return frozenset(table()["series"]["words"])


@cache
def _time_words() -> re.Pattern[str]:
    names = sorted(table()["times"]["words"], key=lambda n: (-len(n), n))
    return re.compile(
        r"(?: more| full| consecutive| long| straight)?[ \u00a0-](?:"
        + "|".join(map(re.escape, names))
        + r")\b",
        re.I,
    )


def _is_million(text: str, end: int) -> bool:
    """Whether `m` without a currency means millions (`2m users`) and not metres (`the 100m sprint`)."""
    words = tokens_after(text, end, min(len(text), end + 40))
    return bool(words) and (is_plural(words[0].text) or words[0].text in table()["currencies"])


def _read_number(text: str, match: re.Match[str]) -> Number:
    """Return the number at a match, with the second end of a range where one follows."""
    low = high = value(match)
    end = match.end()
    if match["scale"] == "m" and not match["sign"] and not _is_million(text, end):
        low = high = float(match["digits"].replace(",", ""))
        end -= 1
    sign = (match["sign"] or "").strip()
    lead = text[max(0, match.start() - 8) : match.start()].lower()
    joint = _BETWEEN if lead.endswith("between ") else None if lead.endswith("from ") else _RANGE
    link = joint.match(text, end) if joint else None
    second = NUMBER.match(text, link.end()) if link else None
    if second and not second["vague"] and not second["fraction"]:
        high = value(second)
        if match["digits"] and not match["scale"] and second["scale"] and low < 1000:
            low *= high / float(second["digits"].replace(",", "")) if second["digits"] else 1
        if low < high or (
            low > high
            and link
            and link[0].strip(" –-") in ("", "to")
            and not _PERCENT.match(text, second.end())
        ):
            if low > high:  # a vote of 79 to 20, a score of 3-1
                return Number(match.start(), second.end(), None, None, "", False, False, False)
            end = second.end()
            sign = sign or (second["sign"] or "").strip()
        else:
            high = low
    currency = (
        table()["currencies"].get(sign.upper().removesuffix(".") if sign.isalpha() else sign, "")
        if sign
        else ""
    )
    if not currency and sign:
        currency = "INR" if sign.lower().startswith("rs") else "USD"
    vague = match["vague"] is not None
    return Number(
        match.start(),
        end,
        low,
        None if vague else high,
        currency,
        vague,
        bool(match["fraction"]),
        not match["digits"],
    )


def _is_no_count(text: str, number: Number, sentence_start: int) -> bool:
    """Whether a number is part of a name, a date, an age, a score or a telephone number."""
    start, end = number.start, number.end
    left = text[start - 1] if start else " "
    if left.isalnum() or left in "#@_/.:" or (left in "-–," and start > 1 and text[start - 2].isalnum()):
        return True
    if (
        _AFTER_BAD.match(text, end)
        and not _unit_pattern("units").match(text, end)
        and not _PERCENT.match(text, end)
    ):
        return not _MORE.match(text, end)
    if _YEARS_OLD.match(text, end) or _CAPITAL_STREET.match(text, end):
        return True
    if number.currency:
        return False
    if _AGED.search(text[max(0, start - 3) : start]) and text[end : end + 1] in (",", "."):
        return number.low is not None and number.low < 120
    if number.low == number.high == 1 and number.in_words and _ONE_OF.match(text, end):
        return True
    if (left == "(" and text[end : end + 1] == ")") or text[end : end + 2] == "(c":
        return True
    before = _WORD_BEFORE.search(text[max(0, start - 24) : start])
    if before is None:
        return False
    word = before[1].rstrip(".")
    if word.lower() in _series() and not number.vague:
        return not (
            word.lower() == "under"
            or (word.lower() in ("count", "order", "bill", "line") and number.in_words)
        )
    starts_sentence = start - len(before[0]) <= sentence_start
    return (
        word[:1].isupper() and not starts_sentence and not number.in_words and word.lower() not in _hedges()
    )


def _is_year(text: str, number: Number) -> bool:
    digits = text[number.start : number.end]
    return len(digits) == 4 and digits.isdigit() and 1700 <= int(digits) <= 2099


def _hedge(text: str, start: int) -> tuple[str, int]:
    """Return the kind of the hedge before a number and where it starts."""
    window = text[max(0, start - 40) : start]
    if not window or window[-1] not in " \u00a0\n":
        return "", start
    words = re.findall(r"[^\s\"“”]+", window.lower())
    skipped = 0
    while (
        words and words[-1] in ("another", "further", "additional", "a", "total", "of", "an") and skipped < 3
    ):
        if " ".join(words[-3:]) in _hedges() or " ".join(words[-2:]) in _hedges():
            break
        words.pop()
        skipped += 1
    for length in (4, 3, 2, 1):
        phrase = " ".join(words[-length:])
        if len(words) >= length and phrase in _hedges():
            at = window.lower().rfind(phrase.split()[0])
            while length > 1 and at > 0 and not window[at:].lower().startswith(phrase.split()[0] + " "):
                at = window.lower().rfind(phrase.split()[0], 0, at)
            return _hedges()[phrase], start - len(window) + max(at, 0)
    return "", start


def _bounds(number: Number, hedge: str) -> tuple[float | None, float | None, bool]:
    low, high = number.low, number.high
    if hedge == "least":
        return low, None, number.vague
    if hedge == "most":
        return None, high if high is not None else low, number.vague
    return low, high, hedge == "about" or number.vague or number.share


def _measure(text: str, number: Number, end: int) -> tuple[str, int]:
    """Return the unit that follows or precedes a number and where it ends; "" for a plain count."""
    if number.share:
        return "%", end
    if percent := _PERCENT.match(text, end):
        return "%", percent.end()
    if number.currency:
        return number.currency, end
    if money := _unit_pattern("currencies").match(text, end):
        return str(table()["currencies"][money[1]]), money.end()
    if unit := _unit_pattern("units").match(text, end):
        return str(table()["units"][unit[1]]), unit.end()
    if text[end : end + 10] in ("-magnitude", " magnitude"):
        return "magnitude", end + 10
    if _MAGNITUDE.search(text[max(0, number.start - 14) : number.start]):
        return "magnitude", end
    return "", end


def _total_end(text: str, end: int) -> int | None:
    """Return where the total of `13 of 29`, `nine out of ten` ends, or None."""
    link = _OF_NUMBER.match(text, end)
    total = NUMBER.match(text, link.end()) if link else None
    return total.end() if total else None


def _quantity(
    text: str, number: Number, total: int | None, sentence: tuple[int, int], field: Field
) -> Quantity | None:
    """Return a number as a quantity, or None if it counts nothing; `total` is where `of 29` ends."""
    if number.low is None and number.high is None:
        return None
    unit, end = _measure(text, number, number.end)
    if unit:
        if unit != "magnitude" and text[max(number.start - 1, 0) : number.start].isalnum():
            return None
    elif _is_no_count(text, number, sentence[0]) or _time_words().match(text, end):
        return None
    hedge, start = _hedge(text, number.start)
    start = max(start, sentence[0])
    if more := _MORE.match(text, end):
        hedge = {"so": "about", "fewer": "most", "less": "most"}.get(more[1] or "", "least")
        end = more.end()
    if unit:
        counted: Counted | None = counted_after_measure(text, end, sentence[1], unit)
    elif total and (measured := _unit_pattern("units").match(text, total)):
        counted = Counted("", str(table()["units"][measured[1]]), end, end)
    else:
        amount = number.low if number.low is not None and (hedge or not number.vague) else 1000.0
        counted = counted_after_number(text, start, total or end, sentence, amount)
    if (
        not unit
        and (number.in_words or (number.low or 0) < 2)
        and not counts_something(counted, number.low or 0)
    ):
        return None
    if _is_year(text, number) and not unit and not (counted and (hedge or " " in counted.words)):
        return None
    low, high, approximate = _bounds(number, hedge)
    counted = counted or Counted("", "", end, end)
    span = Span(counted.start, counted.end, field) if counted.end > counted.start else None
    return Quantity(start, end, field, low, high, counted.unit, counted.words, span, approximate)


def find_quantities(
    text: str, sentences: Sequence[Sentence], *, times: Sequence[TimeExpression] = (), field: Field = "text"
) -> tuple[Quantity, ...]:
    """Return the quantities of a text in order.

    The span holds the number with its hedge and unit (`at least 12`, `$5 million`, `60%`);
    `counted` is normalised ("people killed" for dead, deaths, died, killed). Numbers inside a time
    expression, ordinals, years, ages, scores and numbers that are part of a name are left out. The
    unit of a fraction is per cent; "dozens" is at least 24.
    """
    starts = [sentence.start for sentence in sentences]
    taken = sorted((time.start, time.end) for time in times)
    taken_starts = [start for start, _ in taken]
    found: list[Quantity] = []
    at = 0
    for match in numbers(text):
        if match.start() < at:
            continue
        at = match.end()
        place = bisect_right(taken_starts, match.start()) - 1
        if place >= 0 and taken[place][1] > match.start():
            at = max(at, taken[place][1])
            continue
        number = _read_number(text, match)
        here = bisect_right(starts, number.start) - 1
        bounds = (sentences[here].start, sentences[here].end) if here >= 0 else (0, len(text))
        if number.end > bounds[1]:
            bounds = (bounds[0], len(text))
        if number.low == 1 and (rate := _ONE_IN.match(text, number.end)):
            at = max(at, rate.end() + 1)
            continue
        total = _total_end(text, number.end)
        quantity = _quantity(text, number, total, bounds, field)
        at = max(at, number.end, total or 0)
        if quantity is not None and (not found or quantity.start >= found[-1].end):
            found.append(quantity)
    return tuple(found)
