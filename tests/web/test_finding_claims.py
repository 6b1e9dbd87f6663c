"""A story that claims more than one table holds: each claim that is found stands in the table that its hit leads to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import cast

import pytest
from writers import NOW

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from msgspec.structs import replace
from starlette.testclient import TestClient

from writethru import Newsroom
from writethru.newsroom import ClaimListing
from writethru.render.claims import MOST_CLAIMS
from writethru.settings import Settings
from writethru.store import Mark
from writethru.web import open_app
from writethru.web import story as pages
from writethru.web.story import claims_page
from writethru.web.weighed import Weighed

SPEAKERS = ("Ida Marsh", "Olav Brekke", "Hanne Vold", "Ivo Prent", "Runa Tell")
STREETS = (
    "Mill Street",
    "Quay Lane",
    "Harbour Road",
    "Chapel Row",
    "Tannery Yard",
    "Rope Walk",
    "Salt Street",
)
STATES = ("flooded", "evacuated", "searched", "cleared", "inspected", "cut off")


def reports(said: int) -> str:
    """Two articles on one event, the second with so many claims of its own, the first with half of them."""
    rows = []
    for n, (outlet, last) in enumerate((("Tamber Post", said // 2), ("Coast Gazette", said))):
        told = [
            f"{SPEAKERS[i % 5]} said that {7 + i} houses in {STREETS[i % 7]} were {STATES[i % 6]} after the quay wall gave way."
            for i in range(n * said // 2, last)
        ]
        rows.append({
            "id": f"w-{n}", "title": f"Quay wall of Tamber gives way, {('houses', 'harbour quarter')[n]} flooded",
            "publisher": outlet, "url": f"https://paper.example/w{n}", "published": f"2031-03-0{n + 1}T08:00:00Z",
            "text": "\n\n".join(("The quay wall of Tamber gave way on Monday, and the harbour quarter of Tamber was flooded.", *told)),
        })  # fmt: skip
    return "\n".join(map(json.dumps, rows))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    (tmp_path / "wall.jsonl").write_text(reports(12))
    with Newsroom(now=NOW) as room:
        room.add([str(tmp_path / "wall.jsonl")])
        yield room


def anchors(page: str | bytes | tuple[object, ...]) -> list[str]:
    return re.findall(r'<tr class="\w+" id="claim-([\w-]+)">', str(page))


def test_claims_come_a_table_at_a_time_and_each_leads_to_its_own(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    (story,) = room.stories()
    listed = [each for each in room.claims(story.id) if each.needed]
    most = 2 * MOST_CLAIMS + 20

    def at(number: int) -> ClaimListing:
        claim = listed[number % len(listed)].claim
        start = min(number, most - 2)  # the last two are of one place
        return replace(
            listed[0], claim=replace(claim, statement=replace(claim.statement, article="a", start=start))
        )

    many = [at(number) for number in range(most)]
    monkeypatch.setattr(Newsroom, "claims", lambda *_: (*many, replace(many[0], needed=False)))
    parts = [str(claims_page(room, story.id, part, "")) for part in (1, 2, 3)]
    tables = [anchors(part) for part in parts]
    assert [len(table) for table in tables] == [MOST_CLAIMS, MOST_CLAIMS, 20]
    assert [a for table in tables for a in table] == [
        *(f"a-{n}" for n in range(most - 1)),
        f"a-{most - 2}-{most - 1}",
    ]
    told = (f"1–{MOST_CLAIMS}", f"{MOST_CLAIMS + 1}–{2 * MOST_CLAIMS}", f"{2 * MOST_CLAIMS + 1}–{most}")
    for number, part in enumerate(parts):
        assert f"{told[number]} of {most + 1} claims, those that matter most first" in part
        leads = re.findall(r'claims\?part=(\d)" rel="(\w+)"', part)
        assert leads == [(str(n), rel) for n, rel in ((number, "prev"), (number + 2, "next")) if 1 <= n <= 3]
    for number in (0, MOST_CLAIMS - 1, MOST_CLAIMS, 2 * MOST_CLAIMS - 1, 2 * MOST_CLAIMS, most - 2):
        assert claims_page(room, story.id, 1, f"a-{number}") == parts[number // MOST_CLAIMS]
    assert claims_page(room, story.id, 1, "a-99999") == parts[0], "one that is not claimed any more"


def test_the_claims_of_a_story_are_weighed_once_for_all_that_leads_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weigh, weighed = Newsroom.claims, []

    def counted(room: Newsroom, story: str) -> tuple[ClaimListing, ...]:
        weighed.append(story)
        return weigh(room, story)

    monkeypatch.setattr(Newsroom, "claims", counted)
    monkeypatch.setattr(pages, "WEIGHED", kept := Weighed())
    rows = reports(12).splitlines()
    (tmp_path / "wall.jsonl").write_text(rows[0])
    with Newsroom(tmp_path / "news.db", settings=Settings(), now=NOW) as room:
        room.add([str(tmp_path / "wall.jsonl")])
        (story,) = room.stories()
        first = str(claims_page(room, story.id, 1, ""))
        for anchor in anchors(first):
            assert str(claims_page(room, story.id, 1, anchor)) == first
        assert weighed == [story.id]
        (tmp_path / "wall.jsonl").write_text(rows[1])
        room.add([str(tmp_path / "wall.jsonl")])
        assert len(anchors(claims_page(room, story.id, 1, ""))) > len(anchors(first)), "it has changed"
        assert kept.claims(room, story.id) == weigh(room, story.id) and weighed == [story.id] * 2


def test_of_the_claims_that_were_weighed_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    weighed: list[str] = []

    class Room:
        def mark(self) -> Mark:
            return Mark((1, 1), 1, 1)

        def story_mark(self, story: str) -> tuple[str]:
            return (story,)

        def claims(self, story: str) -> tuple[int, ...]:
            weighed.append(story)
            return tuple(range(9 if story == "large" else 2))

    kept, room = Weighed(5), cast(Newsroom, Room())
    for story in ("a", "b", "a", "c", "a", "b", "large", "large", "a"):
        kept.claims(room, story)
    assert weighed == ["a", "b", "c", "b", "large", "a"]


@pytest.mark.soak
def test_every_claim_that_is_found_of_a_story_of_many_stands_where_its_hit_leads(tmp_path: Path) -> None:
    (tmp_path / "wall.jsonl").write_text(reports(360))
    with Newsroom(tmp_path / "news.db", settings=Settings(), now=NOW) as room:
        room.add([str(tmp_path / "wall.jsonl")])
    with TestClient(open_app(str(tmp_path / "news.db"), now=NOW), base_url="http://localhost") as client:
        page, hits = "/search?q=quay&kind=claim", []
        while page:
            found = client.get(page).text
            hits += re.findall(r'href="(/stories/\w+/claims\?claim=[\w-]+)#claim-([\w-]+)"', found)
            page = unescape("".join(re.findall(r'href="([^"]+)" rel="next"', found)))
        assert len(set(hits)) == len(hits) > MOST_CLAIMS
        table = hits[0][0].partition("?")[0]
        parts = [anchors(client.get(f"{table}?part={part}").text) for part in (1, 2)]
        assert {anchor for _, anchor in hits} <= {*parts[0], *parts[1]} and len(parts[0]) == MOST_CLAIMS
        followed = [*hits[::20], *[hit for hit in hits if hit[1] in parts[1]][::10]]
        for address, anchor in followed:  # each is weighed anew
            assert anchor in anchors(client.get(address).text), anchor
