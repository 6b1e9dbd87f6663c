"""The pages of one story, in every form: each is made once for a revision, and again when something of it changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from writethru import render
from writethru.errors import UsageError
from writethru.newsroom import Newsroom
from writethru.newsroom.front import Alive
from writethru.records import Brief, Phase, known_moment
from writethru.render import linked, reading_room
from writethru.render.claims import MOST_CLAIMS, ClaimRow
from writethru.render.placing import placing_words
from writethru.store import StoryMark
from writethru.web.answers import ATOM, HTML, JSON, JSON_FEED, MARKDOWN, Trouble, as_json, preferred
from writethru.web.asked import parameters, whole
from writethru.web.beside import READING
from writethru.web.made import Content, Elsewhere, made, subject_of
from writethru.web.visit import remember, visit_of
from writethru.web.weighed import WEIGHED

MOST_PARTS = 10_000  # of a story's claims
ROUTE = ("stories/", "")  # what stands around the id of a story in the address of its page
FEEDS = {ATOM: ("atom", render.render_atom), JSON_FEED: ("feed.json", render.render_json_feed)}


def story(request: Request, room: Newsroom) -> Response | Elsewhere:
    """The page of a story, in the form that the client likes best; HTML for browsers."""
    asked = parameters(request, {"revision"})
    number = whole(asked, "revision", 1, 10**6, 1) if asked else None
    address, form = str(request.base_url), preferred(request)
    if form != HTML:
        subject = subject_of(request, room, "page", form, number)
        return made(request, room, subject, in_form, form, address, number)
    assert room.now is not None
    visit = visit_of(request, room.now)
    subject, since = subject_of(request, room, "page", HTML, number), ""
    if number is None and _moved(subject.mark, visit.since):
        since = visit.since
        subject = subject_of(request, room, "page", HTML, None, since)
    finished = partial(remember, visit=visit, request=request)
    return made(request, room, subject, page_html, address, number, since, finished=finished)


def page_html(room: Newsroom, story: str, address: str, number: int | None, since: str) -> Content:
    """Return the page of a story as a browser at an address of ours is to have it: as it is now, or was under a number.

    The page of now tells what changed since a time, if it is told one.
    """
    page, phase = room.page_of(story, revision=number)
    if number is not None:
        newest = room.page_of(story)[0].revision
        return _drawn(address, room, page, None, newest=newest if newest > number else 0)
    fresh = room.page_since(story, since) if since else None
    return _drawn(address, room, fresh or page, phase, visited=since if fresh else ""), Alive(
        page, phase, room.settings
    )


def _moved(mark: StoryMark, since: str) -> bool:
    """Whether a story may have another page than before some time: not where its last revision is older, or none."""
    last, made = known_moment(since), known_moment(mark.made)
    return mark.page > 0 and last is not None and (made is None or made >= last)


def _drawn(
    address: str, room: Newsroom, page: Brief, phase: Phase | None, *, newest: int = 0, visited: str = ""
) -> str:
    here, base = f"/stories/{page.story}", address.rstrip("/")
    notes = room.history(page.story) if page.revision > 1 and not newest else ()
    around = render.Around(
        phase=phase,
        atom=f"{here}.atom",
        json_feed=f"{here}.feed.json",
        articles="/articles/",
        story=here,
        newest=newest,
        visited=visited,
        linked="" if newest else linked.linked_data(page, base + here, f"{base}/articles/", notes, phase),
    )
    return reading_room.story_page(page, around)


def story_as(form: str) -> Callable[[Request, Newsroom], Response | Elsewhere]:
    """Return what answers with the page of a story in one form."""

    def endpoint(request: Request, room: Newsroom) -> Response | Elsewhere:
        parameters(request, ())
        subject = subject_of(request, room, "page", form, None)
        return made(request, room, subject, in_form, form, str(request.base_url), None)

    return endpoint


def in_form(room: Newsroom, story: str, form: str, address: str, number: int | None) -> Content:
    """Return the page of a story in a form for programs, as it is now, or was under a number."""
    page, _ = room.page_of(story, revision=number)
    if form == JSON:
        return as_json(page)
    if form == MARKDOWN:
        return render.render_markdown(page)
    end, write = FEEDS[form]
    here = f"stories/{page.story}"
    channel = render.Channel(page.headline.text, f"{here}.{end}", here, address, page.story, ROUTE)
    return write(room.revisions_of(page.story), channel)


def history(request: Request, room: Newsroom) -> Response | Elsewhere:
    """The revisions of a story."""
    parameters(request, ())
    return made(request, room, subject_of(request, room, "history", HTML), history_page)


def history_page(room: Newsroom, story: str) -> Content:
    """Return the page of a story's revisions."""
    page, _ = room.page_of(story)
    return reading_room.history_page(page.story, page.headline.text, room.history(story))


def difference(request: Request, room: Newsroom) -> Response | Elsewhere:
    """What two revisions of a story differ in; the last two, unless they are named."""
    asked = parameters(request, {"old", "new"})
    numbers = {name: whole(asked, name, 1, 10**6, 1) for name in asked if asked[name]}
    subject = subject_of(request, room, "diff", HTML, *sorted(numbers.items()))
    return made(request, room, subject, difference_page, numbers)


def difference_page(room: Newsroom, story: str, numbers: dict[str, int]) -> Content:
    """Return the page that shows what two revisions differ in."""
    page, _ = room.page_of(story)
    newest = room.history(story)[-1:]
    found = room.diff(story, **numbers)
    last = newest[0].revision if newest else found.new
    return reading_room.difference_page(page.headline.text, found, last)


def claims(request: Request, room: Newsroom) -> Response | Elsewhere:
    """The claims of a story: a part of them, by its number or by a claim that has to be there."""
    asked = parameters(request, {"part", "claim"})
    if len(asked) > 1:
        raise Trouble(400, "parameters 'part' and 'claim' both name a part; give one of them")
    part, claim = whole(asked, "part", 1, MOST_PARTS, 1), asked.get("claim", "")
    article, _, start = claim.partition("-")
    if claim and not (article.isalnum() and start.isascii() and start.isdigit()):
        raise Trouble(400, f"parameter 'claim' has to be an article and a place in it, not {claim[:40]!r}")
    subject = subject_of(request, room, "claims", HTML, part, claim)
    return made(request, room, subject, claims_page, part, claim, process=READING)


def claims_page(room: Newsroom, story: str, part: int, claim: str) -> Content:
    """Return a page of a story's claims: all that it claims is weighed for it, once for all its parts."""
    page, _ = room.page_of(story)
    listed = WEIGHED.claims(room, page.story)
    rows = [ClaimRow(c.claim, c.status, c.first, c.last) for c in listed if c.needed]
    if part > max(1, -(-len(rows) // MOST_CLAIMS)):
        raise UsageError(f"the claims of story {story!r} have no part {part}")
    return reading_room.claims_page(page, rows, len(listed), part, claim)


def why(request: Request, room: Newsroom) -> Response | Elsewhere:
    """Why each article of a story is in it."""
    parameters(request, ())
    return made(request, room, subject_of(request, room, "why", HTML), why_page, process=READING)


def why_page(room: Newsroom, story: str) -> Content:
    """Return the page that says why each article of a story is in it: each is compared with the others."""
    page, _ = room.page_of(story)
    found = room.why(page.story)
    told = {member.id: placing_words(member.events, found.story) for member in found.articles}
    others = {
        id for member in found.articles for step in member.events for id in (step.story, step.other) if id
    }
    kept = {id: room.kept_page(id) for id in others - {found.story}}
    headlines = {id: page.headline.text for id, page in kept.items() if page}
    return reading_room.why_page(page.headline.text, found, told, headlines)
