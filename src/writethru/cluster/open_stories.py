"""The stories that are still open: what their articles are about, and how common each term is just now.

All of it can be rebuilt by replaying the articles with the events that placed them.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from heapq import nlargest
from importlib import resources
from math import log, sqrt
from statistics import median_low

from writethru.cluster.features import ArticleFeatures, features
from writethru.errors import UsageError
from writethru.records import AnnotatedArticle, StoryEvent
from writethru.settings import ClusterSettings

Vector = dict[str, float]
_BACKGROUND_ARTICLES = 10_000  # what the background's counts are out of


@cache
def background() -> Vector:
    """Return the share of English news articles that hold a stem, for stems that are no names."""
    text = resources.files(__package__).joinpath("background.en.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {term: int(count) / _BACKGROUND_ARTICLES for term, count in rows}


class Frequencies:
    """In how many articles a term stands, recent ones counting more; begins with the background's."""

    def __init__(self, settings: ClusterSettings) -> None:
        self._fade = settings.fade
        self._prior = settings.prior_articles
        self._background = background() if self._prior else {}
        self._counts: Vector = {}
        self._gain = 1.0  # what one article counts now; grows instead of shrinking all the rest
        self._total = 0.0

    def count(self, terms: Vector) -> None:
        """Count one more article."""
        self._gain /= self._fade
        if self._gain > 1e9:
            self._counts = {t: c / self._gain for t, c in self._counts.items() if c > self._gain * 1e-3}
            self._total /= self._gain
            self._gain = 1.0
        gain, counts = self._gain, self._counts
        self._total += gain
        for term in terms:
            counts[term] = counts.get(term, 0.0) + gain

    def weigh(self, terms: Vector) -> Vector:
        """Return the vector of an article: dampened counts times rarity, of length one."""
        gain, prior, counts, common = self._gain, self._prior, self._counts, self._background
        articles = self._total / gain + prior + 1.0
        weights: Vector = {}
        for term, count in terms.items():
            held = counts.get(term, 0.0) / gain + prior * common.get(term, 0.0) + 0.5
            if held < articles:
                weights[term] = (1.0 + log(count)) * log(articles / held)
        length = sqrt(sum(w * w for w in weights.values()))
        return {term: w / length for term, w in weights.items()} if length else {}


class OpenStory:
    """One open story: its articles, the sum of their vectors, and the days they are of."""

    def __init__(self, story: str) -> None:
        self.story = story
        self.articles: list[str] = []
        self.centre: Vector = {}  # sum of the vectors of the newest members
        self.days: list[int] = []
        self.alive = 0  # newest day on which it was fed

    def gap(self, day: int | None) -> int | None:
        """Return the days between a day and the nearest article of the story; None if unknown."""
        if day is None or not self.days:
            return None
        return min(abs(day - other) for other in self.days)


class OpenStories:
    """The state of assignment: term frequencies, open stories, and where each heavy term occurs."""

    def __init__(self, settings: ClusterSettings) -> None:
        self.settings = settings
        self.frequencies = Frequencies(settings)
        self.stories: dict[str, OpenStory] = {}
        self.features: dict[str, ArticleFeatures] = {}  # of the articles of open stories
        self.vectors: dict[str, Vector] = {}
        self.events: dict[str, StoryEvent] = {}  # of the same articles: how each was placed
        self.pages: dict[str, str] = {}  # Article.key -> story
        self._postings: defaultdict[str, dict[str, float]] = defaultdict(
            dict
        )  # heavy term -> story -> weight
        self._today: int | None = None
        self._recent_days: list[int] = []

    def candidates(self, vector: Vector, day: int | None) -> list[OpenStory]:
        """Return the open stories that share most of the heaviest terms, within the window."""
        shared: defaultdict[str, float] = defaultdict(float)
        for term in self.heavy(vector):
            weight = vector[term]
            for name, theirs in self._postings.get(term, {}).items():
                shared[name] += weight * theirs
        window = self.settings.window_days
        near = []
        for name, weight in shared.items():
            story = self.stories[name]
            gap = story.gap(day)
            if gap is None or gap <= window:
                near.append((weight / len(story.articles), name))
        best = nlargest(self.settings.candidates, near)
        return [self.stories[name] for _, name in best]

    def heavy(self, vector: Vector) -> list[str]:
        """Return the heaviest terms of a vector, heaviest first."""
        return [t for _, t in nlargest(self.settings.heavy_terms, [(w, t) for t, w in vector.items()])]

    def likeness(self, vector: Vector, story: OpenStory) -> float:
        """Return the mean cosine of an article with the newest articles of a story."""
        centre = story.centre
        total = sum(weight * centre.get(term, 0.0) for term, weight in vector.items())
        return total / min(len(story.articles), self.settings.recent_members)

    def enter(self, article: ArticleFeatures, vector: Vector, event: StoryEvent) -> None:
        """Put an article into the story that an event names, opening it where need be."""
        story = self.stories.get(event.story)
        if story is None:
            story = self.stories[event.story] = OpenStory(event.story)
        story.articles.append(article.article)
        self.features[article.article] = article
        self.vectors[article.article] = vector
        self.events[article.article] = event
        self.pages[article.key] = story.story
        if article.day is not None:
            story.days.append(article.day)
            self._turn_page(article.day)
        story.alive = max(story.alive, article.day or 0, self._today or 0)
        for term, weight in vector.items():
            story.centre[term] = story.centre.get(term, 0.0) + weight
        if len(story.articles) > self.settings.recent_members:
            leaving = self.vectors[story.articles[-1 - self.settings.recent_members]]
            for term, weight in leaving.items():
                story.centre[term] -= weight
        for term in self.heavy(vector):
            held = self._postings[term]
            held[story.story] = held.get(story.story, 0.0) + vector[term]

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
        self.enter(article, self.take(article), event)

    def take(self, article: ArticleFeatures) -> Vector:
        """Count an article's terms and return its vector."""
        if article.terms:
            self.frequencies.count(article.terms)
        return self.frequencies.weigh(article.terms)

    def _turn_page(self, day: int) -> None:
        """Close stories that were not fed for long.

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
        closing = [s for s in self.stories.values() if s.alive < today - self.settings.keep_days]
        for story in closing:
            self._close(story)

    def _close(self, story: OpenStory) -> None:
        for article in story.articles:
            for term in self.heavy(self.vectors.pop(article)):
                held = self._postings.get(term)
                if held is not None:
                    held.pop(story.story, None)
                    if not held:
                        del self._postings[term]
            known = self.features.pop(article)
            if self.pages.get(known.key) == story.story:
                del self.pages[known.key]
            del self.events[article]
        del self.stories[story.story]
