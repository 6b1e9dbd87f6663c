"""The same for programs, under /api/v1: each address with what it takes, gives and answers."""

from __future__ import annotations

import re
from typing import Any

from msgspec import structs
from starlette.requests import Request
from starlette.responses import Response

from writethru.errors import UsageError
from writethru.newsroom import ClaimListing, Member, Newsroom
from writethru.newsroom.following import FeedListing
from writethru.newsroom.happenings import Happening
from writethru.records import (
    Amendment,
    Article,
    Brief,
    Correction,
    Difference,
    Recheck,
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
from writethru.web.cursors import CURSOR, part
from writethru.web.endpoints import Endpoint
from writethru.web.events import Events
from writethru.web.lists import ARTICLES, LIMIT, STORIES, ArticlePage, StoryPage, list_articles, list_stories
from writethru.web.pages import counted
from writethru.web.stream import EVENT_STREAM
from writethru.web.weighed import WEIGHED

MOST_HITS = 20
PART, MOST_PART = 300, 1_000  # rows of what is told of a story, and feeds: of nearly all there is one part
MOST_CHECKS = 100  # of each text of an article that are told: a quarter of a year's


class PlacedArticle(Record, frozen=True):
    """An article as it is kept, and the id of the story it stands in."""

    article: Article
    story: str


class RevisionPage(Record, frozen=True):
    """Some revisions of a story, and the cursor that asks for the next ones; "" at the end."""

    revisions: tuple[RevisionNote, ...]
    next: str = ""


class TimelinePage(Record, frozen=True):
    """Some events of a story, and the cursor that asks for the next ones; "" at the end."""

    timeline: tuple[TimelineEntry, ...]
    next: str = ""


class SourcePage(Record, frozen=True):
    """Some sources of a story, and the cursor that asks for the next ones; "" at the end."""

    sources: tuple[SourceNote, ...]
    next: str = ""


class ClaimPage(Record, frozen=True):
    """Some claims of a story, and the cursor that asks for the next ones; "" at the end."""

    claims: tuple[ClaimListing, ...]
    next: str = ""


class Grouping(Record, frozen=True):
    """Why articles are in a story, which of these stand apart, and the cursor that asks for the next; "" at the end."""

    story: str
    articles: tuple[Member, ...]
    apart: tuple[str, ...] = ()
    next: str = ""


class ArticleTexts(Record, frozen=True):
    """Some texts of an article with what belongs to these, and the cursor that asks for the next ones; "" at the end.

    Of each text the last 100 rechecks are told; `older_rechecks` is how many there were before.
    """

    texts: tuple[Article, ...]
    changes: tuple[Amendment, ...]
    notes: tuple[Correction, ...]
    rechecks: tuple[Recheck, ...]
    older_rechecks: int = 0
    next: str = ""


class FeedState(Record, frozen=True):
    """A watched feed with its health, and the id under which it is found here."""

    id: str
    feed: FeedListing


class FeedPage(Record, frozen=True):
    """Some feeds, and the cursor that asks for the next ones; "" at the end."""

    feeds: tuple[FeedState, ...]
    next: str = ""


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


def revisions(room: Newsroom, story: str, given: Given) -> RevisionPage:
    """The revisions of a story, oldest first, and what each changed."""
    return RevisionPage(*part(room.history(story), given, "revisions", lambda note: note.revision))


def difference(room: Newsroom, story: str, given: Given) -> Difference:
    """What two revisions of a story differ in; the last two, unless they are named."""
    return room.diff(story, **given)


def timeline(room: Newsroom, story: str, given: Given) -> TimelinePage:
    """The dated events of a story."""
    return TimelinePage(*part(room.page_of(story)[0].timeline, given, "timeline", _event_name))


def _event_name(entry: TimelineEntry) -> str:
    return content_id(entry.when.start, entry.event.text)


def sources(room: Newsroom, story: str, given: Given) -> SourcePage:
    """The source list of a story."""
    return SourcePage(*part(room.page_of(story)[0].sources, given, "sources", lambda source: source.article))


def claims(room: Newsroom, story: str, given: Given) -> ClaimPage:
    """The claims of a story, with the status of each."""
    return ClaimPage(*part(WEIGHED.claims(room, story), given, "claims", lambda listed: listed.claim.id))


def why(room: Newsroom, story: str, given: Given) -> Grouping:
    """Why each article of a story is in it, and how well it fits."""
    found = room.why(story)
    members, following = part(found.articles, given, "why", lambda member: member.id)
    told = {member.id for member in members}
    return Grouping(found.story, members, tuple(id for id in found.apart if id in told), following)


def articles(request: Request, room: Newsroom, given: Given) -> ArticlePage:
    """Articles, filtered, the newest first; `next` is the cursor of what follows."""
    return list_articles(request, room, given)


def article(request: Request, room: Newsroom, given: Given) -> PlacedArticle:
    """An article as it is kept, and the story it stands in."""
    found = room.article(request.path_params["article"]).article
    return PlacedArticle(found, room.story_id_of(found.id))


def article_revisions(request: Request, room: Newsroom, given: Given) -> ArticleTexts:
    """Texts of an article, oldest first, what changed to each, and what was found when it was fetched again."""
    found = room.history_of(request.path_params["article"])
    texts, following = part(found.texts, given, "texts", lambda text: text.id)
    told = {text.id for text in texts}
    checks = [[check for check in found.rechecks if check.article == text.id] for text in texts]
    return ArticleTexts(
        texts,
        tuple(change for change in found.changes if change.article in told),
        tuple(note for note in found.notes if note.article in told),
        tuple(check for of_text in checks for check in of_text[-MOST_CHECKS:]),
        sum(len(of_text[:-MOST_CHECKS]) for of_text in checks),
        following,
    )


def feeds(request: Request, room: Newsroom, given: Given) -> FeedPage:
    """The feeds that are watched, by folder and name, each with its health in words."""
    return FeedPage(*part(_feeds(room), given, "feeds", lambda state: state.id))


def _feeds(room: Newsroom) -> tuple[FeedState, ...]:
    return tuple(FeedState(content_id(feed.url), feed) for feed in room.feeds())


def feed(request: Request, room: Newsroom, given: Given) -> FeedState:
    """A watched feed with its health."""
    asked = request.path_params["feed"]
    for found in _feeds(room):
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
IN_PARTS = (CURSOR, structs.replace(HITS, most=MOST_PART, default=PART))
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
    Endpoint(path="/stories/{story}/revisions", call=revisions, parameters=IN_PARTS),
    Endpoint(
        path="/stories/{story}/diff",
        call=difference,
        parameters=(
            _number("old", "number of the older revision; the one before `new`"),
            _number("new", "number of the newer revision; the last"),
        ),
    ),
    Endpoint(path="/stories/{story}/timeline", call=timeline, parameters=IN_PARTS),
    Endpoint(path="/stories/{story}/sources", call=sources, parameters=IN_PARTS),
    Endpoint(path="/stories/{story}/claims", call=claims, parameters=IN_PARTS, process=READING),
    Endpoint(path="/stories/{story}/why", call=why, parameters=IN_PARTS, process=READING),
    Endpoint(path="/articles", call=articles, parameters=ARTICLES),
    Endpoint(path="/articles/{article}", call=article),
    Endpoint(path="/articles/{article}/revisions", call=article_revisions, parameters=(CURSOR, LIMIT)),
    *api_finding.ENDPOINTS,
    Endpoint(path="/feeds", call=feeds, parameters=IN_PARTS),
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
