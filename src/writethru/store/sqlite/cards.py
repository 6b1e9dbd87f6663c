"""Keeping what lists of stories show and are searched by: a card a story, with its outlets and names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from writethru.records import Brief
from writethru.store.entries import Card, CardChange, Facet
from writethru.store.finds import Filing
from writethru.store.rows import as_json, from_json, match_expression, plain, sort_time
from writethru.store.sqlite.base import Rows
from writethru.store.sqlite.filing import drop_story, put

# The last article that a card knows of; none where another process has added one since its articles were read.
_LAST = "SELECT iif(count(DISTINCT a.key) = ?5, max(a.number), 0) FROM places p JOIN articles a ON a.id = p.article"
_LATE = 10_000  # articles among which those are looked for that an interrupted run left without a page


class Cards(Rows):
    """The part of a store that keeps cards."""

    def put_cards(
        self,
        cards: Iterable[tuple[Card, Iterable[Facet], Brief | None]],
        filings: Iterable[Filing] = (),
    ) -> None:
        """Keep cards with their facets in place of those there were, and file what is to be found of the stories."""
        execute = self._connection.execute
        with self._writing():
            self._drop_empty()
            for new, facets, page in cards:
                card = self._with_time(new)
                story = plain(card.story)
                execute("INSERT OR REPLACE INTO card_changes (story) VALUES (?)", (story,))
                execute("DELETE FROM facets WHERE story = ?", (story,))
                execute(
                    "INSERT INTO cards (story, newest, record, page, last) VALUES (?1, ?2, ?3, ?4,"
                    f" ({_LAST} WHERE p.story = ?1)) ON CONFLICT (story) DO UPDATE SET newest = excluded.newest,"
                    " record = excluded.record, page = excluded.page, last = excluded.last, filed = NULL, seal = NULL",
                    (
                        story,
                        sort_time(card.last),
                        as_json(card).decode(),
                        as_json(page).decode() if page else None,
                        card.articles,
                    ),
                )
                self._connection.executemany(
                    "INSERT INTO facets (kind, key, story, name, count, firsts, own, copies)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        (f.kind, plain(f.key), story, plain(f.name), f.count, f.firsts, f.own, f.copies)
                        for f in facets
                    ],
                )
            for filing in filings:
                put(self._connection, filing)

    def _with_time(self, card: Card) -> Card:
        """Return a card with the time at which its story was first listed, which is that of the card it replaces."""
        came = "SELECT iif(json_valid(record), coalesce(json_extract(record, '$.came'), ''), '') FROM cards WHERE story = ?"
        rows = self._connection.execute(came, (plain(card.story),)).fetchall()
        return replace(card, came=str(rows[0][0])) if rows else card

    def _drop_empty(self) -> None:
        """Drop the cards of stories whose articles are all in others now."""
        gone = self._connection.execute(
            "SELECT story FROM cards c WHERE NOT EXISTS (SELECT 1 FROM places p WHERE p.story = c.story)"
        ).fetchall()
        for (story,) in gone:
            drop_story(self._connection, story)
            self._connection.execute("DELETE FROM facets WHERE story = ?", (story,))
            self._connection.execute("DELETE FROM cards WHERE story = ?", (story,))
            self._connection.execute("INSERT OR REPLACE INTO card_changes (story) VALUES (?)", (story,))

    def cards(self, kind: str = "", key: str = "") -> tuple[Card, ...]:
        """Return the cards of all stories, or of those with a facet, newest first."""
        if kind:
            rows = self._rows(
                "SELECT c.record FROM facets f JOIN cards c ON c.story = f.story WHERE f.kind = ? AND f.key = ?"
                " ORDER BY c.newest DESC, c.story",
                (plain(kind), plain(key)),
            )
        else:
            rows = self._rows("SELECT record FROM cards ORDER BY newest DESC, story")
        return self._read(lambda row: from_json(row[0], Card), rows)

    def card_changes(self, since: int = 0) -> tuple[CardChange, ...]:
        """Return the last change of each card that changed after the change of a number, in order."""
        rows = self._rows(
            "SELECT n.number, n.story, c.record FROM card_changes n LEFT JOIN cards c ON c.story = n.story"
            " WHERE n.number > ? ORDER BY n.number",
            (since,),
        )
        return self._read(_change, rows)

    def stories_with(self, kind: str, key: str) -> frozenset[str]:
        """Return the ids of the stories with a facet."""
        rows = self._rows("SELECT story FROM facets WHERE kind = ? AND key = ?", (plain(kind), plain(key)))
        return frozenset(row[0] for row in rows)

    def stories_holding(self, words: str, most: int) -> frozenset[str]:
        """Return the ids of the stories of the articles kept last that hold all words; so many articles, at most.

        The index walks down from the newest and stops: how often a word stands in all articles does not matter.
        """
        if not (expression := match_expression(words)):
            return frozenset()
        rows = self._rows(
            "SELECT DISTINCT p.story FROM (SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?) w"
            " CROSS JOIN articles a ON a.number = w.rowid CROSS JOIN places p ON p.article = a.id",
            (expression, most),
        )
        return frozenset(row[0] for row in rows)

    def newest_pages(self, most: int) -> tuple[Brief, ...]:
        """Return the last kept pages of the stories of which something was published last, at most so many."""
        rows = self._rows(
            "SELECT (SELECT p.record FROM pages p WHERE p.story = c.story ORDER BY p.revision DESC LIMIT 1)"
            " FROM cards c WHERE c.page IS NOT NULL AND EXISTS (SELECT 1 FROM pages p WHERE p.story = c.story)"
            " ORDER BY c.newest DESC, c.story DESC LIMIT ?",
            (most,),
        )
        return self._read(lambda row: from_json(row[0], Brief), rows)

    def current_page(self, story: str) -> Brief | None:
        """Return the page of a story as it stood when its card was made; None where it has none."""
        rows = self._rows("SELECT page FROM cards WHERE story = ? AND page IS NOT NULL", (plain(story),))
        return next(iter(self._read(lambda row: from_json(row[0], Brief), rows)), None)

    def cardless(self) -> tuple[str, ...]:
        """Return the ids of stories that have no card, as those of a store of an earlier layout."""
        rows = self._rows("SELECT story FROM places EXCEPT SELECT story FROM cards ORDER BY story")
        return tuple(row[0] for row in rows)

    def behind(self) -> tuple[str, ...]:
        """Return the ids of stories of which articles came after their card was made, or that have none.

        And of those that a person or a recheck has changed since.
        """
        rows = self._rows(
            "SELECT DISTINCT story FROM (SELECT p.story FROM articles a JOIN places p ON p.article = a.id"
            " LEFT JOIN cards c ON c.story = p.story"
            " WHERE a.number > (SELECT max(number) FROM articles) - ? AND a.number > coalesce(c.last, 0)"
            " UNION ALL SELECT p.story FROM cards c JOIN places p ON p.story = c.story"
            " WHERE c.filed IS NOT 1 AND c.last = 0"
            " UNION ALL SELECT p.story FROM story_events e JOIN places p ON p.story = e.story"
            " WHERE e.act IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cards c WHERE c.story = e.story)) ORDER BY story",
            (_LATE,),
        )
        return tuple(row[0] for row in rows)

    def facets(self, kind: str = "", story: str = "") -> tuple[Facet, ...]:
        """Return the facets of a kind, or of a story: those in most stories, or in most of its articles, first."""
        if story:
            query = (
                "SELECT kind, key, name, count, firsts, own, copies FROM facets WHERE story = ?"
                " ORDER BY count DESC, kind, key"
            )
            rows = self._rows(query, (plain(story),))
        else:
            query = (
                "SELECT kind, key, max(name), count(*) AS stories FROM facets WHERE kind = ?"
                " GROUP BY kind, key ORDER BY stories DESC, key"
            )
            rows = self._rows(query, (plain(kind),))
        return self._read(lambda row: Facet(*row), rows)

    def facet_name(self, kind: str, key: str) -> str:
        """Return the name of a facet by its key; "" where no story has it."""
        query = "SELECT name FROM names WHERE kind = ? AND key = ?"
        return str(self._value(query, (plain(kind), plain(key))) or "")


def _change(row: tuple[Any, ...]) -> CardChange:
    number, story, card = row
    return CardChange(number, story, from_json(card, Card) if card is not None else None)
