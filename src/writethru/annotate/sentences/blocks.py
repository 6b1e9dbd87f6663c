"""Which paragraphs are blocks within a report: a gallery's captions, a widget's entries, a document's own words, a post, turns of talk.

They are told by what stands around them: a line between pictures, a paragraph printed twice, a line that announces
words with a colon, the names of speakers alone on their lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from writethru.annotate.lexicon import by_language
from writethru.annotate.sentences.phrases import table
from writethru.annotate.sentences.posts import posted

Ranges = list[tuple[int, int, int]]

_NAME = re.compile(r"[A-Z][\w.’'-]{1,20}(?: [A-Z][\w.’'-]{0,20}){1,3}")
_QUOTED = ("“", '"', "‘", "'")
TWICE = 8  # words of a paragraph that is printed twice for a reason
NAMED = 4  # lines that are names alone, of two persons at least, make a text a talk
ANNOUNCED = 12  # words at the end of a line among which its verb of saying stands
LOUD = 0.7  # share of capitals among the letters of what is shouted,
FEWEST = 5  # if it has so many words


def blocked(text: str, ranges: Ranges, reasons: list[str]) -> list[str]:
    """Return the reasons why sentences are not to be quoted, with those of the blocks that they stand in."""
    paragraphs = _paragraphs(ranges)
    found = dict(
        [
            *_announced(text, paragraphs),
            *_widgets(text, paragraphs),
            *_turns(text, paragraphs),
            *_twice(text, paragraphs),
        ]
    )
    last = _last_captions(text, ranges)
    posts = posted(text, paragraphs) if "(@" in text else {}
    return [
        reason
        or found.get(paragraph, "")
        or ("transcript" if start < posts.get(paragraph, 0) else "")
        or ("caption" if start < last.get(paragraph, 0) else "")
        or ("transcript" if _is_loud(text[start:end]) else "")
        for reason, (start, end, paragraph) in zip(reasons, ranges, strict=True)
    ]


def _paragraphs(ranges: Ranges) -> list[tuple[int, int, int]]:
    """Return number, start and end of each paragraph."""
    found: list[tuple[int, int, int]] = []
    for start, end, paragraph in ranges:
        if found and found[-1][0] == paragraph:
            found[-1] = (paragraph, found[-1][1], end)
        else:
            found.append((paragraph, start, end))
    return found


def _announced(text: str, paragraphs: list[tuple[int, int, int]]) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs that a line before them announces as somebody's words: `The contract states:`."""
    for (_, before, stop), (number, start, _) in pairwise(paragraphs):
        if text[stop - 1] != ":" or text.startswith(_QUOTED, start):
            continue
        words = re.findall(r"[a-z]+", text[max(before, stop - 200) : stop].lower())
        if not _saying().isdisjoint(words[-ANNOUNCED:]):
            yield number, "quotation"


def _widgets(text: str, paragraphs: list[tuple[int, int, int]]) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs behind the buttons of a widget: `Timeline Show Hide`."""
    buttons = tuple(table()["blocks"]["buttons"])
    for (_, before, stop), (number, _, _) in pairwise(paragraphs):
        if text[before:stop].endswith(buttons):
            yield number, "list"


def _turns(text: str, paragraphs: list[tuple[int, int, int]]) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs of a talk: they stand under the names of its speakers."""
    names = [text[start:end] for _, start, end in paragraphs]
    times = Counter(name for name in names if _NAME.fullmatch(name))
    speakers = {name for name, count in times.items() if count > 1}
    if len(speakers) < 2 or sum(times[name] for name in speakers) < NAMED:
        return
    lines = [place for place, name in enumerate(names) if name in speakers]
    for line, following in pairwise([*lines, min(lines[-1] + 2, len(names))]):
        for number, _, _ in paragraphs[line + 1 : following]:
            yield number, "transcript"


def _twice(text: str, paragraphs: list[tuple[int, int, int]]) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs that are printed twice running: what stands under a picture and in its gallery."""
    for (first, start, end), (second, again, stop) in pairwise(paragraphs):
        long = text.count(" ", start, end) >= TWICE - 1
        if long and end - start == stop - again and text[start:end] == text[again:stop]:
            yield first, "caption"
            yield second, "caption"


def _last_captions(text: str, ranges: Ranges) -> dict[int, int]:
    """Return for each paragraph of a gallery where the last line between its pictures begins."""
    found: dict[int, int] = {}
    marks = [place for line in table()["blocks"]["between"] for place in _places(line, text)]
    if marks:
        for start, end, paragraph in ranges:
            found[paragraph] = max([found.get(paragraph, 0), *(m for m in marks if start <= m < end)])
    return found


def _places(words: str, text: str) -> Iterator[int]:
    """Yield where words stand in a text."""
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + len(words))


def _is_loud(sentence: str) -> bool:
    """Return whether a sentence is in capitals, as what is spoken in a film is."""
    if sentence[:2].islower() or sentence.count(" ") < FEWEST - 1:
        return False
    capitals = sum(map(str.isupper, sentence))
    return capitals > FEWEST and capitals > LOUD * sum(map(str.isalpha, sentence))


@by_language
def _saying() -> frozenset[str]:
    return frozenset(table()["blocks"]["saying"])
