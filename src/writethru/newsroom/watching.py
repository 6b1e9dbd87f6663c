"""Watching: feeds followed, looked at when they are due, and their articles kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from writethru.errors import StoreLocked, UsageError
from writethru.newsroom import following
from writethru.newsroom.captures import Progress
from writethru.newsroom.following import FeedCheck, FeedListing, Followed, Imported
from writethru.newsroom.rechecking import Rechecking
from writethru.newsroom.reports import Report
from writethru.newsroom.taking_in import silent
from writethru.records import Capture, FoundFeed, Problem, Visit, WatchedFeed
from writethru.store import FeedDocument

if TYPE_CHECKING:
    from writethru.acquire.watching import Clock
    from writethru.newsroom.rounds import More
    from writethru.newsroom.runs import Run
    from writethru.newsroom.visits import Way

READ_AGAIN = 1.0  # seconds after which a watch looks whether feeds were added or removed


class Watching(Rechecking):
    """Follows feeds, and looks again at what pages cite; the pages of the stories that this changes are revised."""

    def feed_add(self, address: str, *, title: str = "", folder: Sequence[str] = ()) -> Followed:
        """Watch a feed, a news sitemap, or the best feed of a site; what is wrong with it is in the answer."""
        return following.follow(self._store, self._means(), address, self._present(), title, tuple(folder))

    def feeds(self) -> tuple[FeedListing, ...]:
        """List the watched feeds by folder and name, each with its health in words."""
        return tuple(following.list_feeds(self._store, self._present(), self.settings))

    def feed_remove(self, name: str) -> WatchedFeed:
        """Watch a feed no more, named by its address, title, or a part of its address; its articles stay."""
        feed = following.choose(self._store, name)
        self._store.remove_feed(feed.url)
        return feed

    def feed_check(self, name: str | None = None) -> Iterator[FeedCheck]:
        """Fetch a feed, watched or not, or all that are watched, once each; keep nothing of it."""
        feeds = self._store.feeds() if name is None else (self._named_or_new(name),)
        for feed in feeds:
            yield following.check(self._store, self._means(), feed, self._present(), self.settings)

    def feed_discover(self, site: str) -> tuple[FoundFeed, ...]:
        """Return the feeds of a site, the best first; raise FetchError if it cannot be had.

        What it answered is kept before anything looks at it, where the newsroom keeps anything.
        """
        kept = self._store if self._keeps and not self._read_only else None
        return following.discover(kept, self._means(), site, self._present())

    def feed_import(self, file: str | Path | bytes) -> Imported:
        """Watch the feeds of an OPML file, or of its bytes."""
        return following.import_opml(self._store, file, self._present(), self._means().parsing)

    def feed_documents(self, name: str) -> tuple[FeedDocument, ...]:
        """Return what a watched feed answered, as it came: the last that could be read, and the last that could not."""
        return self._store.feed_documents(following.choose(self._store, name).url)

    def feed_export(self) -> bytes:
        """Return the watched feeds as OPML."""
        return following.export_opml(self._store.feeds())

    def update(
        self,
        feed: str | None = None,
        *,
        every: bool = False,
        clock: Clock | None = None,
        progress: Progress | None = None,
    ) -> Iterator[Visit]:
        """Visit the feeds that are due, or every one, or only the one named; yield each visit when it is kept.

        Then, unless one feed was named, some of the articles that pages cite are fetched again.
        """
        clock = clock or self._clock()
        if feed is not None:
            due = [replace(following.choose(self._store, feed), due="", ended="")]
        else:
            kept = self._store.feeds()
            due = [replace(f, due="") for f in kept] if every else _due(kept, clock)
        given = iter([sorted(due, key=lambda f: (f.due, f.url))])
        yield from self._run(lambda in_hand: next(given, None), clock, lambda: False, progress)
        if feed is None:
            self._recheck_cited(_time(clock))

    def watch(
        self,
        stop: Callable[[], bool],
        *,
        clock: Clock | None = None,
        progress: Progress | None = None,
    ) -> Iterator[Visit]:
        """Visit feeds when they are due until `stop` says so; yield each visit when it is kept."""
        clock = clock or self._clock()
        looked = rechecked = float("-inf")

        def more(in_hand: set[str]) -> Sequence[WatchedFeed]:
            nonlocal looked, rechecked
            if clock.now() - rechecked >= 60 * self.settings.watch.shortest_minutes:
                rechecked = clock.now()
                self._recheck_cited(_time(clock))
            if clock.now() - looked < READ_AGAIN:
                return ()
            looked = clock.now()
            return [feed for feed in _due(self._store.feeds(), clock) if feed.url not in in_hand]

        while not stop():
            try:
                yield from self._run(more, clock, stop, progress)
            except StoreLocked:  # by another process: what was fetched and not kept is fetched again
                looked = float("-inf")
                clock.sleep(READ_AGAIN)

    def _run(
        self, more: More, clock: Clock, stop: Callable[[], bool], progress: Progress | None
    ) -> Iterator[Visit]:
        from writethru.newsroom.rounds import Rounds

        if self._read_only:
            raise UsageError("feeds cannot be followed in a store that is opened for reading only")

        def take_in(items: Iterable[Capture | Problem], run: Run) -> Report:
            report = self._publish(self._take_in(items, progress or silent, run))
            self._taken |= dict.fromkeys(report.added, _time(clock))
            return report

        rounds = Rounds(
            self._store,
            self.settings,
            self._means(clock),
            take_in,
        )
        yield from rounds.run(more, stop)

    def _means(self, clock: Clock | None = None) -> Way:
        """Return what visits need; all threads share the one way to the network."""
        from writethru.acquire import open_fetch, open_workers
        from writethru.newsroom.visits import Way

        if self._fetch is None:
            self._fetch = open_fetch(self.settings, clock=clock)
        return Way(self._fetch, open_workers(self.settings), clock or self._clock())

    def _clock(self) -> Clock:
        """Return the clock, standing still where the present time was given."""
        from writethru.acquire.watching import Clock

        now = self.now
        return Clock() if now is None else Clock(wall=lambda: now.timestamp())

    def _present(self) -> datetime:
        return datetime.fromtimestamp(self._clock().wall(), UTC)

    def _named_or_new(self, name: str) -> WatchedFeed:
        try:
            return following.choose(self._store, name)
        except UsageError:
            return WatchedFeed(url=following.web(name))


def _time(clock: Clock) -> datetime:
    return datetime.fromtimestamp(clock.wall(), UTC)


def _due(feeds: Sequence[WatchedFeed], clock: Clock) -> list[WatchedFeed]:
    """Return the feeds that are due, or owe pages that are, in the order in which they came due."""
    from writethru.acquire.watching import host, resting

    at = datetime.fromtimestamp(clock.wall(), UTC).isoformat(timespec="seconds")
    due = [f for f in feeds if (not f.ended and f.due <= at) or (f.owed and f.owed_due <= at)]
    left_alone = resting(feeds, at) if due else set()
    due = [f for f in due if host(f.url) not in left_alone]
    return sorted(due, key=lambda f: (f.due, f.url))
