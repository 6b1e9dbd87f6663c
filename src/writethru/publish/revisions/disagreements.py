"""Which disagreements appeared on a page or changed sides because of a new article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from writethru.publish.carried import numbers_of, without_brackets
from writethru.records import Brief, Change, CitedSentence, Disagreement, Position


def changed_disagreements(previous: Brief, brief: Brief, fresh: frozenset[str]) -> Iterator[Change]:
    """Yield what is new about where accounts differ, each because of what a side says in a fresh article.

    One that only moved onto the page, its sides told before, is nothing new; nor is one that went off it
    for want of room, since no words say so.
    """
    for point in brief.disagreements:
        said = [p for p in point.positions if p.statement.citations[0].article in fresh]
        if not said:
            continue
        same = next((old for old in previous.disagreements if is_same(old, point)), None)
        if same is None:
            yield _appeared(point.topic, said[0].statement)
            continue
        for position in said:
            yield from _changed_side(same.positions, position)


def _appeared(topic: str, statement: CitedSentence) -> Change:
    """Return that accounts differ now: on what, if the words of the new side bear its figures out."""
    carried = numbers_of(topic) <= numbers_of(statement.citations[0].exact)
    now = topic if carried else without_brackets(statement)
    return Change("disagreement appeared", "", now, statement)


def is_same(old: Disagreement, new: Disagreement) -> bool:
    """Return whether two pages tell of one disagreement: by its topic, or by two sides that it shares."""
    if old.kind != new.kind:
        return False
    holders = {p.holder.casefold() for p in old.positions} & {p.holder.casefold() for p in new.positions}
    return old.topic.casefold() == new.topic.casefold() or len(holders) > 1


def _changed_side(old: Sequence[Position], position: Position) -> Iterator[Change]:
    """Yield the change of one side: it is new, or gives another value than before."""
    mine = next((p for p in old if p.holder.casefold() == position.holder.casefold()), None)
    if mine is None and all(p.value is None or p.value != position.value for p in old):
        yield Change("sides changed", "", without_brackets(position.statement), position.statement)
    elif mine is not None and position.value is not None and mine.value != position.value:
        was, now = mine.statement, position.statement
        yield Change("sides changed", without_brackets(was), without_brackets(now), now, was)
