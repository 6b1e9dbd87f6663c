"""Lists of rows that are alike: wherever a part ends, what follows begins with the next row, for people and programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from writers import NOW, PATIENT

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from starlette.testclient import TestClient

from writethru.records import AnnotatedArticle, Article, Findings, StoryEvent
from writethru.render.finding import ROOMS, address_of
from writethru.settings import Settings
from writethru.store import Addition, Card, Facet, open_store
from writethru.web import finding, open_app

STORIES = [f"s{n}" for n in range(7)]
TIME = "2031-03-05T08:00:00Z"
LONG = "the mill herald " * 30  # as a feed may call itself
# All of one name; of each two stand in as many stories. A key may hold whatever a name does, and any number of it.
KEYS = ("mill", "mill 2", "mill:3", "7:mill", "mühle", "mill\U0001f3ed", "a&b=c+d%20/e~1", LONG, "zz")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A room with stories of equal weight, of articles of one time, each with names that are written alike."""
    path, nothing = tmp_path_factory.mktemp("equal") / "news.db", Findings()
    with open_store(str(path), settings=Settings()) as store:
        store.add_many(
            Addition(
                AnnotatedArticle(
                    Article(id=f"a{id}", key=id, title="Mill sold", text="Sold.", published=TIME),
                    nothing,
                    nothing,
                ),
                StoryEvent("opened", id, f"a{id}"),
            )
            for id in STORIES
        )
        store.put_cards(
            (
                Card(
                    story=id, headline="Mill sold", lead="", updated=None, first=TIME, last=TIME, dates=(TIME,),
                    articles=1, outlets=1, origins=1, revision=0, changes=0, disputes=0,
                ),
                [Facet(kind, key, "Mill", 1) for kind in ROOMS for place, key in enumerate(KEYS) if place // 3 >= n],
                None,
            )
            for n, id in enumerate(STORIES)
        )  # fmt: skip
    app = open_app(str(path), settings=Settings(serve=PATIENT), now=NOW)
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def told(client: TestClient, address: str, name: str, most: int, **more: str) -> list[str]:
    """Return what a list of the API tells in parts of so many rows."""
    found, cursor = [], ""
    while True:
        given = {"limit": most, **more, **({"cursor": cursor} if cursor else {})}
        answer = client.get(f"/api/v1/{address}", params=given)
        assert answer.status_code == 200, (most, answer.text)
        rows = [row.get("key") or row.get("id") or row["card"]["story"] for row in answer.json()[name]]
        assert len(rows) <= most
        found += rows
        if not (cursor := answer.json()["next"]):
            return found


@pytest.mark.parametrize(
    ("address", "name", "more"),
    [
        *((room, "names", {}) for room in ROOMS.values()),
        ("people", "names", {"initial": "m"}),
        ("stories", "stories", {}),
        ("articles", "articles", {}),
    ],
)
def test_programs_are_told_each_row_once(
    client: TestClient, address: str, name: str, more: dict[str, str]
) -> None:
    whole = told(client, address, name, 100, **more)
    assert len(whole) == len(set(whole)) >= 4
    assert set(whole) == set(KEYS) or name != "names" or more
    for most in (1, 2):  # a part ends behind each row
        assert told(client, address, name, most, **more) == whole, most


@pytest.mark.parametrize("room", ["outlets", "people"])
def test_people_are_shown_each_row_once(
    client: TestClient, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "NAME_ROWS", 1)
    found: list[str] = []
    page = f"/{room}"
    while page:
        answer = client.get(page)
        assert answer.status_code == 200, answer.text
        rows = re.findall(rf'<li><a href="(/{room}/[^"]+)"><bdi>Mill</bdi>', answer.text)
        assert len(rows) == 1
        found += rows
        page = unescape("".join(re.findall(r'href="([^"]+)" rel="next"', answer.text)))
    kind = next(kind for kind, name in ROOMS.items() if name == room)
    assert found == [address_of(kind, key) for key in told(client, room, "names", 100)]
