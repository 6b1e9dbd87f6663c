"""WCAG 2.2 AA in a real browser: axe finds nothing on any page, light and dark, narrow and wide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")
pytest.importorskip("playwright.sync_api", reason="playwright leads the browser")
pytest.importorskip("axe_playwright_python.base", reason="axe looks for barriers")

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser import CHROMIUM
from tests.browsing.conftest import sign_in
from tests.browsing.pages import every_page, every_state, opened
from tests.trials import SOAKING, trials

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium to walk with")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OTHERS = trials(
    0, 1
)  # whether each width is looked at in its other scheme too: no colour follows from a width
RUN = """async ([what, values]) => {
  const found = await axe.run({runOnly: {type: what, values}, resultTypes: ['violations']});
  return found.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]);
}"""


@pytest.mark.parametrize(("width", "scheme", "other"), [(360, "light", "dark"), (1440, "dark", "light")])
def test_axe_finds_no_barrier(
    visit: Callable[..., Any],
    site: str,
    story: str,
    errands: dict[str, str],
    token: str,
    width: int,
    scheme: str,
    other: str,
) -> None:
    page = visit("/about", width=width, color_scheme=scheme)
    sign_in(page, site, token)
    pages = list((every_page(site, story) | every_state(story) | errands).items())
    # Each width looks at one half of them; at all in the long run.
    barriers = {}
    for name in opened(page, site, dict(pages if SOAKING else pages[width == 360 :: 2])):
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(RUN, ["tag", RULES])
        for again in [other] * OTHERS:
            page.emulate_media(color_scheme=again)
            found += page.evaluate(RUN, ["rule", ["color-contrast"]])
            page.emulate_media(color_scheme=scheme)
        if found:
            barriers[name] = found
    assert barriers == {}
