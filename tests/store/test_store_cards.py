from __future__ import annotations

from collections.abc import Iterator

import pytest
from kept_articles import made_addition
from msgspec.structs import replace

from writethru.records import StoryEvent
from writethru.store import Card, Facet, Store, open_store

CARD = Card(
    story="s1",
    headline="Ferry aground",
    lead="The ferry ran aground.",
    updated="2031-03-04T08:00:00+01:00",
    first="2031-03-02",
    last="2031-03-04T08:00:00+01:00",
    dates=("2031-03-02", "2031-03-04T08:00:00+01:00"),
    articles=2,
    outlets=1,
    origins=2,
    revision=1,
    changes=0,
    disputes=0,
)
LORNE, OSPREY = Facet("place", "lorne", "Lorne", 2), Facet("person", "ida marsh", "Ida Marsh", 1)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(":memory:") as store:
        store.add_many([made_addition(1, "s1"), made_addition(2, "s1"), made_addition(3, "s2")])
        yield store


def test_a_card_takes_the_place_of_the_one_before(store: Store) -> None:
    assert store.cardless() == ("s1", "s2")
    store.put_cards([(CARD, [LORNE, OSPREY], None)])
    assert (store.cards(), store.cardless()) == ((CARD,), ("s2",))
    later = replace(CARD, headline="Ferry afloat", last="2031-03-05")
    store.put_cards([(later, [LORNE], None)])
    assert store.cards() == (later,)
    assert store.facets(story="s1") == (LORNE,)


def test_stories_are_found_by_what_they_name_the_newest_first(store: Store) -> None:
    other = replace(CARD, story="s2", last="2031-03-09")
    store.put_cards([(CARD, [LORNE, OSPREY], None), (other, [LORNE], None)])
    assert store.cards("place", "lorne") == (other, CARD)
    assert store.cards("person", "ida marsh") == (CARD,)
    assert store.cards("place", "tarn") == store.cards("person", "lorne") == ()
    assert store.facets("place") == (Facet("place", "lorne", "Lorne", 2),)
    assert store.facets(story="s1") == (LORNE, OSPREY)


def test_a_story_whose_articles_are_in_another_has_no_card(store: Store) -> None:
    store.put_cards([(CARD, [LORNE], None), (replace(CARD, story="s2"), [OSPREY], None)])
    merged = StoryEvent("merged", "s1", None, None, "the same", other="s2")
    store.add_many([], [merged])
    store.put_cards([(CARD, [LORNE], None)])
    assert [card.story for card in store.cards()] == ["s1"]
    assert store.facets("person") == ()
