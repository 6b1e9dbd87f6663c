"""Whether a claim turns what its source says round: the opposite, a denial less or more, a plan told as a fact."""

from __future__ import annotations

from collections.abc import Sequence

from writethru.publish.checking.case import Case, Found
from writethru.publish.checking.clauses import Clause, Phrase
from writethru.publish.checking.identity import Identity
from writethru.publish.checking.roles import Pair, clauses_beside, clauses_of, met
from writethru.publish.checking.senses import base, bases_listed, near, opposed, opposites
from writethru.publish.checking.words import listed, words_in

UNSURE = ("possible", "future")  # a wish is often told of what was done


def direction_faults(case: Case) -> Found:
    """Yield the opposites, the denials and the plans in which a claim and its passage differ."""
    if case.claim.kind not in ("sentence", "event") or not case.passages:
        return
    beside = list(clauses_beside(case))
    found = [fault for mine in clauses_of(case) for fault in _turned(mine, case, beside)]
    yield from found or _opposite_words(case)


def _turned(mine: Clause, case: Case, beside: Sequence[Pair]) -> Found:
    """Yield how a clause differs from those of the passage that have its subject."""
    told, key = case.told.text, mine.verb.removeprefix("be ")
    about = [p for p in beside if met(_subject(mine), _subject(p[0]), p[2], True) > 0]
    verb = told[mine.at :].partition(" ")[0].strip(".,;:")
    same = [p[0] for p in about if p[0].verb == mine.verb]
    alike = same or [p[0] for p in about if near(p[0].verb.removeprefix("be "), key)]
    if not alike and not case.near_wording(0).carries(key):
        for clause, text, _ in about:
            if opposed(clause.verb.removeprefix("be "), key) and clause.negated == mine.negated:
                yield "opposite", verb, text[clause.at :].partition(" ")[0].strip(".,;:")
                return
    if key in bases_listed("sense", "light") or not same:
        return
    aimed = [c for c, _, who in about if c in same and _aim(mine, c, who)]
    lifted = listed("cues", "negation", "lifted")
    opened = any(w.low in listed("cues", "open") for w in case.words) or any(
        w.low in lifted for w in case.near_words(1)
    )
    if aimed and not opened and all(c.negated != mine.negated for c in aimed):
        yield (
            "negation",
            verb,
            "the negation of the cited words"
            if same[0].negated
            else "the cited words, which do not negate it",
        )
    elif mine.mood == "fact" and all(c.mood in UNSURE for c in same):
        yield "hedge", verb, f"what the cited words tell as {same[0].mood}"
    elif mine.mood == "future" and all(c.mood == "possible" for c in same):
        yield "hedge", verb, "what the cited words tell as possible"


def _subject(clause: Clause) -> Phrase | None:
    return clause.patient if clause.passive else clause.agent


def _aim(a: Clause, b: Clause, who: Identity) -> bool:
    """Return whether two clauses of one subject have one object, or none."""
    mine, theirs = (c.agent if c.passive else c.patient for c in (a, b))
    return (mine is None and theirs is None) or met(mine, theirs, who) > 0 or a.passive or b.passive


def _opposite_words(case: Case) -> Found:
    """Yield a word that the passage does not have where its best sentence has the opposite, neither being denied."""
    cues = listed("cues", "negation")
    top = words_in(case.top)
    if any(w.low in cues for w in (*case.words, *top)):
        return
    have = case.near_wording(0)
    theirs = {base(w.low): w.low for w in top}
    for word in case.words:
        own = base(word.low)
        if own in bases_listed("sense", "light"):
            continue
        other = next((theirs[o] for o in sorted(opposites(own)) if o in theirs), None)
        if other is not None and own not in have.bases and not have.carries(own):
            yield "opposite", word.low, other
            return
