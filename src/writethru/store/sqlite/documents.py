"""Keeping what watched feeds answered, as it came, before anything looks at it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from writethru.store.entries import Answer, FeedDocument, Visited
from writethru.store.rows import answer_of, answer_row, plain
from writethru.store.sqlite.base import Rows

_INSERT = (
    "INSERT OR IGNORE INTO feed_documents (feed, asked, url, media_type, at, head, sha256, state, content)"
    " SELECT number, ?, ?, ?, ?, ?, ?, 'unread', ? FROM feeds WHERE url = ?"
)
# What interrupted looks left; the one that begins takes their place.
_FORGET = (
    "DELETE FROM feed_documents WHERE state = 'unread' AND feed = (SELECT number FROM feeds WHERE url = ?)"
)


class FeedDocuments(Rows):
    """The part of a store that keeps the documents of feeds.

    A feed that did not change has nothing to keep. Of one that did, the documents of the last look that could be
    read are kept, and of the last that could not: enough to see what a feed does that ends its reader, and of
    what it was before; older ones go, so that the store does not grow by feeds that change every few minutes.
    """

    def keep_documents(self, documents: Iterable[tuple[str, str, Answer]]) -> None:
        """Keep what was answered to (feed, address asked); what is there already is not kept twice."""
        given = list(documents)
        rows = [(*answer_row(asked, answer), plain(feed)) for feed, asked, answer in given]
        begun = {plain(feed) for feed, asked, _ in given if asked == feed}
        with self._writing():
            self._connection.executemany(_FORGET, [(feed,) for feed in begun])
            self._connection.executemany(_INSERT, rows)

    def feed_documents(self, url: str) -> tuple[FeedDocument, ...]:
        """Return what is kept of the answers of a feed, the newest first."""
        rows = self._rows(
            "SELECT d.asked, d.sha256, d.state, d.url, d.media_type, d.at, d.head, d.content"
            " FROM feed_documents d JOIN feeds f ON f.number = d.feed WHERE f.url = ?"
            " ORDER BY d.at DESC, d.number DESC",
            (plain(url),),
        )
        return self._read(_document, rows)

    def _settle_documents(self, feed: int, visit: Visited) -> None:
        """Say of the documents of a visit whether they could be read; those of earlier ones that could so too go."""
        if not visit.documents:
            return
        state = "broken" if visit.broken else "read"
        self._connection.executemany(
            "UPDATE feed_documents SET state = 'new', seal = NULL WHERE feed = ? AND asked = ? AND sha256 = ?",
            [(feed, plain(asked), sha256) for asked, sha256 in visit.documents],
        )
        self._connection.execute(
            "DELETE FROM feed_documents WHERE feed = ? AND state IN (?, 'unread')", (feed, state)
        )
        self._connection.execute(
            "UPDATE feed_documents SET state = ?, seal = NULL WHERE feed = ? AND state = 'new'", (state, feed)
        )


def _document(row: tuple[Any, ...]) -> FeedDocument:
    asked, sha256, state, *answer = row
    return FeedDocument(asked, answer_of(tuple(answer)), sha256, state)
