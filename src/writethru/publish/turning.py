"""The sentence behind another that turns it (`But the council refused`): the one is not printed without the other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from writethru.memory import remembered
from writethru.publish.checking.words import alternatives, listed
from writethru.publish.days import date_edits
from writethru.publish.edits import apply_edits, cite, layout_edits, link_edits
from writethru.publish.judging import judges
from writethru.publish.spans import contains, plain_words, touching
from writethru.records import AnnotatedArticle, CitedSentence, Sentence

LONGEST = 34  # words of a sentence that is brought along
SHORTEST = 5


@remembered
def turn_of(document: AnnotatedArticle, sentence: Sentence) -> Sentence | None:
    """Return the sentence right behind one that turns what it says, if there is one that may be printed."""
    sentences = document.body.sentences
    place = bisect_left(sentences, sentence.start, key=lambda s: s.start) + 1
    if place >= len(sentences) or sentences[place].paragraph > sentence.paragraph + 1:
        return None
    after = sentences[place]
    words = plain_words(document, after)
    if after.boilerplate or not SHORTEST <= len(words.split()) <= LONGEST or words[-1] not in '.!”"’':
        return None
    opened = _opening().match(words)
    if opened is None and _parted().match(words) is None:
        return None
    pointing = opened is not None and words[opened.end() :].split(" ", 1)[0].lower() in listed(
        "turning", "pointing"
    )
    if not pointing and set(sentence.terms).isdisjoint(after.terms):
        return None  # it begins something else
    whole = all(contains(after, quotation) for quotation in touching(document.body.quotations, after))
    return after if whole and not judges(document, after) else None


def turned_words(document: AnnotatedArticle, sentence: Sentence) -> int:
    """Return how many words a sentence brings along."""
    turn = turn_of(document, sentence)
    return len(plain_words(document, turn).split()) if turn is not None else 0


def cited_turn(document: AnnotatedArticle, turn: Sentence, this_year: int | None) -> CitedSentence:
    """Return a sentence as it reads behind the one that it turns: with the word by which it does."""
    citation = cite(document.article.id, document.article.text, turn.start, turn.end)
    edits = [
        *link_edits(document, turn),
        *layout_edits(citation.exact),
        *date_edits(document, turn, this_year),
    ]
    return apply_edits(citation, edits)


def alone_or_behind(
    picked: Sequence[tuple[AnnotatedArticle, Sentence]],
) -> Iterator[tuple[AnnotatedArticle, Sentence, Sentence | None]]:
    """Yield chosen sentences in order, each with the one that turns it; none that stands behind another stands alone too."""
    turns = {(d.article.id, s.start): turn_of(d, s) for d, s in picked}
    behind = {(a, turn.start) for (a, _), turn in turns.items() if turn is not None}
    for document, sentence in picked:
        if (document.article.id, sentence.start) not in behind:
            yield document, sentence, turns[document.article.id, sentence.start]


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"(?i:{alternatives('turning', 'opening')})(?![\w’'-]),? ")


@cache
def _parted() -> re.Pattern[str]:
    words = alternatives("turning", "parted")
    return re.compile(rf"(?:[\w’'.-]{{1,24}} ){{0,4}}[\w’'.-]{{1,24}}, (?:{words}),")
