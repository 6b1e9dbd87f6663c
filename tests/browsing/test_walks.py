"""The ways a reader goes, walked in a real browser: with and without scripts, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")
pytest.importorskip("playwright.sync_api", reason="playwright leads the browser")

from tests.browser import CHROMIUM
from tests.browsing.conftest import CAME, NOW
from writethru import Newsroom
from writethru.settings import Settings

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium to walk with")
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
    exact = words.locator("q").first.inner_text().strip('“”"')
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


@pytest.mark.parametrize("width", [360, 1440])
def test_a_story_is_painted_after_one_request_and_weighs_little(
    browser: Any, site: str, story: str, width: int
) -> None:
    window = browser.new_context(viewport={"width": width, "height": 900})
    try:
        page, asked = window.new_page(), []

        def let_through(route: Any) -> None:
            asked.append(route.request.resource_type)
            if route.request.resource_type == "document":
                route.continue_()
            else:
                route.abort()

        page.route("**/*", let_through)
        answer = page.goto(site + story)
        # Not `wait_for_function`, which asks again by a string that the page's policy lets nobody run.
        page.evaluate(
            """() => new Promise(done => new PerformanceObserver(list => {
                if (list.getEntriesByName('first-contentful-paint').length === 1) done();
            }).observe({type: 'paint', buffered: true}))"""
        )
        seen = page.evaluate("getComputedStyle(document.querySelector('.ways')).display")
        assert seen == "flex", "and it is painted as it stays"
        assert set(asked) <= {"document", "script"} and asked.count("document") == 1
        assert answer.request.sizes()["responseBodySize"] < 60_000
    finally:
        window.close()


def test_a_search_finds_a_claim_as_one_types_and_leads_to_both_sides(visit: Callable[..., Any]) -> None:
    page = visit("/about")
    field = page.locator("#q")
    field.press_sequentially("spillway gates")
    page.locator("[role=option], .found a").first.wait_for()
    field.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "q", "the list never takes the focus"
    field.press("Escape")
    field.press("Enter")
    page.get_by_role("link", name="who claims what").first.click()
    row = page.locator("tr:target, :target").first
    told = row.inner_text()
    assert "Sellen Hydro" in told and "Sellen Regional Water Authority" in told


@pytest.mark.parametrize("scripts", [True, False])
def test_what_changed_since_the_last_visit_stands_first(
    visit: Callable[..., Any], site: str, scripts: bool
) -> None:
    page = visit("/about", java_script_enabled=scripts)
    before = int(CAME.timestamp()) - 3600
    page.context.add_cookies([{"name": "visit", "value": f"0.{before}", "url": site}])
    page.goto(site)
    new = page.get_by_role("region", name="since your last visit")
    assert new.get_by_role("link").count() >= 1


def test_who_has_a_token_follows_a_story_and_it_stands_first(
    visit: Callable[..., Any], site: str, store: Path, story: str
) -> None:
    with Newsroom(store, settings=Settings(), now=NOW) as room:
        token = room.token_add("walker")
    page = visit("/desk")
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(site + "/desk")
    page.get_by_role("link", name="Stories", exact=True).first.click()
    last = page.locator("main li a[href^='/stories/']").last
    headline = last.inner_text()
    last.click()
    page.get_by_role("link", name="Put right").click()
    page.get_by_role("button", name="Follow").first.click()
    page.get_by_role("button", name="Follow no more").wait_for()
    page.wait_for_timeout(1100)  # for so long nobody looks whether the store changed
    page.goto(site + "/")
    page.wait_for_timeout(1100)
    page.goto(site + "/")
    assert page.locator("main li a[href^='/stories/']").first.inner_text() == headline


def test_a_screen_reader_is_told_the_page_in_order(visit: Callable[..., Any], story: str) -> None:
    told = visit(story).locator("body").aria_snapshot()
    order = [
        "Skip to the content",
        "navigation",
        "search",
        "Breadcrumb",
        "heading",
        "main",
        "Where accounts differ",
    ]
    places = [told.index(each) for each in (*order, "Sources", "Timeline")]
    assert places == sorted(places)
    for button in visit(story).get_by_role("button").all():
        assert button.get_attribute("aria-label") or button.inner_text()
