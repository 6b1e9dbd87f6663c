"""Errands and the threads that write: what becomes of them when they fail, when the server ends, when there are many."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from datetime import UTC, datetime
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from writethru.acquire import Fetched
from writethru.errors import FetchError, StoreLocked, UsageError
from writethru.newsroom import Newsroom
from writethru.web.answers import Trouble
from writethru.web.errands import REMEMBERED, Errands, Limited, Writer

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)


def fetched(url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
    return Fetched(url, b"x", "text/html", etag=etag, last_modified=last_modified)


@pytest.fixture
def writer() -> Iterator[Writer]:
    found = Writer(Newsroom, 5, "trying")
    yield found
    found.close(5)


def ended(errands: Errands, writer: Writer, call: Any) -> Any:
    errand = errands.send("add", "https://a.example/" + "a" * 900, "desk", call)
    assert len(errand.about) == 300
    writer.give(lambda room: None).result(5)
    return errands.find(errand.id)


def test_what_came_of_an_errand_is_told(writer: Writer, caplog: pytest.LogCaptureFixture) -> None:
    errands = Errands(writer, Limited(fetched), 60, lambda: NOW)

    def wrong(error: Exception) -> Any:
        def call(room: Newsroom) -> None:
            raise error

        return call

    done = ended(errands, writer, lambda room: room.census().articles)
    assert (done.state, done.result, done.problem, done.ended) == ("done", 0, "", NOW.isoformat())
    for error in (UsageError("no such thing"), FetchError("too slow"), StoreLocked("busy")):
        failed = ended(errands, writer, wrong(error))
        assert (failed.state, failed.problem, failed.result) == ("failed", str(error), None)
    caplog.set_level(logging.ERROR)
    failed = ended(errands, writer, wrong(RuntimeError("secret of the house")))
    assert (failed.state, failed.problem) == ("failed", "a fault of the server")
    assert "secret of the house" in caplog.text
    assert [each.state for each in errands.last(3)] == ["failed"] * 3


def test_an_errand_that_cannot_be_begun_has_failed() -> None:
    def gone() -> Newsroom:
        raise Trouble(503, "the store is not there now")

    writer = Writer(gone, 5, "trying")
    errands = Errands(writer, Limited(fetched), 60, lambda: NOW)
    errand = errands.send("add", "x", "desk", lambda room: None)
    with pytest.raises(Trouble):
        writer.give(lambda room: None).result(5)
    assert errands.find(errand.id).problem == "the store is not there now"
    writer.close(5)


def test_so_many_errands_wait_and_so_many_are_remembered() -> None:
    go_on, begun = threading.Event(), threading.Event()
    writer = Writer(Newsroom, 3, "trying")
    errands = Errands(writer, Limited(fetched), 60, lambda: NOW)

    def slow(room: Newsroom) -> None:
        begun.set()
        go_on.wait(10)

    first = errands.send("add", "0", "desk", slow)
    assert begun.wait(5)
    for n in (1, 2, 3):
        errands.send("add", str(n), "desk", lambda room: None)
    with pytest.raises(Trouble, match="too much waits"):
        errands.send("add", "4", "desk", lambda room: None)
    assert [each.about for each in errands.last(9)] == ["3", "2", "1", "0"], "what was refused is no errand"
    go_on.set()
    for n in range(REMEMBERED):
        while True:
            try:
                last = errands.send("add", str(n), "desk", lambda room: None)
                break
            except Trouble:
                threading.Event().wait(0.001)
    assert len(errands.last(10_000)) == REMEMBERED
    with pytest.raises(Trouble, match="no such errand"):
        errands.find(first.id)
    assert errands.find(last.id).about == str(REMEMBERED - 1)
    writer.close(5)


def test_when_the_server_ends_what_waits_is_dropped_and_what_is_done_gets_its_moment() -> None:
    go_on, begun = threading.Event(), threading.Event()
    writer = Writer(Newsroom, 5, "trying")
    errands = Errands(writer, Limited(fetched), 60, lambda: NOW)

    def slow(room: Newsroom) -> str:
        begun.set()
        go_on.wait(10)
        return "done in time"

    running = errands.send("add", "a", "desk", slow)
    assert begun.wait(5)
    waiting = errands.send("add", "b", "desk", lambda room: None)
    alone = writer.give(lambda room: None)
    threading.Timer(0.1, go_on.set).start()
    writer.close(5)
    assert errands.find(running.id).result == "done in time"
    assert (errands.find(waiting.id).state, errands.find(waiting.id).problem) == (
        "failed",
        "the server was stopped",
    )
    with pytest.raises(CancelledError):
        alone.result(1)


def test_the_way_to_the_network_is_closed_when_the_time_is_over() -> None:
    now = 100.0
    way = Limited(fetched, lambda: now)
    assert way("https://a.example/").url == "https://a.example/"
    assert way("https://a.example/", etag='"1"').etag == '"1"'
    way.open_for(10)
    now += 9.9
    assert way("https://a.example/").content == b"x"
    now += 0.2
    with pytest.raises(FetchError) as refused:
        way("https://a.example/")
    assert refused.value.kind == "timeout"
    way.open_for(1)
    assert way("https://a.example/").content == b"x"
