"""One way by which an address comes in, and the newsroom to which it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import NamedTuple

import pytest

from tests.nets import FakeNet, SimulatedClock
from tests.ways_in.paper import HERE, SETTINGS, Answers
from writethru import Newsroom
from writethru.acquire import fetch

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


class Desk:
    """A newsroom that opens its own way to the network, in a network and a time of ours."""

    settings = SETTINGS

    def __init__(self) -> None:
        self.net = FakeNet({})
        self.time = SimulatedClock(NOON.timestamp())

    @cached_property
    def room(self) -> Newsroom:
        return Newsroom(settings=SETTINGS, now=NOON)

    def enter(self, net: FakeNet) -> None:
        """Go over to another network, with what was learned of the last one forgotten."""
        self.net, self.time = net, SimulatedClock(NOON.timestamp())
        if "room" in vars(self):
            self.room._fetch = None
            self.room.now = NOON

    def doors(self) -> fetch.Net:
        return self.net.net()


@contextmanager
def open_desk() -> Iterator[Desk]:
    """Give a desk; whoever opens a way to the network meanwhile opens it to the desk's."""
    desk = Desk()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetch, "Net", desk.doors)
        yield desk
    if "room" in vars(desk):
        desk.room.close()


class Way(NamedTuple):
    """One way: what is asked for at paper.example (None: the address itself), what that answers, and what is done."""

    start: str | None
    answers: Callable[[str], Answers]
    do: Callable[[Desk, str], object]
    part: int = 0  # in every run each so manieth address goes this way; 0: as the table has it

    def go(self, desk: Desk, address: str) -> None:
        """Let an address come in by this way."""
        self.do(desk, address if self.start is None else f"{HERE}{self.start}")
