"""The figures of a text, in digits or words, with their unit: read from the characters, not from the findings.

So one mistake of an annotator does not hide another.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from writethru.publish.checking.words import listed, rows, stem, table
from writethru.records import Span, TimeExpression

TOKEN = re.compile(r"[$€£¥]|%|\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
STOP = re.compile(r"[.!?;\n]")
BEFORE = 2  # words before a figure that are kept with it
AHEAD = 4  # words within which a unit or what befalls people stands behind a figure
FRACTIONS = {
    "third": 1 / 3,
    "thirds": 1 / 3,
    "quarter": 0.25,
    "quarters": 0.25,
    "half": 0.5,
    "fifths": 0.2,
    "tenths": 0.1,
}


class Figure(NamedTuple):
    """A number of a text: its value, where it stands, its unit, and whether it is loose (`more than`)."""

    value: float
    start: int
    end: int
    unit: str  # "" of none
    counted: tuple[str, ...]  # stems of the words behind it, and then of those before it
    loose: bool
    digits: bool


@cache
def _values() -> dict[str, float]:
    numbers = table("figures")["numbers"]
    plain = {word: float(value) for value, word in enumerate(numbers["ones"])}
    return plain | {word: 20.0 + 10 * index for index, word in enumerate(numbers["tens"])}


@cache
def _scales() -> dict[str, float]:
    return {word: float(value) for word, value in table("figures")["scales"].items()}


def figures(text: str, start: int, end: int, times: Sequence[Span] = ()) -> list[Figure]:
    """Return the figures of a part of a text that do not stand in a time."""
    tokens = [(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text, start, end)]
    starts = [t.start for t in times]
    found: list[Figure] = []
    index = 0
    while index < len(tokens):
        at = tokens[index][1]
        near = bisect_left(starts, at + 1) - 1
        if near >= 0 and times[near].start <= at < times[near].end:
            index += 1
            continue
        value, following, digits = _read(tokens, index, text)
        if value is None:
            index += 1
            continue
        found.append(_figure(text, tokens, index, following, value, digits))
        index = following
    return found


def _read(tokens: list[tuple[str, int, int]], index: int, text: str) -> tuple[float | None, int, bool]:
    """Return the value of the number that begins with a token, and the index of the token behind it."""
    word = tokens[index][0]
    low = word.lower()
    digits = word[0].isdigit()
    value: float | None
    if digits:
        plain = word.replace(",", "")
        value = (
            float(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else -float(re.sub(r"\D", "", plain) or 0)
        )
        index += 1
    elif low in _values() and low != "one":
        value = _values()[low]
        index += 1
        if value >= 20 and index < len(tokens) and 0 < _values().get(tokens[index][0].lower(), 0) < 10:
            value += _values()[tokens[index][0].lower()]
            index += 1
    elif low == "dozen":
        return 12.0, index + 1, False
    else:
        following = tokens[index + 1][0].lower() if index + 1 < len(tokens) else ""
        if low in ("one", "a") and following in _scales() and len(following) > 2:
            value = 1.0
            index += 1
        else:
            return None, index, False
    while index < len(tokens) and tokens[index][0].lower() in _scales():
        scale = tokens[index][0].lower()
        if len(scale) == 1 and tokens[index][1] != tokens[index - 1][2]:
            break
        value *= _scales()[scale]
        index += 1
    if index < len(tokens) and tokens[index][0].lower() in FRACTIONS and not digits:
        value *= FRACTIONS[tokens[index][0].lower()]
        index += 1
    return value, index, digits


def _figure(
    text: str, tokens: list[tuple[str, int, int]], index: int, following: int, value: float, digits: bool
) -> Figure:
    units = rows("figures", "units")
    behind: list[str] = []
    last = tokens[following - 1][2]
    for word, start, end in tokens[following : following + AHEAD]:
        if STOP.search(text, last, start):
            break
        behind.append(word.lower())
        last = end
    before = tokens[index - 1][0].lower() if index else ""
    unit = units.get(before, "") if before in ("$", "€", "£", "¥") else ""
    if not unit and behind:
        unit = units.get(behind[0], "")
        if not unit and len(behind) > 1 and behind[0] in ("per", "square", "more", "u", "us"):
            unit = "percent" if behind[:2] == ["per", "cent"] else units.get(behind[1], "")
    around = {t[0].lower() for t in tokens[max(0, index - 3) : index]}
    loose = bool(around & listed("figures", "loose"))
    return Figure(
        value,
        tokens[index][1],
        tokens[following - 1][2],
        unit,
        tuple(
            map(stem, [*behind, *(t[0].lower() for t in reversed(tokens[max(0, index - BEFORE) : index]))])
        ),
        loose,
        digits,
    )


def days_of(times: Iterable[TimeExpression]) -> list[TimeExpression]:
    """Return the times whose figures are no numbers of their own."""
    return [t for t in times if t.type == "DATE"]


@cache
def figure_words() -> frozenset[str]:
    """Return the words that are figures, or shares of one."""
    return frozenset({*_values(), *_scales(), *FRACTIONS, "dozen"})
