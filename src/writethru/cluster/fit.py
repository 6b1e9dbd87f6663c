"""How well the articles of a story hold together: each one's likeness, outliers, and halves it falls into.

Days apart do not count here, only what articles share: the beginning and the end of a long story are alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from statistics import mean, median

from msgspec import Struct, structs

from writethru.cluster.assign import event_of
from writethru.cluster.features import features
from writethru.cluster.likeness import Placed, evidence, probability
from writethru.cluster.open_stories import OpenStories, OpenStory
from writethru.records import AnnotatedArticle, StoryEvent, content_id
from writethru.settings import ClusterSettings

_FEWEST = 4  # articles from which one can be told apart from the others
_NEWEST = 16  # articles of a story in which halves are looked for


class Fit(Struct, frozen=True):
    """How an article fits its story: mean probability with those near to it, and in words if it does not."""

    likeness: float | None  # None for one that is alone
    outlier: str = ""


def _timeless(one: Placed, other: Placed, settings: ClusterSettings) -> float:
    """Return the probability that two articles are of one story, were they of one day."""
    day = one.features.day
    theirs = other.features.day
    total = evidence(one, other, settings)
    if day is None or theirs is None:
        return probability(total + settings.undated_cost)
    return probability(total + min(abs(day - theirs), settings.window_days) * settings.day_cost)


def likenesses(members: Sequence[Placed], settings: ClusterSettings) -> dict[str, float]:
    """Return the mean probability of each article with the others of its story that are near in time."""
    story = OpenStory("")
    story.articles = sorted(placed.order for placed in members)
    by_id = {placed.features.article: placed for placed in members}
    found = {}
    for id, placed in by_id.items():
        near = story.near(placed.features.day, settings.members + 1)
        others = [by_id[other] for other in near if other != id]
        if others:
            found[id] = mean(_timeless(placed, other, settings) for other in others)
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


def fits(documents: Iterable[AnnotatedArticle], open_stories: OpenStories) -> dict[str, Fit]:
    """Return how each article of one story fits it, as terms are rare just now."""
    members = [open_stories.weigh(features(document, open_stories.settings)) for document in documents]
    likely = likenesses(members, open_stories.settings)
    odd = outliers(likely, open_stories.settings)
    return {
        id: Fit(likely.get(id), odd.get(id, "")) for id in (placed.features.article for placed in members)
    }


def halves(members: Sequence[Placed], settings: ClusterSettings) -> tuple[list[str], list[str]] | None:
    """Return the two groups that the newest articles fall into, None where they are one.

    Each holds two articles at least, and the mean probability across is far below that within the looser.
    """
    newest = sorted(members, key=lambda placed: placed.order)[-_NEWEST:]
    if len(newest) < _FEWEST:
        return None
    links = {
        frozenset((a.features.article, b.features.article)): _timeless(a, b, settings)
        for a, b in combinations(newest, 2)
    }

    def between(one: list[str], other: list[str]) -> float:
        return mean(links[frozenset((a, b))] for a in one for b in other)

    groups = [[placed.features.article] for placed in newest]
    while len(groups) > 2:
        one, other = max(combinations(groups, 2), key=lambda pair: between(*pair))
        groups = [group for group in groups if group not in (one, other)] + [one + other]
    if min(map(len, groups)) < 2:
        return None
    within = min(mean(links[frozenset(pair)] for pair in combinations(group, 2)) for group in groups)
    return (groups[0], groups[1]) if between(*groups) < settings.split * within else None


def split_fallen(stories: Iterable[str], open_stories: OpenStories) -> tuple[StoryEvent, ...]:
    """Split each of the open stories that has fallen into halves; the half of its first article keeps the id."""
    events: list[StoryEvent] = []
    for name in stories:
        members = [open_stories.articles[id] for _, _, id in open_stories.stories[name].articles]
        found = halves(members, open_stories.settings)
        if found is None:
            continue
        leaving = _leaving(members, found, open_stories.settings)
        new = content_id("split", name, *leaving)
        for id in leaving:
            placed = open_stories.articles[id]
            event = event_of("moved", new, placed.features, 0.0, "its story has fallen into two")
            event = structs.replace(event, kind="split", other=name)
            open_stories.move(id, event)
            events.append(event)
    return tuple(events)


def _leaving(
    members: Sequence[Placed], found: tuple[list[str], list[str]], settings: ClusterSettings
) -> list[str]:
    """Return the articles that leave with the half in which the first article is not."""
    by_id = {placed.features.article: placed for placed in members}
    sides = [[by_id[id] for id in side] for side in found]
    placed = {id for side in found for id in side}
    older = sorted((m for m in members if m.features.article not in placed), key=lambda m: m.order)
    for member in reversed(older):
        side = max(sides, key=lambda side: mean(_timeless(member, other, settings) for other in side[:_NEWEST]))
        side.append(member)
    first = min(members, key=lambda m: m.order)
    (left,) = [side for side in sides if first not in side]
    return [m.features.article for m in sorted(left, key=lambda m: m.order)]
