"""Which feeds are watched: subscribed to, listed, tried out, found by a name; and lists of them in OPML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from writethru.errors import FetchError, UsageError
from writethru.newsroom import runs
from writethru.records import FoundFeed, Problem, Record, WatchedFeed
from writethru.settings import Settings
from writethru.store import Store

if TYPE_CHECKING:
    from writethru.acquire import Parsing
    from writethru.newsroom.visits import Way

LISTED = '"writethru feed list" lists them'


class Followed(Record, frozen=True):
    """What came of following an address: the feed, whether it is new, what else was found there, or the problem."""

    address: str
    feed: WatchedFeed | None = None
    new: bool = False
    others: tuple[FoundFeed, ...] = ()
    problem: Problem | None = None


class FeedListing(Record, frozen=True):
    """One watched feed where all are listed."""

    url: str
    title: str
    folder: tuple[str, ...]
    items: int  # in its last answer
    taken: int  # of all its items, those that were read
    good: str  # when it last answered as a feed does
    next: str
    condition: str  # in one word
    health: str  # in words
    told: tuple[str, ...] = ()  # the same in pieces, of which every second is an ISO time


class FeedCheck(Record, frozen=True):
    """What a feed answered, and what `update` would do with it."""

    url: str
    title: str
    health: str
    items: int
    new: int
    changed: int
    known: int
    pages: int  # of items that would be fetched
    newest: str
    bytes: int
    seconds: float
    next: str
    moved: str
    problems: tuple[Problem, ...] = ()


class Imported(Record, frozen=True):
    """What came of reading a list of feeds."""

    added: tuple[str, ...]
    known: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def follow(
    store: Store, way: Way, address: str, now: datetime, title: str, folder: tuple[str, ...]
) -> Followed:
    """Watch the best feed of an address; one that is watched already gets the title and folder that are given."""
    url = web(address)
    try:
        found = _found(store, way, url, now)
    except FetchError as error:
        remedy = "check the address, or try later"
        return Followed(address, problem=Problem(url, str(error), "it is not watched", remedy, "unreachable"))
    if not found:
        remedy = "give the address of the feed itself"
        problem = Problem(url, "there is no feed, and no page that leads to one", "", remedy, "no-feed")
        return Followed(address, problem=problem)
    best, at = found[0], now.isoformat(timespec="seconds")
    feed = WatchedFeed(
        url=best.url, title=best.title, named=title, folder=folder, home=best.home, added=at, due=at
    )
    new = store.add_feed(feed)
    if not new:
        feed = _again(store, feed)
    return Followed(address, feed, new, found[1:])


def _again(store: Store, wanted: WatchedFeed) -> WatchedFeed:
    """Give a watched feed the name and folder that are wanted, and another chance if it had ended."""
    from writethru.store import Visited

    kept = next(feed for feed in store.feeds() if feed.url == wanted.url)
    feed = replace(kept, named=wanted.named or kept.named, folder=wanted.folder or kept.folder)
    if kept.ended:
        feed = replace(feed, ended="", due=wanted.due)
    if feed != kept:
        store.save_visits([Visited(was=feed.url, feed=feed)])
    return feed


def web(address: str) -> str:
    """Return an address as people give it as one with a scheme."""
    from writethru.acquire.urls import is_url

    if is_url(address):
        return address
    if not address.strip() or " " in address.strip() or "." not in address:
        raise UsageError(f"{address!r} is no address; give one like https://news.example/feed.xml")
    return f"https://{address.strip()}"


def discover(store: Store | None, way: Way, site: str, now: datetime) -> tuple[FoundFeed, ...]:
    """Return the feeds of a site, the best first; a store keeps what was fetched to find them."""
    from writethru.acquire.watching import find_feeds

    if store is None:
        return find_feeds(web(site), way.fetch, way.parsing)
    return _found(store, way, web(site), now)


def _found(store: Store, way: Way, url: str, now: datetime) -> tuple[FoundFeed, ...]:
    """Return the feeds of an address, the best first; whatever is fetched is kept before anything looks at it."""
    from writethru.acquire.watching import find_feeds

    with runs.begun(store, now) as run:
        try:
            return find_feeds(url, run.fetch(way.fetch), way.parsing)
        except FetchError as error:  # the run has come to its end all the same
            failure = error
    raise failure


def list_feeds(store: Store, now: datetime, settings: Settings) -> Iterator[FeedListing]:
    """List the watched feeds: by folder, then by name."""
    from writethru.acquire.watching import condition, health, health_pieces

    for feed in sorted(store.feeds(), key=lambda f: (f.folder, f.name.casefold(), f.url)):
        yield FeedListing(
            feed.url,
            feed.name,
            feed.folder,
            feed.items,
            feed.taken,
            feed.good,
            "" if feed.ended else feed.due,
            condition(feed, now, settings.watch),
            health(feed, now, settings.watch),
            health_pieces(feed, now, settings.watch),
        )


def choose(store: Store, name: str) -> WatchedFeed:
    """Return the one feed that has this address or title, or whose address holds it; else UsageError."""
    from writethru.acquire import canonical

    feeds = store.feeds()
    asked = {name, canonical(name), canonical(f"https://{name}")} - {""}
    for found in (
        [f for f in feeds if f.url in asked],
        [f for f in feeds if f.name.casefold() == name.casefold()],
        [f for f in feeds if name and name in f.url],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(f"{name!r} may be any of {len(found)} feeds; {LISTED}")
    raise UsageError(f"no feed {name!r} is watched; {LISTED}")


def check(store: Store, way: Way, feed: WatchedFeed, now: datetime, settings: Settings) -> FeedCheck:
    """Fetch a feed once, in full, and return what would be done with it; nothing is kept."""
    from writethru.acquire import watching
    from writethru.newsroom.visits import Errand, Job

    job = Job(replace(feed, etag="", last_modified="", digest=""))
    look = watching.look(job.feed, way.fetch, way.parsing, way.clock)
    known = store.known_items(feed.url, job.names(look, settings))
    visited, _ = job.looked(Errand(look, (), look.seconds), known, now, settings)
    visit, state = job.visit(0, now, settings), visited.feed
    dates = [item.published for item in look.answered.items if item.published] if look.answered else []
    return FeedCheck(
        feed.url,
        state.name,
        watching.health(state, now, settings.watch),
        state.items,
        visit.new,
        visit.changed,
        visit.known,
        len(visited.owed),
        max(dates, default=""),
        look.bytes,
        visit.seconds,
        state.due,
        look.moved,
        visit.problems,
    )


def import_opml(store: Store, file: str | Path | bytes, now: datetime, parsing: Parsing) -> Imported:
    """Watch the feeds of an OPML file, or of its bytes; none of them is fetched yet."""
    from writethru.acquire import Lost, lost_problem, opml

    where = "the list" if isinstance(file, bytes) else str(file)
    try:
        content = file if isinstance(file, bytes) else _beginning(Path(file), opml.MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{where}: the list cannot be read: {getattr(error, 'strerror', '') or error}"
        ) from error
    if len(content) > opml.MAX_BYTES:
        raise UsageError(f"{where}: it has more than {opml.MAX_BYTES:,} bytes, which is no list of feeds")
    read = parsing.run(opml.read, content, where)
    if isinstance(read, Lost):
        return Imported((), (), (lost_problem(read, where, "none of its feeds is followed"),))
    found, problems = read
    at = now.isoformat(timespec="seconds")
    added: list[str] = []
    known: list[str] = []
    for one in found:
        feed = WatchedFeed(url=one.url, named=one.title, folder=one.folder, home=one.home, added=at, due=at)
        (added if store.add_feed(feed) else known).append(one.url)
    return Imported(tuple(added), tuple(known), problems)


def _beginning(file: Path, most: int) -> bytes:
    """Return the first bytes of a file: a device may have no end."""
    with file.open("rb") as opened:
        return opened.read(most)


def export_opml(feeds: Iterable[WatchedFeed]) -> bytes:
    """Return feeds as OPML; those that have ended are left out."""
    from writethru.acquire import opml

    return opml.write(
        opml.Subscription(feed.url, feed.name if feed.name != feed.url else "", feed.folder, feed.home)
        for feed in feeds
        if not feed.ended
    )
