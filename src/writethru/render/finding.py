"""The pages of the reading room that find: a search with its hits, lists of names, what is kept of each name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from writethru.records import Record
from writethru.render import reading_room
from writethru.render.html import passage, templates

ROOMS = {"outlet": "outlets", "person": "people", "place": "places", "organisation": "organisations"}
TITLES = {"outlet": "Outlets", "person": "People", "place": "Places", "organisation": "Organisations"}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Asked(Record, frozen=True):
    """What a search was for, as it is shown again in its form."""

    words: str = ""
    chosen: dict[str, str] = {}  # noqa: RUF012 (msgspec copies it)


def search_page(
    asked: Asked, hits: Sequence[Any] | None, *, kinds: Iterable[str], statuses: Iterable[str], more: str = ""
) -> str:
    """Return the form of the search with what was found; None where nothing was searched for."""
    return reading_room.page(
        "search.html.jinja",
        asked=asked.words,
        chosen=asked.chosen,
        hits=None if hits is None else [shown(hit) for hit in hits],
        kinds=[("", "Everything"), *((kind, _plural(kind)) for kind in kinds)],
        statuses=statuses,
        more=more,
        fresh=lambda **changed: _address(asked, changed),
    )


def hits_fragment(hits: Iterable[Any], whole: str) -> str:
    """Return a list of hits for a script to show below a field; `whole` is the address of all of them."""
    return templates().get_template("hits.html.jinja").render(hits=[shown(hit) for hit in hits], whole=whole)


def names_page(kind: str, names: Sequence[Any], *, initial: str = "", words: str = "", more: str = "") -> str:
    """Return a list of outlets, people, places or organisations."""
    return reading_room.page(
        "names.html.jinja",
        here=f"/{ROOMS[kind]}",
        title=TITLES[kind],
        room=ROOMS[kind],
        names=[(name, address_of(kind, name.key)) for name in names],
        letters=LETTERS,
        initial=initial,
        words=words,
        more=more,
    )


def about_page(about: Any, stories: Sequence[Any], more: Mapping[str, str]) -> str:
    """Return what is kept of one name; `more` are the addresses of all its stories, claims, quotations, articles."""
    kind = about.name.kind
    return reading_room.page(
        "name.html.jinja",
        trail=((TITLES[kind], f"/{ROOMS[kind]}"),),
        about=about,
        title=TITLES[kind],
        room=ROOMS[kind],
        stories=[(found, reading_room.card_parts(found.card, found.phase)) for found in stories],
        claims=[shown(hit) for hit in about.claims],
        quotations=[shown(hit) for hit in about.quotations],
        latest=[shown(hit) for hit in about.latest],
        more=more,
    )


def told_page(about: Any, what: str, hits: Iterable[Any], more: str) -> str:
    """Return all claims, quotations or articles of one name, a page of them."""
    return reading_room.page(
        "told.html.jinja",
        trail=((TITLES[about.name.kind], f"/{ROOMS[about.name.kind]}"),),
        about=about,
        here=address_of(about.name.kind, about.name.key),
        what=_plural(what),
        hits=[shown(hit) for hit in hits],
        more=more,
    )


Pieces = list[tuple[str, bool]]


def shown(hit: Any) -> tuple[Any, str, Pieces, Pieces]:
    """Return a hit with the address of the exact place, its title and its words, with those searched for marked."""
    title = (hit.name if hit.kind == "story" else hit.title) or "Untitled"
    pieces = reading_room.marked(hit.snippet, hit.marks)
    return hit, place_of(hit), reading_room.marked(title, hit.title_marks), pieces


def place_of(hit: Any) -> str:
    """Return where the words of a hit stand: a story's page, or the passage of an article."""
    if hit.kind == "story":
        return f"/stories/{hit.story}"
    if hit.field == "title" or hit.end <= hit.start:
        return f"/articles/{hit.article}"
    return passage(f"/articles/{hit.article}", hit.start, hit.end)


def address_of(kind: str, key: str) -> str:
    """Return the address of what is kept of a name; a slash in its key is no part of the way (RFC 6901)."""
    return f"/{ROOMS[kind]}/{quote(key.replace('~', '~0').replace('/', '~1'), safe='')}"


def key_of(part: str) -> str:
    """Return the key that `address_of` has made a part of an address."""
    return part.replace("~1", "/").replace("~0", "~")


def _plural(kind: str) -> str:
    return {"story": "Stories"}.get(kind, f"{kind.capitalize()}s")


def _address(asked: Asked, changed: dict[str, str]) -> str:
    given = {"q": asked.words, **asked.chosen, **changed}
    return "/search?" + urlencode({name: value for name, value in given.items() if value})
