"""What stands before the subject of a sentence, or of what is said in it, and may go because it bounds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from writethru.publish.checking.senses import base, verb_share
from writethru.publish.checking.words import listed
from writethru.publish.pieces import LONGEST, is_of_report, may_go
from writethru.publish.sense import WORD, Piece, Sense, has_finite, is_finite, named_before
from writethru.publish.spans import touching
from writethru.records import Span

INNER = re.compile(r"\bthat (?=(while|although|though|after|when|as|during|in|on|despite) )")
THAT = re.compile(
    r"\b([a-z]+) that(?= (?!(?:is|are|was|were|will|would|can|could|may|might|must|should|has|have|had|he|she|it|they|in|on|at|thanks|with|by|after|if|when|while)\b))"
)
CLAUSE = 9  # words within which what is said has its verb
NO_SUBJECT = frozenset(
    "and or but who which where so neither nor".split()
)  # "while it was a problem, so were"
AS_OF = re.compile(r"as of\b", re.IGNORECASE)  # the time of a figure
SHORT = 3  # words between the first commas of a sentence that go with what opens it: "In Lorne, Texas, "


def fronts(sense: Sense) -> list[Piece]:
    """Return what may go from before a subject."""
    front = fronted(sense)
    found = [*inner(sense), *([front] if front is not None else [])]
    return [p for p in found if may_go(sense, p)]


def inner(sense: Sense) -> Iterator[Piece]:
    """Yield what stands before the subject of what is said: `say that while the quay held, the bridge fell`."""
    for match in INNER.finditer(sense.words):
        comma = next((c for c in sense.commas if c > match.end()), None)
        if AS_OF.match(sense.words, match.end()):
            continue
        if comma is None or comma - match.end() > LONGEST:
            continue
        end = next((c for c in sense.commas if c > comma), sense.stop)
        if begins_subject(sense, comma + 2, end):
            yield Piece(match.start(1), comma + 2, "front")
    for match in THAT.finditer(sense.words):
        clause = list(WORD.finditer(sense.words, match.end(), sense.stop))[1:CLAUSE]
        if match[1].lower() in listed("cues", "said") and any(
            is_finite(sense.words, w.start()) for w in clause
        ):
            yield Piece(match.end(1), match.end(), "that")


def fronted(sense: Sense) -> Piece | None:
    """Return what stands before the subject, if it may go: `On Monday, `, `Speaking in Lorne, `.

    Not what says where or when the rest holds: `In some towns, `, `When it was built, `.
    """
    first = WORD.match(sense.words)
    if first is None or not sense.commas:
        return None
    low = first.group().lower()
    if AS_OF.match(sense.words):
        return None
    if (
        low != "to"
        and low not in listed("pieces", "fronted")
        and not (low.endswith("ing") and verb_share(base(low)) >= 30)
    ):
        return None
    for number, comma in enumerate(sense.commas[:2]):
        if comma > LONGEST or (number and len(sense.words[sense.commas[0] : comma].split()) > SHORT):
            return None
        end = next((c for c in sense.commas if c > comma), sense.stop)
        if begins_subject(sense, comma + 2, end):
            return Piece(0, comma + 2, "front") if only_adds(sense, low, comma) else None
    return None


def only_adds(sense: Sense, low: str, comma: int) -> bool:
    """Return whether an opening phrase says when it was reported or said, and bounds nothing."""
    if low in listed("pieces", "fronted", "free") or low.endswith("ing"):
        return True
    if low == "to":
        aim = WORD.match(sense.words, 3)
        return aim is not None and verb_share(base(aim.group().lower())) >= 30
    rest = list(WORD.finditer(sense.words, 0, comma))
    if {w.group().lower() for w in rest} & listed("pieces", "occasion"):
        return True
    offset, day = sense.sentence.start, sense.document.article.day
    covered = [
        t
        for t in touching(sense.document.body.times, Span(offset, offset + comma))
        if day is not None and is_of_report(t, day)
    ]
    free = [
        w
        for w in rest
        if not any(t.start <= offset + w.start() < t.end for t in covered)
        and w.group().lower() not in listed("pieces", "time", "taken")
    ]
    return bool(covered) and not free


def begins_subject(sense: Sense, start: int, end: int) -> bool:
    """Return whether a main clause begins at a place: a name or a noun with its verb before the next comma."""
    word = WORD.match(sense.words, start)
    if word is None:
        return False
    low = word.group().lower()
    if low in listed("sense", "small", "preposition") or low in NO_SUBJECT:
        return False
    if has_finite(sense.words, word.end(), end):
        return not is_finite(sense.words, start)
    name = named_before(sense, end)
    return name is not None and name.kind == "person" and name.start - sense.sentence.start == start
