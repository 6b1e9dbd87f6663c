"""Read the counts of a story: how many, of what, where, when, as of which day, and who says so.

A count that is part of another ("one of five", "another 15"), that is too vague ("dozens"), or that tells of
an older event is left out.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from writethru.ledger.assertions import NO_REPORT
from writethru.ledger.statements import Story, root, roots
from writethru.ledger.words import plain_words, same_counts, stem, vocabulary, words
from writethru.records import AnnotatedArticle, Assertion, Citation, Field, Findings, Quantity, Sentence

MOST_CITED = 600
FURTHER = 12  # words within which it is told that more of them follow
BEFORE, AFTER = 2, 20  # words around a count among which it is told what happened to those counted
CENTRAL = 0.5  # share of a story's articles that name its central places
RECENT_DAYS = 45  # what a dated sentence tells of an earlier time is an older event
# "That fire killed two": another event than the one of the story.
SAID_DAYS = 6  # days before publication on which what a report tells was said
ELSEWHERE = re.compile(
    r"(?:That|Those|Another|Earlier|Previous|Previously|Last year|The previous|The last|Since (?:then|last|\d)|Before)"
)
BREAK = re.compile(r"[;:.!?—–(]| (?:but|while|who|which|where|when|after) ")
# "in El Paso, Texas, and Dayton, Ohio": a sum of two places
TWO_PLACES = re.compile(
    r"[a-z ]{0,30}\b(?:in|at) [A-Z][\w. ]{1,30}(?:, [A-Z][\w. ]{1,20})?,? and (?:in )?[A-Z]"
)
PLACED = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Aa]cross|[Oo]utside|[Aa]round)(?: the)?(?: [A-Za-z]+)?\s$")
SPOT = re.compile(r"\b(?:in|inside|at|on|from|near) (?:the|an?|his|her|their) (?:\w+['’]s )?(\w+)")
AND_ONE = re.compile(r"\band (?:one|another|\w+ others?)\b")  # "four officers are charged and one faces more"
AND_OTHERS = re.compile(
    r"(?: \w+){1,3} and (?:[Cc]hildren|[Ww]omen|[Mm]en|\w{3,20}s)\b"
)  # "nine women and children"
AGE = re.compile(r",\s$")  # "his wife, 98, died"
ASIDE = re.compile(r",? (?:[Ii]ncluding|[Cc]ounting) [^,;.]{1,80}(?:[,.]|$)")
NEAR_ASIDE = 30  # characters between a count and what it says it includes


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
        reader = Reader(document, speaking[key], origin.get(key, key), story, central)
        found += [*reader.read_all("title"), *reader.read_all("text")]
    return found


def _central_places(documents: Sequence[AnnotatedArticle]) -> frozenset[str]:
    """Return the places that half of the articles name: a count need not repeat them."""
    naming = Counter(
        name for d in documents for name in {m.name.lower() for m in d.body.names if m.kind == "place"}
    )
    return frozenset(name for name, n in naming.items() if n >= CENTRAL * len(documents) and n > 1)


class Reader(NamedTuple):
    """One article, with what is needed to read its counts."""

    document: AnnotatedArticle
    speaking: Sequence[Assertion]
    origin: str
    story: Story
    central: frozenset[str]

    def read_all(self, field: Field) -> Iterator[Count]:
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
                yield count

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
        if (not act and (not entity or _measured(quantity))) or _followed(act, quantity, sentence, text):
            return None
        article = self.document.article
        times = tuple(
            t.interval
            for t in _within(found.times, sentence)
            if t.interval and t.granularity in ("day", "part-of-day", "month", "year")
        )
        published = (article.published or "")[:10]
        inside = [
            a
            for a in self.speaking
            if field == "text" and a.statement.start <= quantity.start and quantity.end <= a.statement.end
        ]
        if not vocabulary("owning").isdisjoint(sentence.terms):
            inside = []
        said = self.story.holders.present(inside[-1].holder, inside[-1].holder_kind) if inside else ""
        places = {
            m.name.lower()
            for m in _within(found.names, sentence)
            if m.kind == "place" and PLACED.search(text, max(m.start - 20, 0), m.start)
        }
        exact = text[sentence.start : sentence.end]
        return Count(
            quantity.low if quantity.low is not None else -math.inf,
            quantity.high if quantity.high is not None else math.inf,
            quantity.unit,
            quantity.approximate,
            quantity.counted,
            act,
            act not in {same_counts().get(w.stem, w.stem) for w in words(quantity.counted)},
            entity,
            said or article.publisher,
            bool(said),
            self.origin,
            article.id,
            _as_of(quantity, times, published),
            field,
            Citation(0, article.id, field, sentence.start, sentence.end, exact),
            _around(sentence, found, text),
            frozenset(places - self.central),
            times,
            frozenset(
                q.low
                for q in others
                if act and q.start != quantity.start and act in what_is_counted(q, q.start, q.end, text)[0]
            ),
            _older(times, published),
            frozenset(root(stem(m.group(1))) for m in SPOT.finditer(text, quantity.end, sentence.end)),
            scope_of(quantity, sentence, text),
            not vocabulary("formerly").isdisjoint(
                w.stem for w in words(text, sentence.start, quantity.start)
            ),
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


def _older(times: Sequence[tuple[str, str]], published: str) -> bool:
    """Return whether all times of a sentence lie well before its article."""
    if not times or not published:
        return False
    day = date.fromisoformat(published)
    return all((day - date.fromisoformat(end)).days > RECENT_DAYS for _, end in times)


def is_part(quantity: Quantity, sentence: Sentence, text: str) -> bool:
    """Return whether a number is part of another count, of a sum, or too vague to differ from one."""
    before = [w.stem for w in words(text, max(sentence.start, quantity.start - 25), quantity.start)]
    if vocabulary("age") & {*before[-3:]}:
        return True
    inside = [w.stem for w in words(text, quantity.start, quantity.end)]
    after = [w.stem for w in words(text, quantity.end, min(sentence.end, quantity.end + 12))]
    counted = [stem(word) for word in quantity.counted.split()]
    part, vague = vocabulary("part"), vocabulary("vague")
    if part & {*before[-2:], *after[:1], *counted}:
        return True
    if AGE.search(text, max(sentence.start, quantity.start - 2), quantity.start) and text[
        quantity.end : quantity.end + 1
    ] in (",", ";"):
        return True
    if any(word == "of" for word in (*inside[1:2], *after[:1])):
        return True
    if quantity.unit == "people" and AND_OTHERS.match(text, quantity.end, sentence.end):
        return True
    single = quantity.low == quantity.high == 1  # one of several who are told of one by one
    rate = quantity.unit == "people" and not float(quantity.low or quantity.high or 0.0).is_integer()
    label = after[:1] in (["is"], ["was"], ["has"])  # "suspect two is on the run"
    return single or label or rate or bool(vague & set(inside))


def what_is_counted(quantity: Quantity, first: int, last: int, text: str) -> tuple[str, frozenset[str]]:
    """Return what happened to those counted, "" if that is not told, and who or what they are.

    It is looked for between two places of the text: where the sentence opens, and the next number.
    """
    same = [same_counts().get(s, s) for s in (w.stem for w in words(quantity.counted))]
    acts = [s for s in same if s in _acts() and (quantity.unit == "people" or s != "shot")]
    told = quantity.counted.endswith("ed") and " " in quantity.counted  # "shots fired"
    act = acts[-1] if acts else "" if told else _act_beside(quantity, first, last, text)
    entity = [s for s in same if s not in acts and s != act and s not in vocabulary("bare")]
    if not act:
        entity = [s for s in same if s not in vocabulary("anybody")]
    if not entity and quantity.unit not in ("", "people", "%", "pp"):
        entity = [quantity.unit]
    if act == stem("arrested"):
        entity = [s for s in entity if s not in vocabulary("doers")]  # suspects are who is arrested
    doing = not acts and len(entity) > 1 and quantity.counted.endswith("ed")  # "shots fired"
    return act, frozenset(entity[-2:-1] if doing else entity[-1:])


def _measured(quantity: Quantity) -> bool:
    """Return whether a number tells a measure, such as a speed: those of one thing change by the hour."""
    return quantity.unit not in ("", "people") and not (len(quantity.unit) == 3 and quantity.unit.isupper())


def _followed(act: str, quantity: Quantity, sentence: Sentence, text: str) -> bool:
    """Return whether more of the same follow: "killed six instantly, while two others died later"."""
    counted = {same_counts().get(w.stem, w.stem) for w in words(quantity.counted)}
    if act not in counted and AND_ONE.search(text, quantity.end, sentence.end):
        return True
    if not act:
        return False
    after = [w.stem for w in words(text, quantity.end, sentence.end)]
    further = next((n for n, word in enumerate(after) if word in vocabulary("further")), len(after))
    return act in {same_counts().get(word, word) for word in after[further : further + FURTHER]}


@cache
def _acts() -> frozenset[str]:
    """Return the stems of what can happen to those counted."""
    return frozenset(same_counts().get(s, s) for s in vocabulary("growing"))


def _act_beside(quantity: Quantity, first: int, last: int, text: str) -> str:
    """Return what the clause of a count says happened, "" if it does not say so."""
    rest = ASIDE.sub("", text[quantity.end : last], count=1)
    broken = BREAK.search(rest)
    after = [w.stem for w in words(rest[: broken.start()] if broken else rest)][:AFTER]
    opening = text[max(first, quantity.start - 40) : quantity.start].rpartition(",")[2]
    before = [w.stem for w in words(opening)][-BEFORE:]
    if "not" in after[:6]:
        return ""
    known = [*before[::-1], *(same_counts().get(word, word) for word in after)]
    return next((word for word in known if word in _acts()), "")


def scope_of(quantity: Quantity, sentence: Sentence, text: str) -> frozenset[str]:
    """Return what narrows or widens a count: confirmed, suspected, or those who did it counted in."""
    before = text[max(sentence.start, quantity.start - 40) : quantity.start].lower().split()[-3:]
    rest = text[quantity.end : sentence.end]
    near = rest[:60].lower().split()
    aside = ASIDE.search(rest)
    counted_in = [w.stem for w in words(aside.group())] if aside and aside.start() < NEAR_ASIDE else []
    marks = plain_words("scope") & {*before, *near[:3], *quantity.counted.split()}
    if TWO_PLACES.match(rest):
        marks = marks | {"and"}
    return frozenset(marks | (vocabulary("doers") & set(counted_in)))
