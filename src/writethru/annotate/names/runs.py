"""Reading one run of capitalised words: which names it holds, and of what kind they look.

A run is read without its context, so the reading of a run is computed once a process and kept.
"""

from __future__ import annotations

import itertools
import re
import sys
from typing import NamedTuple

from writethru.annotate import lexicon
from writethru.annotate.lexicon import by_language_within
from writethru.annotate.names import gazetteer as g
from writethru.annotate.names.bodies import INITIAL, MEMBERS_FOR, OF, is_aim, is_foreign, is_pair
from writethru.annotate.names.parts import PARTICLE_SET, Part, cut, is_acronym, plain
from writethru.records import NameKind

_TABLE = lexicon.table("names")
_BODY = (
    g.HEAD | g.SUFFIX | g.MATTER | g.PLACE_LAST | g.INSIDE
)  # what goes on with the name of a party or faith
_PARTY_STATE = re.compile(r"[DRI]-[A-Z]")  # the senator (D-Calif.)
_OUTER_SUFFIXES = tuple(_TABLE["people_endings"])
_BEARERS = frozenset(lexicon.table("spellings")["bearers"])
_ARTICLES = (_TABLE["context"]["article"].capitalize(),)
_CAMEL = tuple(_TABLE["camel"])
_MATTER_OF = frozenset(_TABLE["matter_of"])
_BODIES_ON = frozenset(_TABLE["bodies_on"])
_NUMBERED = frozenset(_TABLE["numbered"])
_NATION = frozenset(_TABLE["nation"])
_LEFT_OVER = frozenset(_TABLE["left_over"])
_FURNITURE = re.compile(rf"(?:{'|'.join(_TABLE['furniture'])})(?: |$)")
_INNER_FURNITURE = re.compile("|".join(f" {words}(?: |$)" for words in _TABLE["furniture"] if " " in words))
_OPENER_ENDINGS = tuple(_TABLE["opener_endings"])


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


def _is_mixed(text: str) -> bool:
    return any(c.isupper() for c in text[1:]) and any(c.islower() for c in text) and "-" not in text


def _is_plain(text: str) -> bool:
    return text.isalpha() and text[1:].islower()


def _is_person_start(parts: list[Part], at: int) -> bool:
    """Whether a given name and a surname start here."""
    if not parts[at].flags & g.FIRST or at + 1 >= len(parts):
        return False
    follower = parts[at + 1]
    return follower.joint in PARTICLE_SET | {""} and not follower.flags & (g.HEAD | g.SUFFIX | g.PLACE_LAST)


def _is_office(parts: list[Part], at: int) -> bool:
    """Whether the word is an office or title here, and not part of the name of an organisation."""
    flags = parts[at].flags
    if parts[at].entry is not None and not flags & g.PEOPLE:
        return False
    after = parts[at + 1] if at + 1 < len(parts) else None
    if flags & (g.PREFIX | g.ROYAL | g.OFFICE):
        if after is None or after.joint:
            return True
        if after.flags & g.MATTER and not after.flags & (g.FIRST | g.SURNAME):
            return False  # First Amendment
        return (
            after.entry is not None or not after.flags & (g.HEAD | g.SUFFIX) or bool(after.flags & g.OFFICE)
        )
    if flags & g.JOINT and after is not None and after.joint in ("", "and", "&"):
        return bool(after.flags & (g.OFFICE | g.JOINT)) and _is_office(parts, at + 1)
    return False


def _joins(group: list[Part], part: Part, rest: list[Part], opening: bool) -> bool:
    """Whether the part goes on with the name that the group has begun."""
    last, first = group[-1], group[0]
    if part.joint in OF:
        if last.text in _MATTER_OF and part.joint != "for the":
            return True
        if is_aim(group, part):
            return True
        if part.joint in ("on", "on the"):
            return last.text in _BODIES_ON
        if rest[-1].flags & g.MATTER and not last.entry:
            return True
        if len(group) > 1 and last.flags & g.OFFICE and first.flags & g.HEAD:
            return True  # Office of the Director of National Intelligence
        if last.flags & g.HEAD:
            return True
        return part.joint == "of" and bool(last.flags & (g.PLACE_LAST | g.PLACE_FIRST))
    if part.joint in ("&",):
        return True
    if part.joint == "and":
        inside = last.flags & g.INSIDE and (part.flags & (g.INSIDE | g.HEAD) or rest[-1].flags & g.HEAD)
        return (bool(inside) and not part.flags & g.PEOPLE) or is_pair(group, part, rest)
    if part.joint:
        return part.joint in PARTICLE_SET
    if is_foreign(group, part, rest):
        return False
    if part.flags & g.FIRST and len(group) > 1 and part.text == first.text and _is_person_start(rest, 0):
        return False  # Anna Ennis Anna Ennis
    if last.flags & g.SUFFIX and last.text.endswith(".") and not part.flags & g.SUFFIX:
        return False
    if (
        len(group) == 1
        and last.flags & g.PARTY
        and not last.flags & g.FIRST
        and (part.entry is not None or not (part.flags | rest[-1].flags) & _BODY)
    ):
        return False  # Republican Alaska, Democrat Ennis
    if (
        last.entry
        and last.entry.kind in ("place", "people")
        and part.text[0].islower()
        and part.text.isalpha()
    ):
        return False  # UK iPhone
    if last.entry and (" " in last.text or last.entry.kind == "people"):
        tail = rest[-1].flags & (g.HEAD | g.SUFFIX | g.PLACE_LAST)
        if _is_person_start(rest, 0) and not tail:
            return False
        if part.entry is not None and part.entry.kind == "people" and not tail:
            return False
        return " " not in last.text or bool(part.flags & (g.HEAD | g.SUFFIX | g.PLACE_LAST)) or bool(tail)
    if first is last and last.entry and _is_person_start(rest, 0) and last.flags & g.FIRST == 0:
        return bool(rest[-1].flags & (g.HEAD | g.SUFFIX))
    if _is_person_start(rest, 0) and not first.flags & (
        g.FIRST | g.SURNAME | g.PLACE_FIRST | g.COMPASS | g.ROYAL
    ):
        unknown = not opening and not first.flags and first.entry is None and _is_plain(first.text)
        if first is last and (unknown or INITIAL.fullmatch(first.text)):
            return True  # Jenny Beth Martin, J. Christopher Stevens
        return bool(rest[-1].flags & (g.HEAD | g.SUFFIX | g.PLACE_LAST | g.MATTER))
    return not (part.entry and part.entry.kind == "people" and not rest[-1].flags & g.HEAD)


def _kind(run: str, group: list[Part], titled: bool) -> tuple[NameKind | None, bool, str]:
    """Return kind, firmness and joined name of a finished group."""
    known = g.gazetteer()
    text = run[group[0].start : group[-1].end]
    first, last = group[0], group[-1]
    entry = first.entry if first is last else known.entries.get(plain(text))
    if entry is None and first.text in _NATION and len(group) > 1:
        entry = known.entries.get(plain(run[group[1].start : last.end]))  # U.S. Senate
        if entry is not None and (entry.kind != "organisation" or entry.name not in known.national):
            entry = None
    named_after = titled and entry is not None and entry.kind == "place" and first is last
    if entry is not None and not (named_after and first.flags & (g.FIRST | g.SURNAME)):
        return entry.kind, True, entry.name
    named_like = (
        len(group) == 2 and first.flags & g.FIRST and not first.entry and " " not in last.text
    )  # Mike Ford
    if len(group) > 1 and (
        last.flags & g.SUFFIX or (last.entry and last.entry.kind == "organisation" and not named_like)
    ):
        return "organisation", True, ""
    opened = [part for part, after in itertools.pairwise(group) if after.joint and part.flags & g.HEAD]
    if first.text in _MATTER_OF and len(group) > 1 and group[1].joint in OF:
        return "other", True, ""
    if first.text in MEMBERS_FOR and any(part.joint in ("for", "for the") for part in group):
        return "organisation", True, ""
    if len(group) > 1 and last.flags & g.MATTER and not (titled or last.flags & g.HEAD or opened):
        return "other", True, ""
    if titled and len(group) <= 3 and not last.flags & g.HEAD and not (first is last and is_acronym(text)):
        return "person", True, ""
    named = first.flags & g.FIRST or (
        len(group) > 2 and group[1].flags & g.FIRST and INITIAL.fullmatch(first.text)
    )
    person = len(group) > 1 and bool(named) and not opened
    if (last.flags & g.HEAD and not (person and len(group) == 2 and not first.entry)) or opened:
        return "organisation", len(group) > 1 or is_acronym(text), ""
    if person and (not last.flags & g.PLACE_LAST or (len(group) == 2 and _is_surname(first, last))):
        return "person", True, ""
    if len(group) > 1 and (last.flags & g.PLACE_LAST or first.flags & g.PLACE_FIRST):
        return "place", not first.flags & g.COMMON, ""
    if len(group) > 1 and group[1].joint in ("of", "of the") and first.flags & (g.PLACE_LAST | g.PLACE_FIRST):
        return "place", True, ""
    if len(group) > 1 and first.flags & g.COMPASS and last.entry and last.entry.kind == "place":
        return "place", True, ""
    if last.text.endswith(_OUTER_SUFFIXES) and len(group) > 1 and first.flags & g.PEOPLE:
        return "people", True, ""
    initial = len(group) == 2 and first.entry is None and INITIAL.fullmatch(first.text)
    if initial and _is_plain(last.text) and not last.flags & _BODY:
        return "person", False, ""
    if len(group) == 1 and is_acronym(text):
        if any(c.isdigit() for c in text):
            return "other", False, ""  # N95
        return "organisation", False, ""
    if len(group) == 1 and text[-1].isdigit():
        return "other", False, ""
    if any(_is_mixed(part.text) and not part.text.startswith(_CAMEL) for part in group):
        named = len(group) == 1 and text[0].isupper() and text.isalpha()
        return ("organisation" if named else "other"), False, ""  # CohnTolm; but iTolm
    return None, False, ""


def _is_surname(first: Part, last: Part) -> bool:
    """Whether a word for a kind of place is a family name here (Aylin Park, but not Logan Airport)."""
    return not first.entry and not last.flags & g.PLACE_ONLY


def _piece(run: str, group: list[Part], titled: bool, opening: bool) -> Piece:
    kind, firm, name = _kind(run, group, titled)
    one = len(group) == 1
    headed = kind is None or bool(group[0].flags & g.HEAD and not is_acronym(group[0].text))
    alone = one and opening and not titled and not firm and headed and not group[0].flags & g.SURNAME
    if (
        one
        and opening
        and group[0].flags & (g.COMMON | g.FIRST)
        and not titled
        and not is_acronym(group[0].text)
    ):
        alone = True
    text = sys.intern(plain(run[group[0].start : group[-1].end]))
    known = g.gazetteer()
    listing = kind == "organisation" and group[-1].joint in ("of", "on")
    goes_on = (
        listing
        or kind == "other"
        or group[-1].text in _NUMBERED
        or text in known.possessive
        or text in known.dotted
    )
    return Piece(group[0].start, group[-1].end, kind, firm, titled, alone, sys.intern(name), text, goes_on)


def _drop_opener(parts: list[Part]) -> list[Part]:
    """Drop the words that stand at the start of a sentence and are no names."""
    if len(parts) > 2 and parts[0].text in _ARTICLES and parts[1].joint == "":
        last = next((at for at, part in enumerate(parts[1:]) if at and part.joint), len(parts) - 1)
        if parts[last].flags & g.HEAD and not any(part.flags & g.ALL_TITLES for part in parts[1:last]):
            return parts[1:]  # The Media Research Center
    while (
        parts
        and parts[0].flags & g.COMMON
        and (parts[0].entry is None or (len(parts) > 1 and parts[1].joint == ""))
    ):
        if parts[0].flags & (g.OFFICE | g.PREFIX) or (
            parts[0].flags & g.FIRST and _is_person_start(parts, 0)
        ):
            break
        parts = parts[1:]
    if len(parts) > 1 and not parts[0].flags and parts[0].entry is None and parts[1].joint == "":
        after = parts[1]
        if len(parts) == 2 and after.text in _BEARERS:
            return parts[1:]  # Internal Obama papers
        if _is_person_start(parts, 1) or (
            after.flags & (g.OFFICE | g.PEOPLE) and not _is_mixed(parts[0].text)
        ):
            return (
                parts[1:] if _is_plain(parts[0].text) and parts[0].text.endswith(_OPENER_ENDINGS) else parts
            )
    return parts


@by_language_within(20_000)
def read_run(run: str, opening: bool) -> tuple[Piece, ...]:
    """Return the names in a run of capitalised words; `opening`: it starts a sentence."""
    run = run.rstrip("Ã")  # what is left of a quotation mark that was read in the wrong code
    while leading := _FURNITURE.match(run.lstrip(" ")):
        at = len(run) - len(run.lstrip(" ")) + leading.end()
        run = " " * at + run[at:]
    if furnished := _INNER_FURNITURE.search(run):
        run = run[: furnished.start()]
    parts = cut(run)
    if opening:
        kept = _drop_opener(parts)
        opening = len(kept) == len(parts)
        parts = kept
    pieces: list[Piece] = []
    group: list[Part] = []
    titled = office = False

    def close() -> None:
        nonlocal group
        while group and group[-1].flags & g.PREFIX and len(group) > 1:
            group.pop()
        while len(group) > 1 and _is_left_over(group[-1]):
            group.pop()
        if group and not (len(group) == 1 and _is_bare(group[0], titled)):
            pieces.append(_piece(run, group, titled, opening and group[0].start == parts[0].start))
        group = []

    for at, part in enumerate(parts):
        if (part.text in _ARTICLES and part.entry is None) or _PARTY_STATE.match(part.text):
            close()
            titled = False
            continue
        if (
            group
            and (
                part.joint
                or part.entry
                or part.flags
                or group[-1].flags & g.PARTY
                or is_foreign(group, part, parts[at:])
            )
            and not _joins(group, part, parts[at:], opening)
        ):
            close()
            titled = False
        if not group and office and part.flags & g.JOINT and part.entry is None:
            titled = _keeps_title(parts, at)  # Secretary of State, Director of National Intelligence
            continue
        office = _is_office(parts, at)
        if not group and office:
            titled = _keeps_title(parts, at)
            if part.flags & g.ROYAL and at + 1 < len(parts) and not parts[at + 1].joint:
                group = [part]
            continue
        if (
            group
            and _is_office(parts, at)
            and not _is_of_body(group, parts, at)
            and not (part.flags & (g.FIRST | g.ROYAL) and group[0].flags & g.FIRST)
        ):
            if group[0].entry is not None and group[0].entry.kind == "place":
                titled = False  # Former Illinois Rep. Joe Walsh
            close()
            titled = _keeps_title(parts, at)
            continue
        if (
            part.flags & g.CALENDAR
            and not (titled and not group)
            and not (group and group[0].flags & g.FIRST and at + 1 == len(parts))
        ) and not (part.flags & g.FIRST and _is_person_start(parts, at)):
            close()
            continue
        group.append(part)
    close()
    return tuple(piece for piece in pieces if not _is_emphatic(piece))


def _is_left_over(part: Part) -> bool:
    """Whether a word at the end of a run begins what follows (Rick Ennis Who) or is a lone capital (T-shirt)."""
    if part.joint or part.entry is not None or part.flags & (g.FIRST | g.SURNAME | g.HEAD | g.CALENDAR):
        return False
    shouted = len(part.text) > 3 and part.text.isupper() and part.flags & g.COMMON
    return part.text in _LEFT_OVER or bool(shouted)


def _is_of_body(group: list[Part], parts: list[Part], at: int) -> bool:
    """Whether a word for an office belongs to a body: `Department of Justice`, `Office of the Director`."""
    if not parts[at].joint:
        return bool(group[-1].flags & g.OFFICE and group[0].flags & g.HEAD and len(group) > 1)
    if not group[-1].flags & g.HEAD:
        return False
    rest = itertools.takewhile(lambda part: not part.joint, parts[at + 1 :])
    return bool(parts[at].flags & g.JOINT) or all(part.flags & (g.OFFICE | g.JOINT) for part in rest)


def _keeps_title(parts: list[Part], at: int) -> bool:
    return at + 1 < len(parts) and not parts[at + 1].joint


def _is_bare(part: Part, titled: bool) -> bool:
    """Whether a single word is no name even inside a sentence."""
    if part.entry is not None or titled:
        return len(part.text) < 2
    if part.flags & (g.COMMON | g.CALENDAR) and not part.flags & (g.FIRST | g.SURNAME):
        return True
    if part.flags & g.MATTER and not part.flags & (g.FIRST | g.SURNAME | g.HEAD):
        return True
    return len(part.text.rstrip(".")) < 2 or (
        bool(part.flags & (g.ALL_TITLES | g.COMPASS | g.JOINT)) and not part.flags & (g.FIRST | g.SURNAME)
    )


def _is_emphatic(piece: Piece) -> bool:
    """Whether several words in capitals are no known name: a heading, a stressed phrase."""
    if not piece.text.isupper() or " " not in piece.text or piece.name or piece.titled:
        return False
    return piece.kind in (None, "other") or piece.text.count(" ") > 3
