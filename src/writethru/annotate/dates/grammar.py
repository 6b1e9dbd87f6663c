"""The grammar of time expressions: words to classes, and rules over classes.

Each token of the text is one character that stands for its class (month, weekday, unit, ...), so that a rule is a short linear pattern over the string of classes. At each place the first rule of
`RULES` that fits wins; rules go from the most specific to the plainest. In a rule a small name is a
class, a NAME in capitals one of `PARTS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from writethru.annotate.dates.words import Token, Words, letters, triggers
from writethru.annotate.lexicon import by_language, by_language_within

REPEAT = re.compile(r"\?|\{0,\d\}")  # what lets a piece of a rule be absent
SEGMENT = re.compile(r"[^.]+")  # tokens that have a class
PARTS = {
    "MONTH": "(month|doubtful_month|short_month stop?)",
    "DAY": "(day_number|ordinal|ord)",
    "YEAR": "(year_number|quote day_number|quote number|YEARWORDS)",
    "YEARWORDS": "((nineteen|teen|tens) (teen|tens|nineteen) (hyphen? card)?|card scale (hyphen? SMALLER)?)",
    "ERA": "(early hyphen?|early in|(the very?)? stretch of)",
    "EARLY": "(early hyphen?|later)",
    "NUM": "(day_number|year_number|number|decimal)",
    "WORDS": "(SMALLER (hyphen? scale (and? SMALLER)?){0,2}|scale)",
    "SMALLER": "(tens (hyphen? card)?|card|teen|nineteen)",
    "COUNT": "((NUM scale?|WORDS) (hyphen? and hyphen? a hyphen? half|or so)?|(a|an) scale|a? few of?|the few)",
    "NEAR": "(no? (more|less|fewer|longer) than|at (least|most)|up to|as (much|few) as|about)",
    "UNITS": "(unit|units|quarter)",
    "POSS": "(its|his|her|their|our|my)",
    "WEEKDAY": "(weekday|short_weekday stop?)",
    "NTH": "(ord|ordinal|second)",
    "ROUND": "(past|next|this|current|that|latest|recent)",
    "DATE": "(ERA? MONTH (the? DAY) ((comma|of)? YEAR)?|(the? DAY) of? MONTH ((comma|of)? YEAR)?|iso|slash)",
    "ON": "(comma? on? (EARLY? WEEKDAY comma? on? DATE|(past|next|this)? EARLY? weekday|DATE|day_name|tonight))",
    "CLOCK": "((day_number|clock|card|teen) (meridiem|clock_word)|clock|noon|(year_number|number)(?=zone))",
    "ZONE": "(zone|local time_word)",
    "AMONTH": "(month|doubtful_month|short_month)",
    "ADAY": "(day_number|ordinal)",
    "RANGE": "((hyphen? (to|or) hyphen?|hyphen) COUNT)",
    "LINK": "(hyphen|and|to|or|through|comma and?)",
}

# name of the rule and its pattern; the first that fits wins
RULES = (
    ("age", "(the|a|an|POSS)? COUNT? hyphen? UNITS hyphen? (old|olds)"),
    ("set", "every (COUNT|NTH|other|single)? (UNITS|weekday part?|MONTH|season|part|holiday)|weekdays part?"),
    ("long_unit", "(a|the|POSS)? (long_unit|UNITS hyphen long)"),
    (
        "fraction",
        "(a|an|the (past|next|latest)?)? (half hyphen? (a|an)?|quarter (hyphen|of (a|an))?) unit (ago|later|shift)?",
    ),
    ("adverb", "adverb_set"),
    ("time", "NEAR? CLOCK ZONE? (in the part)? ON? ZONE?"),
    ("time", "(EARLY? WEEKDAY comma?)? (weekday|DATE|day_name) part? comma? at CLOCK ZONE?"),
    ("part", "the? EARLY? part units? of (WEEKDAY comma?)? (DATE|weekday|day_name)"),
    ("part", "(EARLY|past|this|that|those){0,2} (WEEKDAY comma? DATE|weekday|DATE|day_name) EARLY? part"),
    ("part", "(EARLY? the?)? (past|this|that|next) EARLY? part|EARLY? tonight|EARLY part ON?"),
    ("part", "noon ON"),
    ("part", "(in the|the)? part ON?"),
    ("week_of", "the unit of (WEEKDAY comma?)? (DATE|MONTH (of? YEAR)?)"),
    ("date", "(this? EARLY? WEEKDAY comma? (the|on)?|(past|next|this))? DATE"),
    ("more_days", "((?<=AMONTH ADAY)|(?<=short_month stop ADAY)) LINK ADAY (comma? year_number)?"),
    ("more_years", "(?<=year_number)hyphen day_number"),
    ("day_list", "the? DAY LINK (?=(the? DAY of? MONTH))"),
    ("nth_of", "the? (NTH|past) (unit|weekday) (of|in) (MONTH (comma? YEAR)?|YEAR)"),
    ("nth_day", "the ordinal of (the? ROUND|the) unit|(?<=on)the ordinal"),
    ("month", "ERA? MONTH (comma|of)? YEAR"),
    ("month", "(EARLY|the? stretch of)? ROUND MONTH"),
    ("month", "ERA? MONTH of? (the? ROUND) unit"),
    ("month", "ERA? (month|doubtful_month|short_month stop)"),
    ("season", "(ERA|the)? (ERA|ROUND)? season (of? YEAR|of the? ROUND unit)?"),
    ("known_day", "known_day"),
    ("named_day", "named_day WEEKDAY (of? YEAR)?"),
    ("holiday", "day_holiday possessive? unit (of? YEAR)?|new_year unit possessive? (unit|eve) (of? YEAR)?"),
    ("holiday", "ROUND? holiday (eve|unit|weekday)? (of? YEAR|ROUND unit)?"),
    (
        "quarter",
        "((the? ROUND unit possessive|year_number|the year_number)|the|POSS)? ((past|next|this|current|latest)|unit hyphen (ago|later))?"
        " (fiscal unit?)? hyphen? NTH hyphen? (fiscal)? (quarter|half)"
        " (of? (fiscal unit? )?YEAR|of? (the|POSS)? ROUND? fiscal? unit)?",
    ),
    (
        "same_period",
        "(the|that|the that|the past unit possessive) (unit|period|quarter) (a unit (ago|later)|of? (past|next|this) unit)",
    ),
    ("quarter", "(the|POSS)? (ROUND|unit hyphen (ago|later)|year_number) fiscal? (quarter|half|period)"),
    ("quarter", "(the? ROUND) unit possessive (period|quarter)"),
    ("quarter", "the quarter"),
    ("quarter_name", "quarter_letter day_number YEAR?"),
    (
        "decade",
        "(the|POSS)? (early hyphen?|stretch of the)? (decade|quote decade|decade_name)",
    ),
    ("century_list", "the? NTH (?=((and|or|to|comma|hyphen) the? NTH hyphen? units))"),
    ("century", "(the|POSS)? (early hyphen?)? (tens hyphen?)? NTH hyphen? (unit|units)"),
    (
        "fiscal",
        "ERA? the? fiscal unit? YEAR|the? year_number hyphen day_number (school|fiscal) unit|the year_number hyphen day_number unit",
    ),
    ("rate", "COUNT UNITS (a|an|every) unit"),
    ("offset", "the unit (shift|that) day_name"),
    ("offset", "(COUNT|a|an) UNITS ago weekday"),
    ("offset", "NEAR? (COUNT|a|an|another) RANGE? UNITS (or (so|card))? (ago|later|shift|back)"),
    (
        "loose_offset",
        "about? units (ago|later)|moments (ago|later)|(a while|long) ago|about units back|the other (unit|part)",
    ),
    ("before_after", "the (unit|part) shift"),
    ("offset", "(COUNT|a|an) UNITS from (reference|day_name|weekday)"),
    ("shifted", "EARLY? the (shift|past|next) (unit|weekday|MONTH|part) (or so)?"),
    ("weekday", "EARLY? (this (past|next)|ROUND)? EARLY? weekday (of? ROUND unit)?"),
    ("year_ago", "(the|a)? unit hyphen (ago|later)"),
    ("year", "(ERA|the unit)? (year_number|YEARWORDS)|quote (day_number|number)"),
    ("period", "(the|a|this|that)? that? COUNT hyphen? UNITS hyphen? period|(the|a) period of COUNT UNITS"),
    (
        "last_n",
        "(the|POSS)? (past|next|NTH|latest|recent|those) (COUNT|a) RANGE? (full|trading|additional)? UNITS (or so)?",
    ),
    ("round", "(EARLY in?|the? stretch of)? (the|this)? very? ROUND fiscal? unit (or so)?"),
    ("vague", "(the|POSS)? (past|next|latest|recent|those) units|the units ahead"),
    (
        "duration",
        "NEAR? (the (entire|full|whole)?|those)? COUNT (more|full|trading|additional|consecutive|straight|business)?"
        " RANGE? hyphen? ((more|full|trading)? UNITS|(past|next) units) (hyphen long|or so)?",
    ),
    (
        "article",
        "NEAR? (a|an|half hyphen? an?|another|an? half hyphen?|the? (entire|full|whole)|an? (entire|full|whole|extra|additional))"
        " unit ((or so)|and a half|or card)?",
    ),
    ("year_end", "(the|this|next|past)? unit (hyphen|possessive)? stretch"),
    ("the_unit", "((early|later) in|the? stretch of)? (the|this|POSS) (fiscal|full|calendar)? unit"),
    ("units", "(the|POSS)? units"),
    ("day_name", "EARLY? day_name"),
    (
        "reference",
        "(more|right|very)? reference|at (the|this) moment|at moment|this time_word|those units|this moment",
    ),
    ("future", "the? (near|distant|foreseeable)? future"),
    ("current", "current|recent"),
    ("past_time", "the (latest|recent)? past(?!(COUNT|UNITS|season|weekday|MONTH|unit|few))"),
)


class Reading(NamedTuple):
    """One time expression as the grammar reads it: the rule that fits, and its tokens."""

    rule: str
    tokens: tuple[Token, ...]
    position: int  # of the first token in the text's tokens

    @property
    def start(self) -> int:
        """First code point."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """One past the last code point."""
        return self.tokens[-1].end

    def first(self, *kinds: str) -> Any:
        """Return the value of the first token of these classes, None if there is none."""
        return next((token.value for token in self.tokens if token.kind in kinds), None)

    def has(self, *kinds: str) -> bool:
        """Return whether a token of one of these classes is there."""
        return any(token.kind in kinds for token in self.tokens)

    def all(self, *kinds: str) -> list[Any]:
        """Return the values of all tokens of these classes, in order."""
        return [token.value for token in self.tokens if token.kind in kinds]


def _spell(rule: str) -> str:
    """Return a rule with its parts written out, as a pattern over class characters."""
    while re.search(r"[A-Z]", rule):
        rule = re.sub(r"[A-Z]+", lambda name: PARTS[name[0]], rule)
    rule = re.sub(r"[a-z_]+", lambda name: letters()[name[0]], rule)
    return rule.replace(" ", "").replace("(", "(?:").replace("(?:?", "(?")


def _first(pattern: str) -> tuple[set[str], bool]:
    """Return the characters a pattern can begin with, and whether it can be empty."""
    found: set[str] = set()
    sequence_empty, some_empty, index = True, False, 0
    while index < len(pattern):
        sign, begin = pattern[index], index
        if sign == "|":
            some_empty, sequence_empty, index = some_empty or sequence_empty, True, index + 1
            continue
        if sign == "(":
            index = _closing(pattern, index)
            around = pattern.startswith(("(?=", "(?!", "(?<"), begin)
            heads, empty = (set(), True) if around else _first(pattern[begin + 3 : index])
        else:
            heads, empty = {sign}, False
        index += 1
        repeat = REPEAT.match(pattern, index)
        if repeat:
            empty, index = True, repeat.end()
        if sequence_empty:
            found |= heads
            sequence_empty = empty
    return found, some_empty or sequence_empty


def _closing(pattern: str, opening: int) -> int:
    """Return where the bracket that opens at `opening` is closed."""
    depth = 0
    for index in range(opening, len(pattern)):
        depth += (pattern[index] == "(") - (pattern[index] == ")")
        if depth == 0:
            return index
    raise ValueError(pattern)


@by_language
def _spelt() -> list[tuple[str, str, set[str]]]:
    """Return the rules: name, pattern over class characters, characters that it can begin with."""
    patterns = [(name, _spell(rule)) for name, rule in RULES]
    return [(name, pattern, _first(pattern)[0]) for name, pattern in patterns]


@by_language
def _rules(letter: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the rules that can begin with a character, in order; each is compiled when first met."""
    return tuple((name, _compiled(pattern)) for name, pattern, heads in _spelt() if letter in heads)


@by_language
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _first_match(line: str, place: int, end: int) -> tuple[str, int] | None:
    """Return the first rule, in order, that matches at a place, and where its match ends."""
    for name, pattern in _rules(line[place]):
        match = pattern.match(line, place, end)
        if match and match.end() > place:
            return name, match.end()
    return None


def _parse(line: str, place: int, end: int) -> list[tuple[str, int, int]]:
    """Return the rules that match from a place on, from left to right, each with its first place and its end."""
    parts = []
    while place < end:
        found = _first_match(line, place, end)
        if found is None:
            place += 1
            continue
        rule, after = found
        parts.append((rule, place, after))
        place = after
    return parts


@by_language_within(20_000)
def _parse_segment(segment: str) -> list[tuple[str, int, int]]:
    """Return the parts of a whole segment; few different ones make up most texts."""
    return _parse(segment, 0, len(segment)) if not triggers().isdisjoint(segment) else []


def read(words: Words, low: int = 0, high: int | None = None) -> Iterator[Reading]:
    """Yield what the rules find among tokens `low` to `high`, from left to right, without overlaps."""
    if low == 0 and high is None:
        for segment in SEGMENT.finditer(words.line):
            start = segment.start()
            for rule, place, after in _parse_segment(segment[0]):
                yield Reading(rule, words.tokens(start + place, start + after), start + place)
        return
    end = len(words.line) if high is None else high
    if triggers().isdisjoint(words.line[low:end]):
        return
    for rule, place, after in _parse(words.line, low, end):
        yield Reading(rule, words.tokens(place, after), place)
