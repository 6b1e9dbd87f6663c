"""The ways a reader goes, walked in a real browser: with and without scripts, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")
pytest.importorskip("playwright.sync_api", reason="playwright leads the browser")

from tests.browser import CHROMIUM
from tests.browsing.conftest import LAST_VISIT, came_before, seen
from tests.trials import trials

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium to walk with")


def test_from_the_front_page_to_the_cited_words_and_back(
    visit: Callable[..., Any], way: dict[str, Any]
) -> None:
    page = visit("/", **way)
    seen(page, "front")
    page.get_by_role("main").get_by_role("link", name="dam").first.click()
    headline = page.get_by_role("heading", level=1).inner_text()
    seen(page, "story")
    mark = page.locator("section p").get_by_role("button", name="the exact words").first  # of a sentence
    mark.scroll_into_view_if_needed()
    mark.click()
    words = page.locator(".words:visible").first
    seen(page, "words")
    exact = words.locator("q").first.inner_text().strip('“”"')
    words.get_by_role("link", name="in context").first.click()
    page.wait_for_load_state()
    cited = page.locator(":target")
    assert exact.startswith(cited.inner_text()[:40]) or cited.inner_text().startswith(exact[:40])
    assert 0 <= cited.bounding_box()["y"] < page.viewport_size["height"]
    seen(page, "article")
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
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.locator(".words:visible a:focus")
    assert inside.inner_text() == page.locator(".words:visible a").first.inner_text()
    assert inside.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/**")
    assert page.locator(":target").is_visible()


@pytest.mark.parametrize("width", [320, 360, 720, 1440])
def test_nothing_is_wider_than_the_window_and_nothing_moves(
    visit: Callable[..., Any], site: str, story: str, width: int
) -> None:
    """320 pixels are what 1280 leave at 400% zoom, 720 what 1440 leave at 200%."""
    page, wrong = visit("/about", width=width), {}
    for path in ("/", story, "/outlets", "/search?q=dam", "/about"):
        page.goto(site + path)
        moved = page.evaluate(
            """() => new Promise(done => {
                let sum = 0;
                new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
                    .observe({type: 'layout-shift', buffered: true});
                setTimeout(() => done(sum), 100);
            })"""
        )
        if moved or page.evaluate("document.documentElement.scrollWidth") > width:
            wrong[path] = moved
    assert wrong == {}


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


def test_a_search_finds_a_claim_as_one_types_and_leads_to_both_sides(
    visit: Callable[..., Any], way: dict[str, Any]
) -> None:
    page = visit("/about", **way)
    field = page.locator("#q")
    field.press_sequentially("spillway gates")
    if way["java_script_enabled"]:
        page.locator("[role=option]").first.wait_for()
        field.press("ArrowDown")
        assert page.evaluate("document.activeElement.id") == "q", "the list never takes the focus"
        seen(page, "typed")
        field.press("Escape")
        assert page.locator("[role=option]:visible").count() == 0
    field.press("Enter")
    claims = page.get_by_role("link", name="who claims what").first
    claims.wait_for()
    seen(page, "found")
    claims.click()
    told = page.locator(":target").inner_text()
    seen(page, "claim")
    assert "Sellen Hydro" in told and "Sellen Regional Water Authority" in told


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")][: trials(1, 2)])
def test_an_option_is_chosen_by_arrows_and_enter_leads_there(
    visit: Callable[..., Any], site: str, width: int, scheme: str
) -> None:
    page = visit("/about", width=width, color_scheme=scheme)
    field, options = page.locator("#q"), page.locator("[role=option]")
    for keys, place in ((["ArrowDown"], 0), (["ArrowDown"] * 3 + ["ArrowUp"], 1), (["ArrowUp"], -1)):
        field.press_sequentially("spillway")
        options.first.wait_for()
        for key in keys:
            field.press(key)
        chosen = options.nth(place)
        assert page.locator("[role=option][aria-selected=true]").count() == 1
        assert chosen.get_attribute("aria-selected") == "true"
        assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
        seen(page, "chosen")
        address = chosen.evaluate("link => link.href")
        field.press("Enter")
        page.wait_for_url(address)
        assert page.get_by_role("main").is_visible()
        page.goto(f"{site}/about")


def test_what_changed_since_the_last_visit_stands_first(
    visit: Callable[..., Any], site: str, way: dict[str, Any]
) -> None:
    page = visit("/about", **way)
    came_before(page, site, LAST_VISIT)
    page.goto(site)
    new = page.get_by_role("region", name="since your last visit")
    fresh = new.get_by_role("heading", level=3).all_inner_texts()
    every = page.get_by_role("main").get_by_role("heading", level=3).all_inner_texts()
    assert every[: len(fresh)] == fresh and 0 < len(fresh) < len(every)
    seen(page, "new")
    changed = new.get_by_role("listitem").filter(has=page.locator("ins"))  # and is not new altogether
    changed.first.get_by_role("heading").get_by_role("link").click()
    told = page.get_by_role("region", name="New since your last visit")
    assert told.get_by_role("link").count() and told.inner_text().strip()
    seen(page, "new in the story")


def test_a_screen_reader_is_told_the_page_in_order(visit: Callable[..., Any], story: str) -> None:
    page = visit(story)
    told = page.locator("body").aria_snapshot()
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
    for button in page.get_by_role("button").all():
        assert button.get_attribute("aria-label") or button.inner_text()
