"""Where articles stand: events carried out on their places, and what assignment remembers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from writethru.records import Standing, StoryEvent
from writethru.store.rows import as_json


def carry_out(connection: sqlite3.Connection, events: Iterable[StoryEvent]) -> None:
    """Move articles as events say, and append the events; one of an article that is not kept is left out.

    What a person moved is known to be behind until its pages are written, whatever ends the process before.
    """
    execute = connection.execute
    for event in events:
        if event.article is None:  # a rule merged two stories
            moved = execute("UPDATE places SET story = ? WHERE story = ?", (event.story, event.other))
        else:
            moved = execute("UPDATE places SET story = ? WHERE article = ?", (event.story, event.article))
        if moved.rowcount:
            append(connection, event)
        if moved.rowcount and event.act:
            fall_behind(connection, [event.story, event.other or ""])


def fall_behind(connection: sqlite3.Connection, stories: Iterable[str]) -> None:
    """Let the cards of stories know of none of their articles: their pages are to be written anew, and their claims filed."""
    connection.executemany(
        "UPDATE cards SET last = 0, filed = min(filed, 0), seal = NULL WHERE story = ?",
        [(story,) for story in stories],
    )


def append(connection: sqlite3.Connection, event: StoryEvent) -> None:
    """Append an event to what happened."""
    connection.execute(
        "INSERT INTO story_events (story, article, other, act, record) VALUES (?, ?, ?, ?, ?)",
        (event.story, event.article, event.other, event.act, as_json(event).decode()),
    )


def keep_standing(connection: sqlite3.Connection, standing: Standing) -> None:
    """Keep what assignment remembers; of articles that are not kept it need not remember anything."""
    many = connection.executemany
    many("DELETE FROM open_articles WHERE article = ?", [(id,) for id in standing.gone])
    many(
        "INSERT INTO open_articles (article, state) SELECT id, ?2 FROM articles WHERE id = ?1"
        " ON CONFLICT (article) DO UPDATE SET state = excluded.state, seal = NULL",
        list(standing.articles.items()),
    )
    parts = {"days": standing.days, "counts": standing.counts}
    many(
        "INSERT INTO standing (name, state) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET state = excluded.state, seal = NULL",
        [(name, state) for name, state in parts.items() if state],
    )


def standing_of(parts: Iterable[tuple[Any, ...]], articles: Iterable[tuple[Any, ...]]) -> Standing:
    """Return what was remembered, from the rows of both tables."""
    states = {str(name): bytes(memoryview(state)) for name, state in parts}  # a number is no state
    open_articles = {str(id): bytes(memoryview(state)) for id, state in articles}
    return Standing(open_articles, (), states.get("days", b""), states.get("counts"))
