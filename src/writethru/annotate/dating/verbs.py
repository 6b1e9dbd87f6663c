"""Verb groups in a line of word classes: where each begins, and which of its words says what happens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from writethru.annotate.dating.words import TIME, Line, word_set

# Between an auxiliary and its verb: adverbs, and a time with or without its preposition.
_GAP = r"[aT?k]{0,3}(?:pT)?"
_BE = rf"b{_GAP}"
# What follows after "have", "be" or "get" and ends in the verb itself.
_PERFECT = rf"{_GAP}(?:{_BE}(?:{_BE})?[dregl]|b|[drelh])"
_AUXILIARY = (
    rf"x{_GAP}(?:h{_PERFECT}|(?:{_BE}){{1,2}}[dreg]|b|l[aT]?[dre]|[vndrsfhoml])|h{_PERFECT}|h"
    rf"|{_BE}(?:{_BE})?[dreg]|b|o{_GAP}[vndrsml]|o|l[aT]?[dre]|l"
)
# Forms of verbs that are no verbs there: the planned vote, of displaced people, a heavily wooded area, the
# killing, their demands; made unwanted contact, a lively growing debate, to help displaced people.
_NOUNS = (
    r"[DPk]a?[drge](?=[nmsSvrC])|p[drs](?=[nmsS])|Da[de]|Dd(?=\??k)|[DPk][aT]?[gr]|[DPk]s"
    r"|(?<=[drfg])d(?=[nmsS])|(?<=n\?)[gd](?=[nms])|(?<=t[nv])d(?=[nmsS])"
)
# Present forms that are known by what stands beside them: they meet, who now controls the, leaders expect the,
# and returns on, the bill suspends the, a state that tests every, the mayor on Monday says that; at the beginning
# a demand: go to.
_PRESENT_S = (
    r"(?<=[iw])[sS]|(?<=[iw][aT])[sS]|(?<=[nC]a)S(?=[pDt,])|(?<=,c)s(?=[TDp])|(?<=D[nm])S(?=D)"
    r"|(?<=[nmS]W)[sS](?=[Dk])|(?<=[nmCde]T)[sS](?=[zDWtp])|(?<=[nmC]pT)[sS](?=[zDWtp])|(?<=[nmCSW])s(?=[tD])"
)
_PRESENT_BASE = (
    r"(?<=i)n|(?<=w)n(?=[DtTp])|(?<=[iwkT])v|(?<![^\"])v|(?<![^\"])s(?=D)|(?<=c)v(?=[DkCpTt])|(?<=ca)v(?=[DkC])"
    r"|(?<=[nmCsSW])v(?=[tDpaTCSkW])|(?<=[nmCS]a)v(?=[tDpaT])"
)
_DOUBTFUL = r"(?<=[nmCsS?])[sv](?=[pTDtazq]|$)|(?<=C)S(?=[pDtq])|(?<=,a)S(?=p)"
_GROUPS = re.compile(
    r"(?=[xhbolftdrsevgS]|[DPk][adrgesT]|p[drgs]|(?<=[iw])n)(?:"  # the letters that the rules begin with: most others are passed quickly
    rf"(?P<noun>{_NOUNS})|(?P<finite>{_AUXILIARY}|f)"
    r"|(?P<infinitive>ta{0,2}(?:ba?[dreg]|ha?(?:ba?)?[dre]|l[dre]|[bholvdrsn](?![P])))"
    rf"|(?P<open>[dr]|{_PRESENT_S}|{_PRESENT_BASE})|(?P<bare>e)|(?P<ing>g)|(?P<maybe>{_DOUBTFUL}))"
)
_PRESENT = re.compile(r"(?<=[nmCS])[sv](?!P)")  # a form that may be a noun, where a sentence has no verb else
_APART = re.compile(r'[,;("_zwWcqi)]')
FARTHEST = 60  # words that a clause reaches; what stands farther is not looked at
NEAR = 8  # verb groups that are looked at on either side
FINITE, INFINITIVE, OPEN, BARE, ING = "finite", "infinitive", "open", "bare", "ing"
MAYBE, NOUN = "maybe", "noun"


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
    found: list[Group] = []
    doubtful, told = False, False
    for match in _GROUPS.finditer(line.letters):
        kind = match.lastgroup
        if kind is None or kind == NOUN:
            continue
        first, stop = match.span()
        if line.letters[first - 1 : first + 1] == "cv" and found:
            kind = found[-1].kind  # to repeal and replace
        if kind == FINITE:
            told = True
        elif kind != INFINITIVE:
            if _is_no_verb(line, first, kind, found[-1] if found else None):
                continue
            told = told or kind == OPEN
            doubtful = doubtful or kind == MAYBE
        found.append(Group(first, stop - 1, kind))
    if doubtful:
        found = _decided(line, found)
    if not told:
        present = _PRESENT.search(line.letters)
        if present is not None and not any(group.kind == OPEN for group in found):
            found = sorted([*found, Group(present.start(), present.start(), OPEN)])
    return found


def _is_no_verb(line: Line, at: int, kind: str, last: Group | None) -> bool:
    """Return whether a form of a verb tells nothing of its own at a place behind another verb."""
    words, after = line.words, line.letters[at + 1 : at + 2]
    if kind == ING and _is_noun(line, at):
        return True
    if last is not None and at == last.head + 1 and words[last.head] in word_set("verbs", "perceiving"):
        return kind != MAYBE  # found abandoned, reported killed
    if kind != OPEN:
        return False
    if after in ("p", "t") and words[at] in word_set("frames", "comparing"):
        return True  # compared to 2019
    if after == TIME and words[at] in word_set("frames", "coming"):
        return True  # come January
    if last is None or words[at] not in word_set("verbs", "titling"):
        return False
    return not _apart(line, last, Group(at, at, kind))  # in a case called Roe


def _is_noun(line: Line, at: int) -> bool:
    """Return whether a form in -ing is a noun of what happens behind another word of its phrase: a closed meeting on."""
    letters = line.letters
    plain = at > 0 and letters[at - 1] in "nmSCsdr" and letters[at + 1 : at + 2] not in ("D", "k", "C")
    return plain and line.words[at] in word_set("nouns", "events")


def _decided(line: Line, groups: Sequence[Group]) -> list[Group]:
    """Return groups in which a form that may be a noun counts only where its clause has no other verb."""
    found: list[Group] = []
    for number, group in enumerate(groups):
        if group.kind != MAYBE:
            found.append(group)
            continue
        before = next((g for g in reversed(found[-NEAR:]) if g.kind in (FINITE, OPEN)), None)
        after = next((g for g in groups[number + 1 : number + 1 + NEAR] if g.kind in (FINITE, OPEN)), None)
        alone = before is None or _apart(line, before, group)
        if before is not None and line.words[before.head] in word_set("verbs", "saying"):
            alone = alone or "p" not in line.letters[before.head : group.first]
        if alone and (after is None or _apart(line, group, after)):
            found.append(Group(group.first, group.head, OPEN))
    return found


def _apart(line: Line, group: Group, other: Group) -> bool:
    """Return whether a boundary or a subject stands between two verb groups, or many words do."""
    far = other.first - group.head > FARTHEST
    return far or _APART.search(line.letters, group.head + 1, other.first) is not None
