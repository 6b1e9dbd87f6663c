"""Choose the words in which each side of a dispute is shown: what its holder himself says of the matter, plainly.

The surest pair tells who the sides are. Elsewhere in the story the same holder may say it in his own words, with
more of what he holds than `denied the allegations`; that stands for the side, and the rest is cited beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from writethru.ledger.answers import tells_deed
from writethru.ledger.claims import likeness
from writethru.ledger.denials import Pair
from writethru.ledger.echoes import Echoes
from writethru.ledger.statements import Statement, Story, names_words, one_side, roots
from writethru.ledger.words import vocabulary
from writethru.records import Citation, Contention

MOST_SUPPORTING = 3  # further citations of a position
MOST_TRIED = 6  # statements of one holder among which the plainest is chosen
SAME_MATTER = 0.3  # cosine from which a statement says what the surest of its holder says
ENOUGH = 5  # words that tell what a statement is about; reports that say much the same
BRIEF = 200  # characters of a sentence that is read at a glance
DIRECT = 0.3  # what the holder's own words are worth
SUREST = 0.2  # what it is worth to be of the pair that tells who the sides are
BARE = 2  # words of a denial that says nothing else; ...
NEXT = 1  # ... in so many sentences after it the same side says what it holds


class Voices:
    """The statements of a story by who holds them."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._held: dict[str, list[Statement]] = defaultdict(list)
        for statement in story.statements:
            if not statement.own_voice:
                self._held[statement.key].append(statement)

    def of(self, holder: Statement) -> Sequence[Statement]:
        """Return what the holder of a statement says, in order of article and place."""
        return self._held[holder.key]

    def after(self, holder: Statement) -> Iterator[Statement]:
        """Yield what is said just after a statement by the same side."""
        for statement in self.story.statements[holder.number + 1 :]:
            if statement.article != holder.article or statement.sentence - holder.sentence > NEXT:
                return
            if (
                statement.sentence > holder.sentence
                and not statement.own_voice
                and one_side(statement, holder)
            ):
                yield statement


def contention(
    statements: Sequence[Statement], opponent: Statement, lead: Pair, voices: Voices, echoes: Echoes
) -> Contention:
    """Return a position in its plainest words, with citations of others of the same holder, and of others alike."""
    surest, story = statements[0], voices.story
    same = [s for s in statements[:MOST_TRIED] if likeness(s.bag, surest.bag, story.weight) >= SAME_MATTER]
    own = list(_own_words(surest, opponent, lead, voices))
    tried = {s.number: s for s in (surest, *same, *own)}
    best = max(tried.values(), key=lambda s: (_plainness(s, echoes) + SUREST * (s is surest), -s.number))
    alike = [story.statements[n] for n in echoes.of(best)]
    told = [s for s in alike if s.own_voice or one_side(s, best)]
    own.sort(key=lambda s: (-_plainness(s, echoes), s.number))
    more: list[Citation] = []
    for statement in (surest, *own[:MOST_SUPPORTING], *statements, *told):
        cited = statement.assertion.citation
        if cited not in more and cited != best.assertion.citation and len(more) < MOST_SUPPORTING:
            more.append(cited)
    return Contention(best.name, best.assertion.citation, None, tuple(more))


def _own_words(surest: Statement, opponent: Statement, lead: Pair, voices: Voices) -> Iterator[Statement]:
    """Yield what a holder says of the matter of a dispute elsewhere, and just after a bare denial."""
    names = names_words(surest) | names_words(opponent)
    if not lead.denied.proposition and len(roots(voices.story.terms(surest)) - names) <= BARE:
        yield from voices.after(surest)  # `Falk denied it. "I was never there," she said`
    matter = (lead.charge.bag & lead.against.bag) - names - vocabulary("when")
    matter = matter or surest.bag - names
    if not matter:
        return
    for statement in voices.of(surest):
        if statement.number == surest.number or statement.assertion.stance not in ("asserts", "denies"):
            continue
        shared = len(statement.bag & matter)
        if shared == len(matter) or (shared and _tells_deed(statement, opponent)):
            yield statement


def _tells_deed(statement: Statement, opponent: Statement) -> bool:
    return tells_deed(statement.text, opponent.name.split()[-1])


def _plainness(statement: Statement, echoes: Echoes) -> float:
    """Return how well a statement stands for its side: it says something, briefly, as other reports do."""
    length = len(statement.assertion.citation.exact)
    says = min(len(statement.bag - names_words(statement)), ENOUGH) / ENOUGH
    worth = says + 0.2 * min(echoes.reports(statement), ENOUGH) + DIRECT * statement.assertion.direct
    heading = statement.assertion.citation.exact.rstrip().endswith(":")
    return worth - max(length - BRIEF, 0) / BRIEF - heading
