"""The feed of all stories: those that changed last first, each written once for a revision."""

from __future__ import annotations

from collections.abc import Callable
from heapq import nlargest

from starlette.requests import Request
from starlette.responses import Response

from writethru import render
from writethru.newsroom import Newsroom
from writethru.records import Brief
from writethru.store import Card
from writethru.web.answers import ATOM, JSON_FEED, tag_of, tagged
from writethru.web.asked import parameters
from writethru.web.kept import Kept
from writethru.web.lately import Lately
from writethru.web.listing import Stories
from writethru.web.story import ROUTE

MOST = 100  # stories of the feed
Written = Callable[[Brief, render.Channel], str]
FORMS = {
    ATOM: ("atom", render.atom_entry, render.atom_of),
    JSON_FEED: ("feed.json", render.json_entry, render.json_feed_of),
}


def feed_as(form: str) -> Callable[[Request, Newsroom], Response]:
    """Return what answers with the feed of all stories in a form."""
    end, write, whole = FORMS[form]

    def endpoint(request: Request, room: Newsroom) -> Response:
        parameters(request, ())
        channel = render.Channel("Stories", f"stories.{end}", "", str(request.base_url), pages=ROUTE)

        def make() -> tuple[str, bytes]:
            entries = [
                entry for card in _newest(request) for entry in _entry(request, room, card, channel, write)
            ]
            body = whole(entries, channel).encode("utf-8", "replace")
            return tag_of(body), body

        lately: Lately[tuple[str, bytes]] = request.app.state.lately
        tag, body = lately.get((form, channel.site), make)
        return tagged(request, tag, form, lambda: body)

    return endpoint


def _newest(request: Request) -> list[Card]:
    """Return the cards of the stories with a page of which something was published last."""
    listed: Stories = request.app.state.listing.stories()
    cards = (story.card for story in listed if story.card.revision)
    return nlargest(MOST, cards, key=lambda card: (card.updated or "", card.story))


def _entry(
    request: Request, room: Newsroom, card: Card, channel: render.Channel, write: Written
) -> list[render.Entry]:
    """Return the entry of a story as it was written for this revision, or as it is written now; none without a page."""
    kept: Kept = request.app.state.kept
    key, version = (
        ("entry", card.story, channel.file, channel.site),
        (card.revision, card.updated, room.mark().file),
    )
    assert room.now is not None
    made = kept.find(key, version, room.now)
    if made is None or made.packed is None:
        page = room.last_page(card.story)
        if page is None:
            return []
        made = kept.keep(key, version, write(page, channel), channel.file)
    return [render.Entry(card.updated, made.body.decode())]
