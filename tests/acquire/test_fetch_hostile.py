"""Servers that are slow, broken or mean: each is left at the deadline or the limit, and named."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
import pytest

from tests.acquire.servers import (
    SERVERS,
    TEXTS,
    Behaviour,
    Mean,
    behaviour,
    drips,
    floods,
    made,
    says,
    silent,
    stated,
)
from tests.nets import own_hosts
from writethru.acquire import fetch, open_fetch
from writethru.errors import FetchError
from writethru.settings import Settings

SECONDS = 0.4  # the deadline of each fetch here
OVERRUN = 1.0
LIMIT = 300_000
BODY = TEXTS["body"].encode()
CERTIFICATE = Path(__file__).parent.parent / "cases" / "fetch" / "self-signed.pem"
MEAN = {server.name: server for server in SERVERS.mean}
WHOLE = {server.name: server for server in SERVERS.whole}
HANDSHAKES = {server.name: server for server in SERVERS.handshake}


def head(*lines: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    return "\r\n".join([status, *lines, "", ""]).encode("latin-1")


@contextmanager
def serving(answers: Behaviour, robots: Behaviour | None = None) -> Iterator[str]:
    """A server that behaves like this once it was asked; its robots.txt is missing, if nothing else is said."""

    def serve(line: socket.socket) -> None:
        asked = b""
        while not asked.endswith(b"\r\n\r\n"):
            asked += line.recv(4096) or b"\r\n\r\n"
        if asked.startswith(b"GET /robots.txt"):
            (robots or says(head("Content-Length: 0", status="HTTP/1.1 404 None")))(line)
        else:
            answers(line)

    with accepting(serve) as url:
        yield url


@contextmanager
def accepting(acts: Behaviour) -> Iterator[str]:
    """A server that behaves like this as soon as somebody connects."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=20)
    listener.settimeout(0.02)
    over = threading.Event()
    lines: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def serve(line: socket.socket) -> None:
        with line, suppress(OSError):
            acts(line)

    def listen() -> None:
        while not over.is_set():
            with suppress(TimeoutError):
                line = listener.accept()[0]
                line.settimeout(5)
                lines.append(line)
                threads.append(threading.Thread(target=serve, args=(line,), daemon=True))
                threads[-1].start()

    listening = threading.Thread(target=listen, daemon=True)
    listening.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        over.set()
        listening.join()
        listener.close()
        for line in lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(5)
        for line in lines:
            line.close()


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path) -> Iterator[None]:
    with own_hosts(tmp_path):
        yield


def settings(**changes: object) -> Settings:
    wanted = {
        "allow_networks": ("127.0.0.0/8",),
        "min_interval_seconds": 0.0,
        "total_seconds": SECONDS,
        "max_bytes": LIMIT,
    } | changes
    return Settings(acquire=msgspec.structs.replace(Settings().acquire, **wanted))


@contextmanager
def in_time(seconds: float = SECONDS) -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start <= seconds + OVERRUN


@contextmanager
def left_and_named(mean: Mean) -> Iterator[fetch.Fetch]:
    """Yield a fetch that has to fail at a server in its time, with the words and of the kind that are told of it."""
    # Only what drips is to end at the deadline; what floods may take its time on a busy machine.
    seconds = SECONDS if mean.kind == "timeout" else 10.0
    with in_time(seconds), pytest.raises(FetchError, match=mean.words) as caught:
        yield open_fetch(settings(total_seconds=seconds))
    assert caught.value.kind == mean.kind
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("what", MEAN)
def test_a_mean_server_is_left_and_named(what: str) -> None:
    with serving(behaviour(MEAN[what])) as url, left_and_named(MEAN[what]) as get:
        get(url + "/page")


@pytest.mark.parametrize("status", SERVERS.status)
def test_an_answer_that_is_no_page_is_named_with_its_status(status: str) -> None:
    with (
        serving(says(head("Content-Length: 0", status=f"HTTP/1.1 {status}"))) as url,
        pytest.raises(FetchError, match=str(SERVERS.status[status])) as caught,
    ):
        open_fetch(settings(total_seconds=5))(url + "/page")
    assert (caught.value.kind, caught.value.status) == ("status", SERVERS.status[status])


@pytest.mark.parametrize("what", WHOLE)
def test_an_answer_that_is_odd_but_whole_is_taken(what: str) -> None:
    whole = WHOLE[what]
    with serving(behaviour(whole)) as url:
        assert open_fetch(settings(total_seconds=10))(url + "/page").content == made(whole.content, TEXTS)


@pytest.mark.parametrize("what", [what for what, mean in MEAN.items() if mean.kind == "timeout"])
def test_a_robots_txt_that_is_slow_ends_at_the_same_deadline(what: str) -> None:
    with (
        serving(says(head(), BODY), robots=behaviour(MEAN[what])) as url,
        in_time(),
        pytest.raises(FetchError, match=r"robots\.txt cannot be had.*within"),
    ):
        open_fetch(settings())(url + "/page")


def test_a_robots_txt_without_end_is_read_as_far_as_it_has_to_be() -> None:
    rules = head() + b"User-agent: *\nDisallow: /closed\n"
    with serving(says(head(), BODY), robots=floods(rules, b"# and so on\n")) as url:
        get = open_fetch(settings(total_seconds=10))
        assert get(url + "/page").content == BODY
        with pytest.raises(FetchError, match="asks not to"):
            get(url + "/closed")


def test_the_deadline_holds_over_all_redirects() -> None:
    def hop(line: socket.socket) -> None:
        time.sleep(0.15)
        here = line.getsockname()[1]
        line.sendall(
            head(f"Location: http://127.0.0.1:{here}/{time.monotonic_ns()}", status="HTTP/1.1 302 Go")
        )

    with serving(hop) as url, in_time(), pytest.raises(FetchError, match="within") as caught:
        open_fetch(settings(max_redirects=20))(url + "/page")
    assert caught.value.kind == "timeout"


def test_redirects_without_end_are_named() -> None:
    def hop(line: socket.socket) -> None:
        line.sendall(head(f"Location: /{time.monotonic_ns()}", "Content-Length: 0", status="HTTP/1.1 302 Go"))

    with serving(hop) as url, pytest.raises(FetchError, match="more than 5 times") as caught:
        open_fetch(settings(total_seconds=5))(url + "/page")
    assert caught.value.kind == "redirects"


def test_a_redirect_with_an_address_without_end_is_refused() -> None:
    far = head("Location: /" + "a" * 20_000, status="HTTP/1.1 302 Go")
    with serving(says(far)) as url, pytest.raises(FetchError, match="8,000") as caught:
        open_fetch(settings(total_seconds=5))(url + "/page")
    assert caught.value.kind == "refused"


def test_memory_stays_bounded_whatever_comes() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    with serving(says(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n", stated(bomb))) as url:
        get = open_fetch(settings(total_seconds=10))
        with pytest.raises(FetchError):
            get(url + "/first")  # what is imported is no leak
        tracemalloc.start()
        try:
            with pytest.raises(FetchError, match="300,000"):
                get(url + "/page")
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < 5_000_000


def test_a_resolver_that_hangs_is_left_at_the_deadline() -> None:
    released = threading.Event()

    def hang(host: str, port: int) -> list[str]:
        released.wait(20)
        return ["127.0.0.1"]

    get = open_fetch(settings(total_seconds=0.05), net=fetch.Net(resolve=hang))
    try:
        for number in range(fetch.LOOK_UPS + 2):  # more than are let hang at a time
            with in_time(0.05), pytest.raises(FetchError) as caught:
                get(f"http://slow-{number}.example/page")
            assert caught.value.kind in ("unresolved", "timeout")
    finally:
        released.set()


def test_an_address_that_does_not_answer_leaves_the_next_ones_time() -> None:
    tried = []

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        tried.append(address)
        if address != "127.0.0.1":
            time.sleep(min(seconds, 0.3))
            raise TimeoutError("timed out")
        return fetch.connected(address, port, seconds)

    with serving(says(head(), BODY)) as url:
        net = fetch.Net(resolve=lambda host, port: ["127.0.0.9", "127.0.0.1"], connect=connect)
        get = open_fetch(settings(total_seconds=5, connect_seconds=0.4), net=net)
        assert get(url.replace("127.0.0.1", "two.example") + "/feed.xml").content == BODY
    assert tried == ["127.0.0.9", "127.0.0.1"]


def test_a_host_that_accepts_nothing_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(FetchError, match="refused") as caught:
        open_fetch(settings())(f"http://127.0.0.1:{port}/page")
    assert caught.value.kind == "connection"


def test_waiting_for_a_host_ends_at_the_deadline() -> None:
    with serving(silent) as url:
        get = open_fetch(settings(total_seconds=SECONDS))
        kinds: list[str] = []

        def ask() -> None:
            with in_time(), pytest.raises(FetchError) as caught:
                get(url + "/feed.xml")
            kinds.append(caught.value.kind)

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(kinds) == 3 and set(kinds) <= {"timeout", "busy"}


@contextmanager
def serving_tls(answers: Callable[[ssl.SSLSocket], None]) -> Iterator[str]:
    """A server within TLS that behaves like this once it was asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)

    def serve(line: socket.socket) -> None:
        within = context.wrap_socket(line, server_side=True)
        try:
            within.recv(4096)
            answers(within)
        finally:
            socket.socket(fileno=within.detach()).close()  # without a word

    with accepting(serve) as url:
        yield url.replace("http:", "https:")


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "_tls", lambda: ssl.create_default_context(cafile=CERTIFICATE))


@pytest.mark.parametrize("what", HANDSHAKES)
def test_a_handshake_that_fails_is_named(what: str) -> None:
    with accepting(behaviour(HANDSHAKES[what])) as url, left_and_named(HANDSHAKES[what]) as get:
        get(url.replace("http:", "https:") + "/feed.xml")


def test_a_certificate_that_nobody_signed_is_named_whatever_the_environment_trusts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(CERTIFICATE))
    with serving_tls(says(head(), BODY)) as url, pytest.raises(FetchError, match="self-signed") as caught:
        open_fetch(settings(total_seconds=5))(url + "/feed.xml")
    assert caught.value.kind == "certificate"


def test_a_certificate_of_another_host_is_named(trusting: None) -> None:
    net = fetch.Net(resolve=lambda host, port: ["127.0.0.1"])
    get = open_fetch(settings(total_seconds=5), net=net)
    with serving_tls(says(head(), BODY)) as url, pytest.raises(FetchError, match="other\\.example") as caught:
        get(url.replace("127.0.0.1", "other.example") + "/feed.xml")
    assert caught.value.kind == "certificate"


def test_a_body_that_ends_without_an_end_of_tls_was_cut_off(trusting: None) -> None:
    with serving_tls(says(head("Connection: close"), BODY)) as url:
        with pytest.raises(FetchError, match="broke off") as caught:
            open_fetch(settings(total_seconds=5))(url + "/feed.xml")
        assert caught.value.kind == "connection"
    with serving_tls(says(head(f"Content-Length: {len(BODY)}"), BODY)) as url:
        assert open_fetch(settings(total_seconds=5))(url + "/feed.xml").content == BODY


def test_a_body_that_drips_within_tls_ends_at_the_deadline(trusting: None) -> None:
    with (
        serving_tls(drips(head(), b"x")) as url,
        in_time(),
        pytest.raises(FetchError, match="within") as caught,
    ):
        open_fetch(settings())(url + "/feed.xml")
    assert caught.value.kind == "timeout"
