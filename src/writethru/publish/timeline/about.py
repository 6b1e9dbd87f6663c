"""What a story is about, and whether a sentence is: an article about several matters tells of others too."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from heapq import nlargest

from writethru.publish.material import Material
from writethru.publish.spans import start_of
from writethru.publish.weighing import title_terms
from writethru.records import AnnotatedArticle, Record, Sentence

OWN_WORDS = 0.6  # share of a sentence's terms that one outlet alone uses, from which it has to be shown to be of the story
CORE = 15  # weightiest terms of a story, and
FEW = 1  # of them, or of other outlets' titles, that it then has to have more
AROUND = 2  # sentences before and after it, which show what it is about
MATTER = 4  # weightiest terms of the story that they have then


class Matter(Record, frozen=True):
    """What a story is about: its weightiest terms, and how many titles have each of theirs."""

    core: frozenset[str]
    titled: Counter[str]


def matter_of(material: Material) -> Matter:
    """Return what a story is about."""
    heaviest = nlargest(CORE, material.weights, key=lambda term: (material.weights[term], term))
    return Matter(frozenset(heaviest), Counter(t for d in material.documents for t in title_terms(d)))


def is_of_story(document: AnnotatedArticle, sentence: Sentence, matter: Matter, material: Material) -> bool:
    """Return whether a sentence is about the story: not mostly in words of its outlet alone, few of them the story's.

    An article about several matters, or about one of many people, tells of others too.
    """
    terms = set(sentence.terms)
    if len(material.origins) == 1 or sum(t in material.sole for t in terms) < OWN_WORDS * len(terms):
        return True
    mine = title_terms(document)
    return len(terms & matter.core) > FEW or sum(matter.titled[t] > (t in mine) for t in terms) > FEW


def is_among(document: AnnotatedArticle, sentence: Sentence, matter: Matter) -> bool:
    """Return whether the sentences around one are about the story."""
    sentences = document.body.sentences
    at = bisect_left(sentences, sentence.start, key=start_of)
    near = (*sentences[max(0, at - AROUND) : at], *sentences[at + 1 : at + 1 + AROUND])
    return len({t for s in near for t in s.terms} & matter.core) >= MATTER
