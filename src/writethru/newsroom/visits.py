"""One visit to a feed, from the look at it to the last of its pages, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from msgspec.structs import replace

from writethru.acquire import Fetch, Fetched, Parsing, watching
from writethru.acquire.watching import Clock
from writethru.records import (
    Capture,
    OwedPage,
    Problem,
    Record,
    Visit,
    VisitOutcome,
    WatchedFeed,
    WatchedItem,
)
from writethru.settings import Settings
from writethru.store import Visited

Brought = list[Capture | Problem]
KINDS = {"page": "no-feed", "unreadable": "damaged"}  # of problems, by the trouble; all else is unreachable


class Way(Record, frozen=True):
    """What a visit needs: a way to the network, somewhere to read foreign bytes, a clock."""

    fetch: Fetch
    parsing: Parsing
    clock: Clock


class Errand(Record, frozen=True):
    """What a thread brings: a look at a feed, a document that is to be kept before it goes on, or pages of items.

    Nothing has looked at the pages: they are to be kept too.
    """

    look: watching.Look | None = None
    pages: tuple[watching.Paid, ...] = ()
    seconds: float = 0.0
    document: watching.Asked | None = None


class Job:
    """A feed that is in hand: it is looked at, and then pages of its items are fetched, a few at a time."""

    def __init__(self, feed: WatchedFeed, pages: Sequence[OwedPage] = ()) -> None:
        self.feed = feed
        self.known_as = feed.url  # when it was taken in hand
        self.at = ""  # the host that is asked at present
        self.pages = list(pages)  # that are due; while there are any, the feed itself has been looked at
        self.there: dict[str, Fetched] = {}  # what interrupted rounds have brought of these pages
        self._looking: watching.Looking | None = None
        self._look: watching.Look | None = None
        self._documents: list[tuple[str, str]] = []
        self._sorted = watching.Sorted()
        self._wheres: set[str] = set()
        self._problems: list[Problem] = []
        self._fetched = self._bytes = 0
        self._seconds = 0.0

    def host(self) -> str:
        """Return the host that is to be asked next."""
        return watching.host(self.pages[0].url if self.pages else self.feed.url)

    def next_pages(self, settings: Settings) -> list[OwedPage]:
        """Return the pages that are to be fetched next, all of the same host."""
        return [p for p in self.pages if watching.host(p.url) == self.at][: settings.watch.pages]

    def go(self, way: Way, settings: Settings) -> Errand:
        """Look at the feed, or fetch some pages of the host that is next, up to the first that will be tried again."""
        if not self.pages:
            self._looking = watching.look_at(self.feed, way.fetch, way.parsing, way.clock)
            return self.go_on()
        began = way.clock.now()
        paid: list[watching.Paid] = []
        for page in self.next_pages(settings):
            if there := self.there.get(page.url):
                paid.append(watching.Paid(owed=page, got=there, fetched=0))
                continue
            paid.append(watching.fetch_page(page, way.fetch, settings))
            if paid[-1].off:
                break
        return Errand(None, tuple(paid), way.clock.now() - began)

    def go_on(self) -> Errand:
        """Look on, up to the next document: what was brought is kept."""
        assert self._looking is not None
        try:
            document = next(self._looking)
        except StopIteration as done:
            look: watching.Look = done.value
            return Errand(look, (), look.seconds)
        self._documents.append((document[0], sha256(document[1].content).hexdigest()))
        return Errand(document=document)

    def names(self, look: watching.Look, settings: Settings) -> list[str]:
        """Return all names of the items of an answer."""
        items = look.answered.items if look.answered else ()
        least = settings.acquire.min_feed_text
        return list(dict.fromkeys(n for item in items for n in watching.names_of(item, least).values()))

    def looked(
        self, errand: Errand, known: Mapping[str, WatchedItem], now: datetime, settings: Settings
    ) -> tuple[Visited, Brought]:
        """Return what a look leaves to be kept, and what it brought to be read."""
        look = self._look = errand.look or watching.Look(url=self.feed.url)
        self._count(look.fetched, look.bytes, errand.seconds)
        if look.trouble:
            kind = KINDS.get(look.trouble, "unreachable")
            kept, remedy = "what it brought before is kept", ""
            if self._documents:
                kept, remedy = f"{kept}, and what came", f"`writethru feed raw {self.feed.url}` has what came"
            self._problems.append(Problem(self.feed.url, look.said, kept, remedy, kind))
        elif look.answered:
            today, least = now.date().isoformat(), settings.acquire.min_feed_text
            self._sorted = watching.sort_items(look.answered.items, known, today, least)
        state = watching.after_look(self.feed, look, self._sorted, now, settings.watch)
        owed: dict[str, OwedPage] = {}
        brought: Brought = []
        for number, item in enumerate((*self._sorted.new, *self._sorted.changed), 1):
            where = f"{self.feed.url} item {item.id or item.url or number}"
            if watching.is_whole(item, settings):
                brought.append(watching.capture_whole(item, where, _seconds(now), settings))
            else:
                owed[item.url] = watching.owe(item, where, now)
        visited = Visited(
            was=self.feed.url,
            feed=state,
            items=self._sorted.memory,
            owed=tuple(owed.values()),
            documents=tuple(self._documents),
            broken=bool(look.trouble or (look.answered and look.answered.fault)),
        )
        return visited, self._remembered(brought)

    def paid(self, errand: Errand, now: datetime, settings: Settings) -> tuple[Visited, Brought]:
        """Return what some pages leave to be kept, and what they brought to be read.

        Where one is put off, those of its host that are due too are put off with it.
        """
        size = sum(len(p.got.content) for p in errand.pages if p.got)
        self._count(sum(p.fetched for p in errand.pages), size, errand.seconds)
        done = {p.owed.url for p in errand.pages if not p.off}
        off = [watching.put_off(p, now) for p in errand.pages if p.off]
        feed = self.feed
        for page in off[:1]:
            if (last := errand.pages[-1].failure) and last.retry_after and self.at == watching.host(feed.url):
                feed = replace(feed, rest=page.due, due=max(feed.due, page.due))
            rest = (p for p in self.pages if p.url not in done and p.url != page.url)
            off += [replace(p, due=page.due) for p in rest if watching.host(p.url) == self.at]
        visited = Visited(was=self.feed.url, feed=feed, owed=tuple(off), paid=tuple(done))
        brought = [watching.bring(p, _seconds(now), settings) for p in errand.pages if not p.off]
        return visited, self._remembered(brought)

    def _count(self, fetched: int, size: int, seconds: float) -> None:
        self._fetched += fetched
        self._bytes += size
        self._seconds += seconds

    def _remembered(self, brought: Brought) -> Brought:
        self._wheres |= {item.where for item in brought}
        return brought

    def tell(self, problems: Iterable[Problem]) -> None:
        """Tell of problems that were found on taking in; those of this feed's items are noted."""
        self._problems += [p for p in problems if p.where in self._wheres]

    def visit(self, owed: int, now: datetime, settings: Settings) -> Visit:
        """Return what is told of the whole visit."""
        return Visit(
            feed=self.feed.url,
            title=self.feed.name,
            outcome=self._outcome(),
            health=watching.health(self.feed, now, settings.watch),
            fetched=self._fetched,
            unchanged=int(self._look is not None and self._look.unchanged),
            new=len(self._sorted.new),
            changed=len(self._sorted.changed),
            known=self._sorted.known,
            owed=owed,
            bytes=self._bytes,
            seconds=round(self._seconds, 3),
            next=self.feed.due,
            problems=tuple(dict.fromkeys(self._problems)),
        )

    def _outcome(self) -> VisitOutcome:
        if self.feed.ended:
            return "ended"
        if self._look is None:
            return "pages"
        if self._look.trouble:
            return "trouble"
        if self._look.unchanged:
            return "unchanged"
        return "news" if self._sorted.new or self._sorted.changed else "nothing-new"


def _seconds(now: datetime) -> str:
    return now.isoformat(timespec="seconds")
