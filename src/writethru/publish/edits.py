"""Cited words become a sentence: every edit is recorded and can be undone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from writethru.memory import remembered
from writethru.publish.checking.words import listed
from writethru.publish.days import date_edits
from writethru.publish.spans import Replacement, contains, start_of, touching
from writethru.records import (
    AnnotatedArticle,
    Citation,
    CitedSentence,
    Edit,
    Field,
    Mention,
    Span,
)

# Openers that join a sentence to its neighbour and carry nothing themselves. "However" and its kind
# may be cut because what they contrast with stands in another sentence, not in this one.
CONNECTIVE = re.compile(
    r"(?:(?:(?:And|But) )?[Ff]inally, |(?:But|And),? |Yet (?!another|to\b)|(?:But|And|Yet|So|However|Meanwhile|Moreover|Furthermore|In addition"
    r"|Additionally|Also|Separately|Nevertheless|Nonetheless|Still|Indeed|Besides|Of course|For its part"
    r"|In the meantime|At the same time|In fact|Regardless|Ultimately|On (?:the )?one hand|To be sure|More broadly|Notably|Conversely"
    r"|Similarly|Likewise|Thus|Overall|After all|Even so|That said|In other words|Secondly?|Thirdly?), "
    r"|So (?=the (?!more\b|less\b|better\b|longer\b|\w{2,20}er,)))(?=[A-Z“\"a-z])"
)
INSERTED = re.compile(r"[^,“\"]{2,60} [a-z]{3,12}, ")  # "However, the mayor said, the quay"
UPDATED = re.compile(  # Update 5 p.m. ET:
    r"(?:UPDATED?|Updated?)(?:,? (?:at )?[\w.:, ]{1,30}?)?(?::| [-–—]) (?=[A-Z“\"])"
)
DATELINE = re.compile(
    r"\A(?:[A-Z][A-Z][\w.,'’/ -]{1,60}\([A-Z][A-Za-z /&.]{1,30}\) ?[-–—]{1,2} ?"  # KYIV, Ukraine (AP) —
    r"|(?:[A-Z][\w., ]{2,40} ?)?\([A-Z]{2,8}(?: [A-Z][a-z]{2,12})?\) ?[-–—]{1,2} ?(?=[A-Z“\"])"
    r"|\([A-Z]{2,8}(?: [A-Z][a-z]{2,12})?\) ?(?=[A-Z“\"])"  # (CNN)
    r"|(?:[A-Z][\w., ]{2,40} ?)?\((?:CNN|CNNMoney|CNBC|AP|AFP|UPI|CNS|RNS|WSVN|KTLA)(?: [A-Z][a-z]{2,12})?\) (?=[A-Z“\"])"  # Washington (CNN), no ship (USS)
    r"|[A-Z][A-Z.,'’/ -]{2,40}(?:, [A-Z][A-Za-z. ]{1,20})? ?[-–—]{1,2} (?=[A-Z“\"]))"  # PARIS, Texas —
)
# What stands behind a surname that means the person; a noun does not: `the Vell plan`.
DOES = (
    r"said|told|was|has|had|is|added|denied|wrote|will|would|did|also|later|met|came|took|left|made|won|lost|gave|led|held|ran"
    r"|wants|thinks|says|tells|writes|believes|argues|plans|remains|went|thought|knew|became|began|stood|spoke|put|could|might"
    r"|does|\w{3,}ed"
)
SUBJECT = re.compile(rf"(?:, \d\d,)? (?:{DOES})\b")
AFTER_PERSON = re.compile(
    rf" (?:{DOES})\b|[’']s? | (?:and|or|in|on|at|for|to|of|with|as|by|from|over|that|who|when|after|because) |[,.;]"
)
NO_NAME = re.compile(
    r"day\b|\d|\b(?:January|February|March|April|June|July|August|Photo|Post|News|Times)\b|[a-z][A-Z]{2}"
)
SEVERAL = re.compile(
    r"\b(?:[Pp]resident|[Ss]enator|[Rr]epresentative|[Gg]overnor|[Mm]inister|[Jj]ustice|[Jj]udge|[Mm]ayor|[Ss]ecretarie|Sen|Rep|Gov)s\b\.?[^.;]{0,40}$"
)  # `Presidents Vell and Renn`: one title for them all
TITLED = re.compile(r"(?:[A-Z][\w.]{1,40}|\bthe|’s|'s) $")  # Mr. Vell, Minister Vell, Jon Vell, the Vells
PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b(?!['’])")
BEFORE = 1_000  # characters before a sentence within which the one before it begins
WHITE = re.compile(r"\s*\n\s*|[ \t\u00a0]{2,}")
BEFORE_MARK = re.compile(r"(?<=\w) (?=[,;]\s)")  # ten days ago , when


def cite(article: str, text: str, start: int, end: int, *, field: Field = "text") -> Citation:
    """Return the citation of `text[start:end]`; its source number is given when the page is numbered."""
    return Citation(0, article, field, start, end, text[start:end])


def apply_edits(citation: Citation, replacements: Sequence[Replacement]) -> CitedSentence:
    """Return the cited words with the replacements made, each recorded as an edit of the finished text."""
    parts: list[str] = []
    edits: list[Edit] = []
    position = length = 0
    for start, end, kind, new, origin in sorted(replacements, key=lambda r: (r[0], r[1])):
        if start < position:
            continue  # overlaps the one before it
        kept = citation.exact[position:start]
        at = length + len(kept)
        parts += [kept, new]
        edits.append(Edit(kind, (at, at + len(new)), citation.exact[start:end], new, origin))  # type: ignore[arg-type]
        position, length = end, at + len(new)
    text = "".join([*parts, citation.exact[position:]])
    return CitedSentence(text, (citation,), tuple(edits))


def undo(sentence: CitedSentence) -> str:
    """Return the words a text was made from: its edits undone from the last to the first.

    Raises ValueError when an edit does not stand where it says.
    """
    text = sentence.text
    for edit in reversed(sentence.edits):
        start, end = edit.at
        if not 0 <= start <= end <= len(text) or text[start:end] != edit.now:
            raise ValueError(f"edit at {start} should read {edit.now!r}, found {text[start:end]!r}")
        text = text[:start] + edit.was + text[end:]
    return text


def opening(words: str) -> int:
    """Return how far a leading dateline or connective goes."""
    updated = UPDATED.match(words)
    start = updated.end() if updated else 0
    dateline = DATELINE.match(words[start:])
    start += dateline.end() if dateline else 0
    connective = CONNECTIVE.match(words, start)
    return connective.end() if connective else start


def second_comma(words: str, at: int) -> int | None:
    """Return where who says a sentence ends, between the comma of its opener and another: that goes with the first."""
    inserted = INSERTED.match(words, at) if words[at - 2 : at] == ", " else None
    if inserted is None or inserted[0].split()[-1].rstrip(",") not in listed("cues", "said"):
        return None
    return inserted.end() - 2


def opening_edits(words: str) -> list[Replacement]:
    """Return the cut of a leading dateline or connective, with the capital that follows it."""
    start = opening(words)
    if not start or start >= len(words):
        return []
    comma = second_comma(words, start)
    lone = [] if comma is None else [(comma, comma + 1, "trim", "", None)]
    return [(0, start + 1, "trim", words[start].upper(), None), *lone]


def layout_edits(words: str) -> list[Replacement]:
    """Return the line breaks and runs of blanks inside a sentence as single blanks, and none before a comma."""
    blanks = [(m.start(), m.end(), "punctuation", " ", None) for m in WHITE.finditer(words)]
    return [*blanks, *((m.start(), m.end(), "punctuation", "", None) for m in BEFORE_MARK.finditer(words))]


def link_edits(document: AnnotatedArticle, span: Span) -> list[Replacement]:
    """Return the cuts of links that ran into the words of a span."""
    return [
        (link.start - span.start, link.end - span.start, "link", "", None)
        for link in touching(document.body.inserts, span)
        if contains(span, link)
    ]


@remembered
def pronoun_edit(document: AnnotatedArticle, span: Span) -> list[Replacement]:
    """Return `[Name]` for the first `he` or `she` of a span, if it surely means a person whom the article named before."""
    text = document.article.text
    start = next(
        (
            match.start()
            for match in PRONOUN.finditer(text, span.start, span.end)
            if not any(touching(document.body.quotations, Span(*match.span())))
        ),
        None,
    )
    if start is None:
        return []
    name = meant_by(document, span, start)
    if not name or name.split()[-1] in text[span.start : start]:
        return []  # nobody knows, or the sentence names who is meant
    named = [
        m
        for m in document.body.names
        if m.end <= span.start and m.name == name and text[m.start : m.end] == name
    ]
    if not named:
        return []
    origin = cite(document.article.id, text, named[-1].start, named[-1].end)
    at, size = start - span.start, 2 if text[start + 1] in "eE" else 3
    return [(at, at + size, "name", f"[{origin.exact}]", origin)]


def meant_by(document: AnnotatedArticle, span: Span, start: int) -> str:
    """Return the name of the person whom a pronoun means, "" if that is not sure."""
    for reference in touching(document.body.references, Span(start, start + 1)):
        if reference.kind == "person" and reference.start == start:
            return reference.name if is_only_one(document, span, reference.name) else ""
    return ""


def is_only_one(document: AnnotatedArticle, span: Span, name: str) -> bool:
    """Return whether the sentence before a span has one person and no other, and that as a subject."""
    sentences = document.body.sentences
    place = bisect_left(sentences, span.start, key=start_of) - 1
    before = [s for s in sentences[place : place + 1] if place >= 0 and s.start > span.start - BEFORE]
    people = [m for s in before for m in touching(document.body.names, s) if m.kind == "person"]
    text, first = document.article.text, {s.start for s in before}
    does = any(m.start in first or SUBJECT.match(text, m.end) for m in people)
    return does and {m.name for m in people} == {name}


def may_be_named(text: str, span: Span, mention: Mention) -> bool:
    """Return whether a surname in a sentence stands for the person and not before a noun: `the Vell plan`."""
    before = text[max(span.start, mention.start - 24) : mention.start]
    if SEVERAL.search(text, span.start, mention.start):
        return False
    return not TITLED.search(before) and bool(AFTER_PERSON.match(text, mention.end))


def full_mention(document: AnnotatedArticle, surname: str) -> Mention | None:
    """Return the first full mention of the one person of a surname, in a sentence that may be quoted."""
    text = document.article.text
    people = [
        m for m in document.body.names if m.kind == "person" and text[m.start : m.end].endswith(f" {surname}")
    ]
    if len({text[m.start : m.end].split()[0] for m in people}) != 1:
        return None  # nobody, or a family
    prose = [s for s in document.body.sentences if not s.boilerplate]
    for person in people:
        words = text[person.start : person.end]
        if NO_NAME.search(words) or len(words.split()) > 3:
            return None
        if any(s.start <= person.start and person.end <= s.end for s in prose):
            return person
    return None


@remembered
def cited_sentence(document: AnnotatedArticle, span: Span, this_year: int | None) -> CitedSentence:
    """Return a span of an article's text or title as the page prints it."""
    article = document.article
    if span.field == "title":
        citation = cite(article.id, article.title, span.start, span.end, field="title")
        return apply_edits(citation, layout_edits(citation.exact))
    citation = cite(article.id, article.text, span.start, span.end)
    opening, pronoun = opening_edits(citation.exact), pronoun_edit(document, span)
    if opening and pronoun and pronoun[0][0] < opening[0][1]:
        opening = [(0, pronoun[0][0], "trim", "", None)]
    layout = [*link_edits(document, span), *layout_edits(citation.exact)]
    return apply_edits(citation, [*opening, *pronoun, *layout, *date_edits(document, span, this_year)])
