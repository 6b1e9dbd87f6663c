"""Finding in the reading room: the search, its results as they are typed, and pages for names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from writethru.newsroom import Found, FrontStory, Newsroom
from writethru.newsroom.finding import CLAIM_STATUSES, NAMES
from writethru.newsroom.looking_up import has_word
from writethru.render import finding, html
from writethru.store import KINDS
from writethru.web.answers import HTML, Trouble, answer
from writethru.web.asked import Given, parameters, when
from writethru.web.listing import Stories

Call = Callable[[Request, Newsroom], Response]

FILTERS = frozenset((*NAMES, "kind", "status", "since", "until"))
ROWS, LIVE_ROWS, NAME_ROWS, PART_ROWS = 20, 8, 100, 8
YEAR = 31_536_000  # seconds: what lies at an address made of its content never changes
# What the cursors of searches, of lists of names, and of what stands in the order of keeping look like.
SEARCHED = re.compile(r"[0-9]{1,4}-[0-9]{1,15}-[0-9]{1,15}")
LISTED = re.compile(r"[0-9]{1,9}:.{1,200}", re.DOTALL)
KEPT_BEFORE = re.compile(r"[0-9]{1,15}")


def search(request: Request, room: Newsroom) -> Response:
    """Stories, articles, claims and quotations that hold all words, narrowed by what else was filled in."""
    asked = parameters(request, FILTERS | {"q", "cursor"})
    words = asked.get("q", "").strip()
    chosen = {name: asked[name].strip() for name in FILTERS if asked.get(name, "").strip()}
    found = look(room, words, chosen, asked.get("cursor", ""), ROWS) if has_word(words) else None
    more = ""
    if found is not None and found.next:
        more = "/search?" + urlencode({"q": words, **chosen, "cursor": found.next})
    page = finding.search_page(
        finding.Asked(words, chosen),
        found.hits if found else None,
        kinds=KINDS,
        statuses=CLAIM_STATUSES,
        more=more,
    )
    return answer(request, page, HTML)


LEAST_BEGINNING = (
    3  # letters: all words that begin with fewer are too many to be looked at while somebody types
)


def live(request: Request, room: Newsroom) -> Response:
    """The best hits as a list, for a script to show while words are typed: the last may be the beginning of one."""
    words = parameters(request, {"q"}).get("q", "").strip()
    found = (look(room, tried, {}, "", LIVE_ROWS).hits for tried in _as_typed(words))
    hits = next((hits for hits in found if hits), ())
    return answer(request, finding.hits_fragment(hits, "/search?" + urlencode({"q": words})), HTML)


def _as_typed(words: str) -> Iterator[str]:
    """Yield what may be meant by words that are not typed to their end."""
    if not has_word(words):
        return
    yield words
    before, _, last = words.rpartition(" ")
    if last.isalnum() and len(last) >= LEAST_BEGINNING:
        yield words + "*"
    if has_word(before):
        yield before


def look(room: Newsroom, words: str, chosen: dict[str, str], cursor: str, limit: int) -> Found:
    """Return what a search finds; Trouble 400 for what it cannot be narrowed by."""
    for name, known in (("kind", KINDS), ("status", CLAIM_STATUSES)):
        if chosen.get(name) and chosen[name] not in known:
            said = ", ".join(known)
            raise Trouble(400, f"parameter {name!r} has to be one of {said}, not {chosen[name][:40]!r}")
    _checked(cursor, SEARCHED)
    until = when(chosen, "until")
    if until and len(chosen["until"]) == len("2031-03-04"):
        until += timedelta(days=1)  # all of that day
    return narrowed(room, words, {**chosen, "since": when(chosen, "since"), "until": until}, cursor, limit)


def _checked(cursor: str, form: re.Pattern[str]) -> None:
    """Raise Trouble 400 for a cursor that no answer has given."""
    if cursor and not form.fullmatch(cursor):
        raise Trouble(400, f"parameter 'cursor' has to be what `more` leads to, not {cursor[:40]!r}")


def narrowed(room: Newsroom, words: str, given: Given, cursor: str, limit: int) -> Found:
    """Return what a search finds, narrowed by parameters that were read."""
    since, until = given.get("since"), given.get("until")
    return room.find(
        words,
        kind=given.get("kind", ""),
        status=given.get("status", ""),
        since=since.isoformat() if since else None,
        until=until.isoformat() if until else None,
        limit=limit,
        cursor=cursor,
        **{name: given.get(name, "") for name in NAMES},
    )


def names(kind: str) -> Call:
    """Return what answers with the outlets, people, places or organisations, a page of them at a time."""

    def endpoint(request: Request, room: Newsroom) -> Response:
        asked = parameters(request, {"q", "initial", "cursor"})
        words, initial = asked.get("q", "").strip(), asked.get("initial", "").casefold()[:1]
        _checked(asked.get("cursor", ""), LISTED)
        listed, more = room.names_like(
            kind, words, initial=initial, limit=NAME_ROWS, cursor=asked.get("cursor", "")
        )
        here = f"/{finding.ROOMS[kind]}"
        following = {"q": words, "initial": initial, "cursor": more}
        address = here + "?" + urlencode({k: v for k, v in following.items() if v})
        page = finding.names_page(kind, listed, initial=initial, words=words, more=address if more else "")
        return answer(request, page, HTML)

    return endpoint


def about(kind: str) -> Call:
    """Return what answers with what is kept of an outlet, person, place or organisation."""

    def endpoint(request: Request, room: Newsroom) -> Response:
        asked = parameters(request, {"what", "cursor"})
        key = finding.key_of(request.path_params[kind])
        here = finding.address_of(kind, key)
        if what := asked.get("what"):
            return _told(request, room, kind, key, here, what, asked.get("cursor", ""))
        if "cursor" in asked:
            raise Trouble(400, "parameter 'cursor' goes with 'what'")
        kept = room.about(kind, key, limit=PART_ROWS)
        stories = _stories(request, room, kind, key)
        more = {
            each: f"{here}?what={each}"
            for each, found in (
                ("claim", kept.claims),
                ("quotation", kept.quotations),
                ("article", kept.latest),
            )
            if len(found) == PART_ROWS
        }
        if kept.name.stories > PART_ROWS:
            more["stories"] = "/stories?" + urlencode({kind: key})
        return answer(request, finding.about_page(kept, stories, more), HTML)

    return endpoint


def _told(
    request: Request, room: Newsroom, kind: str, key: str, here: str, what: str, cursor: str
) -> Response:
    if what not in ("claim", "quotation", "article"):
        raise Trouble(400, f"parameter 'what' has to be claim, quotation or article, not {what[:40]!r}")
    _checked(cursor, KEPT_BEFORE)
    found = room.told_by(kind, key, what, cursor=cursor)
    more = f"{here}?{urlencode({'what': what, 'cursor': found.next})}" if found.next else ""
    page = finding.told_page(room.about(kind, key, limit=1), what, found.hits, more)
    return answer(request, page, HTML)


def _stories(request: Request, room: Newsroom, kind: str, key: str) -> list[FrontStory]:
    """Return the first stories with a name out of the list that is kept in memory, the most significant first."""
    having = room.stories_with(kind, key)
    listed: Stories = request.app.state.listing.stories()
    return [found.told() for found in islice((s for s in listed if s.card.story in having), PART_ROWS)]


def script(request: Request, room: Newsroom) -> Response:
    """The script of the reading room, under an address that changes with it."""
    address, content = html.script()
    if request.url.path != address:
        raise Trouble(404, "this script is no longer in use; load the page again")
    response = answer(request, content, "text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
