"""Stories revised by hand: merged, split, an article moved, and what was done undone, as events to append.

What a person put somewhere stays there: its day counts as settled, and so does that of all articles in the
stories that were touched, for the person has seen them too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from writethru.cluster.open_stories import OpenStories
from writethru.records import StoryEvent, content_id

Lives = Mapping[str, Sequence[StoryEvent]]  # article -> the events that placed it, oldest first
BY_HAND = "by hand"
_DONE = {"merged": "a merge", "split": "a split", "moved": "a move", "undone": "an undo"}


def merge(story: str, lives: Lives, reason: str = "") -> tuple[StoryEvent, ...]:
    """Return the events that take articles, all of other stories, into a story."""
    return _placed("merged", story, lives, reason)


def move(story: str, lives: Lives, reason: str = "") -> tuple[StoryEvent, ...]:
    """Return the events that move articles, the texts of one page, to a story."""
    return _placed("moved", story, lives, reason)


def split(lives: Lives, reason: str = "") -> tuple[StoryEvent, ...]:
    """Return the events that make articles of one story a new one, with an id that no story ever had."""
    new = content_id("split", *(f"{article} {len(life)}" for article, life in lives.items()))
    return _placed("split", new, lives, reason)


def _placed(
    kind: Literal["merged", "split", "moved"], story: str, lives: Lives, reason: str
) -> tuple[StoryEvent, ...]:
    act = _act_id(kind, story, lives)
    return tuple(
        StoryEvent(
            kind,
            story,
            article=article,
            at=life[0].at,
            reason=reason or BY_HAND,
            other=life[-1].story,
            act=act,
        )
        for article, life in lives.items()
    )


def _act_id(kind: str, story: str, lives: Lives) -> str:
    """Return the id of an act: each makes the lives of its articles longer, so that none comes twice."""
    return content_id("act", kind, story, *(f"{article} {len(life)}" for article, life in lives.items()))


def undo(
    act: Sequence[StoryEvent], lives: Lives, back_to: Callable[[str], str], reason: str = ""
) -> tuple[StoryEvent, ...]:
    """Return the events that take back an act; `back_to` says where the articles of a story belong now."""
    id = _act_id("undone", act[0].story, lives)
    return tuple(
        StoryEvent(
            "undone",
            back_to(event.other or ""),
            article=event.article,
            at=event.at,
            reason=f"undoes {_DONE[event.kind]}" + (f": {reason}" if reason else ""),
            other=lives[event.article or ""][-1].story,
            act=id,
        )
        for event in act
    )


def moved_on(act: Sequence[StoryEvent], lives: Lives) -> StoryEvent | None:
    """Return an event that moved one of the articles of an act on by itself since, None if none did."""
    for event in act:
        own = [e for e in lives[event.article or ""] if e.article is not None]
        if own[-1].act != event.act:
            return own[-1]
    return None


def follow(events: Iterable[StoryEvent], open_stories: OpenStories) -> None:
    """Carry out what was done by hand on the articles that are open, and settle all that it touched."""
    touched: dict[str, None] = {}
    for event in events:
        touched |= dict.fromkeys((event.story, event.other or ""))
        if event.article in open_stories.articles:
            open_stories.move(event.article or "", event)
    for article in list(open_stories.unsettled):
        if open_stories.story_of(article) in touched:
            open_stories.count(article)


def parted(one: str, other: str, open_stories: OpenStories) -> bool:
    """Return whether a person took an open article of one story out of the other."""
    return any(
        event.act is not None and event.other == theirs
        for mine, theirs in ((one, other), (other, one))
        for event in (open_stories.events[id] for _, _, id in open_stories.stories[mine].articles)
    )
