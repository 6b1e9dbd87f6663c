from __future__ import annotations

import asyncio
import logging
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from starlette.testclient import TestClient

from writethru import Newsroom
from writethru.settings import ServeSettings, Settings
from writethru.web import listing, open_app
from writethru.web.answers import Trouble
from writethru.web.made import Aside
from writethru.web.rooms import THREADS, Rooms

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)


TITLES = {
    "Lorne": "Lorne closes its pier",
    "Vasken": "Teachers in Vasken end strike over pay",
    "Quill": "Fire destroys bakery at Quill market",
}
TEXTS = {
    "Lorne": "The harbour office of Lorne said on Saturday that ferries go from the north quay.",
    "Vasken": "Schools open again on Monday, the union of Vasken teachers said after nine days.",
    "Quill": "Nobody was hurt when the bakery burned, the fire brigade of Quill said.",
}


def keep(store: Path, name: str, outlet: str = "Harbour Post") -> None:
    """Keep one article in a store."""
    source = store.with_suffix(".txt.jsonl")
    source.write_text(
        f'{{"id": "{name}", "title": "{TITLES[name]}", "publisher": "{outlet}",'
        f' "published": "2031-03-08T09:00:00Z", "text": "{TITLES[name]} {TEXTS[name]}"}}'
    )
    with Newsroom(store, settings=Settings(), now=NOW) as room:
        assert room.add([str(source)]).added


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("rooms") / "made.db"
    keep(store, "Lorne")
    return store


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "news.db"))


@pytest.fixture
def client(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(listing, "UNLOOKED", 0.0)
    monkeypatch.setattr(listing, "OLDEST", 0.0)  # each request waits for the newest list
    app = open_app(str(store), now=NOW)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


def titles(client: TestClient) -> set[str]:
    return {s["card"]["headline"] for s in client.get("/api/v1/stories").json()["stories"]}


def test_what_is_kept_while_it_serves_is_shown(client: TestClient, store: Path) -> None:
    assert titles(client) == {TITLES["Lorne"]}
    keep(store, "Vasken")
    assert titles(client) == {"Lorne closes its pier", TITLES["Vasken"]}


def test_a_store_put_in_the_place_of_another_is_the_one_that_is_read(
    client: TestClient, store: Path, tmp_path: Path
) -> None:
    assert titles(client) == {TITLES["Lorne"]}
    other = tmp_path / "other.db"
    keep(other, "Quill")
    other.replace(store)
    for _ in range(8):  # each of the threads
        assert titles(client) == {TITLES["Quill"]}
        assert "Quill" in client.get("/search", params={"q": "bakery"}).text


def test_a_store_that_is_gone_is_waited_for(
    client: TestClient, store: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    away = tmp_path / "away.db"
    store.replace(away)
    for path in ("/", "/about", "/api/v1/health"):
        found = client.get(path)
        assert (found.status_code, found.headers["retry-after"]) == (503, "5"), path
        assert str(store) not in found.text
    assert str(store) in caplog.text
    away.replace(store)
    assert titles(client) == {TITLES["Lorne"]}


def test_a_store_of_a_newer_layout_is_not_misread(
    client: TestClient, store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.get("/api/v1/health").status_code == 200
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    for _ in range(8):
        assert client.get("/api/v1/health").status_code == 503
    assert "update writethru" in caplog.text


def test_a_damaged_store_tells_its_reader_nothing_and_its_keeper_what_to_do(
    store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE cards SET record = x'ff'")
    connection.close()
    with TestClient(open_app(str(store), now=NOW), base_url="http://localhost") as client:
        found = client.get("/api/v1/stories")
    assert found.status_code == 503 and "decoded" not in found.text and "store" in found.json()["detail"]
    assert "backup" in caplog.text


def test_a_fault_of_ours_is_told_without_its_words(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(self: Newsroom) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(Newsroom, "census", breaks)
    for path, kind in {"/about": "text/html", "/api/v1/health": "application/problem+json"}.items():
        found = client.get(path)
        assert found.status_code == 500 and found.headers["content-type"].startswith(kind)
        assert "secret" not in found.text and "content-security-policy" in found.headers


def test_nobody_waits_while_the_list_is_made_anew(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "UNLOOKED", 0.0)
    with TestClient(open_app(str(store), now=NOW), base_url="http://localhost") as client:
        assert titles(client) == {TITLES["Lorne"]}
        keep(store, "Vasken")
        shown = Newsroom.front

        def slowly(self: Newsroom) -> tuple[object, ...]:
            time.sleep(1.0)
            return shown(self)

        monkeypatch.setattr(Newsroom, "front", slowly)
        begun = time.monotonic()
        assert titles(client) == {TITLES["Lorne"]}
        assert time.monotonic() - begun < 0.8
        while TITLES["Vasken"] not in titles(client):
            assert time.monotonic() - begun < 20
            time.sleep(0.05)


def test_the_list_is_made_once_for_many_who_ask(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert titles(client)
    made = []
    monkeypatch.setattr(Newsroom, "front", lambda self: made.append(self))
    for _ in range(20):
        assert titles(client)
    assert made == []


@pytest.mark.parametrize(
    "path", ["/stories/", "/outlets/", "/stories/%2e%2e", "/stories/a%2fb", "/articles/%00", "/stories/%ff"]
)
def test_no_address_leads_elsewhere(client: TestClient, path: str) -> None:
    found = client.get(path, follow_redirects=False)
    assert found.status_code == 404 and "location" not in found.headers
    assert "content-security-policy" in found.headers


@pytest.mark.parametrize("words", ["", "-", "%00", "%22%22"])
def test_a_search_for_nothing_says_that_it_needs_a_word(client: TestClient, words: str) -> None:
    for path in ("/api/v1/search", "/api/v1/stories"):
        found = client.get(f"{path}?q={words}")
        assert found.status_code == 400 and "a word to search for" in found.json()["detail"]


def test_a_body_sent_in_pieces_is_refused(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    assert client.request("GET", "/", content=iter([b"a", b"b"])).status_code == 413


# -- what takes too long

SOON = 0.4  # seconds that what is read is waited for here
HASTY = Settings(serve=ServeSettings(read_seconds=SOON, made_seconds=SOON))
# Half a minute of work: a test that fails ends.
ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 40000000) SELECT count(*) FROM n"
)


def endless(room: Any) -> None:
    room._store._rows(ENDLESS)


def again_and_again(room: Any) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        room.census()


def later(room: Any) -> None:
    """Read nothing at the moment when nobody waits any more, and then without end."""
    time.sleep(SOON * 1.5)
    endless(room)


def count(room: Newsroom) -> int:
    return room.census().articles


@pytest.mark.parametrize("slow", [endless, again_and_again, later])
def test_what_is_read_too_slowly_is_stopped_and_holds_no_thread(
    store: Path, slow: Callable[[Newsroom], None], caplog: pytest.LogCaptureFixture
) -> None:
    rooms = Rooms(str(store), HASTY, NOW)

    async def ask() -> None:
        asked = (rooms.ask(slow) for _ in range(THREADS + 2))  # the last two find no thread
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert [(type(each), getattr(each, "status", 0)) for each in found] == [(Trouble, 503)] * len(found)
        rooms.seconds = 15.0
        for _ in range(20):  # what the threads do next is stopped by nothing
            assert await asyncio.gather(*(rooms.ask(count) for _ in range(2 * THREADS))) == [1] * 2 * THREADS

    asyncio.run(ask())
    rooms.close()
    assert "took longer than 0.4 seconds" in caplog.text and "damaged" not in caplog.text


def test_what_nobody_waits_for_any_more_is_not_begun(store: Path) -> None:
    rooms, done, slowly = Rooms(str(store), HASTY, NOW, threads=1), [], threading.Event()

    async def ask() -> None:
        asked = rooms.ask(lambda room: slowly.wait(20)), rooms.ask(done.append)
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(each) for each in found] == [Trouble, Trouble]
        slowly.set()
        rooms.seconds = 15.0
        assert await rooms.ask(count) == 1

    asyncio.run(ask())
    rooms.close()
    assert done == []


def test_who_waits_too_long_is_told_to_come_back(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with TestClient(open_app(str(store), settings=HASTY, now=NOW), base_url="http://localhost") as client:
        monkeypatch.setattr(Newsroom, "article", lambda self, name: endless(self))
        for path, kind in (("/articles/x", "text/html"), ("/api/v1/articles/x", "application/problem+json")):
            found = client.get(path)
            assert (found.status_code, found.headers["retry-after"]) == (503, "5")
            assert found.headers["content-type"].startswith(kind) and "0.4 seconds" in found.text
        assert client.get("/api/v1/health").json()["census"]["articles"] == 1


def test_what_is_made_beside_too_slowly_is_kept_when_it_comes(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, slowly = [], threading.Event()

    def do(self: Aside, process: str, call: Any, *given: Any) -> bytes:
        slowly.wait(20)
        made.append(process)
        return b"[]"

    with TestClient(open_app(str(store), settings=HASTY, now=NOW), base_url="http://localhost") as client:
        story = client.get("/api/v1/stories").json()["stories"][0]["card"]["story"]
        monkeypatch.setattr(Aside, "_do", do)
        for _ in range(2):
            found = client.get(f"/api/v1/stories/{story}/claims")
            assert (found.status_code, found.headers["retry-after"]) == (503, "5")
            assert "is being made" in found.json()["detail"]
        slowly.set()
        assert client.get(f"/api/v1/stories/{story}/claims").content == b"[]"
        assert made == ["reading"]


def test_a_list_that_is_not_made_in_time_is_not_waited_for(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slowly = threading.Event()
    monkeypatch.setattr(Newsroom, "order", lambda *given: slowly.wait(20))
    with TestClient(open_app(str(store), settings=HASTY, now=NOW), base_url="http://localhost") as client:
        found = client.get("/api/v1/stories")
        slowly.set()
    assert (found.status_code, found.headers["retry-after"]) == (503, "5")
