"""Which part of an article is about the story: passages in which nothing of it is named are about something else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain

from writethru.memory import remembered
from writethru.publish.weighing import used_terms
from writethru.records import AnnotatedArticle, Sentence

AROUND = 3  # sentences before and behind one that show what its passage is about
NAMED = 2  # words of the story that a passage about it has
USERS = 0.5  # share of the origins that use a word of the titles,
OPENERS = 0.7  # or have a word among their first sentences, for it to be of the story
TOP = 5
FEWEST = 4  # such words without which nobody can tell


def words_of_story(
    documents: Sequence[AnnotatedArticle], origin_of: Mapping[str, str], titles: Mapping[str, float]
) -> frozenset[str]:
    """Return what a story is about: words of titles that half of the origins use, and those with which most begin.

    Each is of two origins at least.
    """
    texts: defaultdict[str, set[str]] = defaultdict(set)
    tops: defaultdict[str, set[str]] = defaultdict(set)
    for document in documents:
        origin = origin_of[document.article.id]
        texts[origin] |= used_terms(document)[0] & titles.keys()
        tops[origin] |= terms_at_top(document)
    users, openers = (Counter(chain.from_iterable(terms.values())) for terms in (texts, tops))
    return frozenset(
        term
        for counts, share in ((users, USERS), (openers, OPENERS))
        for term, count in counts.items()
        if count >= max(2, share * len(texts))
    )


@remembered
def terms_at_top(document: AnnotatedArticle) -> frozenset[str]:
    """Return the terms of the sentences that an article begins with."""
    telling = [s for s in document.body.sentences if not s.boilerplate]
    return frozenset(t for s in telling[:TOP] for t in s.terms)


def is_beside(document: AnnotatedArticle, sentence: Sentence, story: frozenset[str]) -> bool:
    """Return whether a sentence stands where its article is about something else than the story."""
    return len(story) >= FEWEST and sentence.start in passages_beside(document, story)


@remembered
def passages_beside(document: AnnotatedArticle, story: frozenset[str]) -> frozenset[int]:
    """Return where the sentences begin around which an article names hardly a word of the story."""
    sentences = [s for s in document.body.sentences if not s.boilerplate]
    named = [story.intersection(s.terms) for s in sentences]
    some = list(accumulate((bool(words) for words in named), initial=0))
    found = set()
    for place, sentence in enumerate(sentences):
        first, last = max(0, place - AROUND), min(len(sentences), place + AROUND + 1)
        if some[last] - some[first] < NAMED and len(frozenset().union(*named[first:last])) < NAMED:
            found.add(sentence.start)
    return frozenset(found)
