"""How an entry tells its events: cut to their words, each cut recorded so that it can be undone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from writethru.publish.carried import NEGATION
from writethru.publish.days import date_edits
from writethru.publish.edits import cite, layout_edits, link_edits, opening_edits
from writethru.publish.sense import has_finite
from writethru.publish.spans import Replacement, overlaps, sayings_near, touching
from writethru.publish.timeline.reduced import NEW_CLAUSE
from writethru.publish.timeline.telling import FEWEST, Telling
from writethru.publish.timeline.words import AUXILIARY, DAYS, MONTH, PART, VERB
from writethru.records import (
    AnnotatedArticle,
    Citation,
    CitedSentence,
    Edit,
    Sentence,
    Span,
    TimeExpression,
)

PLAIN_DATE = {
    "day": re.compile(rf"{DAYS}|(?:{DAYS}, )?{MONTH} \d{{1,2}}(?:, \d{{4}})?"),
    "part-of-day": re.compile(rf"(?:(?:late|early) )?(?:on )?{DAYS}(?: {PART})?|this {PART}"),
    "month": re.compile(rf"(?:last )?{MONTH}(?:,? \d{{4}})?|(?:last|this) month|earlier this month"),
    "year": re.compile(r"(?:last year|\d{4})"),
}
AFTER_DATE = re.compile(
    rf"[.,;](?! \d)| (?!(?:through|of|{PART})\b|(?:and|or|to) (?:on |{DAYS}|{MONTH}|\d))|\Z"
)
LEANS = re.compile(
    r"\b(?:was|were|is|are|be|been|dated|on|in|by|until|since|before|after|from|through|between|for|of|late|early|as|back|the|a"
    r"|an|this|last|next|every|each|their|his|her|its|than|to|spent|spend|spending)\Z",
    re.IGNORECASE,
)
JOINER = re.compile(r"[,;:—“\"]| (?:who|which|that|since|when|after|before|for|of|from|than|and|or|to) ")
SAYS = re.compile(r"\b(?:said|says|reported|announced|added)\Z")
AS_SUBJECT = re.compile(r" (?:is|was|were|will|would|marks?|marked|brought|saw|has|had)\b")  # said Friday was
ASIDES = re.compile(r" \((?:[RDI]-[^()]{1,12}|[RDI]|[A-Z]{2,8})\)")  # a party and state, an abbreviation
BY_ITSELF_WORD = re.compile(r", (?:however|meanwhile|though|too),(?= [a-z])")  # Roe, however, left
CLOSING = re.compile(r"[.!?][”\"’]\Z")
ON = re.compile(r"(?:On|In) ")
BEFORE_DATE = re.compile(r"(?<![,;—-])(?<!\band)(?<!\bor)(?: (?:(?:late|early) )?(?:on|in))? \Z")
BY_ITSELF = re.compile(rf"(?:On )?(?:(?:late|early) )?{DAYS}(?: {PART})?, ", re.IGNORECASE)
AT_END = re.compile(rf"(?<!,)(?: (?:on|late|early)){{0,2}} {DAYS}(?: {PART})?\Z")
FRONTED = re.compile(
    r"(?:In|At|On|During|With|After|Under|By|From|For) "
)  # what opens a sentence before its subject


def edits_of(
    document: AnnotatedArticle, sentence: Sentence, time: TimeExpression, telling: Telling, year: int | None
) -> list[Replacement]:
    """Return the edits that cut an event's sentence to what tells it.

    The bracket that would repeat the entry's own date is left out.
    """
    article, span = document.article, telling.span
    citation = cite(article.id, article.text, sentence.start, sentence.end)
    own = time.end - sentence.start
    edits: list[Replacement] = []
    first, last = span.start - sentence.start, span.end - sentence.start
    opening = opening_edits(citation.exact[first:])
    if telling.pronoun is not None and telling.person is not None:
        origin = cite(article.id, article.text, telling.person.start, telling.person.end)
        at = telling.pronoun.start - sentence.start
        edits.append(
            (at, at + telling.pronoun.end - telling.pronoun.start, "name", f"[{origin.exact}]", origin)
        )
    if (first or opening) and (telling.pronoun is None or telling.pronoun.start > span.start):
        skipped = first + (opening[0][1] - 1 if opening else 0)
        edits.append((0, skipped + 1, "trim", citation.exact[skipped].upper(), None))
    if span.end < sentence.end:
        end = len(citation.exact) - (citation.exact[-1] == ".")
        edits.append((last, end, "trim", "", None))
    if telling.gap is not None:
        edits.append((telling.gap.start - sentence.start, telling.gap.end - sentence.start, "trim", "", None))
    dated = own_date(document, sentence, time, telling)
    if dated is not None and all(dated[1] <= e[0] or e[1] <= dated[0] for e in edits):
        edits.append(dated)
    asides = [*ASIDES.finditer(citation.exact), *BY_ITSELF_WORD.finditer(citation.exact)]
    cuts = [(m.start(), m.end(), "trim", "", None) for m in asides]
    edits += [e for e in cuts if first < e[0] < last and is_free(document, sentence, e, edits)]
    inner = [
        e
        for e in (
            *link_edits(document, sentence),
            *date_edits(document, sentence, year),
            *layout_edits(citation.exact),
        )
        if first <= e[0] <= last
    ]
    edits += [e for e in inner if e[2] != "date" or e[0] != own]
    return edits


def is_free(
    document: AnnotatedArticle, sentence: Sentence, edit: Replacement, edits: Sequence[Replacement]
) -> bool:
    """Return whether a cut lies outside quotation marks and the other edits."""
    where = Span(sentence.start + edit[0], sentence.start + edit[1])
    quoted = any(True for _ in touching(document.body.quotations, where))
    return not quoted and all(edit[1] <= e[0] or e[1] <= edit[0] for e in edits)


def without_date(words: str) -> str:
    """Return the words of a further event without the day at their beginning or end, by which they are dated."""
    words = words.removesuffix(".")
    opening, closing = BY_ITSELF.match(words), AT_END.search(words)
    if closing and not LEANS.search(words, 0, closing.start()):
        words = words[: closing.start()]
    return words[opening.end() :] if opening else words


def own_date(
    document: AnnotatedArticle, sentence: Sentence, time: TimeExpression, telling: Telling
) -> Replacement | None:
    """Return the cut of an entry's own date in its words, where nothing else leans on it."""
    text, event, span = document.article.text, time.event, telling.span
    if event is None or not (VERB.fullmatch(text, event.start, event.end) or event.end <= time.start):
        return None  # it only marks out a noun
    plain = PLAIN_DATE.get(time.granularity)
    if plain is None or not plain.fullmatch(text, time.start, time.end):
        return None
    opening = ON.match(text, span.start)
    at_opening = span.start == time.start or (opening is not None and opening.end() == time.start)
    if at_opening and text[time.end : time.end + 2] == ", ":
        if text.startswith("However, ", time.end + 2) or text.startswith("however, ", time.end + 2):
            return None
        start, end = span.start, time.end + 3
        new = text[time.end + 2].upper()
    elif time.granularity not in ("day", "part-of-day") and (
        not closes(text, time, event, span) or is_told(document, event, span)
    ):
        return None  # a month or year more often belongs to a part of the sentence
    else:
        if text[time.end : time.end + 1] == "," and FRONTED.match(text, span.start):
            return None  # "In a letter released Sunday, ...": the day belongs to the letter
        before = BEFORE_DATE.search(text, max(span.start, time.start - 12), time.start)
        if before is None or before.start() - span.start < 6 or not AFTER_DATE.match(text, time.end):
            return None
        start, end, new = before.start(), time.end, ""
    if len(text[span.start : span.end].split()) < FEWEST + 3:
        return None
    if NEGATION.search(text[start:end]):
        return None
    if not new and (
        LEANS.search(text, span.start, start)
        or (SAYS.search(text, span.start, start) and AS_SUBJECT.match(text, end, span.end))
    ):
        return None
    return (start - sentence.start, end - sentence.start, "trim", new, None)


def closes(text: str, time: TimeExpression, event: Span, span: Span) -> bool:
    """Return whether a month or year stands right behind the verb that it dates, or ends its words: `ruled last month that`."""
    first = BEFORE_DATE.search(text, max(span.start, time.start - 12), time.start)
    at_once = first is not None and first.start() <= event.end
    ends = len(text[time.end : span.end].strip(' .”"’')) == 0
    before = text[span.start : event.start]
    opens = max((m.end() for m in NEW_CLAUSE.finditer(before)), default=0)
    if has_finite(before, opens, len(before)) and not AUXILIARY.search(before):
        return False  # "concerns two suits filed in 2013"
    return event.end <= time.start and (at_once or (ends and not JOINER.search(text, event.end, time.start)))


def is_told(document: AnnotatedArticle, event: Span, span: Span) -> bool:
    """Return whether an entry tells that somebody tells of an event: without its time it would date the saying."""
    return any(
        any(overlaps(c, event) for c in saying.content) and any(overlaps(c, span) for c in saying.cue)
        for saying in sayings_near(document, event)
    )


def joined(text: CitedSentence, pieces: Sequence[tuple[Citation, str]]) -> CitedSentence:
    """Return a sentence with further events of its day behind it, each with the citation that carries it."""
    if not pieces or not text.text.endswith("."):
        return text
    at = len(text.text) - 1
    edits = list(text.edits)
    made = text.text[:at]
    last = pieces[-1][1]
    closed = (
        last.endswith(".") or CLOSING.search(last) is not None
    )  # it brings its own stop: “It is over.”, 9 p.m.
    if closed:
        edits.append(Edit("punctuation", (at, at), ".", ""))
    for citation, words in pieces:
        now = f"; {words}"
        edits.append(Edit("join", (len(made), len(made) + len(now)), "", now, citation))
        made += now
    citations = (*text.citations, *(c for c, _ in pieces))
    return CitedSentence(made if closed else made + ".", citations, tuple(edits))
