"""What became of stories and articles: where an id leads, what placed an article, what a person did last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from writethru.errors import UsageError
from writethru.records import StoryEvent
from writethru.store.rows import from_json

Rows = Callable[[str, tuple[Any, ...]], list[tuple[Any, ...]]]

# Since anything last came in; a rule that merges all of a story goes before what it takes out of it just then.
_LAST_LEFT = (
    "SELECT story, number, EXISTS (SELECT 1 FROM places WHERE places.story = e.story)"
    " FROM story_events e WHERE other = ?1 AND number > ?2"
    " AND number > coalesce((SELECT max(number) FROM story_events WHERE story = ?1), 0)"
    " ORDER BY article IS NULL DESC, number DESC LIMIT 1"
)
_MANY = 500  # ids in one query


def called(rows: Rows, name: str) -> str | None:
    """Return the story that an id, or enough of its beginning, leads to; UsageError when that is ambiguous.

    A story that is there goes before those whose articles are all in others now.
    """
    if rows("SELECT 1 FROM places WHERE story = ? LIMIT 1", (name,)):
        return name
    return (
        _leads_to(rows, name)
        or beginning(rows, name, "story", "places")
        or _leads_to(rows, beginning(rows, name, "other", "story_events") or "")
    )


def beginning(rows: Rows, name: str, column: str, table: str) -> str | None:
    """Return the one id of a column that begins with a name; UsageError when several do."""
    query = f"SELECT DISTINCT {column} FROM {table} WHERE {column} >= ? AND {column} < ? LIMIT 3"
    found = [str(row[0]) for row in rows(query, (name, name + "\U0010ffff"))] if name else []
    if len(found) > 1:
        raise UsageError(f"{name!r} is the beginning of several ids: {', '.join(found)} …; give more of it")
    return found[0] if found else None


def _leads_to(rows: Rows, story: str) -> str | None:
    """Return where the last article of an emptied story went, and went on to; None for no such story.

    What left a story that is empty left it after it had come: the numbers of the events only rise.
    """
    number = 0
    while found := rows(_LAST_LEFT, (story, number)):
        story, number, filled = found[0]
        if filled:
            return story
    return None


def lives(rows: Rows, articles: Iterable[str]) -> dict[str, tuple[StoryEvent, ...]]:
    """Return the events that placed each article, oldest first, those of its whole story included."""
    ids = list(articles)
    own = [
        found
        for batch in _batches(ids)
        for found in rows(
            f"SELECT number, record FROM story_events WHERE article IN ({_marks(batch)})", tuple(batch)
        )
    ]
    events = {number: from_json(record, StoryEvent) for number, record in own}
    merges: dict[int, StoryEvent] = {}
    left = {event.story for event in events.values()}
    known: set[str] = set()
    while left:
        known |= left
        found = [
            row
            for batch in _batches(sorted(left))
            for row in rows(
                "SELECT number, record FROM story_events WHERE article IS NULL"
                f" AND other IN ({_marks(batch)})",
                tuple(batch),
            )
        ]
        merges |= {number: from_json(record, StoryEvent) for number, record in found}
        left = {event.story for event in merges.values()} - known
    return _replayed(ids, events | merges)


def _replayed(articles: Iterable[str], events: dict[int, StoryEvent]) -> dict[str, tuple[StoryEvent, ...]]:
    """Hand each article the events that placed it; one that merges stories goes to all that were there."""
    found: dict[str, list[StoryEvent]] = {article: [] for article in articles}
    members: dict[str, dict[str, None]] = {}
    for _, event in sorted(events.items()):
        moving = [event.article] if event.article else list(members.pop(event.other or "", ()))
        for article in moving:
            if found[article]:
                members.get(found[article][-1].story, {}).pop(article, None)
            found[article].append(event)
            members.setdefault(event.story, {})[article] = None
    return {article: tuple(life) for article, life in found.items()}


def last_act(rows: Rows, story: str) -> tuple[StoryEvent, ...]:
    """Return the events of what a person did last to a story, in their order; none if nobody did anything."""
    found = rows(
        "SELECT record FROM story_events WHERE act = (SELECT act FROM story_events"
        " WHERE act IS NOT NULL AND (story = ? OR other = ?) ORDER BY number DESC LIMIT 1)"
        " ORDER BY number",
        (story, story),
    )
    return tuple(from_json(row[0], StoryEvent) for row in found)


def _batches(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _MANY):
        yield ids[start : start + _MANY]


def _marks(ids: list[str]) -> str:
    return ", ".join("?" * len(ids))
