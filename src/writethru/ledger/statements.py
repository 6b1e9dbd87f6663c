"""What each assertion of a story brings to a dispute: its words, its speaker's side, its place and its origin.

A statement is an assertion of somebody who can be named, seen beside the others of its story.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from writethru.ledger.claims import Weights, origin_of, weights
from writethru.ledger.holders import Holders, know_holders, one_holder
from writethru.ledger.words import kindred, plain_words, stem, stems_with_starts, vocabulary
from writethru.records import AnnotatedArticle, Assertion, Citation, Origin

LONG_ROOT = 5  # characters of a stem by which words of one family are known: collusion, colluded
NEGATED_VERB = frozenset({"not", "never", "cannot"})
SCOPE_OF_VERB = 2  # words after `not` among which its verb stands
FEW_SENTENCES = 10  # in which the words that all reports share would seem to say nothing
SCOPE = 4  # words after a negation that it turns round
PROBE = re.compile(
    r"\b(?:investigat\w{2,5}|probe|probing|looking|inquiry|question|questions) (?:into|whether|of|about)\b"
)
APPOSITION = re.compile(r", (?:an?|the) (?:[\w-]{2,20} ){0,4}$")
NEGATORS = frozenset("not never no none nobody nothing neither nor cannot without".split())


@lru_cache(maxsize=50_000)
def root(term: str) -> str:
    """Return what the words of one family share: the first letters of a stem."""
    return term if term[:1].isdigit() else kindred().get(term, term)[:LONG_ROOT]


@lru_cache(maxsize=20_000)
def idle(term: str) -> bool:
    """Return whether a stem tells nothing of a matter: a plain word, or one of accusing and denying."""
    return (
        term in vocabulary("plain")
        or term in vocabulary("reporting")
        or (len(term) < 2 and not term.isdigit())
    )


@lru_cache(maxsize=50_000)
def _matter(term: str) -> str:
    """Return the root of a term, "" if it is idle."""
    return "" if idle(term) else root(term)


def roots(terms: Sequence[str]) -> frozenset[str]:
    """Return the roots of the terms that tell what a statement is about."""
    return _roots(tuple(terms))


@lru_cache(maxsize=20_000)
def _roots(terms: tuple[str, ...]) -> frozenset[str]:
    return frozenset([known for term in terms if (known := _matter(term))])


class Statement(NamedTuple):
    """An assertion with what a comparison needs."""

    assertion: Assertion
    number: int  # its place among the statements of the story
    origin: str
    day: str
    sentence: int  # number of the first cited sentence in its article
    key: str  # comparable form of the holder
    name: str  # the holder's fullest name
    party: str  # comparable form of whom the holder speaks for; the holder's own where nobody is known
    text: str  # the words that state it
    before: str  # the cited words before them
    bag: frozenset[str]  # roots of what it is about
    turned: frozenset[str]  # roots that a negation turns round
    undone: frozenset[str]  # those of them after a negated verb
    own_voice: bool  # whether the outlet itself speaks, or tells what someone without a name says

    @property
    def article(self) -> str:
        """Id of the article."""
        return self.assertion.article

    @property
    def accusing(self) -> bool:
        """Whether its words, or those around it, put an accusation forward."""
        lean = self.assertion.leanings
        return "claim" in lean or "frame-claim" in lean or " told " in self.text

    @property
    def rebutting(self) -> bool:
        """Whether its words, or those around it, may deny something."""
        lean = self.assertion.leanings
        return "rebuttal" in lean or "frame-rebuttal" in lean

    @property
    def supposed(self) -> bool:
        """Whether it tells a wish, a demand, a promise or a condition rather than a matter of fact."""
        if self.assertion.stance in ("asks", "expects"):
            return True
        if PROBE.search(self.assertion.citation.exact):
            return True
        return not plain_words("supposed").isdisjoint(self.text.lower().split())


class Story(NamedTuple):
    """The statements of one story, in order of article and place, with what all comparisons use."""

    statements: tuple[Statement, ...]
    weight: Weights  # of roots
    holders: Holders
    by_root: Mapping[str, Sequence[int]]
    by_article: Mapping[str, Sequence[int]]
    documents: Mapping[str, AnnotatedArticle]

    def steady(self) -> Weights:
        """Return weights of roots that a story of few sentences does not make worthless."""
        return weights([bag for _, bag in {(s.origin, s.bag) for s in self.statements}], FEW_SENTENCES)

    def terms(self, statement: Statement) -> tuple[str, ...]:
        """Return the terms of the sentences that a statement cites."""
        cited, sentences = statement.assertion.citation, self.documents[statement.article].body.sentences
        following = sentences[statement.sentence : statement.sentence + 3]
        return tuple(term for s in following if s.start < cited.end for term in s.terms)


def take_statements(
    documents: Sequence[AnnotatedArticle], assertions: Sequence[Assertion], origins: Sequence[Origin]
) -> Story:
    """Return the statements of a story; remarks on verification are left out, for they hold no side."""
    known = origin_of(origins)
    by_id = {document.article.id: document for document in documents}
    starts = {key: [s.start for s in document.body.sentences] for key, document in by_id.items()}
    holders = know_holders(documents)
    found: list[Statement] = []
    for a in sorted(assertions, key=lambda a: (a.article, a.statement.start, a.statement.end, a.id)):
        if a.article not in by_id or a.verification or a.citation.field != "text":
            continue
        place = max(bisect_right(starts[a.article], a.citation.start) - 1, 0)
        found.append(
            _statement(a, by_id[a.article], len(found), place, known.get(a.article, a.article), holders)
        )
    weight = weights([bag for _, bag in {(s.origin, s.bag) for s in found}])  # counts only: no order matters
    by_root: dict[str, list[int]] = defaultdict(list)
    by_article: dict[str, list[int]] = defaultdict(list)
    for statement in found:
        by_article[statement.article].append(statement.number)
        if not statement.own_voice or statement.accusing:
            for term in statement.bag:
                by_root[term].append(statement.number)
    return Story(tuple(found), weight, holders, by_root, by_article, by_id)


def _statement(
    a: Assertion, document: AnnotatedArticle, number: int, sentence: int, origin: str, holders: Holders
) -> Statement:
    """Return the statement of one assertion, in sentence number `sentence` of its article."""
    publisher = document.article.publisher
    own_voice = a.holder_kind == "outlet" and a.holder == publisher
    name, key, party = ("", "", "") if own_voice else holders.known_as(a.holder, a.holder_kind)
    if kinds_of_people(name, a.holder_kind):
        name, key, party = _apposed(name, a.citation, document, holders) or (name, key, party)
    own_voice = own_voice or not name
    if own_voice:
        name, key, party = publisher, publisher.lower(), publisher.lower()
    exact, start = a.citation.exact, a.citation.start
    text = exact[a.statement.start - start : a.statement.end - start]
    turned = undone = frozenset[str]()
    if own_voice and a.leanings.get("negation", 0.0) > 0:
        turned = NEGATORS  # which words it turns is of no use where nobody is named
    elif a.leanings.get("negation", 0.0) > 0:
        turned, undone = _turned(text, NEGATORS, SCOPE), _turned(text, NEGATED_VERB, SCOPE_OF_VERB)
    return Statement(
        a,
        number,
        origin,
        (a.said or document.article.dated or "")[:10],
        sentence,
        key,
        name,
        party,
        text,
        exact[: max(a.statement.start - start, 0)],
        roots(a.terms),
        turned,
        undone,
        own_voice,
    )


def kinds_of_people(name: str, kind: str) -> bool:
    """Return whether a holder is described rather than named: `professor`, `lawyer for the company`."""
    return bool(name) and kind in ("office", "group") and name[:1].islower()


def _apposed(
    name: str, cited: Citation, document: AnnotatedArticle, holders: Holders
) -> tuple[str, str, str] | None:
    """Return the person whom a description tells of: `Ines Falk, a professor who has accused ...`."""
    described = cited.exact.find(name)
    found = APPOSITION.search(cited.exact[: max(described, 0)])
    if found is None:
        return None
    place = cited.start + found.start()
    named = next((m for m in document.body.names if m.end == place and m.kind == "person"), None)
    return holders.known_as(named.name, "person") if named is not None and named.name else None


@lru_cache(maxsize=10_000)
def _turned(text: str, negators: frozenset[str], scope: int) -> frozenset[str]:
    """Return the roots of the words just after a negation."""
    found, left = set(), 0
    for term in stems_with_starts(text)[0]:
        if term in negators or term.endswith("n't"):
            left = scope
        elif left == scope and term in ("just", "onli", "mere"):
            left = 0  # "not only" affirms
        elif left:
            left -= 1
            if not idle(term):
                found.add(root(term))
    return frozenset(found)


def names_words(statement: Statement) -> frozenset[str]:
    """Return the roots of the words of a holder's name."""
    return _names_words(statement.name)


@lru_cache(maxsize=10_000)
def _names_words(name: str) -> frozenset[str]:
    return frozenset(root(stem(part)) for part in name.split())


def one_side(one: Statement, other: Statement) -> bool:
    """Return whether two statements are of one holder, or of holders who speak for the same party."""
    if not one.key or not other.key:
        return True
    return any(one_holder(a, b) for a in {one.key, one.party} for b in {other.key, other.party} if a and b)
