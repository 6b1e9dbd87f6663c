"""A sentence with what is known of its words: its commas, quotations and verbs, and who says it.

No grammar is at hand: where a stretch ends is told by commas and by the words that it begins with.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from writethru.publish.checking.senses import base, is_irregular, verb_share
from writethru.publish.checking.words import listed
from writethru.publish.spans import overlaps, sayings_near, touching
from writethru.records import AnnotatedArticle, Mention, Sentence, Span

FINITE = 20  # of a hundred uses of a form in "ed" in which it must be a verb to be one here
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
COMMA = re.compile(r",(?= )")
ROUND = re.compile(r" \([^()]{1,200}\)")
NEXT_WORD = re.compile(r",? ([^\W_]+(?:['’][^\W_]+)*)")
AT_ONCE = 2  # characters before what is said: a mark of quotation


class Piece(NamedTuple):
    """A stretch of the cited words that may be left out."""

    start: int
    end: int
    kind: str  # time, aside, front, occasion, tail


class Sense(NamedTuple):
    """A sentence with what is known of its words."""

    document: AnnotatedArticle
    sentence: Sentence
    words: str
    quotes: tuple[Span, ...]  # in the words, with their marks
    stop: int  # where the closing mark begins
    close: int  # where what is said ends: before who says it, if that stands last, else at `stop`
    commas: tuple[int, ...]  # outside of quotations and brackets


def read_sentence(document: AnnotatedArticle, sentence: Sentence) -> Sense:
    """Return a sentence with its commas and quotations."""
    words = document.article.text[sentence.start : sentence.end]
    quotes = tuple(
        Span(max(0, q.start - sentence.start - 1), q.end - sentence.start + 1)
        for q in touching(document.body.quotations, sentence)
    )
    rounds = [Span(m.start(), m.end()) for m in ROUND.finditer(words)]
    commas = tuple(
        m.start()
        for m in COMMA.finditer(words)
        if not any(q.start <= m.start() < q.end for q in (*quotes, *rounds))
    )
    stop = len(words) - 1 if words.endswith(".") else len(words)
    return Sense(document, sentence, words, quotes, stop, closing_source(document, sentence, stop), commas)


def closing_source(document: AnnotatedArticle, sentence: Sentence, stop: int) -> int:
    """Return where the comma stands before who says a sentence, if that stands behind it: `, said the mayor`."""
    text = document.article.text
    for said in sayings_near(document, sentence):
        start = min((p.start for p in (*said.source, *said.cue)), default=sentence.end)
        inside = [c for c in said.content if overlaps(c, sentence)]
        if not inside or not all(sentence.start <= c.start and c.end <= start for c in inside):
            continue
        comma = text.rfind(",", sentence.start, start)
        if (
            comma > 0
            and not text[comma + 1 : start].strip()
            and min(c.start for c in inside) - sentence.start <= AT_ONCE
        ):
            return comma - sentence.start
    return stop


def is_finite(words: str, at: int) -> bool:
    """Return whether a verb that says what is so stands at a place."""
    match = WORD.match(words, at)
    return match is not None and _is_finite(match.group())


@lru_cache(maxsize=20_000)
def _is_finite(word: str) -> bool:
    if word[0].isupper() or word in listed("pieces", "aside", "nouns"):
        return False
    low = word.lower().replace("’", "'")
    if any(low in listed("sense", "small", kind) for kind in ("modal", "be", "have", "do")):
        return True
    if low in listed("pieces", "aside", "verbs"):
        return True
    if low in listed("cues", "said") and (is_irregular(low) or low.endswith(("s", "ed"))):
        return True
    if low.endswith("ed") or is_irregular(low):
        return verb_share(base(low)) >= FINITE
    return low.endswith("s") and not low.endswith("ss") and verb_share(base(low)) >= 60


def has_finite(words: str, start: int, end: int) -> bool:
    """Return whether a stretch has a verb that says what is so."""
    return any(is_finite(words, m.start()) for m in WORD.finditer(words, start, end))


def last_break(sense: Sense, at: int) -> int:
    """Return where the clause began that stands before a place, as far as marks and small words tell."""
    found = [c for c in sense.commas if c < at]
    before = sense.words[:at]
    words = [m.end() for m in re.finditer(r"\b(?:that|and|but|because|when|while|after|as|if)\b", before)]
    return max([0, *(c + 1 for c in found), *words])


def goes_on(sense: Sense, at: int) -> bool:
    """Return whether what follows a time is a mark, a small word or a verb, and no noun that it marks out."""
    follows = re.match(r"(?:[,.;:]|\s[—–(“\"-]|\Z)", sense.words[at:])
    if follows:
        return True
    word = NEXT_WORD.match(sense.words, at)
    if word is None:
        return False
    low = word[1].lower()
    if low in listed("sense", "small", "preposition") or low in listed("sense", "small", "relative"):
        return True
    return low in ("to", "that", "and", "but", "as", "when", "after", "the", "a") or is_finite(
        sense.words, word.start(1)
    )


def named_before(sense: Sense, at: int) -> Mention | None:
    """Return the name that ends at a place of the words."""
    place = sense.sentence.start + at
    for name in touching(sense.document.body.names, Span(max(0, place - 1), place)):
        if name.end == place:
            return name
    return None
