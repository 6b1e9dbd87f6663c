"""The front page: for each story how alive it is and how much it deserves to stand first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import structs

from writethru.newsroom.reports import StoryListing
from writethru.records import Brief, Counts, moment
from writethru.settings import Settings
from writethru.store import Store

ALIVE = ("breaking", "developing", "reopened")


def weigh(
    listed: Iterable[StoryListing], store: Store, now: datetime | None, settings: Settings
) -> Iterator[StoryListing]:
    """Yield stories with their phase and significance at `now`; None: at the newest time of any of them."""
    from writethru.cluster import phase
    from writethru.publish.front import significance

    stories = list(listed)
    at = now or _newest(stories)
    for story in stories:
        last = next(reversed(store.pages(story.id)), None)
        dates = [article.published for article in story.articles]
        yield structs.replace(
            story,
            phase=phase(dates, at, settings.cluster) if at else None,
            significance=significance(_counts(story), _changes(last), story.last, at) if at else None,
        )


def in_order(stories: Iterable[StoryListing], *, active: bool) -> tuple[StoryListing, ...]:
    """Return weighed stories, the most significant first; only those that are alive, if `active`."""
    chosen = [s for s in stories if not active or (s.phase and s.phase.kind in ALIVE)]
    return tuple(sorted(chosen, key=lambda s: (-(s.significance.weight if s.significance else 0), s.id)))


def _counts(story: StoryListing) -> Counts:
    return Counts(
        len(story.articles),
        len({a.publisher for a in story.articles}),
        len({a.origin for a in story.articles}),
    )


def _changes(page: Brief | None) -> int:
    """Return how many changes the latest revision brought; the figures revised within the first are none."""
    return len(page.changes) if page and page.revision > 1 else 0


def _newest(stories: Iterable[StoryListing]) -> datetime | None:
    times = [moment(article.published) for story in stories for article in story.articles]
    return max((t for t in times if t), default=None)
