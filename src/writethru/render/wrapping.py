"""Breaks text into lines of a terminal, at spaces only; an address is never broken, so that it stays clickable."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from rich.text import Text

# A word, with the marks that stand behind it; an added date `[3 Mar]` is one word.
_TOGETHER = re.compile(r"\n|(?:\[\d{1,2} [A-Z][a-z]{2}\b|\S)\S*(?: \[\d{1,4}\]\S*)?")
_WORD = re.compile(r"\S+")
_ADDRESS = re.compile(r"https?://\S")


def wrap(text: Text, width: int) -> list[Text]:
    """Return the lines of a text, each at most `width` columns wide unless it is one address.

    Words longer than a line are cut, addresses are not. Styles stay; white space at line ends goes.
    """
    width = max(width, 1)
    lines = []
    for start, end in _ranges(text.plain, width):
        line = text[start:end]
        line.rstrip()
        lines.append(line)
    return lines or [Text("")]


def _words(plain: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield where each word and each line end stands; what belongs together stays so where there is room."""
    for found in _TOGETHER.finditer(plain):
        if " " in found[0] and cell_len(found[0]) > width:
            yield from (word.span() for word in _WORD.finditer(plain, *found.span()))
        else:
            yield found.span()


def _ranges(plain: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield where each line begins and ends."""
    start, end = 0, 0  # of the line so far
    for first, last in _words(plain, width):
        word = plain[first:last]
        if word == "\n":
            yield start, end
            start = end = last
            continue
        if end > start and cell_len(plain[start:last]) > width:
            yield start, end
            start = first
        elif end == start:
            start = first
        if not _ADDRESS.search(word) and cell_len(word) > width:
            for piece in chop_cells(word, width)[:-1]:
                yield start, start + len(piece)
                start += len(piece)
        end = last
    if end > start:
        yield start, end
