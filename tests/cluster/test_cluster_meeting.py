"""Whom an article meets, how that is kept until its day is settled, and what makes a term common."""

from __future__ import annotations

from fractions import Fraction

import cluster_invented as text
import pytest
from cluster_invented import document, met

from writethru.cluster import ArticleFeatures, OpenStories, features, place
from writethru.cluster.likeness import Placed
from writethru.records import StoryEvent
from writethru.settings import ClusterSettings

BODIES = [v for k, v in sorted(vars(text).items()) if k.isupper() and isinstance(v, str)]


def article(body: str, day: int, key: str) -> ArticleFeatures:
    title = " ".join(body.split()[:6])
    found = document(title, body, published=f"2031-03-{day:02}", key=key)
    return features(found, ClusterSettings())


def week() -> list[ArticleFeatures]:
    return [article(body, day, f"{number}-{day}") for day in (1, 2, 9) for number, body in enumerate(BODIES)]


def near(stories: OpenStories) -> dict[str, list[str]]:
    """Return who is near to each open article."""
    return {
        id: sorted(other.features.article for other in stories.likely(placed))
        for id, placed in stories.articles.items()
    }


def again(stories: OpenStories) -> dict[str, list[str]]:
    """Return the same, looked for when all have come."""
    for id in stories.articles:
        stories.meetings.forget(id)
    return near(stories)


def test_whom_an_article_met_is_the_same_as_if_it_were_looked_for_again() -> None:
    stories = OpenStories(ClusterSettings())
    for each in week():
        place(each, stories)
    found = near(stories)
    assert found == again(stories)
    assert any(found.values())


def test_an_article_that_is_weighed_anew_is_met_as_it_is_now() -> None:
    stories = OpenStories(ClusterSettings())
    articles = week()
    for each in articles:
        place(each, stories)
    stories.count(articles[0].article)
    stories.count_waiting(0.0)
    stories.replace(stories.weigh(articles[1]))
    assert near(stories) == again(stories)


def test_nobody_meets_an_article_of_other_weeks() -> None:
    stories = OpenStories(ClusterSettings())
    first, near, far = (article(text.DAM, day, str(day)) for day in (1, 6, 7))
    for each in (first, near, far):
        place(each, stories)
    assert set(met(stories.articles[first.article], stories)) == {near.article}


def test_what_is_shared_is_the_same_from_both_sides_and_within_the_articles_of_a_day() -> None:
    stories = OpenStories(ClusterSettings())
    for each in week():
        place(each, stories)
    articles = list(stories.articles.values())
    found = {placed.features.article: met(placed, stories) for placed in articles}
    for one, others in found.items():
        for other, share in others.items():
            assert found[other][one] == share
    assert dict(zip(found, stories.meetings.among(articles), strict=True)) == found


def test_who_has_left_is_met_by_nobody_and_those_who_stay_meet_as_before() -> None:
    """Twelve hundred leave: the ranks are closed in between."""
    stories = OpenStories(ClusterSettings())
    for each in week():
        place(each, stories)
    before = {id: met(placed, stories) for id, placed in stories.articles.items()}
    passing = stories.weigh(article(text.CHESS, 2, "passing"))
    for _ in range(1200):
        stories.enter(passing, StoryEvent("opened", "passing", passing.features.article))
        stories.remove(passing.features.article)
    assert {id: met(placed, stories) for id, placed in stories.articles.items()} == before
    assert len(stories.meetings.rows) < 1200


def vector(placed: Placed) -> dict[int, float]:
    return dict(zip(placed.numbers.tolist(), placed.weights.tolist(), strict=True))


def test_weights_add_up_exactly_in_any_order() -> None:
    stories = OpenStories(ClusterSettings())
    one, other = (stories.weigh(article(body, 1, body[:9])) for body in (text.DAM, text.DAM_OTHER))
    mine, theirs = vector(one), vector(other)
    products = [mine[term] * theirs[term] for term in mine.keys() & theirs.keys()]
    exact = sum(map(Fraction, products))
    assert len(products) > 5
    assert sum(products) == sum(reversed(products)) == exact
    assert stories.scale.shared(one, other) == float(exact) - ClusterSettings().doubt


def rarities(stories: OpenStories) -> list[float]:
    return [rare for placed in stories.articles.values() for rare in stories.rarity.of(placed.known).tolist()]


def test_what_is_hardly_counted_any_more_is_forgotten_and_no_article_is_weighed_otherwise() -> None:
    stories = OpenStories(ClusterSettings())
    for each in week():
        place(each, stories)
    known = [placed.features for placed in stories.articles.values()]
    stories.count(known[0].article)
    stories.count_waiting(0.0)
    before = rarities(stories)
    shared = {id: met(placed, stories) for id, placed in stories.articles.items()}
    stories.weigh(article("Quorvax zimbled the thrennish ombelisk of Varnel.", 3, "passing"))
    size = stories.rarity.size
    stories.forget_terms()
    assert rarities(stories) == pytest.approx(before)
    assert {id: met(placed, stories) for id, placed in stories.articles.items()} == shared
    assert stories.rarity.size < size
    weighed = stories.weigh(known[0])
    assert vector(weighed).keys() == vector(stories.articles[known[0].article]).keys()


def rare(together: bool) -> float:
    """Return how rare the rarest word of nine articles is, all of one story or each of its own."""
    stories = OpenStories(ClusterSettings())
    for number in range(9):
        each = article(text.DAM, 1, str(number))
        name = "dam" if together else f"dam {number}"
        stories.enter(stories.weigh(each), StoryEvent("joined", name, article=each.article))
    for placed in list(stories.articles.values()):
        stories.count(placed.features.article)
    stories.count_waiting(0.0)
    return float(stories.rarity.of(stories.rarity.numbers(article(text.DAM, 1, "").terms, ())).max())


def test_a_story_that_is_told_often_does_not_make_its_own_words_common() -> None:
    assert rare(together=True) > rare(together=False) + 0.2
