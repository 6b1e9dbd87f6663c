"""The rules of the house that a machine can hold: layers, sizes, first sentences, no traces."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "writethru"
FILES = sorted(SRC.rglob("*.py"))
ROOMS = {"acquire", "annotate", "cluster", "ledger", "publish", "render", "store"}
FLOORS = [
    {"records", "errors", "characters"},
    {"memory"},
    {"settings"},
    ROOMS,
    {"pipeline"},
    {"newsroom"},
    {"web"},
    {"cli"},
    {"__main__"},
]
FLOOR_OF = {name: floor for floor, names in enumerate(FLOORS) for name in names}


def room(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The rooms of ours that a file imports, in any spelling, inside functions too."""
    package = ["writethru", *path.relative_to(SRC).parts[:-1]]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{stem}.{alias.name}" for alias in node.names]
        else:
            continue
        found |= {n.split(".")[1] for n in names if n.startswith("writethru.")}
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SRC)))
def test_imports_go_down_only(path: Path) -> None:
    mine = room(path)
    if mine == "__init__":
        return  # the package's front: it offers the API
    for other in imports(path) - {mine, "__init__"}:
        assert other in FLOOR_OF, f"{path}: {other} stands on no floor"
        if {mine, other} != {"records", "errors"}:
            assert FLOOR_OF[other] < FLOOR_OF[mine], f"{path}: {mine} may not import {other}"


def test_records_import_nothing_of_ours() -> None:
    assert {name for path in (SRC / "records").glob("*.py") for name in imports(path)} <= {"records"}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SRC)))
def test_a_file_has_one_job_and_at_most_400_lines(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    assert ast.get_docstring(ast.parse(text)), "each module opens with the sentence that is its job"


def test_the_path_stays_short() -> None:
    assert len((SRC / "pipeline.py").read_text(encoding="utf-8").splitlines()) < 60
