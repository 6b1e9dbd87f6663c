from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from writethru.publish.front import significance
from writethru.records import Counts

NOW = datetime(2031, 3, 20, 12, tzinfo=UTC)


def ago(hours: float) -> str:
    return (NOW - timedelta(hours=hours)).isoformat()


def weight(origins: int, outlets: int, changes: int, hours: float) -> float:
    return significance(Counts(9, outlets, origins), changes, ago(hours), NOW).weight


def test_independent_reports_count_for_more_than_reprints() -> None:
    assert weight(4, 4, 0, 3) > weight(1, 7, 0, 3) > weight(1, 1, 0, 3)


def test_what_changed_and_what_is_recent_goes_first() -> None:
    assert weight(3, 3, 1, 3) > weight(3, 3, 0, 3)
    assert weight(3, 3, 0, 3) > weight(3, 3, 0, 30)
    assert weight(3, 3, 0, 3) > weight(9, 9, 2, 24 * 5)


def test_the_undated_and_the_future_never_float_to_the_top() -> None:
    old = significance(Counts(3, 3, 3), 0, ago(24 * 6), NOW).weight
    for when in (None, "9999-12-31", "2031-04-20", "no time"):
        assert significance(Counts(3, 3, 3), 0, when, NOW).weight < old


def test_it_says_what_it_is_made_of() -> None:
    found = significance(Counts(9, 5, 1), 2, ago(49), NOW)
    assert found.why == "1 independent origin, 5 outlets, 2 changes in its latest revision, newest 2 days ago"


@given(st.integers(1, 50), st.integers(1, 50), st.integers(0, 5), st.floats(0, 500))
def test_more_never_weighs_less(origins: int, outlets: int, changes: int, hours: float) -> None:
    least = weight(origins, outlets, changes, hours)
    assert weight(origins + 1, outlets, changes, hours) >= least
    assert weight(origins, outlets + 1, changes, hours) >= least
    assert weight(origins, outlets, changes + 1, hours) >= least
    assert weight(origins, outlets, changes, hours + 10) <= least
