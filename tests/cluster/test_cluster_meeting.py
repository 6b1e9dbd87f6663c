"""Whom an article meets, how that is kept until its day is settled, and what makes a term common."""

from __future__ import annotations

from fractions import Fraction

import cluster_invented as text
from cluster_invented import document

from writethru.cluster import ArticleFeatures, OpenStories, features, place
from writethru.records import StoryEvent
from writethru.settings import ClusterSettings

BODIES = [v for k, v in sorted(vars(text).items()) if k.isupper() and isinstance(v, str)]


def article(body: str, day: int, key: str) -> ArticleFeatures:
    title = " ".join(body.split()[:6])
    found = document(title, body, published=f"2031-03-{day:02}", key=key)
    return features(found, ClusterSettings())


def week() -> list[ArticleFeatures]:
    return [article(body, day, f"{number}-{day}") for day in (1, 2, 9) for number, body in enumerate(BODIES)]


def test_whom_an_article_met_is_the_same_as_if_it_were_looked_for_again() -> None:
    stories = OpenStories(ClusterSettings())
    for each in week():
        place(each, stories)
    met = {id: stories.meetings.kept(placed) for id, placed in stories.articles.items()}
    assert met == {id: stories.meetings.of(placed) for id, placed in stories.articles.items()}
    assert any(met.values())


def test_an_article_that_is_weighed_anew_is_met_as_it_is_now() -> None:
    stories = OpenStories(ClusterSettings())
    articles = week()
    for each in articles:
        place(each, stories)
    stories.count(articles[0])
    stories.count_waiting(0.0)
    stories.replace(stories.weigh(articles[1]))
    for id, placed in stories.articles.items():
        assert stories.meetings.kept(placed) == stories.meetings.of(placed), id


def test_nobody_meets_an_article_of_other_weeks() -> None:
    stories = OpenStories(ClusterSettings())
    first, near, far = (article(text.DAM, day, str(day)) for day in (1, 6, 7))
    for each in (first, near, far):
        place(each, stories)
    assert set(stories.meet(stories.articles[first.article])) == {near.article}


def test_weights_add_up_exactly_in_any_order() -> None:
    stories = OpenStories(ClusterSettings())
    one, other = (stories.weigh(article(body, 1, body[:9])) for body in (text.DAM, text.DAM_OTHER))
    products = [one.vector[term] * other.vector[term] for term in one.terms & other.terms]
    exact = sum(map(Fraction, products))
    assert len(products) > 5
    assert sum(products) == sum(reversed(products)) == exact


def rare(together: bool) -> float:
    """Return how rare the rarest word of nine articles is, all of one story or each of its own."""
    stories = OpenStories(ClusterSettings())
    for number in range(9):
        each = article(text.DAM, 1, str(number))
        name = "dam" if together else f"dam {number}"
        stories.enter(stories.weigh(each), StoryEvent("joined", name, article=each.article))
    for placed in list(stories.articles.values()):
        stories.count(placed.features)
    stories.count_waiting(0.0)
    return max(stories.terms.of(list(article(text.DAM, 1, "").terms)))


def test_a_story_that_is_told_often_does_not_make_its_own_words_common() -> None:
    assert rare(together=True) > rare(together=False) + 0.2
