"""Tell in the words of a correction what was wrong and what is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from writethru.ledger.amendments.lexicon import notices

Place = tuple[int, int]
NEAR = 8  # words from the beginning of a sentence within which a text names itself
ENDS = ";:()[]"
MARKS = " \t\n.,;:()[]“”\"'’‘—–-*"


class Piece(NamedTuple):
    """A sentence with its words in lower case and where each stands."""

    start: int
    end: int
    paragraph: int
    words: tuple[str, ...]
    places: tuple[Place, ...]


def right_and_wrong(text: str, note: Sequence[Piece]) -> tuple[Place | None, Place | None]:
    """Return where a note says what was wrong, and where what is right; None for what it does not say."""
    for sentence in note:
        found = _contrast(text, sentence)
        if found is not None:
            return found
    for number, sentence in enumerate(note):
        mended = _mended(text, sentence)
        if mended is not None:
            return None, mended
        wrong = _wrong(text, sentence)
        if wrong is not None:
            after = _after(text, sentence, wrong[1])
            return wrong, after or _next(text, note, number)
        if _faults(sentence):
            return None, _next(text, note, number)
    for number, sentence in enumerate(note):
        if notices("words", "mends").find(sentence.words):
            return None, _next(text, note, number)
    return None, None


def _faults(sentence: Piece) -> bool:
    return notices("words", "errors").find(sentence.words) is not None


def _trimmed(text: str, start: int, end: int) -> Place | None:
    while start < end and text[start] in MARKS:
        start += 1
    while end > start and text[end - 1] in MARKS:
        end -= 1
    return (start, end) if start < end else None


def _clause_end(text: str, sentence: Piece, start: int) -> int:
    """Return where the clause ends in which a place lies; commas within a number or a name do not end it."""
    at = start
    while at < sentence.end:
        if text[at] in ENDS:
            return at
        if text[at] == "," and text[at + 1 : at + 2].isspace() and not text[at + 2 : at + 3].isdigit():
            return at
        at += 1
    return sentence.end


def _contrast(text: str, sentence: Piece) -> tuple[Place, Place] | None:
    """Return what was wrong and what is right in `R, not W`, `R rather than W`, `from W to R`."""
    words, places = sentence.words, sentence.places
    listed = notices("words", "contrast")
    for number in range(1, len(words)):
        size = listed.at(words, number)
        if not size or number + size >= len(words):
            continue
        before = text[places[number - 1][1] : places[number][0]]
        if (
            words[number] == "not"
            and "," not in before
            and "—" not in before
            and not _is_brief(sentence, number)
        ):
            continue
        start = places[number + size][0]
        end = _clause_end(text, sentence, start)
        for at in range(number + size, len(words)):
            if places[at][0] >= end:
                break
            stated = notices("words", "former").find(words, at) or notices("words", "did").at(words, at + 1)
            if at > number + size and words[at] == "as" and stated:
                end = places[at][0]
                break
        wrong = _trimmed(text, start, end)
        right = _trimmed(text, _right_start(text, sentence, number), places[number - 1][1])
        if wrong and right:
            return (right, wrong) if _said_so(text, sentence, number) else (wrong, right)
    return _from_to(text, sentence)


def _said_so(text: str, sentence: Piece, end: int) -> bool:
    """Return whether what stands before `rather than W` is what the earlier text said: what follows is right then."""
    words, places = sentence.words, sentence.places
    start = 0
    for number in range(1, end):
        if any(sign in text[places[number - 1][1] : places[number][0]] for sign in ";:"):
            start = number
    clause = words[start:end]
    if notices("words", "mending_to").find(clause) or notices("words", "agency").find(clause[:NEAR]):
        return False
    owned = notices("words", "former").find(clause) or notices("words", "errors").find(clause)
    return owned is not None and notices("words", "saying").find(clause, owned[0]) is not None


def _is_brief(sentence: Piece, number: int) -> bool:
    """Return whether `R not W` is said in the short manner of agencies, without a comma: to show he said R not W."""
    return notices("words", "agency").find(sentence.words[:4]) is not None and number > 1


def _right_start(text: str, sentence: Piece, end: int) -> int:
    """Return where what is right begins before `, not`: after "to show that", else with the clause."""
    words, places = sentence.words, sentence.places
    for number in range(end - 1, -1, -1):
        size = notices("words", "mending_to").at(words, number)
        if size and number + size < end:
            return places[number + size][0]
        if number and any(sign in text[places[number - 1][1] : places[number][0]] for sign in ";:"):
            return places[number][0]
    agency = notices("words", "agency").at(words, 0)
    if agency and "to" in words[agency:end]:
        return (
            places[words.index("to", agency, end) + 1][0]
            if words.index("to", agency, end) + 1 < end
            else sentence.start
        )
    return behind_label(sentence)


def _from_to(text: str, sentence: Piece) -> tuple[Place, Place] | None:
    """Return what was wrong and what is right in `corrects the toll to R from W`, `changed from W to R`."""
    words, places = sentence.words, sentence.places
    if not (notices("words", "agency").find(words[:NEAR]) or "changed" in words):
        return None
    if "from" not in words or "to" not in words or notices("words", "mends").find(words, words.index("to")):
        return None
    first, second = words.index("from"), len(words) - 1 - words[::-1].index("to")
    if first < second and second + 1 < len(words):
        wrong = _trimmed(text, places[first][1], places[second][0])
        right = _trimmed(text, places[second][1], _clause_end(text, sentence, places[second][1]))
    else:
        second = max((n for n, w in enumerate(words[:first]) if w == "to"), default=-1)
        if second < 0:
            return None
        right = _trimmed(text, places[second][1], places[first][0])
        wrong = _trimmed(text, places[first][1], _clause_end(text, sentence, places[first][1]))
    return (wrong, right) if wrong and right else None


def _mended(text: str, sentence: Piece) -> Place | None:
    """Return what is right in `has been corrected to show that R`."""
    found = notices("words", "mending_to").find(sentence.words)
    if found is None or found[1] >= len(sentence.words):
        return None
    return _trimmed(text, sentence.places[found[1]][0], sentence.end)


def _wrong(text: str, sentence: Piece) -> Place | None:
    """Return what was wrong in `an earlier version said that W`."""
    words, places = sentence.words, sentence.places
    marks = [notices("words", name).find(words) for name in ("former", "errors", "opened")]
    marks.append(notices("words", "selves").find(words[:NEAR]))
    known = [place[0] for place in marks if place is not None]
    found = notices("words", "saying").find(words, min(known)) if known else None
    if found is None or found[1] >= len(words):
        return None
    if notices("words", "with_as").at(words, found[0]) and "as" not in words[found[1] :]:
        return None  # what follows is what it is about: "misspelled the name of the baker"
    stop = sentence.end
    for number in range(found[1], len(words)):
        gap = text[places[number - 1][1] : places[number][0]]
        if any(sign in ";—–" for sign in gap):
            stop = places[number - 1][1]
            break
        if notices("words", "in_fact").at(words, number) and number > found[1] + 2:
            stop = places[number - 1][1]
            break
    return _trimmed(text, places[found[1]][0], stop)


def _after(text: str, sentence: Piece, start: int) -> Place | None:
    """Return what the rest of a sentence says behind what was wrong."""
    return _trimmed(text, start, sentence.end) if sentence.end - start > 4 else None


def _next(text: str, note: Sequence[Piece], number: int) -> Place | None:
    """Return the sentence of a note that says what is right: the next one that tells something, else the one before."""
    for sentence in (*note[number + 1 :], *note[:number][::-1]):
        words = sentence.words
        told = notices("words", "mends").find(words) or notices("words", "regrets").find(words)
        if (
            not told
            and len(words) > 2
            and not notices("words", "updates").find(words)
            and not _faults(sentence)
        ):
            return _trimmed(text, behind_label(sentence), sentence.end)
    return None


def behind_label(sentence: Piece) -> int:
    """Return where a sentence begins behind the label of its note."""
    for name in ("correction", "clarification", "weak"):
        size = notices("labels", name).at(sentence.words, 0)
        if size and size < len(sentence.words):
            return sentence.places[size][0]
    return sentence.start
