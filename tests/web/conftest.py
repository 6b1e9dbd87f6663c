"""A store with the example in it, and clients of a room that may write to a copy of it."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from msgspec import structs
from starlette.applications import Starlette
from starlette.testclient import TestClient

from writethru import Newsroom
from writethru.settings import ServeSettings, Settings
from writethru.web import open_app

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)
HARBOUR = Path(__file__).parent.parent / "cases" / "cli" / "harbour.jsonl"
HERE = {"origin": "http://localhost"}
# Who asks as often as a test does is not to be told to wait, unless that is what is tried.
PATIENT = ServeSettings(
    read_burst=10**6, write_burst=10**6, fetch_burst=10**6, sign_in_burst=10**6, errands=1_000
)


class Writing(NamedTuple):
    """A room that may be written to: its app, a client, a token, and the ids in it."""

    app: Starlette
    client: TestClient
    token: str
    stories: list[str]
    store: Path

    @property
    def bearer(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}

    def session(self) -> dict[str, str]:
        """Return the headers of somebody who has just signed in."""
        self.client.cookies.clear()
        done = self.client.post("/sign-in", data={"token": self.token}, headers=HERE, follow_redirects=False)
        self.client.cookies.clear()
        return {"cookie": done.headers["set-cookie"].partition(";")[0]}

    def api(self, path: str, value: Any = None) -> Any:
        return self.client.post(f"/api/v1/{path}", content=json.dumps(value or {}), headers=self.bearer)

    def form(self, path: str, fields: Any = None, **more: Any) -> Any:
        return self.client.post(
            path, data=fields or {}, headers={**HERE, **self.session()}, follow_redirects=False, **more
        )

    def get(self, path: str) -> Any:
        return self.client.get(path, headers=self.session(), follow_redirects=False)

    def ended(self, done: Any) -> Any:
        """Wait for the errand that an answer speaks of, and return it."""
        assert done.status_code == 202, done.text
        return self.waited(done.json()["id"])

    def waited(self, id: str) -> Any:
        """Wait for an errand, and return it."""
        for _ in range(3_000):
            errand = self.client.get(f"/api/v1/errands/{id}", headers=self.bearer).json()
            if errand["state"] in ("done", "failed"):
                return errand
            time.sleep(0.01)
        raise AssertionError(errand)


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store with two stories, and a token for it."""
    path = tmp_path_factory.mktemp("writing") / "news.db"
    with Newsroom(path, settings=Settings(), now=NOW) as room:
        room.add([str(HARBOUR)])
        return path, room.token_add("night desk")


@pytest.fixture
def opened(harbour: tuple[Path, str], tmp_path: Path) -> Iterator[Callable[..., Writing]]:
    """Return what opens a room that may be written to, with settings and a way to the network of its own."""
    clients = []

    def open_(fetch: Any = None, **chosen: Any) -> Writing:
        path = Path(shutil.copy(harbour[0], tmp_path / "news.db"))
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
