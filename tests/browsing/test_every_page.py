"""Every page there is, in a real browser: zoomed, told by a screen reader, printed."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")
pytest.importorskip("playwright.sync_api", reason="playwright leads the browser")

import tomllib

from tests.browser import CHROMIUM
from tests.browsing.conftest import Windows, sign_in
from tests.browsing.pages import every_page, every_state, opened

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium to walk with")

TOLD = tomllib.loads(Path("tests/cases/browsing/told.toml").read_text(encoding="utf-8"))
NAMED = {
    "link",
    "button",
    "textbox",
    "searchbox",
    "combobox",
    "checkbox",
    "radio",
    "spinbutton",
    "navigation",
}
NAMED |= {"region", "complementary", "heading", "listbox", "Date", "DisclosureTriangle", "table"}
LANDMARKS = {"navigation", "search", "main", "region", "complementary", "contentinfo", "banner"}
# Pixels and size of text: 720 is what 1440 leave at 200% zoom, 320 what 1280 leave at 400%.
SIZES = [(320, 100), (720, 100), (1440, 200)]
# What people who need it set by themselves (WCAG 1.4.12), and what they see then: nothing beyond the window, nothing cut.
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
)
WIDE = """([size]) => {
  document.documentElement.style.fontSize = size + '%';
  const edge = document.documentElement.clientWidth, found = [];
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('svg, .again, .told, .skip, thead')) continue;
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (box.width && box.right > edge + 1) found.push([e.tagName, e.className, Math.round(box.right)]);
    if (style.overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1) found.push(['cut', e.tagName, e.className]);
  }
  if (document.documentElement.scrollWidth > edge) found.push(['scrolls', document.documentElement.scrollWidth]);
  return found.slice(0, 5);
}"""


# What moved after it was painted.
MOVED = """() => new Promise(done => {
  const found = [];
  new PerformanceObserver(list => { for (const e of list.getEntries()) found.push(e.value); })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(found), 60);
})"""


def tree(page: Any) -> list[tuple[str, str, int]]:
    """Return what a screen reader is told, in its order: role, name, and level of a heading."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    told = {node["nodeId"]: node for node in nodes}
    found = []

    def read(id: str) -> None:
        node = told[id]
        if not node.get("ignored"):
            properties = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
            role = node["role"]["value"]
            found.append((role, node.get("name", {}).get("value", "").strip(), properties.get("level", 0)))
        for child in node.get("childIds", ()):
            if child in told:
                read(child)

    read(nodes[0]["nodeId"])
    return found


# Are for the screen.
FORMS = ("/desk", "/sign-in", "/stories/{story}/desk", "/search", "a token refused")
# What stands on paper: nothing to press or to fill in but the marks of citations, black on white, each address written.
PRINTED = """() => {
  const found = [], shown = e => e.checkVisibility() && e.getBoundingClientRect().height > 0;
  for (const e of document.querySelectorAll('form, nav, input, select, button:not(.mark), .words, .skip'))
    if (shown(e)) found.push([e.tagName, e.className, e.textContent.trim().slice(0, 30)]);
  const lit = colour => { const [r, g, b] = colour.match(/[0-9.]+/g).map(Number); return (r + g + b) / 765; };
  for (const e of document.querySelectorAll('body, h1, main p, main li, main td'))
    if (shown(e) && lit(getComputedStyle(e).color) > 0.45) found.push(['pale', e.tagName, e.className]);
  if (lit(getComputedStyle(document.body).backgroundColor) < 1) found.push('the paper is not white');
  for (const e of document.querySelectorAll('.sources .title a'))
    if (!getComputedStyle(e, '::after').content.includes('href') && !getComputedStyle(e, '::after').content.includes('http'))
      found.push(['no address', e.textContent]);
  const main = document.querySelector('main');
  if (!shown(main) || !main.textContent.trim()) found.push('nothing is left');
  return found.slice(0, 6);
}"""


class Look(NamedTuple):
    """What was seen of one page: what moved or needs scrolling, what a screen reader is told, what is printed."""

    wide: dict[Any, Any]
    told: list[tuple[str, str, int]]
    printed: list[Any]
    sheets: int


@pytest.fixture(scope="module")
def looked(browser: Any, site: str, story: str, errands: dict[str, str], token: str) -> dict[str, Look]:
    """Each page, opened once on a dark phone by somebody who is signed in: zoomed there, told wide, then printed."""
    windows, found = Windows(browser, site), {}
    try:
        page = windows.visit("/about", bypass_csp=True, width=360, color_scheme="dark")
        sign_in(page, site, token)
        for name in opened(page, site, every_page(site, story) | every_state(story) | errands):
            wide = zoomed(page)
            page.set_viewport_size({"width": 1440, "height": 900})
            found[name] = Look(wide, tree(page), *printed(page, name))
            page.emulate_media(media="screen")
            page.set_viewport_size({"width": 360, "height": 900})
        # What only a browser without our policy asks for.
        page.wrong = [said for said in page.wrong if not said.endswith("/favicon.ico")]
    finally:
        windows.close()
    assert windows.wrong == []
    return found


def zoomed(page: Any) -> dict[Any, Any]:
    """Return what of a page moved, or lies beyond the window at any zoom or size of text."""
    wrong = {"moved": page.evaluate(MOVED)}
    for width, size in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        wrong[width, size] = page.evaluate(WIDE, [size])
    spaced = page.add_style_tag(content=SPACED)
    page.set_viewport_size({"width": 360, "height": 900})
    wrong["spaced"] = page.evaluate(WIDE, [100])
    spaced.evaluate("style => { style.remove(); document.documentElement.style.fontSize = ''; }")
    return {when: found for when, found in wrong.items() if found}


def printed(page: Any, name: str) -> tuple[list[Any], int]:
    """Return what is wrong with a page on paper, and how many sheets it takes; A4 has 680 pixels between its margins."""
    if name in FORMS:
        return [], 0
    page.set_viewport_size({"width": 680, "height": 900})
    page.emulate_media(media="print")
    sheets = 0
    if name in ("/stories/{story}", "/articles/{article}"):
        sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    return page.evaluate(PRINTED), sheets


def test_no_page_moves_or_needs_scrolling_sideways_at_any_zoom(looked: dict[str, Look]) -> None:
    assert {name: look.wide for name, look in looked.items() if look.wide} == {}


def test_a_screen_reader_is_told_each_page_by_names_and_in_order(looked: dict[str, Look]) -> None:
    """Whatever can be used or gone to has a name, and the parts of each page come as the case file has them."""
    for name, look in looked.items():
        told = look.told
        assert not [each for each in told if each[0] in NAMED and not each[1]], name
        roles = Counter(role for role, *_ in told)
        assert roles["main"] == 1, name
        levels = [level for role, _, level in told if role == "heading"]
        assert levels[0] == 1 and levels.count(1) == 1, name
        assert all(b - a <= 1 for a, b in pairwise(levels)), (name, levels)
        landmarks = Counter(each[:2] for each in told if each[0] in LANDMARKS)
        assert max(landmarks.values()) == 1, (name, "two parts of one name")
        parts = [f"{role} {words}".strip() for role, words, _ in told]
        at = -1
        for part in (*TOLD["every page"]["before"], *TOLD[name]["told"], *TOLD["every page"]["behind"]):
            after = [
                place
                for place, said in enumerate(parts)
                if place > at and re.fullmatch(part, said, re.IGNORECASE)
            ]
            assert after, (name, part, parts[at + 1 : at + 30])
            at = after[0]
    assert looked.keys() == TOLD.keys() - {"every page"}


def test_pages_are_printed_without_what_only_a_screen_needs(looked: dict[str, Look]) -> None:
    """Though the reader's system is dark."""
    assert {name: look.printed for name, look in looked.items() if look.printed} == {}
    assert looked["/stories/{story}"].sheets in (2, 3) and looked["/articles/{article}"].sheets == 1
