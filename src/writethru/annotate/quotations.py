"""Words between quotation marks: curly, straight or single, also over several paragraphs.

A mark opens when it stands before a word and not after one, and closes otherwise. A paragraph that
opens a quotation and does not close it is a quotation to its end, if the next paragraph opens with a
mark again (the way newspapers carry a long quotation on); else the mark is taken for a stray one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from writethru.records import Field, Span

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_MARK = re.compile(r"[“”„«»\"‘’'`]")
_OPEN, _CLOSE = "“„«", "”»"
_BEFORE_OPENING = frozenset(" \t\n([{—–-/:\u00a0\u200b‘'")
LONGEST = 4000  # characters; a longer stretch between marks of one paragraph is a lost mark


def _opens(text: str, at: int, end: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[end] if end < len(text) else " "
    return before in _BEFORE_OPENING and not after.isspace()


def _single(text: str, at: int) -> str:
    """Return "open", "close" or "" for a single mark, which may be an apostrophe."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    mark = text[at]
    if mark == "‘":
        return "open" if not before.isalnum() and after.isalnum() else ""
    if mark == "'" and not before.isalnum() and before not in (".", ",", "!", "?") and after.isupper():
        return "open"
    if after.isalnum() or not before:
        return ""
    if mark == "’":
        return "close" if before.isalnum() or before in ".,!?…" else ""
    return "close" if before in ".,!?" else ""


def _pair(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], int | None]:
    """Return the quotations of one paragraph, and where an unclosed one opens (after its mark)."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    single: int | None = None
    passed = start
    for match in _MARK.finditer(text, start, end):
        at = match.start()
        if at < passed:
            continue
        mark, after = match.group(), at + 1
        if mark in "'`" and text[after : after + 1] == mark:
            mark, after = mark * 2, after + 1
        passed = after
        if mark in "‘’'`":
            side = _single(text, at) if opened is None else ""  # else a quotation within a quotation
            if side == "open":
                single = after
            elif side == "close" and single is not None and at > single:
                found.append((single, at))
                single = None
        elif (
            (mark in _OPEN and (opened is None or _opens(text, at, after)))
            or mark == "``"
            or (mark not in _CLOSE and mark not in _OPEN and opened is None and _opens(text, at, after))
        ):
            opened, single = (after if opened is None else opened), None
        elif opened is not None:
            if opened < at <= opened + LONGEST:
                found.append((opened, at))
            opened = None
    return found, opened


@lru_cache(1)  # sentences and quotations of a text are found one after the other
def quoted_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Return start and end of each quotation without its marks, ascending, not overlapping."""
    blanks = [match.span() for match in _BLANK.finditer(text)]
    edges = zip([0, *(end for _, end in blanks)], [*(start for start, _ in blanks), len(text)], strict=True)
    paragraphs = [(start, end) for start, end in edges if start < end]
    found: list[tuple[int, int]] = []
    for index, (start, end) in enumerate(paragraphs):
        inner, opened = _pair(text, start, end)
        found += inner
        following = paragraphs[index + 1][0] if index + 1 < len(paragraphs) else len(text)
        if opened is not None and text[following : following + 1] in ("“", '"', "„", "«"):
            stop = opened + len(text[opened:end].rstrip())
            if stop > opened:
                found.append((opened, stop))
    return tuple(sorted(found))


def find_quotations(text: str, field: Field = "text") -> tuple[Span, ...]:
    """Return the words between quotation marks, marks excluded, ascending."""
    return tuple(Span(start, end, field) for start, end in quoted_ranges(text))
