"""WCAG 2.2 AA in a real browser: axe finds nothing on any page, light and dark, narrow and wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

axe = pytest.importorskip("axe_playwright_python.base", reason="axe looks for barriers")

from writethru.web.app import READING

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SETTINGS = [(360, "light"), (1440, "dark")]
RUN = f"async () => {{ const found = await axe.run({{runOnly: {RULES}, resultTypes: ['violations']}});\
 return found.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]); }}"


def addresses(story: str, article: str) -> Iterator[str]:
    """Yield every page for people that there is."""
    for path, _ in READING:
        if not path.startswith("/api/") and "." not in path:
            yield path.format(story=story.removeprefix("/stories/"), article=article)


@pytest.mark.parametrize("width, scheme", SETTINGS)
def test_axe_finds_no_barrier(visit: Callable[..., Any], story: str, width: int, scheme: str) -> None:
    page = visit(f"{story}.json", width=width, color_scheme=scheme)
    article = page.evaluate("JSON.parse(document.body.innerText).sources[0].article")
    barriers = {}
    for path in [*addresses(story, article), "/search?q=dam", f"{story}?revision=1"]:
        page.goto(page.url.split("/stories/")[0] + path)
        page.evaluate(axe.AXE_SCRIPT)
        if found := page.evaluate(RUN):
            barriers[path] = found
    assert barriers == {}
