"""Manners: a pause between two requests, robots.txt, and leaving alone who asks for it; under a simulated clock."""

from __future__ import annotations

import gc
import threading
import time
import tracemalloc
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from tests.nets import Answer, FakeNet, SimulatedClock, answer
from tests.trials import trials, untraced
from writethru.acquire import hosts, open_fetch, robots
from writethru.acquire.fetch import Fetch
from writethru.acquire.places import Alone
from writethru.errors import FetchError
from writethru.settings import Settings

CASES = Path(__file__).parent.parent / "cases" / "fetch" / "robots.txt"
HOUR = 3600.0


class Paper:
    """A host with its answers by path, and when it was asked for which, by the clock."""

    def __init__(self, clock: SimulatedClock, **answers: bytes) -> None:
        self.clock = clock
        self.answers = {"/robots.txt": answer("", 404)} | {f"/{name}": said for name, said in answers.items()}
        self.asked: list[tuple[float, str]] = []

    def __call__(self, path: str, headers: dict[str, str]) -> bytes:
        self.asked.append((self.clock.time, path))
        return self.answers.get(path, answer("page"))

    def paths(self) -> list[str]:
        return [path for _, path in self.asked]


def settings(**changes: object) -> Settings:
    return Settings(acquire=msgspec.structs.replace(Settings().acquire, **changes))


def opened(
    clock: SimulatedClock, changes: dict[str, object] | None = None, **papers: Answer
) -> tuple[Fetch, FakeNet]:
    net = FakeNet({f"{name}.example".replace("_", "."): paper for name, paper in papers.items()})
    return open_fetch(settings(**changes or {}), clock=clock.clock(), net=net.net()), net


def test_two_requests_to_a_host_are_a_second_apart_and_other_hosts_do_not_wait() -> None:
    clock = SimulatedClock()
    one, other = Paper(clock), Paper(clock)
    get, _ = opened(clock, one=one, other=other)
    for number in range(5):
        get(f"http://one.example/{number}")
    assert clock.slept == [1.0] * 5  # before each page the pause after robots.txt or the page before
    assert [when for when, _ in one.asked] == [1000.0 + n for n in range(6)]
    get("http://other.example/feed.xml")
    assert clock.time == 1005.0 and other.paths() == ["/feed.xml"]


def test_redirects_and_twins_of_a_host_wait_for_the_same_turn() -> None:
    clock = SimulatedClock()
    paper = Paper(clock, a=answer(status=302, Location="https://www.one.example/b"))
    paper.answers["/a.xml"] = answer(status=301, Location="http://www.one.example/b.xml")
    get, _ = opened(clock, one=paper, www_one=paper)
    get("http://one.example/a.xml")
    assert [when for when, _ in paper.asked] == [1000.0, 1001.0]


def test_no_time_passes_for_a_pause_that_the_deadline_does_not_allow() -> None:
    clock = SimulatedClock()
    paper = Paper(clock)
    get, net = opened(clock, {"total_seconds": 3.0, "min_interval_seconds": 5.0}, one=paper)
    get("http://one.example/a.xml")
    with pytest.raises(FetchError, match="pause") as caught:
        get("http://one.example/b.xml")
    assert (caught.value.kind, caught.value.retry_after) == ("busy", 5.0)
    assert clock.time == 1000.0 and len(net.connections) == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        (formatdate(1_900_000_300, usegmt=True), 300.0),
        (formatdate(1_800_000_000, usegmt=True), 0.0),
        ("99999999999999999999999999", 86_400.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400.0),
        ("86401", 86_400.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("١٢٠", None),
        ("", None),
        ("Fri, 99 Foo 2031 00:00:00 GMT", None),
    ],
)
def test_who_asks_to_be_left_alone_is(status: int, stated: str, seconds: float | None) -> None:
    clock = SimulatedClock(wall=1_900_000_000.0)
    paper = Paper(clock, **{"a.xml": answer("", status, Retry_After=stated)})
    get, net = opened(clock, one=paper)
    with pytest.raises(FetchError, match=str(status)) as caught:
        get("http://one.example/a.xml")
    assert (caught.value.kind, caught.value.status) == ("status", status)
    assert caught.value.retry_after == seconds
    if seconds:
        clock.time += seconds - 10
        with pytest.raises(FetchError, match="left alone") as caught:
            get("http://one.example/b.xml")
        assert (caught.value.kind, caught.value.retry_after) == ("busy", 10.0)
        assert len(net.connections) == 1 and len(net.looked_up) == 1
        clock.time += 10
    assert get("http://one.example/b.xml").content == b"page"


def test_a_date_to_come_back_at_is_held_against_the_server_s_own_clock() -> None:
    clock = SimulatedClock(wall=1_900_000_000.0)
    said = {
        "Date": formatdate(1_800_000_000, usegmt=True),
        "Retry_After": formatdate(1_800_000_060, usegmt=True),
    }
    get, _ = opened(clock, one=Paper(clock, **{"a.xml": answer("", 503, **said)}))
    with pytest.raises(FetchError) as caught:
        get("http://one.example/a.xml")
    assert caught.value.retry_after == 60.0


def test_a_host_is_left_alone_by_all_that_redirects_to_it_and_other_hosts_are_not() -> None:
    clock = SimulatedClock()
    busy = Paper(clock, **{"a.xml": answer("", 429, Retry_After="500")})
    leading = Paper(clock, **{"x.xml": answer(status=302, Location="http://one.example/b.xml")})
    get, _ = opened(clock, one=busy, two=leading)
    with pytest.raises(FetchError):
        get("http://one.example/a.xml")
    with pytest.raises(FetchError, match="left alone") as caught:
        get("http://two.example/x.xml")
    assert caught.value.kind == "busy" and busy.paths() == ["/a.xml"]
    assert get("http://two.example/y.xml").content == b"page"


def test_robots_txt_is_asked_for_once_a_day() -> None:
    clock = SimulatedClock()
    paper = Paper(clock)
    get, _ = opened(clock, one=paper)
    for _ in range(50):
        get("http://one.example/a")
        clock.time += HOUR
    assert paper.paths().count("/robots.txt") == 3  # of 50 hours


@pytest.mark.parametrize(
    ("said", "hours"),
    [("max-age=60", 1), ("max-age=7200", 2), ("max-age=999999999", 24), ("no-cache", 1), ("public", 24)],
)
def test_robots_txt_is_kept_as_long_as_it_is_fresh_an_hour_at_least_and_a_day_at_most(
    said: str, hours: int
) -> None:
    clock = SimulatedClock()
    paper = Paper(clock)
    paper.answers["/robots.txt"] = answer("", Cache_Control=said)
    get, _ = opened(clock, one=paper)
    get("http://one.example/a")
    clock.time += hours * HOUR - 30
    get("http://one.example/a")
    assert paper.paths().count("/robots.txt") == 1
    clock.time += 60
    get("http://one.example/a")
    assert paper.paths().count("/robots.txt") == 2


@pytest.mark.parametrize(
    ("status", "open_to_us"),
    [(status, True) for status in (204, 304, 400, 401, 403, 404, 410)]
    + [(status, False) for status in (429, 500, 502, 503, 599)],
)
def test_a_missing_robots_txt_opens_a_site_and_a_failing_one_closes_it_for_a_while(
    status: int, open_to_us: bool
) -> None:
    clock = SimulatedClock()
    paper = Paper(clock)
    paper.answers["/robots.txt"] = answer("User-agent: *\nDisallow: /", status)
    get, _ = opened(clock, one=paper)
    if open_to_us:
        assert get("http://one.example/a").content == b"page"
        return
    for _ in range(3):
        with pytest.raises(FetchError, match=f"robots.txt answered {status}") as caught:
            get("http://one.example/a")
        assert caught.value.kind == "robots"
    assert paper.paths() == ["/robots.txt"]
    paper.answers["/robots.txt"] = answer("")
    clock.time += robots.UNREACHABLE
    assert get("http://one.example/a").content == b"page"


@pytest.mark.parametrize(
    ("said", "kind"),
    [(b"SSH-2.0\r\n", "connection"), (answer("x", Content_Encoding="br"), "encoding"), (b"", "connection")],
)
def test_a_robots_txt_that_cannot_be_had_is_not_asked_for_again_by_each_page(said: bytes, kind: str) -> None:
    clock = SimulatedClock()
    paper = Paper(clock)
    paper.answers["/robots.txt"] = said
    get, _ = opened(clock, one=paper)
    for number in range(5):
        with pytest.raises(FetchError, match=r"robots\.txt cannot be had") as caught:
            get(f"http://one.example/{number}")
        assert caught.value.kind == kind
    assert paper.paths() == ["/robots.txt"]
    paper.answers["/robots.txt"] = answer("")
    clock.time += robots.SILENT
    assert get("http://one.example/a").content == b"page"


def test_the_rules_of_a_redirected_robots_txt_hold_for_the_site_that_was_asked() -> None:
    clock = SimulatedClock()
    one = Paper(clock)
    two = Paper(clock, rules=answer("User-agent: *\nDisallow: /closed"))
    one.answers["/robots.txt"] = answer(status=301, Location="http://two.example/rules")
    get, _ = opened(clock, one=one, two=two)
    assert get("http://one.example/open").content == b"page"
    with pytest.raises(FetchError, match="asks not to"):
        get("http://one.example/closed")
    assert get("http://two.example/closed").content == b"page"


@pytest.mark.parametrize("location", ["/robots.txt", "/again"])
def test_a_robots_txt_that_redirects_without_end_counts_as_missing(location: str) -> None:
    clock = SimulatedClock()
    paper = Paper(clock, again=answer(status=302, Location=location))
    paper.answers["/robots.txt"] = answer(status=302, Location=location)
    get, _ = opened(clock, one=paper)
    assert get("http://one.example/a").content == b"page"


def test_a_robots_txt_that_redirects_inside_closes_the_site() -> None:
    clock = SimulatedClock()
    paper = Paper(clock)
    paper.answers["/robots.txt"] = answer(status=302, Location="http://10.0.0.1/robots.txt")
    get, _ = opened(clock, one=paper)
    with pytest.raises(FetchError, match=r"10\.0\.0\.1 is private") as caught:
        get("http://one.example/a")
    assert caught.value.kind == "refused" and paper.paths() == ["/robots.txt"]


@pytest.mark.parametrize(
    ("stated", "pause"),
    [
        ("3", 3.0),
        ("2.5", 2.5),
        ("0.1", 1.0),
        ("3600", 10.0),
        ("-4", 1.0),
        ("nan", 1.0),
        ("inf", 10.0),
        ("soon", 1.0),
    ],
)
def test_a_delay_that_a_site_asks_for_is_kept_within_reason(stated: str, pause: float) -> None:
    clock = SimulatedClock()
    paper = Paper(clock)
    paper.answers["/robots.txt"] = answer(f"User-agent: *\nCrawl-delay: {stated}\n")
    get, _ = opened(clock, one=paper)
    for number in range(3):
        get(f"http://one.example/{number}")
    times = [when for when, _ in paper.asked]
    assert [after - before for before, after in pairwise(times)] == [pause] * 3


def test_from_many_threads_each_host_is_asked_one_at_a_time_and_with_its_pause() -> None:
    """Figures of every host: no two requests at once, none too early, robots.txt asked for once."""
    pause, names = 0.02, [f"h{number}.example" for number in range(trials(3, 20))]
    asked: dict[str, list[tuple[float, float, str]]] = {name: [] for name in names}

    def paper(path: str, headers: dict[str, str]) -> bytes:
        start = time.monotonic()
        time.sleep(0.005)
        asked[headers["Host"]].append((start, time.monotonic(), path))
        return answer("page")

    get = open_fetch(settings(min_interval_seconds=pause), net=FakeNet(dict.fromkeys(names, paper)).net())
    urls = [f"http://{name}/{number}" for number in range(trials(6, 50)) for name in names]
    threads = [threading.Thread(target=get, args=(url,)) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for visits in asked.values():
        assert len(visits) == len(urls) / len(names) + 1
        assert [path for _, _, path in visits].count("/robots.txt") == 1
        # The server's end of a request comes a little before ours, so what it sees is never less.
        assert all(start - end >= pause for (_, end, _), (start, _, _) in pairwise(visits))


def test_who_waits_for_a_turn_hears_that_the_host_asks_to_be_left_alone() -> None:
    asked, let_go = threading.Event(), threading.Event()
    paths: list[str] = []
    kinds: list[str] = []

    def paper(path: str, headers: dict[str, str]) -> bytes:
        paths.append(path)
        asked.set()
        assert let_go.wait(10)
        return answer("", 429, Retry_After="2")

    get = open_fetch(settings(min_interval_seconds=0.0), net=FakeNet({"one.example": paper}).net())

    def ask(path: str) -> None:
        with pytest.raises(FetchError) as caught:
            get(f"http://one.example/{path}.xml")
        kinds.append(caught.value.kind)

    first = threading.Thread(target=ask, args=("a",))
    first.start()
    assert asked.wait(10)
    second = threading.Thread(target=ask, args=("b",))
    second.start()
    while get.__self__._hosts._hosts["one.example"].users != 2:  # type: ignore[attr-defined]
        time.sleep(0.01)
    time.sleep(0.05)
    let_go.set()
    first.join()
    second.join()
    assert (kinds, paths) == (["status", "busy"], ["/a.xml"])


def test_memory_of_hosts_is_bounded_and_forgets_no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "MOST", 200)
    clock = SimulatedClock()
    net = FakeNet(
        {"151.101.1.1": lambda path, headers: answer("", 429 if "busy" in path else 200, Retry_After="80000")}
    )
    net.resolve = lambda host, port: ["151.101.1.1"]  # type: ignore[method-assign]
    get = open_fetch(settings(), clock=clock.clock(), net=net.net())

    def ask(numbers: range) -> int:
        """Ask so many hosts; return the memory that is held after it."""
        for number in numbers:
            get(f"http://h{number}.example/a.xml")
            clock.time += 0.1
            net.connections.clear()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    with pytest.raises(FetchError):
        get("http://busy.example/busy.xml")
    with untraced():
        tracemalloc.start()
        before = ask(range(200))
        after = ask(range(200, trials(500, 5_000)))
        tracemalloc.stop()
    assert after - before < 100_000
    assert len(get.__self__._hosts._hosts) <= 200  # type: ignore[attr-defined]
    with pytest.raises(FetchError, match="left alone"):
        get("http://busy.example/b.xml")


def test_a_host_that_is_being_asked_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "MOST", 10)
    known = hosts.Hosts(SimulatedClock().clock(), Alone())
    with known.visit("one.example") as host:
        for number in range(50):
            with known.visit(f"h{number}.example"):
                pass
        with known.visit("one.example") as again:
            assert again is host
    assert len(known._hosts) <= 10


def test_memory_of_robots_txt_is_bounded() -> None:
    clock = SimulatedClock()
    memory = robots.Memory(clock.clock())
    rules = robots.read(
        b"User-agent: *\n" + b"".join(b"Disallow: /%d\n" % n for n in range(20_000)), "writethru"
    )
    for n in range(100):
        memory.put(f"http://h{n}.example", rules)
    kept = [n for n in range(100) if memory.get(f"http://h{n}.example")]
    assert kept and kept == list(range(100 - len(kept), 100)) and len(kept) < 20
    memory.put("http://h99.example", robots.Rules())
    assert memory.get("http://h99.example") == robots.Rules()


# -- reading robots.txt


def cases() -> list[tuple[str, bytes, list[tuple[bool, str]]]]:
    found = []
    for block in CASES.read_text(encoding="utf-8").split("\n=== ")[1:]:
        title, _, rest = block.partition("\n")
        text, _, expected = rest.partition("\n--- ")
        rows = [row for row in expected.split("\n")[1:] if row.strip()]
        found.append((title, text.encode(), [(row[0] == "+", row[1:].strip()) for row in rows]))
    return found


@pytest.mark.parametrize(("title", "text", "expected"), cases(), ids=[title for title, _, _ in cases()])
def test_robots_txt_is_read_by_the_rfc(title: str, text: bytes, expected: list[tuple[bool, str]]) -> None:
    rules = robots.read(text, "writethru/0.1 (news reader; one cited page a story)")
    assert expected
    for allowed, path in expected:
        assert (not rules.refusal(f"http://one.example{path}")) is allowed, path


HOSTILE = {
    "groups that share their rules": b"".join(b"User-agent: b%d\n" % n for n in range(20_000))
    + b"".join(b"Disallow: /%d\n" % n for n in range(20_000)),
    "rules without end": b"User-agent: *\n" + b"".join(b"Disallow: /%d\n" % n for n in range(60_000)),
    "one rule of wildcards": b"User-agent: *\nDisallow: /" + b"*a" * 250_000 + b"b",
    "rules of wildcards": b"User-agent: *\n"
    + b"".join(b"Disallow: /*a*a*a*%d$\n" % n for n in range(20_000)),
    "escapes": b"User-agent: *\nDisallow: /" + b"%41" * 170_000,
    "one line": b"a" * 600_000,
    "empty lines": b"\r\n" * 300_000,
    "no text": bytes(range(256)) * 2_000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_robots_txt_that_means_harm_is_read_in_no_time(what: str) -> None:
    start = time.process_time()
    robots.read(HOSTILE[what], "writethru").refusal("http://one.example/" + "a" * 6_000)
    assert time.process_time() - start < 2.0
