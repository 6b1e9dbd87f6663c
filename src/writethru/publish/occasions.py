"""On what occasion and where something was said: `in a campaign speech`, `in an interview with Lorne Radio`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from writethru.publish.checking.senses import is_irregular
from writethru.publish.checking.words import listed
from writethru.publish.sense import NEXT_WORD, WORD, Piece, Sense, goes_on, has_finite, is_finite, last_break
from writethru.publish.spans import touching
from writethru.records import Span

TOLD_OF = re.compile(r",? (?:that|which|who) ")
AT_PLACE = re.compile(r" (?:in|at|from|outside|near) ")


def occasions(sense: Sense) -> Iterator[Piece]:
    """Yield the occasions on which something was said: `in a statement`, `in an interview with Lorne Radio`."""
    tokens = list(WORD.finditer(sense.words, 0, sense.stop))
    opening = listed("pieces", "occasion", "before").union({"in", "at"})
    for i, token in enumerate(tokens):
        if token.group() not in opening:
            continue
        if i and tokens[i - 1].group().endswith("ing"):
            continue  # "depending on testimony"
        j = i + 1
        while j < len(tokens) and (
            tokens[j].group().lower() in listed("pieces", "occasion", "about") or is_time(sense, tokens[j])
        ):
            j += 1
        if j == i + 2 and token.group() != "on":
            j = named_occasion(tokens, j)
        if j == i + 1 or j >= len(tokens) or tokens[j].group().lower() not in listed("pieces", "occasion"):
            continue
        if j + 1 < len(tokens) and tokens[j + 1].group().lower() in listed("pieces", "occasion"):
            j += 1  # a press conference call
        end = tokens[j].end()
        behind = NEXT_WORD.match(sense.words, end)
        if behind and behind[1].lower() in listed("pieces", "occasion", "behind"):
            end = end_of_names(sense, behind.end()) or end
        if (
            goes_on(sense, end)
            and i
            and not is_sent(sense, token.start(), end)
            and not is_told_of(sense, end)
        ):
            start = token.start() - 1
            if sense.words[start - 1] == "," and sense.words[end : end + 1] == ",":
                start, end = start - 1, end + 1
            elif sense.words[start - 1] == ",":
                continue  # it goes with what follows it up to the next comma
            yield Piece(start, end, "occasion")


def is_sent(sense: Sense, start: int, end: int) -> bool:
    """Return whether what follows an occasion says what became of it: "warned in a memo | delivered to the crew"."""
    after = NEXT_WORD.match(sense.words, end)
    low = after[1].lower() if after is not None and sense.words[end : end + 1] == " " else ""
    return (low.endswith("ed") or is_irregular(low)) and has_finite(
        sense.words, last_break(sense, start), start
    )


def is_told_of(sense: Sense, end: int) -> bool:
    """Return whether a clause tells of an occasion: "in a speech that seemed"."""
    clause = TOLD_OF.match(sense.words, end)
    return clause is not None and is_finite(sense.words, clause.end())


def named_occasion(tokens: Sequence[re.Match[str]], at: int) -> int:
    """Return where an occasion stands behind one or two words that say what it was: "a campaign rally"."""
    for ahead in range(min(3, len(tokens) - at)):
        low = tokens[at + ahead].group().lower()
        if low in listed("pieces", "occasion"):
            return at + ahead
        if low in listed("sense", "small", "preposition") or low in listed("sense", "small", "relative"):
            break
    return at


def is_time(sense: Sense, word: re.Match[str]) -> bool:
    """Return whether a word belongs to a time."""
    at = sense.sentence.start + word.start()
    return any(touching(sense.document.body.times, Span(at, at + 1)))


def places(sense: Sense) -> Iterator[Piece]:
    """Yield where something was said: `said in Lorne that`."""
    for match in AT_PLACE.finditer(sense.words):
        end = end_of_names(sense, match.end())
        if end and sense.words.startswith(" that ", end):
            yield Piece(match.start(), end, "occasion")


def end_of_names(sense: Sense, at: int) -> int | None:
    """Return where a name ends that follows a place, perhaps with an article before it."""
    for name in touching(sense.document.body.names, sense.sentence):
        start = name.start - sense.sentence.start
        if at <= start <= at + 5 and sense.words[at:start].strip().lower() in ("", "the", "a"):
            return name.end - sense.sentence.start
    return None
