from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import writethru
from writethru import Newsroom, pipeline
from writethru.acquire import Fetched
from writethru.errors import FetchError, StoreFull, UsageError
from writethru.newsroom.captures import BATCH
from writethru.records import AnnotatedArticle, Article, Problem

HARBOUR = Path(__file__).parent / "cases" / "cli" / "harbour.jsonl"
BAD = Path(__file__).parent / "cases" / "bad"
EXAMPLE = Path(__file__).parent.parent / "examples" / "dam"
NOW = datetime(2031, 6, 1, tzinfo=UTC)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with Newsroom(tmp_path / "news.db", now=NOW) as opened:
        yield opened


def partition(room: Newsroom) -> set[frozenset[str]]:
    return {frozenset(a.external_id or a.url or a.title for a in s.articles) for s in room.stories()}


def test_an_added_article_has_everything_at_once(room: Newsroom) -> None:
    report = room.add(HARBOUR)
    assert (len(report.added), report.known, len(report.stories), report.problems) == (4, (), 2, ())
    story = room.stories()[0]
    document = room.article("h-1")
    assert document.body.sentences
    assert room.story_of("h-1").id == story.id
    assert [event.article for event in room.story_of("h-1").events] == [a.id for a in story.articles]
    assert all(event.reason for event in room.story_of("h-1").events)
    assert room.claims(story.id)


def test_the_same_sources_again_change_nothing(room: Newsroom) -> None:
    room.add([HARBOUR, EXAMPLE])
    before = room.stories(), room.doctor().store
    report = room.add([EXAMPLE, HARBOUR])
    assert (report.added, report.stories, report.problems) == ((), (), ())
    assert len(report.known) == 17
    assert (room.stories(), room.doctor().store) == before


def test_brief_keeps_nothing(room: Newsroom, tmp_path: Path) -> None:
    room.add(HARBOUR)
    before = room.doctor().store
    edition = room.brief(EXAMPLE)
    assert len(edition.pages) >= 2
    assert edition.pages[0].brief.counts.articles == len(edition.stories[0].articles) >= 7
    assert room.doctor().store == before
    assert [len(s.articles) for s in edition.stories] == sorted(len(s.articles) for s in edition.stories)[
        ::-1
    ]
    with Newsroom(now=NOW) as other:
        assert other.brief(EXAMPLE).pages == edition.pages
        assert other.stories() == ()


def test_every_page_of_the_example_is_carried_by_its_sources(room: Newsroom) -> None:
    for page in room.brief([EXAMPLE, HARBOUR]).pages:
        assert page.faults == ()
        found = room.verify(page)
        assert found.problems == ()
        assert found.checked == found.supported > 5
        assert set(page.whole.articles or ()) == set(page.articles) == {n.article for n in page.brief.sources}


def test_brief_without_sources_writes_what_is_kept(room: Newsroom) -> None:
    room.add(HARBOUR)
    edition = room.brief()
    assert [page.brief.counts.articles for page in edition.pages] == [3]
    assert room.brief(story=2).pages[0].brief.counts.articles == 1
    with pytest.raises(UsageError, match="no story 3: there are 2 stories"):
        room.brief(story=3)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every row of the harbour and of the example's ledger, and three of its pages, as sources of their own."""
    folder = tmp_path_factory.mktemp("rows")
    rows = [
        row for f in (HARBOUR, EXAMPLE / "northern-ledger.jsonl") for row in f.read_text("utf-8").splitlines()
    ]
    for number, row in enumerate(rows):
        (folder / f"{number}.jsonl").write_text(row, encoding="utf-8")
    pages = ("courier-nine-dead.html", "courier-pell-reservoir.html", "today-toll-climbs.html")
    return [*sorted(map(str, folder.iterdir())), *(str(EXAMPLE / page) for page in pages)]


@pytest.fixture(scope="module")
def in_one_order(sources: list[str]) -> set[frozenset[str]]:
    with Newsroom(now=NOW) as room:
        room.add(sources)
        return partition(room)


@given(data=st.data())
@settings(max_examples=5, deadline=None)
def test_the_order_of_sources_does_not_change_which_articles_share_a_story(
    sources: list[str], in_one_order: set[frozenset[str]], data: st.DataObject
) -> None:
    with Newsroom(now=NOW) as room:
        room.add(data.draw(st.permutations(sources)))
        assert partition(room) == in_one_order


def test_a_restart_goes_on_where_it_stopped(tmp_path: Path) -> None:
    rows = HARBOUR.read_text(encoding="utf-8").splitlines()
    for number, row in enumerate(rows):
        source = tmp_path / f"{number}.jsonl"
        source.write_text(row, encoding="utf-8")
        with Newsroom(tmp_path / "news.db", now=NOW) as room:
            room.add(source)
    with Newsroom(tmp_path / "news.db", read_only=True) as kept, Newsroom(now=NOW) as once:
        once.add(HARBOUR)
        assert partition(kept) == partition(once)


def test_more_than_one_transaction_of_articles(room: Newsroom, tmp_path: Path) -> None:
    count, source = 2 * BATCH + 5, tmp_path / "many.jsonl"
    rows = (
        {
            "id": str(n),
            "title": f"Note {n}",
            "published": "2031-05-01",
            "text": f"The parish of number {n} met. " * 12,
        }
        for n in range(count)
    )
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    seen: list[str] = []
    report = room.add(source, progress=lambda step, where: seen.append(step))
    assert len(report.added) == count
    assert (seen.count("read"), seen.count("placed")) == (count, count)
    assert {a.external_id for s in room.stories() for a in s.articles} == {str(n) for n in range(count)}
    assert room.doctor().faults == ()


def test_an_interrupted_batch_is_not_kept_and_those_before_it_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, placed, place = tmp_path / "many.jsonl", 0, pipeline.place
    text = "The parish council met. " * 12
    rows = (
        {"id": str(n), "title": f"Note {n}", "published": "2031-05-01", "text": text}
        for n in range(BATCH + 9)
    )
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    def interrupted(*given: Any) -> Any:
        nonlocal placed
        placed += 1
        if placed > BATCH + 3:
            raise KeyboardInterrupt
        return place(*given)

    with Newsroom(tmp_path / "news.db", now=NOW) as room:
        monkeypatch.setattr(pipeline, "place", interrupted)
        with pytest.raises(KeyboardInterrupt):
            room.add(source)
        monkeypatch.setattr(pipeline, "place", place)
        health = room.doctor()
        assert health.store is not None
        assert (health.store.articles, health.faults) == (BATCH, ())
        report = room.add(source)
        assert (len(report.added), len(report.known)) == (9, BATCH)


def test_an_address_is_fetched_by_the_one_way_given(tmp_path: Path) -> None:
    pages = {"https://lorneledger.example/a": (EXAMPLE / "courier-gates.html").read_bytes()}
    asked: list[str] = []

    def fetch(url: str) -> Fetched:
        asked.append(url)
        if url not in pages:
            raise FetchError("the host does not answer")
        return Fetched(url, pages[url], "text/html")

    with Newsroom(now=NOW, fetch=fetch) as room:
        report = room.add(["https://lorneledger.example/a", "https://lorneledger.example/b"])
        assert len(report.added) == 1
        assert [p.where for p in report.problems] == ["https://lorneledger.example/b"]
        assert len(room.brief("https://lorneledger.example/a").stories) == 1
    assert asked == [
        "https://lorneledger.example/a",
        "https://lorneledger.example/b",
        "https://lorneledger.example/a",
    ]


def test_read_and_annotate_need_no_newsroom(tmp_path: Path) -> None:
    found = list(writethru.read([HARBOUR, tmp_path / "nowhere"], now=NOW))
    articles = [item for item in found if isinstance(item, Article)]
    assert [a.external_id for a in articles] == ["h-1", "h-2", "h-3", "h-4"]
    assert [item.where for item in found if isinstance(item, Problem)] == [str(tmp_path / "nowhere")]
    document = writethru.annotate(articles[0])
    assert isinstance(document, AnnotatedArticle)
    with Newsroom(now=NOW) as room:
        assert next(room.annotate(HARBOUR)) == document


def test_what_is_asked_wrongly_says_so(room: Newsroom) -> None:
    for ask in (
        room.show,
        room.timeline,
        room.claims,
        room.sources,
        room.article,
        room.story_of,
        room.verify,
    ):
        with pytest.raises(UsageError, match="nothing-like-it"):
            ask("nothing-like-it")
    with pytest.raises(UsageError, match="nothing to search for"):
        room.search(" -- ")


def test_a_newsroom_for_reading_changes_nothing(room: Newsroom, tmp_path: Path) -> None:
    room.add(HARBOUR)
    story = room.stories()[0].id
    with Newsroom(tmp_path / "news.db", read_only=True) as reader:
        assert reader.show(story).brief.revision == 1
        assert reader.doctor().store == room.doctor().store
        with pytest.raises(StoreFull):
            reader.add(EXAMPLE)
    room.show(story)
    census = room.doctor().store
    assert census is not None
    assert census.pages == 1


def test_a_page_that_was_shown_is_checked_against_the_store(room: Newsroom) -> None:
    room.add(HARBOUR)
    first = room.verify()
    room.show(room.stories()[0].id)
    assert room.verify() == first
    assert first.problems == ()
    assert first.checked == first.supported > 0


def test_a_closed_newsroom_is_used_wrongly(room: Newsroom) -> None:
    room.add(HARBOUR)
    story = room.stories()[0].id
    room.close()
    room.close()
    asked: list[Callable[[], object]] = [
        room.stories,
        room.brief,
        room.verify,
        room.doctor,
        lambda: room.add(EXAMPLE),
        lambda: room.show(story),
        lambda: room.article("h-1"),
        lambda: room.search("ferry"),
    ]
    for ask in asked:
        with pytest.raises(UsageError, match="closed"):
            ask()


def test_a_newsroom_of_another_thread_is_used_wrongly(room: Newsroom) -> None:
    with ThreadPoolExecutor(1) as pool, pytest.raises(UsageError, match="another thread"):
        pool.submit(room.stories).result()


def skipped(room: Newsroom, sources: list[Path]) -> dict[str, str]:
    edition = room.brief(sources)
    assert edition.pages
    for page in edition.pages:
        missing = {Path(s.where).name: s.why for s in page.brief.coverage.skipped}
    return missing


def test_what_is_on_a_page_is_not_said_to_be_missing(tmp_path: Path) -> None:
    rows = [json.loads(row) for row in HARBOUR.read_text(encoding="utf-8").splitlines()[:3]]
    rows[1]["published"] = None
    source, torn = tmp_path / "odd.jsonl", tmp_path / "torn.jsonl"
    source.write_text("\n".join(map(json.dumps, [*rows, rows[2]])), encoding="utf-8")
    torn.write_text('{"title": "The ferry", "text": ', encoding="utf-8")
    empty, german = BAD / "empty.html", BAD / "german.html"
    with Newsroom(now=datetime(2031, 5, 1, tzinfo=UTC)) as room:
        edition = room.brief(source)
        assert {p.kind for p in edition.problems} == {"future", "undated", "duplicate"}
        assert len(edition.pages[0].brief.sources) == 3
        assert [s.where for s in edition.pages[0].brief.coverage.skipped] == [f"{source} line 4"]
        named = skipped(room, [source, torn, empty, german])
    assert set(named) == {"odd.jsonl line 4", "torn.jsonl line 1", "empty.html", "german.html"}


def test_an_article_that_was_mended_is_missing_nothing(tmp_path: Path) -> None:
    walled = [json.loads(row) for row in HARBOUR.read_text(encoding="utf-8").splitlines()[:3]]
    walled[2]["text"] = walled[2]["text"][:300] + " Subscribe to continue reading."
    source = tmp_path / "walled.jsonl"
    source.write_text("\n".join(map(json.dumps, walled)), encoding="utf-8")
    with Newsroom(now=NOW) as room:
        room.add(source)
        story = room.stories()[0].id
        assert [s.why for s in room.show(story).brief.coverage.skipped] == ["the text ends at a paywall"]
        room.add(HARBOUR)
        assert room.show(story).brief.coverage.skipped == ()


def test_many_that_could_not_be_read_do_not_flood_a_page(tmp_path: Path) -> None:
    with Newsroom(now=NOW) as room:
        edition = room.brief([HARBOUR, *(tmp_path / f"{n}.html" for n in range(50))])
    assert len(edition.problems) == 50
    named = edition.pages[0].brief.coverage.skipped
    assert len(named) == 20
    assert named[-1].where == "31 more sources"


def test_a_problem_is_kept_once(room: Newsroom, tmp_path: Path) -> None:
    room.add([HARBOUR, BAD / "undated.html", BAD / "empty.html"])
    census = room.doctor().store
    assert census is not None
    assert census.problems == 2
    room.add([BAD / "undated.html", BAD / "empty.html"])
    assert room.doctor().store == census


def test_two_texts_of_one_page_are_no_story_of_two_articles(room: Newsroom, tmp_path: Path) -> None:
    rows = [json.loads(HARBOUR.read_text(encoding="utf-8").splitlines()[0]) for _ in range(2)]
    rows[1]["text"] += " The port was closed until noon."
    source = tmp_path / "twice.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    edition = room.brief(source)
    assert edition.pages == ()
    assert len(edition.stories[0].articles) == 2
