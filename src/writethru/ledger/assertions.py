"""Turn an annotated article into assertions: who says what, in which words, and since when.

One assertion for each attribution with content, and one in the outlet's own voice for each further
sentence that carries a fact. The ids are hashes of the article and the words, so entering an article
twice gives the same assertions.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from writethru.ledger.remarks import kind_of
from writethru.ledger.words import cues, plain_words, stems_with_starts
from writethru.memory import remembered
from writethru.records import (
    AnnotatedArticle,
    Assertion,
    Attribution,
    Citation,
    HolderKind,
    Sentence,
    Span,
    Stance,
    content_id,
)

MOST_CITED = 600  # characters; a longer citation proves nothing
SHIFTED_WITHIN = 8  # words of a sentence that goes on with what somebody said: "had been", "would"
LEAST_TERMS = 3  # an outlet's own sentence with fewer content words carries no fact
# Sentences that are no part of the report. Others that are not to be quoted alone (a piece of a quotation,
# a sentence in the first person) still carry what somebody says.
NO_REPORT = frozenset(
    {"caption", "promo", "byline", "dateline", "heading", "timestamp", "transcript", "damaged"}
)
NEGATES = 0.8  # weight of a negation from which a statement counts as negated
PLAIN_UNITS = ("", "people", "%")  # of counts; any other measures, and what it measures is not told
SURE_REMARK = 0.9  # weight of a cue from which an outlet's sentence is a remark on verification
MOST_HOLDER_WORDS = 5  # of a source that nobody's name was found in
MOST_SENTENCES = 8  # of one attribution
Kind = TypeVar("Kind", bound=Span)
SPOKEN = frozenset({"quotation", "first-person", "fragment"})  # somebody's words that go on


class Reading(NamedTuple):
    """An article with its words at hand."""

    document: AnnotatedArticle
    stems: list[str]  # of all words
    starts: list[int]  # of the words
    sentence_starts: tuple[int, ...]
    contents: tuple[Span, ...]  # all that is attributed to somebody, by start
    reach: tuple[int, ...]  # how far the contents up to each one reach, ascending

    def within(self, start: int, end: int) -> list[str]:
        """Return the stems of the words between two places."""
        return self.stems[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


@remembered
def enter(document: AnnotatedArticle) -> tuple[Assertion, ...]:
    """Return what an article asserts, in order of place.

    An article without findings (another language) asserts nothing.
    """
    sentences = document.body.sentences
    if not sentences:
        return ()
    stems, starts = stems_with_starts(document.article.text)
    contents = sorted(
        (s for a in document.body.attributions for s in a.content), key=lambda s: (s.start, s.end)
    )
    reading = Reading(
        document,
        stems,
        starts,
        tuple(sentence.start for sentence in sentences),
        tuple(contents),
        tuple(accumulate((span.end for span in contents), max)),
    )
    voiced: dict[int, Assertion] = {}
    found: list[Assertion] = []
    last: Attribution | None = None
    for attribution in document.body.attributions:
        attribution = _continued(reading, attribution, last)
        if attribution.holder and attribution.holder_kind != "outlet":
            last = attribution
        for number, assertion in _attributed(reading, attribution):
            found.append(assertion)
            voiced[number] = assertion
    for number in range(len(sentences)):
        further = None if number in voiced else _further(reading, number, voiced)
        if further is not None:
            found.append(further)
            if further.direct or further.holder != document.article.publisher:
                voiced[number] = further
    unique = {assertion.id: assertion for assertion in found}
    return tuple(sorted(unique.values(), key=lambda a: (a.statement.start, a.statement.end, a.id)))


def _continued(reading: Reading, attribution: Attribution, last: Attribution | None) -> Attribution:
    """Return an attribution with a holder: the words of its source, or the last one where a pronoun stands for it."""
    if attribution.holder or not attribution.source or attribution.verification:
        return attribution
    text = reading.document.article.text
    source = " ".join(text[span.start : span.end] for span in attribution.source).strip()
    if source.lower() not in plain_words("speaking_pronouns"):
        few = 0 < len(source.split()) <= MOST_HOLDER_WORDS
        return replace(attribution, holder=source) if few and source[:1].isalpha() else attribution
    if last is not None and attribution.start - last.start <= MOST_CITED:
        return replace(attribution, holder=last.holder, holder_kind=last.holder_kind)
    return attribution


def _attributed(reading: Reading, attribution: Attribution) -> list[tuple[int, Assertion]]:
    """Return the assertions of one attribution, one for each sentence of its content, with its number."""
    sentences, article = reading.document.body.sentences, reading.document.article
    spoken = _numbers(attribution.content, reading.sentence_starts)
    cued = _numbers((*attribution.cue, *attribution.source), reading.sentence_starts)
    remark = attribution.verification
    kind: HolderKind = "outlet" if remark else attribution.holder_kind
    stance: Stance = "doubts" if remark else attribution.stance
    holder = (
        article.publisher if remark or (kind == "outlet" and not attribution.holder) else attribution.holder
    )
    found = []
    for number in spoken:
        sentence = sentences[number]
        if sentence.boilerplate in NO_REPORT:
            continue
        near = {number} | {other for other in cued if abs(other - number) == 1}
        start, end = sentences[min(near)].start, sentences[max(near)].end
        if end - start > MOST_CITED or max(near) - min(near) > 1:
            start, end = sentence.start, sentence.end
        inside = [
            Span(max(s.start, sentence.start), min(s.end, sentence.end))
            for s in sorted(attribution.content, key=lambda s: s.start)
            if s.start < sentence.end and s.end > sentence.start
        ]
        asked = inside and article.text[inside[-1].start : inside[-1].end].rstrip("\"'”’ ").endswith("?")
        if end - start > MOST_CITED or not inside or asked:
            continue
        assertion = _assertion(reading, (holder, kind, stance), inside, (start, end), sentence)
        if assertion.terms or remark or stance == "denies":  # "Falk denied this" has no words of its own
            said = _said(reading.document, (start, end), assertion.statement)
            direct = attribution.direct
            found.append((number, replace(assertion, direct=direct, said=said, verification=remark)))
    return found


def _further(reading: Reading, number: int, voiced: Mapping[int, Assertion]) -> Assertion | None:
    """Return what a sentence without attribution says: a speaker's words that go on, or the outlet's own.

    None if it carries no fact, or if it is a quotation whose speaker is not known.
    """
    sentence, article = reading.document.body.sentences[number], reading.document.article
    text = article.text[sentence.start : sentence.end]
    asked = text.rstrip("\"'”’ ").endswith("?")
    corrects = sentence.boilerplate == "promo" and kind_of(text) == "withdrawn"
    if len(text) > MOST_CITED or asked or (sentence.boilerplate in NO_REPORT and not corrects):
        return None
    holder: tuple[str, HolderKind, Stance] = (article.publisher, "outlet", "asserts")
    direct = False
    if sentence.boilerplate in SPOKEN or (not sentence.boilerplate and _quoted(text)):
        before = voiced.get(number - 1)
        if before is None or not before.direct or before.holder_kind == "outlet":
            return None
        holder, direct = (before.holder, before.holder_kind, "asserts"), True
    elif not corrects and (
        sentence.boilerplate or (len(sentence.terms) < LEAST_TERMS and kind_of(text) is None)
    ):
        return None
    elif (before := voiced.get(number - 1)) is not None and _goes_on(reading, number, before, text):
        holder = (before.holder, before.holder_kind, "asserts")
    place = (sentence.start, sentence.end)
    assertion = _assertion(reading, holder, [Span(*place)], place, sentence)
    said = article.dated[:10] if article.dated else None
    remark = not direct and assertion.leanings.get("verification", 0.0) >= SURE_REMARK
    return replace(assertion, direct=direct, said=said, verification=remark)


def _quoted(text: str) -> bool:
    """Return whether a sentence is a piece of a longer quotation, or one from its first to its last word."""
    opened = sum(text.count(mark) for mark in "“«")
    closed = sum(text.count(mark) for mark in "”»")
    straight = text.count('"')
    return opened != closed or straight % 2 == 1 or (text[:1] in '“"«' and text[-1:] in '”"»')


def _goes_on(reading: Reading, number: int, before: Assertion, text: str) -> bool:
    """Return whether a sentence tells on, in shifted tense, what somebody was quoted as saying just before it."""
    sentences = reading.document.body.sentences
    if before.holder_kind in ("outlet", "unnamed") or before.direct or before.stance != "asserts":
        return False
    if sentences[number].paragraph != sentences[number - 1].paragraph:
        return False
    spoken = text.split()[:SHIFTED_WITHIN]
    return any(
        word == "would" or (word == "had" and following.endswith(("ed", "en", "wn", "ot", "ne")))
        for word, following in pairwise(spoken)
    )


def _assertion(
    reading: Reading,
    held: tuple[str, HolderKind, Stance],
    inside: Sequence[Span],
    place: tuple[int, int],
    sentence: Sentence,
) -> Assertion:
    """Return an assertion of the words `inside` a sentence, with its citation, leanings and id."""
    article = reading.document.article
    holder, kind, stance = held
    found = [stem for span in inside for stem in reading.within(span.start, span.end)]
    listed = set(sentence.terms)
    stated = cues(found)
    whole = len(inside) == 1 and (inside[0].start, inside[0].end) == place
    frame = {} if whole else cues(_outside(reading, inside, place))
    leanings = dict(stated)
    for cue, weight in frame.items():
        if cue != "negation":
            leanings[f"frame-{cue}"] = weight
    statement = Span(inside[0].start, inside[-1].end)
    body = reading.document.body
    named = sorted((*_inside(body.names, inside), *_inside(body.references, inside)), key=lambda m: m.start)
    return Assertion(
        id=content_id(article.id, holder, stance, f"{statement.start}-{statement.end}"),
        article=article.id,
        holder=holder,
        holder_kind=kind,
        stance=stance,
        statement=statement,
        citation=Citation(0, article.id, "text", place[0], place[1], article.text[place[0] : place[1]]),
        terms=tuple([stem for stem in found if stem in listed]),
        negated=stated.get("negation", 0.0) >= NEGATES,
        leanings=leanings,
        persons=tuple([(m.start, m.end, m.name) for m in named if m.kind == "person" and m.name]),
        days=tuple(
            [(t.start, t.end, *t.interval) for t in _inside(body.times, inside) if t.interval is not None]
        ),
        counts=tuple(
            [
                (q.start, q.end, q.low, q.high, q.counted if q.unit in PLAIN_UNITS else "")
                for q in _inside(body.quantities, inside)
            ]
        ),
    )


def _inside(found: Sequence[Kind], spans: Sequence[Span]) -> list[Kind]:
    """Return the findings that begin within spans; both are in order of place."""
    kept: list[Kind] = []
    for span in spans:
        first = bisect_left(found, span.start, key=_start)
        kept += found[first : bisect_left(found, span.end, first, key=_start)]
    return kept


_start = attrgetter("start")


def _outside(reading: Reading, inside: Sequence[Span], place: tuple[int, int]) -> list[str]:
    """Return the stems of the words of a cited place that are no one's statement."""
    first = bisect_left(reading.reach, place[0])
    last = bisect_left(reading.contents, place[1], key=lambda s: s.start)
    taken = [*inside, *(s for s in reading.contents[first:last] if s.end > place[0])]
    found: list[str] = []
    at = place[0]
    for span in sorted(taken, key=lambda s: (s.start, s.end)):
        if span.start > at:
            found += reading.within(at, span.start)
        at = max(at, span.end)
    if at < place[1]:
        found += reading.within(at, place[1])
    return found


def _numbers(spans: Sequence[Span], starts: Sequence[int]) -> list[int]:
    """Return the numbers of the sentences in which spans lie, ascending."""
    found: set[int] = set()
    for span in spans:
        first = max(bisect_right(starts, span.start) - 1, 0)
        last = max(bisect_right(starts, max(span.end - 1, span.start)) - 1, 0)
        found |= set(range(first, min(last, first + MOST_SENTENCES) + 1))
    return sorted(found)


def _said(document: AnnotatedArticle, place: tuple[int, int], statement: Span) -> str | None:
    """Return the day of the saying: a day named beside the statement, else the article's."""
    published = document.article.dated[:10] if document.article.dated else None
    times = document.body.times
    first = bisect_left(times, place[0], key=lambda t: t.start)
    last = bisect_left(times, place[1], key=lambda t: t.start)
    for time in times[first:last]:
        if time.granularity == "day" and time.interval:
            outside = time.end <= statement.start or time.start >= statement.end
            if outside and (published is None or time.interval[0] <= published):
                return time.interval[0]
    return published
