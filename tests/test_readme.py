from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("shown", ROOT / "docs" / "shown.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


shown = load()
README = (ROOT / "README.md").read_text(encoding="utf-8")


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]


def test_the_readme_shows_the_page_that_the_example_gives_now() -> None:
    (page,) = shown.PAGE.findall(README)
    assert len(lines(page)) > 50
    assert lines(page) == lines(shown.example_page()), "run `make readme`"


def test_make_brief_reads_the_same_example_at_the_same_time() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"/writethru brief {shown.EXAMPLE} --now {shown.NOW}\n" in makefile


@pytest.mark.parametrize("name", shown.PICTURES)
def test_the_pictures_are_there_and_small(name: str) -> None:
    content = (ROOT / "docs" / "images" / name).read_bytes()
    assert content.startswith(b"\x89PNG") and len(content) < 300_000
    assert int.from_bytes(content[16:20], "big") == shown.PICTURES[name][1]
    assert f"docs/images/{name}" in README


def test_the_readme_opens_with_three_sentences_and_a_picture() -> None:
    opening = README.split("\n## ")[0]
    assert len(re.findall(r"[.!?](?:\s|$)", opening.split("\n\n")[1])) <= 4
    assert "](docs/images/page.png)" in opening
    assert README.index("make brief") < README.index("make test") < README.index("writethru add")
