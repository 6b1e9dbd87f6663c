"""Cutting a text into runs of capitalised words, and a run into words and known names."""

from __future__ import annotations

import re
from typing import NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language
from writethru.annotate.names import gazetteer as g
from writethru.characters import composed

UPPER = "".join(c for c in map(chr, range(0x250)) if c.isupper()) + "".join(
    c for c in map(chr, range(0x370, 0x530)) if c.isupper()
)
_HUMP = re.compile(r"(?<=[a-z]{4})(?=[A-Z][A-Za-z]{2})")


class Shapes(NamedTuple):
    """What a run of capitalised words looks like, and a word in it."""

    run: re.Pattern[str]
    part: re.Pattern[str]


@by_language
def shapes() -> Shapes:
    """Return the shapes of runs and their words."""
    table = lexicon.table("names")
    # Second syllables of East Asian given names, which alone stay after a hyphen in lower case.
    syllables = "|".join(lexicon.table("spellings")["persons"]["syllables"].split())
    after_hyphen = rf"-(?:[a-z]{{1,3}}-)?[{UPPER}\d]\w*|-(?:{syllables})\b(?!-)"
    stopped = "|".join(rf"(?<=\b{word})" for word in table["stopped"])
    contracted = "|".join(rf"{word}\b" for word in table["contractions"])
    token = (
        rf"[{UPPER}](?:(?:\.[{UPPER}]){{1,5}}(?:\.|\b)|\.(?= ?[{UPPER}])"
        rf"|\w*(?:['’](?!{contracted})\w{{2,}})?(?:&[{UPPER}]\w*|{after_hyphen}){{0,3}}"
        rf"(?:(?=\.)(?:{stopped})\.)?)"
    )
    lead = (  # al-Assad, d'Estaing, iPad
        rf"(?:(?=[a-z])(?:(?:{'|'.join(table['leads'])})-|[{''.join(table['elided'])}]['’]"
        rf"|[a-z]{{1,2}}(?=[{UPPER}])))?"
    )
    word = rf"{lead}{token}|\d{{1,2}}[A-Z]{{1,2}}\b"
    small = "|".join((*table["particles"], *table["connectors"]))
    run = (
        rf"{token}(?:[ \u00a0](?:(?=[a-z&])(?:{small})[ \u00a0])?(?:{word})"
        rf"|, (?:{'|'.join(table['after_comma'])})\b\.?){{0,14}}"
    )
    return Shapes(re.compile(run), re.compile(word))


class Part(NamedTuple):
    """A word, or a known name of several words, inside a run."""

    text: str
    start: int
    end: int
    flags: int
    entry: g.Entry | None
    joint: str  # what stands before it: "" for a blank, else the connector


def plain(text: str) -> str:
    """Return a name with plain blanks, apostrophes and without accents that stand apart."""
    if text.isascii():
        return text
    return composed(text.replace("\u00a0", " ").replace("’", "'"))


def cut(run: str, known: g.Gazetteer) -> list[Part]:
    """Cut a run into known names (the longest first) and words."""
    words, entries, longest = known.words, known.entries, known.longest
    spans = [(0, len(run))] if run.isalpha() and run[0].isupper() else _spans(run)
    parts: list[Part] = []
    at, last = 0, 0
    while at < len(spans):
        start, end = spans[at]
        text = run[start:end]
        capitals = len(text) > 1 and text.isupper()
        entry, upto = None, at + 1
        if upto < len(spans) and (text in longest or (capitals and text.title() in longest)):
            entry, upto = _long_name(run, spans, at, known)
        if entry is not None:
            end = spans[upto - 1][1]
            text = run[start:end]
        else:
            entry = entries.get(text) or (shouted(text) if capitals else None)
        flags = words.get(text, 0)
        if entry is None:
            if not flags and text.endswith("."):
                flags = words.get(text[:-1], 0)
            if capitals:
                follower = run[slice(*spans[upto])] if upto < len(spans) else ""
                person = g.FIRST if len(follower) > 3 and follower.isupper() else 0  # ANNA ENNIS
                flags |= words.get(text.capitalize(), 0) & (g.COMMON | g.CALENDAR | person)
        joint = run[last:start].strip(" ,") if start > last or not at else "|"
        parts.append(Part(text, start, end, flags, entry, joint))
        at, last = upto, end
    return parts


def _spans(run: str) -> list[tuple[int, int]]:
    """Return where the words of a run stand."""
    spans = [match.span() for match in shapes().part.finditer(run)]
    if "-" in run:
        spans = _hyphenated(run, spans)
    return _unglued(run, spans) if len(spans) > 1 and _HUMP.search(run) else spans


def _long_name(
    run: str, spans: list[tuple[int, int]], at: int, known: g.Gazetteer
) -> tuple[g.Entry | None, int]:
    """Return the longest known name of several words that starts with a word of a run, and behind which it ends."""
    start, end = spans[at]
    word = run[start:end]
    most = known.longest.get(word) or known.longest[word.title()]
    for upto in range(min(len(spans), at + most), at + 1, -1):
        text = run[start : spans[upto - 1][1]]
        entry = known.entries.get(text) or shouted(text)
        if entry is not None:
            return entry, upto
    return None, at + 1


def _unglued(run: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut a family name from the word that is glued to it: `Anna EnnisVoss`."""
    words, pieces = g.gazetteer().words, list[tuple[int, int]]()
    for at, (start, end) in enumerate(found):
        hump = _HUMP.search(run, start, end) if at else None
        if hump and words.get(run[slice(*found[at - 1])], 0) & g.FIRST:
            pieces += [(start, hump.start()), (hump.start(), end)]
        else:
            pieces.append((start, end))
    return pieces


def _hyphenated(run: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut between two known names that a hyphen couples: `US-South Korea`."""
    known, pieces = g.gazetteer(), list[tuple[int, int]]()
    for at, (start, end) in enumerate(found):
        left, hyphen, right = run[start:end].partition("-")
        upto = found[at + 1][1] if at + 1 < len(found) else end
        middle = start + len(left)
        ahead = run[middle + 1 : upto]
        if hyphen and left in known.entries and (right in known.entries or ahead in known.entries):
            pieces += [(start, middle), (middle + 1, end)]
        else:
            pieces.append((start, end))
    return pieces


def shouted(text: str) -> g.Entry | None:
    """Return the place that is written in capitals, as in a dateline: `LITTLE ROCK`."""
    if not text.isupper() or len(text) < 4:
        return None
    known, plainly = g.gazetteer(), text.title()
    entry = known.entries.get(plainly) if not known.words.get(plainly, 0) & g.COMMON else None
    return entry if entry is not None and entry.kind == "place" else None


def is_acronym(text: str) -> bool:
    """Whether a word is two to six capitals, with stops or without."""
    if not text.isupper():
        return False
    letters = text.replace(".", "").replace("&", "").replace("-", "")
    if not (2 <= len(letters) <= 6 and letters.isalnum()):
        return False
    return "-" not in text or not letters[-1].isdigit()  # B-52
