"""Who does what to whom: the clauses of a claim beside those of the cited articles with the same verb."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from writethru.publish.checking.case import Case, Found
from writethru.publish.checking.clauses import Clause, Phrase, clauses, told
from writethru.publish.checking.identity import Identity
from writethru.publish.checking.senses import bases_listed, near, opposed

Pair = tuple[Clause, str, Identity]  # a clause of an article, its text, who is who there


def role_faults(case: Case) -> Found:
    """Yield the clauses of a claim whose doer or object is another in the cited articles."""
    if case.claim.kind not in ("sentence", "event") or not case.passages:
        return
    theirs = list(clauses_beside(case))
    for mine in clauses_of(case):
        yield from _compared(mine, case, theirs)


def clauses_of(case: Case) -> list[Clause]:
    """Return the clauses of a claim."""
    text, span = case.told.text, case.claim.span
    return clauses(text, span.start, span.end, [(t.start, t.end) for t in case.times])


def clauses_beside(case: Case) -> Iterator[Pair]:
    """Yield the clauses of the passages and of the sentences beside them."""
    for passage in case.passages:
        if passage.first >= 0:
            article = case.library.documents[passage.article].article
            who = case.library.identity(passage.article)
            for clause in case.library.clauses(passage.article, passage.first - 1, passage.last + 1):
                yield clause, article.text, who


def _compared(mine: Clause, case: Case, theirs: Sequence[Pair]) -> Found:
    """Yield a fault where every clause with the same verb has another doer or object."""
    if mine.verb in bases_listed("sense", "light") or mine.verb.startswith("be "):
        return
    same = [p for p in theirs if p[0].verb == mine.verb]
    same = same or [p for p in theirs if near(p[0].verb, mine.verb) and not opposed(p[0].verb, mine.verb)]
    found: Pair | None = None
    for pair in same:
        verdict = _verdict(mine, case.told.text, pair)
        if verdict == "same":
            return
        if verdict == "other" and found is None:
            found = pair
    if found is not None:
        yield "agent", told(mine, case.told.text), told(found[0], found[1])


def _verdict(mine: Clause, text: str, pair: Pair) -> str:
    """Return whether another clause has the same doer and object, others, or leaves it open."""
    clause, words, who = pair
    agent = met(mine.agent, clause.agent, who)
    patient = met(mine.patient, clause.patient, who)
    crossed = met(mine.agent, clause.patient, who, True), met(mine.patient, clause.agent, who, True)
    if mine.patient is None and not mine.passive and crossed[0] > 0:
        return "same"
    if clause.patient is None and not clause.passive and crossed[1] > 0:
        return "same"
    if (agent < 0 and crossed[0] > 0 and patient <= 0) or (patient < 0 and crossed[1] > 0 and agent <= 0):
        return "other"
    if agent < 0 and mine.verb == clause.verb and _one(mine.patient, clause.patient):
        return "other" if _rivals(mine.agent, text, clause.agent, words) else "open"
    return "same" if agent >= 0 else "open"


def _rivals(a: Phrase | None, text: str, b: Phrase | None, words: str) -> bool:
    """Return whether two phrases are both names, or both none: a name may stand for what another text describes."""
    if a is None or b is None:
        return False
    named = [any(w[0].isupper() for w in t[p.start : p.end].split()[-1:]) for p, t in ((a, text), (b, words))]
    return named[0] == named[1]


def _one(a: Phrase | None, b: Phrase | None) -> bool:
    """Return whether two phrases share a word itself."""
    plain = bases_listed("sense", "small", "quantity") | bases_listed("sense", "small", "article")
    return a is not None and b is not None and bool((a.bases & b.bases) - plain)


def met(a: Phrase | None, b: Phrase | None, who: Identity, strict: bool = False) -> int:
    """Return whether two phrases are one (1), are not (-1), or cannot be told (0)."""
    if a is None or b is None or a.pronoun:
        return 0
    if a.bases == b.bases:
        return 1
    plain = bases_listed("sense", "small", "quantity") | bases_listed("sense", "small", "article")
    theirs = (who.references.get(b.start, frozenset()) if b.pronoun else b.bases) - plain
    mine = a.bases - plain
    if not mine or not theirs:
        return 0
    wide = who.widened(theirs, strict)
    if (
        mine & wide
        or who.widened(mine, strict) & wide
        or (not strict and any(near(x, y) for x in mine for y in theirs))
    ):
        return 1
    return -1
