"""Leads that run into their section: where the first sentence opens with what its lead says, that is not said twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from writethru.records import CitedSentence
from writethru.render.wording import visible

OPENED = 1.8  # times the words of a lead that the beginning of a sentence which says them may have, and
LONGEST_OPENING = 24  # words, at most
WORD = re.compile(r"\S+")


def opened_by(lead: CitedSentence, sentences: Sequence[CitedSentence]) -> str:
    """Return the beginning of the first sentence under a lead that says all of it, which need not stand twice; else ""."""
    first = visible(sentences[0].text).strip() if sentences else ""
    wanted = [_bare(word) for word in visible(lead.text).split() if _bare(word)]
    most = min(OPENED * len(wanted), LONGEST_OPENING)
    said = 0
    for number, word in enumerate(WORD.finditer(first), 1):
        if number > most or said == len(wanted):
            break
        if _bare(word.group()) == wanted[said]:
            said += 1
            if said == len(wanted):
                return first[: word.end()].rstrip(" .,;:—–")
        elif number == 1:
            break  # it opens otherwise
    return ""


def _bare(word: str) -> str:
    return word.strip(".,;:!?“”\"'‘’()[]—–-").casefold()
