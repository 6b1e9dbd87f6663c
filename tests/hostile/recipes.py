"""Makes texts from recipes in data files: words as they are, a table that says what is made of some, or a list of both.

How they are written is told at the head of `tests/cases/cli/hostile_files.toml`. A name that nobody knows is refused.
"""

from __future__ import annotations

import json

from tests.data_files import Table
from tests.hostile.hostile_cases import put

MAY = {"repeat": ("times", "between", "swap"), "rows": ("times", "values"), "signs": ()}
ROW = {"n": "{n}", "value": "{value}"}  # what is put into each row


class Part(Table, frozen=True):
    """What is made of some words: one of the verbs says what."""

    repeat: Recipe | None = None
    rows: Recipe | None = None
    signs: tuple[int, int] | None = None
    times: int | None = None
    between: str | None = None
    swap: tuple[str, str] | None = None
    values: tuple[Recipe, ...] | None = None

    def __post_init__(self) -> None:
        given = [field for field in self.__struct_fields__ if getattr(self, field) is not None]
        verbs = [field for field in given if field in MAY]
        if len(verbs) != 1:
            raise ValueError(f"a part has one of {', '.join(MAY)}")
        if not set(given) <= {*verbs, *MAY[verbs[0]]}:
            raise ValueError(f"{verbs[0]} may have {MAY[verbs[0]]}")
        if self.rows is not None and len(given) != 2:
            raise ValueError("rows have values, or a number of times")


Recipe = str | Part | list[str | Part]


def made(recipe: Recipe, texts: dict[str, str]) -> str:
    """Return what a recipe makes with the texts that it may name."""
    if isinstance(recipe, str):
        return put(recipe, texts)
    if isinstance(recipe, list):
        return "".join(made(one, texts) for one in recipe)
    if recipe.signs is not None:
        first, last = recipe.signs
        return "".join(map(chr, range(first, last + 1)))
    if recipe.rows is not None:
        return "\n".join(rows(recipe, texts))
    assert recipe.repeat is not None
    unit = made(recipe.repeat, texts)
    unit = unit.replace(*recipe.swap) if recipe.swap else unit
    return (recipe.between or "").join([unit] * (1 if recipe.times is None else recipe.times))


def rows(part: Part, texts: dict[str, str]) -> list[str]:
    assert part.rows is not None
    row = made(part.rows, texts | ROW)
    if part.values is None:
        return [put(row, {"n": str(n)}) for n in range(part.times or 0)]
    return [put(row, {"n": str(n), "value": made(value, texts)}) for n, value in enumerate(part.values)]


def made_texts(recipes: dict[str, Recipe]) -> dict[str, str]:
    """Return texts by their names, each of which may use those above it."""
    texts: dict[str, str] = {}
    for name, recipe in recipes.items():
        texts[name] = made(recipe, texts | ROW)
    return texts


def as_json(text: str) -> str:
    """Write what is not ASCII as JSON escapes it."""
    return "".join(sign if sign.isascii() else json.dumps(sign)[1:-1] for sign in text)
