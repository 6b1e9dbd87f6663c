"""Numbers as they are written, in digits and words, and their values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language
from writethru.records import TimeExpression

_DIGITS = r"\d{1,3}(?:,\d{2,3}){0,2}(?:,\d{3})(?:\.\d{1,3})?|\d{1,15}(?:\.\d{1,6})?|\.\d{1,6}"  # 1,200 and 12,00,000
_BEFORE_WORDS = "\n\u00a0\t\"“”'‘([—–/-"
_MIXED = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "1/3": 0.3333, "2/3": 0.6667}


@by_language
def table() -> dict[str, Any]:
    """Return the lexicon of quantities."""
    return lexicon.table("quantities")


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern that matches any of some words, the longer before the shorter."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@by_language
def currency_marks() -> dict[str, str]:
    """Return the currencies that are written before a number, by mark in lower case."""
    marks = {k: v for k, v in table()["currencies"].items() if " " not in k and not k.islower()}
    return {mark.lower(): str(code) for mark, code in marks.items()}


@by_language
def number_pattern() -> re.Pattern[str]:
    """Return the pattern of a number in lower case with its mark of currency and its scale."""
    numbers, scales = table()["numbers"], table()["scales"]
    by_size = [
        alternatives(w for w, v in numbers.items() if low <= v < high)
        for low, high in ((1, 10), (10, 20), (20, 100))
    ]
    ones, teens, tens = by_size
    small = rf"(?:{tens})(?:[- ](?:{ones}))?|{teens}|{ones}"
    big = alternatives(word for word in scales if len(word) > 3)
    short = alternatives(word for word in scales if len(word) <= 3)
    spaced = alternatives(word for word in scales if 1 < len(word) <= 3)
    scale = rf"[ \u00a0-](?:{big}|{spaced})\b|(?:{short}|{big})\b"
    half, whole, a = (table()["spelt"][word] for word in ("half", "and", "a"))
    hundreds = alternatives(word for word, size in scales.items() if len(word) > 3 and size in (1e2, 1e3))
    scores = table()["spelt"]["scores"]
    vague = [word for word in table()["vague"] if word != scores]
    article = alternatives(table()["spelt"]["articles"])
    words = rf"(?:{small})(?: {whole} {a} {half})?(?:[ -](?:{big})\b(?: {whole} (?:{small})\b)?){{0,2}}"
    parts = alternatives(word for word in table()["fractions"] if word != half)
    fraction = (
        rf"(?:{article}|{ones})[ -](?:{parts})(?= (?:{alternatives(table()['spelt']['after_fraction'])})\b|[ -](?:{alternatives(table()['spelt']['shared'])})\b)"
        rf"|(?:{ones})-(?:{parts})|{half}(?= (?:{alternatives(table()['spelt']['after_half'])})\b)"
        rf"|(?<={table()['spelt']['before_half']} ){half}"
    )
    marks = alternatives(currency_marks())
    return re.compile(
        rf"(?:(?:(?!\d)(?P<sign>(?:{marks})\.? ?))?(?P<digits>{_DIGITS})(?P<part>[ -]?(?:[½¼¾]|[123]/[234](?!\d)))?(?P<scale>{scale})?"
        rf"|\b(?:(?P<fraction>{fraction})|(?P<half>{half}(?: {a} |[ -])(?:{big}))"
        rf"|(?:{article}) (?P<unit>(?:{hundreds})(?: {whole} (?:{small})| (?:{big}))?|(?:{big})(?: {whole} {a} {half})?)"
        rf"|(?P<vague>{alternatives(vague)}|{scores}(?= of\b| more\b))|(?P<words>{words}))\b)"
    )


def _by_letter(words: Sequence[str]) -> str:
    """Return a pattern that matches any of some sorted words and reads no letter twice."""
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[:1], []).append(word[1:])
    last = groups.pop("", None) is not None
    branches = [re.escape(letter) + _by_letter(rest) for letter, rest in groups.items()]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if last else ''}" if last or len(branches) > 1 else branches[0]


@by_language
def _start_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of where a number in digits and one in words may begin.

    Looking for these first, with a space in front, and only then for the number, is twenty times as fast as
    looking for the number, whose alternatives begin with many letters.
    """
    articles, half = table()["spelt"]["articles"], table()["spelt"]["half"]
    begun = {*table()["numbers"], *table()["vague"], half, table()["spelt"]["scores"]}
    begun |= {
        f"{a} {w}"
        for a in articles
        for w in [*table()["scales"], *table()["fractions"]]
        if len(w) > 3 and w != half
    }
    short = {word for word in begun if not any(word.startswith(f"{other} ") for other in begun)}
    signs = re.escape("".join({mark[-1] for mark in currency_marks() if not mark[-1].isalpha()}))
    return re.compile(rf"[0-9{signs}][\d,.]*"), re.compile(rf" {_by_letter(sorted(short))}\b")


@by_language
def _leads() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what may stand before a sign of currency (US$), and before a digit (USD 5), in lower case."""
    marks = currency_marks()
    before_sign = sorted({mark[:-1] for mark in marks if not mark[-1].isalpha()}, key=lambda m: (-len(m), m))
    codes = [mark for mark in marks if mark[-1].isalpha()]
    before_digit = [code + gap for code in codes for gap in (". ", " ", ".", "")]
    return tuple(before_sign), tuple(sorted(before_digit, key=lambda m: (-len(m), m)))


def lowered(text: str) -> str:
    """Return a text in lower case and of the same length."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def numbers(text: str, times: Sequence[TimeExpression] = ()) -> Iterator[re.Match[str]]:
    """Yield the matches of a number in a text in lower case, from left to right.

    Those that begin inside one of `times`, which are sorted, are left out.
    """
    pattern = number_pattern()
    digits, words = _start_patterns()
    places = [match.start() for match in digits.finditer(text)]
    places += [match.start() + 1 for match in words.finditer(_spaced(text))]
    places.sort()
    if text and not text[0].isdigit():
        places.insert(0, 0)
    done = at = 0
    for place in places:
        while at < len(times) and times[at].end <= place:
            at += 1
        if place < done or (at < len(times) and times[at].start <= place):
            continue
        if match := pattern.match(text, _with_mark(text, place)):
            done = match.end()
            yield match


def _spaced(text: str) -> str:
    """Return a text with spaces for all characters that may stand before a number in words."""
    for mark in _BEFORE_WORDS:
        if mark in text:
            text = text.replace(mark, " ")
    return text


def _with_mark(text: str, place: int) -> int:
    """Return where the mark of currency before a digit or a sign begins, or the place itself."""
    last = text[place - 1 : place]
    if text[place].isdigit():
        if last == "." and text[place - 2 : place - 1] in (" ", "("):
            return place - 1  # the top .01 percent
        if (text[place - 2 : place - 1] if last == " " else last) not in _last_letters():
            return place
        leads = _leads()[1]
    elif last.isalpha():
        leads = _leads()[0]
    else:
        return place
    for lead in leads:
        if text.startswith(lead, max(place - len(lead), 0)):
            return max(place - len(lead), 0)
    return place


@by_language
def _last_letters() -> frozenset[str]:
    """Return the characters with which a mark of currency in letters can end."""
    return frozenset(lead.rstrip()[-1] for lead in _leads()[1])


def words_value(text: str) -> float:
    """Return the value of a number in words: `two hundred and five thousand` is 205,000."""
    numbers, scales = table()["numbers"], table()["scales"]
    total = current = 0.0
    for word in text.lower().replace("-", " ").split():
        if word in numbers:
            current += numbers[word]
        elif word == table()["spelt"]["half"]:
            current += 0.5
        elif scales.get(word, 1e9) < 1e3:
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
    """Return the value of a match of a number (fractions in per cent, vague words their least)."""
    scales = table()["scales"]
    if digits := match["digits"]:
        number = float(digits.replace(",", ""))
        if part := match["part"]:
            number += _MIXED.get(part.strip(" -"), 0.0)
        scale = (match["scale"] or "").strip(" -\u00a0").lower()
        return round(number * scales[scale], 6 if scales[scale] < 1e6 else 2) if scale else number
    if text := match["fraction"]:
        return fraction_value(text)
    if text := match["half"]:
        return float(scales[text.replace("-", " ").split()[-1].lower()]) / 2
    if text := match["unit"]:
        whole = text.lower().partition(f" {table()['spelt']['and']} {table()['spelt']['a']} ")
        return words_value(whole[0]) * (1.5 if whole[2] else 1)
    if text := match["vague"]:
        return float(table()["vague"][text.lower()])
    return words_value(match["words"])
