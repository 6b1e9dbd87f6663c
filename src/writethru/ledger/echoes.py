"""Tell how widely a statement is made: which other statements of a story say much the same.

What many independent reports repeat is what a story turns on, so of several accusations the one most
repeated stands for its side, and its repetitions are cited beside it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from writethru.ledger.statements import Statement, Story

ALIKE = 0.3  # cosine of weighted roots from which two statements say much the same
LONGEST_POSTING = 80  # statements; a root in more of them tells none apart

Echoes = Mapping[int, Sequence[int]]


def find_echoes(story: Story) -> Echoes:
    """Return, by number, the statements of other reports that say much the same, the likest first."""
    postings: dict[str, list[int]] = defaultdict(list)
    for statement in story.statements:
        for term in statement.bag:
            postings[term].append(statement.number)
    shared: dict[tuple[int, int], list[float]] = defaultdict(list)
    for term, numbers in postings.items():
        if len(numbers) > LONGEST_POSTING:
            continue
        weight = story.weight.get(term, 1.0) ** 2
        for place, later in enumerate(numbers):
            for earlier in numbers[:place]:
                shared[earlier, later].append(weight)
    found: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (one, other), weights in shared.items():
        first, second = story.statements[one], story.statements[other]
        if first.origin == second.origin:
            continue
        length = story.weight.length(first.bag) * story.weight.length(second.bag)
        alike = math.fsum(weights) / length
        if alike >= ALIKE:
            found[one].append((-alike, other))
            found[other].append((-alike, one))
    return {number: [other for _, other in sorted(ranked)] for number, ranked in found.items()}


def reports(statement: Statement, echoes: Echoes, story: Story) -> int:
    """Return how many further origins say much the same."""
    others = {story.statements[n].origin for n in echoes.get(statement.number, ())}
    return len(others - {statement.origin})
