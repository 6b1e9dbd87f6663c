"""Every page for people, and what they can be brought to show: opened words, a list below a field, a refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from tests.browsing.conftest import LAST_VISIT, asked, came_before

UNSEEN = ("/api/", "/static/", "/search/live")
ROOMS = {"outlets": "outlet", "people": "person", "places": "place", "organisations": "organisation"}
REFUSED = ("what is not there", "asked wrongly", "asked in a wrong way", "a token refused")
VISITED = ("new since the last visit", "new in the story")


def every_page(site: str, story: str) -> dict[str, str]:
    """Return the address of every page by its route, each part of one filled in with what leads there.

    Those of who is signed in are among them, but for errands; pages that one route has in several forms stand under
    names of their own.
    """
    from writethru.web.app import READING
    from writethru.web.writing import WRITING

    known = {
        "story": story.removeprefix("/stories/"),
        "article": asked(f"{site}/api/v1{story}/sources")["sources"][0]["article"],
    }
    for room, part in ROOMS.items():
        known[part] = quote(asked(f"{site}/api/v1/{room}")["names"][0]["key"], safe="")
    routes = [path for path, _ in READING if not path.startswith(UNSEEN) and "." not in path]
    routes += [way.path for way in WRITING if way.method == "GET" and not way.path.startswith(UNSEEN)]
    found = {path: path.format(**known) for path in routes if "{errand}" not in path}
    return {
        **found,
        "what is found": "/search?q=dam",
        "an older revision": f"{story}?revision=1",
        "findings": f"/articles/{known['article']}?findings=1",
        "claims of one": f"/outlets/{known['outlet']}?what=claim",
        "what is not there": "/nothing",
        "changed since": "/stories?since=2031-03-01T00:00:00Z",
    }


def every_state(story: str) -> dict[str, str]:
    """Return the address of what pages show when something is done there or went wrong, or to who came before."""
    return {
        "words opened": story,
        "found as one types": "/about",
        "nothing found as one types": "/about",
        "a token refused": "/sign-in",
        "asked wrongly": "/stories?since=lately",
        "asked in a wrong way": f"{story}/merge",
        "new since the last visit": "/",
        "new in the story": story,
    }


def _open_words(page: Any) -> None:
    page.locator("section p .mark").first.click()
    page.locator(".words:visible").wait_for()


def _type(page: Any) -> None:
    page.locator("#q").press_sequentially("dam")
    page.locator(".found [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")


def _type_in_vain(page: Any) -> None:
    page.locator("#q").press_sequentially("qqqq")
    page.locator(".found p").wait_for()


def _guess(page: Any) -> None:
    page.get_by_label("Token").fill("a guess")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()


BROUGHT: dict[str, Callable[[Any], None]] = {
    "words opened": _open_words,
    "found as one types": _type,
    "nothing found as one types": _type_in_vain,
    "a token refused": _guess,
}


def opened(page: Any, site: str, pages: Mapping[str, str]) -> Iterator[str]:
    """Open one page after the other in a window and bring it to what it is to show; yield the name of each."""
    for name, path in pages.items():
        came_before(page, site, LAST_VISIT if name in VISITED else None)
        page.goto(site + path)
        BROUGHT.get(name, lambda page: None)(page)
        yield name
        if name in REFUSED:  # which a browser notes as an error
            page.wrong = [said for said in page.wrong if not said.endswith(path)]
