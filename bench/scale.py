"""What an article costs when a million lie in the store: the stream replayed, dates shifted, names renamed.

Every article is placed, its day put together anew when it is over, and article, place and what assignment
remembers are kept, as the newsroom does it; features are ready, and of the text only the beginning is
kept. `WRITETHRU_SCALE_ARTICLES` says how many (100,000 without it; a million takes an hour or more).
"""

from __future__ import annotations

import os
import resource
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from msgspec import structs

from bench.cluster import assigned, ready
from bench.data import present, rows
from writethru.cluster import ArticleFeatures, OpenStories, changes, end_day, place, restore
from writethru.records import AnnotatedArticle, Article, Findings, StoryEvent
from writethru.settings import ClusterSettings
from writethru.store import Addition, Store, open_store

BATCH = 64  # articles in one transaction, as the newsroom has it
FIRST = 10_000  # articles after which the first measure is taken
MEASURED = 5_000  # articles that a measure is the mean of
LATE_DAYS = 7
BEGINNING = 600  # characters of a text that are kept


def replayed(articles: Sequence[ArticleFeatures], turn: int) -> Iterator[ArticleFeatures]:
    """Yield articles moved on in time so that they follow the turn before, with other names."""
    if not turn:
        yield from articles
        return
    days = [each.day for each in articles if each.day]
    shift = turn * (max(days) - min(days) + 30)
    for each in articles:
        named = {word for name in each.names for word in name.split()}

        def other(term: str, named: set[str] = named) -> str:
            return f"{term}~{turn}" if term in named else term

        yield structs.replace(
            each,
            article=f"{each.article}-{turn}",
            key=f"{each.key}-{turn}",
            day=each.day + shift if each.day else None,
            at=date.fromordinal(each.day + shift).isoformat() if each.day else None,
            terms={other(term): weight for term, weight in each.terms.items()},
            title=tuple(map(other, each.title)),
            names={f"{name}~{turn}": weight for name, weight in each.names.items()},
        )


class Desk:
    """The newsroom without reading: places ready features and keeps them in batches."""

    def __init__(self, store: Store, settings: ClusterSettings) -> None:
        self.store = store
        self.stories: OpenStories = restore(store.standing(), settings)
        self._additions: list[Addition] = []
        self._events: list[StoryEvent] = []

    def take(self, features: ArticleFeatures) -> StoryEvent:
        """Place one article; keep it with the others of its batch."""
        event = place(features, self.stories)
        article = Article(
            id=features.article,
            key=features.key,
            title=features.opening.partition("\n")[0],
            text=features.opening[:BEGINNING],
            published=features.at,
        )
        self._additions.append(Addition(AnnotatedArticle(article, Findings(), Findings()), event, (), ()))
        self._events += end_day(self.stories, features.day)
        if len(self._additions) == BATCH:
            self.keep()
        return event

    def keep(self) -> None:
        """Keep what was placed, in one transaction."""
        self.store.add_many(self._additions, self._events, changes(self.stories))
        self._additions, self._events = [], []


def _measured(desk: Desk, articles: Iterator[ArticleFeatures], count: int) -> float:
    """Return the milliseconds of processor time that one of the next articles costs."""
    start = process_time()
    taken = 0
    for each in articles:
        desk.take(each)
        taken += 1
        if taken == count:
            break
    return 1000 * (process_time() - start) / max(taken, 1)


def late_found(articles: Sequence[ArticleFeatures], settings: ClusterSettings) -> dict[str, float]:
    """Return the share of articles that find their story although they come a week late.

    Every tenth article of the stories of three and more is held back; it finds its story if it joins one that
    holds another article of the story it was in when it came in time.
    """
    on_time = assigned(articles, settings)
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for id, name in on_time.items():
        groups[name].add(id)
    late = [each for each in articles if len(groups[on_time[each.article]]) > 2 and each.day][::10]
    held = {each.article for each in late}
    stories, waiting, found = OpenStories(settings), list(late), 0
    for each in articles:
        while waiting and (waiting[0].day or 0) + LATE_DAYS <= (each.day or 0):
            article = waiting.pop(0)
            story = stories.stories[place(article, stories).story]
            mates = groups[on_time[article.article]] - held
            found += any(id in mates for _, _, id in story.articles)
        if each.article not in held:
            place(each, stories)
            end_day(stories, each.day)
    came = len(late) - len(waiting)
    return {"n": came, "found": found / max(came, 1)}


def run(data: Path) -> dict[str, dict[str, float]]:
    """Return costs, memory, and what a restart and late articles find."""
    source = data / "stream/articles.jsonl.gz"
    if not present(source):
        return {}
    settings = ClusterSettings()
    total = int(os.environ.get("WRITETHRU_SCALE_ARTICLES", "100000"))
    articles = [ready(row, settings) for row in rows(source)]
    articles.sort(key=lambda each: (each.at or "9999", each.article))
    stream = (each for turn in range(total // len(articles) + 2) for each in replayed(articles, turn))
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "scale.db")
        with open_store(path) as store:
            desk = Desk(store, settings)
            _measured(desk, stream, FIRST)
            first = _measured(desk, stream, MEASURED)
            for done in range(FIRST + MEASURED, total - 2 * MEASURED, 10_000):
                _measured(desk, stream, 10_000)
                _show(done + 10_000, total)
            last = _measured(desk, stream, MEASURED)
            desk.keep()
            probe = next(stream)
            start = process_time()
            again = Desk(store, settings)
            restart = process_time() - start
            same = place(probe, again.stories) == place(probe, desk.stories)
            size = Path(path).stat().st_size
    figures: dict[str, Any] = {
        "n": total,
        "first_ms": first,
        "last_ms": last,
        "growth": last / first,
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "store_mib": size / 2**20,
        "restart_s": restart,
        "same_after_restart": float(same),
    }
    return {"scale": figures, "late": late_found(articles[-6000:], settings)}


def _show(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} of {total:,}", end="", file=sys.stderr, flush=True)
