"""Whether the outlet's own voice judges in a sentence: with scorn, mockery, colour, or the turns of one who argues."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from writethru.memory import remembered
from writethru.publish.alone import SPOKEN, mask_quotations
from writethru.publish.checking.words import listed, table
from writethru.publish.colour import colour_cuts
from writethru.publish.spans import blanked, sayings_near
from writethru.records import AnnotatedArticle, Attribution, Sentence

APOSTROPHE = str.maketrans("’‘", "''")
WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
STILL_WORD = re.compile(r"[a-z0-9-]")
ENDING = 8  # letters at most behind a stem
EVER = re.compile(r"(?: [a-z-]{1,20}){0,4} ever\b(?! since\b)")


@remembered
def judges(document: AnnotatedArticle, sentence: Sentence) -> bool:
    """Return whether an outlet judges in its own voice in a sentence: neither what others say counts nor what is cut."""
    words = own_voice(document, sentence)
    for start, end in colour_cuts(mask_quotations(document, sentence)):
        words = blanked(words, start, end)
    return judging_word(words) != ""


def judging_word(words: str) -> str:
    """Return the first word or turn of speech by which a text judges, "" if there is none."""
    low = words.lower().translate(APOSTROPHE)
    lists, theirs = _lists(), listed("judging", "others")
    for match in WORD.finditer(low):
        word = match[0]
        if word in theirs:
            return ""  # what follows is somebody's: "dismissed it as absurd"
        if word in lists.words or has_judging_stem(word):
            return word
        for turn in lists.turns.get(word, ()):
            if low.startswith(turn, match.start()) and not STILL_WORD.match(low, match.start() + len(turn)):
                return turn
        if word in lists.ranking and EVER.match(low, match.end()):
            return f"{word} ever"
    return next((aside for aside in lists.asides if aside in low), "")


def own_voice(document: AnnotatedArticle, sentence: Sentence) -> str:
    """Return a sentence's text with its quotations and what somebody says in it blanked out."""
    text = mask_quotations(document, sentence)
    for attribution in sayings_near(document, sentence):
        if not says(document, attribution):
            continue
        for content in attribution.content:
            text = blanked(text, content.start - sentence.start, content.end - sentence.start)
    return text


def says(document: AnnotatedArticle, attribution: Attribution) -> bool:
    """Return whether an attribution tells what somebody said, and not only knew, wanted or offered."""
    cue = " ".join(document.article.text[c.start : c.end] for c in attribution.cue)
    return attribution.direct or SPOKEN.search(cue) is not None


class Lists(NamedTuple):
    """The words and turns by which writers judge."""

    words: frozenset[str]
    stems: frozenset[str]  # with any ending
    sizes: tuple[int, ...]  # of the stems
    turns: dict[str, tuple[str, ...]]  # by their first word
    asides: tuple[str, ...]  # that open with a bracket
    ranking: frozenset[str]


@lru_cache(maxsize=20_000)
def has_judging_stem(word: str) -> bool:
    """Return whether a word is one of the stems by which writers judge, with an ending."""
    lists = _lists()
    return any(word[:size] in lists.stems for size in lists.sizes if size <= len(word) <= size + ENDING)


@cache
def _lists() -> Lists:
    kinds = table("judging")
    plain = {word for kind in ("scorn", "mockery", "colour") for word in kinds[kind]["words"].split()}
    stems = frozenset(word.removesuffix("*") for word in plain if word.endswith("*"))
    turns: dict[str, tuple[str, ...]] = {}
    for turn in sorted(t for t in kinds["turns"]["words"] if not t.startswith("(")):
        first = WORD.match(turn)
        if first:
            turns[first[0]] = (*turns.get(first[0], ()), turn)
    asides = tuple(sorted(t for t in kinds["turns"]["words"] if t.startswith("(")))
    sizes = tuple(sorted({len(stem) for stem in stems}))
    return Lists(frozenset(plain), stems, sizes, turns, asides, listed("judging", "ranking"))
