"""Stores with the harbour articles and with the example in them, and rooms that may write to copies of the first."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import structs

from writethru import Newsroom
from writethru.records import WatchedFeed
from writethru.settings import Settings
from writethru.store import open_store

if TYPE_CHECKING:
    from writers import Writing


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store with two stories, and a token for it."""
    path = tmp_path_factory.mktemp("writing") / "news.db"
    from writers import HARBOUR, NOW

    with Newsroom(path, settings=Settings(), now=NOW) as room:
        room.add([str(HARBOUR)])
        return path, room.token_add("night desk")


@pytest.fixture(scope="session")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, which came in two parts, and two feeds that are followed."""
    from writers import NOW

    store = tmp_path_factory.mktemp("pages") / "news.db"
    for hours, files in ((48, "courier-*"), (1, "*")):
        with Newsroom(store, settings=Settings(), now=NOW - timedelta(hours=hours)) as room:
            room.add(sorted(str(path) for path in Path("examples/dam").glob(files)))
    well = WatchedFeed(
        url="https://news.example/feed.xml", title="The Courier", folder=("News", "World"), items=20, taken=31,
        good="2031-03-08T11:00:00+00:00", last="2031-03-08T11:00:00+00:00", news="2031-03-08T11:00:00+00:00",
        due="2031-03-08T13:00:00+00:00",
    )  # fmt: skip
    lost = WatchedFeed(
        url="https://gone.example/feed.xml", title="The Ledger", trouble="timeout", said="no answer",
        failing="2031-03-02T11:00:00+00:00", failures=9,
    )  # fmt: skip
    with open_store(str(store), settings=Settings()) as kept:
        assert kept.add_feed(well) and kept.add_feed(lost)
    return store


@pytest.fixture
def opened(harbour: tuple[Path, str], tmp_path: Path) -> Iterator[Callable[..., Writing]]:
    """Return what opens a room that may be written to, with settings and a way to the network of its own."""
    from starlette.testclient import TestClient
    from writers import NOW, PATIENT, Writing

    from writethru.web import open_app

    clients = []

    def open_(fetch: Any = None, **chosen: Any) -> Writing:
        # a file of its own for each: one that is copied over while a room has it open is damaged
        path = Path(shutil.copy(harbour[0], tmp_path / f"{len(clients)}-news.db"))
        settings = Settings(serve=structs.replace(PATIENT, **chosen))
        app = open_app(str(path), settings=settings, now=NOW, fetch=fetch)
        client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
        client.__enter__()
        clients.append(client)
        with Newsroom(path, read_only=True) as room:
            stories = [story.id for story in room.stories()]
        return Writing(app, client, harbour[1], stories, path)

    yield open_
    for client in clients:
        client.__exit__()


@pytest.fixture
def writing(opened: Callable[..., Writing]) -> Writing:
    """A room that may be written to, and that reaches nobody."""

    def fetch(url: str, *, etag: str = "", last_modified: str = "") -> Any:
        from writethru.errors import FetchError

        raise FetchError(f"{url}: nobody is there", "unresolved")

    return opened(fetch)
