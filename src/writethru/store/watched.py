"""What can be asked of a store about the feeds that are watched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from writethru.records import OwedPage, WatchedFeed, WatchedItem
from writethru.store.entries import Answer, FeedDocument, Visited


class WatchedStore(Protocol):
    """The part of a `Store` that keeps feeds, what is known of their items, and what they answered."""

    def feeds(self) -> tuple[WatchedFeed, ...]:
        """Return the feeds that are watched, in order of their addition."""

    def add_feed(self, feed: WatchedFeed) -> bool:
        """Keep a feed; return False when its address is watched already, and change nothing."""

    def remove_feed(self, url: str) -> bool:
        """Forget a feed and what is known of its items; return False when it is not watched."""

    def known_items(self, url: str, names: Sequence[str]) -> dict[str, WatchedItem]:
        """Return what is known of a feed's items under these names; of addresses, what other feeds know too."""

    def owed_pages(self, url: str) -> tuple[OwedPage, ...]:
        """Return the pages of a feed's items that are still to be fetched, those due first in front."""

    def keep_documents(self, documents: Iterable[tuple[str, str, Answer]]) -> None:
        """Keep what (feed, address asked) answered, before anything looks at it; what is there is not kept twice."""

    def feed_documents(self, url: str) -> tuple[FeedDocument, ...]:
        """Return what is kept of the answers of a feed, the newest first: the last that could be read, or could not."""

    def save_visits(self, visits: Iterable[Visited]) -> None:
        """Keep the new states of feeds and of their items; a feed that was removed meanwhile stays away."""
