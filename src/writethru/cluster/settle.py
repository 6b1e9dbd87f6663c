"""Settle a day: put its articles together anew, all at once, so that their order of arrival does not matter.

What is likeliest one story is joined first: articles with articles, articles with the stories of earlier
days, and two stories that new articles tie together. Members of earlier days are not parted again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import inf

from msgspec import Struct, structs

from writethru.cluster.assign import event_of, story_id
from writethru.cluster.fit import split_fallen
from writethru.cluster.likeness import Placed
from writethru.cluster.linkage import Body, Links, agglomerate
from writethru.cluster.open_stories import OpenStories
from writethru.cluster.reasons import why_joined
from writethru.cluster.revise import parted
from writethru.records import StoryEvent


def settle(open_stories: OpenStories, *, through: int | None = None) -> tuple[StoryEvent, ...]:
    """Place all articles that are not settled anew, and return what changed.

    With `through` (a proleptic ordinal) only those of days up to it, and the undated; they are then
    settled for good, and count from then on for how rare their terms are.
    """
    waiting = {id: open_stories.articles[id] for id in open_stories.unsettled}
    due = sorted(
        (p for p in waiting.values() if through is None or (p.features.day or 0) <= through),
        key=lambda placed: placed.order,
    )
    if not due:
        return ()
    due = [_weighed_anew(placed, open_stories) for placed in due]
    before = {id: open_stories.events[id] for id in waiting}
    done = {placed.features.article for placed in due}
    near = _neighbours(due, done, waiting, open_stories)
    alone = {id for id in done if _stays_alone(id, near, open_stories)}
    for id in (
        waiting.keys() - alone
    ):  # the result must not depend on articles of later days that are here already
        open_stories.take_out(id)
    groups = _regroup([placed for placed in due if placed.features.article not in alone], near, open_stories)
    events = [event for group in groups for event in _carry_out(group, before, open_stories)]
    if through is not None:  # before articles of later days are back
        for placed in due:
            open_stories.count(placed.features.article)
        events += split_fallen(sorted({open_stories.story_of(id) for id in done}), open_stories)
        open_stories.count_waiting(open_stories.settings.count_share)
    for id, placed in waiting.items():
        if id not in done:
            open_stories.put(placed, before[id])
    return tuple(events)


def _weighed_anew(placed: Placed, open_stories: OpenStories) -> Placed:
    """Return an article by how rare its terms are now, if days have been settled since it came."""
    if placed.as_of != open_stories.rarity.as_of:
        placed = open_stories.weigh(placed.features, placed.known)
        open_stories.replace(placed)
    return placed


def end_day(open_stories: OpenStories, day: int | None) -> tuple[StoryEvent, ...]:
    """Take note of the day of an arrival; when a new day has come, settle those before and close old stories."""
    if day is None or not open_stories.turn_page(day):
        return ()
    events = settle(open_stories, through=open_stories.today - 1)
    open_stories.close_old()
    return events


def _stays_alone(article: str, near: Neighbours, open_stories: OpenStories) -> bool:
    """Return whether an article that nothing can be joined with has its own story already; it stays as it is."""
    if article in near.articles or open_stories.story_of(article) != story_id(article):
        return False
    if len(open_stories.texts(open_stories.articles[article].features.key)) > 1:
        return False
    open_stories.feed(article)
    return True


def _regroup(due: Sequence[Placed], near: Neighbours, open_stories: OpenStories) -> list[Body]:
    """Put articles into stories of their own, and return which of them and of the others are one."""
    settings = open_stories.settings
    pages = {p.features.key: open_stories.page(p.features.key) for p in due}
    own = {placed.features.article for placed in due}
    for placed in due:
        open_stories.put(placed, event_of("opened", placed.features.article, placed.features, 0.0, ""))
    bodies = {id: Body([id]) for id in own}
    links: Links = {id: {} for id in own}

    def tie(one: str, other: str, likely: float) -> None:
        links[one][other] = links.setdefault(other, {})[one] = likely

    for placed in due:
        id = placed.features.article
        for other in near.alike.get(id, ()):
            if other not in links[id]:
                tie(id, other, open_stories.probability(placed, open_stories.articles[other]))
        for story in near.stories.get(id, ()):
            tie(id, story, open_stories.link(placed, open_stories.stories[story]))
        earlier = pages.get(placed.features.key)
        if earlier is not None:
            tie(id, earlier if earlier in own else open_stories.story_of(earlier), 1.0)
        pages[placed.features.key] = id
    for name in links.keys() - own:
        counting = min(len(open_stories.stories[name].articles), settings.members)
        bodies[name] = Body([name], counting, fixed=1)

    def between(one: str, other: str) -> float:
        if parted(one, other, open_stories):
            return -inf  # whatever articles tie them together
        members = open_stories.stories[one].near(None, 4)
        return sum(
            open_stories.link(open_stories.articles[id], open_stories.stories[other]) for id in members
        ) / len(members)

    return agglomerate(bodies, links, between, join=settings.join, alone=settings.alone)


class Neighbours(Struct):
    """Which articles of a day may be joined with what: articles that are likely of one story, two by two."""

    articles: set[str]  # that are likely of one story with another
    stories: dict[str, set[str]]  # article -> settled stories of such others, and of such others of theirs
    alike: dict[str, list[str]]  # article -> of these articles those with which it shares most


def _neighbours(
    due: Sequence[Placed], own: Collection[str], waiting: Collection[str], open_stories: OpenStories
) -> Neighbours:
    """Return what the articles of a day may be joined with.

    Nothing else can be joined: a mean of less likely pairs is no more likely. But what can counts in full: two articles
    that are one story stand or fall together before a story that only one of them is near to.
    """
    near = Neighbours(set(), {}, {})
    tied: dict[str, set[str]] = {}
    mates: dict[str, list[str]] = {}
    for placed in due:
        id = placed.features.article
        for other in open_stories.likely(placed):
            theirs = other.features.article
            if theirs in own:
                near.articles |= {id, theirs}
                mates.setdefault(id, []).append(theirs)
            elif theirs not in waiting:
                near.articles.add(id)
                tied.setdefault(id, set()).add(open_stories.story_of(theirs))
    for id in near.articles:
        near.stories[id] = tied.get(id, set()).union(*(tied.get(mate, ()) for mate in mates.get(id, ())))
    among = [placed for placed in due if placed.features.article in near.articles]
    for placed, met in zip(among, open_stories.meetings.among(among), strict=True):
        near.alike[placed.features.article] = _most(met, open_stories.settings.candidates)
    return near


def _most(met: Mapping[str, float], count: int) -> list[str]:
    """Return the articles with which most is shared."""
    found = sorted(met)
    if len(found) > count:
        found.sort(key=met.__getitem__, reverse=True)
    return found[:count]


def _carry_out(group: Body, before: dict[str, StoryEvent], open_stories: OpenStories) -> Iterator[StoryEvent]:
    """Put the articles of a group into one story; yield what is not as it was before."""
    stories = [part for part in group.parts if part not in before]
    articles = sorted(
        (part for part in group.parts if part in before), key=lambda id: open_stories.articles[id].order
    )
    name = _name(stories, articles, before, open_stories)
    for absorbed in stories:
        if absorbed != name:
            yield merge_into(name, absorbed, open_stories)
    for article in articles:
        open_stories.move(article, structs.replace(before[article], story=name))
    for article in articles:
        if before[article].story != name:
            alone = len(open_stories.stories[name].articles) == 1
            score = 0.0 if alone else open_stories.link_of(article)
            reason = "" if alone else why_joined(article, open_stories)
            features = open_stories.articles[article].features
            event = event_of("moved", name, features, score, reason or "is of no other story of its day")
            open_stories.events[article] = event
            yield structs.replace(event, other=before[article].story)


def merge_into(story: str, absorbed: str, open_stories: OpenStories) -> StoryEvent:
    """Move all articles of an open story into another; return the event that says so."""
    for _, _, article in list(open_stories.stories[absorbed].articles):
        open_stories.move(article, structs.replace(open_stories.events[article], story=story))
    return StoryEvent("merged", story, other=absorbed, reason="articles of a day tie the two together")


def _name(
    stories: Sequence[str], articles: Sequence[str], before: dict[str, StoryEvent], open_stories: OpenStories
) -> str:
    """Return the id of a group: that of its oldest story of earlier days, else the one most had till now."""
    if stories:
        return min(stories, key=lambda name: open_stories.stories[name].articles[0])
    opened = {story_id(article) for article in articles}
    held = Counter(before[article].story for article in articles if before[article].story in opened)
    return held.most_common(1)[0][0] if held else story_id(articles[0])
