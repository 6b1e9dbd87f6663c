"""Captures in, articles out: kept as they come, and then read in child processes, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from writethru.newsroom.runs import READER, Run
from writethru.records import Article, Capture, Problem
from writethru.settings import Settings
from writethru.store import Reading, Store, capture_id

Progress = Callable[[str, str], object]  # told "read", "placed" or "kept", and the place in the user's words
Found = tuple[Article, tuple[Problem, ...]]
Extracted = tuple[Capture | Problem, Article | None, tuple[Problem, ...], bool]  # last: it ended the process

# Captures in one transaction: few enough to let another writer in, many enough to be fast.
BATCH = 64


class Read:
    """What was read: articles with their problems, all problems in order, and the captures of each article."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.problems: list[Problem] = []
        self.captures: dict[str, list[str]] = {}

    def name_anew(self, before: Sequence[Found], found: Sequence[Found]) -> None:
        """Know the articles of `before` as those of `found`, which are the same in their order, some with another id."""
        captures: dict[str, list[str]] = {}
        renamed = {old.id: new.id for (old, _), (new, _) in zip(before, found, strict=True)}
        for id, theirs in self.captures.items():
            captures.setdefault(renamed.get(id, id), []).extend(theirs)
        self.captures = captures

    def readings(self, ids: Iterable[str], kept: str | None = None) -> Iterator[Reading]:
        """Yield the readings of the captures of articles; `kept` is the article they turned out to be."""
        for id in ids:
            for capture in self.captures.get(id, ()):
                yield Reading(capture, READER, kept or id)


def extracted(items: Iterable[Capture | Problem], settings: Settings) -> Iterator[Extracted]:
    """Yield each item in order, a capture with its article and what was wrong with it."""
    from writethru.acquire import Lost, extract, lost_problem, open_workers

    waiting: deque[Capture | Problem] = deque()

    def calls() -> Iterator[dict[str, Any]]:
        for item in items:
            waiting.append(item)
            if isinstance(item, Capture):
                yield {"capture": item, "settings": settings}

    for result in open_workers(settings).each(extract, calls()):
        while isinstance(item := waiting.popleft(), Problem):
            yield item, None, (item,), False
        if isinstance(result, Lost):
            yield item, None, (lost_problem(result, item.where),), True
        else:
            yield item, *result, False
    for item in waiting:
        assert isinstance(item, Problem)
        yield item, None, (item,), False


def read_captures(
    items: Iterable[Capture | Problem], store: Store, settings: Settings, progress: Progress, run: Run
) -> Read:
    """Keep captures as they come, before anything looks at them; return their articles and all problems."""
    read = Read()
    nothing: list[Reading] = []

    def kept() -> Iterator[Capture | Problem]:
        for batch in batches(items):
            store.add_captures((item for item in batch if isinstance(item, Capture)), run.number)
            yield from batch

    for item, article, problems, lost in extracted(kept(), settings):
        read.problems += problems
        if isinstance(item, Problem):
            continue
        id = capture_id(item)
        if article is not None:
            read.found.append((article, problems))
            read.captures.setdefault(article.id, []).append(id)
        else:
            nothing.append(Reading(id, READER, None, problems, lost))
        if len(nothing) >= BATCH:
            store.add_readings(nothing)
            nothing.clear()
        progress("read", item.where)
    if nothing:
        store.add_readings(nothing)
    return read


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
