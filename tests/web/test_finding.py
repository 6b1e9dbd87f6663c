"""Finding in the reading room: every hit leads to its exact place, and a name to all that is kept of it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writers import HARBOUR, NOW

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from msgspec.structs import replace
from starlette.testclient import TestClient

from tests.trials import trials
from writethru import Newsroom
from writethru.errors import UsageError
from writethru.render.finding import address_of, key_of
from writethru.render.html import script
from writethru.settings import Settings
from writethru.web import open_app

# Two outlets tell of one event; whom they quote is named in both.
QUAY = [
    {
        "id": f"q-{n}",
        "title": f"Quay wall of Tamber gives way, {words}",
        "publisher": outlet,
        "url": f"https://paper.example/{n}",
        "published": f"2031-03-0{n + 1}T08:00:00Z",
        "text": f"The quay wall of Tamber gave way on Monday, and {hurt} people were hurt.\n\n"
        '"We had warned the port of the cracks since the autumn," said Ida Marsh, the harbour master of Tamber.\n\n'
        f"Ida Marsh said the port of Tamber had refused to pay for the repair. {more}",
    }
    for n, (outlet, words, hurt, more) in enumerate(
        (
            ("Tamber Post", "harbour master warned", 3, "The port denied that it had refused."),
            ("AP / Coast", "port denies", 5, "The port of Tamber said it had never been asked to pay."),
        )
    )
]


MARKED_TITLE = "<mark>Quay</mark> wall of <mark>Tamber</mark>"
FILED = Newsroom(now=NOW)  # in memory; for what is tried many times


@pytest.fixture(scope="module", autouse=True)
def filed(store: Path) -> Iterator[None]:
    FILED.add([str(store.parent / "quay.jsonl")])
    yield
    FILED.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finding")
    (folder / "quay.jsonl").write_text("\n".join(json.dumps(row) for row in QUAY))
    with Newsroom(folder / "news.db", settings=Settings(), now=NOW) as room:
        room.add([str(HARBOUR), str(folder / "quay.jsonl")])
        assert room.check() == ()
    return folder / "news.db"


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    with TestClient(open_app(str(store), now=NOW), base_url="http://localhost") as client:
        yield client


def hits(client: TestClient, **given: Any) -> list[dict[str, Any]]:
    found = client.get("/api/v1/search", params=given)
    assert found.status_code == 200, found.text
    return list(found.json()["hits"])


def links(page: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="([^"]+)"', page)]


def test_a_search_finds_all_kinds_and_each_leads_to_its_place(client: TestClient) -> None:
    found = hits(client, q="quay tamber")
    assert {hit["kind"] for hit in found} >= {"story", "article", "claim"}
    assert [hit["kind"] for hit in found[:3]] == ["story", "article", "claim"], "they take turns"
    page = client.get("/search", params={"q": "quay tamber"}).text
    assert "<mark>quay</mark>" in page
    assert (
        page.count(MARKED_TITLE)
        == client.get("/search/live", params={"q": "quay tamber"}).text.count(MARKED_TITLE)
        > 1
    )
    for hit in found:
        told = {"story": hit["name"], "article": hit["title"]}.get(hit["kind"], "")
        assert [told[a:b].casefold() for a, b in hit["title_marks"]] == (["quay", "tamber"] if told else [])
        if hit["kind"] == "story":
            assert f"/stories/{hit['story']}" in links(page)
            continue
        assert f"/articles/{hit['article']}?at={hit['start']}-{hit['end']}#at" in links(page) or (
            hit["field"] == "title" and f"/articles/{hit['article']}" in links(page)
        )
        article = client.get(f"/api/v1/articles/{hit['article']}").json()["article"]
        there = article[hit["field"]][hit["start"] : hit["end"]]
        assert there and hit["snippet"].strip("…") == there


def test_a_quotation_comes_with_who_said_it_word_by_word(client: TestClient) -> None:
    (quoted,) = hits(client, q="cracks autumn", kind="quotation")
    assert quoted["name"] == "Ida Marsh"
    assert quoted["snippet"].strip(",") == "We had warned the port of the cracks since the autumn"
    assert (quoted["publisher"], quoted["url"]) == ("Tamber Post", "https://paper.example/0")
    page = client.get("/search", params={"q": "cracks autumn", "kind": "quotation"}).text
    assert "Ida Marsh" in page and "<q>" in page


def test_a_claim_comes_as_it_stands_in_its_story(client: TestClient) -> None:
    claims = hits(client, q="port refused", kind="claim")
    listed = {
        (c["claim"]["statement"]["article"], c["claim"]["statement"]["start"]): c["status"]["kind"]
        for c in client.get(f"/api/v1/stories/{claims[0]['story']}/claims").json()
    }
    for claim in claims:
        assert listed[claim["article"], claim["start"]] == claim["status"]
    page = client.get("/search", params={"q": "port refused", "kind": "claim"}).text
    anchor = f"{claims[0]['article']}-{claims[0]['start']}"
    assert f"/stories/{claims[0]['story']}/claims?claim={anchor}#claim-{anchor}" in links(page)


@pytest.mark.parametrize(
    ("given", "there"),
    [
        ({"person": "Ida Marsh", "kind": "claim"}, True),
        ({"person": "ida marsh", "place": "tamber"}, True),
        ({"place": "lorne"}, False),
        ({"outlet": "Tamber Post", "kind": "article"}, True),
        ({"outlet": "ap / coast", "kind": "article", "until": "2031-03-01"}, False),
        ({"organisation": "Museum of Glass"}, False),
        ({"organisation": "museum of glass", "q": "repairs", "kind": "article"}, True),
        ({"since": "2031-03-02", "kind": "article"}, True),
        ({"since": "2031-03-03"}, False),
        ({"status": "claimed"}, True),
        ({"status": "withdrawn"}, False),
    ],
)
def test_a_search_is_narrowed_alike_for_people_and_programs(
    client: TestClient, given: dict[str, str], there: bool
) -> None:
    asked = {"q": "port tamber", **given}
    found = hits(client, **asked)
    assert bool(found) == there
    page = client.get("/search", params=asked).text
    assert page.count("<li><") >= len(found)
    assert ("Nothing that is kept has these words." in page) != there
    form = page[
        page.index('class="asking fields"') : page.index("</form>", page.index('class="asking fields"'))
    ]
    for name, value in given.items():
        kept = re.search(
            rf'name="{name}"[^>]* value="{value}"|<select id="{name}".*?<option( value="{value}")? selected>{value}',
            form, re.DOTALL | re.IGNORECASE,
        )  # fmt: skip
        assert kept, "what it was narrowed by is narrowed by again"
    if there and "outlet" in given:
        assert {hit["publisher"].casefold() for hit in found} == {given["outlet"].casefold()}


def test_a_day_until_which_is_searched_is_one_of_them(client: TestClient) -> None:
    page = client.get("/search", params={"q": "quay", "kind": "article", "until": "2031-03-01"}).text
    assert "harbour master warned" in page and "port denies" not in page


def test_hits_come_a_part_at_a_time(client: TestClient) -> None:
    whole = hits(client, q="ferry", limit=100)
    assert len(whole) > 4
    cursor, found = "", []
    while cursor is not None:
        page = client.get(
            "/api/v1/search", params={"q": "ferry", "limit": 2, **({"cursor": cursor} if cursor else {})}
        )
        found += page.json()["hits"]
        cursor = page.json()["next"] or None
    assert found == whole


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/search?q=a&kind=rumour", "story, article, claim, quotation"),
        ("/search?q=a&status=heard", "reported, claimed"),
        ("/search?q=a&cursor=1001", "has to be"),
        ("/search?q=a&since=soon", "ISO 8601"),
        ("/api/v1/people?initial=ab", ""),
        ("/people/ida%20marsh?cursor=3", "goes with 'what'"),
        ("/people/ida%20marsh?what=lies", "claim, quotation or article"),
        ("/people?cursor=x", "has to be"),
    ],
)
def test_what_is_asked_wrongly_says_what_was_expected(client: TestClient, path: str, words: str) -> None:
    found = client.get(path)
    if path.startswith("/api") and not words:
        assert found.status_code in (200, 400)
        return
    assert found.status_code == 400 and words in html.unescape(found.text)


def test_an_unknown_name_is_not_there(client: TestClient) -> None:
    for path in (
        "/people/nobody",
        "/outlets/nobody?what=claim",
        "/api/v1/places/nobody",
        "/api/v1/people/nobody/claims",
    ):
        assert client.get(path).status_code == 404, path


def test_a_name_leads_to_all_that_is_kept_of_it(client: TestClient) -> None:
    about = client.get("/api/v1/people/ida marsh").json()
    assert about["about"]["name"]["name"] == "Ida Marsh" and about["about"]["articles"] == 2
    assert [q["name"] for q in about["about"]["quotations"]] == ["Ida Marsh"]
    assert {c["name"] for c in about["about"]["claims"]} == {"Ida Marsh"}
    page = client.get("/people/ida%20marsh").text
    for heading in ("Stories", "Claims", "Quotations", "Articles"):
        assert f"<h2>{heading}</h2>" in page
    for story in about["stories"]:
        assert f"/stories/{story['card']['story']}" in links(page)
    for what in ("claim", "quotation", "article"):
        told = client.get("/people/ida%20marsh", params={"what": what})
        assert told.status_code == 200 and "Ida Marsh" in told.text
        assert client.get(f"/api/v1/people/ida marsh/{what}s").json()["hits"]


def test_an_outlet_tells_what_its_articles_were(client: TestClient) -> None:
    (name,) = (n for n in client.get("/api/v1/outlets").json()["names"] if n["name"] == "Tamber Post")
    about = client.get(f"/api/v1/outlets/{name['key']}").json()["about"]
    story = about["latest"][0]["story"]
    sources = client.get(f"/api/v1/stories/{story}/sources").json()
    roles = [role for source in sources if source["publisher"] == "Tamber Post" for role in source["roles"]]
    copies = len({"agency copy", "reprint", "rewrite"} & set(roles))
    assert about["reporting"] == {
        "firsts": roles.count("first report"),
        "own": roles.count("own reporting"),
        "copies": copies,
        "stories": 1,
    }
    assert "first report" in roles
    page = client.get("/outlets/tamber%20post").text
    assert "first with a report 1 time" in page and f"agency copy or reprint {copies}" in page
    assert "warned" in page


@pytest.mark.parametrize("key", ["ap / coast", "50%2F", "a/b~1~0c%25", "?#&", "ø"])
def test_any_key_makes_one_part_of_an_address(key: str) -> None:
    from urllib.parse import unquote

    address = address_of("outlet", key)
    assert address.count("/") == 2 and not set("?#& ") & set(address)
    assert key_of(unquote(address).removeprefix("/outlets/")) == key


def test_a_slash_in_a_name_does_not_lead_astray(client: TestClient) -> None:
    assert address_of("outlet", "ap / coast") in links(client.get("/outlets").text)
    assert "AP / Coast" in client.get(address_of("outlet", "ap / coast")).text


def test_names_are_listed_by_initial_by_letters_and_in_parts(client: TestClient) -> None:
    whole = client.get("/api/v1/people").json()["names"]
    assert [n["stories"] for n in whole] == sorted((n["stories"] for n in whole), reverse=True)
    parts, cursor = [], None
    while cursor != "":
        page = client.get(
            "/api/v1/people", params={"limit": 2} | ({"cursor": cursor} if cursor else {})
        ).json()
        parts, cursor = parts + page["names"], page["next"]
    assert parts == whole
    assert {n["name"] for n in client.get("/api/v1/people", params={"initial": "I"}).json()["names"]} == {
        "Ida Marsh"
    }
    assert address_of("person", "ida marsh") in links(client.get("/people", params={"q": "marsh"}).text)
    assert "No such name is kept." in client.get("/people", params={"initial": "x"}).text


def test_what_is_typed_is_answered_with_a_list_alone(client: TestClient) -> None:
    for words in ("quay tamb", "quay ta"):
        assert 'role="option"' in client.get("/search/live", params={"q": words}).text
    assert (
        "Quay wall of <mark>Tamber</mark>" in client.get("/search/live", params={"q": "tamber cracks"}).text
    )
    assert f"{MARKED_TITLE} gives" in client.get("/search/live", params={"q": "quay tamb"}).text
    found = client.get("/search/live", params={"q": "quay tam"})
    assert 'role="listbox"' in found.text and "<html" not in found.text
    assert len(re.findall('role="option"', found.text)) > 3
    assert links(found.text)[-1] == "/search?q=quay+tam"
    for words in ("", "  ", "-", "zebra"):
        assert "Nothing found." in client.get("/search/live", params={"q": words}).text


def test_the_script_lies_at_an_address_of_its_own_and_is_kept(client: TestClient) -> None:
    address, content = script()
    found = client.get(address)
    assert found.text == content and found.headers["content-type"].startswith("text/javascript")
    assert "immutable" in found.headers["cache-control"]
    assert client.get("/static/room.0000000000000000.js").status_code == 404
    page = client.get("/search")
    assert f'<script src="{address}" defer></script>' in page.text
    for policy in (
        page.headers["content-security-policy"],
        re.findall(r'Policy" content="([^"]+)"', page.text)[0],
    ):
        directives = {d.split()[0]: d.split()[1:] for d in html.unescape(policy).split(";")}
        assert directives["script-src"] == directives["connect-src"] == ["'self'"]
        assert directives["default-src"] == ["'none'"]


def test_hostile_words_are_text_wherever_they_are_shown(client: TestClient) -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)> quay'
    for path in ("/search", "/search/live", "/people"):
        page = client.get(path, params={"q": hostile}).text.replace(f'<script src="{script()[0]}" defer>', "")
        assert "<script" not in page and "<img" not in page
    for words in (
        "NEAR(quay tamber)",
        "quay OR zebra",
        "name : quay",
        "quay -tamber",
        "^quay",
        "{said}: quay",
        '"',
    ):
        assert client.get("/search", params={"q": words}).status_code == 200
        assert client.get("/search/live", params={"q": words}).status_code == 200
    assert hits(client, q="quay OR zebra") == [], "a sign of a query is a word like any"


@given(
    words=st.text(st.sampled_from("aequtPX3ØÅ \t\"'*^:-+(){}~,.!\0\n\ud800…%_"), max_size=40),
    kind=st.sampled_from(("", "story", "article", "claim", "quotation")),
    person=st.sampled_from(("", "ida marsh", "%", '"', "x\0")),
    since=st.sampled_from(("", "2031-03-02", "0001-01-01", "9999-12-31T23:59:59Z")),
)
@settings(max_examples=trials(200, 20_000), deadline=None, derandomize=True)
def test_whatever_is_searched_for_is_answered(words: str, kind: str, person: str, since: str) -> None:
    asked = words + " quay"
    for found in (
        FILED.find(asked, kind=kind, person=person, since=since, until=since),
        FILED.find(asked, kind=kind, person=person, since=since),
    ):
        for hit in found.hits:
            title = hit.name if hit.kind == "story" else hit.title
            for text, marks in ((hit.snippet, hit.marks), (title, hit.title_marks)):
                spans = [0, *(at for span in marks for at in span), len(text)]
                assert spans == sorted(spans)


def test_what_is_found_stays_in_step_when_stories_are_put_right(tmp_path: Path, store: Path) -> None:
    def passages(room: Newsroom) -> set[tuple[str, str, str]]:
        return {
            (h.kind, h.story, h.snippet) for h in room.find("quay", limit=100).hits if h.kind != "article"
        }

    with Newsroom(tmp_path / "news.db", now=NOW) as room:
        room.add([str(HARBOUR), str(store.parent / "quay.jsonl")])
        before = passages(room)
        quay = next(story for _, story, _ in before)
        other = next(s.id for s in room.stories() if s.id != quay)
        room.merge([other, quay])
        assert {story for _, story, _ in passages(room)} == {other} and room.check() == ()
        room.undo(other)
        assert passages(room) == before and room.check() == ()
        room.split(quay, ["q-1"])
        parted = passages(room)
        assert len({story for kind, story, _ in parted if kind == "story"}) == 2 and room.check() == ()
        assert not [hit for hit in parted if hit[0] == "claim"], "stories of one article have no page"
        room.undo(quay)
        assert passages(room) == before and room.check() == ()
        room.revise([quay])
        assert room.file() == 1
        assert passages(room) == before and room.check() == ()


def unnumbered(found: Any) -> list[Any]:
    """Return hits without the numbers under which they are kept: what is filed anew has others."""
    return [replace(hit, number=0) for hit in found]


def test_a_store_of_before_is_filed_when_more_comes(tmp_path: Path, store: Path) -> None:
    with Newsroom(tmp_path / "news.db", now=NOW) as room:
        room.add([str(store.parent / "quay.jsonl")])
        whole = unnumbered(room.find("quay", limit=100).hits)
        connection = room._store._connection  # type: ignore[attr-defined]
        for table in ("passage_words", "story_words"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
        for statement in (
            "DELETE FROM passages",
            "DELETE FROM named",
            "DELETE FROM seals WHERE kept = 'named'",
            "UPDATE cards SET filed = NULL",
        ):
            connection.execute(statement)
        assert {hit.kind for hit in room.find("quay").hits} == {"article"} and room.check() == ()
        room.add([str(HARBOUR)])
        assert unnumbered(room.find("quay", limit=100).hits) == whole and room.check() == ()


@pytest.mark.parametrize(
    "asked",
    [
        lambda room: room.find("--"),
        lambda room: room.find("quay", kind="rumour"),
        lambda room: room.find("quay", status="heard"),
        lambda room: room.find("quay", cursor="two"),
        lambda room: room.about("horse", "ida marsh"),
        lambda room: room.about("person", "nobody at all"),
        lambda room: room.told_by("person", "ida marsh", "lie"),
        lambda room: room.names_like("horse"),
    ],
)
def test_wrong_use_says_what_there_is(store: Path, asked: Any) -> None:
    with Newsroom(store, read_only=True) as room, pytest.raises(UsageError):
        asked(room)


def test_what_comes_in_meanwhile_shifts_no_hit_and_no_name(tmp_path: Path) -> None:
    """Each part of a search, of names and of what is told of one goes on behind the last that was given."""

    def rows(first: int, last: int) -> str:
        return "\n".join(
            json.dumps(
                {
                    "id": f"t-{n}",
                    "title": f"Ferry {n} stops at pier {n}",
                    "publisher": f"Pier Post {n}",
                    "url": f"https://pier.example/{n}",
                    "published": f"2031-03-0{1 + n % 7}T10:00:00Z",
                    "text": f"Ferry {n} stopped at the pier of Lorne on Monday. "
                    f'"The ferry number {n} was overloaded," said Ida Marsh, the harbour master.',
                }
            )
            for n in range(first, last)
        )

    file = tmp_path / "news.db"
    (tmp_path / "first.jsonl").write_text(rows(0, 8))
    with Newsroom(file, settings=Settings(), now=NOW) as room:
        room.add([str(tmp_path / "first.jsonl")])
        asked = {
            "hits": lambda cursor, limit: room.find("ferry", limit=limit, cursor=cursor),
            "quotations": lambda cursor, limit: room.told_by(
                "person", "ida marsh", "quotation", limit=limit, cursor=cursor
            ),
            "articles": lambda cursor, limit: room.told_by(
                "person", "ida marsh", "article", limit=limit, cursor=cursor
            ),
        }
        whole = {name: ask("", 100).hits for name, ask in asked.items()}
        outlets, _ = room.names_like("outlet", limit=100)
        assert {name: len(found) > 4 for name, found in whole.items()} == dict.fromkeys(asked, True)
        assert len(outlets) == 8
        given: dict[str, list[Any]] = {name: [] for name in asked}
        cursors = dict.fromkeys(asked, "")
        names, behind = room.names_like("outlet", limit=3)
        told = list(names)
        for turn in range(40):
            for name, ask in asked.items():
                if turn == 0 or cursors[name]:
                    found = ask(cursors[name], 2)
                    given[name] += found.hits
                    cursors[name] = found.next
            if behind:
                names, behind = room.names_like("outlet", limit=3, cursor=behind)
                told += names
            if turn < 3:
                (tmp_path / "more.jsonl").write_text(rows(8 + 2 * turn, 10 + 2 * turn))
                room.add([str(tmp_path / "more.jsonl")])
    for name, found in whole.items():
        key = [(hit.kind, hit.article, hit.start) for hit in given[name]]
        kept = [(hit.kind, hit.article, hit.start) for hit in found if hit.kind in ("article", "quotation")]
        assert [each for each in key if each in kept] == kept, name
        assert len(key) == len(set(key)), "nothing is told twice"
    assert [n.key for n in told if n in outlets] == [n.key for n in outlets]
    assert len({n.key for n in told}) == len(told)
