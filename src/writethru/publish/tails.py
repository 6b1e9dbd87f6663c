"""What may be cut from the end of a sentence, or from before who says it: what only adds to the clause before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from writethru.publish.carried import NEGATION
from writethru.publish.checking.senses import base, bases_listed, verb_share
from writethru.publish.checking.words import listed
from writethru.publish.edits import opening
from writethru.publish.hanging import OPENERS, is_adverb, is_before_verb, joins_clauses, may_hang, may_open
from writethru.publish.needed import is_helper, is_needed
from writethru.publish.pieces import ADDED, DASH, may_go
from writethru.publish.sense import WORD, Piece, Sense, has_finite, is_finite

TAIL = re.compile(r"(,|;| —| –| --|) ([a-z][\w’'-]*)")  # what a colon brings is the point
RESUMED = re.compile(r"\b(?:who|which|that|whose|and|or|but)\b")
JOINED = ("and ", "but ")
CLOSE = 6  # words before a tail among which stands what says nothing without it
BEFORE = 60  # characters within which the word stands that a tail hangs on
DASHES = (" —", " –", " --")
BOUNDED = re.compile(
    r"\b(?:if|unless|wherever|whenever|provided|(?:as|so) long as|except|exception|excluding|other than)\b"
)  # when or where the rest holds
POINT = re.compile(r"[a-z]: (?=[a-z])")
TURN = re.compile(r" but (?:[a-z]{2,12}ly )?")
NOTHING = re.compile(
    r"\b(?:some|any|every|no)(?:thing|body|one|where)\b|\b(?:one|the) thing\b"
)  # "something they lacked"


def tails(sense: Sense, small: Sequence[Piece]) -> list[Piece]:
    """Return what may be cut from the end, the shortest first: what only adds to the clause before it.

    Of the small pieces the times are known to be cut too.
    """
    found: list[Piece] = []
    gone = [p for p in small if p.kind == "time"]
    within = [p for p in small if p.kind != "time"]
    openings = {p.start for p in within if p.kind == "occasion"}  # what follows one there goes with it
    starts = {p.start + 1 for p in gone}  # a time: what follows it goes with the words before it
    kept = [w for w in WORD.finditer(sense.words) if not any(g.start <= w.start() < g.end for g in gone)]
    ends = [w.end() for w in kept]
    dashes = len(DASH.findall(sense.words))
    for match in TAIL.finditer(sense.words, 0, sense.stop):
        close = sense.close if match.start() < sense.close else sense.stop
        mark, word = match[1], match[2].lower()
        occasion = match.start() in openings
        if not mark and not occasion and not may_open(sense, match.start(2), word):
            continue
        if (
            match.start(2) in starts
            or match.start() == sense.close
            or any(
                p.start <= match.start() < p.end
                for p in within
                if p.kind != "occasion" or p.start != match.start()
            )
            or (mark == "," and match.start() not in sense.commas)
        ):
            continue
        if goes_on_later(sense, match.start(2)):
            continue
        place = bisect_left(ends, match.start() + 1) - 1
        if place < 0 or kept[place].start() < match.start() - BEFORE:
            continue
        before = kept[place]
        if not mark and before.group().endswith(("ly", "ing")):
            continue  # it goes with what follows: "only partly because", "depending on"
        if not mark and before.group().lower() in listed("pieces", "aside", "leading"):
            continue
        if word == "but" and is_unsure(sense, match.start(2)):
            continue
        if is_main(sense, match.start(2), close, mark):
            continue
        if mark in DASHES and (is_finite(sense.words, match.start(2)) or dashes == 2):
            continue  # the sentence goes on behind an aside
        if mark == "," and not may_close(sense, match.start(2)):
            continue
        if occasion and is_before_verb(sense, match.start(2)):
            continue
        if not mark and not occasion and not may_hang(sense, match.start(2), word, before):
            continue
        piece = Piece(match.start(), close, "tail")
        if may_go(sense, piece) and not is_needed(sense, match.start(2), mark):
            found.append(piece)
    return sorted(found, key=lambda p: -p.start)


def may_close(sense: Sense, start: int) -> bool:
    """Return whether what follows a comma up to the end only adds: a relative clause, a participle, a circumstance."""
    word = WORD.match(sense.words, start)
    assert word is not None
    low = word.group().lower()
    if low in listed("sense", "small", "article") and is_clause(sense, start):
        return False  # who says it, or a sentence of its own
    if low in listed("pieces", "aside") or low in listed("pieces", "aside", "closing"):
        return True
    if (low.endswith("ing") and verb_share(base(low)) >= 30) or ADDED.match(sense.words, start):
        return True
    if low in ("and", "but"):
        return not joins_clauses(sense, start - 1) and (
            is_finite(sense.words, word.end() + 1) or has_finite(sense.words, word.end(), sense.stop)
        )
    return False


def is_unsure(sense: Sense, start: int) -> bool:
    """Return whether the words before a "but" are somebody's, possible or only meant: what it brings is the point."""
    low = {w.group().lower() for w in WORD.finditer(sense.words, 0, start)}
    if NEGATION.search(sense.words, 0, start):
        return True  # "was no clerk, but"
    return bool(low & (listed("cues", "hedge") | listed("cues", "said") | listed("pieces", "unsure")))


def is_main(sense: Sense, start: int, close: int, mark: str) -> bool:
    """Return whether what follows is what a sentence says, or says when that holds, and does not only add to it."""
    turn = TURN.search(sense.words, start, close)
    if turn is not None and is_finite(sense.words, turn.end()):
        return True  # "rose | as the orders came but settled"
    if not mark and POINT.search(sense.words, start, close):
        return True  # "took aim at an old foe | in a speech: the quay"
    bound = BOUNDED.search(sense.words, start, close)
    if bound is not None and not has_finite(sense.words, start, bound.start()):
        return True  # "in the fall wherever they can"
    if not mark and opens_clause(sense) and not any(c < start for c in sense.commas):
        return bool(
            sense.commas
        )  # the main clause stands behind the next comma: "From the quay | to the bridge, "
    verbs = [
        w.group().lower() for w in WORD.finditer(sense.words, 0, start) if is_finite(sense.words, w.start())
    ]
    if mark == "," and verbs and base(verbs[-1]) in bases_listed("pieces", "hollow"):
        return sense.words.startswith(("when ", "as ", "with ", "after "), start)  # "came in May, when"
    last = list(WORD.finditer(sense.words, max(0, start - BEFORE), start))[-CLOSE:]
    return bool(last) and NOTHING.search(sense.words, last[0].start(), start) is not None


def opens_clause(sense: Sense) -> bool:
    """Return whether a sentence begins with what stands before its main clause."""
    first = WORD.match(sense.words, opening(sense.words))
    low = first.group().lower() if first is not None else ""
    return low in OPENERS or low in listed("sense", "small", "preposition")


def is_clause(sense: Sense, start: int) -> bool:
    """Return whether what follows a comma has a subject and verb of its own: ", the poll shows"."""
    for word in WORD.finditer(sense.words, start, sense.stop):
        if word.group().lower() in OPENERS:
            return False
        if is_finite(sense.words, word.start()):
            return True
    return False


def goes_on_later(sense: Sense, start: int) -> bool:
    """Return whether a verb behind a later comma may be that of the words before: "the man, a clerk, had left"."""
    for comma in sense.commas:
        after = WORD.match(sense.words, comma + 2)
        if after is not None and is_adverb(after.group().lower()):
            after = WORD.match(sense.words, after.end() + 1)
        if start < comma < sense.close and after and after.group() in listed("pieces", "aside", "parted"):
            return True
        if start < comma < sense.close and after and is_finite(sense.words, after.start()):
            if sense.words.startswith(JOINED, start) and is_helper(after.group().lower()):
                return True  # "and the signs that it came from the quay, has been seen"
            return not RESUMED.search(sense.words, start + 4, comma)
    return False
