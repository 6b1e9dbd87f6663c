"""Leads that run into their section: what its first sentence opens with, or the headline says, is not said twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from writethru.records import Brief, CitedSentence
from writethru.render.wording import last_word, visible

LETTERED = re.compile(r"[A-Z]\.[A-Z]\.$")  # U.S.
OPENED = 1.8  # times the words of a lead that the beginning of a sentence which says them may have, and
LONGEST_OPENING = 24  # words, at most
WORD = re.compile(r"\S+")


def opened_by(lead: CitedSentence, sentences: Sequence[CitedSentence]) -> str:
    """Return the beginning of the first sentence under a lead that says all of it, which need not stand twice; else ""."""
    first = visible(sentences[0].text).strip() if sentences else ""
    of_it = bool(sentences) and _place(lead) == _place(sentences[0])
    wanted = [_bare(word) for word in visible(lead.text).split() if _bare(word)]
    most = min(OPENED * len(wanted), LONGEST_OPENING)
    said = 0
    for number, word in enumerate(WORD.finditer(first), 1):
        if number > most or said == len(wanted):
            break
        if _bare(word.group()) == wanted[said]:
            said += 1
            if said == len(wanted):
                opened = first[: word.end()]
                return opened if LETTERED.search(opened) else opened.rstrip(" .,;:—–")
        elif number == 1 and not of_it:
            break  # it opens otherwise
    return ""


def parted(sentence: CitedSentence, opened: str) -> tuple[str, str, str]:
    """Return a sentence in three parts: its opening, what follows, and its last word as `last_word` has it."""
    head, tail = last_word(sentence.text)
    place = len(opened)
    if place > len(head):  # the opening ends within the last word, or is all
        return (head + tail)[:place], "", tail[place - len(head) :]
    return head[:place], head[place:], tail


def is_headline(lead: CitedSentence, brief: Brief) -> bool:
    """Return whether a lead says what stands above it as the headline."""
    return lead.text == brief.headline.text


def _place(text: CitedSentence) -> tuple[object, ...]:
    return next(((c.article, c.field, c.start) for c in text.citations), ())


def _bare(word: str) -> str:
    """Return a word without the signs around it, and without the brackets of a name that was put for another word."""
    return word.replace("[", "").replace("]", "").strip(".,;:!?“”\"'‘’()—–-").casefold()
