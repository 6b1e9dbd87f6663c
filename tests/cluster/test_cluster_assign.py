from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cluster_invented as text
import pytest
from cluster_invented import document, met
from hypothesis import given, settings
from hypothesis import strategies as st

from writethru.cluster import (
    OpenStories,
    assign,
    changes,
    end_day,
    features,
    rebuild,
    restore,
    settle,
    story_id,
)
from writethru.cluster.rarity import Rarity
from writethru.records import AnnotatedArticle, Standing, StoryEvent
from writethru.settings import ClusterSettings


def fresh() -> OpenStories:
    return OpenStories(ClusterSettings())


def dam(published: str | None = "2031-03-04") -> AnnotatedArticle:
    return document(
        "Orvelle dam collapses above Lunmark", text.DAM, publisher="Lunmark Post", published=published
    )


def dam_other(published: str | None = "2031-03-05") -> AnnotatedArticle:
    return document(
        "Lunmark searches for missing after dam collapse",
        text.DAM_OTHER,
        publisher="The Tessin Courier",
        published=published,
    )


def test_the_first_article_opens_a_story_and_the_second_joins_and_says_why() -> None:
    stories = fresh()
    first, second = assign(dam(), stories), assign(dam_other(), stories)
    assert (first.kind, first.story, first.at) == ("opened", story_id(dam().article.id), "2031-03-04")
    assert (second.kind, second.story, second.article) == ("joined", first.story, dam_other().article.id)
    assert second.score >= ClusterSettings().join
    assert "rare terms (" in second.reason
    assert "Orvelle" in second.reason or "Lunmark" in second.reason
    assert "1 day apart" in second.reason


def test_another_event_opens_its_own_story() -> None:
    stories = fresh()
    events = [
        assign(each, stories)
        for each in (dam(), document("Torrent wins", text.CHESS, published="2031-03-04"))
    ]
    assert [event.kind for event in events] == ["opened", "opened"]
    assert events[0].story != events[1].story


CONFUSABLE = {
    "two packages": (
        ("Council adopts 12th Vostria package", text.PACKAGE_12),
        ("Council adopts 13th Vostria package", text.PACKAGE_13),
    ),
    "two quakes": (
        ("Quake hurts pupils in Belmira", text.QUAKE_NORTH),
        ("Quake sinks ferries in Sarrano", text.QUAKE_SOUTH),
    ),
    "two verdicts": (
        ("Banker Trench guilty of fraud", text.VERDICT_ONE),
        ("Surgeon Helling acquitted", text.VERDICT_TWO),
    ),
}


@pytest.mark.parametrize("case", CONFUSABLE)
def test_confusable_events_stay_apart(case: str) -> None:
    stories = fresh()
    (one, first), (other, second) = CONFUSABLE[case]
    a = assign(document(one, first, published="2031-03-04"), stories)
    b = assign(document(other, second, published="2031-03-05"), stories)
    assert a.story != b.story, f"{case}: joined at {b.score}: {b.reason}"


def test_an_article_that_comes_again_changes_nothing() -> None:
    stories = fresh()
    first = assign(dam(), stories)
    assert assign(dam(), stories) == first
    assert [id for _, _, id in stories.stories[first.story].articles] == [dam().article.id]


def test_a_new_text_of_the_same_page_stays_in_its_story() -> None:
    stories = fresh()
    first = assign(document("Orvelle dam", text.DAM, published="2031-03-04", key="page"), stories)
    again = assign(document("Chess", text.CHESS, published="2031-03-09", key="page"), stories)
    assert again.story == first.story
    assert "same page" in again.reason


def test_articles_far_apart_in_time_do_not_join() -> None:
    stories = fresh()
    assert assign(dam("2031-03-04"), stories).story != assign(dam_other("2031-03-20"), stories).story


def test_a_story_that_is_fed_every_day_stays_one() -> None:
    stories = fresh()
    found = set()
    for day in range(1, 29):
        for title, body in (("Lunmark flood", text.DAM), ("Lunmark after dam collapse", text.DAM_OTHER)):
            found.add(
                assign(document(f"{title} day {day}", body, published=f"2031-03-{day:02}"), stories).story
            )
    assert len(found) == 1


def test_an_article_that_arrives_late_finds_its_story() -> None:
    stories = fresh()
    story = assign(dam("2031-03-04"), stories).story
    for day in range(5, 12):
        assign(document(f"Open {day}", text.CHESS, published=f"2031-03-{day:02}"), stories)
    assert assign(dam_other("2031-03-05"), stories).story == story


def test_an_article_dated_into_the_future_closes_nothing() -> None:
    stories = OpenStories(ClusterSettings(keep_articles=0))
    story = assign(dam("2031-03-04"), stories).story
    for day in range(3):
        assign(document(f"Open {day}", text.CHESS, published="2031-03-04"), stories)
    assign(document("From the future", text.VERDICT_ONE, published="2099-01-01"), stories)
    assert assign(dam_other("2031-03-05"), stories).story == story


def feed(article: AnnotatedArticle, stories: OpenStories) -> StoryEvent:
    event = assign(article, stories)
    day = article.article.day
    end_day(stories, day.toordinal() if day else None)
    return event


def test_stories_that_are_no_longer_fed_are_closed_and_leave_nothing_behind() -> None:
    stories = OpenStories(ClusterSettings(keep_articles=0))
    story = feed(dam("2031-03-04"), stories).story
    for day in range(1, 31):
        feed(document(f"Open {day}", text.CHESS, published=f"2031-05-{day:02}"), stories)
    assert story not in stories.stories
    assert dam().article.id not in stories.articles
    assert not met(stories.weigh(features(dam_other("2031-03-05"), stories.settings)), stories)


def test_a_late_article_keeps_the_story_it_joins_open_while_the_day_moves_on() -> None:
    stories = OpenStories(ClusterSettings(keep_articles=0))
    for number in range(13):
        feed(document(f"Dam {number}", text.DAM, published="2031-01-04"), stories)
    for number in range(12):
        feed(document(f"Open {number}", text.CHESS, published="2031-03-04"), stories)
    assert feed(dam_other("2031-01-05"), stories).story in stories.stories
    assert feed(document("Dam again", text.DAM, published="2031-01-05"), stories).story in stories.stories


def test_undated_articles_join_by_content() -> None:
    stories = fresh()
    story = assign(dam("2031-03-04"), stories).story
    event = assign(dam_other(None), stories)
    assert event.story == story
    assert "undated" in event.reason


def test_an_article_in_an_unread_language_stands_alone() -> None:
    stories = fresh()
    one = document("Damm", "Der Damm brach.", language="de", published="2031-03-04")
    other = document("Damm II", "Der Damm brach.", language="de", published="2031-03-04")
    events = [assign(each, stories) for each in (one, other)]
    assert [event.kind for event in events] == ["opened", "opened"]
    assert "language" in events[0].reason


def sequence() -> list[AnnotatedArticle]:
    bodies = [v for k, v in sorted(vars(text).items()) if k.isupper() and isinstance(v, str)]
    return [
        document(f"Report {day} on {body.split()[3]}", body, published=f"2031-03-{1 + day:02}")
        for day in range(6)
        for body in bodies
    ]


@given(st.lists(st.sampled_from(range(len(sequence()))), max_size=25, unique=True), st.integers(0, 24))
@settings(max_examples=25, deadline=None)
def test_a_break_changes_nothing(chosen: list[int], pause: int) -> None:
    articles = [sequence()[i] for i in chosen]
    stories, again = fresh(), fresh()
    kept = Standing()
    for number, each in enumerate(articles):
        assert feed(each, again) == feed(each, stories)
        if number == pause:
            kept = renewed(kept, changes(again))
            again = restore(kept, ClusterSettings())
    kept = renewed(kept, changes(again))
    again = restore(kept, ClusterSettings())
    assert as_weighed(again) == as_weighed(stories)
    assert settle(again) == settle(stories)
    assert assign(dam(), again) == assign(dam(), stories)


def test_more_words_than_there_is_room_for_at_first_are_kept_over_a_break() -> None:
    words = [f"word{n}" for n in range(5_000)]
    counted, again = Rarity(0.999, 1.0, {}), Rarity(0.999, 1.0, {})
    counted.count(counted.numbers(words, words[:9]), 1.0)
    again.restore(counted.kept())
    found, kept = (r.of(r.numbers(words, words[:9])).tolist() for r in (counted, again))
    assert found == kept


def as_weighed(stories: OpenStories) -> dict[str, tuple[object, ...]]:
    """Each open article as it is weighed, and whom it meets with how much in common."""
    found: dict[str, tuple[object, ...]] = {}
    for id, placed in stories.articles.items():
        vector = (placed.picked.tolist(), placed.weights.tolist(), placed.as_of)
        found[id] = (placed.features, *vector, met(placed, stories))
    return found


def renewed(kept: Standing, new: Standing) -> Standing:
    """What a store has after it kept both."""
    articles = {id: s for id, s in (kept.articles | new.articles).items() if id not in new.gone}
    return Standing(articles, (), new.days, new.counts or kept.counts)


def test_what_is_lost_is_made_again_from_the_articles() -> None:
    stories = fresh()
    placed = [(each, assign(each, stories)) for each in (dam(), dam_other())]
    again = rebuild(placed, ClusterSettings())
    assert {id: e.story for id, e in again.events.items()} == {
        id: e.story for id, e in stories.events.items()
    }
    assert assign(document("Dam again", text.DAM, published="2031-03-06"), again).story == placed[0][1].story


SCRIPT = """
from test_cluster_assign import feed, fresh, sequence
from writethru.cluster import settle
stories = fresh()
print([(e.kind, e.story, e.score, e.reason) for e in (feed(d, stories) for d in sequence())])
print([(e.kind, e.story, e.score, e.reason) for e in settle(stories)])
"""


def test_the_same_articles_have_the_same_events_under_any_hash_seed() -> None:
    here = Path(__file__).parent
    found = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(here)}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
        )
        found.add(done.stdout)
    assert len(found) == 1
