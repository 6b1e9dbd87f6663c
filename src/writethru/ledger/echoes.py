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
LONGEST_POSTING = 80  # statements; a root in more of them tells none apart


class Echoes:
    """The statements of other reports that say much the same as a given one, looked up when asked for."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._found: dict[int, tuple[int, ...]] = {}
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
        return len({self.story.statements[n].origin for n in self.of(statement)})

    def _look(self, statement: Statement) -> tuple[int, ...]:
        weight, length = self.story.weight, self.story.weight.length
        shared: dict[int, list[float]] = defaultdict(list)
        for term in statement.bag:
            posting = self._postings[term]
            if len(posting) <= LONGEST_POSTING:
                for number in posting:
                    shared[number].append(weight.get(term, 1.0) ** 2)
        ranked = []
        for number, weights in shared.items():
            other = self.story.statements[number]
            if other.origin != statement.origin:
                alike = math.fsum(weights) / (length(statement.bag) * length(other.bag))
                if alike >= ALIKE:
                    ranked.append((-alike, number))
        return tuple(number for _, number in sorted(ranked))
