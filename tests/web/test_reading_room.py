from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import feedparser
import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from starlette.testclient import TestClient

from writethru import Newsroom
from writethru.records import WatchedFeed, content_id
from writethru.render.finding import ROOMS
from writethru.render.html import script
from writethru.settings import Settings
from writethru.web import open_app
from writethru.web.app import READING
from writethru.web.writing import WRITING

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)
FEED = WatchedFeed(
    url="https://harbour.example/feed.xml", title="Harbour Post", due="2031-03-08T13:00:00+00:00"
)
WRITTEN = {(way.method, way.path): way.needs for way in WRITING}
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} {% raw %}",
    "javascript:alert(1)",
    "</title><svg onload=alert(1)>",
    "\u202eevil\u202c & <b>bold</b>",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("room")
    rows = [
        {
            "id": f"h-{n}",
            "title": f"{text} at the harbour",
            "publisher": text,
            "byline": text,
            "url": f"https://a.example/{n}?x={text}",
            "published": f"2031-03-0{n + 1}T10:00:00Z",
            "text": f"{text} The ferry Osprey of {text} hit the pier in Lorne on Monday, and 12 people were hurt. "
            * 3,
        }
        for n, text in enumerate(HOSTILE)
    ]
    (folder / "hostile.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    with Newsroom(folder / "news.db", settings=Settings(), now=NOW) as room:
        room.add(["examples/dam", str(folder / "hostile.jsonl")])
        room._store.add_feed(FEED)
    return str(folder / "news.db")


@pytest.fixture(scope="module")
def client(store: str) -> Iterator[TestClient]:
    with TestClient(open_app(store, now=NOW), base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="module")
def dam(client: TestClient) -> str:
    found = client.get("/api/v1/stories", params={"q": "spillway vasken"}).json()["stories"]
    return str(max(found, key=lambda s: s["card"]["articles"])["card"]["story"])


class Attributes(HTMLParser):
    """Collects the names of all attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {name for name, _ in attrs}


def attributes(html: str) -> set[str]:
    """Return the names of all attributes of a page."""
    parser = Attributes()
    parser.feed(html)
    return parser.names


def paths(client: TestClient, story: str) -> list[str]:
    """Return every route that there is, filled in."""
    article = client.get(f"/api/v1/stories/{story}").json()["sources"][0]["article"]
    named = {
        kind: re.findall(rf'href="/{room}/([^"]+)"', client.get(f"/{room}").text)[0]
        for kind, room in ROOMS.items()
    }
    given = {
        "story": story,
        "article": article,
        "feed": content_id(FEED.url),
        "script": script()[0].rpartition("/")[2],
        **named,
    }
    return [path.format(**given) for path, _ in READING]


def test_every_route_is_read_by_anybody_and_written_by_nobody(client: TestClient, dam: str) -> None:
    for path, (route, _) in zip(paths(client, dam), READING, strict=True):
        asked = {"q": "dam"} if path.endswith("/search") else {}
        found = client.get(path, params=asked)
        assert found.status_code == (404 if path.endswith("/diff") else 200), path
        assert client.head(path, params=asked).status_code == found.status_code
        for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW"):
            needed = WRITTEN.get((method, route))  # test_writing_matrix tries these with tokens and without
            refused = client.request(method, path, params=asked)
            assert refused.status_code == (401 if needed else 405), (method, path)


def test_every_answer_has_the_headers_of_security(client: TestClient, dam: str) -> None:
    for path in [*paths(client, dam), "/nothing", "/stories/nothing"]:
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-"), path
        assert "script-src 'self';" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert not {"server", "access-control-allow-origin"} & headers.keys()
        assert "set-cookie" not in headers or headers["set-cookie"].startswith("visit="), path


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "", "10.0.0.1"]
)
def test_a_host_that_is_not_ours_is_not_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


def test_a_host_that_was_named_is_answered(store: str) -> None:
    app = open_app(store, now=NOW, hosts=("News.Example",))
    with TestClient(app, base_url="http://news.example:8031") as client:
        assert client.get("/").status_code == 200
        assert client.get("/", headers={"host": "[::1]:8031"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/api/v1/stories?limit=0", "from 1 to 100"),
        ("/api/v1/stories?limit=１", "whole number"),
        ("/api/v1/stories?cursor=-1", "the `next` of an answer"),
        ("/api/v1/stories?status=alive", "breaking, developing"),
        ("/api/v1/stories?since=yesterday", "ISO 8601"),
        ("/api/v1/stories?what=1", "unknown parameter 'what'"),
        ("/api/v1/stories?limit=1&limit=2", "given twice"),
        (f"/api/v1/stories?q={'a' * 401}", "more than 400 characters"),
        ("/api/v1/health?x=1", "known are none"),
    ],
)
def test_what_is_asked_wrongly_says_what_was_expected(client: TestClient, path: str, words: str) -> None:
    found = client.get(path)
    assert found.status_code == 400 and found.headers["content-type"] == "application/problem+json"
    assert words in found.json()["detail"]
    assert client.get(path.replace("/api/v1/stories", "/stories")).status_code == 400


def test_what_is_too_long_or_has_a_body_is_refused(client: TestClient) -> None:
    assert client.get("/search", params={"q": "a" * 3000}).status_code == 414
    assert client.request("GET", "/", content=b"body").status_code == 413
    assert client.get("/stories/nothing").status_code == 404
    assert "writethru stories" in client.get("/api/v1/stories/nothing").json()["detail"]


def test_what_is_known_is_not_sent_again(client: TestClient, dam: str) -> None:
    for path in paths(client, dam):
        if path.endswith(("/diff", "/search")):
            continue
        tag = client.get(path).headers["etag"]
        again = client.get(path, headers={"if-none-match": f'"other", W/{tag}'})
        assert (again.status_code, again.content) == (304, b""), path
        assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_story_comes_in_the_form_that_is_liked_best(client: TestClient, dam: str) -> None:
    for accept, kind in {
        "*/*": "text/html",
        "": "text/html",
        "text/html,application/xhtml+xml,*/*;q=0.8": "text/html",
        "application/json": "application/json",
        "text/html;q=0.2, text/markdown": "text/markdown",
        "application/atom+xml": "application/atom+xml",
        "application/json;q=nonsense": "text/html",
    }.items():
        found = client.get(f"/stories/{dam}", headers={"accept": accept})
        assert found.headers["content-type"].startswith(kind), accept
        assert found.headers["vary"].startswith("Accept")


def test_front_to_story_to_citation_to_article_and_back(client: TestClient, dam: str) -> None:
    front = client.get("/").text
    assert f'href="/stories/{dam}"' in front and "Developing" in front
    page = client.get(f"/stories/{dam}").text
    article, start = re.findall(r'href="/articles/([0-9a-f]{16})#c(\d+)"', page)[0]
    text = client.get(f"/articles/{article}").text
    assert f'<mark id="c{start}">' in text
    assert f'href="/stories/{dam}"' in text
    for end in ("/history", "/claims", ".atom"):
        assert f'href="/stories/{dam}{end}"' in page


def test_stories_are_found_by_outlet_place_and_words(client: TestClient, dam: str) -> None:
    assert f'href="/stories/{dam}"' in client.get("/stories", params={"q": "spillway"}).text
    for path in ("/outlets", "/places", "/people"):
        href = re.findall(rf'href="({path}/[^"]+)"', client.get(path).text)[0]
        assert "/stories/" in client.get(href).text
    assert "No story fits" in client.get("/stories", params={"place": "atlantis"}).text
    found = client.get("/search", params={"q": "spillway gates"}).text
    assert "<mark>" in found and "/articles/" in found


def test_a_list_comes_a_page_at_a_time(client: TestClient) -> None:
    whole = client.get("/api/v1/stories").json()["stories"]
    assert len(whole) > 2
    page = client.get("/api/v1/stories", params={"limit": 1}).json()
    parts = page["stories"]
    while cursor := page["next"]:
        page = client.get("/api/v1/stories", params={"limit": 1, "cursor": cursor}).json()
        parts += page["stories"]
    assert parts == whole
    weights = [s["significance"]["weight"] for s in whole]
    assert weights == sorted(weights, reverse=True)


def test_the_feeds_can_be_followed(client: TestClient, dam: str) -> None:
    for path in ("/stories.atom", f"/stories/{dam}.atom"):
        feed = feedparser.parse(io.BytesIO(client.get(path).content))
        assert not feed.bozo and feed.entries
        for entry in feed.entries:
            assert entry.link.startswith("http://localhost/")
    items = client.get("/stories.feed.json").json()["items"]
    assert {item["id"] for item in items} == {
        e.id for e in feedparser.parse(io.BytesIO(client.get("/stories.atom").content)).entries
    }


def test_links_of_feeds_lead_to_pages(client: TestClient, dam: str) -> None:
    for path in ("/stories.atom", f"/stories/{dam}.atom"):
        for entry in feedparser.parse(io.BytesIO(client.get(path).content)).entries:
            assert client.get(entry.link).status_code == 200, entry.link


def test_no_markup_of_an_article_is_markup_on_any_page(client: TestClient) -> None:
    stories = [s["card"]["story"] for s in client.get("/api/v1/stories").json()["stories"]]
    articles = {
        source["article"]
        for story in stories
        for source in client.get(f"/api/v1/stories/{story}/sources").json()["sources"]
    }
    pages = [
        f"/{room}/{key}"
        for room in ROOMS.values()
        for key in re.findall(rf'href="/{room}/([^"]+)"', client.get(f"/{room}").text)
    ]
    pages += ["/", "/outlets", "/people", "/places", "/search?q=osprey", "/search?q=%3Cscript%3E"]
    pages += [f"/stories/{story}{end}" for story in stories for end in ("", "/history", "/claims", "/why")]
    pages += [f"/articles/{article}{end}" for article in articles for end in ("", "?findings=1", "?at=0-9")]
    for path in pages:
        html, data = re.subn(
            r'<script type="application/ld\+json">[^<>&]*</script>', "", client.get(path).text
        )
        assert data == (re.fullmatch(r"/stories/[0-9a-f]{16}", path) is not None), path
        assert html.count("<script") == html.count(f'<script src="{script()[0]}" defer></script>')
        assert html.count("<script") <= 1 and "<svg onload" not in html and "<img" not in html, path
        assert not [name for name in attributes(html) if name.startswith("on")], path
        assert not re.search(r'href="(?!https?://|/|#)', html), path
        assert "49" not in re.findall(r"<h1[^>]*>.*?</h1>", html, re.DOTALL)[0], path


def test_a_store_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    from writethru.errors import UsageError

    with pytest.raises(UsageError, match="no store here"):
        open_app(str(tmp_path / "none.db"))
