"""The pages of the reading room: the frame that all share, front page, a story from every side, feeds, about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from writethru.records import Brief, Change, Counts, Difference, Phase, Record, RevisionNote
from writethru.render import about, wording
from writethru.render.claims import MOST_CLAIMS, claim_anchors, claim_place, names
from writethru.render.difference import difference_groups
from writethru.render.html import Around, page_values, passage, policy, templates
from writethru.render.placing import parted

WAYS = (
    ("Outlets", "/outlets"),
    ("People", "/people"),
    ("Places", "/places"),
    ("Feeds", "/feeds"),
    ("About", "/about"),
)
SHEETS = (
    "style.css",
    "room.css",
    "front.css",
    "findings.css",
    "claims.css",
    "desk.css",
    "finding.css",
)  # of which each page has those that it needs
FINE = ("well", "quiet", "new")  # of the conditions of a feed, those that ask for nothing
# Revisions, reasons or feeds on a page that lists them; it says so, and the API tells the rest.
MOST_SHOWN = 300
SITE = Around(atom="/stories.atom", json_feed="/stories.feed.json")


class Choice(Record, frozen=True):
    """One of the things a list of stories can be filtered by: its parameter, its label, and what can be chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]  # value and words
    chosen: str = ""
    words: str = ""  # of what is chosen
    without: str = ""  # the address of the list without it


class News(Record, frozen=True):
    """What changed of a story since its reader came last, or that it is new since then."""

    story: str
    changes: tuple[Change, ...] = ()
    more: int = 0  # changes that are not told
    new: bool = False


class Front(Record, frozen=True):
    """What a list of stories is filtered by, when its reader came last, and what changed since, by story."""

    title: str = "Stories"
    under: str = ""
    nothing: str = ""
    more: str = ""  # the address of what follows
    before: str = ""  # the address of the beginning, where this is not it
    choices: tuple[Choice, ...] = ()
    visited: str = ""
    changed: str = ""  # since when the listed stories changed, where that was asked for
    fresh: frozenset[str] = frozenset()  # ids of the stories that changed since
    since: str = ""  # the address of a list of these
    new: frozenset[str] = frozenset()  # ids of those of them that were not there before


def page(name: str, **values: Any) -> str:
    """Return a page of the room from its template; `here` is its address, `trail` what stands above it."""
    return templates().get_template(name).render({**_frame(), **values})


def _frame() -> dict[str, Any]:
    return {
        "asked": "",
        "around": SITE,
        "here": "",
        "trail": (),
        "ways": WAYS,
        "passage": passage,
        "claim_place": claim_place,
    }


def front_page(stories: Sequence[Any], front: Front, news: Sequence[tuple[Any, News]] = ()) -> str:
    """Return a list of stories, each with `card` and `phase`, in the order given, after those of `news`."""
    return page(
        "front.html.jinja",
        stories=[(found, card_parts(found.card, found.phase)) for found in stories],
        news=[(found, told, card_parts(found.card, found.phase)) for found, told in news],
        front=front,
        here="/stories" if any(choice.chosen for choice in front.choices) else "/",
    )


def card_parts(card: Any, phase: Phase) -> list[str]:
    """Return how alive a story is, when it was updated, and how much stands behind it."""
    counts = wording.counts_words(Counts(card.articles, card.outlets, card.origins))
    differ = f"{card.disputes} {'point' if card.disputes == 1 else 'points'} on which accounts differ"
    updated = f"updated {wording.moment_words(card.updated)}" if card.updated else "undated"
    return [wording.phase_words(phase), updated, *counts, *([differ] if card.disputes else [])]


def story_page(brief: Brief, around: Around) -> str:
    """Return the page of a story within the room."""
    trail = (("Story", around.story),) if around.newest else ()
    frame = {**_frame(), **page_values(brief, around), "layout": "room.html.jinja", "trail": trail}
    return templates().get_template("page.html.jinja").render(frame)


def marked(text: str, marks: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Return the pieces of a text, and which of them are marked."""
    pieces, at = [], 0
    for start, end in marks:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [*pieces, (text[at:], False)]


def _beside(name: str, story: str, headline: str, end: str, **values: Any) -> str:
    """Return a page on one story that stands beside the story's own."""
    address = f"/stories/{story}"
    around = Around(atom=f"{address}.atom", json_feed=f"{address}.feed.json", story=address)
    trail = ((headline or "Untitled", address),)
    return page(name, headline=headline, around=around, trail=trail, here=address + end, **values)


def history_page(story: str, headline: str, notes: Sequence[RevisionNote]) -> str:
    """Return the last revisions of a story, newest first, each with what it changed."""
    shown = notes[-MOST_SHOWN:]
    return _beside("history.html.jinja", story, headline, "/history", notes=shown, total=len(notes))


def difference_page(headline: str, found: Difference, newest: int) -> str:
    """Return what two revisions of a story differ in; `newest` is the number of its last one."""
    return _beside(
        "revisions.html.jinja", found.story, headline, "/diff",
        found=found, groups=difference_groups(found), newest=newest,
    )  # fmt: skip


def claims_page(brief: Brief, rows: Sequence[Any], total: int, part: int = 1, claim: str = "") -> str:
    """Return a part of the claims of a story as a table, each with how firmly it stands and links to who says so.

    `rows` are all that a reader needs. A part is named by its number, or by a claim that stands in it.
    """
    anchors = claim_anchors(rows)
    if claim:
        part = anchors.index(claim) // MOST_CLAIMS + 1 if claim in anchors else 1
    first = (part - 1) * MOST_CLAIMS
    return _beside(
        "claims_list.html.jinja", brief.story, brief.headline.text, "/claims",
        rows=rows[first : first + MOST_CLAIMS], anchors=anchors[first : first + MOST_CLAIMS], first=first, part=part,
        needed=len(rows), total=total, numbers={source.article: source.number for source in brief.sources}, names=names,
    )  # fmt: skip


def why_page(
    headline: str, found: Any, told: Mapping[str, Sequence[str]], headlines: Mapping[str, str]
) -> str:
    """Return why each article of a story is in it: `found` as `why` explains it, `told` by article in words.

    `headlines` are those of other stories that are named, by id.
    """
    lines = {id: [list(parted(wording.capital(wording.visible(w)))) for w in told[id]] for id in told}
    return _beside(
        "why.html.jinja", found.story, headline, "/why",
        found=found, members=found.articles[:MOST_SHOWN], told=lines, headlines=headlines,
    )  # fmt: skip


def feeds_page(feeds: Sequence[Any]) -> str:
    """Return the feeds that are followed, by folder, each with how it is."""
    folders: dict[tuple[str, ...], list[Any]] = {}
    for feed in feeds[:MOST_SHOWN]:
        folders.setdefault(feed.folder, []).append(feed)
    ailing = sum(feed.condition not in FINE for feed in feeds)
    return page(
        "feeds.html.jinja", folders=folders, count=len(feeds), most=MOST_SHOWN, ailing=ailing, fine=FINE,
        here="/feeds",
    )  # fmt: skip


def about_page(census: Any) -> str:
    """Return what these pages are, how they count, and what they do not do."""
    values = {"title": about.TITLE, "parts": about.PARTS, "pieces": about.pieces}
    return page("about.html.jinja", census=census, here="/about", **values)


def trouble_page(title: str, detail: str) -> str:
    """Return the page that stands where what was asked for is not."""
    return page("trouble.html.jinja", title=title, detail=detail)


def headers(values: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the headers of security that every answer has, and those given."""
    return {
        "Content-Security-Policy": policy(SHEETS, forms=True) + "; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        **(values or {}),
    }
