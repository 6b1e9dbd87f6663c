"""Leads that run into their sentence in plain text, parted from it where the rest is carried best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from writethru.publish.checking.case import Case
from writethru.publish.checking.claims import Claim, Told
from writethru.publish.checking.passages import Library
from writethru.publish.checking.words import listed
from writethru.records import Span

LONGEST = 18  # words of a lead
GAIN = 0.04  # of its words that the rest has to be carried better by


def run_in(told: Told, library: Library, known: Mapping[int, str]) -> list[Claim]:
    """Return the claims of a page without marked leads, those that open with one parted in two."""
    seen: set[int] = set()
    found: list[Claim] = []
    for claim in told.claims:
        first = claim.kind == "sentence" and claim.line not in seen
        seen.add(claim.line)
        found += _parted(told, claim, library, known) if first else [claim]
    return found


def _parted(told: Told, claim: Claim, library: Library, known: Mapping[int, str]) -> Iterator[Claim]:
    cited = {known[n]: n for n in claim.cites if n in known}
    whole = Case(told, claim, cited, library)
    best, at = whole.best + GAIN, 0
    for index, word in enumerate(whole.words[1:LONGEST], 1):
        text = told.text
        marked = text[word.start - 1 : word.start] in ("“", '"', "‘")
        within = any(f.start < word.start < f.end for f in (*whole.names, *whole.times))
        if not text[word.start].isupper() or within or any(t.start == word.start for t in whole.times):
            continue
        if whole.words[index - 1].low in listed("page", "leads", "unfinished") or _is_said(whole, word.start):
            continue
        start = word.start - marked
        rest = Case(told, claim._replace(span=Span(start, claim.span.end)), cited, library)
        if index > 1 and len(rest.terms) > 3 and rest.best > best:
            best, at = rest.best, start
    if not at:
        yield claim
        return
    lead = claim.where.partition(".")[0] + ".lead"
    yield claim._replace(kind="lead", where=lead, span=Span(claim.span.start, at), cites=(), own=False)
    yield claim._replace(span=Span(at, claim.span.end))


def _is_said(whole: Case, at: int) -> bool:
    """Return whether a place lies between who says something and the end of what is said."""
    return any(
        said.cue[0].start < at < max(p.end for p in (*said.cue, *said.content)) for said in whole.sayings
    )
