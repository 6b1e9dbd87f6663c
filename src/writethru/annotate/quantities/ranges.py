"""One number where it stands, or a range of two: `5 to 7`, `between 3% and 5%`."""

from __future__ import annotations

import re
from typing import NamedTuple

from writethru.annotate.lexicon import by_language
from writethru.annotate.quantities.measured import is_share, unit_after
from writethru.annotate.quantities.numbers import (
    alternatives,
    currency_marks,
    number_pattern,
    table,
    value,
)
from writethru.annotate.quantities.phrases import tokens_after
from writethru.annotate.quantities.words import is_plural, known

_DASH = re.compile(r" ?[–—-] ?(?=[\d$£€])|[–-](?=[a-z])")

_ENDS = (
    "",
    ".",
    ",",
    ";",
    ":",
    ")",
    "]",
    "?",
    "!",
    "\n",
    "'",
    "’",
    '"',
    "”",
)  # no range goes on behind these
_WIDE = 3  # the ends of a range are seldom so many times apart
_AFTER_FROM = 5  # words
_SCALED = 1000  # a number in words from here on has a word for its scale


class Number(NamedTuple):
    """A number or range where it stands; without bounds if it is a score or a ratio."""

    start: int
    end: int
    low: float | None
    high: float | None
    currency: str = ""
    vague: bool = False
    share: bool = False  # a fraction, given in per cent
    in_words: bool = False
    dashed: bool = False  # a range written with a dash
    scaled: bool = False  # has a word or sign for its scale, or commas
    unit: str = ""  # of the number it is set against: `48 to 42 percent`


@by_language
def _joints() -> tuple[re.Pattern[str], re.Pattern[str], tuple[str, ...], tuple[str, ...]]:
    """Return what joins a range, what joins one after `between`, the words before one, and before two values."""
    ranges = table()["ranges"]
    return (
        re.compile(rf"{_DASH.pattern}|-? (?:{alternatives(ranges['joints'])}) (?=[\w$£€])"),
        re.compile(rf" (?:{alternatives(ranges['joints_between'])}) "),
        tuple(f"{word} " for word in ranges["between"]),
        tuple(f"{word} " for word in ranges["from"]),
    )


@by_language
def _first_letters() -> frozenset[str]:
    """Return the characters with which a joint or the word for per cent can begin after a space."""
    words = [*table()["ranges"]["joints"], *table()["shares"]["words"], *table()["ranges"]["joints_between"]]
    return frozenset("–—-%") | {word[0] for word in words} | {word[0].upper() for word in words}


@by_language
def _last_letters() -> frozenset[str]:
    """Return the last letters, with the space, of the words before two values."""
    return frozenset(word[-2:] for word in _joints()[2])


def _is_million(text: str, end: int) -> bool:
    """Whether a letter without a currency is a scale (`2m users`) and no metre (`the 100m sprint`) or name (`340B`)."""
    words = tokens_after(text, end, len(text), 1)
    return bool(words) and (is_plural(words[0].text) or words[0].text in table()["currencies"])


def _currency(sign: str | None) -> str:
    if not sign:
        return ""
    mark = sign.strip().rstrip(".").lower()
    return currency_marks().get(mark, "")


def _second(text: str, match: re.Match[str], end: int) -> tuple[re.Match[str] | None, bool]:
    """Return the second end of a range that may follow, and whether a dash joins it."""
    follower = text[end : end + 1]
    if follower in _ENDS:
        return None, False
    start = match.start()
    joint, inner, between, two = _joints()
    if (
        follower == " "
        and text[end + 1 : end + 2] not in _first_letters()
        and text[start - 2 : start] not in _last_letters()
    ):
        return None, False
    lead = text[max(0, start - 16) : start].lower()
    if lead.endswith(between):
        unit_end = unit_after(text, end)[1] if not match["sign"] else end
        link = inner.match(text, end) or inner.match(text, unit_end)
    else:
        link = joint.match(text, end)
        if link is None and is_share(text, end):
            until = unit_after(text, end)[1]
            link = _DASH.match(text, until)
            if link is None and not _changed(text, start):
                link = joint.match(text, until)
    if link is None or (not lead.endswith(between) and (lead.endswith(two) or _follows_from(text, start))):
        return None, False
    second = number_pattern().match(match.string, link.end())
    if second is None or second["vague"] or second["fraction"]:
        return None, False
    if _is_change(text, match, second):
        return None, False
    return second, link[0].strip() in ("-", "–", "—")


def _is_change(text: str, match: re.Match[str], second: re.Match[str]) -> bool:
    """Whether two complete values are a change and the level it led to: `fell by $54 billion to $462 billion`."""
    if bool(match["sign"]) != bool(second["sign"]) or bool(match["scale"]) != bool(second["scale"]):
        return False
    if match["sign"] and _changed(text, match.start()):
        return True
    by = text[max(0, match.start() - 6) : match.start()].lower().split()[-1:]
    return by == table()["ranges"]["by"] and value(second) >= _WIDE * value(match)


def _follows_from(text: str, start: int) -> bool:
    """Whether `from` stands shortly before a number, so that it goes from one value to another: `from a low of 3% to 5%`."""
    words = text[max(0, start - 40) : start].lower().split()[-_AFTER_FROM:]
    return any(word in table()["ranges"]["from"] for word in words)


def _changed(text: str, start: int) -> bool:
    """Whether a verb of change stands before a number: `rose 2 percent to 5 percent` is no range."""
    words = text[max(0, start - 24) : start].lower().split()[-3:]
    return any(word in known().changes or word in table()["ranges"]["after_change"] for word in words)


def read_number(text: str, match: re.Match[str]) -> Number:
    """Return the number at a match, with the second end of a range where one follows."""
    low = value(match)
    end = match.end()
    if len(match["scale"] or "") == 1 and not match["sign"] and not _is_million(text, end):
        low = float(match["digits"].replace(",", ""))
        end -= 1
    first = Number(
        match.start(),
        end,
        low,
        None if match["vague"] else low,
        currency=_currency(match["sign"]),
        vague=match["vague"] is not None,
        share=bool(match["fraction"]),
        in_words=not match["digits"],
        scaled=bool(match["scale"] or match["half"] or match["unit"] or "," in (match["digits"] or ""))
        or (low >= _SCALED and not match["digits"]),
    )
    if first.vague:
        return first
    second, dashed = _second(text, match, end)
    if second is None:
        return first
    high = value(second)
    if match["digits"] and not match["scale"] and second["scale"] and second["digits"] and low < 1000:
        low = round(low * high / float(second["digits"].replace(",", "")), 6)
    elif first.in_words and not first.scaled and low < 100 and (second["words"] or "").count(" ") == 1:
        scale = table()["scales"].get(second["words"].split()[-1].lower(), 1)
        low *= scale if low * scale < high else 1  # two to three million
    if low < high:
        currency = first.currency or _currency(second["sign"])
        scaled = first.scaled or bool(second["scale"])
        return first._replace(
            end=second.end(), low=low, high=high, currency=currency, dashed=dashed, scaled=scaled
        )
    if low > high and not dashed and not first.currency and (unit := unit_after(text, second.end())[0]):
        return first._replace(unit=unit)
    if dashed or (low > high and not is_share(text, second.end()) and not second["sign"] and high < 100):
        return Number(match.start(), second.end(), None, None)  # a score of 3-1, a tie, odds of 5 to 1
    return first
