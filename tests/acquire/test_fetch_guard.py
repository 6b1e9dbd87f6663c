"""No spelling of an address leads inside, by whatever way it comes in: as data in tests/cases/fetch/."""

from __future__ import annotations

import random
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.nets import PUBLIC, FakeNet, answer
from tests.ways_in import newsroom, reading
from tests.ways_in.paper import HERE, PASSED, REFUSED, SETTINGS, moved, page, site
from tests.ways_in.table import LEADING, MENTIONED, WAYS, cases
from tests.ways_in.way import Desk, Way, open_desk
from writethru.acquire import collect, open_fetch, urls
from writethru.acquire.fetch import Line, Net
from writethru.errors import FetchError
from writethru.records import Problem

CLEANING = ("feed import", "feed import over HTTP", "recheck of what a page cites")


@pytest.fixture(autouse=True)
def other_ways() -> Iterator[list[str]]:
    """Every other door of the system to the network, and who went through it: nobody."""
    used: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, lambda *a, name=name: used.append(name))
        for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "create_connection"):
            patch.setattr(socket, name, lambda *a, name=name, **k: used.append(name) or [])
        yield used
    assert not used


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with open_desk() as desk:
        yield desk


@pytest.mark.parametrize("name", WAYS)
def test_no_spelling_leads_inside(name: str, desk: Desk) -> None:
    way, wrong = WAYS[name], []
    for case in cases(name):
        desk.enter(FakeNet({"paper.example": site(way.answers(case["url"]))}, case.get("names")))
        way.go(desk, case["url"])
        made = desk.net.connections
        # Feeds are given without a scheme, too: `mailto:a@paper.example` is a host of the web then, and a public one.
        typed = {(PUBLIC, 443)} if not urls.is_url(case["url"]) else set()
        # What is kept is kept without signs that no address has; paper.example is what is left of some of them.
        cleaned = {(PUBLIC, 80)} if name in CLEANING and "paper.example" in case["url"] else set()
        if not set(made) <= ({(PUBLIC, 80)} if way.start else typed | cleaned):
            wrong.append((case["url"], made))
        assert not way.start or made, "paper.example itself is to be asked"
    assert not wrong


@pytest.mark.parametrize(
    ("ways", "times"), [(WAYS, 12), (reading.LEADING, 4), (MENTIONED, 4), (newsroom.LEADING, 2)]
)
def test_every_spelling_is_tried_in_every_run_by_many_ways(ways: dict[str, Way], times: int) -> None:
    assert len(REFUSED) >= 150
    tried = Counter(case["url"] for name in ways for case in cases(name))
    assert not [case for case in REFUSED if tried[case["url"]] < times]


def test_lists_of_feeds_that_name_each_other_are_read_once() -> None:
    outlines = "".join(f'<outline type="rss" text="{n}" xmlUrl="{HERE}/{n}.opml"/>' for n in range(3))
    said = answer(f'<opml version="2.0"><body>{outlines}</body></opml>', Content_Type="text/x-opml")
    net = FakeNet({"paper.example": lambda path, headers: said if "opml" in path else answer("", 404)})
    fetch_ = open_fetch(SETTINGS, net=net.net())
    found = list(collect(f"{HERE}/0.opml", fetch=fetch_, settings=SETTINGS))
    assert [problem.kind for problem in found if isinstance(problem, Problem)] == ["skipped"] * 3
    assert len(net.connections) == 5  # robots.txt, the list, and each that it names


def led_to(way: Way, desk: Desk, address: str) -> list[str]:
    """Return what a way asks of the host of an address that may be asked."""
    met: list[str] = []

    def other(path: str, headers: dict[str, str]) -> bytes:
        met.append(path)
        return page()

    desk.enter(FakeNet({"paper.example": site(way.answers(address)), "other.example": other}))
    way.go(desk, address)
    return met


@pytest.mark.parametrize("name", LEADING)
def test_each_way_is_one(name: str, desk: Desk) -> None:
    """What leads nowhere would lead nowhere inside, too: the same ways lead to a public page."""
    assert led_to(LEADING[name], desk, "http://other.example/met")


@pytest.mark.parametrize("name", MENTIONED)
def test_what_is_only_mentioned_is_not_asked_for(name: str, desk: Desk) -> None:
    assert led_to(MENTIONED[name], desk, "http://other.example/met") == []


def test_each_refusal_has_its_kind_and_a_message_that_can_be_printed() -> None:
    assert len(REFUSED) >= 150
    for case in REFUSED:
        net = FakeNet({"paper.example": site({})}, case.get("names"))
        with pytest.raises(FetchError) as caught:
            open_fetch(SETTINGS, net=net.net())(case["url"])
        assert caught.value.kind == case.get("kind", "refused"), case
        assert not net.connections, case
        assert str(caught.value).isprintable(), case


@pytest.mark.parametrize("case", PASSED, ids=lambda case: case["why"])
def test_what_is_on_the_web_passes(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(PASSED) >= 20
    monkeypatch.setattr(Line, "wrap", lambda self, sock, context, name: sock)
    answers = {"/robots.txt": answer("", 404)}
    host = urlsplit(urls.canonical(case["url"])).hostname or ""
    net = FakeNet({host: lambda path, headers: answers.get(path, page())}, case.get("names"))
    got = open_fetch(SETTINGS, net=net.net())(case["url"])
    assert b"mill by the river" in got.content
    assert {address for address, _ in net.connections} <= {PUBLIC, "2606:4700::1111"}
    assert len(net.connections) == 2


def changing(rng: random.Random) -> Callable[[str, int], list[str]]:
    """A resolver that gives a public address first, and later what it likes."""
    inside = ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1", "0.0.0.0"]
    asked = iter(range(1_000))
    quiet = rng.randrange(3)

    def resolve(host: str, port: int) -> list[str]:
        if next(asked) < quiet:
            return [PUBLIC]
        found = rng.sample(inside, rng.randint(1, 3)) + ([PUBLIC] if rng.random() < 0.3 else [])
        rng.shuffle(found)
        return found

    return resolve


def test_names_that_change_between_look_ups_never_lead_inside() -> None:
    rng = random.Random(7)
    refused = 0
    for _ in range(200):
        net = FakeNet({PUBLIC: site({"/a": moved("/b"), "/b": moved("/c"), "/c": page()})})
        doors = Net(resolve=changing(rng), connect=net.connect)
        try:
            open_fetch(SETTINGS, net=doors)("http://rebind.example/a")
        except FetchError as error:
            refused += error.kind == "refused"
        assert {address for address, _ in net.connections} <= {PUBLIC}
    assert refused >= 100  # the trials try something
