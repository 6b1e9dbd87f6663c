"""What the API finds: by words, and by outlet, person, place or organisation."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import structs
from starlette.requests import Request

from writethru.newsroom import About, Found, FrontStory, Newsroom
from writethru.newsroom.finding import CLAIM_STATUSES, NAMES
from writethru.records import Record
from writethru.render.finding import ROOMS, key_of
from writethru.store import KINDS, Name
from writethru.web import finding
from writethru.web.asked import MOST_KEY, MOST_ROWS, Given, Parameter
from writethru.web.endpoints import Endpoint
from writethru.web.finding import narrowed
from writethru.web.lists import WORDS

HITS, NAMED, TOLD, PART = 20, 50, 30, 10
TOLD_AS = {
    "claim": "claims held by one",
    "quotation": "quotations of one",
    "article": "articles that name one",
}


class NamePage(Record, frozen=True):
    """Some names of a list, and the cursor that asks for the next ones; "" at the end."""

    names: tuple[Name, ...]
    next: str = ""


class Kept(Record, frozen=True):
    """What is kept of a name, and its most significant stories."""

    about: About
    stories: tuple[FrontStory, ...]


def search(request: Request, room: Newsroom, given: Given) -> Found:
    """Stories, articles, claims and quotations that hold all words: the best of each kind in turn.

    Claims and quotations are told the newest first. Of words that stand in very many, the newest are looked at.
    """
    return narrowed(room, given["q"], given, str(given.get("cursor", "")), given["limit"])


def _names(kind: str) -> Callable[[Request, Newsroom, Given], NamePage]:
    def call(request: Request, room: Newsroom, given: Given) -> NamePage:
        found, following = room.names_like(
            kind,
            given.get("q", ""),
            initial=given.get("initial", ""),
            limit=given["limit"],
            cursor=str(given.get("cursor", "")),
        )
        return NamePage(found, following)

    call.__name__ = ROOMS[kind]
    call.__doc__ = f"Names of the kind {kind}, those in most stories first."
    return call


def _about(kind: str) -> Callable[[Request, Newsroom, Given], Kept]:
    def call(request: Request, room: Newsroom, given: Given) -> Kept:
        key = key_of(request.path_params[kind])
        having = room.stories_with(kind, key)
        stories = [s for s in request.app.state.listing.stories() if s.card.story in having]
        told = tuple(s.told() for s in stories[: given["limit"]])
        return Kept(room.about(kind, key, limit=given["limit"]), told)

    call.__name__ = kind
    call.__doc__ = f"What is kept of one {kind}: stories, and its newest claims, quotations and articles."
    return call


def _told(kind: str, what: str) -> Callable[[Request, Newsroom, Given], Found]:
    def call(request: Request, room: Newsroom, given: Given) -> Found:
        key = key_of(request.path_params[kind])
        room.about(kind, key, limit=1)  # raises for one that is not known
        return room.told_by(kind, key, what, limit=given["limit"], cursor=str(given.get("cursor", "")))

    call.__name__ = f"{what}s_of_{kind}"
    call.__doc__ = f"The {TOLD_AS[what]} {kind}, the newest first."
    return call


def _limit(default: int) -> Parameter:
    return Parameter(
        name="limit", kind="whole", least=1, most=MOST_ROWS, default=default, tells="how many, at most"
    )


def _cursor(form: re.Pattern[str], most: int = 60) -> Parameter:
    tells = "the `next` of an answer, for what follows"
    return Parameter(name="cursor", form=form, most=most, tells=tells)


SEARCHED = _cursor(finding.SEARCHED)
LISTED = _cursor(finding.LISTED, 210)
KEPT_BEFORE = _cursor(finding.KEPT_BEFORE)
_NAME = "a name, or its key"
SEARCH = (
    structs.replace(WORDS, required=True, tells="what has all these words, or phrases in quotation marks"),
    Parameter(name="kind", kind="choice", choices=KINDS, tells="only what is of this kind"),
    Parameter(name="outlet", most=MOST_KEY, tells=f"only what stands in this outlet: {_NAME}"),
    *(
        Parameter(name=kind, most=MOST_KEY, tells=f"only what names this {kind}, or is said by it: {_NAME}")
        for kind in NAMES[1:]
    ),
    Parameter(name="since", kind="time", tells="only what was published at this time or later"),
    Parameter(name="until", kind="time", tells="only what was published before this time"),
    Parameter(name="status", kind="choice", choices=CLAIM_STATUSES, tells="only claims that stand so"),
    SEARCHED,
    _limit(HITS),
)
_LISTED = (
    structs.replace(WORDS, tells="only those with these letters in them"),
    Parameter(name="initial", most=1, tells="only those that begin so", example="v"),
    LISTED,
    _limit(NAMED),
)
ENDPOINTS = (
    Endpoint(path="/search", call=search, parameters=SEARCH),
    *(Endpoint(path=f"/{ROOMS[kind]}", call=_names(kind), parameters=_LISTED) for kind in NAMES),
    *(
        Endpoint(path=f"/{ROOMS[kind]}/{{{kind}}}", call=_about(kind), parameters=(_limit(PART),))
        for kind in NAMES
    ),
    *(
        Endpoint(
            path=f"/{ROOMS[kind]}/{{{kind}}}/{what}s",
            call=_told(kind, what),
            parameters=(KEPT_BEFORE, _limit(TOLD)),
        )
        for kind in NAMES
        for what in TOLD_AS
    ),
)
