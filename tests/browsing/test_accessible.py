"""WCAG 2.2 AA in a real browser: axe finds nothing on any page, light and dark, narrow and wide."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")
pytest.importorskip("playwright.sync_api", reason="playwright leads the browser")
pytest.importorskip("axe_playwright_python.base", reason="axe looks for barriers")

from axe_playwright_python.base import AXE_SCRIPT

from tests.browser import CHROMIUM
from writethru.web.app import READING

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium to walk with")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SETTINGS = [(360, "light"), (1440, "dark")]
RUN = f"async () => {{ const found = await axe.run({{runOnly: {RULES}, resultTypes: ['violations']}});\
 return found.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]); }}"


def addresses(site: str, story: str) -> list[str]:
    """Return the address of every page for people that there is, each part of one filled in with what leads there."""
    known = {
        "story": story.removeprefix("/stories/"),
        "article": asked(f"{site}/api/v1{story}/sources")[0]["article"],
    }
    for room, part in (
        ("outlets", "outlet"),
        ("people", "person"),
        ("places", "place"),
        ("organisations", "organisation"),
    ):
        known[part] = quote(asked(f"{site}/api/v1/{room}")["names"][0]["key"], safe="")
    pages = [
        path
        for path, _ in READING
        if not path.startswith(("/api/", "/static/", "/search")) and "." not in path
    ]
    more = ["/search?q=dam", "/sign-in", f"{story}?revision=1", f"/articles/{known['article']}?findings=1"]
    return [*(path.format(**known) for path in pages), *more]


def asked(address: str) -> Any:
    with urlopen(address) as answer:
        return json.load(answer)


@pytest.mark.parametrize("width, scheme", SETTINGS)
def test_axe_finds_no_barrier(
    visit: Callable[..., Any], site: str, story: str, width: int, scheme: str
) -> None:
    page = visit("/about", width=width, color_scheme=scheme)
    barriers = {}
    for path in addresses(site, story):
        page.goto(site + path)
        page.evaluate(AXE_SCRIPT)
        if found := page.evaluate(RUN):
            barriers[path] = found
    assert barriers == {}
