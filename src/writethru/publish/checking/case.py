"""One claim beside the articles that it cites: its findings, and the passages that speak of the same."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from writethru.publish.checking.claims import Claim, Told
from writethru.publish.checking.figures import days_of
from writethru.publish.checking.passages import Library, Passage
from writethru.publish.checking.senses import base
from writethru.publish.checking.wording import Wording
from writethru.publish.checking.words import Word, words_in
from writethru.records import AnnotatedArticle, Attribution, Mention, Sentence, Span, TimeExpression

Found = Iterator[tuple[str, str, str]]  # kind, found, expected
NEAR = 0.5  # of the best passage's share that the sentences around a fact need, to speak of the same matter


def _start(found: Span) -> int:
    return found.start


def _cue(said: Attribution) -> int:
    return said.cue[0].start


class Case:
    """A claim, the articles that it cites, and the best passage of each."""

    def __init__(
        self, told: Told, claim: Claim, cited: Mapping[str, int], library: Library, kin: float = 0.0
    ) -> None:
        self.kin = kin  # of a word's weight that one of like meaning counts for a passage
        self.told, self.claim, self.library = told, claim, library
        self.text = told.text[claim.span.start : claim.span.end]
        self.cited = cited  # id -> number on the page
        self.weights = library.weights(self.terms)
        self.scores = library.scores(self.weights, kin)
        found = [library.best(id, self.weights, self.scores.get(id, {}), kin) for id in cited]
        self.passages = sorted(found, key=lambda p: -p.score)
        self.best = self.passages[0].score if self.passages else 0.0
        self._near: dict[int, str] = {}
        self._words: dict[int, list[Word]] = {}
        self._wording: dict[int, Wording] = {}

    @cached_property
    def words(self) -> list[Word]:
        """The words of the claim."""
        return words_in(self.told.text, self.claim.span.start, self.claim.span.end)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The terms of the claim."""
        span, stems = self.claim.span, {w.stem for w in self.words}
        return tuple(
            dict.fromkeys(term for s in self._overlapping(span) for term in s.terms if term in stems)
        )

    def _overlapping(self, span: Span) -> Iterator[Sentence]:
        sentences = self.told.findings.sentences
        for index in range(max(0, bisect_left(sentences, span.start, key=_start) - 1), len(sentences)):
            if sentences[index].start >= span.end:
                return
            if span.start < sentences[index].end:
                yield sentences[index]

    def within(self, found: Sequence[Span]) -> Iterator[Span]:
        """Yield the findings, ordered by their place, that lie in the claim."""
        span = self.claim.span
        for index in range(bisect_left(found, span.start, key=_start), len(found)):
            if found[index].start >= span.end:
                return
            if found[index].end <= span.end:
                yield found[index]

    @property
    def names(self) -> Iterator[Mention]:
        """The names in the claim."""
        return self.within(self.told.findings.names)  # type: ignore[return-value]

    @property
    def times(self) -> Iterator[TimeExpression]:
        """The times in the claim."""
        return self.within(self.told.findings.times)  # type: ignore[return-value]

    @property
    def days(self) -> list[TimeExpression]:
        """The times in the claim whose figures are no numbers: dates, but no clock and no stretch of time."""
        return days_of(self.times)

    @property
    def sayings(self) -> Iterator[Attribution]:
        """The attributions whose cue stands in the claim."""
        span, cues = self.claim.span, self.told.cues
        for index in range(bisect_left(cues, span.start, key=_cue), len(cues)):
            if _cue(cues[index]) >= span.end:
                return
            yield cues[index]

    def documents(self) -> Iterator[AnnotatedArticle]:
        """Yield the cited articles, the best first."""
        return (self.library.documents[p.article] for p in self.passages)

    def nearness(self, id: str, at: int) -> float:
        """Return the share of the claim's words in the sentences around a place, beside the best passage's."""
        index = self.library.sentence(id, at)
        share = max(
            self.library.share(id, first, first + 1, self.weights, self.kin) for first in (index - 1, index)
        )
        return share / self.best if self.best else 0.0

    @cached_property
    def top(self) -> str:
        """The sentence that has most of the claim's words, or the title."""
        for passage in self.passages[:1]:
            if passage.first < 0:
                return self.library.text(passage)
            first = max(
                range(passage.first, passage.last + 1),
                key=lambda i: self.library.share(passage.article, i, i, self.weights, self.kin),
                default=0,
            )
            return self.library.text(Passage(passage.article, first, first, 0.0))
        return ""

    def near_text(self, beside: int = 1) -> str:
        """Return the words of the best passages with their neighbours."""
        if beside not in self._near:
            self._near[beside] = "\n".join(self.library.text(p, beside) for p in self.passages)
        return self._near[beside]

    def near_words(self, beside: int = 1) -> list[Word]:
        """Return the words of the best passages with their neighbours, one by one."""
        if beside not in self._words:
            self._words[beside] = words_in(self.near_text(beside))
        return self._words[beside]

    def near_wording(self, beside: int = 0) -> Wording:
        """Return the words of the best passages by their base."""
        if beside not in self._wording:
            self._wording[beside] = Wording(base(w.low) for w in self.near_words(beside))
        return self._wording[beside]
