"""Lists of stories: filtered, in order, a page of them at a time."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request

from writethru.newsroom import FrontStory, Newsroom
from writethru.records import Record, moment
from writethru.web.answers import Trouble
from writethru.web.asked import MOST_ROWS, ROWS, parameters, searchable, when, whole
from writethru.web.listing import Listing

FACETS = ("outlet", "person", "place", "organisation", "people")
PHASES = ("breaking", "developing", "reopened", "quiet", "closed")
KNOWN = frozenset((*FACETS, "since", "q", "status", "cursor", "limit"))
MOST_FOUND = 1_000  # articles that a search for stories looks at


class StoryPage(Record, frozen=True):
    """Some stories of a list, and the cursor that asks for the next ones; "" at the end."""

    stories: tuple[FrontStory, ...]
    next: str = ""


def stories(request: Request, room: Newsroom) -> tuple[StoryPage, dict[str, str]]:
    """Return the stories that a request asks for, the most significant first, and its parameters.

    `outlet`, `person`, `place` filter by key, `status` by phase, `since` by newest article, `q` by words.
    """
    asked = parameters(request, KNOWN)
    limit = whole(asked, "limit", 1, MOST_ROWS, ROWS)
    start = whole(asked, "cursor", 0, 10**8, 0)
    listing: Listing = request.app.state.listing
    found: Sequence[FrontStory] = listing.stories()
    if chosen := facet(asked):
        having = room.stories_with(*chosen)
        found = [s for s in found if s.card.story in having]
    if status := asked.get("status"):
        if status not in PHASES:
            raise Trouble(400, f"parameter 'status' has to be one of {', '.join(PHASES)}, not {status!r}")
        found = [s for s in found if s.phase.kind == status]
    if since := when(asked, "since"):
        found = [s for s in found if (last := moment(s.card.last)) and last >= since]
    if "q" in asked:
        held = {hit.story for hit in room.search(searchable(asked["q"]), limit=MOST_FOUND)}
        found = [s for s in found if s.card.story in held]
    end = start + limit
    return StoryPage(tuple(found[start:end]), str(end) if end < len(found) else ""), asked


def facet(asked: dict[str, str]) -> tuple[str, str] | None:
    """Return kind and key of the outlet, person or place that is asked for; Trouble 400 if there are several."""
    given = [name for name in FACETS if name in asked]
    if len(given) > 1:
        raise Trouble(400, f"only one of {', '.join(FACETS)} can be given")
    return (given[0], asked[given[0]]) if given else None
