"""Rounds over feeds: looked at in threads, their items taken in, their states kept after their articles."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from msgspec.structs import replace

from writethru.acquire import Fetched, watching
from writethru.newsroom import runs
from writethru.newsroom.crew import Crew
from writethru.newsroom.reports import Report
from writethru.newsroom.visits import Errand, Job, Way
from writethru.records import Capture, OwedPage, Problem, Visit, WatchedFeed, WatchedItem
from writethru.settings import Settings
from writethru.store import Store, Visited

TakeIn = Callable[[Iterable[Capture | Problem], runs.Run], Report]
# Returns feeds that are to be visited and not in hand; None when there will be none any more.
More = Callable[[set[str]], Sequence[WatchedFeed] | None]

PATIENCE = 0.5  # seconds to wait for an answer before looking whether to stop
# Visits and items that are kept together, and seconds for which the first of them waits for others: a day's
# articles are put in order anew with each batch, so that one by one they would cost ten times as much.
TOGETHER, WAIT = 64, 2.0


class Rounds:
    """Visits feeds: one thread to a host, pages a few at a time, so that no feed waits for a slow or a long one.

    Whatever was fetched is kept before anything looks at it, pages in a run with all that is taken in together. The
    articles of a visit are kept before its state is, and the run ends after that: what is interrupted in between
    is done again, with the pages that are there, and known articles change nothing.
    """

    def __init__(self, store: Store, settings: Settings, way: Way, take_in: TakeIn) -> None:
        self._store = store
        self._settings = settings
        self._way = way
        self._clock = way.clock
        self._take_in = take_in
        self._crew: Crew[Job, Errand] = Crew(settings.watch.visits)
        self._waiting: deque[Job] = deque()
        self._in_hand: set[str] = set()
        self._hosts: set[str] = set()
        self._settled: list[tuple[Job, Visited]] = []
        self._brought: list[Capture | Problem] = []
        self._since = 0.0  # when the first of these was settled
        self._begun: runs.Run | None = None  # in which these were kept
        self._left: list[int] = []  # runs that were interrupted: what they brought is not asked for again

    def run(self, more: More, stop: Callable[[], bool]) -> Iterator[Visit]:
        """Visit what `more` gives until it gives None and all is done, or until `stop` says so."""
        try:
            self._left = runs.interrupted(self._store)
            while not stop():
                given = more(self._in_hand)
                for feed in given or ():
                    self._in_hand.add(feed.url)
                    due = not feed.ended and feed.due <= self._at()
                    self._waiting.append(Job(feed, () if due else self._due_pages(feed)))
                self._send()
                done = self._crew.done(PATIENCE)
                self._keep_documents(done)
                self._keep_pages(done)
                for job, errand in done:
                    if errand.document is None:
                        self._settle(job, errand)
                if self._is_enough():
                    yield from self._keep()
                elif not self._crew.busy and not self._waiting:
                    if given is None:
                        break
                    self._clock.sleep(PATIENCE)
        finally:
            self._crew.close()
            if self._begun is not None:
                self._begun.leave()

    def _is_enough(self) -> bool:
        """Whether what was settled is to be kept now."""
        if not self._settled:
            return False
        idle = not self._crew.busy and not self._waiting
        many = max(len(self._settled), len(self._brought)) >= TOGETHER
        return idle or many or self._clock.now() - self._since >= WAIT

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock.wall(), UTC)

    def _at(self) -> str:
        return self._now().isoformat(timespec="seconds")

    def _send(self) -> None:
        """Send out what may go: the longest waiting first, one to a host."""
        for _ in range(len(self._waiting)):
            job = self._waiting.popleft()
            where = job.host()
            if not self._crew.free or where in self._hosts:
                self._waiting.append(job)
                continue
            self._hosts.add(where)
            job.at = where
            job.there = self._there(job) if self._left else {}
            self._crew.do(job, partial(job.go, self._way, self._settings))

    def _there(self, job: Job) -> dict[str, Fetched]:
        """Return what interrupted rounds have brought of the pages of a job since these were owed."""
        found: dict[str, Fetched] = {}
        for page in job.next_pages(self._settings):
            if got := runs.brought(self._store, page.url, self._left, self._now(), since=page.due):
                found[page.url] = got
        return found

    def _run(self) -> runs.Run:
        """Return the run of what was brought and is not taken in yet."""
        if self._begun is None:
            self._begun = runs.begin(self._store, self._now())
        return self._begun

    def _keep_documents(self, done: Iterable[tuple[Job, Errand]]) -> None:
        """Keep what feeds answered, before anything looks at it, and have it looked at."""
        now = self._now()
        documents = [(job, errand.document) for job, errand in done if errand.document]
        if documents:
            self._store.keep_documents(
                (job.feed.url, asked, runs.answer_of(got, now)) for job, (asked, got) in documents
            )
        for job, _ in documents:
            self._crew.do(job, job.go_on)

    def _keep_pages(self, done: Iterable[tuple[Job, Errand]]) -> None:
        """Keep what pages answered, before anything looks at it."""
        pages = [paid for _, errand in done for paid in errand.pages if paid.fetched]
        answers = [(paid.owed.url, paid.got) for paid in pages if paid.got]
        if answers:
            self._run().keep(answers)

    def _settle(self, job: Job, errand: Errand) -> None:
        """Decide what becomes of what a thread brought."""
        self._hosts.discard(job.at)
        visited, brought = self._judge(job, errand)
        if not self._settled:
            self._since = self._clock.now()
        self._settled.append((job, visited))
        self._brought += brought

    def _judge(self, job: Job, errand: Errand) -> tuple[Visited, list[Capture | Problem]]:
        now = self._now()
        if errand.look is None:
            return job.paid(errand, now, self._settings)
        names = job.names(errand.look, self._settings)
        known = self._just_found() | self._store.known_items(job.feed.url, names)
        visited, brought = job.looked(errand, known, now, self._settings)
        if visited.feed.url != visited.was and visited.feed.url in {f.url for f in self._store.feeds()}:
            ended = f"it has moved to {visited.feed.url}, which is watched too"
            visited = replace(visited, feed=replace(visited.feed, url=visited.was, ended=ended))
        forget = now - timedelta(days=self._settings.watch.remember_days)
        return replace(visited, forget=forget.date().isoformat() if visited.items else ""), brought

    def _just_found(self) -> dict[str, WatchedItem]:
        """Return the items of other feeds that are not kept yet: several feeds of a site have the same ones."""
        rows = (row for _, visited in self._settled for row in visited.items)
        return {row.name: replace(row, seen="") for row in rows if watching.is_address(row)}

    def _keep(self) -> Iterator[Visit]:
        """Keep articles, then states, and end the run; go on with pages that are owed, and tell of what is done."""
        settled, self._settled = self._settled, []
        brought, self._brought = self._brought, []
        if brought:
            report = self._take_in(brought, self._run())
            for job, _ in settled:
                job.tell(report.problems)
        self._store.save_visits([visited for _, visited in settled])
        if self._begun is not None:
            self._begun.end()
            self._begun = None
        for job, visited in settled:
            owes = bool(visited.owed or visited.paid or job.feed.owed)
            job.feed = visited.feed
            owed = self._store.owed_pages(job.feed.url) if owes else ()
            job.feed = replace(job.feed, owed=len(owed))
            self._in_hand.discard(job.known_as)
            job.pages = self._due(owed)
            if job.pages:
                job.known_as = job.feed.url  # it may have moved
                self._in_hand.add(job.known_as)
                self._waiting.append(job)
            else:
                yield job.visit(len(owed), self._now(), self._settings)

    def _due_pages(self, feed: WatchedFeed) -> list[OwedPage]:
        return self._due(self._store.owed_pages(feed.url)) if feed.owed else []

    def _due(self, owed: Sequence[OwedPage]) -> list[OwedPage]:
        at = self._at()
        return [page for page in owed if page.due <= at]
