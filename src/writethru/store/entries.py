"""What goes into a store together, and what a look-up in it returns."""

from __future__ import annotations

from writethru.records import AnnotatedArticle, Assertion, Problem, Record, StoryEvent


class Addition(Record, frozen=True):
    """One article with its findings, its place in a story and its assertions: kept together or not at all."""

    document: AnnotatedArticle
    event: StoryEvent
    assertions: tuple[Assertion, ...] = ()
    problems: tuple[Problem, ...] = ()


class Hit(Record, frozen=True):
    """One article that holds the words searched for; `marks` are spans of them in `snippet`."""

    id: str
    external_id: str | None
    story: str
    publisher: str
    title: str
    url: str | None
    published: str | None
    snippet: str
    marks: tuple[tuple[int, int], ...] = ()


class Census(Record, frozen=True):
    """How much a store holds, and which version of its layout."""

    where: str
    version: int
    articles: int
    revisions: int  # of them, texts of an article that came again with other words
    stories: int
    assertions: int
    captures: int
    pages: int
    problems: int
