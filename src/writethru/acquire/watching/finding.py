"""The feeds of an address: itself, if it is one, else those that its page names or that stand where feeds do."""

from __future__ import annotations

from writethru.acquire import discover, urls
from writethru.acquire.fetch import Fetch
from writethru.acquire.watching.reading import Answered, read_apart
from writethru.acquire.workers import Lost, Parsing
from writethru.errors import FetchError
from writethru.records import FoundFeed

GUESSED = "a usual address"  # what `discover` says of those that nothing speaks for
MOST_TRIED = 12  # addresses of one site; at a second each nobody waits longer


def find_feeds(address: str, fetch: Fetch, parsing: Parsing) -> tuple[FoundFeed, ...]:
    """Return the feeds of an address, the best first; raise FetchError if it cannot be had.

    Those that its page names come first, in its order; where one of them is a feed, nothing is guessed.
    """
    got = fetch(address)
    answered = read_apart(got.content, got.url, parsing)
    if answered.kind in ("feed", "sitemap"):
        return (_found(got.moved or urls.canonical(address), answered, "it is a feed"),)
    if answered.kind != "page":
        return ()
    candidates = parsing.run(discover.find, got.content, got.url, got.charset)
    if isinstance(candidates, Lost):
        return ()
    for guessed in (False, True):
        chosen = [c for c in candidates if (c.why == GUESSED) is guessed]
        found: dict[str, FoundFeed] = {}
        for candidate in chosen[:MOST_TRIED]:
            if one := _tried(candidate, fetch, parsing):
                found.setdefault(one.url, one)
        if found:
            return tuple(found.values())
    return ()


def _tried(candidate: discover.Candidate, fetch: Fetch, parsing: Parsing) -> FoundFeed | None:
    try:
        got = fetch(candidate.url)
    except FetchError:
        return None
    answered = read_apart(got.content, got.url, parsing)
    if answered.kind not in ("feed", "sitemap") or not (answered.items or answered.parts):
        return None
    return _found(got.moved or candidate.url, answered, candidate.why, candidate.title)


def _found(url: str, answered: Answered, why: str, title: str = "") -> FoundFeed:
    dates = [item.published for item in answered.items if item.published]
    newest = max(dates, default="")
    return FoundFeed(
        url=url,
        title=answered.title or title,
        items=len(answered.items),
        newest=newest,
        why=why,
        home=answered.home,
    )
