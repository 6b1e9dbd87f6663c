"""The same for programs, under /api/v1: each address with what it takes, gives and answers."""

from __future__ import annotations

import re
from typing import Any

from msgspec import structs
from starlette.requests import Request
from starlette.responses import Response

from writethru.errors import UsageError
from writethru.newsroom import ArticleHistory, ClaimListing, Explanation, Newsroom
from writethru.newsroom.following import FeedListing
from writethru.newsroom.happenings import Happening
from writethru.records import (
    Article,
    Brief,
    Difference,
    Record,
    RevisionNote,
    SourceNote,
    TimelineEntry,
    content_id,
)
from writethru.web import api_finding
from writethru.web.answers import acceptable
from writethru.web.asked import MOST_NUMBER, MOST_ROWS, Given, Parameter, read_all
from writethru.web.beside import READING
from writethru.web.endpoints import Endpoint
from writethru.web.events import Events
from writethru.web.lists import ARTICLES, STORIES, ArticlePage, StoryPage, list_articles, list_stories
from writethru.web.pages import counted
from writethru.web.stream import EVENT_STREAM

MOST_HITS = 20


class PlacedArticle(Record, frozen=True):
    """An article as it is kept, and the id of the story it stands in."""

    article: Article
    story: str


class FeedState(Record, frozen=True):
    """A watched feed with its health, and the id under which it is found here."""

    id: str
    feed: FeedListing


class Changes(Record, frozen=True):
    """What happened to stories, in order, and the point after it: to be asked for as `after` the next time."""

    changes: tuple[Happening, ...]
    next: str


class Held(Record, frozen=True):
    """How much is kept, and in which version of the layout."""

    version: int
    articles: int
    revisions: int
    stories: int
    assertions: int
    captures: int
    pages: int
    problems: int


class HealthNote(Record, frozen=True):
    """That the store can be read, and how much it holds."""

    status: str
    census: Held


class Readiness(Record, frozen=True):
    """That the store is open and of the layout that this version reads."""

    status: str
    layout: int


def stories(request: Request, room: Newsroom, given: Given) -> StoryPage:
    """Stories, filtered, the most significant first; `next` is the cursor of what follows."""
    return list_stories(request, room, given)


def story(room: Newsroom, story: str, given: Given) -> Brief:
    """The page of a story as it stands, or under a revision."""
    return room.page_of(story, revision=given.get("revision"))[0]


def revisions(room: Newsroom, story: str, given: Given) -> tuple[RevisionNote, ...]:
    """The revisions of a story, oldest first, and what each changed."""
    return room.history(story)


def difference(room: Newsroom, story: str, given: Given) -> Difference:
    """What two revisions of a story differ in; the last two, unless they are named."""
    return room.diff(story, **given)


def timeline(room: Newsroom, story: str, given: Given) -> tuple[TimelineEntry, ...]:
    """The dated events of a story."""
    return room.page_of(story)[0].timeline


def sources(room: Newsroom, story: str, given: Given) -> tuple[SourceNote, ...]:
    """The source list of a story."""
    return room.page_of(story)[0].sources


def claims(room: Newsroom, story: str, given: Given) -> tuple[ClaimListing, ...]:
    """The claims of a story, with the status of each."""
    return room.claims(story)


def why(room: Newsroom, story: str, given: Given) -> Explanation:
    """Why each article of a story is in it, and how well it fits."""
    return room.why(story)


def articles(request: Request, room: Newsroom, given: Given) -> ArticlePage:
    """Articles, filtered, the newest first; `next` is the cursor of what follows."""
    return list_articles(request, room, given)


def article(request: Request, room: Newsroom, given: Given) -> PlacedArticle:
    """An article as it is kept, and the story it stands in."""
    found = room.article(request.path_params["article"]).article
    return PlacedArticle(found, room.story_id_of(found.id))


def article_revisions(request: Request, room: Newsroom, given: Given) -> ArticleHistory:
    """All texts of an article, what changed from each to the next, and what was found when it was fetched again."""
    return room.history_of(request.path_params["article"])


def feeds(request: Request, room: Newsroom, given: Given) -> tuple[FeedState, ...]:
    """The feeds that are watched, by folder and name, each with its health in words."""
    return tuple(FeedState(content_id(feed.url), feed) for feed in room.feeds())


def feed(request: Request, room: Newsroom, given: Given) -> FeedState:
    """A watched feed with its health."""
    asked = request.path_params["feed"]
    for found in feeds(request, room, given):
        if found.id == asked:
            return found
    raise UsageError(f"no feed {asked[:40]!r} is watched; /api/v1/feeds lists them")


def changes(request: Request, room: Newsroom, given: Given) -> Changes:
    """What happened to stories after a point, in the order of keeping: nothing is missed, nothing told twice.

    Without `after` it tells nothing but the point to begin at; after 0 it begins with the first story ever.
    """
    after = given.get("after")
    if after is None:
        return Changes((), room.last_point())
    found = room.happened(after, limit=given["limit"])
    return Changes(found, found[-1].id if found else after)


def health(request: Request, room: Newsroom, given: Given) -> HealthNote:
    """Whether the store can be read, and how much it holds."""
    found = counted(request, room)
    return HealthNote("ok", Held(*(getattr(found, name) for name in Held.__struct_fields__)))


def ready(request: Request, room: Newsroom, given: Given) -> Readiness:
    """Whether the store is open and of the layout that is read; 503 if it is not."""
    return Readiness("ready", room.mark().layout)


async def events(request: Request) -> Response:
    """What happens, as it happens: Server-Sent Events, each with its kind as name and this as data.

    It begins now, or after the point in `Last-Event-ID` or `after`: nothing is missed, nothing told twice. Each id
    is a point for /changes, too. A comment comes after 15 seconds of silence. A `phase` (how alive a story is changes
    with the clock) has no id: it is told to those who listen then. `reset`: the store is another one, read it anew.
    """
    acceptable(request, (EVENTS.form,))
    given = read_all(request, EVENTS.parameters)
    after = request.headers.get("last-event-id")
    point = LAST_EVENT.read(after) if after else given.get("after")
    following: Events = request.app.state.events
    return await following.stream(request, given.get("story"), point)


def openapi(request: Request, room: Newsroom, given: Given) -> dict[str, Any]:
    """All of this, described in OpenAPI 3.1."""
    from writethru.web.described import described  # of which this is a part

    return described()


def _number(name: str, tells: str) -> Parameter:
    return Parameter(name=name, kind="whole", least=1, most=MOST_NUMBER, tells=tells)


HITS = Parameter(
    name="limit", kind="whole", least=1, most=MOST_ROWS, default=MOST_HITS, tells="how many, at most"
)
POINT = re.compile("0|[0-9a-f]{8}-[0-9]{1,15}-[0-9]{1,15}")
AFTER = Parameter(
    name="after",
    tells="0 to begin, or the `next` of an answer, or the id of an event",
    form=POINT,
    most=60,
)
LAST_EVENT = structs.replace(
    AFTER, name="Last-Event-ID", place="header", tells="the id of the last event that was told, or 0"
)

ENDPOINTS = (
    Endpoint(path="/stories", call=stories, parameters=STORIES),
    Endpoint(
        path="/stories/{story}",
        call=story,
        parameters=(_number("revision", "the page as it was under this number"),),
    ),
    Endpoint(path="/stories/{story}/revisions", call=revisions),
    Endpoint(
        path="/stories/{story}/diff",
        call=difference,
        parameters=(
            _number("old", "number of the older revision; the one before `new`"),
            _number("new", "number of the newer revision; the last"),
        ),
    ),
    Endpoint(path="/stories/{story}/timeline", call=timeline),
    Endpoint(path="/stories/{story}/sources", call=sources),
    Endpoint(path="/stories/{story}/claims", call=claims, process=READING),
    Endpoint(path="/stories/{story}/why", call=why, process=READING),
    Endpoint(path="/articles", call=articles, parameters=ARTICLES),
    Endpoint(path="/articles/{article}", call=article),
    Endpoint(path="/articles/{article}/revisions", call=article_revisions),
    *api_finding.ENDPOINTS,
    Endpoint(path="/feeds", call=feeds),
    Endpoint(path="/feeds/{feed}", call=feed),
    Endpoint(
        path="/changes",
        call=changes,
        parameters=(
            AFTER,
            structs.replace(
                HITS, default=MOST_ROWS, tells="how many steps of stories, and how many revisions"
            ),
        ),
        troubles=(404,),
    ),
    Endpoint(path="/health", call=health),
    Endpoint(path="/ready", call=ready),
    Endpoint(path="/openapi.json", call=openapi),
)
EVENTS = Endpoint(
    path="/events",
    call=events,
    form=EVENT_STREAM,
    item=Happening,
    parameters=(
        Parameter(name="story", tells="only what happens to this story: its id", most=60),
        AFTER,
        LAST_EVENT,
    ),
    troubles=(404,),
)
