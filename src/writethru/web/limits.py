"""How often somebody may ask: buckets that fill again with time, for so many addresses and no more."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Literal

from starlette.requests import Request

from writethru.settings import ServeSettings

Pace = Literal["read", "write", "fetch", "sign-in"]


class Buckets:
    """A bucket for each of those who asked last; who was not heard of for longest is forgotten first.

    A forgotten one begins with a full bucket again. Who has more addresses than are remembered can ask more often
    by that, as by having them at all.
    """

    def __init__(self, rate: float, burst: int, most: int, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._burst = float(burst)
        self._most = most
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str) -> float:
        """Take one from the bucket of somebody; return 0, or the seconds until there is one in it again."""
        now = self._clock()
        level, at = self._levels.pop(who, (self._burst, now))
        level = min(self._burst, level + max(0.0, now - at) * self._rate)
        granted = level >= 1.0
        self._levels[who] = (level - granted, now)
        if len(self._levels) > self._most:
            self._levels.popitem(last=False)
        if granted:
            return 0.0
        return (1.0 - level) / self._rate if self._rate else float("inf")

    def __len__(self) -> int:
        return len(self._levels)


class Paces:
    """The buckets of every pace. They are used by the one thread that takes requests in."""

    def __init__(self, settings: ServeSettings, clock: Callable[[], float] = time.monotonic) -> None:
        most = settings.known_addresses
        self._buckets: dict[Pace, Buckets] = {
            "read": Buckets(settings.read_rate, settings.read_burst, most, clock),
            "write": Buckets(settings.write_rate, settings.write_burst, most, clock),
            "fetch": Buckets(settings.fetch_rate, settings.fetch_burst, most, clock),
            "sign-in": Buckets(settings.sign_in_rate, settings.sign_in_burst, most, clock),
        }

    def take(self, pace: Pace, who: str) -> float:
        """Return 0 where somebody may ask at this pace, or else the seconds after which it is worth trying."""
        return self._buckets[pace].take(who)


def whole_seconds(wait: float) -> int:
    """Return after how many whole seconds it is worth to ask again; where that is never, after an hour."""
    return 3600 if math.isinf(wait) else max(1, math.ceil(wait))


def address(request: Request) -> str:
    """Return by what a client is told from others: its address, of IPv6 the network that one client has."""
    host = request.client.host if request.client else ""
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if found.version == 6 and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
