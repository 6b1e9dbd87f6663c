"""What a page may not leave out: what several origins tell first, and what the other side answers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from writethru.memory import remembered
from writethru.publish.alone import mask_quotations
from writethru.publish.checking.words import listed, words_in
from writethru.publish.likeness import Likeness
from writethru.publish.material import Candidate, Material, is_top
from writethru.records import AnnotatedArticle, Sentence

ASKED = 100  # of the weightiest candidates it is asked whether others tell the same
FIRST = 0.34  # share of an article that is its beginning,
FEWEST, MOST = 5, 12  # but so many sentences at least and at most
LIKE = 0.25  # share of a candidate's terms that a sentence has to have to be compared
COMPARED = 8  # of those that share most
BORNE_OUT = 1.6  # what it is worth that another origin tells the same among the first
ANCHORED = 1.6  # what it is worth at the top of the report that the page starts from
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
        for f, c in zip(factors, candidates, strict=True)
    ]


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
        self._sentences = list(chain.from_iterable(map(beginning, material.documents)))
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, (_, sentence) in enumerate(self._sentences):
            for term in set(sentence.terms):
                self._places[term].append(place)

    def tell(self, candidate: Candidate) -> bool:
        """Return whether another origin than its own tells among its first sentences what a candidate tells."""
        own = self._origin_of[candidate.document.article.id]
        shared = Counter(chain.from_iterable(self._places[t] for t in candidate.terms if t in self._places))
        least = LIKE * len(candidate.terms)
        near = [
            place
            for place, count in shared.items()
            if count >= least and self._origin_of[self._sentences[place][0].article.id] != own
        ]
        near.sort(key=lambda place: (-shared[place], place))
        return any(
            self._likeness.repeats(candidate.document, candidate.sentence, *self._sentences[place])
            for place in near[:COMPARED]
        )


def beginning(document: AnnotatedArticle) -> Iterator[tuple[AnnotatedArticle, Sentence]]:
    """Yield the sentences that an article begins with."""
    telling = [s for s in document.body.sentences if not s.boilerplate]
    for sentence in telling[: min(MOST, max(FEWEST, round(FIRST * len(telling))))]:
        yield document, sentence
