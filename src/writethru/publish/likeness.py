"""How far two sentences of a story report the same: words by how rare they are in it, like meanings, figures, who is meant.

What all sentences of a story share tells none of them apart, so a word weighs by how seldom the story uses it. A
word of like meaning or of one root counts nearly as much as the word itself (`resign`, `resignation`, `quit`), and a
pronoun whose name is sure counts as the name.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from writethru.memory import latest_of_story, remembered, totals
from writethru.publish.checking.senses import LEAST_ROOT, base, bases_listed, like
from writethru.publish.checking.words import words_in
from writethru.publish.spans import contains, touching
from writethru.records import AnnotatedArticle, Record, Sentence, Span

COMMON = 0.3  # what a word weighs that every sentence of a story has, beside one that a single one has
LIGHT = 0.7  # what a word weighs that says little in any story, such as `say`, `people`, `week`
KIN = 0.8  # what a word of like meaning counts beside the word itself
FIGURE = 1.5  # what a figure weighs beside a word that a single sentence has
# What speaks for one event and against it, beside the likeness of the words. By hand, on the tuned half of the labels.
MAIN = 0.5  # both say what the title of their article says: that part of the likeness more
SAME_DAY = 0.1  # both say that it happened on one day
OTHER_WORDS = 0.2  # both quote, and not the same words
OTHER_FIGURES = 0.05  # both give figures, and none is in both
A_DAY = 0.02  # for each day between the articles, up to
DAYS = 5
EXACT = ("day", "part-of-day")  # how exactly a time is given that dates one event
# Here seven in ten of the labelled pairs, drawn to be hard, are one event, and in one more a sentence tells all of the
# other; at .36 six in ten are, and pages tell fewer facts.
REPEATS = 0.42
# One outlet's sentence may be cited for another's at this sum of how surely they report one event and the share of ours
# that it says; where both say that share of their titles, at these two.
CONFIRMS = 1.2
HEADED, MAIN_CONFIRMS, MAIN_TOLD = 0.4, 0.54, 0.38
LEAST_SURE = min(CONFIRMS - 1, MAIN_CONFIRMS)  # less confirms nothing
ROUNDING = 1e-6  # by which a bound is lowered, since sums are rounded
QUOTED = 3  # words in a row that two quotations of one saying share


class Wording(Record, frozen=True):
    """What a sentence says it by: its words and who is meant, its figures, words of like meaning, days and quotations."""

    words: frozenset[str]
    figures: frozenset[str]
    kin: frozenset[str] = frozenset()
    roots: frozenset[str] = frozenset()
    days: frozenset[tuple[str, str]] = frozenset()
    quoted: frozenset[tuple[str, ...]] = frozenset()  # all that stand in a row in its quotations


@remembered
def wording(document: AnnotatedArticle, sentence: Sentence) -> Wording:
    """Return what a sentence of an article says it by, without its times."""
    text = document.article.text
    times = {
        word.low for t in touching(document.body.times, sentence) for word in words_in(text, t.start, t.end)
    }
    meant = chain.from_iterable(words_in(m.name) for m in touching(document.body.references, sentence))
    dated = set(map(base, times))
    words = ({base(term) for term in sentence.terms} | {base(word.low) for word in meant}) - dated
    light = bases_listed("sense", "light")
    plain = frozenset(word for word in words if not word[0].isdigit())
    telling = plain - light
    return Wording(
        plain,
        frozenset(t for t in sentence.terms if t[0].isdigit() and t not in times),
        frozenset(chain.from_iterable(map(like, telling))),
        frozenset(word[:LEAST_ROOT] for word in telling if len(word) >= LEAST_ROOT),
        frozenset(
            t.interval
            for t in touching(document.body.times, sentence)
            if t.interval and t.granularity in EXACT and contains(sentence, t)
        ),
        frozenset(
            chain.from_iterable(rows_of(q, text) for q in touching(document.body.quotations, sentence))
        ),
    )


def rows_of(span: Span, text: str) -> Iterator[tuple[str, ...]]:
    """Yield all words of a span that stand in a row, as many as show one saying."""
    words = [word.low for word in words_in(text, span.start, span.end)]
    return zip(*(words[n:] for n in range(QUOTED)), strict=False)


class Shared(NamedTuple):
    """What two sentences share whatever their story, and what else speaks for one event or against it."""

    words: tuple[str, ...]
    near: tuple[str, ...]  # of the one, of which the other has one of like meaning or root
    its_near: tuple[str, ...]  # of the other
    figures: float  # what those of both weigh
    same_day: float
    other_words: float
    other_figures: float


@lru_cache(maxsize=20_000)
def shared(one: Wording, other: Wording) -> Shared:
    """Return what two sentences share; it is asked for again with each article that comes to their story."""
    figures = one.figures & other.figures
    return Shared(
        tuple(one.words & other.words),
        near_words(one, other),
        near_words(other, one),
        FIGURE * len(figures),
        SAME_DAY * bool(one.days & other.days),
        OTHER_WORDS * bool(one.quoted and other.quoted and not one.quoted & other.quoted),
        OTHER_FIGURES * bool(one.figures and other.figures and not figures),
    )


def near_words(one: Wording, other: Wording) -> tuple[str, ...]:
    """Return the words of a sentence that another has not, but one of like meaning or root."""
    light = bases_listed("sense", "light")
    return tuple(
        word
        for word in one.words - other.words
        if word not in light and (word in other.kin or word[:LEAST_ROOT] in other.roots)
    )


@remembered
def heading(document: AnnotatedArticle) -> Wording:
    """Return what the title of an article says it by."""
    words = {base(term) for sentence in document.title.sentences for term in sentence.terms}
    figures = frozenset(word for word in words if word[0].isdigit())
    return Wording(frozenset(words) - figures, figures)


@remembered
def as_told(document: AnnotatedArticle, sentence: Sentence) -> tuple[Wording, Shared, int | None]:
    """Return what a sentence says it by, what the title of its article shares with it, and its day, counted."""
    words, day = wording(document, sentence), document.article.day
    return words, shared(heading(document), words), day.toordinal() if day else None


@remembered
def users(document: AnnotatedArticle) -> Counter[str]:
    """Return how many sentences of an article have each word, and under `""` how many there are."""
    found: Counter[str] = Counter()
    for sentence in document.body.sentences:
        if not sentence.boilerplate:
            found.update({base(term) for term in sentence.terms})
            found[""] += 1
    return found


all_users = totals(users)


class Said(NamedTuple):
    """A sentence of a story as it is compared there."""

    wording: Wording
    whole: float  # the weight of all that it says
    headed: float  # the share of its article's title that it says
    day: int | None  # of its article, counted


class Weights(dict[str, float]):
    """How much each word tells in a story: the fewer of its sentences have it, the more."""

    def __init__(self, users: Mapping[str, int], sentences: int) -> None:
        super().__init__()
        self._users, self._sentences = users, sentences
        self._light = bases_listed("sense", "light")

    def __missing__(self, word: str) -> float:
        self[word] = known = self.of(self._users.get(word, 0)) * (LIGHT if word in self._light else 1.0)
        return known

    def of(self, used: int) -> float:
        """Return how much a word tells that so many sentences have."""
        rare = math.log((self._sentences + 1) / (used + 0.5)) / math.log(self._sentences + 2)
        return COMMON + (1 - COMMON) * max(0.0, rare)


class Likeness:
    """What sentences of one story share, weighed by that story's words."""

    def __init__(self, documents: Iterable[AnnotatedArticle]) -> None:
        known = tuple(documents)
        counts = all_users(known)
        weights = Weights(counts, counts.get("", 0))
        self._weight, self._most = weights.__getitem__, weights.of(0)
        self._said: dict[tuple[str, int], Said] = {}
        self._wholes: dict[Wording, float] = {}
        self._titles: dict[str, float] = {}
        for title in map(heading, known):
            whole = self.whole(title) * len(known)
            for word in title.words if whole else ():
                self._titles[word] = self._titles.get(word, 0) + self._weight(word) / whole

    def said(self, document: AnnotatedArticle, sentence: Sentence) -> Said:
        """Return a sentence as it is compared."""
        place = document.article.id, sentence.start
        known = self._said.get(place)
        if known is None:
            words, both, day = as_told(document, sentence)
            titled = self.part(both, self.whole(heading(document)))
            known = self._said[place] = Said(words, self.whole(words), titled, day)
        return known

    def whole(self, one: Wording) -> float:
        """Return the weight of all that a sentence says."""
        known = self._wholes.get(one)
        if known is None:
            known = self._wholes[one] = math.fsum(map(self._weight, one.words)) + FIGURE * len(one.figures)
        return known

    def told(self, one: Wording, other: Wording, least: float = 0.0) -> float:
        """Return the share of one sentence that another says; 0 where it is surely less than `least`."""
        both, whole = shared(one, other), self.whole(one)
        most = self._most * (len(both.words) + KIN * len(both.near)) + both.figures
        return self.part(both, whole) if most >= (1 - ROUNDING) * least * whole else 0.0

    def part(self, both: Shared, whole: float) -> float:
        """Return the share of what the first of two sentences says, `whole`, that the other says."""
        weight = self._weight
        alike = math.fsum(map(weight, both.words)) + KIN * math.fsum(map(weight, both.near))
        return (alike + both.figures) / whole if whole else 0.0

    def alike(self, one: Wording, other: Wording) -> float:
        """Return how far two sentences say the same, from 0 to 1, whichever is longer."""
        return self.weighed(shared(one, other), self.whole(one), self.whole(other))

    def weighed(self, both: Shared, one: float, other: float) -> float:
        """Return how far two sentences of these weights are alike."""
        weight = self._weight
        words = math.fsum(map(weight, both.words))
        mine = words + KIN * math.fsum(map(weight, both.near)) + both.figures
        theirs = words + KIN * math.fsum(map(weight, both.its_near)) + both.figures
        return math.sqrt((mine / one) * (theirs / other)) if one and other else 0.0

    def may_be_alike(self, both: Shared, one: float, other: float, least: float) -> bool:
        """Return whether two sentences of these weights could be `least` alike, by how many words they share."""
        most, words = self._most, len(both.words)
        mine = most * (words + KIN * len(both.near)) + both.figures
        theirs = most * (words + KIN * len(both.its_near)) + both.figures
        return mine * theirs >= (1 - ROUNDING) * least * least * one * other

    def titled(self, one: Said) -> float:
        """Return the share of all titles, in the mean, that a sentence says."""
        titles = self._titles
        return math.fsum([titles[word] for word in one.wording.words if word in titles])

    def same(
        self, document: AnnotatedArticle, sentence: Sentence, other: AnnotatedArticle, its: Sentence
    ) -> float:
        """Return how surely two sentences of two articles report one event; see `REPEATS`."""
        return self.likely(self.said(document, sentence), self.said(other, its))

    def repeats(
        self, document: AnnotatedArticle, sentence: Sentence, other: AnnotatedArticle, its: Sentence
    ) -> bool:
        """Return whether two sentences of two articles report one event."""
        return self.likely(self.said(document, sentence), self.said(other, its), REPEATS) >= REPEATS

    def likely(self, one: Said, other: Said, least: float = 0.0) -> float:
        """Return how surely two sentences of two articles report one event; 0 where it is surely less than `least`."""
        return self._likely(shared(one.wording, other.wording), one, other, least)

    def _likely(self, both: Shared, one: Said, other: Said, least: float) -> float:
        main = 1 + MAIN * min(one.headed, other.headed)
        apart = DAYS if one.day is None or other.day is None else min(abs(one.day - other.day), DAYS)
        against = both.other_words + both.other_figures + A_DAY * apart - both.same_day
        asked = (least + against) / main
        if asked > 0 and not self.may_be_alike(both, one.whole, other.whole, asked):
            return 0.0
        sure = self.weighed(both, one.whole, other.whole) * main
        sure += both.same_day
        sure -= both.other_words
        sure -= both.other_figures
        return sure - A_DAY * apart

    def confirming(self, one: Said, other: Said, least: float = 0.0) -> float:
        """Return how surely another article's sentence reports the event of one if it may be cited for it as well.

        0 if it may not, or if it is surely less than `least`.
        """
        both, whole = shared(one.wording, other.wording), one.whole
        titled = min(one.headed, other.headed) >= HEADED
        # What it tells of the sentence is at most this, by how many words they share, which says how sure it must be.
        most = self._most * (len(both.words) + KIN * len(both.near)) + both.figures
        most = (1 + ROUNDING) * most / whole if whole else 0.0
        asked = min(CONFIRMS - most, MAIN_CONFIRMS) if titled and most >= MAIN_TOLD else CONFIRMS - most
        asked -= ROUNDING
        sure = self._likely(both, one, other, max(least, asked, LEAST_SURE))
        if sure < asked:
            return 0.0
        told = self.part(both, whole)
        main = titled and sure >= MAIN_CONFIRMS and told >= MAIN_TOLD
        return sure if main or sure + told >= CONFIRMS else 0.0


@latest_of_story
def likeness_of(documents: Sequence[AnnotatedArticle]) -> Likeness:
    """Return what sentences of a story share; all parts of its page ask for it."""
    return Likeness(documents)
