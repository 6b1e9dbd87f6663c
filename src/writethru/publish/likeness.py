"""How far two sentences of a story report the same: words by how rare they are in it, like meanings, figures, who is meant.

What all sentences of a story share tells none of them apart, so a word weighs by how seldom the story uses it. A
word of like meaning or of one root counts nearly as much as the word itself (`resign`, `resignation`, `quit`), and a
pronoun whose name is sure counts as the name.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from writethru.memory import remembered
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


@lru_cache(maxsize=20_000)
def in_common(one: Wording, other: Wording) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a sentence that another has too, and those of which it has one of like meaning or root."""
    light = bases_listed("sense", "light")
    near = (
        word
        for word in one.words - other.words
        if word not in light and (word in other.kin or word[:LEAST_ROOT] in other.roots)
    )
    return tuple(one.words & other.words), tuple(near)


@remembered
def heading(document: AnnotatedArticle) -> Wording:
    """Return what the title of an article says it by."""
    words = {base(term) for sentence in document.title.sentences for term in sentence.terms}
    figures = frozenset(word for word in words if word[0].isdigit())
    return Wording(frozenset(words) - figures, figures)


@remembered
def users(document: AnnotatedArticle) -> Counter[str]:
    """Return how many sentences of an article have each word, and under `""` how many there are."""
    found: Counter[str] = Counter()
    for sentence in document.body.sentences:
        if not sentence.boilerplate:
            found.update({base(term) for term in sentence.terms})
            found[""] += 1
    return found


class Likeness:
    """What sentences of one story share, weighed by that story's words."""

    def __init__(self, documents: Iterable[AnnotatedArticle]) -> None:
        self._users: Counter[str] = Counter()
        known = tuple(documents)
        for document in known:
            self._users.update(users(document))
        self._sentences = self._users.pop("", 0)
        self._weights: dict[str, float] = {}
        self._headed: dict[tuple[str, int], float] = {}
        self._wholes: dict[Wording, float] = {}
        self._titles: Counter[str] = Counter()
        for title in map(heading, known):
            whole = self.whole(title) * len(known)
            for word in title.words if whole else ():
                self._titles[word] += self.weight(word) / whole  # type: ignore[assignment]

    def weight(self, word: str) -> float:
        """Return how much a word tells: the fewer sentences of the story have it, the more."""
        known = self._weights.get(word)
        if known is None:
            rare = math.log((self._sentences + 1) / (self._users[word] + 0.5)) / math.log(self._sentences + 2)
            known = COMMON + (1 - COMMON) * max(0.0, rare)
            self._weights[word] = known = known * (LIGHT if word in bases_listed("sense", "light") else 1.0)
        return known

    def whole(self, one: Wording) -> float:
        """Return the weight of all that a sentence says."""
        known = self._wholes.get(one)
        if known is None:
            known = math.fsum(map(self.weight, one.words)) + FIGURE * len(one.figures)
            self._wholes[one] = known
        return known

    def told(self, one: Wording, other: Wording) -> float:
        """Return the share of one sentence that another says."""
        whole = self.whole(one)
        shared, near = in_common(one, other)
        figures = FIGURE * len(one.figures & other.figures)
        alike = math.fsum(map(self.weight, shared)) + KIN * math.fsum(map(self.weight, near))
        return (alike + figures) / whole if whole else 0.0

    def alike(self, one: Wording, other: Wording) -> float:
        """Return how far two sentences say the same, from 0 to 1, whichever is longer."""
        return math.sqrt(self.told(one, other) * self.told(other, one))

    def headed(self, document: AnnotatedArticle, sentence: Sentence) -> float:
        """Return the share of its article's title that a sentence says."""
        place = document.article.id, sentence.start
        if place not in self._headed:
            self._headed[place] = self.told(heading(document), wording(document, sentence))
        return self._headed[place]

    def titled(self, document: AnnotatedArticle, sentence: Sentence) -> float:
        """Return the share of all titles, in the mean, that a sentence says."""
        said = wording(document, sentence)
        return math.fsum(share for word, share in self._titles.items() if word in said.words)

    def same(
        self, document: AnnotatedArticle, sentence: Sentence, other: AnnotatedArticle, its: Sentence
    ) -> float:
        """Return how surely two sentences of two articles report one event; see `REPEATS`."""
        mine, theirs = wording(document, sentence), wording(other, its)
        sure = self.alike(mine, theirs)
        sure *= 1 + MAIN * min(self.headed(document, sentence), self.headed(other, its))
        sure += SAME_DAY * bool(mine.days & theirs.days)
        sure -= OTHER_WORDS * bool(mine.quoted and theirs.quoted and not mine.quoted & theirs.quoted)
        sure -= OTHER_FIGURES * bool(mine.figures and theirs.figures and not mine.figures & theirs.figures)
        days = document.article.day, other.article.day
        apart = abs((days[0] - days[1]).days) if days[0] and days[1] else DAYS
        return sure - A_DAY * min(apart, DAYS)

    def is_confirmed(
        self,
        sure: float,
        document: AnnotatedArticle,
        sentence: Sentence,
        other: AnnotatedArticle,
        its: Sentence,
    ) -> bool:
        """Return whether another article's sentence may be cited for one as well; `sure` is their `same`."""
        told = self.told(wording(document, sentence), wording(other, its))
        main = min(self.headed(document, sentence), self.headed(other, its)) >= HEADED
        return sure + told >= CONFIRMS or (main and sure >= MAIN_CONFIRMS and told >= MAIN_TOLD)
