"""A page as people and language models write it, cut into its lines: headline, leads, sentences, timeline, sources.

Markdown or plain text. Parts are told by their headings; without one, lines that open with a date are the
timeline and numbered lines at the end are the sources. `[n]`, `[n, m]`, `[n–m]` and `[^n]` are citations.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from writethru.publish.checking.markup import Plain, plain
from writethru.publish.checking.words import listed, rows

Kind = Literal["headline", "lead", "sentence", "account", "date", "event", "source", "change", "aside"]
Part = Literal["sections", "sources", "timeline", "accounts", "changes"]

MARK = re.compile(r" ?\[(\d{1,3}(?: ?[,;–-] ?\d{1,3}){0,9})\]")
# A name that an editor put in for another word, which the sentence goes on behind.
NAMED = re.compile(r"(?<!\])\[[A-Z](?=[^\[\]\n\d]{2})[^\[\]\n\d]{2,120}\](?=(?:['’]s)?,? [^\W\d_])")
QUOTED = re.compile(
    r"“[^“”]{0,2000}”|(?<!\d)\"[^\"]{0,2000}\"|«[^«»]{0,2000}»|„[^“”„]{0,2000}[“”]|(?<!\w)‘[^‘\n]{0,300}?’(?!\w)"
)
CLOSERS = "\"”’'»)] *_"
HEADING = re.compile(r" {0,3}(#{1,6}) (.*?)[ #]*$")
ITEM = re.compile(r"\s{0,8}+(?:[-*+•] |\|)?\s{0,4}(?:\[\^?(\d{1,3})\]:?|(\d{1,3})[.):])(?:\s|$)")
BULLET = re.compile(r"\s{0,8}(?:(?:[-*+•–]|>)\s{1,8}){1,3}")
APART = re.compile(r"\s[–—-]\s|[–—:|]\s?")  # what stands between a date and its event
URL = re.compile(r"https?://[^\s<>()\[\]\"]{3,2000}")
RULE = frozenset("-*_=|: \t")
LONGEST_DATE = 60  # characters
LONGEST_HEADLINE = 30  # words
LONGEST_HEADING = 8


class Line(NamedTuple):
    """A line of a page without markup and citations; `places` are those of its characters on the page."""

    kind: Kind
    where: str
    text: str
    places: list[int]
    marks: list[tuple[int, tuple[int, ...]]]  # where in the text a citation stands, and its numbers
    inserted: frozenset[int] = frozenset()  # places of names that an editor put in, without their brackets


class SourceLine(NamedTuple):
    """A line of the source list: its number, its words, its addresses, and where it stands."""

    number: int
    text: str
    urls: tuple[str, ...]
    start: int
    end: int


class CitedPage(NamedTuple):
    """A page cut into lines, and its source list."""

    text: str
    lines: list[Line]
    sources: list[SourceLine]


class Block(NamedTuple):
    """Lines that belong together: a paragraph or an item of a list."""

    start: int
    end: int
    part: Part
    heading: int = 0  # level of a Markdown heading, 0 of none


def read_page(text: str) -> CitedPage:
    """Return the lines and the sources of a page."""
    blocks = list(_blocks(text))
    sources: list[SourceLine] = []
    lines: list[Line] = []
    counts = dict.fromkeys(("section", "sentence", "timeline", "account", "change"), 0)
    headline = False
    for block in blocks:
        if block.part == "sources":
            if (source := _source(text, block)) is not None:
                sources.append(source)
            continue
        if block.part == "sections" and not headline and not counts["section"]:
            line = _line("headline", "headline", text, block.start, block.end)
            headline = True
            if not line.marks and len(line.text.split()) <= LONGEST_HEADLINE:
                lines.append(line)
                continue
        lines += _lines(text, block, counts)
    return CitedPage(text, lines, sources)


def _blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a page, each with the part of the page in which it stands."""
    part: Part = "sections"
    opened: int | None = None
    last = 0
    level = 0
    at = 0
    for raw in text.split("\n"):
        start, end = at, at + len(raw)
        at = end + 1
        heading = HEADING.match(raw)
        named = _part(heading[2] if heading else raw)
        single = heading is not None or named is not None
        ends = not raw.strip() or _is_rule(raw) or single or _opens(raw, part)
        if ends and opened is not None:
            yield Block(opened, last, part, level)
            opened = None
        if not raw.strip() or _is_rule(raw):
            continue
        if named is not None:
            part = named
        elif heading:
            level = len(heading[1])
            if part != "sections" and level <= 2:
                part = "sections"
            yield Block(start + heading.start(2), start + heading.end(2), part, level)
        else:
            opened, level = (start if opened is None else opened), 0
            last = end
    if opened is not None:
        yield Block(opened, last, part, level)


def _part(line: str) -> Part | None:
    """Return the part of a page that a line is the heading of."""
    words = re.sub(r"[^a-z ]+", " ", line.lower()).split()
    if not 0 < len(words) <= LONGEST_HEADING or re.search(r"[.!?]\s*$|\[\d", line):
        return None
    said = " ".join(words)
    for part in ("sources", "timeline", "accounts", "changes"):
        if said in listed("page", "headings", part):
            return part
    return None


def _opens(line: str, part: Part) -> bool:
    """Return whether a line opens an item of a list in a part of a page."""
    if part == "sources":
        return bool(ITEM.match(line))
    if BULLET.match(line) or line.lstrip().startswith("|"):
        return True
    if part == "timeline":
        return _dated(line) is not None
    return bool(ITEM.match(line)) or line.lstrip().startswith(("**", "__"))


def _dated(line: str) -> tuple[int, int] | None:
    """Return where the date that a line opens with ends, and where its event begins; a range of days is one date."""
    bare = re.sub(r"[*_`]", " ", line)
    found: tuple[int, int] | None = None
    for match in APART.finditer(bare, 0, LONGEST_DATE):
        words, known = _date_words(bare[: match.start()])
        if match.end() < len(bare) and known and known * 3 >= words and (found is None or known == words):
            found = (match.start(), match.end())
    return found


def _date_words(text: str) -> tuple[int, int]:
    """Return how many words a text has, and how many of them may stand in a date."""
    words = [w for w in re.split(r"[^\w]+", text.lower()) if w]
    dates = listed("page", "dates")
    return len(words), sum(w in dates or w.rstrip("s") in dates or w[0].isdigit() for w in words)


def _is_rule(line: str) -> bool:
    return len(line.strip()) > 2 and set(line) <= RULE


def _bold(text: str, start: int, end: int) -> tuple[int, int, int] | None:
    """Return where a lead in bold begins and ends, and where the text behind it begins."""
    first = start
    while first < end and text[first] in " \t-*+•" and text[first : first + 2] != "**":
        first += 1
    mark = text[first : first + 2]
    close = text.find(mark, first + 2, end) if mark in ("**", "__") else -1
    return (first + 2, close, close + 2) if close > first + 2 else None


def _runs_on(lead: str, rest: str) -> bool:
    """Return whether what stands behind words in bold goes on with their sentence, so that they are no statement alone."""
    ended = MARK.sub("", lead).rstrip(CLOSERS)[-1:] in ".!?:;…"
    opened = re.match(r",? ?([^\W\d_]+)(['’]?)(?: ([^\W\d_]))?", rest)
    if ended or opened is None:
        return False
    if opened[1].islower():
        return True
    return opened[1].lower() in _days() and not opened[2] and not (opened[3] or "a").isupper()


@cache
def _days() -> frozenset[str]:
    """Return the names of weekdays and months."""
    weekdays = {w for w in listed("page", "dates") if w.endswith("day") and w != "today"}
    return frozenset(weekdays | rows("page", "dates", "months").keys())


def _line(kind: Kind, where: str, text: str, start: int, end: int) -> Line:
    """Return a stretch of a page without markup, the brackets of a name put in, and its citations apart."""
    bare, inserted = _named(plain(text, start, end))
    signs: list[str] = []
    places: list[int] = []
    marks: list[tuple[int, tuple[int, ...]]] = []
    at = length = 0
    for match in MARK.finditer(bare.text):
        signs.append(bare.text[at : match.start()])
        places += bare.places[at : match.start()]
        length += match.start() - at
        marks.append((length, tuple(_numbers(match[1]))))
        at = match.end()
    signs.append(bare.text[at:])
    places += bare.places[at:]
    return Line(kind, where, "".join(signs), places, marks, inserted)


def _named(bare: Plain) -> tuple[Plain, frozenset[int]]:
    """Return a text without the brackets of names that an editor put in, as a reader takes it, and the places of these.

    Within a quotation they tell what was not said, and stay. The brackets' places are those of the letters beside them.
    """
    found = [m.span() for m in NAMED.finditer(bare.text)]
    quoted = [at for m in QUOTED.finditer(bare.text) for at in m.span()] if found else []
    found = [span for span in found if bisect_right(quoted, span[0]) % 2 == 0]
    if not found:
        return bare, frozenset()
    places = list(bare.places)
    for start, end in found:
        places[start + 1], places[end - 2] = places[start], places[end - 1]
    dropped = {at for start, end in found for at in (start, end - 1)}
    left = [at for at in range(len(bare.text)) if at not in dropped]
    inserted = frozenset(places[at] for start, end in found for at in range(start + 1, end - 1))
    return Plain("".join(bare.text[at] for at in left), [places[at] for at in left], bare.urls), inserted


def _numbers(words: str) -> Iterator[int]:
    for piece in re.split(r"[,;]", words):
        first, *more = (int(n) for n in re.findall(r"\d+", piece))
        yield from range(first, more[-1] + 1) if more and first < more[-1] < first + 20 else [first, *more]


def _lines(text: str, block: Block, counts: dict[str, int]) -> Iterator[Line]:
    """Yield the lines of a block, numbered within its part of the page."""
    start, end = block.start, block.end
    if block.part in ("accounts", "changes"):
        name = "disagreements" if block.part == "accounts" else "changes"
        key = "account" if block.part == "accounts" else "change"
        yield _line("account" if key == "account" else "change", f"{name}[{counts[key]}]", text, start, end)
        counts[key] += 1
        return
    if (bullet := BULLET.match(text, start, end)) and block.heading == 0:
        start = bullet.end()
    raw = text[start:end].lstrip("| ")
    start = end - len(raw) if raw else start
    dated = _dated(text[start:end])
    if dated and (block.part == "timeline" or bullet or (dated[0] <= 20 and not counts["section"])):
        where = f"timeline[{counts['timeline']}]"
        counts["timeline"] += 1
        yield _line("date", where, text, start, start + dated[0])
        yield _line("event", where, text, start + dated[1], end)
        return
    opener = plain(text, start, end).text.lower()
    if opener.startswith(tuple(listed("page", "asides", "openers"))) and not MARK.search(opener):
        yield _line("aside", "aside", text, start, end)
        return
    if block.heading:
        yield _line("lead", f"sections[{counts['section']}].lead", text, start, end)
        return
    where = f"sections[{counts['section']}]"
    bold = _bold(text, start, end)
    rest = plain(text, bold[2], end).text.lstrip() if bold else ""
    if bold and not _runs_on(plain(text, bold[0], bold[1]).text, rest):
        lead = _line("lead", f"{where}.lead", text, bold[0], bold[1])
        if (early := MARK.match(rest)) is not None:
            lead.marks.append((len(lead.text), tuple(_numbers(early[1]))))
        yield lead
        start = bold[2]
    line = _line("sentence", where, text, start, end)
    if line.text.strip():
        yield line
    counts["section"] += 1


def _source(text: str, block: Block) -> SourceLine | None:
    """Return a numbered line of the source list."""
    raw = text[block.start : block.end]
    numbered = ITEM.match(raw)
    if numbered is None:
        return None
    bare = plain(text, block.start + numbered.end(), block.end)
    urls = (*bare.urls, *(u.rstrip(".,;") for u in URL.findall(bare.text)))
    words = URL.sub(" ", bare.text)
    return SourceLine(int(numbered[1] or numbered[2]), words, urls, block.start, block.end)
