"""Numbers as they are written, in digits and words, and their values."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from writethru.annotate import lexicon

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SMALL = rf"(?:{_TENS})(?:[- ](?:{_ONES}))?|{_TEENS}|{_ONES}"
_BIG = "hundred|thousand|million|billion|trillion|dozen|lakh|crore"
_DIGITS = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,3})?|\d{1,15}(?:\.\d{1,6})?"
_SIGN = r"(?:(?:US|AU|A|CA|C|NZ|HK|S|R|AUD)?\$|£|€|¥|₹|₽|₴|Rs\.?|USD|EUR|GBP) ?"
_SCALE = r"(?:[ \u00a0-](?:hundred|thousand|million|billion|trillion|dozen|lakh|crore|bn|mln|mn|tn)\b|(?:bn|mn|tn|m|k|b)\b)"
_WORDS = rf"(?:{_SMALL})(?: and a half)?(?:[ -](?:{_BIG})\b(?: and (?:{_SMALL})\b)?){{0,2}}"
_FRACTION = (
    r"(?:an?|one|two|three|four|nine)[ -](?:thirds?|quarters?|fifths?|sixth|tenths?)(?= of\b| the\b|[ -](?:majority|stake|share))"
    r"|half(?= of\b| the\b| its\b| all\b| their\b)"
)
_VAGUE = (
    r"(?:tens|hundreds) of (?:thousands|millions)|dozens|scores(?= of\b)|hundreds|thousands|millions|billions"
)
NUMBER = re.compile(
    rf"(?:(?P<sign>{_SIGN})?(?P<digits>{_DIGITS})(?P<scale>{_SCALE})?"
    rf"|\b(?:(?P<fraction>{_FRACTION})|(?P<half>half a (?:dozen|million|billion|trillion))"
    rf"|an? (?P<unit>hundred|thousand|million|billion|trillion|dozen)|(?P<words>{_WORDS})|(?P<vague>{_VAGUE}))\b)",
    re.IGNORECASE,
)


@cache
def table() -> dict[str, Any]:
    """Return the lexicon of quantities."""
    return lexicon.table("quantities")


def words_value(text: str) -> float:
    """Return the value of a number in words: `two hundred and five thousand` is 205,000."""
    numbers, scales = table()["numbers"], table()["scales"]
    total = current = 0.0
    for word in text.lower().replace("-", " ").split():
        if word in numbers:
            current += numbers[word]
        elif word == "half":
            current += 0.5
        elif word in ("hundred", "dozen"):
            current = (current or 1) * scales[word]
        elif word in scales:
            total += (current or 1) * scales[word]
            current = 0.0
    return total + current


def fraction_value(text: str) -> float:
    """Return the value of a fraction in words, in per cent: `two-thirds` is 66.67."""
    words = text.lower().replace("-", " ").split()
    part = float(table()["fractions"][words[-1]])
    times = table()["numbers"].get(words[0], 1) if len(words) > 1 else 1
    return round(100 * part * times, 2)


def value(match: re.Match[str]) -> float:
    """Return the value of a match of NUMBER (fractions in per cent, vague words their least)."""
    if digits := match["digits"]:
        number = float(digits.replace(",", ""))
        scale = (match["scale"] or "").strip(" -\u00a0").lower()
        return round(number * table()["scales"][scale], 6) if scale else number
    if text := match["fraction"]:
        return fraction_value(text)
    if text := match["half"]:
        return float(table()["scales"][text.split()[-1].lower()]) / 2
    if text := match["unit"]:
        return float(table()["scales"][text.lower()])
    if text := match["vague"]:
        return float(table()["vague"][text.lower()])
    return words_value(match["words"])
