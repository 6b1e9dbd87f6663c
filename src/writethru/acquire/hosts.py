"""Each host's turn: one request at a time, a pause between two, and none while it asks to be left alone."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from writethru.acquire.clock import Clock, Deadline
from writethru.errors import FetchError

MOST = 2_000  # hosts that are remembered; a process watches hundreds


class Host:
    """What is remembered of one host."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.asking = threading.Lock()  # for its robots.txt, which is asked for once
        self.last = float("-inf")  # when the last request ended
        self.delay = 0.0  # seconds between two requests that it asks for
        self.closed_until = float("-inf")
        self.users = 0


class Hosts:
    """The hosts that were asked last."""

    def __init__(self, clock: Clock, interval: float) -> None:
        self._clock = clock
        self._interval = interval
        self._hosts: OrderedDict[str, Host] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def visit(self, name: str) -> Iterator[Host]:
        """Give a host that is not forgotten while it is used."""
        with self._lock:
            host = self._hosts.setdefault(name, Host())
            self._hosts.move_to_end(name)
            host.users += 1
            if len(self._hosts) > MOST:
                self._forget()
        try:
            yield host
        finally:
            with self._lock:
                host.users -= 1

    def _forget(self) -> None:
        """Forget the hosts that need no pause any more, the oldest first; else the oldest of no use."""
        now = self._clock.now()
        free = [name for name, host in self._hosts.items() if not host.users]
        idle = [name for name in free if self._opens(self._hosts[name]) <= now]
        surplus = len(self._hosts) - MOST * 9 // 10  # some more, so as not to look again each time
        for name in idle[:surplus] or free[: len(self._hosts) - MOST]:
            del self._hosts[name]

    def _opens(self, host: Host) -> float:
        return max(host.last + max(self._interval, host.delay), host.closed_until)

    @contextmanager
    def turn(self, host: Host, deadline: Deadline) -> Iterator[None]:
        """Wait for a host's turn and keep it; raise FetchError if it does not come before the deadline."""
        self._check(host)
        if not host.turn.acquire(timeout=deadline.left()):
            raise FetchError("its host was busy with other requests until the deadline", "busy")
        try:
            self._check(host)  # the request before may have been told to come back later
            pause = self._opens(host) - self._clock.now()
            if pause > 0:
                if pause >= deadline.left():
                    raise FetchError(
                        f"its host asks for a pause of {pause:.0f} seconds", "busy", retry_after=pause
                    )
                self._clock.sleep(pause)
            try:
                yield
            finally:
                host.last = self._clock.now()
        finally:
            host.turn.release()

    def _check(self, host: Host) -> None:
        rest = host.closed_until - self._clock.now()
        if rest > 0:
            raise FetchError(
                f"its host asked to be left alone for another {rest:.0f} seconds", "busy", retry_after=rest
            )

    def leave_alone(self, host: Host, seconds: float) -> None:
        """Make no request to a host for so long."""
        host.closed_until = max(host.closed_until, self._clock.now() + seconds)
