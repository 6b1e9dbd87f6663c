from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept_articles import made_addition, made_article, made_document

from writethru.errors import UsageError
from writethru.records import (
    AnnotatedArticle,
    Brief,
    Capture,
    CitedSentence,
    Counts,
    Coverage,
    Findings,
    Problem,
    StoryEvent,
)
from writethru.store import Store, open_store

LINE = CitedSentence("Ferry aground", ())


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(":memory:") as opened:
        yield opened


def test_an_article_comes_back_as_it_was_with_its_place_and_assertions(store: Store) -> None:
    addition = made_addition(1)
    assert store.add(addition.document, addition.event, addition.assertions, addition.problems)
    id = addition.document.article.id
    assert store.has_article(id)
    assert store.article(id) == addition.document
    assert store.story_of(id) == "s1"
    assert store.documents("s1") == (addition.document,)
    assert store.events("s1") == (addition.event,)
    assert store.assertions("s1") == addition.assertions
    assert store.problems("s1") == addition.problems == store.problems()
    assert store.check() == ()


def test_the_same_article_again_changes_nothing(store: Store) -> None:
    additions = [made_addition(n, f"s{n % 2}") for n in range(6)]
    assert store.add_many(additions) == (True,) * 6
    before = store.census()
    assert store.add_many(additions) == (False,) * 6
    assert store.add_many([additions[0], additions[0]]) == (False, False)
    assert store.census() == before
    assert (before.articles, before.stories, before.assertions) == (6, 2, 18)


def test_the_same_words_under_the_same_url_or_external_id_are_known(store: Store) -> None:
    store.add_many([made_addition(1, external_id="a-1")])
    first = made_document(1, external_id="a-1").article.id
    assert store.known(made_article(1, key="another")) == first
    assert store.known(made_article(1, key="another", url=None, external_id="a-1")) == first
    assert store.known(made_article(1, key="another", url=None)) is None
    assert store.known(made_article(1, text="Other words.", external_id="a-1")) is None


def test_a_new_text_of_an_article_is_kept_beside_the_old_one(store: Store) -> None:
    store.add_many([made_addition(1), made_addition(2), made_addition(1, text="Corrected: one was hurt.")])
    assert [d.article.text[:9] for d in store.documents("s1")] == ["Corrected", "The ferry"]
    assert len(store.documents("s1", revisions=True)) == 3
    assert (store.census().articles, store.census().revisions) == (2, 1)


def test_stories_come_in_order_of_articles_then_age(store: Store) -> None:
    for story, numbers in {"old": [1], "big": [2, 3], "new": [9]}.items():
        store.add_many([made_addition(n, story) for n in numbers])
    assert [s.id for s in store.stories()] == ["big", "new", "old"]
    big = next(store.stories())
    assert big.articles == tuple(d.article.id for d in store.documents("big"))


def test_names_may_be_shortened_while_they_are_unique(store: Store) -> None:
    store.add_many(
        [made_addition(n, story, external_id=f"x-{n}") for n, story in enumerate(["abc1", "abd2"])]
    )
    id = made_document(0).article.id
    assert store.article(id[:10]) == store.article("x-0") == store.article(id) is not None
    found = store.story("abc")
    assert found is not None
    assert (found.id, len(found.articles), len(found.events)) == ("abc1", 1, 1)
    assert store.story("zz") is store.article("zz") is store.story("") is store.article("") is None
    with pytest.raises(UsageError, match="several ids"):
        store.story("ab")


def test_what_was_kept_can_be_walked_through_from_a_time_on(store: Store) -> None:
    store.add_many([made_addition(n) for n in range(1, 20)])
    store.add_many([made_addition(99, published=None)])
    assert len(list(store.recent())) == 20
    late = [d.article.published for d, _ in store.recent("2031-03-18")]
    assert late == [f"2031-03-{n}T08:00:00+01:00" for n in range(18, 21)] + [None]
    assert all(event.article == d.article.id for d, event in store.recent())


def test_captures_are_kept_once_byte_by_byte(store: Store) -> None:
    captures = [
        Capture("page.html", bytes(range(256)), "text/html", hints={"title": "T\ud800"}),
        Capture(
            "feed",
            b"",
            "application/x-feed-item+json",
            url="https://ledger.example/f",
            retrieved="2031-03-01",
        ),
    ]
    assert store.add_captures(captures) == 2
    assert store.add_captures(captures) == 0
    assert [c.content for c in store.captures()] == [c.content for c in captures]
    assert next(store.captures()).hints == {"title": "T\ufffd"}
    assert list(store.captures())[1] == captures[1]


def test_problems_and_pages_are_kept_once(store: Store) -> None:
    for _ in range(2):
        store.add_problems([Problem("news.jsonl line 3", "broken JSON", remedy="mend it")])
    assert [p.where for p in store.problems()] == ["news.jsonl line 3"]
    pages = [
        Brief(
            story="s1",
            revision=n,
            updated=None,
            counts=Counts(1, 1, 1),
            headline=LINE,
            sections=(),
            disagreements=(),
            sources=(),
            timeline=(),
            coverage=Coverage(None),
        )
        for n in (2, 1)
    ]
    assert [store.save_page(page) for page in (*pages, *pages)] == [True, True, False, False]
    assert store.pages("s1") == (pages[1], pages[0])
    assert store.census().pages == 2


def test_search_finds_all_words_phrases_and_beginnings(store: Store) -> None:
    store.add_many(
        [
            made_addition(1, text="The harbour master closed the port on Monday."),
            made_addition(2, text="The port harbour master was absent. Ports reopened."),
            made_addition(3, text="Nothing to see.", title="Harbour café closed"),
        ]
    )
    assert {h.title for h in store.search("harbour")} == {
        "Ferry 1 aground",
        "Ferry 2 aground",
        "Harbour café closed",
    }
    assert store.search("harbour")[0].title == "Harbour café closed"
    assert [h.title for h in store.search('"master closed"')] == ["Ferry 1 aground"]
    assert [h.title for h in store.search("reop*")] == ["Ferry 2 aground"]
    assert [h.title for h in store.search("CAFE")] == ["Harbour café closed"]
    assert len(store.search("harbour", limit=1)) == 1
    hit = store.search("monday")[0]
    assert [hit.snippet[a:b] for a, b in hit.marks] == ["Monday"]
    assert store.search("harbour zebra") == store.search("") == store.search("-- \" ' *") == ()


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_search_can_break_the_query(words: str) -> None:
    with open_store(":memory:") as store:
        store.add_many([made_addition(1)])
        assert isinstance(store.search(words), tuple)
        found = store.story(words)
        assert found is None or (words and found.id.startswith(words))  # the beginning of an id is enough


HOSTILE = st.text(st.characters(exclude_categories=()), max_size=80)  # lone surrogates and NUL included


@given(text=HOSTILE, title=HOSTILE, publisher=HOSTILE, published=st.none() | st.dates().map(str) | HOSTILE)
@settings(max_examples=80, deadline=None)
def test_any_text_goes_round_with_its_length(
    text: str, title: str, publisher: str, published: str | None
) -> None:
    addition = made_addition(1, text=text, title=title, publisher=publisher, published=published)
    document = addition.document
    with open_store(":memory:") as store:
        store.add_many([addition])
        assert len(store.assertions(addition.event.story)) == 3
        kept = store.article(document.article.id)
        assert kept is not None
        assert len(kept.article.text) == len(document.article.text)
        if not any("\ud800" <= sign <= "\udfff" for sign in text + title + publisher + (published or "")):
            assert kept == document
        assert store.documents("s1") == (kept,)
        assert store.check() == ()


def test_an_article_without_findings_goes_round(store: Store) -> None:
    document = AnnotatedArticle(made_document(1, language="de").article, Findings(), Findings())
    store.add(document, StoryEvent("opened", "s1", document.article.id))
    assert store.article(document.article.id) == document


def test_an_address_names_the_kind_of_store(tmp_path: object) -> None:
    with pytest.raises(UsageError, match="postgresql"):
        open_store("postgresql://localhost/news")
    with pytest.raises(UsageError, match="needs a file"):
        open_store("")
    with open_store(f"sqlite:///{tmp_path}/a.db") as store:
        assert store.census().where == f"{tmp_path}/a.db"


def test_a_page_that_changed_into_another_story_stays_in_the_first_with_its_old_text(store: Store) -> None:
    store.add_many([made_addition(1, "s1", "The mill was sold."), made_addition(1, "s2", "A ferry sank.")])
    assert [d.article.text for d in store.documents("s1")] == ["The mill was sold."]
    assert [d.article.text for d in store.documents("s2")] == ["A ferry sank."]
    assert len(store.problems("s1")) == len(store.problems("s2")) == 1


def test_the_same_words_under_the_same_name_are_kept_once_whatever_their_id() -> None:
    with open_store(":memory:") as store:
        assert store.add_many([made_addition(1, external_id="x-1")]) == (True,)
        again = made_addition(1, external_id="x-1", key="another key")
        assert again.document.article.id != made_addition(1, external_id="x-1").document.article.id
        assert store.add_many([again]) == (False,)
        assert store.census().articles == 1
