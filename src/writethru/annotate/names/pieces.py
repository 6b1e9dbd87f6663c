"""A name cut out of a run of capitalised words: of what kind it looks, by its own words alone."""

from __future__ import annotations

import itertools
import sys
from typing import NamedTuple

from writethru.annotate.names import gazetteer as g
from writethru.annotate.names.bodies import INITIAL
from writethru.annotate.names.parts import Part, is_acronym, plain
from writethru.annotate.names.words import Words
from writethru.records import NameKind

# What goes on with the name of a party or a faith.
BODY = g.HEAD | g.SUFFIX | g.MATTER | g.PLACE_LAST | g.INSIDE
_UNKNOWN = (None, False, "")
_Told = tuple[NameKind | None, bool, str]  # kind, firmness and joined name


class Piece(NamedTuple):
    """A name in a run: its place in the run, its kind as far as it shows, and how firmly."""

    start: int
    end: int
    kind: NameKind | None  # None: nothing tells
    firm: bool  # the words themselves tell the kind
    titled: bool  # an office or a title stands before it
    alone: bool  # one plain word that opens a sentence, so that capitals say nothing
    name: str  # joined name of a known name, else ""
    text: str  # the words, with plain apostrophes and blanks
    open: bool  # what follows may belong to it: a number, a stop, an apostrophe


def is_mixed(text: str) -> bool:
    """Whether capitals stand behind small letters (iPhone, YouTube), not just behind a hyphen."""
    if text[1:].islower():
        return False
    return any(c.isupper() for c in text[1:]) and any(c.islower() for c in text) and "-" not in text


def is_plain(text: str) -> bool:
    """Whether a word is a capital and small letters."""
    return text.isalpha() and text[1:].islower()


def piece_of(
    run: str, group: list[Part], titled: bool, opening: bool, words: Words, known: g.Gazetteer
) -> Piece:
    """Return the name that a group of parts makes; `opening`: it starts a sentence."""
    first, last = group[0], group[-1]
    one = first is last
    kind, firm, name = _word_kind(first, titled, words) if one else _kind(run, group, titled, words, known)
    alone = False
    if one and opening and not titled:
        acronym = is_acronym(first.text)
        headed = kind is None or (first.flags & g.HEAD and not acronym)
        alone = bool(not firm and headed and not first.flags & g.SURNAME) or bool(
            first.flags & (g.COMMON | g.FIRST) and not acronym
        )
    text = sys.intern(plain(first.text if one else run[first.start : last.end]))
    joints = words.joints
    listing = kind == "organisation" and last.joint in joints.bare and last.joint not in joints.aim
    goes_on = (
        listing
        or kind == "other"
        or last.text in words.numbered
        or text in known.possessive
        or text in known.dotted
    )
    return Piece(first.start, last.end, kind, firm, titled, alone, sys.intern(name), text, goes_on)


def _word_kind(part: Part, titled: bool, words: Words) -> _Told:
    """Return what a name of one word, or one that the lexicon has as a whole, tells."""
    text, entry = part.text, part.entry
    if entry is not None and not (
        titled and entry.kind == "place" and part.flags & (g.FIRST | g.SURNAME)
    ):  # a namesake of a place
        return entry.kind, True, entry.name
    acronym = is_acronym(text)
    if titled and not part.flags & g.HEAD and not acronym:
        return "person", True, ""
    if part.flags & g.HEAD:
        return "organisation", acronym, ""
    if acronym:
        return ("other" if any(c.isdigit() for c in text) else "organisation"), False, ""  # N95
    if text[-1].isdigit():
        return "other", False, ""
    if is_mixed(text) and not text.startswith(words.camel):
        return ("organisation" if text[0].isupper() and text.isalpha() else "other"), False, ""  # iTolm
    return _UNKNOWN


def _kind(run: str, group: list[Part], titled: bool, words: Words, known: g.Gazetteer) -> _Told:
    """Return what a name of several parts tells."""
    first, last = group[0], group[-1]
    entry = _entry(run, group, words, known)
    if entry is not None:
        return entry.kind, True, entry.name
    named_like = (
        len(group) == 2 and first.flags & g.FIRST and not first.entry and " " not in last.text
    )  # Mike Ford
    if last.flags & g.SUFFIX or (last.entry and last.entry.kind == "organisation" and not named_like):
        return "organisation", True, ""
    if first.text in words.matter_of and group[1].joint in words.joints.every:
        return "other", True, ""
    if first.text in words.members_for and any(part.joint in words.joints.aim for part in group):
        return "organisation", True, ""
    opened = any(after.joint and part.flags & g.HEAD for part, after in itertools.pairwise(group))
    if last.flags & g.MATTER and not (titled or last.flags & g.HEAD or opened):
        return "other", True, ""
    if titled and len(group) <= 3 and not last.flags & g.HEAD:
        return "person", True, ""
    named = first.flags & g.FIRST or (
        len(group) > 2 and group[1].flags & g.FIRST and INITIAL.fullmatch(first.text)
    )
    person = bool(named) and not opened
    if opened or (last.flags & g.HEAD and not (person and len(group) == 2 and not first.entry)):
        return "organisation", True, ""
    if person and (not last.flags & g.PLACE_LAST or (len(group) == 2 and _is_surname(first, last))):
        return "person", True, ""
    return _place_kind(group, words) or _looks_like(group, words)


def _entry(run: str, group: list[Part], words: Words, known: g.Gazetteer) -> g.Entry | None:
    """Return what the lexicon knows of a name of several parts, with or without its nation before it."""
    first, end = group[0], group[-1].end
    entry = known.entries.get(plain(run[first.start : end]))
    if entry is None and first.text in words.nation:
        entry = known.entries.get(plain(run[group[1].start : end]))  # U.S. Senate
        if entry is not None and (entry.kind != "organisation" or entry.name not in known.national):
            return None
    return entry


def _place_kind(group: list[Part], words: Words) -> _Told | None:
    """Return what the words for kinds of places and directions in a name tell, if there are any."""
    first, last = group[0], group[-1]
    if last.flags & g.PLACE_LAST or first.flags & g.PLACE_FIRST:
        return "place", not first.flags & g.COMMON, ""
    if group[1].joint in words.joints.matter and first.flags & (g.PLACE_LAST | g.PLACE_FIRST):
        return "place", True, ""
    if first.flags & g.COMPASS and last.entry and last.entry.kind == "place":
        return "place", True, ""
    return None


def _looks_like(group: list[Part], words: Words) -> _Told:
    """Return what the shape of the words in a name tells, which is seldom firm."""
    first, last = group[0], group[-1]
    if first.flags & g.PEOPLE and last.text.endswith(words.people_endings):
        return "people", True, ""
    initial = len(group) == 2 and first.entry is None and INITIAL.fullmatch(first.text)
    if initial and is_plain(last.text) and not last.flags & BODY:
        return "person", False, ""
    if any(is_mixed(part.text) and not part.text.startswith(words.camel) for part in group):
        return "other", False, ""  # CohnTolm Air
    return _UNKNOWN


def _is_surname(first: Part, last: Part) -> bool:
    """Whether a word for a kind of place is a family name here (Aylin Park, but not Logan Airport)."""
    return not first.entry and not last.flags & g.PLACE_ONLY
