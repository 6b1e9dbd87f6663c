"""Breaks text into lines of a terminal, at spaces only; an address is never broken, so that it stays clickable."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from rich.text import Text

_WORD = re.compile(r"\S+|\n")
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


def _ranges(plain: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield where each line begins and ends."""
    start, end = 0, 0  # of the line so far
    for found in _WORD.finditer(plain):
        word = found[0]
        if word == "\n":
            yield start, end
            start = end = found.end()
            continue
        if end > start and cell_len(plain[start : found.end()]) > width:
            yield start, end
            start = found.start()
        elif end == start:
            start = found.start()
        if not _ADDRESS.search(word) and cell_len(word) > width:
            for piece in chop_cells(word, width)[:-1]:
                yield start, start + len(piece)
                start += len(piece)
        end = found.end()
    if end > start:
        yield start, end
