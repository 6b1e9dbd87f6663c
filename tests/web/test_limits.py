"""How often somebody may ask: buckets under a clock of their own, and what is answered when they are empty."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from starlette.requests import Request
from writers import HERE, PATIENT, Writing

from writethru.settings import ServeSettings
from writethru.web.answers import Trouble
from writethru.web.desk import refused_until
from writethru.web.guard import Guard
from writethru.web.limits import Buckets, Paces, address

Open = Callable[..., Writing]


class Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    clock = Clock()
    buckets = Buckets(2.0, 5, 10, clock)
    assert [buckets.take("a") for _ in range(5)] == [0] * 5
    assert buckets.take("a") == pytest.approx(0.5)
    assert buckets.take("b") == 0, "others have their own"
    clock.now += 0.5
    assert buckets.take("a") == 0
    assert buckets.take("a") > 0
    clock.now += 1e6
    assert [buckets.take("a") for _ in range(6)].count(0) == 5, "it does not overflow"


def test_over_an_hour_nobody_gets_more_than_rate_and_burst() -> None:
    clock = Clock()
    buckets, granted = Buckets(1.0, 30, 10, clock), 0
    for _ in range(36_000):
        clock.now += 0.1
        granted += not buckets.take("greedy")
    assert 3_600 <= granted <= 3_630


def test_a_clock_that_goes_back_takes_and_gives_nothing() -> None:
    clock = Clock()
    buckets = Buckets(1.0, 2, 10, clock)
    buckets.take("a")
    clock.now -= 500
    assert buckets.take("a") == 0
    assert buckets.take("a") > 0


def test_so_many_are_remembered_and_no_more() -> None:
    buckets = Buckets(1.0, 1, 100, Clock())
    for n in range(5_000):
        assert buckets.take(str(n)) == 0
        assert buckets.take("regular") == 0 if n == 0 else buckets.take("regular") > 0
        assert len(buckets) <= 100
    assert buckets.take("4999") > 0, "the last ones are remembered"


def test_a_rate_of_nothing_ends_with_the_burst() -> None:
    buckets = Buckets(0.0, 1, 10, Clock())
    assert buckets.take("a") == 0
    with pytest.raises(Trouble) as refused:
        refused_until(buckets.take("a"))
    assert refused.value.wait == 3600


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "::ffff:c000:207"),
        ("::ffff:192.0.2.8", "::ffff:c000:208"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_clients_are_told_apart_by_address_or_network(host: str, told: str) -> None:
    request = Request({"type": "http", "headers": [], "client": (host, 1)})
    assert address(request) in (told, "::ffff:" + host.rpartition(":")[2])
    assert address(Request({"type": "http", "headers": [], "client": None})) == ""


def test_the_paces_of_the_settings() -> None:
    paces = Paces(ServeSettings(), Clock())
    given = dict.fromkeys(("read", "write", "fetch", "sign-in"), 0)
    for pace in given:
        while not paces.take(pace, "one"):  # type: ignore[arg-type]
            given[pace] += 1
    assert given["read"] > 10 * given["write"] > 20 * given["fetch"] >= given["sign-in"] > 3


def test_who_reads_too_much_is_told_when_to_come_back(opened: Open) -> None:
    room = opened(read_burst=5, read_rate=0.5)
    found = [room.client.get("/api/v1/health") for _ in range(6)]
    assert [done.status_code for done in found] == [200] * 5 + [429]
    assert found[-1].headers["retry-after"] == "2"
    assert found[-1].json()["status"] == 429 and "try again in 2 seconds" in found[-1].json()["detail"]
    assert "text/html" in room.client.get("/").headers["content-type"]


def test_who_writes_too_much_with_a_token_does_not_stop_those_who_read_or_have_another(opened: Open) -> None:
    from writethru import Newsroom

    room = opened(write_burst=3, write_rate=0.01)
    with Newsroom(room.store) as kept:
        other = kept.token_add("day desk")
    statuses = [room.api(f"stories/{room.stories[0]}/follow").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    late = room.api("marks", {"articles": ["h-1", "h-2"]})
    assert late.status_code == 429 and int(late.headers["retry-after"]) >= 90
    assert room.form(f"/stories/{room.stories[0]}/unfollow").status_code == 429, "it is the same token"
    assert room.client.get("/").status_code == 200
    path = f"/api/v1/stories/{room.stories[0]}/follow"
    assert room.client.post(path, headers={"authorization": f"Bearer {other}"}).status_code == 200


def test_errands_are_rationed_more_strictly_than_changes(opened: Open) -> None:
    room = opened(fetch=lambda url: None, fetch_burst=2, fetch_rate=0.01)
    url = {"url": "https://paper.example/a"}
    assert [room.api("articles", url).status_code for _ in range(3)] == [202, 202, 429]
    assert room.api("feeds", url).status_code == 429
    assert room.api(f"stories/{room.stories[0]}/follow").status_code == 200


def test_wrong_tokens_are_counted_and_a_good_one_is_let_in_all_the_same(opened: Open) -> None:
    room = opened(sign_in_burst=3, sign_in_rate=0.01)
    wrong = {"authorization": "Bearer wt_wrong"}
    statuses = [room.client.get("/api/v1/marks", headers=wrong).status_code for _ in range(4)]
    assert statuses == [401, 401, 401, 429]
    assert room.client.post("/sign-in", data={"token": "wt_x"}, headers=HERE).status_code == 429
    assert room.client.get("/api/v1/marks", headers=room.bearer).status_code == 200
    assert room.get("/desk").status_code == 200


def test_so_many_are_at_work_and_a_stream_that_has_begun_is_not_one_of_them() -> None:
    begin, end = asyncio.Event(), asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await begin.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await end.wait()
        await send({"type": "http.response.body", "body": b""})

    guard = Guard(app, ("localhost",), Paces(PATIENT), 2)
    statuses: list[int] = []

    async def ask() -> None:
        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        scope = {
            "type": "http", "method": "GET", "path": "/", "query_string": b"", "client": ("192.0.2.1", 1),
            "headers": [(b"host", b"localhost")], "scheme": "http", "server": ("localhost", 80), "root_path": "",
        }  # fmt: skip
        await guard(scope, lambda: None, send)  # type: ignore[arg-type, return-value]

    async def all_of_it() -> None:
        two = [asyncio.create_task(ask()) for _ in range(2)]
        await asyncio.sleep(0)
        await ask()
        assert statuses == [503]
        begin.set()
        while len(statuses) < 3:
            await asyncio.sleep(0)
        three = [asyncio.create_task(ask()) for _ in range(2)]
        while len(statuses) < 5:
            await asyncio.sleep(0)
        end.set()
        await asyncio.gather(*two, *three)
        assert statuses == [503, 200, 200, 200, 200]

    asyncio.run(all_of_it())


def test_a_request_that_breaks_is_not_at_work_for_ever() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError

    guard = Guard(app, ("localhost",), Paces(PATIENT), 1)
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
    }
    for _ in range(3):
        with pytest.raises(RuntimeError):
            asyncio.run(guard(scope, None, None))  # type: ignore[arg-type]
