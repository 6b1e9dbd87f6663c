"""The page as one self-contained HTML file: no script, nothing loaded, a strict content policy."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup
from msgspec import UNSET

from writethru.records import Brief, Citation, Phase, Record, TimelineEntry
from writethru.render import origins, run_in, timeline, wording
from writethru.render.cited import unshown_words

# Days between two entries of the listed timeline from which its rail is drawn longer.
_GAPS = (1, 14, 120, 1_000)
_NEEDLESS = re.compile(r" ?([{};,]|(?<=[a-z-]):(?= )) ?")  # spaces that a style sheet has for people


def packaged(name: str) -> str:
    """Return a file that lies beside the templates."""
    return resources.files("writethru.render").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def sheet(name: str) -> Markup:
    """Return a style sheet that stands in a page: it is shown after one request, and can be kept as one file."""
    text = packaged(name)
    if "<" in text:
        raise ValueError(f"{name} may not hold '<': it could close its element")
    return Markup(_NEEDLESS.sub(r"\1", " ".join(text.split())).replace(";}", "}"))


@cache
def policy(sheets: tuple[str, ...] = ("style.css",), *, forms: bool = False) -> str:
    """Return what a page may do: show its own style; with `forms` ask its own site, by forms and the site's script."""
    styles = " ".join(f"'sha256-{_digest(name)}'" for name in sheets)
    action = "'self'" if forms else "'none'"
    asking = "script-src 'self'; connect-src 'self'; " if forms else ""
    return f"default-src 'none'; style-src {styles}; {asking}base-uri 'none'; form-action {action}"


def _digest(name: str) -> str:
    return base64.b64encode(hashlib.sha256(sheet(name).encode("utf-8")).digest()).decode("ascii")


@cache
def script() -> tuple[str, str]:
    """Return the address of the script of the reading room, made of what it holds, and the script.

    A template of the room includes it by `script`; each page works without it.
    """
    content = packaged("room.js")
    return f"/static/room.{hashlib.sha256(content.encode('utf-8')).hexdigest()[:16]}.js", content


@cache
def templates() -> Environment:
    """Return the templates with everything they may call; all they print is escaped."""
    environment = Environment(
        loader=FunctionLoader(packaged),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        sheet=sheet, policy_of=policy, wording=wording, origins=origins, run_in=run_in, script=script()[0]
    )
    environment.filters.update(
        visible=wording.visible,
        breakable=wording.breakable,
        closed=wording.closed,
        capital=wording.capital,
        dotted=wording.dotted,
    )
    return environment


def compile_templates() -> None:
    """Compile all templates: who is the first to ask for a page waits half a second otherwise."""
    for file in resources.files("writethru.render").joinpath("templates").iterdir():
        if file.name.endswith(".jinja"):
            templates().get_template(file.name)


class Around(Record, frozen=True):
    """What stands around a page: how alive its story is, and the files beside it on a site ("" for none)."""

    phase: Phase | None = None
    home: str = ""  # the front page
    atom: str = ""
    json_feed: str = ""
    articles: str = ""  # what goes before an article's id in the address of its stored text
    story: str = (
        ""  # the address of the story in the reading room, before which stands what else there is of it
    )
    newest: int = 0  # the number of its newest revision, where the page is an older one
    visited: str = ""  # when its reader came last, where the page tells what is new since then
    linked: str = ""  # the page as JSON-LD

    def context(self, citation: Citation) -> str:
        """Return the address of a passage in its article; one that a page of now may not cite is named by its place."""
        here = f"{self.articles}{citation.article}"
        if citation.field == "title":
            return f"{here}#title"
        return passage(here, citation.start, citation.end) if self.newest else f"{here}#c{citation.start}"


def passage(article: str, start: int, end: int) -> str:
    """Return the address of any passage of an article's text."""
    return f"{article}?at={start}-{end}#at"


def render_html(brief: Brief, around: Around | None = None) -> str:
    """Return the page as one HTML file in which every citation shows its exact words."""
    return templates().get_template("page.html.jinja").render(page_values(brief, around or Around()))


def page_values(brief: Brief, around: Around) -> dict[str, Any]:
    """Return what the template of a page is filled with."""
    return {
        "layout": "frame.html.jinja",
        "brief": brief,
        "around": around,
        "alike": origins.reports(brief.sources),
        "sources": {source.number: source for source in brief.sources},
        "unshown_words": unshown_words(brief),
        "since": None if brief.since is UNSET else brief.since,
        "strip": timeline.draw(brief.timeline),
        "gaps": _gap_classes(brief.timeline),
        "words": _Words(),
    }


def render_index(
    entries: Sequence[Brief],
    *,
    suffix: str = "html",
    phases: Mapping[str, Phase] | None = None,
    atom: str = "",
) -> str:
    """Return an HTML list of pages, in the order given; each links to `<story id>.<suffix>` beside it.

    `phases` tell by story id how alive each is, `atom` names the feed of all, if there is one.
    """
    rows = [
        (brief, quote(f"{brief.story}.{suffix}", safe=""), (phases or {}).get(brief.story))
        for brief in entries
    ]
    return templates().get_template("index.html.jinja").render(rows=rows, around=Around(atom=atom))


def render_moved(to: str) -> str:
    """Return a page that leads to another, named by its file."""
    return templates().get_template("moved.html.jinja").render(to=quote(to, safe=""), around=Around())


class _Words:
    """Numbers the passages of a page: those that several marks stand for are written once."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Citation, ...], int] = {}

    def number(self, citations: Sequence[Citation]) -> tuple[int, bool]:
        """Return the number of passages, and whether they were not met before."""
        known = len(self._numbers)
        number = self._numbers.setdefault(tuple(citations), known + 1)
        return number, number > known


def _gap_classes(entries: Sequence[TimelineEntry]) -> list[int]:
    """Return for each entry how long the rail before it is, from 0 (none) to 4 (years)."""
    found = [0]
    for before, after in pairwise(entries):
        try:
            days = (date.fromisoformat(after.when.start) - date.fromisoformat(before.when.end)).days
        except ValueError:
            days = 0
        found.append(sum(days >= bound for bound in _GAPS))
    return found[: len(entries)]
