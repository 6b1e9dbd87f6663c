"""Find what a rebuttal turns against: the statement of another side that it most likely answers.

A rebuttal that says what it is about is answered by what shares most of that; one that only points at `the
allegations` by an accusation of the same person. Accusations made in so many words, repeated by many
reports, or made just before count for more; calls to resign, wishes and conditions for less.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from writethru.ledger.denials import PROSECUTES, REPORTS, names_nobody
from writethru.ledger.echoes import Echoes
from writethru.ledger.rebuttals import Rebuttal
from writethru.ledger.statements import Statement, Story, names_words, one_side

NEAR = 3  # sentences before a rebuttal in which what it answers is looked for first
APPOSED = 40  # characters after a description in which the name of the same person may stand
POINTED = 1  # sentences before `Falk denied this` in which what it means is looked for
FAR = 8  # sentences before a rebuttal in which an accusation that is not spelt out may be meant
PLAINLY = 0.5  # how plainly a statement accuses, from which it does
MOSTLY = 0.7  # share of the words of a rebuttal from which a statement need not accuse
LEAST_SHARED = 2  # roots
LONGEST_POSTING = 200  # statements; a word in more of them finds nothing in particular
MOST_COMPARED = 60  # statements that one rebuttal is compared with, beside those before it
LEAST_COVERED = 0.45  # share of the weighty words of a rebuttal that what it answers repeats
LEAST_NEAR = 0.35  # the same of a statement just before it that names its speaker, or accuses
LEAST_ANSWERED = 0.6  # score from which a statement is what a rebuttal answers
MOST_REPORTS = 4  # repetitions that count
ACCUSES = re.compile(
    r"\b(?:accus(?:es?|ed|ing|ers?|ations?)|alleg(?:es?|ed|edly|ing|ations?)|blam(?:es?|ed|ing)|charged with"
    r"|suspected of|complain(?:s|ed|ts?))\b",
    re.IGNORECASE,
)
ACCUSING = re.compile(
    r"\b(?:accus(?:es?|ed|ing)|alleg(?:es?|ed|ing)|blam(?:es?|ed|ing)|charged with|suspected of)\b",
    re.IGNORECASE,
)
STATED = re.compile(
    r"\b(?:accus\w{2,3} [^.;]{2,70}? of\b|alleg\w{1,5} (?:that|he|she|they|the|[A-Z])|claim(?:s|ed) (?:that|he|she|they|the"
    r"|[A-Z])|said [^.;]{0,60}?\b(?:had|was|were|did|forced|told|asked|ordered|paid|used|tried|knew)\b)"
)
CONTRASTED = re.compile(r"[,;:—–]?\s(?:but|while|though|although|whereas|however|and)\b|[;—–]", re.IGNORECASE)
SOFT = re.compile(
    r"\b(?:resign|step (?:down|aside)|should|if (?:the|they|true)|call(?:s|ed)? (?:on|for)|urge[sd]?|investigate|whether)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=10_000)
def accuses(exact: str) -> bool:
    """Return whether words speak of an accusation."""
    return ACCUSES.search(exact) is not None


@lru_cache(maxsize=10_000)
def is_accusing(exact: str) -> bool:
    """Return whether words accuse somebody."""
    return ACCUSING.search(exact) is not None


@lru_cache(maxsize=10_000)
def states(exact: str) -> bool:
    """Return whether words say what somebody is accused of."""
    return STATED.search(exact) is not None


class Answered(NamedTuple):
    """What a rebuttal turns against, and how surely."""

    score: float
    statement: Statement


class Docket(NamedTuple):
    """What all comparisons of one story use."""

    story: Story
    echoes: Echoes
    rebutting: frozenset[int]  # numbers of the statements that themselves turn against something
    accusing: tuple[int, ...]  # numbers of the statements that accuse somebody


def open_docket(story: Story, echoes: Echoes, rebuttals: Sequence[Rebuttal]) -> Docket:
    """Return what the comparisons of a story use."""
    accusing = [
        s.number
        for s in story.statements
        if s.accusing and ("frame-claim" in s.assertion.leanings or _charges(s, s.assertion.citation.exact))
    ]
    return Docket(story, echoes, frozenset(r.statement.number for r in rebuttals), tuple(accusing))


def answered(rebuttal: Rebuttal, docket: Docket) -> list[Answered]:
    """Return what a rebuttal may turn against, the likest first."""
    found = []
    for number in _candidates(rebuttal, docket):
        statement = docket.story.statements[number]
        if _may_answer(rebuttal.statement, statement, docket.rebutting):
            score = _score(rebuttal, statement, docket)
            if score >= LEAST_ANSWERED:
                found.append(Answered(score, statement))
    return sorted(found, key=lambda a: (-a.score, a.statement.number))


def _candidates(rebuttal: Rebuttal, docket: Docket) -> list[int]:
    """Return the numbers of what may be answered: what stands before a rebuttal, and what shares its words.

    A rebuttal that only points at an accusation may mean any that is made of its speaker.
    """
    own, story = rebuttal.statement, docket.story
    found = set(range(max(own.number - FAR * 2, 0), own.number))
    if rebuttal.pointing:
        return sorted(found)
    if not rebuttal.matter:
        pointed = (n for n in docket.accusing if _names(story.statements[n], own))
        return sorted(found.union(islice(pointed, MOST_COMPARED)))
    shared: Counter[int] = Counter()
    for term in rebuttal.matter:
        posting = story.by_root.get(term, ())
        if len(posting) <= LONGEST_POSTING:
            shared.update(posting)
    ranked = sorted(shared, key=lambda n: (-shared[n], n))[:MOST_COMPARED]
    return sorted(found.union(ranked))


def _may_answer(rebuttal: Statement, statement: Statement, rebutting: frozenset[int]) -> bool:
    """Return whether a statement can be what another one turns against."""
    if statement.assertion.stance not in ("asserts", "expects") or not statement.name:
        return False
    if statement.own_voice:
        told = statement.number not in rebutting and statement.origin != rebuttal.origin
        accused = accuses(statement.assertion.citation.exact)
        return _names(statement, rebuttal) and (told or accused)
    if one_side(rebuttal, statement) or rebuttal.key.split()[-1] in statement.key.split():
        return False
    if statement.number == rebuttal.number:
        return False
    exact = statement.assertion.citation.exact
    if names_nobody(exact) and not names_nobody(rebuttal.assertion.citation.exact):
        return False
    if _calls(exact, statement.name, rebuttal.key):
        return False
    return statement.number not in rebutting or _names(rebuttal, statement)


def _calls(exact: str, name: str, key: str) -> bool:
    """Return whether words give a holder's name just beside a description: `Falk's accuser, Ines Reue`."""
    place = exact.find(name)
    return place >= 0 and key.split()[-1] in exact[place : place + len(name) + APPOSED].lower()


def _names(one: Statement, other: Statement) -> bool:
    """Return whether the words of one statement name the holder of another, or whom that one speaks for."""
    return _names_holder(one.assertion.citation.exact, other.name, other.key, other.party)


@lru_cache(maxsize=20_000)
def _names_holder(exact: str, name: str, key: str, party: str) -> bool:
    """Return whether words name a holder of a name and a key, or the party that he speaks for."""
    low = exact.lower()
    if name.rpartition(" ")[2][:1].islower():
        return name.lower() in low  # "attorney" alone names nobody
    last = {part.split()[-1] for part in (key, party) if part}
    return any(len(word) > 2 and word in low for word in last)


def _score(rebuttal: Rebuttal, statement: Statement, docket: Docket) -> float:
    """Return how surely a statement is what a rebuttal turns against: 0, or about .5 to 2."""
    own = rebuttal.statement
    exact = statement.assertion.citation.exact
    distance = own.sentence - statement.sentence if own.article == statement.article else -1
    together = _told_together(rebuttal, statement, exact, distance)
    if together or rebuttal.pointing:
        return together
    named, naming = _names(own, statement), _names(statement, own)
    bag = statement.bag - names_words(statement) - names_words(own)
    score = _likely(rebuttal, statement, bag, distance, docket.story)
    if not score:
        return 0.0
    score += 0.3 * _accusing(statement, exact) + 0.2 * named + 0.2 * naming
    score += (0.2 if distance in (0, 1) else 0.1) * (0 <= distance <= NEAR)
    score += 0.06 * min(docket.echoes.reports(statement), MOST_REPORTS)
    score += 0.1 * (len(bag) >= 5) - 0.15 * statement.own_voice
    return score - 0.3 * (bool(SOFT.search(exact)) or statement.supposed)


def _told_together(rebuttal: Rebuttal, statement: Statement, exact: str, distance: int) -> float:
    """Return how surely what stands beside a rebuttal is what it turns against, whatever its words; else 0."""
    own = rebuttal.statement
    if distance == 0 and not statement.own_voice and _contrasted(own, statement):
        return 1.2
    spoken = not statement.own_voice and (_accusing(statement, exact) >= PLAINLY or _names(own, statement))
    if 0 < distance <= POINTED and (rebuttal.pointing or (rebuttal.denied.noun and spoken)):
        least = 1.0 if rebuttal.pointing else 0.7
        return least + 0.2 * _accusing(statement, exact) - 0.15 * statement.own_voice
    return 0.0


def _likely(
    rebuttal: Rebuttal, statement: Statement, bag: frozenset[str], distance: int, story: Story
) -> float:
    """Return how much the words of a statement are those that a rebuttal turns against, 0 if too little."""
    own, exact = rebuttal.statement, statement.assertion.citation.exact
    if not rebuttal.matter:
        return _meant(rebuttal, statement, exact, distance)
    accusing = _accusing(statement, exact) >= PLAINLY
    named, naming = _names(own, statement), _names(statement, own)
    matter = rebuttal.matter - names_words(statement)
    share = _shares(matter, statement, bag, story, naming=naming) if matter else 0.0
    mostly = share >= MOSTLY and len(matter & bag) > LEAST_SHARED
    if statement.own_voice and not accuses(exact):
        return share * mostly
    plain = rebuttal.form not in ("disputes", "nothing")
    if not (named or (plain and (accusing or mostly))):
        return 0.0
    least = LEAST_NEAR if 0 <= distance <= NEAR and (named or accusing) else LEAST_COVERED
    return share * (share >= least)


def _contrasted(rebuttal: Statement, statement: Statement) -> bool:
    """Return whether one sentence tells both: `Tolm said it had taken the town, but Werrin denied that it had fallen`."""
    first, second = statement.assertion.statement, rebuttal.assertion.statement
    start = rebuttal.assertion.citation.start
    if not start <= first.end <= second.start:
        return False
    between = rebuttal.assertion.citation.exact[first.end - start : second.start - start]
    return CONTRASTED.search(between) is not None


def _shares(
    matter: frozenset[str], statement: Statement, bag: frozenset[str], story: Story, *, naming: bool
) -> float:
    """Return the share of what a rebuttal is about that a statement repeats, 0 if it states the opposite."""
    shared = matter & bag
    if shared & statement.turned or len(shared) < min(LEAST_SHARED, len(matter)):
        return 0.0
    if len(matter) < LEAST_SHARED and not naming:
        return 0.0  # one word is shared by all kinds of statements
    return _covered(matter, shared, story)


def _meant(rebuttal: Rebuttal, statement: Statement, exact: str, distance: int) -> float:
    """Return how surely a rebuttal that only speaks of `the allegations` means a statement: 0, or .35 to .85."""
    own = rebuttal.statement
    naming = _names(statement, own)
    if rebuttal.denied.noun in ("plea", "charge") and not PROSECUTES.search(statement.name):
        return 0.0
    if rebuttal.published:
        outlet = statement.assertion.holder_kind == "outlet" or bool(REPORTS.search(exact))
        near = 0 <= distance <= NEAR
        return 0.65 * (outlet and (near if statement.own_voice else naming or near))
    stated = states(exact)
    if _accuses_others(exact, own):
        return 0.0
    if statement.own_voice and not 0 <= distance <= NEAR:
        return 0.0
    if not (_charges(statement, exact) or "frame-claim" in statement.assertion.leanings) or not (
        naming or 0 <= distance <= 1
    ):
        return 0.0
    return 0.35 + 0.2 * stated if 0 <= distance <= FAR or stated else 0.0


def _accuses_others(exact: str, rebuttal: Statement) -> bool:
    """Return whether it is the one who rebuts that accuses: `as the water authority accused the operator`."""
    lower = exact.lower()
    place = lower.find(rebuttal.key)
    after = exact[place + len(rebuttal.key) :].lstrip().removeprefix("has ").removeprefix("have ")
    return place >= 0 and ACCUSING.match(after) is not None


def _accusing(statement: Statement, exact: str) -> float:
    """Return how plainly a statement accuses, 0 to 1."""
    lean = statement.assertion.leanings.get("frame-claim", 0.0)
    return max(lean, 0.6 * _charges(statement, exact), 0.5 * states(exact))


def _charges(statement: Statement, exact: str) -> bool:
    """Return whether a statement accuses in so many words; of a holder who speaks of `the allegations` it does not."""
    return accuses(exact) if statement.own_voice else is_accusing(exact)


def _covered(matter: frozenset[str], shared: frozenset[str], story: Story) -> float:
    """Return the share of the weight of a matter that lies in the shared roots."""
    weight = story.weight
    return math.fsum(weight.get(t, 1.0) ** 2 for t in shared) / math.fsum(
        weight.get(t, 1.0) ** 2 for t in matter
    )
