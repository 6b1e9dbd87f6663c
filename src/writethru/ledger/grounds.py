"""Tell whether two sides that were paired contend in their own words: the one denies what the other says.

What only stands beside something, concedes it, or judges a plan is no denial. Each side has to be somebody who is
named, and another than the other; a claim has to be made, and not itself be a denial.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from writethru.ledger.answers import form_of_answer
from writethru.ledger.charges import is_accusing, names_other
from writethru.ledger.claims import likeness
from writethru.ledger.denials import ACCUSATIONS, ACCUSES, REPORTS, Pair
from writethru.ledger.exchanges import names_or_means
from writethru.ledger.holders import MEMBER
from writethru.ledger.objects import read_denial
from writethru.ledger.rebuttals import CALLED, INQUIRY, JUDGED, points_back
from writethru.ledger.statements import Statement, Story, is_piece, names_words, plain_roots
from writethru.ledger.voiced import is_quoted
from writethru.ledger.words import answer_words, plain_words, vocabulary

CLAIMED = re.compile(r"\b(?:claim(?:s|ed)?|alleg(?:es?|ed)|reported)\b(?! (?:by|of)\b)")
BESIDE = 2  # sentences between a claim and an answer that only points at it
NEAR = 4  # sentences between an accusation and a denial that only names it
SHARED = 2  # words of the matter that what negates a statement has of it, and
SHARED_AFAR = 3  # as many where both stand in different reports, which
ALIKE_AFAR = 0.75  # then are alike by so much, ...
ALIKE_NEAR = 0.5  # ... those beside each other by this
CUED = 60  # characters before a statement in which its verb stands
GAP = 4  # characters between two sentences of which one follows the other
JOINED = 3  # words behind `and` among which the name of another stands


class _Patterns(NamedTuple):
    concedes: re.Pattern[str]
    withholds: re.Pattern[str]
    nothing: re.Pattern[str]
    questions: re.Pattern[str]
    subject: re.Pattern[str]
    disclaims: re.Pattern[str]
    denies: re.Pattern[str]
    whose: re.Pattern[str]
    agrees: re.Pattern[str]
    formerly: re.Pattern[str]
    owned: re.Pattern[str]
    spelt: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Return the patterns that are made of the words of answering."""

    def listed(name: str) -> str:
        return "|".join(answer_words(name))

    return _Patterns(
        concedes=re.compile(rf"\b(?:{listed('conceding')})\b", re.IGNORECASE),
        withholds=re.compile(
            rf"\b(?<!continued )(?<!continues )(?<!continue )to deny\b|\bden(?:y|ies|ied|ying) (?:[\w’'-]{{1,15}} ){{0,3}}(?:{listed('withheld')})\b"
            r"|\b(?:was|were|been|being|are|is)(?: \w{3,14})? denied\b",
            re.IGNORECASE,
        ),
        nothing=re.compile(
            rf"\bno (?:\w{{2,12}} )?(?:{listed('proof')})\b|\bno such\b|\bnothing to do with\b|\bnever happened\b",
            re.IGNORECASE,
        ),
        questions=re.compile(rf"\b(?:{listed('questioning')})\b", re.IGNORECASE),
        subject=re.compile(r"\W{0,3}(?:he|she|they|his|her|their)\b", re.IGNORECASE),
        disclaims=re.compile(
            rf"\b(?:{listed('turning')}) (?:having )?(?:any |all )?(?:{listed('disclaimed')}|doing anything wrong)\b"
            r"|\b(?:his|her|their) innocence\b|\bpleaded not guilty\b",
            re.IGNORECASE,
        ),
        denies=re.compile(rf"\b(?:den(?:y|ies|ied|ying)|{listed('defending')})\b", re.IGNORECASE),
        agrees=re.compile(rf"\b(?:{listed('agreeing')})\b", re.IGNORECASE),
        formerly=re.compile(rf"\b(?:{listed('formerly')})\b", re.IGNORECASE),
        owned=re.compile(rf"\b([\w-]{{2,20}})['’]s? (?:[\w-]{{2,15}} ){{0,2}}(?:{listed('claims')})\b"),
        spelt=re.compile(rf"\b(?:{listed('claims')}) (?:of|that|about)\b", re.IGNORECASE),
        whose=re.compile(rf"\b(?:his|her) (?:{listed('claims')})\b", re.IGNORECASE),
    )


def contends(pair: Pair, story: Story) -> bool:
    """Return whether what is said against a claim denies it in so many words, and both sides are parties."""
    charge, against = pair.charge, pair.against
    if not (_is_party(against) and (_is_party(charge) or charge.own_voice)):
        return False
    if _are_one(charge, against) or not _is_claim(charge, against):
        return False
    if _patterns().concedes.search(against.before[-CUED:]) or not _speaks(against):
        return False
    if any(is_quoted(story, s) and not s.assertion.direct for s in (charge, against)):
        return False  # somebody else says it
    turn = turn_of(pair)
    accuses = is_accusing(charge.assertion.citation.exact)
    if turn == "disclaims":
        return accuses and names_or_means(charge, against, story)
    if turn == "denies":
        return _denies(pair, story)
    if charge.own_voice:
        return False
    if turn == "points":
        return _is_pointed_at(charge, against) and _is_of(charge, against)
    if turn == "judges":
        return names_other(against, charge) or 0 < _distance(charge, against) <= 1
    shared = _shared(charge, against)
    if turn == "nothing":
        if (
            accuses
            and 0 < _distance(charge, against) <= NEAR
            and _last(against) in charge.assertion.citation.exact
        ):
            return True
        return (
            not charge.rebutting
            and len(shared) >= SHARED_AFAR
            and _last(charge) in against.assertion.citation.exact
        )
    return turn == "negates" and _negates(charge, against, shared, story)


def turn_of(pair: Pair) -> str:
    """Return how an answer turns against a claim: denies, points, judges, nothing, negates; "" if it does not."""
    against, denied = pair.against, pair.denied
    exact, text, before = against.assertion.citation.exact, against.text, against.before
    if _patterns().disclaims.search(exact):
        return "disclaims"
    stated = bool(denied.proposition) or denied.noun not in ("", "it")
    if stated or read_denial(before, text) is not None:
        return "" if _patterns().withholds.search(exact) else "denies"
    if points_back(text, before[-40:]):
        return "points"
    form = form_of_answer(exact, text, before, _last(against))
    if form in ("this", "passive", "points", "otherwise"):
        return "" if _patterns().withholds.search(exact) else "points"
    if (JUDGED.search(exact) or CALLED.search(exact)) and not INQUIRY.search(exact):
        return "judges"
    if _patterns().nothing.search(text):
        return "nothing"
    return "negates" if against.undone else ""


def _is_party(statement: Statement) -> bool:
    """Return whether a holder is named, or a group: `the Republican president` is some man with a name elsewhere."""
    if statement.own_voice or is_piece(statement.name):
        return False
    last = _last(statement)
    if MEMBER.fullmatch(last):
        return False  # `the Nevada Democrat`
    return last not in plain_words("single_office")


def _are_one(charge: Statement, against: Statement) -> bool:
    """Return whether two holders are one party: of one name, named together, or the one a mouth of the other."""
    if charge.own_voice:
        return False
    if names_words(charge) & names_words(against):
        return True
    exact = against.assertion.citation.exact + " " + charge.assertion.citation.exact
    return _joined(exact, charge.name, against.name) or _joined(exact, against.name, charge.name)


@lru_cache(maxsize=10_000)
def _joined(exact: str, one: str, other: str) -> bool:
    """Return whether two names stand together as one side: `Ines Falk and Tomas Reue`."""
    first, second = one.split()[-1], other.split()[-1]
    place = exact.find(f"{first} and ")
    return place >= 0 and second in exact[place + len(first) + 5 :].split(",")[0].split()[:JOINED]


def _is_claim(charge: Statement, against: Statement) -> bool:
    """Return whether a statement is put forward as a fact, and denies nothing itself."""
    exact = charge.assertion.citation.exact
    if charge.assertion.stance != "asserts" or _patterns().questions.search(charge.before[-CUED:]):
        return False
    if charge.own_voice:
        return is_accusing(exact) and names_other(charge, against) and not charge.rebutting
    if read_denial(charge.before, charge.text) is not None or points_back(charge.text, charge.before[-40:]):
        return False
    if _patterns().nothing.search(exact) or _patterns().agrees.search(exact) or not _says(charge):
        return False
    return not _patterns().denies.search(exact)  # `faced accusations he has denied`


def _says(charge: Statement) -> bool:
    """Return whether a holder stands outside of the words that state a claim: of `a book claims Falk left` it is the book."""
    last, outside = _last(charge), charge.assertion.citation.exact.replace(charge.text, " ")
    return last not in charge.text or last in outside


def _is_of(charge: Statement, against: Statement) -> bool:
    """Return whether the claim that an answer means can be this one: its holder's, if it names whose, and of its words."""
    exact = against.assertion.citation.exact
    owner = _patterns().owned.search(exact)
    if owner and owner[1] not in charge.name:
        return False
    spelt = _patterns().spelt.search(exact)
    return spelt is None or bool(plain_roots(exact[spelt.end() :]) & charge.bag)


def _speaks(statement: Statement) -> bool:
    """Return whether a holder, a pronoun for him, or a quotation stands in the cited sentence."""
    exact = statement.assertion.citation.exact
    return (
        _last(statement).lower() in exact.lower()
        or "“" in exact
        or '"' in exact
        or re.search(r"\b(?:he|she|they|who|it)\b", exact, re.IGNORECASE) is not None
    )


def _denies(pair: Pair, story: Story) -> bool:
    """Return whether what is denied is what a claim says: its words, of the same person, or an accusation of him."""
    charge, against, denied = pair.charge, pair.against, pair.denied
    exact = charge.assertion.citation.exact
    naming = names_or_means(charge, against, story)
    if denied.noun == "plea":
        return naming
    distance = _distance(charge, against)
    beside = 0 < distance <= BESIDE
    accused = is_accusing(exact) or pair.charged is not None
    if not denied.proposition:
        if pair.charged is None and not (charge.article == against.article and -BESIDE <= distance <= NEAR):
            return False  # which of all allegations?
        if _patterns().whose.search(against.assertion.citation.exact) or not _is_of(charge, against):
            return False
        if denied.noun in ACCUSATIONS and not (naming or accused):
            return False
        if _tells_claim(against.assertion.citation.exact) and not _shared(charge, against):
            return False
        named = names_other(against, charge)
        told = accused or bool(REPORTS.search(exact)) or 0 < distance <= 1 or named
        return told and (naming or (beside and named) or distance == 1)
    of_himself = denied.form == "doing" or _patterns().subject.match(denied.proposition) is not None
    if (of_himself or denied.form == "thing") and not naming:
        return False
    names = names_words(charge) | names_words(against)
    stated = plain_roots(denied.proposition) - names
    shared = stated & (charge.bag | plain_roots(exact))
    if not stated:
        return naming and accused
    return 2 * len(shared) >= len(stated) if not accused else bool(shared) or (beside and naming)


@lru_cache(maxsize=10_000)
def _tells_claim(exact: str) -> bool:
    """Return whether a sentence tells what somebody claimed before it tells that this is denied."""
    verb = _patterns().denies.search(exact)
    return (
        verb is not None
        and (ACCUSES.search(exact, 0, verb.start()) or CLAIMED.search(exact, 0, verb.start())) is not None
    )


def _is_pointed_at(charge: Statement, against: Statement) -> bool:
    """Return whether a claim stands just before an answer that only points, nearer if neither names the other."""
    distance = _distance(charge, against)
    named = names_other(against, charge) or names_other(charge, against)
    return distance == 1 or (
        named and (1 <= distance <= BESIDE or (distance < 0 and is_accusing(charge.assertion.citation.exact)))
    )


def _negates(charge: Statement, against: Statement, shared: frozenset[str], story: Story) -> bool:
    """Return whether an answer negates the verb of a claim, and has most of its matter."""
    turned = against.undone & shared
    exact = charge.assertion.citation.exact + " " + against.assertion.citation.exact
    if _patterns().formerly.search(exact):
        return False
    if not turned or charge.turned or charge.supposed or against.supposed:
        return False
    alike = likeness(charge.bag, against.bag, story.steady)
    if 0 < abs(_distance(charge, against)) <= BESIDE:
        return len(shared) >= SHARED and alike >= ALIKE_NEAR
    return len(shared) >= SHARED_AFAR and alike >= ALIKE_AFAR


def _shared(charge: Statement, against: Statement) -> frozenset[str]:
    """Return the words of the matter that both statements have: no names, no times."""
    both = charge.bag & against.bag & plain_roots(against.assertion.citation.exact)
    return both - names_words(charge) - names_words(against) - vocabulary("when")


def _last(statement: Statement) -> str:
    """Return the last word of a holder's name, not of whom he speaks for."""
    return statement.name.split()[-1]


def _distance(charge: Statement, against: Statement) -> int:
    """Return how many sentences an answer follows a claim in one article; 0 if both are not in one."""
    if charge.article != against.article:
        return 0
    gap = against.assertion.citation.start - charge.assertion.citation.end
    return 1 if 0 <= gap <= GAP else against.sentence - charge.sentence
