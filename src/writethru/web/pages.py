"""The pages that people read."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from writethru.newsroom import Newsroom
from writethru.render import article_page, reading_room
from writethru.store import Census
from writethru.web.answers import HTML, answer
from writethru.web.asked import parameters, passage, whole
from writethru.web.lately import Lately
from writethru.web.visit import Visit, remember, visit_of


def shown(request: Request, html: str, visit: Visit | None = None) -> Response:
    """Return a page for people, and remember that its reader was here; `visit` where the page depends on it."""
    response = answer(request, html, HTML)
    return remember(response, visit, request) if visit else response


def seen(request: Request, room: Newsroom) -> Visit:
    """Return the visit that a request belongs to."""
    assert room.now is not None
    return visit_of(request, room.now)


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


def about(request: Request, room: Newsroom) -> Response:
    """What these pages are, and how they count."""
    parameters(request, ())
    return shown(request, reading_room.about_page(counted(request, room)))


def counted(request: Request, room: Newsroom) -> Census:
    """Return how much is kept, as it was counted within the last seconds: of much that takes long."""
    lately: Lately[Census] = request.app.state.lately
    return lately.get("census", room.census)
