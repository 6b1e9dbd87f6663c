"""Which words of a sentence tell of its event: a clause, or a relative clause as a sentence.

Nothing is left out that denies, hedges or names who says so; what is left can be read alone.
"""

from __future__ import annotations

import re

from writethru.memory import remembered
from writethru.publish.carried import NEGATION
from writethru.publish.checking.words import listed
from writethru.publish.edits import opening
from writethru.publish.needed import DASH, is_needed
from writethru.publish.pieces import ends_open
from writethru.publish.sense import WORD, Sense, has_finite, read_sentence
from writethru.publish.spans import overlaps, touching
from writethru.publish.tails import is_unsure
from writethru.publish.timeline.beside import clause_alone, is_beside, is_of_both, told_aside
from writethru.publish.timeline.telling import (
    Telling,
    is_saying,
    loose_pronoun,
    named_by,
    reads_alone,
    under_attribution,
)
from writethru.publish.timeline.words import DAYS, MONTH, OPENING, PART, PAST, SUBJECT, VERB
from writethru.publish.verify import LIMIT
from writethru.records import AnnotatedArticle, Sentence, Span, TimeExpression

OPENING_DAY = re.compile(  # what leans on the text before, and says no more than the day of the entry
    rf"(?:Also |Earlier |Later )?(?:(?:[Oo]n |[Ii]n )?(?:{DAYS}|{MONTH})(?: {PART})?|[Tt]his (?:month|year|{PART}))(?: alone)?, "
)
LONG = 16  # words of a sentence that is not cut
ATTRIBUTIVE = re.compile(  # what stands between a time and the noun that it marks out
    r"(?:['’]s?|,)?(?: (?!the\b|an?\b|of\b|in\b|at\b|for\b|and\b|his\b|her\b|its\b)[\w’'-]{1,24}){0,2} ?"
)
HEAD = re.compile(
    rf"{OPENING.pattern}(?: [^\s,;:—“”\"]+){{2,24}}, (?=(?:[A-Z](?!-)|the |a |an |two |three |police |officials ))"
)
NAMES_SOURCE = re.compile(r"(?:According|Citing|Asked|Speaking|As [A-Z])\b")
TAIL = re.compile(
    r", (?!and [a-z]+,)(?=(?:and|but|which|who|where|when|after|as|while|with|including|[a-z]+ing)\b)|;|\u2014| -- "
)
TAIL_LONG = re.compile(rf"{TAIL.pattern}| (?=(?:after|while|because|amid|despite|following|saying)\b)")
ASIDE = re.compile(r", (?:which|who|where|when|with|including|[a-z]+ing)\b")
CLAUSE = re.compile(r"(?:When|While|As|If|Although|Though|Because|Since|Once|Before|After)\b")
LISTED = re.compile(r", (?:[\w’'-]{1,24} ?){1,3}\Z")
THING = re.compile(r"\b(?:it|its|they|them|their)\b")
NOUN = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Tt]wo|[Tt]hree|[Ss]everal|[Ss]ome|[Mm]any) [a-z]")
HANGING = re.compile(r"\b(?:when|if|because|although|though|while|since|once|as|after|before)\b")


@remembered
def telling_of(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> Telling | None:
    """Return the shortest stretch around a time that can be read alone, None if there is none."""
    text = document.article.text
    if is_named(document, time):
        return None  # the May 9 attack: a noun tells nothing
    aside = told_aside(document, sentence, time)
    if aside is not None:
        return aside
    beside = is_beside(document, sentence, time) and not is_of_both(document, sentence, time)
    alone = clause_alone(document, sentence, time)
    if alone is not None or beside:
        return alone
    start = cut_start(document, sentence, time)
    starts = [start] if sentence.start < start < time.start else []
    if is_full(text, sentence):
        full = sentence.start + opening(text[sentence.start : sentence.end])
        day = OPENING_DAY.match(text, full)
        starts += [day.end()] if day and full <= time.start < day.end() else []
        starts += [cut_head(document, sentence, time, full), full]
    ends = dict.fromkeys((cut_end(document, sentence, time, LONG), cut_end(document, sentence, time, 0)))
    for span in (Span(s, e) for s in dict.fromkeys(starts) for e in ends if s < e):
        if sentence.start + opening(text[sentence.start : sentence.end]) < span.start and lacks_thing(
            document, span
        ):
            continue
        pronoun = loose_pronoun(document, span)
        person = named_by(document, pronoun.start) if pronoun else None
        opens = pronoun is not None and pronoun.start == span.start
        rest = Span(pronoun.end + 1, span.end) if pronoun and opens else span
        if (pronoun is None or person is not None) and reads_alone(document, rest):
            return Telling(span, pronoun, person)
    return None


def must_stay(words: str) -> bool:
    """Return whether words deny, hedge or say how much of it, so that `verify` lets none cut them."""
    return NEGATION.search(words) is not None or LIMIT.search(words) is not None


def lacks_thing(document: AnnotatedArticle, span: Span) -> bool:
    """Return whether a stretch speaks of "it" or "their" and names no thing before that: the cut beginning did."""
    text = document.article.text
    pronoun = THING.search(text, span.start, span.end)
    if pronoun is None:
        return False
    of = text[span.start : pronoun.start()].endswith(" of ")  # a number of their men
    if not of and NOUN.search(text, span.start, pronoun.start()):
        return False
    names = touching(document.body.names, span)
    return not any(n.kind != "person" and n.start < pronoun.start() for n in names)


def is_full(text: str, sentence: Sentence) -> bool:
    """Return whether a sentence begins and ends as one does."""
    cut = opening(text[sentence.start : sentence.end])  # But, (AP)
    first, last = text[sentence.start + cut], text[sentence.end - 1]
    return (cut > 0 or first.isupper() or first.isdigit() or first in '“"‘') and last in '.!”"’'


def is_named(document: AnnotatedArticle, time: TimeExpression) -> bool:
    """Return whether a time stands right before the noun of its event: the May 9 vote, Monday’s attack."""
    text, event = document.article.text, time.event
    assert event is not None
    return (
        event.start >= time.end
        and ATTRIBUTIVE.fullmatch(text, time.end, event.start) is not None
        and not VERB.fullmatch(text, event.start, event.end)
    )


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


def cut_head(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression, start: int) -> int:
    """Return where a long sentence begins without what stands before its main clause: `In a flurry of calls, Roe ...`."""
    text, event = document.article.text, time.event
    assert event is not None
    head = HEAD.match(text, start, event.start)
    if head is None or len(text[start : sentence.end].split()) <= LONG or NAMES_SOURCE.match(head[0]):
        return start
    cut = Span(start, head.end())
    if must_stay(head[0]) or any(touching(document.body.quotations, cut)):
        return start
    if under_attribution(document, cut, Span(head.end(), sentence.end)) or not SUBJECT.match(
        text, head.end()
    ):
        return start
    comma = text.find(",", head.end(), sentence.end)
    if text[head.end()].islower() and comma >= 0 and not has_finite(text, head.end(), comma):
        return start  # in Tolmund, | the largest town, feasts
    clause = CLAUSE.match(head[0]) is not None
    if clause and not has_finite(text, head.end(), comma if comma >= 0 else sentence.end):
        return start  # no subject with its verb: "When he met with the mayor, | Jon Roe, in May"
    return head.end()


def goes_on_listing(sense: Sense, at: int) -> bool:
    """Return whether what a comma and "and" join has no verb of its own: `six in ten, and nine in ten women, believe`."""
    if not sense.words.startswith((", and ", ", or "), at):
        return False
    comma = sense.words.find(", ", at + 2, sense.stop)
    return not has_finite(sense.words, at + 2, comma if comma >= 0 else sense.stop)


def needs_rest(document: AnnotatedArticle, sentence: Sentence, end: int, mark: str) -> bool:
    """Return whether what stands before an end cannot do without what follows: `a year | after`, `a — and his plan | for`."""
    sense = read_sentence(document, sentence)
    last = list(WORD.finditer(sense.words, max(0, end - 30), end))[-1:]
    if not mark.strip() and last and last[0].group().lower() in listed("pieces", "aside", "leading"):
        return True
    if mark.strip() in ("—", "--") and len(DASH.findall(sense.words)) > 1:
        return True  # an aside between two dashes, behind which the sentence goes on
    if goes_on_listing(sense, end):
        return True
    item = LISTED.search(sense.words, 0, end) if sense.words.startswith((", and ", ", or "), end) else None
    if item is not None and not has_finite(sense.words, item.start(), end):
        return True  # "her home, office, and car"
    follows = sense.words[end:].lstrip(" ,;—-")
    if follows.startswith("but ") and is_unsure(sense, end):
        return True
    return not mark.strip(" ,") and is_needed(sense, end + len(mark), mark.rstrip())


def cut_end(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression, least: int) -> int:
    """Return where the clause of a time ends, if what follows may go: a comma, and nothing that it needs.

    A sentence of no more than `least` words is left whole.
    """
    text, clause = document.article.text, time.clause
    assert clause is not None
    reach = max(clause.end, time.end)
    assert time.event is not None
    if len(text[sentence.start : sentence.end].split()) <= least or is_saying(document, time.event):
        return sentence.end
    if text[sentence.end - 1] != ".":
        return sentence.end  # “...” what is left would want its stop
    full = sentence.start + opening(text[sentence.start : sentence.end])
    opens = OPENING.match(text[full : full + 1].upper() + text[full + 1 : full + 20]) is not None
    tail = TAIL_LONG if len(text[sentence.start : reach].split()) > LONG else TAIL
    for match in tail.finditer(text[reach : sentence.end]):
        end = reach + match.start()
        rest = Span(end, sentence.end)
        if opens and not 0 < text.find(", ", sentence.start, end) < time.event.start:
            continue  # only what opens the sentence would be left
        if must_stay(text[end : sentence.end]) or under_attribution(document, rest, clause):
            return sentence.end
        if any(overlaps(q, Span(end, end + 1)) for q in touching(document.body.quotations, sentence)):
            continue
        comma = max(text.rfind(",", sentence.start, end), sentence.start)
        if HANGING.search(text, comma, end) and ASIDE.match(text, end, sentence.end):
            continue  # the clause that hangs on what follows
        if ASIDE.match(text, end, sentence.end) and text.find(", ", end + 2, sentence.end) >= 0:
            continue  # its end may not be that of the sentence
        if ends_open(text, end) or needs_rest(document, sentence, end - sentence.start, match[0]):
            continue
        if PAST.search(text, sentence.start, end) and text[end - 1] not in ", ":
            return end
    return sentence.end
