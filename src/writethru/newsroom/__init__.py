"""The Python API: one object that reads sources, keeps articles and writes the pages of their stories."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from writethru.newsroom.captures import extracted
from writethru.newsroom.desk import Sources
from writethru.newsroom.guarding import Guarding
from writethru.newsroom.happenings import Happenings
from writethru.newsroom.letting_in import LettingIn
from writethru.newsroom.marking import Marking
from writethru.newsroom.publishing import Publishing
from writethru.newsroom.rechecking import Rechecking
from writethru.newsroom.reports import (
    About,
    ArticleHistory,
    ArticleListing,
    ClaimListing,
    Edition,
    Explanation,
    Found,
    FrontStory,
    Health,
    Member,
    Page,
    Rechecked,
    Report,
    StoryListing,
)
from writethru.newsroom.revising import Revising
from writethru.newsroom.using import checked, checked_function
from writethru.newsroom.watching import Watching
from writethru.records import Article, Brief, Problem
from writethru.settings import Settings

if TYPE_CHECKING:
    from writethru.acquire import Fetch

__all__ = [
    "About",
    "ArticleHistory",
    "ArticleListing",
    "ClaimListing",
    "Edition",
    "Explanation",
    "Found",
    "FrontStory",
    "Health",
    "Member",
    "Newsroom",
    "Page",
    "Rechecked",
    "Report",
    "StoryListing",
    "read",
]


@checked
class Newsroom(Publishing, Revising, Watching, Guarding, Rechecking, Marking, LettingIn, Happenings):
    """Reads sources, keeps articles and writes pages.

    `store` is a path or `sqlite:///path`; without one everything is kept in memory and gone on `close`.
    `now` (aware) becomes the time of retrieval; `fetch` replaces the one guarded way to the network;
    `stdin` is what the source "-" reads. With `read_only` a store must be there and is not changed.
    Every method raises StoreError when the store is locked, full or unusable, and UsageError when asked
    for what is not there.
    """

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the page."""
        return msgspec.json.schema(Brief)


@checked_function
def read(
    sources: Sources,
    *,
    settings: Settings | None = None,
    now: datetime | None = None,
    fetch: Fetch | None = None,
) -> Iterator[Article | Problem]:
    """Read sources and yield each article as it stands, without findings, and what was wrong with input."""
    with Newsroom(settings=settings, now=now, fetch=fetch) as room:
        for _, article, problems, _ in extracted(room._collect(sources), room.settings):
            if article is not None:
                yield article
            yield from problems
