"""What each assertion of a story brings to a dispute: its words, its speaker's side, its place and its origin.

A statement is an assertion of somebody who can be named, seen beside the others of its story.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from operator import is_
from typing import NamedTuple

from msgspec.structs import replace

from writethru.ledger.assertions import enter
from writethru.ledger.claims import Weights, count_terms, origin_of, weights
from writethru.ledger.holders import Holders, know_holders, one_holder
from writethru.ledger.words import kindred, plain_words, stem, stems_with_starts, vocabulary, words
from writethru.memory import latest, mark_of, remembered
from writethru.records import AnnotatedArticle, Assertion, Citation, Origin, Record

LONG_ROOT = 5  # characters of a stem by which words of one family are known: collusion, colluded
NEGATED_VERB = frozenset({"not", "never", "cannot"})
SCOPE_OF_VERB = 2  # words after `not` among which its verb stands
FEW_SENTENCES = 10  # in which the words that all reports share would seem to say nothing
SCOPE = 4  # words after a negation that it turns round
PROBE = re.compile(
    r"\b(?:investigat\w{2,5}|probe|probing|looking|inquiry|question|questions) (?:into|whether|of|about)\b"
)
RELATIVE = ("whose ", "who ", "which ", "that ")
APPOSITION = re.compile(r", (?:an?|the) (?:[\w-]{2,20} ){0,4}$")
NEGATORS = frozenset("not never no none nobody nothing neither nor cannot without".split())
NOTHING: frozenset[str] = frozenset()
NOBODY = ("", "", "")
Held = tuple[str, str, str]  # name, key and party of a holder


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


@lru_cache(maxsize=10_000)
def plain_roots(exact: str) -> frozenset[str]:
    """Return the roots of the words of a text that are not written like names."""
    return roots([w.stem for w in words(exact) if exact[w.start : w.start + 1].islower()])


class Statement(Record, frozen=True):
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
    accusing: bool  # whether its words, or those around it, put an accusation forward
    rebutting: bool  # whether its words, or those around it, may deny something
    mark: Hashable  # equal for two that are alike in all but their number; None if that is not known

    @property
    def article(self) -> str:
        """Id of the article."""
        return self.assertion.article

    @property
    def supposed(self) -> bool:
        """Whether it tells a wish, a demand, a promise or a condition rather than a matter of fact."""
        if self.assertion.stance in ("asks", "expects"):
            return True
        return _supposed(self.assertion.citation.exact, self.text)


@lru_cache(maxsize=10_000)
def _supposed(exact: str, text: str) -> bool:
    """Return whether a sentence, or the words of a statement in it, tell of what is only looked into or wished."""
    return PROBE.search(exact) is not None or not plain_words("supposed").isdisjoint(text.lower().split())


class Story(NamedTuple):
    """The statements of one story, in order of article and place, with what all comparisons use."""

    statements: tuple[Statement, ...]
    weight: Weights  # of roots
    steady: Weights  # of roots, not made worthless by a story of few sentences
    holders: Holders
    by_root: Mapping[str, Sequence[int]]
    documents: Mapping[str, AnnotatedArticle]

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
    by_article: dict[str, list[Assertion]] = defaultdict(list)
    for a in assertions:
        by_article[a.article].append(a)
    holders = know_holders(documents)
    found: list[Statement] = []
    for article in sorted(by_article.keys() & by_id.keys()):
        origin = known.get(article, article)
        found += _take(by_id[article], by_article[article], origin, len(found), holders)
    # Counts only: no order matters.
    counts, whole = count_terms([bag for _, bag in {(s.origin, s.bag) for s in found}])
    by_root: dict[str, list[int]] = defaultdict(list)
    for statement in found:
        if not statement.own_voice or statement.accusing:
            for term in statement.bag:
                by_root[term].append(statement.number)
    weight, steady = weights(counts, whole), weights(counts, whole, FEW_SENTENCES)
    return Story(tuple(found), weight, steady, holders, by_root, by_id)


class _Read(Record, frozen=True):
    """What a statement is by its article alone: all but who else is meant by its holder, number and origin."""

    statement: Statement  # as if nobody were named
    own_voice: bool  # whether the outlet speaks for itself
    turned: frozenset[str]  # what a negation turns round if somebody is named
    undone: frozenset[str]


def _take(
    document: AnnotatedArticle, assertions: Sequence[Assertion], origin: str, first: int, holders: Holders
) -> tuple[Statement, ...]:
    """Return the statements of one article, numbered from `first`."""
    entered, read = _read_all(document)
    mark: object = mark_of(document)
    if len(entered) != len(assertions) or not all(map(is_, entered, assertions)):
        # not as this article is entered: nothing of it can be remembered
        read, mark = _read(document, assertions), None
    held = tuple([NOBODY if each.own_voice else _held(each, document, holders) for each in read])
    if mark is None:
        return _numbered(read, held, origin, first, mark)
    return _numbered_again(document, held, origin, first)


@remembered
def _read_all(document: AnnotatedArticle) -> tuple[tuple[Assertion, ...], tuple[_Read, ...]]:
    """Return what an article asserts, and what it is as statements by the article alone."""
    entered = enter(document)
    return entered, _read(document, entered)


def _read(document: AnnotatedArticle, assertions: Sequence[Assertion]) -> tuple[_Read, ...]:
    """Return what assertions of an article are by the article alone, in order of place."""
    starts = [s.start for s in document.body.sentences]
    return tuple(
        _read_one(a, document, max(bisect_right(starts, a.citation.start) - 1, 0))
        for a in sorted(assertions, key=lambda a: (a.statement.start, a.statement.end, a.id))
        if not a.verification and a.citation.field == "text"
    )


def _read_one(a: Assertion, document: AnnotatedArticle, sentence: int) -> _Read:
    """Return what an assertion in sentence number `sentence` is by its article alone."""
    publisher, lean = document.article.publisher, a.leanings
    exact, start = a.citation.exact, a.citation.start
    text = exact[a.statement.start - start : a.statement.end - start]
    negated = lean.get("negation", 0.0) > 0
    statement = Statement(
        assertion=a,
        number=0,
        origin="",
        day=(a.said or document.article.dated or "")[:10],
        sentence=sentence,
        key=publisher.lower(),
        name=publisher,
        party=publisher.lower(),
        text=text,
        before=exact[: max(a.statement.start - start, 0)],
        bag=roots(a.terms),
        turned=NEGATORS if negated else NOTHING,  # which words it turns is of no use where nobody is named
        undone=NOTHING,
        own_voice=True,
        accusing="claim" in lean or "frame-claim" in lean or " told " in text,
        rebutting="rebuttal" in lean or "frame-rebuttal" in lean,
        mark=None,
    )
    own_voice = a.holder_kind == "outlet" and a.holder == publisher
    if own_voice or not negated:
        return _Read(statement, own_voice, NOTHING, NOTHING)
    return _Read(
        statement, own_voice, _turned(text, NEGATORS, SCOPE), _turned(text, NEGATED_VERB, SCOPE_OF_VERB)
    )


def _held(read: _Read, document: AnnotatedArticle, holders: Holders) -> Held:
    """Return name, key and party of who holds a statement that the outlet does not; nothing if nobody who is named."""
    a = read.statement.assertion
    held = holders.known_as(a.holder, a.holder_kind)
    if kinds_of_people(held[0], a.holder_kind):
        return _apposed(held[0], a.citation, document, holders) or held
    return held


@latest
def _numbered_again(
    document: AnnotatedArticle, held: tuple[Held, ...], origin: str, first: int
) -> tuple[Statement, ...]:
    """Return the statements of an article as it is entered, numbered from `first`."""
    return _numbered(_read_all(document)[1], held, origin, first, mark_of(document))


def _numbered(
    read: Sequence[_Read], held: Sequence[Held], origin: str, first: int, mark: object
) -> tuple[Statement, ...]:
    """Return the statements of an article, with who holds each, numbered from `first`."""
    found = []
    for place, (each, who) in enumerate(zip(read, held, strict=True)):
        marked = None if mark is None else _marked(mark, place, origin, who)
        if not who[0]:
            found.append(replace(each.statement, number=first + place, origin=origin, mark=marked))
            continue
        found.append(
            replace(
                each.statement,
                number=first + place,
                origin=origin,
                mark=marked,
                name=who[0],
                key=who[1],
                party=who[2],
                turned=each.turned,
                undone=each.undone,
                own_voice=False,
            )
        )
    return tuple(found)


@lru_cache(maxsize=50_000)
def _marked(mark: object, place: int, origin: str, who: Held) -> object:
    """Return what stands for a statement: looked up by far more often than it is made, it is no tuple to be hashed anew."""
    return object()


def is_piece(name: str) -> bool:
    """Return whether what should be a holder is a piece of a sentence: `whose advocates`."""
    return name.lower().startswith(RELATIVE)


def kinds_of_people(name: str, kind: str) -> bool:
    """Return whether a holder is described rather than named: `professor`, `lawyer for the company`."""
    return bool(name) and kind in ("office", "group") and name[:1].islower()


def _apposed(name: str, cited: Citation, document: AnnotatedArticle, holders: Holders) -> Held | None:
    """Return the person whom a description tells of: `Ines Falk, a professor who has accused ...`."""
    before = _apposition(cited.exact, name)
    if before < 0:
        return None
    place = cited.start + before
    named = next((m for m in document.body.names if m.end == place and m.kind == "person"), None)
    return holders.known_as(named.name, "person") if named is not None and named.name else None


@lru_cache(maxsize=10_000)
def _apposition(exact: str, name: str) -> int:
    """Return where the comma stands before a description in apposition, -1 if it is in none."""
    found = APPOSITION.search(exact[: max(exact.find(name), 0)])
    return found.start() if found else -1


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
    return _one_side(one.key, one.party, other.key, other.party)


@lru_cache(maxsize=50_000)
def _one_side(key: str, party: str, other_key: str, other_party: str) -> bool:
    """Return whether two holders, each by its key and that of whom it speaks for, are on one side."""
    if not key or not other_key:
        return True
    return any(one_holder(a, b) for a in {key, party} for b in {other_key, other_party} if a and b)
