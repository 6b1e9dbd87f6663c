"""What every route of the reading room may do, and who may ask for it: written down by hand, once it was looked at.

`tests/web/test_writing_matrix.py` compares it with what is served, and asks each route by each method. Nothing here is
taken from the tables that build the routes: a new route fails until somebody has classified it here.
"""

from __future__ import annotations

from typing import NamedTuple


class Expected(NamedTuple):
    """Who may ask (anybody, token or session), and what comes of it: reads, listens, changes, fetches, signs."""

    needs: str
    does: str


_TABLE = """
anybody  reads    GET     /
anybody  reads    GET     /stories
anybody  reads    GET     /stories.atom
anybody  reads    GET     /stories.feed.json
anybody  reads    GET     /stories/{story}
anybody  reads    GET     /stories/{story}.atom
anybody  reads    GET     /stories/{story}.feed.json
anybody  reads    GET     /stories/{story}.md
anybody  reads    GET     /stories/{story}.json
anybody  reads    GET     /stories/{story}/history
anybody  reads    GET     /stories/{story}/diff
anybody  reads    GET     /stories/{story}/claims
anybody  reads    GET     /stories/{story}/why
anybody  reads    GET     /articles/{article}
anybody  reads    GET     /outlets
anybody  reads    GET     /outlets/{outlet}
anybody  reads    GET     /people
anybody  reads    GET     /people/{person}
anybody  reads    GET     /places
anybody  reads    GET     /places/{place}
anybody  reads    GET     /organisations
anybody  reads    GET     /organisations/{organisation}
anybody  reads    GET     /search
anybody  reads    GET     /search/live
anybody  reads    GET     /static/{script}
anybody  reads    GET     /feeds
anybody  reads    GET     /about
anybody  reads    GET     /sign-in
anybody  signs    POST    /sign-in
session  signs    POST    /sign-out
session  reads    GET     /desk
session  reads    GET     /desk/errands/{errand}
session  reads    GET     /stories/{story}/desk
session  fetches  POST    /desk/articles
session  fetches  POST    /desk/feeds
session  fetches  POST    /desk/feeds/import
session  changes  POST    /desk/feeds/remove
session  changes  POST    /stories/{story}/merge
session  changes  POST    /stories/{story}/split
session  changes  POST    /stories/{story}/move
session  changes  POST    /stories/{story}/undo
session  changes  POST    /stories/{story}/follow
session  changes  POST    /stories/{story}/unfollow
session  changes  POST    /stories/{story}/marks
session  changes  POST    /stories/{story}/marks/{mark}/withdraw
anybody  reads    GET     /api/v1/stories
anybody  reads    GET     /api/v1/stories/{story}
anybody  reads    GET     /api/v1/stories/{story}/revisions
anybody  reads    GET     /api/v1/stories/{story}/diff
anybody  reads    GET     /api/v1/stories/{story}/timeline
anybody  reads    GET     /api/v1/stories/{story}/sources
anybody  reads    GET     /api/v1/stories/{story}/claims
anybody  reads    GET     /api/v1/stories/{story}/why
anybody  reads    GET     /api/v1/articles
anybody  reads    GET     /api/v1/articles/{article}
anybody  reads    GET     /api/v1/articles/{article}/revisions
anybody  reads    GET     /api/v1/search
anybody  reads    GET     /api/v1/outlets
anybody  reads    GET     /api/v1/outlets/{outlet}
anybody  reads    GET     /api/v1/outlets/{outlet}/claims
anybody  reads    GET     /api/v1/outlets/{outlet}/quotations
anybody  reads    GET     /api/v1/outlets/{outlet}/articles
anybody  reads    GET     /api/v1/people
anybody  reads    GET     /api/v1/people/{person}
anybody  reads    GET     /api/v1/people/{person}/claims
anybody  reads    GET     /api/v1/people/{person}/quotations
anybody  reads    GET     /api/v1/people/{person}/articles
anybody  reads    GET     /api/v1/places
anybody  reads    GET     /api/v1/places/{place}
anybody  reads    GET     /api/v1/places/{place}/claims
anybody  reads    GET     /api/v1/places/{place}/quotations
anybody  reads    GET     /api/v1/places/{place}/articles
anybody  reads    GET     /api/v1/organisations
anybody  reads    GET     /api/v1/organisations/{organisation}
anybody  reads    GET     /api/v1/organisations/{organisation}/claims
anybody  reads    GET     /api/v1/organisations/{organisation}/quotations
anybody  reads    GET     /api/v1/organisations/{organisation}/articles
anybody  reads    GET     /api/v1/feeds
anybody  reads    GET     /api/v1/feeds/{feed}
anybody  reads    GET     /api/v1/changes
anybody  reads    GET     /api/v1/health
anybody  reads    GET     /api/v1/ready
anybody  reads    GET     /api/v1/openapi.json
anybody  listens  GET     /api/v1/events
token    reads    GET     /api/v1/marks
token    reads    GET     /api/v1/errands/{errand}
token    fetches  POST    /api/v1/articles
token    fetches  POST    /api/v1/feeds
token    fetches  POST    /api/v1/feeds/import
token    changes  DELETE  /api/v1/feeds
token    changes  POST    /api/v1/stories/{story}/merge
token    changes  POST    /api/v1/stories/{story}/split
token    changes  POST    /api/v1/stories/{story}/undo
token    changes  POST    /api/v1/stories/{story}/follow
token    changes  DELETE  /api/v1/stories/{story}/follow
token    changes  POST    /api/v1/articles/{article}/move
token    changes  POST    /api/v1/marks
token    changes  POST    /api/v1/marks/{mark}/withdraw
"""

# By method and path; HEAD goes with GET, and no other method is answered.
EXPECTED = {
    (method, path): Expected(needs, does)
    for needs, does, method, path in (line.split() for line in _TABLE.strip().splitlines())
}
