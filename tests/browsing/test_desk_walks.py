"""What who has a token does, walked in a real browser: a feed is added and its story changes; a story is put right."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")
pytest.importorskip("playwright.sync_api", reason="playwright leads the browser")

from tests.browser import CHROMIUM
from tests.browsing.conftest import NOW, asked, came_before, seen, serving, sign_in
from tests.nets import FakeNet, SimulatedClock, answer
from writethru.acquire import open_fetch
from writethru.settings import Settings
from writethru.web import open_app

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium to walk with")

TITLE = "Vasken dam toll rises to 16 as two die in hospital"
TEXT = (
    "The number of people killed in the Vasken dam disaster has risen to 16, the governor of the Sellen region said on Friday.",
    "Governor Maren Tolvik said two people had died in Dunhallow General Hospital of the injuries they suffered in the flood.",
    "Sellen Hydro, which runs the Vasken dam, said it was helping the families of the dead in Dunhallow and Lower Vasken.",
    "The Sellen Regional Water Authority repeated that the spillway gates of the Vasken dam were not opened in time.",
)
ARTICLE = (
    f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    + "</article></body></html>"
)
FEED = (
    f"<rss version='2.0'><channel><title>Norholt Evening Post</title><item><title>{TITLE}</title>"
    "<link>http://post.example/toll</link><pubDate>Fri, 07 Mar 2031 19:00:00 GMT</pubDate></item></channel></rss>"
)
PAGES = {"/toll": answer(ARTICLE), "/feed.xml": answer(FEED, Content_Type="application/rss+xml")}


@pytest.fixture
def site(store: Path, tmp_path: Path) -> Iterator[str]:
    """A reading room of its own, whose way out leads to one feed."""
    net = FakeNet({"post.example": lambda path, headers: PAGES.get(path, answer("", 404))})
    fetch = open_fetch(Settings(), net=net.net(), clock=SimulatedClock().clock())
    own = shutil.copy(store, tmp_path / "news.db")
    with serving(open_app(str(own), now=NOW, fetch=fetch)) as address:
        yield address


@pytest.fixture
def story(site: str) -> str:
    """The address of the example's story in it."""
    found = asked(f"{site}/api/v1/stories?q=spillway")["stories"]
    return "/stories/" + str(max(found, key=lambda each: each["card"]["articles"])["card"]["story"])


def to_the_end(page: Any) -> None:
    """Look at an errand again until it is done."""
    for _ in range(100):
        if page.get_by_role("link", name="Look again").count() == 0:
            return
        page.wait_for_timeout(200)
        page.get_by_role("link", name="Look again").click()
    raise AssertionError(page.get_by_role("status").inner_text())


def test_a_feed_is_added_and_its_story_changes(
    visit: Callable[..., Any], site: str, token: str, way: dict[str, Any]
) -> None:
    page = visit("/about", **way)
    came_before(page, site, NOW - timedelta(minutes=50))  # after all that is kept came
    page.goto(site)
    before = {found["card"]["story"] for found in asked(f"{site}/api/v1/stories")["stories"]}
    assert TITLE not in page.get_by_role("main").inner_text()
    sign_in(page, site, token)
    page.get_by_label("Address of a feed, or of a site that has one").fill("http://post.example/feed.xml")
    page.get_by_role("button", name="Follow this feed").click()
    to_the_end(page)
    seen(page, "errand")
    assert "1 new" in page.get_by_role("main").inner_text()
    page.get_by_role("link", name="Stories that changed since").click()
    changed = page.get_by_role("region", name="Changed since")
    for _ in range(15):  # lists are a moment older than the stories
        if changed.count():
            break
        page.wait_for_timeout(700)
        page.reload()
    link = changed.get_by_role("heading").get_by_role("link")
    assert link.get_attribute("href").removeprefix("/stories/") in before, "it is a story that was there"
    seen(page, "changed")
    link.click()
    new = page.get_by_role("region", name="New since your last visit")
    seen(page, "story")
    assert "16" in new.inner_text() and "New sources" in new.inner_text()
    told = page.get_by_role("region", name="Sources").inner_text()
    assert "Norholt Evening Post" in told and TITLE in told
    page.get_by_role("link", name="All that is different").click()
    assert page.locator("ins").count() and page.locator("del").count()
    seen(page, "difference")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Feeds").click()
    row = page.get_by_role("row", name="Norholt Evening Post")
    seen(page, "feeds")
    assert "Well" in row.inner_text() or "well" in row.inner_text()


def test_a_story_is_put_right_and_it_is_taken_back(
    visit: Callable[..., Any], site: str, token: str, story: str
) -> None:
    page = visit("/about", java_script_enabled=False)
    sign_in(page, site, token)
    page.goto(site + story)
    count = page.locator(".sources > li").count()
    page.get_by_role("link", name="Put right").click()
    boxes = page.get_by_role("group", name="Which articles?").get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Make them a story of their own").click()
    assert page.url != f"{site}{story}" and page.locator(".sources > li").count() == 2
    page.goto(f"{site}{story}/desk")
    page.get_by_role("button", name="Undo").click()
    page.goto(site + story)
    assert page.locator(".sources > li").count() == count
    page.get_by_role("link", name="Put right").click()
    page.get_by_role("group", name="Which sentence").get_by_role("radio").nth(2).check()
    page.get_by_label("Why (if you like)").nth(2).fill("no word of this in it")
    page.get_by_role("button", name="Mark the sentence").click()
    marked = page.get_by_role("region", name="Marked so far").get_by_role("listitem")
    own = marked.filter(has_text="no word of this in it")
    assert "walker" in own.inner_text() and "withdrawn" not in own.inner_text()
    seen(page, "marked")
    own.get_by_role("button", name="Withdraw").click()
    assert "withdrawn" in own.inner_text()


def test_who_has_a_token_follows_a_story_and_it_stands_first(
    visit: Callable[..., Any], site: str, token: str
) -> None:
    page = visit("/about")
    sign_in(page, site, token)
    page.get_by_role("button", name="Follow no more").click()  # the one that is followed
    page.goto(f"{site}/desk")
    assert page.get_by_role("button", name="Follow no more").count() == 0
    page.get_by_role("link", name="Stories", exact=True).first.click()
    last = page.locator("main li a[href^='/stories/']").last
    headline = last.inner_text()
    last.click()
    page.get_by_role("link", name="Put right").click()
    page.get_by_role("button", name="Follow").first.click()
    page.get_by_role("button", name="Follow no more").wait_for()
    first = page.locator("main li a[href^='/stories/']").first
    for _ in range(15):  # for a second nobody looks whether the store changed
        page.goto(site + "/")
        if first.inner_text() == headline:
            break
        page.wait_for_timeout(300)
    assert first.inner_text() == headline
    seen(page, "followed")


def test_what_is_asked_wrongly_is_told_on_a_page_that_leads_on(
    visit: Callable[..., Any], site: str, token: str, story: str
) -> None:
    page = visit("/about", width=360)
    page.get_by_role("link", name="desk").click()
    page.get_by_label("Token").fill("a guess")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_role("alert").inner_text() == "This token lets nobody in."
    sign_in(page, site, token)
    page.goto(f"{site}{story}/desk")
    page.get_by_label("Take another story").fill("no such story")
    page.get_by_role("button", name="Merge").click()
    main = page.get_by_role("main")
    assert "no such story" in main.inner_text() and main.get_by_role("link").count()
    page.wrong.clear()  # that both were refused
