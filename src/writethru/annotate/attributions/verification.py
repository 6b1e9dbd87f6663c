"""An outlet's own remarks on what it could, or could not, verify: `Reuters could not verify the figures`.

Without a subject of its own ("it was unclear whether", "there was no independent confirmation", "the video
has not been verified") the remark is the publisher's.
"""

from __future__ import annotations

from typing import cast

from writethru.annotate import lexicon
from writethru.annotate.attributions.clauses import clause_end, object_end, trimmed
from writethru.annotate.attributions.cues import closed_class
from writethru.annotate.attributions.patterns import Pattern, Range
from writethru.annotate.attributions.subjects import group_start, subject
from writethru.annotate.attributions.tokens import Tokens
from writethru.records import Stance


def _class(name: str) -> frozenset[str]:
    """Return a class of words of the table `verification`."""
    return frozenset(cast(str, lexicon.table("cues")["verification"][name]).split())


VERIFYING = _class("verifying")
WORDS = VERIFYING | _class("remarks")
_UNABLE = _class("unable")
_NOT = closed_class("negations") | {"no", "unable", "impossible"}
_KINDS = _class("kinds")
_QUESTIONS = closed_class("questions")


def verification(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match a remark on verification at one of `WORDS`; None if the word says nothing of the kind."""
    word = tokens.low[at]
    if word in ("unclear", "clear"):
        return _unclear(tokens, at, first, stop)
    if word in ("unverified", "unconfirmed"):
        return _passive_remark(tokens, at, first, stop) if _copula_before(tokens, at, first) else None
    if word in ("verification", "confirmation", "corroboration"):
        return _without_confirmation(tokens, at, first, stop)
    return _verified(tokens, at, first, stop)


def _copula_before(tokens: Tokens, at: int, first: int) -> bool:
    start = group_start(tokens, at, first)
    return start < at or (at > first and tokens.low[at - 1] in ("remained", "remains", "remain", "as"))


def _unclear(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `it was (not) clear whether C` and `what caused it remains unclear`."""
    low = tokens.low
    start = at
    while start > first and (
        low[start - 1] in closed_class("auxiliaries") or low[start - 1] in _NOT or low[start - 1] in ("remained", "remains", "immediately", "still", "yet", "far", "so")
    ):  # fmt: skip
        start -= 1
    if start == at or (low[at] == "clear" and not any(low[i] in _NOT for i in range(start, at))):
        return None
    ahead = at + 1
    if ahead < stop and (low[ahead] in _QUESTIONS or low[ahead] == "that"):
        return Pattern(
            None, (start, at + 1), ((ahead, clause_end(tokens, ahead, stop)),), "doubts", verification=True
        )
    spoken = subject(tokens, start, first)
    if spoken is None or low[spoken[0]] in closed_class("subjects"):
        return None
    return Pattern(None, (start, at + 1), (spoken,), "doubts", True, verification=True)


def _without_confirmation(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `there was no independent confirmation (of) C`."""
    low = tokens.low
    start = at
    while start > first and low[start - 1] in _KINDS:
        start -= 1
    if start == first or low[start - 1] not in ("no", "without", "any"):
        return None
    start -= 1
    ahead = at + 1
    content: tuple[Range, ...] = ()
    if ahead + 1 < stop and low[ahead] in ("of", "on", "from"):
        content = ((ahead + 1, object_end(tokens, ahead + 1, stop)),)
    elif ahead + 1 < stop and low[ahead] in ("that", *_QUESTIONS):
        content = ((ahead, clause_end(tokens, ahead, stop)),)
    return Pattern(None, (start, at + 1), content, "doubts", verification=True)


def _group(tokens: Tokens, at: int, first: int) -> int:
    """Return where the verb group begins, over `not been able to independently`."""
    low = tokens.low
    start = group_start(tokens, at, first)
    for _ in range(2):
        if start > first + 1 and low[start - 1] == "to" and low[start - 2] in _UNABLE:
            start = group_start(tokens, start - 2, first)
        elif start > first and low[start - 1] in ("possible", "able"):
            start = group_start(tokens, start - 1, first)
    return start


def _verified(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    low = tokens.low
    start = _group(tokens, at, first)
    group = low[start:at]
    negated = any(word in _NOT for word in group)
    passive = low[at].endswith("ed") and any(
        word in ("be", "been", "was", "were", "is", "are", "being") for word in group
    )
    if low[at] in ("determine", "ascertain") and not negated:
        return None
    stance: Stance = "doubts" if negated else "asserts"
    if passive:
        pattern = _passive_remark(tokens, at, first, stop)
        if pattern is None:
            return None
        if negated or (low[at] in ("verified", "geolocated", "authenticated") and pattern.source is not None):
            return pattern._replace(stance=stance)
        return None
    if not negated and low[at] in ("confirm", "confirmed", "determine", "ascertain"):
        return None
    if not negated and not low[at].endswith("ed"):
        return None
    spoken = subject(tokens, start, first)
    if spoken is not None and low[spoken[0]] in ("it", "there"):
        spoken = None
    elif spoken is None:
        return None
    ahead = at + 1
    if ahead >= stop:
        return Pattern(spoken, (start, ahead), (), stance, verification=True)
    end = (
        clause_end(tokens, ahead, stop)
        if low[ahead] in ("that", *_QUESTIONS)
        else object_end(tokens, ahead, stop)
    )
    return Pattern(spoken, (start, at + 1), ((ahead, end),), stance, verification=True)


def _passive_remark(tokens: Tokens, at: int, first: int, stop: int) -> Pattern | None:
    """Match `C could not be independently verified (by S)`."""
    low = tokens.low
    start = _group(tokens, at, first)
    if start == at and at > first and low[at - 1] in ("remained", "remains", "remain"):
        start = at - 1
    spoken = subject(tokens, start, first)
    if spoken is None:
        return None
    source: Range | None = None
    if at + 2 < stop and low[at + 1] == "by":
        source = (at + 2, trimmed(tokens, at + 2, object_end(tokens, at + 2, stop)))
    content = (spoken,)
    if low[spoken[0]] == "it" and at + 2 < stop and low[at + 1] in ("that", *_QUESTIONS):
        content = ((at + 1, clause_end(tokens, at + 1, stop)),)
    return Pattern(source, (start, at + 1), content, "doubts", True, verification=True)
