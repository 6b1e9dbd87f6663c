"""Numbers of a claim that no cited article has in the same matter, and those that it has of another unit."""

from __future__ import annotations

from collections.abc import Iterator

from writethru.publish.checking.case import NEAR, Case, Found
from writethru.publish.checking.figures import Figure, figures
from writethru.publish.checking.words import rows, stem

ROUNDED = 0.06  # of its value by which a loose figure may miss the one that it stands for
RAISED = 0.35  # of "more than 10,000" that the exact figure may be above
FEW = 4  # as many things as a text may list without counting them


def number_faults(case: Case) -> Found:
    """Yield the numbers of a claim that the cited articles do not carry, and those of another unit."""
    span = case.claim.span
    others = list(_others(case))
    for figure in figures(case.told.text, span.start, span.end, case.days):
        words = case.told.text[figure.start : figure.end]
        close = [other for other, near in others if near >= NEAR and _same(figure, other)]
        if not close:
            if figure.digits or figure.unit or figure.value > FEW:
                near_by = [f"{o.value:g}" for o, near in others if near >= NEAR]
                yield "number", words, " or ".join(dict.fromkeys(near_by)) or "a number of the cited article"
        elif figure.unit and all(o.unit != figure.unit for o in close) and any(o.unit for o in close):
            yield "unit", f"{words} {figure.unit}", " or ".join(sorted({o.unit for o in close if o.unit}))
        elif (state := state_of(figure)) and all(state_of(o) not in (state, "") for o in close):
            yield "unit", f"{words} {state}", " or ".join(sorted({state_of(o) for o in close}))


def _others(case: Case) -> Iterator[tuple[Figure, float]]:
    """Yield the figures of the cited articles, and how near each is to the claim."""
    for document in case.documents():
        id = document.article.id
        for figure in case.library.figures(id):
            yield figure, case.nearness(id, figure.start)
        for figure in figures(document.article.title, 0, len(document.article.title)):
            yield figure, 1.0


def _same(mine: Figure, other: Figure) -> bool:
    """Return whether a figure stands for another: the same, or near it where the page says so."""
    if mine.value == other.value:
        return True
    if not mine.loose or other.value <= 0 or mine.value % 10 ** (len(f"{other.value:.0f}") // 2):
        return False
    apart = (other.value - mine.value) / other.value
    return abs(apart) <= ROUNDED or 0 < apart <= RAISED


def state_of(figure: Figure) -> str:
    """Return what befell those that a figure counts, by the words behind it."""
    states = {stem(form): state for form, state in rows("figures", "states").items()}
    return next((states[s] for s in figure.counted if s in states), "")
