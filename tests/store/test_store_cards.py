from __future__ import annotations

from collections.abc import Iterator

import pytest
from kept_articles import made_addition
from msgspec.structs import replace

from writethru.records import Brief, CitedSentence, Counts, Coverage, StoryEvent
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
PAGE = Brief(
    story="s1",
    revision=1,
    updated=None,
    counts=Counts(1, 1, 1),
    headline=CitedSentence("Ferry aground", ()),
    sections=(),
    disagreements=(),
    sources=(),
    timeline=(),
    coverage=Coverage(None),
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
    assert store.stories_with("place", "lorne") == {"s1", "s2"}
    assert store.stories_with("person", "lorne") == frozenset()
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


def test_what_changed_since_is_told_each_story_once(store: Store) -> None:
    other = replace(CARD, story="s2")
    store.put_cards([(CARD, [], None), (other, [], None)])
    first, second = store.card_changes()
    assert [(c.story, c.card) for c in (first, second)] == [("s1", CARD), ("s2", other)]
    assert store.card_changes(second.number) == ()
    later = replace(CARD, headline="Ferry afloat")
    store.put_cards([(later, [], None)])
    assert [c.story for c in store.card_changes()] == ["s2", "s1"]
    (changed,) = store.card_changes(second.number)
    assert (changed.story, changed.card) == ("s1", later)


def test_no_change_has_the_number_of_one_before(store: Store) -> None:
    store.put_cards([(CARD, [], None), (replace(CARD, story="s2"), [], None)])
    last = store.card_changes()[-1].number
    store.add_many([], [StoryEvent("merged", "s1", None, None, "the same", other="s2")])
    store.put_cards([])
    (gone,) = store.card_changes(last)
    assert (gone.story, gone.card) == ("s2", None)
    store.put_cards([(CARD, [], None)])
    (again,) = store.card_changes(gone.number)
    assert again.story == "s1" and again.number > gone.number > last


def test_the_pages_of_stories_told_last_come_first(store: Store) -> None:
    other = replace(CARD, story="s2", last="2031-03-09")
    pages = [replace(PAGE, story=story, revision=n) for story, n in (("s1", 1), ("s1", 2), ("s2", 1))]
    for page in pages:
        store.save_page(page)
    store.put_cards([(CARD, [], pages[1]), (other, [], pages[2])])
    assert store.newest_pages(9) == (pages[2], pages[1])
    assert store.newest_pages(1) == (pages[2],)


def test_stories_are_found_by_the_words_of_their_newest_articles(store: Store) -> None:
    words = made_addition(1, "s1").document.article.text.split()[0]
    assert store.stories_holding(words, 9) == {"s1", "s2"}
    assert store.stories_holding(words, 1) == {"s2"}  # the article that was kept last
    assert store.stories_holding("neverwritten", 9) == store.stories_holding("-", 9) == frozenset()
