"""Times that stand before the noun of an occasion: `said in a May 7 letter` was said on May 7.

They mark out the letter, and date what was said or done in it; other times before a noun date nothing.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from writethru.publish.checking.words import listed
from writethru.publish.spans import overlaps, touching
from writethru.publish.timeline.words import PAST, RELATING
from writethru.records import AnnotatedArticle, Sentence, Span, TimeExpression

BEFORE = re.compile(r"\b(?:in|at|during) (?:an?|the|his|her|its|their) \Z", re.IGNORECASE)
BEHIND = re.compile(r" (?:[a-z-]{2,20} ){0,2}?([a-z-]{3,20})\b")
MEANT = re.compile(r"\b(?:to|be|been|being)(?: \w{1,20}ly)? \Z")
WORD = re.compile(r"[\w’'-]+")


def on_occasion(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> TimeExpression:
    """Return a time with what was said or done on the occasion that it marks out as its event, else as it is."""
    text = document.article.text
    before = BEFORE.search(text, sentence.start, time.start)
    behind = BEHIND.match(text, time.end, sentence.end)
    if before is None or behind is None or behind[1] not in listed("pieces", "occasion"):
        return time
    if before.start() == sentence.start:
        verb = first_verb(document, text.find(", ", behind.end(), sentence.end), sentence)
    else:
        verb = last_verb(document, sentence, before.start())
    if verb is None:
        return time
    clause = time.clause or verb
    return replace(
        time, event=verb, clause=Span(min(clause.start, verb.start), max(clause.end, verb.end, time.end))
    )


def first_verb(document: AnnotatedArticle, comma: int, sentence: Sentence) -> Span | None:
    """Return the first verb behind the comma that closes a phrase before the subject, no relative word before it."""
    verbs = verbs_in(document, comma, sentence.end) if comma >= 0 else []
    return verbs[0] if verbs and is_plain(document.article.text[comma : verbs[0].start]) else None


def last_verb(document: AnnotatedArticle, sentence: Sentence, end: int) -> Span | None:
    """Return the verb nearest before an occasion, if nothing between them has a verb of its own."""
    verbs = verbs_in(document, sentence.start, end)
    if not verbs or MEANT.search(document.article.text, sentence.start, verbs[-1].start):
        return None
    return verbs[-1] if is_plain(document.article.text[verbs[-1].end : end]) else None


def verbs_in(document: AnnotatedArticle, start: int, end: int) -> list[Span]:
    """Return the past forms in a stretch outside quotation marks."""
    found = (Span(m.start(), m.end()) for m in PAST.finditer(document.article.text, start, end))
    return [v for v in found if not any(overlaps(q, v) for q in touching(document.body.quotations, v))]


def is_plain(words: str) -> bool:
    """Return whether words have no relative word and no word that may be a verb in -ing."""
    low = [m.group().lower() for m in WORD.finditer(words)]
    return RELATING.isdisjoint(low) and not any(w.endswith("ing") for w in low)
