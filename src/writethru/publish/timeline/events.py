"""Which events the articles date: a sentence, one of its times, and the words that tell of it.

The date of an event is never the date of its article: a time counts for the event that it dates in its
own clause, and a sentence with two times tells two events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from writethru.memory import remembered
from writethru.publish.alone import (
    BARE_NOUN,
    LOADED,
    NO_ANSWER,
    VAGUE_SUBJECT,
    is_known,
    mask_quotations,
    title_stems,
)
from writethru.publish.carried import ORDINARY
from writethru.publish.checking.senses import base
from writethru.publish.checking.words import words_in
from writethru.publish.days import DAY_WORD, NAMED_AFTER, NAMED_BEFORE, ROUGHLY, SURE, is_in_name
from writethru.publish.material import Material, may_stand
from writethru.publish.sense import is_finite
from writethru.publish.spans import contains, overlaps, sayings_near, touching
from writethru.publish.throughout import throughout
from writethru.publish.timeline.about import Matter, is_among, is_of_story
from writethru.publish.timeline.held_on import on_occasion
from writethru.publish.timeline.misdated import is_misdated
from writethru.publish.timeline.stretches import is_named, telling_of
from writethru.publish.timeline.telling import Telling
from writethru.publish.timeline.words import DAYS, PAST, VERB
from writethru.publish.weighing import title_terms
from writethru.records import AnnotatedArticle, Record, Sentence, Span, TimeExpression

DATED = ("day", "part-of-day", "month", "year")
# What stands before a time that bounds or qualifies something else.
BOUND_TO = frozenset("until till before after since by from through to than of for between during".split())
COMPARING = frozenset(("than", "if", "unless"))
AHEAD = re.compile(
    r"\b(?:will|would|could|may|might|should|expected to|scheduled|due to|plans? (?:to|an?)|set to|likely|if|unclear|whether|has been"
    r"|have been)\b"
)
COUNTED = re.compile(  # more than 5,000 homes
    r"\b(?:[Mm]ore|[Ll]ess|[Ff]ewer|[Ll]ater|[Ee]arlier) than (?=\d|\$|a (?:dozen|hundred|thousand|million)|half|two|three|four|five|six|seven|eight|nine|ten)"
)
NOTHING = re.compile(  # nothing was told
    r"\b(?:declined to (?:say|discuss|answer|elaborate|give|reveal)|not (?:immediately )?(?:available|clear|known)"
    r"|requests? for comment|had nothing to add)\b"
)
PLANNED = re.compile(
    r"\b(?:will (?!not\b|never\b|likely\b)|(?:is|are|was|were|been) (?:scheduled|due|set|slated|expected) (?:to|for)\b)"
)
OPEN = re.compile(
    r"\b(?:air|may|might|could|if|whether|unless|not|likely|would|as (?:soon|early|late) as|earliest)\b|n[’']t\b"
)
IN_YEAR = re.compile(
    r"(?:\b(?:[Ii]n|[Ee]arly|[Ll]ate|mid|around|about|summer|spring|fall|autumn|winter)[ -]|[,(] ?).\Z"
)
NOT_YET = re.compile(r"(?:\bnot|n[’']t) ")  # was not told until Friday: it was told on Friday
STATE = re.compile(r"(?:is|are|am|has|have|remains?)")
UNDER_WAY = re.compile(
    r"\b(?:is|are)(?: \w{1,20})?(?: being)? \Z"
)  # questions are being asked, feasts are believed to have
GOING_ON = re.compile(r"\b(?:was|were|been|began|started|kept)(?: \w{1,20}ly)? \Z")
YEARS_BEFORE = re.compile(r"\b\d{4},? (?:and |or |to )?\Z")
YEARS_AFTER = re.compile(r",? (?:and |or |to )?\d{4}\b")  # in 2014, 2015 and 2016
RANGE = re.compile(
    r"\d ?[-–] ?\d{1,2}\Z|\b(?:[Bb]etween|[Ff]rom) .{2,24} (?:and|to) \S+(?: \d{1,2})?\Z"
)  # June 16-19; between May 5 and June 9
YEAR_ENDS = re.compile(r"\d{4}[.)]?\Z")
PRESENT = ("s", "ing", "shown", "seen")  # how the verb of a caption ends
OFFSET = re.compile(  # a day earlier, but not earlier Sunday
    rf"\b(?:(?:earlier|later)\b(?! {DAYS}\b)|before\b|previous\b|following\b|next\b)(?! (?:this|in the|on)\b)"
)
CONCEDING = re.compile(r"(?:[Ss]o|[Tt]hough|[Aa]lthough|[Ee]ven|[Dd]espite|[Yy]et|[Ss]till|[Ww]hereas)\b")
TELLS_NOW = re.compile(r" (?:that|whether|how|the|an?|no|his|her|its|their|more|“|\")\b")
AGE = re.compile(r"\b(?:[Pp]ost|[Pp]re)-\Z")  # the post-9/11 rules
POINTS = re.compile(r"(?:[Tt]hat|(?:[Tt]he )?[Ss]ame)\b")  # that day
LEADING = 0.75  # power of the place of a sentence: the first weighs twice what one far down does
SAID = 0.7  # weight of an event that is only that something was said
LEANS = 0.6  # and of one whose words lean on what stands before them
FIXED = 0.8  # confidence of the day of what is to come
ASIDE = 0.5  # and of one that a sentence tells beside another
MOST = 150  # events that are looked at; a page has room for 36
COARSE = {"week": 0.6, "month": 0.8, "season": 0.7, "year": 0.6}  # what a day weighs 1


class DatedEvent(Record, frozen=True):
    """An event as one sentence tells it, with the time that it is dated by."""

    document: AnnotatedArticle
    sentence: Sentence
    time: TimeExpression
    telling: Telling
    terms: frozenset[str]
    bases: frozenset[str]  # of the words that tell of it
    weight: float

    @property
    def act(self) -> Span:
        """The word that says what happened."""
        assert self.time.event is not None
        return self.time.event

    @property
    def interval(self) -> tuple[str, str]:
        """First and last day of its time."""
        assert self.time.interval is not None
        return self.time.interval


def dated_events(material: Material, matter: Matter) -> list[DatedEvent]:
    """Return the events that the articles date and that can be read alone, the heaviest first.

    Where there are very many, as of a hundred articles, only the heaviest are looked at.
    """
    newest = max(d.article.dated or "" for d in material.documents)[:10] or "9999"
    weighed = []
    for document in material.documents:
        for position, sentence, time in datings(document):
            if time.interval is not None and is_due(document, sentence, time, newest):
                weight = weight_of(document, sentence, time, position, material)
                weighed.append((weight, document, sentence, time))
    weighed.sort(key=lambda w: (-w[0], w[1].article.id, w[3].start))
    known = title_stems({t for d in material.documents for t in title_terms(d)})
    found = []
    for weight, document, sentence, time in weighed[:MOST]:
        if not is_of_story(document, sentence, matter, material) and not is_among(document, sentence, matter):
            continue
        argued = document.article.id in material.opinions
        if argued and LOADED.search(mask_quotations(document, sentence)):
            continue
        telling = telling_of(document, sentence, time) if may_stand(document, sentence, material) else None
        if telling is not None:
            terms = frozenset(sentence.terms)
            weight *= LEANS if leans(document, telling, known) else 1.0
            found.append(
                DatedEvent(document, sentence, time, telling, terms, bases_of(document, telling.span), weight)
            )
    return sorted(found, key=lambda e: -e.weight)


@remembered
def bases_of(document: AnnotatedArticle, span: Span) -> frozenset[str]:
    """Return the base forms of an event's words, without small words and weekdays."""
    words = words_in(document.article.text, span.start, span.end)
    return frozenset(base(w.low) for w in words if w.low not in ORDINARY and not w.low.endswith("day"))


def leans(document: AnnotatedArticle, telling: Telling, known: frozenset[str]) -> bool:
    """Return whether an event's words argue from, or speak of, what only the text before them, or no title, names: `the bill`."""
    words = mask_quotations(document, telling.span)
    if CONCEDING.match(words):
        return True
    vague = VAGUE_SUBJECT.match(words[:1].upper() + words[1:])
    if vague is not None and not is_known(vague[1], known):
        return True
    nouns = [m[1] for m in BARE_NOUN.finditer(words) if words[: m.start()].find(m[1]) < 0]
    return any(not is_known(noun, known) for noun in nouns)


def timed_sentences(document: AnnotatedArticle) -> Iterator[tuple[int, Sentence, list[TimeExpression]]]:
    """Yield the sentences that may be quoted and have a time, with their place and their times."""
    times, at, position = document.body.times, 0, 0
    for sentence in document.body.sentences:
        position += not sentence.boilerplate
        here = []
        while at < len(times) and times[at].start < sentence.end:
            here.append(times[at])
            at += 1
        if here and not sentence.boilerplate and len(sentence.terms) >= 4:
            yield position, sentence, here


def weight_of(
    document: AnnotatedArticle, sentence: Sentence, time: TimeExpression, position: int, material: Material
) -> float:
    """Return how much an event belongs to the story: its words, its place, how exactly it is dated."""
    terms = sorted(set(sentence.terms))
    weight: float = sum(material.weights.get(t, 0.0) for t in terms) / (len(terms) + 6)
    weight *= 1 + 1 / position**LEADING
    weight *= COARSE.get(time.granularity, 1.0)
    return weight * standing_of(document, sentence, time)


@remembered
def standing_of(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> float:
    """Return what an event weighs by how it is told: less where it is a saying, or told beside another."""
    said = SAID if dates_the_saying(document, sentence, time) else 1.0
    return said * (1.0 if is_main(document, sentence, time) else ASIDE)


def is_main(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> bool:
    """Return whether a time dates what the sentence is about: it is the only one, or in the first clause."""
    others = [
        t for t in touching(document.body.times, sentence) if t.interval and t.interval != time.interval
    ]
    return (
        not others
        or time.clause is None
        or time.clause.start <= min(t.clause.start for t in (*others, time) if t.clause is not None)
    )


@remembered
def datings(document: AnnotatedArticle) -> tuple[tuple[int, Sentence, TimeExpression], ...]:
    """Return the times of an article that date an event, with their sentences and the places of these."""
    return tuple(
        (position, sentence, time)
        for position, sentence, times in timed_sentences(document)
        for time in datings_in(document, sentence, times)
    )


def datings_in(
    document: AnnotatedArticle, sentence: Sentence, times: list[TimeExpression]
) -> Iterator[TimeExpression]:
    """Yield the times of a sentence that date an event that has happened, outside quotation marks."""
    for found in times:
        time = on_occasion(document, sentence, found)
        if not contains(sentence, time) or time.interval is None or time.type not in ("DATE", "TIME"):
            continue
        if time.granularity not in DATED or not is_sure(document, time):
            continue
        if any(touching(document.body.quotations, time)):
            continue
        if dates_an_event(document, sentence, time) and (
            tells_an_event(document, sentence, time) or is_planned(document, sentence, time)
        ):
            yield throughout(document.article.text, times, time)


def is_sure(document: AnnotatedArticle, time: TimeExpression) -> bool:
    """Return whether a time was resolved for sure, and is no part of a name: the Today show, Super Tuesday."""
    text = document.article.text
    if time.confidence < SURE or (time.relative and is_in_name(document, time)):
        return False
    return not NAMED_BEFORE.search(text[max(0, time.start - 8) : time.start]) and not NAMED_AFTER.match(
        text, time.end
    )


def dates_an_event(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> bool:
    """Return whether a time says when something happened: not `until Friday`, `since 2018`, `the 2016 campaign`.

    A bare clock time or `a day earlier` belongs to some day of the story, but not surely to the one
    that it was resolved to.
    """
    text, event = document.article.text, time.event
    words = text[time.start : time.end]
    if (
        event is None
        or OFFSET.search(words)
        or ROUGHLY.search(words)
        or POINTS.match(words)
        or AGE.search(text, sentence.start, time.start)
        or bounds(text, sentence, time)
        or is_caption(text, sentence, time)
    ):
        return False
    if time.granularity == "part-of-day" and not DAY_WORD.search(words):
        return False
    bare_year = time.granularity == "year" and not time.relative and not is_named(document, time)
    if bare_year and not IN_YEAR.search(text, sentence.start, time.start + 1):
        return False  # the 2016 campaign
    if time.relative and text.startswith(" of ", time.end):
        return False  # the last night of the meeting
    if STATE.fullmatch(text, event.start, event.end) or UNDER_WAY.search(
        text, max(sentence.start, event.start - 40), event.start
    ):
        return False  # the seat is in other hands this morning
    if is_of_now(document, time, event):
        return False  # following up on a report of May, it concludes
    if is_misdated(text, sentence, time) and not is_planned(document, sentence, time):
        return False
    if time.granularity == "year" and (
        YEARS_BEFORE.search(text, max(sentence.start, time.start - 12), time.start)
        or YEARS_AFTER.match(text, time.end)
    ):
        return False
    before = text[sentence.start : event.start]
    if before.count("(") > before.count(")"):
        return False  # beside what the sentence tells
    if text[event.start : event.end].endswith("ing") and not GOING_ON.search(before):
        return False  # with Roe coming out in support
    if time.granularity == "year" and not VERB.fullmatch(text, event.start, event.end):
        return False  # its performance in 2016
    if text[max(0, event.start - 4) : event.start] == " to " and not is_planned(document, sentence, time):
        return False  # what was meant to happen
    clause = time.clause or sentence
    words_before = COUNTED.sub("", text[clause.start : event.start]).lower().split()
    return COMPARING.isdisjoint(words_before)  # more than on Tuesday


def is_of_now(document: AnnotatedArticle, time: TimeExpression, event: Span) -> bool:
    """Return whether a verb tells what is so when the article is written, of a day before that: `concludes`."""
    text, day = document.article.text, document.article.day
    past = day is None or (time.interval is not None and time.interval[1] < day.isoformat())
    return (
        past
        and TELLS_NOW.match(text, event.end) is not None
        and text[event.end - 1] == "s"
        and is_finite(text, event.start)
        and not PAST.fullmatch(text, event.start, event.end)
    )


def bounds(text: str, sentence: Sentence, time: TimeExpression) -> bool:
    """Return whether a time bounds something: until Friday, between May 2 and May 5."""
    before = text[sentence.start : time.start].split()
    last = before[-1].lower().strip("(,“") if before else ""
    if RANGE.search(text[max(sentence.start, time.start - 30) : time.end]):
        return True
    first = text[time.start]
    if last in ("before", "after") and time.granularity == "part-of-day" and not first.isupper():
        return False  # before dawn on Friday is on Friday
    if last in BOUND_TO and not (last == "until" and NOT_YET.search(" ".join(before))):
        return True
    return text[time.start : time.end].split()[0].lower() in BOUND_TO


def is_caption(text: str, sentence: Sentence, time: TimeExpression) -> bool:
    """Return whether a time closes a caption: `Roe speaks in Tolmund, May 9, 2019` under a picture."""
    if time.event is None or not YEAR_ENDS.search(text, time.start, sentence.end):
        return False
    last = sentence.end - time.end <= 2 or text[time.end : time.end + 4] in (" in ", " on ", " at ")
    return last and text[time.event.start : time.event.end].endswith(PRESENT)


def dates_the_saying(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> bool:
    """Return whether what a time dates is that something was said."""
    if time.event is None:
        return False
    for attribution in sayings_near(document, sentence):
        if not any(overlaps(c, sentence) for c in attribution.content):
            continue
        if any(contains(c, time) for c in attribution.content):
            continue
        if any(overlaps(c, time.event) for c in attribution.cue):
            return True
    return False


def is_planned(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> bool:
    """Return whether a sentence tells what is fixed for a day to come: `will vote`, `is scheduled to meet`."""
    clause = time.clause or sentence
    day = document.article.day
    if day is None or time.interval is None or time.granularity not in ("day", "part-of-day"):
        return False
    if time.interval[0] <= day.isoformat() or time.event is None or time.confidence < FIXED:
        return False
    end = max(time.event.end, time.end)
    words = mask_quotations(document, sentence)[max(0, clause.start - sentence.start) : end - sentence.start]
    return PLANNED.search(words) is not None and OPEN.search(words) is None


def is_due(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression, newest: str) -> bool:
    """Return whether an event lies before the newest article's day, or is planned for a later one."""
    assert time.interval is not None
    over = time.interval[1] <= newest or (time.granularity == "month" and time.interval[0] < newest)
    return over != is_planned(document, sentence, time)


def tells_an_event(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> bool:
    """Return whether a sentence tells what happened: a past tense, and no may or will where the time stands."""
    words = mask_quotations(document, sentence)
    clause = time.clause or sentence
    end = min(clause.end, max(time.end, time.event.end)) if time.event else clause.end
    here = words[max(0, clause.start - sentence.start) : end - sentence.start]
    if NO_ANSWER.search(here) or NOTHING.search(words):
        return False
    return bool(PAST.search(words)) and not AHEAD.search(here)
