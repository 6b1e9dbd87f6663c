"""Which disagreements appeared on a page or changed sides because of a new article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from writethru.publish.carried import numbers_of
from writethru.publish.revisions.news import is_column
from writethru.publish.revisions.told import Told
from writethru.publish.spans import touching
from writethru.records import AnnotatedArticle, Brief, Change, CitedSentence, Disagreement, Position, Span

SAME = 0.7  # share of a statement that was told: a denial says much the same as what it denies
NEARLY = 0.1  # share by which two numbers differ that are one for a reader
NAMELESS = re.compile(r"What ")  # a topic that says who differs, and not on what


def changed_disagreements(
    previous: Brief, brief: Brief, fresh: Mapping[str, AnnotatedArticle], told: Told
) -> Iterator[Change]:
    """Yield what is new about where accounts differ, each because of what a side says in a fresh article.

    One that only moved onto the page, its sides told before, is nothing new; nor is one that went off it
    for want of room, since no words say so. A day that two accounts give differently is seldom of one matter.
    """
    for point in brief.disagreements:
        if point.state != "conflict" or point.kind == "date" or NAMELESS.match(point.topic):
            continue
        said = [p for p in point.positions if _is_news(p, fresh, told)]
        if not said:
            continue
        same = next((old for old in previous.disagreements if is_same(old, point)), None)
        known = same.positions if same else point.positions
        said = [p for p in said if _is_apart(p, known)]
        if same is None and said:
            yield _appeared(point.topic, said[0].statement)
        elif same is not None:
            for position in said:
                yield from _changed_side(same.positions, position)


def _is_news(position: Position, fresh: Mapping[str, AnnotatedArticle], told: Told) -> bool:
    """Return whether a fresh report gives a side in words that no article before it had."""
    cited = position.statement.citations[0]
    document = fresh.get(cited.article)
    if document is None or is_column(document):
        return False
    findings = document.body if cited.field == "text" else document.title
    span = Span(cited.start, cited.end)
    sentences = list(touching(findings.sentences, span))
    terms = frozenset(term for sentence in sentences for term in sentence.terms)
    return told.coverage(terms, frozenset(), None).share < SAME


def _is_apart(position: Position, others: Sequence[Position]) -> bool:
    """Return whether a number is not nearly one that another side gives; what is no number always is."""
    mine = _number(position)
    theirs = [n for other in others if other is not position and (n := _number(other)) is not None]
    return mine is None or all(abs(mine - n) > NEARLY * max(abs(mine), abs(n)) for n in theirs)


def _number(position: Position) -> float | None:
    value = position.value or {}
    found = value.get("low") if value.get("low") is not None else value.get("high")
    return float(found) if isinstance(found, int | float) else None


def _appeared(topic: str, statement: CitedSentence) -> Change:
    """Return that accounts differ now: on what, if the words of the new side bear its figures out."""
    carried = numbers_of(topic) <= numbers_of(statement.citations[0].exact)
    now = topic if carried else statement.without_additions()
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
        yield Change("sides changed", "", position.statement.without_additions(), position.statement)
    elif mine is not None and position.value is not None and mine.value != position.value:
        was, now = mine.statement, position.statement
        yield Change("sides changed", was.without_additions(), now.without_additions(), now, was)
