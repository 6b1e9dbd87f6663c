"""The front page and filtered lists: what changed since a reader's last visit first, then by significance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from writethru.newsroom import FrontStory, Newsroom
from writethru.newsroom.choosing import FACETS, came_since, changed_since, chosen
from writethru.newsroom.ranking import Ranked
from writethru.render.reading_room import Choice, Front, News, front_page
from writethru.render.wording import moment_words
from writethru.web.asked import MOST_ROWS, Given, parameters, read_all
from writethru.web.choices import KINDS, STATUSES
from writethru.web.listing import Stories
from writethru.web.lists import STORIES, list_stories
from writethru.web.pages import seen, shown

MOST_NEWS = 10  # stories that stand first because they changed
ADDRESS = "/stories"
LABELS = {**KINDS, "status": "How alive"}
MORE = {
    "since": "Changed since",
    "published_since": "Published since",
    "q": "Words",
    "organisation": "Organisation",
    "people": "People",
}
TIMES = ("since", "published_since")
NONE_FITS = "No story fits. Remove a filter to see more."
NONE_KEPT = "No stories are kept yet; `writethru add SOURCE...` adds articles."


def front(request: Request, room: Newsroom) -> Response:
    """The front page: the most significant stories first, or those that a filter leaves."""
    fields = request.query_params.multi_items()
    if any(not value for _, value in fields):  # fields of the form that were left as they are
        return RedirectResponse(_address({name: value for name, value in fields if value}), status_code=303)
    given, asked = read_all(request, STORIES), parameters(request, {p.name for p in STORIES})
    if wanted := given.pop("since", None):
        return _since(request, room, wanted, given, asked)
    visit = seen(request, room)
    fresh = _fresh(request, visit.before)
    page = list_stories(request, room, given)
    first = () if asked else tuple(found.told() for found in fresh[:MOST_NEWS])
    there = {found.card.story for found in first}
    told = Front(
        title=_title(room, asked),
        under="The most significant first",
        nothing=NONE_FITS if asked else NONE_KEPT,
        more=_address({**asked, "cursor": page.next}) if page.next else "",
        before=_without(asked, "cursor") if "cursor" in asked else "",
        choices=_choices(request, room, asked),
        visited=visit.since,
        fresh=frozenset(found.card.story for found in fresh),
        new=_new(fresh, visit.before),
        since=_address({"since": visit.since}) if visit.since and not asked else "",
    )
    news = [(found, _news(room, found, visit.before)) for found in first if visit.before]
    return shown(
        request, front_page([s for s in page.stories if s.card.story not in there], told, news), visit
    )


def _since(
    request: Request, room: Newsroom, wanted: datetime, given: Given, asked: dict[str, str]
) -> Response:
    """The stories that changed since a time, each with what it changed."""
    found = list(chosen(_fresh(request, wanted), room, given))
    told = Front(
        title=_title(room, asked),
        under="The most significant first"
        + (f", {MOST_ROWS} of {len(found)}" if len(found) > MOST_ROWS else ""),
        nothing=NONE_FITS,
        choices=_choices(request, room, asked),
        changed=wanted.isoformat(),
    )
    news = [(s, _news(room, s, wanted)) for s in (ranked.told() for ranked in found[:MOST_ROWS])]
    return shown(request, front_page((), told, news), seen(request, room))


def _fresh(request: Request, last: datetime | None) -> list[Ranked]:
    """Return the stories that changed since a time, the most significant first."""
    listed: Stories = request.app.state.listing.stories()
    return list(changed_since(listed, last)) if last else []


def _new(found: Iterable[Ranked], since: datetime | None) -> frozenset[str]:
    """Return the ids of those of some stories that were not there before a time."""
    return frozenset(s.card.story for s in found if since and came_since(s.card, since))


def _news(room: Newsroom, found: FrontStory, since: datetime) -> News:
    """Return what changed of a story since a time: what it changed last first; or that it is new since then."""
    card = found.card
    page = room.page_since(card.story, since.isoformat()) if card.revision > 1 else None
    if page is None:  # none of its revisions is older, or nothing is told of what was changed
        return News(card.story, new=came_since(card, since))
    return News(card.story, page.changes[:1], max(len(page.changes) - 1, 0))


def _title(room: Newsroom, asked: dict[str, str]) -> str:
    named = [room.name_of(kind, asked[kind]) or asked[kind] for kind in FACETS if kind in asked]
    alive = [STATUSES.get(asked.get("status", ""), "")]
    words = [f"“{asked['q']}”"] if "q" in asked else []
    times = [f"{MORE[name]} {moment_words(asked[name])}" for name in TIMES if name in asked]
    return " · ".join(each for each in (*named, *alive, *words, *times) if each) or "Stories"


def _choices(request: Request, room: Newsroom, asked: dict[str, str]) -> tuple[Choice, ...]:
    """Return what can be chosen, and what is: also what the form has no field for."""
    options = request.app.state.choices.options(room)
    found = []
    for name, label in (*LABELS.items(), *((n, label) for n, label in MORE.items() if n in asked)):
        value, listed = asked.get(name, ""), options.get(name, ())
        words = dict(listed).get(value, "")
        if value and not words:
            words = moment_words(value) if name in TIMES else room.name_of(name, value) or value
            listed = ((value, words), *listed) if name in LABELS else ()
        found.append(Choice(name, label, listed, value, words, _without(asked, name)))
    return tuple(found)


def _without(asked: dict[str, str], name: str) -> str:
    """Return the address of a list without one of its parameters, from its beginning."""
    return _address({n: value for n, value in asked.items() if n not in (name, "cursor")})


def _address(asked: dict[str, str]) -> str:
    return f"{ADDRESS}?{urlencode(asked)}" if asked else "/"
