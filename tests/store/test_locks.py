"""Every method of the store while another writes; readers and writers that do not stand in each other's way."""

from __future__ import annotations

import inspect
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from kept_articles import made_addition, made_article
from machine import NOW, Machine, acknowledged, make_sources
from msgspec import structs
from surviving import trouble

from writethru.errors import StoreLocked
from writethru.records import (
    Brief,
    Capture,
    CitedSentence,
    Counts,
    Coverage,
    OwedPage,
    Problem,
    Recheck,
    Standing,
    Token,
    WatchedFeed,
    WatchedItem,
    WrongMark,
)
from writethru.settings import Settings, StoreSettings
from writethru.store import (
    Answer,
    Card,
    Facet,
    Filing,
    Passage,
    Reading,
    Store,
    Visited,
    Wanted,
    capture_id,
    checkpoints,
    is_store,
    open_store,
    said_by,
)
from writethru.store.checkpoints import log_of, size_of

IMPATIENT = Settings(store=StoreSettings(busy_seconds=0.2))
PAGE = Brief(
    story="s1",
    revision=7,
    updated=None,
    counts=Counts(1, 1, 1),
    headline=CitedSentence("Ferry aground", ()),
    sections=(),
    disagreements=(),
    sources=(),
    timeline=(),
    coverage=Coverage(None),
)
CARD = Card(
    story="s1",
    headline="Ferry aground",
    lead="",
    updated=None,
    first=None,
    last=None,
    dates=(),
    articles=5,
    outlets=1,
    origins=1,
    revision=0,
    changes=0,
    disputes=0,
)
ID = made_article(1).id
RUN, ANSWER = 1, Answer("https://ledger.example/feed", b"<rss>", "application/rss+xml", {"status": 200})
CAPTURE = Capture("a.html", b"<html>", "text/html")
TOKEN = Token("desk", "2031-03-05T00:00:00Z", "00")
MARK = WrongMark(id="m", kind="unsupported", story="s1", revision=1, at="2031-03-05T00:00:00Z", by="desk")
FEED = WatchedFeed(url="http://a.example/feed", title="Harbour", owed=1)
QUOTED = Passage(
    kind="quotation",
    name="Ida Marsh",
    said=made_article(1).text[4:25],
    article=ID,
    start=4,
    end=25,
    tags=(said_by("person", "ida marsh"),),
)
STORY = Passage(kind="story", name="Ferry aground", said="")
FILING = Filing("s1", ("story", "quotation"), (STORY, QUOTED), ((ID, "place", "lorne"),))

# Every method of the protocol is one or the other; one that is in none of these fails a test.
WRITES: dict[str, Callable[[Store, Path], object]] = {
    "add": lambda store, to: store.add(made_addition(77).document, made_addition(77).event),
    "add_many": lambda store, to: store.add_many([made_addition(78)]),
    "add_after": lambda store, to: store.add_after(store.last_event(), [made_addition(79)], (), Standing()),
    "add_captures": lambda store, to: store.add_captures([Capture("b.html", b"b", "text/html")]),
    "add_problems": lambda store, to: store.add_problems([Problem("a", "b")]) is None,
    "add_rechecks": lambda store, to: (
        store.add_rechecks([Recheck(ID, "2031-03-05T00:00:00Z", "gone")]) is None
    ),
    "add_readings": lambda store, to: store.add_readings([Reading(capture_id(CAPTURE), "1")]) is None,
    "claim_notice": lambda store, to: store.claim_notice("n"),
    "end_runs": lambda store, to: store.end_runs([RUN]) is None,
    "keep_answers": lambda store, to: store.keep_answers(RUN, [(ANSWER.url, ANSWER)]) is None,
    "keep_documents": lambda store, to: store.keep_documents([(FEED.url, FEED.url, ANSWER)]) is None,
    "put_cards": lambda store, to: (
        store.put_cards([(CARD, [Facet("place", "lorne", "Lorne", 1)], PAGE)]) is None
    ),
    "add_mark": lambda store, to: store.add_mark(structs.replace(MARK, id="n")),
    "add_token": lambda store, to: store.add_token(structs.replace(TOKEN, name="other")),
    "follow": lambda store, to: store.follow("s2", MARK.at),
    "remove_token": lambda store, to: store.remove_token(TOKEN.name),
    "unfollow": lambda store, to: store.unfollow(["s1", "s9"]),
    "file_passages": lambda store, to: store.file_passages([Filing("s1", ("quotation",), (QUOTED,))]) is None,
    "add_feed": lambda store, to: store.add_feed(WatchedFeed(url="http://b.example/feed")),
    "remove_feed": lambda store, to: store.remove_feed(FEED.url),
    "save_visits": lambda store, to: store.save_visits([Visited(was=FEED.url, feed=FEED)]) is None,
    "save_page": lambda store, to: store.save_page(PAGE),
    "start_run": lambda store, to: store.start_run("token"),
}
READS: dict[str, Callable[[Store, Path], object]] = {
    "answer": lambda store, to: store.answer(ANSWER.url, [RUN]),
    "article": lambda store, to: store.article(ID),
    "articles": lambda store, to: store.articles(9, words="ferry"),
    "articles_naming": lambda store, to: store.articles_naming("place", "lorne", 9),
    "assertions": lambda store, to: store.assertions("s1"),
    "backup": lambda store, to: store.backup(str(to)) is None and to.stat().st_size,
    "behind": lambda store, to: store.behind() == (),
    "captures": lambda store, to: list(store.captures()),
    "cardless": lambda store, to: store.cardless() == (),
    "card_changes": lambda store, to: store.card_changes(),
    "cards": lambda store, to: store.cards(),
    "census": lambda store, to: store.census(),
    "check": lambda store, to: store.check() == (),
    "count_naming": lambda store, to: store.count_naming("place", "lorne") == 1,
    "current_page": lambda store, to: store.current_page("s1"),
    "documents": lambda store, to: store.documents("s1"),
    "events": lambda store, to: store.events("s1"),
    "facet_name": lambda store, to: store.facet_name("place", "lorne"),
    "facets": lambda store, to: store.facets("place"),
    "feed_documents": lambda store, to: store.feed_documents(FEED.url)[0].answer == ANSWER,
    "feeds": lambda store, to: store.feeds() == (FEED,),
    "files": lambda store, to: store.files(),
    "followed": lambda store, to: store.followed() == ("s1",),
    "happened": lambda store, to: store.happened(0, 0, 9),
    "happened_last": lambda store, to: store.happened_last(),
    "find": lambda store, to: store.find("quotation", Wanted(words="ferry"), 9),
    "has_article": lambda store, to: store.has_article(ID),
    "known": lambda store, to: store.known(made_article(1)),
    "headlines": lambda store, to: store.headlines(["s9", "s1"]) == {"s1": CARD.headline},
    "listed_articles": lambda store, to: [a.id for a in store.listed_articles(["none", ID])] == [ID],
    "marks": lambda store, to: store.marks("s1") == store.marks() == (MARK,),
    "mark": lambda store, to: store.mark(),
    "name": lambda store, to: store.name("place", "lorne"),
    "names": lambda store, to: store.names("place"),
    "namesakes": lambda store, to: store.namesakes(made_article(1), 9),
    "known_items": lambda store, to: store.known_items(FEED.url, ["n"])["n"].digest == "d",
    "last_act": lambda store, to: store.last_act("s1") == (),
    "lives": lambda store, to: store.lives([ID])[ID],
    "newest_pages": lambda store, to: store.newest_pages(9) == (),
    "open_runs": lambda store, to: store.open_runs(),
    "owed_pages": lambda store, to: store.owed_pages(FEED.url)[0].url,
    "pages": lambda store, to: store.pages("s2"),
    "problems": lambda store, to: store.problems(),
    "last_event": lambda store, to: store.last_event(),
    "last_searched": lambda store, to: store.last_searched() > (0, 0),
    "last_page": lambda store, to: store.last_page("s2"),
    "recent": lambda store, to: list(store.recent()),
    "rechecks": lambda store, to: store.rechecks() == (),
    "reporting": lambda store, to: store.reporting("the ledger"),
    "revisions": lambda store, to: store.revisions("s2"),
    "salvage": lambda store, to: store.salvage(str(to)) == (),
    "search": lambda store, to: store.search("ferry"),
    "standing": lambda store, to: store.standing() is not None,
    "stories": lambda store, to: list(store.stories()),
    "stories_holding": lambda store, to: store.stories_holding("ferry", 9),
    "stories_with": lambda store, to: store.stories_with("place", "lorne"),
    "story": lambda store, to: store.story("s1"),
    "story_mark": lambda store, to: store.story_mark("s1"),
    "story_of": lambda store, to: store.story_of(ID),
    "texts": lambda store, to: store.texts(article=ID),
    "tokens": lambda store, to: store.tokens() == (TOKEN,),
    "told_by": lambda store, to: store.told_by("quotation", ("person", "ida marsh"), 9),
    "unfiled": lambda store, to: store.unfiled() == (("s1", True),),
    "unread": lambda store, to: list(store.unread("1")),
}
NEITHER = {"close", "interrupt", "resume"}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    with open_store(str(path)) as store:
        store.add_many([made_addition(n) for n in range(5)])
        store.add_captures([CAPTURE])
        store.put_cards([(CARD, [Facet("place", "lorne", "Lorne", 1)], PAGE)], [FILING])
        store.save_page(structs.replace(PAGE, story="s2"))
        assert store.start_run("token") == RUN
        store.keep_answers(RUN, [(ANSWER.url, ANSWER)])
        store.add_feed(FEED)
        assert store.add_token(TOKEN) and store.follow("s1", MARK.at) and store.add_mark(MARK)
        store.keep_documents([(FEED.url, FEED.url, ANSWER)])
        item, page = (
            WatchedItem(name="n", digest="d", seen="2031-05-14"),
            OwedPage(url="http://a.example/1", item="{}", where=""),
        )
        store.save_visits([Visited(was=FEED.url, feed=FEED, items=(item,), owed=(page,))])
    return path


def test_every_method_of_the_protocol_is_tested_against_a_held_lock() -> None:
    methods = {name for name, _ in inspect.getmembers(Store, inspect.isfunction) if not name.startswith("_")}
    assert methods == READS.keys() | WRITES.keys() | NEITHER
    assert not READS.keys() & WRITES.keys()


@pytest.mark.parametrize("write", WRITES)
def test_a_held_lock_is_said_in_time_and_later_the_write_goes_through(kept: Path, write: str) -> None:
    with (
        closing(sqlite3.connect(kept, isolation_level=None)) as holder,
        open_store(str(kept), settings=IMPATIENT) as store,
    ):
        holder.execute("BEGIN IMMEDIATE")
        begun = time.perf_counter()
        with pytest.raises(StoreLocked, match=r"news\.db: another process is writing"):
            WRITES[write](store, kept)
        assert 0.15 < time.perf_counter() - begun < 2
        holder.execute("ROLLBACK")
        assert WRITES[write](store, kept)
        assert store.check() == ()


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("read_only", [True, False], ids=["read only", "writing"])
def test_a_held_lock_stops_no_reader(kept: Path, tmp_path: Path, read: str, read_only: bool) -> None:
    with closing(sqlite3.connect(kept, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with open_store(str(kept), settings=IMPATIENT, read_only=read_only) as store:
            assert READS[read](store, tmp_path / "copy.db")
        holder.execute("ROLLBACK")


@pytest.mark.parametrize("read", READS)
def test_a_reader_sees_nothing_of_what_is_not_committed(kept: Path, tmp_path: Path, read: str) -> None:
    with open_store(str(kept), read_only=True) as store, open_store(str(kept)) as writer:
        before = repr(READS[read](store, tmp_path / "1.db"))
        connection = writer._connection  # type: ignore[attr-defined]
        connection.execute("BEGIN IMMEDIATE")
        for table in ("problems", "story_events", "assertions", "places", "captures", "pages"):
            connection.execute(f"DELETE FROM {table}")
        if read != "files":
            assert repr(READS[read](store, tmp_path / "2.db")) == before
        connection.execute("ROLLBACK")


# -- readers and writers


def test_a_walk_that_is_not_finished_stops_no_writer_and_keeps_no_log(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "LOG_BYTES", 200_000)
    with open_store(str(kept), read_only=True) as reader, open_store(str(kept), settings=IMPATIENT) as writer:
        walks = [reader.recent(), reader.captures(), reader.stories()]
        firsts = [next(walk) for walk in walks]
        longest = 0
        for n in range(100, 160):
            writer.add_many([made_addition(n, text=f"{n} " + "Water rose in the harbour. " * 400)])
            longest = max(longest, size_of(log_of(kept)))
        assert len(firsts) == 3
        assert 200_000 < longest < 600_000
        assert [d.article.id for d, _ in walks[0]][:4] == [made_article(n).id for n in range(1, 5)]


def test_a_reader_that_stays_stops_no_writer_and_the_log_is_short_when_it_has_gone(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "LOG_BYTES", 200_000)
    text = "Water rose in the harbour. " * 400
    with (
        closing(sqlite3.connect(kept, isolation_level=None)) as staying,
        open_store(str(kept), settings=IMPATIENT) as writer,
    ):
        writer._connection.execute("PRAGMA journal_size_limit = 200000")  # type: ignore[attr-defined]
        staying.execute("BEGIN")
        assert staying.execute("SELECT count(*) FROM articles").fetchone() == (5,)
        for n in range(100, 140):
            writer.add_many([made_addition(n, text=f"{n} {text}")])
        grown = size_of(log_of(kept))
        assert staying.execute("SELECT count(*) FROM articles").fetchone() == (5,)
        assert grown > 600_000, "what the reader still sees cannot be moved"
        staying.execute("ROLLBACK")
        for n in range(140, 143):
            writer.add_many([made_addition(n, text=f"{n} {text}")])
        assert size_of(log_of(kept)) < 400_000
        assert writer.check() == ()


@pytest.mark.parametrize("long", ["backup", "check"])
def test_others_write_while_a_store_is_copied_or_checked(kept: Path, tmp_path: Path, long: str) -> None:
    told = []
    with open_store(str(kept), read_only=True) as store, open_store(str(kept), settings=IMPATIENT) as other:
        before = store.census()

        def write(done: int, of: int) -> None:
            told.append((done, of))
            other.add_many([made_addition(200 + len(told))])

        if long == "check":
            assert store.check(progress=write) == ()
        else:
            store.backup(str(tmp_path / "copy.db"), progress=write)
            with open_store(str(tmp_path / "copy.db"), read_only=True) as copy:
                assert copy.census().articles == before.articles, "it is the store at one moment"
                assert copy.check() == ()
        assert store.census().articles == before.articles + len(told)
        assert told[-1][0] == told[-1][1] > 0
        assert other.check() == ()


def test_the_log_is_never_moved_while_another_writes(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to SQLite 3.51.2 that can damage the database, so that no connection of ours does it by itself."""
    monkeypatch.setattr(checkpoints, "LOG_BYTES", 1)
    with open_store(str(kept)) as store, open_store(str(kept), read_only=True) as reader:
        for opened in (store, reader):
            connection = opened._connection  # type: ignore[attr-defined]
            assert connection.execute("PRAGMA wal_autocheckpoint").fetchone() == (0,)
        store.add_many([made_addition(50)])
        assert unmoved(kept) == 0
        monkeypatch.setattr(checkpoints, "LOG_BYTES", 10**9)
        store.add_many([made_addition(51)])
        left = unmoved(kept)
        assert left > 0
        with closing(sqlite3.connect(kept, isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            checkpoints.bound_log(store._connection, kept, from_bytes=1)  # type: ignore[attr-defined]
            assert unmoved(kept) == left
            holder.execute("ROLLBACK")
        checkpoints.bound_log(store._connection, kept, from_bytes=1)  # type: ignore[attr-defined]
        assert unmoved(kept) == 0


def unmoved(path: Path) -> int:
    """Return how many pages of the log are not in the database, from the header of the index of the log."""
    index = path.with_name(path.name + "-shm").read_bytes()
    in_log, moved = int.from_bytes(index[16:20], "little"), int.from_bytes(index[96:100], "little")
    return in_log - moved


def test_to_look_at_a_store_does_not_cost_this_process_its_locks(
    kept: Path, machine: Machine, tmp_path: Path
) -> None:
    """Closing a file that was opened aside from SQLite drops them, and who closes last takes the log away."""
    with open_store(str(kept)) as store:
        store.add_many([made_addition(50)])
        assert is_store(kept)
        assert not is_store(tmp_path)
        open_store(str(kept), read_only=True).close()
        (other,) = machine.do(steps=[["room", str(kept)]], acks=str(tmp_path / "acks"))
        assert other["code"] == 0
        assert log_of(kept).exists(), "the other process is not the last"
        store.add_many([made_addition(51)])
    with open_store(str(kept)) as store:
        assert {made_article(n).id for n in (50, 51)} <= {d.article.id for d, _ in store.recent()}
        assert store.check() == ()


# -- two writers


def test_two_processes_that_add_at_once_keep_what_one_would(machine: Machine, tmp_path: Path) -> None:
    sources = make_sources(tmp_path / "sources", 9)
    store, alone = tmp_path / "both.db", tmp_path / "alone.db"
    acks = [tmp_path / "one.acks", tmp_path / "two.acks"]
    one = machine
    with Machine() as two:
        add = ["--store", str(store), "--now", NOW, "--json"]
        one.start(steps=[["add", s, *add] for s in sources[:6]], acks=str(acks[0]))
        two.start(steps=[["room", str(store), *sources[8:2:-1]]], acks=str(acks[1]))
        done = [*one.answer(), *two.answer()]
        assert [step["code"] for step in done] == [0] * 7, done
        one.do(
            steps=[["add", *sources, "--store", str(alone), "--now", NOW]], acks=str(tmp_path / "alone.acks")
        )
    said = acknowledged(acks[0]) | acknowledged(acks[1])
    assert trouble(store, said) == ""
    with open_store(str(store)) as kept, open_store(str(alone)) as single:
        by_both = {d.article.id: d for d, _ in kept.recent()}
        assert by_both == {d.article.id: d for d, _ in single.recent()}
        assert by_both.keys() == said
        assert sorted(c.content for c in kept.captures()) == sorted(c.content for c in single.captures())
        assert kept.problems() == single.problems()
        for name in ("articles", "revisions", "assertions", "captures", "problems"):
            assert getattr(kept.census(), name) == getattr(single.census(), name), name


def test_two_writers_of_one_process_take_turns(kept: Path) -> None:
    with open_store(str(kept)) as one, open_store(str(kept)) as two:
        for n in range(10, 20):
            assert (one if n % 2 else two).add(made_addition(n).document, made_addition(n).event)
        assert one.census().articles == two.census().articles == 15
        assert one.check() == two.check() == ()
