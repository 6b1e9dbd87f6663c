"""Connections that ask nothing, ask slowly or take no answer: others are answered meanwhile, and they are closed."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

import pytest
from msgspec import structs
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from writers import PATIENT

from tests.trials import trials
from writethru.settings import ServeSettings
from writethru.web.answers import Trouble
from writethru.web.bodies import read
from writethru.web.connections import open_server

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
BODY = b"POST /body HTTP/1.1\r\nHost: l\r\nContent-Length: 90\r\n\r\n"
HALF_OPEN = trials(300, 900)


async def short(request: Request) -> Response:
    return PlainTextResponse("here")


async def long(request: Request) -> Response:
    return Response(b"x" * 30_000_000)


async def slow(request: Request) -> Response:
    await asyncio.sleep(0.6)
    return PlainTextResponse("here")


async def taken(request: Request) -> Response:
    try:
        return PlainTextResponse(str(len(await read(request, 100, 60))))
    except Trouble as error:
        return PlainTextResponse(error.detail, error.status)


@contextmanager
def served(**chosen: float) -> Iterator[int]:
    """Serve a small application with limits; yield its port."""
    routes = [
        Route("/", short),
        Route("/long", long),
        Route("/slow", slow),
        Route("/body", taken, methods=["POST"]),
    ]
    settings = structs.replace(PATIENT, **chosen)
    server = open_server(Starlette(routes=routes), "127.0.0.1", 0, settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(10)
    assert not thread.is_alive()


def opened(stack: ExitStack, port: int, sent: bytes) -> socket.socket:
    connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
    connection.sendall(sent)
    return connection


def asked(port: int) -> tuple[int, float]:
    """Return what a request is answered, and in how many seconds."""
    begun = time.perf_counter()
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    client.request("GET", "/")
    answer = client.getresponse()
    answer.read()
    client.close()
    return answer.status, time.perf_counter() - begun


def is_closed(connection: socket.socket, seconds: float) -> bool:
    """Return whether the other end closes within so many seconds, without a word."""
    connection.settimeout(seconds)
    try:
        return connection.recv(1000) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


@pytest.mark.parametrize("sent", [b"", HEAD, BODY + b"1"], ids=["nothing", "head", "body"])
def test_half_open_connections_keep_nobody_out(sent: bytes) -> None:
    with served() as port, ExitStack() as stack:
        many = [opened(stack, port, sent) for _ in range(HALF_OPEN)]
        answers = [asked(port) for _ in range(50)]
        assert {status for status, _ in answers} == {200}
        assert max(seconds for _, seconds in answers) < 1
        assert len(many) == HALF_OPEN


def test_where_too_many_wait_those_that_wait_longest_make_room() -> None:
    with served(waiting_connections=20) as port, ExitStack() as stack:
        many = [opened(stack, port, b"") for _ in range(30)]
        time.sleep(0.2)
        assert [is_closed(connection, 0.05) for connection in many] == [True] * 10 + [False] * 20
        assert asked(port)[0] == 200


def test_whose_request_is_at_work_is_not_among_those_that_are_waited_for() -> None:
    with served(waiting_connections=5, connections=20) as port, ExitStack() as stack:
        busy = opened(stack, port, HEAD.replace(b"/ ", b"/slow ") + b"\r\n")
        time.sleep(0.1)
        for _ in range(60):
            opened(stack, port, b"")
        busy.settimeout(5)
        assert busy.recv(1000).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("sent", [b"", HEAD, BODY], ids=["nothing", "head", "body"])
def test_as_many_connections_as_there_may_be_keep_nobody_out(sent: bytes) -> None:
    with served(waiting_connections=200, connections=30) as port, ExitStack() as stack:
        for _ in range(60):
            opened(stack, port, sent)
        assert {asked(port)[0] for _ in range(10)} == {200}


def dripping(connection: socket.socket, part: bytes) -> Callable[[], None]:
    def drip() -> None:
        with suppress(OSError):
            for _ in range(200):
                connection.sendall(part)
                time.sleep(0.02)

    return drip


@pytest.mark.parametrize(
    ("sent", "part"),
    [
        (HEAD, b"A: b\r\n"),
        (b"", b"G"),
        (BODY, b"1"),
        (b"POST /body HTTP/1.1\r\nHost: l\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    ],
    ids=["head", "line", "body", "chunks"],
)
def test_who_drips_a_request_has_so_much_time_and_no_more(sent: bytes, part: bytes) -> None:
    with served(head_seconds=0.4, body_seconds=0.4) as port, ExitStack() as stack:
        slow = opened(stack, port, sent)
        threading.Thread(target=dripping(slow, part), daemon=True).start()
        begun = time.perf_counter()
        while not is_closed(slow, 4):  # once it may be told why
            assert time.perf_counter() - begun < 4
        assert time.perf_counter() - begun < 1.5
        assert asked(port)[0] == 200


def test_who_keeps_a_connection_has_the_time_again_for_each_request() -> None:
    with served(head_seconds=0.5) as port, ExitStack() as stack:
        kept = opened(stack, port, b"")
        for _ in range(4):
            time.sleep(0.3)
            kept.sendall(HEAD + b"\r\n")
            answered = b""
            while b"here" not in answered:
                answered += kept.recv(1000)
        assert is_closed(kept, 2)


def test_who_takes_no_answer_is_left() -> None:
    with served(stuck_seconds=0.4) as port, ExitStack() as stack:
        idle = opened(stack, port, HEAD.replace(b"/ ", b"/long ") + b"\r\n")
        time.sleep(1.2)
        taken = 0
        with pytest.raises(ConnectionError):
            while part := idle.recv(1_000_000):
                taken += len(part)
            raise ConnectionError  # an end before all has come is one, too
        assert taken < 30_000_000
        assert asked(port)[0] == 200


def test_the_defaults_leave_room_below_what_a_process_may_open() -> None:
    chosen = ServeSettings()
    assert chosen.waiting_connections < chosen.connections < 1_024 - 200


def test_no_connection_is_upgraded_to_where_nobody_looks_after_it() -> None:
    server = open_server(Starlette(), "127.0.0.1", 0, PATIENT)
    server.config.load()
    assert server.config.ws_protocol_class is None
    with served() as port, ExitStack() as stack:
        asking = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YQ==\r\n\r\n"
        connection = opened(stack, port, HEAD + asking)
        connection.settimeout(5)
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")
