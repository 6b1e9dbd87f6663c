"""With what the names of bodies and laws go on behind a small word, and what is foreign to them."""

from __future__ import annotations

import itertools
import re

from writethru.annotate.names import gazetteer as g
from writethru.annotate.names.parts import UPPER, Part
from writethru.annotate.names.words import Words

INITIAL = re.compile(rf"(?:[{UPPER}]\.){{1,3}}")


def is_foreign(group: list[Part], part: Part, rest: list[Part]) -> bool:
    """Whether a stock ticker (Tolmo TLM) or a photographer (AP J. Ennis) stands behind the name of a company."""
    entry = group[0].entry
    if entry is None or entry.kind != "organisation" or len(group) > 1 or part.entry is not None:
        return False
    ticker = part.text.isupper() and part.text.isalpha() and len(part.text) < 6 and not part.flags
    return (ticker and len(rest) == 1) or (len(rest) > 1 and INITIAL.fullmatch(part.text) is not None)


def is_aim(group: list[Part], part: Part, words: Words) -> bool:
    """Whether a body's name goes on with what it is for (Centre for the Study of Rivers, Drivers for Safe Roads)."""
    joints, members = words.joints, words.members_for
    if part.joint in joints.aim and (
        group[-1].text in members or (group[0].text in members and len(group) == 2)
    ):
        return part.entry is None and not part.flags & g.FIRST
    chained = len(group) > 1 and (part.joint in joints.matter or part.joint in joints.aim)
    return chained and _is_headed(group) and group[-1].joint in joints.every and group[-1].entry is None


def _is_headed(group: list[Part]) -> bool:
    """Whether a word for a body stands before the last word (Museum of Nature)."""
    return len(group) > 1 and bool(group[-2].flags & g.HEAD)


def is_pair(group: list[Part], part: Part, rest: list[Part], words: Words) -> bool:
    """Whether "and" joins two matters of one law or body: `Roads and Bridges Act`, `Museum of Nature and Science`."""
    never = g.FIRST | g.SURNAME | g.PEOPLE | g.ALL_TITLES
    if any(p.entry is not None or p.flags & never for p in (group[-1], part)):
        return False
    tail = list(itertools.takewhile(lambda p: not p.joint, rest[1:]))
    if tail and tail[-1].text in words.laws:
        return not any(p.entry is not None and p.entry.kind == "person" for p in group)
    joints = words.joints
    return _is_headed(group) and group[-1].joint in joints.bare and group[-1].joint not in joints.field
