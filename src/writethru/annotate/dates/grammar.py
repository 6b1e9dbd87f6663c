"""The grammar of time expressions: words to classes, and rules over classes.

Each token of the text is one character that stands for its class (month, weekday, unit, ...), so that a rule is a
short linear pattern over the string of classes. The rules, which follow the word order of a language, are in
`lexicon/LANGUAGE/time_rules.toml`; at each place the first that fits wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.dates.tokens import Token, Words
from writethru.annotate.dates.words import letters, triggers
from writethru.annotate.lexicon import by_language

REPEAT = re.compile(r"\?|\{0,\d\}")  # what lets a piece of a rule be absent
REMEMBERED = 20_000  # segments whose parts are kept


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

    @property
    def last(self) -> int:
        """The place of the last token in the text's tokens."""
        return self.position + len(self.tokens) - 1

    def first(self, *kinds: str) -> Any:
        """Return the value of the first token of these classes, None if there is none."""
        for token in self.tokens:
            if token.kind in kinds:
                return token.value
        return None

    def has(self, *kinds: str) -> bool:
        """Return whether a token of one of these classes is there."""
        return any(token.kind in kinds for token in self.tokens)

    def all(self, *kinds: str) -> list[Any]:
        """Return the values of all tokens of these classes, in order."""
        return [token.value for token in self.tokens if token.kind in kinds]


def _spell(rule: str) -> str:
    """Return a rule with its parts written out, as a pattern over class characters."""
    parts = lexicon.table("time_rules")["parts"]
    while re.search(r"[A-Z]", rule):
        rule = re.sub(r"[A-Z]+", lambda name: parts[name[0]], rule)
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
    patterns = [(name, _spell(rule)) for name, rule in lexicon.table("time_rules")["rules"]]
    return [(name, pattern, _first(pattern)[0]) for name, pattern in patterns]


@by_language
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


class _Rules(dict[str, tuple[tuple[str, re.Pattern[str]], ...]]):
    """The rules that can begin with a character, in order; each is compiled when first met."""

    def __missing__(self, letter: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        self[letter] = rules = tuple(
            (name, _compiled(pattern)) for name, pattern, heads in _spelt() if letter in heads
        )
        return rules

    def first(self, line: str, place: int, end: int) -> tuple[str, int] | None:
        """Return the first rule, in order, that matches at a place, and where its match ends."""
        for name, pattern in self[line[place]]:
            match = pattern.match(line, place, end)
            if match and match.end() > place:
                return name, match.end()
        return None

    def parse(self, line: str, place: int, end: int) -> list[tuple[str, int, int]]:
        """Return the rules that match from a place on, from left to right, each with its first place and its end."""
        parts = []
        while place < end:
            found = self.first(line, place, end)
            if found is None:
                place += 1
                continue
            rule, after = found
            parts.append((rule, place, after))
            place = after
        return parts


class _Parses(dict[str, list[tuple[str, int, int]]]):
    """The parts of each whole segment met of late; few different ones make up most texts."""

    def __init__(self, rules: _Rules) -> None:
        super().__init__()
        self.rules = rules

    def __missing__(self, segment: str) -> list[tuple[str, int, int]]:
        if len(self) >= REMEMBERED:
            self.clear()
        self[segment] = parts = self.rules.parse(segment, 0, len(segment))
        return parts


@by_language
def _segment() -> re.Pattern[str]:
    """Return the pattern of neighbouring tokens that all have a class, one of them such as a time needs."""
    needed = "".join(sorted(triggers()))
    return re.compile(rf"(?<![^.])[^.{needed}]*+[{needed}][^.]*")


@dataclass(frozen=True)
class Grammar:
    """What is read in texts of a language, and what was read of late."""

    segment: re.Pattern[str]
    needed: frozenset[str]
    rules: _Rules
    parses: _Parses

    def read(self, words: Words) -> list[Reading]:
        """Return what the rules find among all tokens, from left to right, without overlaps."""
        found = []
        for segment in self.segment.finditer(words.line):
            start = segment.start()
            for rule, place, after in self.parses[segment[0]]:
                place += start
                found.append(Reading(rule, words.tokens(place, start + after), place))
        return found

    def read_within(self, words: Words, low: int, high: int) -> list[Reading]:
        """Return what the rules find among tokens `low` to `high`, as if there were none after them."""
        if self.needed.isdisjoint(words.line[low:high]):
            return []
        parts = self.rules.parse(words.line, low, high)
        return [Reading(rule, words.tokens(place, after), place) for rule, place, after in parts]


@by_language
def grammar() -> Grammar:
    """Return the grammar of the language being read."""
    rules = _Rules()
    return Grammar(_segment(), triggers(), rules, _Parses(rules))
