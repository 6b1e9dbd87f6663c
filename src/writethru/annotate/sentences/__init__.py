"""Sentence boundaries: exact, ascending spans, each with its paragraph, its terms and what bars quoting it.

A full stop ends a sentence unless the word before it is an abbreviation that what follows continues; a
question or exclamation mark unless the sentence goes on in small letters or with who said it. Closing
quotation marks and brackets belong to the sentence they end. A blank line ends a paragraph; a single
line break ends a sentence only where the lines look like a list or a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from writethru.annotate import lexicon
from writethru.annotate.quotations import find_quotations, quoted_ranges
from writethru.annotate.sentences.boilerplate import boilerplate_reasons
from writethru.annotate.sentences.stops import stops
from writethru.annotate.sentences.terms import lower_words, terms, terms_of
from writethru.records import Field, Sentence

__all__ = ["find_quotations", "find_sentences", "sentence_ranges", "terms"]

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_BULLET = re.compile(r"^[^\S\n]{0,20}(?:[•●▪◦■*–—-]\s|\d{1,2}[.)]\s|\(?[a-z]\)\s)")
# a run of final marks with closing quotation marks and brackets, at a space or the end, or a mark glued to the
# next sentence; it begins with what is rare
_FINAL = re.compile(
    r"[.!?…](?:[.!?…]{0,5}[\"”’'»)\]*]{0,4}(?=\s|[—–]|$)|(?<!…)[\"”]?(?=[“\"]?[A-Z][a-z]{1,40} ))"
)
_SPACED_DOTS = re.compile(r"\. \. \.(?: \.)?")
SHORT_LINE = 45  # characters; a line this short was broken on purpose, a wrapped one has 60 and more


def _hard_breaks(text: str, start: int, end: int) -> list[int]:
    """Return where single line breaks within a paragraph end a line that was meant as one."""
    breaks: list[int] = []
    line_start = start
    while (at := text.find("\n", line_start, end)) != -1:
        line, rest = text[line_start:at].strip(), text[at + 1 : min(at + 80, end)].lstrip()
        opener = rest[:1]
        listed = bool(_BULLET.match(rest)) or bool(_BULLET.match(line) and not opener.islower())
        finished = line[-1:] in '.!?:;”"…' and not opener.islower()
        short = len(line) <= SHORT_LINE and (opener.isupper() or opener in '“"‘') and line[-1:] not in ",-–—&"
        if listed or finished or (short and line.rsplit(" ", 1)[-1] not in lexicon.words("stopwords")):
            breaks.append(at)
        line_start = at + 1
    return breaks


def _segments(text: str) -> list[tuple[int, int, int]]:
    """Return start, end and paragraph of each stretch that no sentence crosses."""
    found, start, paragraph = [], 0, 0
    blanks = [(match.start(), match.end()) for match in _BLANK.finditer(text)]
    for stop, following in [*blanks, (len(text), len(text))]:
        edges = [*_hard_breaks(text, start, stop), stop]
        opened = start
        for edge in edges:
            if text[opened:edge].strip():
                found.append((opened, edge, paragraph))
            opened = edge
        paragraph += bool(text[start:stop].strip())
        start = following
    return found


def _glued(text: str, at: int, end: int) -> bool:
    """Return whether a mark stands after a word in small letters, as where the space behind it is missing.

    Behind a closing quotation mark a word of two letters is enough: no abbreviation stands there.
    """
    before = text[max(0, at - (2 if end - at == 2 else 3)) : at]
    return len(before) > 1 and before.isalpha() and before.islower()


def _marks(text: str) -> list[tuple[int, int]]:
    """Return the marks of a text that may end a sentence, ascending."""
    found = []
    for match in _FINAL.finditer(text):
        at, end = match.span()
        after = text[end : end + 1]
        if not after or after.isspace() or after in "—–" or _glued(text, at, end):
            found.append((at, end))
    if ". . ." in text:
        dots = {at for m in _SPACED_DOTS.finditer(text) for at in range(m.start(), m.end() - 1)}
        found = [span for span in found if span[0] not in dots]
    return found


def _split(
    text: str,
    start: int,
    end: int,
    marks: list[tuple[int, int]],
    ends: Callable[[str, int, int, int, int], bool],
) -> list[tuple[int, int]]:
    """Return the sentences of one segment, stripped, given the marks in it and what says which end one."""
    ranges: list[tuple[int, int]] = []
    opened = start
    while opened < end and text[opened].isspace():
        opened += 1
    while end > opened and text[end - 1].isspace():
        end -= 1
    for at, after in [*marks, (end, end)]:
        if after <= opened or (after < end and not ends(text, opened, at, after, end)):
            continue
        if ranges and not any(map(str.isalnum, text[opened:after])):
            ranges[-1] = (ranges[-1][0], after)  # marks alone are no sentence
        else:
            ranges.append((opened, after))
        opened = after
        while opened < end and text[opened].isspace():
            opened += 1
    return ranges


def sentence_ranges(text: str) -> list[tuple[int, int, int]]:
    """Return start, end and paragraph of each sentence: ascending, not overlapping, stripped."""
    marks, first, found, ends = _marks(text), 0, [], stops().end
    for start, end, paragraph in _segments(text):
        last = bisect_left(marks, (end, 0), first)
        found += [
            (left, right, paragraph) for left, right in _split(text, start, end, marks[first:last], ends)
        ]
        first = last
    return found


def find_sentences(text: str, field: Field = "text") -> tuple[Sentence, ...]:
    """Return the sentences of a text with the reason, if any, why one is not to be quoted."""
    ranges = sentence_ranges(text)
    words = [lower_words(text[start:end]) for start, end, _ in ranges]
    reasons = [""] * len(ranges)  # a title is a heading by nature, which bars nothing
    if field == "text":
        reasons = boilerplate_reasons(text, ranges, words, quoted_ranges(text))
    return tuple(
        Sentence(start, end, field, reason, paragraph, terms_of(within))
        for (start, end, paragraph), reason, within in zip(ranges, reasons, words, strict=True)
    )
