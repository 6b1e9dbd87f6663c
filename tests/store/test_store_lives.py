"""What became of stories and articles: redirects, lives, and what a person did last."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept_articles import made_addition, made_document

from writethru.errors import UsageError
from writethru.records import StoryEvent
from writethru.store import Store, open_store
from writethru.store.schema import MIGRATIONS


@pytest.fixture
def store() -> Iterator[Store]:
    """A store in which articles 1 to 6 opened the stories s1 to s6."""
    with open_store(":memory:") as opened:
        opened.add_many([made_addition(n, f"s{n}") for n in range(1, 7)])
        yield opened


def id_of(number: int) -> str:
    return made_document(number).article.id


def moved(number: int, to: str, *, out_of: str, act: str | None = None) -> StoryEvent:
    return StoryEvent("moved", to, id_of(number), reason="by hand" if act else "", other=out_of, act=act)


def merged(to: str, other: str) -> StoryEvent:
    return StoryEvent("merged", to, other=other)


def leads(store: Store, name: str) -> str | None:
    found = store.story(name)
    return found.id if found else None


def test_the_id_of_a_story_that_went_into_another_leads_there_however_often_it_goes_on(store: Store) -> None:
    store.add_many((), [merged("s2", "s1")])
    assert leads(store, "s1") == "s2"
    store.add_many((), [merged("s3", "s2"), merged("s4", "s3")])
    assert {leads(store, name) for name in ("s1", "s2", "s3", "s4")} == {"s4"}
    assert leads(store, "s5") == "s5"
    assert leads(store, "s9") is None


def test_the_beginning_of_an_id_leads_on_too_but_a_story_that_is_there_goes_first() -> None:
    with open_store(":memory:") as store:
        store.add_many([made_addition(n, story) for n, story in enumerate(["ab1", "ac1", "ac2", "b1"])])
        store.add_many((), [merged("b1", "ab1"), merged("b1", "ac1")])
        assert leads(store, "ab") == leads(store, "ac1") == "b1"
        assert leads(store, "ac") == "ac2"
        store.add_many((), [merged("b1", "ac2")])
        with pytest.raises(UsageError, match="several ids: ab1, ac1"):
            leads(store, "a")


def test_it_leads_where_the_last_article_went_and_not_where_the_first_had_gone_before(store: Store) -> None:
    store.add_many((), [merged("s1", "s2")])
    store.add_many((), [moved(1, "s5", out_of="s1", act="a")])
    assert leads(store, "s1") == "s1"
    store.add_many((), [moved(2, "s6", out_of="s1", act="b")])
    assert leads(store, "s1") == "s6"
    assert leads(store, "s2") == "s6"


def test_it_leads_where_all_of_it_went_and_not_where_one_article_of_the_day_did(store: Store) -> None:
    store.add_many((), [moved(2, "s1", out_of="s2")])
    store.add_many((), [merged("s3", "s1"), moved(2, "s4", out_of="s1")])  # as a day is settled
    assert leads(store, "s1") == "s3"
    assert [e.story for e in store.lives([id_of(2)])[id_of(2)]] == ["s2", "s1", "s3", "s4"]


def test_an_id_comes_back_to_life_when_an_article_comes_back(store: Store) -> None:
    store.add_many((), [merged("s2", "s1"), moved(1, "s1", out_of="s2", act="a")])
    assert leads(store, "s1") == "s1"
    store.add_many(
        (), [moved(1, "s3", out_of="s1"), merged("s1", "s3")]
    )  # round in a circle, and filled again
    assert leads(store, "s3") == "s1"
    store.add_many((), [merged("s4", "s1")])
    assert {leads(store, name) for name in ("s1", "s3")} == {"s4"}


def test_the_life_of_an_article_has_the_steps_of_its_stories_too(store: Store) -> None:
    store.add_many((), [merged("s2", "s1"), moved(2, "s5", out_of="s2", act="a"), merged("s3", "s2")])
    lives = store.lives([id_of(1), id_of(2), id_of(3)])
    assert [(e.kind, e.story, e.other) for e in lives[id_of(1)]] == [
        ("opened", "s1", None),
        ("merged", "s2", "s1"),
        ("merged", "s3", "s2"),
    ]
    assert [(e.kind, e.story) for e in lives[id_of(2)]] == [("opened", "s2"), ("moved", "s5")]
    assert [e.kind for e in lives[id_of(3)]] == ["opened"]
    assert store.lives([]) == {}
    assert store.lives(["zz"]) == {"zz": ()}


def test_the_last_act_is_all_of_what_a_person_did_last_to_a_story(store: Store) -> None:
    assert store.last_act("s1") == ()
    first = (moved(1, "s3", out_of="s1", act="a"), moved(2, "s3", out_of="s2", act="a"))
    second = (moved(4, "s3", out_of="s4", act="b"),)
    store.add_many((), [*first, merged("s5", "s6"), *second])
    assert store.last_act("s1") == store.last_act("s2") == first
    assert store.last_act("s3") == store.last_act("s4") == second
    assert store.last_act("s5") == store.last_act("s6") == ()  # by rule


STEPS = st.lists(st.tuples(st.booleans(), st.integers(1, 6), st.integers(1, 6)), max_size=25)


@given(STEPS)
@settings(max_examples=60, deadline=None)
def test_lives_end_where_articles_stand_and_every_id_leads_somewhere(
    steps: list[tuple[bool, int, int]],
) -> None:
    ids = [id_of(n) for n in range(1, 7)]
    with open_store(":memory:") as store:
        store.add_many([made_addition(n, f"s{n}") for n in range(1, 7)])
        for number, (whole, one, other) in enumerate(steps):
            here = store.story_of(id_of(one)) or ""
            to = f"s{other}"
            if here != to:
                step = merged(to, here) if whole else moved(one, to, out_of=here, act=f"a{number}")
                store.add_many((), [step])
        lives = store.lives(ids)
        assert {id: life[-1].story for id, life in lives.items()} == {id: store.story_of(id) for id in ids}
        standing = {store.story_of(id) for id in ids}
        for n in range(1, 7):
            assert leads(store, f"s{n}") in standing
            assert leads(store, f"s{n}") == f"s{n}" or f"s{n}" not in standing
        assert store.check() == ()


def test_a_store_of_an_earlier_layout_keeps_its_redirects(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with open_store(str(path)) as store:
        store.add_many([made_addition(n, f"s{n}") for n in (1, 2)])
        store.add_many((), [merged("s2", "s1")])
    with sqlite3.connect(path) as old:  # as it was before
        for statement in (
            "DROP INDEX story_events_by_other",
            "DROP INDEX story_events_by_act",
            "ALTER TABLE story_events DROP COLUMN other",
            "ALTER TABLE story_events DROP COLUMN act",
            "ALTER TABLE pages DROP COLUMN made_from",
            "PRAGMA user_version = 2",
        ):
            old.execute(statement)
    old.close()
    with open_store(str(path)) as store:
        assert store.census().version == len(MIGRATIONS) > 2
        assert leads(store, "s1") == "s2"
        assert store.check() == ()
