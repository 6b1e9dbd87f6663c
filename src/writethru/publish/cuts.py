"""Whether what cutting left of a sentence still says what the sentence says: the same doers, deeds and objects.

A cut may not give a verb another subject or object, nor make a fact of what somebody said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from writethru.publish.checking.clauses import Phrase, clauses, clauses_of_line, told
from writethru.publish.checking.senses import base
from writethru.publish.checking.words import Word, listed, words_in
from writethru.records import ADDING, CitedSentence

Found = Iterator[tuple[str, str, str]]  # kind, found, expected
RELATIVE = re.compile(r"\b(?:who|whom|which|whose|when|while|after|although|though|because|since|before)\b")
OPENS = re.compile(r" that\b")
AND = re.compile(r",? (?:and|but) (?:[a-z]+ly )?")
DAY = re.compile(
    r",? (?:on |late |early |last |this ){0,2}(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday)"
    r"(?: (?:morning|afternoon|evening|night))?,?"
)
FRONT = re.compile(r"(?:While|When|After|As|Before|Since|Although|Though|Because)\b[^,]{1,200}, ")
BY = re.compile(r" by\b")
SHORT = 24  # characters of a leading word such as "Meanwhile, " that may be cut from any sentence


def cut_faults(text: CitedSentence) -> Found:
    """Yield the clauses that a text says and the whole words do not, and the cut of who says it."""
    cuts = [e for e in text.edits if e.kind == "trim" and len(e.was) - len(e.now) > 0]
    if not text.citations or not any(e.at[0] > 0 or len(e.was) > SHORT for e in cuts):
        return
    words = without_links(text)
    shown = text.before(lambda e: e.kind in ADDING or (e.kind == "trim" and e.was.strip() == "that"))
    for day in (e.was for e in cuts if DAY.fullmatch(e.was)):
        words = words.replace(
            day, "", 1
        )  # a day does nothing and nothing is done to it: "voted on Monday to"
    whole = [*clauses_of_line(words)]
    front = FRONT.match(words)
    if front and any(e.at[0] == 0 and e.was.startswith(front[0].rstrip()) for e in cuts):
        whole += clauses(words, front.end(), len(words))  # the main clause, read by itself
    for clause in clauses_of_line(shown):
        if clause.verb == base("according"):
            continue  # no verb: who says it is looked at below
        same = [c for c in whole if c.verb == clause.verb]
        if not any(_within(clause.agent, c.agent) and _within(clause.patient, c.patient) for c in same):
            yield "edit", told(clause, shown), told(same[0], words) if same else "a clause of the cited words"
    said = listed("cues", "said")
    for edit in cuts:
        cut = edit.was.removesuffix(edit.now) if edit.now else edit.was
        spoken = [w for w in words_in(cut) if w.low in said and cut[w.start].islower()]
        if not all(_is_beside(cut, w) for w in spoken) and said.isdisjoint(w.low for w in words_in(shown)):
            yield "speaker", edit.was, "who says it not cut"


def without_links(text: CitedSentence) -> str:
    """Return the words that a text cites first, without the links that ran into them."""
    words, shift = text.citations[0].exact, 0
    for edit in text.edits:
        if edit.kind == "link":
            start = edit.at[0] - shift
            words = words[:start] + "\0" * len(edit.was) + words[start + len(edit.was) :]
        shift += len(edit.now) - len(edit.was)
    return words.replace("\0", "")


def _is_beside(cut: str, cue: Word) -> bool:
    """Return whether a verb of saying in a cut says something of its own: in a relative clause, or "blamed by"."""
    before = cut[: cue.start]
    if BY.match(cut, cue.end) or AND.fullmatch(before):
        return True
    words = words_in(before)
    if words and (
        words[-1].low in listed("sense", "small", "article") | listed("sense", "small", "quantity")
    ):
        return True  # "their state", "a report", "nine states"
    relative = max((m.start() for m in RELATIVE.finditer(before)), default=-1)
    if relative < 0 and not OPENS.match(before):
        return False
    return "," not in before[max(relative, 0) :].lstrip(" ,")


def _within(mine: Phrase | None, theirs: Phrase | None) -> bool:
    """Return whether a phrase is another or a part of it; of what is left out nothing is wrong."""
    return mine is None or not mine.bases or (theirs is not None and mine.bases <= theirs.bases)
