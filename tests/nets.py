"""A network in one process: names, hosts that answer, and a list of every connection that was made.

`FakeNet` takes the place of the two doors that `open_fetch` has to the network; `SimulatedClock` that
of the clock, so that days of politeness pass in a moment.
"""

from __future__ import annotations

import socket
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from writethru.acquire import fetch, hosts
from writethru.acquire.clock import Clock
from writethru.acquire.fetch import Net
from writethru.acquire.places import Places

PUBLIC = "151.101.1.1"
Answer = Callable[[str, dict[str, str]], bytes]  # path and headers of a request to the bytes of an answer


def answer(body: bytes | str = b"", status: int = 200, **headers: str) -> bytes:
    """Return an answer as it goes over the line; names of headers are written with underscores."""
    content = body.encode() if isinstance(body, str) else body
    given = {"Content-Type": "text/html", "Content-Length": str(len(content))}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} Said", *(f"{name}: {value}" for name, value in given.items())]
    return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + content


class FakeSocket:
    """One end of a connection, the other end of which is a function."""

    def __init__(self, respond: Answer) -> None:
        self._respond = respond
        self._heard = b""
        self._waiting: bytes | None = None

    def settimeout(self, seconds: float) -> None:
        assert seconds > 0

    def sendall(self, content: bytes) -> None:
        self._heard += content

    def recv(self, most: int) -> bytes:
        if self._waiting is None:
            head = self._heard.decode("latin-1").split("\r\n")
            headers = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
            self._waiting = self._respond(head[0].split(" ")[1], headers)
        piece, self._waiting = self._waiting[:most], self._waiting[most:]
        return piece

    def close(self) -> None:
        pass


class FakeNet:
    """Hosts by name or address; `connections` has address and port of each connection made.

    Names resolve as the system's resolver does it, old spellings of IPv4 addresses included.
    """

    def __init__(self, hosts: Mapping[str, Answer], names: Mapping[str, Iterable[str]] | None = None) -> None:
        self.hosts = dict(hosts)
        self.names = {name: [PUBLIC] for name in hosts} | {k: list(v) for k, v in (names or {}).items()}
        self.connections: list[tuple[str, int]] = []
        self.looked_up: list[str] = []
        self._last = ""

    def net(self) -> Net:
        return Net(resolve=self.resolve, connect=self.connect)

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        self._last = host
        if host in self.names:
            return self.names[host]
        try:
            return [socket.inet_ntoa(socket.inet_aton(host))]
        except OSError:
            raise socket.gaierror(-2, "Name or service not known") from None

    def connect(self, address: str, port: int, seconds: float) -> Any:
        assert seconds > 0
        self.connections.append((address, port))
        respond = self.hosts.get(address) or self.hosts.get(self._last)
        if respond is None:
            raise ConnectionRefusedError(111, "Connection refused")
        return FakeSocket(respond)


@contextmanager
def own_hosts(folder: Path) -> Iterator[None]:
    """Let nothing count that was asked of a host before, or is asked by another process of this user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hosts, "_opened", OrderedDict())
        patch.setattr(fetch, "of_this_user", lambda: Places(folder / "hosts"))
        yield


class SimulatedClock:
    """A clock that only goes on when somebody sleeps."""

    def __init__(self, wall: float = 1_900_000_000.0) -> None:
        self.time = 1_000.0
        self.slept: list[float] = []
        self._ahead = wall - self.time

    def clock(self) -> Clock:
        return Clock(now=lambda: self.time, sleep=self.sleep, wall=lambda: self.time + self._ahead)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
