"""The pages that people read."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from writethru import render
from writethru.newsroom import Newsroom
from writethru.records import Brief, Phase
from writethru.render import reading_room
from writethru.web.answers import (
    ATOM,
    HTML,
    JSON,
    JSON_FEED,
    MARKDOWN,
    Trouble,
    answer,
    json_answer,
    preferred,
)
from writethru.web.asked import parameters, whole
from writethru.web.lists import facet, stories

ROUTE = ("stories/", "")  # what stands around the id of a story in the address of its page
FEEDS = {ATOM: ("atom", render.render_atom), JSON_FEED: ("feed.json", render.render_json_feed)}


def front(request: Request, room: Newsroom) -> Response:
    """The front page: the most significant stories first, or those that a filter leaves."""
    page, asked = stories(request, room)
    kind, key = facet(asked) or ("", "")
    filtered = key or asked.get("q", "")
    more = f"/stories?{urlencode({**asked, 'cursor': page.next})}" if page.next else ""
    words = room.name_of(kind, key) or filtered
    html = reading_room.front_page(
        page.stories,
        title=words or "Stories",
        under="Stories with this, the most significant first" if filtered else "The most significant first",
        none="No story fits."
        if asked
        else "No stories are kept yet; `writethru add SOURCE...` adds articles.",
        more=more,
    )
    return answer(request, html, HTML)


def story(request: Request, room: Newsroom) -> Response:
    """The page of a story, in the form that the client likes best; HTML for browsers."""
    asked = parameters(request, {"revision"})
    number = whole(asked, "revision", 1, 10**6, 1) if asked else None
    page, phase = room.page_of(request.path_params["story"], revision=number)
    return _in_form(request, room, page, preferred(request), phase)


def story_as(form: str) -> object:
    """Return what answers with the page of a story in one form."""

    def endpoint(request: Request, room: Newsroom) -> Response:
        parameters(request, ())
        page, phase = room.page_of(request.path_params["story"])
        return _in_form(request, room, page, form, phase)

    return endpoint


def _in_form(request: Request, room: Newsroom, page: Brief, form: str, phase: Phase | None) -> Response:
    here = f"/stories/{page.story}"
    if form == JSON:
        return json_answer(request, page)
    if form == MARKDOWN:
        return answer(request, render.render_markdown(page), MARKDOWN)
    if form in FEEDS:
        end, write = FEEDS[form]
        channel = render.Channel(
            page.headline.text, f"{here[1:]}.{end}", here[1:], str(request.base_url), page.story, ROUTE
        )
        return answer(request, write(room.revisions_of(page.story), channel), form)
    around = render.Around(
        phase=phase,
        home="/",
        atom=f"{here}.atom",
        json_feed=f"{here}.feed.json",
        articles="/articles/",
        links=(
            ("Revisions", f"{here}/history"),
            ("Who claims what", f"{here}/claims"),
            ("Put right", f"{here}/desk"),
        ),
    )
    return answer(request, render.render_html(page, around), HTML)


def history(request: Request, room: Newsroom) -> Response:
    """The revisions of a story."""
    parameters(request, ())
    page, _ = room.page_of(request.path_params["story"])
    html = reading_room.history_page(page.story, page.headline.text, room.history(page.story))
    return answer(request, html, HTML)


def claims(request: Request, room: Newsroom) -> Response:
    """The claims of a story."""
    parameters(request, ())
    page, _ = room.page_of(request.path_params["story"])
    listed = [claim for claim in room.claims(page.story) if claim.needed]
    return answer(request, reading_room.claims_page(page.story, page.headline.text, listed), HTML)


def article(request: Request, room: Newsroom) -> Response:
    """The stored text of an article, with what is cited from it marked."""
    parameters(request, ())
    found = room.article(request.path_params["article"]).article
    story = room.story_id_of(found.id)
    return answer(request, reading_room.article_page(found, story, room.kept_page(story)), HTML)


def feed_as(form: str) -> object:
    """Return what answers with the feed of all stories: those that changed last first."""

    def endpoint(request: Request, room: Newsroom) -> Response:
        parameters(request, ())
        end, write = FEEDS[form]
        channel = render.Channel("Stories", f"stories.{end}", "", str(request.base_url), pages=ROUTE)
        return answer(request, write(room.newest_pages(100), channel), form)

    return endpoint


def about(request: Request, room: Newsroom) -> Response:
    """What these pages are, and how they count."""
    parameters(request, ())
    return answer(request, reading_room.about_page(room.census()), HTML)


def missing(request: Request, room: Newsroom) -> Response:
    """What answers where there is nothing."""
    raise Trouble(404, f"there is nothing at {request.url.path[:200]!r}")
