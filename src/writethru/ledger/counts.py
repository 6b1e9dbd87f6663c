"""Read the counts of a story: how many, of what, where, when, as of which day, and who says so.

A count that is part of another ("one of five", "another 15") or too vague ("dozens") is left out, and so is
one in a sentence that opens with another event or that mends a mistake.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from writethru.ledger.assertions import NO_REPORT
from writethru.ledger.counted import is_followed, is_measure, is_part, scope_of, what_is_counted
from writethru.ledger.statements import Story, root, roots
from writethru.ledger.words import same_counts, stem, vocabulary, words
from writethru.memory import remembered
from writethru.records import (
    AnnotatedArticle,
    Assertion,
    Citation,
    Field,
    Findings,
    Quantity,
    Sentence,
    TimeExpression,
)

MOST_CITED = 600
CENTRAL = 0.5  # share of a story's articles that name its central places
RECENT_DAYS = 45  # what a dated sentence tells of an earlier time is an older event
NEAR_FACILITY = 80  # characters after a count in which it is told where that was
SAID_DAYS = 6  # days before publication on which what a report tells was said
# "That fire killed two": another event than the one of the story.
ELSEWHERE = re.compile(
    r"(?:That|Those|Another|Earlier|Previous|Previously|Last year|The previous|The last|Before"
    r"|Since (?:then|last|\d{4}))\b"
)
PLACED = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Aa]cross|[Oo]utside|[Aa]round)(?: the)?(?: [A-Za-z]+)?\s$")
SPOT = re.compile(r"\b(?:in|inside|at|on|from|near) (?:the|an?|his|her|their) (?:\w+['’]s )?(\w+)")


class Count(NamedTuple):
    """One count as one report gives it."""

    low: float
    high: float
    unit: str
    approximate: bool
    counted: str
    act: str  # what happened to what is counted; "" if that is not told
    beside: bool  # whether the act stands apart from the count, in its clause
    entity: frozenset[str]  # who or what is counted; empty for people of whom no more is said
    holder: str
    named: bool  # whether somebody else than the outlet gives it
    origin: str
    article: str
    day: str  # as of which day it holds, as far as can be told
    field: Field
    citation: Citation
    around: frozenset[str]
    places: frozenset[str]  # those that not the whole story is about
    times: tuple[tuple[str, str], ...]
    companions: frozenset[float | None]  # of how many more its sentence tells the same
    older: bool  # whether its sentence tells of a time well before
    facilities: frozenset[str]  # the kind of building, line or ground that it is told of
    spots: frozenset[str]  # what it is in, on or at: "in the vehicle"
    scope: frozenset[str]  # words that narrow or widen what is counted
    earlier: bool  # whether it is told as what was said before

    @property
    def key(self) -> tuple[str, str, str]:
        """What counts must have in common to be compared at all."""
        return (self.act, "" if self.act else " ".join(sorted(self.entity)), self.unit)

    @property
    def value(self) -> tuple[float, float]:
        """The interval that it gives."""
        return (self.low, self.high)


def read_counts(
    documents: Sequence[AnnotatedArticle],
    assertions: Sequence[Assertion],
    origin: Mapping[str, str],
    story: Story,
) -> list[Count]:
    """Return the counts of all articles in order of publication and place, titles before texts."""
    speaking: dict[str, list[Assertion]] = defaultdict(list)
    for a in assertions:
        if a.holder and a.holder_kind != "outlet":
            speaking[a.article].append(a)
    central = _central_places(documents)
    found = []
    for document in documents:
        key = document.article.id
        for told in _counts_of(document):
            said = _speaker(told, speaking[key], story)
            found.append(
                told.told._replace(
                    holder=said or document.article.publisher,
                    named=bool(said),
                    origin=origin.get(key, key),
                    places=told.told.places - central,
                )
            )
    return found


def _central_places(documents: Sequence[AnnotatedArticle]) -> frozenset[str]:
    """Return the places that half of the articles name: a count need not repeat them."""
    naming = Counter(
        name for d in documents for name in {m.name.lower() for m in d.body.names if m.kind == "place"}
    )
    return frozenset(name for name, n in naming.items() if n >= CENTRAL * len(documents) and n > 1)


class Told(NamedTuple):
    """A count as an article tells it, without who gives it; its places are all that its sentence names."""

    told: Count
    quantity: Quantity
    owning: bool  # whether its sentence tells of somebody that he has or holds something


@remembered
def _counts_of(document: AnnotatedArticle) -> tuple[Told, ...]:
    """Return the counts of an article, those of the title first."""
    reader = Reader(document)
    return (*reader.read_all("title"), *reader.read_all("text"))


def _speaker(told: Told, speaking: Sequence[Assertion], story: Story) -> str:
    """Return who gives a number of the text, "" if the outlet does."""
    if told.owning or told.told.field == "title":
        return ""
    start, end = told.quantity.start, told.quantity.end
    inside = [a for a in speaking if a.statement.start <= start and end <= a.statement.end]
    return story.holders.known_as(inside[-1].holder, inside[-1].holder_kind)[0] if inside else ""


class Reader(NamedTuple):
    """One article, whose counts are read."""

    document: AnnotatedArticle

    def read_all(self, field: Field) -> Iterator[Told]:
        """Yield the counts of the text or of the title."""
        article = self.document.article
        found, text = (
            (self.document.title, article.title) if field == "title" else (self.document.body, article.text)
        )
        starts = [s.start for s in found.sentences]
        for quantity in found.quantities:
            number = bisect_right(starts, quantity.start) - 1
            if field == "title":
                sentence = Sentence(0, len(text), terms=tuple(w.stem for w in words(text)))
            elif number >= 0:
                sentence = found.sentences[number]
            else:
                continue
            if sentence.boilerplate in NO_REPORT or sentence.end - sentence.start > MOST_CITED:
                continue
            count = self.read(quantity, sentence, found, text, field)
            if count is not None:
                yield Told(count, quantity, not vocabulary("owning").isdisjoint(sentence.terms))

    def read(
        self, quantity: Quantity, sentence: Sentence, found: Findings, text: str, field: Field
    ) -> Count | None:
        """Return what one number of a sentence counts, or None if it cannot be compared."""
        if quantity.low is None and quantity.high is None:
            return None
        if not vocabulary("mending").isdisjoint(sentence.terms) or ELSEWHERE.match(text, sentence.start):
            return None  # a correction speaks of what was told, not of what is
        if is_part(quantity, sentence, text):
            return None
        others = _within(found.quantities, sentence)
        following = min((q.start for q in others if q.start >= quantity.end), default=sentence.end)
        act, entity = what_is_counted(quantity, sentence.start, following, text)
        if (not act and (not entity or is_measure(quantity))) or is_followed(act, quantity, sentence, text):
            return None
        times = tuple(
            t.interval
            for t in _within(found.times, sentence)
            if t.interval and t.granularity in ("day", "part-of-day", "month", "year")
        )
        published = (self.document.article.dated or "")[:10]
        before = {w.stem for w in words(text, sentence.start, quantity.start)}
        exact = text[sentence.start : sentence.end]
        return Count(
            low=quantity.low if quantity.low is not None else -math.inf,
            high=quantity.high if quantity.high is not None else math.inf,
            unit=quantity.unit,
            approximate=quantity.approximate,
            counted=quantity.counted,
            act=act,
            beside=act not in {same_counts().get(w.stem, w.stem) for w in words(quantity.counted)},
            entity=entity,
            holder="",
            named=False,
            origin="",
            article=self.document.article.id,
            day=_as_of(quantity, times, published),
            field=field,
            citation=Citation(0, self.document.article.id, field, sentence.start, sentence.end, exact),
            around=_around(sentence, found, text),
            places=_places(sentence, found, text),
            times=times,
            companions=frozenset(
                q.low
                for q in others
                if act and q.start != quantity.start and act == what_is_counted(q, q.start, q.end, text)[0]
            ),
            older=_older(quantity, _within(found.times, sentence), published),
            facilities=vocabulary("facilities")
            & {w.stem for w in words(text, quantity.end, min(quantity.end + NEAR_FACILITY, sentence.end))},
            spots=frozenset(root(stem(m.group(1))) for m in SPOT.finditer(text, quantity.end, sentence.end)),
            scope=scope_of(quantity, sentence, text),
            earlier=not vocabulary("formerly").isdisjoint(before),
        )


def _places(sentence: Sentence, found: Findings, text: str) -> frozenset[str]:
    """Return where a sentence says that it was."""
    return frozenset(
        m.name.lower()
        for m in _within(found.names, sentence)
        if m.kind == "place" and PLACED.search(text, max(m.start - 20, 0), m.start)
    )


def _around(sentence: Sentence, found: Findings, text: str) -> frozenset[str]:
    """Return the roots of a sentence's words beside its numbers, one for all words that count the same."""
    numbers = {w.stem for q in _within(found.quantities, sentence) for w in words(text, q.start, q.end)}
    terms = [same_counts().get(term, term) for term in sentence.terms if term not in numbers]
    return frozenset(term for term in roots(terms) if not term[:1].isdigit())


def _within(spans: Sequence, sentence: Sentence) -> list:  # type: ignore[type-arg]
    """Return the spans inside a sentence."""
    first = bisect_right(spans, sentence.start - 1, key=lambda s: s.start)
    last = bisect_right(spans, sentence.end - 1, key=lambda s: s.start)
    return list(spans[first:last])


def _as_of(quantity: Quantity, times: Sequence[tuple[str, str]], published: str) -> str:
    """Return the day as of which a count holds: told beside it, else when it was said, else published."""
    if not published:
        return ""
    told = [quantity.as_of] if quantity.as_of else [t for t in times if t[0] == t[1]]
    last = max((end for _, end in told), default=published)
    near = (date.fromisoformat(published) - date.fromisoformat(last)).days <= SAID_DAYS
    return min(last, published) if near else published


def _older(quantity: Quantity, times: Sequence[TimeExpression], published: str) -> bool:
    """Return whether the time that stands nearest to a count lies well before its article."""
    told = [t for t in times if t.interval and t.granularity in ("day", "part-of-day", "month", "year")]
    if not told or not published:
        return False
    nearest = min(told, key=lambda t: (max(t.start - quantity.end, quantity.start - t.end), t.start))
    last = date.fromisoformat(nearest.interval[1] if nearest.interval else published)
    return (date.fromisoformat(published) - last).days > RECENT_DAYS
