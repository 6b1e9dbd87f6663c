"""The page as one self-contained HTML file: no script, nothing loaded, a strict content policy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from itertools import count, pairwise
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup
from msgspec import UNSET

from writethru.records import Brief, Phase, Record, TimelineEntry
from writethru.render import timeline, wording

# Days between two entries of the listed timeline from which its rail is drawn longer.
_GAPS = (1, 14, 120, 1_000)


def packaged(name: str) -> str:
    """Return a file that lies beside the templates."""
    return resources.files("writethru.render").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def policy(*, forms: bool = False) -> str:
    """Return what a page may do: show its own style; with `forms` ask its own site, by forms and the site's script."""
    digest = base64.b64encode(hashlib.sha256(packaged("style.css").encode("utf-8")).digest()).decode("ascii")
    action = "'self'" if forms else "'none'"
    asking = "script-src 'self'; connect-src 'self'; " if forms else ""
    return f"default-src 'none'; style-src 'sha256-{digest}'; {asking}base-uri 'none'; form-action {action}"


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
    style = packaged("style.css")
    if "<" in style:
        raise ValueError("style.css may not hold '<': it could close its element")
    environment = Environment(
        loader=FunctionLoader(packaged),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(style=Markup(style), policy=policy(), wording=wording, script=script()[0])
    environment.filters.update(visible=wording.visible, closed=wording.closed, capital=wording.capital)
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
    links: tuple[tuple[str, str], ...] = ()  # words and addresses of what else there is of the story


def render_html(brief: Brief, around: Around | None = None) -> str:
    """Return the page as one HTML file in which every citation shows its exact words."""
    return (
        templates()
        .get_template("page.html.jinja")
        .render(
            brief=brief,
            around=around or Around(),
            sources={source.number: source for source in brief.sources},
            cited_words=wording.cited_words(brief),
            since=None if brief.since is UNSET else brief.since,
            strip=timeline.draw(brief.timeline),
            gaps=_gap_classes(brief.timeline),
            next_id=count(1).__next__,
        )
    )


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
