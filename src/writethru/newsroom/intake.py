"""Sources in: captures kept, articles read, put in order, placed, and kept batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from writethru.records import Article, Capture, Problem, Standing, StoryEvent
from writethru.settings import Settings
from writethru.store import Addition, Store

if TYPE_CHECKING:
    from writethru.cluster import OpenStories

Progress = Callable[[str, str], object]  # told "read" or "placed", and the place in the user's words
Found = tuple[Article, tuple[Problem, ...]]

# Articles in one transaction: few enough to let another writer in, many enough to be fast.
BATCH = 64
_NEVER = datetime.max.replace(tzinfo=UTC)


def read_captures(
    captures: Iterable[Capture | Problem], store: Store, settings: Settings, progress: Progress
) -> tuple[list[Found], list[Problem]]:
    """Keep captures as they come, before anything looks at them; return their articles and all problems."""
    from writethru.acquire import extract

    found: list[Found] = []
    problems: list[Problem] = []
    for batch in batches(captures):
        store.add_captures(item for item in batch if isinstance(item, Capture))
        for item in batch:
            if isinstance(item, Problem):
                problems.append(item)
                continue
            article, troubles = extract(item, settings=settings)
            problems += troubles
            if article is not None:
                found.append((article, troubles))
            progress("read", item.where)
    return found, problems


def sort_out(found: Sequence[Found], store: Store) -> tuple[list[Found], list[str], list[Problem]]:
    """Return what is new in order of (published, id), the ids of what is known, and what came twice.

    Articles without a date come last. That an article came twice is among its problems too.
    """
    new: dict[str, Found] = {}
    known: dict[str, None] = {}
    repeated = []
    first: dict[str, Article] = {}
    for article, problems in found:
        earlier = first.setdefault(article.id, article)
        if earlier is not article:
            repeated.append(_repeated(article, earlier.where))
            if article.id in new:
                new[article.id] = earlier, (*new[article.id][1], repeated[-1])
        elif (kept := store.known(article)) is not None:
            known[kept] = None
        else:
            new[article.id] = article, problems
    return sorted(new.values(), key=lambda pair: age(pair[0])), list(known), repeated


def _repeated(article: Article, where: str) -> Problem:
    found = f"the same article as {where}" if where else "the same article came twice"
    return Problem(article.where or article.id, found, "one of them is kept", kind="duplicate")


def age(article: Article) -> tuple[datetime, str]:
    """Return what articles are put in order by: time of publication (none: after all others), then id."""
    return article.published_at or _NEVER, article.id


def place_in_order(
    new: Sequence[Found], store: Store, settings: Settings, progress: Progress
) -> Iterator[tuple[list[Addition], list[StoryEvent], Standing]]:
    """Annotate articles and find their stories, in the order given; yield them in batches to be kept.

    With each batch come the events that settled the days before, with the last those that put the
    articles of the present day together.
    """
    from writethru.annotate import annotate
    from writethru.cluster import changes, end_day, settle
    from writethru.pipeline import place

    if not new:
        return
    stories = open_stories(new[0][0], store, settings)
    left = len(new)
    for batch in batches(new):
        additions: list[Addition] = []
        events: list[StoryEvent] = []
        for article, problems in batch:
            document = annotate(article)
            event, assertions = place(document, stories)
            additions.append(Addition(document, event, assertions, problems))
            day = article.day
            events += end_day(stories, day.toordinal() if day else None)
            progress("placed", article.where)
        left -= len(batch)
        if not left:
            events += settle(stories)
        yield additions, events, changes(stories)


def open_stories(oldest: Article, store: Store, settings: Settings) -> OpenStories:
    """Return the stories that are open, as they were left; if that is lost, from the articles of late."""
    from writethru.cluster import rebuild

    stories = remembered(store, settings)
    if stories.articles:
        return stories
    since = oldest.published_at
    if since is not None and since.year > 1:
        since -= timedelta(days=settings.cluster.keep_days)
    return rebuild(store.recent(since.isoformat() if since else None), settings.cluster)


def remembered(store: Store, settings: Settings) -> OpenStories:
    """Return the stories that are open, as they were left; none if that is lost."""
    from msgspec import DecodeError

    from writethru.cluster import restore

    try:
        return restore(store.standing(), settings.cluster)
    except DecodeError:  # kept by another version
        return restore(Standing(), settings.cluster)


def keep(
    additions: Sequence[Addition], events: Sequence[StoryEvent], standing: Standing, store: Store
) -> Iterator[str]:
    """Keep a batch in one transaction; yield the ids of articles that were new."""
    for addition, new in zip(additions, store.add_many(additions, events, standing), strict=True):
        if new:
            yield addition.document.article.id


def batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield items in lists of BATCH."""
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
