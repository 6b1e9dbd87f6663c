"""A cited page as anybody writes it, in Markdown or plain text, against the articles it cites and against itself.

Wording is free; what a sentence says is not: its numbers, units, names, dates, quotations, speakers, negations
and hedges have to stand where the cited article speaks of the same.

Kinds of fault beside those of our own pages: `citation` (another source carries it), `unit`, `speaker`, `hedge`,
`two-figures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from writethru.errors import UsageError
from writethru.publish.checking.additions import addition_faults
from writethru.publish.checking.agreement import page_faults
from writethru.publish.checking.alignment import alignment_faults
from writethru.publish.checking.amounts import amount_faults
from writethru.publish.checking.attached import time_faults
from writethru.publish.checking.case import Case
from writethru.publish.checking.citations import citation_faults
from writethru.publish.checking.claims import Annotate, Claim, Told, tell
from writethru.publish.checking.dates import date_faults
from writethru.publish.checking.direction import direction_faults
from writethru.publish.checking.limits import limit_faults
from writethru.publish.checking.matching import match_sources
from writethru.publish.checking.names import name_faults
from writethru.publish.checking.numbers import number_faults
from writethru.publish.checking.passages import KIN, Library
from writethru.publish.checking.polarity import polarity_faults
from writethru.publish.checking.quotations import quotation_faults
from writethru.publish.checking.reading import CitedPage, read_page
from writethru.publish.checking.roles import role_faults
from writethru.publish.checking.running import run_in
from writethru.publish.checking.sequence import sequence_faults
from writethru.publish.checking.speakers import speaker_faults
from writethru.records import Article, CheckedSentence, Fault, Verification

__all__ = ["verify_text"]

MOST = 3000  # lines or citations of a page; every statement is compared with others of its page
CHECKS = (number_faults, name_faults, date_faults, polarity_faults, speaker_faults, alignment_faults)
ALIKE = (  # these find their passage by words of like meaning as well
    addition_faults,
    limit_faults,
    sequence_faults,
    role_faults,
    direction_faults,
    amount_faults,
    time_faults,
)
DAY = re.compile(
    r"\b\d{1,2} [A-Z][a-z]{2,8} (?:19|20)\d\d\b|\b[A-Z][a-z]{2,8} \d{1,2}, (?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b"
)


def verify_text(text: str, articles: Mapping[str, Article], annotate: Annotate) -> Verification:
    """Check a cited page sentence by sentence; without articles only against itself."""
    page = read_page(text)
    statements = max(len(page.lines), sum(len(line.marks) for line in page.lines))
    if statements > MOST:
        raise UsageError(
            f"the page has {statements:,} lines or citations; up to {MOST:,} are checked: part it into several pages"
        )
    known = match_sources(page.sources, articles)
    documents = {id: annotate(articles[id]) for id in dict.fromkeys(known.values())}
    told = tell(page, _published(page, [articles[id] for id in documents], annotate), annotate)
    library = Library(documents)
    listed = {s.number for s in page.sources}
    summaries = _summaries(page, known, articles, annotate)
    cases: list[Case] = []
    found: list[list[Fault]] = []
    parted = run_in(told, library, known) if not any(c.kind == "lead" for c in told.claims) else told.claims
    for claim, of in [*((c, told) for c in parted), *summaries]:
        cites = claim.cites if claim.cites or claim.kind not in ("headline", "lead") else tuple(known)
        cited = {known[n]: n for n in cites if n in known}
        case = Case(of, claim, cited, library)
        cases.append(case)
        faults = dict.fromkeys([*_citing(claim, listed, known), *_carrying(case, known)])
        found.append([Fault(kind, claim.where, what, wanted) for kind, what, wanted in faults])
    for claim, kind, what, wanted in page_faults(cases):
        index = next(i for i, c in enumerate(cases) if c.claim is claim)
        found[index].append(Fault(kind, claim.where, what, wanted))
    sentences = tuple(_sentence(c, f) for c, f in zip(cases, found, strict=True))
    loose = [
        Fault("article-missing", f"sources[{s.number}]", s.text.strip()[:200], "an article among those given")
        for s in page.sources
        if articles and s.number not in known
    ]
    return Verification(
        len(sentences),
        sum(not s.faults for s in sentences),
        (*(f for fs in found for f in fs), *loose),
        sentences,
    )


def _citing(claim: Claim, listed: set[int], known: Mapping[int, str]) -> Iterator[tuple[str, str, str]]:
    """Yield citations that point nowhere, and sentences of a paragraph that cites nothing."""
    for number in claim.cites:
        if claim.own and number not in listed:
            yield "source-number", f"[{number}]", "a number of the source list"
    if not claim.cites and claim.kind in ("sentence", "event"):
        yield "uncited", "no citation", "at least one citation"


def _carrying(case: Case, known: Mapping[int, str]) -> Iterator[tuple[str, str, str]]:
    """Yield what a claim says beyond the articles that it cites."""
    if not case.cited or not case.terms or case.claim.kind == "change":
        return
    yield from quotation_faults(case)
    if case.claim.kind in ("headline", "lead"):
        yield from number_faults(case)
        yield from name_faults(case)
        return
    wrong = list(citation_faults(case, {id: n for n, id in known.items()}))
    yield from wrong
    if any(kind == "support" for kind, _, _ in wrong):
        yield from number_faults(case)
        yield from name_faults(case)
        return
    for check in CHECKS:
        yield from check(case)
    alike = Case(case.told, case.claim, case.cited, case.library, KIN)
    for further in ALIKE:
        yield from further(alike)


def _sentence(case: Case, faults: list[Fault]) -> CheckedSentence:
    support = tuple(case.library.citation(p, case.cited[p.article]) for p in case.passages if p.score > 0)
    state: Literal["supported", "faulty", "unchecked"]
    state = "faulty" if faults else "supported" if support else "unchecked"
    return CheckedSentence(
        case.claim.where, case.text, case.claim.at, case.claim.cites, state, support, tuple(faults)
    )


def _published(page: CitedPage, articles: list[Article], annotate: Annotate) -> str | None:
    """Return the day that anchors dates without a year: the newest among the articles and source lines."""
    days = [a.dated for a in articles if a.dated]
    if not days:
        lines = [s.text for s in page.sources] + [
            line.text for line in page.lines if line.kind in ("aside", "date")
        ]
        words = "\n\n".join(m for text in lines for m in DAY.findall(text))
        made = Article(id="", key="", title="", text=words, language="en")
        days = [t.interval[0] for t in annotate(made).body.times if t.interval]
    return max(days, default=None)


def _summaries(
    page: CitedPage, known: Mapping[int, str], articles: Mapping[str, Article], annotate: Annotate
) -> Iterator[tuple[Claim, Told]]:
    """Yield what the source list says that each source covers, as a claim on that source."""
    from writethru.publish.checking.summaries import summary_of

    for source in page.sources:
        if source.number in known and (line := summary_of(source, articles[known[source.number]])):
            told = tell(CitedPage(page.text, [line], []), articles[known[source.number]].dated, annotate)
            yield from ((claim, told) for claim in told.claims)
