from __future__ import annotations

import json
import re
import subprocess
from html import unescape
from pathlib import Path

import pytest
from msgspec.structs import replace
from sample_pages import DAM, HOSTILE, RUN, crowded, hostile, said

from tests.browser import CHROMIUM, OPTIONS
from tests.trials import do_without
from writethru.records import Section
from writethru.render import Around, reading_room, render_html, wording

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium to look at the page with")

ROOM = Around(story="/stories/x", articles="/articles/")
# The page says it otherwise than its source does.
OTHERWISE = said("The gates were opened", 9, exact="The gates were opened in time, he said")
PRINTED = replace(DAM, sections=(*DAM.sections, Section(OTHERWISE, (OTHERWISE,))))

# Opens every popover and reports the widest things of each page, seen from outside of it.
LOOK = """
addEventListener('load', () => {
  const found = {};
  for (const frame of document.querySelectorAll('iframe')) {
    const page = frame.contentDocument, root = page.documentElement, wide = [];
    const ran = root.getAttribute('data-ran'), closed = page.querySelectorAll('.words').length;
    let seen = 0;
    for (const words of page.querySelectorAll('.words')) {
      page.querySelector(`[popovertarget=${words.id}]`).click();
      if (words.matches(':popover-open') && words.checkVisibility()) seen++;
      for (const element of [words, ...words.querySelectorAll('*')]) {
        const box = element.getBoundingClientRect();
        if (box.right > frame.width + 1 || box.left < -1) wide.push(element.className || element.tagName);
      }
    }
    for (const element of page.querySelectorAll('body *')) {
      if (element.getBoundingClientRect().right > +frame.width + 1 && !element.closest('svg'))
        wide.push(element.className || element.tagName);
    }
    const paper = {};
    for (const source of page.querySelectorAll('.sources > li'))
      paper[source.value] = [...source.querySelectorAll('*')].filter(e => e.checkVisibility())
        .map(e => e.textContent + getComputedStyle(e, '::after').content.replaceAll('"', ''));
    found[frame.id] = {ran, marks: closed, seen, width: root.scrollWidth, wide: wide.slice(0, 5), paper};
  }
  document.body.setAttribute('data-found', JSON.stringify(found));
});
"""


def without_policy(html: str) -> str:
    stripped, count = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    assert count == 1
    return stripped


def on_paper(html: str) -> str:
    """Return a page as it is printed, to be looked at on a screen."""
    assert "@media print{" in html
    return without_policy(html).replace("@media print{", "@media all{")


def pages() -> dict[str, tuple[int, str]]:
    attacked = render_html(hostile(" ".join(text for text in HOSTILE if "\ud800" not in text)))
    planted = render_html(DAM).replace("</body>", f"<script>{RUN}</script></body>")
    return {
        "phone": (390, render_html(DAM)),
        "wide": (1200, render_html(DAM)),
        "small": (320, render_html(DAM)),
        "crowded": (390, render_html(crowded(60, 1))),
        "long": (390, render_html(hostile(HOSTILE[12]))),
        "hostile": (390, attacked),
        "hostile-unguarded": (390, without_policy(attacked)),
        "paper": (680, on_paper(render_html(PRINTED))),
        "paper of the room": (680, on_paper(reading_room.story_page(PRINTED, ROOM))),
        "planted": (390, planted),
        "planted-unguarded": (390, without_policy(planted)),
    }


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    folder: Path = tmp_path_factory.mktemp("pages")
    frames = []
    for name, (width, html) in pages().items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
        frames.append(
            f'<iframe id="{name}" src="{name}.html" width="{width}" height="800" style="border:0"></iframe>'
        )
    outer = folder / "outer.html"
    outer.write_text(f"<body>{''.join(frames)}<script>{LOOK}</script></body>", encoding="utf-8")
    assert CHROMIUM is not None
    command = [CHROMIUM, *OPTIONS, f"--user-data-dir={folder / 'profile'}", "--dump-dom", outer.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    if not done.stdout:
        do_without(f"chromium does not start here: {done.stderr[-200:]}")
    found = re.search(r'data-found="([^"]*)"', done.stdout)
    assert found, done.stdout[-500:]
    return dict(json.loads(unescape(found[1])))


@pytest.mark.parametrize("name", ["hostile", "hostile-unguarded", "planted"])
def test_nothing_of_an_article_runs(looked: dict[str, dict[str, object]], name: str) -> None:
    assert looked[name]["ran"] is None


def test_the_probe_runs_where_nothing_stops_it(looked: dict[str, dict[str, object]]) -> None:
    assert looked["planted-unguarded"]["ran"] == "1"


@pytest.mark.parametrize("name", [name for name in pages() if "unguarded" not in name])
def test_no_page_is_wider_than_its_screen(looked: dict[str, dict[str, object]], name: str) -> None:
    width, _ = pages()[name]
    assert looked[name]["wide"] == []
    assert isinstance(looked[name]["width"], int) and looked[name]["width"] <= width  # type: ignore[operator]


@pytest.mark.parametrize("name", ["phone", "wide"])
def test_a_citation_opens_when_its_mark_is_pressed(looked: dict[str, dict[str, object]], name: str) -> None:
    assert looked[name]["marks"] == looked[name]["seen"] != 0


@pytest.mark.parametrize("name", ["paper", "paper of the room"])
def test_on_paper_a_citation_leads_to_its_words_and_where_they_were_published(
    looked: dict[str, dict[str, object]], name: str
) -> None:
    """Nothing opens there: its number leads to the outlet, the date, the title, the address, and words that the page has not."""
    paper = looked[name]["paper"]
    assert isinstance(paper, dict) and looked[name]["seen"] == 0
    assert "The gates were opened in time, he said" in " ".join(paper["9"])
    for source in PRINTED.sources:
        told = " ".join(" ".join(paper[str(source.number)]).split())
        for part in (
            source.publisher,
            wording.published_words(source.published),
            source.title,
            source.url or "",
        ):
            assert part in told, part
