"""Numbers as they are written, in digits and words, and their values."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
_SCALE = r"(?:[ \u00a0-](?:hundred|thousand|million|billion|trillion|dozen|lakh|crore|bn|mln|mn|tn)\b|(?:bn|mn|tn|m|k|b|million|billion|trillion)\b)"
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
    rf"|an? (?P<unit>(?:hundred|thousand)(?: and (?:{_SMALL}))?|million|billion|trillion|dozen)|(?P<words>{_WORDS})|(?P<vague>{_VAGUE}))\b)",
    re.IGNORECASE,
)
# Where a number may begin. Looking for this first, in exact case, and only then for NUMBER is ten
# times as fast as looking for NUMBER, whose alternatives begin with many letters in either case.
_STARTS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|half|tens|dozens|scores|hundreds|thousands|millions|billions"
    "|an? hundred|an? thousand|a million|a billion|a trillion|a dozen|a third|a quarter|a fifth|a sixth|a tenth"
)


def _by_letter(words: str) -> str:
    """Return the alternatives of a pattern grouped by first letter, which may be a capital."""
    groups: dict[str, list[str]] = {}
    for word in words.split("|"):
        groups.setdefault(word[0], []).append(word[1:])
    return "|".join(f"[{c.upper()}{c}](?:{'|'.join(rest)})" for c, rest in groups.items())


_START = re.compile(r"(\d[\d,.]*|[$£€¥₹₽₴])|[\s\"“”'‘(\[—–-](?:" + _by_letter(_STARTS) + r")\b")
_BEFORE_SIGN = ("AUD", "US", "AU", "CA", "NZ", "HK", "A", "C", "S", "R")
_BEFORE_DIGIT = ("USD ", "EUR ", "GBP ", "Rs. ", "Rs ", "Rs.", "USD", "EUR", "GBP")


def numbers(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of NUMBER from left to right; parts of an earlier one may be among them."""
    if not text[:1].isdigit() and (first := NUMBER.match(text)):
        yield first
    for start in _START.finditer(text):
        place = start.start()
        if not start[1]:
            place += 1
        else:
            for lead in _BEFORE_DIGIT if start[1][0].isdigit() else _BEFORE_SIGN:
                if text.startswith(lead, max(place - len(lead), 0)):
                    place = max(place - len(lead), 0)
                    break
        if match := NUMBER.match(text, place):
            yield match


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
        return words_value(text)
    if text := match["vague"]:
        return float(table()["vague"][text.lower()])
    return words_value(match["words"])
