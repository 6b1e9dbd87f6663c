"""How well the articles of a story hold together: each one's likeness, outliers, and groups it falls into.

Days apart do not count here, only what articles share: the beginning and the end of a long story are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from statistics import fmean as mean
from statistics import median

from msgspec import Struct

from writethru.cluster.features import features
from writethru.cluster.likeness import Placed, probability
from writethru.cluster.open_stories import OpenStories, OpenStory
from writethru.records import AnnotatedArticle, StoryEvent, content_id
from writethru.settings import ClusterSettings

_FEWEST = 4  # articles from which one can be told apart from the others
_NEWEST = 16  # articles of a story in which two groups are looked for


class Fit(Struct, frozen=True):
    """How an article fits its story: mean probability with those near to it, and in words if it does not."""

    likeness: float | None  # None for one that is alone
    outlier: str = ""


class Fits(Struct, frozen=True):
    """How the articles of a story fit it, and those that would leave if it were split: none if it is one."""

    articles: dict[str, Fit]
    apart: tuple[str, ...] = ()


Shared = Callable[[Placed, Placed], float]  # evidence that two articles of one day are of one story


def likenesses(members: Sequence[Placed], shared: Shared, settings: ClusterSettings) -> dict[str, float]:
    """Return the mean probability of each article with the others of its story that are near in time."""
    story = OpenStory("")
    story.articles = sorted(placed.order for placed in members)
    by_id = {placed.features.article: placed for placed in members}
    found = {}
    for id, placed in by_id.items():
        near = story.near(placed.features.day, settings.members + 1)
        others = [by_id[other] for other in near if other != id]
        if others:
            found[id] = mean(probability(shared(placed, other)) for other in others)
    return found


def outliers(likely: dict[str, float], settings: ClusterSettings) -> dict[str, str]:
    """Return the articles whose likeness is far below that of the others, each with that in words."""
    if len(likely) < _FEWEST:
        return {}
    usual = median(likely.values())
    return {
        id: f"is far less like the others ({share:.2f}) than they are like each other ({usual:.2f})"
        for id, share in likely.items()
        if share < settings.outlier * usual
    }


def fits(documents: Iterable[AnnotatedArticle], open_stories: OpenStories) -> Fits:
    """Return how each article of one story fits it, as terms are rare just now."""
    settings = open_stories.settings
    members = [open_stories.weigh(features(document, settings)) for document in documents]
    shared = open_stories.scale.shared
    likely = likenesses(members, shared, settings)
    odd = outliers(likely, settings)
    ids = [placed.features.article for placed in members]
    return Fits({id: Fit(likely.get(id), odd.get(id, "")) for id in ids}, apart(members, shared, settings))


def apart(members: Sequence[Placed], shared: Shared, settings: ClusterSettings) -> tuple[str, ...]:
    """Return the articles of a story that has fallen into two groups which are not with its first; else none."""
    sides = _groups(sorted(members, key=lambda placed: placed.order)[-_NEWEST:], shared, settings)
    if sides is None:
        return ()
    known = {placed.features.article for side in sides for placed in side}
    older = [placed for placed in members if placed.features.article not in known]
    for placed in sorted(older, key=lambda placed: placed.order, reverse=True):
        near = [mean(probability(shared(placed, other)) for other in side[:_NEWEST]) for side in sides]
        sides[near[1] > near[0]].append(placed)
    first = min(members, key=lambda placed: placed.order)
    (leaving,) = [side for side in sides if first not in side]
    return tuple(placed.features.article for placed in sorted(leaving, key=lambda placed: placed.order))


def _groups(newest: Sequence[Placed], shared: Shared, settings: ClusterSettings) -> list[list[Placed]] | None:
    """Return the two groups that articles in order of time fall into, None where they are one.

    Each holds two articles at least, and the mean probability across is far below that within the looser.
    Where the last one is like all others, nothing else is compared: what falls apart does so as it grows.
    """
    if len(newest) < _FEWEST:
        return None
    last = [probability(shared(newest[-1], other)) for other in newest[:-1]]
    if min(last) >= settings.split:
        return None
    span = range(len(newest))
    links = {(a, b): probability(shared(newest[a], newest[b])) for a, b in combinations(span, 2)}
    groups = _halves(len(newest), links)
    if min(map(len, groups)) < 2:
        return None
    within = min(mean(links[min(p), max(p)] for p in combinations(group, 2)) for group in groups)
    across = mean(links[min(a, b), max(a, b)] for a in groups[0] for b in groups[1])
    if across >= settings.split * within:
        return None
    return [[newest[number] for number in group] for group in groups]


def _halves(count: int, links: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Join numbers by average linkage until two groups are left."""
    groups = {number: [number] for number in range(count)}
    sums = dict(links)  # of two groups: a mean is told from the sum, and sums add up
    while len(groups) > 2:
        one, other = max(sums, key=lambda pair: sums[pair] / (len(groups[pair[0]]) * len(groups[pair[1]])))
        groups[one] += groups.pop(other)
        del sums[one, other]
        for third in groups.keys() - {one}:
            pair, gone = (min(one, third), max(one, third)), (min(other, third), max(other, third))
            sums[pair] += sums.pop(gone)
    return list(groups.values())


def split_fallen(stories: Iterable[str], open_stories: OpenStories) -> tuple[StoryEvent, ...]:
    """Split each of the open stories that has fallen into two groups; that of its first article keeps the id.

    A story into which a person put articles stays as it is.
    """
    events: list[StoryEvent] = []
    for name in stories:
        articles = [id for _, _, id in open_stories.stories[name].articles]
        if len(articles) < _FEWEST or any(open_stories.events[id].act is not None for id in articles):
            continue
        members = [open_stories.articles[id] for id in articles]
        leaving = apart(members, open_stories.scale.shared, open_stories.settings)
        new = content_id("split", name, *leaving)
        for id in leaving:
            features = open_stories.articles[id].features
            event = StoryEvent(
                "split", new, id, features.at, "the story has fallen into two groups", other=name
            )
            open_stories.move(id, event)
            events.append(event)
    return tuple(events)
