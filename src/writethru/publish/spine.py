"""What a page may not leave out: what several origins tell first, and what the other side answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from heapq import nsmallest

from writethru.memory import mark_of, remembered
from writethru.publish.alone import mask_quotations
from writethru.publish.checking.words import listed, words_in
from writethru.publish.likeness import Likeness
from writethru.publish.material import Candidate, Material, holder_of, is_top
from writethru.records import AnnotatedArticle, Sentence

ASKED = 100  # of the weightiest candidates it is asked whether others tell the same
FIRST = 0.34  # share of an article that is its beginning,
FEWEST, MOST = 5, 12  # but so many sentences at least and at most
LIKE = 0.25  # share of a candidate's terms that a sentence has to have to be compared
COMPARED = 8  # of those that share most
ROWS = 600  # sentences of pages of which is kept which first sentences share terms with them
BORNE_OUT = 1.6  # what it is worth that another origin tells the same among the first
ANCHORED = 1.6  # what it is worth at the top of the report that the page starts from
BYSTANDER = 0.6  # what it keeps of its worth in the words of somebody of whom no other origin knows
ANSWERS = 1.3  # and that somebody denies, rejects or answers


def must_tell(candidates: Sequence[Candidate], material: Material, likeness: Likeness) -> list[float]:
    """Return for each candidate a factor for what a page may not leave out."""
    factors = [1.0] * len(candidates)
    if len(material.origins) > 1:
        beginnings = Beginnings(material, likeness)
        factors[:ASKED] = [BORNE_OUT if beginnings.tell(c) else 1.0 for c in candidates[:ASKED]]
    return [
        f
        * (ANSWERS if answers(c.document, c.sentence) else 1.0)
        * (ANCHORED if is_top(c, material.anchor) else 1.0)
        * (BYSTANDER if is_bystander(c, material) else 1.0)
        for f, c in zip(factors, candidates, strict=True)
    ]


def is_bystander(candidate: Candidate, material: Material) -> bool:
    """Return whether a sentence begins with the words of somebody of whom only one of several origins knows, and no title."""
    if len(material.origins) < 2 or not opens_quoted(candidate):
        return False
    last = words_in(holder_of(candidate))[-1:]
    return bool(last) and last[0].stem in material.sole


def opens_quoted(candidate: Candidate) -> bool:
    """Return whether a sentence begins with a quotation mark."""
    return candidate.document.article.text.startswith(("“", '"'), candidate.sentence.start)


@remembered
def answers(document: AnnotatedArticle, sentence: Sentence) -> bool:
    """Return whether a sentence tells, outside quotation marks, that somebody denies or rejects something."""
    words = mask_quotations(document, sentence)
    plain = words.lower().replace("’", "'")
    if not any(word in plain for word in listed("cues", "answer")):
        return False  # not even within a word: most sentences
    return not listed("cues", "answer").isdisjoint(w.low for w in words_in(words))


class Beginnings:
    """The first sentences of all articles of a story, to be found by their terms."""

    def __init__(self, material: Material, likeness: Likeness) -> None:
        self._origin_of = material.origin_of
        self._likeness = likeness
        self._articles = [(mark_of(document), document) for document in material.documents]

    def tell(self, candidate: Candidate) -> bool:
        """Return whether another origin than its own tells among its first sentences what a candidate tells."""
        own = self._origin_of[candidate.document.article.id]
        known = shared_at_first(candidate.terms)
        near: list[tuple[int, int, int]] = []
        for number, (mark, document) in enumerate(self._articles):
            if self._origin_of[document.article.id] != own:
                if mark not in known:
                    known[mark] = sharing_at_first(document, candidate.terms)
                near += [(-shared, number, place) for shared, place in known[mark]]
        likest = [(self._articles[number][1], place) for _, number, place in nsmallest(COMPARED, near)]
        return any(
            self._likeness.repeats(
                candidate.document, candidate.sentence, document, beginning(document)[place]
            )
            for document, place in likest
        )


@lru_cache(maxsize=ROWS)
def shared_at_first(terms: frozenset[str]) -> dict[object, tuple[tuple[int, int], ...]]:
    """Return how many of some terms first sentences have, by the mark of the article: filled as it is asked for.

    A page asks for nearly the same when another article came.
    """
    return {}


def sharing_at_first(document: AnnotatedArticle, terms: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Return how many of some terms each of an article's first sentences has that has enough of them, and its place."""
    shared = (len(terms.intersection(s.terms)) for s in beginning(document))
    least = LIKE * len(terms)
    return tuple((count, place) for place, count in enumerate(shared) if count and count >= least)


@remembered
def beginning(document: AnnotatedArticle) -> tuple[Sentence, ...]:
    """Return the sentences that an article begins with."""
    telling = [s for s in document.body.sentences if not s.boilerplate]
    return tuple(telling[: min(MOST, max(FEWEST, round(FIRST * len(telling))))])
