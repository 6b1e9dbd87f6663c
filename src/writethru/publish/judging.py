"""Whether the outlet's own voice judges in a sentence: with scorn, mockery, colour, or the turns of one who argues."""

from __future__ import annotations

import re
from functools import cache

from writethru.memory import remembered
from writethru.publish.alone import SPOKEN, mask_quotations
from writethru.publish.checking.words import table
from writethru.publish.colour import colour_cuts
from writethru.publish.spans import sayings_near
from writethru.records import AnnotatedArticle, Attribution, Sentence

APOSTROPHE = str.maketrans("’‘", "''")
EVER = re.compile(r"(?: [a-z-]{1,20}){0,4} ever\b(?! since\b)")


@remembered
def judges(document: AnnotatedArticle, sentence: Sentence) -> bool:
    """Return whether an outlet judges in its own voice in a sentence: neither what others say counts nor what is cut."""
    words = own_voice(document, sentence)
    for start, end in colour_cuts(mask_quotations(document, sentence)):
        words = words[:start] + " " * (end - start) + words[end:]
    return judging_word(words) != ""


def judging_word(words: str) -> str:
    """Return the first word or turn of speech by which a text judges, "" if there is none."""
    low = words.lower().translate(APOSTROPHE)
    for found in _judging().finditer(low):
        if _others().search(low, 0, found.start()) is None:
            return found[0]
    return next((found[0] for found in _ranking().finditer(low) if EVER.match(low, found.end())), "")


def own_voice(document: AnnotatedArticle, sentence: Sentence) -> str:
    """Return a sentence's text with its quotations and what somebody says in it blanked out."""
    text = mask_quotations(document, sentence)
    for attribution in sayings_near(document, sentence):
        if not says(document, attribution):
            continue
        for content in attribution.content:
            start = max(0, content.start - sentence.start)
            end = min(len(text), content.end - sentence.start)
            if start < end:
                text = text[:start] + " " * (end - start) + text[end:]
    return text


def says(document: AnnotatedArticle, attribution: Attribution) -> bool:
    """Return whether an attribution tells what somebody said, and not only knew, wanted or offered."""
    cue = " ".join(document.article.text[c.start : c.end] for c in attribution.cue)
    return attribution.direct or SPOKEN.search(cue) is not None


@cache
def _judging() -> re.Pattern[str]:
    listed = table("judging")
    plain = {word for kind in ("scorn", "mockery", "colour") for word in listed[kind]["words"].split()}
    singles = "|".join(sorted(map(_spelled, plain)))
    turns = sorted(listed["turns"]["words"])
    bracketed = "|".join(re.escape(turn) for turn in turns if turn.startswith("("))
    others = "|".join(re.escape(turn) for turn in turns if not turn.startswith("("))
    return re.compile(rf"(?<![\w-])(?:(?:{singles}|{others})\b(?!-))|(?:{bracketed})")


@cache
def _others() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(table('judging')['others']['words'].split()))})\b")


def _spelled(word: str) -> str:
    return re.escape(word.removesuffix("*")) + (r"\w{0,8}" if word.endswith("*") else "")


@cache
def _ranking() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(table('judging')['ranking']['words'].split()))})\b")
