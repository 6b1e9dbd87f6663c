from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from tests.nets import own_hosts
from writethru.acquire import collect, open_fetch
from writethru.errors import FetchError
from writethru.records import Problem
from writethru.settings import Settings

SEEN: list[tuple[str, dict[str, str]]] = []
ROBOTS = {"text": b"User-agent: *\nDisallow: /closed\n", "status": 200}


class Desk(BaseHTTPRequestHandler):
    """A server whose paths say how it behaves."""

    def do_GET(self) -> None:
        SEEN.append((self.path, dict(self.headers)))
        name = self.path.split("?")[0].strip("/")
        if name == "robots.txt":
            return self.answer(ROBOTS["text"], int(ROBOTS["status"]))
        if name.startswith("hop"):
            number = int(name.removeprefix("hop"))
            return self.answer(b"", 302, Location=f"/hop{number - 1}" if number else "/page")
        body = b"<p>page</p>" * 100
        known = {
            "page": lambda: self.answer(body, **{"Content-Type": "text/html; charset=ISO-8859-2"}),
            "circle": lambda: self.answer(b"", 302, Location="/circle"),
            "inside": lambda: self.answer(b"", 302, Location="http://169.254.169.254/latest/meta-data/"),
            "local": lambda: self.answer(b"", 301, Location="http://[::1]/"),
            "file": lambda: self.answer(b"", 301, Location="file:///etc/passwd"),
            "gzip": lambda: self.answer(gzip.compress(body), **{"Content-Encoding": "gzip"}),
            "deflate": lambda: self.answer(zlib.compress(body), **{"Content-Encoding": "deflate"}),
            "raw": lambda: self.answer(zlib.compress(body, wbits=-15), **{"Content-Encoding": "deflate"}),
            "cut": lambda: self.answer(gzip.compress(body)[:-9], **{"Content-Encoding": "gzip"}),
            "twice": lambda: self.answer(body, **{"Content-Encoding": "gzip, gzip"}),
            "brotli": lambda: self.answer(body, **{"Content-Encoding": "br"}),
            "bomb": lambda: self.answer(gzip.compress(bytes(9_000_000)), **{"Content-Encoding": "gzip"}),
            "big": lambda: self.answer(bytes(3_000_000)),
            "busy": lambda: self.answer(b"", 429, **{"Retry-After": "120"}),
            "cookie": lambda: self.answer(body, **{"Set-Cookie": "a=b; Path=/"}),
            "slow": self.slow,
        }
        return known.get(name, lambda: self.answer(b"gone", 404))()

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    desk = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=desk.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{desk.server_port}"
    desk.shutdown()
    desk.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path) -> Iterator[None]:
    SEEN.clear()
    ROBOTS.update(text=b"User-agent: *\nDisallow: /closed\n", status=200)
    with own_hosts(tmp_path):
        yield


def settings(**changes: object) -> Settings:
    wanted = {"allow_networks": ("127.0.0.0/8",), "min_interval_seconds": 0.0, "total_seconds": 5.0} | changes
    return Settings(acquire=msgspec.structs.replace(Settings().acquire, **wanted))


def test_a_page_with_its_final_address_type_and_charset(server: str) -> None:
    got = open_fetch(settings())(server + "/hop2")
    assert (got.url, got.media_type, got.charset) == (server + "/page", "text/html", "iso-8859-2")
    assert got.content == b"<p>page</p>" * 100


def test_loopback_is_refused_unless_allowed(server: str) -> None:
    with pytest.raises(FetchError, match="loopback"):
        open_fetch(settings(allow_networks=()))(server + "/page")
    assert not SEEN


@pytest.mark.parametrize(
    "url",
    [
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://localhost/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::1]:8080/",
        "http://127.0.0.1:22/",
        "http://0/",
        "http://169.254.169.254/latest/",
        "ftp://127.0.0.1/",
        "http://user@127.0.0.1/",
        "http:///page",
        "gopher://a.example/",
    ],
)
def test_spellings_of_what_is_within_make_no_connection(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def connect(*_: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(FetchError):
        open_fetch(settings(allow_networks=()))(url)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hop9", "redirects more than 5 times"),
        ("circle", "in a circle"),
        ("inside", "169.254.169.254"),
        ("local", "loopback"),
        ("file", "no http"),
        ("cut", "cut off"),
        ("twice", "encoding"),
        ("brotli", "encoding"),
        ("bomb", "more than 1,000,000 bytes"),
        ("big", "more than 1,000,000 bytes"),
        ("busy", "after 120"),
        ("nothing", "404"),
        ("closed/a", "robots.txt"),
    ],
)
def test_what_goes_wrong_is_named(server: str, name: str, words: str) -> None:
    with pytest.raises(FetchError, match=words):
        open_fetch(settings(max_bytes=1_000_000))(f"{server}/{name}")


@pytest.mark.parametrize("name", ["gzip", "deflate", "raw"])
def test_one_layer_of_encoding_is_taken_off(server: str, name: str) -> None:
    assert open_fetch(settings())(f"{server}/{name}").content == b"<p>page</p>" * 100


def test_a_server_that_drips_is_left_at_the_deadline(server: str) -> None:
    start = time.monotonic()
    with pytest.raises(FetchError, match=r"within 0\.6 seconds"):
        open_fetch(settings(total_seconds=0.6))(server + "/slow")
    assert time.monotonic() - start < 1.6


def test_robots_that_cannot_be_had_close_the_site_and_missing_ones_open_it(server: str) -> None:
    ROBOTS["status"] = 503
    with pytest.raises(FetchError, match="robots"):
        open_fetch(settings())(server + "/page")
    ROBOTS["status"] = 404
    assert open_fetch(settings())(server + "/page").content


def test_neither_cookies_nor_passwords_nor_proxies_are_sent(
    server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    secrets = tmp_path / ".netrc"
    secrets.write_text("machine 127.0.0.1 login user password secret\ndefault login user password secret\n")
    secrets.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(secrets))
    fetch = open_fetch(settings())
    fetch(server + "/cookie")
    fetch(server.replace("//", "//user:secret@") + "/page")
    assert [path for path, _ in SEEN] == ["/robots.txt", "/cookie", "/page"]
    for _, headers in SEEN:
        assert not {"Cookie", "Authorization"} & headers.keys()
        assert headers["User-Agent"].startswith("writethru/")


def test_requests_to_one_host_keep_their_distance(server: str) -> None:
    fetch = open_fetch(settings(min_interval_seconds=0.2))
    start = time.monotonic()
    threads = [threading.Thread(target=fetch, args=(f"{server}/page?{n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - start >= 0.55


def test_collect_turns_refusals_into_problems(server: str) -> None:
    found = list(collect(server + "/nothing", fetch=open_fetch(settings()), settings=settings()))
    assert [p.kind for p in found if isinstance(p, Problem)] == ["unreachable"]
