"""The statements of a page, each with its words, its findings and the numbers of the sources that it cites.

The lines of a page are put together as one text and annotated at once, as an article is. A sentence that cites
in its middle is several claims, each with what it cites; one that cites nothing takes the next citation of
its paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from writethru.publish.checking.days import stretches
from writethru.publish.checking.reading import CitedPage, Line
from writethru.records import (
    AnnotatedArticle,
    Article,
    Attribution,
    Findings,
    Span,
    TimeExpression,
    content_id,
)

Found = TypeVar("Found", bound=Span)
Annotate = Callable[[Article], AnnotatedArticle]
JOINT = re.compile(r"; ")
LEAST_PART = 12  # characters of a stretch between two citations that is a claim of its own


class Claim(NamedTuple):
    """A statement of a page: where it stands, its words in the page's text, and the sources that it cites."""

    kind: str  # headline, lead, sentence, account, event, change, source
    where: str
    span: Span
    cites: tuple[int, ...]
    own: bool  # the citation stands with it
    line: int
    date: TimeExpression | None = None  # in front of an event
    at: tuple[int, int] = (0, 0)  # its place on the page as it was given


class Told(NamedTuple):
    """The page as one annotated text, and its claims."""

    text: str
    findings: Findings
    claims: list[Claim]
    cues: list[Attribution]  # who says what, by the place of the cue
    inserted: frozenset[int]  # the places of names that an editor put in


def tell(page: CitedPage, published: str | None, annotate: Annotate) -> Told:
    """Return the claims of a page, annotated; `published` anchors the dates that lack a year."""
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for line in page.lines:
        starts.append(length)
        pieces.append(line.text)
        length += len(line.text) + 2
    text = "\n\n".join(pieces)
    key = content_id("page", text)
    article = Article(id=key, key=key, title="", text=text, published=published, language="en")
    findings = annotate(article).body
    claims: list[Claim] = []
    for index, (line, start) in enumerate(zip(page.lines, starts, strict=True)):
        if line.kind in ("aside", "date"):
            continue
        date = None
        if line.kind == "event":
            times = [t for t in _between(findings.times, starts[index - 1], start) if t.interval]
            date = _span_of(text, times)
        claims += _claims(line, index, start, findings, date)
    cues = sorted((a for a in findings.attributions if a.cue), key=lambda a: a.cue[0].start)
    return Told(text, findings, claims, cues, _inserted(page.lines, starts))


def _inserted(lines: Sequence[Line], starts: Sequence[int]) -> frozenset[int]:
    """Return the places in the told text of the names that an editor put in."""
    return frozenset(
        start + index
        for line, start in zip(lines, starts, strict=True)
        if line.inserted
        for index, place in enumerate(line.places)
        if place in line.inserted
    )


def _between(found: Sequence[Found], start: int, end: int) -> Iterator[Found]:
    """Yield the findings, ordered by their place, that begin between two places."""
    for index in range(bisect_left(found, start, key=lambda f: f.start), len(found)):
        if found[index].start >= end:
            return
        yield found[index]


def _span_of(text: str, times: Sequence[TimeExpression]) -> TimeExpression | None:
    """Return the time that the expressions in front of an event bound together."""
    for time, interval in stretches(text, times):
        return replace(time, interval=interval)
    return times[0] if times else None


def _claims(
    line: Line, index: int, start: int, findings: Findings, date: TimeExpression | None
) -> Iterator[Claim]:
    """Yield the claims of one line, those without a citation with the next one's."""
    end = start + len(line.text)
    sentences = [s for s in _between(findings.sentences, start, end) if s.end <= end]
    together: dict[int, tuple[int, ...]] = {}
    for at, numbers in line.marks:  # [2][1] stand at one place and carry the same words
        together[start + at] = (*together.get(start + at, ()), *numbers)
    marks = list(together.items())
    found: list[tuple[str, Span, tuple[int, ...]]] = []
    for number, sentence in enumerate(sentences):
        following = sentences[number + 1].start if number + 1 < len(sentences) else end + 1
        where = f"{line.where}.sentences[{number}]" if line.kind == "sentence" else line.where
        opened = last = sentence.start
        cited: tuple[int, ...] = ()
        for at, numbers in marks:
            if not sentence.start < at <= following:
                continue
            if cited and at - opened < LEAST_PART:
                cited = (*cited, *numbers)
                continue
            if cited:
                found.append((where, Span(opened, last), cited))
                opened = last
            last, cited = min(at, sentence.end), numbers
        if (
            cited and sentence.end - last >= 3 * LEAST_PART
        ):  # what follows the last citation cites nothing itself
            found.append((where, Span(opened, last), cited))
            found.append((where, Span(last, sentence.end), ()))
        else:
            found.append((where, Span(opened, sentence.end), cited))
    if line.kind == "event":
        found = [(where, part, c) for where, span, c in found for part in _parts(line.text, start, span)]
    given: tuple[int, ...] = ()
    claims: list[Claim] = []
    for where, span, cites in reversed(found):
        given = cites or given
        span = _stripped(span, line.text, start)
        place = _place(line, span, start)
        claims.append(
            Claim(line.kind, where, span, tuple(dict.fromkeys(given)), bool(cites), index, date, place)
        )
    yield from reversed(claims)


def _parts(text: str, start: int, span: Span) -> Iterator[Span]:
    """Yield the events that an entry joins by semicolons: each is carried by itself, be it by one source or another."""
    begin = span.start
    for mark in JOINT.finditer(text, span.start - start, span.end - start):
        if mark.start() + start - begin >= LEAST_PART and span.end - start - mark.end() >= LEAST_PART:
            yield Span(begin, mark.start() + start)
            begin = mark.end() + start
    yield Span(begin, span.end)


def _stripped(span: Span, text: str, start: int) -> Span:
    words = text[span.start - start : span.end - start]
    return Span(span.start + len(words) - len(words.lstrip(" ,;")), span.end)


def _place(line: Line, span: Span, start: int) -> tuple[int, int]:
    first, last = span.start - start, span.end - start - 1
    if not line.places or first >= len(line.places):
        return (0, 0)
    return (line.places[first], line.places[min(last, len(line.places) - 1)] + 1)
