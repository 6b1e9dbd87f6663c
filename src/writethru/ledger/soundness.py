"""Tell whether two statements that were paired can be the two sides of one dispute, by what a reader sees of them.

A reader sees two sentences and two names. Each name must be that of who speaks, the sentences must tell of one
matter in more than its names, and who is said to have made a claim must be who is shown beside its denial.
"""

from __future__ import annotations

import re

from writethru.ledger.charges import is_accusing, names_holder, names_other
from writethru.ledger.denials import Pair
from writethru.ledger.statements import PROBE, Statement, is_piece, names_words, plain_roots, roots
from writethru.ledger.words import stem, words

ACCUSED = re.compile(r"\baccus(?:e|es|ed|ing) ((?:[\w.’'-]{1,30} ){1,6}?)of\b")
SUPPOSED = ("speculation", "suggestion", "idea", "notion", "criticism", "rumor", "rumour")  # that name nobody
RAISED = re.compile(
    r"\b(?:claim|allegation|accusation|charge|suggestion|assertion|report)s? (?:raised|made|leveled|levelled|put forward|brought|lodged) by"
    r" (?:[A-Z][\w.’'-]{1,30}\s?){1,4}"
)
# Not what somebody says or has said for him: "Falk's claims", "Falk's lawyer".
OWNER = re.compile(
    r"[’']s?\s(?!(?:\w{3,12} )?(?:claim|critici|account|version|statement|deni|argument|remark|comment|accus|alleg|charg|letter|lawyer"
    r"|attorney|office|spokes|campaign|team|testimony|tweet|lawsuit|complaint|report|words|assertion))\w"
)


def is_sound(pair: Pair) -> bool:
    """Return whether a claim and what is said against it can be shown side by side."""
    charge, against = pair.charge, pair.against
    if is_piece(charge.name) or is_piece(against.name):
        return False
    if not (_speaks(charge) and _speaks(against)):
        return False
    raised = RAISED.search(against.assertion.citation.exact)
    if raised and not names_words(charge) & roots([w.stem for w in words(raised.group())]):
        return False
    if charge.assertion.citation == against.assertion.citation:
        return all(_last(s) in s.assertion.citation.exact for s in (charge, against))
    accused = _accused_in(charge.assertion.citation.exact)
    if accused and not _names_any(accused, against):
        return False
    if pair.denied.noun in SUPPOSED and not names_holder(
        charge.text, against.name, against.key, against.party
    ):
        return False
    if pair.denied.noun == "idea":
        return False  # a plan is refused, no claim denied
    if PROBE.search(charge.assertion.citation.exact) and not is_accusing(charge.assertion.citation.exact):
        return False  # what is looked into is no claim
    if pair.denied.noun and not pair.denied.proposition:
        return _beside(charge, against) or names_other(charge, against) or names_other(against, charge)
    if pair.denied.proposition and not _repeats(pair):
        return False
    read = accused or pair.charged is not None  # what is alleged was read in so many words
    return bool(read) or _beside(charge, against) or _one_matter(pair)


def _accused_in(exact: str) -> str:
    """Return the words for who is accused in so many words, "" if nobody is by name."""
    accused = ACCUSED.search(exact)
    return accused[1] if accused and any(part[:1].isupper() for part in accused[1].split()) else ""


def _names_any(accused: str, holder: Statement) -> bool:
    """Return whether words for who is accused name a holder, or whom that one speaks for."""
    mine = names_words(holder) | roots([stem(part) for part in holder.party.split()])
    return bool(mine & roots([w.stem for w in words(accused)]))


def _beside(charge: Statement, against: Statement) -> bool:
    """Return whether what is said against a claim follows it, so that it may only point: `Falk disputed that`."""
    return charge.article == against.article and against.sentence - charge.sentence == 1


def _repeats(pair: Pair) -> bool:
    """Return whether a claim has half of the words of what is denied, an accusation any of them, names left out."""
    names = names_words(pair.charge) | names_words(pair.against)
    stated = plain_roots(pair.denied.proposition) - names
    shared = len(stated & (pair.charge.bag | plain_roots(pair.charge.assertion.citation.exact)))
    return not stated or (shared > 0 if pair.charged else 2 * shared >= len(stated))


def _one_matter(pair: Pair) -> bool:
    """Return whether two statements share words of a matter that are no names, of a stated one most."""
    charge, against = pair.charge, pair.against
    names = names_words(charge) | names_words(against)
    shared = (charge.bag & against.bag & plain_roots(charge.assertion.citation.exact)) - names
    stated = (plain_roots(pair.denied.proposition) & against.bag) - names
    return bool(shared) and (not stated or 2 * len(stated & charge.bag) > len(stated))


def _last(statement: Statement) -> str:
    return statement.name.split()[-1] if statement.name else ""


def _speaks(statement: Statement) -> bool:
    """Return whether a holder stands in the cited words otherwise than as an owner: `Sarn's governor` is not Sarn."""
    exact, last = statement.assertion.citation.exact, _last(statement)
    if statement.own_voice or not last or last not in exact:
        return True  # a pronoun, or a name that the article gives elsewhere
    at = exact.find(last)
    while at != -1:
        if not OWNER.match(exact, at + len(last)):
            return True
        at = exact.find(last, at + 1)
    return False
