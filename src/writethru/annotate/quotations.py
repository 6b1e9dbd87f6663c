"""Words between quotation marks: curly, straight or single, also over several paragraphs.

A mark opens when it stands before a word and not after one, and closes otherwise; a single one may be an
apostrophe, before a word whose beginning is left out or after a possessive. A paragraph that
opens a quotation and does not close it is a quotation to its end, if the next paragraph opens with a
mark again (the way newspapers carry a long quotation on); else the mark is taken for a stray one.
"""

from __future__ import annotations

import re

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language, by_language_within
from writethru.records import Field, Span

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_MARK = re.compile(r"[“”„«»\"‘’'`](?<![^\W_][’'](?=[^\W_]))")  # no apostrophe within a word
_OPEN, _CLOSE = "“„«", "”»"
_BEFORE_OPENING = frozenset(" \t\n([{—–-/:\u00a0\u200b‘'")
_WORD = re.compile(r"\w{1,12}")
REACH = 120  # characters within which single marks close after a possessive within them
LONGEST_SINGLE = 1000  # characters; single marks further apart are apostrophes
LONGEST = 4000  # characters; a longer stretch between marks of one paragraph is a lost mark


def _opens(text: str, at: int, end: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[end] if end < len(text) else " "
    return before in _BEFORE_OPENING and not after.isspace()


@by_language
def _elided() -> frozenset[str]:
    return frozenset(lexicon.table("abbreviations")["elided"])


def _elides(text: str, after: int) -> bool:
    """Return whether what follows a mark is a word or a year with its beginning left out."""
    word = _WORD.match(text, after)
    return word is None or word.group().lower() in _elided() or text[after].isdigit()


def _single(text: str, at: int) -> str:
    """Return "open", "close" or "" for a single mark, which may be an apostrophe."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    mark = text[at]
    if mark in "‘'" and after.isalnum() and not before.isalnum() and before not in (".", ",", "!", "?"):
        return "" if _elides(text, at + 1) else "open"
    if mark == "‘" or after.isalnum() or not before:
        return ""
    return "close" if before.isalnum() or before in ".,!?…" else ""


@by_language
def _owner_endings() -> tuple[str, ...]:
    return tuple(lexicon.table("abbreviations")["owner_endings"])


def _owns(text: str, at: int, end: int) -> bool:
    """Return whether a mark after a name is a possessive one within single marks, which close further on."""
    if not text.endswith(_owner_endings(), 0, at) or not (
        text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()
    ):
        return False
    for match in _MARK.finditer(text, at + 1, min(at + REACH, end)):
        side = _single(text, match.start()) if match.group() in "‘’'" else "open"
        if side:
            return side == "close"
    return False


def _closes(text: str, opened: int, at: int, end: int) -> bool:
    """Return whether a single mark that may close does so, for what opened before an offset.

    A curly mark does not close what a straight one opened.
    """
    return opened < at and (text[at] == "'" or text[opened - 1] != "'") and not _owns(text, at, end)


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
            elif side == "close" and single is not None and _closes(text, single, at, end):
                if at - single <= LONGEST_SINGLE:
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


@by_language_within(1)  # sentences and quotations of a text are found one after the other
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
