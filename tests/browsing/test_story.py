"""The page of a story as a reader sees it, narrow and wide: what stands beside what, and what the keyboard reaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")
pytest.importorskip("playwright.sync_api", reason="playwright leads the browser")

from tests.browser import CHROMIUM
from tests.browsing.conftest import asked, sign_in
from tests.browsing.pages import every_page, opened
from tests.trials import SOAKING

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium to look with")


def test_sources_stand_there_without_a_click(visit: Callable[..., Any], site: str, story: str) -> None:
    page = visit(story, java_script_enabled=False)
    sources = page.get_by_role("region", name="Sources")
    listed = sources.locator("li[id^=source-]")
    assert listed.count() == len(asked(f"{site}/api/v1{story}/sources")["sources"]) > 3
    for source in listed.all():
        box = source.bounding_box()
        assert source.is_visible() and box["height"] > 40 and box["width"] > 300
        assert source.get_by_role("link").first.inner_text(), "its title"
    assert page.locator("details").count() == 0


@pytest.mark.parametrize(("width", "beside"), [(1440, True), (360, False)])
def test_accounts_that_differ_stand_side_by_side_where_there_is_room(
    visit: Callable[..., Any], story: str, width: int, beside: bool
) -> None:
    page = visit(story, width=width)
    points = page.get_by_role("region", name="Where accounts differ").locator(".positions")
    assert points.count()
    for point in points.all():
        first, second, *_ = (position.bounding_box() for position in point.locator("> li").all())
        assert (first["y"] == second["y"]) == beside
        assert (first["x"] + first["width"] <= second["x"]) == beside


def test_a_lead_begins_its_paragraph(visit: Callable[..., Any], story: str) -> None:
    """Bold and on one line with what follows; it is a heading all the same."""
    page = visit(story)
    for lead in page.locator("h2.run").all():
        follows = lead.locator("xpath=following-sibling::p[1]")
        boxes = [
            each.evaluate("e => [...e.getClientRects()].map(r => [r.left, r.top, r.right])")
            for each in (lead, follows)
        ]
        end, begin = boxes[0][-1], boxes[1][0]
        assert begin[1] == pytest.approx(end[1], abs=2) and begin[0] == pytest.approx(end[2], abs=8)
        assert page.get_by_role("heading", name=lead.inner_text(), level=2).count() == 1


# Pages that are tried in every run: of each sort of what can be used one has some.
PART = ("/", "/stories/{story}", "/stories/{story}/desk", "what is found", "/sign-in")
# Of several radio buttons one is reached; the others by arrows.
USABLE = """() => {
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
    .filter(e => e.checkVisibility() && e.tabIndex >= 0);
  return new Set(all.map((e, n) => e.type === 'radio' ? e.name : n)).size;
}"""
FOCUSED = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect();
  if (e === document.body) return null;
  return [[...document.querySelectorAll('*')].indexOf(e),
          e.type === 'date' || getComputedStyle(e).outlineStyle !== 'none',
          box.bottom > 0 && box.top < innerHeight && box.right > 0];
}"""


def test_the_keyboard_reaches_all_that_can_be_used_and_shows_where_it_is(
    visit: Callable[..., Any], site: str, story: str, errands: dict[str, str], token: str
) -> None:
    page = visit("/about", width=360)
    sign_in(page, site, token)
    pages = every_page(site, story) | errands
    wrong = {}
    for name in opened(page, site, pages if SOAKING else {name: pages[name] for name in PART}):
        wanted, seen = page.evaluate(USABLE), []
        for _ in range(
            wanted * 2 + 20
        ):  # a field for a date takes several, and marks which of them by itself
            page.keyboard.press("Tab")
            at = page.evaluate(FOCUSED)
            if at is None or (seen and at[0] == seen[0]):
                break
            if not (at[1] and at[2]):
                wrong[name] = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
            seen.append(at[0])
        reached = list(dict.fromkeys(seen))
        if len(reached) != wanted or reached != sorted(reached):  # in the order in which it is told
            wrong[name, "reached"] = wanted, seen
    assert wrong == {}
