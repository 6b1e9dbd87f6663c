"""Makes the bytes of hostile pages and feeds, in any size, from the recipes in `tests/cases/hostile`.

How a case is written is told at the head of `pages.toml`. A key that nobody knows is refused, and so is a case
that says nothing of what has to come of it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from tests.data_files import Table, apart, read

CASES = Path(__file__).parent.parent / "cases" / "hostile"
NUMBER = "№"
DIGITS = 3  # what a number is taken to add to a unit
NAMED = re.compile(r"\{([a-z]+)\}")
FILLING = "{filling}"


class Input(NamedTuple):
    """Bytes to read, what they are, and the sentences that a reader of them sees."""

    content: bytes
    media_type: str
    sees: tuple[str, ...]
    refused: bool  # nothing of it may be read


class Part(Table, frozen=True):
    """What is made of some words: one of the first four says what."""

    repeat: Recipe | None = None
    nest: tuple[str, str] | None = None
    shuffle: Recipe | None = None
    escaped: Recipe | None = None
    times: int | None = None
    each: int | None = None
    less: int = 0
    first: int = 0
    between: str = ""

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.repeat, self.nest, self.shuffle, self.escaped)) != 1:
            raise ValueError("a part repeats, nests, shuffles or escapes")
        counted = self.times or self.each or self.less or self.first or self.between
        if self.repeat is None and counted:
            raise ValueError("only what repeats is counted")


Recipe = str | Part | list[str | Part]


class Place(Table, frozen=True):
    """A whole document around a filling."""

    media_type: str
    whole: Recipe


class Case(Table, frozen=True):
    """A filling, where it stands, and what has to come of it."""

    name: str
    place: str
    filling: Recipe
    sees: tuple[str, ...] = ()
    refused: bool = False
    slow: str | None = None
    linear: bool = False
    encoding: str = "utf-8"
    text: dict[str, str] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        if bool(self.sees) == self.refused:
            raise ValueError(f"{self.name}: either a reader sees something, or it is refused")
        if self.slow is not None and (self.linear or not self.slow.strip()):
            raise ValueError(f"{self.name}: slow for a cause, and not linear")


class Cases(Table, frozen=True):
    """A data file."""

    text: dict[str, str]
    place: dict[str, Place]
    case: tuple[Case, ...]

    def __post_init__(self) -> None:
        apart((case.name for case in self.case), "cases")
        for case in self.case:
            unknown = {case.place} - set(self.place) | {*case.sees, *case.text} - set(self.text)
            if unknown:
                raise ValueError(f"{case.name}: nobody knows {sorted(unknown)}")


class Measure(NamedTuple):
    """How much is to be made, and with which texts."""

    size: int  # of all
    share: int  # of this filling
    texts: dict[str, str]


@cache
def cases(kind: str) -> Cases:
    """Return what is in the file of a kind: page or feed."""
    return read(CASES / f"{kind}s.toml", Cases)


def put(text: str, texts: dict[str, str]) -> str:
    """Put texts in the place of their names."""
    return NAMED.sub(lambda found: texts[found[1]], text)


def made(recipe: Recipe, measure: Measure) -> str:
    if isinstance(recipe, str):
        return put(recipe, measure.texts)
    if isinstance(recipe, list):
        return "".join(made(one, measure) for one in recipe)
    if recipe.repeat is not None:
        return repeated(recipe, made(recipe.repeat, measure), measure.share)
    if recipe.nest is not None:
        start, end = recipe.nest
        depth = max(1, measure.share // len(start + end))
        return start * depth + "x" + end * depth
    if recipe.shuffle is not None:
        signs = made(recipe.shuffle, measure)
        return "".join(random.Random(measure.size).choices(signs, k=measure.share))
    assert recipe.escaped is not None
    return made(recipe.escaped, measure).replace("&", "&amp;").replace("<", "&lt;")


def repeated(part: Part, unit: str, share: int) -> str:
    each = part.each or len(unit) + (DIGITS if NUMBER in unit else 0)
    count = (share // each if part.times is None else part.times) - part.less
    if NUMBER not in unit:
        return part.between.join([unit] * count)
    return part.between.join(unit.replace(NUMBER, str(part.first + n)) for n in range(count))


def texts_of(found: Cases, case: Case, canary: str) -> dict[str, str]:
    """Return the texts of a case, each with those above it put in."""
    texts = {"canary": canary, "filling": FILLING}
    for name, text in found.text.items():
        texts[name] = put(case.text.get(name, text), texts)
    return texts


def maker(found: Cases, case: Case, canary: str) -> Callable[[int], Input]:
    place = found.place[case.place]
    fillings = str(place.whole).count(FILLING)
    texts = texts_of(found, case, canary)
    sees = tuple(texts[name] for name in case.sees)

    def make(size: int) -> Input:
        measure = Measure(size, size // fillings, texts)
        filling = made(case.filling, measure)
        whole = made(place.whole, measure._replace(texts=texts | {"filling": filling}))
        return Input(whole.encode(case.encoding, "xmlcharrefreplace"), place.media_type, sees, case.refused)

    return make


def makers(kind: str, canary: Path | None = None) -> dict[str, Callable[[int], Input]]:
    """Return every maker of a page or a feed by its name; entities lead to the file `canary`."""
    found = cases(kind)
    file = canary.as_uri() if canary else "file:///etc/hostname"
    return {case.name: maker(found, case, file) for case in found.case}
