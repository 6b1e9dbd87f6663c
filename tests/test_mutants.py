"""Each planted bug of tests/mutants/bugs.toml still has its place in the source; `make mutants` plants them."""

from __future__ import annotations

import pytest

from tests.mutants.run import ROOT, Bug, bugs


@pytest.mark.parametrize("bug", bugs(), ids=lambda bug: bug.name)
def test_the_place_of_a_planted_bug_is_there_once(bug: Bug) -> None:
    assert (ROOT / "src" / bug.file).read_text(encoding="utf-8").count(bug.was) == 1
    assert bug.was != bug.now
    for test in bug.tests:
        assert (ROOT / test.partition("::")[0]).exists(), test


def test_there_are_enough_of_them() -> None:
    assert len({bug.file for bug in bugs()}) >= 15
    assert len(bugs()) >= 20
