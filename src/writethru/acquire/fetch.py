"""The one guarded, polite way out: there is no second.

An address is checked when it is connected to, on every redirect, against an explicit table. Proxies
and passwords of the environment, cookies and any encoding but one layer of gzip or deflate are not
used. The whole fetch, redirects and robots.txt included, has a deadline.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

from writethru.acquire import urls
from writethru.acquire.addresses import Network, refusal
from writethru.errors import FetchError
from writethru.records import Record
from writethru.settings import AcquireSettings, Settings

if TYPE_CHECKING:
    import ssl

ROBOTS_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB are to be read
READ = 65536
ACCEPT = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,*/*;q=0.5"
)


class Fetched(Record, frozen=True):
    """What an address answered: its final URL, the decoded bytes, media type and charset as stated.

    Without content where `status` is 304: nothing changed since the answer whose validators were given.
    """

    url: str
    content: bytes
    media_type: str
    charset: str = ""
    status: int = 200
    etag: str = ""  # validators, to be given when the same address is fetched again
    last_modified: str = ""
    max_age: float | None = None  # seconds for which the answer stays fresh; None where nothing is said
    moved: str = ""  # where the address has gone for good: every redirect was permanent


class Fetch(Protocol):
    """A way to the network: URL in, `Fetched` out, FetchError for all that goes wrong.

    With the validators of an earlier answer an address may answer 304 and no content.
    """

    def __call__(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        """Return what a URL answers."""
        ...


Get = Callable[[str], Fetched]  # of a fetch, what somebody needs who remembers no earlier answer


def open_fetch(settings: Settings) -> Fetch:
    """Return the fetch of these settings: URL in, `Fetched` out, FetchError for all that goes wrong.

    It may be called from several threads; each host has one request at a time. Raises ValueError for
    networks in settings that are none.
    """
    return Way(settings.acquire).fetch


class Host:
    """One host's turn: one request at a time, a pause between two, and its rules for robots."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.last = float("-inf")
        self.robots: dict[str, Any] = {}  # by scheme and port


class Way:
    """The way out, with the hosts it has been to."""

    def __init__(self, settings: AcquireSettings) -> None:
        self._settings = settings
        self._allowed = tuple(ipaddress.ip_network(net) for net in settings.allow_networks)
        self._hosts: dict[str, Host] = {}
        self._lock = threading.Lock()
        self._context: ssl.SSLContext | None = None

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        """Return what a URL answers after at most `max_redirects` redirects; else raise FetchError."""
        deadline = time.monotonic() + self._settings.total_seconds
        seen: list[str] = []
        while True:
            address = urls.canonical(url)
            if not address:
                raise FetchError(f"{url[:200]} is no http or https address")
            if address in seen:
                raise FetchError("its redirects lead in a circle")
            seen.append(address)
            if len(seen) > self._settings.max_redirects + 1:
                raise FetchError(f"it redirects more than {self._settings.max_redirects} times")
            if not urls.looks_like_feed(address) and not self._may(address, deadline):
                raise FetchError("its robots.txt asks not to fetch this page")
            status, headers, content = self._request(address, deadline, self._settings.max_bytes)
            location = headers.get("location")
            if status in (301, 302, 303, 307, 308) and location:
                url = urls.absolute(address, location) or location
                continue
            return _answer(address, status, headers, content)

    def _host(self, url: str) -> Host:
        with self._lock:
            return self._hosts.setdefault(urls.host(url), Host())

    def _may(self, url: str, deadline: float) -> bool:
        """Whether robots.txt lets us fetch a page: RFC 9309, where 4xx allows all and 5xx nothing."""
        from protego import Protego

        host, site = self._host(url), urls.site(url)
        rules = host.robots.get(site)
        if rules is None:
            text = "User-agent: *\nDisallow: /"
            where = site + "/robots.txt"
            for _ in range(self._settings.max_redirects + 1):
                status, headers, content = self._request(where, deadline, ROBOTS_BYTES, cut=True)
                if status in (301, 302, 303, 307, 308) and headers.get("location"):
                    where = urls.absolute(where, headers["location"])
                    continue
                if status < 400:
                    text = content.decode("utf-8", "replace")
                elif status < 500:
                    text = ""
                break
            rules = host.robots[site] = Protego.parse(text)
        return bool(rules.can_fetch(url, self._settings.user_agent))

    def _request(
        self, url: str, deadline: float, limit: int, cut: bool = False
    ) -> tuple[int, dict[str, str], bytes]:
        """One request on a new connection, in this host's turn."""
        import httpcore2

        host = self._host(url)
        if not host.turn.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise FetchError("its host was busy with another request until the deadline")
        try:
            pause = host.last + self._settings.min_interval_seconds - time.monotonic()
            if pause > 0:
                time.sleep(max(0.0, min(pause, deadline - time.monotonic())))
            timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self._settings.total_seconds)
            backend = _backend(self._settings.connect_seconds, deadline, self._allowed)
            with httpcore2.ConnectionPool(ssl_context=self._tls(url), network_backend=backend) as pool:
                asked: dict[bytes | str, bytes | str] = {
                    "Host": urls.host_and_port(url),
                    "User-Agent": self._settings.user_agent,
                    "Accept": ACCEPT,
                    "Accept-Encoding": "gzip, deflate",
                    "Connection": "close",
                }
                with pool.stream("GET", url, headers=asked, extensions={"timeout": timeouts}) as response:
                    headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in response.headers}
                    return (
                        response.status,
                        headers,
                        _decoded(response.iter_stream(), headers, limit, deadline, cut),
                    )
        except FetchError:
            raise
        except (httpcore2.TimeoutException, TimeoutError) as error:
            raise FetchError(f"it did not answer within {self._settings.total_seconds:g} seconds") from error
        except Exception as error:  # the protocol library raises its own, the TLS layer and h11 theirs
            raise FetchError(f"the connection failed: {str(error)[:160] or type(error).__name__}") from error
        finally:
            host.last = time.monotonic()
            host.turn.release()

    def _tls(self, url: str) -> ssl.SSLContext | None:
        if not url.startswith("https:"):
            return None
        if self._context is None:
            import httpx2

            self._context = httpx2.create_ssl_context(trust_env=False)
        return self._context


def _answer(url: str, status: int, headers: dict[str, str], content: bytes) -> Fetched:
    if status in (429, 503) and headers.get("retry-after"):
        raise FetchError(f"it answered {status} and asks to come back after {headers['retry-after'][:40]}")
    if status != 200:
        raise FetchError(f"it answered {status}")
    stated = headers.get("content-type", "")
    media, _, rest = stated.partition(";")
    charset = rest.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    return Fetched(url, content, media.strip().lower(), charset)


def _decoded(
    chunks: Iterable[bytes], headers: dict[str, str], limit: int, deadline: float, cut: bool
) -> bytes:
    """Return a body without its encoding, counted while it comes; over the limit is cut or an error."""
    coding = headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"it came in an encoding that was not asked for: {coding[:40]}")
    found = bytearray()
    for piece in chunks if coding in ("", "identity") else _inflated(chunks, coding):
        found += piece
        if time.monotonic() > deadline:
            raise TimeoutError
        if len(found) > limit:
            if cut:
                return bytes(found[:limit])
            raise FetchError(f"it has more than {limit:,} bytes")
    return bytes(found)


def _inflated(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    member, first = zlib.decompressobj(wbits=15 if coding == "deflate" else 31), True
    try:
        for chunk in chunks:
            if first and coding == "deflate" and (chunk[0] & 0x0F) != 8:
                member = zlib.decompressobj(wbits=-15)  # many servers send it without its wrapper
            first, piece = False, chunk
            while piece:
                yield member.decompress(piece, READ)
                piece = member.unconsumed_tail
        yield member.flush()
    except zlib.error as error:
        raise FetchError(f"its {coding} encoding is damaged") from error
    if not member.eof:
        raise FetchError(f"its {coding} encoding is cut off")


def _resolved(host: str, port: int, seconds: float) -> list[Any]:
    """Look a host up, within a time; the system's resolver itself knows no deadline."""
    found: list[Any] = []

    def look_up() -> None:
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.append(error)

    asker = threading.Thread(target=look_up, daemon=True)
    asker.start()
    asker.join(max(0.0, seconds))
    if not found:
        raise FetchError(f"the name {host} was not resolved in time")
    if isinstance(found[0], Exception):
        raise FetchError(f"the name {host} cannot be resolved")
    return list(found[0])


def _backend(connect_seconds: float, deadline: float, allowed: tuple[Network, ...]) -> Any:
    """Return what opens connections for the protocol library: to checked addresses, until a deadline."""
    import httpcore2

    def left(timeout: float | None = None) -> float:
        rest = deadline - time.monotonic()
        if rest <= 0:
            raise httpcore2.ReadTimeout("the deadline has passed")
        return rest if timeout is None else min(rest, timeout)

    class Stream(httpcore2.NetworkStream):
        """A stream each step of which ends at the deadline of the whole fetch."""

        def __init__(self, sock: socket.socket) -> None:
            self._sock = sock

        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            self._sock.settimeout(left(timeout))
            return self._sock.recv(max_bytes)

        def write(self, buffer: bytes, timeout: float | None = None) -> None:
            self._sock.settimeout(left(timeout))
            self._sock.sendall(buffer)

        def close(self) -> None:
            self._sock.close()

        def start_tls(
            self,
            ssl_context: ssl.SSLContext,
            server_hostname: str | None = None,
            timeout: float | None = None,
        ) -> httpcore2.NetworkStream:
            self._sock.settimeout(left(timeout))
            try:
                return Stream(ssl_context.wrap_socket(self._sock, server_hostname=server_hostname))
            except BaseException:
                self._sock.close()
                raise

        def get_extra_info(self, info: str) -> Any:
            return None

    class Backend(httpcore2.NetworkBackend):
        """Connects to an address only after it was looked at, and to that very address."""

        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Any = None,
        ) -> httpcore2.NetworkStream:
            why, trouble = "", ""
            for family, kind, protocol, _, where in _resolved(host, port, left(connect_seconds)):
                refused = refusal(ipaddress.ip_address(str(where[0]).partition("%")[0]), port, allowed)
                if refused:
                    why = why or refused
                    continue
                sock = socket.socket(family, kind, protocol)
                try:
                    sock.settimeout(left(connect_seconds))
                    sock.connect(where)
                    return Stream(sock)
                except OSError as error:
                    sock.close()
                    trouble = str(error.strerror or error)
            if trouble:
                raise FetchError(f"{host} does not accept a connection: {trouble}")
            raise FetchError(f"{host} is not fetched from: {why or 'it has no address'}")

    return Backend()
