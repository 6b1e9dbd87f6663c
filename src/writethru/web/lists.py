"""Lists of stories and articles: filtered, in order, a part of them at a time."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from operator import itemgetter
from typing import Annotated

from msgspec import Meta
from starlette.requests import Request

from writethru.newsroom import FrontStory, Newsroom
from writethru.newsroom.choosing import DISPUTED, FACETS, STATUSES, chosen
from writethru.newsroom.ranking import Ranked
from writethru.records import Record
from writethru.store import ListedArticle
from writethru.web.asked import MOST_KEY, MOST_ROWS, ROWS, Given, Parameter
from writethru.web.cursors import CURSOR, behind, cursor_of
from writethru.web.listing import Listing

OUTLET = Parameter(
    name="outlet",
    most=MOST_KEY,
    tells="only those that this outlet reports: its name, in small letters",
    example="northern ledger",
)
WORDS = Parameter(
    name="q",
    kind="words",
    tells="only those that hold all these words, or phrases in quotation marks",
    example="spillway",
)
LIMIT = Parameter(
    name="limit", kind="whole", least=1, most=MOST_ROWS, default=ROWS, tells="how many, at most"
)
STORIES = (
    OUTLET,
    *(
        Parameter(
            name=kind,
            most=MOST_KEY,
            tells=f"only those in which this {kind} is named: a key, as in the links of its page",
        )
        for kind in FACETS[1:]
    ),
    WORDS,
    Parameter(
        name="status",
        kind="choice",
        choices=STATUSES,
        tells=f"only those that are so alive, or ({DISPUTED}) on which accounts differ",
    ),
    Parameter(
        name="since",
        kind="time",
        tells="only those that changed at this time or later, as on the front page: when the last revision of the page"
        " was made, however old its articles are; a story of one article, by when that was published",
        example="2031-03-01",
    ),
    Parameter(
        name="published_since",
        kind="time",
        tells="only those of which the newest article was published at this time or later, whenever it was kept",
        example="2031-03-01",
    ),
    CURSOR,
    LIMIT,
)
ARTICLES = (
    OUTLET,
    WORDS,
    Parameter(
        name="since",
        kind="time",
        tells="only those that were published at this time or later",
        example="2031-03-04",
    ),
    CURSOR,
    LIMIT,
)


class StoryPage(Record, frozen=True):
    """Some stories of a list, and the cursor that asks for the next ones; "" at the end."""

    stories: tuple[FrontStory, ...]
    next: str = ""


class ArticlePage(Record, frozen=True):
    """Some articles of a list, and the cursor that asks for the next ones; "" at the end."""

    articles: tuple[ListedArticle, ...]
    next: str = ""


class _StoryRow(Record, frozen=True):
    """Behind which story of a list to go on: where it stood at the moment when the reading of the list began."""

    at: Annotated[datetime, Meta(tz=True)]
    weight: float
    story: str
    followed: bool = False


_Place = tuple[
    bool, float, str
]  # in the order of stories: those that are followed first, then by weight, then by id


class _ArticleRow(Record, frozen=True):
    """Behind which article of a list to go on."""

    time: str
    article: str


def list_stories(request: Request, room: Newsroom, given: Given) -> StoryPage:
    """Return the stories that parameters choose, the most significant first.

    The parts of a list are in the order of the moment at which its first one was given: a story that does not
    change meanwhile comes once, whatever comes in.
    """
    listing: Listing = request.app.state.listing
    listed, at = listing.listed()
    found = chosen(listed, room, given)
    limit = given["limit"]
    if cursor := given.get("cursor"):
        last = behind(cursor, _StoryRow)
        found, at = iter(_behind(found, last, limit + 1)), last.at
    rows = list(islice(found, limit + 1))
    part = [story.told() for story in rows[:limit]]
    if len(rows) <= limit:
        return StoryPage(tuple(part))
    last = _StoryRow(at, rows[limit - 1].weight_at(at), part[-1].card.story, part[-1].followed)
    return StoryPage(tuple(part), cursor_of(last))


def _behind(found: Iterable[Ranked], last: _StoryRow, most: int) -> list[Ranked]:
    """Return the first stories that stand behind one, in the order that they had when its part was given.

    They come in the order of now, in which most stand as they did: what comes when enough are found, and cannot have
    stood before these, is not looked at.
    """
    begin = not last.followed, -last.weight, last.story
    first: list[tuple[_Place, Ranked]] = []
    for story in found:
        if len(first) == most and (not story.followed, -story.most_at(last.at), "") > first[-1][0]:
            break
        place = not story.followed, -story.weight_at(last.at), story.card.story
        if place > begin and (len(first) < most or place < first[-1][0]):
            insort(first, (place, story), key=itemgetter(0))
            del first[most:]
    return [story for _, story in first]


def list_articles(request: Request, room: Newsroom, given: Given) -> ArticlePage:
    """Return the articles that parameters choose, the newest first."""
    last = behind(given["cursor"], _ArticleRow) if "cursor" in given else None
    found = room.articles(
        outlet=given.get("outlet", ""),
        since=given.get("since"),
        words=given.get("q", ""),
        after=(last.time, last.article) if last else None,
        limit=given["limit"] + 1,
    )
    part = found[: given["limit"]]
    more = len(found) > len(part)
    return ArticlePage(part, cursor_of(_ArticleRow(part[-1].at, part[-1].id)) if more else "")
