"""Texts of links that ran into a sentence: where they stand, and findings as if they did not.

Some pages put behind a name its full form and the titles of related articles, up to a word that ends the list:
`Senator Ada Vell Ada (Addie) VellHouse passes budget Storm warning issued MORE (R) said ...`. Such a text is read
without them, and what is found in it is placed in the text as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import msgspec

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language
from writethru.records import Field, Findings, Record, Span

LONGEST = 900  # characters of the titles that stand behind one name
FULL_NAME = 60  # characters of the full form of a name
SHORTEST = 3  # letters of a surname
_GLUED = re.compile(r"(?<![\w’'-])[A-Z][\w’'-]{1,40}[a-z][A-Z0-9][\w’'-]{0,60}")
_NAME = r"(?:[A-Z(“\"][\w.’'()”\"-]{0,40}|de|del|der|di|du|la|van|von|bin|al)"
_NAMES = re.compile(rf"(?:{_NAME})?(?: {_NAME})* ?")
_SUFFIX = re.compile(r",? (?:[JS]r\.|I{2,3}\b|IV\b)")


def _said(text: str, kind: str) -> bool:
    """Return whether any word of a kind stands in a text, which is seldom so and told faster than where."""
    return any(word in text for word in lexicon.table("boilerplate")["looks"][kind])


@by_language
def _ends() -> re.Pattern[str]:
    """Return the pattern of the words that end such a list."""
    words = "|".join(lexicon.table("boilerplate")["looks"]["run_in"])
    return re.compile(rf"(?:(?<= )|(?<=[a-z])|(?<=\d))(?:{words})\b" if words else r"(?!)")


@by_language
def _banners() -> re.Pattern[str]:
    """Return the pattern of the words that stand for an advertisement before the first word of a paragraph."""
    words = "|".join(lexicon.table("boilerplate")["looks"]["banners"])
    return re.compile(rf"(?:^|(?<=\n))(?:{words}) (?=[A-Z“\"])" if words else r"(?!)")


def _shown(text: str, start: int, glued: re.Match[str]) -> int | None:
    """Return where the name ends that is shown before its full form, of which the surname is glued to a title."""
    word = glued.group()
    for cut in range(len(word) - 1, SHORTEST - 1, -1):
        if not (word[cut - 1].islower() and not word[cut].islower()):
            continue
        surname = word[:cut]
        at = text.rfind(surname, max(start, glued.start() - FULL_NAME), glued.start())
        while at != -1:
            end = at + cut
            if (at == start or not text[at - 1].isalnum()) and not text[end : end + 1].islower():
                suffix = _SUFFIX.match(text, end)
                shown = suffix.end() if suffix else end
                return (
                    shown if _NAMES.fullmatch(text, shown, glued.start()) or glued.start() < shown else None
                )
            at = text.rfind(surname, max(start, glued.start() - FULL_NAME), at)
    return None


def _links(text: str) -> Iterator[tuple[int, int]]:
    passed = 0
    for last in _ends().finditer(text):
        start = max(passed, last.start() - LONGEST, text.rfind("\n", passed, last.start()) + 1)
        for glued in _GLUED.finditer(text, start, last.end()):
            shown = _shown(text, start, glued)
            if shown is not None:
                yield shown, last.end()
                break
        passed = last.end()


def find_inserts(text: str, field: Field = "text") -> tuple[Span, ...]:
    """Return what of a text is no part of its sentences, ascending, not overlapping."""
    found = [*_links(text)] if _said(text, "run_in") else []
    if _said(text, "banners"):
        found += [match.span() for match in _banners().finditer(text)]
    return tuple(Span(start, end, field) for start, end in sorted(found))


def without(text: str, inserts: tuple[Span, ...]) -> str:
    """Return a text without what was put into it."""
    edges = [0, *(edge for insert in inserts for edge in (insert.start, insert.end)), len(text)]
    return "".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))


class _Places(Record, frozen=True):
    """Where the places of a text without its inserts stand in the text as it is."""

    cuts: tuple[int, ...]  # where the inserts were, in the text without them, ascending
    lengths: tuple[int, ...]  # of all inserts up to each

    def start(self, at: int) -> int:
        """Return where what begins at a place begins: behind an insert that was there."""
        passed = bisect_right(self.cuts, at)
        return at + (self.lengths[passed - 1] if passed else 0)

    def end(self, at: int) -> int:
        """Return where what ends at a place ends: before an insert that was there."""
        return self.start(at - 1) + 1 if at else at


def placed(findings: Findings, inserts: tuple[Span, ...]) -> Findings:
    """Return what was found in a text without its inserts as findings of the text as it is."""
    lengths = tuple(accumulate(insert.end - insert.start for insert in inserts))
    before = (0, *lengths)
    places = _Places(tuple(i.start - gone for i, gone in zip(inserts, before, strict=False)), lengths)
    moved: Findings = _moved(findings, places)
    return msgspec.structs.replace(moved, inserts=inserts)


def _moved(value: Any, places: _Places) -> Any:
    """Return a finding, or several, with every span moved."""
    if isinstance(value, tuple):
        return tuple(_moved(each, places) for each in value) if value and _holds_spans(value[0]) else value
    if not _holds_spans(value):
        return value
    changed = {name: _moved(old, places) for name in value.__struct_fields__ if (old := getattr(value, name))}
    if isinstance(value, Span):
        changed |= {"start": places.start(value.start), "end": places.end(value.end)}
    return msgspec.structs.replace(value, **changed)


def _holds_spans(value: object) -> bool:
    return isinstance(value, msgspec.Struct)
