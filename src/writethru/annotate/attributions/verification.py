"""An outlet's own remarks on what it could, or could not, verify: `Reuters could not verify the figures`.

Without a subject of its own ("it was unclear whether", "there was no independent confirmation", "the video
has not been verified") the remark is the publisher's.
"""

from __future__ import annotations

from typing import cast

from writethru.annotate import lexicon
from writethru.annotate.attributions.clauses import clause_end, object_end, trimmed
from writethru.annotate.attributions.groups import group_start
from writethru.annotate.attributions.patterns import Pattern, Range
from writethru.annotate.attributions.subjects import subject
from writethru.annotate.attributions.tokens import Tokens
from writethru.annotate.attributions.words import closed_classes
from writethru.annotate.lexicon import by_language
from writethru.records import Stance


@by_language
def _class(name: str) -> frozenset[str]:
    """Return a class of words of the table `verification`."""
    return frozenset(cast(str, lexicon.table("cues")["verification"][name]).split())


@by_language
def remark_words() -> frozenset[str]:
    """Return the words at which a remark on verification may begin."""
    return _class("verifying") | _class("remarks")


@by_language
def _not() -> frozenset[str]:
    return closed_classes().negations | _class("failing")


def verification(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match a remark on verification at one of `remark_words`; None if the word says nothing of the kind."""
    word = tokens.low[at]
    if word in _class("unclear"):
        return _unclear(tokens, at, first, stop)
    if word in _class("unverified"):
        return _passive_remark(tokens, at, first, stop) if _copula_before(tokens, at, first) else None
    if word in _class("confirmation"):
        return _without_confirmation(tokens, at, first, stop)
    return _verified(tokens, at, first, stop)


def _copula_before(tokens: Tokens, at: int, first: int) -> bool:
    start = group_start(tokens, at, first)
    return start < at or (at > first and tokens.low[at - 1] in _class("remaining"))


def _unclear(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `it was (not) clear whether C` and `what caused it remains unclear`."""
    low = tokens.low
    start = at
    while start > first and (
        low[start - 1] in tokens.words.auxiliaries or low[start - 1] in _not() or low[start - 1] in _class("before_unclear")
    ):  # fmt: skip
        start -= 1
    if start == at or (low[at] in _class("clear") and not any(low[i] in _not() for i in range(start, at))):
        return None
    ahead = at + 1
    if ahead < stop and (low[ahead] in tokens.words.questions or low[ahead] in tokens.words.that):
        return Pattern(
            None, (start, at + 1), ((ahead, clause_end(tokens, ahead, stop)),), "doubts", verification=True
        )
    spoken = subject(tokens, start, first)
    if spoken is None or low[spoken[0]] in tokens.words.subjects:
        return None
    return Pattern(None, (start, at + 1), (spoken,), "doubts", True, verification=True)


def _without_confirmation(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `there was no independent confirmation (of) C`."""
    low = tokens.low
    start = at
    while start > first and low[start - 1] in _class("kinds"):
        start -= 1
    if start == first or low[start - 1] not in _class("none"):
        return None
    start -= 1
    ahead = at + 1
    content: tuple[Range, ...] = ()
    if ahead + 1 < stop and low[ahead] in _class("confirmation_links"):
        content = ((ahead + 1, object_end(tokens, ahead + 1, stop)),)
    elif ahead + 1 < stop and low[ahead] in tokens.words.clause_openers:
        content = ((ahead, clause_end(tokens, ahead, stop)),)
    return Pattern(None, (start, at + 1), content, "doubts", verification=True)


def _group(tokens: Tokens, at: int, first: int) -> int:
    """Return where the verb group begins, over `not been able to independently`."""
    low = tokens.low
    start = group_start(tokens, at, first)
    for _ in range(2):
        if start > first + 1 and low[start - 1] in tokens.words.to and low[start - 2] in _class("unable"):
            start = group_start(tokens, start - 2, first)
        elif start > first and low[start - 1] in _class("able"):
            start = group_start(tokens, start - 1, first)
    return start


def _verified(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    low = tokens.low
    start = _group(tokens, at, first)
    group = low[start:at]
    negated = any(word in _not() for word in group)
    passive = low[at].endswith(tokens.words.ed) and any(word in tokens.words.be for word in group)
    if low[at] in _class("ascertaining") and not negated:
        return None
    stance: Stance = "doubts" if negated else "asserts"
    if passive:
        pattern = _passive_remark(tokens, at, first, stop)
        if pattern is None:
            return None
        if negated or (low[at] in _class("verified") and pattern.source is not None):
            return pattern._replace(stance=stance)
        return None
    if not negated and low[at] in _class("confirming"):
        return None
    if not negated and not low[at].endswith(tokens.words.ed):
        return None
    spoken = subject(tokens, start, first)
    if spoken is not None and low[spoken[0]] in tokens.words.expletives:
        spoken = None
    elif spoken is None:
        return None
    ahead = at + 1
    if ahead >= stop:
        return Pattern(spoken, (start, ahead), (), stance, verification=True)
    end = (
        clause_end(tokens, ahead, stop)
        if low[ahead] in tokens.words.clause_openers
        else object_end(tokens, ahead, stop)
    )
    return Pattern(spoken, (start, at + 1), ((ahead, end),), stance, verification=True)


def _passive_remark(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `C could not be independently verified (by S)`."""
    low = tokens.low
    start = _group(tokens, at, first)
    if start == at and at > first and low[at - 1] in _class("remaining"):
        start = at - 1
    spoken = subject(tokens, start, first)
    if spoken is None:
        return None
    source: Range | None = None
    if at + 2 < stop and low[at + 1] in tokens.words.by:
        source = (at + 2, trimmed(tokens, at + 2, object_end(tokens, at + 2, stop)))
    content = (spoken,)
    if (
        low[spoken[0]] in tokens.words.expletives
        and at + 2 < stop
        and low[at + 1] in tokens.words.clause_openers
    ):
        content = ((at + 1, clause_end(tokens, at + 1, stop)),)
    return Pattern(source, (start, at + 1), content, "doubts", True, verification=True)
