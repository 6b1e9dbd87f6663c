"""What was made is kept within its bytes, for its version, and as long as the clock says the same."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from msgspec.structs import replace
from starlette.testclient import TestClient

from writethru import Newsroom
from writethru.render import reading_room
from writethru.settings import Settings
from writethru.web import open_app
from writethru.web.answers import FORMS
from writethru.web.app import READING
from writethru.web.kept import Kept
from writethru.web.made import Aside

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)
MORE = {
    "id": "h-9",
    "title": "Ferry line to reopen after pier repairs",
    "publisher": "Quay Herald",
    "url": "https://quay.example/9",
    "published": "2031-03-08T09:00:00Z",
}


def test_the_bytes_that_are_kept_have_a_bound_whatever_is_asked_for() -> None:
    kept, chosen = Kept(50_000), random.Random(7)
    for n in range(400):
        size = chosen.choice((10, 1_000, 20_000, 200_000))
        made = kept.keep(n, 1, chosen.randbytes(size), "text/html")
        assert made.body and kept.bytes <= 50_000
    known = [n for n in range(400) if kept.find(n, 1, NOW)]
    assert len(known) >= 20
    found = [kept.find(n, 1, NOW) for n in known]
    assert kept.bytes == sum(each.size for each in found if each)


def test_a_tag_outlives_its_content_and_no_other_version_is_given() -> None:
    kept = Kept(20_000)
    tag = kept.keep("a", 1, "first", "text/html").tag
    kept.keep("b", 1, random.Random(1).randbytes(19_000), "text/html")
    bare = kept.find("a", 1, NOW)
    assert bare is not None and bare.packed is None and bare.tag == tag
    assert kept.find("a", 2, NOW) is None
    kept.keep("a", 2, "second", "text/html")
    assert kept.find("a", 1, NOW) is None
    found = kept.find("a", 2, NOW)
    assert found is not None and found.body == b"second" and found.tag != tag


class Clock:
    """Says how long something stays as it is."""

    def __init__(self, until: datetime) -> None:
        self.until = until

    def still(self, now: datetime) -> bool:
        return now <= self.until


def test_what_the_clock_has_changed_is_made_again() -> None:
    kept = Kept(20_000)
    alive: Any = Clock(NOW)
    kept.keep("a", 1, "breaking", "text/html", alive)
    assert kept.find("a", 1, NOW) is not None
    assert kept.find("a", 1, NOW + timedelta(minutes=1)) is None


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    with Newsroom(path, settings=Settings(), now=NOW) as room:
        room.add(["examples/dam"])
    return path


def test_a_page_is_made_once_for_a_revision_and_a_known_tag_before_anything_is_made(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    drawn = reading_room.story_page

    def counted(page: Any, around: Any) -> str:
        made.append(page.story)
        return drawn(page, around)

    monkeypatch.setattr(reading_room, "story_page", counted)
    with (
        TestClient(open_app(str(store), now=NOW), base_url="http://localhost") as client,
        Newsroom(store, settings=Settings(), now=NOW) as room,
    ):
        story = max(room.stories(), key=lambda s: len(s.articles))
        address = f"/stories/{story.id}"
        first = client.get(address)
        assert [client.get(address).content for _ in range(3)] == [first.content] * 3
        assert made == [story.id]
        client.app.state.kept.__init__(100_000)  # type: ignore[attr-defined]
        client.get(address)
        for n in range(20):
            client.app.state.kept.keep(n, 1, random.Random(n).randbytes(9_000), "text/html")  # type: ignore[attr-defined]
        made.clear()
        known = client.get(address, headers={"if-none-match": first.headers["etag"]})
        assert known.status_code == 304 and made == [] and known.headers["etag"] == first.headers["etag"]
        assert client.get(address).content == first.content and made == [story.id]

        room.split(story.id, [story.articles[-1].id], reason="another event")
        room.revise([story.id])
        after = client.get(address, headers={"if-none-match": first.headers["etag"]})
        assert after.status_code == 200 and after.text != first.text
        assert made == [story.id] * 2
        for form in (".json", ".md", ".atom", ".feed.json", "/history", "/claims", "/why"):
            one = client.get(address + form)
            assert one.status_code == 200
            assert (
                client.get(address + form, headers={"if-none-match": one.headers["etag"]}).status_code == 304
            )


def _split_off(room: Newsroom) -> str:
    """Return the id of a story of one article, taken out of another."""
    story = max(room.stories(), key=lambda s: len(s.articles))
    room.split(story.id, [story.articles[-1].id], reason="another event")
    return next(s.id for s in room.stories() if len(s.articles) == 1)


def _unwritten(store: Path, room: Newsroom) -> str:
    """Return the id of a story of one article whose page is not kept, as in a store of an earlier layout."""
    single = _split_off(room)
    with closing(sqlite3.connect(store)) as there, there:
        there.execute("UPDATE cards SET page = NULL, seal = NULL WHERE story = ?", (single,))
    return single


def test_the_page_of_a_story_of_one_article_is_written_before_anybody_asks_for_it(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    with (
        TestClient(open_app(str(store), now=NOW), base_url="http://localhost") as client,
        Newsroom(store, settings=Settings(), now=NOW) as room,
    ):
        single = _split_off(room)
        page = room.kept_page(single)
        assert page is not None and page == room.show(single).brief
        monkeypatch.setattr(Newsroom, "_page", lambda room, story: written.append(story))
        monkeypatch.setattr(Aside, "answer", lambda aside, request, asked: written.append("beside"))
        answered = client.get(f"/stories/{single}")
        article = client.get(f"/articles/{page.sources[0].article}")
    assert answered.status_code == 200 and page.headline.text in answered.text
    assert "<mark" in article.text, "what its page cites is marked in it"
    assert written == []


def test_a_page_that_the_store_does_not_keep_is_written_beside_and_once(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here: list[str] = []
    monkeypatch.setattr(Newsroom, "page_of", lambda room, story, **given: here.append(story))
    with (
        TestClient(open_app(str(store), now=NOW), base_url="http://localhost") as client,
        Newsroom(store, settings=Settings(), now=NOW) as room,
    ):
        single = _unwritten(store, room)
        assert room.kept_page(single) is None
        address = f"/stories/{single}"
        first = client.get(address)
        assert (
            first.status_code == 200
            and "1 article" in first.text.replace("&nbsp;", " ").replace("\xa0", " ")
            and "visit=" in first.headers["set-cookie"]
        )
        assert client.get(address).content == first.content
        known = client.get(address, headers={"if-none-match": first.headers["etag"]})
        assert known.status_code == 304
        assert here == [], "this process writes none"


def test_everything_about_a_story_without_a_kept_page_is_written_beside(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Newsroom(store, settings=Settings(), now=NOW) as room:
        single = _unwritten(store, room)
    here: list[str] = []
    monkeypatch.setattr(Newsroom, "_page", lambda room, story: here.append(story))
    ways = [path for path, _ in READING if "{story}" in path]
    with TestClient(open_app(str(store), now=NOW), base_url="http://localhost") as client:
        client.cookies.set("visit", f"{int(NOW.timestamp()) - 9000}.{int(NOW.timestamp()) - 7200}")
        answers = {path: client.get(path.replace("{story}", single)).status_code for path in ways}
        answers |= {
            form: client.get(f"/stories/{single}", headers={"accept": form}).status_code for form in FORMS
        }
    assert len(ways) >= 15 and set(answers.values()) <= {200, 404}  # it has no revisions that could differ
    assert [path for path, status in answers.items() if status == 404] == [p for p in ways if "diff" in p]
    assert here == [], "this process writes none"


def test_a_kept_answer_is_given_compressed_to_who_takes_it_so_under_a_tag_of_its_own(store: Path) -> None:
    with (
        TestClient(open_app(str(store), now=NOW), base_url="http://localhost") as client,
        Newsroom(store, settings=Settings(), now=NOW) as room,
    ):
        address = f"/stories/{max(room.stories(), key=lambda s: len(s.articles)).id}"
        plain, packed = (
            client.get(address, headers={"accept-encoding": form}) for form in ("identity", "br, gzip")
        )
        assert "content-encoding" not in plain.headers and packed.headers["content-encoding"] == "gzip"
        assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 3
        assert packed.content == plain.content and packed.headers["etag"] != plain.headers["etag"]
        for form, known in (("identity", plain), ("gzip", packed)):
            asked = {"accept-encoding": form, "if-none-match": known.headers["etag"]}
            again = client.get(address, headers=asked)
            assert (again.status_code, again.headers["etag"]) == (304, known.headers["etag"])
            assert "content-encoding" not in again.headers and "Accept-Encoding" in again.headers["vary"]
        for refusing in ("gzip;q=0", "gzip;q=0.0, identity", "br", "zgzip", ""):
            assert (
                "content-encoding" not in client.get(address, headers={"accept-encoding": refusing}).headers
            )


def test_the_page_of_a_story_of_two_hundred_sources_weighs_little(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen, page_of = random.Random(7), Newsroom.page_of

    def with_many(room: Newsroom, story: str, **given: Any) -> Any:
        page, phase = page_of(room, story, **given)
        words = [w for text in room._store.documents(story) for w in text.article.text.split()]
        many = [
            replace(
                source,
                number=n,
                article=f"{chosen.getrandbits(64):016x}",
                title=" ".join(chosen.sample(words, 10)),
                publisher=" ".join(chosen.sample(words, 2)),
                url=f"https://{chosen.choice(words)}.example/{chosen.getrandbits(40)}",
            )
            for n, source in enumerate(chosen.choices(page.sources, k=200), 1)
        ]
        return replace(page, sources=tuple(many)), phase

    monkeypatch.setattr(Newsroom, "page_of", with_many)
    with (
        TestClient(open_app(str(store), now=NOW), base_url="http://localhost") as client,
        Newsroom(store, settings=Settings(), now=NOW) as room,
    ):
        story = max(room.stories(), key=lambda s: len(s.articles)).id
        answer = client.get(f"/stories/{story}", headers={"accept-encoding": "gzip"})
    assert answer.text.count('id="source-') == 200
    assert int(answer.headers["content-length"]) < 60_000
