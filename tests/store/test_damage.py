"""Bytes change on the disk: what is read is right or an error, `check` says what is damaged, the rest is saved."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from kept_articles import made_addition, made_article
from msgspec import structs
from test_locks import ANSWER, CAPTURE, CARD, FEED, MARK, PAGE, QUOTED, READS, STORY, TOKEN

from tests.trials import trials
from writethru.cli import run
from writethru.errors import StoreError, StoreUnusable
from writethru.records import Capture, OwedPage, Problem, Recheck, Standing, WatchedItem
from writethru.store import Facet, Reading, Visited, capture_id, open_store
from writethru.store.checkpoints import log_of
from writethru.store.finds import Filing
from writethru.store.readable import readable_rows
from writethru.store.seals import FAULT, SEALED, SEALED_APART, SEALED_TOGETHER

ARTICLES = 16
TABLES = trials(24, 1000)  # and indexes; there are fewer
NAMED = [("place", "lorne"), ("person", "ada marsh"), ("place", "lorne island")]
HEADER = ("sqlite_schema", "anywhere")  # where the first page is
PLACES = trials(1, 40)  # in each of them


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "news.db"
    with open_store(str(path)) as store:
        store.add_captures([CAPTURE])
        store.add_captures(Capture(f"{n}.html", b"<html>%d" % n * 50, "text/html") for n in range(8))
        store.add_many(
            made_addition(n, f"s{n % 3}", f"Ferry {n}. " + "Water rose in the harbour. " * 20)
            for n in range(ARTICLES)
        )
        for n in range(3):
            store.save_page(structs.replace(PAGE, story=f"s{n}"))
        store.put_cards(
            (structs.replace(CARD, story=f"s{n}"), [Facet("place", "lorne", "Lorne", 1)], None)
            for n in range(3)
        )
        store.add_problems(Problem(f"page {n}", "no date") for n in range(5))
        store.keep_answers(store.start_run("token"), [(ANSWER.url, ANSWER)])
        store.add_readings([Reading(capture_id(CAPTURE), "reader of today")])
        store.claim_notice("notice")
        assert store.add_token(TOKEN) and store.follow("s1", MARK.at) and store.add_mark(MARK)
        store.add_feed(FEED)
        store.keep_documents([(FEED.url, FEED.url, ANSWER)])
        items = tuple(WatchedItem(name=f"n{n}", digest="d", seen="2031-05-14") for n in range(9))
        owed = (OwedPage(url="http://a.example/1", item="{}", where="a place"),)
        store.save_visits([Visited(was=FEED.url, feed=FEED, items=items, owed=owed)])
        text = made_article(0, "Ferry 0. " + "Water rose in the harbour. " * 20).text
        ids = [made_article(n, f"Ferry {n}. " + "Water rose in the harbour. " * 20).id for n in range(9)]
        store.add_rechecks([Recheck(ids[0], "2031-03-05T00:00:00Z", "gone")])
        store.file_passages(
            [
                Filing(
                    "s0",
                    ("story", "quotation"),
                    (STORY, structs.replace(QUOTED, article=ids[0], said=text[4:25])),
                    tuple((id, kind, key) for id in ids[:3] for kind, key in NAMED),
                )
            ]
        )
        store.add_many((), (), Standing(dict.fromkeys(ids, b"state"), (), b"days", b"counts"))
        assert store.check() == (), "else every damage would be found"
    return path


def damaged(whole: Path, folder: Path, chance: random.Random) -> Iterator[tuple[str, Path]]:
    """Yield (table or index, a copy in which some bytes of a page of it are changed)."""
    with closing(sqlite3.connect(whole)) as connection:
        try:
            found = connection.execute("SELECT name, pageno FROM dbstat").fetchall()
        except sqlite3.OperationalError:  # this SQLite cannot tell; then anywhere
            found = [("anywhere", n + 1) for n in range(whole.stat().st_size // 4096)]
    pages = defaultdict(list)
    for name, page in found:
        pages[name].append(page)
    content = whole.read_bytes()
    for name in sorted(chance.sample(sorted(pages), min(TABLES, len(pages)))):
        for number in range(PLACES):
            start, changed = (chance.choice(pages[name]) - 1) * 4096, bytearray(content)
            at = chance.choice([n for n in range(start, start + 4096) if content[n]])
            if chance.random() < 0.5:
                changed[at] ^= 1 << chance.randrange(8)
            else:
                some = chance.randbytes(min(chance.randint(2, 64), start + 4096 - at))
                changed[at : at + len(some)] = some
            path = folder / f"{name}-{number}.db"
            path.write_bytes(changed)
            yield name, path


def seen(path: Path) -> dict[str, str]:
    """Return what every reading method says of a store, "!" for one that says that it is damaged."""
    found = {}
    try:
        with open_store(str(path), read_only=True) as store:
            for name, read in READS.items():
                if name not in ("backup", "mark", "salvage", "files", "check"):
                    try:
                        found[name] = repr(read(store, path)).replace(str(path), "")
                    except StoreUnusable:
                        found[name] = "!"
                    except LookupError:  # of the test, which asks for the first of what may be none
                        found[name] = "none"
    except StoreUnusable:
        return dict.fromkeys(READS, "!")
    return found


def test_changed_bytes_are_found_and_the_rest_is_saved(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, told = seen(whole), Counter[str]()
    with open_store(str(whole), read_only=True) as store:
        genuine = {d.article.id: d for d, _ in store.recent()}
    for name, path in damaged(whole, tmp_path, random.Random(20310309)):
        after = seen(path)  # whatever it meets, it is no other error than StoreUnusable
        code = run(["check", "--store", str(path)])
        said = capsys.readouterr()
        assert code in (0, 6)
        if code == 6:
            # A number of the layout that was changed cannot be told from that of another version.
            other_version = "layout" in said.err and name in HEADER
            assert "backup" in said.err or "not a store" in said.err or other_version, said.err
        changed = [method for method, result in after.items() if result != before.get(method)]
        told["found" if code else "in no use"] += 1
        assert code or not changed, (name, changed)
        copy = path.with_suffix(".saved")
        code = run(["backup", str(copy), "--store", str(path), "--salvage"])
        said = capsys.readouterr()
        if code == 6:  # the first page is damaged, and nothing can be read
            assert name in HEADER, said.err
            words = ("nothing can be read of it; put back a backup", "not a store", "layout")
            assert any(each in said.err for each in words), said.err
            continue
        with open_store(str(copy)) as saved:
            assert saved.check() == ()
            kept = {d.article.id: d for d, _ in saved.recent()}
        assert code == 2 or kept.keys() == genuine.keys()
        told["articles"] += ARTICLES
        told["saved"] += len(kept)
        assert all(genuine[id].article.text == d.article.text for id, d in kept.items())
        copy.unlink()
    print(dict(told))
    assert told["found"] > told["in no use"]
    assert told["saved"] > told["articles"] * 0.8


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_is_said_to_be_damaged(
    whole: Path, tmp_path: Path, share: float, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cut.db"
    path.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * share)])
    assert run(["check", "--store", str(path)]) == 6
    assert "--salvage" in capsys.readouterr().err
    assert run(["backup", str(tmp_path / "copy.db"), "--store", str(path)]) == 6
    assert "--salvage" in capsys.readouterr().err
    assert not (tmp_path / "copy.db").exists()


def test_a_store_of_which_nothing_can_be_read_is_not_said_to_be_salvageable(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "news.db"
    content = bytearray(whole.read_bytes())
    content[100:4096] = bytes(3996)
    path.write_bytes(content)
    assert run(["backup", str(tmp_path / "copy.db"), "--store", str(path), "--salvage"]) == 6
    assert "nothing can be read of it; put back a backup" in capsys.readouterr().err
    assert not (tmp_path / "copy.db").exists()


def test_a_store_without_its_log_is_whole_as_it_was_before(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with open_store(str(path)) as store:
        store.add_many([made_addition(1)])
        assert log_of(path).stat().st_size > 4096
        copied = tmp_path / "copied.db"
        copied.write_bytes(path.read_bytes())
    with open_store(str(copied), read_only=True) as store:
        assert store.check() == ()
        assert store.census().articles == 0


def test_what_is_wrong_in_a_record_is_named(whole: Path, tmp_path: Path) -> None:
    wrong = {
        "UPDATE articles SET text = text || ' Not so.' WHERE number = 1": "not the one that its id was made of",
        "UPDATE articles SET publisher = 'Nobody' WHERE number = 2": "its columns and its record differ",
        "UPDATE articles SET findings = x'00' WHERE number = 3": "cannot be read",
        "UPDATE assertions SET count = 9 WHERE number = 4": "has 3 assertions instead of 9",
        "UPDATE assertions SET records = (SELECT records FROM assertions WHERE number = 6) WHERE number = 5": (
            "does not cite its words"
        ),
        "UPDATE articles SET findings = (SELECT findings FROM articles WHERE number = 9), text = 'Short.',"
        " id = '75f92a1de6a0c5b0' WHERE number = 7": "lies outside of its text",
        "DELETE FROM places WHERE rowid = 8": "has no place in a story",
        "UPDATE places SET story = 's0' WHERE story = 's1'": "and not in s1 as its events say",
        "UPDATE captures SET content = x'00' WHERE number = 1": "capture 1: cannot be read",
        "UPDATE captures SET place = 'elsewhere', url = NULL WHERE number = 2": "capture 2: is not what its id",
        "UPDATE story_events SET story = 's7' WHERE number = 1": "event 1: its columns and its record differ",
        "UPDATE problems SET record = '{}' WHERE number = 1": "problem 1: cannot be read",
        "UPDATE pages SET revision = 8 WHERE rowid = 1": "page 1: its columns and its record differ",
        "UPDATE cards SET record = 'x' WHERE rowid = 1": "card 1: cannot be read",
        "UPDATE words_docsize SET sz = x'0909' WHERE id = 3": "1 lengths of articles",
        "DELETE FROM words_docsize WHERE id = 3": "1 articles are missing in it",
        "INSERT INTO words (rowid, title, text) VALUES (99, 'a', 'b')": "1 articles in it are not kept",
        "INSERT INTO words (words, rowid, title, text) SELECT 'delete', number, title, text FROM articles"
        " WHERE number = 4; INSERT INTO words (rowid, title, text) VALUES (4, 'a', 'zebra')": (
            "terms are not as the articles have them"
        ),
    }
    for statement, words in wrong.items():
        path = tmp_path / "news.db"
        path.write_bytes(whole.read_bytes())
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(statement)
        with open_store(str(path), read_only=True) as store:
            found = store.check()
        assert any(words in line for line in found), (statement, found)


def test_a_salvaged_store_says_why_and_can_be_added_to(whole: Path, tmp_path: Path) -> None:
    path, copy = tmp_path / "news.db", tmp_path / "saved.db"
    path.write_bytes(whole.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "DELETE FROM story_events WHERE number = 1; UPDATE articles SET findings = x'' WHERE number = 2;"
            "DELETE FROM places WHERE rowid = 3"
        )
    with open_store(str(path), read_only=True) as store:
        lost = store.salvage(str(copy))
    assert lost[1:], "and what belongs to it"
    assert all(line.startswith("1 rows of the table ") for line in lost[1:])
    assert "https://ledger.example/1" in lost[0]
    with open_store(str(copy)) as saved:
        assert saved.check() == ()
        assert saved.census().articles == ARTICLES - 1
        first, second = list(saved.recent())[:2]
        assert "saved from a damaged store" in first[1].reason
        assert second[1].story == "s2", "where its event says"
        assert saved.add_many([made_addition(1, "s1", "Ferry 1. " + "Water rose in the harbour. " * 20)]) == (
            True,
        )
        with pytest.raises(StoreError):
            saved.salvage(str(tmp_path / "none" / "copy.db"))


SEALED_COLUMNS = [
    (table, column)
    for table, (*_, columns) in (SEALED | SEALED_APART | SEALED_TOGETHER).items()
    for column in columns.split(", ")
] + [(table, "article") for table in SEALED_TOGETHER]


@pytest.mark.parametrize(("table", "column"), SEALED_COLUMNS)
def test_a_value_that_was_changed_is_told_by_the_checksum_of_its_row(
    whole: Path, tmp_path: Path, table: str, column: str
) -> None:
    """Each column of each table is tried by itself: one that is forgotten in the checksum fails here."""
    path = tmp_path / "news.db"
    path.write_bytes(whole.read_bytes())
    changed = f"iif(typeof({column}) = 'integer', {column} + 500, coalesce({column}, '') || x'20')"
    with closing(sqlite3.connect(path)) as connection:
        chosen = f"{column} = (SELECT max({column}) FROM {table})"
        chosen = chosen if connection.execute(f"SELECT 1 FROM {table} WHERE {chosen}").fetchone() else "1"
        assert connection.execute(f"UPDATE {table} SET {column} = {changed} WHERE {chosen}").rowcount
        connection.commit()
    with open_store(str(path), read_only=True) as store:
        found = [line for line in store.check() if line.endswith(FAULT)]
    called = (SEALED | SEALED_APART | SEALED_TOGETHER)[table][0]
    assert any(line.startswith(called) for line in found), found


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM named WHERE key = 'lorne' AND article = 2",
        "DELETE FROM named WHERE article = 2",
        "DELETE FROM seals WHERE kept = 'named' AND number = 2",
        "INSERT INTO named (kind, key, article) VALUES ('place', 'elsewhere', 2)",
    ],
)
def test_what_an_article_names_is_told_from_what_was_written(
    whole: Path, tmp_path: Path, statement: str
) -> None:
    """Rows that went or came, and not those that were written later by a program that sees other names."""
    path = tmp_path / "news.db"
    path.write_bytes(whole.read_bytes())
    with open_store(str(path)) as store:
        ids = [d.article.id for d, _ in store.recent()][:3]
        later = [(id, kind, key) for id in ids for kind, key in (("person", "a new one"), *NAMED)]
        store.file_passages([Filing("s0", (), (), tuple(later))])
        store.file_passages([Filing("s0", (), (), tuple(later))])
        assert store.check() == ()
        second = list(store.recent())[1][0].article.id
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM named WHERE article = 2").fetchone() == (4,)
        connection.executescript(statement)
    with open_store(str(path), read_only=True) as store:
        assert store.check() == (f"what is named in article {second}: {FAULT}",)


def test_all_that_is_kept_and_can_change_unseen_has_a_checksum(whole: Path) -> None:
    """A table of the store is told by something else in it, or is sealed; one that is new has to be either."""
    told_twice = {"places", "assertions", "words", "passage_words", "story_words", "seals"}
    with closing(sqlite3.connect(whole)) as connection:
        tables = {n for (n,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        shadows = ("words_", "passage_words_", "story_words_", "sqlite_")
        own = {n for n in tables if not n.startswith(shadows)}
        assert own == told_twice | SEALED.keys() | SEALED_APART.keys() | SEALED_TOGETHER.keys()
        for table, (_, _, columns) in SEALED.items():
            there = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            unsealed = set(there) - set(columns.split(", ")) - {"seal"}
            assert unsealed <= (
                {"number", "filed"} | ({"content"} if table in ("answers", "feed_documents") else set())
            ), table
            assert connection.execute(f"SELECT count(*) FROM {table} WHERE seal IS NULL").fetchone() == (0,)


def test_rows_that_cannot_be_read_are_named_and_those_behind_them_are_read(
    whole: Path, tmp_path: Path
) -> None:
    """A page of a table is destroyed: each of its rows is told of, and no other is missed."""
    path = tmp_path / "news.db"
    content = bytearray(whole.read_bytes())
    with closing(sqlite3.connect(whole)) as connection:
        first = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'articles'").fetchone()[0]
    leaf = int.from_bytes(content[(first - 1) * 4096 + 12 :][:2], "big") + (first - 1) * 4096
    page = (int.from_bytes(content[leaf : leaf + 4], "big") - 1) * 4096  # of the first rows
    content[page : page + 4096] = bytes(4096)
    path.write_bytes(content)
    with closing(sqlite3.connect(path)) as connection:
        found = list(readable_rows(connection, "articles", "id"))
    lost = [number for number, row in found if row is None]
    assert lost
    assert [number for number, _ in found] == list(range(1, ARTICLES + 1))
    assert all(row is not None for number, row in found if number > max(lost))
    assert max(lost) < ARTICLES


def test_what_is_salvaged_stands_where_its_events_say(whole: Path, tmp_path: Path) -> None:
    """And where one of them cannot be read, where it stood."""
    for statement, story in (
        ("UPDATE places SET story = 's8' WHERE rowid = 1", "s0"),
        ("UPDATE places SET story = 's8' WHERE rowid = 1; DELETE FROM story_events WHERE number = 1", "s8"),
        (
            "UPDATE places SET story = 's8' WHERE rowid = 1; UPDATE story_events SET act = 'x' WHERE number = 9",
            "s8",
        ),
    ):
        path, copy = tmp_path / "news.db", tmp_path / f"{len(statement)}.db"
        path.write_bytes(whole.read_bytes())
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(statement)
        with open_store(str(path), read_only=True) as store:
            store.salvage(str(copy))
        with open_store(str(copy)) as saved:
            assert saved.check() == ()
            assert next(saved.recent())[1].story == story
