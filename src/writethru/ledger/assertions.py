"""Turn an annotated article into assertions: who says what, in which words, and since when.

One assertion for each attribution with content, and one in the outlet's own voice for each further
sentence that carries a fact. The ids are hashes of the article and the words, so entering an article
twice gives the same assertions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from writethru.ledger.words import Word, cues, words
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
LEAST_TERMS = 3  # an outlet's own sentence with fewer content words carries no fact
# Sentences that are no part of the report. Others that are not to be quoted alone (a piece of a quotation,
# a sentence in the first person) still carry what somebody says.
NO_REPORT = frozenset({"caption", "promo", "byline", "dateline", "heading", "timestamp", "transcript"})
SPOKEN = frozenset({"quotation", "first-person", "fragment"})  # somebody's words that go on


def enter(document: AnnotatedArticle) -> tuple[Assertion, ...]:
    """Return what an article asserts, in order of place.

    An article without findings (another language) asserts nothing.
    """
    sentences = document.body.sentences
    starts = [sentence.start for sentence in sentences]
    voiced: dict[int, Assertion] = {}
    found: list[Assertion] = []
    for attribution in document.body.attributions:
        assertion, covered = _attributed(document, attribution, starts)
        if assertion is not None:
            found.append(assertion)
            voiced |= dict.fromkeys(covered, assertion)
    for number, sentence in enumerate(sentences):
        if number not in voiced and sentence.boilerplate not in NO_REPORT:
            further = _further(document, number, voiced)
            if further is not None:
                found.append(further)
                if further.direct:
                    voiced[number] = further
    unique = {assertion.id: assertion for assertion in found}
    return tuple(sorted(unique.values(), key=lambda a: (a.statement.start, a.statement.end, a.id)))


def _attributed(
    document: AnnotatedArticle, attribution: Attribution, starts: Sequence[int]
) -> tuple[Assertion | None, set[int]]:
    """Return the assertion of one attribution, and the numbers of the sentences that it speaks for."""
    sentences = document.body.sentences
    content = sorted(attribution.content, key=lambda span: span.start)
    if not content or not sentences:
        return None, set()
    pieces = [*content, *attribution.cue, *attribution.source]
    spoken = _numbers(content, starts)
    around = _numbers(pieces, starts)
    if any(sentences[number].boilerplate in NO_REPORT for number in spoken):
        return None, set()
    chosen = [number for number in sorted(around) if number >= min(spoken) - 1][:2]
    if min(spoken) not in chosen:
        chosen = [min(spoken)]
    start, end = sentences[chosen[0]].start, sentences[chosen[-1]].end
    if end - start > MOST_CITED:
        start, end = sentences[min(spoken)].start, sentences[min(spoken)].end
    if end - start > MOST_CITED or end <= start:
        return None, set()
    inside = [Span(max(s.start, start), min(s.end, end)) for s in content if s.start < end and s.end > start]
    if not inside:
        return None, set()
    text = document.article.text
    found = tuple(word for span in inside for word in words(text, span.start, span.end))
    terms = _terms(found, [sentences[number] for number in sorted(spoken)])
    kind: HolderKind = "outlet" if attribution.verification else attribution.holder_kind
    holder = document.article.publisher if attribution.verification else attribution.holder
    stance: Stance = "doubts" if attribution.verification else attribution.stance
    statement = Span(inside[0].start, inside[-1].end)
    assertion = _assertion(document, holder, kind, stance, statement, (start, end), terms, found)
    direct = attribution.direct
    said = _said(document, (start, end), statement)
    changed = replace(assertion, direct=direct, said=said, verification=attribution.verification)
    return (changed if terms or attribution.verification else None), spoken


def _further(document: AnnotatedArticle, number: int, voiced: Mapping[int, Assertion]) -> Assertion | None:
    """Return what a sentence without attribution says: a speaker's words that go on, or the outlet's own.

    None if it carries no fact, or if it is a quotation whose speaker is not known.
    """
    sentence = document.body.sentences[number]
    text = document.article.text[sentence.start : sentence.end]
    if len(text) > MOST_CITED or text.rstrip("\"'”’ ").endswith("?"):
        return None
    holder, direct = document.article.publisher, False
    kind: HolderKind = "outlet"
    if sentence.boilerplate in SPOKEN:
        before = voiced.get(number - 1)
        if before is None or not before.direct or before.holder_kind == "outlet":
            return None
        holder, kind, direct = before.holder, before.holder_kind, True
    elif sentence.boilerplate or len(sentence.terms) < LEAST_TERMS:
        return None
    found = words(document.article.text, sentence.start, sentence.end)
    place = (sentence.start, sentence.end)
    span = Span(sentence.start, sentence.end)
    assertion = _assertion(document, holder, kind, "asserts", span, place, sentence.terms, found)
    published = document.article.published
    remark = not direct and cues(found).get("verification", 0.0) >= 0.9
    return replace(assertion, direct=direct, said=published[:10] if published else None, verification=remark)


def _assertion(
    document: AnnotatedArticle,
    holder: str,
    kind: HolderKind,
    stance: Stance,
    statement: Span,
    place: tuple[int, int],
    terms: tuple[str, ...],
    found: tuple[Word, ...],
) -> Assertion:
    """Return an assertion with its citation and id."""
    article = document.article
    citation = Citation(0, article.id, "text", place[0], place[1], article.text[place[0] : place[1]])
    return Assertion(
        id=content_id(article.id, holder, stance, f"{statement.start}-{statement.end}"),
        article=article.id,
        holder=holder,
        holder_kind=kind,
        stance=stance,
        statement=statement,
        citation=citation,
        terms=terms,
        negated=cues(found).get("negation", 0.0) >= 0.8,
    )


def _numbers(spans: Sequence[Span], starts: Sequence[int]) -> set[int]:
    """Return the numbers of the sentences in which spans lie."""
    found: set[int] = set()
    for span in spans:
        first = max(bisect_right(starts, span.start) - 1, 0)
        last = max(bisect_right(starts, max(span.end - 1, span.start)) - 1, 0)
        found |= set(range(first, min(last, first + 8) + 1))
    return found


def _terms(found: Sequence[Word], sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Return the content words among some words: those that their sentences list as terms."""
    listed = {term for sentence in sentences for term in sentence.terms}
    return tuple(word.stem for word in found if word.stem in listed)


def _said(document: AnnotatedArticle, place: tuple[int, int], statement: Span) -> str | None:
    """Return the day of the saying: a day named beside the statement, else the article's."""
    published = document.article.published[:10] if document.article.published else None
    for time in document.body.times:
        if place[0] <= time.start and time.end <= place[1] and time.granularity == "day" and time.interval:
            outside = time.end <= statement.start or time.start >= statement.end
            if outside and (published is None or time.interval[0] <= published):
                return time.interval[0]
    return published
