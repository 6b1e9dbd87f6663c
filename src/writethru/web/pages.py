"""The pages that people read."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from writethru import render
from writethru.newsroom import Newsroom
from writethru.records import Brief, Phase
from writethru.render import article_page, linked, reading_room
from writethru.render.claims import ClaimRow
from writethru.render.placing import placing_words
from writethru.web.answers import (
    ATOM,
    HTML,
    JSON,
    JSON_FEED,
    MARKDOWN,
    answer,
    json_answer,
    preferred,
)
from writethru.web.asked import parameters, passage, whole
from writethru.web.lately import Lately
from writethru.web.visit import Visit, remember, visit_of

MOST_CLAIMS = 300
ROUTE = ("stories/", "")  # what stands around the id of a story in the address of its page
FEEDS = {ATOM: ("atom", render.render_atom), JSON_FEED: ("feed.json", render.render_json_feed)}


def shown(request: Request, html: str, visit: Visit | None = None) -> Response:
    """Return a page for people, and remember that its reader was here; `visit` where the page depends on it."""
    response = answer(request, html, HTML)
    return remember(response, visit, request) if visit else response


def seen(request: Request, room: Newsroom) -> Visit:
    """Return the visit that a request belongs to."""
    assert room.now is not None
    return visit_of(request, room.now)


def story(request: Request, room: Newsroom) -> Response:
    """The page of a story, in the form that the client likes best; HTML for browsers."""
    asked = parameters(request, {"revision"})
    number = whole(asked, "revision", 1, 10**6, 1) if asked else None
    page, phase = room.page_of(request.path_params["story"], revision=number)
    form = preferred(request)
    if form != HTML:
        return _in_form(request, room, page, form)
    visit = seen(request, room)
    if number is not None:
        newest = room.page_of(page.story)[0].revision
        html = _drawn(request, page, None, newest=newest if newest > number else 0)
    elif visit.since and (fresh := room.page_since(page.story, visit.since)):
        html = _drawn(request, fresh, phase, visited=visit.since)
    else:
        html = _drawn(request, page, phase)
    return shown(request, html, visit)


def _drawn(request: Request, page: Brief, phase: Phase | None, *, newest: int = 0, visited: str = "") -> str:
    here, base = f"/stories/{page.story}", str(request.base_url).rstrip("/")
    around = render.Around(
        phase=phase,
        atom=f"{here}.atom",
        json_feed=f"{here}.feed.json",
        articles="/articles/",
        story=here,
        newest=newest,
        visited=visited,
        linked="" if newest else linked.linked_data(page, base + here, f"{base}/articles/"),
    )
    return reading_room.story_page(page, around)


def story_as(form: str) -> object:
    """Return what answers with the page of a story in one form."""

    def endpoint(request: Request, room: Newsroom) -> Response:
        parameters(request, ())
        page, _ = room.page_of(request.path_params["story"])
        return _in_form(request, room, page, form)

    return endpoint


def _in_form(request: Request, room: Newsroom, page: Brief, form: str) -> Response:
    here = f"/stories/{page.story}"
    if form == JSON:
        return json_answer(request, page)
    if form == MARKDOWN:
        return answer(request, render.render_markdown(page), MARKDOWN)
    end, write = FEEDS[form]
    channel = render.Channel(
        page.headline.text, f"{here[1:]}.{end}", here[1:], str(request.base_url), page.story, ROUTE
    )
    return answer(request, write(room.revisions_of(page.story), channel), form)


def history(request: Request, room: Newsroom) -> Response:
    """The revisions of a story."""
    parameters(request, ())
    page, _ = room.page_of(request.path_params["story"])
    html = reading_room.history_page(page.story, page.headline.text, room.history(page.story))
    return shown(request, html)


def difference(request: Request, room: Newsroom) -> Response:
    """What two revisions of a story differ in; the last two, unless they are named."""
    asked = parameters(request, {"old", "new"})
    numbers = {name: whole(asked, name, 1, 10**6, 1) for name in asked if asked[name]}
    page, _ = room.page_of(request.path_params["story"])
    newest = room.history(page.story)[-1:]
    found = room.diff(page.story, **numbers)
    html = reading_room.difference_page(
        page.headline.text, found, newest[0].revision if newest else found.new
    )
    return shown(request, html)


def claims(request: Request, room: Newsroom) -> Response:
    """The claims of a story."""
    parameters(request, ())
    page, _ = room.page_of(request.path_params["story"])
    listed = room.claims(page.story)
    rows = [ClaimRow(c.claim, c.status, c.first, c.last) for c in listed if c.needed][:MOST_CLAIMS]
    return shown(request, reading_room.claims_page(page, rows, len(listed)))


def why(request: Request, room: Newsroom) -> Response:
    """Why each article of a story is in it."""
    parameters(request, ())
    page, _ = room.page_of(request.path_params["story"])
    found = room.why(page.story)
    told = {member.id: placing_words(member.events, found.story) for member in found.articles}
    return shown(request, reading_room.why_page(page.headline.text, found, told))


def article(request: Request, room: Newsroom) -> Response:
    """The stored text of an article, with what is cited from it marked, or with what was found in it."""
    asked = parameters(request, {"at", "findings"})
    document = room.article(request.path_params["article"])
    story = room.story_id_of(document.article.id)
    beside = article_page.Beside(story, room.kept_page(story), room.history_of(document.article.id))
    if whole(asked, "findings", 0, 1, 0):
        return shown(request, article_page.findings_page(document, beside))
    at = passage(asked, "at", len(document.article.text))
    return shown(request, article_page.article_page(document, beside, at=at))


def feeds(request: Request, room: Newsroom) -> Response:
    """The feeds that are followed, and how each is."""
    parameters(request, ())
    return shown(request, reading_room.feeds_page(room.feeds()))


def feed_as(form: str) -> object:
    """Return what answers with the feed of all stories: those that changed last first."""

    def endpoint(request: Request, room: Newsroom) -> Response:
        parameters(request, ())
        end, write = FEEDS[form]
        channel = render.Channel("Stories", f"stories.{end}", "", str(request.base_url), pages=ROUTE)
        lately: Lately = request.app.state.lately
        feed = lately.get((form, channel.site), lambda: write(room.newest_pages(100), channel))
        return answer(request, feed, form)

    return endpoint


def about(request: Request, room: Newsroom) -> Response:
    """What these pages are, and how they count."""
    parameters(request, ())
    return shown(request, reading_room.about_page(room.census()))
