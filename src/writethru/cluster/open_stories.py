"""The stories that are still open: what their articles are about, and how common each term is just now.

All of it can be rebuilt by replaying the articles with the events that placed them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from heapq import nlargest
from itertools import islice, repeat
from math import fsum, log, sqrt
from operator import add, mul, truediv
from statistics import median_low
from typing import NamedTuple

from writethru.cluster.features import ArticleFeatures, background, features
from writethru.errors import UsageError
from writethru.records import AnnotatedArticle, StoryEvent
from writethru.settings import ClusterSettings

Vector = dict[str, float]


class Frequencies:
    """In how many articles a term stands, recent ones counting more; begins with the background's."""

    def __init__(self, settings: ClusterSettings) -> None:
        self._fade = settings.fade
        self._prior = settings.prior_articles
        # half an article stands for what a count cannot know
        self._expected = {t: 0.5 + self._prior * share for t, share in background().items()}
        self._counts: Vector = {}
        self._gain = 1.0  # what one article counts now; grows instead of shrinking all the rest
        self._total = 0.0

    def count(self, terms: Collection[str]) -> list[float]:
        """Count one more article, and return how rare each of its terms is just now, in their order.

        Rarity is the logarithm of an inverse share, always above 0. Written as passes over all terms
        because this is half the cost of an assignment, and a loop takes twice as long.
        """
        self._gain /= self._fade
        if self._gain > 1e9:
            self._counts = {t: c / self._gain for t, c in self._counts.items() if c > self._gain * 1e-3}
            self._total /= self._gain
            self._gain = 1.0
        self._total += self._gain
        gain, articles = self._gain, self._total / self._gain + self._prior + 1.0
        counted = list(map(add, map(self._counts.get, terms, repeat(0.0)), repeat(gain)))
        self._counts.update(zip(terms, counted, strict=True))
        expected = map(self._expected.get, terms, repeat(0.5))
        held = map(add, map(truediv, counted, repeat(gain)), expected)
        return list(map(log, map(truediv, repeat(articles), held)))


def _unit(terms: Sequence[str], weights: Sequence[float], square: float) -> Vector:
    """Return terms with their weights scaled so that their squares sum to `square`."""
    length = sqrt(sum(map(mul, weights, weights)))
    scale = sqrt(square) / length if length else 0.0
    return dict(zip(terms, map(mul, weights, repeat(scale)), strict=False))


class Weighted(NamedTuple):
    """An article as a vector: its text, and its title beside it under terms of their own."""

    vector: Vector
    heavy: tuple[tuple[str, float], ...]  # the heaviest terms of the text, heaviest first


class OpenStory:
    """One open story: its articles, the sum of its newest members' vectors, and the days they are of."""

    def __init__(self, story: str) -> None:
        self.story = story
        self.articles: list[str] = []
        self.centre: Vector = {}
        self.days: set[int] = set()
        self.newest = 0  # newest of these days
        self.alive = 0  # newest day on which it was fed

    def gap(self, day: int | None, window: int) -> int | None:
        """Return the days from `day` to the nearest article of the story: None if unknown, -1 if beyond."""
        if day is None or not self.days:
            return None
        if day - window > self.newest:
            return -1
        days = self.days
        return next((n for n in range(window + 1) if day - n in days or day + n in days), -1)


class OpenStories:
    """The state of assignment: term frequencies, open stories, and where each heavy term occurs."""

    def __init__(self, settings: ClusterSettings) -> None:
        self.settings = settings
        self.frequencies = Frequencies(settings)
        self.stories: dict[str, OpenStory] = {}
        self.features: dict[str, ArticleFeatures] = {}  # of the articles of open stories
        self.vectors: dict[str, Weighted] = {}
        self.events: dict[str, StoryEvent] = {}  # of the same articles: how each was placed
        self.pages: dict[str, str] = {}  # Article.key -> story
        self.postings: defaultdict[str, dict[str, float]] = defaultdict(dict)  # heavy term -> story -> weight
        self._today: int | None = None
        self._recent_days: list[int] = []

    def weigh(self, article: ArticleFeatures) -> Weighted:
        """Count an article's terms, and return its vector."""
        terms = article.terms
        if not terms:
            return Weighted({}, ())
        rare = self.frequencies.count(terms)
        weights = map(mul, terms.values(), rare)
        best = sorted(zip(weights, terms, strict=True), reverse=True)[: self.settings.top_terms]
        vector = _unit([t for _, t in best], [w for w, _ in best], 1.0)
        heavy = tuple(islice(vector.items(), self.settings.heavy_terms))
        rarity = dict(zip(terms, rare, strict=True))
        title = [rarity[t] for t in article.title]
        vector.update(_unit([f"#{t}" for t in article.title], title, self.settings.title_share))
        return Weighted(vector, heavy)

    def candidates(self, weighted: Weighted, day: int | None) -> list[tuple[OpenStory, int | None]]:
        """Return the open stories that share most of the heaviest terms, with the days between."""
        shared: defaultdict[str, float] = defaultdict(float)
        for term, weight in weighted.heavy:
            for name, theirs in self.postings.get(term, {}).items():
                shared[name] += weight * theirs
        near = []
        window = self.settings.window_days
        for name, weight in shared.items():
            story = self.stories[name]
            gap = story.gap(day, window)
            if gap != -1:
                near.append((weight / len(story.articles), name, gap))
        best = nlargest(self.settings.candidates, near, key=lambda entry: entry[:2])
        return [(self.stories[name], gap) for _, name, gap in best]

    def likeness(self, weighted: Weighted, story: OpenStory) -> float:
        """Return the mean likeness of an article to the newest articles of a story: text and title."""
        vector, centre = weighted.vector, story.centre
        total = fsum(vector[term] * centre[term] for term in vector.keys() & centre.keys())
        return total / min(len(story.articles), self.settings.recent_members)

    def enter(self, article: ArticleFeatures, weighted: Weighted, event: StoryEvent) -> None:
        """Put an article into the story that an event names, opening it where need be."""
        story = self.stories.get(event.story)
        if story is None:
            story = self.stories[event.story] = OpenStory(event.story)
        story.articles.append(article.article)
        self.features[article.article] = article
        self.vectors[article.article] = weighted
        self.events[article.article] = event
        self.pages[article.key] = story.story
        story.alive = max(story.alive, article.day or 0, self._today or 0)
        if article.day is not None:
            story.days.add(article.day)
            story.newest = max(story.newest, article.day)
        if len(story.articles) == 1:
            story.centre = weighted.vector.copy()
        else:
            for term, weight in weighted.vector.items():
                story.centre[term] = story.centre.get(term, 0.0) + weight
        if len(story.articles) > self.settings.recent_members:
            leaving = self.vectors[story.articles[-1 - self.settings.recent_members]]
            for term, weight in leaving.vector.items():
                story.centre[term] -= weight
        for term, weight in weighted.heavy:
            held = self.postings[term]
            held[story.story] = held.get(story.story, 0.0) + weight
        if article.day is not None:
            self._turn_page(article.day, story)

    def replay(self, document: AnnotatedArticle, event: StoryEvent) -> None:
        """Take in an article that was placed before, leaving the state as `assign` left it.

        Articles must come in the order in which they were assigned. Raises UsageError if the event is
        not the one that placed this article.
        """
        article = features(document, self.settings)
        if event.article != article.article or event.kind not in {"opened", "joined"}:
            raise UsageError(
                f"event of article {event.article!r} ({event.kind}) does not place {article.article!r}"
            )
        self.enter(article, self.weigh(article), event)

    def _turn_page(self, day: int, fed: OpenStory) -> None:
        """Close stories that were not fed for long, the oldest first, unless few articles are open.

        The present day is the median of the last 25 dated arrivals, so that one article dated into the
        future closes nothing; it never goes back.
        """
        self._recent_days.append(day)
        if len(self._recent_days) > 25:
            del self._recent_days[0]
        today = median_low(self._recent_days)
        if self._today is not None and today <= self._today:
            return
        self._today = today
        fed.alive = max(fed.alive, today)
        spare = len(self.features) - self.settings.keep_articles
        closing = [s for s in self.stories.values() if s.alive < today - self.settings.keep_days]
        for story in sorted(closing, key=lambda s: (s.alive, s.story)):
            if spare <= 0:
                break
            spare -= len(story.articles)
            self._close(story)

    def _close(self, story: OpenStory) -> None:
        for article in story.articles:
            for term, _ in self.vectors.pop(article).heavy:
                held = self.postings.get(term)
                if held is not None:
                    held.pop(story.story, None)
                    if not held:
                        del self.postings[term]
            known = self.features.pop(article)
            if self.pages.get(known.key) == story.story:
                del self.pages[known.key]
            del self.events[article]
        del self.stories[story.story]
