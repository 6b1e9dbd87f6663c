"""No template and no place in one is without a hostile page that fills it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import resources
from typing import Any
from unittest import mock

import pytest

from tests.hostile.hostile_pages import KINDS, payloads
from writethru.render import reading_room
from writethru.render.html import templates

FOLDER = resources.files("writethru.render").joinpath("templates")
SLOT = re.compile(r"\{\{(-?)([^{}]{1,400})(-?)\}\}")
# What no text of anybody reaches: how the system works, with two numbers; and where a story went, by its id.
WITHOUT_TEXTS = {"about.html.jinja", "moved.html.jinja"}
Slot = tuple[str, int, str]


def slots(name: str, source: str) -> list[Slot]:
    """Return each place of a template in which something is printed: its file, number and expression."""
    return [(name, n, found[2].strip()) for n, found in enumerate(SLOT.finditer(source))]


@contextmanager
def noting(filled: set[tuple[str, int]]) -> Iterator[None]:
    """Have each place of each template noted when something is printed there."""
    environment: Any = templates()
    loader, numbers = environment.loader.load_func, {}

    def note(name: str, n: int, value: Any) -> Any:
        filled.add((name, n))
        return value

    def number(name: str, found: re.Match[str]) -> str:
        numbers[name] = numbers.get(name, -1) + 1
        return f'{{{{{found[1]} noted("{name}", {numbers[name]}, ({found[2]})) {found[3]}}}}}'

    def load(name: str) -> str:
        numbers.pop(name, None)
        return SLOT.sub(partial(number, name), loader(name))

    environment.loader.load_func, environment.globals["noted"] = load, note
    environment.cache.clear()
    try:
        yield
    finally:
        environment.loader.load_func = loader
        del environment.globals["noted"]
        environment.cache.clear()


@pytest.fixture(scope="module")
def filled() -> set[tuple[str, int]]:
    found: set[tuple[str, int]] = set()
    with noting(found):
        for draw in KINDS.values():
            draw(payloads()[:40])
        with mock.patch.object(reading_room, "MOST_SHOWN", 1):  # and where more are kept than are listed
            for name in ("revisions", "reasons", "feeds"):
                KINDS[name](payloads()[:40])
    return found


TEMPLATES = sorted(each.name for each in FOLDER.iterdir() if each.name.endswith(".jinja"))


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name not in WITHOUT_TEXTS])
def test_each_place_in_which_something_is_printed_is_filled_by_a_hostile_page(
    filled: set[tuple[str, int]], name: str
) -> None:
    source = FOLDER.joinpath(name).read_text(encoding="utf-8")
    places = slots(name, source)
    assert len(places) == source.count("{{")
    assert [place for place in places if place[:2] not in filled] == []
