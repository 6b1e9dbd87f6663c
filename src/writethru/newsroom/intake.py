"""Sources in: captures kept, articles read, put in order, placed, and kept batch by batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from writethru.newsroom.captures import Found, Progress, batches, read_captures
from writethru.newsroom.recognising import recognise
from writethru.newsroom.reports import Report
from writethru.newsroom.runs import Run
from writethru.records import Article, Capture, Problem, Standing, StoryEvent
from writethru.settings import Settings
from writethru.store import Addition, Store

if TYPE_CHECKING:
    from writethru.cluster import OpenStories

_NEVER = datetime.max.replace(tzinfo=UTC)


def take_in(
    items: Iterable[Capture | Problem], store: Store, settings: Settings, progress: Progress, run: Run
) -> Report:
    """Read what a run brings, after what was left by interrupted ones, and keep it."""
    read = read_captures(run.with_left(items), store, settings, progress, run)
    read.name_anew(recognise(read.found, store))
    new, known, repeated = sort_out(read.found, store)
    if readings := [r for id, kept in known.items() for r in read.readings([id], kept)]:
        store.add_readings(readings)
    added: list[str] = []
    for additions, events, standing in place_in_order(new, store, settings, progress):
        wheres = {addition.document.article.id: addition.document.article.where for addition in additions}
        for id in keep(additions, events, standing, store):
            added.append(id)
            progress("kept", wheres[id])
        store.add_readings(read.readings(wheres))
    of_articles = {p for _, theirs in (*read.found, *new) for p in theirs}
    of_articles |= {p for id, theirs in repeated.items() if id in known for p in theirs}
    problems = (*read.problems, *(p for theirs in repeated.values() for p in theirs))
    if loose := [p for p in problems if p not in of_articles]:
        store.add_problems(loose)
    others = {article.id for article, _ in new} - set(added)  # which another process kept meanwhile
    stories = tuple(dict.fromkeys(store.story_of(id) or "" for id in added))
    there = (*dict.fromkeys(known.values()), *sorted(others))
    return Report(tuple(added), there, stories, problems, run.resumed)


def sort_out(
    found: Sequence[Found], store: Store
) -> tuple[list[Found], dict[str, str], dict[str, list[Problem]]]:
    """Return what is new in order of (published, id), what is known and as what, and what came twice, by id.

    Articles without a date come last. That a new article came twice is among its problems too.
    """
    new: dict[str, Found] = {}
    known: dict[str, str] = {}
    repeated: dict[str, list[Problem]] = {}
    first: dict[str, Article] = {}
    for article, problems in found:
        earlier = first.setdefault(article.id, article)
        if earlier is not article:
            twice = _repeated(article, earlier.where)
            repeated.setdefault(article.id, []).append(twice)
            if article.id in new:
                new[article.id] = earlier, (*new[article.id][1], twice)
        elif (kept := store.known(article)) is not None:
            known[article.id] = kept
        else:
            new[article.id] = article, problems
    return sorted(new.values(), key=lambda pair: age(pair[0])), known, repeated


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
