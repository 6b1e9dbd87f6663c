"""Articles with all findings drawn into their text, as one self-contained HTML file: what was read, and as what.

Findings overlap (a name within a quotation within a boilerplate line), so the text is cut wherever one
begins or ends, and each piece carries the kinds of all findings that cover it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from writethru.records import AnnotatedArticle, Attribution, Findings, Quantity, Span, TimeExpression
from writethru.render import wording
from writethru.render.html import templates

_PARAGRAPH = re.compile(r"[^\n]+")
LEGEND = (
    ("name", "name"),
    ("reference", "stands for a name"),
    ("time", "time"),
    ("quantity", "quantity"),
    ("counted", "what is counted"),
    ("source", "who says it"),
    ("cue", "that it is said"),
    ("content", "what is said"),
    ("boilerplate", "not to be quoted"),
)


class Piece(NamedTuple):
    """A stretch of text between two borders of findings, and the kinds of finding that cover it."""

    text: str
    kinds: str  # class names, separated by spaces


class Note(NamedTuple):
    """One finding in words: what kind it is, its words in the text, and what was understood."""

    kind: str
    words: str
    meaning: str


class Paragraph(NamedTuple):
    """A paragraph: its text in pieces, and a note on each finding that begins in it."""

    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


def render_findings(documents: Sequence[AnnotatedArticle]) -> str:
    """Return articles, in the order given, as one HTML file in which every finding is marked and explained."""
    drawn = [
        (d.article, drawn_paragraphs(d.article.title, d.title), drawn_paragraphs(d.article.text, d.body))
        for d in documents
    ]
    return templates().get_template("findings.html.jinja").render(drawn=drawn, legend=LEGEND)


def drawn_paragraphs(text: str, findings: Findings) -> list[Paragraph]:
    """Return a text paragraph by paragraph, cut where findings begin or end, each with its findings in words."""
    lines = [match.span() for match in _PARAGRAPH.finditer(text)]
    pieces: list[list[Piece]] = [[] for _ in lines]
    notes: list[list[Note]] = [[] for _ in lines]
    starts = [start for start, _ in lines]
    for start, end, kinds in _cut(lines, _marks(findings)):
        pieces[bisect_right(starts, start) - 1].append(Piece(text[start:end], kinds))
    for at, note in sorted(_notes(text, findings)):
        notes[max(bisect_right(starts, at) - 1, 0)].append(note)
    return [Paragraph(tuple(p), tuple(n)) for p, n in zip(pieces, notes, strict=True)]


def _cut(
    lines: Sequence[tuple[int, int]], marks: Iterable[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of all lines between two borders of marks, with the kinds that cover each."""
    borders = [(at, 0, "") for line in lines for at in line]
    for start, end, kind in marks:
        borders += [(start, 1, kind), (end, -1, kind)]
    inside = Counter[str]()
    outside = iter(lines)
    line = next(outside, None)
    last = 0
    for at, step, kind in sorted(borders):
        while line is not None and line[1] <= last:
            line = next(outside, None)
        if line is None:
            return
        if line[0] <= last < at <= line[1]:
            yield last, at, " ".join(sorted(k for k, count in inside.items() if count))
        inside[kind] += step
        last = at


def _marks(findings: Findings) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and class of everything that is drawn."""
    for name in findings.names:
        yield name.start, name.end, f"name {name.kind}"
    yield from _each("reference", findings.references)
    yield from _each("time", findings.times)
    for quantity in findings.quantities:
        yield quantity.start, quantity.end, "quantity"
        yield from _each("counted", [quantity.counted_span] if quantity.counted_span else [])
    for said in findings.attributions:
        yield from _each("source", said.source)
        yield from _each("cue", said.cue)
        yield from _each("content", said.content)
    yield from _each("boilerplate", [s for s in findings.sentences if s.boilerplate])


def _each(kind: str, spans: Iterable[Span]) -> Iterator[tuple[int, int, str]]:
    for span in spans:
        yield span.start, span.end, kind


def _notes(text: str, findings: Findings) -> Iterator[tuple[int, Note]]:
    """Yield each finding in words, with where it begins."""
    for sentence in findings.sentences:
        if sentence.boilerplate:
            yield sentence.start, Note("boilerplate", _words(text, [sentence]), sentence.boilerplate)
    for name in findings.names:
        full = "" if name.name == _words(text, [name]) else f": {name.name}"
        yield name.start, Note("name", _words(text, [name]), f"{name.kind}{full}")
    for found in findings.references:
        yield found.start, Note("reference", _words(text, [found]), f"{found.kind}: {found.name}")
    for time in findings.times:
        yield time.start, Note("time", _words(text, [time]), _time(text, time))
    for quantity in findings.quantities:
        yield quantity.start, Note("quantity", _words(text, [quantity]), _quantity(quantity))
    for said in findings.attributions:
        yield said.start, Note("said", _words(text, said.cue), _said(text, said))


def _words(text: str, spans: Sequence[Span]) -> str:
    return " … ".join(" ".join(text[span.start : span.end].split()) for span in spans)


def _time(text: str, time: TimeExpression) -> str:
    sure = "" if time.confidence >= 1 else f", sure by {time.confidence:.2f}"
    dates = f", dates “{_words(text, [time.event])}”" if time.event else ", dates nothing"
    return f"{time.type} {time.value}{dates}{sure}"


def _quantity(quantity: Quantity) -> str:
    value = wording.value_words({"low": quantity.low, "high": quantity.high})
    unit = "" if quantity.unit in quantity.counted.split() else quantity.unit
    about = "about" if quantity.approximate else ""
    held = f", as of {'–'.join(dict.fromkeys(quantity.as_of))}" if quantity.as_of else ""
    return " ".join(f"{about} {value} {unit} {quantity.counted}".split()) + held


def _said(text: str, said: Attribution) -> str:
    holder = said.holder or _words(text, said.source) or "nobody named"
    manner = "in direct speech" if said.direct else "in other words"
    own = ", on what could be verified" if said.verification else ""
    return f"{holder} ({said.holder_kind}) {said.stance}{own}, {manner}: {_words(text, said.content)}"
