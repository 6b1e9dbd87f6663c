"""Listing articles a part at a time, and what happened in the order of keeping."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import structs

from writethru.records import StoryEvent
from writethru.store.entries import Happened, ListedArticle, PageHead
from writethru.store.rows import from_json, match_expression, plain, sort_time
from writethru.store.sqlite.base import Rows

_NEWEST_TEXT = "NOT EXISTS (SELECT 1 FROM articles b WHERE b.key = a.key AND b.number > a.number)"
UNDATED = ""  # the time of an article without one, which stands behind all others


class Listings(Rows):
    """The part of a store that hands out long lists in parts."""

    def articles(
        self,
        most: int,
        *,
        outlet: str = "",
        since: str | None = None,
        words: str = "",
        after: tuple[str, str] | None = None,
    ) -> tuple[ListedArticle, ...]:
        """Return articles, the newest first and those without a date last, by `(at, id)` after those of one."""
        at, id = after or (None, "")
        given: dict[str, Any] = {"outlet": outlet, "since": sort_time(since), "at": at, "id": id}
        given["words"] = match_expression(words)
        if words and not given["words"]:  # nothing in them that could stand in a text
            return ()
        chosen = [_NEWEST_TEXT]
        if outlet:
            self._connection.create_function("casefold", 1, str.casefold, deterministic=True)
            having = "SELECT story FROM facets WHERE kind = 'outlet' AND key = :outlet"
            chosen += [f"p.story IN ({having})", "casefold(a.publisher) = :outlet"]
        if words:
            chosen.append("a.number IN (SELECT rowid FROM words WHERE words MATCH :words)")
        dated = [*chosen, "a.published_at >= :since" if since else "a.published_at IS NOT NULL"]
        if at:
            dated += ["a.published_at <= :at", "(a.published_at < :at OR a.id > :id)"]
        undated = [*chosen, "a.published_at IS NULL", *(["a.id > :id"] if at == UNDATED else [])]
        rows = self._listed(dated, {**given, "most": most}) if at != UNDATED else []
        if not since and len(rows) < most:
            rows += self._listed(undated, {**given, "most": most - len(rows)})
        return tuple(ListedArticle(*row) for row in rows)

    def listed_articles(self, articles: Iterable[str]) -> tuple[ListedArticle, ...]:
        """Return articles by their ids, in this order; one that is not kept is left out."""
        found = (self._listed(["a.id = :id"], {"id": id, "most": 1}) for id in dict.fromkeys(articles))
        return tuple(ListedArticle(*row) for rows in found for row in rows)

    def headlines(self, stories: Iterable[str]) -> dict[str, str]:
        """Return the headlines on the cards of stories, by their ids."""
        query = "SELECT json_extract(record, '$.headline') FROM cards WHERE story = ?"
        found = {id: self._rows(query, (plain(id),)) for id in dict.fromkeys(stories)}
        return {id: str(rows[0][0]) for id, rows in found.items() if rows}

    def _listed(self, chosen: list[str], given: dict[str, Any]) -> list[tuple[Any, ...]]:
        return self._rows(
            "SELECT a.id, a.external_id, p.story, a.publisher, a.title, a.url, a.published,"
            f" coalesce(a.published_at, '{UNDATED}') FROM articles a JOIN places p ON p.article = a.id"
            f" WHERE {' AND '.join(chosen)} ORDER BY a.published_at DESC, a.id LIMIT :most",
            {name: plain(value) if isinstance(value, str) else value for name, value in given.items()},
        )

    def happened(self, events: int, pages: int, most: int) -> Happened:
        """Return what was appended after so many steps of stories and so many kept pages, at most so much of each."""
        steps = self._rows(
            "SELECT number, record FROM story_events WHERE number > ? ORDER BY number LIMIT ?",
            (events, most),
        )
        made = self._rows(
            "SELECT rowid, record, json_extract(made_from, '$.at') FROM pages WHERE rowid > ? ORDER BY rowid LIMIT ?",
            (pages, most),
        )
        first = self._value("SELECT record FROM story_events ORDER BY number LIMIT 1")
        return Happened(
            first or "",
            self._read(lambda row: (row[0], from_json(row[1], StoryEvent)), steps),
            self._read(lambda row: (row[0], _head(*row[1:])), made),
        )

    def happened_last(self) -> tuple[int, int]:
        """Return after how much of both nothing has happened yet."""
        numbers = "SELECT (SELECT max(number) FROM story_events), (SELECT max(rowid) FROM pages)"
        events, pages = self._rows(numbers)[0]
        return events or 0, pages or 0


def _head(page: str, at: str | None) -> PageHead:
    return structs.replace(from_json(page, PageHead), at=at)
