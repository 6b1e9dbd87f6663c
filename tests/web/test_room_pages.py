"""The pages of the reading room: one frame, a story from every side, an article, the feeds."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape, unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from msgspec.structs import replace
from starlette.testclient import TestClient

from tests.render.sample_pages import DAM, said, source
from writethru import Newsroom
from writethru.render import Around, reading_room
from writethru.render.linked import linked_data
from writethru.settings import Settings
from writethru.web import open_app

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)
PAGES = (
    "/", "/stories?status=developing", "{story}", "{story}?revision=1", "{story}/history", "{story}/diff",
    "{story}/claims", "{story}/why", "{article}", "{article}?findings=1", "{article}?at=3-40", "/feeds", "/about",
    "/outlets", "/people", "/places", "/outlets/the kesterin courier", "/search", "/search?q=dam", "/sign-in", "/nothing",
)  # fmt: skip


class Outline(HTMLParser):
    """Reads a page: its landmarks, headings, ids, links, labels and fields."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.tags if tag in tags]


@pytest.fixture(scope="module")
def store(twice: Path) -> Path:
    return twice


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    with TestClient(open_app(str(store), now=NOW), base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="module")
def story(client: TestClient) -> str:
    found = client.get("/api/v1/stories", params={"q": "spillway"}).json()["stories"]
    return "/stories/" + str(max(found, key=lambda s: s["card"]["articles"])["card"]["story"])


@pytest.fixture(scope="module")
def article(client: TestClient, story: str) -> str:
    """The article whose report another one carries too."""
    sources = client.get(f"/api/v1{story}/sources").json()["sources"]
    return "/articles/" + next(s["article"] for s in sources if s["roles"] == ["agency copy"])


@pytest.mark.parametrize("path", PAGES)
def test_every_page_stands_in_one_frame(client: TestClient, story: str, article: str, path: str) -> None:
    html = client.get(path.format(story=story, article=article)).text
    page = Outline(html)
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    first = next(attrs for tag, attrs in page.tags if tag == "a")
    assert first["href"] == "#content" and "content" in ids, "the skip link comes first"
    assert len(page.all("main")) == len(page.all("h1")) == 1
    names = [attrs["aria-label"] for attrs in page.all("nav")]
    assert len(names) == len(set(names)) and {"Site", "Subscribe, desk"} <= set(names)
    assert ("Breadcrumb" in names) == (path != "/")
    ways = re.findall(r'<li><a (?:class="brand" )?href="(/\w*)"', html)
    assert ways[:6] == ["/", "/outlets", "/people", "/places", "/feeds", "/about"]
    assert len(re.findall(r'href="/\w*" aria-current="page"', html)) <= 1
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(levels))
    labelled = {attrs["for"] for attrs in page.all("label") if "for" in attrs}
    assert {attrs["id"] for attrs in page.all("input", "select") if attrs.get("type") != "hidden"} <= labelled
    for attrs in page.all("a"):
        if attrs["href"].startswith("#"):
            assert attrs["href"][1:] in ids, attrs
        if not attrs["href"].startswith(("#", "/")):
            assert {"noopener", "nofollow"} <= set(attrs["rel"].split()), attrs


def test_every_link_of_the_room_leads_somewhere(client: TestClient, story: str, article: str) -> None:
    links = set()
    for path in PAGES[:-1]:
        page = Outline(client.get(path.format(story=story, article=article)).text)
        links |= {attrs["href"].partition("#")[0] for attrs in page.all("a") if attrs["href"].startswith("/")}
    assert len(links) > 60
    for link in sorted(links):
        found = client.get(link, follow_redirects=False)
        assert found.status_code == 200 or found.headers["location"].startswith("/sign-in"), link


def test_a_typical_story_is_light(client: TestClient, story: str) -> None:
    """14 sentences and 10 sources, each citation with its exact words, which four of the sentences are not: for each of
    these they stand there twice, for paper too. HTML, style and linked data, uncompressed; and the example's page."""
    sentence = DAM.sections[0].sentences[0]
    words = [
        replace(
            sentence,
            text=f"{sentence.text} {n}",
            citations=(
                replace(
                    sentence.citations[0],
                    source=n % 10 + 1,
                    start=n,
                    exact=sentence.text + f" {n}" * (n % 4 > 0),
                ),
            ),
        )
        for n in range(14)
    ]
    sections = tuple(replace(DAM.sections[0], sentences=tuple(words[n : n + 5])) for n in (0, 5, 10))
    sources = tuple(
        source(n, "The Kesterin Courier", DAM.sources[0].title, "2031-03-07", adds=said(sentence.text, n), roles=("own reporting",))
        for n in range(1, 11)
    )  # fmt: skip
    page = replace(DAM, sections=sections, sources=sources)
    linked = linked_data(page, "http://localhost/stories/x", "http://localhost/articles/")
    around = Around(None, "/", "/x.atom", "/x.feed.json", "/articles/", "/stories/x", linked=linked)
    assert len(reading_room.story_page(page, around).encode()) < 60_000
    example = client.get(story)
    assert len(example.content) < 60_000 and "@font-face" not in example.text


def test_an_older_revision_says_so_and_leads_on(client: TestClient, story: str) -> None:
    old, now = client.get(f"{story}?revision=1").text, client.get(f"{story}?revision=2").text
    assert "This is revision 1 of 2, not the page of now." in old and "application/ld+json" not in old
    assert f'href="{story}?revision=2" rel="next"' in old and 'rel="prev"' not in old
    assert f'href="{story}/diff?old=1&amp;new=2"' in old
    assert "not the page of now" not in now and "application/ld+json" in now
    assert client.get(f"{story}?revision=3").status_code == 404


def test_a_citation_of_an_older_revision_leads_to_its_words(client: TestClient, story: str) -> None:
    old = client.get(f"{story}?revision=1").text
    linked = re.findall(r'<q class="exact">([^<]+)</q> <a href="(/articles/\w+\?at=[\d-]+)#at">', old)
    assert len(linked) > 5
    for words, address in linked:
        assert marked(client.get(address).text) == unescape(words).split(), address


def marked(html: str) -> list[str]:
    """The words of the passage that the address names."""
    assert 'id="at"' in html
    return unescape(" ".join(re.findall(r'<mark[^>]* class="asked"><bdi>(.*?)</bdi></mark>', html))).split()


def test_two_revisions_are_compared_in_the_frame(client: TestClient, story: str) -> None:
    last, named = client.get(f"{story}/diff").text, client.get(f"{story}/diff?old=1&new=2").text
    assert last == named and "<del>" in last and "<ins>" in last and "Revision 1 → 2" in last
    assert client.get(f"{story}/diff?old=2&new=1").status_code == 404
    assert client.get(f"{story}/diff?old=x").status_code == 400
    history = client.get(f"{story}/history").text
    assert 'name="old" type="number" min="1" max="2" value="1"' in history
    assert f'href="{story}?revision=1"' in history and f'href="{story}/diff?old=1&amp;new=2"' in history


def test_why_articles_are_one_story_is_told_of_each(client: TestClient, story: str, store: Path) -> None:
    html = client.get(f"{story}/why").text
    with Newsroom(store, settings=Settings(), now=NOW, read_only=True) as room:
        found = room.why(story.rpartition("/")[2])
    assert html.count('class="reasons"') == len(found.articles)
    for member in found.articles:
        assert f'href="/articles/{member.id}"' in html
        for step in member.events:
            assert not step.reason or step.reason in unescape(html)
    assert "Opened this story" in html and "likeness 0." in html


def test_why_names_another_story_by_its_headline_and_leads_there(store: Path, tmp_path: Path) -> None:
    own = Path(shutil.copy(store, tmp_path / "news.db"))
    with Newsroom(own, settings=Settings(), now=NOW) as room:
        into, other, *_ = (s.card for s in sorted(room.front(), key=lambda s: -s.card.articles))
        room.merge([into.story, other.story])
    with TestClient(open_app(str(own), now=NOW), base_url="http://localhost") as client:
        html = client.get(f"/stories/{into.story}/why").text
        named = set(
            re.findall(
                r'Came to this story with all of </bdi><a href="(/stories/\w+)"><bdi>([^<]+)</bdi></a>', html
            )
        )
        assert named == {(f"/stories/{other.story}", str(escape(other.headline)))}
        assert client.get(f"/stories/{other.story}").status_code == 200, "it leads to what it went into"


def test_a_claim_leads_to_who_says_so_for_and_against(client: TestClient, story: str) -> None:
    html = client.get(f"{story}/claims").text
    disputed = re.findall(r'<tr class="disputed"[^>]*>(.*?)</tr>', html, re.S)
    assert disputed and "say otherwise" in html
    row = disputed[0]
    words = unescape(re.findall(r'<td data-label="Claim"><bdi>(.*?)</bdi>', row)[0])
    first = re.findall(r'href="(/articles/\w+\?at=[\d-]+)#at" aria-label="For, source \d+', row)
    against = re.findall(r'href="(/articles/\w+\?at=[\d-]+)#at" aria-label="Against, source \d+', row)
    assert first and against
    assert any(marked(client.get(address).text) == words.split() for address in first)
    assert marked(client.get(against[0]).text)


def test_a_claim_that_was_found_stands_in_the_table(client: TestClient) -> None:
    found = client.get("/search", params={"q": "spillway gates", "kind": "claim"}).text
    places = set(re.findall(r'href="(/stories/\w+/claims\?claim=[\w-]+)#(claim-[\w-]+)"', found))
    assert places
    for address, anchor in places:
        assert f'id="{anchor}"' in client.get(address).text, anchor


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("part=0", 400, "whole number from 1"),
        ("part=2", 404, "no part 2"),
        ("claim=x", 400, "an article and a place in it"),
        ("claim=x-%C2%B2", 400, "an article and a place in it"),
        ("claim=a-1&part=1", 400, "give one of them"),
    ],
)
def test_what_names_no_part_of_the_claims_says_what_was_expected(
    client: TestClient, story: str, asked: str, status: int, said: str
) -> None:
    found = client.get(f"{story}/claims?{asked}")
    assert found.status_code == status and said in unescape(found.text)


def test_an_article_tells_what_is_cited_and_which_is_the_same_report(
    client: TestClient, article: str
) -> None:
    html = client.get(article).text
    assert '<mark id="c' in html and 'id="title"' in html and ">Same report<" in html
    assert "Harbour Press Agency" in html and re.search(r'rel="[^"]*nofollow">Original at \w', html)
    assert client.get(f"{article}?at=0-99999").status_code == client.get(f"{article}?at=9").status_code == 400
    assert client.get(f"{article}?findings=2").status_code == 400


def test_every_citation_of_a_page_is_an_anchor_of_its_article(client: TestClient, story: str) -> None:
    for address, anchor in set(re.findall(r'href="(/articles/\w+)#(\w+)"', client.get(story).text)):
        assert f'id="{anchor}"' in client.get(address).text, (address, anchor)


def test_findings_are_drawn_on_demand(client: TestClient, article: str) -> None:
    html = client.get(f"{article}?findings=1").text
    assert '<span class="name' in html and '<span class="time' in html and 'class="legend"' in html
    assert '<span class="name' not in client.get(article).text


def test_feeds_are_told_with_how_they_are(client: TestClient) -> None:
    html = client.get("/feeds").text
    assert "2 followed · 1 needs a look" in html
    assert "News / World" in html and "31 read, 20 in it now" in html and "8 Mar 2031 11:00 UTC" in html
    ill = html[html.index("The Ledger") :]
    assert '<time datetime="2031-03-02T11:00:00+00:00">2 Mar 2031 11:00 UTC</time>; never good' in ill
    words = unescape(re.sub(r"<[^>]*>", "", html))
    assert "Does not answer in time since 2 Mar 2031 11:00 UTC; never good" in words
    assert not re.search(r"\d{4}-\d\d", words), "one form of times"
    assert 'class="standing ailing"' in ill and "never" in ill


def test_what_is_asked_wrongly_of_an_article_is_told_as_a_page(client: TestClient, article: str) -> None:
    found = client.get(f"{article}?what=1")
    assert found.status_code == 400 and "unknown parameter" in found.text and "<nav" in found.text


FERRY = (
    "The ferry Osprey hit the pier in Lorne on Friday and {hurt} people were hurt, the harbour office said. "
    "The pier stays closed until Monday. Divers look at the hull of the ferry."
)


def test_an_article_leads_to_its_earlier_texts_with_what_changed(tmp_path: Path) -> None:
    for hurt, hour in (("twelve", "09"), ("fifteen", "15")):
        row = {
            "id": "osprey", "url": "https://harbour.example/osprey", "title": "Ferry hits pier", "publisher": "Harbour Post",
            "published": "2031-03-07T09:00:00Z", "modified": f"2031-03-07T{hour}:00:00Z", "text": FERRY.format(hurt=hurt),
        }  # fmt: skip
        (tmp_path / "row.jsonl").write_text(json.dumps(row))
        with Newsroom(tmp_path / "news.db", settings=Settings(), now=NOW) as room:
            room.add([str(tmp_path / "row.jsonl")])
            newest = room.article("osprey").article.id
    with TestClient(open_app(str(tmp_path / "news.db"), now=NOW), base_url="http://localhost") as client:
        page = client.get(f"/articles/{newest}").text
        assert "<strong>This text</strong>" in page and "fifteen people" in page
        assert "<del><bdi>twelve</bdi></del> <ins><bdi>fifteen</bdi></ins>" in page, (
            "no more than what changed"
        )
        (earlier,) = re.findall(r'<a href="(/articles/\w+)">An earlier text</a>', page)
        before = client.get(earlier).text
        assert "twelve people" in before and f'<a href="/articles/{newest}">The newest text</a>' in before


def test_two_revisions_do_not_tell_a_lead_twice(client: TestClient, story: str) -> None:
    """A lead that comes or goes with the sentence it opens, or with the headline, is told by these."""
    html = client.get(f"{story}/diff").text
    told = html[html.index(">Sentences<") : html.index(">Where accounts differ<")]
    lines = re.findall(r"<li><(del|ins)><bdi>(.*?)</bdi></\1></li>", told)
    assert len(lines) > 10
    for (how, lead), (after, sentence) in pairwise(lines):
        words = re.sub(r"( \[\d+\])+$", "", lead).rstrip(".")
        assert how != after or not sentence.startswith(words), lead
    page = client.get(f"{story}.json").json()
    opened = [s["lead"]["text"] for s in page["sections"] if s["lead"]["text"] != page["headline"]["text"]]
    assert opened and not any(line.startswith(f"{lead} [") for lead in opened for _, line in lines)
