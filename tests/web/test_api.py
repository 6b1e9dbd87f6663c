"""The API: what is described is what is answered, lists hold still while more comes in, errors say what was expected."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from starlette.testclient import TestClient

from tests.test_readme import ROOT, shown
from writethru import Newsroom
from writethru.records import WatchedFeed, content_id
from writethru.settings import Settings
from writethru.web import api, api_finding, listing, open_app
from writethru.web.app import LISTENING, READING
from writethru.web.asked import read_all
from writethru.web.rooms import Rooms
from writethru.web.writing import WRITING

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)
FEED = WatchedFeed(
    url="https://harbour.example/feed.xml", title="Harbour Post", due="2031-03-08T13:00:00+00:00"
)
TOWNS = ("Lorne", "Vasken", "Quill", "Tamber", "Harrow", "Osprey", "Merrow", "Aldis", "Brenn", "Corvin")
TEXT = "The {what} of {town} opened its doors on {day} after {n} months of work, the town said. {town} paid for the {what}."
THINGS = (
    "museum",
    "library",
    "harbour",
    "bakery",
    "theatre",
    "orchestra",
    "zoo",
    "station",
    "stadium",
    "mill",
)


def rows(first: int, last: int) -> list[dict[str, str]]:
    return [
        {
            "id": f"t-{n}",
            "title": f"{TOWNS[n % 10]} opens a {THINGS[n % 10]}, number {n}",
            "publisher": ("Quill Courier", "Harbour Post", "QUILL Courier")[n % 3],
            "published": f"2031-03-{1 + n % 7:02}T{n % 24:02}:00:00Z",
            "text": TEXT.format(what=THINGS[n % 10], town=TOWNS[n % 10], day="Friday", n=n + 3),
        }
        for n in range(first, last)
    ]


def keep(store: Path, found: list[dict[str, str]]) -> None:
    source = store.with_suffix(".jsonl")
    source.write_text("\n".join(json.dumps(row) for row in found))
    with Newsroom(store, settings=Settings(), now=NOW) as room:
        assert len(room.add([str(source)]).added) == len(found)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("api") / "made.db"
    keep(store, rows(0, 10))
    with Newsroom(store, settings=Settings(), now=NOW) as room:
        room.add(["examples/dam"])
        room._store.add_feed(FEED)
    return store


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "news.db"))


@pytest.fixture
def client(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(listing, "UNLOOKED", 0.0)
    monkeypatch.setattr(listing, "OLDEST", 0.0)
    with TestClient(open_app(str(store), now=NOW), base_url="http://localhost") as client:
        yield client


def get(client: TestClient, path: str, **given: Any) -> Any:
    found = client.get(f"/api/v1{path}", params=given)
    assert found.status_code == 200, found.text
    return found.json()


@pytest.fixture
def dam(client: TestClient) -> str:
    found = get(client, "/stories", q="spillway vasken")["stories"]
    return str(max(found, key=lambda s: s["card"]["articles"])["card"]["story"])


# -- the description


def test_every_address_is_described_with_all_that_it_takes(client: TestClient) -> None:
    described = get(client, "/openapi.json")
    assert described["openapi"] == "3.1.0"
    told = {(method.upper(), path) for path, methods in described["paths"].items() for method in methods}
    read = {("GET", path) for path, _ in (*READING, *LISTENING) if path.startswith("/api/")}
    written = {(way.method, way.path) for way in WRITING if way.needs == "token"}
    assert told == read | written
    for method, path in written:
        operation = described["paths"][path][method.lower()]
        assert operation["security"] == [{"token": []}] and "401" in operation["responses"]
    names = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))
    for endpoint in api.ENDPOINTS:
        told = described["paths"][f"/api/v1{endpoint.path}"]["get"]
        assert told["summary"]
        assert {p["name"] for p in told.get("parameters", ())} == {
            *endpoint.parts,
            *(p.name for p in endpoint.parameters),
        }
        assert {"200", "304", "400", "406", "503"} <= told["responses"].keys()
        assert ("404" in told["responses"]) == (bool(endpoint.parts) or 404 in endpoint.troubles)


def test_every_shape_that_is_referred_to_is_described(client: TestClient) -> None:
    described = get(client, "/openapi.json")
    schemas = described["components"]["schemas"]
    referred: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if "$ref" in value:
                referred.add(value["$ref"].removeprefix("#/components/schemas/"))
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(described)
    assert referred == set(schemas)


def test_what_is_declared_is_what_is_checked(client: TestClient) -> None:
    for endpoint in api.ENDPOINTS:
        for parameter in endpoint.parameters:
            if parameter.kind == "whole":
                path = f"/api/v1{endpoint.path}".format(**dict.fromkeys(endpoint.parts, "x"))
                given = {p.name: "dam" for p in endpoint.parameters if p.required}
                for wrong in (parameter.least - 1, parameter.most + 1):
                    found = client.get(path, params={**given, parameter.name: wrong})
                    assert found.status_code == 400, (path, parameter.name, wrong)
                    assert f"from {parameter.least} to {parameter.most}" in found.json()["detail"]
    assert read_all.__module__ == "writethru.web.asked"


def test_every_address_has_its_place_and_an_example_in_the_reference() -> None:
    text = (ROOT / "docs/reference/http.md").read_text()
    for endpoint in (*api.ENDPOINTS, api.EVENTS):
        told = re.search(
            rf"<!-- endpoint ([\w ]*\b{endpoint.name}\b[\w ]*) -->\n(.*?)<!-- /endpoint -->(.*?)(?:\n## |\Z)",
            text,
            re.DOTALL,
        )
        assert told and told[2] == shown.endpoint_table(told[1]), "run `make readme`"
        assert f"$ curl -s{' -N' * (endpoint is api.EVENTS)}" in told[3] and "8031/api/v1/" in told[3]
    assert shown.WRITTEN.findall(text) == [shown.written_table()]
    assert shown.STATUSES.findall(text) == [shown.statuses_table()]


# -- lists that are read a part at a time


def walked(client: TestClient, path: str, name: str, meanwhile: Any = None, **given: Any) -> list[Any]:
    page = get(client, path, **given)
    found = list(page[name])
    while page["next"]:
        if meanwhile:
            meanwhile(len(found))
        page = get(client, path, cursor=page["next"], **given)
        found += page[name]
    return found


def ids(found: list[Any]) -> list[str]:
    return [row["card"]["story"] if "card" in row else row["id"] for row in found]


@pytest.mark.parametrize(("path", "name"), [("/stories", "stories"), ("/articles", "articles")])
def test_parts_make_the_whole(client: TestClient, path: str, name: str) -> None:
    whole = ids(get(client, path, limit=100)[name])
    assert len(whole) > 10
    for limit in (1, 3, 7, len(whole)):
        assert ids(walked(client, path, name, limit=limit)) == whole


@pytest.mark.parametrize(("path", "name"), [("/stories", "stories"), ("/articles", "articles")])
def test_what_comes_in_meanwhile_shifts_nothing(
    client: TestClient, store: Path, path: str, name: str
) -> None:
    whole = ids(get(client, path, limit=100)[name])
    new = iter(range(20, 40))

    def meanwhile(read: int) -> None:
        n = next(new)
        text = f"{n} geese landed on the lake of {TOWNS[n % 10]}."
        stamped = {"published": "2031-03-08T11:59:00Z", "publisher": "Lake Gazette", "text": text}
        keep(store, [rows(n, n + 1)[0] | stamped | {"title": f"Flock {n} lands"}])

    found = ids(walked(client, path, name, meanwhile, limit=5))
    assert [id for id in found if id in whole] == whole
    assert len(found) == len(set(found))
    now = ids(get(client, path, limit=100)[name])
    came = [now.index(id) for id in now if id not in whole]
    assert came and came[0] < now.index(whole[-1]), "what came in does stand before some of them"


def test_time_that_goes_by_shifts_no_story(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ids(get(client, "/stories", limit=100)["stories"])
    clock = [NOW]
    monkeypatch.setattr(Rooms, "now", lambda self: clock[0])

    def meanwhile(read: int) -> None:
        clock[0] += timedelta(hours=7)

    assert ids(walked(client, "/stories", "stories", meanwhile, limit=2)) == whole


@pytest.mark.parametrize(
    "cursor", ["x", "e30", "W10", "bnVsbA", "eyJhdCI6IjIwMzEtMDMtMDhUMTI6MDA6MDAifQ", "a" * 300]
)
def test_a_cursor_that_nobody_gave_is_refused(client: TestClient, cursor: str) -> None:
    for path in ("/stories", "/articles"):
        found = client.get(f"/api/v1{path}", params={"cursor": cursor})
        assert found.status_code == 400 and "the `next` of an answer" in found.json()["detail"]


def test_the_cursor_of_another_list_is_refused(client: TestClient) -> None:
    stories, articles = (get(client, path, limit=1)["next"] for path in ("/stories", "/articles"))
    assert client.get("/api/v1/stories", params={"cursor": articles}).status_code == 400
    assert client.get("/api/v1/articles", params={"cursor": stories}).status_code == 400


# -- filters


def test_stories_are_chosen_by_all_that_is_asked_for(client: TestClient, dam: str) -> None:
    outlets = {row["publisher"].casefold() for row in get(client, "/articles", limit=100)["articles"]}
    both = get(client, "/stories", outlet="quill courier", q="museum")["stories"]
    assert both and all("museum" in s["card"]["headline"].casefold() for s in both)
    assert not get(client, "/stories", outlet="quill courier", person="nobody")["stories"]
    assert outlets >= {"quill courier", "harbour post"}
    disputed = get(client, "/stories", status="disputed")["stories"]
    assert dam in ids(disputed) and all(s["card"]["disputes"] for s in disputed)
    for status in ("breaking", "developing", "quiet", "closed"):
        assert all(s["phase"]["kind"] == status for s in get(client, "/stories", status=status)["stories"])


def test_stories_are_chosen_by_when_their_newest_article_was_published(client: TestClient) -> None:
    whole = get(client, "/stories", limit=100)["stories"]
    for since in ("2031-03-04", "2031-03-06T05:00:00Z", "2031-03-06T05:00:00+02:00"):
        at = (
            datetime.fromisoformat(since).replace(tzinfo=UTC)
            if len(since) == 10
            else datetime.fromisoformat(since)
        )
        found = ids(get(client, "/stories", published_since=since, limit=100)["stories"])
        assert found == [
            s["card"]["story"] for s in whole if datetime.fromisoformat(s["card"]["updated"]) >= at
        ]
        assert 0 < len(found) < len(whole)


def test_since_means_what_it_means_on_the_front_page(client: TestClient) -> None:
    whole = get(client, "/stories", limit=100)["stories"]
    times = {s["card"]["story"]: s["card"]["changed"] or s["card"]["last"] for s in whole}
    for since in ("2031-03-06T00:00:00Z", "2031-03-08", "0001-01-01"):
        at = datetime.fromisoformat(since)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        found = ids(get(client, "/stories", since=since, limit=100)["stories"])
        assert found == [id for id in ids(whole) if datetime.fromisoformat(times[id]) >= at]
        page = client.get("/stories", params={"since": since}).text
        assert re.findall(r'<h3 class="lead"><a href="/stories/(\w+)">', page) == found
    assert any(s["card"]["changed"] > s["card"]["updated"] for s in whole), "kept after it was published"


def test_articles_are_chosen_by_outlet_time_and_words(client: TestClient) -> None:
    whole = get(client, "/articles", limit=100)["articles"]
    assert [row["at"] for row in whole] == sorted((row["at"] for row in whole), reverse=True)
    named = get(client, "/articles", outlet="Quill Courier", limit=100)["articles"]
    assert {row["publisher"] for row in named} >= {"Quill Courier", "QUILL Courier"}
    assert named == [row for row in whole if row["publisher"].casefold() == "quill courier"]
    late = get(client, "/articles", since="2031-03-05", limit=100)["articles"]
    assert late == [row for row in whole if row["at"] >= "2031-03-05"] and 0 < len(late) < len(whole)
    assert {row["title"] for row in get(client, "/articles", q="orchestra")["articles"]} == {
        "Osprey opens a orchestra, number 5"
    }
    article = get(client, f"/articles/{whole[0]['id']}")
    assert article["story"] == whole[0]["story"] and article["article"]["title"] == whole[0]["title"]


def test_an_article_that_was_changed_is_listed_once_in_its_last_words(
    client: TestClient, store: Path
) -> None:
    changed = rows(30, 31)[0] | {
        "url": "https://quill.example/0",
        "text": "The mill wheel of Aldis turns. " * 4,
    }
    keep(store, [changed])
    keep(store, [changed | {"text": changed["text"] + " It closes again in May."}])
    listed = [row for row in get(client, "/articles", limit=100)["articles"] if row["url"] == changed["url"]]
    assert len(listed) == 1
    history = get(client, f"/articles/{listed[0]['id']}/revisions")
    assert len(history["texts"]) == 2 and history["texts"][-1]["text"].endswith("in May.")


# -- what else there is


def test_feeds_are_told_with_their_health(client: TestClient) -> None:
    (found,) = get(client, "/feeds")["feeds"]
    assert (
        found["id"] == content_id(FEED.url) and found["feed"]["url"] == FEED.url and found["feed"]["health"]
    )
    assert get(client, f"/feeds/{found['id']}") == found
    missing = client.get("/api/v1/feeds/0123456789abcdef")
    assert missing.status_code == 404 and "/api/v1/feeds" in missing.json()["detail"]


def test_why_a_story_is_one_is_told(client: TestClient, dam: str) -> None:
    found = get(client, f"/stories/{dam}/why")
    assert found["story"] == dam and found["articles"]
    assert all(member["events"][0]["reason"] for member in found["articles"])


def test_what_happened_can_be_read_in_parts_from_the_beginning(client: TestClient, store: Path) -> None:
    whole = get(client, "/changes", after="0", limit=100)
    assert whole["changes"] and whole["next"] == whole["changes"][-1]["id"]
    assert get(client, "/changes") == {"changes": [], "next": whole["next"]}
    for limit in (1, 4):
        place, found = "0", []
        while part := get(client, "/changes", after=place, limit=limit):
            place = part["next"]
            found += part["changes"]
            if not part["changes"]:
                break
        facts = [{**change, "id": ""} for change in found]
        assert sorted(map(str, facts)) == sorted(str({**change, "id": ""}) for change in whole["changes"])
    keep(store, rows(11, 12))
    more = get(client, "/changes", after=whole["next"])["changes"]
    assert more[0]["kind"] in ("new story", "new article")


def test_a_place_of_another_store_is_refused(client: TestClient) -> None:
    place = get(client, "/changes")["next"]
    token, steps, pages = place.split("-")
    for wrong in (
        f"{'0' * 8}-{steps}-{pages}",
        f"{token}-{int(steps) + 1}-{pages}",
        f"{token}-{steps}-{int(pages) + 1}",
    ):
        found = client.get("/api/v1/changes", params={"after": wrong})
        assert found.status_code == 404 and "begin again" in found.json()["detail"]


def test_readiness_is_the_store_s(client: TestClient, store: Path, tmp_path: Path) -> None:
    assert get(client, "/ready")["status"] == "ready"
    health = get(client, "/health")
    assert health["census"]["articles"] >= 13 and str(store) not in json.dumps(health)
    store.replace(tmp_path / "away.db")
    found = client.get("/api/v1/ready")
    assert (found.status_code, found.headers["retry-after"]) == (503, "5")


# -- how it is answered


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/*", "text/html"),
        ("application/*", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/json, text/plain, */*", "application/json"),
        ("application/json;q=0.5, */*;q=0.5", "application/json"),
        ("*/*;q=0.1, text/markdown;q=0.2", "text/markdown"),
        ("text/html;q=0, */*", "application/json"),
        ("text/html;q=0, text/*", "text/markdown"),
        ("text/html;q=0.2, text/markdown", "text/markdown"),
        ("TEXT/Markdown", "text/markdown"),
        ("application/atom+xml, application/rss+xml;q=0.9", "application/atom+xml"),
        ("application/feed+json", "application/feed+json"),
        ("application/json; q=0.3 , text/markdown ;q=0.7", "text/markdown"),
        ("nonsense, */json, application/json;q=2", "text/html"),
        ("image/png", None),
        ("application/json;q=0", None),
        ("*/*;q=0", None),
        ("text/html;q=0.0", None),
    ],
)
def test_the_form_of_a_story_is_agreed_on(
    client: TestClient, dam: str, accept: str | None, kind: str | None
) -> None:
    client.headers.pop("accept", None)
    found = client.get(f"/stories/{dam}", headers={} if accept is None else {"accept": accept})
    by = ("Accept", "Accept-Encoding", *(("Cookie",) if kind == "text/html" else ()))
    assert found.headers["vary"] == (", ".join(by) if kind else "Accept")
    if kind is None:
        assert found.status_code == 406 and "text/html, application/json, text/markdown" in found.text
    else:
        assert found.status_code == 200 and found.headers["content-type"].startswith(kind)


def test_forms_of_one_page_have_tags_of_their_own(client: TestClient, dam: str) -> None:
    kinds = (
        "text/html",
        "application/json",
        "text/markdown",
        "application/atom+xml",
        "application/feed+json",
    )
    tags = [client.get(f"/stories/{dam}", headers={"accept": kind}).headers["etag"] for kind in kinds]
    assert len(set(tags)) == len(kinds)
    again = client.get(f"/stories/{dam}", headers={"accept": kinds[1], "if-none-match": tags[1]})
    assert (
        again.status_code == 304 and again.headers["vary"] == "Accept, Accept-Encoding" and not again.content
    )
    assert (
        client.get(f"/stories/{dam}", headers={"accept": kinds[0], "if-none-match": tags[1]}).status_code
        == 200
    )


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "words"),
    [
        ("GET", "/nothing", {}, 404, "there is nothing at"),
        ("GET", "/stories/nothing", {}, 404, "lists them"),
        ("PUT", "/stories", {}, 405, "GET, HEAD"),
        ("GET", "/stories", {"accept": "text/html"}, 406, "application/json"),
        ("GET", "/stories", {"accept": "application/json;q=0, */*"}, 406, "application/json"),
        ("GET", f"/stories?q={'a' * 2000}", {}, 414, "more than"),
        ("GET", "/stories", {"host": "elsewhere.example"}, 421, "--host-name"),
    ],
)
def test_what_cannot_be_answered_says_what_was_expected(
    client: TestClient, method: str, path: str, headers: dict[str, str], status: int, words: str
) -> None:
    found = client.request(method, f"/api/v1{path}", headers=headers)
    assert found.headers["content-type"] == "application/problem+json"
    assert (found.status_code, found.json()["status"]) == (status, status)
    assert words in found.json()["detail"] and found.json()["title"]
    assert ("allow" in found.headers) == (status == 405)


def test_the_head_is_that_of_the_whole(client: TestClient, dam: str) -> None:
    for endpoint in api.ENDPOINTS:
        filled = dict.fromkeys(endpoint.parts, "x")
        filled |= {"story": dam, "article": "t-1", "feed": content_id(FEED.url), "place": "tamber"}
        path = f"/api/v1{endpoint.path}".format(**filled)
        given = {"q": "museum"} if endpoint.call is api_finding.search else {}
        whole, head = client.get(path, params=given), client.head(path, params=given)
        assert head.status_code == whole.status_code and head.headers == whole.headers, path
        assert whole.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("since", ["0001-01-01", "0001-01-07T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_the_ends_of_time_are_times(client: TestClient, since: str) -> None:
    for path in ("articles?", "stories?", "search?q=dam&", "stories?published_"):
        assert client.get(f"/api/v1/{path}since={since}").status_code == 200
    assert client.get(f"/search?q=dam&until={since[:10]}").status_code == 200
