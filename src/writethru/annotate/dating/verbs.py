"""Verb groups in a line of word classes: where each begins, and which of its words says what happens."""

from __future__ import annotations

import re
from typing import NamedTuple

from writethru.annotate.dating.words import Line

# Between an auxiliary and its verb: adverbs, and a time with or without its preposition.
_GAP = r"[aT]{0,3}(?:pT)?"
_BE = rf"b{_GAP}"
# What follows after "have", "be" or "get" and ends in the verb itself.
_PERFECT = rf"{_GAP}(?:{_BE}(?:{_BE})?[degl]|{_BE}|[de])"
_GROUPS = re.compile(
    r"(?P<noun>[DPk]a?[dge](?=[nmsvC])|p[degs](?=[nms])|Dg|DsT?)"  # the planned vote, of displaced people, the killing
    rf"|(?P<finite>x{_GAP}(?:h{_PERFECT}|(?:{_BE}){{1,2}}[deg]|b|l[aT]?[de]|[vndfshoml])|h{_PERFECT}|h"
    rf"|{_BE}(?:{_BE})?[deg]|b|o{_GAP}[vndsml]|o|l[aT]?[de]|l|f)"
    r"|(?P<infinitive>ta{0,2}(?:ba?[deg]|ha?(?:ba?)?[de]|l[de]|[bholvdsn](?![P])))"
    r"|(?P<open>d|(?<=[iw])s|(?<=[iwk])v|(?<=[nmCsW])[sv](?=[tDp]|$))"
    r"|(?P<bare>e)"
    r"|(?P<ing>g)"
)
FINITE, INFINITIVE, OPEN, BARE, ING = "finite", "infinitive", "open", "bare", "ing"


class Group(NamedTuple):
    """A verb group: its first word, the word that says what happens, and its kind.

    A finite group has an auxiliary or a form that is nothing else; an open one may be a participle too
    (`killed`); a bare one is a participle.
    """

    first: int
    head: int
    kind: str


def verb_groups(line: Line) -> list[Group]:
    """Return the verb groups of a sentence in order."""
    found = []
    for match in _GROUPS.finditer(line.letters):
        kind = match.lastgroup
        if kind is not None and kind != "noun":
            found.append(Group(match.start(), match.end() - 1, kind))
    return found
