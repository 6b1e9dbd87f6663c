"""What is searched beside articles: found where it stands, narrowed, and in step with what it is made of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kept_articles import made_addition, made_article
from msgspec.structs import replace
from test_store_cards import CARD

from writethru.records import StoryEvent
from writethru.store import (
    Facet,
    Filing,
    Find,
    Name,
    Passage,
    Reporting,
    Store,
    Wanted,
    naming,
    open_store,
    said_by,
)

MARSH, LORNE, LEDGER = ("person", "ida marsh"), ("place", "lorne"), ("outlet", "the ledger")
FACETS = (
    Facet(*LEDGER, "The Ledger", 2, 1, 1, 0),
    Facet(*LORNE, "Lorne", 2),
    Facet(*MARSH, "Ida Marsh", 1),
)
ONE, TWO = made_article(1), made_article(2)
STORY = Passage(kind="story", name="Ferry aground off Lorne", said="The Osprey is stuck.", at="2031-03-04")


def passage(kind: str, article: object, words: str, **fields: object) -> Passage:
    start = article.text.index(words)  # type: ignore[attr-defined]
    given = {"at": "2031-03-02", "name": "", "tags": (naming(*LORNE),), **fields}
    return Passage(
        kind=kind, said=words, article=article.id, start=start, end=start + len(words), **given  # type: ignore[attr-defined,arg-type]
    )  # fmt: skip


CLAIM = passage("claim", ONE, "Nobody was hurt.", name="Ida Marsh", status="claimed", tags=(said_by(*MARSH),))
QUOTED = passage("quotation", TWO, "ran aground off Lorne")
NAMED = ((ONE.id, *LEDGER), (ONE.id, *LORNE), (TWO.id, *LEDGER))


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(":memory:") as store:
        store.add_many([made_addition(n, "s1") for n in (1, 2)])
        store.put_cards(
            [(CARD, FACETS, None)], [Filing("s1", ("story", "quotation"), (STORY, QUOTED), NAMED)]
        )
        store.file_passages([Filing("s1", ("claim",), (CLAIM,))])
        yield store


@pytest.fixture
def sound(store: Store) -> Iterator[Store]:
    yield store
    assert store.check() == ()


def found(store: Store, kind: str, words: str, **narrowed: object) -> list[Find]:
    return list(store.find(kind, Wanted(words=words, **narrowed), 9))  # type: ignore[arg-type]


def test_each_kind_is_found_where_it_stands(sound: Store) -> None:
    (story,) = found(sound, "story", "osprey")
    assert (story.story, story.name, story.snippet) == ("s1", STORY.name, STORY.said)
    assert [story.snippet[a:b] for a, b in story.marks] == ["Osprey"]
    assert found(sound, "story", "ferry lorne") != []
    (claim,) = found(sound, "claim", '"nobody was" hurt')
    assert (claim.article, claim.start, claim.end, claim.status) == (
        ONE.id,
        CLAIM.start,
        CLAIM.end,
        "claimed",
    )
    assert ONE.text[claim.start : claim.end] == claim.snippet == CLAIM.said
    assert found(sound, "claim", "marsh hurts") == [replace(claim, marks=((11, 15),))], "by who says it, too"
    (quoted,) = found(sound, "quotation", "lornes aground")
    assert quoted.snippet == QUOTED.said and quoted.url == TWO.url
    (article, other) = found(sound, "article", "osprey")
    assert {article.article, other.article} == {ONE.id, TWO.id}
    assert article.snippet.startswith("The ferry") and (article.start, article.end) == (0, len(ONE.text))
    assert found(sound, "claim", "aground") == found(sound, "quotation", "hurt") == []


def test_what_narrows_a_search_is_never_searched_itself(sound: Store) -> None:
    for tag in ("kclaim", "sclaimed", "m203103", "y2031", said_by(*MARSH), naming(*LORNE)):
        assert all(found(sound, kind, tag) == [] for kind in ("story", "article", "claim", "quotation"))


@pytest.mark.parametrize(
    ("kind", "words", "narrowed", "is_there"),
    [
        ("claim", "hurt", {"names": (MARSH,)}, True),
        ("claim", "hurt", {"names": (LORNE,)}, False),
        ("quotation", "aground", {"names": (LORNE,)}, True),
        ("quotation", "aground", {"names": (LORNE, MARSH)}, False),
        ("article", "hurt", {"names": (LORNE, LEDGER)}, True),
        ("article", "hurt", {"names": (MARSH,)}, False),
        ("claim", "hurt", {"status": "claimed"}, True),
        ("claim", "hurt", {"status": "disputed"}, False),
        ("article", "hurt", {"status": "claimed"}, False),
        ("claim", "hurt", {"since": "2031-03-02"}, True),
        ("claim", "hurt", {"since": "2031-03-02T00:00:01Z"}, False),
        ("claim", "hurt", {"until": "2031-03-02"}, False),
        ("claim", "hurt", {"until": "2031-03-03"}, True),
        ("claim", "hurt", {"since": "2029-01-01", "until": "2033-01-01"}, True),
        ("claim", "hurt", {"since": "2032-01-01", "until": "2031-01-01"}, False),
        ("claim", "hurt", {"since": "0001-01-01"}, True),
        ("claim", "hurt", {"until": "9999-12-31"}, True),
        ("claim", "hurt", {"since": "2031-03-01", "until": "9999-12-31"}, True),
        ("claim", "hurt", {"until": "1850-01-01"}, False),
        ("claim", "hurt", {"since": "2200-01-01"}, False),
        ("story", "osprey", {"since": "2031-03-04"}, True),
        ("story", "osprey", {"since": "2031-03-05"}, False),
        ("article", "hurt", {"since": "2031-03-02", "until": "2031-03-04"}, True),
        ("article", "hurt", {"until": "2031-03-01"}, False),
    ],
)
def test_a_search_is_narrowed(
    sound: Store, kind: str, words: str, narrowed: dict[str, object], is_there: bool
) -> None:
    assert (found(sound, kind, words, **narrowed) != []) == is_there


def test_a_filing_takes_the_place_of_the_one_before_and_leaves_other_kinds(sound: Store) -> None:
    disputed = replace(CLAIM, status="disputed", against="Harbour police")
    sound.file_passages([Filing("s1", ("claim",), (disputed,))])
    assert [c.against for c in found(sound, "claim", "hurt", status="disputed")] == ["Harbour police"]
    assert found(sound, "claim", "hurt", status="claimed") == []
    sound.file_passages([Filing("s1", ("claim",), ())])
    assert found(sound, "claim", "hurt") == []
    assert found(sound, "quotation", "aground") != [] and found(sound, "story", "osprey") != []
    sound.put_cards(
        [(CARD, FACETS, None)], [Filing("s1", ("story", "quotation"), (replace(STORY, name="Afloat"),))]
    )
    assert found(sound, "story", "afloat osprey") != []
    assert found(sound, "story", "aground") == found(sound, "quotation", "aground") == []


def test_what_was_filed_of_a_story_goes_with_it(sound: Store) -> None:
    sound.add_many([made_addition(3, "s2")])
    sound.put_cards([(replace(CARD, story="s2"), FACETS[1:2], None)], [Filing("s2", ("story",), (STORY,))])
    assert len(found(sound, "story", "osprey")) == 2
    sound.add_many([], [StoryEvent("merged", "s1", None, None, "the same", other="s2")])
    sound.put_cards([(CARD, FACETS, None)], [])
    assert [hit.story for hit in found(sound, "story", "osprey")] == ["s1"]
    assert sound.name(*LORNE) == Name(*LORNE, "Lorne", 1)


def test_it_is_known_what_cannot_be_found_yet(sound: Store) -> None:
    assert sound.unfiled() == ()
    sound.put_cards([(CARD, FACETS, None)])
    assert sound.unfiled() == (("s1", False),), "nothing was filed with this card"
    sound.file_passages([Filing("s1", ("story", "quotation"), (STORY,))])
    assert sound.unfiled() == (), "without a page no claims were weighed"


def test_names_are_counted_with_the_stories_that_have_them(sound: Store) -> None:
    sound.add_many([made_addition(3, "s2")])
    longer = Facet("place", "lorne", "Port of Lorne", 1)
    sound.put_cards([(replace(CARD, story="s2"), [longer], None)], [Filing("s2", ("story",), (STORY,))])
    assert sound.names("place") == (Name(*LORNE, "Port of Lorne", 2),)
    assert sound.names("person", initial="i") == sound.names("person", words="MARSH") != ()
    assert sound.names("person", initial="m") == sound.names("person", words="osprey") == ()
    sound.put_cards([(replace(CARD, story="s2"), [], None)], [Filing("s2", ("story",), (STORY,))])
    assert sound.name(*LORNE) == Name(*LORNE, "Port of Lorne", 1)
    assert sound.name("place", "tarn") is None
    assert sound.reporting("the ledger") == Reporting(1, 1, 0, 1)


def test_a_name_leads_to_what_it_says_and_where_it_is_named(sound: Store) -> None:
    assert [c.start for c in sound.told_by("claim", MARSH, 9)] == [CLAIM.start]
    assert sound.told_by("quotation", MARSH, 9) == sound.told_by("claim", LORNE, 9) == ()
    assert [a.article for a in sound.articles_naming(*LEDGER, 9)] == [TWO.id, ONE.id]
    assert [
        a.article for a in sound.articles_naming(*LEDGER, 1, sound.articles_naming(*LEDGER, 1)[0].number)
    ] == [ONE.id]
    assert (sound.count_naming(*LEDGER), sound.count_naming(*MARSH)) == (2, 0)


def test_of_very_many_the_newest_are_put_in_order(sound: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("writethru.store.sqlite.finding._NEAR", 3)
    sound.add_many([made_addition(n, "s1") for n in range(3, 10)])
    hits = found(sound, "article", "osprey")
    assert {hit.article for hit in hits} == {made_article(n).id for n in (7, 8, 9)}


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("DELETE FROM passages WHERE kind = 'claim'", "passages in passage_words are not kept"),
        ("INSERT INTO passages SELECT 99, story, kind, article, field, start, stop, name, said, tags, status,"
         " against, at, NULL FROM passages WHERE kind = 'story'", "passages are missing in story_words"),
        ("UPDATE passages SET name = 'Tarn' WHERE kind = 'claim'", "terms of passage_words are not as"),
        ("UPDATE passages SET stop = 9999 WHERE kind = 'claim'", "lie outside of their article"),
        ("UPDATE names SET stories = 7 WHERE kind = 'place'", "names are counted wrongly"),
        ("DELETE FROM passages WHERE kind = 'story'", "stories cannot be found"),
        ("INSERT INTO names (kind, key, name, stories) VALUES ('place', 'tarn', 'Tarn', 1)", "names stand in no story"),
    ],
)  # fmt: skip
def test_a_check_finds_what_does_not_agree(store: Store, harm: str, said: str) -> None:
    connection = store._connection  # type: ignore[attr-defined]
    connection.execute("SAVEPOINT harmed")
    connection.execute(harm)
    connection.execute("RELEASE harmed")
    faults = store.check()
    assert any(said in fault for fault in faults), faults


def test_the_beginning_of_a_word_finds_it_and_a_shorter_one_stands_for_itself(sound: Store) -> None:
    for kind, begin in (("story", "ospr*"), ("article", "ospr*"), ("claim", "nobo*"), ("quotation", "agro*")):
        assert found(sound, kind, begin) != [], kind
        assert found(sound, kind, begin[:3] + "*") == [], kind
    assert [a.article for a in found(sound, "article", "ospr* agro*", names=(LORNE,))] == [ONE.id]


@pytest.mark.parametrize("at", ["1850-05-01", "1970-01-01", "2100-12-31", "2150-01-01"])
def test_what_is_dated_long_ago_or_ahead_is_found_by_its_time(sound: Store, at: str) -> None:
    sound.file_passages([Filing("s1", ("claim",), (replace(CLAIM, at=at),))])
    assert found(sound, "claim", "hurt", since=at) != []
    assert found(sound, "claim", "hurt", since=at, until="9999-01-01") != []
    assert found(sound, "claim", "hurt", until=at) == []
    assert found(sound, "claim", "hurt", since="0900-01-01", until=f"{at}T00:00:01Z") != []
