"""Articles that try to become markup, found as one types: the script of the room shows them as text and runs nothing.

Once with the policy of the pages, and once by escaping alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")
pytest.importorskip("playwright.sync_api", reason="playwright leads the browser")

from tests.browser import CHROMIUM
from tests.browsing.conftest import NOW
from tests.hostile.hostile_pages import RUN, payloads
from tests.trials import trials
from writethru import Newsroom
from writethru.settings import Settings

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium to type in")

TEXTS = payloads()[:: trials(8, 1)]
TOGETHER = 3  # articles that one word finds: with their stories and what is said in them all are listed
# Notes what tells that it ran, as each text tries to have it.
HEAR = "addEventListener('message', event => (window.ran ??= []).push(event.data)); window.ran = [];"
# Which elements and attributes stand in the list, and its texts.
LOOK = """() => {
  const names = new Set(), box = document.querySelector('.found');
  for (const e of box.querySelectorAll('*')) {
    names.add(e.localName);
    for (const attribute of e.attributes) names.add(e.localName + ' ' + attribute.name);
  }
  return [[...names], [...box.querySelectorAll('[role=option]')].map(e => e.textContent)];
}"""


def word(n: int) -> str:
    """Return what finds a text, and few others."""
    return f"osprey{n // TOGETHER}x"


def row(id: str, name: str, text: str) -> dict[str, str]:
    """Return an article with a text in all that is listed of one."""
    said = f"The ferry {name} left {text}. “{name} is {text},” Ann Poe said. The minister said that {name} had {text}."
    when = "2031-03-07T10:00:00Z"
    return {"id": id, "title": f"{name} {text}", "publisher": f"Kelp {text}", "published": when, "text": said}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with an article of each text, and some that try nothing."""
    folder = tmp_path_factory.mktemp("hostile")
    rows = [row(f"h-{n}", word(n), text) for n, text in enumerate(TEXTS)]
    rows += [row(f"i-{n}", "heron", f"a plain word {n}") for n in range(TOGETHER)]
    (folder / "all.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    with Newsroom(folder / "news.db", settings=Settings(), now=NOW) as room:
        room.add([str(folder / "all.jsonl")])
    return folder / "news.db"


def typed(page: Any, words: str) -> tuple[set[str], list[str]]:
    """Type words; return of what is listed its elements and attributes, and its texts."""
    page.locator("#q").fill(words)
    page.locator("[role=option]", has_text=words).first.wait_for()
    names, texts = page.evaluate(LOOK)
    return set(names), texts


@pytest.mark.parametrize("bare", [False, True], ids=["with the policy", "by escaping alone"])
def test_what_is_listed_as_one_types_stays_text(visit: Callable[..., Any], site: str, bare: bool) -> None:
    page = visit("/about", bypass_csp=bare)
    page.add_init_script(HEAR)
    page.goto(f"{site}/about")
    own, _ = typed(page, "heron")
    shown = []
    for n in range(0, len(TEXTS), TOGETHER):
        names, texts = typed(page, word(n))
        assert names <= own, (n, names - own)
        shown += texts
    assert sum("<" in text for text in shown) > len(TEXTS) // 2, "they are told as they are"
    page.wait_for_timeout(200)  # so long may take what fails to load
    assert page.evaluate("window.ran") == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/about" not in address)
    assert page.evaluate("window.ran") == []
    # What only a browser without our policy asks for.
    page.wrong = [said for said in page.wrong if not said.endswith("/favicon.ico")]


def test_the_list_is_looked_at_where_something_would_run(visit: Callable[..., Any], site: str) -> None:
    """Else the test above would see nothing."""
    page = visit("/about", bypass_csp=True)
    page.add_init_script(HEAR)
    page.goto(f"{site}/about")
    typed(page, "heron")
    page.evaluate(
        "text => { document.querySelector('.found').innerHTML = text; }",
        f"<img src=x: onerror={RUN.format(n=7)}>",
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") == [7] and "img onerror" in page.evaluate(LOOK)[0]
    page.wrong.clear()
