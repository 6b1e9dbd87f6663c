"""Which sentences a reader needs: the weightiest that repeat nothing, with the outlets that agree."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain, zip_longest

from writethru.memory import mark_of, remembered
from writethru.publish.carried import bears_out
from writethru.publish.edits import cite, cited_sentence
from writethru.publish.leaning import without_leaning
from writethru.publish.likeness import REPEATS, Likeness, likeness_of
from writethru.publish.material import Candidate, Material, holder_of, is_top, overlap, printable
from writethru.publish.spans import contains, plain_words, touching
from writethru.publish.spine import must_tell
from writethru.publish.turning import alone_or_behind, cited_turn, turned_words
from writethru.records import AnnotatedArticle, Citation, CitedSentence, Record, Sentence

SAID = 0.5  # of its score that a sentence loses of which another says all
LENGTH = 0.2  # a sentence of twice the words has to be that power of two as good,
SHORT = 18  # but none is better for having fewer words than this
MOST = 0.55  # of a sentence said by another, which leaves too little that is new
MOSTLY = 0.4  # of what a sentence says another says, where it tells nothing else; of the same event it may
AT_TOP = 0.25  # on a page where both are the first of their articles
NEARLY = 0.5  # of the best sentence's worth another of the same event may have, to go before it
FULLER = 0.2  # if it says so much more of the titles
NO_REPEAT = (
    0.08  # share of the smaller sentence's terms below which it is not asked whether they report one event
)
LITTLE = 0.35  # share of terms below which figures are not looked at
FIGURE = 0.15  # what one figure for one thing adds to the share of terms that two sentences have
AGREE = 0.3  # share of a sentence's terms at which another origin's is looked at as a second citation
LONGEST = 400  # characters of a second citation; a longer one is no sentence
MAX_CITATIONS = 3
LED = 1.07  # what is chosen for each word that is printed: some sentences become leads
ROWS = 600  # sentences of pages of which is kept where others agree with them
POOL = 300  # of the weightiest sentences are looked at
OPENING = 60  # words after which what a page may not leave out goes before what is weighty
VOICE = (
    0.75  # of its worth that a sentence keeps for each one that the same speaker has already, after the first
)


class Chosen(Record, frozen=True):
    """A candidate as it will be printed."""

    candidate: Candidate
    sentence: CitedSentence
    turn: CitedSentence | None = None  # the sentence right behind it that turns it


def budget(articles: int, material: Material) -> int:
    """Return how many words the sections may have: what is new grows with the logarithm of the articles."""
    publish = material.settings.publish
    share = min(1.0, max(0.0, math.log(max(articles, 1) / 3) / math.log(50 / 3)))
    return round(LED * (publish.words_few + share * (publish.words_many - publish.words_few)))


def numbers_of(candidate: Candidate) -> frozenset[tuple[str, float | None, float | None]]:
    """Return the quantities of a sentence as comparable values."""
    return frozenset(
        (q.counted, q.low, q.high)
        for q in touching(candidate.document.body.quantities, candidate.sentence)
        if contains(candidate.sentence, q)
    )


def days_of(candidate: Candidate) -> frozenset[tuple[str, str]]:
    """Return the intervals of the dates in a sentence."""
    return frozenset(
        t.interval
        for t in touching(candidate.document.body.times, candidate.sentence)
        if t.interval and contains(candidate.sentence, t)
    )


class Told:
    """Every sentence of a story, to be found by its terms."""

    def __init__(self, documents: Sequence[AnnotatedArticle]) -> None:
        self.likeness = likeness_of(documents)
        self._articles = [(mark_of(document), document) for document in documents]

    def like(self, terms: frozenset[str]) -> list[tuple[AnnotatedArticle, Sentence]]:
        """Return the sentences that have as many of some terms as agree, most first."""
        known = agreeing(terms)
        found = []
        for number, (mark, document) in enumerate(self._articles):
            if mark not in known:
                known[mark] = agreeing_in(document, terms)
            found += [(shared, first, number, place) for shared, first, place in known[mark]]
        articles = (
            (self._articles[number][1], place) for _, _, number, place in sorted(found, key=most_first)
        )
        return [(document, document.body.sentences[place]) for document, place in articles]


def most_first(found: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Return what found sentences are put in order by: how many terms, then which first, the article, the place."""
    shared, first, number, place = found
    return -shared, first, number, place


@lru_cache(maxsize=ROWS)
def agreeing(terms: frozenset[str]) -> dict[object, tuple[tuple[int, int, int], ...]]:
    """Return where sentences of articles agree with some terms, by the mark of the article: filled as it is asked for.

    A page asks for nearly the same when another article came.
    """
    return {}


def agreeing_in(document: AnnotatedArticle, terms: frozenset[str]) -> tuple[tuple[int, int, int], ...]:
    """Return the sentences of an article with as many of some terms as agree: how many, which first, the place."""
    places, ordered, least = term_places(document), sorted(terms), AGREE * len(terms)
    counts = Counter(chain.from_iterable([places[term] for term in ordered if term in places]))
    return tuple(
        (shared, next(n for n, term in enumerate(ordered) if place in places.get(term, ())), place)
        for place, shared in counts.items()
        if shared >= least
    )


@remembered
def term_places(document: AnnotatedArticle) -> dict[str, list[int]]:
    """Return for each term of an article the numbers of the sentences that have it."""
    places: dict[str, list[int]] = {}
    for number, sentence in enumerate(document.body.sentences):
        for term in set(sentence.terms):
            places.setdefault(term, []).append(number)
    return places


def corroborate(
    chosen: Candidate, sentence: CitedSentence, told: Told, material: Material
) -> tuple[Citation, ...]:
    """Return citations of other origins' sentences that say the same, best first, one of each origin."""
    if len(material.origins) == 1:
        return ()
    found: dict[str, tuple[float, Citation]] = {}
    own, likeness = material.origin_of[chosen.document.article.id], told.likeness
    mine = likeness.said(chosen.document, chosen.sentence)
    for document, other in told.like(chosen.terms):
        origin = material.origin_of[document.article.id]
        if origin == own or other.boilerplate or other.end - other.start > LONGEST:
            continue
        least = found.get(origin, (0.0,))[0]
        theirs = likeness.said(document, other)
        sure = likeness.confirming(mine, theirs, least)
        if sure <= least:
            continue
        citation = cite(document.article.id, document.article.text, other.start, other.end)
        if bears_out(citation.exact, sentence):
            found[origin] = sure, citation
    best = sorted(found.values(), key=lambda pair: (-pair[0], pair[1].article))
    return tuple(citation for _, citation in best[: MAX_CITATIONS - 1])


def pick(
    candidates: Sequence[Candidate],
    words: int,
    most: int,
    likeness: Likeness,
    needed: Sequence[float],
    rest: int = 0,
    behind: Sequence[int] = (),
    anchor: str = "",
) -> list[Candidate]:
    """Pick the best candidates that fit the word budget, none reporting what another reports (MMR).

    A sentence costs the words that come `behind` it as well.
    A rest of the budget is left unfilled: what is chosen only because it is short says little.

    Maximal marginal relevance, Carbonell and Goldstein 1998: what a sentence shares with the one
    most like it that is picked already is taken from its score. `needed` is what each is worth more
    once the page has its opening.
    """
    picked: list[Candidate] = []
    pool = dict.fromkeys(range(min(POOL, len(candidates))), 0.0)  # index -> share of it that is said already
    said = [likeness.said(c.document, c.sentence) for c in candidates[:POOL]]
    length = [length_of(c.document, c.sentence) for c in candidates[:POOL]]
    cost = [n + more for n, more in zip_longest(length, behind, fillvalue=0)]
    worth = [c.score / math.pow(max(n, SHORT), LENGTH) for c, n in zip(candidates, length, strict=False)]
    voices = [holder_of(c) for c in candidates[:POOL]]
    spoken: Counter[str] = Counter()
    left = words

    def shares(one: int) -> dict[int, float]:
        """Return the share of their terms that the sentences of the pool have in common with one of them."""
        terms = candidates[one].terms
        return {i: overlap(candidates[i].terms, terms) for i in pool}

    def repeating(one: int, shared: Mapping[int, float]) -> list[int]:
        """Return which sentences of the pool report the event that one reports, and it."""
        alike = (i for i, share in shared.items() if share >= NO_REPEAT or i == one)
        return [
            i
            for i in alike
            if i == one
            or (told := likeness.told(said[i].wording, said[one].wording, AT_TOP)) >= MOST
            or (told >= MOSTLY and likeness.likely(said[i], said[one], REPEATS) >= REPEATS)
            or (words > OPENING and told >= AT_TOP and both_open(candidates[i], candidates[one]))
        ]

    def value(index: int) -> float:
        more = needed[index] if words - left >= OPENING else 1.0
        heard = math.pow(VOICE, max(0, spoken[voices[index]] - 1)) if voices[index] else 1.0
        return worth[index] * (1 - SAID * pool[index]) * more * heard

    while pool and left > rest and len(picked) < most:
        first = max(pool, key=value)
        if cost[first] > left:
            del pool[first]
            continue
        shared = shares(first)
        told = repeating(first, shared)
        titled = {i: likeness.titled(said[i]) for i in told if cost[i] <= left}
        opening = (i for i in titled if candidates[i].position == 1 and is_top(candidates[i], anchor))
        best = next(opening, None)  # what is new stands first in the report that the page starts from
        if best is None:
            best = fullest(titled, first, worth)
        picked.append(candidates[best])
        spoken[voices[best]] += 1
        left -= cost[best]
        if best != first:
            shared = shares(best)
            told += repeating(best, shared)
        for i in told:
            pool.pop(i, None)
        for i, share in pool.items():
            pool[i] = max(share, sameness(candidates[i], candidates[best], shared[i]))
    return picked


def both_open(one: Candidate, other: Candidate) -> bool:
    """Return whether two sentences open their articles: of one story they tell one event, in whatever words."""
    return one.position == other.position == 1 and one.document is not other.document


@remembered
def length_of(document: AnnotatedArticle, sentence: Sentence) -> int:
    """Return how many words a sentence has, without those of links that ran into it."""
    return len(plain_words(document, sentence).split())


def fullest(titled: Mapping[int, float], first: int, worth: Sequence[float]) -> int:
    """Return which of some sentences that report one event says most of the titles, the first where others say little more."""
    good = [i for i in titled if worth[i] >= NEARLY * worth[first]]
    best = max(good, key=lambda i: (titled[i], i == first, -i))
    return best if titled[best] >= titled[first] + FULLER else first


def sameness(one: Candidate, other: Candidate, shared: float) -> float:
    """Return how much of one sentence another says: the share of terms, and more where they give one figure."""
    if shared < LITTLE:
        return shared
    figures = {f for f in numbers_of(one) if f[1] is not None and f[1] > 2}
    return shared + (FIGURE if figures & numbers_of(other) else 0.0)


def choose(material: Material, words: int, rest: int = 0) -> list[Chosen]:
    """Return the sentences of the page, best first, each with all the citations that carry it."""
    most = material.settings.publish.sentences
    allowed = [c for c in material.candidates if printable(c, material)]
    told = Told(material.documents)
    long = words > OPENING
    needed = must_tell(allowed[:POOL], material, told.likeness) if long else [1.0] * POOL
    behind = [turned_words(c.document, c.sentence) for c in allowed[:POOL]] if long else []
    picked = pick(allowed, words, most, told.likeness, needed, rest, behind, material.anchor if long else "")
    if not long:
        return [present(c, told, material) for c in picked]
    turned = alone_or_behind([(c.document, c.sentence) for c in picked])
    turns = {(d.article.id, s.start): turn for d, s, turn in turned}
    return [
        present(c, told, material, turns[key])
        for c in picked
        if (key := (c.document.article.id, c.sentence.start)) in turns
    ]


def present(candidate: Candidate, told: Told, material: Material, turn: Sentence | None = None) -> Chosen:
    """Return a candidate edited for print and cited, with the sentence behind it that turns it."""
    plain = cited_sentence(candidate.document, candidate.sentence, material.year)
    sentence = without_leaning(candidate.document, plain)
    more = corroborate(candidate, sentence, told, material)
    cited = CitedSentence(sentence.text, sentence.citations + more, sentence.edits)
    behind = cited_turn(candidate.document, turn, material.year) if turn is not None else None
    return Chosen(candidate, cited, behind)
