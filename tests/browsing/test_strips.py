"""The drawn timeline, looked at: from 2 to 60 entries and from hours to decades its labels and dots stay apart."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright leads the browser")

from tests.browser import CHROMIUM
from tests.render.sample_pages import with_timeline
from tests.trials import trials
from writethru.records import When
from writethru.render import render_html

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium to look with")

FIRST = date(2031, 3, 3)
COUNTS = (2, 3, 5, 9, 20, 60)
SPANS = {"days": 7, "weeks": 45, "months": 400, "years": 2_500, "decades": 30_000}  # days from first to last
TRIES = trials(1, 12)  # timelines of each count and span
HIGHEST = 170  # pixels: a strip is a glance, not a picture

# What is wrong with a drawn strip: texts that cover each other, dots that do, what stands beyond the edge, small print.
LOOK = """() => {
  const wrong = [], strip = document.querySelector('svg.strip');
  if (!strip) return ['no strip'];
  const edge = document.documentElement.clientWidth, boxes = sort => [...strip.querySelectorAll(sort)]
    .map(e => [e.textContent || e.tagName, e.getBoundingClientRect()]);
  const apart = (all, room) => all.forEach(([a, one], n) => all.slice(n + 1).forEach(([b, other]) => {
    if (one.left + room < other.right && other.left + room < one.right
        && one.top + room < other.bottom && other.top + room < one.bottom) wrong.push([a, b, one.left, other.left]);
  }));
  const texts = boxes('text'), dots = boxes('.event');
  apart(texts, 0); apart(dots, 1); // each dot has a rim of the colour of the paper
  for (const [what, box] of [...texts, ...dots])
    if (box.left < 0 || box.right > edge) wrong.push([what, box.left, box.right]);
  for (const text of strip.querySelectorAll('text'))
    if (parseFloat(getComputedStyle(text).fontSize) < 10) wrong.push([text.textContent, 'small']);
  if (!strip.querySelector('.axis') || !texts.length) wrong.push('nothing tells when');
  const high = strip.getBoundingClientRect().height;
  if (high > HIGHEST) wrong.push(['high', high]);
  return wrong;
}""".replace("HIGHEST", str(HIGHEST))


def days(count: int, length: int, seed: int) -> list[When]:
    """Return the times of a timeline over some days: its ends, and what is drawn between them."""
    drawn = random.Random(f"{count} {length} {seed}")
    places = [0, length, *(drawn.randrange(length + 1) for _ in range(count - 2))]
    found = []
    for place in sorted(places):
        day = FIRST + timedelta(days=place)
        long = drawn.random() < 0.15 and length > 60
        end = day + timedelta(days=drawn.randrange(1, length // 3)) if long else day
        found.append(When(day.isoformat(), end.isoformat(), "day"))
    return found


def background(count: int, seed: int) -> list[When]:
    """Return decades of background, and then a week in which all the rest happened."""
    drawn = random.Random(f"{count} {seed}")
    old = [date(drawn.randrange(1950, 2031), drawn.randrange(1, 13), 1) for _ in range(min(count // 2, 7))]
    week = [FIRST + timedelta(days=drawn.randrange(8)) for _ in range(count - len(old))]
    return [When(day.isoformat(), day.isoformat(), "day") for day in sorted([*old, *week])]


def hours(count: int, seed: int) -> list[When]:
    """Return the times of one night."""
    drawn = random.Random(f"hours {count} {seed}")
    minutes = sorted({0, 600, *(drawn.randrange(600) for _ in range(count - 2))})
    return [
        When(day, day, "part-of-day", f"{(17 * 60 + m) // 60 % 24:02}:{m % 60:02}")
        for m in minutes
        for day in [(FIRST + timedelta(days=(17 * 60 + m) // 1_440)).isoformat()]
    ]


def timelines() -> dict[str, Sequence[When]]:
    found: dict[str, Sequence[When]] = {}
    for count in COUNTS:
        for seed in range(TRIES):
            for name, length in SPANS.items():
                found[f"{count} entries, {name}, {seed}"] = days(count, length, seed)
            found[f"{count} entries, background, {seed}"] = background(count, seed)
            found[f"{count} entries, hours, {seed}"] = hours(count, seed)
    return found


def strip_of(html: str) -> str:
    """Return a page with nothing but its drawn timeline, where it stands: what else there is has its own tests."""
    head, _, body = html.partition("<body>")
    drawn = re.search(r'<div class="strip-box">.*?</svg>\s*</div>', body, re.DOTALL)
    return f'{head}<body><div class="page"><div class="rail">{drawn[0] if drawn else ""}</div></div></body></html>'


@pytest.mark.parametrize("width", [320, 1440])
def test_labels_and_dots_stay_apart_from_hours_to_decades(browser: Any, width: int) -> None:
    window = browser.new_context(viewport={"width": width, "height": 900})
    try:
        page, wrong = window.new_page(), {}
        for name, times in timelines().items():
            page.set_content(strip_of(render_html(with_timeline(*times))))
            if found := page.evaluate(LOOK):
                wrong[name] = found
        assert wrong == {}
    finally:
        window.close()
