"""A reading room that listens on this machine, and a browser that walks through it.

With `WRITETHRU_PICTURES=FOLDER` each step of a walk is photographed into that folder, for people to look at.
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mode
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from tests.browser import CHROMIUM
from tests.trials import trials
from writethru import Newsroom
from writethru.errors import FetchError
from writethru.newsroom.reports import Report
from writethru.records import Problem, WatchedFeed
from writethru.settings import Settings
from writethru.store import open_store

if TYPE_CHECKING:
    from starlette.applications import Starlette

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)
CAME = NOW - timedelta(hours=2)  # the last of what is kept
BEFORE = CAME - timedelta(hours=1)  # and what was there before
LAST_VISIT = CAME - timedelta(minutes=30)  # of a reader who comes now
# Width, colours, and whether scripts run. The first two are walked in every run, in what axe looks at least.
WAYS = [(360, "dark", True), (1440, "light", False), (360, "light", True), (1440, "dark", True)]
WAYS += [(width, scheme, not scripts) for width, scheme, scripts in WAYS]
PICTURES = os.environ.get("WRITETHRU_PICTURES", "")
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
FEEDS = (
    WatchedFeed(
        url="https://courier.example/feed.xml", title="The Courier", folder=("News", "World"), items=20,
        taken=31, good="2031-03-08T11:00:00+00:00", last="2031-03-08T11:00:00+00:00",
        news="2031-03-08T11:00:00+00:00", due="2031-03-08T13:00:00+00:00",
    ),
    WatchedFeed(
        url="https://ledger.example/feed.xml", title="Northern Ledger", trouble="timeout", said="no answer",
        failing="2031-03-02T11:00:00+00:00", failures=9, due="2031-03-08T14:00:00+00:00",
    ),
)  # fmt: skip


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store, and what somebody signs in with who may write; it is made once, and a walk that writes takes a copy.

    It has the example's story, which came in two parts, and three small ones; two feeds, of which one fails; one of
    the small stories is followed, and the example's is marked as wrong in two ways, one of them withdrawn.
    """
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
    store = folder / "news.db"
    with Newsroom(store, settings=Settings(), now=BEFORE) as room:
        room.add([*first, str(folder / "others.jsonl")])
    with Newsroom(store, settings=Settings(), now=CAME) as room:
        room.add(["examples/dam"])
        room.follow(room.search("bakery")[0].story)
        token = room.token_add("walker")
        mark(room, mode(hit.story for hit in room.search("spillway")))
    with open_store(str(store), settings=Settings()) as kept:
        assert all(kept.add_feed(feed) for feed in FEEDS)
    return store, token


@pytest.fixture(scope="module")
def store(made: tuple[Path, str]) -> Path:
    """The path of that store."""
    return made[0]


@pytest.fixture(scope="session")
def token(made: tuple[Path, str]) -> str:
    """What somebody signs in with who may write."""
    return made[1]


def mark(room: Newsroom, story: str) -> None:
    """Mark a sentence of a story, take that back, and mark two of its articles."""
    page, _ = room.page_of(story)
    gone = room.mark_sentence(story, page.sections[0].sentences[0].text, note="says less", by="night desk")
    room.mark_withdraw(gone.id, note="it does say so", by="day desk")
    room.mark_articles([source.article for source in page.sources[:2]], note="two dams", by="day desk")


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """Serve an application on this machine, and give its address."""
    import uvicorn

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
def app(store: Path) -> Starlette:
    """A reading room with that store, whose clock stands."""
    from writethru.web import open_app

    return open_app(str(store), now=NOW)


@pytest.fixture(scope="module")
def site(app: Starlette) -> Iterator[str]:
    """Its address."""
    with serving(app) as address:
        yield address


@pytest.fixture(scope="module")
def errands(app: Starlette, site: str, story: str) -> Iterator[dict[str, str]]:
    """The address of an errand in each state that one can be in; none of them asks anybody anything."""
    desk, over = app.state.desk, threading.Event()
    told = Report(("a1",), (), (story.removeprefix("/stories/"),), (Problem("item 3", "there is no text"),))

    def fail(means: Any) -> Any:
        raise FetchError("the host does not answer", "timeout")

    does: dict[str, Any] = {"done": lambda means: told, "failed": fail, "running": lambda means: over.wait()}
    about = "https://post.example/toll"
    sent = {
        state: desk.errands.send("add", about, "walker", does.get(state, lambda means: None)).id
        for state in (*does, "waiting")
    }
    while any(desk.errands.find(id).state != state for state, id in sent.items()):
        time.sleep(0.01)
    yield {f"an errand that is {state}": f"/desk/errands/{id}" for state, id in sent.items()}
    over.set()


def sign_in(page: Any, site: str, token: str) -> None:
    """Sign in at the desk as a person does."""
    page.goto(f"{site}/desk")
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/desk")


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


class Windows:
    """Opens addresses of the reading room, each in a window of its own, and collects what goes wrong there."""

    def __init__(self, browser: Any, site: str) -> None:
        self._browser = browser
        self._site = site
        self._opened: list[Any] = []

    def visit(self, path: str = "/", **options: Any) -> Any:
        """Open an address; `options` are of the window, and `width`."""
        viewport = {"width": options.pop("width", 1440), "height": 900}
        window = self._browser.new_context(viewport=viewport, reduced_motion="reduce", **options)
        page = window.new_page()
        page.set_default_timeout(60_000)  # a machine that is busy with other tests is no fault
        page.wrong = []
        page.on(
            "console",
            lambda said: said.type == "error" and page.wrong.append(said.text + said.location["url"]),
        )
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on(
            "request",
            lambda asked: asked.url.startswith((self._site, "data:")) or page.wrong.append(asked.url),
        )
        self._opened.append(page)
        page.goto(self._site + path)
        return page

    def close(self) -> None:
        """Close all windows."""
        for page in self._opened:
            page.context.close()

    @property
    def wrong(self) -> list[list[str]]:
        """What went wrong in each window in which anything did."""
        return [page.wrong for page in self._opened if page.wrong]


@pytest.fixture
def visit(browser: Any, site: str) -> Iterator[Callable[..., Any]]:
    """What opens an address of the reading room in a window of its own, in which nothing may go wrong."""
    windows = Windows(browser, site)
    try:
        yield windows.visit
    finally:
        windows.close()
    assert windows.wrong == []


def _named(way: tuple[int, str, bool]) -> str:
    return f"{way[0]}-{way[1]}{'' if way[2] else '-without-scripts'}"


@pytest.fixture(params=WAYS[: trials(2, len(WAYS))], ids=_named)
def way(request: pytest.FixtureRequest) -> dict[str, Any]:
    """How a way is walked, as options of a window: two of the eight in every run, all in the long one."""
    return dict(zip(("width", "color_scheme", "java_script_enabled"), request.param, strict=True))


def seen(page: Any, step: str) -> None:
    """Photograph a step of a walk, where a folder is named for it."""
    if PICTURES:
        test = os.environ["PYTEST_CURRENT_TEST"].split("::")[-1].split(" ")[0]
        test = re.sub(r"[\[\]]", "-", test.removeprefix("test_")).strip("-")
        before = len(list(Path(PICTURES).glob(f"{test}-*.png")))
        page.screenshot(path=Path(PICTURES) / f"{test}-{before + 1}-{step.replace(' ', '-')}.png")


def came_before(page: Any, site: str, when: datetime | None) -> None:
    """Have the browser's reader be one who came last at some time, or never."""
    seconds = int(when.timestamp()) if when else 0
    visit = {"name": "visit", "value": f"{seconds}.{int(NOW.timestamp())}", "url": site}
    page.context.add_cookies([visit])


@pytest.fixture(scope="module")
def story(site: str) -> str:
    """The address of the example's story."""
    found = asked(f"{site}/api/v1/stories?q=spillway")["stories"]
    return "/stories/" + str(max(found, key=lambda each: each["card"]["articles"])["card"]["story"])
