"""What happens is told as it happens: nothing is lost, nothing told twice, and nobody is kept for ever."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from starlette.applications import Starlette

from writethru import Newsroom
from writethru.settings import Settings
from writethru.web import events, listing, open_app
from writethru.web.connections import open_server
from writethru.web.rooms import Rooms

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)
PLACES = ("Lorne", "Vasken", "Quill", "Osprey", "Tamber", "Harrow")
WORDS = {
    "Lorne": "The harbour office of Lorne said that ferries go from the north quay until the pier is mended.",
    "Vasken": "Schools in Vasken open again on Monday, the union of teachers said after nine days of strike.",
    "Quill": "Nobody was hurt when the bakery at the market of Quill burned down, the fire brigade said.",
    "Osprey": "The museum of Osprey shows three hundred clocks that a watchmaker left to the town.",
    "Tamber": "A meteor was seen above Tamber on Friday night; observers found no stone in the fields.",
    "Harrow": "The orchestra of Harrow cancelled its spring concerts because the hall has no heating.",
}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LOOK", 0.02)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("events") / "made.db"
    keep(store, *PLACES[:3])
    with Newsroom(store, settings=Settings(), now=NOW) as room:
        room.add(["examples/dam"])
    return store


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "news.db"))


def keep(store: Path, *places: str) -> None:
    """Keep an article, a story of its own, about each of these places."""
    source = store.with_suffix(".jsonl")
    rows = [
        {
            "id": p,
            "title": WORDS[p][:40],
            "publisher": f"{p} Post",
            "published": "2031-03-08T09:00:00Z",
            "text": WORDS[p],
        }
        for p in places
    ]
    source.write_text("\n".join(json.dumps(row) for row in rows))
    with Newsroom(store, settings=Settings(), now=NOW) as room:
        assert len(room.add([str(source)]).added) == len(places)


class Listener:
    """Somebody who listens to an application, and may go."""

    def __init__(self, app: Starlette, query: str = "", last: str = "", method: str = "GET") -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.text = ""
        self.ended = False
        self.leaves_at = 10**9  # events
        self._gone = asyncio.Event()
        self._app = app
        self._asked = False
        headers = [(b"host", b"localhost"), *([(b"last-event-id", last.encode())] if last else [])]
        self._scope = {
            "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "path": "/api/v1/events",
            "raw_path": b"/api/v1/events", "query_string": query.encode(), "headers": headers, "root_path": "",
            "server": ("localhost", 80), "client": ("127.0.0.1", 1), "state": {}, "asgi": {"version": "3.0"},
        }  # fmt: skip
        self.task = asyncio.create_task(app(self._scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {k.decode(): v.decode() for k, v in message["headers"]}
        else:
            self.text += message["body"].decode()
            self.ended = not message.get("more_body", False)
            if self.text.count("event: ") >= self.leaves_at:
                self._gone.set()

    def leave(self) -> None:
        self._gone.set()

    @property
    def told(self) -> list[tuple[str, dict[str, Any]]]:
        """The ids and data of all events that were told."""
        found = []
        for block in self.text.split("\n\n"):
            fields = dict(line.split(": ", 1) for line in block.splitlines() if line[:1] not in ("", ":"))
            if "data" in fields:
                assert fields["event"] == json.loads(fields["data"])["kind"]
                found.append((fields.get("id", ""), json.loads(fields["data"])))
        return found

    async def until(self, count: int) -> list[tuple[str, dict[str, Any]]]:
        """Wait until so many events were told, and return them; no more come in the next moment."""
        async with asyncio.timeout(20):
            while len(self.told) < count:
                assert not self.task.done(), self.text
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        return self.told


def served(store: Path, scene: Any) -> Any:
    """Run a scene with the application of a store, which is ended when it is over."""

    async def run() -> Any:
        app = open_app(str(store), now=NOW)
        async with app.router.lifespan_context(app), asyncio.timeout(60):
            return await scene(app)

    return asyncio.run(run())


async def all_of(app: Starlette) -> list[tuple[str, dict[str, Any]]]:
    listener = Listener(app, "after=0")
    async with asyncio.timeout(20):
        while not listener.told or listener.told[-1][1]["kind"] != "new revision":
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    listener.leave()
    await listener.task
    return listener.told


def test_what_comes_in_is_told_to_all_who_listen(store: Path) -> None:
    async def scene(app: Starlette) -> None:
        first, second = Listener(app), Listener(app)
        while "retry: " not in first.text or "retry: " not in second.text:
            await asyncio.sleep(0.01)
        assert first.headers["content-type"].startswith("text/event-stream")
        assert first.headers["cache-control"] == "no-store" and "content-length" not in first.headers
        await asyncio.to_thread(keep, store, "Osprey")
        (one,) = await first.until(1)
        assert [one] == await second.until(1)
        assert one[1]["kind"] == "new story" and one[1]["id"] == one[0]
        with Newsroom(store, read_only=True) as room:
            assert one[1]["story"] == room.story_of("Osprey").id
        first.leave(), second.leave()
        await asyncio.gather(first.task, second.task)

    served(store, scene)


def test_from_the_beginning_all_is_told_with_what_revisions_changed(store: Path) -> None:
    found = [data for _, data in served(store, all_of)]
    kinds = [data["kind"] for data in found]
    assert kinds.count("new story") >= 4 and kinds.count("new article") >= 2
    revised = [data for data in found if data["kind"] == "new revision"]
    assert revised and all(data["headline"] for data in revised)
    with Newsroom(store, read_only=True) as room:
        for data in revised:
            assert data["revision"] in {note.revision for note in room.history(data["story"])}


def test_whoever_comes_back_is_told_what_was_missed_and_nothing_twice(store: Path) -> None:
    async def scene(app: Starlette) -> None:
        whole = await all_of(app)
        for number, (id, _) in enumerate(whole[:-1]):
            listener = Listener(app, last=id)
            assert await listener.until(len(whole) - number - 1) == whole[number + 1 :]
            listener.leave()
            await listener.task

    served(store, scene)


def test_who_comes_back_while_more_comes_in_misses_nothing(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "AT_ONCE", 2)
    monkeypatch.setattr(
        events, "REMEMBERED", 2
    )  # so that all who listen fall behind, and read from the store

    async def scene(app: Starlette) -> None:
        keeping = asyncio.create_task(asyncio.to_thread(keep, store, *PLACES[3:]))
        listeners = [Listener(app, "after=0") for _ in range(3)]
        await keeping
        with Newsroom(store, read_only=True) as room:
            expected = room.happened("0", limit=1_000)
        for listener in listeners:
            told = await listener.until(len(expected))
            facts = [(d["kind"], d["story"], d["article"], d["revision"]) for _, d in told]
            assert sorted(map(str, facts)) == sorted(
                str((h.kind, h.story, h.article, h.revision)) for h in expected
            )
            assert told[-1][0] == expected[-1].id
            listener.leave()
            await listener.task

    served(store, scene)


def test_what_was_read_from_the_store_is_not_told_again_when_it_is_seen(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LOOK", 3_600)  # the store is looked at only when the scene says so

    async def scene(app: Starlette) -> None:
        living = Listener(app)
        while "retry" not in living.text:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        await asyncio.to_thread(keep, store, "Osprey")
        with Newsroom(store, read_only=True) as room:
            expected = len(room.happened("0", limit=1_000))
        reading = Listener(app, "after=0")
        assert len(await reading.until(expected)) == expected and living.told == []
        _, found = await app.state.events._keeper.ask(app.state.events._news_in)
        app.state.events._tell(found)
        assert len(await living.until(len(found))) == len(found) == 1
        assert len(reading.told) == expected
        living.leave(), reading.leave()
        await asyncio.gather(living.task, reading.task)

    served(store, scene)


def test_more_than_is_read_in_one_look_is_told_though_nothing_comes_after_it(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store does not change between the looks, so that its mark alone would say that all was told."""
    monkeypatch.setattr(events, "AT_ONCE", 2)
    may_look, look = threading.Event(), events.Events._news_in

    def when_it_may(self: events.Events, room: Newsroom) -> Any:
        may_look.wait(20)
        return look(self, room)

    monkeypatch.setattr(events.Events, "_news_in", when_it_may)

    async def scene(app: Starlette) -> None:
        may_look.set()
        listener = Listener(app)
        while "retry: " not in listener.text:
            await asyncio.sleep(0.01)
        may_look.clear()
        await asyncio.sleep(0.1)  # a look that has begun ends
        await asyncio.to_thread(keep, store, "Osprey", "Tamber", "Harrow")
        may_look.set()
        told = await listener.until(3)
        assert [happening["kind"] for _, happening in told] == ["new story"] * 3
        listener.leave()
        await listener.task

    served(store, scene)


def test_only_what_happens_to_one_story_is_told(store: Path) -> None:
    with Newsroom(store, read_only=True) as room:
        story = room.stories()[0].id
        whole = room.happened("0", limit=1_000)
    expected = [h.id for h in whole if story in (h.story, h.other)]
    assert 0 < len(expected) < len(whole)

    async def scene(app: Starlette) -> None:
        listener = Listener(app, f"story={story[:8]}&after=0")
        assert [id for id, _ in await listener.until(len(expected))] == expected
        listener.leave()
        await listener.task
        absent = Listener(app, "story=nothing")
        await absent.task
        assert absent.status == 404

    served(store, scene)


def test_who_has_gone_is_forgotten_and_nobody_looks_any_more(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []
    shown = Newsroom.last_point
    monkeypatch.setattr(Newsroom, "last_point", lambda self: (looks.append(1), shown(self))[1])

    async def scene(app: Starlette) -> None:
        listeners = [Listener(app) for _ in range(20)]
        while any("retry" not in listener.text for listener in listeners):
            await asyncio.sleep(0.01)
        assert app.state.events.listeners == 20
        assert len(looks) <= 20  # of those that came before the first look was over; all share what is found
        for listener in listeners:
            listener.leave()
        await asyncio.gather(*(listener.task for listener in listeners))
        assert app.state.events.listeners == 0
        await asyncio.sleep(0.1)
        assert not app.state.events.looking
        again = Listener(app)
        while "retry" not in again.text:
            await asyncio.sleep(0.01)
        await asyncio.to_thread(keep, store, "Osprey")
        assert len(await again.until(1)) == 1
        again.leave()
        await again.task

    served(store, scene)


def test_who_goes_while_something_is_being_sent_is_let_go(store: Path) -> None:
    async def scene(app: Starlette) -> None:
        for number in (1, 2, 3):
            listener = Listener(app, "after=0")
            listener.leaves_at = number
            async with asyncio.timeout(10):
                await listener.task
            assert len(listener.told) >= number and app.state.events.listeners == 0

    served(store, scene)


def test_no_more_than_so_many_may_listen(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_LISTENERS", 2)

    async def scene(app: Starlette) -> None:
        listeners = [Listener(app), Listener(app)]
        while app.state.events.listeners < 2:
            await asyncio.sleep(0.01)
        third = Listener(app)
        await third.task
        assert third.status == 503 and third.headers["retry-after"] == "5"
        assert third.headers["content-type"] == "application/problem+json"
        for listener in listeners:
            listener.leave()
            await listener.task
        fourth = Listener(app)
        while "retry" not in fourth.text:
            await asyncio.sleep(0.01)
        fourth.leave()
        await fourth.task

    served(store, scene)


def test_silence_is_broken_so_that_both_ends_know(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT", 0.05)

    async def scene(app: Starlette) -> None:
        listener = Listener(app)
        while listener.text.count(": still here\n\n") < 3:
            await asyncio.sleep(0.01)
        listener.leave()
        await listener.task

    served(store, scene)


def test_all_are_let_go_when_the_server_ends(store: Path) -> None:
    async def scene(app: Starlette) -> None:
        listeners = [Listener(app) for _ in range(3)]
        while any("retry" not in listener.text for listener in listeners):
            await asyncio.sleep(0.01)
        app.state.events.ending = lambda: True
        async with asyncio.timeout(5):
            await asyncio.gather(*(listener.task for listener in listeners))
        assert all(listener.ended for listener in listeners)

    served(store, scene)


def test_another_store_in_its_place_is_told(store: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    keep(other, "Harrow")

    async def scene(app: Starlette) -> None:
        whole = await all_of(app)
        listener = Listener(app)
        while "retry" not in listener.text:
            await asyncio.sleep(0.01)
        other.replace(store)
        for file in (f"{store}-wal", f"{store}-shm"):
            Path(file).unlink(missing_ok=True)
        ((place, data),) = await listener.until(1)
        assert data["kind"] == "reset" and place != whole[-1][0]
        back = Listener(app, last=whole[-1][0])
        assert [d["kind"] for _, d in await back.until(1)] == ["reset"]
        await asyncio.to_thread(keep, store, "Tamber")
        assert (await listener.until(2))[1][1]["kind"] == "new story"
        assert (await back.until(2))[1][1]["kind"] == "new story"
        listener.leave(), back.leave()
        await asyncio.gather(listener.task, back.task)

    served(store, scene)


def test_that_a_story_grows_quiet_with_the_clock_is_told_to_those_who_listen(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "PHASES", 1)
    monkeypatch.setattr(listing, "UNLOOKED", 0.0)
    monkeypatch.setattr(listing, "OLDEST", 0.0)
    clock = [NOW]
    monkeypatch.setattr(Rooms, "now", lambda self: clock[0])

    async def scene(app: Starlette) -> None:
        listener = Listener(app)
        while "retry" not in listener.text:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
        clock[0] = datetime(2031, 8, 8, tzinfo=UTC)
        told = await listener.until(1)
        assert {data["kind"] for _, data in told} == {"phase"} and {id for id, _ in told} == {""}
        assert {data["phase"] for _, data in told} == {"closed"}
        listener.leave()
        await listener.task

    served(store, scene)


@pytest.mark.parametrize(
    ("query", "last"), [("after=nonsense", ""), ("", "1-2"), ("what=1", ""), ("after=1&after=2", "")]
)
def test_what_is_asked_wrongly_is_refused(store: Path, query: str, last: str) -> None:
    async def scene(app: Starlette) -> None:
        listener = Listener(app, query, last)
        await listener.task
        assert listener.status == 400 and listener.ended

    served(store, scene)


def test_the_head_alone_ends_at_once(store: Path) -> None:
    async def scene(app: Starlette) -> None:
        listener = Listener(app, method="HEAD")
        await asyncio.wait_for(listener.task, 5)
        assert (listener.status, listener.text, listener.ended) == (200, "", True)
        assert app.state.events.listeners == 0

    served(store, scene)


def test_a_connection_that_is_closed_is_noticed_by_the_server(store: Path) -> None:
    app = open_app(str(store), now=NOW)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        server = open_server(app, "127.0.0.1", port, Settings().serve)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            asked = b"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
            for last in (b"retry: 3000", b"event: new story"):  # in silence, and while much is being sent
                with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
                    client.sendall(asked.replace(b"events", b"events?after=0") if b"event" in last else asked)
                    told = b""
                    while last not in told:
                        told += client.recv(1_000)
                    assert app.state.events.listeners == 1
                for _ in range(500):
                    if not app.state.events.listeners:
                        break
                    time.sleep(0.01)
                assert app.state.events.listeners == 0
        finally:
            server.should_exit = True
            thread.join(20)
    assert not thread.is_alive()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGTERM there")
def test_a_server_that_is_told_to_end_does_not_wait_for_those_who_listen(store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "writethru", "serve", "--store", str(store), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            address = f"http://127.0.0.1:{port}/api/v1/events"
            for _ in range(200):
                try:
                    stream = urllib.request.urlopen(address, timeout=10)
                    break
                except OSError:
                    time.sleep(0.1)
            with stream:
                assert stream.readline() == b"retry: 3000\n"
                os.kill(server.pid, signal.SIGTERM)
                begun = time.monotonic()
                assert b"data" not in stream.read()
            server.wait(20)
            assert time.monotonic() - begun < 4
        finally:
            server.kill()
