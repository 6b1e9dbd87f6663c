"""The same for programs, under /api/v1."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from writethru.newsroom import Newsroom
from writethru.web.answers import json_answer
from writethru.web.asked import MOST_ROWS, parameters, searchable, whole
from writethru.web.lists import stories as listed

MOST_HITS = 20


def stories(request: Request, room: Newsroom) -> Response:
    """Stories, filtered; `next` is the cursor of what follows."""
    return json_answer(request, listed(request, room)[0])


def story(request: Request, room: Newsroom) -> Response:
    """The page of a story as it stands, or under a revision."""
    asked = parameters(request, {"revision"})
    number = whole(asked, "revision", 1, 10**6, 1) if asked else None
    return json_answer(request, room.page_of(request.path_params["story"], revision=number)[0])


def revisions(request: Request, room: Newsroom) -> Response:
    """The revisions of a story, oldest first, and what each changed."""
    parameters(request, ())
    return json_answer(request, room.history(request.path_params["story"]))


def difference(request: Request, room: Newsroom) -> Response:
    """What two revisions of a story differ in; the last two, unless they are named."""
    asked = parameters(request, {"old", "new"})
    numbers = {name: whole(asked, name, 1, 10**6, 1) for name in asked}
    return json_answer(request, room.diff(request.path_params["story"], **numbers))


def timeline(request: Request, room: Newsroom) -> Response:
    """The dated events of a story."""
    parameters(request, ())
    return json_answer(request, room.page_of(request.path_params["story"])[0].timeline)


def sources(request: Request, room: Newsroom) -> Response:
    """The source list of a story."""
    parameters(request, ())
    return json_answer(request, room.page_of(request.path_params["story"])[0].sources)


def claims(request: Request, room: Newsroom) -> Response:
    """The claims of a story, with the status of each."""
    parameters(request, ())
    return json_answer(request, room.claims(request.path_params["story"]))


def article(request: Request, room: Newsroom) -> Response:
    """An article as it is kept, and the story it stands in."""
    parameters(request, ())
    found = room.article(request.path_params["article"]).article
    return json_answer(request, {"article": found, "story": room.story_id_of(found.id)})


def search(request: Request, room: Newsroom) -> Response:
    """Articles that hold all words, best first."""
    asked = parameters(request, {"q", "limit"})
    limit = whole(asked, "limit", 1, MOST_ROWS, MOST_HITS)
    return json_answer(request, room.search(searchable(asked.get("q", "")), limit=limit))


def health(request: Request, room: Newsroom) -> Response:
    """Whether the store can be read, and how much it holds."""
    parameters(request, ())
    return json_answer(request, {"status": "ok", "census": room.census()})
