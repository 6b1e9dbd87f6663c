"""Keeping the feeds that are watched, their items that are known, and the pages that are still owed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from writethru.records import OwedPage, WatchedFeed, WatchedItem
from writethru.store.entries import Visited
from writethru.store.opening import decoded
from writethru.store.rows import as_json, from_json, plain
from writethru.store.sqlite.documents import FeedDocuments

_NAMES = 500  # in one query


class Feeds(FeedDocuments):
    """The part of a store that keeps feeds."""

    def feeds(self) -> tuple[WatchedFeed, ...]:
        """Return the feeds that are watched, in order of their addition."""
        rows = self._rows("SELECT record FROM feeds ORDER BY number")
        return self._read(lambda row: from_json(row[0], WatchedFeed), rows)

    def add_feed(self, feed: WatchedFeed) -> bool:
        """Keep a feed; return False when its address is watched already, and change nothing."""
        insert = "INSERT INTO feeds (url, record) VALUES (?, ?) ON CONFLICT DO NOTHING"
        with self._writing():
            return self._connection.execute(insert, (plain(feed.url), _text(feed))).rowcount == 1

    def remove_feed(self, url: str) -> bool:
        """Forget a feed and what is known of its items; return False when it is not watched."""
        of_feed = "WHERE feed = (SELECT number FROM feeds WHERE url = ?)"
        with self._writing():
            for table in ("feed_items", "owed_pages", "feed_documents"):
                self._connection.execute(f"DELETE FROM {table} {of_feed}", (plain(url),))
            return self._connection.execute("DELETE FROM feeds WHERE url = ?", (plain(url),)).rowcount == 1

    def known_items(self, url: str, names: Sequence[str]) -> dict[str, WatchedItem]:
        """Return what is known of a feed's items under these names; of addresses, what other feeds know too."""
        rows: list[tuple[str, str, str, str]] = []
        for start in range(0, len(names), _NAMES):
            part = names[start : start + _NAMES]
            rows += self._rows(
                "SELECT i.name, i.digest, i.modified, iif(f.url = ?, i.seen, '') AS day"
                " FROM feed_items i JOIN feeds f ON f.number = i.feed"
                f" WHERE i.name IN ({', '.join('?' * len(part))}) AND (day > '' OR i.name LIKE 'u%')",
                (plain(url), *part),
            )
        with decoded(self.where):
            rows.sort(key=lambda row: row[3])  # so that what the feed knows itself goes before
        return {row[0]: WatchedItem(name=row[0], digest=row[1], modified=row[2], seen=row[3]) for row in rows}

    def owed_pages(self, url: str) -> tuple[OwedPage, ...]:
        """Return the pages of a feed's items that are still to be fetched, those due first in front."""
        query = (
            "SELECT o.url, o.item, o.place, o.tries, o.due FROM owed_pages o JOIN feeds f ON f.number = o.feed"
            " WHERE f.url = ? ORDER BY o.due, o.number"
        )
        rows = self._rows(query, (plain(url),))
        return tuple(OwedPage(url=r[0], item=r[1], where=r[2], tries=r[3], due=r[4]) for r in rows)

    def save_visits(self, visits: Iterable[Visited]) -> None:
        """Keep the new states of feeds and of their items; a feed that was removed meanwhile stays away."""
        rows = [(visit, _text(visit.feed)) for visit in visits]
        with self._writing():
            for visit, record in rows:
                self._save_visit(visit, record)

    def _save_visit(self, visit: Visited, record: str) -> None:
        execute, many = self._connection.execute, self._connection.executemany
        found = execute("SELECT number FROM feeds WHERE url = ?", (plain(visit.was),)).fetchone()
        if found is None:
            return
        (feed,) = found
        # An address that another feed has meanwhile is not taken.
        execute(
            "UPDATE OR IGNORE feeds SET url = ?, record = ?, seal = NULL WHERE number = ?",
            (plain(visit.feed.url), record, feed),
        )
        many(
            "INSERT OR REPLACE INTO feed_items (feed, name, digest, modified, seen) VALUES (?, ?, ?, ?, ?)",
            [(feed, i.name, i.digest, i.modified, i.seen) for i in visit.items],
        )
        many("DELETE FROM owed_pages WHERE feed = ? AND url = ?", [(feed, url) for url in visit.paid])
        many(
            "INSERT OR REPLACE INTO owed_pages (feed, url, item, place, tries, due) VALUES (?, ?, ?, ?, ?, ?)",
            [(feed, o.url, o.item, plain(o.where), o.tries, o.due) for o in visit.owed],
        )
        self._settle_documents(feed, visit)
        if visit.forget:
            execute("DELETE FROM feed_items WHERE feed = ? AND seen < ?", (feed, visit.forget))
        if visit.owed or visit.paid:
            execute(_COUNT_OWED, (feed, feed, feed))


# The record says how much is owed and when it is due, so that no feed's pages are read in vain.
_COUNT_OWED = (
    "UPDATE feeds SET seal = NULL, record = json_set(record,"
    " '$.owed', (SELECT count(*) FROM owed_pages WHERE feed = ?),"
    " '$.owed_due', (SELECT coalesce(min(due), '') FROM owed_pages WHERE feed = ?)) WHERE number = ?"
)


def _text(feed: WatchedFeed) -> str:
    return as_json(feed).decode()
