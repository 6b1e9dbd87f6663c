"""The words that tell of one event, and whether they can be read without what is around them."""

from __future__ import annotations

import re

from writethru.publish.alone import (
    DANGLING,
    DEMONSTRATIVE,
    FIRST_OR_SECOND,
    SPOKEN_OF,
    mask_quotations,
)
from writethru.publish.spans import contains, overlaps, plain_words, sayings_near, touching
from writethru.publish.timeline.words import SAYING
from writethru.records import AnnotatedArticle, Mention, Record, Sentence, Span

FEWEST = 5  # words of a clause that can be an entry
MOST = 50  # and the most: 45 tells one event in twenty less, 60 no more
SUBJECT_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
THAT_ONE = re.compile(
    r"\b(?:it|one) (?:said|added|wrote|announced)\b|\b[Tt]hat (?:same )?(?:time|meeting|post|job|role|point|moment|case|office|event)\b"
)
SOME = re.compile(
    r"(?:One|Two|Some|Several|Many|Most|All|Each) (?:said|told|of|are|were|is|was|have|had)\b|(?:First|Second|Third|Finally)(?:,| there| came| was)"
)
FRONTED = re.compile(
    r"(?:[A-Z][a-z]{1,20}(?:ed|ing)|About|On|In|After|Before|With|For|Once|When|If|While|Though|Because|Since)\b[^,]{0,40} (?:it|them|this)\b[^,]{0,24}, "
)  # asked about it on Friday,
HIS = re.compile(r"\b(?:his|her)\b", re.IGNORECASE)
HE_THEN = re.compile(r"(?:he|she)\b")
CAPTION = re.compile(r", (?:left|right|cent(?:er|re)),|\A(?:Image|Photo|Video|File|CLOSE) [A-Z]")
AS_WELL = re.compile(r"\bso (?:is|are|was|were|did|does|has|have|had)\b")  # so were other factors
NAME_FOLLOWS = re.compile(  # even as he voted for it, Jon Vell
    r"(?:[Ee]ven |[Jj]ust )?(?:As|as|When|while|While|Before|before|After|after|Though|though|Although) (?:he|she)\b"
)


BEFORE_CLAUSE = re.compile(r"\b(?:when|after|before|while|though|although|because) \Z")
# The president said he would come: who is meant is told. Not what stands for several, or belongs to somebody.
OFFICE = re.compile(
    r"(?:\A|, )(?:[Tt]he )(?:[a-z]{3,14} ){0,2}(?:president|minister|senator|congressman|congresswoman|governor|mayor|chancellor"
    r"|speaker|sheriff|pope|king|queen|prince|ambassador|prosecutor|judge|gunman|suspect|chairman|chairwoman|director)(?:,| [a-z]{2,15}) "
)


class Telling(Record, frozen=True):
    """The words of a sentence that tell of one event."""

    span: Span
    pronoun: Span | None = None  # a he or she of whom the words before do not speak
    person: Mention | None = None  # and the full name that it refers to
    gap: Span | None = None  # what is cut between a name and what its relative clause says of it


def is_saying(document: AnnotatedArticle, event: Span) -> bool:
    """Return whether an event is that something was said."""
    if SAYING.fullmatch(document.article.text, event.start, event.end):
        return True
    return any(overlaps(c, event) for a in sayings_near(document, event) for c in a.cue)


def under_attribution(document: AnnotatedArticle, cut: Span, kept: Span) -> bool:
    """Return whether a cut would take away who says what is kept."""
    for attribution in sayings_near(document, kept):
        if any(overlaps(c, kept) for c in attribution.content) and any(
            overlaps(p, cut) for p in (*attribution.source, *attribution.cue)
        ):
            return True
    return False


def reads_alone(document: AnnotatedArticle, span: Span) -> bool:
    """Return whether a part of a sentence can be read without what is around it."""
    words = plain_words(document, span)
    if (
        not FEWEST <= len(words.split()) <= MOST
        or DANGLING.match(words[:1].upper() + words[1:])
        or SOME.match(words)
        or CAPTION.search(words)
        or AS_WELL.search(words)
        or FRONTED.match(words[:1].upper() + words[1:])
        or "?" in words
    ):
        return False
    if any(not contains(span, q) for q in touching(document.body.quotations, span)):
        return False  # a piece of a longer quotation
    outside = mask_quotations(document, Sentence(span.start, span.end))
    if DEMONSTRATIVE.search(outside) or THAT_ONE.search(outside):
        return False
    if FIRST_OR_SECOND.search(outside) or is_of_unnamed_speaker(document, span, outside):
        return False
    return sum(c.isalpha() for c in outside) >= 12


def is_of_unnamed_speaker(document: AnnotatedArticle, span: Span, words: str) -> bool:
    """Return whether a stretch is what somebody said whom only "he" names; not "Roe left Tolmund, though he said"."""
    people = [n.start - span.start for n in touching(document.body.names, span) if n.kind == "person"]
    return any(
        BEFORE_CLAUSE.search(words, 0, m.start()) is None or not any(at < m.start() for at in people)
        for m in SPOKEN_OF.finditer(words)
    )


def loose_pronoun(document: AnnotatedArticle, span: Span) -> Span | None:
    """Return the first he or she of a stretch, outside quotation marks, if no person is named before it there."""
    outside = mask_quotations(document, Sentence(span.start, span.end))
    subject = SUBJECT_PRONOUN.search(outside)
    if subject is None:
        return None
    at = span.start + subject.start()
    front, _, rest = outside.partition(", ")
    behind = span.start + len(front) + 2
    if NAME_FOLLOWS.match(front) and any(
        n.kind == "person" and n.start <= behind < n.end for n in touching(document.body.names, span)
    ):
        return None
    before = HIS.search(front) is None or HE_THEN.match(rest) is None  # after his bid to unseat Roe, he
    if OFFICE.search(outside, 0, subject.start()):
        return None
    if before and any(n.kind == "person" and n.start < at for n in touching(document.body.names, span)):
        return None
    return Span(at, span.start + subject.end())


def named_by(document: AnnotatedArticle, start: int) -> Mention | None:
    """Return the last full mention before a pronoun of the person that it surely refers to."""
    text = document.article.text
    pronoun = next((r for r in document.body.references if r.start == start and r.kind == "person"), None)
    if pronoun is None or " " not in pronoun.name:
        return None
    named = [m for m in document.body.names if m.end <= start and text[m.start : m.end] == pronoun.name]
    return named[-1] if named else None
