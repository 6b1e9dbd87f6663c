"""The ways a reader goes, walked in a real browser: with and without scripts, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

SETTINGS = [(360, "light", True), (1440, "dark", True), (1440, "light", False)]


@pytest.mark.parametrize("width, scheme, scripts", SETTINGS)
def test_from_the_front_page_to_the_cited_words_and_back(
    visit: Callable[..., Any], width: int, scheme: str, scripts: bool
) -> None:
    page = visit("/", width=width, color_scheme=scheme, java_script_enabled=scripts)
    page.get_by_role("main").get_by_role("link", name="dam").first.click()
    headline = page.get_by_role("heading", level=1).inner_text()
    mark = page.locator("section p").get_by_role("button", name="the exact words").first  # of a sentence
    mark.scroll_into_view_if_needed()
    mark.click()
    words = page.locator(".words:visible").first
    exact = words.locator("q").first.inner_text().strip("“”\"")
    words.get_by_role("link", name="in context").first.click()
    page.wait_for_load_state()
    cited = page.locator(":target")
    assert exact.startswith(cited.inner_text()[:40]) or cited.inner_text().startswith(exact[:40])
    box, seen = cited.bounding_box(), page.viewport_size
    assert 0 <= box["y"] < seen["height"]
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name=headline[:60]).click()
    assert page.get_by_role("heading", level=1).inner_text() == headline
    page.go_back()
    page.go_back()
    assert page.get_by_role("heading", level=1).inner_text() == headline


def test_the_keyboard_reaches_the_exact_words(visit: Callable[..., Any], story: str) -> None:
    page = visit(story)
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.getAttribute('aria-label') || ''")
        if "the exact words" in name:
            break
    assert "the exact words" in name
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    assert page.locator(".words:visible").count() == 0
    page.keyboard.press("Enter")
    assert page.locator(".words:visible").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".words:visible").count() == 0


@pytest.mark.parametrize("path", ["/", "story", "/outlets", "/search?q=dam", "/about"])
@pytest.mark.parametrize("width", [320, 360, 720, 1440])
def test_nothing_is_wider_than_the_window_and_nothing_moves(
    visit: Callable[..., Any], story: str, path: str, width: int
) -> None:
    """320 pixels are what 1280 leave at 400% zoom, 720 what 1440 leave at 200%."""
    page = visit(story if path == "story" else path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    moved = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
                .observe({type: 'layout-shift', buffered: true});
            setTimeout(() => done(sum), 100);
        })"""
    )
    assert moved == 0


def test_a_story_is_painted_after_one_request_and_weighs_little(visit: Callable[..., Any], story: str) -> None:
    page = visit("/about")
    asked = []
    page.on("request", lambda request: asked.append((request.resource_type, request.url)))
    answer = page.goto(page.url.removesuffix("/about") + story)
    assert len(answer.body()) < 60_000
    assert [kind for kind, _ in asked if kind in ("stylesheet", "font")] == []
