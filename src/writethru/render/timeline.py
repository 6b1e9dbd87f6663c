"""The drawn timeline: where each entry stands on a strip whose long empty stretches are cut out.

Time runs linearly within a segment. A stretch without entries is cut out (and drawn as a break) while it
would squeeze the rest, so that a week of events and a background of decades are both readable.
All positions are percentages of the width, so that the strip fits any screen; heights are pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct

from writethru.records import TimelineEntry
from writethru.render import hours
from writethru.render.wording import MONTHS

LANE = 11  # pixels from one lane of dots to the next
LANES = 9  # more entries at one place are counted, not drawn
DOT = 2.6  # per cent of the width that a dot takes on a phone
BAR = 2.7  # per cent above which a mark is long enough for a bar; places are rounded to .01
MOST_BREAKS = 6
SINGLE = 14.0  # per cent for a segment of one time, at most
SINGLES = 42.0  # per cent for all of them together, where that leaves each
LEAST = 8.2  # per cent: with the gap beside it a year can be read
GAP = 3.5  # per cent between two segments
CROWDED = 40  # the strip is cut while it is this many times as long as its shorter gaps: dots would touch
WIDE_GAP = 0.12  # only a gap that takes at least this share of the strip is cut out
VAGUE = ("decade", "century")  # of which a strip tells no year
TICK_ROOM = 17.0  # per cent that a label needs on a phone
LETTER, SPACE = 2.75, 1.4  # per cent that a figure or letter and a space of a label take at 320 pixels
PAD = 3.2  # per cent of the axis before the first time of a segment and behind the last


class Mark(Struct, frozen=True):
    """An entry on the strip: a dot, or a bar where it has a length that can be seen."""

    entry: int  # index of the entry on the page
    left: float  # per cent
    right: float
    y: int  # pixels above the axis

    @property
    def bar(self) -> bool:
        """Whether it is long enough to be drawn as a bar."""
        return self.right - self.left > BAR


class Tick(Struct, frozen=True):
    """A label under the axis: `3 Mar` above `2031`."""

    at: float
    upper: str
    lower: str = ""

    @property
    def width(self) -> float:
        """How much of the strip it takes on a phone, in per cent."""
        return max(sum(LETTER if s.isalnum() else SPACE for s in text) for text in (self.upper, self.lower))


class Piece(Struct, frozen=True):
    """A segment of the axis, in per cent."""

    left: float
    right: float


class Strip(Struct, frozen=True):
    """The drawn timeline, ready to be drawn; `height` in pixels above the axis."""

    marks: tuple[Mark, ...]
    pieces: tuple[Piece, ...]
    breaks: tuple[float, ...]
    ticks: tuple[Tick, ...]
    overflow: tuple[tuple[float, int], ...]  # where entries were counted instead of drawn, and how many
    height: int


class _Segment(Struct, frozen=True):
    first: int  # day numbers
    last: int
    left: float
    right: float
    pad: float  # of the axis beyond its first and last day

    def at(self, day: float) -> float:
        """Return the place of a day, kept within the segment."""
        if self.first == self.last:
            return (self.left + self.right) / 2
        share = (min(max(day, self.first), self.last) - self.first) / (self.last - self.first)
        return self.left + share * (self.right - self.left)


def draw(entries: Sequence[TimelineEntry]) -> Strip | None:
    """Return the strip of a timeline, by hours where these tell more than days; None where there are no two times.

    None, too, if a date cannot be read.
    """
    try:
        within = hours.minutes([e.when for e in entries])
        days = within or [
            (date.fromisoformat(e.when.start).toordinal(), date.fromisoformat(e.when.end).toordinal())
            for e in entries
        ]
    except ValueError:
        return None
    starts = sorted({start for start, _ in days})
    if len(starts) < 2:
        return None
    vague = {start for (start, _), e in zip(days, entries, strict=True) if e.when.granularity in VAGUE}
    segments = _segments(starts)
    marks, overflow = _marks(days, segments)
    return Strip(
        marks=marks,
        pieces=tuple(Piece(round(s.left - s.pad, 2), round(s.right + s.pad, 2)) for s in segments),
        breaks=tuple(round((a.right + a.pad + b.left - b.pad) / 2, 2) for a, b in pairwise(segments)),
        ticks=_apart(_hour_ticks(segments) if within else _ticks(segments, vague)),
        overflow=overflow,
        height=max((mark.y for mark in marks), default=0) + LANE * (2 if overflow else 1),
    )


def _cuts(starts: Sequence[int]) -> list[int]:
    """Return the indices of the gaps that are cut out, in order."""
    gaps = [b - a for a, b in pairwise(starts)]
    short = sorted(gaps)[len(gaps) // 4]
    cuts: list[int] = []
    for index in sorted(range(len(gaps)), key=lambda i: (-gaps[i], i))[:MOST_BREAKS]:
        length = sum(gap for i, gap in enumerate(gaps) if i not in cuts)
        if length <= CROWDED * short or gaps[index] < WIDE_GAP * length:
            break
        cuts.append(index)
    return sorted(cuts)


def _segments(starts: Sequence[int]) -> list[_Segment]:
    """Return the segments with their places; a time that stands alone gets a fixed, small width."""
    cuts = _cuts(starts)
    bounds = [0, *(cut + 1 for cut in cuts), len(starts)]
    groups = [starts[a:b] for a, b in pairwise(bounds)]
    singles = sum(1 for group in groups if len(group) == 1)
    narrow = min(SINGLE, max(LEAST, SINGLES / singles)) if singles else 0.0
    room = 100 - GAP * len(cuts) - narrow * singles
    weights = [0.0 if len(group) == 1 else len(group) ** 0.5 for group in groups]
    if not sum(weights):  # nothing but single times: they share the width
        narrow = (100 - GAP * len(cuts)) / singles
    segments, left = [], 0.0
    for group, weight in zip(groups, weights, strict=True):
        width = room * weight / sum(weights) if weight else narrow
        pad = 0.0 if len(group) == 1 else min(PAD, width / 6)
        segments.append(_Segment(group[0], group[-1], left + pad, left + width - pad, pad))
        left += width + GAP
    return segments


def _marks(
    days: Sequence[tuple[int, int]], segments: Sequence[_Segment]
) -> tuple[tuple[Mark, ...], tuple[tuple[float, int], ...]]:
    """Stack the entries in lanes so that none covers another; count those that no lane has room for."""
    ends: list[float] = [-100.0] * LANES
    marks: list[Mark] = []
    more: dict[float, int] = {}
    for index in sorted(range(len(days)), key=lambda i: (days[i], i)):
        start, end = days[index]
        segment = next(s for s in segments if start <= s.last)
        left, right = segment.at(start), segment.at(end)
        if right - left <= BAR + 0.05:  # what is drawn as a dot stands around its first day
            left, right = left - DOT / 2, left + DOT / 2
        lane = next((i for i, taken in enumerate(ends) if taken <= left + 0.01), None)
        if lane is None:
            place = round((left + right) / 2, 2)
            nearest = min(more, key=lambda at: abs(at - place), default=None)
            key = nearest if nearest is not None and abs(nearest - place) < 2 * DOT else place
            more[key] = more.get(key, 0) + 1
            continue
        ends[lane] = right
        marks.append(Mark(index, round(left, 2), round(right, 2), (lane + 1) * LANE))
    return tuple(marks), tuple(sorted(more.items()))


def _apart(groups: Sequence[Sequence[Tick]]) -> tuple[Tick, ...]:
    """Return the labels of all segments but for those that would cover one; a segment of several times keeps one."""
    kept: list[Tick] = []
    for group in groups:
        before, lower = len(kept), ""
        for tick in group:
            lower = tick.lower or lower  # what a label told that has no room is told by the next
            if not kept or tick.at - kept[-1].at >= (kept[-1].width + tick.width) / 2:
                kept.append(Tick(tick.at, tick.upper, lower))
                lower = ""
        if len(kept) == before and len(group) > 1:
            kept[-1] = group[0]
    return tuple(kept)


def _hour_ticks(segments: Sequence[_Segment]) -> list[list[Tick]]:
    """Return the labels of each of the segments that are counted in minutes."""
    groups: list[list[Tick]] = []
    day = ""
    for segment in segments:
        ticks: list[Tick] = []
        room = max(1.0, (segment.right - segment.left) / TICK_ROOM)
        for minute, words, today in hours.labels(segment.first, segment.last, room):
            lower = today if today != day else ""
            ticks.append(Tick(round(segment.at(minute), 2), words, lower))
            day = today or day
        groups.append(ticks)
    return groups


def _ticks(segments: Sequence[_Segment], vague: AbstractSet[int]) -> list[list[Tick]]:
    """Return the labels of each segment; `vague` are the days on which decades and centuries begin."""
    groups: list[list[Tick]] = []
    for segment in segments:
        ticks: list[Tick] = []
        groups.append(ticks)
        width = segment.right - segment.left
        first, last = date.fromordinal(segment.first), date.fromordinal(segment.last)
        if first == last:
            ticks.append(_lone(segment, vague, [s for s in segments if s is not segment]))
            continue
        room = max(1.0, width / TICK_ROOM)
        year = None
        for day in _nice_days(first, last, room):
            at = round(segment.at(day.toordinal()), 2)
            if (last - first).days > 366 * 3:
                ticks.append(Tick(at, str(day.year)))
            else:
                upper = (
                    f"{day.day} {MONTHS[day.month - 1]}"
                    if (last - first).days <= 92
                    else MONTHS[day.month - 1]
                )
                ticks.append(Tick(at, upper, str(day.year) if day.year != year else ""))
                year = day.year
    return groups


def _lone(segment: _Segment, vague: AbstractSet[int], others: Sequence[_Segment]) -> Tick:
    """Return the label of a segment of one time: its year; its month and then its day where others are of that too."""
    day, at = date.fromordinal(segment.first), round(segment.at(segment.first), 2)
    if segment.first in vague:
        return Tick(at, f"{day.year}s")
    months = {_month(edge) for s in others for edge in (s.first, s.last)}
    if not any(year == day.year for year, _ in months):
        return Tick(at, str(day.year))
    month = MONTHS[day.month - 1]
    return Tick(at, f"{day.day} {month}" if _month(segment.first) in months else month, str(day.year))


def _month(number: int) -> tuple[int, int]:
    day = date.fromordinal(number)
    return day.year, day.month


def _nice_days(first: date, last: date, room: float) -> list[date]:
    """Return days to label: round steps of days, months or years; at most `room` steps, at least one label."""
    length = (last - first).days
    if length <= 92:
        step = next(s for s in (1, 2, 3, 7, 14, 28, 46, 92) if length / s <= room)
        return [first + timedelta(days=n) for n in range(0, length + 1, step)]
    if length <= 366 * 3:
        months = (last.year - first.year) * 12 + last.month - first.month
        step = next(s for s in (1, 2, 3, 6, 12, 24, 48) if months / s <= room)
        start = first.year * 12 + first.month - 1
        found = [date(n // 12, n % 12 + 1, 1) for n in range(start + 1, start + months + 1) if n % step == 0]
        return found or [first]
    years = last.year - first.year
    step = next((s for s in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500) if years / s <= room), 1000)
    found = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1) if year % step == 0]
    return found or [first]
