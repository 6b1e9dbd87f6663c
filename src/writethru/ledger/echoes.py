"""Tell how widely a statement is made: which other statements of a story say much the same.

What many independent reports repeat is what a story turns on, so of several accusations the one most
repeated stands for its side, and its repetitions are cited beside it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from writethru.ledger.statements import Statement, Story

ALIKE = 0.3  # cosine of weighted roots from which two statements say much the same
ROUNDING = 1e-9  # by which sums of the same parts may differ
LONGEST_POSTING = 80  # statements; a root in more of them tells none apart


class Echoes:
    """The statements of other reports that say much the same as a given one, looked up when asked for."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._found: dict[int, tuple[int, ...]] = {}
        self._reports: dict[int, int] = {}
        for statement in story.statements:
            for term in statement.bag:
                self._postings[term].append(statement.number)

    def of(self, statement: Statement) -> Sequence[int]:
        """Return the numbers of the statements of other origins that say much the same, the likest first."""
        if statement.number not in self._found:
            self._found[statement.number] = self._look(statement)
        return self._found[statement.number]

    def reports(self, statement: Statement) -> int:
        """Return how many further origins say much the same."""
        known = self._reports.get(statement.number)
        if known is None:
            known = len({self.story.statements[n].origin for n in self.of(statement)})
            self._reports[statement.number] = known
        return known

    def _look(self, statement: Statement) -> tuple[int, ...]:
        statements, weight, length = self.story.statements, self.story.weight, self.story.weight.length
        squares = {
            term: weight.square(term)
            for term in statement.bag
            if len(self._postings[term]) <= LONGEST_POSTING
        }
        shared: dict[int, float] = {}
        for term, square in squares.items():
            for number in self._postings[term]:
                shared[number] = shared.get(number, 0.0) + square
        mine, ranked = length(statement.bag), []
        least = ALIKE * (1 - ROUNDING) * mine
        for number, about in shared.items():
            other = statements[number]
            # What is shared is part of the other too, which so is as long as that at least.
            if about >= least**2 and other.origin != statement.origin and about >= least * length(other.bag):
                # fsum is exact, so the order of a set does not matter
                alike = math.fsum([s for t, s in squares.items() if t in other.bag])
                alike /= mine * length(other.bag)
                if alike >= ALIKE:
                    ranked.append((-alike, number))
        return tuple(number for _, number in sorted(ranked))
