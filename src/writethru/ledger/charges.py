"""Find what a rebuttal turns against: the statement of another side that it most likely answers.

A rebuttal that says what it is about is answered by what shares most of that; one that only points at `the
allegations` by an accusation of the same person. Accusations made in so many words, repeated by many
reports, or made just before count for more; calls to resign, wishes and conditions for less.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Hashable, Sequence
from functools import lru_cache
from heapq import nsmallest
from itertools import islice
from typing import NamedTuple

from writethru.ledger.denials import PROSECUTES, REPORTS, names_nobody
from writethru.ledger.echoes import Echoes
from writethru.ledger.rebuttals import Rebuttal
from writethru.ledger.statements import NOTHING, Statement, Story, names_words, one_side
from writethru.memory import remembered
from writethru.records import AnnotatedArticle

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
MOST_BEARINGS = 2_000  # statements of which it is remembered how they bear on one rebuttal
ROUNDING = 1e-9  # by which sums of the same parts may differ
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
    accused: dict[tuple[str, str, str], Sequence[int]]  # by holder, as far as asked for: first that name it

    def pointing_at(self, holder: Statement) -> Sequence[int]:
        """Return the numbers of the first statements that accuse somebody and name the holder of another."""
        key = (holder.name, holder.key, holder.party)
        if key not in self.accused:
            naming = (n for n in self.accusing if names_other(self.story.statements[n], holder))
            self.accused[key] = tuple(islice(naming, MOST_COMPARED))
        return self.accused[key]


def open_docket(story: Story, echoes: Echoes, rebuttals: Sequence[Rebuttal]) -> Docket:
    """Return what the comparisons of a story use."""
    accusing = [
        s.number
        for s in story.statements
        if s.accusing and ("frame-claim" in s.assertion.leanings or _charges(s, s.assertion.citation.exact))
    ]
    return Docket(story, echoes, frozenset(r.statement.number for r in rebuttals), tuple(accusing), {})


def answered(rebuttal: Rebuttal, docket: Docket) -> Answered | None:
    """Return what a rebuttal most likely turns against, None if nothing surely enough."""
    known = _known_bearings(rebuttal, docket.story)
    best: Answered | None = None
    least = LEAST_ANSWERED
    for number in _candidates(rebuttal, docket):
        statement = docket.story.statements[number]
        rebuts = number in docket.rebutting
        try:
            bearing = known[statement.mark, rebuts]
        except KeyError:
            bearing = _bearing(rebuttal, statement, rebuts=rebuts)
            if statement.mark is not None:
                known[statement.mark, rebuts] = bearing
        if bearing is None or bearing.most < least:
            continue
        score = _score(bearing, statement, docket, least)
        if score > least or (best is None and score >= least):  # of equals the first
            best, least = Answered(score, statement), score
    return best


def _known_bearings(rebuttal: Rebuttal, story: Story) -> dict[tuple[Hashable, bool], Bearing | None]:
    """Return what is remembered of how statements bear on a rebuttal, to be added to."""
    own = rebuttal.statement
    if own.mark is None:
        return {}
    known = _bearings(
        story.documents[own.article], own.mark, own.name, own.key, own.party, own.text, *rebuttal[1:]
    )
    if len(known) > MOST_BEARINGS:
        known.clear()
    return known


@remembered
def _bearings(document: AnnotatedArticle, *rebuttal: Hashable) -> dict[tuple[Hashable, bool], Bearing | None]:
    """Return where is kept how the statements of the story bear on a rebuttal in an article."""
    return {}


def _candidates(rebuttal: Rebuttal, docket: Docket) -> list[int]:
    """Return the numbers of what may be answered: what stands before a rebuttal, and what shares its words.

    A rebuttal that only points at an accusation may mean any that is made of its speaker.
    """
    own, story = rebuttal.statement, docket.story
    found = set(range(max(own.number - FAR * 2, 0), own.number))
    if rebuttal.pointing:
        return sorted(found)
    if not rebuttal.matter:
        return sorted(found.union(docket.pointing_at(own)))
    shared: Counter[int] = Counter()
    for term in rebuttal.matter:
        posting = story.by_root.get(term, ())
        if len(posting) <= LONGEST_POSTING:
            shared.update(posting)
    ranked = nsmallest(MOST_COMPARED, ((-count, number) for number, count in shared.items()))
    return sorted(found.union(number for _, number in ranked))


def _may_answer(rebuttal: Statement, statement: Statement, *, rebuts: bool) -> bool:
    """Return whether a statement, which itself `rebuts` something or does not, can be what another one turns against."""
    if statement.assertion.stance not in ("asserts", "expects") or not statement.name:
        return False
    if statement.own_voice:
        told = not rebuts and statement.origin != rebuttal.origin
        accused = accuses(statement.assertion.citation.exact)
        return names_other(statement, rebuttal) and (told or accused)
    if one_side(rebuttal, statement) or rebuttal.key.split()[-1] in statement.key.split():
        return False
    if statement.number == rebuttal.number:
        return False
    exact = statement.assertion.citation.exact
    if names_nobody(exact) and not names_nobody(rebuttal.assertion.citation.exact):
        return False
    if _calls(exact, statement.name, rebuttal.key):
        return False
    return not rebuts or names_other(rebuttal, statement)


def _calls(exact: str, name: str, key: str) -> bool:
    """Return whether words give a holder's name just beside a description: `Falk's accuser, Ines Reue`."""
    place = exact.find(name)
    return place >= 0 and key.split()[-1] in exact[place : place + len(name) + APPOSED].lower()


def names_other(one: Statement, other: Statement) -> bool:
    """Return whether the words of one statement name the holder of another, or whom that one speaks for."""
    return names_holder(one.assertion.citation.exact, other.name, other.key, other.party)


@lru_cache(maxsize=20_000)
def names_holder(exact: str, name: str, key: str, party: str) -> bool:
    """Return whether words name a holder of a name and a key, or the party that he speaks for."""
    low = exact.lower()
    if name.rpartition(" ")[2][:1].islower():
        return name.lower() in low  # "attorney" alone names nobody
    last = {part.split()[-1] for part in (key, party) if part}
    return any(len(word) > 2 and word in low for word in last)


class Bearing(NamedTuple):
    """How a statement bears on a rebuttal, whatever else the story tells: what `_score` adds up, in its order."""

    most: float  # what the score is at most
    beside: bool  # whether it stands beside the rebuttal, and so scores that
    fixed: float  # the first part of the score, where no words are weighed
    matter: frozenset[str]  # the words that are weighed, and
    shared: frozenset[str]  # those of them that the statement repeats, ...
    least: float  # ... at least this share of them
    pointing: float
    near: float
    long: float
    soft: float


def _bearing(rebuttal: Rebuttal, statement: Statement, *, rebuts: bool) -> Bearing | None:
    """Return how a statement bears on a rebuttal; None if it cannot be what that turns against."""
    own = rebuttal.statement
    if not _may_answer(own, statement, rebuts=rebuts):
        return None
    exact = statement.assertion.citation.exact
    distance = own.sentence - statement.sentence if own.article == statement.article else -1
    together = _told_together(rebuttal, statement, exact, distance)
    if together or rebuttal.pointing:
        return Bearing(together, True, together, NOTHING, NOTHING, 0.0, 0.0, 0.0, 0.0, 0.0)
    named, naming = names_other(own, statement), names_other(statement, own)
    bag = statement.bag - names_words(statement) - names_words(own)
    fixed = _meant(rebuttal, statement, exact, distance) if not rebuttal.matter else 0.0
    matter, shared, least = NOTHING, NOTHING, 0.0
    if rebuttal.matter:
        matter = rebuttal.matter - names_words(statement)
        shared = _shares(matter, statement, bag, naming=naming)
        least = _least(rebuttal, statement, exact, distance, many=len(shared) > LEAST_SHARED)
    if not fixed and (not shared or least > 1.0):
        return None
    pointing = 0.3 * _accusing(statement, exact) + 0.2 * named + 0.2 * naming
    near = (0.2 if distance in (0, 1) else 0.1) * (0 <= distance <= NEAR)
    long = 0.1 * (len(bag) >= 5) - 0.15 * statement.own_voice
    soft = 0.3 * (bool(SOFT.search(exact)) or statement.supposed)
    most = (fixed or 1.0) + pointing + near + 0.06 * MOST_REPORTS + long - soft + ROUNDING
    return Bearing(most, False, fixed, matter, shared, least, pointing, near, long, soft)


def _score(bearing: Bearing, statement: Statement, docket: Docket, least: float) -> float:
    """Return how surely a statement is what a rebuttal turns against, about .5 to 2; 0 if less than `least`."""
    if bearing.beside:
        return bearing.fixed
    score = bearing.fixed
    if bearing.shared:
        score = _covered(bearing.matter, bearing.shared, docket.story)
        if score < bearing.least or score + bearing.most - 1.0 < least:
            return 0.0
    score += bearing.pointing
    score += bearing.near
    score += 0.06 * min(docket.echoes.reports(statement), MOST_REPORTS)
    score += bearing.long
    return score - bearing.soft


def _told_together(rebuttal: Rebuttal, statement: Statement, exact: str, distance: int) -> float:
    """Return how surely what stands beside a rebuttal is what it turns against, whatever its words; else 0."""
    own = rebuttal.statement
    if distance == 0 and not statement.own_voice and _contrasted(own, statement):
        return 1.2
    spoken = not statement.own_voice and (
        _accusing(statement, exact) >= PLAINLY or names_other(own, statement)
    )
    if 0 < distance <= POINTED and (rebuttal.pointing or (rebuttal.denied.noun and spoken)):
        least = 1.0 if rebuttal.pointing else 0.7
        return least + 0.2 * _accusing(statement, exact) - 0.15 * statement.own_voice
    return 0.0


def _least(rebuttal: Rebuttal, statement: Statement, exact: str, distance: int, *, many: bool) -> float:
    """Return the share of a rebuttal's words from which what repeats them, `many` or few, is what it is about; 2 if never."""
    own = rebuttal.statement
    mostly = MOSTLY if many else 2.0
    if statement.own_voice and not accuses(exact):
        return mostly
    accusing, named = _accusing(statement, exact) >= PLAINLY, names_other(own, statement)
    least = LEAST_NEAR if 0 <= distance <= NEAR and (named or accusing) else LEAST_COVERED
    plain = rebuttal.form not in ("disputes", "nothing")
    if named or (plain and accusing):
        return least
    return max(mostly, least) if plain else 2.0


def _contrasted(rebuttal: Statement, statement: Statement) -> bool:
    """Return whether one sentence tells both: `Tolm said it had taken the town, but Werrin denied that it had fallen`."""
    first, second = statement.assertion.statement, rebuttal.assertion.statement
    start = rebuttal.assertion.citation.start
    if not start <= first.end <= second.start:
        return False
    between = rebuttal.assertion.citation.exact[first.end - start : second.start - start]
    return CONTRASTED.search(between) is not None


def _shares(
    matter: frozenset[str], statement: Statement, bag: frozenset[str], *, naming: bool
) -> frozenset[str]:
    """Return the words of what a rebuttal is about that a statement repeats, none if they are too few or turned round."""
    shared = matter & bag
    if shared & statement.turned or len(shared) < min(LEAST_SHARED, len(matter)):
        return NOTHING
    if len(matter) < LEAST_SHARED and not naming:
        return NOTHING  # one word is shared by all kinds of statements
    return shared


def _meant(rebuttal: Rebuttal, statement: Statement, exact: str, distance: int) -> float:
    """Return how surely a rebuttal that only speaks of `the allegations` means a statement: 0, or .35 to .85."""
    own = rebuttal.statement
    naming = names_other(statement, own)
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
    return math.fsum(map(weight.square, shared)) / math.fsum(map(weight.square, matter))
