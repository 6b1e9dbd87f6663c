"""A day is settled: what its articles are together does not depend on the order in which they came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import cluster_invented as text
import pytest
from cluster_invented import document
from hypothesis import given, settings
from hypothesis import strategies as st

from writethru.cluster import OpenStories, assign, end_day, settle
from writethru.cluster.linkage import Body, agglomerate
from writethru.records import AnnotatedArticle, StoryEvent
from writethru.settings import ClusterSettings

BODIES = [v for k, v in sorted(vars(text).items()) if k.isupper() and isinstance(v, str)]


def day_of(day: int) -> list[AnnotatedArticle]:
    """Two reports of each invented event on one day, the second told from its middle on."""
    found = []
    for number, body in enumerate(BODIES):
        told = body.split(". ", 1)
        for turn, words in enumerate((body, f"{told[1]} {told[0]}.")):
            title = " ".join(words.split()[:6])
            found.append(
                document(
                    f"{title} ({day}.{turn})",
                    words,
                    published=f"2031-03-{day:02}",
                    key=f"{day}.{number}.{turn}",
                )
            )
    return found


def partition(stories: OpenStories) -> set[frozenset[str]]:
    groups = defaultdict(set)
    for article, event in stories.events.items():
        groups[event.story].add(article)
    return {frozenset(group) for group in groups.values()}


def fed(articles: Iterable[AnnotatedArticle]) -> OpenStories:
    stories = OpenStories(ClusterSettings())
    for each in articles:
        assign(each, stories)
        day = each.article.day
        end_day(stories, day.toordinal() if day else None)
    settle(stories)
    return stories


DAYS = [day_of(1), day_of(2)]


@given(st.permutations(range(len(DAYS[0]))), st.permutations(range(len(DAYS[1]))))
@settings(max_examples=20, deadline=None)
def test_the_order_within_a_day_changes_no_story(first: Sequence[int], second: Sequence[int]) -> None:
    shuffled = [DAYS[0][i] for i in first] + [DAYS[1][i] for i in second]
    assert partition(fed(shuffled)) == partition(fed([*DAYS[0], *DAYS[1]]))


def test_an_event_of_two_days_is_one_story_and_the_events_are_several() -> None:
    groups = partition(fed([*DAYS[0], *DAYS[1]]))
    assert len(groups) < len(DAYS[0]) + len(DAYS[1])
    assert len(groups) > 5


def test_a_story_of_an_earlier_day_keeps_its_id_when_articles_join_it() -> None:
    stories = OpenStories(ClusterSettings())
    first = assign(document("Dam", text.DAM, published="2031-03-01"), stories)
    settle(stories, through=10**6)
    assign(document("Dam searched", text.DAM_OTHER, published="2031-03-02"), stories)
    settle(stories)
    assert {event.story for event in stories.events.values()} == {first.story}


def test_what_is_settled_for_the_time_being_is_settled_again() -> None:
    stories = OpenStories(ClusterSettings())
    for each in DAYS[0]:
        assign(each, stories)
    settle(stories)
    assert settle(stories) == ()
    assert set(stories.unsettled) == {each.article.id for each in DAYS[0]}


def test_an_article_that_came_too_early_is_moved_and_told_so() -> None:
    """Alone with a far relative it joins it; beside its own event it leaves again."""
    lax = ClusterSettings(join=0.8, alone=0.5)
    stories = OpenStories(lax)
    dam = document("Orvelle dam collapses", text.DAM, published="2031-03-01", key="1")
    quake = document("Quake hurts pupils in Belmira", text.QUAKE_NORTH, published="2031-03-01", key="2")
    other = document("Quake sinks ferries", text.QUAKE_SOUTH, published="2031-03-01", key="3")
    same = document("Quake hits Belmira school", text.QUAKE_NORTH, published="2031-03-01", key="4")
    for each in (dam, other, quake, same):
        assign(each, stories)
    joined = stories.events[quake.article.id].story == stories.events[other.article.id].story
    events = settle(stories)
    assert joined
    assert stories.events[quake.article.id].story != stories.events[other.article.id].story
    assert events
    moved = events[0]
    assert isinstance(moved, StoryEvent)
    assert moved.kind == "moved"
    assert moved.other
    assert moved.reason


def agglomerated(
    links: dict[tuple[str, str], float], *, alone: float = 0.5, fixed: str = ""
) -> list[list[str]]:
    names = sorted({name for pair in links for name in pair})
    bodies = {name: Body([name], fixed=int(name in fixed)) for name in names}
    table: dict[str, dict[str, float]] = {name: {} for name in names}
    for (one, other), likely in links.items():
        table[one][other] = table[other][one] = likely
    found = agglomerate(bodies, table, lambda one, other: 0.9, join=0.5, alone=alone)
    return [sorted(body.parts) for body in found]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ({("a", "b"): 0.9, ("b", "c"): 0.6}, [["a", "b"], ["c"]]),  # c is like b only: 0.3 on average
        ({("a", "b"): 0.9, ("b", "c"): 0.6, ("a", "c"): 0.5}, [["a", "b", "c"]]),
        ({("a", "b"): 0.4}, [["a"], ["b"]]),
        ({("a", "b"): 0.7, ("b", "c"): 0.8}, [["a"], ["b", "c"]]),  # the likeliest first
    ],
)
def test_average_linkage(links: dict[tuple[str, str], float], expected: list[list[str]]) -> None:
    assert agglomerated(links) == expected


def test_two_stories_of_earlier_days_are_asked_for_when_an_article_ties_them() -> None:
    links = {("a", "s"): 0.8, ("a", "t"): 0.7}
    assert agglomerated(links) == [["a", "s"], ["t"]]
    assert agglomerated(links, fixed="st") == [["a", "s", "t"]]


def test_two_single_articles_need_more_than_one_and_a_story() -> None:
    links = {("a", "b"): 0.55, ("c", "d"): 0.9, ("d", "e"): 0.6, ("c", "e"): 0.5}
    assert agglomerated(links, alone=0.6) == [["a"], ["b"], ["c", "d", "e"]]
