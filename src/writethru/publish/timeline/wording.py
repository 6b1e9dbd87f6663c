"""How an entry tells its event: the clause of the event, cut from its sentence where that reads well.

Cuts are recorded and can be undone. Nothing is cut that denies, hedges or names who says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from writethru.publish.carried import NEGATION
from writethru.publish.edits import (
    Replacement,
    apply_edits,
    cite,
    date_edits,
    layout_edits,
    opening_edits,
    pronoun_edit,
)
from writethru.publish.material import DANGLING, MAX_WORDS, stands_alone
from writethru.publish.spans import contains, overlaps, sayings_near, touching
from writethru.records import (
    AnnotatedArticle,
    Citation,
    CitedSentence,
    Edit,
    Mention,
    Record,
    Sentence,
    Span,
    TimeExpression,
)

FEWEST = 5  # words of a clause that can be an entry
LONG = 24  # words of a sentence that is not cut
SUBJECT = re.compile(
    r"(?:[A-Z]|(?:the|a|an|his|her|its|their|two|three|four|five|six|seven|eight|nine|ten|at|in|on|more|nearly|about|about"
    r"|around|some|several|many|most|all|no|police|officials|investigators|authorities|prosecutors|lawmakers)\b|\d)"
)
DEPENDS = re.compile(r"\b(?:I|we|our|us|my|you|your|me)\b|\?|\b(?:he|she|they) (?:said|told|added|wrote)\b")
RELATIVE = re.compile(
    r",(?: (?:a|an|the) [\w -]{3,40}| \d\d,)? who (?=\w)"
)  # Roe, a lawyer who; Roe, 52, who
FINITE = re.compile(r"[,;:]")
OPENING = re.compile(
    r"(?:After|In|On|At|During|When|While|As|Before|Since|Although|Though|Because|If|With|By|For|From|Under|Following|Despite"
    r"|Amid|Until|Speaking|Asked|According|Citing|Once|To|Of|Besides|Without|[a-z])\b"
)
PRONOUN = re.compile(r"(He|She)\b(?!['’])")


class Telling(Record, frozen=True):
    """The words of a sentence that tell of one event, and what the opening pronoun stands for."""

    span: Span
    pronoun: Mention | None = None  # the full name that `He` or `She` at the opening refers to
    gap: Span | None = None  # what is cut between a name and what its relative clause says of it


def telling_of(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> Telling | None:
    """Return the shortest stretch around a time that can be read alone, None if there is none."""
    aside = told_aside(document, sentence, time)
    if aside is not None:
        return aside
    start, end = cut_start(document, sentence, time), cut_end(document, sentence, time)
    if sentence.start < start < time.start and reads_alone(document, Span(start, end)):
        return Telling(Span(start, end))
    if stands_alone(document, sentence):
        return Telling(Span(sentence.start, end))
    opening = PRONOUN.match(document.article.text, sentence.start)
    person = named_by(document, sentence.start) if opening else None
    if opening and person and reads_alone(document, Span(opening.end() + 1, end)):
        return Telling(Span(sentence.start, end), person)
    return None


def told_aside(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> Telling | None:
    """Return what a relative clause tells of a name, as a sentence: `Roe, who left in May, said` -> `Roe left in May`."""
    text, clause, event = document.article.text, time.clause, time.event
    assert clause is not None and event is not None
    relative = RELATIVE.search(text, max(sentence.start, clause.start - 60), event.start)
    if relative is None or FINITE.search(text, relative.end(), event.start):
        return None
    name = next((m for m in touching(document.body.names, sentence) if m.end == relative.start()), None)
    stop = re.compile(r", |[.;]|\Z").search(text, max(time.end, event.end), sentence.end)
    if name is None or name.kind in ("place", "other") or stop is None:
        return None
    span, gap = Span(name.start, stop.start()), Span(name.end, relative.end() - 1)
    cut = text[sentence.start : name.start] + text[gap.start : gap.end] + text[span.end : sentence.end]
    if NEGATION.search(cut) or not reads_alone(document, span):
        return None
    if any(
        under_attribution(document, c, span)
        for c in (Span(sentence.start, name.start), Span(span.end, sentence.end))
    ):
        return None
    return Telling(span, None, gap)


def cut_start(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> int:
    """Return where the clause of a time begins, if what stands before it may go."""
    text, clause = document.article.text, time.clause
    assert clause is not None
    before = text[sentence.start : clause.start]
    if clause.start <= sentence.start or not SUBJECT.match(text, clause.start):
        return sentence.start
    if not re.search(r"(?:[,;] (?:and|but|so|while)|;) $", before) or NEGATION.search(before):
        return sentence.start
    if under_attribution(document, Span(sentence.start, clause.start), clause):
        return sentence.start
    return clause.start


def cut_end(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> int:
    """Return where the clause of a time ends, if what follows may go: a comma, and nothing that it needs."""
    text, clause = document.article.text, time.clause
    assert clause is not None
    reach = max(clause.end, time.end)
    assert time.event is not None
    if len(text[sentence.start : sentence.end].split()) <= LONG or is_saying(document, time.event):
        return sentence.end
    opens = OPENING.match(text, sentence.start) is not None
    for match in re.finditer(
        r", (?!and [a-z]+,)(?=(?:and|but|which|who|where|when|after|as|while|with|including|a|an|the|one|[a-z]+ing)\b)|;|\u2014| -- ",
        text[reach : sentence.end],
    ):
        end = reach + match.start()
        rest = Span(end, sentence.end)
        if opens and ", " not in text[sentence.start : end]:
            continue
        if NEGATION.search(text[end : sentence.end]) or under_attribution(document, rest, clause):
            return sentence.end
        if any(overlaps(q, Span(end, end + 1)) for q in touching(document.body.quotations, sentence)):
            continue
        return end
    return sentence.end


def is_saying(document: AnnotatedArticle, event: Span) -> bool:
    """Return whether an event is that something was said."""
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
    words = document.article.text[span.start : span.end]
    if not FEWEST <= len(words.split()) <= MAX_WORDS or DANGLING.match(words[:1].upper() + words[1:]):
        return False
    quotations = list(touching(document.body.quotations, span))
    return not DEPENDS.search(words) and all(contains(span, q) for q in quotations)


def named_by(document: AnnotatedArticle, start: int) -> Mention | None:
    """Return the last full mention before a pronoun of the person that it surely refers to."""
    text = document.article.text
    pronoun = next((r for r in document.body.references if r.start == start and r.kind == "person"), None)
    if pronoun is None or " " not in pronoun.name:
        return None
    named = [m for m in document.body.names if m.end <= start and text[m.start : m.end] == pronoun.name]
    return named[-1] if named else None


def worded(
    document: AnnotatedArticle, sentence: Sentence, time: TimeExpression, telling: Telling, year: int | None
) -> CitedSentence:
    """Return an event's sentence cut to what tells it, citing all of it.

    The bracket that would repeat the entry's own date is left out.
    """
    article, span = document.article, telling.span
    citation = cite(article.id, article.text, sentence.start, sentence.end)
    own = time.end - sentence.start
    edits: list[Replacement] = []
    first, last = span.start - sentence.start, span.end - sentence.start
    opening = opening_edits(citation.exact[first:])
    if telling.pronoun is not None:
        origin = cite(article.id, article.text, telling.pronoun.start, telling.pronoun.end)
        at = PRONOUN.match(citation.exact)
        assert at is not None
        edits.append((0, at.end(), "name", f"[{origin.exact}]", origin))
    elif first or opening:
        skipped = first + (opening[0][1] - 1 if opening else 0)
        edits.append((0, skipped + 1, "trim", citation.exact[skipped].upper(), None))
    else:
        edits += pronoun_edit(document, sentence)
    if span.end < sentence.end:
        end = len(citation.exact) - (citation.exact[-1] == ".")
        edits.append((last, end, "trim", "", None))
    if telling.gap is not None:
        edits.append((telling.gap.start - sentence.start, telling.gap.end - sentence.start, "trim", "", None))
    inner = [
        e
        for e in (*date_edits(document, sentence, year), *layout_edits(citation.exact))
        if first <= e[0] <= last
    ]
    edits += [e for e in inner if e[2] != "date" or e[0] != own]
    return apply_edits(citation, edits)


def joined(text: CitedSentence, pieces: Sequence[tuple[Citation, str]]) -> CitedSentence:
    """Return a sentence with further events of its day behind it, each with the citation that carries it."""
    if not pieces or not text.text.endswith("."):
        return text
    at = len(text.text) - 1
    edits = list(text.edits)
    made = text.text[:at]
    for citation, words in pieces:
        now = f"; {words}"
        edits.append(Edit("join", (len(made), len(made) + len(now)), "", now, citation))
        made += now
    return CitedSentence(made + ".", (*text.citations, *(c for c, _ in pieces)), tuple(edits))
