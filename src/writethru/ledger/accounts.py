"""What each assertion of a story brings to a dispute: its subject, its side, its place and its origin.

An account is an assertion seen beside the others of its story: the weighty words it is about, how strongly
it rebuts, puts forward or blames, and which independent report it stands in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from writethru.ledger.claims import origin_of, weights
from writethru.ledger.words import cues, subject, words
from writethru.records import AnnotatedArticle, Assertion, Origin

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

    @property
    def article(self) -> str:
        """Id of the article."""
        return self.assertion.article


class Accounts(NamedTuple):
    """The accounts of one story, in order of article and place, and the weight of each term."""

    all: tuple[Account, ...]
    weight: dict[str, float]


def comparable(holder: str) -> str:
    """Return what tells two holders apart: the last word of a name, lower case."""
    plain = holder.lower().replace("’s", "").replace("'s", "")
    parts = [word for word in plain.replace(",", " ").split() if word not in ("jr.", "jr", "sr.", "sr")]
    return parts[-1] if parts else ""


def take_accounts(
    documents: Sequence[AnnotatedArticle], assertions: Sequence[Assertion], origins: Sequence[Origin]
) -> Accounts:
    """Return the accounts of a story; remarks on verification are left out, for they hold no side."""
    known = origin_of(origins)
    by_id = {document.article.id: document for document in documents}
    starts = {key: [s.start for s in document.body.sentences] for key, document in by_id.items()}
    others: dict[tuple[str, int, int], list[Assertion]] = {}
    for a in assertions:
        others.setdefault((a.article, a.citation.start, a.citation.end), []).append(a)
    found = []
    for a in sorted(assertions, key=lambda a: (a.article, a.statement.start, a.statement.end, a.id)):
        if a.article not in by_id or a.verification:
            continue
        document = by_id[a.article]
        number = max(bisect_right(starts[a.article], a.citation.start) - 1, 0)
        shared = others[a.article, a.citation.start, a.citation.end]
        found.append(_account(a, document, number, known.get(a.article, a.article), shared))
    distinct = sorted(
        {(account.origin, account.around) for account in found}, key=lambda p: (p[0], sorted(p[1]))
    )
    return Accounts(tuple(found), weights([bag for _, bag in distinct]))


def _account(
    a: Assertion, document: AnnotatedArticle, number: int, origin: str, shared: Sequence[Assertion]
) -> Account:
    """Return the account of one assertion; `shared` are all assertions of the same citation."""
    text, sentences = document.article.text, document.body.sentences
    stated = cues(words(text, a.statement.start, a.statement.end))
    taken = [(other.statement.start, other.statement.end) for other in shared]
    frame = cues(
        tuple(
            word
            for word in words(text, a.citation.start, a.citation.end)
            if not any(start <= word.start < end for start, end in taken)
        )
    )
    cited = [s for s in sentences if s.start >= a.citation.start and s.end <= a.citation.end]
    around = subject(tuple(term for s in cited for term in s.terms))
    named = a.holder_kind != "outlet"
    rebuttal = max(
        {"denies": 1.0, "doubts": 0.7}.get(a.stance, 0.0),
        stated.get("rebuttal", 0.0)
        * (0.6 if stated.get("negation") and stated.get("rebuttal", 0) < 0.7 else 1.0),
        stated.get("negation", 0.0) * (0.55 if named else 0.35),
        frame.get("rebuttal", 0.0) * 0.9,
    )
    claimed = max(0.5 if named else 0.3, frame.get("claim", 0.0), stated.get("claim", 0.0) * 0.9)
    if a.stance == "denies":
        claimed = 0.3
    bag = subject(a.terms)
    if len(bag) <= CONTEXT and rebuttal >= 0.5 and number > 0:
        bag |= subject(sentences[number - 1].terms)
    day = a.said or document.article.published or ""
    blame = max(stated.get("blame", 0.0), frame.get("blame", 0.0))
    opinion = stated.get("opinion", 0.0) + frame.get("opinion", 0.0) > 0
    return Account(
        a, origin, day[:10], number, bag, around, rebuttal, claimed, blame, opinion, comparable(a.holder)
    )
