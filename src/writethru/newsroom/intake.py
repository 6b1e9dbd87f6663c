"""Sources in: captures kept, articles read, put in order, placed, and kept batch by batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from writethru.newsroom.captures import Found, Progress, Read, batches, read_captures
from writethru.newsroom.recognising import recognise
from writethru.newsroom.reports import Report
from writethru.newsroom.runs import Run
from writethru.records import AnnotatedArticle, Article, Capture, Problem, Standing, StoryEvent
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
    found = recognise(read.found, store)
    read.name_anew(read.found, found)
    new, known, repeated = sort_out(found, store)
    keep_known(known, read, store)
    added: list[str] = []
    others: list[str] = []  # which another process kept meanwhile
    documents: dict[str, AnnotatedArticle] = {}
    left = new
    while left:
        for placed, ids in place_and_keep(left, documents, store, settings, progress):
            added += ids
            others += sorted(set(placed) - set(ids))
            left = left[len(placed) :]
            store.add_readings(read.readings(placed))
        if left:  # another process has placed articles: what is left is looked at anew, knowing of them
            named = recognise(left, store)
            read.name_anew(left, named)
            left, also_known, _ = sort_out(named, store)
            keep_known(also_known, read, store)
            known |= also_known
    of_articles = {p for _, theirs in (*found, *new) for p in theirs}
    of_articles |= {p for id, theirs in repeated.items() if id in known for p in theirs}
    problems = (*read.problems, *(p for theirs in repeated.values() for p in theirs))
    if loose := [p for p in problems if p not in of_articles]:
        store.add_problems(loose)
    stories = tuple(dict.fromkeys(store.story_of(id) or "" for id in added))
    there = (*dict.fromkeys(known.values()), *others)
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


def keep_known(known: dict[str, str], read: Read, store: Store) -> None:
    """Keep of captures that they hold what is known already."""
    if readings := [r for id, kept in known.items() for r in read.readings([id], kept)]:
        store.add_readings(readings)


def place_and_keep(
    new: Sequence[Found],
    documents: dict[str, AnnotatedArticle],
    store: Store,
    settings: Settings,
    progress: Progress,
) -> Iterator[tuple[list[str], list[str]]]:
    """Annotate articles, find their stories, and keep them in batches, in the order given.

    Yields of each batch that is kept the ids of its articles, and of those that were not there. Ends before all
    are kept when another process has placed articles: what was placed without knowing of them is not kept,
    and stays in `documents` to be placed anew.
    """
    last = store.last_event()
    for additions, events, standing in place_in_order(new, documents, store, settings, progress):
        kept = store.add_after(last, additions, events, standing)
        if kept is None:
            return
        flags, last = kept
        ids = [addition.document.article.id for addition in additions]
        fresh = [id for id, is_new in zip(ids, flags, strict=True) if is_new]
        for addition, is_new in zip(additions, flags, strict=True):
            if is_new:
                progress("kept", addition.document.article.where)
            documents.pop(addition.document.article.id)
        yield ids, fresh


def place_in_order(
    new: Sequence[Found],
    documents: dict[str, AnnotatedArticle],
    store: Store,
    settings: Settings,
    progress: Progress,
) -> Iterator[tuple[list[Addition], list[StoryEvent], Standing]]:
    """Annotate articles that are not in `documents`, and find the stories of all; yield them in batches to be kept.

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
            document = documents.get(article.id) or annotate(article)
            documents[article.id] = document
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
