"""Find what a rebuttal turns against: the statement of another side that it most likely answers.

A rebuttal that says what it is about is answered by what shares most of that; one that only points at `the
allegations` by an accusation of the same person. Accusations made in so many words, repeated by many
reports, or made just before count for more; calls to resign, wishes and conditions for less.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from writethru.ledger.denials import NOBODY
from writethru.ledger.echoes import Echoes, reports
from writethru.ledger.rebuttals import Rebuttal
from writethru.ledger.statements import Statement, Story, names_words, one_side

NEAR = 3  # sentences before a rebuttal in which what it answers is looked for first
POINTED = 2  # sentences before `Falk denied this` in which what it means is looked for
LEAST_COVERED = 0.4  # share of the weighty words of a rebuttal that what it answers repeats
LEAST_NEAR = 0.2  # the same of a statement just before it that names its speaker, or accuses
LEAST_ANSWERED = 0.6  # score from which a statement is what a rebuttal answers
MOST_REPORTS = 4  # repetitions that count
ACCUSES = re.compile(
    r"\b(?:accus(?:es?|ed|ing|ers?|ations?)|alleg(?:es?|ed|edly|ing|ations?)|blam(?:es?|ed|ing)|charged with"
    r"|suspected of|complain(?:s|ed|ts?))\b",
    re.IGNORECASE,
)
STATED = re.compile(
    r"\b(?:accus\w{2,3} [^.;]{2,70}? of\b|alleg\w{1,5} (?:that|he|she|they|the|[A-Z])|claim(?:s|ed) (?:that|he|she|they|the"
    r"|[A-Z])|said [^.;]{0,60}?\b(?:had|was|were|did|forced|told|asked|ordered|paid|used|tried|knew)\b)"
)
SOFT = re.compile(
    r"\b(?:resign|step (?:down|aside)|should|if (?:the|they|true)|call(?:s|ed)? (?:on|for)|urge[sd]?|investigate|whether)\b",
    re.IGNORECASE,
)


class Answered(NamedTuple):
    """What a rebuttal turns against, and how surely."""

    score: float
    statement: Statement


class Bench(NamedTuple):
    """What all comparisons of one story use."""

    story: Story
    echoes: Echoes
    rebutting: frozenset[int]  # numbers of the statements that themselves turn against something


def answered(rebuttal: Rebuttal, bench: Bench) -> list[Answered]:
    """Return what a rebuttal may turn against, the likest first."""
    found = []
    for statement in bench.story.statements:
        if _may_answer(rebuttal.statement, statement, bench.rebutting):
            score = _score(rebuttal, statement, bench)
            if score >= LEAST_ANSWERED:
                found.append(Answered(score, statement))
    return sorted(found, key=lambda a: (-a.score, a.statement.number))


def _may_answer(rebuttal: Statement, statement: Statement, rebutting: frozenset[int]) -> bool:
    """Return whether a statement can be what another one turns against."""
    if statement.assertion.stance not in ("asserts", "expects") or not statement.name:
        return False
    if statement.own_voice:
        return bool(ACCUSES.search(statement.assertion.citation.exact)) and _names(statement, rebuttal)
    if one_side(rebuttal, statement) or rebuttal.key.split()[-1] in statement.key.split():
        return False
    if statement.number == rebuttal.number:
        return False
    if NOBODY.search(statement.assertion.citation.exact):
        return False
    turned = statement.number in rebutting
    return not turned or _names(rebuttal, statement) or _names(statement, rebuttal)


def _names(one: Statement, other: Statement) -> bool:
    """Return whether the words of one statement name the holder of another, or whom that one speaks for."""
    exact = one.assertion.citation.exact.lower()
    last = {part.split()[-1] for part in (other.key, other.party) if part}
    return any(len(name) > 2 and name in exact for name in last)


def _score(rebuttal: Rebuttal, statement: Statement, bench: Bench) -> float:
    """Return how surely a statement is what a rebuttal turns against: 0, or about .5 to 2."""
    own = rebuttal.statement
    exact = statement.assertion.citation.exact
    distance = own.sentence - statement.sentence if own.article == statement.article else -1
    if rebuttal.pointing:
        return _pointed(distance, statement, exact)
    near = 0 <= distance <= NEAR
    accusing = _accusing(statement, exact)
    named, naming = _names(own, statement), _names(statement, own)
    bag = statement.bag - names_words(statement) - names_words(own)
    if rebuttal.matter:
        shared = rebuttal.matter & bag
        if shared & statement.turned:
            return 0.0  # both say that it is not so
        covered = _covered(rebuttal.matter, shared, bench.story)
        enough = covered >= LEAST_COVERED and len(shared) >= min(2, len(rebuttal.matter))
        beside = near and (named or accusing >= 0.5) and bool(shared) and covered >= LEAST_NEAR
        if not (enough or beside):
            return 0.0
        score = covered
    else:
        told = rebuttal.published and (statement.assertion.holder_kind == "outlet" or "report" in exact)
        meant = (told and (naming or near)) or (accusing >= 0.5 and (naming or named))
        if not (meant or (0 <= distance <= 1 and accusing >= 0.6)):
            return 0.0
        score = 0.35 + 0.3 * told + 0.2 * bool(STATED.search(exact))
    score += 0.3 * accusing + 0.2 * named + 0.2 * naming
    score += (0.2 if distance in (0, 1) else 0.1) * near
    score += 0.06 * min(reports(statement, bench.echoes, bench.story), MOST_REPORTS)
    score += 0.1 * (len(bag) >= 5) - 0.15 * statement.own_voice
    return score - 0.3 * (bool(SOFT.search(exact)) or statement.supposed)


def _pointed(distance: int, statement: Statement, exact: str) -> float:
    """Return how surely `Falk denied this` means a statement that many sentences before it."""
    if not 0 < distance <= POINTED:
        return 0.0
    return 1.0 + 0.2 * _accusing(statement, exact) - 0.25 * (distance - 1) - 0.15 * statement.own_voice


def _accusing(statement: Statement, exact: str) -> float:
    """Return how plainly a statement accuses, 0 to 1."""
    lean = statement.assertion.leanings.get("frame-claim", 0.0)
    return max(lean, 0.6 * bool(ACCUSES.search(exact)), 0.5 * bool(STATED.search(exact)))


def _covered(matter: frozenset[str], shared: frozenset[str], story: Story) -> float:
    """Return the share of the weight of a matter that lies in the shared roots."""
    weight = story.weight
    return math.fsum(weight.get(t, 1.0) ** 2 for t in shared) / math.fsum(
        weight.get(t, 1.0) ** 2 for t in matter
    )
