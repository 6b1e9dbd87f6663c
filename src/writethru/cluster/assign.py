"""Online assignment: an article joins the likeliest open story or opens one, and says why in words."""

from __future__ import annotations

from typing import Literal

from msgspec import structs

from writethru.cluster.features import ArticleFeatures, features
from writethru.cluster.likeness import Placed
from writethru.cluster.open_stories import OpenStories, OpenStory
from writethru.cluster.reasons import why_joined, why_opened
from writethru.records import AnnotatedArticle, StoryEvent, content_id


def story_id(article: str) -> str:
    """Return the id of the story that an article opens."""
    return content_id("story", article)


def assign(document: AnnotatedArticle, open_stories: OpenStories) -> StoryEvent:
    """Place an article in an open story or open one, and remember it.

    An article that is in an open story already stays there: its last event is returned again.
    """
    known = open_stories.events.get(document.article.id)
    if known is not None:
        return known
    event = place(features(document, open_stories.settings), open_stories)
    if event.kind == "joined" and not event.reason:
        event = structs.replace(event, reason=why_joined(document.article.id, open_stories))
        open_stories.events[document.article.id] = event
    return event


def place(article: ArticleFeatures, open_stories: OpenStories) -> StoryEvent:
    """Place ready features until their day is settled; the reason of a join is left to `assign`."""
    placed = open_stories.weigh(article)
    event = _page_event(article, open_stories) or _event(placed, open_stories)
    open_stories.enter(placed, event)
    open_stories.unsettled[article.article] = None
    return event


def _page_event(article: ArticleFeatures, open_stories: OpenStories) -> StoryEvent | None:
    """Return the event of a new text of a page that is in an open story, None for any other article."""
    earlier = open_stories.page(article.key)
    if earlier is None or not article.terms:
        return None
    story = open_stories.story_of(earlier)
    return event_of("joined", story, article, 1.0, "an earlier text of the same page is in the story")


def _event(placed: Placed, open_stories: OpenStories) -> StoryEvent:
    """Return the event that places an article in the likeliest story, or opens one."""
    article = placed.features
    meetings = open_stories.meetings
    met = meetings.of(placed)
    near = open_stories.likely(placed, met)
    if not near and (nearest := meetings.nearest(met)) is not None:
        near = [nearest]  # named in the reason
    best: OpenStory | None = None
    score = 0.0
    for name in dict.fromkeys([open_stories.story_of(other.order[2]) for other in near]):
        story = open_stories.stories[name]
        likely = open_stories.link(placed, story)
        if likely > score or (likely == score and best is not None and name < best.story):
            best, score = story, likely
    settings = open_stories.settings
    if best is not None and score >= (settings.join if len(best.articles) > 1 else settings.alone):
        return event_of("joined", best.story, article, score, "")
    reason = why_opened(article, score, best.story if best else "")
    return event_of("opened", story_id(article.article), article, score, reason)


def event_of(
    kind: Literal["opened", "joined", "moved"],
    story: str,
    article: ArticleFeatures,
    score: float,
    reason: str,
) -> StoryEvent:
    """Return the event that places an article; the score is the mean probability, to four digits."""
    return StoryEvent(
        kind, story, article=article.article, at=article.at, reason=reason, score=round(score, 4)
    )
