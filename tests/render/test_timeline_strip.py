from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sample_pages import DAM, crowded, when, with_timeline

from writethru.records import TimelineEntry, When
from writethru.render import timeline

DAYS = st.dates(date(1900, 1, 1), date(2040, 1, 1))
SPANS = st.builds(
    lambda day, length: when(day.isoformat(), (day + timedelta(days=length)).isoformat()),
    DAYS | st.dates(date(2031, 3, 1), date(2031, 3, 9)),
    st.sampled_from([0, 0, 0, 1, 6, 30, 364, 3650]),
)


BARELY_A_BAR = [
    *[when("2000-01-01", "2000-01-01")] * 5,
    when("2031-01-01", "2040-12-29"),
    when("2031-01-02", "2031-01-02"),
    when("2034-01-01", "2034-01-01"),
    when("1929-01-01", "1929-01-01"),
]


@settings(max_examples=200, deadline=None)
@example(BARELY_A_BAR)
@given(st.lists(SPANS, min_size=2, max_size=60))
def test_a_strip_keeps_order_and_stays_within_its_width(spans: list) -> None:  # type: ignore[type-arg]
    entries = with_timeline(*spans).timeline
    strip = timeline.draw(entries)
    if len({e.when.start for e in entries}) < 2:
        assert strip is None
        return
    assert strip is not None
    assert len(strip.marks) + sum(more for _, more in strip.overflow) == len(entries)
    for mark in strip.marks:
        assert -1.5 <= mark.left <= mark.right <= 101.5
        assert 0 < mark.y <= min(timeline.LANES * timeline.LANE, strip.height)
    starts = {m.entry: m.left if m.bar else (m.left + m.right) / 2 for m in strip.marks}
    ordered = sorted(starts, key=lambda i: entries[i].when.start)
    for a, b in itertools.pairwise(ordered):
        assert starts[a] <= starts[b] + 0.02, "a later day never stands further left"
    taken: dict[int, list[tuple[float, float]]] = {}
    for mark in sorted(strip.marks, key=lambda m: m.left):
        lane = taken.setdefault(mark.y, [])
        assert not lane or lane[-1][1] <= mark.left + 0.1, "no mark covers another"
        lane.append((mark.left, mark.right))
    assert strip.ticks and all(-1 <= tick.at <= 101 for tick in strip.ticks)
    assert len(strip.breaks) == len(strip.pieces) - 1 <= timeline.MOST_BREAKS


def test_decades_of_background_leave_room_for_the_week_that_matters() -> None:
    strip = timeline.draw(DAM.timeline)
    assert strip is not None
    assert len(strip.breaks) == 4
    assert [tick.upper for tick in strip.ticks] == ["1964", "2018", "2027", "2029", "3 Mar", "5 Mar", "7 Mar"]
    week = [mark for mark in strip.marks if DAM.timeline[mark.entry].when.start >= "2031"]
    assert max(m.right for m in week) - min(m.left for m in week) > 40


def test_time_runs_linearly_where_nothing_is_cut() -> None:
    strip = timeline.draw(crowded(11, 1).timeline)
    assert strip is not None and not strip.breaks
    middles = [(mark.left + mark.right) / 2 for mark in sorted(strip.marks, key=lambda m: m.entry)]
    steps = [b - a for a, b in itertools.pairwise(middles)]
    assert max(steps) - min(steps) < 0.05


def test_a_crowd_on_one_day_is_counted() -> None:
    strip = timeline.draw(with_timeline(*[when("2031-03-03")] * 30, when("2031-03-04")).timeline)
    assert strip is not None
    assert [more for _, more in strip.overflow] == [30 - timeline.LANES]


def test_a_span_is_drawn_as_a_bar() -> None:
    strip = timeline.draw(with_timeline(when("2031-03-01", "2031-03-05"), when("2031-03-09")).timeline)
    assert strip is not None
    assert [mark.bar for mark in strip.marks] == [True, False]


def test_no_strip_for_one_day_none_or_a_date_that_is_none() -> None:
    assert timeline.draw(()) is None
    assert timeline.draw(with_timeline(when("2031-03-03"), when("2031-03-03")).timeline) is None
    entries: tuple[TimelineEntry, ...] = with_timeline(when("2031-03-03"), when("soon")).timeline
    assert timeline.draw(entries) is None


def test_a_decade_that_stands_alone_is_not_labelled_as_a_year() -> None:
    entries = with_timeline(
        when("1950-01-01", "1959-12-31", "decade"),
        when("2018-01-01", "2018-12-31", "year"),
        when("2031-03-03"),
        when("2031-03-04"),
    ).timeline
    strip = timeline.draw(entries)
    assert strip is not None and [tick.upper for tick in strip.ticks][:2] == ["1950s", "2018"]


def test_days_that_would_touch_are_drawn_apart_from_what_came_months_before() -> None:
    """A month in advance and then a week: the week has room, though nothing but two months lie between."""
    entries = with_timeline(when("2031-01-01"), *[when(f"2031-03-0{day}") for day in range(3, 8)]).timeline
    strip = timeline.draw(entries)
    assert strip is not None and len(strip.breaks) == 1
    assert {mark.y for mark in strip.marks} == {timeline.LANE}, "no dot has to stand above another"


def at(clock: str, day: str = "2031-03-03") -> When:
    return When(day, day, "part-of-day" if clock else "day", clock)


def shown(*times: When) -> tuple[timeline.Strip, dict[int, float]]:
    strip = timeline.draw(with_timeline(*times).timeline)
    assert strip is not None
    return strip, {mark.entry: (mark.left + mark.right) / 2 for mark in strip.marks}


def test_the_hours_of_one_day_are_drawn_where_they_are() -> None:
    strip, places = shown(at("14:00"), at("16:00"), at("18:00"), at("22:00"))
    assert places[2] - places[1] - (places[1] - places[0]) < 0.1
    assert places[3] - places[2] > 1.9 * (places[1] - places[0])
    labels = [tick.upper for tick in strip.ticks]
    assert labels == sorted(labels) and 3 <= len(labels) <= 6 and all(len(label) == 5 for label in labels)
    assert [tick.lower for tick in strip.ticks if tick.lower] == ["3 Mar"]
    apart = [b.at - a.at for a, b in itertools.pairwise(strip.ticks)]
    assert min(apart) > 15, "no label covers another on a phone"


def test_a_night_over_midnight_is_drawn_by_hours_with_both_its_days() -> None:
    strip, places = shown(at("21:00"), at("23:20"), at("MO", "2031-03-04"), at("", "2031-03-04"))
    assert places[0] < places[1] < places[2]
    assert [tick.lower for tick in strip.ticks if tick.lower] == ["3 Mar", "4 Mar"]


def test_parts_of_a_day_are_drawn_as_long_as_they_are() -> None:
    strip, _ = shown(at("MO"), at("AF"), at("EV"), at("NI"))
    bars = [mark.right - mark.left for mark in sorted(strip.marks, key=lambda m: m.entry)]
    assert abs(bars[0] - bars[1]) < 0.1 and min(bars[:3]) > timeline.BAR, (
        "the last begins where the strip ends"
    )


def test_days_are_drawn_where_hours_tell_no_more() -> None:
    for times in ([at("14:00"), at("14:00")], [at(""), at("")], [at("25:00"), at("XX")]):
        assert timeline.draw(with_timeline(*times).timeline) is None
    strip, _ = shown(at("14:00"), at("16:00"), at("", "2031-03-09"))
    assert strip.ticks[0].upper == "3 Mar"


CLOCKS = st.builds(
    lambda day, clock: at(clock, f"2031-03-0{day}"),
    st.integers(3, 5),
    st.sampled_from(["", "MO", "EV", "NI", "soon"])
    | st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59)),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(CLOCKS, min_size=2, max_size=60))
def test_hours_stay_in_order_and_their_labels_apart(times: list[When]) -> None:
    strip = timeline.draw(with_timeline(*times).timeline)
    if strip is None:
        return
    assert len(strip.marks) + sum(more for _, more in strip.overflow) == len(times)
    for mark in strip.marks:
        assert -1.5 <= mark.left <= mark.right <= 101.5
    assert strip.ticks and all(-1 <= tick.at <= 101 for tick in strip.ticks)
    places = [tick.at for tick in strip.ticks]
    assert places == sorted(places)
