"""What the API tells of a story that has two revisions, in full, and in parts; stories by all that they can be chosen by."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")

import msgspec
from starlette.testclient import TestClient
from writers import NOW

from writethru import Newsroom
from writethru.records import Recheck
from writethru.render import reading_room
from writethru.settings import Settings
from writethru.store import open_store
from writethru.web import api, open_app
from writethru.web.answers import Trouble
from writethru.web.cursors import part

LISTS = {
    "revisions": "stories/{story}/revisions",
    "timeline": "stories/{story}/timeline",
    "sources": "stories/{story}/sources",
    "claims": "stories/{story}/claims",
    "articles": "stories/{story}/why",
    "feeds": "feeds",
}


@pytest.fixture(scope="module")
def client(twice: Path) -> Iterator[TestClient]:
    with TestClient(open_app(str(twice), now=NOW), base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="module")
def room(twice: Path) -> Iterator[Newsroom]:
    with Newsroom(twice, settings=Settings(), now=NOW, read_only=True) as room:
        yield room


@pytest.fixture(scope="module")
def dam(room: Newsroom) -> str:
    return max(room.stories(), key=lambda story: len(story.articles)).id


def get(client: TestClient, path: str, **given: Any) -> Any:
    found = client.get(f"/api/v1/{path}", params=given)
    assert found.status_code == 200, found.text
    return found.json()


def told(value: Any) -> Any:
    """Return records as they are told under the API."""
    return json.loads(msgspec.json.encode(value))


# -- in full


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("revisions", Newsroom.history),
        ("timeline", Newsroom.timeline),
        ("sources", Newsroom.sources),
        ("claims", Newsroom.claims),
    ],
)
def test_a_list_of_a_story_is_what_the_newsroom_has(
    client: TestClient, room: Newsroom, dam: str, name: str, kept: Callable[[Newsroom, str], Any]
) -> None:
    whole = told(kept(room, dam))
    assert len(whole) > 1
    assert get(client, LISTS[name].format(story=dam)) == {name: whole, "next": ""}


def test_two_revisions_are_told_with_what_differs(client: TestClient, room: Newsroom, dam: str) -> None:
    first, last = get(client, f"stories/{dam}/revisions")["revisions"]
    assert [note["revision"] for note in (first, last)] == [1, 2]
    assert {source["publisher"] for source in first["came"]} == {"The Kesterin Courier"}
    assert first["changes"] == [] and last["changes"] and len(last["came"]) > len(first["came"])
    found = get(client, f"stories/{dam}/diff")
    assert found == told(room.diff(dam)) == get(client, f"stories/{dam}/diff", old=1, new=2)
    assert (found["old"], found["new"]) == (1, 2) and found["altered"]
    assert [s["article"] for s in found["sources_added"]] == [s["article"] for s in last["came"]]
    for number in (1, 2):
        page = room.page_of(dam, revision=number)[0]
        assert get(client, f"stories/{dam}", revision=number) == told(page)


def test_why_is_told_of_each_article(client: TestClient, room: Newsroom, dam: str) -> None:
    found = get(client, f"stories/{dam}/why")
    assert found == {**told(room.why(dam)), "next": ""}
    assert [member["id"] for member in found["articles"]] and all(m["events"] for m in found["articles"])


# -- a part at a time


@pytest.mark.parametrize("name", LISTS)
def test_parts_make_the_whole(client: TestClient, dam: str, name: str) -> None:
    path = LISTS[name].format(story=dam)
    whole = get(client, path)[name]
    limit = max(1, len(whole) // 3)
    page = get(client, path, limit=limit)
    found, parts = page[name], 1
    while page["next"]:
        assert len(page[name]) == limit
        page = get(client, path, limit=limit, cursor=page["next"])
        found, parts = found + page[name], parts + 1
    assert found == whole and parts > 1
    assert get(client, path, limit=len(whole))["next"] == ""


def test_a_cursor_of_another_list_is_refused(client: TestClient, dam: str) -> None:
    cursors = {
        n: get(client, LISTS[n].format(story=dam), limit=1)["next"] for n in ("revisions", "sources", "feeds")
    }
    for name, path in LISTS.items():
        for other, cursor in cursors.items():
            found = client.get(f"/api/v1/{path.format(story=dam)}", params={"cursor": cursor})
            assert found.status_code == (200 if name == other else 400), (name, other)
            assert name == other or "begin again" in found.json()["detail"]


def test_what_comes_in_meanwhile_shifts_nothing() -> None:
    rows = ["d", "e", "f", "g"]
    found, cursor = part(rows, {"limit": 2}, "letters", str)
    assert found == ("d", "e")
    for now, following in ((["a", *rows], ("f", "g")), (["e", "x", "y"], ("x", "y")), (["d", "e"], ())):
        assert part(now, {"limit": 9, "cursor": cursor}, "letters", str) == (following, "")
    with pytest.raises(Trouble, match="begin again"):
        part(["d", "f"], {"limit": 2, "cursor": cursor}, "letters", str)


@pytest.mark.parametrize("rows", ["aaaaaaa", "abababa", "aabbbcaa", "abc", ""])
def test_rows_of_one_name_come_once_wherever_a_part_ends(rows: str) -> None:
    whole = list(enumerate(rows))
    for limit in range(1, len(rows) + 2):
        found, cursor = part(whole, {"limit": limit}, "letters", lambda row: row[1])
        while cursor:
            given = {"limit": limit, "cursor": cursor}
            following, cursor = part(whole, given, "letters", lambda row: row[1])
            found += following
        assert list(found) == whole, limit


# -- texts of an article


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article of three texts, each looked for again three times."""
    folder = tmp_path_factory.mktemp("texts")
    row = {"id": "osprey", "url": "https://harbour.example/osprey", "title": "Ferry hits pier"}
    row |= {"publisher": "Harbour Post", "published": "2031-03-08T08:00:00Z"}
    with Newsroom(folder / "news.db", settings=Settings(), now=NOW) as room:
        for hurt in ("Twelve", "Fifteen", "Sixteen"):
            text = (
                f"{hurt} people were hurt when the ferry Osprey hit the pier in Lorne. The pier stays closed."
            )
            (folder / "osprey.jsonl").write_text(json.dumps(row | {"text": text}))
            assert room.add([str(folder / "osprey.jsonl")]).added
        texts = room.history_of("osprey").texts
    with open_store(str(folder / "news.db"), settings=Settings()) as store:
        store.add_rechecks(
            Recheck(text.id, f"2031-03-0{n}T0{hour}:00:00Z", "unchanged")
            for n, text in enumerate(texts, 1)
            for hour in range(3)
        )
    return folder / "news.db"


def test_texts_of_an_article_come_with_what_belongs_to_them(
    ferry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "articles/osprey/revisions"
    with (
        TestClient(open_app(str(ferry), now=NOW), base_url="http://localhost") as client,
        Newsroom(ferry, settings=Settings(), now=NOW, read_only=True) as room,
    ):
        whole = get(client, path)
        assert whole == {**told(room.history_of("osprey")), "older_rechecks": 0, "next": ""}
        assert len(whole["texts"]) == 3 and len(whole["changes"]) == 2 and len(whole["rechecks"]) == 9
        first = get(client, path, limit=2)
        last = get(client, path, limit=2, cursor=first["next"])
        assert last["next"] == "" and len(first["texts"]) == 2
        for name in ("texts", "changes", "notes", "rechecks"):
            assert first[name] + last[name] == whole[name]
        monkeypatch.setattr(api, "MOST_CHECKS", 2)
        less = get(client, path, limit=2)
        assert less["older_rechecks"] == 2
        assert less["rechecks"] == [r for r in first["rechecks"] if "T00" not in r["at"]]


# -- pages that list them


def test_a_page_that_lists_says_that_there_are_more(
    room: Newsroom, dam: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, notes, feeds = room.why(dam), room.history(dam), room.feeds()
    words = {member.id: ["it came"] for member in found.articles}

    def pages() -> tuple[str, str, str]:
        return (
            reading_room.history_page(dam, "Dam", notes),
            reading_room.why_page("Dam", found, words, {}),
            reading_room.feeds_page(feeds),
        )

    assert not any("are listed" in page for page in pages())
    monkeypatch.setattr(reading_room, "MOST_SHOWN", 1)
    history, why, followed = pages()
    assert "the last 1 of 2 are listed" in history and "Revision 2</span>" in history
    assert "Revision 1</span>" not in history and f"/stories/{dam}/diff?old=1&amp;new=2" in history
    assert "9 articles, of which the first 1 are listed" in why and why.count('class="reasons"') == 1
    assert (
        "2 followed, of which the first 1 are listed" in followed and followed.count('data-label="Feed"') == 1
    )


# -- chosen by place, person, outlet and status


def holding(room: Newsroom, words: str) -> set[str]:
    """Return the stories of which an article has words in its text."""
    return {
        story.id
        for story in room.stories()
        if any(words in room.article(article.id).article.text for article in story.articles)
    }


def by(room: Newsroom, outlet: str) -> set[str]:
    return {s.id for s in room.stories() if outlet in {article.publisher for article in s.articles}}


def phases(room: Newsroom, kind: str) -> set[str]:
    return {found.card.story for found in room.front() if found.phase.kind == kind}


def test_stories_are_chosen_by_each_filter_on_pages_and_by_programs(
    client: TestClient, room: Newsroom, dam: str
) -> None:
    everything = {story.id for story in room.stories()}
    disputed = {found.card.story for found in room.front() if found.card.disputes}
    (crown,) = holding(room, "Halmar")
    expected: list[tuple[dict[str, str], set[str]]] = [
        ({"person": "ivo drest"}, {dam}),
        ({"person": "nobody"}, set()),
        ({"place": "dunhallow"}, holding(room, "Dunhallow")),
        ({"place": "sellen"}, holding(room, "Sellen")),
        ({"outlet": "northern ledger"}, by(room, "Northern Ledger")),
        ({"outlet": "sellen valley gazette"}, {dam}),
        ({"status": "disputed"}, disputed),
        *(({"status": kind}, phases(room, kind)) for kind in ("breaking", "developing", "quiet", "closed")),
        (
            {"place": "sellen", "outlet": "northern ledger", "person": "ivo drest", "status": "developing"},
            {dam},
        ),
        ({"place": "sellen", "person": "queen halmar"}, holding(room, "Sellen") & {crown}),
    ]
    assert holding(room, "Ivo Drest") == by(room, "Sellen Valley Gazette") == {dam} and crown != dam
    assert [len(stories) for _, stories in expected].count(1) < len(expected)
    assert any(0 < len(stories) < len(everything) for given, stories in expected if "status" in given)
    for given, stories in expected:
        found = get(client, "stories", **given)["stories"]
        assert {row["card"]["story"] for row in found} == stories, given
        page = client.get("/stories", params=given).text
        assert set(re.findall(r'<h3 class="lead"><a href="/stories/(\w+)">', page)) == stories, given
