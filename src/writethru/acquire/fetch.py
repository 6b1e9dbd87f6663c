"""The one guarded, polite way out: there is no second.

An address is checked when it is connected to, on every redirect, against an explicit table. Proxies
and passwords of the environment, cookies and any encoding but one layer of gzip or deflate are not
used. The whole fetch, redirects and robots.txt included, has a deadline.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from functools import cache
from time import monotonic
from typing import Any, Protocol

from msgspec import structs

from writethru.acquire import answers, codings, urls
from writethru.acquire.addresses import literal, misspelt, networks, refusal
from writethru.acquire.answers import WHOLE, Fetched, Head
from writethru.acquire.clock import Clock, Deadline
from writethru.acquire.hosts import hosts_of
from writethru.acquire.places import Alone, of_this_user
from writethru.acquire.way import Way
from writethru.errors import FetchError
from writethru.records import Record
from writethru.settings import AcquireSettings, Settings

__all__ = ["Clock", "Fetch", "Fetched", "Get", "Net", "Post", "open_fetch", "open_post"]

HEAD_BYTES = 65_536  # of an answer before its body, hints (1xx) included; browsers stop at 256 KB
LOOK_UPS = 16  # at a time: the system's resolver knows no deadline, and some may be left hanging
ADDRESSES = 8  # of one host that are tried


class Fetch(Protocol):
    """A way to the network: URL in, `Fetched` out, FetchError for all that goes wrong.

    With the validators of an earlier answer an address may answer 304 and no content.
    """

    def __call__(self, url: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        """Return what a URL answers."""
        ...


Post = Callable[[str, bytes], None]
Get = Callable[[str], Fetched]  # of a fetch, what somebody needs who remembers no earlier answer


def looked_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host; raise OSError if it has none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connected(address: str, port: int, seconds: float) -> socket.socket:
    """Return a connection to an address; raise OSError if it is not accepted in time."""
    sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.connect((address, port))
    except BaseException:
        sock.close()
        raise
    return sock


class Net(Record, frozen=True):
    """The two doors to the network, so that what goes through them can be counted or led elsewhere."""

    resolve: Callable[[str, int], Iterable[str]] = looked_up
    connect: Callable[[str, int, float], socket.socket] = connected


def open_fetch(settings: Settings, *, clock: Clock | None = None, net: Net | None = None) -> Fetch:
    """Return the fetch of these settings: URL in, `Fetched` out, FetchError for all that goes wrong.

    It may be called from several threads; each host has one request at a time, whoever opened the fetch that
    makes it. Raises UsageError for networks in settings that are none.
    """
    doors, time = net or Net(), clock or Clock()
    everybody_s = (doors, time.now) == (Net(), monotonic)  # the network, and the clock of the machine
    hosts = hosts_of(doors, time, of_this_user if everybody_s else Alone)
    return Way(settings.acquire, time, Desk(settings.acquire, doors).ask, hosts).fetch


def open_post(settings: Settings, *, clock: Clock | None = None, net: Net | None = None) -> Post:
    """Return what posts JSON to an address: FetchError where it is refused or not taken (no answer of 2xx).

    Private networks are open to it only by `notify.allow_networks`; it follows no redirect.
    """
    acquire = structs.replace(settings.acquire, allow_networks=settings.notify.allow_networks)
    desk, time = Desk(acquire, net or Net()), clock or Clock()

    def post(url: str, content: bytes) -> None:
        address = urls.web(url)
        if why := misspelt(url, address):
            raise FetchError(f"{ascii(url[:200])[1:-1]} is not posted to: {why}", "refused")
        headers = {
            "Host": urls.host_and_port(address),
            "User-Agent": acquire.user_agent,
            "Content-Type": "application/json",
            "Content-Length": str(len(content)),
            "Connection": "close",
        }
        deadline = Deadline(time, acquire.total_seconds)
        answer, _ = desk.ask(address, headers, deadline, HEAD_BYTES, cut=True, body=content)
        if not 200 <= answer.status < 300:
            raise FetchError(f"it answered {answer.status}", "status", status=answer.status)

    return post


class Desk:
    """Makes requests, each on a new connection to an address that was looked at."""

    def __init__(self, settings: AcquireSettings, net: Net) -> None:
        self._net = net
        self._connect_seconds = settings.connect_seconds
        self._allowed = networks(settings.allow_networks)
        self._look_ups = threading.BoundedSemaphore(LOOK_UPS)

    def ask(
        self,
        url: str,
        headers: dict[str, str],
        deadline: Deadline,
        limit: int,
        *,
        cut: bool = False,
        body: bytes | None = None,
    ) -> tuple[Head, bytes]:
        """Return head and decoded body of what a URL answers; a body is only read where one is wanted.

        With a `body` of its own the request posts it.
        """
        import httpcore2

        line = Line(self, deadline)
        backend, seconds = _classes()[0](line), deadline.left()
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
        context = _tls() if url.startswith("https:") else None
        try:
            with (
                httpcore2.ConnectionPool(ssl_context=context, network_backend=backend) as pool,
                pool.stream(
                    "GET" if body is None else "POST",
                    url,
                    headers=list(headers.items()),
                    content=body,
                    extensions={"timeout": timeouts},
                ) as response,
            ):
                line.in_head = False
                answer = answers.head(response.status, response.headers)
                chunks = response.iter_stream() if answer.status in WHOLE else ()
                return answer, codings.decoded(chunks, answer, limit, deadline, cut=cut)
        except FetchError:
            raise
        except Exception as error:  # the protocol library raises its own, the TLS layer and h11 theirs
            deadline.left()
            raise _failure(error) from error

    def connect(self, host: str, port: int, deadline: Deadline) -> socket.socket:
        """Return a connection to the first address of a host that is not refused and answers."""
        why = ""
        good: list[str] = []
        for text in self._addresses(host, port, deadline):
            refused = refusal(ipaddress.ip_address(text), port, self._allowed)
            why = why or refused
            if not refused and len(good) < ADDRESSES:
                good.append(text)
        if not good:
            raise FetchError(f"{host} is not fetched from: {why or 'it has no address'}", "refused")
        trouble: OSError = OSError()
        for number, address in enumerate(good, 1):
            # One that does not answer leaves the next ones time.
            share = 1 if number == len(good) else 2
            try:
                return self._net.connect(address, port, deadline.left(self._connect_seconds) / share)
            except OSError as error:
                trouble = error
        deadline.left()
        found = f"{host} does not accept a connection: {trouble.strerror or trouble}"
        raise FetchError(found, "timeout" if isinstance(trouble, TimeoutError) else "connection")

    def _addresses(self, host: str, port: int, deadline: Deadline) -> list[str]:
        """Look a host up, in a thread that is left behind if it takes too long."""
        if literal(host):
            return [host]
        found: list[str] = []
        failed: list[Exception] = []

        def look_up() -> None:
            try:
                found.extend(str(address).partition("%")[0] for address in self._net.resolve(host, port))
            except (OSError, UnicodeError) as error:
                failed.append(error)
            finally:
                self._look_ups.release()

        if not self._look_ups.acquire(timeout=deadline.left(self._connect_seconds)):
            raise FetchError(f"the name {host} was not resolved in time", "unresolved")
        asker = threading.Thread(target=look_up, daemon=True)
        asker.start()
        asker.join(deadline.left(self._connect_seconds))
        if asker.is_alive():
            raise FetchError(f"the name {host} was not resolved in time", "unresolved")
        if failed or not found:
            raise FetchError(f"the name {host} cannot be resolved", "unresolved")
        return list(dict.fromkeys(found))


class Line:
    """The connection of one request, each step of which ends at the deadline of the whole fetch."""

    def __init__(self, desk: Desk, deadline: Deadline) -> None:
        self.desk = desk
        self.deadline = deadline
        self.in_head = True
        self._heard = 0

    def read(self, sock: socket.socket, most: int) -> bytes:
        """Return what comes next; an endless head is an error."""
        if self.in_head and self._heard >= HEAD_BYTES:
            raise FetchError(f"its headers have more than {HEAD_BYTES:,} bytes", "too-large")
        sock.settimeout(self.deadline.left())
        came = sock.recv(most)
        self._heard += len(came)
        return came

    def write(self, sock: socket.socket, content: bytes) -> None:
        """Send all of the content."""
        sock.settimeout(self.deadline.left())
        sock.sendall(content)

    def wrap(self, sock: socket.socket, context: ssl.SSLContext, name: str | None) -> socket.socket:
        """Return a connection within TLS. One that ends without saying so was cut off (RFC 9112, 9.8)."""
        sock.settimeout(self.deadline.left())
        try:
            return context.wrap_socket(sock, server_hostname=name, suppress_ragged_eofs=False)
        except BaseException:
            sock.close()
            raise


@cache
def _tls() -> ssl.SSLContext:
    """Return who is trusted, read once: that takes longer than most requests."""
    import httpx2

    return httpx2.create_ssl_context(trust_env=False)


@cache
def _classes() -> tuple[Any, ...]:
    """Return what opens connections for the protocol library, made when it is first needed."""
    import httpcore2

    class Stream(httpcore2.NetworkStream):
        """A line as the protocol library reads and writes it; timeouts of its own it has none."""

        def __init__(self, line: Line, sock: socket.socket) -> None:
            self._line = line
            self._sock = sock

        def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
            return self._line.read(self._sock, max_bytes)

        def write(self, buffer: bytes, timeout: float | None = None) -> None:
            self._line.write(self._sock, buffer)

        def close(self) -> None:
            self._sock.close()

        def start_tls(
            self,
            ssl_context: ssl.SSLContext,
            server_hostname: str | None = None,
            timeout: float | None = None,
        ) -> httpcore2.NetworkStream:
            return Stream(self._line, self._line.wrap(self._sock, ssl_context, server_hostname))

        def get_extra_info(self, info: str) -> Any:
            return None

    class Backend(httpcore2.NetworkBackend):
        """Connects to an address only after it was looked at, and to that very address."""

        def __init__(self, line: Line) -> None:
            self._line = line

        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Any = None,
        ) -> httpcore2.NetworkStream:
            return Stream(self._line, self._line.desk.connect(host, port, self._line.deadline))

    return Backend, Stream


def _failure(error: Exception) -> FetchError:
    """Return what went wrong on a line in words and by kind."""
    import httpcore2

    said = str(error)[:160] or type(error).__name__
    if isinstance(error, ssl.SSLCertVerificationError):
        return FetchError(
            f"its certificate is not valid: {getattr(error, 'verify_message', said)}", "certificate"
        )
    if isinstance(error, (TimeoutError, httpcore2.TimeoutException)):
        return FetchError("it did not answer in time", "timeout")
    if isinstance(error, httpcore2.ProtocolError):
        return FetchError(f"it does not keep to HTTP: {said}")
    return FetchError(f"the connection broke off: {said}")
