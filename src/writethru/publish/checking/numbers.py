"""Numbers of a claim that no cited article has in the same matter, and those that it has of another unit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from writethru.publish.checking.case import NEAR, Case, Found
from writethru.publish.checking.figures import BEFORE, Figure, figures
from writethru.publish.checking.words import rows, stem, stems_listed

ROUNDED = 0.06  # of its value by which a loose figure may miss the one that it stands for
RAISED = 0.35  # of "more than 10,000" that the exact figure may be above
TOLD = 12  # numbers that are told in place of a wrong one
FEW = 4  # as many things as a text may list without counting them


def number_faults(case: Case) -> Found:
    """Yield the numbers of a claim that the cited articles do not carry, and those of another unit."""
    span = case.claim.span
    others = _near(case)
    values = sorted(others)
    near_by = " or ".join(f"{value:g}" for value in list(others)[:TOLD]) or "a number of the cited article"
    for figure in dict.fromkeys(figures(case.told.text, span.start, span.end, case.days)):
        words = case.told.text[figure.start : figure.end]
        near = [each for value in _close(figure, values) for each in others[value]]
        close = [other for other, _ in near]
        if not any(not titled or _may_count_one_thing(figure, other) for other, titled in near):
            if figure.digits or figure.unit or figure.value > FEW:
                yield "number", words, near_by if not near else f"{words} of what the title counts"
        elif figure.unit and all(o.unit != figure.unit for o in close) and any(o.unit for o in close):
            yield "unit", f"{words} {figure.unit}", " or ".join(sorted({o.unit for o in close if o.unit}))
        elif (state := state_of(figure)) and all(state_of(o) not in (state, "") for o in close):
            yield "unit", f"{words} {state}", " or ".join(sorted({state_of(o) for o in close}))


def _near(case: Case) -> dict[float, list[tuple[Figure, bool]]]:
    """Return the figures of the same matter by their value, each with whether a title has it; of each kind one."""
    alike: dict[tuple[float, str, str, bool, tuple[str, ...]], Figure] = {}
    for figure in of_the_text(case):
        alike.setdefault((figure.value, figure.unit, state_of(figure), False, ()), figure)
    for figure in of_the_titles(case):
        alike.setdefault((figure.value, figure.unit, state_of(figure), True, figure.counted), figure)
    found: dict[float, list[tuple[Figure, bool]]] = {}
    for (*_, titled, _), figure in alike.items():
        found.setdefault(figure.value, []).append((figure, titled))
    return found


def _may_count_one_thing(mine: Figure, other: Figure) -> bool:
    """Return whether a claim's figure may be that of a title, which speaks of the whole article, by the words beside them.

    Not where each counts a thing of its own: 21 ships are not the 21 points of a prize.
    """
    if mine.unit and other.unit:
        return True  # the units are compared
    if mine.unit or other.unit:
        return False
    here, there = _things(mine), _things(other)
    return not here or not there or bool(here & there) or state_of(mine) == state_of(other) != ""


def _things(figure: Figure) -> frozenset[str]:
    """Return the stems of what stands behind a figure and may be what it counts; before the last two, which stand before it."""
    return frozenset(figure.counted[:-BEFORE]) - stems_listed("cues", "plain")


def _close(figure: Figure, values: list[float]) -> list[float]:
    """Return those of ordered values that a figure stands for."""
    widest = (1 - RAISED, 1 + ROUNDED) if figure.loose else (1.0, 1.0)
    low, high = sorted((figure.value / widest[1], figure.value / widest[0]))
    near = values[bisect_left(values, low) : bisect_right(values, high)]
    return [value for value in near if _same(figure, value)]


def of_the_matter(case: Case) -> Iterator[Figure]:
    """Yield the figures of the cited articles that stand where these speak of the claim, and those of their titles."""
    yield from of_the_text(case)
    yield from of_the_titles(case)


def of_the_text(case: Case) -> Iterator[Figure]:
    """Yield the figures of the cited articles that stand where these speak of the claim."""
    for document in case.documents():
        id = document.article.id
        yield from (f for f in case.library.figures(id) if case.nearness(id, f.start) >= NEAR)


def of_the_titles(case: Case) -> Iterator[Figure]:
    """Yield the figures of the titles of the cited articles."""
    return (f for d in case.documents() for f in case.library.title_figures(d.article.id))


def _same(mine: Figure, value: float) -> bool:
    """Return whether a figure stands for a value: the same, or near it where the page says so."""
    if mine.value == value:
        return True
    if not mine.loose or value <= 0 or mine.value % 10 ** (len(f"{value:.0f}") // 2):
        return False
    if _digits(mine.value) > _digits(value):
        return False  # "up to 403 million" does not stand for 400 million
    apart = (value - mine.value) / value
    return abs(apart) <= ROUNDED or 0 < apart <= RAISED


def _digits(value: float) -> int:
    """Return how many significant digits a number has."""
    return len(f"{value:.15g}".replace(".", "").strip("0"))


def state_of(figure: Figure) -> str:
    """Return what befell those that a figure counts, by the words behind it."""
    states = {stem(form): state for form, state in rows("figures", "states").items()}
    return next((states[s] for s in figure.counted if s in states), "")
