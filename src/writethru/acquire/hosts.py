"""Each host's turn: one request at a time, a pause between two, and none while it asks to be left alone.

All that go to one network share its hosts, so that two newsrooms of a process are as polite as one.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from writethru.acquire.clock import Clock, Deadline
from writethru.acquire.places import NEVER, Alone, Places
from writethru.errors import FetchError

MOST = 2_000  # hosts that are remembered; a process watches hundreds
NETWORKS = 8  # there is one, but for tests
LOOK_AGAIN = 0.05  # seconds after which to see whether another process is done with a host
BUSY = "its host was busy with other requests until the deadline"
NOT_ASKED = ("refused", "unresolved")  # kinds of failures before which nobody was asked


class Host:
    """What is remembered of one host."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.turn = threading.Lock()
        self.asking = threading.Lock()  # for its robots.txt, which is asked for once
        self.last = NEVER  # when the last request ended
        self.delay = 0.0  # seconds between two requests that it asks for
        self.pause = 0.0  # the longest that somebody leaves between two
        self.closed_until = NEVER
        self.users = 0


class Hosts:
    """The hosts that were asked last; by `places` it is known what other processes ask."""

    def __init__(self, clock: Clock, places: Places | Alone) -> None:
        self._clock = clock
        self._places = places
        self._hosts: OrderedDict[str, Host] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def visit(self, name: str) -> Iterator[Host]:
        """Give a host that is not forgotten while it is used."""
        with self._lock:
            host = self._hosts.setdefault(name, Host(name))
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
        idle = [name for name in free if self._opens(self._hosts[name], self._hosts[name].pause) <= now]
        surplus = len(self._hosts) - MOST * 9 // 10  # some more, so as not to look again each time
        for name in idle[:surplus] or free[: len(self._hosts) - MOST]:
            del self._hosts[name]

    def _opens(self, host: Host, pause: float) -> float:
        return max(host.last + max(pause, host.delay), host.closed_until)

    @contextmanager
    def turn(self, host: Host, deadline: Deadline, interval: float) -> Iterator[None]:
        """Wait for a host's turn and keep it; raise FetchError if it does not come before the deadline."""
        self._check(host)
        if not host.turn.acquire(timeout=deadline.left()):
            raise FetchError(BUSY, "busy")
        try:
            self._check(host)  # the request before may have been told to come back later
            host.pause = max(host.pause, interval)
            self._wait(host, deadline, interval)
            asked = True
            try:
                yield
            except FetchError as error:
                asked = error.kind not in NOT_ASKED
                raise
            finally:
                self._leave(host, asked)
        finally:
            host.turn.release()

    def _wait(self, host: Host, deadline: Deadline, interval: float) -> None:
        """Wait until a host may be asked, and keep other processes from asking it."""
        while True:
            pause = self._opens(host, interval) - self._clock.now()
            if pause > 0:
                self._sleep(pause, deadline, f"its host asks for a pause of {pause:.0f} seconds", pause)
                continue
            last = self._places.take(host.name, self._clock.now)
            if last is None:
                self._sleep(LOOK_AGAIN, deadline, BUSY)
            elif last <= host.last:
                return
            else:
                host.last = last
                self._places.leave(host.name)

    def _sleep(self, seconds: float, deadline: Deadline, why: str, retry: float | None = None) -> None:
        """Sleep; raise FetchError, without any time passing, where the deadline does not allow it."""
        if seconds >= deadline.left():
            raise FetchError(why, "busy", retry_after=retry)
        self._clock.sleep(seconds)

    def _leave(self, host: Host, asked: bool) -> None:
        if asked:
            host.last = self._clock.now()
        self._places.leave(host.name, host.last if asked else NEVER)

    def _check(self, host: Host) -> None:
        rest = host.closed_until - self._clock.now()
        if rest > 0:
            raise FetchError(
                f"its host asked to be left alone for another {rest:.0f} seconds", "busy", retry_after=rest
            )

    def leave_alone(self, host: Host, seconds: float) -> None:
        """Make no request to a host for so long."""
        host.closed_until = max(host.closed_until, self._clock.now() + seconds)


_opened: OrderedDict[tuple[Hashable, ...], Hosts] = OrderedDict()
_opening = threading.Lock()


def hosts_of(network: Hashable, clock: Clock, places: Callable[[], Places | Alone]) -> Hosts:
    """Return the hosts of a network: the same ones for all who go by one clock."""
    key = (network, clock.now, clock.sleep)
    with _opening:
        if key not in _opened:
            _opened[key] = Hosts(clock, places())
        _opened.move_to_end(key)
        while len(_opened) > NETWORKS:
            _opened.popitem(last=False)
        return _opened[key]
