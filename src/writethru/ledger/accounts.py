"""What each assertion of a story brings to a dispute: its subject, its side, its place and its origin.

An account is an assertion seen beside the others of its story: the weighty words it is about, how strongly
it rebuts, puts forward or blames, and which independent report it stands in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from writethru.ledger.claims import Weights, origin_of, weights
from writethru.ledger.holders import Holders, know_holders, presentable
from writethru.ledger.words import subject
from writethru.records import AnnotatedArticle, Assertion, Origin

STANCES = {"denies": 1.0, "doubts": 0.7}  # how strongly a stance alone rebuts
CONTEXT = 2  # a rebuttal with at most so many subject words speaks of the sentence before it


class Account(NamedTuple):
    """An assertion with what a comparison needs."""

    assertion: Assertion
    origin: str
    day: str
    sentence: int  # number of the first cited sentence in its article
    bag: frozenset[str]  # subject words of the statement
    around: frozenset[str]  # subject words of the cited sentences
    rebuttal: float  # 0 to 1: how strongly it says that something is not so
    claimed: float  # 0 to 1: how clearly it puts something forward that may be denied
    blame: float  # 0 to 1: whether it tells who did it, or why
    opinion: bool
    holder: str  # comparable form of the holder
    name: str  # the holder's fullest name

    @property
    def named(self) -> bool:
        """Whether somebody else than the outlet speaks, who can be named."""
        return self.assertion.holder_kind != "outlet" and bool(self.holder)

    @property
    def article(self) -> str:
        """Id of the article."""
        return self.assertion.article


class Accounts(NamedTuple):
    """The accounts of one story, in order of article and place, and the weight of each term."""

    all: tuple[Account, ...]
    weight: Weights


def take_accounts(
    documents: Sequence[AnnotatedArticle], assertions: Sequence[Assertion], origins: Sequence[Origin]
) -> Accounts:
    """Return the accounts of a story; remarks on verification are left out, for they hold no side."""
    known = origin_of(origins)
    by_id = {document.article.id: document for document in documents}
    starts = {key: [s.start for s in document.body.sentences] for key, document in by_id.items()}
    holders = know_holders(documents)
    found = []
    for a in sorted(assertions, key=lambda a: (a.article, a.statement.start, a.statement.end, a.id)):
        if a.article not in by_id or a.verification:
            continue
        document = by_id[a.article]
        number = max(bisect_right(starts[a.article], a.citation.start) - 1, 0)
        found.append(_account(a, document, number, known.get(a.article, a.article), holders))
    distinct = sorted(
        {(account.origin, account.around) for account in found}, key=lambda p: (p[0], sorted(p[1]))
    )
    return Accounts(tuple(found), weights([bag for _, bag in distinct]))


def _account(a: Assertion, document: AnnotatedArticle, number: int, origin: str, holders: Holders) -> Account:
    """Return the account of one assertion, in sentence `number` of its article."""
    sentences, lean = document.body.sentences, a.leanings.get
    following = sentences[number + 1 : number + 2]
    cited = [sentences[number], *(s for s in following if s.end <= a.citation.end)]
    around = subject(tuple(term for s in cited for term in s.terms))
    named = a.holder_kind != "outlet"
    negation = lean("negation", 0.0) * (0.55 if named else 0.35)
    stated = lean("rebuttal", 0.0) * (1.0 if named else 0.7)
    rebuttal = max(STANCES.get(a.stance, 0.0), stated, negation, 0.9 * lean("frame-rebuttal", 0.0))
    claimed = max(0.5 if named else 0.3, lean("frame-claim", 0.0), 0.9 * lean("claim", 0.0))
    if lean("silence", 0.0) or lean("frame-silence", 0.0):
        rebuttal = claimed = 0.0
    elif a.stance == "denies":
        claimed = 0.3
    bag = subject(a.terms)
    if len(bag) <= CONTEXT and rebuttal >= 0.5 and number > 0:
        bag |= subject(sentences[number - 1].terms)
    return Account(
        a,
        origin,
        (a.said or document.article.published or "")[:10],
        number,
        bag,
        around,
        rebuttal,
        claimed,
        max(lean("blame", 0.0), lean("frame-blame", 0.0)),
        max(lean("opinion", 0.0), lean("frame-opinion", 0.0)) > 0,
        holders.key(a.holder) if named and presentable(a) else "" if named else a.holder,
        holders.full(a.holder) if named else a.holder,
    )
