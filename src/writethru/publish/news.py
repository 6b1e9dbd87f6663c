"""How much each sentence of a page is the news: what the headline says, of the latest reports, told by several."""

from __future__ import annotations

from collections.abc import Sequence

from writethru.publish.alone import PENDING
from writethru.publish.grouping import is_old
from writethru.publish.likeness import Likeness, Wording, wording
from writethru.publish.material import Material
from writethru.publish.select import Chosen

AGE = 0.35  # by how much a day's age makes a sentence lighter
SPOKEN = 0.6  # of its worth that a quotation keeps
EXPECTED = 0.6  # and what an older report expected
OLD = 0.3  # and what happened well before its report
NEARLY = 0.35  # of the headline told, from which on an older day in a sentence does not matter
DEEP = 0.5  # of its worth that a sentence has anywhere in its article,
TOP = 0.8  # and what the first has besides
ANCHORED = {1: 1.6, 2: 1.3}  # what the first sentences are worth of the report that the page starts from
CONFIRMED = 0.15  # what each further origin adds


def newsworth(
    chosen: Sequence[Chosen], said: Wording, material: Material, likeness: Likeness
) -> dict[int, float]:
    """Return how much each sentence is the news, by its identity; `said` is what the headline says."""
    days = [d.article.day for d in material.documents if d.article.day]
    newest = max(days, default=None)

    def news(one: Chosen) -> float:
        candidate = one.candidate
        day = candidate.document.article.day
        age = (newest - day).days if newest and day else 0
        told = likeness.told(said, wording(candidate.document, candidate.sentence))
        worth: float = candidate.score**0.3 * (0.2 + told) * (DEEP + TOP / candidate.position)
        worth *= 1 + CONFIRMED * (len({c.article for c in one.sentence.citations}) - 1)
        worth *= SPOKEN if one.sentence.text.startswith(("“", '"')) else 1.0
        worth *= EXPECTED if age and PENDING.search(one.sentence.text) else 1.0
        worth *= OLD if is_old(one) and told < NEARLY else 1.0
        if candidate.document.article.id == material.anchor:
            worth *= ANCHORED.get(candidate.position, 1.0)
        return worth / (1 + AGE * age)

    return {id(c): news(c) for c in chosen}
