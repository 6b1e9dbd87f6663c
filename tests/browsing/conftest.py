"""A reading room that listens on this machine, and a browser that walks through it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from tests.browser import CHROMIUM
from writethru import Newsroom
from writethru.settings import Settings

UNSEEN = ("/api/", "/static/", "/search/live")
ROOMS = {"outlets": "outlet", "people": "person", "places": "place", "organisations": "organisation"}
NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)
CAME = NOW - timedelta(hours=2)  # what is kept from the beginning
OTHERS = (
    (
        "Harbour Post",
        "Ferry Osprey hits the pier in Lorne",
        "The ferry Osprey hit the pier in Lorne on Friday.",
    ),
    (
        "Quill Gazette",
        "Fire destroys bakery at Quill market",
        "A bakery at Quill market burned down on Thursday.",
    ),
    (
        "Vasken Today",
        "Teachers in Vasken end their strike",
        "Teachers in Vasken went back to work on Friday.",
    ),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the example's story, which came in two parts, and three small ones."""
    folder = tmp_path_factory.mktemp("browsing")
    rows = [
        {
            "id": f"o-{n}",
            "title": title,
            "publisher": outlet,
            "published": f"2031-03-0{n + 5}T10:00:00Z",
            "text": text,
        }
        for n, (outlet, title, text) in enumerate(OTHERS)
    ]
    (folder / "others.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    first = sorted(str(path) for path in Path("examples/dam").glob("courier-*"))
    with Newsroom(folder / "news.db", settings=Settings(), now=CAME) as room:
        room.add([*first, str(folder / "others.jsonl")])
        room.add(["examples/dam"])
    return folder / "news.db"


@contextmanager
def serving(store: Path, **more: Any) -> Iterator[str]:
    """Serve a store on this machine, and give the address; `more` is for the application."""
    import uvicorn

    from writethru.web import open_app

    app = open_app(str(store), now=NOW, **more)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def site(store: Path) -> Iterator[str]:
    """The address of a reading room with that store."""
    with serving(store) as address:
        yield address


@pytest.fixture(scope="module")
def token(store: Path) -> str:
    """What somebody signs in with who may write."""
    with Newsroom(store, settings=Settings(), now=NOW) as room:
        return room.token_add("walker")


def sign_in(page: Any, site: str, token: str) -> None:
    """Sign in at the desk as a person does."""
    page.goto(f"{site}/desk")
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/desk")


def every_page(site: str, story: str) -> dict[str, str]:
    """Return the address of every page for people by its route, each part of one filled in with what leads there.

    Those of who is signed in are among them; pages that one route has in several forms stand under names of their own.
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


def asked(address: str) -> Any:
    """Return what the API answers."""
    with urlopen(address) as answer:
        return json.load(answer)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium as the machine has it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as led:
        options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        browser = led.chromium.launch(executable_path=CHROMIUM, args=options)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Callable[..., Any]]:
    """What opens an address of the reading room in a window of its own, and collects what goes wrong there."""
    with ExitStack() as windows:
        opened = []

        def visit(path: str = "/", **options: Any) -> Any:
            window = browser.new_context(
                viewport={"width": options.pop("width", 1440), "height": 900},
                reduced_motion="reduce",
                **options,
            )
            windows.callback(window.close)
            page = window.new_page()
            page.set_default_timeout(60_000)  # a machine that is busy with other tests is no fault
            page.wrong = []
            page.on(
                "console",
                lambda said: said.type == "error" and page.wrong.append(said.text + said.location["url"]),
            )
            page.on("pageerror", lambda error: page.wrong.append(str(error)))
            page.on(
                "request", lambda asked: asked.url.startswith((site, "data:")) or page.wrong.append(asked.url)
            )
            opened.append(page)
            page.goto(site + path)
            return page

        yield visit
        assert [page.wrong for page in opened if page.wrong] == []


@pytest.fixture(scope="module")
def story(site: str) -> str:
    """The address of the example's story."""
    found = asked(f"{site}/api/v1/stories?q=spillway")["stories"]
    return "/stories/" + str(max(found, key=lambda each: each["card"]["articles"])["card"]["story"])
