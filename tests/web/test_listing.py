from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("starlette", reason="the reading room needs the extra web")

from msgspec.structs import replace
from starlette.testclient import TestClient

from writethru.newsroom import FrontStory
from writethru.newsroom.front import in_order
from writethru.newsroom.ranking import Known, Ranked, Ranking, place
from writethru.records import AnnotatedArticle as Document
from writethru.records import Article, Findings, StoryEvent
from writethru.settings import Settings
from writethru.store import Addition, Card, Store, open_store
from writethru.web import open_app
from writethru.web.lists import _behind, _StoryRow

NOW = datetime(2031, 3, 8, 12, tzinfo=UTC)
SETTINGS = Settings()
# Newest articles of stories, as seen from NOW: of every kind, at the edges between kinds, to come, of a day, unknown.
HOURS = (0.2, 3, 23, 25, 47, 49, 24 * 5, 24 * 13.9, 24 * 14.1, 24 * 15, 24 * 15.1, 24 * 400, -3, -30)


def card(number: int, dates: tuple[str, ...], **more: int) -> Card:
    given = {"articles": 1 + number % 7, "outlets": 1 + number % 3, "origins": 1 + number % 5} | more
    return Card(
        story=f"s{number}",
        headline=f"Gate {number}",
        lead="",
        updated=None,
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        dates=dates,
        revision=2,
        changes=number % 2,
        disputes=0,
        **given,
    )


def dated(hours: float) -> str:
    return (NOW - timedelta(hours=hours)).isoformat()


CARDS = (
    *(card(n, tuple(dated(h + more) for more in (300, 0.1, 0))) for n, h in enumerate(HOURS)),
    *(card(100 + n, (dated(h),)) for n, h in enumerate(HOURS)),
    *(card(200 + n, (f"2031-03-{day:02}",)) for n, day in enumerate((8, 7, 6, 1))),
    card(300, ("2031-02-22",)),
    card(301, ()),
)


def put(store: Store, cards: tuple[Card, ...]) -> None:
    """Keep cards, each with an article to stand for."""
    nothing = Findings()
    store.add_many(
        Addition(
            Document(Article(id=f"a{c.story}", key=c.story, title="", text=""), nothing, nothing),
            StoryEvent("opened", c.story, f"a{c.story}"),
        )
        for c in cards
    )
    store.put_cards((c, (), None) for c in cards)


def told(listed: tuple[Ranked, ...]) -> tuple[FrontStory, ...]:
    return tuple(story.told() for story in listed)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(":memory:") as store:
        put(store, CARDS)
        yield store


def test_stories_stand_as_they_do_on_the_front_page_at_every_moment(store: Store) -> None:
    ranking = Ranking(SETTINGS)
    for hours in (0, 0.5, 1, 2, 26, 50, 24 * 9, 24 * 20, -2):
        at = NOW + timedelta(hours=hours)
        listed, front = ranking.order(store, at, store.followed), in_order(CARDS, at, SETTINGS)
        assert told(listed) == front
        for kind in ("breaking", "developing", "reopened", "quiet", "closed"):
            found = [story.card.story for story in listed if story.kind == kind]
            assert found == [story.card.story for story in front if story.phase.kind == kind], (hours, kind)


def test_of_the_store_only_what_changed_is_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ranking, read = Ranking(SETTINGS), []
    changes = store.card_changes

    def noted(since: int = 0) -> object:
        read.append(changes(since))
        return read[-1]

    monkeypatch.setattr(store, "card_changes", noted)
    before = ranking.order(store, NOW, store.followed)
    assert ranking.order(store, NOW, store.followed) is before
    later = replace(CARDS[11], articles=90, last=dated(0), dates=(*CARDS[11].dates, dated(0)))
    store.put_cards([(later, (), None)])
    after = ranking.order(store, NOW, store.followed)
    assert [len(each) for each in read] == [len(CARDS), 0, 1]
    assert told(after) == in_order([later, *CARDS[:11], *CARDS[12:]], NOW, SETTINGS)
    assert told(before) == in_order(CARDS, NOW, SETTINGS)  # who is reading it reads on


def test_a_story_that_went_into_another_is_not_listed(store: Store) -> None:
    ranking = Ranking(SETTINGS)
    ranking.order(store, NOW, store.followed)
    store.add_many(
        [], [StoryEvent("merged", "s1", None, other="s2"), StoryEvent("merged", "s1", None, other="s3")]
    )
    store.put_cards([])
    rest = [each for each in CARDS if each.story not in ("s2", "s3")]
    order = ranking.order(store, NOW, store.followed)
    assert told(order) == in_order(rest, NOW, SETTINGS)
    store.put_cards([(CARDS[5], (), None)])  # what is renewed after that has a number of its own
    order = ranking.order(store, NOW, store.followed)
    assert told(order) == in_order(rest, NOW, SETTINGS)
    assert ranking.order(store, NOW, store.followed) is order


def test_stories_that_are_followed_stand_first(store: Store) -> None:
    ranking = Ranking(SETTINGS)
    before = ranking.order(store, NOW, store.followed)
    store.follow("s11", "2031-03-08")
    order = ranking.order(store, NOW, store.followed)
    assert order[0].card.story == "s11" != before[0].card.story
    assert told(order) == in_order(CARDS, NOW, SETTINGS, followed=["s11"])
    store.unfollow(["s11"])
    again = ranking.order(store, NOW, store.followed)
    assert told(again) == told(before)


def test_lists_go_on_behind_stories_that_are_followed(tmp_path: Path) -> None:
    file = tmp_path / "news.db"
    with open_store(str(file)) as store:
        put(store, CARDS)
        store.follow("s11", "2031-03-08")  # of long ago
    given: list[str] = []
    with TestClient(open_app(str(file), now=NOW), base_url="http://localhost") as client:
        asked = {"limit": "1"}
        while True:
            found = client.get("/api/v1/stories", params=asked).json()
            given += [story["card"]["story"] for story in found["stories"]]
            if not found["next"]:
                break
            asked = {"limit": "7", "cursor": found["next"]}
    assert given == [s.card.story for s in in_order(CARDS, NOW, SETTINGS, followed=["s11"])]


@pytest.mark.parametrize("many", [1, 4, 40])
def test_what_stands_behind_a_story_is_found_as_if_all_were_looked_at(many: int) -> None:
    random = Random(many)
    for _ in range(25):
        hours = [random.choice((*HOURS, *(random.uniform(-30, 100) for _ in HOURS))) for _ in range(40)]
        known = [Known(card(n, (dated(h),) if n % 9 else ()), SETTINGS) for n, h in enumerate(hours)]
        followed = {n for n in range(len(known)) if random.random() < 0.1}
        now = NOW + timedelta(hours=random.choice((0, 0.1, 1, 30, 24 * 400)))
        listed = sorted((Ranked(each, now, n in followed) for n, each in enumerate(known)), key=place)
        then = random.choice(
            (NOW, now, now + timedelta(hours=9), NOW - timedelta(hours=9), NOW.replace(year=1))
        )

        def stood(story: Ranked, then: datetime = then) -> tuple[bool, float, str]:
            return not story.followed, -story.weight_at(then), story.card.story

        order = sorted(listed, key=stood)
        at = random.randrange(len(order))
        last = _StoryRow(then, order[at].weight_at(then), order[at].card.story, order[at].followed)
        assert _behind(listed, last, many) == order[at + 1 :][:many]


def test_of_a_list_that_goes_on_no_more_is_looked_at_than_can_stand_there() -> None:
    known = [Known(card(n, (dated(n / 2),)), SETTINGS) for n in range(400)]
    listed = sorted((Ranked(each, NOW, False) for each in known), key=place)
    last, looked = listed[20], iter(listed)
    row = _StoryRow(NOW - timedelta(minutes=9), last.weight_at(NOW - timedelta(minutes=9)), last.card.story)
    assert len(_behind(looked, row, 20)) == 20
    assert len(list(looked)) > 300
