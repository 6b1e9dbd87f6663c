"""Find where one holder says that something is so and another says it is not: outcome and blame.

Pairs of a denial and what it denies, and of a statement and its negation, become disputes: those of the
same two sides about the same matter are one, and each side is shown once, in its plainest words.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from writethru.ledger.carriers import contention
from writethru.ledger.charges import answered, open_docket
from writethru.ledger.contradictions import pair_answers, pair_contradictions
from writethru.ledger.denials import Pair, find_denials, pair_denials
from writethru.ledger.echoes import Echoes
from writethru.ledger.exchanges import POINTING, find_exchanges, pairs_of
from writethru.ledger.grounds import contends
from writethru.ledger.rebuttals import Rebuttal, find_rebuttals
from writethru.ledger.soundness import is_sound
from writethru.ledger.statements import Statement, Story, names_words, one_side, roots
from writethru.ledger.topics import matter_topic
from writethru.ledger.words import stems
from writethru.records import DisagreementKind, Dispute
from writethru.settings import LedgerSettings

BLAMES = 0.9  # weight of a cue of blame from which a dispute is about who did it, or why
REBUTTED = 0.8  # what a rebuttal weighs whose accusation was not read in so many words
SECOND = 0.8  # part of the surest pair's score from which another holder is shown beside
NEGATED = 0.8  # what a negation weighs beside a denial
TRIED = 2  # times as many disputes as are kept, for some rest on the same statements
CENTRAL = 0.4  # what it adds that all titles name a side
TAKEN_UP = 0.1  # what each further report that takes up the matter adds


def find_outcomes(story: Story, settings: LedgerSettings) -> list[Dispute]:
    """Return the disputes of outcome and blame, most important first."""
    contradictions = [
        p._replace(score=p.score * NEGATED)
        for p in (*pair_contradictions(story, settings), *pair_answers(story))
    ]
    echoes, denials = Echoes(story), find_denials(story)
    paired = pair_denials(denials, story, settings)
    rebuttals = find_rebuttals(denials, story)
    answered_otherwise = pair_rebuttals(rebuttals, story, echoes, {p.against.number for p in paired})
    exchanged = pairs_of(find_exchanges(denials, rebuttals, story))
    elsewhere = [p for p in (*paired, *answered_otherwise, *contradictions) if is_sound(p)]
    pairs = [p for p in (*exchanged, *elsewhere) if _is_whole(p, story) and contends(p, story)]
    groups: list[list[Pair]] = []
    for pair in sorted(pairs, key=lambda p: (-p.score, p.against.number, p.charge.number)):
        group = next((g for g in groups if _one_matter(g[0], pair)), None)
        if group is None:
            groups.append([pair])
        else:
            group.append(pair)
    weighed = sorted(
        ((_weight(group, story), place) for place, group in enumerate(groups)), key=lambda w: (-w[0], w[1])
    )
    return [
        _dispute(groups[place], weight, story, echoes)
        for weight, place in weighed[: TRIED * settings.most_disputes]
    ]


def _weight(group: Sequence[Pair], story: Story) -> float:
    """Return how much a dispute weighs: how sure it is, how many reports take it up, and whose story it is."""
    lead = group[0]
    reports = {s.origin for pair in group for s in (pair.charge, pair.against)}
    last = [s.name.split()[-1] for s in (lead.charge, lead.against) if s.name and not s.own_voice]
    named = sum(any(name in d.article.title for name in last) for d in story.documents.values())
    central = named / len(story.documents) if story.documents else 0.0
    return lead.score + TAKEN_UP * (len(reports) - 1) + CENTRAL * central


def pair_rebuttals(
    rebuttals: Sequence[Rebuttal], story: Story, echoes: Echoes, paired: Set[int]
) -> list[Pair]:
    """Return the rebuttals that are not paired yet with what each most likely turns against."""
    docket = open_docket(story, echoes, rebuttals)
    found = []
    for rebuttal in rebuttals:
        if rebuttal.statement.number in paired:
            continue
        answer = answered(rebuttal, docket)
        if answer is not None:
            score = REBUTTED * rebuttal.sureness * answer.score
            found.append(Pair(score, rebuttal.statement, answer.statement, rebuttal.denied, None))
    return found


def _is_whole(pair: Pair, story: Story) -> bool:
    """Return whether no titles of links ran into either statement: their words would be taken for its own."""
    cited = (s.assertion.citation for s in (pair.charge, pair.against))
    return not any(
        link.start < c.end and c.start < link.end
        for c in cited
        for link in story.documents[c.article].body.inserts
    )


def _one_matter(one: Pair, other: Pair) -> bool:
    """Return whether two pairs are of one dispute: the same sides, or the same denial, about shared words."""
    if {one.against.number, one.charge.number} & {other.against.number, other.charge.number}:
        return True
    if one_side(one.against, other.against) and (_unstated(one) or _unstated(other)):
        return True
    if any(a.charge.rebutting and one_side(a.charge, b.against) for a, b in ((one, other), (other, one))):
        return True  # what one of both answers is the other's denial
    same = one_side(one.against, other.against) and one_side(one.charge, other.charge)
    crossed = one_side(one.against, other.charge) and one_side(one.charge, other.against)
    if same and (_unstated(one) or _unstated(other) or (one.charged and other.charged)):
        return True
    shared = len(_matter(one) & _matter(other))
    told = one.charge.own_voice or other.charge.own_voice  # an outlet tells what somebody accuses of
    if told and shared and one_side(one.against, other.against):
        return True
    if same or crossed:
        return shared >= 1 or not _matter(one) or not _matter(other)
    if not (one_side(one.against, other.against) or one_side(one.charge, other.charge)):
        return False
    return shared >= 2 and 2 * shared >= min(len(_matter(one)), len(_matter(other)))


def _unstated(pair: Pair) -> bool:
    """Return whether a denial only speaks of an accusation made elsewhere."""
    if pair.denied == POINTING and _matter(pair):
        return False  # what it points at is known
    return bool(pair.denied.noun) and not pair.denied.proposition


def _matter(pair: Pair) -> frozenset[str]:
    """Return the roots of what a pair is about: the proposition, else the accusation."""
    stated = pair.denied.proposition or (pair.charged.clause if pair.charged else "")
    if stated:
        return roots(stems(stated))
    return (pair.charge.bag & pair.against.bag) - names_words(pair.charge) - names_words(pair.against)


def _dispute(group: Sequence[Pair], weight: float, story: Story, echoes: Echoes) -> Dispute:
    """Return the dispute of the pairs of one matter, the surest first."""
    lead = group[0]
    alike = [p for p in group[1:] if p.score >= SECOND * lead.score]
    charges = [lead.charge, *(p.charge for p in alike if one_side(p.against, lead.against))]
    denials = [lead.against, *(p.against for p in alike if one_side(p.charge, lead.charge))]
    charges += [p.charge for p in group[1:] if one_side(p.charge, lead.charge)]
    denials += [p.against for p in group[1:] if one_side(p.against, lead.against)]
    lean = lead.charge.assertion.leanings
    blame = max(lean.get("blame", 0.0), lean.get("frame-blame", 0.0)) >= BLAMES
    sides = [contention(mine, lead, story, echoes) for mine in (_of_one(charges), _of_one(denials))]
    kind: DisagreementKind = "blame" if blame else "outcome"
    stating = (p for p in group if p.denied.proposition and one_side(p.against, lead.against))
    shown = [f"{c.holder} {c.statement.exact}" for c in sides]
    return Dispute(
        matter_topic(next(stating, lead), shown, story), kind, "conflict", tuple(sides), (), weight
    )


def _of_one(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements of a side that are of the holder of its surest, that first."""
    return [s for s in statements if s.name == statements[0].name]
