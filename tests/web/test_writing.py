"""Doing things over HTTP: for programs with a token, for people with forms; each change is in the store afterwards."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser

import msgspec
import pytest
from writers import HERE, NOW, Writing

from tests.nets import FakeNet, SimulatedClock, answer
from tests.trials import trials
from tests.ways_in.paper import REFUSED
from writethru import Newsroom
from writethru.acquire import open_fetch
from writethru.newsroom import Report
from writethru.records import WrongMark
from writethru.render.html import script
from writethru.settings import Settings
from writethru.web.acts import FOLLOW
from writethru.web.writing import WRITING

Open = Callable[..., Writing]
ARTICLE = (
    "<html><head><title>Bees settle in the clock of Orvin</title></head><body><article><h1>Bees settle in the clock of Orvin</h1>"
    + "<p>Bees settled in the clock of the town hall of Orvin on Friday, and beekeeper Tilda Marn took them home.</p>"
    * 4
    + "</article></body></html>"
)
FEED = (
    "<rss version='2.0'><channel><title>Orvin Gazette</title><item><title>Bees settle in the clock of Orvin</title>"
    "<link>http://paper.example/quay</link><pubDate>Sat, 08 Mar 2031 09:00:00 GMT</pubDate></item></channel></rss>"
)
OPML = (
    b"<opml version='2.0'><body><outline type='rss' text='Gazette' xmlUrl='http://paper.example/feed.xml'/>"
    b"<outline type='rss' text='Post' xmlUrl='http://post.example/feed.xml'/></body></opml>"
)


def net() -> FakeNet:
    pages = {"/quay": answer(ARTICLE), "/feed.xml": answer(FEED, Content_Type="application/rss+xml")}
    return FakeNet({"paper.example": lambda path, headers: pages.get(path, answer("", 404))})


def through(found: FakeNet) -> object:
    return open_fetch(Settings(), net=found.net(), clock=SimulatedClock().clock())


def headlines(room: Writing) -> list[str]:
    with Newsroom(room.store, now=NOW, read_only=True) as kept:
        return [story.card.headline for story in kept.front()]


def sentence_of(room: Writing, story: str) -> str:
    page = room.client.get(f"/api/v1/stories/{story}").json()
    return str(page["sections"][0]["sentences"][0]["text"])


# -- programs


def test_merge_split_move_and_undo_through_the_api(writing: Writing) -> None:
    ferry, museum = writing.stories
    done = writing.api(f"stories/{ferry}/merge", {"stories": [museum], "reason": "one harbour"})
    assert (done.status_code, done.json()["story"], len(done.json()["articles"])) == (200, ferry, 4)
    assert done.headers["cache-control"] == "no-store"
    assert writing.api(f"stories/{ferry}/undo").json()["story"] == museum
    new = writing.api(f"stories/{ferry}/split", {"articles": ["h-1"]}).json()["story"]
    assert new not in (ferry, museum)
    back = f"http://localhost/stories/{ferry}?revision=1"
    assert writing.api("articles/h-1/move", {"story": back}).json()["story"] == ferry
    with Newsroom(writing.store, read_only=True) as room:
        told = [event.reason for member in room.why(museum).articles for event in member.events]
        assert "one harbour" in told and room.check() == ()


def test_following_through_the_api(writing: Writing) -> None:
    _, museum = writing.stories
    first = headlines(writing)[0]
    path = f"/api/v1/stories/{museum}/follow"
    assert writing.api(path.removeprefix("/api/v1/")).json() == {"story": museum, "followed": True}
    assert headlines(writing)[0] != first
    gone = writing.client.delete(path, headers=writing.bearer)
    assert gone.json() == {"story": museum, "followed": False}
    assert writing.client.delete(path, headers=writing.bearer).status_code == 409
    assert headlines(writing)[0] == first


def test_marks_are_kept_under_the_name_of_the_token_and_exported(writing: Writing) -> None:
    ferry, _ = writing.stories
    body = {"story": ferry, "sentence": sentence_of(writing, ferry), "note": "says 2"}
    made = msgspec.json.decode(writing.api("marks", body).content, type=WrongMark)
    assert (made.kind, made.by, made.note, made.story) == ("unsupported", "night desk", "says 2", ferry)
    assert made.sentence is not None and made.sentence.citations
    apart = writing.api("marks", {"articles": ["h-1", "h-2"]}).json()
    assert apart["kind"] == "different-events"
    listed = writing.client.get("/api/v1/marks?limit=1", headers=writing.bearer).json()
    assert (listed["marks"][0]["id"], listed["next"]) == (made.id, made.id)
    rest = writing.client.get(f"/api/v1/marks?cursor={made.id}", headers=writing.bearer).json()
    assert ([mark["id"] for mark in rest["marks"]], rest["next"]) == ([apart["id"]], "")
    with Newsroom(writing.store, read_only=True) as room:
        assert [mark.id for mark in room.marks()] == [made.id, apart["id"]]


def test_a_mark_is_withdrawn_by_what_is_appended_and_can_be_made_again(writing: Writing) -> None:
    ferry, _ = writing.stories
    body = {"story": ferry, "sentence": sentence_of(writing, ferry), "note": "says 2"}
    made = writing.api("marks", body).json()
    gone = writing.api(f"marks/{made['id']}/withdraw", {"note": "it does say so"}).json()
    assert (gone["kind"], gone["of"], gone["by"]) == ("withdrawn", made["id"], "night desk")
    for id, status, said in (
        (made["id"], 409, "is withdrawn already: by night desk"),
        (gone["id"], 409, "mark it again"),
        ("f" * 16, 404, "no mark"),
    ):
        refused = writing.api(f"marks/{id}/withdraw")
        assert refused.status_code == status and said in refused.json()["detail"]
    again = writing.api("marks", body).json()
    assert again["id"] not in (made["id"], gone["id"]) and writing.api("marks", body).json() == again
    listed = writing.client.get("/api/v1/marks", headers=writing.bearer).json()["marks"]
    assert [mark["id"] for mark in listed] == [made["id"], gone["id"], again["id"]]
    assert listed[0] == made, "what was said stays as it was"

    page = f"/stories/{ferry}/desk"
    shown = writing.get(page).text
    assert shown.count("/withdraw") == 1 and "<strong>withdrawn</strong> by <bdi>night desk</bdi>" in shown
    done = writing.form(f"/stories/{ferry}/marks/{again['id']}/withdraw")
    assert (done.status_code, done.headers["location"]) == (303, f"{page}#marks")
    assert "/withdraw" not in writing.get(page).text and "<s>" in writing.get("/desk").text


def test_marks_errands_and_what_is_followed_are_told_by_headlines_and_not_by_ids(writing: Writing) -> None:
    ferry, museum = writing.stories
    with Newsroom(writing.store, now=NOW) as room:
        titles = [room.article(id).article.title for id in ("h-1", "h-2")]
        room.mark_articles(["h-1", "h-2"])
        room.mark_sentence(museum, room.page_of(museum)[0].sections[0].sentences[0].text)
        room.follow(museum)
        room.merge([ferry, museum])  # the id of the other leads there
        headline = room.page_of(ferry)[0].headline.text
    report = Report((), (), (museum,), ())
    sent = writing.app.state.desk.errands.send("add", "x", "night desk", lambda means: report)
    assert writing.waited(sent.id)["state"] == "done"
    paths = ("/desk", f"/stories/{ferry}/desk", f"/desk/errands/{sent.id}")
    shown = [unescape(writing.get(path).text) for path in paths]
    for page in shown:
        words = re.sub(r"<[^>]*>", " ", page)
        assert not re.search(r"\b[0-9a-f]{16}\b", words), words
    for title in titles:
        assert all(f"<bdi>{title}</bdi></a>" in page for page in shown[:2])
    link = f'<a href="/stories/{museum}"><bdi>{headline}</bdi></a>'
    assert f"story: {link}" in shown[0] and f"Story: {link}" in shown[2]


def test_reading_marks_goes_on_where_it_was_while_others_come(writing: Writing) -> None:
    ferry, _ = writing.stories
    first = writing.api("marks", {"articles": ["h-1", "h-2"]}).json()
    writing.api("marks", {"story": ferry, "sentence": sentence_of(writing, ferry)})
    page = writing.client.get("/api/v1/marks?limit=1", headers=writing.bearer).json()
    assert [mark["id"] for mark in page["marks"]] == [first["id"]]
    writing.api(f"marks/{first['id']}/withdraw")
    rest = writing.client.get(f"/api/v1/marks?cursor={page['next']}", headers=writing.bearer).json()["marks"]
    assert [mark["kind"] for mark in rest] == ["unsupported", "withdrawn"]
    assert writing.client.get("/api/v1/marks?cursor=none", headers=writing.bearer).status_code == 404


def test_an_address_is_fetched_after_the_answer_and_its_article_is_kept(opened: Open) -> None:
    found = net()
    room = opened(through(found))
    sent = room.api("articles", {"url": "http://paper.example/quay"})
    assert (sent.status_code, sent.json()["state"]) == (202, "waiting")
    ended = room.ended(sent)
    assert (ended["state"], ended["kind"], ended["by"]) == ("done", "add", "night desk")
    assert len(ended["result"]["added"]) == 1
    assert "Bees settle in the clock of Orvin" in headlines(room)
    again = room.ended(room.api("articles", {"url": "http://paper.example/quay"}))
    assert (again["result"]["added"], len(again["result"]["known"])) == ([], 1)
    assert "/robots.txt" not in found.hosts and len(found.connections) > 1


def test_a_feed_is_followed_visited_once_and_removed(opened: Open) -> None:
    room = opened(through(net()))
    body = {"url": "http://paper.example/feed.xml", "folder": "News/World"}
    ended = room.ended(room.api("feeds", body))
    assert ended["state"] == "done" and ended["result"]["visits"][0]["new"] == 1
    assert "Bees settle in the clock of Orvin" in headlines(room)
    with Newsroom(room.store, read_only=True) as kept:
        (feed,) = kept.feeds()
        assert (feed.title, feed.folder) == ("Orvin Gazette", ("News", "World"))
    path = f"/api/v1/feeds?url={body['url']}"
    assert room.client.delete(path, headers=room.bearer).json() == {"removed": body["url"]}
    assert room.client.delete(path, headers=room.bearer).status_code == 409


def test_a_list_of_feeds_is_followed_and_nothing_of_it_fetched(opened: Open) -> None:
    found = net()
    room = opened(through(found))
    sent = room.client.post("/api/v1/feeds/import", content=OPML, headers=room.bearer)
    ended = room.ended(sent)
    assert len(ended["result"]["added"]) == 2 and found.connections == []
    broken = room.client.post("/api/v1/feeds/import", content=b"<opml", headers=room.bearer)
    assert room.ended(broken)["result"]["problems"]


@pytest.mark.parametrize(
    "url",
    ["/etc/passwd", "examples", "-", "file:///etc/passwd", "sqlite:///news.db", "ftp://a.example/", "http://",
     "http:///a", "javascript:alert(1)", "", " ", "//a.example/", "http://a.example/ b", "http://a.example/\x00",
     "http://[", "https://" + "a" * 2_000, "data:text/html,x", "a.example"],
)  # fmt: skip
def test_no_file_and_nothing_but_the_web_is_a_source(writing: Writing, url: str) -> None:
    for path in ("articles", "feeds"):
        assert writing.api(path, {"url": url}).status_code == 400, url
    assert writing.form("/desk/articles", {"url": url}).status_code == 400


def test_no_spelling_of_an_address_leads_inside(opened: Open) -> None:
    """All go the one way out that refuses them; at a port of this machine nobody is heard of."""
    wrong = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        port = listening.getsockname()[1]
        room = opened(None)
        for url in [f"http://127.0.0.1:{port}/", f"http://localhost:{port}/", f"http://0x7f.1:{port}/"]:
            for path in ("articles", "feeds"):
                ended = room.ended(room.api(path, {"url": url}))
                assert not ended["result"] or "added" not in ended["result"] or not ended["result"]["added"]
        with pytest.raises(BlockingIOError):
            listening.accept()
    found = FakeNet({"paper.example": lambda path, headers: answer("", 404)})
    room = opened(through(found))
    for start, path in enumerate(("articles", "feeds", "/desk/articles", "/desk/feeds")):
        for case in REFUSED[start * trials(8, 0) :: trials(32, 1)]:
            found.names |= {name: list(there) for name, there in case.get("names", {}).items()}
            done = (room.form if path[0] == "/" else room.api)(path, {"url": case["url"]})
            if done.status_code in (202, 303):
                room.waited(done.json()["id"] if done.status_code == 202 else done.headers["location"][-16:])
            elif done.status_code != 400:
                wrong.append((path, case["url"], done.status_code))
    assert found.connections == [] and wrong == []


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("stories/{0}/merge", b"", 400, "field 'stories' is missing"),
        ("stories/{0}/merge", b"[]", 400, "JSON object"),
        ("stories/{0}/merge", b'{"stories": "x"}', 400, "list of texts"),
        ("stories/{0}/merge", b'{"stories": ["x"], "colour": "red"}', 400, "unknown field 'colour'"),
        ("stories/{0}/merge", b'{"stories": ["nothing"]}', 409, "no story 'nothing'"),
        ("stories/{0}/merge", b'{"stories": ["{0}"]}', 409, "named twice"),
        ("stories/nothing/merge", b'{"stories": ["{0}"]}', 404, "no story 'nothing'"),
        ("stories/{0}/split", b'{"articles": ["h-4"]}', 409, "is not in story"),
        ("stories/{0}/split", b'{"articles": [1]}', 400, "JSON object"),
        ("stories/{0}/undo", b"{}", 409, "nothing was done by hand"),
        ("stories/{0}/undo", b'{"reason": "\xff"}', 400, "JSON object"),
        ("stories/{0}/undo", b"[" * 60_000, 400, "JSON object"),
        ("articles/nothing/move", b'{"story": "{0}"}', 404, "no article 'nothing'"),
        ("marks", b"{}", 400, "mark either"),
        ("marks", b'{"story": "{0}", "sentence": "volcano"}', 409, "no sentence"),
        ("marks", b'{"story": "{0}", "sentence": "x", "revision": -1}', 400, "whole number"),
        ("articles", b'{"url": "http://a.example/", "url2": "x"}', 400, "unknown field 'url2'"),
        ("stories/{0}/undo", b'{"reason": "' + b"a" * 3_000 + b'"}', 400, "more than 2,000 characters"),
    ],
)
def test_what_is_asked_wrongly_says_what_was_expected_and_changes_nothing(
    writing: Writing, path: str, body: bytes, status: int, said: str
) -> None:
    story = writing.stories[0]
    before = headlines(writing)
    done = writing.client.post(
        f"/api/v1/{path.replace('{0}', story)}",
        content=body.replace(b"{0}", story.encode()),
        headers=writing.bearer,
    )
    assert done.status_code == status and done.headers["content-type"] == "application/problem+json"
    assert said in done.json()["detail"]
    assert headlines(writing) == before


def test_a_body_has_so_many_bytes_and_no_more(opened: Open) -> None:
    room = opened(body_bytes=1_000, list_bytes=2_000)
    path, large = f"/api/v1/stories/{room.stories[0]}/undo", b" " * 1_001

    def in_chunks() -> object:
        yield b" " * 600
        yield b" " * 600

    for sent in (large, in_chunks()):
        done = room.client.post(path, content=sent, headers=room.bearer)  # type: ignore[arg-type]
        assert done.status_code == 413 and "1,000 bytes" in done.json()["detail"]
    path = "/api/v1/feeds/import"
    assert room.client.post(path, content=b" " * 2_001, headers=room.bearer).status_code == 413
    odd = room.bearer | {"content-length": "9" * 30}
    assert room.client.post(path, content=b"", headers=odd).status_code == 413


def test_errands_beyond_the_queue_are_refused_and_readers_do_not_wait_for_them(opened: Open) -> None:
    go_on = threading.Event()

    def slow(url: str, *, etag: str = "", last_modified: str = "") -> object:
        go_on.wait(20)
        from writethru.errors import FetchError

        raise FetchError("too slow", "timeout")

    room = opened(slow, errands=3)
    body = {"url": "http://paper.example/quay"}
    try:
        first = room.api("articles", body)
        while room.client.get(first.headers["location"], headers=room.bearer).json()["state"] == "waiting":
            time.sleep(0.01)
        assert [room.api("articles", body).status_code for _ in range(4)] == [202, 202, 202, 503]
        begun = time.perf_counter()
        assert room.client.get("/").status_code == 200
        assert room.api(f"stories/{room.stories[0]}/follow").status_code == 200
        assert time.perf_counter() - begun < 5
        running = room.client.get(first.headers["location"], headers=room.bearer)
        assert running.json()["state"] == "running" and running.headers["retry-after"] == "2"
    finally:
        go_on.set()
    assert room.ended(first)["result"]["problems"][0]["found"] == "too slow"


def test_an_errand_ends_in_its_time(opened: Open) -> None:
    asked = []

    def feed(url: str, *, etag: str = "", last_modified: str = "") -> object:
        from writethru.acquire import Fetched

        asked.append(url)
        time.sleep(0.5)
        items = "".join(f"<item><link>http://paper.example/{n}</link></item>" for n in range(12))
        rss = f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"
        return Fetched(url, rss.encode(), "application/rss+xml")

    room = opened(feed, errand_seconds=2.0)
    room.ended(room.api("articles", {"url": "http://paper.example/first"}))  # starts the process
    asked.clear()
    ended = room.ended(room.api("articles", {"url": "http://paper.example/feed.xml"}))
    assert ended["state"] == "done" and 1 < len(asked) < 8
    assert any("the time of this errand is over" in p["found"] for p in ended["result"]["problems"])


def test_a_store_that_is_gone_is_not_made_anew(writing: Writing) -> None:
    away = writing.store.with_suffix(".away")
    writing.store.rename(away)
    for done in (
        writing.client.get("/api/v1/marks", headers=writing.bearer),
        writing.api(f"stories/{writing.stories[0]}/follow"),
    ):
        assert done.status_code == 503 and str(writing.store) not in done.text
    with pytest.raises(Exception, match="not there"):
        writing.app.state.desk.writer.give(lambda do: do(FOLLOW.do, {"story": writing.stories[0]})).result(9)
    assert not writing.store.exists()
    away.rename(writing.store)
    assert writing.api(f"stories/{writing.stories[0]}/follow").status_code == 200


# -- people


def test_signing_in_gives_a_cookie_that_scripts_and_other_sites_do_not_get(writing: Writing) -> None:
    done = writing.client.post(
        "/sign-in", data={"token": f" {writing.token} ", "to": "/stories/x/desk"}, headers=HERE,
        follow_redirects=False,
    )  # fmt: skip
    assert (done.status_code, done.headers["location"]) == (303, "/stories/x/desk")
    cookie = done.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
    assert "Secure" not in cookie and "Domain" not in cookie and writing.token not in cookie
    assert len(cookie.partition(";")[0]) == len("writethru=") + 43
    writing.client.cookies.clear()
    tls = writing.client.post(
        "https://localhost/sign-in", data={"token": writing.token}, headers={"origin": "https://localhost"},
        follow_redirects=False,
    )  # fmt: skip
    assert "Secure" in tls.headers["set-cookie"]


@pytest.mark.parametrize(
    "to",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/..//evil", "/%2f/evil", "/a?b", "/a\r\nX: y",
     "", "evil", "/sign-in?to=/", "/a//b", "javascript:alert(1)", "/" + "a" * 300],
)  # fmt: skip
def test_signing_in_leads_nowhere_but_inside(writing: Writing, to: str) -> None:
    done = writing.client.post(
        "/sign-in", data={"token": writing.token, "to": to}, headers=HERE, follow_redirects=False
    )
    assert done.headers["location"] == "/desk"
    assert 'name="to" value="/desk"' in writing.client.get("/sign-in", params={"to": to}).text


def test_a_wrong_token_is_said_and_gives_no_cookie(writing: Writing) -> None:
    for token in (
        "wt_wrong",
        "",
        "é\udcff".encode("utf-8", "surrogatepass").decode("latin-1"),
        writing.token[:-1],
    ):
        done = writing.client.post("/sign-in", data={"token": token}, headers=HERE)
        assert done.status_code == 401 and "lets nobody in" in done.text
        assert "set-cookie" not in done.headers and 'role="alert"' in done.text


def test_a_session_ends_with_signing_out_its_time_and_its_token(writing: Writing) -> None:
    signed = writing.session()
    assert writing.client.get("/desk", headers=signed).status_code == 200
    out = writing.client.post("/sign-out", headers={**HERE, **signed}, follow_redirects=False)
    assert out.status_code == 303 and "Max-Age=0" in out.headers["set-cookie"]
    writing.client.cookies.clear()
    assert writing.client.get("/desk", headers=signed, follow_redirects=False).status_code == 303
    sessions = writing.app.state.desk.sessions
    signed, began = writing.session(), time.monotonic()
    sessions._clock = lambda: began + 13 * 3600
    assert writing.client.get("/desk", headers=signed, follow_redirects=False).status_code == 303
    sessions._clock = time.monotonic
    signed = writing.session()
    assert writing.client.get("/desk", headers=signed).status_code == 200
    with Newsroom(writing.store) as room:
        room.token_remove("night desk")
    assert writing.client.get("/desk", headers=signed, follow_redirects=False).status_code == 303
    assert writing.client.get("/api/v1/marks", headers=writing.bearer).status_code == 401


def test_so_many_sessions_are_remembered_and_no_more(writing: Writing) -> None:
    desk = writing.app.state.desk
    (token,) = desk.rooms.submit(lambda room: room.tokens()).result()
    signed = writing.session()
    for _ in range(1_000):
        desk.sessions.begin(token)
    assert len(desk.sessions._known) == 1_000
    assert writing.client.get("/desk", headers=signed, follow_redirects=False).status_code == 303


def test_readers_see_the_same_pages_whoever_is_signed_in(writing: Writing) -> None:
    """So that they may be kept and handed on: no form that writes stands on them."""
    for path in ("/", f"/stories/{writing.stories[0]}", "/articles/h-1", "/about"):
        open_to_all, signed = writing.client.get(path), writing.get(path)
        assert open_to_all.content == signed.content
        assert 'method="post"' not in open_to_all.text
    assert (
        f'href="/stories/{writing.stories[0]}/desk"'
        in writing.client.get(f"/stories/{writing.stories[0]}").text
    )
    assert 'href="/desk"' in writing.client.get("/").text


FORMS = re.compile(r'<form[^>]* action="([^"]+)" method="post"(.*?)</form>', re.DOTALL)
NAMES = re.compile(r'<(?:input|select)[^>]* name="([^"]+)"')


def test_every_form_on_the_pages_leads_to_a_route_and_has_its_fields(opened: Open) -> None:
    room = opened(through(net()))
    room.ended(room.api("feeds", {"url": "http://paper.example/feed.xml"}))
    room.api(f"stories/{room.stories[0]}/follow")
    room.api("marks", {"articles": ["h-1", "h-2"]})
    pages = ["/desk", *(f"/stories/{story}/desk" for story in room.stories)]
    pages.append(room.form("/desk/articles", {"url": "http://paper.example/quay"}).headers["location"])
    shown = set()
    for path in pages:
        found = room.get(path)
        assert (
            found.headers["referrer-policy"] == "same-origin" and found.headers["cache-control"] == "no-store"
        )
        assert '<meta name="referrer" content="same-origin">' in found.text
        for action, inside in FORMS.findall(found.text):
            ways = [
                w
                for w in WRITING
                if w.method == "POST" and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", w.path), action)
            ]
            assert len(ways) == 1, action
            shown.add(ways[0].path)
            if ways[0].act is not None:
                fields = {name.rstrip("?") for name in ways[0].act.fields}
                assert set(NAMES.findall(inside)) <= fields, action
                assert {n for n in ways[0].act.fields if not n.endswith("?")} <= set(NAMES.findall(inside)), (
                    action
                )
    every = {way.path for way in WRITING if way.method == "POST" and way.needs == "session"}
    assert shown == every, "what can be done is offered somewhere"


def test_a_person_does_all_of_it_with_forms(opened: Open) -> None:
    room = opened(through(net()))
    ferry, museum = room.stories
    for path, fields, leads in [
        (f"/stories/{museum}/follow", {}, f"/stories/{museum}/desk"),
        (f"/stories/{museum}/unfollow", {}, f"/stories/{museum}/desk"),
        (f"/stories/{ferry}/merge", {"stories": f"http://localhost/stories/{museum}", "reason": ""}, f"/stories/{ferry}"),
        (f"/stories/{ferry}/undo", {}, f"/stories/{museum}"),
        (f"/stories/{ferry}/move", {"articles": "h-1", "to": museum}, f"/stories/{museum}"),
        (f"/stories/{museum}/undo", {}, f"/stories/{ferry}"),
        (f"/stories/{ferry}/marks", {"sentence": sentence_of(room, ferry), "note": "é"}, f"/stories/{ferry}/desk#marks"),
        (f"/stories/{ferry}/marks", {"articles": ["h-1", "h-2"]}, f"/stories/{ferry}/desk#marks"),
    ]:  # fmt: skip
        done = room.form(path, fields)
        assert (done.status_code, done.headers.get("location")) == (303, leads), (path, done.text[-500:])
    split = room.form(f"/stories/{ferry}/split", {"articles": ["h-1", "h-2"]})
    assert split.status_code == 303 and split.headers["location"] not in (
        f"/stories/{ferry}",
        f"/stories/{museum}",
    )
    page = room.get(f"/stories/{ferry}/desk").text
    assert "not supported by what it cites" in page and "é" in page
    added = room.form("/desk/articles", {"url": "http://paper.example/quay"})
    assert re.fullmatch("/desk/errands/[0-9a-f]{16}", added.headers["location"])
    room.waited(added.headers["location"][-16:])
    told = room.get(added.headers["location"]).text
    assert "It is done" in told and "1 article added" in told and "/stories/" in told
    room.form("/desk/feeds", {"url": "http://paper.example/feed.xml", "title": "", "folder": ""})
    listed = room.form("/desk/feeds/import", files={"list": ("feeds.opml", OPML, "text/xml")})
    room.waited(listed.headers["location"][-16:])
    assert "1 feed added, 1 followed already" in room.get(listed.headers["location"]).text
    gone = room.form("/desk/feeds/remove", {"url": "http://post.example/feed.xml"})
    assert gone.headers["location"] == "/desk#feeds"
    desk = room.get("/desk").text
    assert "Orvin Gazette" in desk and "post.example" not in desk and "Feed import" in desk


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{}", 415),
        ("", b"url=x", 415),
        ("application/x-www-form-urlencoded", b"url=\xff", 400),
        ("application/x-www-form-urlencoded", b"a=1&" * 2_000, 400),
        ("application/x-www-form-urlencoded", b"url=", 400),
        ("application/x-www-form-urlencoded", b"url=http://a.example/&url2=1", 400),
        ("multipart/form-data", b"", 400),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\nnothing\r\n--x--", 400),
        ("multipart/form-data; boundary=x", b"--x\r\n" * 9_000, 400),
        ("multipart/form-data; boundary=" + "x" * 9_000, b"--x", 400),
    ],
)
def test_forms_that_are_none_are_refused(writing: Writing, kind: str, body: bytes, status: int) -> None:
    headers = {**HERE, **writing.session(), "content-type": kind}
    for path in ("/desk/articles", "/desk/feeds/import"):
        assert writing.client.post(path, content=body, headers=headers).status_code in (status, 400), path


class Tags(HTMLParser):
    """The tags of a page and the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_what_people_write_is_no_markup(opened: Open) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    room = opened(through(net()))
    with Newsroom(room.store) as kept:
        token = kept.token_add(hostile[:60])
    room = room._replace(token=token)
    ferry = room.stories[0]
    room.api("marks", {"articles": ["h-1", "h-2"], "note": hostile})
    room.api("articles", {"url": f"http://paper.example/{hostile.replace(' ', '')}"})
    room.ended(room.api("feeds", {"url": "http://paper.example/feed.xml", "title": hostile}))
    for path in ("/desk", f"/stories/{ferry}/desk", f"/sign-in?to={hostile}"):
        html = room.get(path).text.replace(f'<script src="{script()[0]}" defer></script>', "", 1)
        found = Tags()
        found.feed(html)
        assert {"form", "h1"} <= found.tags, path
        assert not {"script", "img", "svg", "iframe"} & found.tags, path
        assert not [name for name in found.attributes if name.startswith("on")], path


@pytest.mark.parametrize(
    "id", ["%00", "%ff", "%25", "'", "%22%3B--", "*", "_", "%E2%80%AE", "a" * 900, "%0d%0aX:%20y", "{}"]
)
def test_odd_ids_are_not_there(writing: Writing, id: str) -> None:
    body = {
        "stories": [writing.stories[0]],
        "articles": ["h-1", "h-2"],
        "story": id,
        "to": id,
        "sentence": id,
    }
    signed = {**HERE, **writing.session()}
    for way in WRITING:
        if "{" not in way.path:
            continue
        path = re.sub("{.*?}", id.replace("\\", ""), way.path)
        fields = {name.rstrip("?") for name in (way.act.fields if way.act else ())}
        given = {name: value for name, value in body.items() if name in fields and name != "sentence"}
        sent = {"json": given} if way.needs == "token" else {"data": given}
        headers = writing.bearer if way.needs == "token" else signed
        sent = {} if way.method == "GET" else sent
        done = writing.client.request(way.method, path, headers=headers, follow_redirects=False, **sent)  # type: ignore[arg-type]
        assert done.status_code in (404, 400), (way.method, path, done.status_code, done.text[-300:])


def test_odd_names_within_a_body_change_nothing(writing: Writing) -> None:
    story = writing.stories[0]
    for odd in ("\x00", "é", "%", "' OR 1=1 --", "*", "_", "\u202e", "a" * 2_000, "{}", " ", "\n"):
        for path, fields in (
            (f"stories/{story}/merge", {"stories": [odd]}),
            (f"stories/{story}/split", {"articles": [odd]}),
            ("articles/h-1/move", {"story": odd}),
            ("marks", {"articles": ["h-1", odd]}),
            ("marks", {"story": odd, "sentence": odd}),
            ("marks", {"story": story, "sentence": odd}),
        ):
            done = writing.api(path, fields)
            assert done.status_code == 409, (path, odd, done.text)
        gone = writing.client.delete("/api/v1/feeds", params={"url": odd[:300]}, headers=writing.bearer)
        assert gone.status_code == 409
    with Newsroom(writing.store, read_only=True) as room:
        assert room.marks() == () and len(room.stories()) == 2
