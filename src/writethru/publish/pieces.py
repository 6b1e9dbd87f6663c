"""Which stretches within a sentence may be left out of a line: asides, occasions, offices, times of the report.

None holds a part of a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from writethru.publish.carried import NEGATION
from writethru.publish.checking.words import listed
from writethru.publish.occasions import occasions, places
from writethru.publish.sense import (
    NEXT_WORD,
    ROUND,
    WORD,
    Piece,
    Sense,
    goes_on,
    has_finite,
    is_finite,
    last_break,
    named_before,
)
from writethru.publish.spans import contains, overlaps, sayings_near, touching
from writethru.records import Span, TimeExpression

NEWS_DAYS = 7  # a time this near to the day of the report only says that it is news
LONGEST = 240  # characters of a stretch that is cut from within a sentence
DASH = re.compile(r" (?:—|–|--|-) ")
PARTY = re.compile(r", (?:[RDI]-[A-Z]|\d\d\b|[A-Z])")
STATE = re.compile(r"[^,]{1,30},")
BY_ITSELF = re.compile(r" also(?= [a-z])|, (?:however|meanwhile|too|though|for (?:example|instance)),")
ADDED = re.compile(r"[a-z]{2,20}ed (?:by|in|on|at|from|with)\b")  # ", chaired by"
BESIDE = re.compile(r"\b(?:along with|as well as|together with)\b")  # others who do the same
QUOTED = re.compile(r",[”\"](?= [a-z])")  # the comma that closes an aside stands within a quotation
AT_TIME = ("in", "on", "at")
FORMS = ("Mr", "Mrs", "Ms")
NATION = re.compile(r"(?:\A|(?<=\b[Aa] )|(?<=\b[Tt]he ))(U\.?S\.? )(?=[A-Z][a-z])")
THROUGH = re.compile(r" (?:through|until|till) ")  # "from Friday through Sunday"
CONDITION = re.compile(r"\b(?:if|unless|until|whether)\b[^,;]{0,160}\Z")
BEGINNING = re.compile(  # "cuts set to take effect on Friday"
    r"\b(?:set|due|scheduled|slated|expected|effect|beg[aiu]n(?:s|ning)?|start(?:s|ed|ing)?|expir(?:es?|ed|ing)|end(?:s|ed|ing))(?: [a-z]{2,10}){0,3} ?\Z"
)
SEVERAL = re.compile(r",? (?:were|are|have)\b")
CLAUSE = re.compile(r", (?:who|which|where|when)\b")
WHO = ("who", "which", "whom", "whose", "where", "when", "that")


def small_pieces(sense: Sense) -> list[Piece]:
    """Return what may be cut within a sentence: brackets, dashes, times of the report, asides, occasions."""
    found = [
        *(Piece(m.start(), m.end(), "aside") for m in ROUND.finditer(sense.words)),
        *dashes(sense),
        *(Piece(m.start(), m.end(), "time") for m in BY_ITSELF.finditer(sense.words)),
        *times(sense),
        *asides(sense),
        *occasions(sense),
        *titles(sense),
        *(Piece(m.start(1), m.end(), "title") for m in NATION.finditer(sense.words)),
        *manners(sense),
        *places(sense),
    ]
    return [p for p in found if may_go(sense, p)]


def may_go(sense: Sense, piece: Piece) -> bool:
    """Return whether a stretch cuts no quotation, nothing denied or hedged, and nobody who says what stays."""
    if any(
        q.start < piece.end
        and piece.start < q.end
        and not (piece.start <= q.start and q.end <= piece.end + 1)
        for q in sense.quotes
    ):
        return False
    if NEGATION.search(sense.words, piece.start, piece.end):
        return False
    return piece.kind == "time" or not takes_speaker(sense, piece)


def takes_speaker(sense: Sense, piece: Piece) -> bool:
    """Return whether a cut would take away who says what stays."""
    offset = sense.sentence.start
    cut = Span(piece.start + offset, piece.end + offset)
    for said in sayings_near(sense.document, sense.sentence):
        here = [c for c in said.content if overlaps(c, sense.sentence)]
        stays = any(not contains(cut, c) for c in here)
        if here and not stays and not all(contains(cut, p) for p in said.cue):
            return True  # who says something would be left, and not what
        if stays and any(overlaps(p, cut) for p in (*said.source, *said.cue)):
            # An occasion or an aside within the source goes without it: "Roe, the mayor, said in a speech that"
            whole = any(contains(cut, p) for p in (*said.source, *said.cue))
            if whole or piece.kind in ("tail", "front"):
                return True
    return False


def dashes(sense: Sense) -> Iterator[Piece]:
    """Yield what stands between two dashes."""
    found = list(DASH.finditer(sense.words))
    if len(found) == 2:
        first, second = found
        if second.start() - first.end() < LONGEST:
            yield Piece(first.start(), second.end() - 1, "aside")


def times(sense: Sense) -> Iterator[Piece]:
    """Yield the times that only say that it is news: `on Tuesday`, `last week`."""
    day = sense.document.article.day
    offset = sense.sentence.start
    for start, end in joined_times(sense, day):
        start, end = start - offset, end - offset
        before = list(WORD.finditer(sense.words, max(0, start - 40), start))
        taken = ""
        while before and before[-1].group().lower() in listed("pieces", "time", "taken"):
            low = before[-1].group().lower()
            if taken in AT_TIME and low in AT_TIME:
                break  # "turned in at noon"
            taken, start = low, before.pop().start()
        if before and before[-1].group().lower() in listed("pieces", "time", "kept"):
            continue
        if not start or not goes_on(sense, end) or THROUGH.match(sense.words, end):
            continue
        if sense.words.startswith("the ", start) and sense.words[start - 2] != ",":
            continue  # no time at which, but what is done: "using the weekend"
        if CONDITION.search(sense.words, 0, start) or BEGINNING.search(sense.words, 0, start):
            continue  # "unless it falls by Friday"
        if sense.words[start - 1] == " ":
            start -= 1
        if sense.words[start - 1 : start] == "," and sense.words[end : end + 1] in (",", "."):
            relative = CLAUSE.match(sense.words, end)  # which wants its comma
            start, end = start - 1, end + (sense.words[end] == "," and not relative)
        yield Piece(start, end, "time")


def joined_times(sense: Sense, day: date | None) -> list[tuple[int, int]]:
    """Return where times around a report stand in its text, two that "and" joins as one."""
    found: list[tuple[int, int]] = []
    for time in touching(sense.document.body.times, sense.sentence):
        if day is None or not is_of_report(time, day) or not contains(sense.sentence, time):
            continue
        gap = sense.document.article.text[found[-1][1] : time.start] if found else ""
        if found and re.fullmatch(r" (?:and|or)(?: on)? ", gap):
            found[-1] = (found[-1][0], time.end)
        else:
            found.append((time.start, time.end))
    return found


def is_of_report(time: TimeExpression, day: date) -> bool:
    """Return whether a time is one of the days around a report."""
    if time.type not in ("DATE", "TIME") or time.interval is None:
        return False
    first, last = (date.fromisoformat(d) for d in time.interval)
    return abs((first - day).days) <= NEWS_DAYS and abs((last - day).days) <= NEWS_DAYS


def asides(sense: Sense) -> Iterator[Piece]:
    """Yield what stands between two commas behind a name or noun: appositions and relative clauses."""
    quoted = [m.end() for m in QUOTED.finditer(sense.words)]
    for number, comma in enumerate(sense.commas):
        name = named_before(sense, comma)
        word = NEXT_WORD.match(sense.words, comma)
        if word is None:
            continue
        opens = word[1].lower() in listed("pieces", "aside") or ADDED.match(sense.words, word.start(1))
        person = name is not None and name.kind == "person"
        if not opens and not (person and PARTY.match(sense.words, comma)):
            continue
        for close in sorted([*sense.commas[number + 1 :], *(c for c in quoted if c > comma)]):
            if close - comma > LONGEST or BESIDE.search(sense.words, comma, close):
                break
            if person and SEVERAL.match(sense.words, close) and " and " in sense.words[comma:close]:
                break  # "Roe, his wife, and her son, were": no aside but a list
            if resumes(sense, comma, close):
                yield Piece(comma, close + (close not in quoted), "aside")
                break


def resumes(sense: Sense, comma: int, close: int) -> bool:
    """Return whether the sentence goes on behind an aside: with its verb, or with what belongs to it."""
    after = NEXT_WORD.match(sense.words, close)
    if after is None or ends_open(sense.words, close):
        return False
    relative = NEXT_WORD.match(sense.words, comma)
    assert relative is not None
    clause = relative[1].lower() in WHO
    if clause and not has_finite(sense.words, relative.end(), close):
        return False
    if (
        not clause
        and has_finite(sense.words, comma, close)
        and not re.search(r"\b(?:who|which|that|whose)\b", sense.words[comma:close])
    ):
        return False
    if is_finite(sense.words, after.start(1)):
        # The verb is the subject's only where none stands before the aside in its clause.
        return not has_finite(sense.words, last_break(sense, comma), comma)
    low = after[1].lower()
    return low in (
        "that",
        "to",
        "on",
        "in",
        "at",
        "for",
        "from",
        "with",
        "by",
        "after",
        "as",
        "over",
        "about",
    )


def ends_open(words: str, close: int) -> bool:
    """Return whether the word before a comma wants what follows it: "known for, in effect, nothing"."""
    last = list(WORD.finditer(words, max(0, close - 30), close))[-1:]
    return (
        bool(last) and last[0].end() == close and last[0].group().lower() in listed("pieces", "last", "open")
    )


def titles(sense: Sense) -> Iterator[Piece]:
    """Yield the offices before full names of persons: `U.S. Army Sergeant ` before `Ann Bell`."""
    for name in touching(sense.document.body.names, sense.sentence):
        at = name.start - sense.sentence.start
        if name.kind != "person" or at <= 0:
            continue
        start = edge = at
        for word in reversed(list(WORD.finditer(sense.words, max(0, at - 80), at))):
            gap = sense.words[word.end() : edge].strip(" .")
            small = word.group().lower() in ("of", "for", "and")
            if (
                gap
                or word.group() in FORMS
                or word.group().lower() in listed("sense", "small", "quantity")
                or not (word.group()[0].isupper() or small)
            ):
                break
            edge = word.start()
            if not small:
                start = edge
        offset = sense.sentence.start
        if start < at and any(touching(sense.document.body.names, Span(offset + start, offset + at))):
            continue  # who is named beside: "Chief Justice Ann Bell and Justice Bo Vell"
        full = " " in sense.words[at : name.end - sense.sentence.start]
        if start < at and (full or not start) and not is_opener(sense, start) and stands_free(sense, start):
            yield Piece(start, at, "title")


def is_opener(sense: Sense, start: int) -> bool:
    """Return whether a word at the beginning of a sentence is no office but opens it: "While Ann Bell", "The Ann Bell"."""
    word = WORD.match(sense.words, start)
    low = word.group().lower() if word is not None and not start else ""
    return low in listed("pieces", "fronted") or any(
        low in listed("sense", "small", kind)
        for kind in ("opening", "joining", "preposition", "article", "relative", "adverb")
    )


def stands_free(sense: Sense, at: int) -> bool:
    """Return whether nothing stands before an office that goes with it, such as an article or `former`."""
    before = list(WORD.finditer(sense.words, max(0, at - 30), at))
    if not at or sense.words[at - 2] in ";:—–":
        return True
    low = before[-1].group().lower() if before else ""
    return low in listed("cues", "said") or low in listed("pieces", "aside", "free")


def manners(sense: Sense) -> Iterator[Piece]:
    """Yield adverbs before verbs that only colour what is done."""
    for word in WORD.finditer(sense.words):
        if (
            word.start()
            and word.group() in listed("pieces", "aside", "manner")
            and not NEGATION.search(sense.words, max(0, word.start() - 20), word.start())
        ):
            yield Piece(word.start() - 1, word.end(), "manner")
