"""The stories that are still open: their articles as vectors, and how likely two of them are of one story."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from statistics import median_low
from typing import TYPE_CHECKING

from writethru.cluster.features import ArticleFeatures, background
from writethru.cluster.likeness import UNDATED, Placed, Scale, probability, renumber, weigh
from writethru.cluster.meeting import Meetings, Met
from writethru.cluster.rarity import Rarity, Waiting
from writethru.records import StoryEvent
from writethru.settings import ClusterSettings

if TYPE_CHECKING:
    from writethru.cluster.rarity import Numbers

_ARRIVALS = 25  # dated arrivals whose median day is today: one date in the future closes nothing


class OpenStory:
    """One open story: its articles in order of publication, and when it was last fed."""

    def __init__(self, story: str) -> None:
        self.story = story
        self.articles: list[tuple[int, str, str]] = []  # Placed.order
        self.alive = 0  # newest day on which it was fed

    def near(self, day: int | None, count: int) -> list[str]:
        """Return the ids of the articles that are nearest to a day, the newest where it is unknown."""
        articles = self.articles
        if len(articles) <= count:
            return [id for _, _, id in articles]
        at = bisect_left(articles, (UNDATED if day is None else day + 1,))
        first = max(0, min(at - count, len(articles) - count))
        return [id for _, _, id in articles[first : first + count]]


class OpenStories:
    """The state of assignment. Articles whose day is not over are placed for the time being."""

    def __init__(self, settings: ClusterSettings) -> None:
        self.settings = settings
        self.rarity = Rarity(settings.fade, settings.prior_articles, background())
        self.scale = Scale(self.rarity, settings)
        self.meetings = Meetings(self.rarity, settings)
        self.stories: dict[str, OpenStory] = {}
        self.articles: dict[str, Placed] = {}  # of open stories, by id
        self.events: dict[str, StoryEvent] = {}  # how each of them was last placed
        self._pages: dict[str, list[tuple[int, str, str]]] = {}  # Article.key -> Placed.order of its texts
        self.unsettled: dict[str, None] = {}  # ids of articles whose day is not settled
        self.today = 0
        self.recent_days: list[int] = []
        self.changed: set[str] = set()  # ids of open articles whose place is not kept yet
        self.gone: set[str] = set()  # and of those that are no longer open
        self.waiting: list[Waiting] = []  # settled articles to be counted
        self.counted = False
        self._likely: dict[tuple[str, str], float] = {}

    # -- reading

    def weigh(self, article: ArticleFeatures, known: Numbers | None = None) -> Placed:
        """Return an article as a vector, by how rare its terms are as of the last settled day."""
        return weigh(article, self.rarity, self.settings, known)

    def story_of(self, article: str) -> str:
        """Return the story that an open article is in."""
        return self.events[article].story

    def texts(self, key: str) -> Sequence[str]:
        """Return the ids of the texts of a page that are in open stories, the newest last."""
        return [id for _, _, id in self._pages.get(key, ())]

    def page(self, key: str) -> str | None:
        """Return the id of the newest text of a page that is in an open story, None if there is none."""
        texts = self._pages.get(key)
        return texts[-1][2] if texts else None

    def likely(self, placed: Placed, met: Met | None = None) -> list[Placed]:
        """Return the open articles that one is likely of one story with, two by two, of those that it meets."""
        meetings, join = self.meetings, self.settings.join
        if met is None:
            known = meetings.kept(placed)
            if known is not None:
                return known
            met = meetings.of(placed)
        near = [other for other in meetings.worth(met) if self.probability(placed, other) >= join]
        meetings.keep(placed, near)
        return near

    def probability(self, one: Placed, other: Placed) -> float:
        """Return the probability that two articles are of one story; remembered while both are weighed alike."""
        mine, theirs = one.order[2], other.order[2]
        pair = (mine, theirs) if mine < theirs else (theirs, mine)
        known = self._likely.get(pair)
        if known is None:
            known = self._likely[pair] = probability(self.scale.evidence(one, other))
        return known

    def link(self, placed: Placed, story: OpenStory) -> float:
        """Return the mean probability that an article is of one story with those of a story near to it."""
        members = story.near(placed.features.day, self.settings.members)
        return self._mean(placed, [self.articles[id] for id in members])

    def link_of(self, article: str) -> float:
        """Return the mean probability that an article is of one story with the others of its own."""
        return self._mean(self.articles[article], self.others(article))

    def others(self, article: str) -> list[Placed]:
        """Return the other articles of an article's story that are near to it in time."""
        day = self.articles[article].features.day
        near = self.stories[self.story_of(article)].near(day, self.settings.members + 1)
        return [self.articles[id] for id in near if id != article]

    def _mean(self, placed: Placed, others: Sequence[Placed]) -> float:
        return sum([self.probability(placed, other) for other in others]) / len(others)

    # -- changing

    def count(self, article: str) -> None:
        """Let an open article whose day is settled wait to be counted for how rare its terms and names are.

        The articles of a story of n count together as the root of n: each as one would make the words of a story
        that is told often common, and late articles of it strangers; all as one lets affairs take in their steps.
        """
        self.unsettled.pop(article, None)
        self.meetings.forget(article)
        self.changed.add(article)
        placed = self.articles[article]
        features = placed.features
        if features.terms:
            share = len(self.stories[self.story_of(article)].articles) ** -0.5
            numbers = placed.known[: len(features.terms) + len(features.names)]
            self.waiting.append(Waiting(features.terms, features.names, numbers, share))

    def count_waiting(self, share: float) -> None:
        """Count the articles that wait, if they are so large a share of those that are counted.

        All that was weighed is out of date then, so that it is not worth doing for a few.
        """
        rarity = self.rarity
        if self.waiting and len(self.waiting) >= share * rarity.total / rarity.gain:
            for each in self.waiting:
                rarity.count(each.numbers, each.share)
            self.waiting.clear()
            self._likely.clear()
            self.counted = True
            if rarity.full:
                self.forget_terms()

    def forget_terms(self) -> None:
        """Forget terms that hardly count any more, and take open articles as the others are numbered then."""
        new = self.rarity.forget(placed.known for placed in self.articles.values())
        for placed in self.articles.values():
            renumber(placed, new)
        self.scale.clear()
        self.meetings.renumber()

    def enter(self, placed: Placed, event: StoryEvent) -> None:
        """Put an article into the story that an event names, opening it where need be."""
        self.articles[placed.features.article] = placed
        self.meetings.put(placed)
        self.put(placed, event)
        self.gone.discard(placed.features.article)

    def replace(self, placed: Placed) -> None:
        """Take an open article as it is weighed now."""
        self.meetings.take(self.articles[placed.features.article])
        self.meetings.put(placed)
        self.articles[placed.features.article] = placed
        self._likely.clear()

    def move(self, article: str, event: StoryEvent) -> None:
        """Put an article that is open into another story."""
        self.take_out(article)
        self.put(self.articles[article], event)

    def put(self, placed: Placed, event: StoryEvent) -> None:
        """Put an open article that is in no story into the one that an event names."""
        story = self.stories.get(event.story)
        if story is None:
            story = self.stories[event.story] = OpenStory(event.story)
        insort(story.articles, placed.order)
        insort(self._pages.setdefault(placed.features.key, []), placed.order)
        self.events[placed.features.article] = event
        self.feed(placed.features.article)

    def feed(self, article: str) -> None:
        """Take note that an article came to its story, which is fed by it."""
        story = self.stories[self.story_of(article)]
        story.alive = max(story.alive, self.articles[article].features.day or 0, self.today)
        self.changed.add(article)

    def take_out(self, article: str) -> None:
        """Take an open article out of its story, which ends if it was the last there."""
        placed = self.articles[article]
        story = self.stories[self.story_of(article)]
        story.articles.remove(placed.order)
        if not story.articles:
            del self.stories[story.story]
        texts = self._pages[placed.features.key]
        texts.remove(placed.order)
        if not texts:
            del self._pages[placed.features.key]

    def remove(self, article: str) -> None:
        """Forget an article, and its story if it was the last there."""
        self.take_out(article)
        self.meetings.take(self.articles.pop(article))
        del self.events[article]
        self.unsettled.pop(article, None)
        self.changed.discard(article)
        self.gone.add(article)

    def turn_page(self, day: int) -> bool:
        """Take note of a dated arrival; return whether the present day has moved on.

        The present day is the median of the last dated arrivals, and never goes back.
        """
        self.recent_days.append(day)
        del self.recent_days[:-_ARRIVALS]
        today = median_low(self.recent_days)
        if today <= self.today:
            return False
        self.today = today
        return True

    def close_old(self) -> None:
        """Close stories that were not fed for long, the oldest first, unless few articles are open."""
        spare = len(self.articles) - self.settings.keep_articles
        if spare <= 0:
            return
        closing = [s for s in self.stories.values() if s.alive < self.today - self.settings.keep_days]
        for story in sorted(closing, key=lambda s: (s.alive, s.story)):
            if spare <= 0:
                break
            spare -= len(story.articles)
            for _, _, article in list(story.articles):
                self.remove(article)
