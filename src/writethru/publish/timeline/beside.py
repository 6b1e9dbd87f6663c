"""Times that date a clause beside what its sentence tells: the clause as a sentence of its own, or nothing.

`Roe, who left in May, said` -> `Roe left in May`; `was praised after the bridge fell on Monday` -> `The bridge
fell`. A clause that cannot stand alone makes no entry: its date is not that of the rest.
"""

from __future__ import annotations

import re

from writethru.publish.carried import NEGATION
from writethru.publish.sense import has_finite, is_finite
from writethru.publish.spans import overlaps, sayings_near, touching
from writethru.publish.timeline.reduced import FIRST_WORD, IS, is_reduced
from writethru.publish.timeline.telling import Telling, loose_pronoun, reads_alone, under_attribution
from writethru.publish.timeline.words import (
    ARTICLE,
    AUXILIARY,
    BY_DOER,
    IRREGULAR,
    JOINED,
    JOINING,
    PAST,
    RELATING,
    SAME_TIME,
    SUBJECT,
    VERB,
)
from writethru.records import AnnotatedArticle, Sentence, Span, TimeExpression

RELATIVE = re.compile(  # Roe, a lawyer who; Roe, 52, who; the fires, which; a man who
    r"(?:,(?: (?:a|an|the) [\w -]{3,40}| \d\d,)? (?:who|which)|(?<!,) (?:who|that)) (?=\w)"
)
BEFORE_VERB = re.compile(
    r"(?:(?:was|were|had|has|have|been|first|later|also|then|recently|reportedly|\w{1,20}ly) ){0,3}"
)
PHRASE = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix)(?: (?!of\b|in\b|on\b|and\b)[\w’'-]+){1,4}\Z"
)
OTHER_SUBJECT = re.compile(  # Roe, who the paper named
    r"(?:[A-Z]|(?:the|a|an|his|her|its|their|he|she|it|they|some|many|critics|officials)\b)"
)
FINITE = re.compile(r"[,;:]")
NOT_ALL = re.compile(
    r"\b(?:first|last|only|one|best|worst|most|least|next|same|kind|way|reason|fact|\w{3,}est)\b"
)
GOES_ON = re.compile(rf" (?:is|are|has|have|will|would|could|can|may|says?|remains?|{IRREGULAR})\b")
STOP = re.compile(
    r", (?![A-Z][\w.]{1,24}(?: [A-Z]\w{1,24})?,)|;|\.(?=[”\"’)]{0,2}\Z)|\Z"
)  # no full stop within: the first U.S. envoy
STOP_ASIDE = re.compile(rf"{STOP.pattern}| and(?={GOES_ON.pattern})")
SOON_AFTER = re.compile(r"\b(?:soon|shortly|minutes|moments|hours) after\b")
REASON = re.compile(r"\b(?:because|although|though|whether|why|how)\b[^,;]{1,120}\Z")
FRONTED = 12  # characters of a sentence within which the word that joins its first clause to it ends
FOLLOWED = frozenset(("after", "following"))
NOW = re.compile(
    r"\b(?:will|says?|is|are|wants?|plans?|may|can)\b"
)  # users say: what was "when it opened" was not said then
AND_OR_BUT = re.compile(r" (?:and|but) ")
RELATIVE_WORD = re.compile(r"\b(?:who|whose|whom|which|where)\b")
AUXILIARY_WORD = re.compile(r"\b(?:was|were|is|are|has|have|had|been)\b(?=[^,]{0,20}\Z)")
FRONT = re.compile(
    r"(?:[A-Z][a-z]{1,20}ing|Asked|Based|According|Despite|With|Amid|Given|Besides?|Like|Unlike|Before|Because|Since|As part|In response|In line)\b"
)
THAT = re.compile(r"(?<!\bso) that ")
OPENS_CONTENT = 6  # characters of what is said within which its own `that` stands
OBJECT = re.compile(r" (?:it|them)\b")  # after the town withdrew it on Friday
PLURAL = re.compile(r"\A(?:were|have|are)\b|\b(?:their|they|them)\b")  # in the words up to the next mark
MARK = re.compile(r"[,;.]")
NEAR = 60  # characters of them that are looked at
LINK = re.compile(rf"\b({'|'.join(sorted((JOINING | RELATING) - {'that', 'what', 'as'}))}) ")
SOME_VERB = re.compile(rf"{VERB.pattern}|\b(?:is|are|has|have|will|says?)\b")


def told_aside(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> Telling | None:
    """Return what a relative clause tells of somebody or something, as a sentence: `Roe, who left in May` -> `Roe left in May`."""
    text, clause, event = document.article.text, time.clause, time.event
    assert clause is not None and event is not None
    relative = last_relative(text, max(sentence.start, clause.start - 60), event.start)
    if relative is None:
        return None
    act = VERB.fullmatch(text, event.start, event.end) is not None
    if not act and has_finite(text, relative.end(), event.start):
        return None  # "who asked about the launch in May"
    head = head_of(document, sentence, relative)
    end = end_of_aside(text, sentence, max(time.end, event.end))
    if head is None or end is None:
        return None
    span, gap = Span(head, end), Span(relative.start(), relative.end() - 1)
    cut = text[sentence.start : head] + text[gap.start : gap.end] + text[end : sentence.end]
    if NEGATION.search(cut) or not reads_alone(document, span) or loose_pronoun(document, span):
        return None
    if any(
        under_attribution(document, c, span) for c in (Span(sentence.start, head), Span(end, sentence.end))
    ):
        return None
    return Telling(span, gap=gap)


def last_relative(text: str, start: int, event: int) -> re.Match[str] | None:
    """Return the relative word whose verb an event is: with nothing between them but what belongs to the verb."""
    found = next(iter(list(RELATIVE.finditer(text, start, event + 1))[-1:]), None)
    if found is None or FINITE.search(text, found.end(), event) or LINK.search(text, found.end(), event):
        return None  # "which is still so since it began in May"
    if found[0][0] == "," and not OTHER_SUBJECT.match(text, found.end()):
        return found
    return found if BEFORE_VERB.fullmatch(text, found.end(), event) else None


def head_of(document: AnnotatedArticle, sentence: Sentence, relative: re.Match[str]) -> int | None:
    """Return where the name or the noun phrase begins that a relative clause tells of; None if it is no plain one."""
    text, end = document.article.text, relative.start()
    for name in touching(document.body.names, sentence):
        if name.end == end and name.kind != "place":
            if name.kind == "person" and relative[0].endswith("which "):
                return None  # the trial of Roe, which began
            before = ARTICLE.search(text, max(sentence.start, name.start - 4), name.start)
            lone = " " not in name.name and text[name.start - 2 : name.start - 1].islower()
            if before is None and lone:
                return None  # "a native Lorner who": no name of anybody
            if text[: name.start].endswith(" and ") and is_of_several(text, relative.end()):
                return None  # "Roe and Vell, who won their races"
            return before.start() if before else name.start
    phrase = PHRASE.search(text, max(sentence.start, end - 60), end)
    if phrase is None or NOT_ALL.search(phrase[0]) or text[: phrase.start()].endswith(" of "):
        return None
    return phrase.start()


def is_of_several(text: str, start: int) -> bool:
    """Return whether a relative clause tells of more than one: `who won their races`."""
    return PLURAL.search(MARK.split(text[start : start + NEAR], maxsplit=1)[0]) is not None


def end_of_aside(text: str, sentence: Sentence, start: int) -> int | None:
    """Return where a relative clause ends behind its time: at a mark, or at once where the main verb follows."""
    if GOES_ON.match(text, start, sentence.end):
        return start
    stop = STOP.search(text, start, sentence.end)
    if (
        stop is None
        or GOES_ON.search(text, start, stop.start())
        or (stop[0] == ", " and " that " in text[start : stop.start()])
    ):
        return None
    return stop.start()


def is_beside(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> bool:
    """Return whether a time dates a clause that only goes with what its sentence tells: `who left in May`, `after ...`.

    What somebody is said to have said is no such clause.
    """
    text, event = document.article.text, time.event
    assert event is not None
    link = link_of(text, sentence, time)[0]
    return (
        link in JOINED - {"that"}
        or is_reduced(text, sentence, time)
        or is_in_relative(text, sentence, event)
        or is_behind_that(document, sentence, event)
        or is_in_front(text, sentence, event)
        or is_in_reason(text, sentence, event)
    )


def is_in_relative(text: str, sentence: Sentence, event: Span) -> bool:
    """Return whether the verb nearest behind a relative word is an event: `Roe, whose son, a pupil, was hurt`."""
    last = next(iter(list(RELATIVE_WORD.finditer(text, sentence.start, event.start))[-1:]), None)
    if last is None:
        return False
    between = text[last.end() : event.start]
    if "," not in between:
        between = AND_OR_BUT.split(between)[-1]  # who resigned and left in May
    between = AUXILIARY_WORD.sub("", between)
    return not has_finite(between, 0, len(between))


def is_in_reason(text: str, sentence: Sentence, event: Span) -> bool:
    """Return whether an event is the reason or condition of what its sentence tells: `cares, because he was hurt in May`."""
    reason = REASON.search(text, sentence.start, event.start)
    return reason is not None and has_finite(text, sentence.start, reason.start())


def is_in_front(text: str, sentence: Sentence, event: Span) -> bool:
    """Return whether an event stands in a phrase before the subject: `Responding to a letter sent in May, Roe`."""
    comma = text.find(", ", sentence.start, sentence.end)
    return event.end <= comma and FRONT.match(text, sentence.start) is not None


def is_behind_that(document: AnnotatedArticle, sentence: Sentence, event: Span) -> bool:
    """Return whether an event stands in a clause behind `that` which says of which thing: `records that showed`.

    What somebody is said to have said is no such clause.
    """
    text = document.article.text
    last = next(iter(list(THAT.finditer(text, sentence.start, event.start))[-1:]), None)
    if last is None or not has_finite(text, sentence.start, last.start()):
        return False
    contents = [
        c.start
        for a in sayings_near(document, sentence)
        for c in a.content
        if overlaps(c, event) and any(cue.start < last.start() for cue in a.cue)
    ]
    return not contents or last.start() > min(contents) + OPENS_CONTENT


def is_of_both(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> bool:
    """Return whether what a clause goes with happened on its day as well: `when`, `soon after`.

    What came after an event of the day of the report, or was about it, came on that day.
    """
    text, event = document.article.text, time.event
    assert event is not None
    if time.granularity not in ("day", "part-of-day"):
        return False
    link, at = link_of(text, sentence, time)
    follows = link in FOLLOWED or (link not in JOINED and not VERB.fullmatch(text, event.start, event.end))
    if follows and is_own_day(document, time):
        first, last = (at, sentence.end) if at <= sentence.start + FRONTED else (sentence.start, event.start)
        return PAST.search(text, first, last) is not None and IS.search(text, first, last) is None
    return (
        link in SAME_TIME and NOW.search(text, sentence.start, max(at, sentence.start)) is None
    ) or SOON_AFTER.search(text, sentence.start, event.start) is not None


def is_own_day(document: AnnotatedArticle, time: TimeExpression) -> bool:
    """Return whether a time is the day of its article."""
    day = document.article.day
    return day is not None and time.interval == (day.isoformat(), day.isoformat())


def link_of(text: str, sentence: Sentence, time: TimeExpression) -> tuple[str, int]:
    """Return the word that joins the clause of a time to its sentence, and where the clause begins behind it.

    The word opens the clause, stands right before it, or within it behind another verb: `was praised after he left`.
    """
    clause, event = time.clause, time.event
    assert clause is not None and event is not None
    own = FIRST_WORD.match(text, clause.start)
    if own and own[0].lower() in JOINED:
        return own[0].lower(), own.end() + 1
    within = [
        m for m in LINK.finditer(text, clause.start, event.start) if ", " not in text[m.end() : event.start]
    ]
    if within and SOME_VERB.search(text, sentence.start, within[-1].start()):
        return within[-1][1], within[-1].end()
    before = text[sentence.start : clause.start].lower().split()
    if before[-3:] == ["by", "the", "time"]:
        return "when", clause.start
    return (before[-1] if before else ""), clause.start


def clause_alone(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> Telling | None:
    """Return a clause that a word such as `after` joins to its sentence, as a sentence of its own."""
    text, event = document.article.text, time.event
    assert event is not None
    link, start = link_of(text, sentence, time)
    if link not in JOINING:
        return None
    stop = STOP.search(text, max(time.end, event.end), sentence.end)
    span = Span(start, stop.start() if stop else sentence.end)
    cut = f"{text[sentence.start : start]} {text[span.end : sentence.end]}"
    after = FIRST_WORD.match(text, time.end + 1)
    behind = after is not None and event.end <= time.start and after.start() < span.end
    if behind and after is not None and is_finite(text, after.start()):
        return None  # the verb of the sentence: "when the bridge fell in May | changed the plans"
    verb = VERB.fullmatch(text, event.start, event.end) and ", " not in text[start : event.end]
    if not AUXILIARY.search(text, start, event.start) and BY_DOER.match(text, event.end, sentence.end):
        return None  # "since the deal struck by Roe in May": no clause
    if not verb or not SUBJECT.match(text, start) or event.start <= start or NEGATION.search(cut):
        return None
    if OBJECT.match(text, event.end) or loose_pronoun(document, span) or not reads_alone(document, span):
        return None
    rest = (Span(sentence.start, start), Span(span.end, sentence.end))
    return None if any(under_attribution(document, r, span) for r in rest) else Telling(span)
