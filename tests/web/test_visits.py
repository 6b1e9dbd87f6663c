"""What is new since a reader's last visit: the cookie that remembers it, and the pages that tell it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from writethru import Newsroom
from writethru.settings import Settings
from writethru.web import open_app
from writethru.web.visit import remember, visit_of

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)
EARLY = datetime(2031, 3, 6, 8, tzinfo=UTC)


def asked(cookie: str | None, scheme: str = "http") -> Request:
    headers = [(b"cookie", cookie.encode("latin-1"))] if cookie is not None else []
    return Request({"type": "http", "headers": headers, "scheme": scheme, "path": "/", "server": ("x", 80)})


def ago(**before: float) -> int:
    return int((NOW - timedelta(**before)).timestamp())


@pytest.mark.parametrize(
    ("cookie", "since"),
    [
        (None, None),
        ("visit=0." + str(ago(minutes=5)), None),  # the first visit goes on
        ("visit=0." + str(ago(minutes=31)), ago(minutes=31)),  # the second begins
        (f"visit={ago(days=2)}.{ago(minutes=29)}", ago(days=2)),  # a visit goes on
        (f"visit={ago(days=2)}.{ago(minutes=30)}", ago(minutes=30)),
        (f"other=1; visit={ago(days=2)}.{ago(seconds=1)}", ago(days=2)),
        # What we did not write:
        ("visit=", None),
        ("visit=1", None),
        (f"visit=.{ago(days=1)}", ago(days=1)),
        (f"visit={ago(days=-1)}.{ago(days=-1)}", None),  # of a clock that was wrong
        ("visit=-5.-5", None),
        ("visit=1e3.1e3", None),
        ("visit=99999999999999999999.99999999999999999999", None),
        ("visit=<script>.\xb2", None),
    ],
)
def test_a_visit_ends_after_half_an_hour_without_a_request(cookie: str | None, since: int | None) -> None:
    visit = visit_of(asked(cookie), NOW)
    assert (int(visit.before.timestamp()) if visit.before else None) == since
    assert bool(visit.since) == (since is not None)


@pytest.mark.parametrize(
    ("cookie", "kept"),
    [
        (None, f"visit=0.{ago()}"),
        (f"visit={ago(days=2)}.{ago(seconds=59)}", ""),  # a page asked for at once changes nothing
        (f"visit={ago(days=2)}.{ago(minutes=2)}", f"visit={ago(days=2)}.{ago()}"),
        (f"visit={ago(days=2)}.{ago(hours=2)}", f"visit={ago(hours=2)}.{ago()}"),
    ],
)
def test_the_cookie_is_renewed_where_that_is_news(cookie: str | None, kept: str) -> None:
    response = remember(Response(), visit_of(asked(cookie), NOW), asked(cookie))
    set_cookie = response.headers.get("set-cookie", "")
    assert set_cookie.split(";")[0] == kept
    if kept:
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(set_cookie.split("; "))
        assert "secure" not in set_cookie.lower() and "domain" not in set_cookie.lower()
    assert "Cookie" in response.headers["vary"] and "private" in response.headers["cache-control"]


def test_over_tls_the_cookie_goes_over_tls_only() -> None:
    request = asked(None, "https")
    assert "Secure" in remember(Response(), visit_of(request, NOW), request).headers["set-cookie"].split("; ")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A room with the example, of which one outlet came two days before the rest."""
    store = tmp_path_factory.mktemp("visits") / "news.db"
    for now, files in ((EARLY, "courier-*"), (NOW - timedelta(hours=1), "*")):
        with Newsroom(store, settings=Settings(), now=now) as room:
            room.add(sorted(str(path) for path in Path("examples/dam").glob(files)))
    with TestClient(open_app(str(store), now=NOW), base_url="http://localhost") as client:
        yield client


def after(client: TestClient, path: str, seen: datetime | None) -> str:
    cookie = {"cookie": f"visit={int(seen.timestamp())}.{ago(minutes=1)}"} if seen else {}
    found = client.get(path, headers=cookie)
    assert found.status_code == 200, path
    client.cookies.clear()
    return found.text


def dam(client: TestClient) -> str:
    found = client.get("/api/v1/stories", params={"q": "spillway"}).json()["stories"]
    return "/stories/" + str(max(found, key=lambda s: s["card"]["articles"])["card"]["story"])


def test_what_changed_stands_first_with_what_it_changed(client: TestClient) -> None:
    first, again = after(client, "/", None), after(client, "/", EARLY + timedelta(hours=1))
    assert "your last visit" not in first
    news, _, rest = again.partition('id="all"')
    assert "New since your last visit, 6 Mar 2031 09:00 UTC" in news
    assert dam(client) in news and dam(client) not in rest, "no story is told twice"
    assert "more change" in news and "New story" in news
    assert "Nothing new since your last visit" in after(client, "/", NOW - timedelta(minutes=2))


def test_a_filtered_list_marks_what_changed(client: TestClient) -> None:
    listed = after(client, "/stories?status=developing", EARLY + timedelta(hours=1))
    assert 'class="chip">Updated<' in listed and "New since your last visit" not in listed
    assert 'class="chip"' not in after(client, "/stories?status=developing", None)


def test_stories_since_a_time_tell_what_they_changed(client: TestClient) -> None:
    found = client.get("/stories", params={"since": (EARLY + timedelta(hours=1)).isoformat()}).text
    assert "Changed since 6 Mar 2031 09:00 UTC" in found and dam(client) in found and "more change" in found
    assert "No story fits" in client.get("/stories", params={"since": NOW.isoformat()}).text


THEN = NOW - timedelta(hours=3)  # when a second article came to a story that was there, and a new story
LATER = THEN + timedelta(hours=1)  # when a third came to it
AFTER = EARLY + timedelta(seconds=1)


def _line(name: str, title: str, text: str, hour: int) -> str:
    row = {"id": name, "publisher": f"Paper {name}", "title": title, "text": text}
    return json.dumps(row | {"published": f"2031-03-08T{hour:02}:00:00Z"}) + "\n"


@pytest.fixture(scope="module")
def growing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A room with a story that was there before and grew twice, and one that came with the first of these times."""
    folder = tmp_path_factory.mktemp("growing")
    quay = (
        "The quay wall of Tamber gave way on Monday, and {} people were hurt. Ida Marsh, the harbour master of Tamber,"
        " said the port of Tamber had refused to pay for the repair."
    )
    mayor = " The mayor, Olav Brekke, said on Saturday that one of them had died in the hospital of Tamber."
    bees = "Bees settled in the clock of the town hall of Orvin on Friday, and Tilda Marn took them home."
    came = (
        (EARLY, _line("q-0", "Quay wall of Tamber gives way", quay.format("three"), 6)),
        (THEN, _line("q-1", "Quay wall of Tamber gives way, five hurt", quay.format("five"), 9)
         + _line("b-0", "Bees settle in the clock of Orvin", bees, 9)),
        (LATER, _line("q-2", "Quay wall of Tamber gives way, nine hurt", quay.format("nine") + mayor, 10)),
    )  # fmt: skip
    for now, lines in came:
        (folder / "rows.jsonl").write_text(lines, encoding="utf-8")
        with Newsroom(folder / "news.db", settings=Settings(), now=now) as room:
            room.add([str(folder / "rows.jsonl")])
    with TestClient(open_app(str(folder / "news.db"), now=NOW), base_url="http://localhost") as client:
        yield client


def labels(page: str) -> dict[str, str]:
    """Return what each story is said to be that changed."""
    found = re.findall(r'class="lead"><a [^>]*><bdi>(\w+).*?class="label">([^<]*)<', page, re.DOTALL)
    return dict(found)


@pytest.mark.parametrize(
    ("since", "told"),
    [
        (EARLY, {"Quay": "New story", "Bees": "New story"}),  # all that came at this very second, or later
        (AFTER, {"Quay": "Updated", "Bees": "New story"}),  # one article was there before
        (THEN, {"Quay": "Updated", "Bees": "New story"}),
        (THEN + timedelta(seconds=1), {"Quay": "changed"}),
        (LATER, {"Quay": "changed"}),
        (LATER + timedelta(seconds=1), {}),
    ],
)
def test_a_story_that_was_there_is_never_new_and_one_that_came_at_this_second_is(
    growing: TestClient, since: datetime, told: dict[str, str]
) -> None:
    listed = labels(growing.get("/stories", params={"since": since.isoformat()}).text)
    visited = labels(after(growing, "/", since).partition('id="all"')[0])
    for found in (listed, visited):
        assert found.keys() == told.keys()
        for story, label in told.items():
            is_told = found[story] not in ("New story", "Updated")
            assert is_told if label == "changed" else found[story] == label, (story, found)


def test_where_a_list_stands_says_what_it_lists_and_nothing_twice(client: TestClient) -> None:
    for asked, title in (
        ({"since": "2031-03-06"}, "Changed since 6 Mar 2031"),
        ({"published_since": "2031-03-06T07:00:00Z"}, "Published since 6 Mar 2031 07:00 UTC"),
        ({"outlet": "the kesterin courier", "since": "2031-03-06"}, "The Kesterin Courier · Changed since 6 Mar 2031"),
        ({"status": "quiet"}, "Quiet"),
    ):  # fmt: skip
        page = client.get("/stories", params=asked).text
        crumbs = re.findall(
            r"<li>.*?</li>", page[page.index('aria-label="Breadcrumb"') : page.index("</ol>")]
        )
        assert [re.sub(r"<[^>]*>", "", crumb) for crumb in crumbs] == ["Stories", title]
        assert f"<title>{title}</title>" in page and f"<h1><bdi>{title}</bdi></h1>" in page


def test_the_page_of_a_story_tells_what_is_new(client: TestClient) -> None:
    page = after(client, dam(client), EARLY + timedelta(hours=1))
    head, *_ = page.partition('<h2 class="run">')
    assert "New since your last visit, 6 Mar 2031 09:00 UTC" in head and 'class="changes"' in head
    assert f'{dam(client)}/diff?old=1&amp;new=2"' in head
    for seen in (None, EARLY - timedelta(days=1), NOW - timedelta(minutes=2)):
        assert "your last visit" not in after(client, dam(client), seen), seen


def test_filters_are_a_form_and_each_can_be_taken_away(client: TestClient) -> None:
    courier = client.get("/stories", params={"outlet": "the kesterin courier", "status": "developing"}).text
    assert 'value="the kesterin courier" selected>The Kesterin Courier<' in courier
    assert (
        'href="/stories?status=developing" aria-label="Remove the filter Outlet: The Kesterin Courier"'
        in courier
    )
    assert "Remove the filter How alive: Developing" in courier and dam(client) in courier
    empty = client.get(
        "/stories", params={"outlet": "", "person": "", "status": "quiet"}, follow_redirects=False
    )
    assert (empty.status_code, empty.headers["location"]) == (303, "/stories?status=quiet")
    assert client.get("/stories?outlet=", follow_redirects=False).headers["location"] == "/"
    none = client.get("/stories", params={"outlet": "the kesterin courier", "place": "atlantis"}).text
    assert "No story fits" in none and dam(client) not in none


def test_a_long_list_comes_a_page_at_a_time(client: TestClient) -> None:
    first = client.get("/stories?limit=1").text
    following = re.findall(r'href="(/stories\?limit=1&amp;cursor=[^"]+)" rel="next"', first)
    assert following and "First stories" not in first
    second = client.get(unescape(following[0])).text
    assert 'href="/stories?limit=1">← First stories' in second
    assert dam(client) in first + second
