"""Choose the words in which each side of a dispute is shown: those of the surest pair, which contend as they stand.

Other words of the same holder are cited beside them; only where a denial says nothing else (`Falk denied it`)
stands for it what the same side says just after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from writethru.ledger.denials import Pair
from writethru.ledger.echoes import Echoes
from writethru.ledger.statements import Statement, Story, names_words, one_side, roots
from writethru.ledger.words import vocabulary
from writethru.records import Citation, Contention

MOST_SUPPORTING = 3  # further citations of a position
BARE = 2  # words of a denial that says nothing else; ...
NEXT = 1  # ... in so many sentences after it the same side says what it holds


def contention(statements: Sequence[Statement], lead: Pair, story: Story, echoes: Echoes) -> Contention:
    """Return a position in the words of the surest pair, with citations of the same holder and of others alike."""
    surest = statements[0]
    own = [s for s in _after(surest, story) if s.turned] if _is_bare(surest, lead, story) else []
    best = own[0] if own else surest
    alike = [story.statements[n] for n in echoes.of(best)]
    told = [s for s in alike if s.own_voice or one_side(s, best)]
    more: list[Citation] = []
    for statement in (surest, *_on_matter(surest, lead, story), *statements, *told):
        cited = statement.assertion.citation
        if cited not in more and cited != best.assertion.citation and len(more) < MOST_SUPPORTING:
            more.append(cited)
    return Contention(best.name, best.assertion.citation, None, tuple(more))


def _on_matter(surest: Statement, lead: Pair, story: Story) -> Iterator[Statement]:
    """Yield what the holder of a statement says elsewhere with all words that both sides share, names left out."""
    shared = lead.charge.bag & lead.against.bag
    matter = shared - names_words(lead.charge) - names_words(lead.against) - vocabulary("when")
    if not matter:
        return
    postings = [story.by_root.get(term, ()) for term in matter]
    for number in sorted(set(postings[0]).intersection(*postings[1:])):
        statement = story.statements[number]
        if statement.key == surest.key and statement.assertion.stance in ("asserts", "denies"):
            yield statement


def _after(holder: Statement, story: Story) -> Iterator[Statement]:
    """Yield what is said just after a statement by the same side."""
    for statement in story.statements[holder.number + 1 :]:
        if statement.article != holder.article or statement.sentence - holder.sentence > NEXT:
            return
        if statement.sentence > holder.sentence and not statement.own_voice and one_side(statement, holder):
            yield statement


def _is_bare(surest: Statement, lead: Pair, story: Story) -> bool:
    """Return whether a denial says nothing else: `Falk denied it`."""
    return (
        surest.number == lead.against.number
        and not lead.denied.proposition
        and len(roots(story.terms(surest)) - names_words(surest)) <= BARE
    )
