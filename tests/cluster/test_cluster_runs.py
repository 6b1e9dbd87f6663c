"""The bundled example taken in over two runs: its stories are the same as in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from writethru import Newsroom

DAM = Path(__file__).parents[2] / "examples" / "dam"


@pytest.mark.parametrize(
    "first",
    [
        ["courier-nine-dead.html"],
        # A settled story of one article: what comes late is near to it, what it ties to that is not.
        ["courier-nine-dead.html", "today-museum-theft.html", "today-toll-climbs.html", "courier-gates.html"],
    ],
)
def test_what_comes_in_two_runs_is_put_together_as_in_one(first: list[str]) -> None:
    with Newsroom() as room:
        room.add([str(DAM / name) for name in first])
        room.add([str(DAM)])
        assert sorted(len(story.articles) for story in room.stories()) == [2, 2, 9]
