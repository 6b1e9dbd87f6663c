"""Servers that are slow, broken or mean: each is left at the deadline or the limit, and named."""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
import pytest

from tests.nets import own_hosts
from writethru.acquire import fetch, open_fetch
from writethru.errors import FetchError
from writethru.settings import Settings

SECONDS = 0.4  # the deadline of each fetch here
OVERRUN = 1.0
LIMIT = 300_000
BODY = b"<p>The ferry ran aground off Lindholm.</p>" * 50
CERTIFICATE = Path(__file__).parent.parent / "cases" / "fetch" / "self-signed.pem"
Behaviour = Callable[[socket.socket], None]


def head(*lines: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    return "\r\n".join([status, *lines, "", ""]).encode("latin-1")


def says(*pieces: bytes) -> Behaviour:
    """Say it all and close."""
    return lambda line: line.sendall(b"".join(pieces))


def drips(before: bytes, piece: bytes, pause: float = 0.02) -> Behaviour:
    """Say something for ever, a piece at a time."""

    def drip(line: socket.socket) -> None:
        line.sendall(before)
        while True:
            line.sendall(piece)
            time.sleep(pause)

    return drip


def floods(before: bytes, piece: bytes) -> Behaviour:
    """Say something for ever, as fast as it is taken."""
    return drips(before, piece * (1 + 65536 // len(piece)), 0)


def resets(*pieces: bytes) -> Behaviour:
    """Say something and break the connection off."""

    def reset(line: socket.socket) -> None:
        line.sendall(b"".join(pieces))
        time.sleep(0.05)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return reset


def silent(line: socket.socket) -> None:
    while line.recv(4096):
        pass


def stops(*pieces: bytes) -> Behaviour:
    """Say something and then nothing more."""

    def stop(line: socket.socket) -> None:
        line.sendall(b"".join(pieces))
        silent(line)

    return stop


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content)


def packed(content: bytes, *headers: str) -> bytes:
    return head("Content-Encoding: gzip", f"Content-Length: {len(content)}", *headers) + content


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)) + packer.flush()


CHUNKED = head("Transfer-Encoding: chunked")
ZIPPED_CHUNKED = head("Transfer-Encoding: chunked", "Content-Encoding: gzip")
ZIPPED = gzip.compress(BODY)

# What a server does -> the kind of the error, and words of its message.
MEAN: dict[str, tuple[Behaviour, str, str]] = {
    # slow
    "it never answers": (silent, "timeout", "within"),
    "its status line drips": (drips(b"HTTP/1.1 ", b"2"), "timeout", "within"),
    "its headers drip": (drips(b"HTTP/1.1 200 OK\r\nX: ", b"x"), "timeout", "within"),
    "its hints drip": (drips(b"", head(status="HTTP/1.1 103 Early Hints")), "timeout", "within"),
    "its body drips": (drips(head("Content-Length: 1000"), b"x"), "timeout", "within"),
    "its body drips and has no end": (drips(head("Connection: close"), b"x"), "timeout", "within"),
    "its chunks drip": (drips(CHUNKED, chunk(b"x")), "timeout", "within"),
    "the size of its chunk drips": (drips(CHUNKED, b"0"), "timeout", "within"),
    "its gzip drips": (drips(ZIPPED_CHUNKED + chunk(ZIPPED[:10]), chunk(b"\0\0\0\xff\xff")), "timeout", "within"),
    "it stops within the body": (stops(head("Content-Length: 9"), b"x"), "timeout", "within"),
    "it stops before the last chunk": (stops(CHUNKED, chunk(BODY)), "timeout", "within"),
    # large
    "its header has no end": (floods(b"HTTP/1.1 200 OK\r\nX: ", b"x"), "too-large", "headers"),
    "its headers have no end": (floods(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"), "too-large", "headers"),
    "its hints have no end": (floods(b"", head(status="HTTP/1.1 100 Continue")), "too-large", "headers"),
    "its status line has no end": (floods(b"HTTP/1.1 200 ", b"x"), "too-large", "headers"),
    "its body has no end": (floods(head(), b"x"), "too-large", "300,000"),
    "its chunks have no end": (floods(CHUNKED, chunk(b"xy" * 500)), "too-large", "300,000"),
    "its chunks are of one byte": (floods(CHUNKED, chunk(b"x")), "too-large", "50,000 pieces"),
    "it states a size over the limit": (says(head("Content-Length: 99999999999"), BODY), "too-large", "300,000"),
    "its gzip is a bomb": (says(packed(bomb(30_000_000))), "too-large", "300,000"),
    "its gzip is a bomb in chunks": (says(ZIPPED_CHUNKED, chunk(bomb(30_000_000))), "too-large", "300,000"),
    "its deflate is a bomb": (
        says(head("Content-Encoding: deflate", "Connection: close"), zlib.compress(bytes(30_000_000), 9)),
        "too-large",
        "300,000",
    ),
    "its gzip has no end and nothing in it": (
        floods(ZIPPED_CHUNKED + chunk(ZIPPED[:10]), chunk(b"\0\0\0\xff\xff" * 200)),
        "too-large",
        "300,000",
    ),
    "its gzip has members without end": (floods(ZIPPED_CHUNKED, chunk(gzip.compress(b""))), "encoding", "members"),
    # broken off
    "it closes at once": (says(), "connection", "broke off|HTTP"),
    "it closes after a hint": (says(head(status="HTTP/1.1 100 Continue")), "connection", "broke off|HTTP"),
    "it closes within the headers": (says(b"HTTP/1.1 200 OK\r\nContent-"), "connection", "broke off|HTTP"),
    "it resets at once": (resets(), "connection", "broke off|HTTP"),
    "it resets within the headers": (resets(b"HTTP/1.1 200 OK\r\nContent-"), "connection", "broke off|HTTP"),
    "it resets within the body": (resets(head("Content-Length: 9999"), BODY), "connection", "broke off"),
    "it resets within a body without a size": (resets(head(), BODY), "connection", "broke off"),
    "it resets between chunks": (resets(CHUNKED, chunk(BODY)), "connection", "broke off"),
    "it states a larger size": (says(head("Content-Length: 9999"), BODY), "connection", "HTTP"),
    "it sends no last chunk": (says(CHUNKED, chunk(BODY)), "connection", "HTTP"),
    "its gzip is cut off": (says(packed(ZIPPED[:-9])), "encoding", "cut off"),
    "its gzip ends within its header": (says(packed(ZIPPED[:5])), "encoding", "cut off"),
    "its chunks of gzip end early": (says(ZIPPED_CHUNKED, chunk(ZIPPED[:60]), b"0\r\n\r\n"), "encoding", "cut off"),
    # sizes that are none
    "it states two sizes": (says(head("Content-Length: 5", "Content-Length: 7"), b"seven c"), "connection", "HTTP"),
    "it states a size below nothing": (says(head("Content-Length: -5"), BODY), "connection", "HTTP"),
    "it states a size in words": (says(head("Content-Length: many"), BODY), "connection", "HTTP"),
    "it states the size of a chunk in words": (says(CHUNKED, b"many\r\n", BODY), "connection", "HTTP"),
    "it states a chunk of 2^64": (says(CHUNKED, b"10000000000000000\r\nxx"), "connection", "HTTP"),
    "it has a coding of transfer that nobody has": (says(head("Transfer-Encoding: zip"), BODY), "connection", "HTTP"),
    # encodings
    "its encoding is damaged": (says(packed(ZIPPED[:10] + b"\xff" * 60)), "encoding", "damaged"),
    "its checksum is wrong": (says(packed(ZIPPED[:-8] + bytes(8))), "encoding", "damaged"),
    "it is not encoded though it says so": (says(packed(BODY)), "encoding", "damaged"),
    "it is gzip within gzip": (says(packed(gzip.compress(ZIPPED))), "encoding", "within"),
    "it states gzip twice": (says(packed(gzip.compress(ZIPPED), "Content-Encoding: gzip")), "encoding", "gzip, gzip"),
    "it states gzip twice in a line": (
        says(head("Content-Encoding: gzip, gzip", "Connection: close"), gzip.compress(ZIPPED)),
        "encoding",
        "gzip, gzip",
    ),
    "something follows its gzip": (says(packed(ZIPPED + b"and more")), "encoding", "followed"),
    "something follows its second member": (says(packed(ZIPPED + ZIPPED + b"x")), "encoding", "followed"),
    "something follows its deflate": (
        says(head("Content-Encoding: deflate"), zlib.compress(BODY) + b"more"),
        "encoding",
        "followed",
    ),
    "its encoding is brotli": (says(head("Content-Encoding: br"), b"\x0b\x02\x80hi\x03"), "encoding", "br"),
    "its encoding is zstd": (says(head("Content-Encoding: zstd"), b"\x28\xb5\x2f\xfd"), "encoding", "zstd"),
    "its encoding is compress": (says(head("Content-Encoding: compress"), b"\x1f\x9d"), "encoding", "compress"),
    # no HTTP
    "it speaks SSH": (says(b"SSH-2.0-OpenSSH_9.7\r\n"), "connection", "HTTP"),
    "it speaks SMTP": (says(b"220 mail.example ESMTP\r\n"), "connection", "HTTP"),
    "it speaks FTP": (says(b"220-Welcome\r\n220 ready\r\n"), "connection", "HTTP"),
    "it speaks TLS": (says(b"\x15\x03\x01\x00\x02\x02\x46"), "connection", "broke off|HTTP"),
    "it speaks RTSP": (says(head(status="RTSP/1.0 200 OK")), "connection", "HTTP"),
    "it is a radio": (says(head(status="ICY 200 OK"), BODY), "connection", "HTTP"),
    "it speaks HTTP/0.9": (says(BODY), "connection", "HTTP"),
    "it speaks HTTP/2": (says(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18)), "connection", "broke off|HTTP"),
    "its status is no number": (says(head(status="HTTP/1.1 OK fine"), BODY), "connection", "HTTP"),
    "its status has four digits": (says(head(status="HTTP/1.1 2000 OK"), BODY), "connection", "HTTP"),
    "its header has no colon": (says(head("nonsense"), BODY), "connection", "HTTP"),
    "its header has a NUL": (says(head("X: a\0b"), BODY), "connection", "HTTP"),
    "it switches to another protocol": (says(head("Upgrade: h2c", status="HTTP/1.1 101 Switch")), "connection", "HTTP"),
}  # fmt: skip
# Answers that are no page -> kind and words; the rest of the status line and headers.
STATUS = {
    "204 No Content": "204",
    "205 Reset Content": "205",
    "206 Partial Content": "206",
    "226 IM Used": "226",
    "300 Multiple Choices": "300",
    "301 Moved Permanently": "301",
    "302 Found": "302",
    "304 Not Modified": "304",
    "305 Use Proxy": "305",
    "307 Temporary Redirect": "307",
    "400 Bad Request": "400",
    "401 Unauthorized": "401",
    "403 Forbidden": "403",
    "404 Not Found": "404",
    "407 Proxy Authentication Required": "407",
    "410 Gone": "410",
    "418 I'm a teapot": "418",
    "429 Too Many Requests": "429",
    "451 Unavailable For Legal Reasons": "451",
    "500 Internal Server Error": "500",
    "503 Service Unavailable": "503",
    "599 Unknown": "599",
    "999 Request denied": "999",
}
GOOD: dict[str, tuple[Behaviour, bytes]] = {
    "of a stated size": (says(head(f"Content-Length: {len(BODY)}"), BODY), BODY),
    "without a size": (says(head("Connection: close"), BODY), BODY),
    "by HTTP/1.0": (says(head(status="HTTP/1.0 200 OK"), BODY), BODY),
    "with more after its size": (says(head("Content-Length: 5"), b"hello, and more"), b"hello"),
    "in chunks": (says(CHUNKED, *(chunk(bytes([c])) for c in BODY), b"0\r\n\r\n"), BODY),
    "in chunks with a trailer": (says(CHUNKED, chunk(BODY), b"0\r\nX-Sum: 1\r\n\r\n"), BODY),
    "after hints": (says(head("Link: </a>", status="HTTP/1.1 103 Early Hints") * 3, head("Content-Length: 2"), b"ok"), b"ok"),
    "with a last line of nothing but LF": (says(b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok"), b"ok"),
    "packed": (says(packed(ZIPPED)), BODY),
    "packed in two members": (says(packed(ZIPPED + ZIPPED)), BODY + BODY),
    "packed in fifty members in chunks": (says(ZIPPED_CHUNKED, *(chunk(c) for c in [ZIPPED] * 50), b"0\r\n\r\n"), BODY * 50),
    "packed in members cut anywhere": (says(ZIPPED_CHUNKED, *(chunk(bytes([c])) for c in ZIPPED * 2), b"0\r\n\r\n"), BODY * 2),
    "packed and padded with zeros": (says(packed(ZIPPED + bytes(400))), BODY),
    "packed with nothing in it": (says(packed(b"")), b""),
    "packed, in capitals": (says(head("content-ENCODING: X-GZIP"), ZIPPED), BODY),
    "packed with a name in its header": (says(packed(b"\x1f\x8b\x08\x08" + bytes(6) + b"name\0" + ZIPPED[10:])), BODY),
    "deflated": (says(head("Content-Encoding: deflate"), zlib.compress(BODY)), BODY),
    "deflated without a wrapper": (says(head("Content-Encoding: deflate"), zlib.compress(BODY, wbits=-15)), BODY),
    "as large as may be": (says(head(), bytes(LIMIT)), bytes(LIMIT)),
    "changed on the way": (says(head("Content-Length: 2", status="HTTP/1.1 203 Fine"), b"ok"), b"ok"),
}  # fmt: skip


@contextmanager
def serving(behaviour: Behaviour, robots: Behaviour | None = None) -> Iterator[str]:
    """A server that behaves like this once it was asked; its robots.txt is missing, if nothing else is said."""

    def serve(line: socket.socket) -> None:
        asked = b""
        while not asked.endswith(b"\r\n\r\n"):
            asked += line.recv(4096) or b"\r\n\r\n"
        if asked.startswith(b"GET /robots.txt"):
            (robots or says(head("Content-Length: 0", status="HTTP/1.1 404 None")))(line)
        else:
            behaviour(line)

    with accepting(serve) as url:
        yield url


@contextmanager
def accepting(behaviour: Behaviour) -> Iterator[str]:
    """A server that behaves like this as soon as somebody connects."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=20)
    listener.settimeout(0.02)
    over = threading.Event()
    lines: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def serve(line: socket.socket) -> None:
        with line, suppress(OSError):
            behaviour(line)

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


@pytest.mark.parametrize("what", MEAN)
def test_a_mean_server_is_left_and_named(what: str) -> None:
    behaviour, kind, words = MEAN[what]
    # Only what drips is to end at the deadline; what floods may take its time on a busy machine.
    seconds = SECONDS if kind == "timeout" else 10.0
    with serving(behaviour) as url, in_time(seconds), pytest.raises(FetchError, match=words) as caught:
        open_fetch(settings(total_seconds=seconds))(url + "/page")
    assert caught.value.kind == kind
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("status", STATUS)
def test_an_answer_that_is_no_page_is_named_with_its_status(status: str) -> None:
    with (
        serving(says(head("Content-Length: 0", status=f"HTTP/1.1 {status}"))) as url,
        pytest.raises(FetchError, match=STATUS[status]) as caught,
    ):
        open_fetch(settings(total_seconds=5))(url + "/page")
    assert (caught.value.kind, caught.value.status) == ("status", int(STATUS[status]))


@pytest.mark.parametrize("what", GOOD)
def test_an_answer_that_is_odd_but_whole_is_taken(what: str) -> None:
    behaviour, content = GOOD[what]
    with serving(behaviour) as url:
        assert open_fetch(settings(total_seconds=10))(url + "/page").content == content


@pytest.mark.parametrize("what", [what for what, (_, kind, _) in MEAN.items() if kind == "timeout"])
def test_a_robots_txt_that_is_slow_ends_at_the_same_deadline(what: str) -> None:
    with (
        serving(says(head(), BODY), robots=MEAN[what][0]) as url,
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
    with serving(says(packed(bomb(50_000_000)))) as url:
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
def serving_tls(behaviour: Callable[[ssl.SSLSocket], None]) -> Iterator[str]:
    """A server within TLS that behaves like this once it was asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)

    def serve(line: socket.socket) -> None:
        within = context.wrap_socket(line, server_side=True)
        try:
            within.recv(4096)
            behaviour(within)
        finally:
            socket.socket(fileno=within.detach()).close()  # without a word

    with accepting(serve) as url:
        yield url.replace("http:", "https:")


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "_tls", lambda: ssl.create_default_context(cafile=CERTIFICATE))


BEFORE_TLS = {
    "nothing": (silent, "timeout", "within"),
    "a handshake that drips": (drips(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc", b"\x03"), "timeout", "within"),
    "an alert": (says(b"\x15\x03\x01\x00\x02\x02\x46"), "connection", "broke off"),
    "plain HTTP": (says(head("Content-Length: 2"), b"ok"), "connection", "broke off"),
    "an end": (says(), "connection", "broke off"),
}


@pytest.mark.parametrize("what", BEFORE_TLS)
def test_a_handshake_that_fails_is_named(what: str) -> None:
    behaviour, kind, words = BEFORE_TLS[what]
    seconds = SECONDS if kind == "timeout" else 10.0
    with accepting(behaviour) as url, in_time(seconds), pytest.raises(FetchError, match=words) as caught:
        open_fetch(settings(total_seconds=seconds))(url.replace("http:", "https:") + "/feed.xml")
    assert caught.value.kind == kind


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
