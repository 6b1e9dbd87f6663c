"""The process beside: what it does and what comes of it, also when it dies, and what it has fetched."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from writethru import Newsroom
from writethru.acquire import Fetched
from writethru.errors import FetchError, UsageError
from writethru.settings import Settings
from writethru.web.answers import Trouble
from writethru.web.beside import Beside
from writethru.web.beside_child import Broke, Opening

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)


def count(room: Newsroom) -> tuple[int, int, datetime | None]:
    return os.getpid(), room.census().articles, room.now


def fail(room: Newsroom, how: str) -> None:
    match how:
        case "asked":
            raise UsageError("no such story")
        case "conflict":
            raise Trouble(409, "it is so already", 7)
        case "fetch":
            raise FetchError("it did not answer", "timeout", status=504, retry_after=3.0)
        case "fault":
            raise KeyError("secret of the house")


def die(room: Newsroom) -> None:
    os._exit(3)


def sleeping(room: Newsroom) -> None:
    time.sleep(60)


def printing(room: Newsroom) -> str:
    print("among the messages")
    os.write(1, b"and these bytes")
    return "done"


def fetching(room: Newsroom, url: str) -> bytes:
    return room._get(url).content


def leaving(room: Newsroom, url: str) -> str:
    """Leave a thread behind that fetches when this is over."""

    def later() -> None:
        time.sleep(0.2)
        room._get(url)

    threading.Thread(target=later, daemon=True).start()
    return "left"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("beside") / "news.db"
    with Newsroom(path, settings=Settings(), now=NOW) as room:
        room.add([str(Path(__file__).parent.parent / "cases" / "cli" / "harbour.jsonl")])
    return str(path)


@pytest.fixture(scope="module")
def opening(store: str) -> Opening:
    return Opening(store, Settings(), NOW, True)


@pytest.fixture(scope="module")
def beside() -> Iterator[Beside]:
    found = Beside()
    yield found
    found.close()


def test_it_is_another_process_and_the_same_one_for_the_next_thing(beside: Beside, opening: Opening) -> None:
    first = beside.do(opening, count)
    assert first[0] != os.getpid() and first[1] > 1 and first[2] == NOW
    assert beside.do(opening, count) == first
    assert beside.do(opening, printing) == "done" and beside.do(opening, count) == first


@pytest.mark.parametrize(
    ("how", "kind", "words"),
    [
        ("asked", UsageError, "no such story"),
        ("conflict", Trouble, "it is so already"),
        ("fetch", FetchError, "it did not answer"),
        ("fault", Broke, "secret of the house"),
    ],
)
def test_what_fails_there_fails_here(
    beside: Beside, opening: Opening, how: str, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words) as found:
        beside.do(opening, fail, how)
    error: Any = found.value
    if how == "conflict":
        assert (error.status, error.wait) == (409, 7)
    if how == "fetch":
        assert (error.kind, error.status, error.retry_after) == ("timeout", 504, 3.0)


def test_one_that_dies_is_told_of_and_replaced(beside: Beside, opening: Opening) -> None:
    before = beside.do(opening, count)
    with pytest.raises(Trouble, match="in the midst") as found:
        beside.do(opening, die)
    assert found.value.status == 503
    after = beside.do(opening, count)
    assert after[0] != before[0] and after[1:] == before[1:]


def test_what_takes_too_long_is_ended_with_its_process(beside: Beside, opening: Opening) -> None:
    before, begun = beside.do(opening, count), time.monotonic()
    with pytest.raises(Trouble, match="in the midst"):
        beside.do(opening, sleeping, seconds=0.3)
    assert 0.3 <= time.monotonic() - begun < 20
    after = beside.do(opening, count, seconds=20.0)
    assert after[0] != before[0] and after[1:] == before[1:]


def test_one_that_does_nothing_ends_and_another_begins(opening: Opening) -> None:
    beside = Beside(idle=0.05)
    first = beside.do(opening, count)
    until = time.monotonic() + 20
    while beside._process is not None and time.monotonic() < until:
        time.sleep(0.01)
    assert beside._process is None
    assert beside.do(opening, count)[0] != first[0]
    beside.close()


def test_a_store_that_is_not_there_is_not_made(beside: Beside, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="not there"):
        beside.do(Opening(str(tmp_path / "none.db"), Settings(), NOW, False), count)
    assert not (tmp_path / "none.db").exists()


def test_it_fetches_by_the_way_of_the_other_process_and_only_while_it_does_something(
    beside: Beside, opening: Opening
) -> None:
    asked: list[str] = []

    def fetch(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        asked.append(url)
        if "gone" in url:
            raise FetchError("it is gone", "status", status=410)
        return Fetched(url, url.encode(), "text/html")

    found = beside.do(opening, fetching, "https://a.example/1", fetch=fetch)
    assert found == b"https://a.example/1"
    with pytest.raises(FetchError, match="it is gone"):
        beside.do(opening, fetching, "https://a.example/gone", fetch=fetch)
    assert beside.do(opening, leaving, "https://a.example/late", fetch=fetch) == "left"
    time.sleep(0.5)
    assert beside.do(opening, fetching, "https://a.example/2", fetch=fetch) == b"https://a.example/2"
    assert asked == ["https://a.example/1", "https://a.example/gone", "https://a.example/2"]


def test_one_whose_program_ends_ends_without_a_word(store: str) -> None:
    code = f"""
import sys, threading
from tests.web.test_beside import waiting
from writethru.settings import Settings
from writethru.web.beside import Beside, Opening
from datetime import UTC, datetime
beside = Beside()
opening = Opening({store!r}, Settings(), datetime(2031, 3, 8, tzinfo=UTC), True)
threading.Thread(target=beside.do, args=(opening, waiting), daemon=True).start()
while beside._process is None: pass
"""
    done = subprocess.run([sys.executable, "-c", code], timeout=60, check=True, capture_output=True)
    assert done.stderr == b"", "which is open until the last one has ended"


def waiting(room: Newsroom) -> None:
    time.sleep(0.2)
