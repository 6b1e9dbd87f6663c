"""Tell which claims that a page has shown stand otherwise since new articles came: confirmed by another side, or denied.

Only what is plain counts: somebody of another side, in an independent report, who confirms or denies it in so
many words. That an outlet tells in its own words what somebody claimed before confirms nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from writethru.ledger.assertions import enter
from writethru.ledger.gathering import read_saying
from writethru.ledger.sameness import Saying, compare
from writethru.ledger.sides import Sides
from writethru.ledger.words import stems_with_starts, vocabulary
from writethru.records import AnnotatedArticle, Assertion, Change, Citation, CitedSentence, Origin

SAME = 0.8  # score from which two statements are surely one; claims are grouped from .5 on
SHARED = 3  # concepts, names among them, that surely one statement shares with another
SAYS = ("person", "organisation", "office", "group")  # holders whose word counts by itself
MOST = 2  # of one revision: a page is no docket
SHORT = 90  # characters of a statement that is told


def find_turns(
    shown: Sequence[Citation],
    before: Sequence[AnnotatedArticle],
    documents: Sequence[AnnotatedArticle],
    origins: Sequence[Origin],
) -> tuple[Change, ...]:
    """Return how claims turned that stand in the words a page has shown, each because of words in a new article.

    `before` are the articles that the page was made from, `documents` those of the new page, with their `origins`.
    """
    old = {d.article.id for d in before}
    fresh = [
        (a, read_saying(a)) for d in documents if d.article.id not in old for a in enter(d) if _settles(a)
    ]
    claims = [(a, read_saying(a)) for a in _shown(shown, before)] if fresh else []
    near = [(c, f) for c in claims for f in fresh if _is_one(c[1], f[1])]
    if not near:
        return ()
    sides = Sides(documents, origins)
    known = [(a, read_saying(a)) for d in before for a in enter(d) if _says(a)]
    found = []
    for (claim, saying), (new, _) in near:
        if _turns(claim, saying, new, known, sides):
            found.append(_change(claim, new))
    return tuple({(c.was.citations[0], c.now): c for c in found if c.was}.values())[:MOST]


def _says(assertion: Assertion) -> bool:
    """Return whether somebody who is named beside it states or denies something."""
    return (
        assertion.stance in ("asserts", "denies")
        and assertion.holder_kind in SAYS
        and not assertion.verification
        and bool(assertion.holder)
        and assertion.holder.split()[-1] in assertion.citation.exact
    )


def _settles(assertion: Assertion) -> bool:
    """Return whether somebody says in so many words that what others said is so, or is not."""
    if not _says(assertion):
        return False
    cited, statement = assertion.citation, assertion.statement
    start, end = statement.start - cited.start, statement.end - cited.start
    around = {
        stem for part in (cited.exact[:start], cited.exact[end:]) for stem in stems_with_starts(part)[0]
    }
    plainly = around.isdisjoint(vocabulary("withholding"))
    return plainly and (assertion.stance == "denies" or not around.isdisjoint(vocabulary("confirming")))


def _shown(shown: Sequence[Citation], before: Sequence[AnnotatedArticle]) -> Iterator[Assertion]:
    """Yield the claims of named holders in the words that a page cites."""
    by_article = {d.article.id: d for d in before}
    for cited in dict.fromkeys(shown):
        document = by_article.get(cited.article)
        if document is None or cited.field != "text":
            continue
        for assertion in enter(document):
            within = cited.start <= assertion.statement.start and assertion.statement.end <= cited.end
            if within and assertion.stance == "asserts" and _says(assertion) and not _asks_for_it(assertion):
                yield assertion


def _is_one(one: Saying, other: Saying) -> bool:
    """Return whether two statements are surely one, the stance of those who make them left out."""
    if len(one.wording.weights.keys() & other.wording.weights.keys()) < SHARED:
        return False
    verdict = compare(one, other)
    against = one.wording.against != other.wording.against
    return verdict.score >= SAME and verdict.apart == against and one.wording.manner == other.wording.manner


def _asks_for_it(claim: Assertion) -> bool:
    """Return whether a claim itself speaks of confirming: of a vote on somebody, of what is to be confirmed."""
    return not vocabulary("confirming").isdisjoint(stems_with_starts(claim.citation.exact)[0])


def _turns(
    claim: Assertion,
    saying: Saying,
    new: Assertion,
    known: Sequence[tuple[Assertion, Saying]],
    sides: Sides,
) -> bool:
    """Return whether a new statement is the first of another side, in another report, on a claim."""
    mine, theirs = sides.voice(claim), sides.voice(new)
    if theirs.own or theirs.vague or theirs.side == mine.side or theirs.origin == mine.origin:
        return False
    for other, said in known:
        alike = (other.stance == "denies") == (new.stance == "denies") and other.id != claim.id
        if alike and sides.voice(other).side != mine.side and _is_one(saying, said):
            return False  # somebody else said so before
    return True


def _change(claim: Assertion, new: Assertion) -> Change:
    turned = "denied" if new.stance == "denies" else "confirmed"
    return Change(
        "status changed",
        f"claimed by {claim.holder}: “{_short(claim)}”",
        f"{turned} by {new.holder}",
        CitedSentence(new.citation.exact, (new.citation,)),
        CitedSentence(claim.citation.exact, (claim.citation,)),
    )


def _short(claim: Assertion) -> str:
    start = claim.statement.start - claim.citation.start
    said = " ".join(claim.citation.exact[start : claim.statement.end - claim.citation.start].split())
    said = said.strip("“”\"' ,").removeprefix("that ")
    return said if len(said) <= SHORT else said[: SHORT - 2].rsplit(" ", 1)[0] + " …"
