"""The words of an article as they are compared with those of another: what it tells, quotes, counts and credits."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from msgspec import Struct

from writethru.cluster.origin_outlets import credited_at, house_of, names_with, plain
from writethru.memory import remembered
from writethru.records import AnnotatedArticle, Sentence, Span

_WORD = re.compile(r"[^\W_]+(?:['.,-][^\W_]+)*")
_LINE = re.compile(r"[^\n]+")
_SEQUENCE = 3  # words; a sentence of which most stand in such sequences of another text is taken from it
_LEAST = 4  # words of a sentence that tells something
_LEAD = 3  # sentences in which a rewrite says whose report it tells
# What stands on a page without being told by the report: the same captions stand around different reports.
_FURNITURE = frozenset({"promo", "heading", "caption", "list", "byline", "timestamp", "dateline"})

Words = tuple[str, ...]


class Told(Struct, frozen=True):
    """What the text of one article tells, whoever else is of its story."""

    words: Words  # all of them
    passages: tuple[Words, ...]  # sentences told in its own voice, furniture left out, then quotations
    own: int  # so many of them are sentences
    where: dict[Words, list[tuple[int, int]]]  # a sequence -> the passages it stands in, and the places there
    sequences: frozenset[Words]  # those, and of sentences that are quoted in part
    numbers: frozenset[str]
    names: frozenset[str]


class Wording(Struct, frozen=True):
    """The words of one article, ready to be compared."""

    article: str
    publisher: str
    house: str  # of whatever name it publishes under
    agencies: frozenset[str]  # houses: the credited agency, and its own
    published: str
    told: Told
    credits: dict[str, int]  # how many sentences name each other house
    leads: frozenset[str]  # the houses that it names at once
    told_of: frozenset[str]  # the houses that it names as whose report it tells, not as what it is about

    @property
    def words(self) -> Words:
        """All words."""
        return self.told.words

    @property
    def passages(self) -> tuple[Words, ...]:
        """What it tells in its own voice, then what it quotes."""
        return self.told.passages

    @property
    def own(self) -> int:
        """How many passages are sentences of its own."""
        return self.told.own

    @property
    def sequences(self) -> frozenset[Words]:
        """The sequences of words by which texts are compared."""
        return self.told.sequences

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers that it gives."""
        return self.told.numbers

    @property
    def names(self) -> frozenset[str]:
        """The names that it gives."""
        return self.told.names

    @property
    def size(self) -> int:
        """How many words it tells in its own voice."""
        return sum(map(len, self.passages[: self.own]))

    def shares(self, sequences: frozenset[Words]) -> list[float]:
        """Return for each passage the share of its words that stand in sequences of another article."""
        where = self.told.where
        places = sorted(place for known in self.sequences & sequences for place in where.get(known, ()))
        counts = [0] * len(self.passages)
        last, upto = -1, 0
        for passage, at in places:
            if passage != last:
                last, upto = passage, 0
            counts[passage] += at + _SEQUENCE - (at if at > upto else upto)
            upto = at + _SEQUENCE
        return [count / len(words) for count, words in zip(counts, self.passages, strict=True)]


class _Text:
    """A text in words, and those of any part of it."""

    def __init__(self, text: str) -> None:
        plain = text.lower()
        if len(plain) != len(text):  # a few letters grow: places must not move
            plain = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        plain = plain.replace("’", "'")
        self.starts = [word.start() for word in _WORD.finditer(plain)]
        self.words = tuple(_WORD.findall(plain))

    def __call__(self, span: Span) -> Words:
        return self.words[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]


def _sequences(words: Words) -> Iterator[Words]:
    return zip(*(words[at:] for at in range(_SEQUENCE)), strict=False)


def _paragraphs(text: str) -> tuple[Sentence, ...]:
    """Return the paragraphs of a text whose language is not read as its sentences."""
    return tuple(Sentence(m.start(), m.end(), paragraph=n) for n, m in enumerate(_LINE.finditer(text)))


def _told(document: AnnotatedArticle, text: _Text) -> list[tuple[Sentence, Words]]:
    """Return the sentences that are told or quoted: no furniture, no captions.

    A sentence that stands twice on a page is a caption, and so is all that stands with one in a paragraph.
    """
    spans = document.body.sentences or _paragraphs(document.article.text)
    spoken = [(sentence, text(sentence)) for sentence in spans]
    often = Counter(words for _, words in spoken)
    captions = {s.paragraph for s, _ in spoken if s.boilerplate == "caption"}
    return [
        (sentence, words)
        for sentence, words in spoken
        if len(words) >= _LEAST
        and often[words] == 1
        and sentence.boilerplate not in _FURNITURE
        and sentence.paragraph not in captions
    ]


class _Quotations:
    """The quotations of a text, to tell how much of a sentence stands in them."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = sorted(spans, key=lambda span: (span.start, span.end))
        self._starts = [span.start for span in self.spans]
        self._ends = list(accumulate((span.end for span in self.spans), max))

    def mostly(self, sentence: Span) -> bool:
        """Return whether more than half of a sentence is quoted."""
        first = bisect_right(self._ends, sentence.start)
        last = bisect_left(self._starts, sentence.end)
        within = (
            max(0, min(sentence.end, self._ends[i]) - max(sentence.start, self._starts[i]))
            for i in range(first, last)
        )
        return 2 * sum(within) > sentence.end - sentence.start


class _Places:
    """The ranges of the sentences that count, in order."""

    def __init__(self, told: Sequence[tuple[Sentence, Words]]) -> None:
        self._starts = [sentence.start for sentence, _ in told]
        self._ends = [sentence.end for sentence, _ in told]

    def number(self, at: int) -> int:
        """Return the number of the sentence at a place, counted from 1; 0 where there is none."""
        found = bisect_right(self._starts, at)
        return found if found and at < self._ends[found - 1] else 0


@remembered
def _told_in(document: AnnotatedArticle) -> Told:
    """Return what the text of an article tells."""
    text = _Text(document.article.text)
    told = _told(document, text)
    places = _Places(told)
    quotations = _Quotations(document.body.quotations)
    own = [words for sentence, words in told if not quotations.mostly(sentence)]
    quoted = [text(span) for span in quotations.spans if places.number(span.start)]
    passages = (*own, *(words for words in quoted if len(words) >= _SEQUENCE))
    where: defaultdict[Words, list[tuple[int, int]]] = defaultdict(list)
    for number, words in enumerate(passages):
        for at, sequence in enumerate(_sequences(words)):
            where[sequence].append((number, at))
    return Told(
        words=text.words,
        passages=passages,
        own=len(own),
        where=dict(where),
        sequences=frozenset(where).union(*(_sequences(words) for _, words in told)),
        numbers=frozenset(w.replace(",", "") for _, words in told for w in words if w[0].isdigit()),
        names=frozenset(name.key or name.name for name in document.body.names if places.number(name.start)),
    )


@remembered
def _places_of(document: AnnotatedArticle) -> _Places:
    return _Places(_told(document, _Text(document.article.text)))


@remembered
def _credits(document: AnnotatedArticle, unknown: frozenset[str]) -> dict[str, dict[int, bool]]:
    """Return for each other house that is named the sentences that name it, and whether as whose report it is.

    `unknown` are names of no known house.
    """
    article = document.article
    house = house_of(article.publisher)
    named = [(at, other) for at, other in names_with(unknown)(article.text) if other != house]
    if not named:
        return {}
    places = _places_of(document)
    found: defaultdict[str, dict[int, bool]] = defaultdict(dict)
    for at, other in named:
        if number := places.number(at):
            found[other][number] = found[other].get(number, False) or credited_at(article.text, at)
    return dict(sorted(found.items()))


def wording(document: AnnotatedArticle, unknown: frozenset[str]) -> Wording:
    """Return the words of an article as they are compared; `unknown` are publishers of its story that no list has."""
    article = document.article
    credits = _credits(document, unknown)
    return Wording(
        article=article.id,
        publisher=article.publisher,
        house=house_of(article.publisher),
        agencies=frozenset(house_of(n) for n in (article.agency, article.publisher) if plain(n)),
        published=article.order[0] or "9999",
        told=_told_in(document),
        credits={other: len(sentences) for other, sentences in credits.items()},
        leads=frozenset(other for other, sentences in credits.items() if min(sentences) <= _LEAD),
        told_of=frozenset(
            o for o, sentences in credits.items() if 2 * sum(sentences.values()) >= len(sentences)
        ),
    )
