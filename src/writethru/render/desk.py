"""The pages of those who write: signing in, the desk, an errand, and what can be done to a story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from writethru.records import Brief, WrongMark
from writethru.render.cited import sentences
from writethru.render.reading_room import page

# Its own address is told within the site, so that a browser says from where a form comes; to nobody else.
REFERRER = "same-origin"


def _page(name: str, **values: Any) -> str:
    return page(name, **{"here": "/desk", "referrer": REFERRER, **values})


def sign_in_page(to: str, refused: str = "") -> str:
    """Return the form in which a token is shown; `to` is where that leads, `refused` why it did not."""
    return _page("sign_in.html.jinja", to=to, refused=refused)


def desk_page(
    who: str,
    *,
    feeds: Iterable[Any],
    followed: Iterable[str],
    errands: Iterable[Any],
    marks: Sequence[WrongMark],
    headlines: Mapping[str, str],
    articles: Mapping[str, Any],
) -> str:
    """Return what can be added, the feeds, the followed stories, errands and marks.

    `headlines` are those of stories, by id; `articles` those that marks name, with outlet and title.
    """
    return _page(
        "desk.html.jinja",
        who=who,
        feeds=list(feeds),
        followed=[(id, headlines.get(id, "")) for id in followed],
        errands=list(errands),
        marks=_with_withdrawals(marks),
        headlines=headlines,
        articles=articles,
    )


def _with_withdrawals(marks: Sequence[WrongMark]) -> list[tuple[WrongMark, WrongMark | None]]:
    """Return marks, each with what withdrew it, if anything did."""
    gone = {mark.of: mark for mark in marks if mark.of}
    return [(mark, gone.get(mark.id)) for mark in marks if not mark.of]


def errand_page(who: str, errand: Any, headlines: Mapping[str, str]) -> str:
    """Return how far an errand is, and what came of it; `headlines` are those of stories by id."""
    return _page(
        "errand.html.jinja",
        who=who,
        errand=errand,
        lines=_told(errand.result),
        here=f"/desk/errands/{errand.id}",
        trail=(("Desk", "/desk"),),
        stories=[(id, headlines.get(id, "")) for id in getattr(errand.result, "stories", ())],
    )


def _told(result: Any) -> list[str]:
    """Return in words what came of an errand: of sources added, of a feed, of a list of feeds."""
    if result is None:
        return []
    if isinstance(result, dict):
        feed, visits = result["followed"], result["visits"]
        lines = [f"followed: {feed.feed.name}"] if feed.feed else []
        lines += [f"{visit.new} new, {visit.known} known: {visit.health}" for visit in visits]
        problems = [feed.problem] if feed.problem else []
        problems += [problem for visit in visits for problem in visit.problems]
    elif hasattr(result, "stories"):
        lines = [f"{_counted(result.added, 'article')} added, {len(result.known)} known already"]
        problems = list(result.problems)
    else:
        lines = [f"{_counted(result.added, 'feed')} added, {len(result.known)} followed already"]
        problems = list(result.problems)
    return [*lines, *(f"{problem.where}: {problem.found}" for problem in problems[:50])]


def _counted(things: Sequence[Any], noun: str) -> str:
    return f"{len(things)} {noun}" + ("" if len(things) == 1 else "s")


def story_page(
    who: str, brief: Brief, followed: bool, marks: Sequence[WrongMark], articles: Mapping[str, Any]
) -> str:
    """Return what can be done to a story: follow, mark, split, move, merge, undo; `articles` are those that marks name."""
    told = dict.fromkeys(s.text for s in sentences(brief) if s.text)
    return _page(
        "story_desk.html.jinja",
        who=who,
        brief=brief,
        here=f"/stories/{brief.story}/desk",
        trail=((brief.headline.text or "Untitled", f"/stories/{brief.story}"),),
        followed=followed,
        sentences=list(told),
        marks=_with_withdrawals(marks),
        articles=articles,
    )
