"""Dated events: sentences that say when something happened, merged across articles.

The date of an event is never the date of its article: a sentence without a date of its own does not
enter, and one with dates of several days does only when one of them is plainly the event's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from writethru.publish.carried import carries
from writethru.publish.edits import (
    apply_edits,
    cite,
    date_edits,
    is_anchored,
    is_sure,
    layout_edits,
    opening_edits,
    pronoun_edit,
)
from writethru.publish.material import (
    Check,
    Material,
    mask_quotations,
    may_stand,
    overlap,
    stands_alone,
)
from writethru.publish.spans import contains, overlaps, sayings_near, touching
from writethru.records import (
    AnnotatedArticle,
    Citation,
    CitedSentence,
    Record,
    Sentence,
    TimeExpression,
    TimelineEntry,
    When,
)

DATED = ("day", "part-of-day", "week", "month", "season", "year")
# What stands before a time that bounds or qualifies something else.
BOUND_TO = frozenset(
    "until till before after since by from through to than of for between during a this’s".split()
)
SUBORDINATORS = frozenset(
    "than who whom whose which where when while after before though although since because if unless".split()
)
COMPARING = frozenset(("than", "if", "unless"))
PAST = re.compile(
    r"\b(?:was|were|did|had|went|came|took|made|gave|left|won|lost|fell|rose|hit|began|held|met|told|said|led|found|kept"
    r"|sent|set|put|ran|became|got|saw|struck|broke|drew|cut|wrote|spoke|shot|fought|beat|quit|sank|flew|stood|paid|\w{3,}ed)\b"
)
AHEAD = re.compile(
    r"\b(?:will|would|could|may|might|should|expected to|scheduled|due to|plans to|set to|likely|if|unclear|whether|has been"
    r"|have been)\b"
)
ATTRIBUTIVE = ("", "'s", "’s")  # what stands between a time and the noun that it marks out
PER_DAY = 3  # entries for one day
SAME_EVENT = 0.34  # share of the smaller sentence's terms at which two entries of one day are one event
SAME_OTHER_DAY = 0.65  # and at which two entries of different days tell one event with two dates


class DatedSentence(Record, frozen=True):
    """A sentence and the one time that its event belongs to."""

    document: AnnotatedArticle
    sentence: Sentence
    time: TimeExpression
    terms: frozenset[str]
    weight: float

    @property
    def interval(self) -> tuple[str, str]:
        """First and last day of its time."""
        assert self.time.interval is not None
        return self.time.interval


def event_time(document: AnnotatedArticle, sentence: Sentence) -> TimeExpression | None:
    """Return the time that the event of a sentence belongs to, or None when that is not plain.

    Times inside quotation marks are the speaker's; a time that dates the saying is that of the event only
    where the sentence names no other time. What is left must name one time only.
    """
    text = document.article.text
    found: list[TimeExpression] = []
    said: list[TimeExpression] = []
    for time in touching(document.body.times, sentence):
        if not contains(sentence, time) or time.interval is None or time.type not in ("DATE", "TIME"):
            continue
        if time.granularity not in DATED or not is_sure(document, sentence, time):
            continue
        if any(touching(document.body.quotations, time)):
            continue
        if dates_an_event(document, sentence, time):
            (said if dates_the_saying(document, sentence, time) else found).append(time)
    if not found and len(said) == 1 and sum(contains(sentence, t) for t in document.body.times) == 1:
        return said[0]
    if len(said) == 1 and found and all(t.granularity in ("year", "month", "season") for t in found):
        return said[0]  # said on Friday, of the 2016 campaign
    if len({t.interval for t in found}) > 1:
        found = [t for t in found if not opening_words(text, t) & SUBORDINATORS] or found
    if len({t.interval for t in found}) == 1:
        return found[0]
    finer = [t for t in found if t.granularity in ("day", "part-of-day")]
    return finer[0] if len({t.interval for t in finer}) == 1 and len(found) <= 2 else None


def opening_words(text: str, time: TimeExpression) -> frozenset[str]:
    """Return the first word of the clause that a time stands in, and the word before it, in lower case."""
    if time.clause is None:
        return frozenset()
    before = text[max(0, time.clause.start - 12) : time.clause.start].split()[-1:]
    first = text[time.clause.start : time.clause.end].split()[:1]
    return frozenset(word.lower().strip(",") for word in (*before, *first))


def dates_an_event(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> bool:
    """Return whether a time says when something happened: not `until Friday`, `Monday's vote`, `since 2018`.

    A bare clock time or `a day earlier` belongs to some day of the story, but not surely to the one
    that it was resolved to. A time right before a noun (`the 2027 inspection`) tells which one is meant,
    and not what happened then.
    """
    text = document.article.text
    before = text[sentence.start : time.start].split()
    inside = text[time.start : time.end].split()[0].lower()
    if inside in BOUND_TO or (before and before[-1].lower().strip("(,“") in BOUND_TO):
        return False
    if time.event is None or not is_anchored(time, text):
        return False
    clause = time.clause or sentence
    if not COMPARING.isdisjoint(text[clause.start : time.event.start].lower().split()):
        return False  # more than were known on Tuesday
    return time.event.start < time.end or text[time.end : time.event.start].strip() not in ATTRIBUTIVE


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


def dated_sentences(documents: Sequence[AnnotatedArticle], weights: dict[str, float]) -> list[DatedSentence]:
    """Return all sentences that date an event and can be read alone, in order of article and place."""
    found = []
    for document in documents:
        position = 0
        for sentence in document.body.sentences:
            position += not sentence.boilerplate
            terms = frozenset(sentence.terms)
            if len(terms) < 4 or not stands_alone(document, sentence):
                continue
            time = event_time(document, sentence)
            if time is None or not tells_an_event(document, sentence, time):
                continue
            weight = sum(weights.get(t, 0.0) for t in sorted(terms)) / (len(terms) + 6)
            weight *= 1 + 0.5 / position**0.5
            weight *= 1.0 if time.granularity in ("day", "part-of-day") else 0.8
            weight *= 0.7 if dates_the_saying(document, sentence, time) else 1.0
            found.append(DatedSentence(document, sentence, time, terms, weight))
    return found


def tells_an_event(document: AnnotatedArticle, sentence: Sentence, time: TimeExpression) -> bool:
    """Return whether a sentence tells what happened: a past tense, and no may or will where the time stands."""
    words = mask_quotations(document, sentence)
    clause = time.clause or sentence
    here = words[max(0, clause.start - sentence.start) : clause.end - sentence.start]
    return bool(PAST.search(words)) and not AHEAD.search(here)


def merge(
    dated: Sequence[DatedSentence], origin: Callable[[DatedSentence], str]
) -> list[tuple[float, list[DatedSentence]]]:
    """Return groups of sentences that tell one event of one time, heaviest group first.

    A group weighs what its best sentence weighs, and half as much again for each further origin.
    """
    groups: list[list[DatedSentence]] = []
    by_time: dict[tuple[str, str], list[list[DatedSentence]]] = {}
    for one in sorted(dated, key=lambda d: (-d.weight, d.document.article.id, d.sentence.start)):
        same_time = by_time.setdefault(one.interval, [])
        home = next((g for g in same_time if overlap(g[0].terms, one.terms) >= SAME_EVENT), None)
        if home is None:
            home = []
            same_time.append(home)
            groups.append(home)
        home.append(one)
    weighed = [(g[0].weight * (1 + 0.5 * (len({origin(d) for d in g}) - 1)), g) for g in groups]
    return sorted(weighed, key=lambda w: (-w[0], w[1][0].interval, w[1][0].document.article.id))


def fits(one: DatedSentence, kept: Sequence[DatedSentence]) -> bool:
    """Return whether a sentence adds an event: its day has room, and no entry tells the same."""
    same_day = [k for k in kept if k.interval == one.interval]
    if len(same_day) >= PER_DAY:
        return False
    for other in kept:
        limit = SAME_EVENT if other.interval == one.interval else SAME_OTHER_DAY
        if overlap(one.terms, other.terms) >= limit:
            return False
    return True


def write_timeline(material: Material, check: Check) -> tuple[TimelineEntry, ...]:
    """Return the days that matter, in order: at most as many entries as the settings allow."""
    newest = max(d.article.published or "" for d in material.documents)[:10]
    dated = [
        d
        for d in dated_sentences(material.documents, material.weights)
        if d.interval[0] <= (newest or "9999") and may_stand(d.document, d.sentence, material)
    ]
    kept: list[DatedSentence] = []
    entries: list[TimelineEntry] = []
    for _, events in merge(dated, lambda d: material.origin_of[d.document.article.id]):
        if len(kept) == material.settings.publish.timeline_entries:
            break
        one = events[0]
        entry = TimelineEntry(
            When(*one.interval, granularity=one.time.granularity), event_text(one, events, material)
        )
        if fits(one, kept) and check(entry.event):
            kept.append(one)
            entries.append(entry)
    return tuple(sorted(entries, key=lambda e: (e.when.start, e.when.end, e.event.text)))


def event_text(one: DatedSentence, events: Sequence[DatedSentence], material: Material) -> CitedSentence:
    """Return the sentence of an event, with a second citation where another origin tells the same.

    The bracket that would repeat the entry's own date is left out.
    """
    article, span = one.document.article, one.sentence
    citation = cite(article.id, article.text, span.start, span.end)
    own = one.time.end - span.start
    dates = [e for e in date_edits(one.document, span, material.year) if e[0] != own]
    opening = opening_edits(citation.exact)
    edits = [*opening, *layout_edits(citation.exact), *dates]
    if not opening:
        edits += pronoun_edit(one.document, span)
    text = apply_edits(citation, edits)
    return CitedSentence(
        text.text, (*text.citations, *second_citation(text, one, events, material)), text.edits
    )


def second_citation(
    text: CitedSentence, one: DatedSentence, events: Sequence[DatedSentence], material: Material
) -> tuple[Citation, ...]:
    """Return the citation of another origin that tells all of the event, if one does."""
    for other in events[1:]:
        if material.origin_of[other.document.article.id] == material.origin_of[one.document.article.id]:
            continue
        article, span = other.document.article, other.sentence
        citation = cite(article.id, article.text, span.start, span.end)
        if len(one.terms & other.terms) >= 0.6 * len(one.terms) and carries(citation.exact, text):
            return (citation,)
    return ()
