"""Pair statements of which one affirms what the other negates.

Both have to share most of their weighty words, and one of the shared words must stand just after a negation
in the one and without any in the other; two in neighbouring sentences or one sentence may share fewer.
"""

from __future__ import annotations

import re

from writethru.ledger.claims import likeness
from writethru.ledger.denials import Pair
from writethru.ledger.objects import Denied, read_denial
from writethru.ledger.statements import Statement, Story, names_words, one_side
from writethru.ledger.words import vocabulary
from writethru.settings import LedgerSettings

MOST_BEFORE = 8  # statements before an answer among which is what it answers
LEAST_ANSWERED = 2  # words that both share
ALIKE_ANSWER = 0.15
CONTRAST = re.compile(r"^[\s“\"]{0,2}(?:But|However|Yet|Still|In contrast|By contrast|In fact)\b|,? however,")
LONGEST_POSTING = 60
MOST_COMPARED = 40
NEAR_BONUS = 0.1
LEAST_SHARED = 3


def pair_contradictions(story: Story, settings: LedgerSettings) -> list[Pair]:
    """Return statements that negate what another side states, the surest first."""
    found = []
    for statement in story.statements:
        if not statement.undone or statement.own_voice or statement.supposed:
            continue
        if statement.assertion.stance != "asserts" or _denies(statement):
            continue
        best: Pair | None = None
        for other in _candidates(statement, story):
            score = _contention(statement, other, story)
            if score >= settings.least_contention and (best is None or score > best.score):
                best = Pair(score, statement, other, Denied("", "", "", ""), None)
        if best is not None:
            found.append(best)
    return sorted(found, key=lambda p: (-p.score, p.against.number, p.charge.number))


def _denies(statement: Statement) -> bool:
    """Return whether a statement is a denial, which is paired elsewhere."""
    return statement.rebutting and read_denial(statement.before, statement.text) is not None


def pair_answers(story: Story) -> list[Pair]:
    """Return statements that turn against what another side is told to say just before.

    `But Y said that ... not ...`, in one of the two sentences after X's.
    """
    found = []
    for statement in story.statements:
        if statement.own_voice:
            continue
        if not statement.undone or not CONTRAST.search(statement.assertion.citation.exact):
            continue
        if statement.supposed:
            continue
        for number in range(max(statement.number - MOST_BEFORE, 0), statement.number):
            other = story.statements[number]
            if other.article != statement.article or statement.sentence - other.sentence not in (1, 2):
                continue
            score = _answer(statement, other, story)
            if score > 0:
                found.append(Pair(score, statement, other, Denied("", "", "", ""), None))
    return found


def _answer(answer: Statement, told: Statement, story: Story) -> float:
    """Return how surely a statement turns against one told just before it, 0 to about 1."""
    if (
        told.own_voice
        or told.supposed
        or told.turned
        or told.assertion.stance != "asserts"
        or one_side(answer, told)
    ):
        return 0.0
    names = names_words(answer) | names_words(told)
    common = (answer.bag & told.bag) - names - vocabulary("when")
    if len(common) < LEAST_ANSWERED or told.assertion.citation == answer.assertion.citation:
        return 0.0
    alike = likeness(answer.bag, told.bag, story.weight)
    return 0.4 + alike if alike >= ALIKE_ANSWER else 0.0


def _candidates(statement: Statement, story: Story) -> list[Statement]:
    """Return the statements that share what is turned round and more."""
    shared: dict[int, int] = {}
    for term in sorted(statement.undone):
        for number in story.by_root.get(term, ())[:LONGEST_POSTING]:
            if number not in shared:
                shared[number] = len(story.statements[number].bag & statement.bag)
    ranked = sorted((n for n in shared if shared[n] >= 2), key=lambda n: (-shared[n], n))[:MOST_COMPARED]
    return [story.statements[n] for n in ranked]


def _contention(negating: Statement, affirming: Statement, story: Story) -> float:
    """Return how surely one statement affirms what the other negates: 0, or a cosine with a bonus."""
    turned = negating.undone & affirming.bag
    if affirming.assertion.stance != "asserts" or affirming.own_voice:
        return 0.0
    if not turned or turned & affirming.turned or affirming.turned or one_side(negating, affirming):
        return 0.0
    if _denies(affirming):
        return 0.0
    names = names_words(negating) | names_words(affirming)
    common = (negating.bag & affirming.bag) - names
    same = negating.article == affirming.article
    near = same and abs(negating.sentence - affirming.sentence) <= 1
    if len(common) < LEAST_SHARED or not turned - names:
        return 0.0
    alike = likeness(negating.bag, affirming.bag, story.weight) + NEAR_BONUS * near
    return 0.0 if affirming.supposed else alike
