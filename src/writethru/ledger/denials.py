"""Pair each denial with the accusation it turns against.

A denial that states what is denied is paired with the statement of another side that has most of its weighty
words; one that only speaks of `the allegations` with the accusation of the same person made just before, or
with the only one that the story knows.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from heapq import nsmallest
from typing import NamedTuple

from writethru.ledger.objects import Denied, clause, read_accusation, read_denial
from writethru.ledger.statements import Statement, Story, idle, names_words, one_side, root, roots
from writethru.ledger.voiced import voiced_denial
from writethru.ledger.words import pasts, stem, stems, stems_with_starts, vocabulary
from writethru.settings import LedgerSettings

NEAR = 4  # sentences before a denial in which the accusation it means is looked for
REACH = 3  # words between a subject and its verb
OWN_VOICE = 0.85  # what an outlet's own words weigh beside those of a named holder
ACCUSES = re.compile(
    r"\baccus(?:e|es|ed|ing) [\w .'’\-]{2,60}\bof\b|\b(?:been|was|were|is|are|stands?) accused (?:of|by)\b"
    r"|\balleg(?:e|es|ed|ing)\s(?:that\s)?(?:he|she|they|the|it|[A-Z])"
    r"|\b(?:allegation|accusation|claim)s?\s(?:by [\w .'’\-]{2,40} )?(?:that|of)\b|\btold [\w .'’\-]{2,40}\bthat\b"
)
REPORTS = re.compile(r"\b(?:reported|reports|according to|published|outlet|newspaper|magazine)\b")
PROSECUTES = re.compile(
    r"\b(?:prosecut|[Gg]rand jury|[Cc]ounsel|[Pp]olice|authorities|[Ii]nvestigators|Attorney)", re.IGNORECASE
)
ORDINAL = re.compile(r"\b(?:second|third|latest|newest|new|other)\b", re.IGNORECASE)
NOBODY = re.compile(r"\b(?:[Nn]obody|[Nn]o one|[Nn]ever|[Nn]either)\b")  # what did not happen accuses nobody
ACCUSATIONS = ("allegation", "accusation", "charge")  # nouns that mean an accusation made by somebody
PUBLISHED = ("report", "story", "stories", "account")  # of an outlet, where no one is named
LONGEST_POSTING = 60  # statements; a word in more of them finds nothing in particular
LEAST_SHARED = 2  # words of the proposition that an accusation repeats ...
MOST_PAIRED = 40  # statements that one denial is compared with


@lru_cache(maxsize=10_000)
def names_nobody(exact: str) -> bool:
    """Return whether words tell what did not happen or whom it did not befall."""
    return NOBODY.search(exact) is not None


class Denial(NamedTuple):
    """A statement that denies, and what it denies."""

    statement: Statement
    denied: Denied
    bag: frozenset[str]  # roots of the proposition, without the names of who denies
    act: frozenset[str]  # root of what is said to have been done; empty if that cannot be told


class Charge(NamedTuple):
    """A statement that puts something forward, as an accusation where its words tell so."""

    statement: Statement
    accused: str  # words that name the accused; "" if the words of the statement do
    clause: str
    form: str


class Pair(NamedTuple):
    """Two statements that contend, with how surely they do."""

    score: float
    against: Statement
    charge: Statement
    denied: Denied
    charged: Charge | None


def find_denials(story: Story) -> list[Denial]:
    """Return the denials of a story."""
    found = []
    for statement in story.statements:
        read = _read(statement, story)
        if read is not None:
            speaker, denied = read
            stated = set(stems(denied.proposition))
            terms = story.terms(statement)
            bag = roots([term for term in terms if term in stated]) - names_words(speaker)
            found.append(Denial(speaker, denied, bag, act(denied) & bag))
    return found


def _read(statement: Statement, story: Story) -> tuple[Statement, Denied] | None:
    """Return who denies in a statement, and what; None if it denies nothing."""
    if not statement.rebutting:
        return None
    if not statement.own_voice:
        denied = read_denial(statement.before, statement.text)
        if denied is not None and statement.assertion.stance in ("denies", "doubts", "asserts"):
            return statement, denied
    return voiced_denial(statement, story)


def act(denied: Denied) -> frozenset[str]:
    """Return the root of the deed in what is denied: its verb, or the noun that stands for it."""
    parts = denied.proposition.split()
    if denied.form == "doing":
        return frozenset(
            roots([stem(part) for part in parts[:3]][:1]) or roots([stem(p) for p in parts[1:2]])
        )
    if denied.form == "thing":
        stop = next(
            (
                n
                for n, part in enumerate(parts)
                if part.lower() in ("of", "between", "with", "in", "by", "on", "to")
            ),
            len(parts),
        )
        return roots([stem(part) for part in parts[max(stop - 1, 0) : stop]])
    past = set(pasts().values())
    for place, part in enumerate(parts[1:], 1):
        if (part.endswith("ed") or part in past) and not idle(stem(part)) and part not in ("was", "had"):
            return frozenset({root(stem(part))})
        if stem(parts[place - 1]) in vocabulary("finite") and not idle(stem(part)):
            return frozenset({root(stem(part))})
    return frozenset()


def find_charges(story: Story) -> dict[int, Charge]:
    """Return the accusations of a story, by the number of the statement."""
    found = {}
    for statement in story.statements:
        if statement.own_voice or statement.assertion.stance != "asserts":
            continue
        if "frame-claim" not in statement.assertion.leanings:
            continue
        read = read_accusation(statement.before, statement.text)
        if read is not None:
            found[statement.number] = Charge(statement, *read)
    return found


def pair_denials(denials: Sequence[Denial], story: Story, settings: LedgerSettings) -> list[Pair]:
    """Return each denial with the accusation it most likely means, the surest first."""
    charges = find_charges(story)
    found = []
    for denial in denials:
        pair = _stated(denial, charges, story, settings) if denial.bag else None
        if pair is None and (not denial.bag or denial.denied.noun in ACCUSATIONS):
            pair = _meant(denial, charges, story)
        if pair is not None:
            found.append(pair)
    return sorted(found, key=lambda p: (-p.score, p.against.number, p.charge.number))


def _stated(
    denial: Denial, charges: dict[int, Charge], story: Story, settings: LedgerSettings
) -> Pair | None:
    """Return the pair of a denial that states what is denied."""
    shared: Counter[int] = Counter()
    for term in denial.bag:
        posting = story.by_root.get(term, ())
        if len(posting) <= LONGEST_POSTING:
            shared.update(posting)
    ranked = nsmallest(MOST_PAIRED, ((-count, number) for number, count in shared.items()))
    best: Pair | None = None
    for _, number in ranked:
        charge = story.statements[number]
        score = _agreement(denial, charge, charges.get(number), story)
        if score >= settings.same_matter and (best is None or score > best.score):
            best = Pair(score, denial.statement, charge, denial.denied, charges.get(number))
    return best


def _agreement(denial: Denial, charge: Statement, charged: Charge | None, story: Story) -> float:
    """Return how surely a statement says what is denied: 0, or about .5 to 1.5."""
    if charge.turned or not denial.act <= charge.bag or charge.supposed:
        return 0.0
    if names_nobody(charge.assertion.citation.exact) or not _can_answer(denial.statement, charge):
        return 0.0
    common = denial.bag & charge.bag
    points = _points(denial.statement, charge, charged)
    done = (
        bool(denial.act)
        and denial.denied.form != "thing"
        and _did(charge.text, denial.statement.key, denial.act)
    )
    if len(common) < LEAST_SHARED and not ((charged and points) or done):
        return 0.0
    if charge.own_voice and not (done or _accuses(charge)):
        return 0.0
    weight = story.weight
    covered = math.fsum(weight.get(t, 1.0) ** 2 for t in common)
    share = covered / math.fsum(weight.get(t, 1.0) ** 2 for t in denial.bag)
    if charge.own_voice and not done:
        share *= OWN_VOICE
    score = share * (1.0 if points or charged else 0.8)
    score += 0.2 * bool(charged) + 0.1 * points
    score += 0.2 * bool(denial.denied.agent and _is_agent(denial.denied.agent, charge, story))
    return score


def _can_answer(denial: Statement, charge: Statement) -> bool:
    """Return whether a statement may be what another one denies."""
    return (
        charge.assertion.stance == "asserts"
        and bool(charge.name)
        and not one_side(denial, charge)
        and charge.assertion.citation != denial.assertion.citation
        and (not charge.own_voice or _accuses(charge) or _tells(charge, denial.key))
        and not (charge.rebutting and read_denial(charge.before, charge.text))
    )


def _accuses(charge: Statement) -> bool:
    """Return whether an outlet's own sentence tells an accusation, and no denial of it."""
    lean = charge.assertion.leanings.get
    if max(lean("rebuttal", 0.0), lean("frame-rebuttal", 0.0)) > 0:
        return False
    exact = charge.assertion.citation.exact
    return ACCUSES.search(exact) is not None and not names_nobody(exact)


def _tells(charge: Statement, key: str) -> bool:
    """Return whether an outlet's own sentence speaks of somebody, and of no denial."""
    lean = charge.assertion.leanings
    return key.split()[-1] in charge.text.lower() and "rebuttal" not in lean and "claim" not in lean


def _did(text: str, key: str, deed: frozenset[str]) -> bool:
    """Return whether somebody's name stands just before the deed, as its subject does."""
    terms = stems_with_starts(text)[0]
    name = stem(key.split()[-1])
    for place, term in enumerate(terms):
        if term == name and any(root(t) in deed for t in terms[place + 1 : place + 2 + REACH]):
            return True
    return False


def _points(denial: Statement, charge: Statement, charged: Charge | None) -> bool:
    """Return whether a statement speaks of who denies."""
    return _speaks_of(
        charged.accused if charged and charged.accused else charge.text, denial.key, denial.party
    )


@lru_cache(maxsize=20_000)
def _speaks_of(text: str, key: str, party: str) -> bool:
    """Return whether words name a holder, or for whom he speaks, by the last word of either."""
    where = text.lower()
    return any(name and name in where for name in key.split()[-1:] + party.split()[-1:])


def _is_agent(agent: str, charge: Statement, story: Story) -> bool:
    """Return whether a statement is of the one named as having made the accusation."""
    key = story.holders.key(agent)
    return bool(key) and (key.split()[-1] in charge.key.split() or key.split()[-1] in charge.party.split())


def _published(denial: Statement, story: Story) -> list[Charge]:
    """Return what outlets are said to have reported just before a denial of a report."""
    found = []
    for number in range(max(denial.number - 2 * NEAR, 0), denial.number):
        told = story.statements[number]
        outlet = told.assertion.holder_kind == "outlet" or REPORTS.search(told.assertion.citation.exact)
        if outlet and not told.own_voice and not told.turned and not told.supposed:
            found.append(Charge(told, "", clause(told.text), "clause"))
    return found


def _told(denial: Statement, story: Story) -> list[Charge]:
    """Return the accusations that the outlet tells in its own words just before a denial."""
    found = []
    for number in range(max(denial.number - 2 * NEAR, 0), denial.number):
        told = story.statements[number]
        if (
            told.article == denial.article
            and told.own_voice
            and _accuses(told)
            and _can_answer(denial, told)
            and _points(denial, told, None)
        ):
            found.append(Charge(told, "", told.text, ""))
    return found


def _meant(denial: Denial, charges: dict[int, Charge], story: Story) -> Pair | None:
    """Return the pair of a denial that only speaks of an accusation made elsewhere."""
    statement, denied = denial.statement, denial.denied
    here = denied.noun == "it" or denied.noun in PUBLISHED or ORDINAL.search(statement.text) is not None
    aimed = [
        c
        for c in _named(denial, charges, story)
        if c.clause
        and not (here and c.statement.article != statement.article)
        and _points(statement, c.statement, c)
        and _can_answer(statement, c.statement)
    ]
    told = [] if denied.agent else _told(statement, story)
    near = [c for c in (*aimed, *told) if 0 <= _distance(statement, c.statement) <= NEAR]
    if near:
        order = [(c.statement.own_voice, _distance(statement, c.statement), not c.accused) for c in near]
        best = near[order.index(min(order))]
        return Pair(0.9 + 0.2 * bool(best.accused), statement, best.statement, denied, best)
    if here:
        return None
    aimed = [c for c in aimed if c.statement.article == statement.article] or aimed
    if len({c.statement.key for c in aimed}) != 1:
        return None
    best = min(aimed, key=lambda c: (not c.accused, c.form != "doing", c.statement.number))
    return Pair(0.7 + 0.1 * bool(best.accused), statement, best.statement, denied, best)


def _named(denial: Denial, charges: dict[int, Charge], story: Story) -> list[Charge]:
    """Return the accusations by those whom a denial names or means."""
    if denial.denied.agent:
        return [c for c in charges.values() if _is_agent(denial.denied.agent, c.statement, story)]
    if denial.denied.noun == "plea":
        return [c for c in charges.values() if PROSECUTES.search(c.statement.name)]
    return _published(denial.statement, story) if denial.denied.noun in PUBLISHED else list(charges.values())


def _distance(denial: Statement, charge: Statement) -> int:
    """Return how many sentences a denial follows an accusation; -1 if it does not, in one article."""
    return denial.sentence - charge.sentence if denial.article == charge.article else -1
