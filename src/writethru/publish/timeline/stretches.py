"""Which words of a sentence tell of its event: a clause, a relative clause as a sentence, a named event.

Nothing is left out that denies, hedges or names who says so; what is left can be read alone.
"""

from __future__ import annotations

import re

from writethru.memory import remembered
from writethru.publish.alone import (
    DANGLING,
    DEMONSTRATIVE,
    FIRST_OR_SECOND,
    SPOKEN_OF,
    mask_quotations,
)
from writethru.publish.carried import NEGATION
from writethru.publish.spans import contains, overlaps, plain_words, sayings_near, touching
from writethru.records import AnnotatedArticle, Mention, Record, Sentence, Span, TimeExpression

FEWEST = 5  # words of a clause that can be an entry
MOST = 50  # and the most: 45 tells one event in twenty less, 60 no more
LONG = 16  # words of a sentence that is not cut
SUBJECT = re.compile(
    r"(?:[A-Z]|(?:the|a|an|his|her|its|their|two|three|four|five|six|seven|eight|nine|ten|at|in|on|more|nearly|about|about"
    r"|around|some|several|many|most|all|no|police|officials|investigators|authorities|prosecutors|lawmakers)\b|\d)"
)
PAST = re.compile(
    r"\b(?:was|were|did|had|went|came|took|made|gave|left|won|lost|fell|rose|hit|began|held|met|told|said|led|found|kept"
    r"|sent|set|put|ran|became|got|saw|struck|broke|drew|cut|wrote|spoke|shot|fought|beat|quit|sank|flew|stood|paid|\w{3,}ed)\b"
)
VERB = re.compile(  # a past form or a past participle
    PAST.pattern
    + r"|\b(?:been|become|begun|born|broken|brought|built|bought|caught|chosen|done|drawn|driven|fallen|flown|given|gone"
    r"|hidden|known|hurt|paid|read|risen|seen|shown|sold|spoken|stolen|sworn|taken|thrown|torn|withdrawn|won|written)\b"
)
NOUN_ENDS = re.compile(
    r"[,;:—]|(?<![A-Z])\.| --| (?:is|was|were|are|has|have|had|will|would|could|as|when|while|after|before|said)\b"
)
ATTRIBUTIVE = ("", "'s", "’s")  # what stands between a time and the noun that it marks out
RELATIVE = re.compile(
    r",(?: (?:a|an|the) [\w -]{3,40}| \d\d,)? who (?=\w)"
)  # Roe, a lawyer who; Roe, 52, who
FINITE = re.compile(r"[,;:]")
OPENING = re.compile(
    r"(?:After|In|On|At|During|When|While|As|Before|Since|Although|Though|Because|If|With|By|For|From|Under|Following|Despite"
    r"|Amid|Until|Speaking|Asked|According|Citing|Once|To|Of|Besides|Without|[a-z])\b"
)
SAYING = re.compile(
    r"(?:said|says?|told|added|wrote|reported|reports|announced|asked|tweeted|claimed|argued|insisted)"
)
STOP = re.compile(r", |[.;]|\Z")
OPEN_NOUN = re.compile(r" (?:which|who|whose|between)\b")  # what follows would be cut short
ASIDE = re.compile(r", (?:which|who|where|when|with|including|[a-z]+ing)\b")
SUBJECT_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
HANGING = re.compile(r"\b(?:when|if|because|although|though|while|since|once|as|after|before)\b")
DIGIT = re.compile(r"\d")
SOME = re.compile(r"(?:One|Two|Some|Several|Many) (?:said|told|of)\b|(?:First|Second|Third|Finally),")
ARTICLE = re.compile(r"\b(?:the|an?) \Z", re.IGNORECASE)


class Telling(Record, frozen=True):
    """The words of a sentence that tell of one event."""

    span: Span
    pronoun: Span | None = None  # a he or she of whom the words before do not speak
    person: Mention | None = None  # and the full name that it refers to
    gap: Span | None = None  # what is cut between a name and what its relative clause says of it


@remembered
def telling_of(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> Telling | None:
    """Return the shortest stretch around a time that can be read alone, None if there is none."""
    text = document.article.text
    if is_named(document, time):
        return named_event(document, sentence, time)
    aside = told_aside(document, sentence, time)
    if aside is not None:
        return aside
    start, end = cut_start(document, sentence, time), cut_end(document, sentence, time)
    spans = [Span(start, end)] if sentence.start < start < time.start else []
    if is_full(text, sentence):
        spans.append(Span(sentence.start, end))
    for span in spans:
        pronoun = loose_pronoun(document, span)
        person = named_by(document, pronoun.start) if pronoun else None
        opens = pronoun is not None and pronoun.start == span.start
        rest = Span(pronoun.end + 1, span.end) if pronoun and opens else span
        if (pronoun is None or person is not None) and reads_alone(document, rest):
            return Telling(span, pronoun, person)
    return named_event(document, sentence, time)


def is_full(text: str, sentence: Sentence) -> bool:
    """Return whether a sentence begins and ends as one does."""
    first, last = text[sentence.start], text[sentence.end - 1]
    return (first.isupper() or first.isdigit() or first in '“"‘') and last in '.!”"’'


def told_aside(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> Telling | None:
    """Return what a relative clause tells of a name, as a sentence: `Roe, who left in May, said` -> `Roe left in May`."""
    text, clause, event = document.article.text, time.clause, time.event
    assert clause is not None and event is not None
    relative = RELATIVE.search(text, max(sentence.start, clause.start - 60), event.end)
    if relative is None or FINITE.search(text, relative.end(), event.start):
        return None
    name = next((m for m in touching(document.body.names, sentence) if m.end == relative.start()), None)
    stop = STOP.search(text, max(time.end, event.end), sentence.end)
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
    return Telling(span, gap=gap)


def is_named(document: AnnotatedArticle, time: TimeExpression) -> bool:
    """Return whether a time stands right before the noun of its event: the May 9 vote, Monday’s attack."""
    text, event = document.article.text, time.event
    assert event is not None
    between = text[time.end : event.start].strip()
    return (
        event.start >= time.end
        and between in ATTRIBUTIVE
        and not VERB.fullmatch(text, event.start, event.end)
    )


def named_event(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> Telling | None:
    """Return the noun of an event with its time and what belongs to it: `the May 9 attack that killed two`."""
    text, event = document.article.text, time.event
    assert event is not None
    if (
        not is_named(document, time)
        or time.granularity != "day"
        or not DIGIT.search(text, time.start, time.end)
    ):
        return None  # `a Sunday interview` says too little
    article = ARTICLE.search(text, max(sentence.start, time.start - 4), time.start)
    start = article.start() if article else time.start
    stop = NOUN_ENDS.search(text, event.end, sentence.end)
    span = Span(start, stop.start() if stop else sentence.end)
    if OPEN_NOUN.search(text, event.end, span.end) or (
        stop is not None and stop[0][0] == " " and stop[0] != " --"
    ):
        return None
    cut = text[sentence.start : start] + " " + text[span.end : sentence.end]
    if (
        NEGATION.search(cut)
        or len(text[span.start : span.end].split()) < FEWEST + 3
        or not reads_alone(document, span)
    ):
        return None
    return Telling(span)


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
    if text[sentence.end - 1] != ".":
        return sentence.end  # “...” what is left would want its stop
    opens = OPENING.match(text, sentence.start) is not None
    for match in re.finditer(
        r", (?!and [a-z]+,)(?=(?:and|but|which|who|where|when|after|as|while|with|including|[a-z]+ing)\b)|;|\u2014| -- ",
        text[reach : sentence.end],
    ):
        end = reach + match.start()
        rest = Span(end, sentence.end)
        if opens and not 0 < text.find(", ", sentence.start, end) < time.event.start:
            continue  # only what opens the sentence would be left
        if NEGATION.search(text[end : sentence.end]) or under_attribution(document, rest, clause):
            return sentence.end
        if any(overlaps(q, Span(end, end + 1)) for q in touching(document.body.quotations, sentence)):
            continue
        comma = max(text.rfind(",", sentence.start, end), sentence.start)
        if HANGING.search(text, comma, end) and ASIDE.match(text, end, sentence.end):
            continue  # the clause that hangs on what follows
        if ASIDE.match(text, end, sentence.end) and text.find(", ", end + 2, sentence.end) >= 0:
            continue  # its end may not be that of the sentence
        if PAST.search(text, sentence.start, end) and text[end - 1] not in ", ":
            return end
    return sentence.end


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
        or "?" in words
    ):
        return False
    if any(not contains(span, q) for q in touching(document.body.quotations, span)):
        return False  # a piece of a longer quotation
    outside = mask_quotations(document, Sentence(span.start, span.end))
    if DEMONSTRATIVE.search(outside) or FIRST_OR_SECOND.search(outside) or SPOKEN_OF.search(outside):
        return False
    return sum(c.isalpha() for c in outside) >= 12


def loose_pronoun(document: AnnotatedArticle, span: Span) -> Span | None:
    """Return the first he or she of a stretch, outside quotation marks, if no person is named before it there."""
    outside = mask_quotations(document, Sentence(span.start, span.end))
    subject = SUBJECT_PRONOUN.search(outside)
    if subject is None:
        return None
    at = span.start + subject.start()
    if any(n.kind == "person" and n.start < at for n in touching(document.body.names, span)):
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
