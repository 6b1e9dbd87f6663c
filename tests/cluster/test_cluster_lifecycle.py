from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writethru.cluster import phase
from writethru.settings import Settings

NOW = datetime(2031, 3, 20, 12, tzinfo=UTC)
RULES = Settings().cluster


def before(*hours: float) -> list[str | None]:
    return [(NOW - timedelta(hours=h)).isoformat() for h in hours]


@pytest.mark.parametrize(
    ("published", "kind", "words"),
    [
        (before(3), "breaking", "first published 3 hours ago"),
        (before(23, 2), "breaking", "first published 23 hours ago"),
        (before(60, 20), "developing", "first published 2 days ago, last 20 hours ago"),
        (before(200, 150, 100, 47), "developing", "last 47 hours ago"),
        (before(200, 49), "quiet", "nothing was published for 2 days"),
        (before(24 * 13), "quiet", "13 days"),
        (before(24 * 15), "closed", "nothing was published for 15 days"),
        (before(24 * 30, 24 * 20, 5, 4), "reopened", "2 articles came after 19 days of silence"),
        (before(24 * 30, 24 * 8, 24 * 6, 4), "developing", "again published 8 days ago"),
        (["2031-03-20"], "breaking", "less than an hour"),
        (["2031-03-18"], "developing", "36 hours ago"),
        (["2031-03-17"], "quiet", "2 days"),
        ([], "quiet", "no article of it has a date"),
        ([None, None], "quiet", "no article of it has a date"),
        (["2031-04-20T10:00:00Z"], "quiet", "no article of it has a date"),
        ([*before(24 * 20), "2031-04-20T10:00:00Z"], "closed", "20 days"),
        (["9999-12-31", "0001-01-01", "nonsense", *before(1)], "reopened", "1 article came after"),
    ],
)
def test_how_alive_a_story_is(published: list[str | None], kind: str, words: str) -> None:
    found = phase(published, NOW, RULES)
    assert (found.kind, words in found.why) == (kind, True), found


@given(st.lists(st.integers(0, 24 * 40), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(hours: list[int], chance: object) -> None:
    times = before(*hours)
    shuffled = list(times)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert phase(shuffled, NOW, RULES) == phase(times, NOW, RULES)


@given(st.lists(st.integers(0, 24 * 40), min_size=1, max_size=6))
def test_a_story_only_grows_quieter_without_articles(hours: list[int]) -> None:
    kinds = [phase(before(*hours), NOW + timedelta(hours=h), RULES).kind for h in range(0, 24 * 20, 12)]
    order = {"breaking": 0, "developing": 1, "reopened": 1, "quiet": 2, "closed": 3}
    assert [order[k] for k in kinds] == sorted(order[k] for k in kinds)
