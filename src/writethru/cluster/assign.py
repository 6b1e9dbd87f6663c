"""Online assignment: an article joins the nearest open story or opens one, and says why in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from msgspec import structs

from writethru.cluster.features import ArticleFeatures, features
from writethru.cluster.open_stories import OpenStories, OpenStory, Vector
from writethru.records import AnnotatedArticle, StoryEvent, content_id

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_LOOKED_AT = 4000  # characters in which the written form of a stem is looked for


def story_id(article: str) -> str:
    """Return the id of the story that an article opens."""
    return content_id("story", article)


def assign(document: AnnotatedArticle, open_stories: OpenStories) -> StoryEvent:
    """Place an article in an open story or open one, and remember it.

    An article that is in an open story already stays there: its first event is returned again.
    """
    known = open_stories.events.get(document.article.id)
    if known is not None:
        return known
    article = features(document, open_stories.settings)
    event = place(article, open_stories)
    if event.kind == "joined" and not event.reason:
        event = _reasoned(event, document, article, open_stories)
        open_stories.events[article.article] = event
    return event


def place(article: ArticleFeatures, open_stories: OpenStories) -> StoryEvent:
    """Place ready features; the reason of a join is left to `assign`, which has the words."""
    weighted = open_stories.weigh(article)
    best: OpenStory | None = None
    score = 0.0
    earlier = open_stories.pages.get(article.key)
    if earlier is not None and article.terms:
        event = _event("joined", earlier, article, 1.0, "an earlier text of the same page is in the story")
        open_stories.enter(article, weighted, event)
        return event
    for story, gap in open_stories.candidates(weighted, article.day):
        likeness = open_stories.likeness(weighted, story) - (gap or 0) * open_stories.settings.day_cost
        if article.ordinals and _another_of_its_kind(article, story, open_stories):
            likeness -= open_stories.settings.ordinal_cost
        if likeness > score:
            best, score = story, likeness
    if best is not None and score >= open_stories.settings.join:
        event = _event("joined", best.story, article, score, "")
    else:
        event = _event("opened", story_id(article.article), article, score, _why_opened(article, score, best))
    open_stories.enter(article, weighted, event)
    return event


def _another_of_its_kind(article: ArticleFeatures, story: OpenStory, open_stories: OpenStories) -> bool:
    """Return whether a story is about the 12th of something of which the article is about the 13th."""
    newest = story.articles[-open_stories.settings.recent_members :]
    for stem, which in article.ordinals.items():
        theirs = [open_stories.features[each].ordinals.get(stem, frozenset()) for each in newest]
        if any(theirs) and not any(which & other for other in theirs):
            return True
    return False


def _event(
    kind: Literal["opened", "joined"], story: str, article: ArticleFeatures, score: float, reason: str
) -> StoryEvent:
    score = round(score, 4)
    return StoryEvent(kind, story, article=article.article, at=article.at, reason=reason, score=score)


def _why_opened(article: ArticleFeatures, score: float, nearest: OpenStory | None) -> str:
    if not article.terms:
        return "its language is not read, so it stands alone"
    if nearest is None:
        return "no open story shares its heaviest terms"
    return f"nearest open story {nearest.story} is not near enough ({score:.2f})"


# -- reasons


def _reasoned(
    event: StoryEvent, document: AnnotatedArticle, article: ArticleFeatures, open_stories: OpenStories
) -> StoryEvent:
    """Return the event with its evidence in words."""
    story = open_stories.stories[event.story]
    others = [open_stories.features[name] for name in story.articles if name != article.article]
    parts = [
        _shared_terms(document, open_stories.vectors[article.article].vector, story),
        _shared_names("person", "people", article.people, [other.people for other in others]),
        _shared_names(
            "organisation", "organisations", article.organisations, [o.organisations for o in others]
        ),
        _shared_names("same place", "same places", article.places, [other.places for other in others]),
        _days_apart(article, others),
    ]
    reason = ", ".join(part for part in parts if part)
    return structs.replace(event, reason=reason)


def _shared_terms(document: AnnotatedArticle, vector: Vector, story: OpenStory) -> str:
    weights = [
        (weight * (story.centre.get(term, 0.0) - weight), term)
        for term, weight in vector.items()
        if story.centre.get(term, 0.0) > weight + 1e-9 and not term.startswith("#")
    ]
    weights = sorted(((w, t) for w, t in weights if w >= 0.002), key=lambda pair: (-pair[0], pair[1]))
    written = _written(
        f"{document.article.title}\n{document.article.text[:_LOOKED_AT]}", [t for _, t in weights[:4]]
    )
    more = ", ..." if len(weights) > len(written) else ""
    noun = "rare term" if len(weights) == 1 else "rare terms"
    return f"{len(weights)} {noun} ({', '.join(written)}{more})" if weights else ""


def _written(text: str, stems: list[str]) -> list[str]:
    """Return for each stem the first word of the text that begins with it, or the stem."""
    words = _WORD.findall(text)
    found = []
    for stem in stems:
        opening = stem if len(stem) < 4 else stem[:-1]
        match = [w for w in words if w.lower().replace(",", "").startswith(opening)]
        exact = [w for w in match if w.lower().startswith(stem)]
        found.append((exact or match or [stem])[0])
    return list(dict.fromkeys(found))


def _shared_names(one: str, many: str, mine: Mapping[str, str], theirs: list[Mapping[str, str]]) -> str:
    shared = [form for form in sorted(mine) if any(form in names for names in theirs)]
    if not shared:
        return ""
    shown = ", ".join(mine[form] for form in shared[:3]) + (", ..." if len(shared) > 3 else "")
    count = "" if one.startswith("same") else f"{len(shared)} "
    return f"{count}{one if len(shared) == 1 else many} ({shown})"


def _days_apart(article: ArticleFeatures, others: list[ArticleFeatures]) -> str:
    if article.day is None:
        return "undated"
    gaps = [abs(article.day - other.day) for other in others if other.day is not None]
    if not gaps:
        return "the others are undated"
    gap = min(gaps)
    return "same day" if gap == 0 else ("1 day apart" if gap == 1 else f"{gap} days apart")
